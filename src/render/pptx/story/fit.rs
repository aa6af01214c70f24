//! How much room texts and tables take. PowerPoint fits nothing when it opens a file, so it is measured here.

use crate::render::charts::{font, words};
use crate::render::pptx::model::{Align, Colour, Grid, GridCell, GridRow, Paragraph, Run};
use crate::render::xlsx::palette::Palette;
use crate::report::model::{Cell, Row, Table, Tone, Value};

/// Height of a line in heights of its letters; the fonts of Office stand further apart than others.
pub(super) const LINE: f64 = 1.42;
/// Other programs' letters are a little wider.
const WIDER: f64 = 1.05;
/// Points of a cell beside its text, left and right, and above and below.
const PADDING: (f64, f64) = (12.0, 5.0);
/// Points that a column asks for at most: one of long texts, and another one.
const WIDEST: (f64, f64) = (230.0, 130.0);
/// A column can be made so narrow.
const NARROW: f64 = 66.0;
/// Bold letters are so much wider.
pub(super) const BOLD: f64 = 1.06;
/// Letters of other fonts, which stand in for a font that is missing, are so much wider; a number that is broken cannot be read.
const OTHER_FONT: f64 = 1.15;
/// Characters of a text that is not broken where it holds a number: 2013-09 *, 京A12345.
const SHORT: usize = 9;
/// A cell takes so much of the room at most; the workbook has the whole text.
const MOST_OF_ROOM: f64 = 0.45;
/// Rows that are measured; what a page shows is among them.
const MEASURED: usize = 200;

/// Points of a text in one line.
pub(super) fn width(text: &str, size: f64) -> f64 {
    font::width(text, size) * WIDER
}

/// Points of a text in a column of a width.
pub(super) fn height(text: &str, size: f64, width: f64) -> f64 {
    lines(text, size, width) as f64 * size * LINE
}

/// Lines of a text in a column of a width.
pub(super) fn lines(text: &str, size: f64, width: f64) -> usize {
    words::wrap(text, size * WIDER, width.max(size), usize::MAX).len().max(1)
}

/// The text, or as much of it as has room in so many lines, with `…`.
pub(super) fn shortened(text: &str, size: f64, width: f64, most: usize) -> String {
    let lines = words::wrap(text, size * WIDER, width.max(size), most.max(1) + 1);
    if lines.len() <= most.max(1) {
        return text.to_owned();
    }
    let kept: usize = lines.iter().take(most.max(1)).map(|line| line.chars().count()).sum();
    let kept: String = text.trim().chars().take(kept.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// A text taken apart so that each part has room in so many lines.
pub(super) fn parts(text: &str, size: f64, width: f64, most: usize) -> Vec<String> {
    let lines = words::wrap(text, size * WIDER, width.max(size), usize::MAX);
    if lines.len() <= most {
        return vec![text.to_owned()];
    }
    let joined = |lines: &[String]| {
        lines.iter().skip(1).fold(lines.first().cloned().unwrap_or_default(), |mut all, line| {
            let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii() && !c.is_whitespace());
            if latin(all.chars().last()) && latin(line.chars().next()) {
                all.push(' ');
            }
            all + line
        })
    };
    lines.chunks(most.max(1)).map(joined).collect()
}

/// A table that has been given its columns.
pub(super) struct Fitted<'t> {
    table: &'t Table,
    columns: Vec<usize>,
    widths: Vec<f64>,
    size: f64,
    /// Lines of a cell.
    most: usize,
}

impl<'t> Fitted<'t> {
    /// The columns of a table in so many points, with letters of a size; nothing where they have no room.
    pub(super) fn new(table: &'t Table, columns: Vec<usize>, size: f64, (room, height): (f64, f64)) -> Option<Self> {
        let wanted: Vec<(f64, f64)> = columns.iter().map(|&at| wanted(table, at, size)).collect();
        let (most, least) = wanted.iter().fold((0.0, 0.0), |(most, least), (a, b)| (most + a, least + b));
        if least > room {
            return None;
        }
        let part = if most > room { (room - least) / (most - least) } else { 1.0 };
        // What is left goes to the columns of long texts, else to all.
        let is_wide = |at: usize| table.columns.get(at).is_some_and(|column| column.wide);
        let wide = columns.iter().filter(|&&at| is_wide(at)).count();
        let spread = (room - most).max(0.0) / if wide > 0 { wide } else { columns.len().max(1) } as f64;
        let widths = wanted.iter().zip(&columns).map(|((most, least), &at)| {
            let more = if wide == 0 || is_wide(at) { spread } else { 0.0 };
            least + (most - least) * part + more
        });
        let widths = widths.collect();
        let most = (height * MOST_OF_ROOM / (size * LINE)) as usize;
        Some(Self { table, columns, widths, size, most: most.max(1) })
    }

    /// The heading of the columns.
    pub(super) fn heading(&self) -> GridRow {
        let cells = self.columns.iter().map(|&at| {
            let label = self.table.columns.get(at).map_or("", |column| column.label.as_str());
            let run = Run { text: label.to_owned(), size: Some(self.size), bold: true, colour: Some(Colour::Ink) };
            let text = Paragraph { align: self.align(at), ..Paragraph::of(run) };
            GridCell { text, fill: Some(Colour::Heading) }
        });
        self.row_of(cells.collect())
    }

    /// A row.
    pub(super) fn row(&self, row: &Row, palette: &Palette) -> GridRow {
        let cells = self.columns.iter().filter_map(|&at| Some((at, row.cells.get(at)?)));
        self.row_of(cells.map(|(at, one)| self.cell(one, at, row.total, palette)).collect())
    }

    fn row_of(&self, mut cells: Vec<GridCell>) -> GridRow {
        let room = |width: &f64| width - PADDING.0;
        for (cell, width) in cells.iter_mut().zip(&self.widths) {
            for run in &mut cell.text.runs {
                let size = self.size * if run.bold { BOLD } else { 1.0 };
                run.text = shortened(&run.text, size, room(width), self.most);
            }
        }
        let heights = cells.iter().zip(&self.widths).map(|(cell, width)| {
            let bold = cell.text.runs.iter().any(|run| run.bold);
            height(&cell.text.plain(), self.size * if bold { BOLD } else { 1.0 }, room(width))
        });
        let height = heights.fold(self.size * LINE, f64::max) + PADDING.1;
        GridRow { height, cells }
    }

    fn cell(&self, cell: &Cell, at: usize, total: bool, palette: &Palette) -> GridCell {
        let (colour, fill) = toned(cell.tone, palette);
        let run = Run { text: cell.text.clone(), size: Some(self.size), bold: total, colour: Some(colour) };
        GridCell { text: Paragraph { align: self.align(at), ..Paragraph::of(run) }, fill }
    }

    /// Figures stand at the right.
    fn align(&self, at: usize) -> Align {
        if matches!(self.table.first_value(at), Some(Value::Number(_))) { Align::Right } else { Align::Left }
    }

    /// The table of these rows; their heights together are its height.
    pub(super) fn grid(&self, rows: Vec<GridRow>) -> Grid {
        Grid { widths: self.widths.clone(), beside: PADDING.0 / 2.0, rows }
    }

    /// Points of all rows of the table, with the heading.
    pub(super) fn height(&self, palette: &Palette) -> f64 {
        let rows = self.table.rows.iter().map(|row| self.row(row, palette).height);
        self.heading().height + rows.sum::<f64>()
    }
}

/// Letters and ground of a weight; the word says it too.
pub(super) fn toned(tone: Tone, palette: &Palette) -> (Colour, Option<Colour>) {
    let emphasis = match tone {
        Tone::Plain => return (Colour::Ink, None),
        Tone::Muted => return (Colour::Muted, None),
        Tone::Good => palette.good,
        Tone::Bad => palette.bad,
        Tone::Caution => palette.caution,
    };
    (Colour::Own(emphasis.text), Some(Colour::Own(emphasis.fill)))
}

/// Points that a column asks for, and the fewest that it can do with.
fn wanted(table: &Table, at: usize, size: f64) -> (f64, f64) {
    let Some(column) = table.columns.get(at) else { return (0.0, 0.0) };
    let texts = table.rows.iter().take(MEASURED).filter_map(|row| Some((row.cells.get(at)?, row.total)));
    let unbroken = texts.clone().map(|(cell, bold)| longest_word(&cell.text, if bold { size * BOLD } else { size }));
    let unbroken = unbroken.fold(0.0, f64::max).min(WIDEST.1);
    let body = texts.map(|(cell, bold)| width(&cell.text, if bold { size * BOLD } else { size }));
    let body = body.fold(0.0, f64::max) + 1.0;
    let label = width(&column.label, size * BOLD);
    let longest = column.label.split(' ').map(|word| width(word, size * BOLD)).fold(0.0, f64::max);
    // A word is not broken; Chinese breaks anywhere.
    let word = if column.label.is_ascii() { longest } else { size * 2.3 };
    let limit = if column.wide { WIDEST.0 } else { WIDEST.1 };
    let most = body.min(limit).max((label / 2.0 + size).min(label)).max(word);
    let most = most.max(unbroken);
    let least = body.min(NARROW).max(unbroken).max(label / 3.0).max(word).min(most);
    (most + PADDING.0, least + PADDING.0)
}

/// Points of the longest number, date or Latin word of a text: it is not broken, and neither is a short text with a number.
fn longest_word(text: &str, size: f64) -> f64 {
    if text.chars().count() <= SHORT && text.contains(|c: char| c.is_ascii_digit()) {
        return width(text, size) * OTHER_FONT + 1.0;
    }
    text.split(|c: char| c.is_whitespace() || !c.is_ascii())
        .map(|word| width(word, size) * OTHER_FONT)
        .fold(0.0, f64::max)
        + 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_shortened_or_taken_apart_and_nothing_of_it_is_lost() {
        let text = "工单号重复的行合并为一行；".repeat(20);
        let parts = parts(&text, 12.0, 200.0, 4);
        assert_eq!(parts.concat(), text);
        assert!(parts.iter().all(|part| lines(part, 12.0, 200.0) <= 4));
        let short = shortened(&text, 12.0, 200.0, 3);
        assert!(short.ends_with('…') && lines(&short, 12.0, 200.0) <= 3);
        assert_eq!(shortened("短", 12.0, 200.0, 1), "短");
        assert_eq!(super::parts("one two three four", 12.0, 60.0, 1).join(" "), "one two three four");
    }
}
