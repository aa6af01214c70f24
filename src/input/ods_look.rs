//! A look at content.xml of an .ods before the library opens it: a few bytes can repeat a row or a cell a million
//! times, and the library builds dense tables while opening. Merged cells, formulas without a result and rows that are hidden or struck
//! through are found here, too.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufReader, Cursor};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use super::grid::Area;
use super::limits::{Limit, check};
use super::look::{Look, is_nearly};
use super::problem::Problem;
use super::struck::Struck;
use crate::settings::InputLimits;

/// What the library reads over: a value of an unknown type is no cell, a row or a cell of an unknown name neither.
#[derive(Debug)]
pub(super) struct Damaged {
    pub(super) sheet: String,
    pub(super) row: u32,
    pub(super) col: u32,
    /// What stands there.
    pub(super) left: String,
}

const TABLE: &str = "table:table";
const ROW: &str = "table:table-row";
const CELLS: [&str; 2] = ["table:table-cell", "table:covered-table-cell"];
/// The attributes that hold the value of a cell.
const VALUES: [&str; 5] =
    ["office:value", "office:string-value", "office:date-value", "office:time-value", "office:boolean-value"];
const VALUE_TYPE: &str = "office:value-type";
/// A sheet has no more rows.
const MOST_ROWS: u64 = 1 << 20;
const TYPES: [&str; 8] = ["float", "percentage", "currency", "date", "time", "string", "boolean", "void"];
/// Damaged places of a file that are told of, one by one.
const MOST_DAMAGED: usize = 100;

/// Passes where the package can be opened safely, with what it found by sheet name, and what in it is damaged.
pub(super) fn look(bytes: &[u8], limits: &InputLimits) -> Result<(BTreeMap<String, Look>, Vec<Damaged>), Problem> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error.to_string()))?;
    let content = archive.by_name("content.xml").map_err(|error| damaged(&error.to_string()))?;
    let mut reader = Reader::from_reader(BufReader::new(content));
    let mut counts = Counts::default();
    let mut sheets = 0;
    let mut open = 0_usize;
    let mut buffer = Vec::new();
    let mut found = Found::default();
    let (mut sheet, mut damaged_cells) = (String::new(), Vec::new());
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(|error| damaged(&error.to_string()))?;
        match &event {
            Event::Start(_) => open += 1,
            Event::End(tag) => {
                open = open.saturating_sub(1);
                found.end(tag.name().as_ref());
            }
            _ => {}
        }
        let is_empty = matches!(event, Event::Empty(_));
        match event {
            Event::Start(element) | Event::Empty(element) => match element.name().as_ref() {
                "table:table" => {
                    sheets += 1;
                    check(Limit::Sheets, sheets, limits.sheets)?;
                    counts.start_sheet();
                    found.start_sheet(&element);
                    sheet = found.name.clone().unwrap_or_default();
                }
                "table:table-row" => {
                    let repeated = at_least_once(&element, "table:number-rows-repeated")?;
                    counts.start_row(repeated);
                    found.row(&element, repeated);
                }
                "table:table-cell" | "table:covered-table-cell" => {
                    let repeated = at_least_once(&element, "table:number-columns-repeated")?;
                    found.cell(&element, &counts, repeated);
                    if is_empty {
                        found.end("table:table-cell");
                    }
                    if let Some(left) = damage(&element)
                        && damaged_cells.len() < MOST_DAMAGED
                    {
                        damaged_cells.push(counts.here(&sheet, left));
                    }
                    let holds_value = holds_value(&element)?;
                    if holds_value {
                        found.value(&element, &counts, repeated);
                    }
                    counts.cells(repeated, holds_value);
                    counts.text(element.len());
                    check(Limit::DecompressedBytes, counts.copied, limits.decompressed_bytes)?;
                    check(Limit::Cells, counts.values, limits.cells)?;
                    check(Limit::Spread, counts.places(), limits.spread)?;
                }
                "text:p" => found.paragraph(),
                "style:style" => found.style = attribute(&element, "style:name"),
                "style:text-properties" => found.properties(&element),
                "office:annotation" if !is_empty => found.in_annotation = true,
                "text:s" => {
                    let spaces = repeated(&element, "text:c")?;
                    check(Limit::CellChars, spaces, limits.cell_chars)?;
                    counts.spaces(spaces);
                    check(Limit::DecompressedBytes, counts.copied, limits.decompressed_bytes)?;
                }
                name if is_nearly_a_part(name) && damaged_cells.len() < MOST_DAMAGED => {
                    damaged_cells.push(counts.here(&sheet, format!("<{name}>")));
                }
                _ => {}
            },
            Event::Text(text) => {
                counts.text(text.len());
                found.text(&text);
                check(Limit::DecompressedBytes, counts.copied, limits.decompressed_bytes)?;
            }
            // The library would wait for the end of an open element for ever.
            Event::Eof if open > 0 => return Err(damaged("content.xml")),
            Event::Eof => return Ok((found.finish(), damaged_cells)),
            _ => {}
        }
    }
}

/// What the library does not tell, sheet by sheet.
#[derive(Default)]
struct Found {
    sheets: BTreeMap<String, Look>,
    name: Option<String>,
    sheet: Look,
    /// The formula at hand that states no value.
    open: Option<Open>,
    in_annotation: bool,
    /// The style being read, and those that strike through.
    style: Option<String>,
    striking: BTreeSet<String>,
    struck: Struck,
    /// So many rows are hidden if the row at hand holds something.
    hidden: u64,
}

/// A formula that states no value. Its text is its result where it is one; a spreadsheet program writes an empty one
/// without saying what it is.
struct Open {
    area: Area,
    kind: Option<String>,
    paragraph: bool,
    text: bool,
}

impl Open {
    fn has_result(&self) -> bool {
        self.paragraph
            && match self.kind.as_deref() {
                Some("string") => true,
                None => !self.text,
                Some(_) => false,
            }
    }
}

impl Found {
    fn start_sheet(&mut self, element: &BytesStart) {
        self.keep();
        self.name = attribute(element, "table:name");
    }

    fn keep(&mut self) {
        let mut sheet = std::mem::take(&mut self.sheet);
        sheet.struck = std::mem::take(&mut self.struck).rows();
        if let Some(name) = self.name.take() {
            self.sheets.insert(name, sheet);
        }
    }

    /// Of a style: whether it strikes through.
    fn properties(&mut self, element: &BytesStart) {
        let is_line = |name| attribute(element, name).is_some_and(|line| line != "none");
        if is_line("style:text-line-through-style") || is_line("style:text-line-through-type") {
            self.striking.extend(self.style.clone());
        }
    }

    fn row(&mut self, element: &BytesStart, repeated: u64) {
        let visibility = attribute(element, "table:visibility");
        self.hidden = if matches!(visibility.as_deref(), Some("collapse" | "filter")) { repeated } else { 0 };
    }

    /// A cell behind those counted so far that holds something.
    fn value(&mut self, element: &BytesStart, counts: &Counts, repeated: u64) {
        let number = |at: u64| u32::try_from(at).unwrap_or(u32::MAX);
        let hidden = number(std::mem::take(&mut self.hidden));
        self.sheet.hidden_rows = self.sheet.hidden_rows.saturating_add(hidden);
        if !self.striking.is_empty() {
            let is_struck = attribute(element, "table:style-name").is_some_and(|style| self.striking.contains(&style));
            self.struck.cells(number(counts.rows_before), number(counts.col), number(repeated), is_struck);
        }
    }

    /// A cell that stands behind those counted so far.
    fn cell(&mut self, element: &BytesStart, counts: &Counts, repeated: u64) {
        let span = |name| attribute(element, name).and_then(|count| count.trim().parse().ok()).unwrap_or(1);
        let at = |rows: u64, cols: u64| {
            let (last_row, last_col) = (counts.rows_before + rows.max(1) - 1, counts.col + cols.max(1) - 1);
            let [row, last_row, col, last_col] =
                [counts.rows_before, last_row, counts.col, last_col].map(|at| u32::try_from(at).unwrap_or(u32::MAX));
            Area { row, last_row, col, last_col }
        };
        let rows: u64 = span("table:number-rows-spanned");
        if rows > 1 {
            self.sheet.merges.push(at(rows.min(MOST_ROWS), span("table:number-columns-spanned").min(MOST_ROWS)));
        }
        let has = |name: &str| attribute(element, name).is_some();
        if has("table:formula") && !VALUES.into_iter().any(has) {
            let (area, kind) = (at(counts.row_repeated, repeated), attribute(element, "office:value-type"));
            self.open = Some(Open { area, kind, paragraph: false, text: false });
        }
    }

    fn paragraph(&mut self) {
        if let Some(open) = self.open.as_mut().filter(|_| !self.in_annotation) {
            open.paragraph = true;
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(open) = self.open.as_mut().filter(|_| !self.in_annotation) {
            open.text |= !text.trim().is_empty();
        }
    }

    fn end(&mut self, element: &str) {
        match element {
            "office:annotation" => self.in_annotation = false,
            "table:table-cell" | "table:covered-table-cell" => {
                let without = self.open.take().filter(|open| !open.has_result());
                self.sheet.not_calculated.extend(without.map(|open| open.area));
            }
            _ => {}
        }
    }

    fn finish(mut self) -> BTreeMap<String, Look> {
        self.keep();
        self.sheets
    }
}

fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    let attribute = element.try_get_attribute(name).ok()??;
    attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
}

/// A name that is one character off: such an element is no other one of the format, but a damaged one.
fn is_nearly_a_part(name: &str) -> bool {
    is_nearly(name, TABLE) || is_nearly(name, ROW) || CELLS.iter().any(|cell| is_nearly(name, cell))
}

/// What of a cell cannot be understood.
fn damage(cell: &BytesStart) -> Option<String> {
    cell.attributes().with_checks(false).flatten().find_map(|attribute| {
        let (name, value) = (attribute.key.as_ref(), attribute.value.as_ref());
        let is_odd = match name {
            VALUE_TYPE => !TYPES.contains(&value),
            name => VALUES.iter().chain([&VALUE_TYPE]).any(|known| is_nearly(name, known)),
        };
        is_odd.then(|| format!("{name}=\"{value}\""))
    })
}

/// What the dense tables of the sheets would hold.
#[derive(Default)]
struct Counts {
    /// Rows before the current one.
    rows_before: u64,
    row_repeated: u64,
    col: u64,
    /// Rows down to the last one that holds a value.
    rows_with_values: u64,
    widest: u64,
    /// Cells of the file that hold a value, repetitions counted.
    values: u64,
    /// Places of the sheets before.
    places_before: u64,
    /// How often the cell at hand is repeated, itself not counted.
    copies: u64,
    /// Bytes of texts that repetitions add, of cells and of spaces.
    copied: u64,
}

impl Counts {
    fn start_sheet(&mut self) {
        let (values, places_before, copied) = (self.values, self.places(), self.copied);
        *self = Self { values, places_before, copied, ..Self::default() };
    }

    /// Places of the tables so far.
    fn places(&self) -> u64 {
        self.places_before.saturating_add(self.rows_with_values.saturating_mul(self.widest))
    }

    /// A damaged place before the next cell.
    fn here(&self, sheet: &str, left: String) -> Damaged {
        let number = |at: u64| u32::try_from(at).unwrap_or(u32::MAX);
        Damaged { sheet: sheet.to_owned(), row: number(self.rows_before), col: number(self.col), left }
    }

    fn start_row(&mut self, repeated: u64) {
        self.rows_before = self.rows_before.saturating_add(self.row_repeated);
        self.row_repeated = repeated;
        self.col = 0;
    }

    /// Text of the cell at hand: the library copies it for every repetition.
    fn text(&mut self, bytes: usize) {
        self.copied = self.copied.saturating_add(self.copies.saturating_mul(bytes as u64));
    }

    /// Spaces of the cell at hand that are written as a number.
    fn spaces(&mut self, count: u64) {
        self.copied = self.copied.saturating_add(self.copies.saturating_add(1).saturating_mul(count));
    }

    fn cells(&mut self, repeated: u64, holds_value: bool) {
        self.col = self.col.saturating_add(repeated);
        self.copies = 0;
        if holds_value {
            let cells = repeated.saturating_mul(self.row_repeated);
            self.copies = cells.saturating_sub(1);
            self.values = self.values.saturating_add(cells);
            self.widest = self.widest.max(self.col);
            self.rows_with_values = self.rows_before.saturating_add(self.row_repeated);
        }
    }
}

/// The library keeps a cell that has a type, a value or a formula, even where its text is blank.
fn holds_value(element: &BytesStart) -> Result<bool, Problem> {
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(|error| damaged(&error.to_string()))?;
        let name = attribute.key.as_ref();
        if VALUES.contains(&name) || matches!(name, VALUE_TYPE | "table:formula") {
            return Ok(true);
        }
    }
    Ok(false)
}

/// A count attribute; 1 where it is missing.
fn repeated(element: &BytesStart, name: &str) -> Result<u64, Problem> {
    let attribute = element.try_get_attribute(name).map_err(|error| damaged(&error.to_string()))?;
    attribute.map_or(Ok(1), |count| count.value.parse().map_err(|_| damaged(&format!("{name} = {}", count.value))))
}

/// How often a row or a cell stands there. No program writes one that stands nowhere, and the library would drop it
/// without a word, having made all of its cells.
fn at_least_once(element: &BytesStart, name: &str) -> Result<u64, Problem> {
    match repeated(element, name)? {
        0 => Err(damaged(&format!("{name} = 0"))),
        count => Ok(count),
    }
}

fn damaged(detail: &str) -> Problem {
    Problem::unreadable(
        ["文件不完整（复制或下载中断）或已损坏", "the file is cut off (copy or download broken off) or damaged"],
        detail,
    )
}

#[cfg(test)]
mod tests;
