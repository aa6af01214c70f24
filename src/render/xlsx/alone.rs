//! One chart in a workbook of its own: the chart part and the numbers behind it, as a deck embeds them.

use std::io::{Cursor, Read};

use anyhow::Context;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};
use zip::ZipArchive;

use super::canvas::{Canvas, DataBlock};
use super::formats::{COLUMN_WIDTH, Formats, ROW_HEIGHT};
use super::links::Links;
use super::palette::Palette;
use super::room::Room;
use super::widths::Columns;
use super::{chart, place};
use crate::base::lang::Lang;
use crate::render::theme::Theme;
use crate::report::chart::model::Chart;

/// The sheet of the numbers; programs that know no other name find it.
const SHEET: &str = "Sheet1";
/// The part of the chart.
const PART: &str = "xl/charts/chart1.xml";
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
    Ok(Alone { xml: drawn(content, theme, size)?, workbook: written(content, theme, None)? })
}

fn drawn(content: &Chart, theme: &Theme, size: (u32, u32)) -> anyhow::Result<String> {
    let package = written(content, theme, Some(size))?;
    let mut archive = ZipArchive::new(Cursor::new(package))?;
    let mut xml = String::new();
    archive.by_name(PART)?.read_to_string(&mut xml)?;
    Ok(xml)
}

/// The workbook, with the chart where it has a size.
fn written(content: &Chart, theme: &Theme, size: Option<(u32, u32)>) -> anyhow::Result<Vec<u8>> {
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
    let Some(size) = size else { return Ok(workbook.save_to_buffer()?) };
    let room = Room::within(content, size);
    let drawn = chart::build(content, &ranges, &formats.palette, &room);
    canvas.worksheet.insert_chart(0, 0, &drawn)?;
    caches.fill(&workbook.save_to_buffer()?)
}
