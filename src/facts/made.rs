//! The facts and columns that Rust makes: calls brought to their orders, surveys from two tables, due times.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};
use chrono::NaiveDate;
use polars::prelude::{Column, DataFrame};

use super::column_type::ColumnType;
use super::coverage::DatedRows;
use super::fact::Make;
use super::links::Links;
use super::making::add;
use super::reader::{Reader, boolean_column};
use super::workdays::Workdays;
use super::{births, calls, cases, due, orders, surveys};
use crate::base::side_by_side::both;
use crate::base::table_id::TableId;
use crate::settings::Counting;
use crate::tables::model::Tables;

/// The names under which fact files ask for columns, each with the columns that it is made of.
pub(super) const COLUMNS: [(&str, &[(&str, ColumnType)]); 3] =
    [("complaint_due", &due::NEEDED), ("worst_level", &[("level", ColumnType::Text)]), ("birth_year", &births::NEEDED)];

/// Whether a column is a due time.
pub(super) fn is_due(made: &Make) -> bool {
    matches!(made, Make::Rust(name) if name == "complaint_due")
}

/// A column of this name beside those of `frame`, called `id`.
///
/// # Errors
/// Columns that it needs and that are not there; a fault of the declaration.
pub(super) fn column(
    made: &str,
    id: &str,
    frame: &DataFrame,
    counting: &Counting,
    workdays: &Workdays,
) -> Result<Column> {
    match made {
        "complaint_due" => due::column(id, frame, counting, workdays),
        "worst_level" => worst(id, frame, counting),
        "birth_year" => births::column(id, frame),
        other => bail!("no column is made under the name {other}"),
    }
}

/// Whether a complaint is of the worst level; unknown where the configuration does not say which that is.
fn worst(id: &str, complaints: &DataFrame, counting: &Counting) -> Result<Column> {
    let worst = counting.choices.severity.last();
    let levels = complaints.column("level")?.str()?;
    Ok(boolean_column(id, levels.iter().map(|level| Some(level? == worst?))))
}

/// What Rust makes of the tables that it works on itself, and what it learns of them on the way.
pub(super) struct MadeRows {
    /// The rows by the name under which fact files ask for them.
    pub(super) made: BTreeMap<&'static str, DataFrame>,
    /// The days of these tables.
    pub(super) dated: BTreeMap<TableId, DatedRows>,
    /// Every day with a call, whatever it is about.
    pub(super) called_on: BTreeSet<NaiveDate>,
    /// The tables with answers of surveys.
    pub(super) answering: BTreeSet<TableId>,
    /// Whether any call names an order.
    pub(super) calls_name_orders: bool,
    /// The tables of calls that tell whether a repair was fixed.
    pub(super) telling: BTreeSet<TableId>,
}

/// Calls brought to their orders, and surveys. Of tables without a row the result tells which columns these rows have.
///
/// # Errors
/// [`Unfit`](super::reader::Unfit): a table lacks a field that is read here, or has it in another kind.
pub(super) fn rows(tables: &Tables) -> Result<MadeRows> {
    let (orders, calls) = both(|| orders::read(tables), || calls::read(tables));
    let (orders, calls) = (orders?, calls?);
    let linked = cases::link(&calls, &Links::new(&orders), &tables.sources);
    let calls_name_orders = calls.iter().any(|call| call.order_no.is_some());
    let of_orders = || {
        let called = linked.called(&calls, orders.len());
        anyhow::Ok((linked.frame(&calls, &orders)?, orders::frame(&orders, &called, calls_name_orders)?))
    };
    let of_surveys = || {
        let surveys = surveys::read(tables, &tables.items, &calls, &linked, &orders)?;
        let surveyed = surveys::frame(&surveys)?;
        let answers = surveys::answers(&surveys, &surveyed, &tables.items)?;
        anyhow::Ok((surveys, surveyed, answers))
    };
    let (of_orders, of_surveys) = both(of_orders, of_surveys);
    let ((cases, of_orders), (surveys, surveyed, answers)) = (of_orders?, of_surveys?);
    let on_call = calls.iter().map(|call| (call.at.date(), call.origin.0));
    let on_order = orders.iter().filter_map(|order| Some((order.date?, order.origin.0)));
    let reader = Reader::new(tables, TableId::SURVEYS);
    let dates = reader.date_time("survey_date")?.into_iter().zip(reader.origins()?);
    let on_survey = dates.filter_map(|(time, (source, _))| Some((time?.date(), source)));
    let mut dated = BTreeMap::new();
    add(dated.entry(TableId::CALLBACKS).or_default(), on_call);
    add(dated.entry(TableId::WORK_ORDERS).or_default(), on_order);
    add(dated.entry(TableId::SURVEYS).or_default(), on_survey);
    let called_on = Reader::new(tables, TableId::CALLBACKS).date_time("call_date")?;
    Ok(MadeRows {
        made: BTreeMap::from([("cases", cases), ("orders", of_orders), ("answers", answers), ("surveys", surveyed)]),
        dated,
        called_on: called_on.into_iter().flatten().map(|time| time.date()).collect(),
        answering: surveys.iter().filter(|survey| survey.answers() > 0).map(|survey| survey.table).collect(),
        calls_name_orders,
        telling: calls.iter().filter(|call| call.fixed.is_some()).map(|_| TableId::CALLBACKS).collect(),
    })
}
