//! The circumstances in which the cells of a column are read.

use std::collections::BTreeSet;

use crate::input::grid::{Grid, GridValue};
use crate::recognise::block::Block;

use super::cell::duration;
use super::cell::named::Named;
use super::cell::read::Column;
use super::field_kind::FieldKind;
use super::schema::Schema;
use super::schemas::Schemas;

/// A column of the block as its cells are read.
pub(super) fn read_as<'a>(
    grid: &'a Grid,
    block: &'a Block,
    schema: &'a Schema,
    schemas: &'a Schemas,
    named: Named,
    slot: usize,
    with_seconds: &BTreeSet<usize>,
) -> Column<'a> {
    let column = &block.columns[slot];
    let field = &schema.fields[column.field];
    let has_seconds = with_seconds.contains(&slot);
    Column { field, heading: &column.heading, grid, common: &schemas.common, named, has_seconds }
}

/// The columns of durations of which some times of day have seconds.
pub(super) fn with_seconds(grid: &Grid, block: &Block, schema: &Schema) -> BTreeSet<usize> {
    let columns = block.columns.iter().enumerate();
    let durations = columns.filter(|(_, column)| schema.fields[column.field].kind == FieldKind::Duration);
    durations.filter(|(_, column)| has_seconds(grid, block, column.col)).map(|(slot, _)| slot).collect()
}

/// Whether some of the times of day in a column have seconds.
fn has_seconds(grid: &Grid, block: &Block, col: u32) -> bool {
    let own = grid.cells_of(block.first_row..block.end_row).iter().filter(|cell| cell.col == col);
    duration::shows_seconds(own.filter_map(|cell| match cell.value {
        GridValue::Date(serial) => Some(serial),
        _ => None,
    }))
}
