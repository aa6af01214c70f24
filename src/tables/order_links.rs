//! Callbacks that name an order which no order list holds.

use polars::prelude::PlHashSet;

use crate::base::finding::{Code, Finding, Severity};
use crate::base::table_id::TableId;

use super::rows::Rows;
use super::schema::Schema;
use super::value::Value;

/// The order numbers of all order lists, void and older states included.
pub(super) fn known_orders<'a>(orders: &'a [Rows], schema: &Schema) -> PlHashSet<&'a str> {
    let Some(field) = schema.field("order_no") else { return PlHashSet::default() };
    orders.iter().flat_map(|rows| (0..rows.rows.len()).filter_map(move |row| rows.field_text(row, field))).collect()
}

/// The vehicles of orders whose number is spoilt: nobody can tell whether a call names one of them.
pub(super) fn unnumbered_vehicles<'a>(orders: &'a [Rows], schema: &Schema) -> PlHashSet<&'a str> {
    let (Some(order), Some(vin), Some(plate)) = (schema.field("order_no"), schema.field("vin"), schema.field("plate"))
    else {
        return PlHashSet::default();
    };
    let spoilt = |rows: &'a Rows| (0..rows.rows.len()).filter(move |row| rows.value(*row, order) == Value::Lost);
    let vehicles = |rows: &'a Rows| {
        spoilt(rows).flat_map(move |row| [vin, plate].into_iter().filter_map(move |field| rows.field_text(row, field)))
    };
    orders.iter().flat_map(vehicles).collect()
}

/// One finding a sheet of callbacks; sales callbacks name no order of the workshop and are passed over.
pub(super) fn unknown_orders(
    callbacks: &[Rows],
    schema: &Schema,
    known: &PlHashSet<&str>,
    unnumbered: &PlHashSet<&str>,
) -> Vec<Finding> {
    let (Some(order_no), Some(kind)) = (schema.field("order_no"), schema.field("kind")) else { return Vec::new() };
    let vehicle: Vec<usize> = ["vin", "plate"].into_iter().filter_map(|id| schema.field(id)).collect();
    let mut findings = Vec::new();
    for rows in callbacks {
        let after_sales = |row: &usize| {
            rows.value(*row, kind).sense(&schema.fields[kind].vocabulary).is_none_or(|s| s == "after_sales")
        };
        let unknown = |row: &usize| rows.field_text(*row, order_no).is_some_and(|order| !known.contains(order));
        let known_vehicle = |row: &usize| {
            vehicle.iter().any(|field| rows.field_text(*row, *field).is_some_and(|text| unnumbered.contains(text)))
        };
        let missing: Vec<usize> =
            (0..rows.rows.len()).filter(after_sales).filter(unknown).filter(|row| !known_vehicle(row)).collect();
        let Some(&first) = missing.first() else { continue };
        let count = missing.len();
        let finding = Finding::new(
            Severity::Warning,
            Code::UnknownOrder,
            rows.place(first, order_no),
            format!("从这里起共 {count} 行的工单号在工单表中找不到"),
            format!("{count} row(s) from here on name an order that no order list holds"),
        );
        let value = rows.field_text(first, order_no).unwrap_or("");
        let more = missing[1..].iter().map(|row| rows.cell(*row, order_no)).collect();
        findings.push(finding.table(TableId::CALLBACKS).field("order_no").value(value).more(more));
    }
    findings
}
