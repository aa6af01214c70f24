//! From tables to facts, one line a step.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::NaiveDate;

use super::complaints::Complaint;
use super::links::Links;
use super::orders::Order;
use super::reader::{Reader, dates};
use super::{Facts, Span, calls, cases, complaints, orders, sales, surveys};
use crate::base::period::Calendar;
use crate::base::table_id::TableId;
use crate::settings::Counting;
use crate::tables::model::Tables;

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
    let days_of_calls: BTreeSet<NaiveDate> = calls.iter().map(|call| call.at.date()).collect();
    // Of a large dealer the calls are much memory, and the answers will be more.
    drop((linked, calls));
    let complaints = complaints::read(tables, counting)?;
    let sales = sales::frame(tables, calendar)?;
    let sold: Vec<NaiveDate> = dates(&sales, "date")?.into_iter().flatten().collect();
    let days = days(tables, &orders, &complaints, &sold)?;
    Ok(Facts {
        cases,
        orders: orders::frame(&orders, &called)?,
        surveys: surveys::frame(&surveys)?,
        answers: surveys::answers(&surveys, &tables.items)?,
        first_services: orders::first_services(&orders, calendar)?,
        sales,
        spans: spans(&days, &days_of_calls),
        days,
        present: tables.frames.keys().copied().collect(),
        calls_name_orders,
        sources: tables.sources.clone(),
        complaints,
        doubts: tables.doubts.clone(),
        calendar,
    })
}

/// Every day with a row, by the dates that put a row into a period (contract, section 2).
fn days(
    tables: &Tables,
    orders: &[Order<'_>],
    complaints: &[Complaint],
    sold: &[NaiveDate],
) -> Result<BTreeMap<TableId, BTreeSet<NaiveDate>>> {
    let of_column = |table: TableId, name: &str| -> Result<BTreeSet<NaiveDate>> {
        Ok(Reader::new(tables, table).date_time(name)?.into_iter().flatten().map(|time| time.date()).collect())
    };
    let complained = complaints.iter().flat_map(Complaint::days);
    let mut days = BTreeMap::from([
        (TableId::Callbacks, of_column(TableId::Callbacks, "call_date")?),
        (TableId::WorkOrders, orders.iter().filter_map(|order| order.date).collect()),
        (TableId::Complaints, complained.collect()),
        (TableId::NewSales, sold.iter().copied().collect()),
        (TableId::Surveys, of_column(TableId::Surveys, "survey_date")?),
    ]);
    days.retain(|_, days| !days.is_empty());
    Ok(days)
}

/// The first and last day of each table. Indicators rest on after-sales calls alone, so only their days count.
fn spans(days: &BTreeMap<TableId, BTreeSet<NaiveDate>>, calls: &BTreeSet<NaiveDate>) -> BTreeMap<TableId, Span> {
    let of_days = |days: &BTreeSet<NaiveDate>| Some(Span { first: *days.first()?, last: *days.last()? });
    let mut spans: BTreeMap<TableId, Span> =
        days.iter().filter_map(|(table, days)| Some((*table, of_days(days)?))).collect();
    spans.remove(&TableId::Callbacks);
    spans.extend(of_days(calls).map(|span| (TableId::Callbacks, span)));
    spans
}
