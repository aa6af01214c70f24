//! Merged cells: what the first cell of one holds counts in every row of the list that it covers, as people see it.
//!
//! Sideways it stays in its first column. A merged cell lends only where its first row is a row of the list: the merged
//! word of a total or a merged remark makes no rows out of the lines beside it.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::address::CellRef;
use crate::input::grid::{Area, Grid};
use crate::recognise::block::Block;

/// The merged cells in the columns and rows of a block, by column and row.
#[derive(Debug, Default)]
pub(super) struct Merged {
    pub areas: Vec<Area>,
    /// The rows that some of them reach into from above, first and last.
    reached: Vec<(u32, u32)>,
}

impl Merged {
    pub(super) fn of(grid: &Grid, block: &Block) -> Self {
        if grid.merges.is_empty() {
            return Self::default();
        }
        let beside = block.columns.iter().flat_map(|column| &column.beside);
        let cols: BTreeSet<u32> = block.columns.iter().chain(beside).map(|column| column.col).collect();
        let rows = block.first_row..block.end_row;
        let own = |area: &&Area| cols.contains(&area.col) && rows.contains(&area.row);
        let within = |area: &Area| Area { last_row: area.last_row.min(rows.end - 1), ..*area };
        let areas: Vec<Area> =
            grid.merges.iter().filter(own).map(within).filter(|area| area.last_row > area.row).collect();
        let mut spans: Vec<(u32, u32)> = areas.iter().map(|area| (area.row + 1, area.last_row)).collect();
        spans.sort_unstable();
        let mut reached: Vec<(u32, u32)> = Vec::new();
        for (from, to) in spans {
            match reached.last_mut() {
                Some((_, last)) if from <= *last + 1 => *last = to.max(*last),
                _ => reached.push((from, to)),
            }
        }
        Self { areas, reached }
    }

    /// Whether a merged cell of a row above reaches into this one.
    pub(super) fn reaches_into(&self, row: u32) -> bool {
        let at = self.reached.partition_point(|(_, last)| *last < row);
        self.reached.get(at).is_some_and(|(first, _)| *first <= row)
    }

    /// The merged cell at this place.
    pub(super) fn at(&self, cell: CellRef) -> Option<&Area> {
        let before = self.areas.partition_point(|area| (area.col, area.row) <= (cell.col, cell.row));
        let area = self.areas.get(before.checked_sub(1)?)?;
        (area.col == cell.col && area.last_row >= cell.row).then_some(area)
    }

    /// The first cell of the merged cell at this place: there people see what it holds.
    pub(super) fn first(&self, cell: CellRef) -> Option<CellRef> {
        self.at(cell).map(|area| CellRef { row: area.row, col: area.col })
    }

    /// Whether another cell is seen at this place.
    pub(super) fn covers(&self, cell: CellRef) -> bool {
        self.at(cell).is_some_and(|area| area.row < cell.row)
    }

    /// The merged cells of a column, from top to bottom.
    pub(super) fn of_column(&self, col: u32) -> &[Area] {
        let at = |col: u32| self.areas.partition_point(|area| area.col < col);
        &self.areas[at(col)..at(col + 1)]
    }
}

/// What merged cells lent to the rows of a block.
#[derive(Debug, Default)]
pub(super) struct Loans {
    /// The first cells of those that lent.
    pub used: Vec<CellRef>,
    /// By first cell another value that one covers, its place, and how many there are.
    pub hidden: BTreeMap<CellRef, (CellRef, String, usize)>,
    /// The first own cells of lines that tell nothing new of the row above them: of those that are none, and of those that
    /// number something and count as rows.
    pub remarks: Vec<CellRef>,
    pub numbered: Vec<CellRef>,
    /// By first cell a number that would be added up again in every row.
    pub summed: BTreeMap<CellRef, (usize, i64)>,
}

impl Loans {
    pub(super) fn append(&mut self, mut below: Self) {
        self.used.append(&mut below.used);
        self.hidden.append(&mut below.hidden);
        self.summed.append(&mut below.summed);
        self.remarks.append(&mut below.remarks);
        self.numbered.append(&mut below.numbered);
    }
}
