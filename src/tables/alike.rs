//! Rows beside each other: which are equal, and in what they differ.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::field_kind::FieldKind;
use super::rows::Rows;
use super::schema::Schema;
use super::value::Value;

/// A kept row: its block (in order of file, sheet and heading row) and its place among the block's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct RowRef {
    pub block: usize,
    pub row: usize,
}

/// A row that is left out, the row that is used, and why.
pub(super) type LeftOut = (RowRef, RowRef, Why);

/// Why a row is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Why {
    Equal,
    Line,
    Conflict,
}

pub(super) fn all_rows(blocks: &[Rows]) -> impl Iterator<Item = RowRef> {
    blocks.iter().enumerate().flat_map(|(block, rows)| (0..rows.rows.len()).map(move |row| RowRef { block, row }))
}

/// Equal in every field; of states of one key only in those that say whether they are the same state.
pub(super) fn equal(blocks: &[Rows], schema: &Schema, a: RowRef, b: RowRef, states_of_one_key: bool) -> bool {
    let (left, right) = (&blocks[a.block], &blocks[b.block]);
    (0..schema.fields.len()).all(|field| {
        (states_of_one_key && !tells_states_apart(blocks, schema, a, b, field))
            || same(left, left.value(a.row, field), right, right.value(b.row, field))
    })
}

/// A field that both sheets have, and in which the lines of an order do not differ. Who worked on an order may differ
/// between the lines of one export; between two exports it was corrected.
pub(super) fn tells_states_apart(blocks: &[Rows], schema: &Schema, a: RowRef, b: RowRef, index: usize) -> bool {
    let of_lines = schema.fields[index].line && (!is_who(schema, index) || same_file(blocks, a, b));
    let spoilt = |row: RowRef| blocks[row.block].value(row.row, index) == Value::Lost;
    let has = |row: RowRef| blocks[row.block].slots[index].is_some();
    !of_lines && has(a) && has(b) && !spoilt(a) && !spoilt(b)
}

/// The technician of a line: the only field of lines that counts for a figure.
pub(super) fn is_who(schema: &Schema, field: usize) -> bool {
    schema.fields[field].line && schema.fields[field].kind == FieldKind::Person
}

pub(super) fn differ_in_lines(blocks: &[Rows], schema: &Schema, a: RowRef, b: RowRef) -> bool {
    let (left, right) = (&blocks[a.block], &blocks[b.block]);
    let mut lines = (0..schema.fields.len()).filter(|field| schema.fields[*field].line);
    lines.any(|field| !same(left, left.value(a.row, field), right, right.value(b.row, field)))
}

/// The names of the fields in which two rows differ, Chinese and English.
pub(super) fn differing(blocks: &[Rows], schema: &Schema, a: RowRef, b: RowRef) -> (String, String) {
    let (left, right) = (&blocks[a.block], &blocks[b.block]);
    let names: Vec<_> = (0..schema.fields.len())
        .filter(|field| tells_states_apart(blocks, schema, a, b, *field))
        .filter(|field| !same(left, left.value(a.row, *field), right, right.value(b.row, *field)))
        .map(|field| &schema.fields[field].names)
        .collect();
    let chinese: Vec<_> = names.iter().map(|names| names.chinese.as_str()).collect();
    let english: Vec<_> = names.iter().map(|names| names.en.as_str()).collect();
    (chinese.join("、"), english.join(", "))
}

pub(super) fn same(left: &Rows, a: Value, right: &Rows, b: Value) -> bool {
    match (a, b) {
        (Value::Text(a) | Value::Word(a, _), Value::Text(b) | Value::Word(b, _)) => left.text(a) == right.text(b),
        (a, b) => a == b,
    }
}

/// Whether both rows say something in a field, and not the same.
pub(super) fn differ(left: &Rows, a: usize, right: &Rows, b: usize, field: usize) -> bool {
    let (one, two) = (left.value(a, field), right.value(b, field));
    one != Value::Nothing && two != Value::Nothing && !same(left, one, right, two)
}

pub(super) fn same_file(blocks: &[Rows], a: RowRef, b: RowRef) -> bool {
    blocks[a.block].grid.file == blocks[b.block].grid.file
}

/// Of all fields, or of those in which the lines of an order do not differ.
pub(super) fn hash(rows: &Rows, schema: &Schema, row: usize, lines: bool) -> u64 {
    let mut hasher = DefaultHasher::new();
    for field in (0..schema.fields.len()).filter(|field| lines || !schema.fields[*field].line) {
        hash_value(rows, rows.value(row, field), &mut hasher);
    }
    hasher.finish()
}

pub(super) fn hash_value(rows: &Rows, value: Value, hasher: &mut DefaultHasher) {
    match value {
        Value::Nothing => hasher.write_u8(0),
        Value::Lost => hasher.write_u8(3),
        Value::Text(text) | Value::Word(text, _) => rows.text(text).hash(hasher),
        Value::Whole(value)
        | Value::Time(value)
        | Value::Minutes(value)
        | Value::RawScore(value)
        | Value::Points(value) => hasher.write_i64(value),
        Value::Number(value) | Value::Percentage(value) => hasher.write_u64(value.to_bits()),
        Value::Flag(value) => hasher.write_u8(1 + u8::from(value)),
    }
}

/// Whether anything in the row names the thing it is about. One customer buys several cars on a day, and a month has
/// several totals.
pub(super) fn identified(blocks: &[Rows], schema: &Schema, row: RowRef) -> bool {
    schema.fields.iter().enumerate().any(|(index, field)| {
        let names = matches!(field.kind, FieldKind::Code | FieldKind::Vin | FieldKind::Plate | FieldKind::Phone);
        // 1.38E+10 is the phone of many.
        let spoilt = |text: &str| field.kind == FieldKind::Phone && text.contains(['e', 'E']);
        names && blocks[row.block].field_text(row.row, index).is_some_and(|text| !spoilt(text))
    })
}
