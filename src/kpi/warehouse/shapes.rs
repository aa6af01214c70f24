//! What each shape asks of the rows: a SELECT a side, as docs/warehouse.md has them.

use super::expression::{Unstated, Writer};
use super::rows::{MOMENTS, nothing, view};
use crate::facts::functions::Function;
use crate::facts::side::Side;
use crate::kpi::counted::key_columns;
use crate::kpi::definition::{Definition, Distinct, Rows, Shape};

/// The months of the years up to each moment.
pub(super) const YEARS: &str = "months_of_years";

/// The sides of an indicator, each with its SELECT: dealer, period, keys, value, rows, above, below, unknown.
pub(super) type Sides = Vec<(Side, String)>;

impl Writer<'_> {
    /// What an indicator is made of.
    pub(super) fn sides(&self, definition: &Definition) -> Result<Sides, Unstated> {
        let columns = key_columns(definition);
        self.check(&definition.rows, &columns)?;
        let mut sides = match definition.shape {
            Shape::Count | Shape::Stock | Shape::Ratio => return self.sums_of(definition, &columns),
            Shape::Median => vec![(Side::Counted, self.values(&definition.rows, &columns)?)],
            Shape::Latest => vec![(Side::Counted, self.newest(&definition.rows)?)],
            Shape::MeanOfGroups => self.answered(definition, &columns)?,
            Shape::RollingYear => vec![(Side::Counted, self.rolling(definition, &columns)?)],
            Shape::TrailingMean => self.trailing(definition)?,
        };
        sides.retain(|(_, select)| !select.is_empty());
        Ok(sides)
    }

    fn sums_of(&self, definition: &Definition, columns: &[String]) -> Result<Sides, Unstated> {
        let mut counted = match &definition.distinct {
            Some(distinct) => self.distinct(&definition.rows, distinct, columns)?,
            None => self.sums(&definition.rows, columns, MOMENTS)?,
        };
        let mut sides = Sides::new();
        if let Some(other) = &definition.without_order_numbers {
            self.check(other, columns)?;
            let named = "d.calls_name_orders";
            counted = format!(
                "SELECT c.csr_dealer AS csr_dealer, c.csr_period AS csr_period, c.csr_keys AS csr_keys, \
                 c.csr_value AS csr_value, c.csr_rows AS csr_rows, \
                 CASE WHEN {named} THEN c.csr_up ELSE 0 END AS csr_up, c.csr_down AS csr_down, \
                 CASE WHEN {named} THEN c.csr_unknown ELSE 0 END AS csr_unknown \
                 FROM ({counted}) c JOIN dealers d ON d.csr_dealer = c.csr_dealer"
            );
            let unlinked = self.sums(other, columns, MOMENTS)?;
            let unlinked = format!(
                "SELECT c.* FROM ({unlinked}) c JOIN dealers d ON d.csr_dealer = c.csr_dealer WHERE NOT {named}"
            );
            sides.push((Side::Unlinked, unlinked));
        }
        if let Some(base) = &definition.base {
            self.check(base, columns)?;
            counted = format!(
                "SELECT csr_dealer, csr_period, csr_keys, csr_value, csr_rows, csr_up, {} AS csr_down, csr_unknown \
                 FROM ({counted}) c",
                self.dialect.whole("0")
            );
            sides.push((Side::Base, self.sums(base, columns, MOMENTS)?));
        }
        if let Some(less) = &definition.less {
            self.check(less, columns)?;
            sides.push((Side::Taken, self.sums(less, columns, MOMENTS)?));
        }
        sides.insert(0, (Side::Counted, counted));
        Ok(sides)
    }

    /// Sums over groups of `rows`, which have what each adds above and below.
    fn summed(&self, rows: &str, has_below: bool) -> String {
        let whole = |expr: &str| self.dialect.whole(expr);
        let known = whole("COUNT(csr_above)");
        let below = if has_below { whole("COALESCE(SUM(csr_below), 0)") } else { known.clone() };
        format!(
            "SELECT csr_dealer, csr_period, csr_keys, {} AS csr_value, {known} AS csr_rows, {} AS csr_up, \
             {below} AS csr_down, {} AS csr_unknown FROM ({rows}) g GROUP BY csr_dealer, csr_period, csr_keys",
            nothing(self.dialect),
            whole("COALESCE(SUM(csr_above), 0)"),
            whole("COUNT(*) - COUNT(csr_above)"),
        )
    }

    /// The rows that pass, with their keys and what they add.
    fn counted(&self, rows: &Rows, keys: &str, moments: &str, further: &str) -> Result<String, Unstated> {
        let below = self.below(rows)?.unwrap_or_else(|| nothing(self.dialect));
        Ok(format!(
            "SELECT csr_dealer, csr_period, {keys} AS csr_keys, {} AS csr_above, {below} AS csr_below{further} \
             FROM ({}) q WHERE {}",
            self.above(rows)?,
            self.dated(rows, moments)?,
            self.filter(rows)?
        ))
    }

    fn sums(&self, rows: &Rows, columns: &[String], moments: &str) -> Result<String, Unstated> {
        let counted = self.counted(rows, &self.keys(columns), moments, "")?;
        Ok(self.summed(&counted, rows.denominator.is_some()))
    }

    /// Each thing once a period, by its latest row.
    fn distinct(&self, rows: &Rows, distinct: &Distinct, columns: &[String]) -> Result<String, Unstated> {
        let (dialect, fact) = (self.dialect, &rows.facts);
        self.check(rows, std::slice::from_ref(&distinct.column))?;
        if fact.states.is_some() {
            return Err("distinct over states".to_owned());
        }
        let date = rows.date.as_deref().ok_or("distinct without a date")?;
        let quoted = |name: &str| dialect.quoted(name);
        let (day, thing) = (dialect.day(&format!("r.{}", quoted(date))), quoted(&distinct.column));
        let from = match distinct.months {
            Some(months) => {
                let back = (1 - months).to_string();
                dialect.function(Function::MonthsAfter, &["m.last_start".to_owned(), back]).ok_or("months")?
            }
            None => format!("m.{}", quoted("start")),
        };
        let until = if fact.always { format!("m.{}", quoted("end")) } else { "m.until".to_owned() };
        let gone = fact.until.as_ref().map_or_else(String::new, |until| {
            format!(" AND COALESCE({} > m.as_of, TRUE)", dialect.day(&format!("r.{}", quoted(until))))
        });
        let dated = format!(
            "SELECT r.*, m.label AS csr_period, {day} AS csr_day FROM {} r CROSS JOIN {MOMENTS} m \
             WHERE {day} BETWEEN {from} AND {until}{gone}",
            quoted(&view(fact))
        );
        let (above, below) = (self.above(rows)?, self.below(rows)?);
        // Of two rows of one day what they say decides.
        let said = columns.iter().map(|column| quoted(column)).chain(rows.numerator.as_ref().map(|_| above.clone()));
        let order: String = said.chain(below.clone()).map(|said| format!(", {said} ASC NULLS FIRST")).collect();
        let below = below.unwrap_or_else(|| nothing(dialect));
        let chosen = format!(
            "SELECT csr_dealer, csr_period, {} AS csr_keys, {} AS csr_above, {below} AS csr_below, \
             {thing} IS NULL AS csr_alone, ROW_NUMBER() OVER (PARTITION BY csr_dealer, csr_period, {thing} \
             ORDER BY csr_day DESC{order}) AS csr_once FROM ({dated}) q WHERE {}",
            self.keys(columns),
            above,
            self.filter(rows)?
        );
        let once = format!("SELECT * FROM ({chosen}) c WHERE csr_once = 1 OR csr_alone");
        Ok(self.summed(&once, rows.denominator.is_some()))
    }

    /// Every value with how often it occurs.
    fn values(&self, rows: &Rows, columns: &[String]) -> Result<String, Unstated> {
        let counted = self.counted(rows, &self.keys(columns), MOMENTS, "")?;
        Ok(self.by_value(&format!("SELECT * FROM ({counted}) c WHERE csr_above IS NOT NULL")))
    }

    fn by_value(&self, rows: &str) -> String {
        let none = nothing(self.dialect);
        format!(
            "SELECT csr_dealer, csr_period, csr_keys, csr_above AS csr_value, {} AS csr_rows, {none} AS csr_up, \
             {none} AS csr_down, {none} AS csr_unknown FROM ({rows}) g \
             GROUP BY csr_dealer, csr_period, csr_keys, csr_above",
            self.dialect.whole("COUNT(*)")
        )
    }

    /// What the newest day says.
    fn newest(&self, rows: &Rows) -> Result<String, Unstated> {
        let date = rows.date.as_deref().ok_or("a latest figure without a date")?;
        let day = self.dialect.day(&self.dialect.quoted(date));
        let counted = self.counted(rows, "''", MOMENTS, &format!(", {day} AS csr_day"))?;
        let newest = "MAX(csr_day) OVER (PARTITION BY csr_dealer, csr_period) AS csr_newest";
        let told = format!("SELECT *, {newest} FROM ({counted}) c WHERE csr_above IS NOT NULL");
        Ok(self.by_value(&format!("SELECT * FROM ({told}) n WHERE csr_day = csr_newest")))
    }

    /// Answers with their points, and the surveys that they stand in.
    fn answered(&self, definition: &Definition, columns: &[String]) -> Result<Sides, Unstated> {
        let rows = &definition.rows;
        let answers = rows.facts.answers.as_ref().ok_or("a mean of groups over a fact without answers")?;
        self.check(rows, std::slice::from_ref(&answers.survey))?;
        let known = |keys: &str, further: &str| -> Result<String, Unstated> {
            let counted = self.counted(rows, keys, MOMENTS, further)?;
            Ok(format!("SELECT * FROM ({counted}) c WHERE csr_above IS NOT NULL"))
        };
        let counted = self.summed(&known(&self.keys(columns), "")?, false);
        let word = |column: &String| match *column == answers.item {
            true => "''".to_owned(),
            false => self.keys(std::slice::from_ref(column)),
        };
        let keys = self.joined(columns.iter().map(word).collect());
        let survey = format!(", {} AS csr_survey", self.dialect.quoted(&answers.survey));
        let none = nothing(self.dialect);
        let surveys = format!(
            "SELECT csr_dealer, csr_period, csr_keys, {none} AS csr_value, {} AS csr_rows, {none} AS csr_up, \
             {none} AS csr_down, {none} AS csr_unknown FROM ({}) g GROUP BY csr_dealer, csr_period, csr_keys",
            self.dialect.whole("COUNT(DISTINCT csr_survey)"),
            known(&keys, &survey)?
        );
        Ok(vec![(Side::Counted, counted), (Side::Surveys, surveys)])
    }

    /// What happened in the year up to each moment, above what was there at the ends of its months.
    fn rolling(&self, definition: &Definition, columns: &[String]) -> Result<String, Unstated> {
        let rows = &definition.rows;
        let states = rows.facts.states.as_ref().ok_or("a rolling year over a fact without states")?;
        let above = Rows { denominator: None, ..rows.clone() };
        let there = Rows { date: None, numerator: rows.denominator.clone(), denominator: None, ..rows.clone() };
        let (above, there) = (self.sums(&above, columns, YEARS)?, self.sums(&there, columns, YEARS)?);
        let whole = |expr: &str| self.dialect.whole(expr);
        let (zero, none) = (whole("0"), nothing(self.dialect));
        // Who left before the list was begun does not stand in it.
        let begun = format!(
            "SELECT csr_dealer, MIN({}) AS csr_first FROM {} GROUP BY csr_dealer",
            self.dialect.day(&self.dialect.quoted(&states.end)),
            self.dialect.quoted(&view(&rows.facts))
        );
        Ok(format!(
            "SELECT u.csr_dealer AS csr_dealer, u.csr_period AS csr_period, u.csr_keys AS csr_keys, {none} AS csr_value, {zero} AS csr_rows, {} AS csr_up, \
             {} AS csr_down, {zero} AS csr_unknown FROM (SELECT csr_dealer, csr_period, csr_keys, csr_up AS up, \
             {zero} AS down FROM ({above}) a UNION ALL SELECT csr_dealer, csr_period, csr_keys, {zero} AS up, \
             csr_up AS down FROM ({there}) b) u JOIN ({begun}) f ON f.csr_dealer = u.csr_dealer \
             JOIN {MOMENTS} m ON m.label = u.csr_period WHERE f.csr_first <= m.year_first_end \
             GROUP BY u.csr_dealer, u.csr_period, u.csr_keys",
            whole("SUM(u.up)"),
            whole("SUM(u.down)"),
        ))
    }
}
