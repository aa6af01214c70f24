//! A declared formula as Excel text.

use rust_xlsxwriter::utility::row_col_to_cell;

use crate::base::number::{NO_DATA, Unit};
use crate::report::model::{CellAt, Formula, Number, Table, Value};

/// Where the rows of a table begin on its sheet; column 0 of a table is column A.
#[derive(Clone, Copy)]
pub(super) struct Origin {
    /// Sheet row of `rows[0]`.
    pub first_row: u32,
}

impl Origin {
    fn name(self, at: CellAt) -> String {
        row_col_to_cell(self.first_row + at.row as u32, at.col as u16)
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

/// The number that a cell holds: a rate is stored as a fraction, as Excel's percent formats want it; a change in
/// percentage points is not.
pub(super) fn stored(number: &Number) -> Option<f64> {
    let value = number.value.filter(|value| value.is_finite())?;
    Some(if number.unit == Unit::Percent && !number.change { value / 100.0 } else { value })
}

/// The live formula of a number, where recalculating it on this sheet gives the value that the report holds;
/// otherwise `None`, and the plain value is written: a figure must not change when the workbook is opened.
pub(super) fn live(number: &Number, table: &Table, origin: Origin) -> Option<String> {
    let formula = number.formula.as_ref()?;
    let same = match (recalculated(formula, table), stored(number)) {
        (Some(ours), Some(theirs)) => (ours - theirs).abs() <= 1e-9 * theirs.abs().max(1.0),
        (None, None) => true,
        _ => false,
    };
    same.then(|| match formula {
        Formula::Ratio { numerator, denominator } => {
            format!("=IFERROR({}/{},\"{NO_DATA}\")", origin.name(*numerator), origin.name(*denominator))
        }
        Formula::Sum(cells) => format!("=SUM({})", origin.list(cells)),
        Formula::Mean(cells) => format!("=IFERROR(AVERAGE({}),\"{NO_DATA}\")", origin.list(cells)),
    })
}

/// What Excel would show; `None` for `—`.
fn recalculated(formula: &Formula, table: &Table) -> Option<f64> {
    let numbers = |cells: &[CellAt]| -> Vec<f64> { cells.iter().filter_map(|&at| held(table, at)).collect() };
    match formula {
        Formula::Ratio { numerator, denominator } => {
            let below = held(table, *denominator).filter(|&below| below != 0.0)?;
            let above = if is_empty(table, *numerator) { 0.0 } else { held(table, *numerator)? };
            Some(above / below)
        }
        Formula::Sum(cells) => Some(numbers(cells).iter().sum()),
        Formula::Mean(cells) => {
            let numbers = numbers(cells);
            (!numbers.is_empty()).then(|| numbers.iter().sum::<f64>() / numbers.len() as f64)
        }
    }
}

/// An empty cell counts as 0 above the line.
fn is_empty(table: &Table, at: CellAt) -> bool {
    let cell = table.rows.get(at.row).and_then(|row| row.cells.get(at.col));
    cell.is_some_and(|cell| cell.value == Value::Empty)
}

/// The number in a cell of the table, if it holds one.
fn held(table: &Table, at: CellAt) -> Option<f64> {
    match &table.rows.get(at.row)?.cells.get(at.col)?.value {
        Value::Number(number) => stored(number),
        _ => None,
    }
}
