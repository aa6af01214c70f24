//! Rows of a fact to sums by period and group: what the declaration says of each row, then all breakdowns of it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;
use chrono::NaiveDate;
use polars::prelude::{Column, DataFrame, DataType, IntoLazy, LazyFrame, col, lit};

use super::counted::Counted;
use super::definition::{Definition, Rows};
use super::grouping_sets::{ByKey, GroupingSets};
use super::row_groups::RowGroups;
use crate::base::period::{Calendar, Period};
use crate::base::table_id::TableId;
use crate::facts::coverage::DatedRows;
use crate::facts::fact::{Fact, FactId};
use crate::facts::moments::{Moment, Moments};
use crate::facts::term::Term;
use crate::facts::{AS_OF, Facts, PERIOD, date_column, dates};

/// What a query says of each row: whether it takes part, and what it adds above and below the line.
const TAKES_PART: &str = "takes part";
const ABOVE: &str = "adds above";
const BELOW: &str = "adds below";

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

/// Sums of groups.
pub(super) type Groups = ByKey<Sums>;

/// A row that takes part in an indicator.
#[derive(Clone, Copy, Debug)]
pub(super) struct Taken {
    /// Its place in the frame of the fact.
    pub(super) row: usize,
    /// What it adds to the numerator; 1 where none is declared.
    pub(super) above: Option<i64>,
    /// What it adds to the denominator; 1 where none is declared.
    pub(super) below: Option<i64>,
}

impl Taken {
    /// What it adds to sums. A row of which nobody knows whether it counts is not one that does not.
    pub(super) fn sums(&self, rows: &Rows) -> Sums {
        let known = i64::from(self.above.is_some());
        let denominator = if rows.denominator.is_some() { self.below.unwrap_or(0) } else { known };
        Sums { rows: known, numerator: self.above.unwrap_or(0), denominator, unknown: 1 - known }
    }
}

/// What several threads ask for, made by the one that asks first.
#[derive(Debug)]
struct MadeOnce<K, V>(Mutex<BTreeMap<K, Arc<Mutex<Option<V>>>>>);

impl<K: Ord, V: Clone> MadeOnce<K, V> {
    fn get(&self, key: K, make: impl FnOnce() -> Result<V>) -> Result<V> {
        let place = self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_default().clone();
        let mut place = place.lock().unwrap_or_else(PoisonError::into_inner);
        match &*place {
            Some(made) => Ok(made.clone()),
            None => Ok(place.insert(make()?).clone()),
        }
    }
}

/// What every indicator of a run is computed from.
pub(super) struct Context<'a> {
    pub(super) facts: &'a Facts,
    pub(super) moments: &'a Moments,
    pub(super) calendar: Calendar,
    /// What a warehouse has counted, in place of rows.
    pub(super) counted: Option<&'a Counted>,
    /// What several indicators count; they are computed side by side.
    frames: MadeOnce<(FactId, Option<String>), DataFrame>,
    /// To which groups its rows belong.
    groups: MadeOnce<(FactId, Vec<String>), Arc<RowGroups>>,
}

impl<'a> Context<'a> {
    pub(super) fn new(facts: &'a Facts, moments: &'a Moments) -> Self {
        Self {
            facts,
            moments,
            calendar: facts.calendar(),
            counted: None,
            frames: MadeOnce(Mutex::default()),
            groups: MadeOnce(Mutex::default()),
        }
    }

    /// The same, from what a warehouse has counted where it has.
    pub(super) fn with(self, counted: Option<&'a Counted>) -> Self {
        Self { counted, ..self }
    }

    /// The frame with the index of the period that each row belongs to; rows of no period have none.
    pub(super) fn dated(&self, fact: &Fact, date: Option<&str>) -> Result<DataFrame> {
        self.frames.get((fact.id, date.map(str::to_owned)), || {
            let Some(date) = date else { return self.facts.frame(fact, self.moments) };
            let mut frame = self.dated(fact, None)?;
            let periods = self.periods(fact, &frame, date)?;
            if fact.column(AS_OF).is_none() {
                let all = self.moments.all();
                let seen = periods.iter().map(|at| Some(all.get(usize::try_from((*at)?).ok()?)?.as_of));
                frame.with_column(date_column(AS_OF, seen))?;
            }
            frame.with_column(Column::new(PERIOD.into(), periods))?;
            Ok(frame)
        })
    }

    /// The groups of the rows of a fact by some of its columns.
    pub(super) fn row_groups(&self, fact: &Fact, columns: &[String]) -> Result<Arc<RowGroups>> {
        self.groups.get((fact.id, columns.to_vec()), || {
            Ok(Arc::new(match columns {
                [] => RowGroups::whole(self.dated(fact, None)?.height()),
                [column] => RowGroups::by(&self.dated(fact, None)?, column)?,
                [first @ .., last] => {
                    self.row_groups(fact, first)?.divided(&*self.row_groups(fact, std::slice::from_ref(last))?)
                }
            }))
        })
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

    /// Sums by period and by the columns of each of `sets`.
    pub(super) fn sums(&self, rows: &Rows, sets: &[Vec<String>]) -> Result<GroupingSets<Sums>> {
        self.gathered(rows, sets, |sums: &mut Sums, taken| *sums += &taken.sums(rows))
    }

    /// What is known of the groups by the columns of each of `sets`, from the rows of any period that take part.
    pub(super) fn gathered<S: Default>(
        &self,
        rows: &Rows,
        sets: &[Vec<String>],
        add: impl Fn(&mut S, &Taken),
    ) -> Result<GroupingSets<S>> {
        let frame = self.dated(&rows.facts, rows.date.as_deref())?;
        let periods: Vec<Option<i32>> = frame.column(PERIOD)?.i32()?.iter().collect();
        let mut taken = taken(&frame, rows)?;
        taken.retain(|one| periods[one.row].is_some());
        let of_set = |columns: &Vec<String>| {
            let of_period =
                taken.iter().filter_map(|one| Some((usize::try_from(periods[one.row]?).ok()?, one.row, one)));
            Ok((columns.clone(), self.row_groups(&rows.facts, columns)?.gathered(of_period, &add)))
        };
        sets.iter().map(of_set).collect()
    }
}

/// The rows of a frame that pass the filter, with what they add.
pub(super) fn taken(frame: &DataFrame, rows: &Rows) -> Result<Vec<Taken>> {
    let adds =
        |term: &Option<Term>| term.as_ref().map_or_else(|| lit(1_i64), |term| term.expr.clone()).cast(DataType::Int64);
    let takes_part = rows.filter.as_ref().map_or_else(|| lit(true), |filter| filter.expr.clone());
    let said = [takes_part.alias(TAKES_PART), adds(&rows.numerator).alias(ABOVE), adds(&rows.denominator).alias(BELOW)];
    let (mut all, mut first) = (Vec::new(), 0);
    for piece in pieces(frame, None)? {
        let height = piece.height();
        // A literal alone would be one row, whatever the height.
        let told =
            piece.lazy().with_columns(said.clone()).select([col(TAKES_PART), col(ABOVE), col(BELOW)]).collect()?;
        let (takes_part, above) = (told.column(TAKES_PART)?.bool()?, told.column(ABOVE)?.i64()?);
        let added = above.iter().zip(told.column(BELOW)?.i64()?.iter());
        let rows = takes_part.iter().zip(added).zip(first..);
        let taken = rows.filter(|((takes_part, _), _)| *takes_part == Some(true));
        all.extend(taken.map(|((_, (above, below)), row)| Taken { row, above, below }));
        first += height;
    }
    Ok(all)
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
