//! One page as a sheet, from top to bottom.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Format, Worksheet};

use super::chart_data::ChartData;
use super::formats::{Formats, ROW_HEIGHT};
use super::place::{self, Beside};
use super::print;
use super::table::{self, Placed};
use super::widths::{self, Columns};
use crate::report::model::{Block, Page, Report, Sentence};

/// Pixels that sentences and charts may fill, where no table is wider: A4 landscape at about 80 %.
pub(super) const PAGE_WIDTH: u32 = 1300;
/// Pixels that a sentence fills at least before it wraps.
const SENTENCE_WIDTH: u32 = 900;
/// Pixels of the empty row between blocks.
const GAP: u32 = 14;

/// The beginning of a block, where a sheet of paper may begin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Top {
    /// Its row.
    pub row: u32,
    /// It is a chart, which belongs to the block above.
    pub chart: bool,
}

/// A sheet being written.
pub(super) struct Sheet<'a> {
    /// Where it is written.
    pub worksheet: &'a mut Worksheet,
    /// Its name, for the ranges of charts.
    pub name: &'a str,
    /// Cell formats.
    pub formats: &'a Formats,
    /// Page id → name of its sheet, for links.
    pub sheets: &'a BTreeMap<&'a str, &'a str>,
    /// Column widths.
    pub columns: Columns,
    /// The row below everything placed from the left edge.
    pub next_row: u32,
    /// The row below everything placed further right.
    pub floor: u32,
    /// The block that charts read.
    pub chart_data: ChartData,
    /// Where blocks begin that have nothing beside them further up.
    pub tops: Vec<Top>,
    /// Last row and column that are printed.
    pub extent: (u32, u16),
    heights: BTreeMap<u32, u32>,
}

/// Writes one page.
pub(super) fn write<'a>(
    worksheet: &'a mut Worksheet,
    report: &Report,
    page: &'a Page,
    sheets: &'a BTreeMap<&'a str, &'a str>,
    formats: &'a Formats,
) -> anyhow::Result<()> {
    worksheet.set_name(&page.title)?;
    let columns = Columns::of_page(page);
    for (column, width) in columns.set() {
        worksheet.set_column_width_pixels(column, width)?;
    }
    let chart_data = ChartData::new(&columns, report.lang);
    let mut sheet = Sheet {
        worksheet,
        name: &page.title,
        formats,
        sheets,
        columns,
        next_row: 0,
        floor: 0,
        chart_data,
        tops: Vec::new(),
        extent: (0, 0),
        heights: BTreeMap::new(),
    };
    let tables = sheet.blocks(&page.blocks)?;
    print::set_up(&mut sheet, report, page, &tables)
}

impl Sheet<'_> {
    fn blocks(&mut self, blocks: &[Block]) -> anyhow::Result<Vec<Placed>> {
        let mut tables = Vec::new();
        let mut beside: Option<Beside> = None;
        let mut previous: Option<&Block> = None;
        for block in blocks {
            if !matches!(block, Block::Chart(_)) {
                self.next_row = self.next_row.max(self.floor);
                beside = None;
                if needs_gap(previous, block) {
                    self.tops.push(Top { row: self.next_row, chart: false });
                    self.gap()?;
                }
            }
            match block {
                Block::Heading(text) => self.heading(text)?,
                Block::Sentence(sentence) => self.sentence(sentence)?,
                Block::Table(content) => {
                    let placed = table::write(self, content)?;
                    beside = Beside::table(self, &placed);
                    tables.push(placed);
                }
                Block::Chart(chart) => beside = place::chart(self, chart, beside.take())?,
            }
            previous = Some(block);
        }
        Ok(tables)
    }

    fn heading(&mut self, text: &str) -> anyhow::Result<()> {
        let first = self.next_row == 0;
        let format = if first { self.formats.page_title() } else { self.formats.section_title() };
        self.worksheet.write_string_with_format(self.next_row, 0, text, &format)?;
        self.set_height(self.next_row, if first { 34 } else { 28 })?;
        self.extend(self.next_row, 0);
        self.next_row += 1;
        Ok(())
    }

    fn sentence(&mut self, sentence: &Sentence) -> anyhow::Result<()> {
        let format = self.formats.sentence(sentence.tone);
        self.write_across(&sentence.text, &format)
    }

    /// A text over the width of the page, wrapped, at the next row.
    pub(super) fn write_across(&mut self, text: &str, format: &Format) -> anyhow::Result<()> {
        let tables = self.columns.set().map(|(_, width)| width).sum::<u32>();
        let last = self.columns.starting_at(tables.clamp(SENTENCE_WIDTH, PAGE_WIDTH)).saturating_sub(1);
        self.write_merged(self.next_row, (0, last), text, format)?;
        self.next_row += 1;
        Ok(())
    }

    /// A text over several columns, with a row high enough for its lines.
    pub(super) fn write_merged(
        &mut self,
        row: u32,
        (first, last): (u16, u16),
        text: &str,
        format: &Format,
    ) -> anyhow::Result<()> {
        if last > first {
            self.worksheet.merge_range(row, first, row, last, text, format)?;
        } else {
            self.worksheet.write_string_with_format(row, first, text, format)?;
        }
        let width = self.columns.left(last + 1) - self.columns.left(first);
        self.set_height(row, widths::height(widths::lines(text, width)))?;
        self.extend(row, last);
        Ok(())
    }

    /// An empty row between two blocks.
    pub(super) fn gap(&mut self) -> anyhow::Result<()> {
        self.worksheet.set_row_height_pixels(self.next_row, GAP)?;
        self.heights.insert(self.next_row, GAP);
        self.next_row += 1;
        Ok(())
    }

    /// Makes a row at least so high.
    pub(super) fn set_height(&mut self, row: u32, pixels: u32) -> anyhow::Result<()> {
        if pixels > self.height(row) {
            self.heights.insert(row, pixels);
            self.worksheet.set_row_height_pixels(row, pixels)?;
        }
        Ok(())
    }

    /// Pixels of a row.
    pub(super) fn height(&self, row: u32) -> u32 {
        self.heights.get(&row).copied().unwrap_or(ROW_HEIGHT)
    }

    /// Widens the printed area.
    pub(super) fn extend(&mut self, row: u32, col: u16) {
        self.extent = (self.extent.0.max(row), self.extent.1.max(col));
    }
}

/// Sentences follow a heading or each other closely; everything else stands apart.
fn needs_gap(previous: Option<&Block>, block: &Block) -> bool {
    match (previous, block) {
        (None, _) | (Some(Block::Heading(_)), _) | (Some(Block::Sentence(_)), Block::Sentence(_)) => false,
        (Some(Block::Sentence(_) | Block::Table(_) | Block::Chart(_)), _) => true,
    }
}
