//! From tables to facts, one line a step.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use anyhow::Result;
use chrono::NaiveDate;
use polars::prelude::DataFrame;

use super::book::FactBook;
use super::due::{self, WithoutDue};
use super::fact::{Fact, FactId, From};
use super::made::{self, MadeRows};
use super::making::{Making, span};
use super::model::Facts;
use super::reader::dates;
use super::rows;
use super::telling::Tellings;
use super::upkeep::Upkeep;
use crate::base::period::Calendar;
use crate::base::side_by_side::side_by_side;
use crate::base::table_id::TableId;
use crate::settings::Counting;
use crate::tables::model::Tables;

/// Makes the facts of a run, each after those that it needs.
///
/// # Errors
/// A table that lacks a canonical column or holds it in another type; a fault of the program.
pub fn build(tables: &Tables, book: &FactBook, counting: &Counting, calendar: Calendar) -> Result<Facts> {
    let MadeRows { made, dated, called_on, answering, calls_name_orders, telling } = made::rows(tables)?;
    let mut making =
        Making { tables, counting, calendar, workdays: book.workdays(), made, frames: BTreeMap::new(), dated };
    let facts = book.facts();
    let mut told: BTreeMap<usize, (Tellings, Vec<WithoutDue>)> = BTreeMap::new();
    for mut round in rounds(facts) {
        // What takes longest begins first.
        round.sort_by_key(|&at| Reverse(making.height(&facts[at])));
        let decides = |fact: &Fact| !(fact.own && book.is_built_in(&fact.tables));
        let made = side_by_side(&round, |&at| one(&facts[at], decides(&facts[at]), &making));
        for (at, made) in round.into_iter().zip(made) {
            let (fact, One { frame, tellings, without_due }) = (&facts[at], made?);
            if decides(fact) {
                making.date(fact, &frame)?;
            }
            making.frames.insert(fact.id, frame);
            told.insert(at, (tellings, without_due));
        }
    }
    let (mut tellings, mut without_due) = (Tellings::default(), Vec::new());
    for (of_fact, without) in told.into_values() {
        tellings.join(of_fact);
        without_due.extend(without);
    }
    let Making { frames, mut dated, .. } = making;
    dated.retain(|_, days| !days.is_empty());
    let mut days: BTreeMap<TableId, BTreeSet<NaiveDate>> =
        dated.iter().map(|(table, rows)| (*table, rows.keys().copied().collect())).collect();
    if !called_on.is_empty() {
        days.insert(TableId::CALLBACKS, called_on);
    }
    Ok(Facts {
        spans: dated.iter().filter_map(|(table, rows)| Some((*table, span(rows)?))).collect(),
        days,
        dated,
        answering,
        telling,
        calls_name_orders,
        without_due,
        findings: tellings.findings(tables),
        always: tables_of(book, |fact| fact.always),
        ahead: tables_of(book, |fact| fact.ahead),
        lasting: lasting(tables, book)?,
        listed_since: listed_since(book, &frames)?,
        blank: tables.frames.iter().filter_map(|(table, rows)| Some((*table, blank(rows)?))).collect(),
        present: tables.frames.keys().copied().collect(),
        sources: tables.sources.clone(),
        names: tables.names.clone(),
        doubts: tables.doubts.clone(),
        stated: tables.stated.clone(),
        begun: BTreeMap::new(),
        frames,
        calendar,
    })
}

/// A fact that is made, and what is to be told of its rows.
struct One {
    frame: DataFrame,
    tellings: Tellings,
    without_due: Vec<WithoutDue>,
}

fn one(fact: &Fact, decides: bool, making: &Making<'_>) -> Result<One> {
    let all = rows::all(fact, making)?;
    let tellings = Tellings::of(fact, &all, making.tables, decides)?;
    let frame = rows::taken(fact, all, making)?;
    let mut without_due = Vec::new();
    for column in fact.columns.iter().filter(|column| made::is_due(&column.made)) {
        without_due.extend(due::without(&frame, &column.id, making.workdays)?);
    }
    Ok(One { frame, tellings, without_due })
}

/// The facts by their place, in rounds: each needs those of earlier rounds only.
fn rounds(facts: &[Arc<Fact>]) -> Vec<Vec<usize>> {
    let mut round_of: BTreeMap<FactId, usize> = BTreeMap::new();
    let mut rounds: Vec<Vec<usize>> = Vec::new();
    for (at, fact) in facts.iter().enumerate() {
        let needed = fact.needs().filter_map(|other| round_of.get(&other));
        let round = needed.max().map_or(0, |last| last + 1);
        round_of.insert(fact.id, round);
        rounds.resize_with(rounds.len().max(round + 1), Vec::new);
        rounds[round].push(at);
    }
    rounds
}

impl FactBook {
    /// Whether all the days of a table are known when a fact is made: every fact that gives it days is made before.
    pub fn has_all_days(&self, table: TableId, before: &Fact) -> bool {
        let facts = self.facts();
        let rounds = rounds(facts);
        let round = |id: FactId| rounds.iter().position(|round| round.iter().any(|at| facts[*at].id == id));
        let gives = |fact: &&Arc<Fact>| fact.from == From::Table(table) && !fact.dates.is_empty();
        deciding(self).filter(gives).all(|fact| round(fact.id) < round(before.id))
    }
}

/// The tables of the facts that are such.
pub(super) fn tables_of(book: &FactBook, such: impl Fn(&Fact) -> bool) -> BTreeSet<TableId> {
    deciding(book).filter(|fact| such(fact)).flat_map(|fact| fact.tables.iter().copied()).collect()
}

/// The tables of things that last, with the days of which their rows tell.
fn lasting(tables: &Tables, book: &FactBook) -> Result<BTreeMap<TableId, Upkeep>> {
    let mut lasting = BTreeMap::new();
    for fact in deciding(book) {
        let (Some(states), Some(table)) = (&fact.states, fact.tables.first()) else { continue };
        if states.events {
            continue;
        }
        if let Some(frame) = tables.frames.get(table) {
            lasting.insert(*table, Upkeep::of(frame, &states.tells)?);
        }
    }
    Ok(lasting)
}

/// The columns without a value; nothing where there is no row.
fn blank(rows: &DataFrame) -> Option<BTreeSet<String>> {
    let blank = rows.columns().iter().filter(|column| column.null_count() == rows.height());
    (rows.height() > 0).then(|| blank.map(|column| column.name().to_string()).collect())
}

/// From when on the lists that stand tell who was there.
fn listed_since(book: &FactBook, frames: &BTreeMap<FactId, DataFrame>) -> Result<BTreeMap<TableId, NaiveDate>> {
    let mut since = BTreeMap::new();
    for fact in deciding(book) {
        let (Some(states), Some(table), Some(rows)) = (&fact.states, fact.tables.first(), frames.get(&fact.id)) else {
            continue;
        };
        let first_end = dates(rows, &states.end)?.into_iter().flatten().min();
        let last_begin = dates(rows, &states.begin)?.into_iter().flatten().max();
        if let Some(day) = first_end.into_iter().chain(last_begin).min().filter(|_| states.stands) {
            since.insert(*table, day);
        }
    }
    Ok(since)
}

/// What a workspace declares over a table that has facts already does not change what is known of it.
pub(super) fn deciding(book: &FactBook) -> impl Iterator<Item = &Arc<Fact>> {
    book.facts().iter().filter(|fact| !(fact.own && book.is_built_in(&fact.tables)))
}
