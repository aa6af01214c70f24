//! Lines that were made from the cells of a workbook and stand behind those of a file: a fault in one is told at its cell.

use crate::base::address::Place;
use crate::base::failure::{Exit, Failure};
use crate::base::lang::Words;

/// Which cells a made line comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellOfLine {
    /// The cell that says what is set.
    pub key: Place,
    /// The cell that says to what.
    pub value: Place,
    /// What people call what is set.
    pub label: Words,
    /// The value is written as a percentage.
    pub percentage: bool,
    /// It is what a new workbook has there: nobody wrote it, and it gives way to what somebody did.
    pub untouched: bool,
}

impl CellOfLine {
    /// A fault of the value.
    pub fn failure(&self, chinese: &str, english: &str) -> Failure {
        let Self { value, label: Words { chinese: label, en }, .. } = self;
        Failure::new(Exit::Usage, format!("{value}：“{label}”{chinese}"), format!("{value}: “{en}” {english}"))
    }
}

/// The cells of the made lines, in their order.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// Lines of the file itself.
    own: usize,
    cells: Vec<CellOfLine>,
}

impl Beside {
    /// Lines made from these cells, to stand behind a text and a line break.
    pub fn behind(text: &str, cells: Vec<CellOfLine>) -> Self {
        Self { own: text.matches('\n').count() + 1, cells }
    }

    /// The cells of a line, counted from 1; nothing where it is one of the file itself.
    pub fn cell(&self, line: usize) -> Option<&CellOfLine> {
        self.cells.get(line.checked_sub(self.own + 1)?)
    }
}
