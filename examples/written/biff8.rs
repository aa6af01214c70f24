//! Writes sheets as an old .xls: BIFF8 records ([MS-XLS]) in the `Workbook` stream of a compound file.
//!
//! Only what a plain data export needs: shared strings, numbers, and two date formats through XF records.

use std::collections::HashMap;
use std::io::{Cursor, Write};
use std::time::{Duration, UNIX_EPOCH};

use anyhow::{Result, ensure};

use crate::grid::{Cell, Sheet, serial};

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;
const CODEPAGE: u16 = 0x0042;
const WINDOW1: u16 = 0x003D;
const DATEMODE: u16 = 0x0022;
const FONT: u16 = 0x0031;
const FORMAT: u16 = 0x041E;
const XF: u16 = 0x00E0;
const STYLE: u16 = 0x0293;
const BOUNDSHEET: u16 = 0x0085;
const SST: u16 = 0x00FC;
const CONTINUE: u16 = 0x003C;
const DIMENSIONS: u16 = 0x0200;
const WINDOW2: u16 = 0x023E;
const LABELSST: u16 = 0x00FD;
const NUMBER: u16 = 0x0203;
const RK: u16 = 0x027E;

/// Rows of a sheet in this format.
const MOST_ROWS: usize = 65_536;
/// Longest body of a record.
const MOST_BYTES: usize = 8224;
/// Cell formats: the first 15 are style formats, as readers expect.
const XF_PLAIN: u16 = 15;
const XF_DAY: u16 = 16;
const XF_TIME: u16 = 17;
/// Numbers of the two date formats; own formats begin at 164.
const FORMAT_DAY: u16 = 164;
const FORMAT_TIME: u16 = 165;

/// The bytes of the file.
pub fn write(sheets: &[Sheet]) -> Result<Vec<u8>> {
    for sheet in sheets {
        ensure!(sheet.rows.len() <= MOST_ROWS, "{}: an .xls sheet holds {MOST_ROWS} rows", sheet.name);
    }
    let mut strings = Strings::default();
    let bodies: Vec<Vec<u8>> = sheets.iter().map(|sheet| sheet_records(sheet, &mut strings)).collect();
    let stream = globals(sheets, &bodies, &strings);

    // Version 3, with sectors of 512 bytes, is what spreadsheet programs wrote.
    let mut file = cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new()))?;
    file.create_stream("/Workbook")?.write_all(&stream)?;
    // The library notes the time of creation; a fixed one keeps the bytes the same (2013-10-08).
    let created = UNIX_EPOCH + Duration::from_secs(1_381_190_400);
    file.set_created_time("/", created)?;
    file.set_modified_time("/", created)?;
    file.flush()?;
    Ok(file.into_inner().into_inner())
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

fn record(out: &mut Vec<u8>, kind: u16, body: &[u8]) {
    out.extend(kind.to_le_bytes());
    out.extend((body.len() as u16).to_le_bytes());
    out.extend(body);
}

fn words(values: &[u16]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
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

fn globals(sheets: &[Sheet], bodies: &[Vec<u8>], strings: &Strings) -> Vec<u8> {
    let mut out = Vec::new();
    record(&mut out, BOF, &words(&[0x0600, 0x0005, 0x0DBB, 0x07CC, 0x0041, 0, 0x0006, 0]));
    record(&mut out, CODEPAGE, &words(&[1200]));
    record(&mut out, WINDOW1, &words(&[0, 0, 0x4000, 0x2000, 0x0038, 0, 0, 1, 0x0258]));
    record(&mut out, DATEMODE, &words(&[0]));
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
    let after = shared_strings(strings);
    let names: Vec<Vec<u8>> = sheets.iter().map(|sheet| short_string(&sheet.name)).collect();
    let directory: usize = names.iter().map(|name| 4 + 6 + name.len()).sum();
    let mut start = out.len() + directory + after.len() + 4;
    for (name, body) in names.iter().zip(bodies) {
        let mut entry = (start as u32).to_le_bytes().to_vec();
        entry.extend([0, 0]);
        entry.extend(name);
        record(&mut out, BOUNDSHEET, &entry);
        start += body.len();
    }
    out.extend(after);
    record(&mut out, EOF, &[]);
    for body in bodies {
        out.extend(body);
    }
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

fn sheet_records(sheet: &Sheet, strings: &mut Strings) -> Vec<u8> {
    let mut out = Vec::new();
    record(&mut out, BOF, &words(&[0x0600, 0x0010, 0x0DBB, 0x07CC, 0x0041, 0, 0x0006, 0]));
    let columns = sheet.rows.iter().map(Vec::len).max().unwrap_or(0) as u16;
    let mut dimensions = 0u32.to_le_bytes().to_vec();
    dimensions.extend((sheet.rows.len() as u32).to_le_bytes());
    dimensions.extend(words(&[0, columns, 0]));
    record(&mut out, DIMENSIONS, &dimensions);
    for (row, cells) in (0..=u16::MAX).zip(&sheet.rows) {
        for (col, cell) in (0u16..).zip(cells) {
            cell_record(&mut out, row, col, cell, strings);
        }
    }
    record(&mut out, WINDOW2, &words(&[0x06B6, 0, 0, 0x0040, 0, 0, 0, 0, 0]));
    record(&mut out, EOF, &[]);
    out
}

fn cell_record(out: &mut Vec<u8>, row: u16, col: u16, cell: &Cell, strings: &mut Strings) {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => {
            let mut body = words(&[row, col, XF_PLAIN]);
            body.extend(strings.add(text).to_le_bytes());
            record(out, LABELSST, &body);
        }
        Cell::Number(number) => number_record(out, row, col, XF_PLAIN, *number),
        Cell::Day(day) => number_record(out, row, col, XF_DAY, serial(day.and_time(chrono::NaiveTime::MIN))),
        Cell::Time(time) => number_record(out, row, col, XF_TIME, serial(*time)),
    }
}

/// Whole numbers of 30 bits as RK, all others as IEEE doubles.
fn number_record(out: &mut Vec<u8>, row: u16, col: u16, format: u16, number: f64) {
    let mut body = words(&[row, col, format]);
    if number.fract() == 0.0 && number.abs() < f64::from(1 << 29) {
        body.extend((((number as i32) << 2) | 2).to_le_bytes());
        record(out, RK, &body);
    } else {
        body.extend(number.to_le_bytes());
        record(out, NUMBER, &body);
    }
}
