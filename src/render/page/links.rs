//! The places of the page that links can lead to.

use std::collections::BTreeSet;

use crate::report::model::{Block, Link, Report};

/// Topics and lists.
pub(super) struct Places {
    ids: BTreeSet<String>,
}

impl Places {
    /// Those of a report.
    pub(super) fn of(report: &Report) -> Self {
        let pages = report.pages.iter().flat_map(|page| page.guests.iter().chain([&page.id])).map(|id| of_topic(id));
        let lists = report.pages.iter().flat_map(|page| &page.blocks).filter_map(|block| match block {
            Block::Table(table) => Some(of_table(&table.id)),
            _ => None,
        });
        Self { ids: pages.chain(lists).collect() }
    }

    /// Where a link leads, if the page has such a place.
    pub(super) fn address(&self, link: &Link) -> Option<String> {
        let list = link.list.iter().map(|list| of_table(list));
        list.chain([of_topic(&link.page)]).find(|id| self.ids.contains(id)).map(|id| format!("#{id}"))
    }
}

/// The id of a topic.
pub(super) fn of_topic(page: &str) -> String {
    format!("p-{page}")
}

/// The id of a table.
pub(super) fn of_table(table: &str) -> String {
    format!("t-{table}")
}
