//! Rows whose text is struck through: people delete rows that way, and no program sees it.

use crate::base::address::CellRef;

/// The rows of a sheet that are struck through for the most part.
#[derive(Debug, Default)]
pub(super) struct Struck {
    /// The first struck cell of each.
    rows: Vec<CellRef>,
    /// The row being read, its cells that hold something, and how many of them are struck.
    row: u32,
    cells: u32,
    struck: u32,
    first: Option<CellRef>,
}

impl Struck {
    /// Takes a cell that holds something; cells come row by row.
    pub(super) fn cell(&mut self, row: u32, col: u32, is_struck: bool) {
        self.cells(row, col, 1, is_struck);
    }

    /// Takes so many cells beside each other.
    pub(super) fn cells(&mut self, row: u32, col: u32, count: u32, is_struck: bool) {
        if row != self.row {
            self.end_row();
            self.row = row;
        }
        self.cells = self.cells.saturating_add(count);
        if is_struck {
            self.struck = self.struck.saturating_add(count);
            self.first.get_or_insert(CellRef { row, col });
        }
    }

    fn end_row(&mut self) {
        let first = self.first.take();
        self.rows.extend(first.filter(|_| self.struck > self.cells / 2));
        (self.cells, self.struck) = (0, 0);
    }

    /// The first struck cell of each such row.
    pub(super) fn rows(mut self) -> Vec<CellRef> {
        self.end_row();
        self.rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_struck_where_more_than_half_of_its_cells_are() {
        let mut struck = Struck::default();
        for (row, col, is_struck) in
            [(0, 0, false), (2, 1, true), (2, 3, true), (2, 4, false), (3, 0, true), (3, 1, false), (7, 2, true)]
        {
            struck.cell(row, col, is_struck);
        }
        assert_eq!(struck.rows(), [CellRef { row: 2, col: 1 }, CellRef { row: 7, col: 2 }]);
    }
}
