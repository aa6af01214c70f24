//! Rows above the headings: titles and lines of the export are left where they are; what looks like rows of the list is told.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::finding::{Code, Finding, Severity};
use crate::input::grid::{Grid, GridCell, GridValue};
use crate::recognise::block::{Block, Fit};

use super::accounting::is_blank;
use super::row_reader;
use super::schemas::Schemas;

/// A row with so many cells is no title and no line of the export; of a list of two columns, with two.
const LEAST_FILLED: usize = 3;

/// So many of them above the headings are a list of their own, whatever stands in them.
const LEAST_ROWS: usize = 3;

/// A row has so many cells with a number or a date: what it is about, and when.
const LEAST_NUMBERS: usize = 2;

/// What is said of the rows above the first block of a sheet, none of which is read: each that would be a whole row of the
/// table below the headings, and where several are filled like a list.
pub(super) fn told(grid: &Arc<Grid>, sha256: &Arc<str>, first: &Block, schemas: &Schemas) -> Vec<Finding> {
    let Some((header, _)) = first.header else { return Vec::new() };
    let words = &schemas.common.lines;
    let least = LEAST_FILLED.min(first.columns.len().max(2));
    let is_filled = |cells: &[GridCell]| {
        let filled: Vec<&GridCell> = cells.iter().filter(|cell| !is_blank(grid, cell)).collect();
        let is_note =
            |cell: &&GridCell| matches!(cell.value, GridValue::Text(id) if words.begins_a_note(grid.text(id)));
        filled.len() >= least && !filled.first().is_some_and(is_note)
    };
    let above = grid.rows().take_while(|(row, _)| *row < header).filter(|(_, cells)| is_filled(cells));
    let filled: Vec<u32> = above.map(|(row, _)| row).collect();
    let heading = header + 1;
    let finding = |row: u32, chinese, english| {
        Finding::new(Severity::Warning, Code::RowsAbove, grid.place().at(row, 0), chinese, english)
    };
    let whole = whole(grid, sha256, first, schemas, &filled);
    let others: Vec<u32> = filled.iter().copied().filter(|row| !whole.contains(row)).collect();
    let like_a_list = others.first().filter(|_| filled.len() >= LEAST_ROWS).map(|row| {
        let count = others.len();
        let chinese = format!("表头（第 {heading} 行）以上有 {count} 行内容，没有读取");
        let english = format!("{count} rows above the headings (row {heading}) are not read");
        finding(*row, chinese, english)
    });
    let set_aside = whole.into_iter().map(|row| {
        let chinese = format!("表头（第 {heading} 行）以上的一行像是数据，没有读取");
        let english = format!("a row above the headings (row {heading}) looks like data and is not read");
        finding(row, chinese, english)
    });
    set_aside.chain(like_a_list).collect()
}

/// Those of the rows that would count below the headings, with nothing to tell of them. A title may have a date, and no
/// number besides.
fn whole(grid: &Arc<Grid>, sha256: &Arc<str>, first: &Block, schemas: &Schemas, rows: &[u32]) -> Vec<u32> {
    let schema = first.table.filter(|_| first.fit == Fit::Complete).and_then(|table| schemas.table(table));
    let (Some(schema), Some(from), Some(to)) = (schema, rows.first(), rows.last()) else { return Vec::new() };
    let mut block = Block { first_row: *from, end_row: to + 1, repeated: vec![], titles: vec![], ..first.clone() };
    schema.settle(&mut block);
    let read = row_reader::read(Arc::clone(grid), Arc::clone(sha256), block, None, schema, schemas);
    let told: BTreeSet<u32> = read.findings.iter().flat_map(Finding::cells).map(|cell| cell.row).collect();
    let has_numbers = |row: u32| {
        let numbers = grid.cells_of(row..row + 1).iter().filter(|cell| match cell.value {
            GridValue::Text(id) => grid.text(id).contains(|c: char| c.is_ascii_digit()),
            _ => true,
        });
        numbers.count() >= LEAST_NUMBERS
    };
    let is_title = |row: u32| {
        grid.cells_of(row..row + 1)
            .iter()
            .any(|cell| matches!(cell.value, GridValue::Text(id) if schemas.common.lines.is_of_titles(grid.text(id))))
    };
    let is_whole = |row: &u32| read.rows.contains(row) && !told.contains(row) && has_numbers(*row) && !is_title(*row);
    rows.iter().copied().filter(is_whole).collect()
}
