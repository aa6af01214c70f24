//! One page as a sheet, from top to bottom.

use std::collections::BTreeMap;

use rust_xlsxwriter::Worksheet;

use super::caches::Caches;
use super::canvas::{Canvas, Top};
use super::formats::Formats;
use super::formula::Origin;
use super::place::{self, Beside};
use super::print;
use super::table::{self, Placed};
use super::widths::Columns;
use crate::report::model::{Block, Page, Report, Sentence};

/// Writes one page; gives what its charts read.
pub(super) fn write<'a>(
    worksheet: &'a mut Worksheet,
    report: &Report,
    page: &'a Page,
    sheets: &'a BTreeMap<&'a str, &'a str>,
    formats: &'a Formats,
) -> anyhow::Result<Caches> {
    let columns = Columns::of_page(page);
    let mut canvas = Canvas::new(worksheet, &page.title, sheets, formats, columns, report.lang)?;
    let tables = blocks(&mut canvas, &page.blocks)?;
    print::set_up(&mut canvas, report, page, &tables)?;
    Ok(canvas.caches)
}

fn blocks<'a>(canvas: &mut Canvas<'a>, blocks: &'a [Block]) -> anyhow::Result<Vec<Placed>> {
    let mut tables = Vec::new();
    let mut beside: Option<Beside> = None;
    let mut previous: Option<&Block> = None;
    for block in blocks {
        if !matches!(block, Block::Chart(_)) {
            canvas.next_row = canvas.next_row.max(canvas.floor);
            beside = None;
            if needs_gap(previous, block) {
                canvas.tops.push(Top { row: canvas.next_row, chart: false });
                canvas.gap()?;
            }
        }
        match block {
            Block::Heading(text) => heading(canvas, text)?,
            Block::Sentence(content) => sentence(canvas, content)?,
            Block::Table(content) => {
                let placed = table::write(canvas, content)?;
                canvas.tables.insert(&content.id, (Origin { first_row: placed.heading + 1 }, content));
                beside = Beside::table(canvas, &placed);
                tables.push(placed);
            }
            Block::Chart(chart) => beside = place::chart(canvas, chart, beside.take())?,
        }
        previous = Some(block);
    }
    Ok(tables)
}

fn heading(canvas: &mut Canvas<'_>, text: &str) -> anyhow::Result<()> {
    let first = canvas.next_row == 0;
    let format = if first { canvas.formats.page_title() } else { canvas.formats.section_title() };
    canvas.worksheet.write_string_with_format(canvas.next_row, 0, text, &format)?;
    canvas.set_height(canvas.next_row, if first { 34 } else { 28 })?;
    canvas.extend(canvas.next_row, 0);
    canvas.next_row += 1;
    Ok(())
}

fn sentence(canvas: &mut Canvas<'_>, content: &Sentence) -> anyhow::Result<()> {
    let format = canvas.formats.sentence(content.tone);
    canvas.write_across(&content.text, &format)
}

/// Sentences follow a heading or each other closely; everything else stands apart.
fn needs_gap(previous: Option<&Block>, block: &Block) -> bool {
    match (previous, block) {
        (None, _) | (Some(Block::Heading(_)), _) | (Some(Block::Sentence(_)), Block::Sentence(_)) => false,
        (Some(Block::Sentence(_) | Block::Table(_) | Block::Chart(_)), _) => true,
    }
}
