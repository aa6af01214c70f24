//! Which blocks of a page stand side by side: a row of blocks is filled from the left as long as the paper is wide enough.
//!
//! All tables share the columns of their sheet, so that where a block stands decides how wide the columns are, and the other way
//! round: one is tried after the other until nothing changes.

use super::room::Room;
use super::widths::{self, Columns};
use crate::report::chart::model::Chart;
use crate::report::model::{Block, Page, Table, is_printed};

/// Pixels that blocks may fill side by side: A4 landscape at about 70 %.
pub(super) const PAGE_WIDTH: u32 = 1560;
/// Pixels between two blocks.
const SPACE: u32 = 16;
/// Pixels that the remark below a narrow table takes at least.
const NOTE_WIDTH: u32 = 460;
/// Tries to find columns and places that ask for each other.
const TRIES: u32 = 8;

/// Where a block stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Below everything before it, at the left edge.
    Below,
    /// Beside the block before it: from this column on, a chart so many pixels right of its edge.
    Beside(u16, u32),
}

/// The places of a page's blocks, and the columns that they need.
pub(super) struct Layout {
    /// Pixels of the columns.
    pub columns: Columns,
    /// One a block.
    pub places: Vec<Place>,
}

impl Layout {
    /// Lays the blocks of a page out.
    pub(super) fn of(page: &Page) -> Self {
        // A list of many rows is measured once, not once a try.
        let own: Vec<Vec<u32>> = page.blocks.iter().map(own_widths).collect();
        // Paper comes first: what only the screen has does not push apart what is printed side by side.
        let printed = page.blocks.iter().position(|block| !is_printed(block, &page.blocks)).unwrap_or(own.len());
        let paper = Self::settled(page, &own[..printed], &[]);
        Self::settled(page, &own, &paper.places)
    }

    /// The places of as many blocks as have widths; the first of them may have theirs already.
    fn settled(page: &Page, own: &[Vec<u32>], known: &[Place]) -> Self {
        let mut columns = Columns::default();
        for again in 0.. {
            let places = places(page, own, &columns, known);
            let needed = needed(own, &places);
            if needed == columns {
                return Self { columns, places };
            }
            // Two layouts may each ask for the columns of the other; columns that only grow come to an end.
            columns = if again < TRIES { needed } else { columns.joined(&needed) };
            let again_needed = || self::needed(own, &self::places(page, own, &columns, known)).joined(&columns);
            if again >= TRIES && again_needed() == columns {
                break;
            }
        }
        Self { places: places(page, own, &columns, known), columns }
    }
}

/// Pixels across the remark below a table that is so wide.
pub(super) fn note_width(table: u32) -> u32 {
    table.max(NOTE_WIDTH)
}

/// Pixels of the columns that a block asks for; a chart asks for none.
fn own_widths(block: &Block) -> Vec<u32> {
    if let Block::Table(table) = block { widths::of_table(table) } else { Vec::new() }
}

fn places(page: &Page, own: &[Vec<u32>], columns: &Columns, known: &[Place]) -> Vec<Place> {
    // The right edge of the row of blocks, where something may stand beside.
    let mut edge: Option<u32> = None;
    let place = |(at, block): (usize, &Block)| {
        let width_at = |col: u16| match block {
            Block::Heading(_) | Block::Section(_) | Block::Sentence(_) => None,
            Block::Table(table) if stands_alone(table) => None,
            Block::Table(table) => Some(table_width(table, &own[at], columns, col)),
            Block::Chart(chart) => Some(Room::of(chart).size.0),
        };
        let right = |(col, offset): (u16, u32)| width_at(col).map(|width| columns.left(col) + offset + width);
        let beside = edge.map(|edge| match block {
            Block::Chart(_) => {
                let col = columns.starting_at(edge);
                (col, (edge + SPACE).saturating_sub(columns.left(col)))
            }
            _ => (columns.starting_at(edge + SPACE), 0),
        });
        // A table takes along the chart that draws it.
        let after = match (block, page.blocks.get(at + 1)) {
            (Block::Table(table), Some(Block::Chart(chart))) if draws(chart, table) => SPACE + Room::of(chart).size.0,
            _ => 0,
        };
        let beside = beside.filter(|_| !begins_the_screens_part(page, at));
        let fitting = beside.filter(|&beside| right(beside).is_some_and(|right| right + after <= PAGE_WIDTH));
        let found = fitting.map_or(Place::Below, |(col, offset)| Place::Beside(col, offset));
        let place = known.get(at).copied().unwrap_or(found);
        edge = right(if let Place::Beside(col, offset) = place { (col, offset) } else { (0, 0) });
        place
    };
    page.blocks.iter().enumerate().take(own.len()).map(place).collect()
}

/// Whether a chart draws figures of the table before it, as it does where it names none.
fn draws(chart: &Chart, table: &Table) -> bool {
    let cells = chart.series.iter().flat_map(|series| &series.points).filter_map(|point| point.cell.as_ref());
    let mut tables = cells.map(|cell| &cell.table).peekable();
    tables.peek().is_none() || tables.any(|id| *id == table.id)
}

/// The first block that paper has not stands below all that it has.
fn begins_the_screens_part(page: &Page, at: usize) -> bool {
    let is_aside = |at: usize| !is_printed(&page.blocks[at], &page.blocks);
    is_aside(at) && at.checked_sub(1).is_some_and(|before| !is_aside(before))
}

/// Lists are filtered, which hides whole rows of the sheet; long texts take the width that is left.
fn stands_alone(table: &Table) -> bool {
    !table.kind.is_figures() || table.columns.iter().any(|column| column.wide)
}

fn table_width(table: &Table, own: &[u32], columns: &Columns, first: u16) -> u32 {
    let width = (first..).zip(own).map(|(col, &own)| own.max(columns.known(col))).sum();
    if table.note.is_some() { note_width(width) } else { width }
}

/// Wide enough for every table at its place.
fn needed(own: &[Vec<u32>], places: &[Place]) -> Columns {
    let mut needed = Columns::default();
    for (own, place) in own.iter().zip(places) {
        let first = if let Place::Beside(col, _) = place { *col } else { 0 };
        needed = needed.joined(&Columns::from(first, own));
    }
    needed
}
