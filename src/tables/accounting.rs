//! The balance of a block: which lines are no rows of the table.

use std::ops::RangeInclusive;

use crate::input::grid::{Grid, GridCell, GridValue};
use crate::recognise::block::{Block, Fit};

use super::lines::{self, Lines};
use super::merged::Merged;
use super::model::RowCounts;
use super::names::Names;
use super::rows::Rows;
use super::schema::Schema;
use super::value::Value;

/// What a line that lacks its key or date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// 合计, 小计, 平均 …
    TotalLine,
    /// 制表人, 导出日期, remarks.
    Note,
    /// A row of the table all the same: it must be set aside with a finding, never in silence.
    Row,
}

/// Rows that are read in one go; the parts of a large sheet are read on all processors.
const ROWS_AT_ONCE: usize = 8192;

/// A line that fills more fields is no 制表人 or 导出日期 line.
const MOST_FIELDS_OF_A_NOTE: usize = 4;

/// A line with more filled cells is no remark.
const MOST_CELLS_OF_A_REMARK: usize = 2;

/// The counts of a block before its rows are looked at: everything read, and blank what holds no cell at all.
pub(super) fn empty(grid: &Grid, block: &Block) -> RowCounts {
    let within = |rows: &RangeInclusive<u32>| {
        let (from, end) = (block.first_row.max(*rows.start()), block.end_row.min(rows.end() + 1));
        u64::from(end.saturating_sub(from))
    };
    let elsewhere: u64 = grid.elsewhere.iter().map(within).sum();
    let read = u64::from(block.end_row.saturating_sub(block.first_row)) - elsewhere;
    RowCounts { read, blank: read - rows_of(grid, block).count() as u64, ..RowCounts::default() }
}

/// Rows of a block that cannot be used: counted, not read. Those of a table with a missing heading are set aside, those
/// of unknown and later tables are no rows of any table.
pub(super) fn count_only(grid: &Grid, block: &Block) -> RowCounts {
    let mut counts = empty(grid, block);
    for (row, cells) in rows_of(grid, block) {
        if cells.iter().all(|cell| is_blank(grid, cell)) {
            counts.blank += 1;
        } else if block.repeated.binary_search(&row).is_ok() {
            counts.repeated_header += 1;
        } else if block.fit == Fit::MissingHeading {
            counts.rejected += 1;
        } else {
            counts.note += 1;
        }
    }
    counts
}

/// The rows of a block that hold a cell.
pub(super) fn rows_of<'a>(grid: &'a Grid, block: &Block) -> impl Iterator<Item = (u32, &'a [GridCell])> {
    let cells = grid.cells_of(block.first_row..block.end_row);
    cells.chunk_by(|a, b| a.row == b.row).map(|cells| (cells[0].row, cells))
}

/// Parts of about [`ROWS_AT_ONCE`] lines. Each but the first begins with a line that fills the column of the key: a line
/// without a key may belong to the order above it, and no merged cell reaches from one part into the next.
pub(super) fn parts<'l, 'c>(
    lines: &'l [(u32, &'c [GridCell])],
    key: Option<u32>,
    merged: &Merged,
) -> Vec<&'l [(u32, &'c [GridCell])]> {
    let begins = |(row, cells): &(u32, &[GridCell])| {
        !merged.reaches_into(*row) && key.is_none_or(|col| cells.iter().any(|cell| cell.col == col))
    };
    let (mut parts, mut rest) = (Vec::new(), lines);
    while rest.len() > ROWS_AT_ONCE
        && let Some(at) = rest[ROWS_AT_ONCE..].iter().position(begins)
    {
        let (part, below) = rest.split_at(ROWS_AT_ONCE + at);
        parts.push(part);
        rest = below;
    }
    parts.push(rest);
    parts
}

/// Only spaces stand in it.
pub(super) fn is_blank(grid: &Grid, cell: &GridCell) -> bool {
    matches!(cell.value, GridValue::Text(id) if grid.text(id).trim().is_empty())
}

/// What a line is that lacks what its table needs; `is_told` where it names a car or an order, or has what was meant for a
/// value and is none. When in doubt it is a row.
pub(super) fn broken_line(
    grid: &Grid,
    cells: &[GridCell],
    block: &Block,
    (names, is_told): (Names, bool),
    words: &Lines,
) -> Kept {
    if names == Names::Thing {
        return Kept::Row;
    }
    let filled: Vec<&GridCell> = cells.iter().filter(|cell| !is_blank(grid, cell)).collect();
    let text = |cell: &GridCell| match cell.value {
        GridValue::Text(id) => grid.text(id),
        _ => "",
    };
    let first = filled.first().map_or("", |cell| text(cell));
    if filled.len() == 1 && lines::is_a_row(first) {
        return Kept::Row;
    }
    // 平均等待时间 beside a date that cannot be read is a row, and only the bare word is a total for all that.
    let is_total = |text: &str| if is_told { words.is_bare_total(text) } else { words.is_total(text) };
    if filled.iter().take(2).any(|cell| is_total(text(cell))) || words.is_count(first) {
        return Kept::TotalLine;
    }
    let in_fields = filled.iter().filter(|cell| block.columns.iter().any(|column| column.col == cell.col)).count();
    let is_short = filled.len() <= MOST_CELLS_OF_A_REMARK;
    let is_note = words.begins_a_note(first) && in_fields <= MOST_FIELDS_OF_A_NOTE
        || filled.len() == 1 && lines::is_sentence(first)
        || in_fields == 0 && is_short
        || filled.iter().all(|cell| lines::is_rule(text(cell)));
    // What follows is told by its place or a few words alone, so nothing telling may stand in the line: 7月 beside 20 is a
    // figure of a month that lacks its year.
    let tells = |cell: &&GridCell| match text(cell) {
        "" => true,
        text => text.contains(|c: char| c.is_ascii_digit()) && !words.is_of_the_page(text),
    };
    let is_title = is_short
        && (filled.len() == 1 || !filled.iter().any(tells))
        && match names {
            Names::Nothing => {
                let leads = block.columns.first().is_some_and(|column| column.col == cells[0].col);
                block.titles.binary_search(&cells[0].row).is_ok()
                    || words.is_of_the_page(first)
                    || filled.len() == 1 && leads && lines::is_title(first)
            }
            Names::Customer => block.titles.binary_search(&cells[0].row).is_ok(),
            Names::Something | Names::Thing => false,
        };
    if is_note || is_title { Kept::Note } else { Kept::Row }
}

/// Whether a line that fills what its table needs, where a name or a number is enough, is a note for all that: 制表人：王芳 and
/// 审核：李强 below a list of customers, or a sentence where none belongs.
pub(super) fn is_a_note(grid: &Grid, cells: &[GridCell], block: &Block, schema: &Schema, words: &Lines) -> bool {
    let tells = |col: u32| block.columns.iter().any(|one| one.col == col && schema.is_told_in_words(one.field));
    let is_note = |cell: &&GridCell| match cell.value {
        GridValue::Text(id) => {
            let text = grid.text(id);
            words.is_signed(text) || lines::ends_a_sentence(text) && !tells(cell.col)
        }
        _ => false,
    };
    let filled = || cells.iter().filter(|cell| !is_blank(grid, cell));
    let notes = filled().take_while(is_note).count();
    notes > 0 && notes <= MOST_FIELDS_OF_A_NOTE && filled().nth(notes).is_none()
}

/// What a line is whose first own words say so, where only merged cells beside it make it look like a row.
pub(super) fn worded_line(grid: &Grid, own: &[GridCell], words: &Lines) -> Option<Kept> {
    let texts = own.iter().filter(|cell| !is_blank(grid, cell)).take(2).map(|cell| match cell.value {
        GridValue::Text(id) => grid.text(id),
        _ => "",
    });
    let texts: Vec<&str> = texts.collect();
    let first = texts.first()?;
    if texts.iter().any(|text| words.is_total(text)) || words.is_count(first) {
        return Some(Kept::TotalLine);
    }
    words.begins_a_note(first).then_some(Kept::Note)
}

/// A line of the order right above it, as exports with merged cells write them: of all fields it fills only those in
/// which the lines of an order differ. A sentence that stands alone belongs to no order, in whatever column it stands.
pub(super) fn continues(
    schema: &Schema,
    rows: &Rows,
    values: &[Value],
    (row, cells): (u32, &[GridCell]),
    words: &Lines,
) -> bool {
    let above = rows.rows.last().copied().max(rows.continued.last().map(|cell| cell.row));
    let columns = rows.block.columns.iter().zip(values);
    let mut filled = columns.filter(|(_, value)| **value != Value::Nothing).peekable();
    let first = cells.iter().find_map(|cell| match cell.value {
        GridValue::Text(id) => Some(rows.grid.text(id)),
        _ => None,
    });
    let is_alone = cells.iter().filter(|cell| !is_blank(&rows.grid, cell)).count() == 1;
    let is_note = |text: &str| words.begins_a_note(text) || is_alone && lines::ends_a_sentence(text);
    above.is_some_and(|above| above + 1 == row)
        && filled.peek().is_some()
        && filled.all(|(column, _)| schema.fields[column.field].line)
        && !first.is_some_and(is_note)
}

/// A total that even carries a date or a number: one of its first two cells is the bare word, at most behind a period
/// (合计, 9月小计, 2013年合计). Anything more could be a name, and a row must never be lost for that.
pub(super) fn is_full_total(grid: &Grid, cells: &[GridCell], words: &Lines) -> bool {
    let bare = |cell: &GridCell| matches!(cell.value, GridValue::Text(id) if words.is_bare_total(grid.text(id)));
    cells.iter().filter(|cell| !is_blank(grid, cell)).take(2).any(bare)
}
