//! Writes a workbook as an .xls of Excel 5 and 95: BIFF5 records in the `Book` stream of a compound file, texts in
//! code page 936 (GBK) in the cells themselves.

use anyhow::Result;
use encoding_rs::GBK;

use super::compound;
use super::grid::{Book, Sheet};
use super::records::{
    BOF, CODEPAGE, DATEMODE, DIMENSIONS, EOF, WINDOW2, XF, XF_DAY, XF_PLAIN, XF_TIME, cells, check_rows, record,
    stream, words,
};

const LABEL: u16 = 0x0204;
/// Formats that every program knows by their number: a day, and a day with its time.
const BUILT_IN_DAY: u16 = 14;
const BUILT_IN_TIME: u16 = 22;

/// The bytes of the file.
pub fn write(book: &Book) -> Result<Vec<u8>> {
    compound::write(&[("Book", &stream_of(book)?)])
}

/// The stream inside the file.
pub fn stream_of(book: &Book) -> Result<Vec<u8>> {
    check_rows(book)?;
    let bodies: Vec<Vec<u8>> = book.sheets.iter().map(|sheet| sheet_records(book, sheet)).collect();
    let names: Vec<Vec<u8>> = book.sheets.iter().map(|sheet| short_string(&sheet.name)).collect();
    Ok(stream(globals(book), &book.sheets, &names, &[], &bodies))
}

fn gbk(text: &str) -> Vec<u8> {
    GBK.encode(text).0.into_owned()
}

fn short_string(text: &str) -> Vec<u8> {
    let bytes = gbk(text);
    std::iter::once(bytes.len() as u8).chain(bytes).collect()
}

fn globals(book: &Book) -> Vec<u8> {
    let mut out = Vec::new();
    record(&mut out, BOF, &words(&[0x0500, 0x0005, 0x096C, 0x07C9]));
    record(&mut out, CODEPAGE, &words(&[936]));
    record(&mut out, DATEMODE, &words(&[u16::from(book.dates_1904)]));
    for index in 0..=XF_TIME {
        let (format, kind) = match index {
            XF_DAY => (BUILT_IN_DAY, 0x0001),
            XF_TIME => (BUILT_IN_TIME, 0x0001),
            XF_PLAIN => (0, 0x0001),
            _ => (0, 0xFFF5),
        };
        record(&mut out, XF, &words(&[0, format, kind, 0x0020, 0x20C0, 0, 0, 0]));
    }
    out
}

fn sheet_records(book: &Book, sheet: &Sheet) -> Vec<u8> {
    let mut out = Vec::new();
    record(&mut out, BOF, &words(&[0x0500, 0x0010, 0x096C, 0x07C9]));
    record(&mut out, DIMENSIONS, &words(&[0, sheet.rows.len() as u16, 0, sheet.columns() as u16, 0]));
    cells(&mut out, book, sheet, |out, row, col, text| {
        let bytes = gbk(text);
        let mut body = words(&[row, col, XF_PLAIN, bytes.len() as u16]);
        body.extend(bytes);
        record(out, LABEL, &body);
    });
    record(&mut out, WINDOW2, &words(&[0x06B6, 0, 0, 0, 0]));
    record(&mut out, EOF, &[]);
    out
}
