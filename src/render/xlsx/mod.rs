//! The workbook: one sheet a page, live formulas, native charts.
//!
//! The only user of `rust_xlsxwriter` besides the blank forms. Every figure arrives computed; a formula in a cell
//! only repeats it, so that a reader can see how it came about.

pub(in crate::render) mod alone;
mod bridge_data;
mod caches;
mod canvas;
mod cell;
mod chart;
mod chart_data;
mod course;
mod formats;
mod formula;
mod layout;
mod links;
mod page_breaks;
pub mod palette;
mod place;
pub mod plain;
mod print;
mod properties;
mod room;
mod series;
mod sheet;
mod table;
#[cfg(test)]
mod tests;
mod widths;

use std::cmp::Reverse;

use anyhow::Context;
use rayon::prelude::*;
use rust_xlsxwriter::Workbook;

pub(crate) use formats::FONT;

use crate::render::Artifact;
use crate::render::packed;
use crate::render::theme::Theme;
use crate::report::model::{Block, Page, Report};
use caches::Caches;
use formats::{COLUMN_WIDTH, Formats, ROW_HEIGHT};
use links::Links;
use palette::Palette;
use sheet::Written;

/// How hard the workbook is packed, from 1 to 9: half of the time of 6 for files that are a sixth larger.
const COMPRESSION: u8 = 3;

/// The name of the workbook of a period.
pub fn file_name(period: &str) -> String {
    format!("csr-report-{period}.xlsx")
}

/// The report as `csr-report-<period>.xlsx`. The same report gives the same bytes.
///
/// # Errors
///
/// Where a page cannot be a sheet: a title that is no sheet name or stands twice, or more rows than Excel has.
pub fn render(report: &Report, theme: &Theme) -> anyhow::Result<Artifact> {
    Book::of(report, theme)?.saved()
}

/// A workbook whose sheets are written and that is not packed yet: the sheets are written by several threads, and the packing
/// of a large one leaves time to draw the other files.
pub struct Book {
    name: String,
    workbook: Workbook,
    caches: Caches,
}

impl Book {
    /// Writes the pages of a report, each as a sheet.
    ///
    /// # Errors
    /// Those of [`render`].
    pub fn of(report: &Report, theme: &Theme) -> anyhow::Result<Self> {
        let formats = Formats::new(&Palette::of(theme));
        let mut workbook = Workbook::new();
        workbook.set_zip_compression_level(COMPRESSION);
        workbook.set_default_format(&formats.plain(), ROW_HEIGHT, COLUMN_WIDTH)?;
        workbook.set_properties(&properties::of_report(report)?);
        let links = Links::of(report);
        let pages = &report.pages;
        pages.iter().for_each(|_| {
            workbook.add_worksheet();
        });
        // Side by side: what sheets share (texts, formats) is brought together in their order when the workbook is saved.
        // The longest begins first, so that no thread waits for it alone.
        let mut sheets: Vec<_> = workbook.worksheets_mut().iter_mut().zip(pages).enumerate().collect();
        sheets.sort_by_key(|(_, (_, page))| Reverse(cells(page)));
        let written = sheets.into_par_iter().with_max_len(1).map(|(at, (worksheet, page))| {
            let written = sheet::write(worksheet, report, page, &links, &formats);
            (at, written.with_context(|| format!("sheet “{}”", page.title)))
        });
        let mut written: Vec<_> = written.collect();
        written.sort_by_key(|(at, _)| *at);
        let mut caches = Caches::default();
        for (page, (_, written)) in pages.iter().zip(written) {
            let Written { caches: read, places } = written?;
            caches.add(read);
            links::name_places(&mut workbook, &page.title, &places)?;
        }
        Ok(Self { name: file_name(&report.period.label), workbook, caches })
    }

    /// The file.
    ///
    /// # Errors
    /// A fault of the program.
    pub fn saved(mut self) -> anyhow::Result<Artifact> {
        let package = packed::made_anywhere(self.workbook.save_to_buffer()?)?;
        let workbook = self.workbook;
        // A large list has a million cells, each to be freed: nobody waits for that.
        rayon::spawn(|| drop(workbook));
        Ok(Artifact { name: self.name, bytes: self.caches.fill(&package)? })
    }
}

/// The cells of a page's tables, by which its sheet takes its time.
fn cells(page: &Page) -> usize {
    let table = |block: &Block| match block {
        Block::Table(table) => table.rows.len() * table.columns.len(),
        _ => 0,
    };
    page.blocks.iter().map(table).sum()
}
