//! Where the links of a workbook lead: to the top of a sheet, or to a list by the name that the workbook has for it. Names
//! can be used before anybody knows in which row the list will stand.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Workbook, utility};

use crate::report::model::{Block, Link, Page, Report};

/// The sheets and lists of a report that links can lead to.
pub(super) struct Links<'a> {
    /// Page id → name of its sheet.
    sheets: BTreeMap<&'a str, &'a str>,
    /// Ids of the lists, each with its page's.
    lists: BTreeMap<&'a str, &'a str>,
}

impl<'a> Links<'a> {
    /// Those of a report.
    pub(super) fn of(report: &'a Report) -> Self {
        let sheets = report.pages.iter().map(|page| (page.id.as_str(), page.title.as_str())).collect();
        let lists = report.pages.iter().flat_map(|page| lists(page).map(|id| (id, page.id.as_str()))).collect();
        Self { sheets, lists }
    }

    /// The address of a link, where the workbook has such a place.
    pub(super) fn address(&self, link: &Link) -> Option<String> {
        let sheet = self.sheets.get(link.page.as_str())?;
        let list = link.list.as_deref().filter(|id| self.lists.get(id) == Some(&link.page.as_str()));
        Some(match list {
            Some(id) => format!("internal:{}", name(id)),
            None => format!("internal:{}!A1", utility::quote_sheet_name(sheet)),
        })
    }
}

/// Gives the lists that stand in these rows of a sheet their names.
pub(super) fn name_lists(workbook: &mut Workbook, sheet: &str, rows: &BTreeMap<String, u32>) -> anyhow::Result<()> {
    for (id, row) in rows {
        let place = format!("={}!$A${}", utility::quote_sheet_name(sheet), row + 1);
        workbook.define_name(name(id), &place)?;
    }
    Ok(())
}

fn lists(page: &Page) -> impl Iterator<Item = &str> {
    page.blocks.iter().filter_map(|block| match block {
        Block::Table(table) if !table.kind.is_figures() => Some(table.id.as_str()),
        _ => None,
    })
}

/// A name that is no cell, as `kpi1` would be.
fn name(list: &str) -> String {
    format!("list_{list}")
}
