//! The rows of a fact in the engine: views over the files, states made by moments, the period of each row.

use super::dialect::Dialect;
use super::expression::{Unstated, Writer};
use crate::base::text::UNSPECIFIED;
use crate::facts::exported::{columns as exported_columns, state_columns};
use crate::facts::fact::{Fact, Make, States};
use crate::facts::functions::Function;
use crate::kpi::definition::Rows;
use crate::tables::exported::written;

/// The moments of the run.
pub(super) const MOMENTS: &str = "moments";

impl Writer<'_> {
    /// The view of a fact: its columns under their own names, and whose rows they are.
    pub(super) fn fact_view(&self, fact: &Fact) -> String {
        let quoted = |name: &str| self.dialect.quoted(name);
        let column = |id: &str| match written(id) {
            same if same == id => quoted(id),
            other => format!("{} AS {}", quoted(&other), quoted(id)),
        };
        let dealer = format!("{} AS csr_dealer", self.dialect.string("dealer"));
        let own = exported_columns(fact).map(|one| column(&one.id));
        let columns = std::iter::once(dealer).chain(own).collect::<Vec<_>>().join(", ");
        self.dialect.view_of_files(&view(fact), &format!("facts/{}", fact.id.name()), &columns, true)
    }

    fn day(&self, prefix: &str, column: &str) -> String {
        self.dialect.day(&format!("{prefix}{}", self.dialect.quoted(column)))
    }

    /// Of every moment the things that had begun and not ended before its period, in their states.
    fn panel(&self, fact: &Fact, states: &States, moments: &str) -> Result<String, Unstated> {
        let dialect = self.dialect;
        let [begin, end] = [&states.begin, &states.end].map(|date| self.day("", date));
        let [open, start, stop] = ["open", "start", "end"].map(|name| dialect.quoted(name));
        let age = dialect.function(Function::Days, &["t.csr_begin".to_owned(), "m.until".to_owned()]);
        let age = age.unwrap_or_default();
        let mut rows = format!(
            "SELECT *, {begin} AS csr_begin, CASE WHEN {end} >= {begin} THEN {end} END AS csr_end FROM {}",
            dialect.quoted(&view(fact))
        );
        rows = format!(
            "SELECT t.*, m.label AS csr_period, m.{start} AS csr_start, m.{stop} AS csr_stop, m.until AS moment, \
             m.as_of AS as_of, m.{start} AS period_start, t.csr_begin < m.{start} AS carried_in, \
             CASE WHEN t.csr_end <= m.until THEN t.csr_end END AS ended_on, {age} AS age_days \
             FROM ({rows}) t CROSS JOIN {moments} m \
             WHERE t.csr_begin <= m.until AND NOT COALESCE(t.csr_end <= m.until AND t.csr_end < m.{start}, FALSE)"
        );
        rows = format!("SELECT *, ended_on IS NULL AS {open} FROM ({rows}) s");
        for column in state_columns(fact) {
            let (Make::Sql(term), true) = (&column.made, self.is_stated(fact, &column.id)) else { continue };
            rows = format!("SELECT *, {} AS {} FROM ({rows}) s", self.term(term)?, dialect.quoted(&column.id));
        }
        Ok(rows)
    }

    /// Whether the engine has a column: it leaves the program, or is made of such.
    fn is_stated(&self, fact: &Fact, column: &str) -> bool {
        if exported_columns(fact).any(|one| one.id == column) {
            return true;
        }
        let Some(of_state) = state_columns(fact).find(|one| one.id == column) else { return false };
        match &of_state.made {
            Make::Sql(term) => {
                let earlier = |name: &String| name != column && self.is_stated(fact, name);
                self.term(term).is_ok() && term.columns.iter().all(earlier)
            }
            _ => true,
        }
    }

    /// Refuses rows that name a column which the engine has not.
    pub(super) fn check(&self, rows: &Rows, columns: &[String]) -> Result<(), Unstated> {
        let terms = [&rows.numerator, &rows.denominator, &rows.filter].into_iter().flatten();
        let mut named: Vec<&String> = terms.flat_map(|term| &term.columns).collect();
        named.extend(columns.iter().chain(&rows.date).chain(&rows.facts.until));
        let known = |name: &str| name == crate::facts::AS_OF || self.is_stated(&rows.facts, name);
        match named.into_iter().find(|name| !known(name)) {
            Some(name) => Err(format!("{}.{name}", rows.facts.id.name())),
            None => Ok(()),
        }
    }

    /// The rows of a fact, each once in every moment that it belongs to, with `csr_period`.
    pub(super) fn dated(&self, rows: &Rows, moments: &str) -> Result<String, Unstated> {
        let fact = &rows.facts;
        let [start, stop] = ["start", "end"].map(|name| self.dialect.quoted(name));
        let exists = |day: &str, as_of: &str, prefix: &str| {
            let late = if fact.always { String::new() } else { format!(" AND {day} <= {as_of}") };
            let gone = |until: &String| format!(" AND COALESCE({} > {as_of}, TRUE)", self.day(prefix, until));
            late + &fact.until.as_ref().map(gone).unwrap_or_default()
        };
        match (&fact.states, &rows.date) {
            (Some(states), None) => self.panel(fact, states, moments),
            (Some(states), Some(date)) => {
                let day = self.day("", date);
                Ok(format!(
                    "SELECT * FROM ({}) s WHERE {day} BETWEEN csr_start AND csr_stop{}",
                    self.panel(fact, states, moments)?,
                    exists(&day, "as_of", "")
                ))
            }
            (None, Some(date)) => {
                let day = self.day("r.", date);
                Ok(format!(
                    "SELECT r.*, m.label AS csr_period, m.as_of AS as_of FROM {} r CROSS JOIN {moments} m \
                     WHERE {day} BETWEEN m.{start} AND m.{stop}{}",
                    self.dialect.quoted(&view(fact)),
                    exists(&day, "m.as_of", "r.")
                ))
            }
            (None, None) => Err(format!("{} without a date", fact.id.name())),
        }
    }

    /// The words of a group, joined.
    pub(super) fn keys(&self, columns: &[String]) -> String {
        let unspecified = self.dialect.text(UNSPECIFIED);
        let word = |column: &String| format!("COALESCE(NULLIF({}, ''), {unspecified})", self.dialect.quoted(column));
        self.joined(columns.iter().map(word).collect())
    }

    /// Words, joined.
    pub(super) fn joined(&self, words: Vec<String>) -> String {
        match words.as_slice() {
            [] => "''".to_owned(),
            [word] => word.clone(),
            words => format!("concat({})", words.join(&format!(", {}, ", self.dialect.separator()))),
        }
    }

    /// What a row adds above the line; one where nothing is declared.
    pub(super) fn above(&self, rows: &Rows) -> Result<String, Unstated> {
        let numerator = rows.numerator.as_ref().map(|term| self.term(term)).transpose()?;
        Ok(self.dialect.whole(numerator.as_deref().unwrap_or("1")))
    }

    /// What a row adds below the line, where that is declared.
    pub(super) fn below(&self, rows: &Rows) -> Result<Option<String>, Unstated> {
        let denominator = rows.denominator.as_ref().map(|term| self.term(term)).transpose()?;
        Ok(denominator.map(|term| self.dialect.whole(&term)))
    }

    /// The condition of the rows that take part.
    pub(super) fn filter(&self, rows: &Rows) -> Result<String, Unstated> {
        rows.filter.as_ref().map_or_else(|| Ok("TRUE".to_owned()), |term| self.term(term))
    }
}

/// The name of the view of a fact.
pub(super) fn view(fact: &Fact) -> String {
    format!("fact_{}", fact.id.name())
}

/// A whole number that is none.
pub(super) fn nothing(dialect: Dialect) -> String {
    dialect.whole("NULL")
}
