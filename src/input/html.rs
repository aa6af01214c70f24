//! Tables of an HTML page, as dealer systems export them under the name .xls: a small, tolerant scanner.
//!
//! All tables of the page stand one below the other in one grid, as a spreadsheet program shows them.
//!
//! Why no library: html5gum 0.9, a tokenizer by the standard, was measured against this scanner. By the standard a quote
//! that is never closed swallows the page (one cell of three is left, here all three); it takes 2.7 s for a page of 65 MB,
//! this 1.6 s; hostile pages cost neither more than a second. What this scanner lacks: of 2,231 names of characters it
//! knows those that exports write (others stay as they are written), and the words of a `<title>` that look like tags
//! are tags to it.

mod tag;

use std::sync::Arc;

use super::builder::{Budget, GridBuilder};
use super::delimited::encoding::decode_as;
use super::delimited::told::cut_off;
use super::grid::{Area, Grid};
use super::limits::{Limit, check};
use super::problem::Problem;
use super::struck::Struck;
use crate::base::finding::Finding;
use tag::{Tag, find_ignoring_case, skip_past, split_tag};

/// The spans that HTML itself allows.
const MAX_COLSPAN: u32 = 1_000;
const MAX_ROWSPAN: u32 = 65_534;
/// How many bytes of a text are looked at to see a page in it.
const LOOK_AT: usize = 65_536;

/// Whether a text is an HTML page or a fragment of one.
pub(super) fn is_html(text: &str) -> bool {
    let start = text.trim_start();
    if !start.starts_with('<') {
        return false;
    }
    let end = (0..=LOOK_AT.min(start.len())).rev().find(|at| start.is_char_boundary(*at)).unwrap_or(0);
    let head = start[..end].to_ascii_lowercase();
    ["<!doctype html", "<html", "<table", "<body", "<meta"].iter().any(|tag| head.contains(tag))
}

/// Reads the tables of a page.
pub(super) fn read(
    text: &str,
    file: &Arc<str>,
    sheet: Option<&str>,
    budget: &mut Budget,
) -> Result<(Grid, Vec<Finding>), Problem> {
    let (columns, spread) = (budget.limits.columns, budget.limits.spread);
    let builder = GridBuilder::new(file, sheet, budget);
    let (taken, merges) = (Vec::new(), Vec::new());
    let struck = Struck::default();
    let mut page = Page { builder, columns, covered: 0, spread, rows: 0, row: None, cell: None, taken, merges, struck };
    let mut rest = text;
    let (mut tables, mut open, mut ended) = (0, 0_u32, false);
    while let Some(at) = rest.find('<') {
        page.text(&rest[..at]);
        let Some((tag, after)) = split_tag(&rest[at..]) else {
            page.text("<");
            rest = &rest[at + 1..];
            continue;
        };
        rest = after;
        match tag.name().as_str() {
            "script" | "style" => rest = skip_past(rest, &format!("</{}", tag.name())),
            "table" => {
                tables += 1;
                open += 1;
                page.end_table()?;
            }
            "/table" => {
                open = open.saturating_sub(1);
                page.end_table()?;
            }
            "/body" | "/html" => ended = true,
            "tr" => page.start_row(tag.is_hidden())?,
            "/tr" => page.end_row()?,
            "td" | "th" => page.start_cell(&tag)?,
            "/td" | "/th" => page.end_cell()?,
            "br" | "p" | "/p" | "div" => page.line_break(),
            "s" | "strike" | "del" => page.strike(),
            _ => {}
        }
    }
    page.text(rest);
    // Some programs write no end of a table, but hardly one writes neither that nor the end of the page.
    if open > 0 && !ended {
        let (row, col) = page.row.as_ref().map_or((page.rows, 0), |row| (row.number + 1, row.next_col));
        page.builder.found(cut_off(), row.saturating_sub(1), col);
    }
    page.end_table()?;
    if tables == 0 && find_ignoring_case(text, "<frameset").is_some() {
        return Err(frame());
    }
    if tables == 0 {
        return Err(Problem::not_a_spreadsheet(["没有表格的网页", "a web page without a table"]));
    }
    page.builder.grid_mut().struck = page.struck.rows();
    Ok(page.builder.finish())
}

/// Excel writes a workbook as a frame and a folder of pages, and the frame holds none of its cells.
fn frame() -> Problem {
    Problem::not_a_spreadsheet([
        "Excel 网页的框架页（数据在同名的 .files 文件夹里）",
        "the frame of a web page from Excel (the data lies in the .files folder of the same name)",
    ])
    .advice(
        "用 Excel 打开该文件并另存为 .xlsx，再放回输入文件夹",
        "open the file in Excel, save it as .xlsx and put it back",
    )
}

/// The page read so far.
struct Page<'b> {
    builder: GridBuilder<'b>,
    /// So many columns are allowed.
    columns: u64,
    /// Places that cells of other rows reach over, and how many are allowed.
    covered: u64,
    spread: u64,
    /// Rows begun.
    rows: u32,
    /// The row being read.
    row: Option<Row>,
    cell: Option<Cell>,
    /// For each column the row down to which, itself left out, a cell above reaches.
    taken: Vec<u32>,
    /// Cells of the table that reach over rows.
    merges: Vec<Area>,
    struck: Struck,
}

struct Row {
    number: u32,
    next_col: u32,
    /// It is hidden, and nothing of it has been read.
    hidden: bool,
}

struct Cell {
    text: String,
    colspan: u32,
    rowspan: u32,
    is_struck: bool,
}

impl Page<'_> {
    fn start_row(&mut self, hidden: bool) -> Result<(), Problem> {
        self.end_row()?;
        self.row = Some(Row { number: self.rows, next_col: 0, hidden });
        self.rows = self.rows.saturating_add(1);
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), Problem> {
        self.end_cell()?;
        self.row = None;
        Ok(())
    }

    /// No cell reaches out of its table.
    fn end_table(&mut self) -> Result<(), Problem> {
        self.end_row()?;
        self.taken.clear();
        let last_row = self.rows.saturating_sub(1);
        let mut within = self.merges.drain(..).map(|area| Area { last_row: area.last_row.min(last_row), ..area });
        within.try_for_each(|area| self.builder.merge(area))
    }

    fn start_cell(&mut self, tag: &Tag) -> Result<(), Problem> {
        self.end_cell()?;
        if self.row.is_none() {
            self.start_row(false)?;
        }
        let span = |name, most: u32| tag.number(name).unwrap_or(1).clamp(1, most);
        self.cell = Some(Cell {
            text: String::new(),
            colspan: span("colspan", MAX_COLSPAN),
            rowspan: span("rowspan", MAX_ROWSPAN),
            is_struck: tag.is_struck(),
        });
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), Problem> {
        let (Some(cell), Some(row)) = (self.cell.take(), self.row.as_mut()) else { return Ok(()) };
        while self.taken.get(row.next_col as usize).is_some_and(|until| *until > row.number) {
            row.next_col += 1;
            self.covered += 1;
        }
        check(Limit::Spread, self.covered, self.spread)?;
        let col = row.next_col;
        row.next_col = col.saturating_add(cell.colspan);
        // Spans could reach over millions.
        check(Limit::Columns, row.next_col.into(), self.columns)?;
        if cell.rowspan > 1 {
            let (from, to) = (col as usize, row.next_col as usize);
            self.taken.resize(self.taken.len().max(to), 0);
            self.taken[from..to].fill(row.number.saturating_add(cell.rowspan));
            let last_row = row.number.saturating_add(cell.rowspan - 1);
            self.merges.push(Area { row: row.number, last_row, col, last_col: row.next_col - 1 });
        }
        let text = tidy(&cell.text);
        if !text.is_empty() {
            self.struck.cell(row.number, col, cell.is_struck);
            // Excel ends each of its pages with a hidden row of nothing.
            self.builder.grid_mut().hidden_rows += u32::from(std::mem::take(&mut row.hidden));
        }
        self.builder.text(row.number, col, &text)
    }

    fn text(&mut self, text: &str) {
        if let Some(cell) = &mut self.cell {
            // Line ends of the source are blanks; only <br> breaks a line.
            cell.text.extend(unescape(text).chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }));
        }
    }

    fn strike(&mut self) {
        if let Some(cell) = &mut self.cell {
            cell.is_struck = true;
        }
    }

    fn line_break(&mut self) {
        if let Some(cell) = &mut self.cell {
            cell.text.push('\n');
        }
    }
}

/// Runs of blanks become one, as a browser shows them; line breaks stay.
fn tidy(text: &str) -> String {
    let lines: Vec<_> = text.split('\n').map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    lines.join("\n").trim().to_owned()
}

/// Replaces the character references that exports write; others stay as they are.
pub(super) fn unescape(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        result.push_str(&rest[..at]);
        rest = &rest[at..];
        match reference(rest) {
            Some((character, length)) => {
                result.push(character);
                rest = &rest[length..];
            }
            None => {
                result.push('&');
                rest = &rest[1..];
            }
        }
    }
    result.push_str(rest);
    result
}

/// The references that old pages write without a semicolon.
const BARE: [(&str, char); 5] = [("nbsp", '\u{a0}'), ("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"')];

/// The character of a reference at the start of a text, and the length of the reference.
fn reference(text: &str) -> Option<(char, usize)> {
    const LONGEST: usize = 10;
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'#';
    let end = 1 + text.bytes().skip(1).take(LONGEST).take_while(is_name).count();
    if text.as_bytes().get(end) != Some(&b';') {
        let bare = BARE.iter().find(|(name, _)| *name == &text[1..end]);
        return bare.filter(|_| text.as_bytes().get(end) != Some(&b'=')).map(|(_, character)| (*character, end));
    }
    let name = &text[1..end];
    let character = match name {
        "nbsp" => '\u{a0}',
        "shy" => '\u{ad}',
        "zwnj" => '\u{200c}',
        "zwj" => '\u{200d}',
        "lrm" => '\u{200e}',
        "rlm" => '\u{200f}',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "middot" => '·',
        "bull" => '•',
        "hellip" => '…',
        "ndash" => '–',
        "mdash" => '—',
        "ldquo" => '“',
        "rdquo" => '”',
        "lsquo" => '‘',
        "rsquo" => '’',
        "times" => '×',
        "divide" => '÷',
        "radic" => '√',
        "deg" => '°',
        "yen" => '¥',
        "plusmn" => '±',
        "ensp" | "emsp" | "thinsp" => ' ',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
                None => number.parse().ok()?,
            };
            match u8::try_from(code) {
                // Written by programs that knew Windows only: € is 128.
                Ok(byte @ 128..160) => decode_as(&[byte], "windows-1252").text.chars().next()?,
                _ => char::from_u32(code)?,
            }
        }
    };
    Some((character, end + 1))
}

#[cfg(test)]
mod tests;
