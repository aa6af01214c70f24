//! From one row into the rows of another fact: same keys, a window around a day.

use std::collections::HashMap;

use anyhow::Result;
use chrono::{Days, NaiveDate};
use polars::prelude::{Column, DataFrame, IdxCa, IdxSize, IntoLazy, NewChunkedArray};

use super::coverage::Span;
use super::fact::{Give, Look, Window};
use super::functions::add_months;
use super::reader::{boolean_column, date_column, dates, integer_column, key};
use crate::base::period::{Calendar, PeriodKind};

/// The column of the number of a row while a look goes on.
const ROW: &str = "row looked at";

/// Rows of the other fact of one key: day and row, sorted.
type Rows = Vec<(NaiveDate, usize)>;

/// The column that a look adds to `frame`: from the rows of `other` and the days of its table, or from `frame` itself. What is not known is blank, never 0: the other table is not there, or its days
/// do not reach over the window. A list reaches to the ends of the months of its first and its last row.
pub(super) fn column(
    name: &str,
    frame: &DataFrame,
    look: &Look,
    other: Option<(&DataFrame, Option<Span>)>,
    calendar: Calendar,
) -> Result<Column> {
    let own = other.is_none();
    let (mut other, span) = match other {
        Some((rows, span)) => (rows.clone(), span),
        None => (frame.clone(), span(frame, &look.date)?),
    };
    // A row that looks into its own fact does not find itself.
    other.with_column(Column::new(ROW.into(), (0..other.height() as u64).collect::<Vec<u64>>()))?;
    if let Some(filter) = &look.filter {
        other = other.lazy().filter(filter.expr.clone()).collect()?;
    }
    let numbers: Vec<u64> = other.column(ROW)?.u64()?.iter().map(|number| number.unwrap_or(0)).collect();
    let mut by_key: HashMap<Vec<String>, Rows> = HashMap::new();
    let keys = keys(&other, look.same.iter().map(|(_, theirs)| theirs))?;
    for (row, (key, day)) in keys.into_iter().zip(dates(&other, &look.date)?).enumerate() {
        if let (Some(key), Some(day)) = (key, day) {
            by_key.entry(key).or_default().push((day, row));
        }
    }
    // Of two rows of one day what they hold decides, never the order in which they were read.
    let given: Vec<String> = match &look.give {
        Give::Column(column) => {
            let column = other.column(column)?;
            (0..other.height())
                .map(|row| column.get(row).map_or_else(|_| String::new(), |value| value.to_string()))
                .collect()
        }
        _ => Vec::new(),
    };
    by_key.values_mut().for_each(|rows| rows.sort_by_key(|(day, row)| (*day, given.get(*row), *row)));
    let reach = span.map(|span| {
        let month = |day| calendar.containing(PeriodKind::Month, day);
        (month(span.first).start, month(span.last).end)
    });
    let keys = self::keys(frame, look.same.iter().map(|(own, _)| own))?;
    let found: Vec<Option<Found>> = keys
        .into_iter()
        .zip(dates(frame, &look.of)?)
        .enumerate()
        .map(|(at, (key, day))| {
            let (day, (first, last)) = (day?, reach?);
            let (from, to) = window(look.window, day)?;
            let rows = by_key.get(&key?).map_or(&[][..], Vec::as_slice);
            let within = &rows[rows.partition_point(|row| row.0 < from)..rows.partition_point(|row| row.0 <= to)];
            let others = within.iter().filter(|row| !own || numbers[row.1] != at as u64).copied().collect();
            Some(Found { day, rows: others, covered: first <= from && to <= last })
        })
        .collect();
    let sure = |found: &Option<Found>| found.as_ref().is_some_and(|found| found.covered);
    let all = found.iter();
    Ok(match &look.give {
        Give::Any => boolean_column(name, all.map(|found| any(found.as_ref()?))),
        Give::Count => integer_column(
            name,
            all.map(|found| found.as_ref().filter(|found| found.covered).map(|found| found.rows.len() as i64)),
        ),
        Give::First => {
            date_column(name, all.map(|one| one.as_ref().filter(|_| sure(one))?.rows.first().map(|row| row.0)))
        }
        Give::Last => {
            date_column(name, all.map(|one| one.as_ref().filter(|_| sure(one))?.rows.last().map(|row| row.0)))
        }
        Give::Column(column) => {
            let nearest = all.map(|found| {
                found.as_ref().filter(|found| found.covered).and_then(Found::nearest).map(|row| row as IdxSize)
            });
            let picked = IdxCa::from_iter_options("row".into(), nearest);
            let mut taken = other.column(column)?.take(&picked)?;
            taken.rename(name.into());
            taken
        }
    })
}

/// The first and the last day of rows that look into themselves.
fn span(rows: &DataFrame, date: &str) -> Result<Option<Span>> {
    let days: Vec<NaiveDate> = dates(rows, date)?.into_iter().flatten().collect();
    let ends = days.iter().min().zip(days.iter().max());
    Ok(ends.map(|(first, last)| Span { first: *first, last: *last }))
}

/// What a look found around a day.
struct Found {
    day: NaiveDate,
    rows: Rows,
    /// The other's rows reach over the whole window.
    covered: bool,
}

impl Found {
    /// The row nearest to the day, the earlier of two.
    fn nearest(&self) -> Option<usize> {
        let away = |row: &&(NaiveDate, usize)| row.0.signed_duration_since(self.day).num_days().abs();
        self.rows.iter().min_by_key(away).map(|row| row.1)
    }
}

/// One that is there is there, whatever else is not known.
fn any(found: &Found) -> Option<bool> {
    if found.rows.is_empty() { found.covered.then_some(false) } else { Some(true) }
}

fn window(window: Window, day: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    let days = |days: i64| {
        let step = Days::new(days.unsigned_abs());
        if days < 0 { day.checked_sub_days(step) } else { day.checked_add_days(step) }
    };
    match window {
        Window::Days(from, to) => Some((days(from)?, days(to)?)),
        Window::Months(from, to) => Some((add_months(day, from)?, add_months(day, to)?)),
    }
}

/// The key of each row; none where a part of it is blank.
fn keys<'a>(frame: &DataFrame, names: impl Iterator<Item = &'a String>) -> Result<Vec<Option<Vec<String>>>> {
    let columns = names.map(|name| Ok(frame.column(name)?)).collect::<Result<Vec<_>>>()?;
    Ok((0..frame.height()).map(|row| columns.iter().map(|column| key(column, row)).collect()).collect())
}
