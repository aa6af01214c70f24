//! The functions of time that columns of facts may use.

use std::sync::Arc;

use chrono::{DateTime, Months, NaiveDate};
use polars::prelude::{
    ChunkApply, Column, DataType, Expr, Field, Int32Chunked, Int64Chunked, IntoColumn, NewChunkedArray, PolarsResult,
    TimeUnit, lit,
};

use super::fact::ColumnType;
use super::reader::{day, days as days_of};
use super::workdays::Workdays;

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
    /// Working minutes from the first to the second; unknown where a day lies in a year without a calendar.
    WorkMinutes,
    /// The hour of the day, 0–23.
    Hour,
    /// The day so many days later.
    DaysAfter,
    /// The day so many months later; the last of the month where that month is shorter.
    MonthsAfter,
}

impl Function {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Day, Self::Days, Self::Minutes, Self::WorkMinutes, Self::Hour, Self::DaysAfter, Self::MonthsAfter];

    /// Its name in expressions.
    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "DAY",
            Self::Days => "DAYS",
            Self::Minutes => "MINUTES",
            Self::WorkMinutes => "WORK_MINUTES",
            Self::Hour => "HOUR",
            Self::DaysAfter => "DAYS_AFTER",
            Self::MonthsAfter => "MONTHS_AFTER",
        }
    }

    /// What it takes; a day is taken for a time as its midnight.
    pub(super) fn arguments(self) -> &'static [ColumnType] {
        use ColumnType::{Integer, Time};
        match self {
            Self::Day | Self::Hour => &[Time],
            Self::Days | Self::Minutes | Self::WorkMinutes => &[Time, Time],
            Self::DaysAfter | Self::MonthsAfter => &[Time, Integer],
        }
    }

    /// What it gives.
    pub(super) fn kind(self) -> ColumnType {
        match self {
            Self::Day | Self::DaysAfter | Self::MonthsAfter => ColumnType::Date,
            Self::Days | Self::Minutes | Self::WorkMinutes | Self::Hour => ColumnType::Integer,
        }
    }
}

/// The function of its arguments: times in milliseconds, whole numbers.
pub(super) fn apply(function: Function, arguments: Vec<Expr>, workdays: &Arc<Workdays>) -> Expr {
    let mut arguments = arguments.into_iter();
    let first = arguments.next().unwrap_or_else(|| lit(0_i64));
    let second = arguments.next().unwrap_or_else(|| lit(0_i64));
    match function {
        Function::Day => first.cast(DataType::Date),
        Function::Days => days(second) - days(first),
        Function::Minutes => whole_parts(milliseconds(second) - milliseconds(first), MINUTE),
        Function::WorkMinutes => {
            let workdays = workdays.clone();
            milliseconds(first).map_many(
                move |columns| work_minutes(columns, &workdays),
                &[milliseconds(second)],
                |_, fields| Ok(Field::new(fields[0].name().clone(), DataType::Int64)),
            )
        }
        Function::Hour => whole_parts(milliseconds(first) % lit(DAY), HOUR),
        Function::DaysAfter => (days(first) + second.cast(DataType::Int64)).cast(DataType::Int32).cast(DataType::Date),
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

/// Cut to whole ones, in whole numbers: polars divides by a constant as it multiplies by its inverse, and 16:00 was 15 hours.
fn whole_parts(milliseconds: Expr, of: i64) -> Expr {
    milliseconds.map_many(
        move |columns| Ok(columns[0].i64()?.apply_values(|milliseconds| milliseconds / of).into_column()),
        &[],
        |_, fields| Ok(fields[0].clone()),
    )
}

/// Working minutes between two times, both as columns of milliseconds.
fn work_minutes(columns: &mut [Column], workdays: &Workdays) -> PolarsResult<Column> {
    let (from, to) = (columns[0].i64()?, columns[1].i64()?);
    let rows = if from.is_empty() || to.is_empty() { 0 } else { from.len().max(to.len()) };
    // A literal is a column of one row.
    let time = |times: &Int64Chunked, at: usize| {
        DateTime::from_timestamp_millis(times.get(if times.len() == 1 { 0 } else { at })?).map(|time| time.naive_utc())
    };
    let minutes = (0..rows).map(|at| workdays.minutes(time(from, at)?, time(to, at)?));
    Ok(Int64Chunked::from_iter_options(from.name().clone(), minutes).into_column())
}

/// Months after a day, both as columns; a day outside of the calendar gives none.
fn months_after(columns: &mut [Column]) -> PolarsResult<Column> {
    let (days, months) = (columns[0].i32()?, columns[1].i64()?);
    // A literal is a column of one row.
    let months_at = |at: usize| months.get(if months.len() == 1 { 0 } else { at });
    let days_at = |at: usize| days.get(if days.len() == 1 { 0 } else { at });
    let after = |at: usize| Some(days_of(add_months(day(days_at(at)?)?, months_at(at)?)?));
    // Beside no rows a literal is still a column of one.
    let rows = if days.is_empty() || months.is_empty() { 0 } else { days.len().max(months.len()) };
    let after = Int32Chunked::from_iter_options(days.name().clone(), (0..rows).map(after));
    Ok(after.into_date().into_column())
}

/// The day so many months later.
pub(super) fn add_months(day: NaiveDate, months: i64) -> Option<NaiveDate> {
    let step = Months::new(u32::try_from(months.unsigned_abs()).ok()?);
    if months < 0 { day.checked_sub_months(step) } else { day.checked_add_months(step) }
}

#[cfg(test)]
mod tests {
    use polars::prelude::{DataFrame, IntoLazy, col};

    use super::super::reader::time_column;
    use super::*;

    /// What a function makes of every minute of a day, and of its midnight.
    fn of_every_minute(function: Function, arguments: [&str; 2], seconds: i64) -> Vec<Option<i64>> {
        let midnight = day(15_978).expect("a day").and_time(chrono::NaiveTime::MIN);
        let later = |minute: i64| Some(midnight + chrono::Duration::seconds(60 * minute + seconds));
        let times = time_column("time", (0..24 * 60).map(later));
        let begin = time_column("midnight", (0..24 * 60).map(|_| Some(midnight)));
        let frame = DataFrame::new(24 * 60, vec![times, begin]).expect("a frame");
        let expr = apply(function, arguments.map(col).to_vec(), &Arc::default());
        let frame = frame.lazy().select([expr.alias("told")]).collect().expect("a column");
        frame.column("told").expect("it").i64().expect("whole numbers").iter().collect()
    }

    #[test]
    fn every_minute_has_its_hour_and_no_minute_is_lost() {
        for seconds in [0, 59] {
            let hours = of_every_minute(Function::Hour, ["time", "midnight"], seconds);
            assert_eq!(hours, (0..24 * 60).map(|minute| Some(minute / 60)).collect::<Vec<_>>());
            let minutes = of_every_minute(Function::Minutes, ["midnight", "time"], seconds);
            assert_eq!(minutes, (0..24 * 60).map(Some).collect::<Vec<_>>());
            let before = of_every_minute(Function::Minutes, ["time", "midnight"], seconds);
            assert_eq!(before, (0..24 * 60).map(|minute| Some(-minute)).collect::<Vec<_>>());
        }
    }
}
