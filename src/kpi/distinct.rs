//! Things that count once in a period, however many rows they have: each by its latest row.

use std::cmp::Ordering;
use std::collections::HashMap;

use anyhow::{Context as _, Result};
use chrono::NaiveDate;
use polars::prelude::{DataFrame, DataType, IdxCa, IdxSize, IntoLazy, NewChunkedArray, lit};

use super::definition::{Distinct, Rows};
use super::query::{Context, Groups, Sums, word};
use crate::base::period::{Calendar, PeriodKind};
use crate::facts::dates;
use crate::facts::moments::Moment;
use crate::facts::term::Term;

/// The columns of what a row adds to a sum.
const ABOVE: &str = "sum above";
const BELOW: &str = "sum below";

/// Sums by period and by all of `columns`, over the latest row of each thing.
pub(super) fn sums(rows: &Rows, distinct: &Distinct, columns: &[String], context: &Context<'_>) -> Result<Groups> {
    let added = |term: &Option<Term>| term.as_ref().map_or_else(|| lit(1_i64), |term| term.expr.clone());
    let frame = filtered(rows, context)?;
    let counted = frame.clone().lazy().with_columns([
        added(&rows.numerator).cast(DataType::Int64).alias(ABOVE),
        added(&rows.denominator).cast(DataType::Int64).alias(BELOW),
    ]);
    let counted = counted.collect()?;
    let (above, below) = (counted.column(ABOVE)?.i64()?, counted.column(BELOW)?.i64()?);
    let words = columns.iter().map(|name| Ok(frame.column(name)?.str()?)).collect::<Result<Vec<_>>>()?;
    let mut sums = Groups::new();
    // Of two rows of one day what they say decides, never the order in which they were read.
    let said = |row: usize| {
        let words = words.iter().map(move |column| column.get(row));
        (words.collect::<Vec<_>>(), above.get(row), below.get(row))
    };
    let order = |a: usize, b: usize| said(a).cmp(&said(b));
    for (at, latest) in latest(&frame, rows, distinct, &order, context)?.into_iter().enumerate() {
        for row in latest {
            let known = i64::from(above.get(row).is_some());
            let denominator = if rows.denominator.is_some() { below.get(row).unwrap_or(0) } else { known };
            let key = words.iter().map(|column| word(column.get(row))).collect();
            let numerator = above.get(row).unwrap_or(0);
            *sums.entry((at, key)).or_default() += &Sums { rows: known, numerator, denominator, unknown: 1 - known };
        }
    }
    Ok(sums)
}

/// The latest row of each thing in the only moment.
pub(super) fn rows(rows: &Rows, distinct: &Distinct, context: &Context<'_>) -> Result<DataFrame> {
    let frame = filtered(rows, context)?;
    let latest = latest(&frame, rows, distinct, &|_, _| Ordering::Equal, context)?.into_iter().flatten();
    Ok(frame.take(&IdxCa::from_iter_values("row".into(), latest.map(|row| row as IdxSize)))?)
}

/// The rows that pass the filter.
fn filtered(rows: &Rows, context: &Context<'_>) -> Result<DataFrame> {
    let frame = context.facts.frame(&rows.facts, context.moments)?;
    match &rows.filter {
        Some(filter) => Ok(frame.lazy().filter(filter.expr.clone()).collect()?),
        None => Ok(frame),
    }
}

/// A row as it is chosen.
struct Dated {
    day: NaiveDate,
    gone_on: Option<NaiveDate>,
    /// The number of its thing; none of a row that is a thing of its own.
    thing: Option<usize>,
    row: usize,
}

/// The latest row of each thing, of every moment; of those of one day the first in `order`.
fn latest(
    frame: &DataFrame,
    rows: &Rows,
    distinct: &Distinct,
    order: &dyn Fn(usize, usize) -> Ordering,
    context: &Context<'_>,
) -> Result<Vec<Vec<usize>>> {
    let date = rows.date.as_deref().context("things are counted once without a date")?;
    let days = dates(frame, date)?;
    let gone_on = match &rows.facts.until {
        Some(until) => dates(frame, until)?,
        None => vec![None; days.len()],
    };
    let names = frame.column(&distinct.column)?.str()?;
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let mut dated: Vec<Dated> = Vec::new();
    for (row, (day, gone_on)) in days.into_iter().zip(gone_on).enumerate() {
        let Some(day) = day else { continue };
        let next = numbers.len();
        let thing = names.get(row).map(|name| *numbers.entry(name).or_insert(next));
        dated.push(Dated { day, gone_on, thing, row });
    }
    dated.sort_by(|a, b| b.day.cmp(&a.day).then_with(|| order(a.row, b.row)));
    let mut seen_in = vec![usize::MAX; numbers.len()];
    let mut of_moments = Vec::new();
    for (at, moment) in context.moments.all().iter().enumerate() {
        let until = if rows.facts.always { moment.period.end } else { moment.until() };
        let from = start(moment, distinct, context.calendar);
        let first = dated.partition_point(|one| one.day > until);
        let within = dated[first..].iter().take_while(|one| one.day >= from);
        let there = within.filter(|one| one.gone_on.is_none_or(|gone| gone > moment.as_of));
        let once = there.filter(|one| one.thing.is_none_or(|thing| std::mem::replace(&mut seen_in[thing], at) != at));
        of_moments.push(once.map(|one| one.row).collect());
    }
    Ok(of_moments)
}

/// The first day whose rows count for a period.
fn start(moment: &Moment, distinct: &Distinct, calendar: Calendar) -> NaiveDate {
    let Some(months) = distinct.months else { return moment.period.start };
    let last = calendar.containing(PeriodKind::Month, moment.period.end);
    calendar.step(&last, 1 - months).start
}
