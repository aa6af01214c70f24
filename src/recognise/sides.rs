//! Two lists side by side in one sheet, with empty columns between them, are read one by one: their rows have nothing
//! to do with each other.

use std::collections::BTreeSet;

use crate::base::text::fold;
use crate::input::grid::Grid;

use super::block::Fit;
use super::candidate::{self, Candidate, HeadingCell};
use super::dictionary::Dictionary;
use super::scan;

/// The grid, or one grid a list with the addresses of the sheet.
pub fn apart(grid: Grid, dictionary: &Dictionary) -> Vec<Grid> {
    let starts = starts(&grid, dictionary);
    if starts.len() < 2 {
        return vec![grid];
    }
    let ends = starts.iter().skip(1).copied().chain([u32::MAX]);
    let first = starts[0];
    let side = |(start, end): (u32, u32)| {
        // What stands before the first list belongs to it.
        let from = if start == first { 0 } else { start };
        let cells = grid.cells.iter().filter(|cell| (from..end).contains(&cell.col)).copied().collect();
        Grid { cells, texts: grid.texts.clone(), file: grid.file.clone(), sheet: grid.sheet.clone(), ..grid }
    };
    starts.iter().copied().zip(ends).map(side).collect()
}

/// The first column of each list; none where the headings are those of one list.
fn starts(grid: &Grid, dictionary: &Dictionary) -> Vec<u32> {
    let Some((rows, headings)) = scan::first_headings(grid, dictionary) else { return Vec::new() };
    let mut sides: Vec<(u32, Candidate, BTreeSet<String>)> = Vec::new();
    for run in headings.chunk_by(|left, right| right.col == left.col + 1) {
        let whole = candidate::best(grid, rows, run, dictionary);
        let Some(side) = whole.filter(|side| side.fit == Fit::Complete) else { continue };
        // Two lists name the same thing each for itself; the parts of one list do not.
        let words: BTreeSet<String> = run.iter().map(|cell: &HeadingCell| fold(&cell.text)).collect();
        if sides.iter().all(|(_, _, known)| !known.is_disjoint(&words)) {
            sides.push((run[0].col, side, words));
        }
    }
    sides.into_iter().map(|(col, ..)| col).collect()
}
