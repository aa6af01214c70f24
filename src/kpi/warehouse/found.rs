//! What a look finds: the rows of each key, and of each day around which is looked.

use super::expression::Unstated;
use super::look::Looking;
use crate::facts::fact::{ColumnType, Give};
use crate::facts::functions::Function;

impl Looking<'_> {
    /// What there is of every key, and of every day around which is looked.
    pub(super) fn found(&self, base: &str, other: &str) -> Result<String, Unstated> {
        let dialect = self.writer.dialect;
        let (theirs, there) = self.keys(false);
        let filter = self.look.filter.as_ref().map(|filter| self.writer.term(filter)).transpose()?;
        let filter = filter.map_or_else(String::new, |filter| format!(" AND {filter}"));
        let (key, around) = (self.key_names(""), &self.look.around);
        let given = self.given()?;
        let day = around.as_ref().map(|around| self.day("", &around.date));
        let (day_of, is_dated) = match &day {
            Some(day) => (format!(", {day} AS csr_day"), format!(" AND {day} IS NOT NULL")),
            None => Default::default(),
        };
        let rows = format!("FROM {other} WHERE {there}{is_dated}{filter}");
        let Some(around) = around else {
            return Ok(match given {
                Some((value, order)) => {
                    let first = dialect.place(&format!("csr_dealer, {key}"), "csr_order NULLS LAST");
                    let rows =
                        format!("SELECT csr_dealer, {theirs}, {value} AS csr_given, {order} AS csr_order {rows}");
                    let placed = format!("SELECT csr_dealer, {key}, csr_given, {first} AS csr_place FROM ({rows}) o");
                    format!("SELECT csr_dealer, {key}, csr_given FROM ({placed}) p WHERE csr_place = 1")
                }
                None => {
                    let rows = format!("SELECT csr_dealer, {theirs} {rows}");
                    format!("SELECT csr_dealer, {key}, COUNT(*) AS csr_rows FROM ({rows}) o GROUP BY csr_dealer, {key}")
                }
            });
        };
        let (own, wanted) = self.keys(true);
        let of = self.day("", &around.of);
        let wanted = format!(
            "SELECT DISTINCT csr_dealer, {own}, {of} AS csr_of FROM {base} WHERE {wanted} AND {of} IS NOT NULL"
        );
        let (from, to) = self.window(around, "csr_of");
        let wanted = format!("SELECT csr_dealer, {key}, csr_of, {from} AS csr_from, {to} AS csr_to FROM ({wanted}) v");
        let within = |rows: &str, columns: &str| {
            format!(
                "SELECT w.csr_dealer AS csr_dealer, {}, w.csr_of AS csr_of, {columns} FROM ({wanted}) w JOIN ({rows}) o \
                 ON {} WHERE o.csr_day BETWEEN w.csr_from AND w.csr_to",
                (0..self.look.same.len())
                    .map(|at| format!("w.csr_key{at} AS csr_key{at}"))
                    .collect::<Vec<_>>()
                    .join(", "),
                self.same_keys("o", "w"),
            )
        };
        Ok(match given {
            Some((value, order)) => {
                let days = dialect.function(Function::Days, &["w.csr_of".to_owned(), "o.csr_day".to_owned()]);
                let rows =
                    format!("SELECT csr_dealer, {theirs}{day_of}, {value} AS csr_given, {order} AS csr_order {rows}");
                let near = format!(
                    "abs({}) AS csr_away, o.csr_day AS csr_day, o.csr_given AS csr_given, o.csr_order AS csr_order",
                    days.unwrap_or_default()
                );
                let nearest = "csr_away, csr_day, csr_order NULLS LAST";
                let first = dialect.place(&format!("csr_dealer, {key}, csr_of"), nearest);
                let placed = format!(
                    "SELECT csr_dealer, {key}, csr_of, csr_given, {first} AS csr_place FROM ({}) n",
                    within(&rows, &near)
                );
                format!("SELECT csr_dealer, {key}, csr_of, csr_given FROM ({placed}) p WHERE csr_place = 1")
            }
            None => {
                // The rows of a day are counted first: a list has fewer days than rows.
                let rows = format!("SELECT csr_dealer, {theirs}{day_of} {rows}");
                let rows = format!(
                    "SELECT csr_dealer, {key}, csr_day, COUNT(*) AS csr_many FROM ({rows}) r GROUP BY csr_dealer, {key}, csr_day"
                );
                let counted = "SUM(o.csr_many) AS csr_rows, MIN(o.csr_day) AS csr_first, MAX(o.csr_day) AS csr_last";
                format!("{} GROUP BY w.csr_dealer, {}, w.csr_of", within(&rows, counted), self.key_names("w."))
            }
        })
    }

    /// The column that is taken, and what decides between rows that are equally near, smallest first, blanks as `null`: what
    /// they hold as `facts/look.rs` writes it.
    fn given(&self) -> Result<Option<(String, String)>, Unstated> {
        let Give::Column(id) = &self.look.give else { return Ok(None) };
        let (dialect, value) = (self.writer.dialect, self.quoted(id));
        let null = dialect.text("null");
        let order = match self.column.kind {
            ColumnType::Text => {
                let quote = dialect.text("\"");
                // To some engines what is joined to a blank is not blank.
                format!("CASE WHEN {value} IS NULL THEN {null} ELSE concat({quote}, {value}, {quote}) END")
            }
            ColumnType::Boolean => {
                let [no, yes] = ["false", "true"].map(|word| dialect.text(word));
                format!("CASE WHEN {value} THEN {yes} WHEN NOT {value} THEN {no} ELSE {null} END")
            }
            ColumnType::Integer => format!("COALESCE({}, {null})", dialect.string(&value)),
            ColumnType::Date | ColumnType::Time => value.clone(),
        };
        Ok(Some((value, order)))
    }
}

#[cfg(test)]
mod tests {
    use sqlparser::dialect::DuckDbDialect;
    use sqlparser::parser::Parser;

    use super::super::dialect::Dialect;
    use super::super::expression::Writer;
    use super::*;
    use crate::base::period::Calendar;
    use crate::facts::as_of;
    use crate::facts::constants::Constants;
    use crate::facts::fact::{Around, Column, FactId, Look, Window};

    fn stated(give: Give, window: Option<Window>) -> String {
        let constants = Constants::default();
        let around = window.map(|window| Around {
            of: "date".to_owned(),
            date: "day".to_owned(),
            window,
            constants: Default::default(),
        });
        let look = Look {
            fact: FactId::named("sales"),
            tables: Vec::new(),
            same: vec![("plate".to_owned(), "car".to_owned())],
            around,
            filter: None,
            give,
        };
        let column = Column { id: "model".to_owned(), kind: ColumnType::Text, ..as_of() };
        let writer = Writer { dialect: Dialect::DuckDb, constants: &constants };
        let looking =
            Looking { writer, calendar: Calendar::default(), column: &column, look: &look, other: None, at: 0 };
        let found = looking.found("\"rows\"", "\"sales\"").expect("a statement");
        assert!(Parser::parse_sql(&DuckDbDialect {}, &found).is_ok(), "{found}");
        found
    }

    #[test]
    fn of_rows_that_are_equally_near_what_they_hold_decides() {
        let nearest = stated(Give::Column("model".to_owned()), Some(Window::Days(-3, 3)));
        assert!(nearest.contains("ORDER BY csr_away, csr_day, csr_order NULLS LAST"), "{nearest}");
        let any = stated(Give::Column("model".to_owned()), None);
        assert!(any.contains("ORDER BY csr_order NULLS LAST") && !any.contains("csr_of"), "{any}");
        assert!(any.contains("WHEN \"model\" IS NULL THEN 'null'"), "{any}");
    }

    #[test]
    fn rows_of_a_window_are_counted_by_days() {
        let counted = stated(Give::Count, Some(Window::Months(-1, 0)));
        assert!(
            counted.contains("SUM(o.csr_many)") && counted.contains("BETWEEN w.csr_from AND w.csr_to"),
            "{counted}"
        );
        assert!(stated(Give::Any, None).contains("COUNT(*) AS csr_rows"));
    }
}
