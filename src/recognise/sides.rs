//! Two lists side by side in one sheet are read one by one: their rows have nothing to do with each other. Empty columns
//! stand between them, or the same headings again.

use std::cell::LazyCell;
use std::collections::BTreeSet;
use std::ops::Range;

use crate::base::text::fold;
use crate::input::grid::{Area, Grid, GridCell};

use super::block::Fit;
use super::candidate;
use super::dictionary::{Dictionary, Meaning};
use super::heading_row::HeadingCell;
use super::scan;

/// Fields that say what a row is about; without one of them, columns behind a gap go on with the list before it.
const WHOM: [&str; 7] = ["order_no", "complaint_no", "vin", "plate", "customer", "phone", "month"];

/// A list beside one of another table has at least so many columns that the other does not know.
const LEAST_OF_ITS_OWN: usize = 2;

/// The grid, or one grid a list with the addresses of the sheet.
pub fn apart(grid: Grid, dictionary: &Dictionary) -> Vec<Grid> {
    let starts = starts(&grid, dictionary);
    if starts.len() < 2 {
        return vec![grid];
    }
    let mut cells: Vec<Vec<GridCell>> = vec![Vec::new(); starts.len()];
    for cell in &grid.cells {
        // What stands before the first list belongs to it.
        let side = starts.partition_point(|start| *start <= cell.col).saturating_sub(1);
        cells[side].push(*cell);
    }
    let mut merges: Vec<Vec<Area>> = vec![Vec::new(); starts.len()];
    for area in &grid.merges {
        merges[starts.partition_point(|start| *start <= area.col).saturating_sub(1)].push(*area);
    }
    cells.into_iter().zip(merges).map(|(cells, merges)| grid.with_cells(cells, merges)).collect()
}

/// The first column of each list; none where the headings are those of one list.
fn starts(grid: &Grid, dictionary: &Dictionary) -> Vec<u32> {
    let Some((rows, headings)) = scan::first_headings(grid, dictionary) else { return Vec::new() };
    let mut sides: Vec<Side<'_>> = Vec::new();
    let filled = LazyCell::new(|| filled_columns(grid, rows.1));
    let is_free = |gap: Range<u32>| filled.range(gap).next().is_none();
    for run in headings.chunk_by(|left, right| right.col == left.col + 1) {
        let repeated = Some(repeated_after(run)).filter(|length| tells_of_whom(&run[..*length], dictionary));
        for cells in run.chunks(repeated.unwrap_or(run.len())) {
            let whole = candidate::best(grid, rows, cells, dictionary);
            let Some(list) = whole.filter(|list| list.fit == Fit::Complete) else { continue };
            let side = Side { table: list.table, cells, words: words(cells) };
            if sides.iter().all(|known| are_two_lists(known, &side, &is_free, dictionary)) {
                sides.push(side);
            }
        }
    }
    sides.into_iter().map(|side| side.cells[0].col).collect()
}

/// Neighbouring headings that make a table by themselves.
struct Side<'a> {
    /// Index of the table in the dictionary.
    table: usize,
    cells: &'a [HeadingCell],
    /// Its headings, folded.
    words: BTreeSet<String>,
}

/// The columns that hold anything below the headings.
fn filled_columns(grid: &Grid, last_row: u32) -> BTreeSet<u32> {
    grid.cells_of(last_row + 1..u32::MAX).iter().map(|cell| cell.col).collect()
}

/// Two lists name the same thing each for itself, the parts of one list do not. Lists of two tables need not: each of them
/// has columns that the other does not know (an order with its sale beside it has hardly one) and says for itself whom
/// its rows are about, and nothing stands between them.
fn are_two_lists(
    left: &Side<'_>,
    right: &Side<'_>,
    is_free: &impl Fn(Range<u32>) -> bool,
    dictionary: &Dictionary,
) -> bool {
    let have_one_in_common = !left.words.is_disjoint(&right.words);
    if have_one_in_common || left.table == right.table {
        return have_one_in_common;
    }
    let is_known = |cell: &HeadingCell, table: usize| cell.meanings.iter().any(|meaning| meaning.table == table);
    let more = |side: &Side<'_>, other: &Side<'_>| {
        side.cells.iter().filter(|cell| !is_known(cell, other.table)).count() >= LEAST_OF_ITS_OWN
    };
    let gap = left.cells[left.cells.len() - 1].col + 1..right.cells[0].col;
    more(left, right)
        && more(right, left)
        && [left, right].iter().all(|side| tells_of_whom(side.cells, dictionary))
        && is_free(gap)
}

fn words(cells: &[HeadingCell]) -> BTreeSet<String> {
    cells.iter().map(|cell| fold(&cell.text)).collect()
}

/// Whether a column says what the rows are about.
fn tells_of_whom(cells: &[HeadingCell], dictionary: &Dictionary) -> bool {
    let names_it = |meaning: &Meaning| {
        let field = meaning.field.and_then(|field| dictionary.tables()[meaning.table].fields.get(field));
        field.is_some_and(|field| WHOM.contains(&field.id.as_str()))
    };
    cells.iter().any(|cell| cell.meanings.iter().any(names_it))
}

/// After how many columns the headings begin again, to the end: two equal lists without a column between them.
fn repeated_after(run: &[HeadingCell]) -> usize {
    let words: Vec<String> = run.iter().map(|cell| fold(&cell.text)).collect();
    let is_repeated = |length: &usize| {
        words.len().is_multiple_of(*length) && words.chunks(*length).all(|part| part == &words[..*length])
    };
    (1..words.len()).find(is_repeated).unwrap_or(words.len())
}
