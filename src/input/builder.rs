//! Builds a grid cell by cell: the limits are kept here, for every format.

use std::sync::Arc;

use super::grid::{Area, Grid, GridCell, GridValue, TextId};
use super::intern::{Interner, SharedTexts};
use super::limits::{Limit, check, exceeded};
use super::problem::Problem;
use crate::base::address::Place;
use crate::base::finding::Finding;
use crate::settings::InputLimits;

/// What may still be read of one file.
#[derive(Clone)]
pub(super) struct Budget {
    pub(super) limits: InputLimits,
    /// Non-empty cells read so far, and empty ones that a format states.
    cells: u64,
    empty: u64,
    /// Distinct texts of the sheets read so far.
    texts: u64,
}

impl Budget {
    pub(super) fn new(limits: &InputLimits) -> Self {
        Self { limits: *limits, cells: 0, empty: 0, texts: 0 }
    }
}

/// A grid in the making.
pub(super) struct GridBuilder<'b> {
    grid: Grid,
    texts: Interner,
    budget: &'b mut Budget,
    cells_before: u64,
    texts_before: u64,
    in_order: bool,
    findings: Vec<Finding>,
}

impl<'b> GridBuilder<'b> {
    /// An empty grid of a file and a sheet.
    pub(super) fn new(file: &Arc<str>, sheet: Option<&str>, budget: &'b mut Budget) -> Self {
        let grid = Grid { file: Arc::clone(file), sheet: sheet.map(Arc::from), ..Grid::default() };
        let (cells_before, texts_before) = (budget.cells, budget.texts);
        let texts = Interner::default();
        Self { grid, texts, budget, cells_before, texts_before, in_order: true, findings: Vec::new() }
    }

    /// Takes a text as it stands; one of white space only is no cell.
    pub(super) fn text(&mut self, row: u32, col: u32, text: &str) -> Result<(), Problem> {
        match self.intern(row, col, text)? {
            Some(id) => self.push(row, col, GridValue::Text(id)),
            None => Ok(()),
        }
    }

    /// Takes a text that many cells share.
    pub(super) fn shared_text<'a>(
        &mut self,
        row: u32,
        col: u32,
        text: &'a str,
        known: &mut SharedTexts<'a>,
    ) -> Result<(), Problem> {
        if let Some(id) = known.get(text) {
            return self.push(row, col, GridValue::Text(id));
        }
        let Some(id) = self.intern(row, col, text)? else { return Ok(()) };
        known.remember(text, id);
        self.push(row, col, GridValue::Text(id))
    }

    /// The id of a text; `None` for white space, and for one that is too long, which is a finding.
    fn intern(&mut self, row: u32, col: u32, text: &str) -> Result<Option<TextId>, Problem> {
        if is_blank(text) {
            return Ok(None);
        }
        // Counting characters is only needed where the bytes could be too many.
        let allowed = self.budget.limits.cell_chars;
        if text.len() as u64 > allowed {
            let found = text.chars().count() as u64;
            if found > allowed {
                self.found(exceeded(Limit::CellChars, found, allowed), row, col);
                return Ok(None);
            }
        }
        let id = self.texts.id(text);
        let texts = self.texts_before + u64::from(id.0) + 1;
        check(Limit::Texts, texts, self.budget.limits.texts)?;
        Ok(Some(id))
    }

    /// Takes an error value by its text, `#VALUE!`.
    pub(super) fn error(&mut self, row: u32, col: u32, text: &str) -> Result<(), Problem> {
        let id = self.texts.id(text);
        self.push(row, col, GridValue::Error(id))
    }

    /// Passes an empty cell: a file may hold no more of them than of others.
    pub(super) fn pass_empty(&mut self) -> Result<(), Problem> {
        self.budget.empty += 1;
        check(Limit::Cells, self.budget.empty, self.budget.limits.cells)
    }

    /// Takes any other value.
    pub(super) fn push(&mut self, row: u32, col: u32, value: GridValue) -> Result<(), Problem> {
        self.budget.cells += 1;
        if self.budget.cells > self.budget.limits.cells {
            return Err(exceeded(Limit::Cells, self.budget.cells, self.budget.limits.cells));
        }
        check(Limit::Columns, u64::from(col) + 1, self.budget.limits.columns)?;
        if let Some(last) = self.grid.cells.last() {
            self.in_order &= (last.row, last.col) < (row, col);
        }
        self.grid.cells.push(GridCell { row, col, value });
        Ok(())
    }

    /// Takes what the file says of a merged cell. One that covers no second row lends nothing.
    pub(super) fn merge(&mut self, area: Area) -> Result<(), Problem> {
        if area.last_row > area.row {
            check(Limit::Cells, self.grid.merges.len() as u64 + 1, self.budget.limits.cells)?;
            self.grid.merges.push(area);
        }
        Ok(())
    }

    /// How many cells were taken so far.
    pub(super) fn len(&self) -> usize {
        self.grid.cells.len()
    }

    /// Records a problem of one cell.
    pub(super) fn found(&mut self, problem: Problem, row: u32, col: u32) {
        self.findings.push(problem.at(self.grid.place().at(row, col)));
    }

    /// Records a cell that cannot be understood; `left` is what stands in it.
    pub(super) fn damaged(&mut self, row: u32, col: u32, left: &str) {
        self.findings.push(Problem::damaged_cell().at(self.grid.place().at(row, col)).value(left));
    }

    /// The grid being built, to set what the workbook says about the sheet.
    pub(super) fn grid_mut(&mut self) -> &mut Grid {
        &mut self.grid
    }

    /// Where the sheet stands, for findings.
    pub(super) fn place(&self) -> Place {
        self.grid.place()
    }

    /// Gives the sheet up: its cells no longer count against the limit, so that the other sheets go on.
    pub(super) fn give_up(self) {
        self.budget.cells = self.cells_before;
    }

    /// The finished grid, in row and column order, and what was found while building it.
    pub(super) fn finish(mut self) -> (Grid, Vec<Finding>) {
        if !self.in_order {
            // Two values at one place: the later one stands, as in a spreadsheet program.
            self.grid.cells.reverse();
            self.grid.cells.sort_by_key(|cell| (cell.row, cell.col));
            self.grid.cells.dedup_by_key(|cell| (cell.row, cell.col));
        }
        self.grid.cells.shrink_to_fit();
        self.keep_merges();
        self.grid.texts = Arc::new(self.texts.into_texts());
        self.budget.texts += self.grid.texts.len() as u64;
        (self.grid, self.findings)
    }

    /// Keeps the merged cells that hold something and end with the cells of the sheet, the first one where two overlap:
    /// a forged list must not outgrow the cells.
    fn keep_merges(&mut self) {
        let Grid { cells, merges, .. } = &mut self.grid;
        let last_row = cells.last().map_or(0, |cell| cell.row);
        merges.retain_mut(|area| {
            area.last_row = area.last_row.min(last_row);
            area.last_row > area.row
                && cells.binary_search_by_key(&(area.row, area.col), |cell| (cell.row, cell.col)).is_ok()
        });
        merges.sort_by_key(|area| (area.col, area.row));
        let mut reached: Option<(u32, u32)> = None;
        merges.retain(|area| {
            let is_free = reached.is_none_or(|(col, row)| area.col > col || area.row > row);
            if is_free {
                reached = Some((area.col, area.last_row));
            }
            is_free
        });
        merges.shrink_to_fit();
    }
}

/// A text of white space only is no cell.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(cells: u64, cell_chars: u64) -> InputLimits {
        InputLimits { cells, cell_chars, ..InputLimits::default() }
    }

    #[test]
    fn cells_come_out_in_order_and_the_later_value_of_one_place_stands() {
        let mut budget = Budget::new(&InputLimits::default());
        let mut builder = GridBuilder::new(&"a".into(), None, &mut budget);
        for (row, col, number) in [(1, 1, 1.0), (0, 2, 2.0), (1, 1, 3.0)] {
            builder.push(row, col, GridValue::Number(number)).unwrap();
        }
        let (grid, _) = builder.finish();
        let cells: Vec<_> = grid.cells.iter().map(|cell| (cell.row, cell.col, cell.value)).collect();
        assert_eq!(cells, [(0, 2, GridValue::Number(2.0)), (1, 1, GridValue::Number(3.0))]);
    }

    #[test]
    fn merged_cells_follow_the_cells_and_never_overlap() {
        let mut budget = Budget::new(&InputLimits::default());
        let mut builder = GridBuilder::new(&"a".into(), None, &mut budget);
        for (row, col) in [(0, 0), (0, 1), (2, 0), (4, 0)] {
            builder.push(row, col, GridValue::Bool(true)).unwrap();
        }
        let area = |row, last_row, col, last_col| Area { row, last_row, col, last_col };
        // Across, over a blank cell, further than the cells, into another one.
        for stated in [area(0, 0, 0, 5), area(1, 3, 0, 0), area(2, 1 << 20, 0, 3), area(4, 5, 0, 0), area(0, 3, 1, 1)] {
            builder.merge(stated).unwrap();
        }
        let (grid, _) = builder.finish();
        assert_eq!(grid.merges, [area(2, 4, 0, 3), area(0, 3, 1, 1)]);
    }

    #[test]
    fn white_space_is_no_cell_and_other_text_is_not_trimmed() {
        let mut budget = Budget::new(&InputLimits::default());
        let mut builder = GridBuilder::new(&"a".into(), None, &mut budget);
        builder.text(0, 0, " \u{3000}\u{a0}\n").unwrap();
        builder.text(0, 1, " 李 娜 ").unwrap();
        let (grid, _) = builder.finish();
        assert_eq!((grid.cells.len(), grid.text(TextId(0))), (1, " 李 娜 "));
    }

    #[test]
    fn a_text_that_is_too_long_is_left_out_and_named() {
        let mut budget = Budget::new(&limits(10, 3));
        let mut builder = GridBuilder::new(&"a".into(), None, &mut budget);
        builder.text(4, 2, "四个汉字").unwrap();
        builder.text(4, 3, "三个字").unwrap();
        let (grid, findings) = builder.finish();
        assert_eq!(grid.cells.len(), 1);
        assert_eq!(findings[0].place.to_string(), "a › C5");
    }

    #[test]
    fn a_sheet_that_is_given_up_does_not_use_up_the_limit() {
        let mut budget = Budget::new(&limits(2, 100));
        let mut builder = GridBuilder::new(&"a".into(), Some("1"), &mut budget);
        builder.push(0, 0, GridValue::Bool(true)).unwrap();
        builder.push(0, 1, GridValue::Bool(true)).unwrap();
        assert!(builder.push(0, 2, GridValue::Bool(true)).is_err());
        builder.give_up();
        let mut builder = GridBuilder::new(&"a".into(), Some("2"), &mut budget);
        assert!(builder.push(0, 0, GridValue::Bool(true)).is_ok());
    }
}
