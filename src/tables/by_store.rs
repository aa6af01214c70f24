//! A sheet of several stores to one sheet a store: a column names the store of each row.
//!
//! Every cell keeps its address. Headings, and what stands above them, are those of every store; lines that name no store
//! (totals, notes, rows in which the cell is blank) are nobody's.

use std::collections::{BTreeMap, BTreeSet};

use super::lines;
use super::schemas::Schemas;
use crate::input::grid::{Area, Grid, GridCell, GridValue};
use crate::recognise::block::Block;
use crate::recognise::heading::readings;
use crate::recognise::recognise;

/// The sheet of each store, by its name as it stands; that of nobody has none. Of a sheet that names no store all is nobody's.
pub fn divide(grid: Grid, schemas: &Schemas) -> Vec<(Option<String>, Grid)> {
    let blocks = recognise(&grid, &schemas.dictionary).blocks;
    let columns: Vec<Option<u32>> = blocks.iter().map(|block| store_column(&grid, block, schemas)).collect();
    if columns.iter().all(Option::is_none) {
        return vec![(None, grid)];
    }
    let stores = StoreRows::of(&grid, &blocks, &columns);
    stores.names().into_iter().map(|name| (name.map(str::to_owned), stores.grid(&grid, name))).collect()
}

/// The column of a block whose heading means the store of a row.
fn store_column(grid: &Grid, block: &Block, schemas: &Schemas) -> Option<u32> {
    let (first, last) = block.header?;
    let is_taken = |col: u32| block.columns.iter().any(|column| column.col == col);
    let headings = grid.cells.iter().filter(|cell| (first..=last).contains(&cell.row) && !is_taken(cell.col));
    let means =
        |cell: &&GridCell| readings(&grid.shown(cell.value)).iter().any(|form| schemas.common.store.contains(form));
    headings.filter(means).map(|cell| cell.col).min()
}

/// Which row is whose.
struct StoreRows<'a> {
    /// The store of each row below a heading; none of lines that name no store.
    rows: BTreeMap<u32, Option<&'a str>>,
    /// Rows without a cell, and the headings that come again: they are counted once.
    once: BTreeSet<u32>,
}

impl<'a> StoreRows<'a> {
    fn of(grid: &'a Grid, blocks: &[Block], columns: &[Option<u32>]) -> Self {
        let mut all = Self { rows: BTreeMap::new(), once: BTreeSet::new() };
        for (block, column) in blocks.iter().zip(columns) {
            let mut cells: BTreeMap<u32, Option<&GridCell>> = BTreeMap::new();
            let below = grid.cells.iter().filter(|cell| (block.first_row..block.end_row).contains(&cell.row));
            for cell in below {
                let store = cells.entry(cell.row).or_default();
                if Some(cell.col) == *column {
                    *store = Some(cell);
                }
            }
            for row in block.first_row..block.end_row {
                let lent = || {
                    let area = grid.merges.iter().find(|area| Some(area.col) == *column && covers(area, row))?;
                    grid.cells.iter().find(|cell| (cell.row, cell.col) == (area.row, area.col))
                };
                let name = |cell: &'a GridCell| match cell.value {
                    GridValue::Text(id) => Some(grid.text(id).trim()),
                    _ => None,
                };
                let is_name = |text: &&str| {
                    !text.is_empty() && !lines::is_total(text) && !lines::is_count(text) && !lines::begins_a_note(text)
                };
                match cells.get(&row) {
                    Some(cell) if block.repeated.binary_search(&row).is_err() => {
                        let cell = cell.or_else(lent);
                        all.rows.insert(row, cell.and_then(name).filter(is_name));
                    }
                    _ => drop(all.once.insert(row)),
                }
            }
        }
        all
    }

    /// Every store once; nobody's rows come first, and are always there where no store has a row.
    fn names(&self) -> BTreeSet<Option<&'a str>> {
        let mut names: BTreeSet<Option<&str>> = self.rows.values().copied().collect();
        if names.is_empty() {
            names.insert(None);
        }
        names
    }

    /// The cells of one store.
    fn grid(&self, grid: &Grid, name: Option<&str>) -> Grid {
        let first = self.names().into_iter().next().flatten() == name;
        let is_own = |row: u32| match self.rows.get(&row) {
            Some(store) => *store == name,
            None => first || !self.once.contains(&row),
        };
        let mut cells: Vec<GridCell> = grid.cells.iter().filter(|cell| is_own(cell.row)).copied().collect();
        // What a merged cell lends stands in the first of its rows that is the store's.
        let mut merges = Vec::new();
        for area in &grid.merges {
            let own: Vec<u32> = (area.row..=area.last_row).filter(|row| is_own(*row)).collect();
            let (Some(top), Some(bottom)) = (own.first(), own.last()) else { continue };
            if *top != area.row {
                let lent = grid.cells.iter().find(|cell| (cell.row, cell.col) == (area.row, area.col));
                cells.extend(lent.map(|cell| GridCell { row: *top, ..*cell }));
            }
            if bottom > top {
                merges.push(Area { row: *top, last_row: *bottom, ..*area });
            }
        }
        cells.sort_by_key(|cell| (cell.row, cell.col));
        cells.dedup_by_key(|cell| (cell.row, cell.col));
        let known = self.rows.keys().chain(&self.once).copied();
        let mut elsewhere: Vec<u32> = known.filter(|row| !is_own(*row)).collect();
        elsewhere.sort_unstable();
        Grid { elsewhere, ..grid.with_cells(cells, merges) }
    }
}

fn covers(area: &Area, row: u32) -> bool {
    (area.row..=area.last_row).contains(&row)
}
