//! Things that count once in a period, however many rows they have: each by its latest row.

use std::cmp::Ordering;
use std::collections::HashMap;

use anyhow::{Context as _, Result};
use chrono::NaiveDate;
use polars::prelude::{DataFrame, IdxCa, IdxSize, NewChunkedArray};

use super::definition::{Distinct, Rows, finest};
use super::grouping_sets::GroupingSets;
use super::query::{Context, Sums, Taken, taken};
use crate::base::period::{Calendar, PeriodKind};
use crate::facts::dates;
use crate::facts::moments::Moment;

/// Sums by period and by the columns of each of `sets`, over the latest row of each thing.
pub(super) fn sums(
    rows: &Rows,
    distinct: &Distinct,
    sets: &[Vec<String>],
    context: &Context<'_>,
) -> Result<GroupingSets<Sums>> {
    let frame = context.dated(&rows.facts, None)?;
    let columns = finest(sets);
    let words = columns.iter().map(|name| Ok(frame.column(name)?.str()?)).collect::<Result<Vec<_>>>()?;
    // Of two rows of one day what they say decides, never the order in which they were read.
    let said = |row: usize| words.iter().map(move |column| column.get(row));
    let order =
        |a: &Taken, b: &Taken| said(a.row).cmp(said(b.row)).then_with(|| (a.above, a.below).cmp(&(b.above, b.below)));
    let latest = latest(&frame, rows, distinct, &order, context)?;
    let of_moments = || {
        let all = latest.iter().enumerate();
        all.flat_map(|(at, latest)| latest.iter().map(move |one| (at, one.row, one)))
    };
    let of_set = |columns: &Vec<String>| {
        let groups = context.row_groups(&rows.facts, columns)?;
        let add = |sums: &mut Sums, one: &Taken| *sums += &one.sums(rows);
        Ok((columns.clone(), groups.gathered(of_moments(), add)))
    };
    sets.iter().map(of_set).collect()
}

/// The latest row of each thing in the only moment.
pub(super) fn rows(rows: &Rows, distinct: &Distinct, context: &Context<'_>) -> Result<DataFrame> {
    let frame = context.dated(&rows.facts, None)?;
    let latest = latest(&frame, rows, distinct, &|_, _| Ordering::Equal, context)?.into_iter().flatten();
    Ok(frame.take(&IdxCa::from_iter_values("row".into(), latest.map(|one| one.row as IdxSize)))?)
}

/// A row as it is chosen.
struct Dated {
    day: NaiveDate,
    gone_on: Option<NaiveDate>,
    /// The number of its thing; none of a row that is a thing of its own.
    thing: Option<usize>,
    taken: Taken,
}

/// The latest row of each thing among those that take part, of every moment; of those of one day the first in `order`.
fn latest(
    frame: &DataFrame,
    rows: &Rows,
    distinct: &Distinct,
    order: &dyn Fn(&Taken, &Taken) -> Ordering,
    context: &Context<'_>,
) -> Result<Vec<Vec<Taken>>> {
    let date = rows.date.as_deref().context("things are counted once without a date")?;
    let days = dates(frame, date)?;
    let gone_on = match &rows.facts.until {
        Some(until) => dates(frame, until)?,
        None => vec![None; days.len()],
    };
    let names = frame.column(&distinct.column)?.str()?;
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let mut dated: Vec<Dated> = Vec::new();
    for taken in taken(frame, rows)? {
        let (Some(day), gone_on) = (days[taken.row], gone_on[taken.row]) else { continue };
        let next = numbers.len();
        let thing = names.get(taken.row).map(|name| *numbers.entry(name).or_insert(next));
        dated.push(Dated { day, gone_on, thing, taken });
    }
    dated.sort_by(|a, b| b.day.cmp(&a.day).then_with(|| order(&a.taken, &b.taken)));
    let mut seen_in = vec![usize::MAX; numbers.len()];
    let mut of_moments = Vec::new();
    for (at, moment) in context.moments.all().iter().enumerate() {
        let until = if rows.facts.always { moment.period.end } else { moment.until() };
        let from = start(moment, distinct, context.calendar);
        let first = dated.partition_point(|one| one.day > until);
        let within = dated[first..].iter().take_while(|one| one.day >= from);
        let there = within.filter(|one| one.gone_on.is_none_or(|gone| gone > moment.as_of));
        let once = there.filter(|one| one.thing.is_none_or(|thing| std::mem::replace(&mut seen_in[thing], at) != at));
        of_moments.push(once.map(|one| one.taken).collect());
    }
    Ok(of_moments)
}

/// The first day whose rows count for a period.
fn start(moment: &Moment, distinct: &Distinct, calendar: Calendar) -> NaiveDate {
    let Some(months) = distinct.months else { return moment.period.start };
    let last = calendar.containing(PeriodKind::Month, moment.period.end);
    calendar.step(&last, 1 - months).start
}
