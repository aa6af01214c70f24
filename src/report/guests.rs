//! Pages that stand on the sheet of another one, so that small topics share their paper.

use std::collections::BTreeMap;

use crate::base::lang::Lang;
use crate::report::model::{Block, Page, TableKind};
use crate::report::pages::plan::PagePlan;

/// Brings each page to the one that it stands `with`, below a heading of its own; one whose host has nothing to tell stays.
/// Whatever leads to a guest leads to its host.
pub(super) fn brought(composed: Vec<(&PagePlan, Page)>, lang: Lang) -> Vec<Page> {
    let hosts: Vec<&str> = composed.iter().map(|(plan, _)| plan.id.as_str()).collect();
    let host = |plan: &PagePlan| plan.with.clone().filter(|with| hosts.contains(&with.as_str()));
    let moved: BTreeMap<String, String> =
        composed.iter().filter_map(|(plan, _)| Some((plan.id.clone(), host(plan)?))).collect();
    let (guests, own): (Vec<_>, Vec<_>) = composed.into_iter().partition(|(plan, _)| moved.contains_key(&plan.id));
    let mut pages: Vec<Page> = own.into_iter().map(|(_, page)| page).collect();
    for (plan, guest) in guests {
        let Some(page) = pages.iter_mut().find(|page| Some(&page.id) == moved.get(&plan.id)) else { continue };
        // What is said of the whole sheet is said once.
        let said = |block: &Block| matches!(block, Block::Sentence(_)) && page.blocks.contains(block);
        let own = guest.blocks.into_iter().filter(|block| !matches!(block, Block::Heading(_)) && !said(block));
        let own: Vec<Block> = own.collect();
        // A heading above nothing would stand on paper: lists of the screen have titles of their own.
        if own.iter().any(|block| part(block) == 0) {
            page.blocks.push(Block::Heading(plan.title.get(lang).to_owned()));
        }
        page.blocks.extend(own);
    }
    for page in &mut pages {
        page.blocks.sort_by_key(part);
        lead(page, &moved);
    }
    pages
}

/// Paper ends where the screen goes on: what is not printed stands below everything else, lists last.
fn part(block: &Block) -> u8 {
    match block {
        Block::Table(table) => match table.kind {
            TableKind::Figures | TableKind::List => 0,
            TableKind::Aside => 1,
            TableKind::Register => 2,
        },
        Block::Heading(_) | Block::Sentence(_) | Block::Chart(_) => 0,
    }
}

fn lead(page: &mut Page, moved: &BTreeMap<String, String>) {
    for block in &mut page.blocks {
        let Block::Table(table) = block else { continue };
        for link in table.rows.iter_mut().flat_map(|row| &mut row.cells).filter_map(|cell| cell.link.as_mut()) {
            if let Some(host) = moved.get(&link.page) {
                link.page.clone_from(host);
            }
        }
    }
}
