//! The columns that no field takes: those whose heading is not known, and those that hold data without a heading.

use crate::base::address::Place;
use crate::base::table_id::TableId;
use crate::input::grid::{Grid, GridCell, GridValue};

use super::block::Block;
use super::candidate::Candidate;
use super::dictionary::{Dictionary, TableHeadings};
use super::near::{self, Likeness, Near};

/// Columns without a heading are looked for in this many rows; a column of data shows early.
const FIRST_ROWS: u32 = 1000;

/// A column holds data where at least one row in so many does.
const SPARSE: u32 = 4;

/// Fewer cells are a remark beside the list.
const LEAST_CELLS: u32 = 3;

/// Of so many unknown headings it is looked up what may have been meant: no list of a dealer has more.
const LOOKED_UP: usize = 300;

/// Values shown of a column.
const SAMPLES: usize = 3;

/// A column that no field takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unused {
    /// The table of its block.
    pub table: TableId,
    /// The cell of its heading.
    pub place: Place,
    /// Its column, from 0.
    pub col: u32,
    /// The heading as it stands; empty where it has none.
    pub heading: String,
    /// Known headings that it may have been meant for, one a field.
    pub near: Vec<Near>,
    /// Cells that hold something.
    pub filled: u32,
    /// Some of its values.
    pub samples: Vec<String>,
}

/// The columns of a block that no field takes, in their order.
pub(crate) fn columns(
    grid: &Grid,
    dictionary: &Dictionary,
    table: &TableHeadings,
    block: &Block,
    heading: &Candidate,
) -> Vec<Unused> {
    let row = heading.rows.1;
    let mut taken: Vec<usize> = block.columns.iter().map(|column| column.field).collect();
    taken.sort_unstable();
    taken.dedup();
    let mut unused: Vec<Unused> = heading
        .unknown
        .iter()
        .enumerate()
        .map(|(at, (col, text))| Unused {
            table: table.table,
            place: grid.place().at(row, *col),
            col: *col,
            heading: text.trim().to_owned(),
            near: if at < LOOKED_UP { near::nearest(text, table, &taken, dictionary) } else { Vec::new() },
            filled: 0,
            samples: Vec::new(),
        })
        .collect();
    let rows = if unused.is_empty() { FIRST_ROWS } else { u32::MAX };
    let until = block.end_row.min(block.first_row.saturating_add(rows));
    let cells = grid.cells_of(block.first_row..until);
    let counts = counts(grid, cells);
    let read = until.saturating_sub(block.first_row);
    // Right behind the headings a few cells are a column too: nobody else tells of them.
    let behind = heading.cols.iter().max().map(|last| last + 1);
    let is_column = |col: u32, filled: u32| filled >= read / SPARSE || Some(col) == behind;
    let nameless = (0_u32..)
        .zip(&counts)
        .filter(|(col, filled)| **filled >= LEAST_CELLS && is_column(*col, **filled) && !heading.cols.contains(col));
    unused.extend(nameless.map(|(col, filled)| Unused {
        table: table.table,
        place: grid.place().at(row, col),
        col,
        heading: String::new(),
        near: Vec::new(),
        filled: *filled,
        samples: Vec::new(),
    }));
    unused.sort_by_key(|column| column.col);
    for column in &mut unused {
        column.filled = counts.get(column.col as usize).copied().unwrap_or(0);
        if column.filled == 0 {
            // An empty column is missed by nobody; a slip of the pen is worth a word all the same.
            column.near.retain(|near| near.likeness == Likeness::Slip);
        }
    }
    add_samples(grid, cells, &mut unused);
    unused
}

/// Filled cells of each column.
fn counts(grid: &Grid, cells: &[GridCell]) -> Vec<u32> {
    let mut counts = Vec::new();
    for cell in cells.iter().filter(|cell| !is_blank(grid, cell)) {
        let col = cell.col as usize;
        if col >= counts.len() {
            counts.resize(col + 1, 0);
        }
        counts[col] += 1;
    }
    counts
}

/// The first distinct texts and numbers of each column; the columns stand in their order.
fn add_samples(grid: &Grid, cells: &[GridCell], unused: &mut [Unused]) {
    for cell in cells.iter().filter(|cell| !is_blank(grid, cell)) {
        let Ok(at) = unused.binary_search_by_key(&cell.col, |column| column.col) else { continue };
        let samples = &mut unused[at].samples;
        if samples.len() < SAMPLES {
            let text = grid.shown(cell.value);
            if !samples.contains(&text) {
                samples.push(text);
            }
        }
    }
}

/// Only spaces stand in it.
pub(super) fn is_blank(grid: &Grid, cell: &GridCell) -> bool {
    matches!(cell.value, GridValue::Text(id) if grid.text(id).trim().is_empty())
}
