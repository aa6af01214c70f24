//! Callbacks that belong to no order: they name one that no order list holds, or nothing that an order has.

use std::cell::LazyCell;

use polars::prelude::PlHashSet;

use crate::base::finding::{Code, Finding, Severity};
use crate::base::lang::Words;
use crate::base::table_id::TableId;

use super::rows::Rows;
use super::schema::Schema;
use super::value::Value;

/// What the order lists say, void and older states included.
struct Orders<'a> {
    orders: &'a [Rows],
    schema: &'a Schema,
    numbers: PlHashSet<&'a str>,
    /// Of orders whose number is spoilt: nobody can tell whether a call names one of them.
    unnumbered: PlHashSet<&'a str>,
}

impl<'a> Orders<'a> {
    fn of(orders: &'a [Rows], schema: &'a Schema) -> Self {
        let mut of = Self { orders, schema, numbers: PlHashSet::default(), unnumbered: PlHashSet::default() };
        if let Some(at) = schema.field("order_no") {
            of.numbers = of.rows().filter_map(|(rows, row)| rows.field_text(row, at)).collect();
            of.unnumbered = of.vehicles(|rows, row| rows.value(row, at) == Value::Lost);
        }
        of
    }

    fn rows(&self) -> impl Iterator<Item = (&'a Rows, usize)> + use<'a> {
        self.orders.iter().flat_map(|rows| (0..rows.rows.len()).map(move |row| (rows, row)))
    }

    /// The vehicles of these orders.
    fn vehicles(&self, of: impl Fn(&Rows, usize) -> bool) -> PlHashSet<&'a str> {
        let fields: Vec<usize> = VEHICLE.iter().filter_map(|id| self.schema.field(id)).collect();
        let rows = self.rows().filter(|(rows, row)| of(rows, *row));
        rows.flat_map(|(rows, row)| fields.iter().filter_map(move |at| rows.field_text(row, *at)).collect::<Vec<_>>())
            .collect()
    }
}

/// What names the vehicle of a call or an order.
const VEHICLE: [&str; 2] = ["vin", "plate"];

/// One finding of each kind a sheet of callbacks; sales callbacks name no order of the workshop and are passed over.
pub(super) fn told(callbacks: &[Rows], schema: &Schema, orders: &[Rows], order_schema: &Schema) -> Vec<Finding> {
    let (Some(order_no), Some(kind)) = (schema.field("order_no"), schema.field("kind")) else { return Vec::new() };
    let orders = Orders::of(orders, order_schema);
    let vehicle: Vec<usize> = VEHICLE.iter().filter_map(|id| schema.field(id)).collect();
    let numbered = |rows: &Rows| {
        (0..rows.rows.len()).any(|row| rows.field_text(row, order_no).is_some_and(|no| orders.numbers.contains(no)))
    };
    // Where no call has the number of an order, they are not counted by orders.
    let by_orders = callbacks.iter().any(numbered);
    let (result, reason) = (schema.field("result"), schema.field("reason"));
    // Hardly a list has calls without a number.
    let vehicles = LazyCell::new(|| orders.vehicles(|_, _| true));
    let mut findings = Vec::new();
    for rows in callbacks {
        let sense = |row: usize, field: usize| rows.value(row, field).sense(&schema.fields[field].vocabulary);
        let after_sales = |row: &usize| sense(*row, kind).is_none_or(|sense| sense == "after_sales");
        let is_of = |row: usize, vehicles: &PlHashSet<&str>| {
            vehicle.iter().any(|field| rows.field_text(row, *field).is_some_and(|text| vehicles.contains(text)))
        };
        let unknown = |row: &usize| match rows.field_text(*row, order_no) {
            Some(order) => !orders.numbers.contains(order) && !is_of(*row, &orders.unnumbered),
            None => false,
        };
        // Neither a call that is still to be made nor one of an unknown kind is a case.
        let is_case = |row: usize| {
            let says = |field: Option<usize>| field.is_some_and(|field| rows.value(row, field) != Value::Nothing);
            let is_open = result.is_some_and(|at| sense(row, at) == Some("open")) || !says(result) && !says(reason);
            !is_open && (!says(Some(kind)) || sense(row, kind) == Some("after_sales"))
        };
        let unlinked = |row: &usize| {
            let names_none = by_orders && rows.value(*row, order_no) == Value::Nothing && is_case(*row);
            names_none && rows.of_one_row(*row).start == *row && !is_of(*row, &vehicles)
        };
        let all = || (0..rows.rows.len()).filter(after_sales);
        findings.extend(finding(rows, order_no, all().filter(unknown).collect(), |count| Words {
            chinese: format!("从这里起共 {count} 行的工单号在工单表中找不到"),
            en: format!("{count} row(s) from here on name an order that no order list holds"),
        }));
        findings.extend(finding(rows, order_no, all().filter(unlinked).collect(), |count| Words {
            chinese: format!("从这里起共 {count} 行没有工单号，按车辆也归不到工单，不计入回访率"),
            en: format!(
                "{count} row(s) from here on have no order number, nor a vehicle of an order, and enter no callback rate"
            ),
        }));
    }
    findings
}

fn finding(rows: &Rows, order_no: usize, of: Vec<usize>, words: impl Fn(usize) -> Words) -> Option<Finding> {
    let first = *of.first()?;
    let Words { chinese, en } = words(of.len());
    let finding = Finding::new(Severity::Warning, Code::UnknownOrder, rows.place_of_row(first, order_no), chinese, en);
    let more = of[1..].iter().map(|row| rows.cell(*row, order_no)).collect();
    let value = rows.field_text(first, order_no).unwrap_or_default();
    Some(finding.table(TableId::CALLBACKS).field("order_no").value(value).more(more))
}
