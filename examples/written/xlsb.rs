//! Writes a workbook as .xlsb: the records of [MS-XLSB] that a reader needs, texts in the cells themselves.

use anyhow::Result;

use super::grid::{Book, Cell, Merge, Sheet};
use super::package;
use super::xlsx::RELATIONS;

const BEGIN_SHEET: u16 = 0x0081;
const END_SHEET: u16 = 0x0082;
const BEGIN_BOOK: u16 = 0x0083;
const END_BOOK: u16 = 0x0084;
const BEGIN_BUNDLES: u16 = 0x008F;
const END_BUNDLES: u16 = 0x0090;
const BEGIN_DATA: u16 = 0x0091;
const END_DATA: u16 = 0x0092;
const DIMENSION: u16 = 0x0094;
const BOOK_PROPERTIES: u16 = 0x0099;
const BUNDLE: u16 = 0x009C;
const CALCULATION: u16 = 0x009D;
const BEGIN_STYLES: u16 = 0x0116;
const END_STYLES: u16 = 0x0117;
const BEGIN_XFS: u16 = 0x0269;
const END_XFS: u16 = 0x026A;
const XF: u16 = 0x002F;
const ROW: u16 = 0x0000;
const CELL_ERROR: u16 = 0x0003;
const CELL_FLAG: u16 = 0x0004;
const CELL_REAL: u16 = 0x0005;
const CELL_TEXT: u16 = 0x0006;
const FORMULA_NUMBER: u16 = 0x0009;
const MERGE: u16 = 0x00B0;
const BEGIN_MERGES: u16 = 0x00B1;
const END_MERGES: u16 = 0x00B2;

/// The formats of cells by their index: plain, day, day with its time (numbers that every program knows).
const FORMATS: [u16; 3] = [0, 14, 22];

const TYPE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="bin" ContentType="application/vnd.ms-excel.worksheet"/><Override PartName="/xl/workbook.bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/><Override PartName="/xl/styles.bin" ContentType="application/vnd.ms-excel.styles"/></Types>"#;

/// The bytes of the file.
pub fn write(book: &Book) -> Result<Vec<u8>> {
    let mut relations = RELATIONS.to_owned();
    for number in 1..=book.sheets.len() {
        relations += &format!(
            r#"<Relationship Id="rId{number}" Type="{TYPE}/worksheet" Target="worksheets/sheet{number}.bin"/>"#
        );
    }
    relations += &format!(r#"<Relationship Id="rStyles" Type="{TYPE}/styles" Target="styles.bin"/></Relationships>"#);
    let package_relations = format!(
        r#"{RELATIONS}<Relationship Id="rId1" Type="{TYPE}/officeDocument" Target="xl/workbook.bin"/></Relationships>"#
    );
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), CONTENT_TYPES.as_bytes().to_vec()),
        ("_rels/.rels".to_owned(), package_relations.into_bytes()),
        ("xl/workbook.bin".to_owned(), workbook(book)),
        ("xl/_rels/workbook.bin.rels".to_owned(), relations.into_bytes()),
        ("xl/styles.bin".to_owned(), styles()),
    ];
    for (number, sheet) in (1..).zip(&book.sheets) {
        parts.push((format!("xl/worksheets/sheet{number}.bin"), worksheet(book, sheet)));
    }
    package::write(&parts)
}

/// A record: its number and its length in 7 bits a byte, then its body.
fn record(out: &mut Vec<u8>, kind: u16, body: &[u8]) {
    let mut numbers = |mut number: usize| {
        while number >= 0x80 {
            out.push(number as u8 | 0x80);
            number >>= 7;
        }
        out.push(number as u8);
    };
    numbers(usize::from(kind));
    numbers(body.len());
    out.extend(body);
}

fn wide_string(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let length = (units.len() as u32).to_le_bytes();
    length.into_iter().chain(units.iter().flat_map(|unit| unit.to_le_bytes())).collect()
}

fn numbers(values: &[u32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

fn workbook(book: &Book) -> Vec<u8> {
    let mut out = Vec::new();
    record(&mut out, BEGIN_BOOK, &[]);
    record(&mut out, BOOK_PROPERTIES, &numbers(&[u32::from(book.dates_1904), 0, 0]));
    record(&mut out, BEGIN_BUNDLES, &[]);
    for (number, sheet) in (1..).zip(&book.sheets) {
        let mut bundle = numbers(&[u32::from(sheet.hidden), number]);
        bundle.extend(wide_string(&format!("rId{number}")));
        bundle.extend(wide_string(&sheet.name));
        record(&mut out, BUNDLE, &bundle);
    }
    record(&mut out, END_BUNDLES, &[]);
    let mut calculation = [0; 26];
    let has_formula = |sheet: &Sheet| sheet.rows.iter().flatten().any(|cell| *cell == Cell::Formula);
    calculation[24] = u8::from(book.sheets.iter().any(has_formula));
    record(&mut out, CALCULATION, &calculation);
    record(&mut out, END_BOOK, &[]);
    out
}

fn styles() -> Vec<u8> {
    let mut out = Vec::new();
    record(&mut out, BEGIN_STYLES, &[]);
    record(&mut out, BEGIN_XFS, &numbers(&[FORMATS.len() as u32]));
    for format in FORMATS {
        let mut body = vec![0; 16];
        body[2..4].copy_from_slice(&format.to_le_bytes());
        record(&mut out, XF, &body);
    }
    record(&mut out, END_XFS, &[]);
    record(&mut out, END_STYLES, &[]);
    out
}

fn worksheet(book: &Book, sheet: &Sheet) -> Vec<u8> {
    let mut out = Vec::new();
    record(&mut out, BEGIN_SHEET, &[]);
    let last = |count: usize| count.saturating_sub(1) as u32;
    record(&mut out, DIMENSION, &numbers(&[0, last(sheet.rows.len()), 0, last(sheet.columns())]));
    record(&mut out, BEGIN_DATA, &[]);
    for (row, cells) in (0u32..).zip(&sheet.rows) {
        let mut header = numbers(&[row, 0]);
        // Height, flags, and no spans.
        header.extend([0x2C, 0x01, 0, 0, 0]);
        header.extend(numbers(&[0]));
        record(&mut out, ROW, &header);
        for (col, cell) in (0u32..).zip(cells) {
            cell_record(&mut out, book, col, cell);
        }
    }
    record(&mut out, END_DATA, &[]);
    if !sheet.merges.is_empty() {
        record(&mut out, BEGIN_MERGES, &numbers(&[sheet.merges.len() as u32]));
        for Merge { rows, cols } in &sheet.merges {
            record(&mut out, MERGE, &numbers(&[rows.0 as u32, rows.1 as u32, cols.0 as u32, cols.1 as u32]));
        }
        record(&mut out, END_MERGES, &[]);
    }
    record(&mut out, END_SHEET, &[]);
    out
}

fn cell_record(out: &mut Vec<u8>, book: &Book, col: u32, cell: &Cell) {
    let real = |format: u32, value: f64| (CELL_REAL, format, value.to_le_bytes().to_vec());
    let (kind, format, value) = match cell {
        Cell::Empty => return,
        Cell::Text(text) => (CELL_TEXT, 0, wide_string(text)),
        Cell::Number(number) => real(0, *number),
        Cell::Day(day) => real(1, book.serial(day.and_time(chrono::NaiveTime::MIN))),
        Cell::Time(time) => real(2, book.serial(*time)),
        Cell::Flag(flag) => (CELL_FLAG, 0, vec![u8::from(*flag)]),
        // A nought, no flags, and a formula of no bytes.
        Cell::Formula => (FORMULA_NUMBER, 0, vec![0; 18]),
        Cell::Error(wrong) => (CELL_ERROR, 0, vec![wrong.number()]),
    };
    let mut body = numbers(&[col, format]);
    body.extend(value);
    record(out, kind, &body);
}
