//! Rows of a fact to sums by period and group: one lazy query for all breakdowns of an indicator.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context as _, Result};
use chrono::NaiveDate;
use polars::prelude::{Column, DataFrame, DataType, Expr, IntoLazy, LazyFrame, col, len};

use super::counted::Counted;
use super::definition::{Definition, Rows};
use crate::base::period::{Calendar, Period};
use crate::base::table_id::TableId;
use crate::base::text::UNSPECIFIED;
use crate::facts::coverage::DatedRows;
use crate::facts::fact::{ColumnType, Fact, FactId};
use crate::facts::moments::{Moment, Moments};
use crate::facts::term::Term;
use crate::facts::{AS_OF, Facts, PERIOD, date_column, dates};

/// The column of the numerator's values while they are taken.
const VALUE: &str = "value taken";

/// Rows that a query takes in at once; few in tests, so that every frame there is cut.
const ROWS_AT_ONCE: usize = if cfg!(test) { 3 } else { 1 << 16 };

/// Sums over a group of rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sums {
    /// Rows that pass the filter and of which the numerator is known.
    pub(super) rows: i64,
    /// The numerator, counted or summed; the rows where none is declared.
    pub(super) numerator: i64,
    /// The denominator, counted or summed; those rows where none is declared.
    pub(super) denominator: i64,
    /// Rows that pass the filter and of which the numerator is not known.
    pub(super) unknown: i64,
}

impl std::ops::AddAssign<&Self> for Sums {
    fn add_assign(&mut self, other: &Self) {
        self.rows += other.rows;
        self.numerator += other.numerator;
        self.denominator += other.denominator;
        self.unknown += other.unknown;
    }
}

/// Sums by period (index into the moments) and key.
pub(super) type Groups = BTreeMap<(usize, Vec<String>), Sums>;

/// The values of a numerator by period and key.
pub(super) type Values = BTreeMap<(usize, Vec<String>), Vec<i64>>;

/// What every indicator of a run is computed from.
pub(super) struct Context<'a> {
    pub(super) facts: &'a Facts,
    pub(super) moments: &'a Moments,
    pub(super) calendar: Calendar,
    /// What a warehouse has counted, in place of rows.
    pub(super) counted: Option<&'a Counted>,
    /// What several indicators count, made once; they are computed side by side.
    frames: Mutex<BTreeMap<(FactId, Option<String>), DataFrame>>,
}

impl<'a> Context<'a> {
    pub(super) fn new(facts: &'a Facts, moments: &'a Moments) -> Self {
        Self { facts, moments, calendar: facts.calendar(), counted: None, frames: Mutex::default() }
    }

    /// The same, from what a warehouse has counted where it has.
    pub(super) fn with(self, counted: Option<&'a Counted>) -> Self {
        Self { counted, ..self }
    }

    /// The frame with the index of the period that each row belongs to; rows of no period have none.
    pub(super) fn dated(&self, fact: &Fact, date: Option<&str>) -> Result<DataFrame> {
        let key = (fact.id, date.map(str::to_owned));
        let frames = || self.frames.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(frame) = frames().get(&key) {
            return Ok(frame.clone());
        }
        let mut frame = self.facts.frame(fact, self.moments)?;
        if let Some(date) = date {
            let periods = self.periods(fact, &frame, date)?;
            if fact.column(AS_OF).is_none() {
                let all = self.moments.all();
                let seen = periods.iter().map(|at| Some(all.get(usize::try_from((*at)?).ok()?)?.as_of));
                frame.with_column(date_column(AS_OF, seen))?;
            }
            frame.with_column(Column::new(PERIOD.into(), periods))?;
        }
        frames().insert(key, frame.clone());
        Ok(frame)
    }

    /// Whether a moment has rows, whatever they say; `at` is its index.
    pub(super) fn has_rows(&self, definition: &Definition, at: usize) -> Result<bool> {
        if let (Some(counted), Some(moment)) = (self.counted, self.moments.all().get(at)) {
            return Ok(counted.has_rows(definition, moment));
        }
        let rows = &definition.rows;
        let frame = self.dated(&rows.facts, rows.date.as_deref())?;
        let at = i32::try_from(at)?;
        Ok(frame.column(PERIOD)?.i32()?.iter().any(|period| period == Some(at)))
    }

    /// The days of the rows that are counted, in whatever period they lie.
    pub(super) fn days_counted(&self, rows: &Rows) -> Result<DatedRows> {
        let Some(date) = rows.date.as_deref() else { return Ok(DatedRows::new()) };
        let lazy = self.dated(&rows.facts, Some(date))?.lazy();
        let counted = rows.filter.iter().fold(lazy, |lazy, filter| lazy.filter(filter.expr.clone())).collect()?;
        let mut days = DatedRows::new();
        dates(&counted, date)?.into_iter().flatten().for_each(|day| days.entry(day).or_default().rows += 1);
        Ok(days)
    }

    /// The period of each row: the one its date lies in, if the row exists at that period's `as_of`.
    fn periods(&self, fact: &Fact, frame: &DataFrame, date: &str) -> Result<Vec<Option<i32>>> {
        let days = dates(frame, date)?;
        let gone_on = fact.until.as_ref().map(|until| dates(frame, until)).transpose()?.unwrap_or_default();
        // A row of a frame of states belongs to one period already; its date must lie in that one.
        let own: Option<Vec<Option<i32>>> = match frame.column(PERIOD) {
            Ok(column) => Some(column.i32()?.iter().collect()),
            Err(_) => None,
        };
        let of_row = |(row, day): (usize, Option<NaiveDate>)| {
            let (at, moment) = self.moments.of_day(day?)?;
            let exists = fact.always || day? <= moment.as_of;
            let gone = gone_on.get(row).copied().flatten().is_some_and(|gone| gone <= moment.as_of);
            let at = i32::try_from(at).ok()?;
            let other = own.as_ref().is_some_and(|own| own[row] != Some(at));
            (exists && !gone && !other).then_some(at)
        };
        Ok(days.into_iter().enumerate().map(of_row).collect())
    }

    /// Sums by period and by all of `columns`.
    pub(super) fn sums(&self, rows: &Rows, columns: &[String]) -> Result<Groups> {
        let frame = self.dated(&rows.facts, rows.date.as_deref())?;
        let keys: Vec<Expr> = std::iter::once(PERIOD).chain(columns.iter().map(String::as_str)).map(col).collect();
        // A row of which nobody knows whether it counts is not one that does not.
        let known = || match &rows.numerator {
            Some(term) => term.expr.clone().is_not_null().cast(DataType::Int64).sum(),
            None => len(),
        };
        let counted = |term: Option<&Term>| term.map_or_else(len, sum).cast(DataType::Int64);
        let mut sums = Groups::new();
        for piece in pieces(&frame, None)? {
            let grouped = filtered(piece, rows)
                .group_by(&keys)
                .agg([
                    known().cast(DataType::Int64).alias("rows counted"),
                    len().cast(DataType::Int64).alias("rows"),
                    counted(rows.numerator.as_ref()).alias("sum above"),
                    rows.denominator.as_ref().map_or_else(known, sum).cast(DataType::Int64).alias("sum below"),
                ])
                .collect()?;
            add_groups(&grouped, columns, &mut sums)?;
        }
        Ok(sums)
    }

    /// The values of the numerator that are known, by period and by all of `columns`.
    pub(super) fn values(&self, rows: &Rows, columns: &[String]) -> Result<Values> {
        let frame = self.dated(&rows.facts, rows.date.as_deref())?;
        let numerator = rows.numerator.as_ref().context("values without a numerator")?;
        let mut values = Values::new();
        for piece in pieces(&frame, None)? {
            let value = numerator.expr.clone().cast(DataType::Int64).alias(VALUE);
            let counted = filtered(piece, rows).with_column(value).collect()?;
            let keys = columns.iter().map(|name| Ok(counted.column(name)?.str()?)).collect::<Result<Vec<_>>>()?;
            let known = counted.column(PERIOD)?.i32()?.iter().zip(counted.column(VALUE)?.i64()?.iter());
            for (at, pair) in known.enumerate() {
                let (Some(period), Some(value)) = pair else { continue };
                let Ok(period) = usize::try_from(period) else { continue };
                let key = keys.iter().map(|column| word(column.get(at))).collect();
                values.entry((period, key)).or_default().push(value);
            }
        }
        Ok(values)
    }
}

/// The frame in pieces whose sums can be added up: a query copies what it looks at, and of a large frame that is much
/// memory. Neighbours that agree in the column `together` (whole numbers) stay in one piece.
pub(super) fn pieces(frame: &DataFrame, together: Option<&str>) -> Result<Vec<DataFrame>> {
    let column = together.map(|name| frame.column(name)?.i64()).transpose()?;
    let (mut pieces, mut from) = (Vec::new(), 0);
    while from < frame.height() {
        let mut to = frame.height().min(from + ROWS_AT_ONCE);
        while to < frame.height() && column.is_some_and(|column| column.get(to) == column.get(to - 1)) {
            to += 1;
        }
        pieces.push(frame.slice(from as i64, to - from));
        from = to;
    }
    Ok(pieces)
}

/// The rows of any period that pass the filter.
pub(super) fn filtered(frame: DataFrame, rows: &Rows) -> LazyFrame {
    let lazy = frame.lazy().filter(col(PERIOD).is_not_null());
    match &rows.filter {
        Some(filter) => lazy.filter(filter.expr.clone()),
        None => lazy,
    }
}

fn sum(term: &Term) -> Expr {
    match term.kind {
        Some(ColumnType::Boolean) => term.expr.clone().cast(DataType::Int64).sum(),
        _ => term.expr.clone().sum(),
    }
}

fn add_groups(grouped: &DataFrame, columns: &[String], sums: &mut Groups) -> Result<()> {
    let number = |name: &str| -> Result<Vec<i64>> {
        Ok(grouped.column(name)?.i64()?.iter().map(|value| value.unwrap_or(0)).collect())
    };
    let (rows, above, below) = (number("rows counted")?, number("sum above")?, number("sum below")?);
    let all = number("rows")?;
    let periods: Vec<Option<i32>> = grouped.column(PERIOD)?.i32()?.iter().collect();
    let keys = columns.iter().map(|name| Ok(grouped.column(name)?.str()?)).collect::<Result<Vec<_>>>()?;
    for (at, period) in periods.into_iter().enumerate() {
        let Some(period) = period.and_then(|period| usize::try_from(period).ok()) else { continue };
        let key = keys.iter().map(|column| word(column.get(at))).collect();
        *sums.entry((period, key)).or_default() +=
            &Sums { rows: rows[at], numerator: above[at], denominator: below[at], unknown: all[at] - rows[at] };
    }
    Ok(())
}

/// The word of a group.
pub(super) fn word(text: Option<&str>) -> String {
    text.filter(|text| !text.is_empty()).unwrap_or(UNSPECIFIED).to_owned()
}

/// Why an indicator has no data in a period, whatever its rows are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Absent {
    /// The table is not there, or has no dated row.
    Missing(TableId),
    /// The period ends before the first row of the table.
    Before(TableId),
    /// The period begins after the last row of the table.
    After(TableId),
    /// The table has no row yet in the month that begins on this day, and the figure reaches back to it.
    Short(TableId, NaiveDate),
    /// The list names nobody who left before this day: who was there in an earlier period is not known.
    Unlisted(TableId, NaiveDate),
}

/// Why the indicator's tables hold nothing about a period; `None` where they do.
pub(super) fn absent(facts: &Facts, definition: &Definition, moment: &Moment) -> Option<Absent> {
    outside(facts, &definition.tables, moment).or_else(|| unlisted(facts, definition, moment)).or_else(|| {
        let months = facts.calendar().months(&moment.period);
        // What a date puts into a month rests on the months before that one, a state on those before the whole period. A
        // difference has both of its parts in every month, or none.
        let by_month = definition.rows.facts.states.is_none() && definition.less.is_none();
        too_short(facts, definition, if by_month { months.last() } else { months.first() }?)
    })
}

/// Whether the period ends before the list of those who are there tells who was.
fn unlisted(facts: &Facts, definition: &Definition, moment: &Moment) -> Option<Absent> {
    let stands = definition.rows.facts.states.as_ref().is_some_and(|states| states.stands);
    let table = definition.tables.first().filter(|_| stands)?;
    let since = *facts.listed_since.get(table)?;
    (moment.until() < since).then_some(Absent::Unlisted(*table, since))
}

/// Whether the table of the figure begins too late for a month.
pub(super) fn too_short(facts: &Facts, definition: &Definition, month: &Period) -> Option<Absent> {
    let (table, back) = (*definition.tables.first()?, definition.months_back());
    let needed = facts.calendar().step(month, -back);
    let first = facts.spans.get(&table)?.first;
    (back > 0 && first > needed.end).then_some(Absent::Short(table, needed.start))
}

/// Why the tables hold nothing about a period.
pub(super) fn outside(facts: &Facts, tables: &[TableId], moment: &Moment) -> Option<Absent> {
    tables.iter().find_map(|&table| {
        let Some(span) = facts.spans.get(&table) else { return Some(Absent::Missing(table)) };
        // Rows after `as_of` do not exist, but of tables that count whenever their rows are.
        let (end, last) = if facts.always.contains(&table) {
            (moment.period.end, Some(span.last))
        } else {
            (moment.until(), facts.last_day(table, moment.as_of))
        };
        if end < span.first {
            Some(Absent::Before(table))
        } else {
            // A month without a complaint between others means that nobody complained; what was open is still open.
            let reached = match facts.lasting.get(&table) {
                Some(upkeep) => upkeep.reaches(moment),
                None => last.is_some_and(|last| moment.period.start <= last),
            };
            (!reached).then_some(Absent::After(table))
        }
    })
}
