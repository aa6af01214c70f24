//! Finds the heading rows of a sheet, and with them its blocks.

use std::collections::BTreeSet;

use crate::input::grid::{Grid, GridCell, GridValue};

use super::block::{Block, Column, Fit};
use super::candidate::{self, Candidate};
use super::dictionary::Dictionary;
use super::heading::without_number;
use super::heading_row::{HeadingCell, headings, says_which};
use super::numbering::{is_numbering, numbered};

/// The first heading row is looked for in this many rows that hold something; dealer systems put at most a title, an
/// export line and a few blank rows above it.
const FIRST_ROWS: usize = 30;

/// A row further down is a new heading row only with this many fields; fewer may be chance.
const LEAST_BELOW: usize = 3;

/// Lines of headings that are put together: a group, a group within it, the names.
const MOST_LINES: usize = 3;

/// Dealer systems write up to so many lines of titles above a list.
const MOST_TITLES: usize = 4;

/// A heading is no longer than this, in bytes; what is longer is a remark.
const LONGEST_HEADING: usize = 120;

/// So many cells of rows that look like headings are looked up in all; no list has so many headings, and a list of nothing
/// but words would be looked up cell by cell.
const LOOKED_UP: usize = 200_000;

/// So many of them for the first headings: three rows that fill a whole sheet from left to right.
const LOOKED_UP_FIRST: usize = 50_000;

/// A block and how its headings were understood (`None` for a sheet without any).
pub(crate) struct Found {
    pub block: Block,
    pub heading: Option<Candidate>,
}

/// The rows of a grid that hold something else than spaces.
type Rows<'a> = Vec<(u32, &'a [GridCell])>;

/// The blocks of a sheet from top to bottom; none where it holds nothing.
pub(crate) fn blocks(grid: &Grid, dictionary: &Dictionary) -> Vec<Found> {
    let rows: Rows<'_> = filled_rows(grid).collect();
    let Some(&(last_row, _)) = rows.last() else { return Vec::new() };
    let Some((at, first)) = first_heading(grid, &rows, dictionary) else {
        let block = Block { end_row: last_row + 1, ..unknown(rows[0].0) };
        return vec![Found { block, heading: None }];
    };
    let mut found = vec![open(first, dictionary)];
    let (mut at, mut left) = (at, LOOKED_UP);
    while at < rows.len() {
        let current = found.len() - 1;
        let step = below(grid, &rows, at, &found[current], dictionary, &mut left);
        if !matches!(step, Below::Row) {
            let titles = &mut found[current].block.titles;
            let last = titles.last().copied();
            titles.extend(titles_above(&rows, at).into_iter().filter(|row| last.is_none_or(|last| *row > last)));
        }
        match step {
            Below::Row => at += 1,
            Below::Repeated(lines) => {
                found[current].block.repeated.extend(rows[at..at + lines].iter().map(|(row, _)| *row));
                at += lines;
            }
            Below::Block(candidate) => {
                found[current].block.end_row = candidate.rows.0;
                at += candidate.lines();
                found.push(open(candidate, dictionary));
            }
        }
    }
    if let Some(last) = found.last_mut() {
        last.block.end_row = (last_row + 1).max(last.block.first_row);
    }
    found
}

/// The rows right above headings, back to a blank line; with more of them they are rows of a list.
fn titles_above(rows: &Rows<'_>, heading: usize) -> Vec<u32> {
    let follows = |at: &usize| rows[at - 1].0 + 1 == rows[*at].0;
    let first = heading - (1..=heading).rev().take(MOST_TITLES + 1).take_while(follows).count();
    let after_blank = first > 0 && heading - first <= MOST_TITLES;
    if after_blank { rows[first..heading].iter().map(|(row, _)| *row).collect() } else { Vec::new() }
}

fn filled_rows(grid: &Grid) -> impl Iterator<Item = (u32, &[GridCell])> {
    grid.rows().filter(|(_, cells)| cells.iter().any(|cell| !is_blank(grid, cell)))
}

/// The first and last row of the first headings, and their texts with what they mean.
pub(crate) fn first_headings(grid: &Grid, dictionary: &Dictionary) -> Option<((u32, u32), Vec<HeadingCell>)> {
    let rows: Rows<'_> = filled_rows(grid).take(FIRST_ROWS + MOST_LINES).collect();
    let (after, candidate) = first_heading(grid, &rows, dictionary)?;
    let from = after - candidate.lines();
    let lines: Vec<&[GridCell]> = rows[from..after].iter().map(|(_, cells)| *cells).collect();
    Some((candidate.rows, headings(grid, group_above(grid, &rows, from), &lines, dictionary)))
}

/// The first heading row of a used or a later table; without one, the nearest to one. With the index of the row below.
fn first_heading(grid: &Grid, rows: &Rows<'_>, dictionary: &Dictionary) -> Option<(usize, Candidate)> {
    let (mut nearest, mut left): (Option<(usize, Candidate)>, _) = (None, LOOKED_UP_FIRST);
    for at in 0..rows.len().min(FIRST_ROWS) {
        if left < rows[at].1.len() {
            break;
        }
        left -= rows[at].1.len();
        let Some(candidate) = heading_at(grid, rows, at, 0, dictionary) else { continue };
        let after = at + candidate.lines();
        if candidate.fit != Fit::MissingHeading {
            return Some((after, candidate));
        }
        if candidate.fields() >= 2 && nearest.as_ref().is_none_or(|(_, known)| candidate.score > known.score) {
            nearest = Some((after, candidate));
        }
    }
    nearest.or_else(|| deep_heading(grid, rows, dictionary))
}

/// A heading row below a long summary: further down only one that leaves no doubt is taken.
fn deep_heading(grid: &Grid, rows: &Rows<'_>, dictionary: &Dictionary) -> Option<(usize, Candidate)> {
    let mut left = LOOKED_UP;
    let may_be = |at: &usize| could_be_heading(grid, rows[*at].1);
    let in_time = |at: &usize| {
        left = left.saturating_sub(rows[*at].1.len());
        left > 0
    };
    (FIRST_ROWS..rows.len()).filter(may_be).take_while(in_time).find_map(|at| {
        let candidate = heading_at(grid, rows, at, at, dictionary)?;
        let clear = candidate.fit == Fit::Complete && candidate.fields() >= LEAST_BELOW;
        clear.then(|| (at + candidate.lines(), candidate))
    })
}

/// The row above a heading that may group it.
fn group_above<'a>(grid: &Grid, rows: &Rows<'a>, heading: usize) -> Option<&'a [GridCell]> {
    let (row, cells) = *rows.get(heading.checked_sub(1)?)?;
    (row + 1 == rows[heading].0 && could_be_heading(grid, cells)).then_some(cells)
}

/// The row as headings: alone, or with one or two rows below it where together they say more than without it. Rows from
/// `top` on are of no other list.
fn heading_at(grid: &Grid, rows: &Rows<'_>, at: usize, top: usize, dictionary: &Dictionary) -> Option<Candidate> {
    let following = (1..MOST_LINES).take_while(|line| {
        rows.get(at + line).is_some_and(|(row, cells)| {
            *row == rows[at].0 + *line as u32 && could_be_heading(grid, cells) && numbered(grid, cells).is_none()
        })
    });
    let last = at + following.count();
    let lines = |from: usize, to: usize| {
        let cells: Vec<&[GridCell]> = rows[from..=to].iter().map(|(_, cells)| *cells).collect();
        let above = group_above(grid, rows, from).filter(|_| from > top);
        let headings = headings(grid, above, &cells, dictionary);
        candidate::best(grid, (rows[from].0, rows[to].0), &headings, dictionary)
    };
    if last > at && says_which(grid, rows[at].1, rows[at + 1].1, dictionary) {
        return lines(at, at + 1);
    }
    let mut best = lines(at, at);
    let mut below = None;
    for to in at + 1..=last {
        // Of several lines each says something by itself, or there is nothing to put together.
        let single = lines(to, to);
        if best.is_none() && single.is_none() {
            break;
        }
        below = further(below, single);
        if to > at + 1 {
            below = further(below, lines(at + 1, to));
        }
        let together = lines(at, to);
        let others = score(&best).max(score(&below));
        let tells_apart = together.as_ref().is_some_and(|together| together.tells_apart);
        if score(&together) > others || tells_apart && score(&together) == others {
            best = together;
        }
    }
    best
}

fn score(candidate: &Option<Candidate>) -> u32 {
    candidate.as_ref().map_or(0, |candidate| candidate.score)
}

fn further(a: Option<Candidate>, b: Option<Candidate>) -> Option<Candidate> {
    if score(&b) > score(&a) { b } else { a }
}

/// What a row below a heading row is.
enum Below {
    Row,
    Repeated(usize),
    Block(Candidate),
}

/// `left` is how many cells may still be looked up.
fn below(grid: &Grid, rows: &Rows<'_>, at: usize, current: &Found, dictionary: &Dictionary, left: &mut usize) -> Below {
    let (row, cells) = rows[at];
    let Block { header, columns, repeated, .. } = &current.block;
    let last = repeated.last().copied().max(header.map(|(_, last)| last));
    if last.is_some_and(|last| last + 1 == row) && is_numbering(grid, cells, columns.iter().map(|column| column.col)) {
        return Below::Repeated(1);
    }
    if !could_be_heading(grid, cells) {
        return Below::Row;
    }
    if is_heading_again(rows, cells, &current.block) {
        return Below::Repeated(1);
    }
    if *left < cells.len() {
        return Below::Row;
    }
    *left -= cells.len();
    let Some(candidate) = heading_at(grid, rows, at, at, dictionary) else { return Below::Row };
    let lines = candidate.lines();
    let matched = candidate.columns.len();
    let filled: usize = rows[at..at + lines].iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
    if candidate.fields() < LEAST_BELOW.min(current.block.columns.len()) || matched * 2 < filled {
        return Below::Row;
    }
    let place = |column: &Column| (column.col, column.field);
    let known: BTreeSet<_> = current.block.columns.iter().map(place).collect();
    let same_table = current.heading.as_ref().is_some_and(|heading| heading.table == candidate.table);
    if same_table && candidate.columns.iter().all(|column| known.contains(&place(column))) {
        return Below::Repeated(lines);
    }
    if candidate.fields() < LEAST_BELOW && candidate.fit != Fit::Complete {
        return Below::Row;
    }
    Below::Block(candidate)
}

/// The very texts of a heading of one line.
fn is_heading_again(rows: &Rows<'_>, cells: &[GridCell], block: &Block) -> bool {
    let Some((row, _)) = block.header.filter(|(first, last)| first == last) else { return false };
    let Ok(at) = rows.binary_search_by_key(&row, |(row, _)| *row) else { return false };
    let heading = rows[at].1;
    let same = |(one, other): (&GridCell, &GridCell)| one.col == other.col && one.value == other.value;
    heading.len() == cells.len() && heading.iter().zip(cells).all(same)
}

/// A quick look that spares most rows of data: headings are texts, short, and do not begin with a number.
fn could_be_heading(grid: &Grid, cells: &[GridCell]) -> bool {
    cells.len() >= 2
        && cells.iter().all(|cell| match cell.value {
            GridValue::Text(id) => {
                let text = grid.text(id);
                text.len() <= LONGEST_HEADING && !begins_with_a_number(without_number(text))
            }
            _ => false,
        })
}

/// `2013-09-05`, `1,289`, `95`; a name such as `2级经销商` does not.
fn begins_with_a_number(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c.is_ascii_digit()) && !chars.next().is_some_and(char::is_alphabetic)
}

fn is_blank(grid: &Grid, cell: &GridCell) -> bool {
    matches!(cell.value, GridValue::Text(id) if grid.text(id).trim().is_empty())
}

/// A list that fits no table, from this row on.
fn unknown(first_row: u32) -> Block {
    Block {
        table: None,
        fit: Fit::Unknown,
        header: None,
        first_row,
        end_row: first_row + 1,
        columns: Vec::new(),
        repeated: Vec::new(),
        titles: Vec::new(),
    }
}

fn open(candidate: Candidate, dictionary: &Dictionary) -> Found {
    let table = &dictionary.tables()[candidate.table];
    if candidate.fit == Fit::MissingHeading && !candidate.is_clear(table, dictionary) {
        return Found { block: unknown(candidate.rows.0), heading: Some(candidate) };
    }
    let block = Block {
        table: Some(table.table),
        fit: candidate.fit,
        header: Some(candidate.rows),
        first_row: candidate.rows.1 + 1,
        end_row: candidate.rows.1 + 1,
        columns: candidate.columns.clone(),
        repeated: Vec::new(),
        titles: Vec::new(),
    };
    Found { block, heading: Some(candidate) }
}
