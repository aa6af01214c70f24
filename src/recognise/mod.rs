//! Grids to sheets: which table a sheet belongs to, where its headings stand, which column is which field.
//!
//! The headings decide; the names of file and sheet only break ties. A sheet that fits no table is reported, never
//! guessed.

pub mod around;
pub mod block;
mod candidate;
pub mod dictionary;
mod duplicate_columns;
mod findings;
pub mod heading;
mod heading_row;
pub mod legend;
pub mod near;
mod numbering;
mod other_lists;
pub mod repeats;
mod rivals;
mod scan;
pub mod sides;
mod swapped_days;
pub(crate) mod time_of_day;
mod turned;
pub mod unused;

use crate::base::finding::Finding;
use crate::input::grid::Grid;

use block::Block;
use dictionary::Dictionary;
use unused::Unused;

/// What was understood of one sheet: its blocks from top to bottom (none in a sheet without cells), and the doubts.
#[derive(Debug, Default)]
pub struct Sheet {
    /// One block a heading row with its own rows; a sheet that fits no table is one block without a table.
    pub blocks: Vec<Block>,
    /// hidden-sheet, hidden-rows, unknown-sheet, table-not-used-yet, missing-heading, unknown-heading, near-heading, duplicate-heading, no-rows.
    pub findings: Vec<Finding>,
    /// Columns that no field takes.
    pub unused: Vec<Unused>,
}

/// Recognises one sheet. It cannot fail; what does not fit becomes a finding.
pub fn recognise(grid: &Grid, dictionary: &Dictionary) -> Sheet {
    let mut sheet = Sheet::default();
    for found in scan::blocks(grid, dictionary) {
        let mut block = found.block;
        let doubled = duplicate_columns::keep_one(grid, dictionary, &mut block);
        let unused = findings::of_block(grid, dictionary, &block, &found.heading, &doubled, &mut sheet.findings);
        sheet.unused.extend(unused);
        sheet.blocks.push(block);
    }
    findings::of_hidden(grid, &sheet.blocks, &mut sheet.findings);
    sheet
}
