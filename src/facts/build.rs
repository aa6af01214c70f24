//! From tables to facts, one line a step.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::NaiveDate;
use polars::prelude::DataFrame;

use super::complaints::Complaint;
use super::coverage::DatedRows;
use super::links::Links;
use super::orders::Order;
use super::reader::{Reader, dates};
use super::{Facts, Span, calls, cases, complaints, orders, sales, surveys};
use crate::base::period::Calendar;
use crate::base::table_id::TableId;
use crate::settings::Counting;
use crate::tables::model::{SOURCE, Tables};

/// Makes the facts of a run: cases, orders, surveys, complaints, first services, sales, each linked and dated.
///
/// # Errors
/// A table that lacks a canonical column or holds it in another type; a fault of the program.
pub fn build(tables: &Tables, counting: &Counting, calendar: Calendar) -> Result<Facts> {
    let orders = orders::read(tables)?;
    let calls = calls::read(tables)?;
    let linked = cases::link(&calls, &Links::new(&orders), &tables.sources);
    let called = linked.called(&calls, orders.len());
    let surveys = surveys::read(tables, &tables.items, &calls, &linked, &orders)?;
    let cases = linked.frame(&calls, &orders)?;
    let calls_name_orders = calls.iter().any(|call| call.order_no.is_some());
    let calls_tell_fixed = calls.iter().any(|call| call.fixed.is_some());
    let dated_calls = dated(calls.iter().map(|call| (call.at.date(), call.origin.0)));
    let answering = surveys.iter().map(|survey| survey.table).collect();
    // Of a large dealer the calls are much memory, and the answers will be more.
    drop((linked, calls));
    let complaints = complaints::read(tables, counting)?;
    let sales = sales::frame(tables, calendar)?;
    let dated = all_dated(tables, dated_calls, &orders, &complaints, &sales)?;
    let days = days(tables, &dated)?;
    Ok(Facts {
        cases,
        orders: orders::frame(&orders, &called)?,
        surveys: surveys::frame(&surveys)?,
        answers: surveys::answers(&surveys, &tables.items)?,
        first_services: orders::first_services(&orders, calendar)?,
        sales,
        spans: spans(&dated),
        days,
        dated,
        answering,
        calls_tell_fixed,
        present: tables.frames.keys().copied().collect(),
        calls_name_orders,
        names: tables.names.clone(),
        sources: tables.sources.clone(),
        complaints,
        doubts: tables.doubts.clone(),
        calendar,
    })
}

/// The days with rows, each with the last of the sources that have one: files and sheets are numbered in their order.
fn dated(rows: impl Iterator<Item = (NaiveDate, u32)>) -> DatedRows {
    let mut dated = DatedRows::new();
    for (day, source) in rows {
        let known = dated.entry(day).or_insert(source);
        *known = source.max(*known);
    }
    dated
}

/// The days with rows that an indicator may rest on, by the dates that put a row into a period (contract, section 2).
fn all_dated(
    tables: &Tables,
    calls: DatedRows,
    orders: &[Order<'_>],
    complaints: &[Complaint],
    sales: &DataFrame,
) -> Result<BTreeMap<TableId, DatedRows>> {
    let sold = dates(sales, "date")?.into_iter().zip(sales.column(SOURCE)?.u32()?.iter());
    let sold = sold.filter_map(|(day, source)| Some((day?, source.unwrap_or(0))));
    let surveys = Reader::new(tables, TableId::SURVEYS);
    let surveyed = surveys.date_time("survey_date")?.into_iter().zip(surveys.origins()?);
    let complained = complaints.iter().flat_map(|one| one.days().map(|day| (day, one.origin.0)));
    let mut all = BTreeMap::from([
        (TableId::CALLBACKS, calls),
        (TableId::WORK_ORDERS, dated(orders.iter().filter_map(|order| Some((order.date?, order.origin.0))))),
        (TableId::COMPLAINTS, dated(complained)),
        (TableId::NEW_SALES, dated(sold)),
        (TableId::SURVEYS, dated(surveyed.filter_map(|(time, (source, _))| Some((time?.date(), source))))),
    ]);
    all.retain(|_, days| !days.is_empty());
    Ok(all)
}

/// Every day with a row of a table; of the callbacks all, whatever they are about.
fn days(tables: &Tables, dated: &BTreeMap<TableId, DatedRows>) -> Result<BTreeMap<TableId, BTreeSet<NaiveDate>>> {
    let mut days: BTreeMap<_, BTreeSet<_>> =
        dated.iter().map(|(table, rows)| (*table, rows.keys().copied().collect())).collect();
    let called = Reader::new(tables, TableId::CALLBACKS).date_time("call_date")?;
    let called: BTreeSet<NaiveDate> = called.into_iter().flatten().map(|time| time.date()).collect();
    if !called.is_empty() {
        days.insert(TableId::CALLBACKS, called);
    }
    Ok(days)
}

/// The first and last day of each table. Indicators rest on after-sales calls alone, so only their days count.
fn spans(dated: &BTreeMap<TableId, DatedRows>) -> BTreeMap<TableId, Span> {
    let span = |rows: &DatedRows| Some(Span { first: *rows.first_key_value()?.0, last: *rows.last_key_value()?.0 });
    dated.iter().filter_map(|(table, rows)| Some((*table, span(rows)?))).collect()
}
