//! Typed rows to a polars frame: one column a canonical field, and where each row came from.

use polars::prelude::*;
use rayon::prelude::*;

use super::alike::RowRef;
use super::field_kind::FieldKind;
use super::model::{SOURCE, SOURCE_ROW};
use super::rows::Rows;
use super::schema::{Field, Schema};
use super::value::Value;

/// Builds the frame of a table; `sources` gives each block its index into `Tables::sources`.
///
/// # Errors
/// Columns of different lengths; a fault of the program.
pub(super) fn build(blocks: &[Rows], schema: &Schema, rows: &[RowRef], sources: &[u32]) -> PolarsResult<DataFrame> {
    let fields: Vec<(usize, &Field)> = schema
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| !matches!(field.kind, FieldKind::Line | FieldKind::Year))
        .collect();
    let mut columns: Vec<Column> =
        fields.into_par_iter().flat_map_iter(|(index, field)| columns(blocks, rows, index, field)).collect();
    let source = rows.iter().map(|row| sources[row.block]);
    columns.push(UInt32Chunked::from_iter_values(SOURCE.into(), source).into_column());
    let number = rows.iter().map(|row| blocks[row.block].rows[row.row] + 1);
    columns.push(UInt32Chunked::from_iter_values(SOURCE_ROW.into(), number).into_column());
    DataFrame::new(rows.len(), columns)
}

/// The column of a field, what stands beside it, and whether the list of each row has it.
fn columns(blocks: &[Rows], rows: &[RowRef], index: usize, field: &Field) -> Vec<Column> {
    let mut columns = of_field(blocks, rows, index, field);
    if field.asked {
        let asked = rows.iter().map(|row| blocks[row.block].slots[index].is_some());
        let name = PlSmallStr::from_string(format!("{}_asked", field.id));
        columns.push(BooleanChunked::from_iter_values(name, asked).into_column());
    }
    columns
}

/// The column of a field, and beside it that of its sense or its minutes.
fn of_field(blocks: &[Rows], rows: &[RowRef], index: usize, field: &Field) -> Vec<Column> {
    let name = PlSmallStr::from_str(&field.id);
    let value = |row: &RowRef| blocks[row.block].value(row.row, index);
    match field.kind {
        FieldKind::Text if !field.vocabulary.entries().is_empty() => words(blocks, rows, index, field),
        FieldKind::Word => words(blocks, rows, index, field),
        FieldKind::Text
        | FieldKind::Code
        | FieldKind::Plate
        | FieldKind::Vin
        | FieldKind::Phone
        | FieldKind::Person
        | FieldKind::Line
        | FieldKind::Year => {
            vec![texts(blocks, rows, index, name)]
        }
        FieldKind::Date | FieldKind::Month => vec![times(rows.iter().map(|row| value(row).time()), name)],
        FieldKind::Limit => {
            let minutes =
                rows.iter().map(|row| if let Value::Minutes(minutes) = value(row) { Some(minutes) } else { None });
            let minutes_name = PlSmallStr::from_string(format!("{}_minutes", field.id));
            let minutes = Int64Chunked::from_iter_options(minutes_name, minutes).into_column();
            vec![times(rows.iter().map(|row| value(row).time()), name), minutes]
        }
        FieldKind::YesNo => {
            let flags = rows.iter().map(|row| if let Value::Flag(flag) = value(row) { Some(flag) } else { None });
            vec![BooleanChunked::from_iter_options(name, flags).into_column()]
        }
        FieldKind::Number | FieldKind::Figure => {
            let numbers = rows.iter().map(|row| match value(row) {
                Value::Number(number) | Value::Percentage(number) => Some(number),
                _ => None,
            });
            vec![Float64Chunked::from_iter_options(name, numbers).into_column()]
        }
        FieldKind::Whole | FieldKind::Duration => {
            let numbers =
                rows.iter().map(|row| if let Value::Whole(number) = value(row) { Some(number) } else { None });
            vec![Int64Chunked::from_iter_options(name, numbers).into_column()]
        }
        FieldKind::Score => {
            let points =
                rows.iter().map(|row| if let Value::Points(points) = value(row) { Some(points) } else { None });
            vec![Int64Chunked::from_iter_options(name, points).into_column()]
        }
    }
}

/// What a field says in words, and beside it their sense.
fn words(blocks: &[Rows], rows: &[RowRef], index: usize, field: &Field) -> Vec<Column> {
    let senses = rows.iter().map(|row| blocks[row.block].value(row.row, index).sense(&field.vocabulary));
    let name = PlSmallStr::from_string(format!("{}_sense", field.id));
    let senses = StringChunked::from_iter_options(name, senses).into_column();
    vec![texts(blocks, rows, index, PlSmallStr::from_str(&field.id)), senses]
}

fn texts(blocks: &[Rows], rows: &[RowRef], index: usize, name: PlSmallStr) -> Column {
    StringChunked::from_iter_options(name, rows.iter().map(|row| blocks[row.block].field_text(row.row, index)))
        .into_column()
}

fn times(times: impl Iterator<Item = Option<i64>>, name: PlSmallStr) -> Column {
    Int64Chunked::from_iter_options(name, times).into_datetime(TimeUnit::Milliseconds, None).into_column()
}
