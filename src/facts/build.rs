//! From tables to facts, one line a step.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use anyhow::Result;
use chrono::NaiveDate;
use polars::prelude::DataFrame;

use super::book::FactBook;
use super::coverage::DatedRows;
use super::fact::Fact;
use super::links::Links;
use super::making::{Making, add, span};
use super::model::Facts;
use super::reader::Reader;
use super::{calls, cases, orders, rows, surveys};
use crate::base::period::Calendar;
use crate::base::table_id::TableId;
use crate::settings::Counting;
use crate::tables::model::Tables;

/// Makes the facts of a run, each after those that it needs.
///
/// # Errors
/// A table that lacks a canonical column or holds it in another type; a fault of the program.
pub fn build(tables: &Tables, book: &FactBook, counting: &Counting, calendar: Calendar) -> Result<Facts> {
    let Linked { made, dated, called_on, answering, calls_name_orders, telling } = linked(tables)?;
    let mut making = Making { tables, counting, calendar, made, frames: BTreeMap::new(), dated };
    for fact in book.facts() {
        let frame = rows::frame(fact, &making)?;
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
        always: tables_of(book, |fact| fact.always),
        lasting: tables_of(book, |fact| fact.states.is_some()),
        present: tables.frames.keys().copied().collect(),
        sources: tables.sources.clone(),
        names: tables.names.clone(),
        doubts: tables.doubts.clone(),
        calendar,
    })
}

/// The tables of the facts that are such.
fn tables_of(book: &FactBook, such: impl Fn(&Fact) -> bool) -> BTreeSet<TableId> {
    // What a workspace declares over a table that has facts already does not change what is known of it.
    let says = |fact: &&Arc<Fact>| !(fact.own && book.is_built_in(&fact.tables));
    let facts = book.facts().iter().filter(says).filter(|fact| such(fact));
    facts.flat_map(|fact| fact.tables.iter().copied()).collect()
}

/// The facts that need calls brought to their orders.
struct Linked {
    made: BTreeMap<&'static str, DataFrame>,
    dated: BTreeMap<TableId, DatedRows>,
    /// Every day with a call, whatever it is about.
    called_on: BTreeSet<NaiveDate>,
    answering: BTreeSet<TableId>,
    calls_name_orders: bool,
    telling: BTreeSet<TableId>,
}

fn linked(tables: &Tables) -> Result<Linked> {
    let orders = orders::read(tables)?;
    let calls = calls::read(tables)?;
    let linked = cases::link(&calls, &Links::new(&orders), &tables.sources);
    let called = linked.called(&calls, orders.len());
    let calls_name_orders = calls.iter().any(|call| call.order_no.is_some());
    let surveys = surveys::read(tables, &tables.items, &calls, &linked, &orders)?;
    let on_call = calls.iter().map(|call| (call.at.date(), call.origin.0));
    let on_order = orders.iter().filter_map(|order| Some((order.date?, order.origin.0)));
    let reader = Reader::new(tables, TableId::SURVEYS);
    let surveyed = reader.date_time("survey_date")?.into_iter().zip(reader.origins()?);
    let on_survey = surveyed.filter_map(|(time, (source, _))| Some((time?.date(), source)));
    let mut dated = BTreeMap::new();
    add(dated.entry(TableId::CALLBACKS).or_default(), on_call);
    add(dated.entry(TableId::WORK_ORDERS).or_default(), on_order);
    add(dated.entry(TableId::SURVEYS).or_default(), on_survey);
    let called_on = Reader::new(tables, TableId::CALLBACKS).date_time("call_date")?;
    Ok(Linked {
        made: BTreeMap::from([
            ("cases", linked.frame(&calls, &orders)?),
            ("orders", orders::frame(&orders, &called, calls_name_orders)?),
            ("surveys", surveys::frame(&surveys)?),
            ("answers", surveys::answers(&surveys, &tables.items)?),
        ]),
        dated,
        called_on: called_on.into_iter().flatten().map(|time| time.date()).collect(),
        answering: surveys.iter().map(|survey| survey.table).collect(),
        calls_name_orders,
        telling: calls.iter().filter(|call| call.fixed.is_some()).map(|_| TableId::CALLBACKS).collect(),
    })
}
