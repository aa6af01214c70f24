//! New-car sales told twice: car by car and as the total of the month. The cars count, the total is not added to them.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike};

use crate::base::finding::{Code, Finding, Severity};

use super::duplicates::RowRef;
use super::rows::Rows;
use super::schema::Schema;
use super::value::Value;

/// What says that a row is one car and not a number of them.
const OF_A_CAR: [&str; 3] = ["vin", "plate", "customer"];

/// Leaves out the totals of months whose cars are listed one by one.
pub(super) fn leave_out(blocks: &mut [Rows], schema: &Schema, rows: Vec<RowRef>) -> (Vec<RowRef>, Vec<Finding>) {
    let Some(quantity) = schema.field("quantity") else { return (rows, Vec::new()) };
    let car: Vec<usize> = OF_A_CAR.iter().filter_map(|id| schema.field(id)).collect();
    let total = |row: &RowRef, blocks: &[Rows]| {
        let value = |field| blocks[row.block].value(row.row, field);
        match value(quantity) {
            Value::Whole(number) if car.iter().all(|field| value(*field) == Value::Nothing) => Some(number),
            _ => None,
        }
    };
    let mut cars: BTreeMap<(i32, u32), i64> = BTreeMap::new();
    for row in rows.iter().filter(|row| total(row, blocks).is_none()) {
        if let Some(month) = month(blocks, schema, row) {
            *cars.entry(month).or_default() += 1;
        }
    }
    let (mut kept, mut findings) = (Vec::new(), Vec::new());
    for row in rows {
        let listed = month(blocks, schema, &row).and_then(|month| Some((month, *cars.get(&month)?)));
        let (Some(number), Some(((year, month), listed))) = (total(&row, blocks), listed) else {
            kept.push(row);
            continue;
        };
        let block = &mut blocks[row.block];
        block.counts.used -= 1;
        block.counts.duplicate += 1;
        let severity = if number == listed { Severity::Info } else { Severity::Warning };
        let finding = Finding::new(
            severity,
            Code::ConflictingRow,
            block.place(row.row, quantity),
            format!("{year}-{month:02} 已有逐台明细 {listed} 台;本行的合计 {number} 台不再计入"),
            format!(
                "{year}-{month:02} is listed car by car ({listed}); the total of {number} in this row is not added"
            ),
        );
        findings.push(finding.table(schema.table).field("quantity").value(&number.to_string()));
    }
    (kept, findings)
}

/// The calendar month of the date that puts a row into a period.
fn month(blocks: &[Rows], schema: &Schema, row: &RowRef) -> Option<(i32, u32)> {
    let at = schema.period.iter().find_map(|field| blocks[row.block].value(row.row, *field).time())?;
    DateTime::from_timestamp_millis(at).map(|at| (at.year(), at.month()))
}
