//! The workbook read again by other readers: calamine for cells, zip and quick-xml for charts.

mod cells;
mod charts;
mod layout;
pub(super) mod sample;

use std::io::{Cursor, Read};

use calamine::{Data, Range, Reader, Xlsx};

use crate::render::theme::Theme;
use crate::report::model::Report;

fn bytes(report: &Report) -> Vec<u8> {
    super::render(report, &Theme::embedded()).unwrap().bytes
}

fn open(bytes: &[u8]) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes.to_vec())).unwrap()
}

fn values(bytes: &[u8], sheet: &str) -> Range<Data> {
    open(bytes).worksheet_range(sheet).unwrap()
}

/// The row and column of the leftmost cell that shows `text`: the tables stand left of the chart data.
fn find(range: &Range<Data>, text: &str) -> (u32, u32) {
    let shows = |cell: &Data| matches!(cell, Data::String(content) if content == text);
    let found = range.cells().filter(|(_, _, cell)| shows(cell)).min_by_key(|(_, col, _)| *col);
    let (row, col, _) = found.expect(text);
    (row as u32, col as u32)
}

/// A part of the package as text.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut content = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut content).unwrap();
    content
}
