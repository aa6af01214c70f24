//! What the cells of a line name: by that a row that lacks something is told from a title.

use crate::input::grid::{GridCell, GridValue};

use super::cell::plate::is_mainland;
use super::field_kind::FieldKind;
use super::lines::{self, Lines};
use super::rows::Rows;
use super::schema::Schema;
use super::value::Value;

/// A count in a line of totals has fewer digits than the number of an order.
const DIGITS_OF_A_NUMBER: usize = 7;

/// The last digits of a VIN, by which unlicensed cars go; a count of cars has fewer.
const DIGITS_OF_A_VEHICLE: usize = 5;

/// The more telling, the later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Names {
    Nothing,
    /// No more than a customer.
    Customer,
    /// A day, a vehicle, a phone number, a word of a vocabulary.
    Something,
    /// The order, complaint or vehicle by its number.
    Thing,
}

/// The most telling of the cells; `values` are what the columns of the block say.
pub(super) fn of(schema: &Schema, rows: &Rows, values: &[Value], cells: &[GridCell], words: &Lines) -> Names {
    let names = said(rows, values, cells, words).map(|(field, value)| named_by(schema, rows, field, value));
    names.max().unwrap_or(Names::Nothing)
}

/// Whether an order or a vehicle is named. A count below a column of plates is none.
pub(super) fn order_or_vehicle(
    schema: &Schema,
    rows: &Rows,
    values: &[Value],
    cells: &[GridCell],
    words: &Lines,
) -> bool {
    said(rows, values, cells, words).any(|(field, value)| {
        if value == Value::Lost && schema.fields[field].kind != FieldKind::Phone {
            return true;
        }
        let is_one = |text: &str| {
            let digits = text.chars().filter(char::is_ascii_digit).count();
            digits >= DIGITS_OF_A_VEHICLE || digits > 0 && text.contains(char::is_alphabetic)
        };
        matches!(schema.fields[field].kind, FieldKind::Code | FieldKind::Vin | FieldKind::Plate)
            && matches!(value, Value::Text(text) if is_one(rows.text(text)))
    })
}

/// Whether an order or a vehicle is named beyond doubt: 3台 below a column of plates is a count.
pub(super) fn by_number(schema: &Schema, rows: &Rows, values: &[Value], cells: &[GridCell], words: &Lines) -> bool {
    said(rows, values, cells, words).any(|(field, value)| {
        let Value::Text(text) = value else { return false };
        let text = rows.text(text);
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let kind = schema.fields[field].kind;
        let is_number = matches!(kind, FieldKind::Code | FieldKind::Vin) && digits >= DIGITS_OF_A_VEHICLE;
        is_number || kind == FieldKind::Plate && is_mainland(text)
    })
}

/// The fields that say something, leaving out numbers of pages and the like.
fn said<'a>(
    rows: &'a Rows,
    values: &'a [Value],
    cells: &'a [GridCell],
    words: &'a Lines,
) -> impl Iterator<Item = (usize, Value)> + 'a {
    let columns = rows.block.columns.iter().zip(values).filter(|(_, value)| **value != Value::Nothing);
    columns.filter_map(|(column, value)| {
        let cell = cells.binary_search_by_key(&column.col, |cell| cell.col).ok().map(|at| &cells[at]);
        let is_of_a_line =
            matches!(cell.map(|cell| cell.value), Some(GridValue::Text(id)) if is_of_a_line(rows.grid.text(id), words));
        (!is_of_a_line).then_some((column.field, *value))
    })
}

/// A number of a page or a count is not that of an order.
fn is_of_a_line(text: &str, words: &Lines) -> bool {
    words.is_of_the_page(text) || words.is_count(text) || lines::is_rule(text) || words.begins_a_note(text)
}

fn named_by(schema: &Schema, rows: &Rows, field: usize, value: Value) -> Names {
    let kind = schema.fields[field].kind;
    let text = match value {
        Value::Time(_) | Value::Flag(_) | Value::Word(_, Some(_)) => return Names::Something,
        // What fills the cell of a telephone names nobody; a number that was spoilt was one.
        Value::Lost if kind == FieldKind::Phone => return Names::Nothing,
        Value::Lost => return Names::Thing,
        Value::Text(text) => rows.text(text),
        _ => return Names::Nothing,
    };
    match kind {
        FieldKind::Code | FieldKind::Vin | FieldKind::Plate
            if is_number(text) && (kind == FieldKind::Code || schema.key == Some(field)) =>
        {
            Names::Thing
        }
        FieldKind::Code | FieldKind::Vin | FieldKind::Plate | FieldKind::Phone
            if text.contains(|c: char| c.is_ascii_digit()) =>
        {
            Names::Something
        }
        _ if schema.fields[field].id == "customer" => Names::Customer,
        _ => Names::Nothing,
    }
}

/// A number as systems give them: letters and digits, or several digits. A total has a count there.
fn is_number(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let letters = text.chars().filter(char::is_ascii_alphabetic).count();
    text.is_ascii() && (letters > 0 && digits > 0 || digits >= DIGITS_OF_A_NUMBER)
}
