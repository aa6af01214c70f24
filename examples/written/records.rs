//! What BIFF5 and BIFF8 have in common: records, numbers, and the order of the streams ([MS-XLS]).

use anyhow::{Result, ensure};

use super::grid::{Book, Cell, Merge, Sheet};

pub const BOF: u16 = 0x0809;
pub const EOF: u16 = 0x000A;
pub const CODEPAGE: u16 = 0x0042;
pub const DATEMODE: u16 = 0x0022;
pub const FORMAT: u16 = 0x041E;
pub const XF: u16 = 0x00E0;
pub const DIMENSIONS: u16 = 0x0200;
pub const WINDOW2: u16 = 0x023E;
const FORMULA: u16 = 0x0006;
const MERGEDCELLS: u16 = 0x00E5;
const BOUNDSHEET: u16 = 0x0085;
const NUMBER: u16 = 0x0203;
const RK: u16 = 0x027E;
const BOOLERR: u16 = 0x0205;

/// Rows of a sheet in these formats.
const MOST_ROWS: usize = 65_536;
/// Cell formats: the first 15 are style formats, as readers expect.
pub const XF_PLAIN: u16 = 15;
pub const XF_DAY: u16 = 16;
pub const XF_TIME: u16 = 17;

pub fn record(out: &mut Vec<u8>, kind: u16, body: &[u8]) {
    out.extend(kind.to_le_bytes());
    out.extend((body.len() as u16).to_le_bytes());
    out.extend(body);
}

pub fn words(values: &[u16]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

/// Refuses a sheet that is too long for the format.
pub fn check_rows(book: &Book) -> Result<()> {
    for sheet in &book.sheets {
        ensure!(sheet.rows.len() <= MOST_ROWS, "{}: an .xls sheet holds {MOST_ROWS} rows", sheet.name);
    }
    Ok(())
}

/// The globals, the list of the sheets, what comes after the list, and the sheets one behind the other.
pub fn stream(globals: Vec<u8>, sheets: &[Sheet], names: &[Vec<u8>], after: &[u8], bodies: &[Vec<u8>]) -> Vec<u8> {
    let mut out = globals;
    let directory: usize = names.iter().map(|name| 4 + 6 + name.len()).sum();
    let mut start = out.len() + directory + after.len() + 4;
    for ((sheet, name), body) in sheets.iter().zip(names).zip(bodies) {
        let mut entry = (start as u32).to_le_bytes().to_vec();
        entry.extend([u8::from(sheet.hidden), 0]);
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

/// The cells of a sheet; texts are written as the format has them.
pub fn cells(out: &mut Vec<u8>, book: &Book, sheet: &Sheet, mut text: impl FnMut(&mut Vec<u8>, u16, u16, &str)) {
    for (row, cells) in (0..=u16::MAX).zip(&sheet.rows) {
        for (col, cell) in (0u16..).zip(cells) {
            match cell {
                Cell::Empty => {}
                Cell::Text(content) => text(out, row, col, content),
                Cell::Number(number) => number_record(out, row, col, XF_PLAIN, *number),
                Cell::Day(day) => {
                    number_record(out, row, col, XF_DAY, book.serial(day.and_time(chrono::NaiveTime::MIN)));
                }
                Cell::Time(time) => number_record(out, row, col, XF_TIME, book.serial(*time)),
                Cell::Flag(flag) => single_byte(out, row, col, [u8::from(*flag), 0]),
                Cell::Formula => formula(out, row, col),
                Cell::Error(wrong) => single_byte(out, row, col, [wrong.number(), 1]),
            }
        }
    }
}

/// As a program in Java writes it: a nought, to be calculated on opening.
fn formula(out: &mut Vec<u8>, row: u16, col: u16) {
    let mut body = words(&[row, col, XF_PLAIN]);
    body.extend([0; 8]);
    // The flags, a chain that nobody uses, and the formula: the number 1.
    body.extend(words(&[2, 0, 0, 3]));
    body.extend([0x1E, 1, 0]);
    record(out, FORMULA, &body);
}

/// The merged cells of a sheet.
pub fn merges(out: &mut Vec<u8>, sheet: &Sheet) {
    if sheet.merges.is_empty() {
        return;
    }
    let mut body = words(&[sheet.merges.len() as u16]);
    for Merge { rows, cols } in &sheet.merges {
        body.extend(words(&[rows.0 as u16, rows.1 as u16, cols.0 as u16, cols.1 as u16]));
    }
    record(out, MERGEDCELLS, &body);
}

/// A flag, or an error value where the second byte is 1.
fn single_byte(out: &mut Vec<u8>, row: u16, col: u16, value: [u8; 2]) {
    let mut body = words(&[row, col, XF_PLAIN]);
    body.extend(value);
    record(out, BOOLERR, &body);
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
