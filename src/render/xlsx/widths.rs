//! Column widths and row heights that fit Chinese text. The writer's own fitting counts a Chinese character as
//! narrow, and no program sets the height of a wrapped row reliably when it opens a file.

use super::formats::{COLUMN_WIDTH, COURSE, ROW_HEIGHT};
use crate::base::text;
use crate::report::model::{Table, TableKind, Value};

/// Pixels of a Latin letter or digit at 11 points, and of a Chinese character (14.7, in steps of Excel's screen 15).
const CHARACTER: u32 = 8;
const CHINESE: u32 = 15;
/// Pixels by which a Latin capital is wider than other letters.
const CAPITAL: u32 = 2;
/// Space left and right of a text.
const PADDING: u32 = 14;
/// A text stands apart from the figures of the column before.
const INDENT: u32 = 10;
/// Pixels of a heading that is not broken: four Chinese characters.
const ONE_LINE: u32 = 64;
/// The button of an autofilter.
const FILTER_BUTTON: u32 = 20;
/// Narrowest and widest column of figures or short texts.
const NARROW: (u32, u32) = (64, 300);
/// Widest column of short texts in a register, so that the figures above it keep their form.
const IN_REGISTER: u32 = 170;
/// Widest column of long texts, which wrap.
const WIDE: u32 = 640;
/// Narrowest column of long texts when several share a page.
const WIDE_LEAST: u32 = 200;
/// Pixels that all columns of a table with long texts may take: A4 landscape at about 70 %.
const TABLE_BUDGET: u32 = 1500;
/// Pixels of a wrapped line at 11 points.
const LINE: u32 = 21;
/// The tallest row Excel allows (409 points).
const TALLEST: u32 = 545;

/// Pixels that a text takes in one line.
pub(crate) fn pixels(content: &str) -> u32 {
    usual(content).unwrap_or_else(|| content.lines().map(pixels_of_line).max().unwrap_or(0))
}

/// Pixels of the usual characters alone, of which a list has millions; they break no line.
fn usual(content: &str) -> Option<u32> {
    content.chars().try_fold(0, |pixels, c| match c {
        ' '..='~' | '›' => Some(pixels + CHARACTER),
        _ if text::is_ideograph(c) => Some(pixels + CHINESE),
        _ => None,
    })
}

fn pixels_of_line(line: &str) -> u32 {
    if let Some(pixels) = usual(line) {
        return pixels;
    }
    let characters = line.chars().count();
    let width = text::width(line);
    let chinese = width.saturating_sub(characters);
    let others = width - 2 * chinese;
    u32::try_from(chinese * CHINESE as usize + others * CHARACTER as usize).unwrap_or(u32::MAX / 4)
}

/// Pixels that the title of a page takes, at 16 points, bold, and a space behind it.
pub(crate) fn pixels_of_title(title: &str) -> u32 {
    pixels(title) * 16 / 11 + PADDING * 2
}

/// Lines that a text takes in `width` pixels.
pub(crate) fn lines(content: &str, width: u32) -> u32 {
    let room = width.saturating_sub(PADDING).max(CHARACTER * 2);
    match usual(content) {
        Some(pixels) if pixels <= room => 1,
        _ => content.lines().map(|line| lines_of(line, room)).sum::<u32>().max(1),
    }
}

/// Breaks a line as programs do: between Chinese characters anywhere, a Latin word or number as a whole.
fn lines_of(line: &str, room: u32) -> u32 {
    if pixels(line) <= room {
        return 1;
    }
    // What is indented, and capitals wider than counted, take their part of every line.
    let room = room.saturating_sub(INDENT).max(CHARACTER * 2);
    let (mut lines, mut used) = (1, 0);
    for word in words(line) {
        let taken = pixels(word) + word.chars().filter(char::is_ascii_uppercase).count() as u32 * CAPITAL;
        if used > 0 && used + taken > room {
            (lines, used) = (lines + 1, 0);
        }
        lines += taken.saturating_sub(1) / room;
        used += taken.saturating_sub(1) % room + 1;
    }
    lines
}

/// Runs of Latin letters, digits and signs; every other character stands alone.
fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split_inclusive(|c: char| !c.is_ascii_graphic()).flat_map(|piece| {
        let end = piece.trim_end_matches(|c: char| !c.is_ascii_graphic()).len();
        let (word, rest) = piece.split_at(end);
        [word, rest].into_iter().filter(|part| !part.is_empty())
    })
}

/// The height of a row whose fullest cell has `lines` lines.
pub(crate) fn height(lines: u32) -> u32 {
    if lines <= 1 { ROW_HEIGHT } else { (lines * LINE + 6).min(TALLEST) }
}

/// The columns of a sheet in pixels; all tables of a page share them. Those beyond are of ordinary width.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Columns {
    widths: Vec<u32>,
}

impl Columns {
    /// Those of a table from a column on.
    pub(crate) fn from(first: u16, widths: &[u32]) -> Self {
        Self { widths: std::iter::repeat_n(0, usize::from(first)).chain(widths.iter().copied()).collect() }
    }

    /// Wide enough for both.
    pub(crate) fn joined(&self, other: &Self) -> Self {
        let last = self.widths.len().max(other.widths.len()) as u16;
        Self { widths: (0..last).map(|column| self.known(column).max(other.known(column))).collect() }
    }

    /// Pixels that a table asks for of a column; 0 where none does.
    pub(crate) fn known(&self, column: u16) -> u32 {
        self.widths.get(usize::from(column)).copied().unwrap_or(0)
    }

    /// The columns that differ from the ordinary width.
    pub(crate) fn set(&self) -> impl Iterator<Item = (u16, u32)> + '_ {
        let known = self.widths.iter().enumerate().filter(|(_, width)| **width > 0);
        known.map(|(at, &width)| (at as u16, width))
    }

    /// Pixels of one column.
    pub(crate) fn width(&self, column: u16) -> u32 {
        match self.known(column) {
            0 => COLUMN_WIDTH,
            width => width,
        }
    }

    /// How many there are up to the last one that a table asks for.
    pub(crate) fn count(&self) -> u16 {
        self.widths.len() as u16
    }

    /// Pixels from the left edge of the sheet to the left edge of `column`.
    pub(crate) fn left(&self, column: u16) -> u32 {
        (0..column).map(|at| self.width(at)).sum()
    }

    /// The first column that begins at or after `pixel`.
    pub(crate) fn starting_at(&self, pixel: u32) -> u16 {
        let mut column = 0;
        while self.left(column) < pixel {
            column += 1;
        }
        column
    }
}

/// Pixels of each column of one table. Where long texts are too wide together, a column that needs less than its share
/// leaves the rest to the others. A long text at the end of figures runs on over the columns that follow, whatever stands
/// in them elsewhere.
pub(crate) fn of_table(table: &Table) -> Vec<u32> {
    let own = table.columns.len() - usize::from(runs_on(table));
    let mut widths: Vec<u32> = (0..own).map(|at| of_column(table, at)).collect();
    let mut wide: Vec<usize> = (0..own).filter(|&at| table.columns[at].wide).collect();
    wide.sort_by_key(|&at| widths[at]);
    let others: u32 = widths.iter().sum::<u32>() - wide.iter().map(|&at| widths[at]).sum::<u32>();
    let mut room = TABLE_BUDGET.saturating_sub(others);
    for (done, &at) in wide.iter().enumerate() {
        let share = room / (wide.len() - done) as u32;
        widths[at] = widths[at].min(share.max(WIDE_LEAST));
        room = room.saturating_sub(widths[at]);
    }
    widths
}

/// Whether the last column takes the room that the columns before it leave. Cells of a list are not joined, so that only
/// texts of one line do.
pub(crate) fn runs_on(table: &Table) -> bool {
    let Some(last) = table.columns.len().checked_sub(1).filter(|last| table.columns[*last].wide) else { return false };
    let mut texts = table.rows.iter().filter_map(|row| row.cells.get(last)).map(|cell| pixels(&cell.text));
    table.kind != TableKind::List || texts.all(|text| text + PADDING + INDENT <= WIDE)
}

/// Pixels that a column which runs on takes from `left` on.
pub(crate) fn of_rest(table: &Table, left: u32) -> u32 {
    let last = table.columns.len().saturating_sub(1);
    let texts = table.rows.iter().filter_map(|row| row.cells.get(last)).map(|cell| pixels(&cell.text));
    let longest = texts.max().unwrap_or(0) + PADDING + INDENT;
    match table.kind {
        TableKind::Figures | TableKind::Aside => longest.min(TABLE_BUDGET.saturating_sub(left)).max(WIDE_LEAST),
        TableKind::List | TableKind::Register => longest.clamp(WIDE_LEAST, WIDE),
    }
}

/// Pixels that a heading takes: a long one stands in two lines, of whole words.
fn heading(label: &str) -> u32 {
    let whole = pixels(label);
    if whole <= ONE_LINE {
        return whole;
    }
    let words = words(label).map(pixels);
    (whole / 2 + CHARACTER).max(words.max().unwrap_or(0)).max(ONE_LINE)
}

fn of_column(table: &Table, at: usize) -> u32 {
    let column = &table.columns[at];
    let button = if table.kind.is_figures() { 0 } else { FILTER_BUTTON };
    let heading = heading(&column.label) + PADDING + INDENT + button;
    let content = table.rows.iter().filter_map(|row| row.cells.get(at)).map(|cell| match cell.value {
        Value::Course(_) => COURSE.0 + PADDING,
        _ => pixels(&cell.text) + PADDING + INDENT,
    });
    let longest = content.max().unwrap_or(0).max(heading);
    let widest = match table.kind {
        _ if column.wide => WIDE,
        TableKind::Register => IN_REGISTER,
        TableKind::Figures | TableKind::Aside | TableKind::List => NARROW.1,
    };
    longest.clamp(NARROW.0, widest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_character_takes_nearly_twice_the_room_of_a_letter() {
        assert_eq!((pixels("回访"), pixels("abcd"), pixels("回访 ab\n回")), (30, 32, 54));
    }

    #[test]
    fn a_sentence_that_fits_the_page_is_not_given_two_lines() {
        assert_eq!(lines(&"回".repeat(80), 80 * 15 + PADDING), 1);
        assert_eq!(lines(&"回".repeat(81), 80 * 15 + PADDING), 2);
    }

    #[test]
    fn a_long_text_wraps_into_lines_that_the_row_has_room_for() {
        let message = "数".repeat(100);
        assert!(lines(&message, 460) >= 4);
        assert_eq!(lines("短", 460), 1);
        assert_eq!(lines("一\n二\n三", 460), 3);
        assert!(height(4) >= 4 * 19);
    }

    #[test]
    fn a_long_number_moves_to_the_next_line_as_a_whole() {
        let message = "车架号LSVAA49J132047371与工单中的LSVAA49J132047372不同";
        assert_eq!(words(message).filter(|word| word.len() == 17).count(), 2);
        assert_eq!(lines(message, 230), 3);
    }
}
