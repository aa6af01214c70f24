//! From one row into the rows of another fact: same keys, a window around a day.

use std::borrow::Cow;
use std::ops::Range;

use anyhow::Result;
use chrono::{Days, NaiveDate};
use polars::prelude::{Column, DataFrame, IdxCa, IdxSize, NewChunkedArray};

use super::coverage::Span;
use super::fact::{Around, Give, Look, Window};
use super::functions::add_months;
use super::looked::{Looked, LookedInto};
use super::reader::{boolean_column, date_column, dates, integer_column};
use crate::base::period::{Calendar, PeriodKind};

/// The column that a look adds to `frame`: from the rows of `other` and the days of its table, or from `frame` itself. What is
/// not known is blank, never 0: the other table is not there, it shares no key with this one, or its days do not reach over
/// the window. A list reaches to the ends of the months of its first and its last row.
pub(super) fn column<'f>(
    name: &str,
    frame: &DataFrame,
    look: &Look,
    other: Option<(&'f DataFrame, Option<Span>)>,
    calendar: Calendar,
    known: &mut LookedInto<'f>,
) -> Result<Column> {
    let own = other.is_none();
    let span = match (other, &look.around) {
        (Some((_, span)), _) => span,
        (None, Some(around)) => span(frame, &around.date)?,
        (None, None) => None,
    };
    let rows = other.map_or(frame, |(rows, _)| rows);
    if rows.height() == 0 || frame.height() == 0 {
        return taken(name, look, rows, &(0..frame.height()).map(|_| None).collect::<Vec<_>>());
    }
    let into_itself;
    let looked = match other {
        Some((rows, _)) => known.rows(look, rows)?,
        None => {
            into_itself = Looked::new(look, frame)?;
            &into_itself
        }
    };
    let wanted = if own && look.same.iter().all(|(own, theirs)| own == theirs) {
        Cow::Borrowed(looked.of_all())
    } else {
        Cow::Owned(looked.wanted(frame, look)?)
    };
    let reach = span.map(|span| {
        let month = |day| calendar.containing(PeriodKind::Month, day);
        (month(span.first).start, month(span.last).end)
    });
    let of = match &look.around {
        Some(around) => dates(frame, &around.of)?,
        None => vec![None; frame.height()],
    };
    // A row that looks into its own fact does not find itself.
    let places = if own { looked.places() } else { Vec::new() };
    let found = |(at, day): (usize, Option<NaiveDate>)| -> Option<Found<'_>> {
        let rows = looked.of(wanted[at]?);
        let itself = |within: Range<usize>| {
            let place = places.get(at).copied().flatten().filter(|place| within.contains(place));
            place.map(|place| place - within.start)
        };
        let Some(Around { window, .. }) = &look.around else {
            let itself = itself(0..rows.len());
            return Some(Found { day: NaiveDate::MIN, rows, itself, starts: true, ends: true });
        };
        let (day, (first, last)) = (day?, reach?);
        let (from, to) = bounds(*window, day, calendar)?;
        let within = rows.partition_point(|row| row.0 < from)..rows.partition_point(|row| row.0 <= to);
        let itself = itself(within.clone());
        Some(Found { day, rows: &rows[within], itself, starts: first <= from, ends: to <= last })
    };
    taken(name, look, &looked.rows, &of.into_iter().enumerate().map(found).collect::<Vec<_>>())
}

/// The column of what is taken from the rows that were found.
fn taken(name: &str, look: &Look, other: &DataFrame, found: &[Option<Found<'_>>]) -> Result<Column> {
    let all = || found.iter().map(Option::as_ref);
    let covered = |found: Option<&Found<'_>>| found.filter(|found| found.starts && found.ends).is_some();
    Ok(match &look.give {
        Give::Any => boolean_column(name, all().map(|found| any(found?))),
        Give::Count => {
            integer_column(name, all().map(|found| found.filter(|_| covered(found)).map(|found| found.len() as i64)))
        }
        // The first that is there is the first where nothing before it is hidden, and so with the last.
        Give::First => {
            date_column(name, all().map(|found| found.filter(|found| found.starts)?.others().next().map(|row| row.0)))
        }
        Give::Last => date_column(
            name,
            all().map(|found| found.filter(|found| found.ends)?.others().next_back().map(|row| row.0)),
        ),
        Give::Column(column) => {
            let nearest = all().map(|found| found.filter(|_| covered(found))?.nearest().map(|row| row as IdxSize));
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
struct Found<'a> {
    day: NaiveDate,
    /// The rows of the window.
    rows: &'a [(NaiveDate, usize)],
    /// Where among them the row stands that looks, if it looks into its own fact.
    itself: Option<usize>,
    /// The other's rows reach back to the beginning of the window.
    starts: bool,
    /// They reach on to its end.
    ends: bool,
}

impl<'a> Found<'a> {
    fn len(&self) -> usize {
        self.rows.len() - usize::from(self.itself.is_some())
    }

    /// The rows but the one that looks.
    fn others(&self) -> impl DoubleEndedIterator<Item = &'a (NaiveDate, usize)> + use<'a> {
        let (before, behind) = self.rows.split_at(self.itself.unwrap_or(self.rows.len()));
        before.iter().chain(behind.iter().skip(usize::from(self.itself.is_some())))
    }

    /// The row nearest to the day, the earlier of two.
    fn nearest(&self) -> Option<usize> {
        let away = |row: &&(NaiveDate, usize)| row.0.signed_duration_since(self.day).num_days().abs();
        self.others().min_by_key(away).map(|row| row.1)
    }
}

/// One that is there is there, whatever else is not known.
fn any(found: &Found<'_>) -> Option<bool> {
    if found.len() == 0 { (found.starts && found.ends).then_some(false) } else { Some(true) }
}

/// The first and the last day of a window.
fn bounds(window: Window, day: NaiveDate, calendar: Calendar) -> Option<(NaiveDate, NaiveDate)> {
    let days = |days: i64| {
        let step = Days::new(days.unsigned_abs());
        if days < 0 { day.checked_sub_days(step) } else { day.checked_add_days(step) }
    };
    match window {
        Window::Days(from, to) => Some((days(from)?, days(to)?)),
        Window::Months(from, to) => Some((add_months(day, from)?, add_months(day, to)?)),
        Window::WholeMonths(from, to) => {
            let month = calendar.containing(PeriodKind::Month, day);
            Some((calendar.step(&month, from).start, calendar.step(&month, to).end))
        }
    }
}
