//! From tables to facts, one line a step.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use anyhow::Result;
use chrono::NaiveDate;

use super::book::FactBook;
use super::due;
use super::fact::Fact;
use super::made::{self, MadeRows};
use super::making::{Making, span};
use super::model::Facts;
use super::rows;
use super::upkeep::Upkeep;
use crate::base::period::Calendar;
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
    let mut without_due = Vec::new();
    for fact in book.facts() {
        let frame = rows::frame(fact, &making)?;
        for column in fact.columns.iter().filter(|column| made::is_due(&column.made)) {
            without_due.extend(due::without(&frame, &column.id, book.workdays())?);
        }
        if !(fact.own && book.is_built_in(&fact.tables)) {
            making.date(fact, &frame)?;
        }
        making.frames.insert(fact.id, frame);
    }
    let Making { frames, mut dated, .. } = making;
    dated.retain(|_, days| !days.is_empty());
    let mut days: BTreeMap<TableId, BTreeSet<NaiveDate>> =
        dated.iter().map(|(table, rows)| (*table, rows.keys().copied().collect())).collect();
    if !called_on.is_empty() {
        days.insert(TableId::CALLBACKS, called_on);
    }
    Ok(Facts {
        frames,
        spans: dated.iter().filter_map(|(table, rows)| Some((*table, span(rows)?))).collect(),
        days,
        dated,
        answering,
        telling,
        calls_name_orders,
        without_due,
        always: tables_of(book, |fact| fact.always),
        lasting: lasting(tables, book)?,
        present: tables.frames.keys().copied().collect(),
        sources: tables.sources.clone(),
        names: tables.names.clone(),
        doubts: tables.doubts.clone(),
        stated: tables.stated.clone(),
        calendar,
    })
}

/// The tables of the facts that are such.
fn tables_of(book: &FactBook, such: impl Fn(&Fact) -> bool) -> BTreeSet<TableId> {
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

/// What a workspace declares over a table that has facts already does not change what is known of it.
fn deciding(book: &FactBook) -> impl Iterator<Item = &Arc<Fact>> {
    book.facts().iter().filter(|fact| !(fact.own && book.is_built_in(&fact.tables)))
}
