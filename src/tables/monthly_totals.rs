//! New-car sales as numbers of cars: a month without its number, and a month told twice, car by car and as its total.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::{DateTime, Datelike};

use crate::base::address::CellRef;
use crate::base::finding::{Code, Finding, Severity};

use super::alike::{RowRef, hash_value};
use super::field_kind::FieldKind;
use super::rows::Rows;
use super::schema::Schema;
use super::value::Value;
use super::void;

/// What says that a row is one car and not a number of them.
const OF_A_CAR: [&str; 3] = ["vin", "plate", "customer"];

/// What a row says about the number of cars.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cars {
    /// So many, mostly one: the row names them, or its sheet knows no number of cars.
    Listed(i64),
    /// So many of a month.
    Total(i64),
    /// The sheet has a column for the number, and here it is blank.
    Unknown,
}

pub(super) type Month = (i32, u32);

/// Leaves out the totals of months whose cars are listed one by one, and the months without a number of cars.
pub(super) fn leave_out(blocks: &mut [Rows], schema: &Schema, rows: Vec<RowRef>) -> (Vec<RowRef>, Vec<Finding>) {
    let Some(quantity) = schema.field("quantity") else { return (rows, Vec::new()) };
    let named: Vec<usize> = OF_A_CAR.iter().filter_map(|id| schema.field(id)).collect();
    let cars_of = |blocks: &[Rows], row: &RowRef| {
        let rows = &blocks[row.block];
        let named = named.iter().any(|field| rows.value(row.row, *field) != Value::Nothing);
        match rows.value(row.row, quantity) {
            Value::Whole(number) if !named => Cars::Total(number),
            Value::Nothing if !named && rows.slots[quantity].is_some() && !void::is_void(rows, schema, row.row) => {
                Cars::Unknown
            }
            Value::Whole(number) => Cars::Listed(number),
            _ => Cars::Listed(1),
        }
    };
    let mut listed: BTreeMap<Month, i64> = BTreeMap::new();
    let mut last = None;
    for row in &rows {
        let (cars, month) = (cars_of(blocks, row), month(&blocks[row.block], schema, row.row));
        if cars != Cars::Unknown {
            last = last.max(month);
        }
        if let (Cars::Listed(number), Some(month)) = (cars, month) {
            *listed.entry(month).or_default() += number;
        }
    }
    let (mut kept, mut blank, mut findings) = (Vec::new(), Vec::new(), Vec::new());
    let refused: Vec<BTreeSet<CellRef>> = blocks.iter().map(refused).collect();
    for row in rows {
        let month = month(&blocks[row.block], schema, row.row);
        let of_month = month.and_then(|month| Some((month, *listed.get(&month)?)));
        match (cars_of(blocks, &row), of_month) {
            (Cars::Unknown, _) => {
                let counts = &mut blocks[row.block].counts;
                counts.used -= 1;
                counts.blank += 1;
                // A form prepared for the whole year: the months to come have no number yet.
                let to_come = last.is_some() && month > last;
                if of_month.is_none()
                    && (!to_come || refused[row.block].contains(&blocks[row.block].cell(row.row, quantity)))
                {
                    blank.push(row);
                }
            }
            (Cars::Total(number), Some((month, listed))) => {
                let counts = &mut blocks[row.block].counts;
                counts.used -= 1;
                counts.duplicate += 1;
                findings.push(told_twice(blocks, schema, row, quantity, (month, number, listed)));
            }
            _ => kept.push(row),
        }
    }
    findings
        .extend(blank.chunk_by(|a, b| a.block == b.block).map(|rows| without_number(blocks, schema, rows, quantity)));
    findings.extend(kept.iter().filter_map(|row| negative(blocks, schema, *row, quantity)));
    let is_of_a_month = |row: &RowRef| {
        let filled = |field: &&usize| blocks[row.block].value(row.row, **field) != Value::Nothing;
        schema.period.iter().find(filled).is_some_and(|field| schema.fields[*field].kind == FieldKind::Month)
    };
    let is_total = |row: &RowRef| is_of_a_month(row) && matches!(cars_of(blocks, row), Cars::Total(1..));
    let totals = kept.iter().copied().filter(is_total);
    findings.extend(other_totals(blocks, schema, totals.collect(), quantity));
    (kept, findings)
}

/// Totals of one month, and of one model or seller where they name any, that say another number than one before: a correction,
/// or of other cars. Both are added.
fn other_totals(blocks: &[Rows], schema: &Schema, totals: Vec<RowRef>, quantity: usize) -> Vec<Finding> {
    let mut known: BTreeMap<u64, RowRef> = BTreeMap::new();
    let fields: Vec<usize> = (0..schema.fields.len()).filter(|field| *field != quantity).collect();
    let told = |row: RowRef| {
        let rows = &blocks[row.block];
        let mut of = DefaultHasher::new();
        fields.iter().for_each(|field| hash_value(rows, rows.value(row.row, *field), &mut of));
        rows.others[row.row].hash(&mut of);
        let first = *known.entry(of.finish()).or_insert(row);
        let (name, other) = (&schema.fields[quantity].names, blocks[first.block].place(first.row, quantity));
        let finding = Finding::new(
            Severity::Warning,
            Code::CountedTwice,
            rows.place(row.row, quantity),
            format!("{other} 已有同一个月的{}；两处相加", name.chinese),
            format!("{other} has {} of this month already; both are added", name.en),
        );
        (first != row).then(|| finding.table(schema.table).field(&schema.fields[quantity].id))
    };
    totals.into_iter().filter_map(told).collect()
}

/// The cells of a block that could not be read.
fn refused(rows: &Rows) -> BTreeSet<CellRef> {
    rows.findings.iter().flat_map(Finding::cells).collect()
}

/// The rows of one block whose months have no number of cars.
fn without_number(blocks: &[Rows], schema: &Schema, rows: &[RowRef], quantity: usize) -> Finding {
    let (block, count) = (&blocks[rows[0].block], rows.len());
    let name = &schema.fields[quantity].names;
    let finding = Finding::new(
        Severity::Warning,
        Code::MissingValue,
        block.place(rows[0].row, quantity),
        format!("从这里起共 {count} 行没有{}，没有计入销量", name.chinese),
        format!("{count} row(s) from here on have no number of cars; no car is counted for them"),
    );
    let more = rows[1..].iter().map(|row| block.cell(row.row, quantity)).collect();
    finding.table(schema.table).field("quantity").more(more)
}

fn told_twice(
    blocks: &[Rows],
    schema: &Schema,
    row: RowRef,
    quantity: usize,
    ((year, month), number, listed): (Month, i64, i64),
) -> Finding {
    let severity = if number == listed { Severity::Info } else { Severity::Warning };
    let finding = Finding::new(
        severity,
        Code::ConflictingRow,
        blocks[row.block].place(row.row, quantity),
        format!("{year}-{month:02} 已有逐台明细 {listed} 台；本行的合计 {number} 台不再计入"),
        format!("{year}-{month:02} is listed car by car ({listed}); the total of {number} in this row is not added"),
    );
    finding.table(schema.table).field("quantity").value(&number.to_string())
}

/// Fewer cars than none: cars given back, or a slip.
fn negative(blocks: &[Rows], schema: &Schema, row: RowRef, quantity: usize) -> Option<Finding> {
    let Value::Whole(number @ ..0) = blocks[row.block].value(row.row, quantity) else { return None };
    let name = &schema.fields[quantity].names;
    let finding = Finding::new(
        Severity::Warning,
        Code::InvalidNumber,
        blocks[row.block].place(row.row, quantity),
        format!("{}“{number}”：是负数，按退车从销量中减去", name.chinese),
        format!("{} “{number}”: is below nought; taken off the sales as cars given back", name.en),
    );
    Some(finding.table(schema.table).field("quantity").value(&number.to_string()))
}

/// The calendar month of the date that puts a row into a period.
pub(super) fn month(rows: &Rows, schema: &Schema, row: usize) -> Option<Month> {
    let at = schema.period.iter().find_map(|field| rows.value(row, *field).time())?;
    DateTime::from_timestamp_millis(at).map(|at| (at.year(), at.month()))
}
