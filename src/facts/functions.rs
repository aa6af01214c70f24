//! The functions of time that columns of facts may use.

use chrono::{Months, NaiveDate};
use polars::prelude::{
    Column, DataType, Expr, Field, Int32Chunked, IntoColumn, NewChunkedArray, PolarsResult, TimeUnit, lit,
};

use super::fact::ColumnType;
use super::reader::{day, days as days_of};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// A function of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// The day of a time.
    Day,
    /// Days from the first to the second, by the calendar.
    Days,
    /// Whole minutes from the first to the second.
    Minutes,
    /// The hour of the day, 0–23.
    Hour,
    /// The day so many months later; the last of the month where that month is shorter.
    MonthsAfter,
}

impl Function {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Day, Self::Days, Self::Minutes, Self::Hour, Self::MonthsAfter];

    /// Its name in expressions.
    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "DAY",
            Self::Days => "DAYS",
            Self::Minutes => "MINUTES",
            Self::Hour => "HOUR",
            Self::MonthsAfter => "MONTHS_AFTER",
        }
    }

    /// What it takes; a day is taken for a time as its midnight.
    pub(super) fn arguments(self) -> &'static [ColumnType] {
        use ColumnType::{Integer, Time};
        match self {
            Self::Day | Self::Hour => &[Time],
            Self::Days | Self::Minutes => &[Time, Time],
            Self::MonthsAfter => &[Time, Integer],
        }
    }

    /// What it gives.
    pub(super) fn kind(self) -> ColumnType {
        match self {
            Self::Day | Self::MonthsAfter => ColumnType::Date,
            Self::Days | Self::Minutes | Self::Hour => ColumnType::Integer,
        }
    }
}

/// The function of its arguments: times in milliseconds, whole numbers.
pub(super) fn apply(function: Function, arguments: Vec<Expr>) -> Expr {
    let mut arguments = arguments.into_iter();
    let first = arguments.next().unwrap_or_else(|| lit(0_i64));
    let second = arguments.next().unwrap_or_else(|| lit(0_i64));
    match function {
        Function::Day => first.cast(DataType::Date),
        Function::Days => days(second) - days(first),
        Function::Minutes => whole_parts(milliseconds(second) - milliseconds(first), MINUTE),
        Function::Hour => whole_parts(milliseconds(first) % lit(DAY), HOUR),
        Function::MonthsAfter => first.cast(DataType::Date).cast(DataType::Int32).map_many(
            months_after,
            &[second.cast(DataType::Int64)],
            |_, fields| Ok(Field::new(fields[0].name().clone(), DataType::Date)),
        ),
    }
}

fn milliseconds(time: Expr) -> Expr {
    time.cast(DataType::Datetime(TimeUnit::Milliseconds, None)).cast(DataType::Int64)
}

fn days(time: Expr) -> Expr {
    time.cast(DataType::Date).cast(DataType::Int32).cast(DataType::Int64)
}

/// Cut to whole ones: below 2^53 a quotient of whole numbers is never rounded up to the next.
fn whole_parts(milliseconds: Expr, of: i64) -> Expr {
    (milliseconds.cast(DataType::Float64) / lit(of as f64)).cast(DataType::Int64)
}

/// Months after a day, both as columns; a day outside of the calendar gives none.
fn months_after(columns: &mut [Column]) -> PolarsResult<Column> {
    let (days, months) = (columns[0].i32()?, columns[1].i64()?);
    // A literal is a column of one row.
    let months_at = |at: usize| months.get(if months.len() == 1 { 0 } else { at });
    let days_at = |at: usize| days.get(if days.len() == 1 { 0 } else { at });
    let after = |at: usize| Some(days_of(add_months(day(days_at(at)?)?, months_at(at)?)?));
    let after = Int32Chunked::from_iter_options(days.name().clone(), (0..days.len().max(months.len())).map(after));
    Ok(after.into_date().into_column())
}

/// The day so many months later.
pub(super) fn add_months(day: NaiveDate, months: i64) -> Option<NaiveDate> {
    let step = Months::new(u32::try_from(months.unsigned_abs()).ok()?);
    if months < 0 { day.checked_sub_months(step) } else { day.checked_add_months(step) }
}
