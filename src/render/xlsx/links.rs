//! Where the links of a workbook lead: to the top of a sheet, or to a list or a section by the name that the workbook has for it. Names
//! can be used before anybody knows in which row the list will stand.

use std::collections::{BTreeMap, BTreeSet};

use rust_xlsxwriter::{Workbook, utility};

use crate::report::model::{Block, Link, Page, Report};

/// The sheets, sections and lists of a report that links can lead to.
#[derive(Default)]
pub(super) struct Links<'a> {
    /// Page id → name of its sheet.
    sheets: BTreeMap<&'a str, &'a str>,
    /// The names of the places further down a sheet.
    places: BTreeSet<String>,
}

impl<'a> Links<'a> {
    /// Those of a report.
    pub(super) fn of(report: &'a Report) -> Self {
        let on = |page: &'a Page| page.guests.iter().chain([&page.id]).map(|id| (id.as_str(), page.title.as_str()));
        let places = report.pages.iter().flat_map(|page| &page.blocks).filter_map(|block| match block {
            Block::Section(section) => Some(of_section(&section.page)),
            Block::Table(table) if !table.kind.is_figures() => Some(of_list(&table.id)),
            _ => None,
        });
        Self { sheets: report.pages.iter().flat_map(on).collect(), places: places.collect() }
    }

    /// The address of a link, where the workbook has such a place.
    pub(super) fn address(&self, link: &Link) -> Option<String> {
        let sheet = self.sheets.get(link.page.as_str())?;
        let mut places = link.list.iter().map(|list| of_list(list)).chain([of_section(&link.page)]);
        Some(match places.find(|place| self.places.contains(place)) {
            Some(place) => format!("internal:{place}"),
            None => format!("internal:{}!A1", utility::quote_sheet_name(sheet)),
        })
    }
}

/// Gives what begins in these rows of a sheet its name.
pub(super) fn name_places(workbook: &mut Workbook, sheet: &str, rows: &BTreeMap<String, u32>) -> anyhow::Result<()> {
    for (name, row) in rows {
        let place = format!("={}!$A${}", utility::quote_sheet_name(sheet), row + 1);
        workbook.define_name(name, &place)?;
    }
    Ok(())
}

/// The name of a list: one that is no cell, as `kpi1` would be.
pub(super) fn of_list(id: &str) -> String {
    format!("list_{id}")
}

/// The name of a page that stands on the sheet of another one.
pub(super) fn of_section(page: &str) -> String {
    format!("page_{page}")
}
