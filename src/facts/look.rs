//! From one row into the rows of another fact: same keys, a window around a day.

use std::collections::HashMap;

use anyhow::Result;
use chrono::{Days, NaiveDate};
use polars::prelude::{AnyValue, Column, DataFrame, IdxCa, IdxSize, IntoLazy, NewChunkedArray};

use super::coverage::Span;
use super::fact::{Give, Look, Window};
use super::functions::add_months;
use super::reader::{boolean_column, date_column, dates, integer_column};
use crate::base::period::{Calendar, PeriodKind};

/// Rows of the other fact of one key: day and row, sorted.
type Rows = Vec<(NaiveDate, usize)>;

/// The column that a look adds to `frame`. What is not known is blank, never 0: the other table is not there, or its days
/// do not reach over the window. A list reaches to the ends of the months of its first and its last row.
pub(super) fn column(
    name: &str,
    frame: &DataFrame,
    look: &Look,
    other: &DataFrame,
    span: Option<Span>,
    calendar: Calendar,
) -> Result<Column> {
    let other = match &look.filter {
        Some(filter) => other.clone().lazy().filter(filter.expr.clone()).collect()?,
        None => other.clone(),
    };
    let mut by_key: HashMap<Vec<String>, Rows> = HashMap::new();
    let keys = keys(&other, look.same.iter().map(|(_, theirs)| theirs))?;
    for (row, (key, day)) in keys.into_iter().zip(dates(&other, &look.date)?).enumerate() {
        if let (Some(key), Some(day)) = (key, day) {
            by_key.entry(key).or_default().push((day, row));
        }
    }
    by_key.values_mut().for_each(|rows| rows.sort_unstable());
    let reach = span.map(|span| {
        let month = |day| calendar.containing(PeriodKind::Month, day);
        (month(span.first).start, month(span.last).end)
    });
    let own = self::keys(frame, look.same.iter().map(|(own, _)| own))?;
    let found: Vec<Option<Found<'_>>> = own
        .into_iter()
        .zip(dates(frame, &look.of)?)
        .map(|(key, day)| {
            let (day, (first, last)) = (day?, reach?);
            let (from, to) = window(look.window, day)?;
            let rows = by_key.get(&key?).map_or(&[][..], Vec::as_slice);
            let within = &rows[rows.partition_point(|row| row.0 < from)..rows.partition_point(|row| row.0 <= to)];
            Some(Found { day, rows: within, covered: first <= from && to <= last })
        })
        .collect();
    let sure = |found: &Option<Found<'_>>| found.as_ref().is_some_and(|found| found.covered);
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
            let nearest = all.map(|found| found.as_ref().and_then(Found::nearest).map(|row| row as IdxSize));
            let picked = IdxCa::from_iter_options("row".into(), nearest);
            let mut taken = other.column(column)?.take(&picked)?;
            taken.rename(name.into());
            taken
        }
    })
}

/// What a look found around a day.
struct Found<'a> {
    day: NaiveDate,
    rows: &'a [(NaiveDate, usize)],
    /// The other's rows reach over the whole window.
    covered: bool,
}

impl Found<'_> {
    /// The row nearest to the day, the earlier of two.
    fn nearest(&self) -> Option<usize> {
        let away = |row: &&(NaiveDate, usize)| row.0.signed_duration_since(self.day).num_days().abs();
        self.rows.iter().min_by_key(away).map(|row| row.1)
    }
}

/// One that is there is there, whatever else is not known.
fn any(found: &Found<'_>) -> Option<bool> {
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
    let part = |column: &Column, row: usize| match column.get(row).unwrap_or(AnyValue::Null) {
        AnyValue::Null => None,
        AnyValue::String(text) => Some(text.to_owned()),
        other => Some(other.to_string()),
    };
    Ok((0..frame.height()).map(|row| columns.iter().map(|column| part(column, row)).collect()).collect())
}
