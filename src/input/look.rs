//! What a look at a file finds that the library does not tell: merged cells, formulas that no program has calculated, rows
//! that are hidden or struck through.

use super::builder::GridBuilder;
use super::grid::{Area, NOT_CALCULATED};
use super::problem::Problem;
use crate::base::address::CellRef;

/// What was found in one sheet.
#[derive(Debug, Default)]
pub(super) struct Look {
    /// Merged cells.
    pub merges: Vec<Area>,
    /// Cells whose formula has no result.
    pub not_calculated: Vec<Area>,
    /// Hidden rows that hold something.
    pub hidden_rows: u32,
    /// The first cell of each row that is struck through.
    pub struck: Vec<CellRef>,
}

impl Look {
    /// Adds it to the cells that the library has read.
    pub(super) fn add_to(&self, builder: &mut GridBuilder) -> Result<(), Problem> {
        let grid = builder.grid_mut();
        (grid.hidden_rows, grid.struck) = (self.hidden_rows, self.struck.clone());
        for area in &self.not_calculated {
            for row in area.row..=area.last_row {
                for col in area.col..=area.last_col {
                    builder.error(row, col, NOT_CALCULATED)?;
                }
            }
        }
        self.merges.iter().try_for_each(|area| builder.merge(*area))
    }
}

/// Whether a name is one character off another: such an element or attribute is a damaged one.
pub(super) fn is_nearly(name: &str, wanted: &str) -> bool {
    name.len() == wanted.len() && name.bytes().zip(wanted.bytes()).filter(|(a, b)| a != b).count() == 1
}
