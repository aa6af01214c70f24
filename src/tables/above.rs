//! Rows above the headings: titles and lines of the export are left where they are; what looks like rows of the list is told.

use std::sync::Arc;

use crate::base::finding::{Code, Finding, Severity};
use crate::input::grid::{Grid, GridCell, GridValue};
use crate::recognise::block::{Block, Fit};

use super::accounting::is_blank;
use super::schemas::Schemas;
use super::{lines, row_reader};

/// A row with so many cells is no title and no line of the export; of a list of two columns, with two.
const LEAST_FILLED: usize = 3;

/// So many of them above the headings are a list of their own, whatever stands in them.
const LEAST_ROWS: usize = 3;

/// What is said of the rows above the first block of a sheet, none of which is read: an error at each that would be a whole row of
/// the table below the headings, else a warning where several are filled like a list.
pub(super) fn told(grid: &Arc<Grid>, sha256: &Arc<str>, first: &Block, schemas: &Schemas) -> Vec<Finding> {
    let Some((header, _)) = first.header else { return Vec::new() };
    let least = LEAST_FILLED.min(first.columns.len().max(2));
    let is_filled = |cells: &[GridCell]| {
        let filled: Vec<&GridCell> = cells.iter().filter(|cell| !is_blank(grid, cell)).collect();
        let is_note =
            |cell: &&GridCell| matches!(cell.value, GridValue::Text(id) if lines::begins_a_note(grid.text(id)));
        filled.len() >= least && !filled.first().is_some_and(is_note)
    };
    let above = grid.rows().take_while(|(row, _)| *row < header).filter(|(_, cells)| is_filled(cells));
    let filled: Vec<u32> = above.map(|(row, _)| row).collect();
    let (count, heading) = (filled.len(), header + 1);
    let finding = |severity, row: u32, chinese, english| {
        Finding::new(severity, Code::RowsAbove, grid.place().at(row, 0), chinese, english)
    };
    let rows = whole(grid, sha256, first, schemas, &filled);
    match (rows.is_empty(), filled.first()) {
        (true, Some(row)) if count >= LEAST_ROWS => {
            let chinese = format!("表头（第 {heading} 行）以上有 {count} 行内容，没有读取");
            let english = format!("{count} rows above the headings (row {heading}) are not read");
            vec![finding(Severity::Warning, *row, chinese, english)]
        }
        _ => rows
            .into_iter()
            .map(|row| {
                let chinese = format!("表头（第 {heading} 行）以上的一行数据，没有读取；本行未计入");
                let english = format!("a row above the headings (row {heading}) is not read; it is set aside");
                finding(Severity::Error, row, chinese, english)
            })
            .collect(),
    }
}

/// Those of the rows that would count below the headings.
fn whole(grid: &Arc<Grid>, sha256: &Arc<str>, first: &Block, schemas: &Schemas, rows: &[u32]) -> Vec<u32> {
    let schema = first.table.filter(|_| first.fit == Fit::Complete).and_then(|table| schemas.table(table));
    let (Some(schema), Some(from), Some(to)) = (schema, rows.first(), rows.last()) else { return Vec::new() };
    let mut block = Block { first_row: *from, end_row: to + 1, repeated: vec![], titles: vec![], ..first.clone() };
    schema.settle(&mut block);
    let read = row_reader::read(Arc::clone(grid), Arc::clone(sha256), block, None, schema, schemas);
    rows.iter().copied().filter(|row| read.rows.contains(row)).collect()
}
