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

use anyhow::Context;
use rayon::prelude::*;
use rust_xlsxwriter::Workbook;

pub(crate) use formats::FONT;

use crate::render::Artifact;
use crate::render::packed;
use crate::render::theme::Theme;
use crate::report::model::Report;
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

/// Writes the report as `csr-report-<period>.xlsx`. The same report gives the same bytes.
///
/// # Errors
///
/// Where a page cannot be a sheet: a title that is no sheet name or stands twice, or more rows than Excel has.
pub fn render(report: &Report, theme: &Theme) -> anyhow::Result<Artifact> {
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
    let written = workbook.worksheets_mut().par_iter_mut().zip(pages).map(|(worksheet, page)| {
        let written = sheet::write(worksheet, report, page, &links, &formats);
        written.with_context(|| format!("sheet “{}”", page.title))
    });
    let mut caches = Caches::default();
    for (page, written) in pages.iter().zip(written.collect::<Vec<_>>()) {
        let Written { caches: read, places } = written?;
        caches.add(read);
        links::name_places(&mut workbook, &page.title, &places)?;
    }
    let package = packed::made_anywhere(workbook.save_to_buffer()?)?;
    // A large list has a million cells, each to be freed: nobody waits for that.
    rayon::spawn(|| drop(workbook));
    let bytes = caches.fill(&package)?;
    Ok(Artifact { name: file_name(&report.period.label), bytes })
}
