//! Several columns that claim one field: one is kept; of a date all that hold data are read together.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::base::address::CellRef;
use crate::base::text::fold;
use crate::input::grid::{Grid, GridCell, GridValue};

use super::block::{Block, Column, LAST_RANK};
use super::dictionary::{Dictionary, FieldHeadings, Holds};
use super::heading::readings;
use super::time_of_day::is_time_of_day;

/// A preferred column that is filled less than one row in so many of another gives way to it.
const SPARSE: u64 = 2;

/// Columns that claimed one field: the one kept and those left out.
pub(crate) struct Doubled {
    pub kept: Column,
    pub left_out: Vec<Column>,
    /// Not the template but the data says which one is meant.
    pub doubtful: bool,
    /// Cells of the columns left out beside a blank one of the column kept, where a figure needs the field.
    pub only_there: Vec<CellRef>,
}

/// What stands in a column of the block.
#[derive(Clone, Copy, Default)]
struct Filled {
    cells: u64,
    /// Cells that hold a time of day without a date.
    times: u64,
}

/// Keeps one column a field: of the same heading twice the one with more filled cells; of two headings the one that
/// the template lists first, unless it is empty, or nearly so and nowhere says otherwise than the fuller one. (`车主` and
/// `送修人` in one export are both the customer.)
///
/// The columns of a date (`接诉日期` beside `接诉时间`, `结算日期` beside `结清日期`) stay together: which of them tells the
/// moment is decided row by row. Of two dates of different meaning (`关闭时间`, `处理时间`) the field's own is kept even where
/// it is empty: that nothing was closed yet is what it says.
pub(crate) fn keep_one(grid: &Grid, dictionary: &Dictionary, block: &mut Block) -> Vec<Doubled> {
    let mut by_field: BTreeMap<(usize, u8), Vec<Column>> = BTreeMap::new();
    for column in &block.columns {
        by_field.entry((column.field, column.attempt)).or_default().push(column.clone());
    }
    let table = block.table.and_then(|table| dictionary.table(table)).filter(|table| table.used);
    let Some(table) = table.filter(|_| by_field.values().any(|columns| columns.len() > 1)) else {
        return Vec::new();
    };
    let several = by_field.values().filter(|columns| columns.len() > 1).flatten().map(|column| column.col);
    let filled = filled_cells(grid, block, &several.collect());
    let filled = |column: &Column| filled.get(&column.col).copied().unwrap_or_default();
    let mut doubled = Vec::new();
    let mut kept_columns = Vec::new();
    for ((field, _), mut columns) in by_field {
        let is_date = table.fields.get(field).is_some_and(|field| field.holds.is_date());
        let same_word = columns.windows(2).all(|pair| bare(&pair[0].heading) == bare(&pair[1].heading));
        let most = columns.iter().map(|column| filled(column).cells).max().unwrap_or(0);
        let fullest = columns.iter().rev().max_by_key(|column| filled(column).cells).map_or(0, |column| column.col);
        let is_sparse = |column: &Column| filled(column).cells * SPARSE < most;
        let gives_way = |column: &Column| match filled(column).cells {
            0 => true,
            _ => !is_date && is_sparse(column) && !contradicts(grid, block, column.col, fullest),
        };
        let only_times = |column: &Column| is_date && filled(column).times * 2 > filled(column).cells;
        let meaning = |column: &Column| table.fields.get(field).map_or(0, |field| field.meaning(column.rank));
        let own = columns.iter().filter(|column| !only_times(column)).map(meaning).min().unwrap_or(0);
        let preferred = columns.iter().filter(|column| filled(column).cells > 0).map(|column| column.rank).min();
        let plain: Vec<u32> =
            columns.iter().filter(|column| is_plain(column, &columns)).map(|column| column.col).collect();
        columns.sort_by_key(|column| {
            let other = is_date && !only_times(column) && meaning(column) != own;
            // Of 回访日期（旧） and 回访日期 the one that says no more than the word.
            let by_word = (if same_word { 0 } else { column.rank }, !plain.contains(&column.col));
            (other, gives_way(column), only_times(column), by_word, Reverse(filled(column).cells), column.col)
        });
        let mut kept = columns.remove(0);
        let is_read = |column: &Column| is_date && filled(column).cells > 0 && column.rank < LAST_RANK;
        let (beside, left_out) = columns.into_iter().partition(is_read);
        kept.beside = beside;
        if !left_out.is_empty() {
            let passed_over = preferred.is_some_and(|rank| rank < kept.rank) && !is_date;
            let of_figures = table.fields.get(field).is_some_and(is_of_figures);
            let by_place = of_figures && left_out.iter().any(|column| column.is_of_another(&kept));
            let is_doubtful = same_word || passed_over || by_place || !is_date && is_sparse(&kept);
            doubled.push(Doubled { kept: kept.clone(), left_out, doubtful: is_doubtful, only_there: Vec::new() });
        }
        kept_columns.push(kept);
    }
    kept_columns.sort_by_key(|column| column.col);
    block.columns = kept_columns;
    let is_needed = |double: &Doubled| {
        table.fields.get(double.kept.field).is_some_and(|field| field.without.is_some() && !field.holds.is_date())
    };
    only_there(grid, block, &mut doubled, is_needed);
    doubled
}

/// Whether figures are made of the field: which customer or telephone is meant decides none.
fn is_of_figures(field: &FieldHeadings) -> bool {
    field.without.is_some() || matches!(field.holds, Holds::Score | Holds::Figure | Holds::Choice)
}

/// Whether every other column of the same word says more than this one.
fn is_plain(column: &Column, columns: &[Column]) -> bool {
    let mut others = columns.iter().filter(|other| other.col != column.col && other.is_of_word(column)).peekable();
    others.peek().is_some() && !others.any(|other| other.is_of_another(column))
}

/// Finds the cells that say what the column kept does not.
fn only_there(grid: &Grid, block: &Block, doubled: &mut [Doubled], is_needed: impl Fn(&Doubled) -> bool) {
    let needed = doubled.iter().enumerate().filter(|(_, double)| is_needed(double));
    let of_col: BTreeMap<u32, usize> =
        needed.flat_map(|(at, double)| double.left_out.iter().map(move |column| (column.col, at))).collect();
    if of_col.is_empty() {
        return;
    }
    let says = |cell: &GridCell| !fold(&grid.shown(cell.value)).is_empty();
    for cells in grid.cells_of(block.first_row..block.end_row).chunk_by(|a, b| a.row == b.row) {
        for cell in cells {
            let Some(double) = of_col.get(&cell.col).map(|at| &mut doubled[*at]) else { continue };
            let kept = cells.binary_search_by_key(&double.kept.col, |cell| cell.col);
            if says(cell) && !kept.is_ok_and(|at| says(&cells[at])) {
                double.only_there.push(CellRef { row: cell.row, col: cell.col });
            }
        }
    }
}

/// Whether two columns say different things in any row.
fn contradicts(grid: &Grid, block: &Block, one: u32, other: u32) -> bool {
    grid.cells_of(block.first_row..block.end_row).chunk_by(|a, b| a.row == b.row).any(|cells| {
        let said = |col: u32| {
            let cell = cells.iter().find(|cell| cell.col == col)?;
            Some(fold(&grid.shown(cell.value))).filter(|text| !text.is_empty())
        };
        said(one).zip(said(other)).is_some_and(|(one, other)| one != other)
    })
}

/// The word itself: `1.回访日期` and `2.回访日期` are the same.
fn bare(heading: &str) -> Option<String> {
    readings(heading).pop()
}

fn filled_cells(grid: &Grid, block: &Block, columns: &BTreeSet<u32>) -> BTreeMap<u32, Filled> {
    let mut filled: BTreeMap<u32, Filled> = BTreeMap::new();
    let cells = grid.cells_of(block.first_row..block.end_row);
    for cell in cells.iter().filter(|cell| columns.contains(&cell.col)) {
        if !matches!(cell.value, GridValue::Text(id) if grid.text(id).trim().is_empty()) {
            let column = filled.entry(cell.col).or_default();
            column.cells += 1;
            column.times += u64::from(is_time_of_day(grid, cell.value));
        }
    }
    filled
}
