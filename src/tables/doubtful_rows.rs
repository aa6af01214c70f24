//! Rows that have all that their table needs and may be none for all that: a total in other words, a line whose date was
//! filled in beforehand.

use crate::base::finding::Code;
use crate::input::grid::{Grid, GridCell, GridValue};
use crate::recognise::block::{Block, Column};

use super::cell::Broken;
use super::field_kind::FieldKind;
use super::lines;
use super::row_findings::Problem;
use super::schema::Schema;
use super::value::Value;

/// Texts that name what a row is about; other texts tell of it.
const NAMES: [&str; 3] = ["customer", "model", "item"];

/// What a row looks like besides a row.
pub(super) enum Looks {
    /// The bare word of a total stands where people, cars or kinds are named.
    Total,
    /// It counts, and this is told of it.
    Doubtful(Problem),
}

/// What a row with these values looks like.
pub(super) fn looks(
    grid: &Grid,
    schema: &Schema,
    block: &Block,
    values: &[Value],
    cells: &[GridCell],
) -> Option<Looks> {
    let doubtful = |column: usize, broken: Broken| {
        let Column { col, field, .. } = block.columns[column];
        let cell = cells.iter().find(|cell| cell.col == col);
        let shown = cell.map(|cell| grid.shown(cell.value)).unwrap_or_default();
        Looks::Doubtful(Problem { column, col, field, broken, refused: false, shown })
    };
    let named = block.columns.iter().enumerate().filter(|(_, column)| names(schema, column.field));
    let mut texts = named.filter_map(|(slot, column)| {
        let cell = cells.binary_search_by_key(&column.col, |cell| cell.col).ok()?;
        match cells[cell].value {
            GridValue::Text(id) => Some((slot, grid.text(id))),
            _ => None,
        }
    });
    let total = texts.find(|(_, text)| lines::is_bare_total(text) || lines::is_like_a_total(text));
    if let Some((slot, text)) = total {
        return Some(if lines::is_bare_total(text) { Looks::Total } else { doubtful(slot, like_a_total()) });
    }
    only_a_date(schema, block, values).map(|slot| doubtful(slot, nothing_but_a_date()))
}

fn names(schema: &Schema, field: usize) -> bool {
    let field = &schema.fields[field];
    match field.kind {
        FieldKind::Person | FieldKind::Word | FieldKind::Code | FieldKind::Plate | FieldKind::Vin => true,
        FieldKind::Text => NAMES.contains(&field.id.as_str()),
        _ => false,
    }
}

/// The column of the date of a row that says nothing else, in a list that names what its rows are about.
fn only_a_date(schema: &Schema, block: &Block, values: &[Value]) -> Option<usize> {
    let kind = |slot: usize| schema.fields[block.columns[slot].field].kind;
    let is_date = |slot: usize| matches!(kind(slot), FieldKind::Date | FieldKind::Month | FieldKind::Year);
    let mut said = (0..values.len().min(block.columns.len())).filter(|slot| values[*slot] != Value::Nothing);
    let first = said.next().filter(|slot| is_date(*slot))?;
    // A month without its number of cars is no car.
    let counts = block.columns.iter().any(|column| schema.fields[column.field].adds_up);
    let names_things = !counts && block.columns.iter().any(|column| names(schema, column.field));
    (names_things && said.all(is_date)).then_some(first)
}

fn like_a_total() -> Broken {
    Broken::new(
        Code::DoubtfulRow,
        "像是合计行，已按一行数据计入；如是合计，请删去这一行",
        "this looks like a total and counts as a row; if it is a total, take it out",
    )
}

fn nothing_but_a_date() -> Broken {
    Broken::new(
        Code::DoubtfulRow,
        "这一行除日期外没有内容，已计入；如是预先填好的空行，请删去",
        "the row says nothing but its date and counts; if it was only prepared, take it out",
    )
}
