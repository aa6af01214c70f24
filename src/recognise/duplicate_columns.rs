//! Two columns that claim one field: one is kept.

use std::collections::BTreeMap;

use crate::input::grid::{Grid, GridValue};

use super::block::{Block, Column};
use super::dictionary::Dictionary;
use super::heading::readings;

/// Columns that claimed one field: the one kept and those left out.
pub(crate) struct Doubled {
    pub kept: Column,
    pub left_out: Vec<Column>,
    /// The headings are the same word, so nothing but the data says which one is meant.
    pub same_word: bool,
}

/// Keeps one column a field: of the same heading twice the one with more filled cells; of two headings the one that
/// the template lists first, unless it is empty. (`车主` and `送修人` in one export are both the customer.)
pub(crate) fn keep_one(grid: &Grid, dictionary: &Dictionary, block: &mut Block) -> Vec<Doubled> {
    let mut by_field: BTreeMap<(usize, u8), Vec<Column>> = BTreeMap::new();
    for column in &block.columns {
        by_field.entry((column.field, column.attempt)).or_default().push(column.clone());
    }
    let used = block.table.and_then(|table| dictionary.table(table)).is_some_and(|table| table.used);
    if !used || by_field.values().all(|columns| columns.len() == 1) {
        return Vec::new();
    }
    let filled = filled_cells(grid, block);
    let count = |column: &Column| filled.get(&column.col).copied().unwrap_or(0);
    let mut doubled = Vec::new();
    let mut kept_columns = Vec::new();
    for (_, mut columns) in by_field {
        let same_word = columns.windows(2).all(|pair| bare(&pair[0].heading) == bare(&pair[1].heading));
        columns.sort_by_key(|column| {
            let fewest_last = std::cmp::Reverse(count(column));
            let by_rank = if same_word { 0 } else { column.rank };
            (count(column) == 0, by_rank, fewest_last, column.col)
        });
        let kept = columns.remove(0);
        kept_columns.push(kept.clone());
        if !columns.is_empty() {
            doubled.push(Doubled { kept, left_out: columns, same_word });
        }
    }
    kept_columns.sort_by_key(|column| column.col);
    block.columns = kept_columns;
    doubled
}

/// The word itself: `1.回访日期` and `2.回访日期` are the same.
fn bare(heading: &str) -> Option<String> {
    readings(heading).pop()
}

fn filled_cells(grid: &Grid, block: &Block) -> BTreeMap<u32, u64> {
    let mut filled = BTreeMap::new();
    let from = grid.cells.partition_point(|cell| cell.row < block.first_row);
    for cell in grid.cells[from..].iter().take_while(|cell| cell.row < block.end_row) {
        if !matches!(cell.value, GridValue::Text(id) if grid.text(id).trim().is_empty()) {
            *filled.entry(cell.col).or_default() += 1;
        }
    }
    filled
}
