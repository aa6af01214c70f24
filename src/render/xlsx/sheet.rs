//! One page as a sheet, from top to bottom.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Url, Worksheet};

use super::caches::Caches;
use super::canvas::{Begins, Canvas, Top};
use super::formats::Formats;
use super::formula::Origin;
use super::layout::{Layout, Place};
use super::links::{self, Links};
use super::table::{self, Placed};
use super::{place, print, widths};
use crate::report::model::{Block, Cell, Page, Report, Section, Sentence, is_printed};

/// Rows of a list that stay with its headings.
const UNCUT: u32 = 6;

/// What is known of a sheet once it is written.
pub(super) struct Written {
    /// What its charts read.
    pub caches: Caches,
    /// The names of its lists and sections, each with the row at which it begins.
    pub places: BTreeMap<String, u32>,
}

/// Writes one page.
pub(super) fn write<'a>(
    worksheet: &'a mut Worksheet,
    report: &Report,
    page: &'a Page,
    links: &'a Links<'a>,
    formats: &'a Formats,
) -> anyhow::Result<Written> {
    let Layout { columns, places } = Layout::of(page);
    let mut canvas = Canvas::new(worksheet, &page.title, links, formats, columns, report.lang)?;
    let tables = blocks(&mut canvas, &page.blocks, &places)?;
    canvas.dress_rest()?;
    if let (Some(cell), Some(Block::Heading(title))) = (&page.back, page.blocks.first()) {
        back(&mut canvas, title, cell)?;
    }
    print::set_up(&mut canvas, report, page, &tables)?;
    let lists = tables.iter().filter(|placed| !placed.kind.is_figures());
    let lists = lists.map(|placed| (links::of_list(placed.id), placed.top));
    let sections = canvas.sections.iter().map(|(page, row)| (links::of_section(page), *row));
    Ok(Written { places: lists.chain(sections).collect(), caches: canvas.caches })
}

/// The way back, right of the page's title, where it stays in view.
fn back(canvas: &mut Canvas<'_>, title: &str, cell: &Cell) -> anyhow::Result<()> {
    let Some(address) = cell.link.as_ref().and_then(|link| canvas.links.address(link)) else { return Ok(()) };
    let col = canvas.columns.starting_at(widths::pixels_of_title(title));
    let url = Url::new(address).set_text(&cell.text);
    canvas.worksheet.write_url_with_format(0, col, url, &canvas.formats.way_back())?;
    Ok(())
}

fn blocks<'a>(canvas: &mut Canvas<'a>, blocks: &'a [Block], places: &[Place]) -> anyhow::Result<Vec<Placed<'a>>> {
    let mut tables = Vec::new();
    let mut previous: Option<&Block> = None;
    // The row at which the blocks begin that stand side by side.
    let mut top = 0;
    for (at, (block, place)) in blocks.iter().zip(places).enumerate() {
        let (col, offset) = match place {
            Place::Beside(col, offset) => (*col, *offset),
            Place::Below => {
                if needs_gap(previous, block) {
                    let follows = |it: &Block| !matches!(it, Block::Sentence(_)) && is_printed(it, blocks);
                    let last = !blocks[at + 1..].iter().any(follows);
                    // The last line is worth no paper of its own: it goes along with what stands above it.
                    if !last || !matches!(block, Block::Sentence(_)) {
                        canvas.tops.push(Top { row: canvas.next_row, what: begins(canvas, block, last) });
                    }
                    canvas.gap()?;
                }
                top = canvas.next_row;
                (0, 0)
            }
        };
        match block {
            Block::Heading(text) => heading(canvas, text)?,
            Block::Section(content) => section(canvas, content)?,
            Block::Sentence(content) => sentence(canvas, content)?,
            Block::Table(content) => {
                let (placed, below) = table::write(canvas, content, (top, col))?;
                let origin = Origin { first_row: placed.heading + 1, first_col: col };
                canvas.tables.insert(&content.id, (origin, content));
                canvas.next_row = canvas.next_row.max(below);
                tables.push(placed);
            }
            Block::Chart(content) => {
                let printed = canvas.extent;
                let below = place::chart(canvas, content, (top, col), offset)?;
                if !is_printed(block, blocks) {
                    canvas.extent = printed;
                }
                canvas.next_row = canvas.next_row.max(below);
            }
        }
        previous = Some(block);
    }
    Ok(tables)
}

/// A list may go on on the next paper, and so may a long table that no other follows on paper: its headings can be repeated.
fn begins(canvas: &Canvas<'_>, block: &Block, last: bool) -> Begins {
    match block {
        Block::Chart(_) => Begins::Chart,
        Block::Section(_) => Begins::Section,
        // Below the gap, its title, its headings and some of its rows.
        Block::Table(table) if !table.kind.is_figures() || (last && table.rows.len() >= 2 * UNCUT as usize) => {
            Begins::List(canvas.next_row + 3 + UNCUT)
        }
        Block::Heading(_) | Block::Sentence(_) | Block::Table(_) => Begins::Block,
    }
}

fn heading(canvas: &mut Canvas<'_>, text: &str) -> anyhow::Result<()> {
    canvas.worksheet.write_string_with_format(canvas.next_row, 0, text, &canvas.formats.page_title())?;
    canvas.set_height(canvas.next_row, 34)?;
    canvas.extend(canvas.next_row, 0);
    canvas.next_row += 1;
    Ok(())
}

/// A band over the page, so that the eye finds where a guest begins.
fn section<'a>(canvas: &mut Canvas<'a>, content: &'a Section) -> anyhow::Result<()> {
    let row = canvas.next_row;
    canvas.sections.push((&content.page, row));
    canvas.write_across(&content.title, &canvas.formats.section_title())?;
    canvas.set_height(row, 28)
}

fn sentence(canvas: &mut Canvas<'_>, content: &Sentence) -> anyhow::Result<()> {
    let formats = canvas.formats;
    let format = if content.own { formats.own_words() } else { formats.sentence(content.tone) };
    canvas.write_across(&content.text, &format)
}

/// Sentences follow a heading or each other closely; everything else stands apart.
fn needs_gap(previous: Option<&Block>, block: &Block) -> bool {
    match (previous, block) {
        (None | Some(Block::Heading(_) | Block::Section(_)), _) | (Some(Block::Sentence(_)), Block::Sentence(_)) => {
            false
        }
        (Some(Block::Sentence(_) | Block::Table(_) | Block::Chart(_)), _) => true,
    }
}
