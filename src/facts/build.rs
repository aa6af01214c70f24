//! From tables to facts, one line a step.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use chrono::NaiveDate;
use polars::prelude::DataFrame;

use super::book::FactBook;
use super::coverage::DatedRows;
use super::fact::{Fact, FactId, From};
use super::links::Links;
use super::reader::{Reader, dates, origins};
use super::{Facts, Span, calls, cases, orders, rows, surveys};
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
        making.date(fact, &frame)?;
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
        always: book.facts().iter().filter(|fact| fact.always).flat_map(|fact| fact.tables.clone()).collect(),
        lasting: book
            .facts()
            .iter()
            .filter(|fact| fact.states.is_some())
            .flat_map(|fact| fact.tables.clone())
            .collect(),
        present: tables.frames.keys().copied().collect(),
        sources: tables.sources.clone(),
        names: tables.names.clone(),
        doubts: tables.doubts.clone(),
        calendar,
    })
}

/// What the facts of a run are made of, and those that are made already.
pub(super) struct Making<'a> {
    pub(super) tables: &'a Tables,
    pub(super) counting: &'a Counting,
    pub(super) calendar: Calendar,
    made: BTreeMap<&'static str, DataFrame>,
    frames: BTreeMap<FactId, DataFrame>,
    dated: BTreeMap<TableId, DatedRows>,
}

impl Making<'_> {
    /// The rows that Rust made under a name.
    pub(super) fn made(&self, name: &str) -> Result<DataFrame> {
        self.made.get(name).cloned().with_context(|| format!("no rows are made under the name {name}"))
    }

    /// The rows of a fact that is made already.
    pub(super) fn frame(&self, fact: FactId) -> Option<&DataFrame> {
        self.frames.get(&fact)
    }

    /// The days of the first of a fact's tables.
    pub(super) fn span(&self, tables: &[TableId]) -> Option<Span> {
        span(self.dated.get(tables.first()?)?)
    }

    /// Notes the days that a fact's rows give to its table.
    fn date(&mut self, fact: &Fact, frame: &DataFrame) -> Result<()> {
        let From::Table(table) = fact.from else { return Ok(()) };
        let places = origins(frame)?;
        for name in &fact.dates {
            let days = dates(frame, name)?.into_iter().zip(&places);
            let days = days.filter_map(|(day, (source, _))| Some((day?, *source)));
            add(self.dated.entry(table).or_default(), days);
        }
        Ok(())
    }
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
            ("orders", orders::frame(&orders, &called)?),
            ("surveys", surveys::frame(&surveys)?),
            ("answers", surveys::answers(&surveys, &tables.items)?),
        ]),
        dated,
        called_on: called_on.into_iter().flatten().map(|time| time.date()).collect(),
        answering: surveys.iter().map(|survey| survey.table).collect(),
        calls_name_orders: calls.iter().any(|call| call.order_no.is_some()),
        telling: calls.iter().filter(|call| call.fixed.is_some()).map(|_| TableId::CALLBACKS).collect(),
    })
}

/// Adds days with rows, each with the last of the sources that have one: files and sheets are numbered in their order.
fn add(dated: &mut DatedRows, rows: impl Iterator<Item = (NaiveDate, u32)>) {
    for (day, source) in rows {
        let known = dated.entry(day).or_insert(source);
        *known = source.max(*known);
    }
}

/// The first and last day of a table. Indicators rest on after-sales calls alone, so only their days count.
fn span(rows: &DatedRows) -> Option<Span> {
    Some(Span { first: *rows.first_key_value()?.0, last: *rows.last_key_value()?.0 })
}
