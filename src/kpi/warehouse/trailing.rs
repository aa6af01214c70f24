//! The count of a month and the three months before it, as SQL.

use super::expression::{Unstated, Writer};
use super::rows::{MOMENTS, nothing, view};
use super::shapes::Sides;
use crate::facts::side::Side;
use crate::kpi::definition::{Definition, Rows};

impl Writer<'_> {
    /// The sums over the months of each moment that have data, and the months that have none.
    pub(super) fn trailing(&self, definition: &Definition) -> Result<Sides, Unstated> {
        let below = definition.trailing.as_ref().ok_or("a trailing mean without [trailing]")?;
        self.check(below, &[])?;
        let (above, base) = (self.quantities(&definition.rows)?, self.quantities(below)?);
        let dialect = self.dialect;
        let [start, stop] = ["start", "end"].map(|name| dialect.quoted(name));
        let tables: Vec<String> = definition.tables.iter().map(|table| dialect.text(table.name())).collect();
        let tables = if tables.is_empty() { "''".to_owned() } else { tables.join(", ") };
        let whole = |expr: &str| dialect.whole(expr);
        let months = format!(
            "SELECT d.csr_dealer AS csr_dealer, m.label AS csr_period, m.as_of AS as_of, c.number AS number, \
             c.label AS label, c.{start} AS month_start, c.{stop} AS month_end, b.{start} AS from_start, \
             b.{stop} AS from_end, l.{start} AS to_start, l.{stop} AS to_end \
             FROM dealers d CROSS JOIN {MOMENTS} m CROSS JOIN calendar c CROSS JOIN calendar b CROSS JOIN calendar l \
             WHERE c.number BETWEEN m.first_month AND m.last_month AND b.number = c.number - 3 \
             AND l.number = c.number - 1"
        );
        // What a thing of another dealer is joined to counts for nobody.
        let joined = |rows: &str, columns: &str| {
            format!(
                "SELECT t.csr_dealer AS csr_dealer, t.csr_period AS csr_period, t.number AS number, {columns} \
                 FROM ({months}) t JOIN ({rows}) r ON r.csr_dealer = t.csr_dealer \
                 WHERE r.csr_day <= t.as_of AND COALESCE(r.csr_gone > t.as_of, TRUE) \
                 GROUP BY t.csr_dealer, t.csr_period, t.number"
            )
        };
        let counted = joined(
            &above,
            "SUM(CASE WHEN r.csr_day BETWEEN t.month_start AND t.month_end THEN r.csr_quantity ELSE 0 END) AS counted",
        );
        let before = joined(
            &base,
            "SUM(CASE WHEN r.csr_day BETWEEN t.from_start AND t.to_end THEN r.csr_quantity ELSE 0 END) AS before_it, \
             MIN(r.csr_day) AS first_day, MAX(r.csr_day) AS last_day",
        );
        let outside = format!(
            "SELECT csr_dealer, period, number, COUNT(*) AS missing FROM coverage \
             WHERE table_name IN ({tables}) AND NOT there GROUP BY csr_dealer, period, number"
        );
        let same = |other: &str, period: &str| {
            format!(
                "{other}.csr_dealer = t.csr_dealer AND {other}.{period} = t.csr_period AND {other}.number = t.number"
            )
        };
        let each = format!(
            "SELECT t.csr_dealer AS csr_dealer, t.csr_period AS csr_period, t.label AS label, \
             COALESCE(a.counted, 0) AS counted, COALESCE(b.before_it, 0) AS before_it, \
             COALESCE(b.first_day <= t.from_end AND b.last_day >= t.to_start, FALSE) AND o.missing IS NULL AS known \
             FROM ({months}) t LEFT JOIN ({counted}) a ON {} LEFT JOIN ({before}) b ON {} LEFT JOIN ({outside}) o ON {}",
            same("a", "csr_period"),
            same("b", "csr_period"),
            same("o", "period"),
        );
        let none = nothing(dialect);
        let known = format!(
            "SELECT csr_dealer, csr_period, '' AS csr_keys, {none} AS csr_value, {} AS csr_rows, {} AS csr_up, \
             {} AS csr_down, {} AS csr_unknown FROM ({each}) e WHERE known GROUP BY csr_dealer, csr_period",
            whole("COUNT(*)"),
            whole("SUM(counted)"),
            whole("SUM(before_it)"),
            whole("0")
        );
        let missing = format!(
            "SELECT csr_dealer, csr_period, label AS csr_keys, {none} AS csr_value, {none} AS csr_rows, \
             {none} AS csr_up, {none} AS csr_down, {none} AS csr_unknown FROM ({each}) e WHERE NOT known"
        );
        Ok(vec![(Side::Counted, known), (Side::Missing, missing)])
    }

    /// The rows that pass, each with its day, the day from which it is gone, and its quantity.
    fn quantities(&self, rows: &Rows) -> Result<String, Unstated> {
        let (dialect, fact) = (self.dialect, &rows.facts);
        if fact.states.is_some() {
            return Err("a trailing mean over states".to_owned());
        }
        let date = rows.date.as_deref().ok_or("a trailing mean without a date")?;
        let day = |column: &str| dialect.day(&dialect.quoted(column));
        let gone = fact.until.as_deref().map_or_else(|| dialect.day("NULL"), day);
        Ok(format!(
            "SELECT csr_dealer, {} AS csr_day, {gone} AS csr_gone, COALESCE({}, 0) AS csr_quantity FROM {} WHERE {}",
            day(date),
            self.above(rows)?,
            dialect.quoted(&view(fact)),
            self.filter(rows)?
        ))
    }
}
