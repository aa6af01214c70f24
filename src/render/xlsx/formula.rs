//! A declared formula as Excel text. That it gives the figure it stands for is made sure of in the report.

use rust_xlsxwriter::utility::row_col_to_cell;

use crate::base::number::NO_DATA;
use crate::report::model::{CellAt, Formula};

/// Where the rows of a table begin on its sheet.
#[derive(Clone, Copy)]
pub(super) struct Origin {
    /// Sheet row of `rows[0]`.
    pub first_row: u32,
    /// Sheet column of `cells[0]`.
    pub first_col: u16,
}

impl Origin {
    /// The address of a cell: `D7`.
    pub(super) fn name(self, at: CellAt) -> String {
        row_col_to_cell(self.first_row + at.row as u32, self.first_col + at.col as u16)
    }

    fn list(self, cells: &[CellAt]) -> String {
        let consecutive = |step: fn(&CellAt) -> (usize, usize)| {
            cells.windows(2).all(|pair| step(&pair[0]) == (pair[1].row, pair[1].col))
        };
        let line = consecutive(|at| (at.row + 1, at.col)) || consecutive(|at| (at.row, at.col + 1));
        match (cells.first(), cells.last()) {
            (Some(&first), Some(&last)) if line && cells.len() > 1 => {
                format!("{}:{}", self.name(first), self.name(last))
            }
            _ => cells.iter().map(|&at| self.name(at)).collect::<Vec<_>>().join(","),
        }
    }
}

/// The text of a formula in a table that begins there.
pub(super) fn text(formula: &Formula, origin: Origin) -> String {
    match formula {
        Formula::Ratio { numerator, denominator } => {
            format!("=IFERROR({}/{},\"{NO_DATA}\")", origin.name(*numerator), origin.name(*denominator))
        }
        Formula::Sum(cells) => format!("=SUM({})", origin.list(cells)),
        // A mean of no cell at all is a formula that Excel refuses.
        Formula::Mean(cells) if cells.is_empty() => format!("=\"{NO_DATA}\""),
        Formula::Mean(cells) => format!("=IFERROR(AVERAGE({}),\"{NO_DATA}\")", origin.list(cells)),
    }
}
