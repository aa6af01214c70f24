//! A look into the rows of another fact as joins: the rows of a key and window, and what is known of the other list.

use super::expression::{Unstated, Writer};
use super::rows::view;
use super::steps::Steps;
use crate::base::period::Calendar;
use crate::facts::fact::{Around, Column, Fact, Give, Look, Window};
use crate::facts::side::Side;

/// Of so many keys not one is in the other list: nothing is known of any, as in `facts/look.rs`.
const STRANGERS: usize = 10;

/// A look that is stated.
pub(super) struct Looking<'a> {
    pub(super) writer: Writer<'a>,
    pub(super) calendar: Calendar,
    pub(super) column: &'a Column,
    pub(super) look: &'a Look,
    /// The other fact; none where a fact looks into itself.
    pub(super) other: Option<&'a Fact>,
    /// Its number among the looks of the fact.
    pub(super) at: usize,
}

impl Looking<'_> {
    /// Adds the column that the look makes.
    pub(super) fn add(&self, steps: &mut Steps) -> Result<(), Unstated> {
        let mut needed: Vec<String> = self.look.named().cloned().collect();
        needed.push(self.column.id.clone());
        if self.other.is_none() {
            needed.extend(self.look.around.iter().map(|around| around.date.clone()));
            needed.extend(self.look.filter.iter().flat_map(|filter| filter.columns.clone()));
        }
        let base = steps.read(&needed);
        let other = self.other.map_or_else(|| base.clone(), |other| self.quoted(&view(other)));
        let [found, list, strange] = ["a", "l", "s"].map(|kind| format!("{kind}{}", self.at));
        let dealer = |alias: &str| format!("{alias}.csr_dealer = b.csr_dealer");
        let mut same = dealer(&found);
        for (key, (own, _)) in self.look.same.iter().enumerate() {
            same += &format!(" AND {found}.csr_key{key} = b.{}", self.quoted(own));
        }
        if let Some(around) = &self.look.around {
            same += &format!(" AND {found}.csr_of = {}", self.day("b.", &around.of));
        }
        steps.join(&self.found(&base, &other)?, &found, &same);
        steps.join(&self.list(&base, &other), &list, &dealer(&list));
        if self.other.is_some() {
            steps.join(&self.strangers(&base, &other), &strange, &dealer(&strange));
        }
        let expr = self.taken(&found, &list, &strange)?;
        steps.add(&self.column.id, self.writer.dialect.typed(&expr, self.column.kind), &[]);
        Ok(())
    }

    pub(super) fn quoted(&self, name: &str) -> String {
        self.writer.dialect.quoted(name)
    }

    pub(super) fn day(&self, prefix: &str, column: &str) -> String {
        self.writer.dialect.day(&format!("{prefix}{}", self.quoted(column)))
    }

    /// The keys of rows under names of their own, and the condition that none of their parts is blank.
    pub(super) fn keys(&self, is_own: bool) -> (String, String) {
        let names = self.look.same.iter().map(|(own, theirs)| self.quoted(if is_own { own } else { theirs }));
        let names: Vec<String> = names.collect();
        let keys = names.iter().enumerate().map(|(at, name)| format!("{name} AS csr_key{at}")).collect::<Vec<_>>();
        let there = names.iter().map(|name| format!("{name} IS NOT NULL")).collect::<Vec<_>>();
        (keys.join(", "), there.join(" AND "))
    }

    /// The names of the keys of something, each with what stands before it.
    pub(super) fn key_names(&self, prefix: &str) -> String {
        (0..self.look.same.len()).map(|at| format!("{prefix}csr_key{at}")).collect::<Vec<_>>().join(", ")
    }

    pub(super) fn same_keys(&self, one: &str, other: &str) -> String {
        let keys = (0..self.look.same.len()).map(|at| format!(" AND {one}.csr_key{at} = {other}.csr_key{at}"));
        format!("{one}.csr_dealer = {other}.csr_dealer{}", keys.collect::<String>())
    }

    /// The first and the last day of the window around a day.
    pub(super) fn window(&self, around: &Around, of: &str) -> (String, String) {
        let (writer, calendar) = (&self.writer, self.calendar);
        match around.window {
            Window::Days(from, to) => (writer.days_after(of, from), writer.days_after(of, to)),
            Window::Months(from, to) => (writer.months_after(of, from), writer.months_after(of, to)),
            Window::WholeMonths(from, to) => {
                (writer.month_start(of, i64::from(from), calendar), writer.month_end(of, i64::from(to), calendar))
            }
        }
    }

    /// Of every dealer that has rows of the other fact, the days over which they reach.
    fn list(&self, base: &str, other: &str) -> String {
        let there = format!("SELECT csr_dealer, COUNT(*) AS csr_there FROM {other} GROUP BY csr_dealer");
        let Some(around) = &self.look.around else { return there };
        let days = match (self.other, self.look.tables.first()) {
            (Some(_), Some(table)) => {
                let [side, table] = [Side::Day.name(), table.name()].map(|text| self.writer.dialect.text(text));
                let day = self.writer.dialect.day("period");
                format!("SELECT csr_dealer, {day} AS csr_day FROM known WHERE side = {side} AND subject = {table}")
            }
            _ => format!("SELECT csr_dealer, {} AS csr_day FROM {base}", self.day("", &around.date)),
        };
        let ends = format!(
            "SELECT csr_dealer, MIN(csr_day) AS csr_first, MAX(csr_day) AS csr_last FROM ({days}) k GROUP BY csr_dealer"
        );
        format!(
            "SELECT e.csr_dealer AS csr_dealer, {} AS csr_start, {} AS csr_stop, t.csr_there AS csr_there \
             FROM ({ends}) e JOIN ({there}) t ON t.csr_dealer = e.csr_dealer",
            self.writer.month_start("e.csr_first", 0, self.calendar),
            self.writer.month_end("e.csr_last", 0, self.calendar),
        )
    }

    /// The dealers that share no key with the other list, and have many: the two name things differently.
    fn strangers(&self, base: &str, other: &str) -> String {
        let ((own, wanted), (theirs, there), key) = (self.keys(true), self.keys(false), self.key_names(""));
        let wanted = format!("SELECT DISTINCT csr_dealer, {own} FROM {base} WHERE {wanted}");
        let there = format!("SELECT DISTINCT csr_dealer, {theirs} FROM {other} WHERE {there}");
        let there = format!("SELECT csr_dealer, {key}, 1 AS csr_in FROM ({there}) t");
        format!(
            "SELECT w.csr_dealer AS csr_dealer, COUNT(*) AS csr_keys FROM ({wanted}) w LEFT JOIN ({there}) o ON {} \
             GROUP BY w.csr_dealer HAVING COUNT(*) >= {STRANGERS} AND COUNT(o.csr_in) = 0",
            self.same_keys("o", "w"),
        )
    }

    /// What is taken of what was found; nothing where it is not known.
    fn taken(&self, found: &str, list: &str, strange: &str) -> Result<String, Unstated> {
        let mut known: Vec<String> =
            self.look.same.iter().map(|(own, _)| format!("b.{} IS NOT NULL", self.quoted(own))).collect();
        known.push(format!("{list}.csr_there IS NOT NULL"));
        if self.other.is_some() {
            known.push(format!("{strange}.csr_dealer IS NULL"));
        }
        let (mut starts, mut ends, mut itself) = ("TRUE".to_owned(), "TRUE".to_owned(), "TRUE".to_owned());
        if let Some(around) = &self.look.around {
            let of = self.day("b.", &around.of);
            let (from, to) = self.window(around, &of);
            known.extend([format!("{of} IS NOT NULL"), format!("{list}.csr_start IS NOT NULL")]);
            itself = format!("{} BETWEEN {from} AND {to}", self.day("b.", &around.date));
            (starts, ends) = (format!("{list}.csr_start <= {from}"), format!("{to} <= {list}.csr_stop"));
        }
        if let Some(filter) = self.look.filter.as_ref().filter(|_| self.other.is_none()) {
            itself += &format!(" AND {}", self.writer.term(filter)?);
        }
        let mut rows = format!("COALESCE({found}.csr_rows, 0)");
        if self.other.is_none() {
            // A row that looks into its own fact does not find itself.
            rows = format!("({rows} - CASE WHEN {itself} THEN 1 ELSE 0 END)");
        }
        let known = known.join(" AND ");
        Ok(match &self.look.give {
            Give::Any => format!(
                "CASE WHEN NOT ({known}) THEN NULL WHEN {rows} > 0 THEN TRUE WHEN {starts} AND {ends} THEN FALSE END"
            ),
            Give::Count => format!("CASE WHEN {known} AND {starts} AND {ends} THEN {rows} END"),
            Give::First => format!("CASE WHEN {known} AND {starts} THEN {found}.csr_first END"),
            Give::Last => format!("CASE WHEN {known} AND {ends} THEN {found}.csr_last END"),
            Give::Column(_) => format!("CASE WHEN {known} AND {starts} AND {ends} THEN {found}.csr_given END"),
        })
    }
}
