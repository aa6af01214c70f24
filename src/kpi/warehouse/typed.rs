//! Types of columns as the engines call them, and what else is needed to make facts there.

use super::dialect::Dialect;
use crate::facts::fact::ColumnType;

impl Dialect {
    /// The value in the type that its column has.
    pub(super) fn typed(self, expr: &str, kind: ColumnType) -> String {
        match (kind, self) {
            (ColumnType::Boolean, Self::ClickHouse) => format!("CAST({expr} AS Nullable(Bool))"),
            (ColumnType::Boolean, _) => format!("CAST({expr} AS BOOLEAN)"),
            (ColumnType::Integer, _) => self.whole(expr),
            (ColumnType::Text, _) => self.string(expr),
            (ColumnType::Date, _) => self.day(expr),
            (ColumnType::Time, Self::ClickHouse) => format!("toDateTime64({expr}, 3, 'UTC')"),
            (ColumnType::Time, _) => format!("CAST({expr} AS TIMESTAMP)"),
        }
    }

    /// A number with fractions as a whole number of so many parts of one, to the nearest, a half away from zero. Engines round
    /// a half otherwise.
    pub(super) fn in_parts(self, expr: &str, parts: f64) -> String {
        let size = format!("abs({expr} * {parts:?})");
        let whole = format!("CASE WHEN {size} - floor({size}) >= 0.5 THEN 1 ELSE 0 END");
        let whole = format!("({} + {whole})", self.whole(&format!("floor({size})")));
        self.whole(&format!("CASE WHEN {expr} < 0 THEN 0 - {whole} ELSE {whole} END"))
    }

    /// The number of a day in its month.
    pub(super) fn day_of_month(self, day: &str) -> String {
        match self {
            Self::DuckDb => format!("date_part('day', {day})"),
            Self::Spark => format!("day({day})"),
            Self::ClickHouse => format!("toDayOfMonth({day})"),
        }
    }

    /// The place of a row among those that agree, from 1: a running count. DuckDB 1.5 makes an aggregate of `ROW_NUMBER() = 1`
    /// that takes a row whose order is blank for the first of them, now and then.
    pub(super) fn place(self, agreeing: &str, order: &str) -> String {
        let rows = "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW";
        format!("COUNT(*) OVER (PARTITION BY {agreeing} ORDER BY {order} {rows})")
    }

    /// A table of rows that are made once, and not anew by every statement that reads them.
    pub(super) fn stored(self, name: &str, select: &str) -> String {
        let name = self.quoted(name);
        let (kind, stored) = match self {
            Self::DuckDb => ("TEMP TABLE", ""),
            Self::Spark => ("TABLE", " USING parquet"),
            Self::ClickHouse => ("TABLE", " ENGINE = Memory"),
        };
        let gone = format!("DROP TABLE IF EXISTS {name};\n");
        gone + &format!("CREATE {kind} {name}{stored} AS {select};\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_rounded_by_the_statement_and_not_by_the_engine() {
        for dialect in Dialect::ALL {
            let stated = dialect.in_parts("price", 1e2);
            assert!(stated.contains("abs(price * 100.0)") && !stated.contains("round"), "{stated}");
        }
    }
}
