//! The day on which a list was made: no row of it can tell of a later one.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::base::text::{fold, narrow};
use crate::input::grid::{Grid, GridCell, GridValue};
use crate::recognise::block::Block;

use super::cell::date;
use super::cell::named::Named;
use super::lines::Lines;

/// The line of an export stands among so many rows of the sheet, or so many above a table of it.
const ROWS_OF_A_TITLE: u32 = 60;

/// The lines of an export in one sheet; each row is looked at once, however many tables stand below it.
pub(super) struct Exports<'g> {
    grid: &'g Grid,
    words: &'g Lines,
    by_row: BTreeMap<u32, Option<NaiveDate>>,
}

impl<'g> Exports<'g> {
    pub(super) fn of(grid: &'g Grid, words: &'g Lines) -> Self {
        Self { grid, words, by_row: BTreeMap::new() }
    }

    /// The later of the day on which the workbook was saved and that of an export line above the table.
    pub(super) fn made_on(&mut self, block: &Block) -> Option<NaiveDate> {
        let top = block.header.map_or(block.first_row, |(first, _)| first);
        let (title, near) = (top.min(ROWS_OF_A_TITLE), top.saturating_sub(ROWS_OF_A_TITLE));
        let (grid, words) = (self.grid, self.words);
        let rows = |from: u32, to: u32| grid.cells_of(from..to).chunk_by(|a, b| a.row == b.row);
        let mut latest = grid.saved.map(|at| at.date());
        for cells in rows(0, title).chain(rows(near.max(title), top)) {
            let of_row = || {
                let days =
                    cells.iter().enumerate().filter_map(|(at, cell)| exported_on(grid, cell, cells.get(at + 1), words));
                days.max()
            };
            latest = latest.max(*self.by_row.entry(cells[0].row).or_insert_with(of_row));
        }
        latest
    }
}

/// `导出日期: 2013/10/01` in one cell, or the day in the next one of the row.
fn exported_on(grid: &Grid, cell: &GridCell, next: Option<&GridCell>, words: &Lines) -> Option<NaiveDate> {
    let GridValue::Text(id) = cell.value else { return None };
    let text = narrow(grid.text(id));
    let (word, behind) = text.split_once(':').unwrap_or((&text, ""));
    if !words.exported.contains(&fold(word)) {
        return None;
    }
    let read = |text: &str| date::from_text(text, Named::default(), false).ok();
    let day = match next.filter(|next| behind.trim().is_empty() && next.row == cell.row).map(|next| next.value) {
        Some(GridValue::Text(id)) => read(grid.text(id)),
        Some(GridValue::Number(serial) | GridValue::Date(serial)) => date::from_number(serial, grid.dates_1904).ok(),
        _ => read(behind),
    };
    day.map(|day| day.at.date())
}
