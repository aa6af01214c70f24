//! Writes a workbook as an .xls of Excel 97 to 2003: BIFF8 records ([MS-XLS]) in the `Workbook` stream of a compound
//! file.
//!
//! Only what a plain data export needs: shared strings, numbers, and two date formats through XF records.

use std::collections::HashMap;

use anyhow::Result;

use super::compound;
use super::grid::{Book, Sheet};
use super::records::{
    BOF, CODEPAGE, DATEMODE, DIMENSIONS, EOF, FORMAT, WINDOW2, XF, XF_DAY, XF_PLAIN, XF_TIME, cells, check_rows,
    merges, record, stream, words,
};

const WINDOW1: u16 = 0x003D;
const FONT: u16 = 0x0031;
const STYLE: u16 = 0x0293;
const SST: u16 = 0x00FC;
const CONTINUE: u16 = 0x003C;
const LABELSST: u16 = 0x00FD;

/// Longest body of a record.
const MOST_BYTES: usize = 8224;
/// Numbers of the two date formats; own formats begin at 164.
const FORMAT_DAY: u16 = 164;
const FORMAT_TIME: u16 = 165;

/// The bytes of the file.
pub fn write(book: &Book) -> Result<Vec<u8>> {
    compound::write(&[("Workbook", &workbook_stream(book)?)])
}

/// The stream inside the file.
pub fn workbook_stream(book: &Book) -> Result<Vec<u8>> {
    check_rows(book)?;
    let mut strings = Strings::default();
    let bodies: Vec<Vec<u8>> = book.sheets.iter().map(|sheet| sheet_records(book, sheet, &mut strings)).collect();
    let names: Vec<Vec<u8>> = book.sheets.iter().map(|sheet| short_string(&sheet.name)).collect();
    Ok(stream(globals(book), &book.sheets, &names, &shared_strings(&strings), &bodies))
}

/// The shared strings, each once, in order of their first use.
#[derive(Default)]
struct Strings {
    list: Vec<String>,
    index: HashMap<String, u32>,
    uses: u32,
}

impl Strings {
    fn add(&mut self, text: &str) -> u32 {
        self.uses += 1;
        if let Some(&known) = self.index.get(text) {
            return known;
        }
        let next = self.list.len() as u32;
        self.list.push(text.to_owned());
        self.index.insert(text.to_owned(), next);
        next
    }
}

/// A Unicode string with a two-byte length, one byte a character where that is enough.
fn long_string(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut out = (units.len() as u16).to_le_bytes().to_vec();
    out.extend(characters(&units));
    out
}

/// The same with a one-byte length.
fn short_string(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut out = vec![units.len() as u8];
    out.extend(characters(&units));
    out
}

fn characters(units: &[u16]) -> Vec<u8> {
    if units.iter().all(|unit| *unit < 256) {
        std::iter::once(0).chain(units.iter().map(|unit| *unit as u8)).collect()
    } else {
        std::iter::once(1).chain(units.iter().flat_map(|unit| unit.to_le_bytes())).collect()
    }
}

fn globals(book: &Book) -> Vec<u8> {
    let mut out = Vec::new();
    record(&mut out, BOF, &words(&[0x0600, 0x0005, 0x0DBB, 0x07CC, 0x0041, 0, 0x0006, 0]));
    record(&mut out, CODEPAGE, &words(&[1200]));
    record(&mut out, WINDOW1, &words(&[0, 0, 0x4000, 0x2000, 0x0038, 0, 0, 1, 0x0258]));
    record(&mut out, DATEMODE, &words(&[u16::from(book.dates_1904)]));
    for _ in 0..5 {
        let mut font = words(&[200, 0, 0x7FFF, 400, 0, 0, 134]);
        font.extend(short_string("宋体"));
        record(&mut out, FONT, &font);
    }
    for (number, code) in [(FORMAT_DAY, "yyyy-mm-dd"), (FORMAT_TIME, "yyyy-mm-dd hh:mm")] {
        let mut format = words(&[number]);
        format.extend(long_string(code));
        record(&mut out, FORMAT, &format);
    }
    for index in 0..=XF_TIME {
        let (format, kind) = match index {
            XF_DAY => (FORMAT_DAY, 0x0001),
            XF_TIME => (FORMAT_TIME, 0x0001),
            XF_PLAIN => (0, 0x0001),
            _ => (0, 0xFFF5),
        };
        record(&mut out, XF, &words(&[0, format, kind, 0x0020, 0xF800, 0, 0, 0, 0, 0x20C0]));
    }
    record(&mut out, STYLE, &[0x00, 0x80, 0x00, 0xFF]);
    out
}

/// SST and its CONTINUE records; no string is cut in two.
fn shared_strings(strings: &Strings) -> Vec<u8> {
    let mut out = Vec::new();
    let mut kind = SST;
    let mut body = strings.uses.to_le_bytes().to_vec();
    body.extend((strings.list.len() as u32).to_le_bytes());
    for text in &strings.list {
        let bytes = long_string(text);
        if body.len() + bytes.len() > MOST_BYTES {
            record(&mut out, kind, &body);
            kind = CONTINUE;
            body.clear();
        }
        body.extend(bytes);
    }
    record(&mut out, kind, &body);
    out
}

fn sheet_records(book: &Book, sheet: &Sheet, strings: &mut Strings) -> Vec<u8> {
    let mut out = Vec::new();
    record(&mut out, BOF, &words(&[0x0600, 0x0010, 0x0DBB, 0x07CC, 0x0041, 0, 0x0006, 0]));
    let mut dimensions = 0u32.to_le_bytes().to_vec();
    dimensions.extend((sheet.rows.len() as u32).to_le_bytes());
    dimensions.extend(words(&[0, sheet.columns() as u16, 0]));
    record(&mut out, DIMENSIONS, &dimensions);
    cells(&mut out, book, sheet, |out, row, col, text| {
        let mut body = words(&[row, col, XF_PLAIN]);
        body.extend(strings.add(text).to_le_bytes());
        record(out, LABELSST, &body);
    });
    record(&mut out, WINDOW2, &words(&[0x06B6, 0, 0, 0x0040, 0, 0, 0, 0, 0]));
    merges(&mut out, sheet);
    record(&mut out, EOF, &[]);
    out
}
