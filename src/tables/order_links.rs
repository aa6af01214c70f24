//! Callbacks that name an order which no order list holds.

use std::collections::HashSet;

use crate::base::finding::{Code, Finding, Severity};
use crate::base::table_id::TableId;

use super::rows::Rows;
use super::schema::Schema;

/// The order numbers of all order lists, void and older states included.
pub(super) fn known_orders<'a>(orders: &'a [Rows], schema: &Schema) -> HashSet<&'a str> {
    let Some(field) = schema.field("order_no") else { return HashSet::new() };
    orders.iter().flat_map(|rows| (0..rows.rows.len()).filter_map(move |row| rows.field_text(row, field))).collect()
}

/// One finding a sheet of callbacks; sales callbacks name no order of the workshop and are passed over.
pub(super) fn unknown_orders(callbacks: &[Rows], schema: &Schema, known: &HashSet<&str>) -> Vec<Finding> {
    let (Some(order_no), Some(kind)) = (schema.field("order_no"), schema.field("kind")) else { return Vec::new() };
    let mut findings = Vec::new();
    for rows in callbacks {
        let after_sales = |row: &usize| {
            rows.value(*row, kind).sense(&schema.fields[kind].vocabulary).is_none_or(|s| s == "after_sales")
        };
        let unknown = |row: &usize| rows.field_text(*row, order_no).is_some_and(|order| !known.contains(order));
        let missing: Vec<usize> = (0..rows.rows.len()).filter(after_sales).filter(unknown).collect();
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
        findings.push(finding.table(TableId::Callbacks).field("order_no").value(value).more(more));
    }
    findings
}
