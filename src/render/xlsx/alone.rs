//! One chart in a workbook of its own: the chart part and the numbers behind it, as a deck embeds them.

use std::io::{Cursor, Read, Write};

use anyhow::Context;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};
use zip::{ZipArchive, ZipWriter};

use super::canvas::{Canvas, DataBlock};
use super::formats::{COLUMN_WIDTH, Formats, ROW_HEIGHT};
use super::links::Links;
use super::palette::Palette;
use super::room::Room;
use super::widths::Columns;
use super::{chart, place};
use crate::base::lang::Lang;
use crate::render::packed;
use crate::render::theme::Theme;
use crate::report::chart::model::Chart;

/// The sheet of the numbers; programs that know no other name find it.
const SHEET: &str = "Sheet1";
/// The part of the chart.
const PART: &str = "xl/charts/chart1.xml";
/// The folders of what is drawn on the sheet.
const DRAWN: [&str; 3] = ["xl/charts/", "xl/drawings/", "xl/worksheets/_rels/"];
/// The parts that speak of it, and how what they say of it begins and ends.
const DRAWN_IN: [(&str, (&str, &str)); 3] = [
    ("xl/worksheets/sheet1.xml", ("<drawing ", "/>")),
    ("[Content_Types].xml", ("<Override PartName=\"/xl/drawings/", "/>")),
    ("[Content_Types].xml", ("<Override PartName=\"/xl/charts/", "/>")),
];
/// Pixels of the column of names.
const NAMES: u32 = 160;

/// A chart part as a workbook has it, and the workbook of its numbers alone.
pub(in crate::render) struct Alone {
    /// The chart part; it reads the cells of `workbook`.
    pub xml: String,
    /// The numbers.
    pub workbook: Vec<u8>,
}

/// The chart in a room of `size` pixels, as letters of 8 points measure it.
///
/// # Errors
/// A fault of the program.
pub(in crate::render) fn of(content: &Chart, theme: &Theme, size: (u32, u32)) -> anyhow::Result<Alone> {
    let formats = Formats::new(&Palette::of(theme));
    let mut workbook = Workbook::new();
    workbook.set_default_format(&formats.plain(), ROW_HEIGHT, COLUMN_WIDTH)?;
    // The same chart gives the same bytes.
    let created = ExcelDateTime::from_ymd(2000, 1, 1).context("a day of this century")?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let links = Links::default();
    let columns = Columns::from(0, &[NAMES]);
    let mut canvas = Canvas::new(workbook.add_worksheet(), SHEET, &links, &formats, columns, Lang::English)?;
    canvas.data = DataBlock::default();
    let ranges = place::data(&mut canvas, content)?;
    let caches = std::mem::take(&mut canvas.caches);
    let room = Room::within(content, size);
    let drawn = chart::build(content, &ranges, &formats.palette, &room);
    canvas.worksheet.insert_chart(0, 0, &drawn)?;
    apart(&caches.fill(&packed::made_anywhere(workbook.save_to_buffer()?)?)?)
}

/// A workbook with one chart, taken apart: the part of the chart, and the workbook without it.
fn apart(package: &[u8]) -> anyhow::Result<Alone> {
    let mut archive = ZipArchive::new(Cursor::new(package))?;
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let mut chart = String::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index)?;
        let name = entry.name()?.into_owned();
        if name == PART {
            entry.read_to_string(&mut chart)?;
        } else if DRAWN_IN.iter().any(|(part, _)| *part == name) {
            let mut text = String::new();
            entry.read_to_string(&mut text)?;
            for (_, (from, to)) in DRAWN_IN.iter().filter(|(part, _)| *part == name) {
                text = without(&text, from, to);
            }
            let options = packed::entry().last_modified_time(entry.last_modified().unwrap_or_default());
            writer.start_file(name, options)?;
            writer.write_all(text.as_bytes())?;
        } else if !DRAWN.iter().any(|folder| name.starts_with(folder)) {
            drop(entry);
            writer.raw_copy_file(archive.by_index_raw(index)?)?;
        }
    }
    Ok(Alone { xml: chart, workbook: writer.finish()?.into_inner() })
}

/// A text without all elements that begin and end so.
fn without(text: &str, from: &str, to: &str) -> String {
    let mut pieces = text.split(from);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        out += piece.split_once(to).map_or("", |(_, rest)| rest);
    }
    out
}
