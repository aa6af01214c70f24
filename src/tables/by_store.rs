//! A sheet of several stores to one sheet a store: a column names the store of each row.
//!
//! Every cell keeps its address. Headings, and what stands above them, are those of every store; lines that name no store
//! (totals, notes, rows in which the cell is blank) are nobody's.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use super::accounting::rows_of;
use super::lines::Lines;
use super::schemas::Schemas;
use crate::input::grid::{Area, Grid, GridCell, GridValue, runs};
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
    StoreRows::of(&grid, &blocks, &columns, &schemas.common.lines).grids(&grid)
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
    /// Every store once; nobody comes first, and is there where no row names a store.
    names: Vec<Option<&'a str>>,
    /// The place among them of the store of each row below a heading. Rows without a cell, and the headings that come again,
    /// are counted once: with the first.
    owners: BTreeMap<u32, usize>,
}

/// What a store has of a sheet.
#[derive(Clone, Default)]
struct Share {
    /// Its rows below headings, in order.
    rows: Vec<u32>,
    cells: Vec<GridCell>,
    merges: Vec<Area>,
}

impl<'a> StoreRows<'a> {
    fn of(grid: &'a Grid, blocks: &[Block], columns: &[Option<u32>], words: &Lines) -> Self {
        let (mut named, mut once) = (BTreeMap::new(), Vec::new());
        for (block, column) in blocks.iter().zip(columns) {
            let mut rows = rows_of(grid, block).peekable();
            let lenders: Vec<&Area> = grid.merges.iter().filter(|area| Some(area.col) == *column).collect();
            let name = |cell: &'a GridCell| match cell.value {
                GridValue::Text(id) => Some(grid.text(id).trim()),
                _ => None,
            };
            let is_name = |text: &&str| {
                !text.is_empty() && !words.is_total(text) && !words.is_count(text) && !words.begins_a_note(text)
            };
            for row in block.first_row..block.end_row {
                let lent = || {
                    let before = lenders.partition_point(|area| area.row <= row).checked_sub(1)?;
                    let area = lenders[before];
                    if row <= area.last_row { grid.cell(area.row, area.col) } else { None }
                };
                match rows.next_if(|(filled, _)| *filled == row) {
                    Some((_, cells)) if block.repeated.binary_search(&row).is_err() => {
                        let cell = cells.iter().find(|cell| Some(cell.col) == *column).or_else(lent);
                        named.insert(row, cell.and_then(name).filter(is_name));
                    }
                    _ => once.push(row),
                }
            }
        }
        let names: BTreeSet<Option<&str>> = named.values().copied().collect();
        let names = if names.is_empty() { vec![None] } else { Vec::from_iter(names) };
        let place = |name| names.binary_search(&name).unwrap_or(0);
        let mut owners: BTreeMap<u32, usize> = named.into_iter().map(|(row, name)| (row, place(name))).collect();
        for row in once {
            owners.entry(row).or_insert(0);
        }
        Self { names, owners }
    }

    /// The sheet of each store.
    fn grids(self, grid: &Grid) -> Vec<(Option<String>, Grid)> {
        let mut shares = vec![Share::default(); self.names.len()];
        for (row, owner) in &self.owners {
            shares[*owner].rows.push(*row);
        }
        for cell in &grid.cells {
            match self.owners.get(&cell.row) {
                Some(owner) => shares[*owner].cells.push(*cell),
                None => shares.iter_mut().for_each(|share| share.cells.push(*cell)),
            }
        }
        for area in &grid.merges {
            let lent = grid.cell(area.row, area.col);
            for (owner, rows) in self.parts(area) {
                let share = &mut shares[owner];
                let (top, bottom) = (*rows.start(), *rows.end());
                // What a merged cell lends stands in the first of its rows that is the store's.
                if top != area.row {
                    share.cells.extend(lent.map(|cell| GridCell { row: top, ..*cell }));
                }
                if bottom > top {
                    share.merges.push(Area { row: top, last_row: bottom, ..*area });
                }
            }
        }
        let known = runs(self.owners.keys().copied());
        let sheet = |(name, share): (Option<&str>, Share)| {
            let Share { rows, mut cells, merges } = share;
            cells.sort_by_key(|cell| (cell.row, cell.col));
            cells.dedup_by_key(|cell| (cell.row, cell.col));
            (name.map(str::to_owned), Grid { elsewhere: without(&known, &rows), ..grid.with_cells(cells, merges) })
        };
        self.names.into_iter().zip(shares).map(sheet).collect()
    }

    /// The first and the last of the rows of a merged cell that each store has; rows above and between the lists are those of
    /// every store.
    fn parts(&self, area: &Area) -> BTreeMap<usize, RangeInclusive<u32>> {
        let widened = |rows: &RangeInclusive<u32>, by: &RangeInclusive<u32>| {
            *rows.start().min(by.start())..=*rows.end().max(by.end())
        };
        let mut parts: BTreeMap<usize, RangeInclusive<u32>> = BTreeMap::new();
        let mut of_all: Option<RangeInclusive<u32>> = None;
        for row in area.row..=area.last_row {
            match self.owners.get(&row) {
                Some(owner) => {
                    let rows = parts.entry(*owner).or_insert(row..=row);
                    *rows = widened(rows, &(row..=row));
                }
                None => of_all = Some(of_all.map_or(row..=row, |rows| widened(&rows, &(row..=row)))),
            }
        }
        if let Some(of_all) = of_all {
            for owner in 0..self.names.len() {
                let rows = parts.entry(owner).or_insert(of_all.clone());
                *rows = widened(rows, &of_all);
            }
        }
        parts
    }
}

/// The runs without the rows.
fn without(runs: &[RangeInclusive<u32>], rows: &[u32]) -> Vec<RangeInclusive<u32>> {
    let mut rest = Vec::new();
    let mut rows = rows.iter().copied().peekable();
    for run in runs {
        let mut from = *run.start();
        while let Some(row) = rows.next_if(|row| row <= run.end()) {
            if row > from {
                rest.push(from..=row - 1);
            }
            from = row + 1;
        }
        if from <= *run.end() {
            rest.push(from..=*run.end());
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_of_others_are_all_but_the_own_ones() {
        let known = runs([3, 4, 5, 6, 9, 10, 20].into_iter());
        assert_eq!(known, [3..=6, 9..=10, 20..=20]);
        for own in [&[][..], &[3], &[6, 9], &[4, 5, 10], &[3, 4, 5, 6, 9, 10, 20]] {
            let rest: Vec<u32> = without(&known, own).into_iter().flatten().collect();
            let wanted: Vec<u32> = known.iter().cloned().flatten().filter(|row| !own.contains(row)).collect();
            assert_eq!(rest, wanted, "{own:?}");
        }
    }
}
