//! The first door: the non-empty cells of one sheet as they stand; nothing interpreted, memory follows the cells.

use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use chrono::NaiveDateTime;

use crate::base::address::{CellRef, Place};
use crate::base::finding::Finding;

/// The error value that stands for the result of a formula that was never calculated: a program made the file, and no
/// spreadsheet program has saved it.
pub const NOT_CALCULATED: &str = "公式没有结果";
/// Hours that the clocks of a Chinese dealer are ahead of UTC, in which workbooks tell the time.
pub const CHINA: i64 = 8;

/// The grids of a workbook and what was found while reading it.
pub(super) type Sheets = (Vec<Grid>, Vec<Finding>);

/// The non-empty cells of one sheet with absolute addresses.
#[derive(Debug, Default)]
pub struct Grid {
    /// Path of the file relative to the input folder, with `/`.
    pub file: Arc<str>,
    /// Sheet name; `None` for text files.
    pub sheet: Option<Arc<str>>,
    /// The sheet is hidden in the workbook.
    pub hidden: bool,
    /// Numbers of hidden rows, where the format shows them.
    pub hidden_rows: u32,
    /// The first cell of each row that is struck through, where the format shows it.
    pub struck: Vec<CellRef>,
    /// Serial dates count from 1904.
    pub dates_1904: bool,
    /// When the workbook was last saved, by Chinese time, where it tells.
    pub saved: Option<NaiveDateTime>,
    /// Non-empty cells in row order, within a row in column order.
    pub cells: Vec<GridCell>,
    /// Runs of rows that are those of another store or table, in order; they are no blank ones.
    pub elsewhere: Vec<RangeInclusive<u32>>,
    /// Merged cells over several rows that hold something, by column and row; in a column none reaches into another.
    pub merges: Vec<Area>,
    /// The texts that cells point to; the sheets of one workbook may share them.
    pub texts: Arc<Texts>,
}

/// One non-empty cell; row and column count from 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GridCell {
    /// Absolute row, from 0.
    pub row: u32,
    /// Absolute column, from 0.
    pub col: u32,
    /// What stands in it.
    pub value: GridValue,
}

/// A rectangle of cells, as a merged cell covers one; rows and columns count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// Its first row.
    pub row: u32,
    /// Its last row.
    pub last_row: u32,
    /// Its first column.
    pub col: u32,
    /// Its last column.
    pub last_col: u32,
}

impl Area {
    /// One cell.
    pub fn of_cell(row: u32, col: u32) -> Self {
        Self { row, last_row: row, col, last_col: col }
    }
}

/// What stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum GridValue {
    /// A text: index into [`Grid::texts`].
    Text(TextId),
    /// A number without a format of dates or percentages.
    Number(f64),
    /// A number that the workbook formats as a percentage: 0.93 where the cell shows 93%.
    Percentage(f64),
    /// A number that the workbook formats as a date or time: the serial.
    Date(f64),
    /// TRUE or FALSE.
    Bool(bool),
    /// An error value; its text, `#VALUE!`, is in [`Grid::texts`].
    Error(TextId),
}

/// A text of [`Grid::texts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextId(pub u32);

/// Many texts, one behind the other in one piece of memory: a large sheet has hundreds of thousands.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    together: String,
    /// Where each text ends.
    ends: Vec<usize>,
}

impl Texts {
    /// Adds a text; its id is its place in the order of adding.
    pub fn push(&mut self, text: &str) -> TextId {
        self.together.push_str(text);
        self.ends.push(self.together.len());
        // At most one text a cell, and the cells of a file are limited far below 2³².
        TextId(self.ends.len() as u32 - 1)
    }

    /// The text of an id.
    pub fn get(&self, id: TextId) -> &str {
        let at = id.0 as usize;
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.together[start..self.ends[at]]
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

/// The runs of rows that follow each other, of rows in order.
pub fn runs(rows: impl Iterator<Item = u32>) -> Vec<RangeInclusive<u32>> {
    let mut runs: Vec<RangeInclusive<u32>> = Vec::new();
    for row in rows {
        match runs.last_mut() {
            Some(run) if *run.end() + 1 == row => *run = *run.start()..=row,
            _ => runs.push(row..=row),
        }
    }
    runs
}

impl Grid {
    /// The text of an id.
    pub fn text(&self, id: TextId) -> &str {
        self.texts.get(id)
    }

    /// A value in words: a text or an error as it stands, numbers plain, dates as their serial.
    pub fn shown(&self, value: GridValue) -> String {
        match value {
            GridValue::Text(id) | GridValue::Error(id) => self.text(id).trim().to_owned(),
            GridValue::Number(number) | GridValue::Date(number) => number.to_string(),
            GridValue::Percentage(share) => format!("{}%", in_percent(share)),
            GridValue::Bool(flag) => if flag { "TRUE" } else { "FALSE" }.to_owned(),
        }
    }

    /// The cells of these rows.
    pub fn cells_of(&self, rows: Range<u32>) -> &[GridCell] {
        let at = |row| self.cells.partition_point(|cell| cell.row < row);
        let from = at(rows.start);
        &self.cells[from..at(rows.end).max(from)]
    }

    /// The cell at a place, if it is not empty.
    pub fn cell(&self, row: u32, col: u32) -> Option<&GridCell> {
        let at = self.cells.binary_search_by_key(&(row, col), |cell| (cell.row, cell.col));
        at.ok().map(|at| &self.cells[at])
    }

    /// The same sheet with other cells, which point to the same texts.
    pub fn with_cells(&self, cells: Vec<GridCell>, merges: Vec<Area>) -> Self {
        Self {
            file: Arc::clone(&self.file),
            sheet: self.sheet.clone(),
            struck: self.struck.clone(),
            elsewhere: self.elsewhere.clone(),
            texts: Arc::clone(&self.texts),
            cells,
            merges,
            ..*self
        }
    }

    /// Adds a text for cells to point to.
    pub fn add_text(&mut self, text: &str) -> TextId {
        Arc::make_mut(&mut self.texts).push(text)
    }

    /// The place of this sheet, for findings; add the cell with [`Place::at`].
    pub fn place(&self) -> Place {
        Place { file: Arc::clone(&self.file), sheet: self.sheet.clone(), cell: None }
    }

    /// The rows that hold a cell, in order: row number (from 0) and its cells.
    pub fn rows(&self) -> impl Iterator<Item = (u32, &[GridCell])> {
        self.cells.chunk_by(|a, b| a.row == b.row).map(|cells| (cells[0].row, cells))
    }
}

/// A share in percent, on the 15 significant digits that a spreadsheet keeps: 0.57 is 57, not 56.99999999999999.
fn in_percent(share: f64) -> f64 {
    let rounded = format!("{:.14e}", share * 100.0);
    rounded.parse().unwrap_or(share * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_is_shown_as_its_cell_shows_it() {
        let grid = Grid::default();
        for (share, shown) in [(0.93, "93%"), (0.57, "57%"), (1.0, "100%"), (0.955, "95.5%"), (0.0, "0%")] {
            assert_eq!(grid.shown(GridValue::Percentage(share)), shown);
        }
    }
}
