//! Pages that stand on the sheet of another one, so that small topics share their paper.

use std::collections::BTreeMap;

use crate::report::draft::Draft;
use crate::report::model::{Block, Cell, Page, Section, Table, TableKind, Tone, Value, is_printed};
use crate::report::pages::plan::{BlockPlan, Made, PagePlan};

/// Characters of the name of a sheet; Excel takes no more.
const NAME: usize = 31;

/// Brings each page to the one that it stands `with`, below a heading of its own; one whose host has nothing to tell stays.
/// The sheet is named after its host and the guests that print, as many as fit.
pub(super) fn brought(composed: Vec<(&PagePlan, Page)>, draft: &Draft<'_>) -> Vec<Page> {
    let hosts: Vec<&str> = composed.iter().map(|(plan, _)| plan.id.as_str()).collect();
    let host = |plan: &PagePlan| plan.with.clone().filter(|with| hosts.contains(&with.as_str()));
    let moved: BTreeMap<String, String> =
        composed.iter().filter_map(|(plan, _)| Some((plan.id.clone(), host(plan)?))).collect();
    // What is made about the data says itself what its signs mean and what it leaves to the screen.
    let made =
        |block: &BlockPlan| matches!(block, BlockPlan::Made(Made::Overview | Made::Findings | Made::Definitions));
    let of_data = composed.iter().filter(|(plan, _)| plan.blocks.iter().any(made));
    let speaks_for_itself: Vec<String> = of_data.map(|(plan, _)| plan.id.clone()).collect();
    let (guests, own): (Vec<_>, Vec<_>) = composed.into_iter().partition(|(plan, _)| moved.contains_key(&plan.id));
    let mut pages: Vec<Page> = own.into_iter().map(|(_, page)| page).collect();
    for (plan, guest) in guests {
        let Some(page) = pages.iter_mut().find(|page| Some(&page.id) == moved.get(&plan.id)) else { continue };
        // What is said of the whole sheet is said once.
        let said = |block: &Block| matches!(block, Block::Sentence(_)) && page.blocks.contains(block);
        let own = guest.blocks.into_iter().filter(|block| !matches!(block, Block::Heading(_)) && !said(block));
        let mut own: Vec<Block> = own.collect();
        // A heading above nothing would stand on paper: lists have titles of their own, and their caveats are the host's.
        if plan.blocks.iter().all(|block| matches!(block, BlockPlan::List(_))) {
            own.retain(|block| !matches!(block, Block::Sentence(_)));
        }
        if own.iter().any(|block| part(block, &own) == 0) {
            let title = plan.title.get(draft.content.lang).to_owned();
            let name = format!("{}·{title}", page.title);
            if name.chars().count() <= NAME {
                page.title = name;
            }
            page.blocks.push(Block::Section(Section { page: plan.id.clone(), title }));
        }
        page.guests.push(plan.id.clone());
        page.blocks.extend(own);
    }
    for page in &mut pages {
        let parts: Vec<u8> = page.blocks.iter().map(|block| part(block, &page.blocks)).collect();
        let mut blocks: Vec<(u8, Block)> = parts.into_iter().zip(page.blocks.drain(..)).collect();
        blocks.sort_by_key(|(part, _)| *part);
        page.blocks.extend(blocks.into_iter().map(|(_, block)| block));
        if !speaks_for_itself.contains(&page.id) {
            sign_off(page, draft);
        }
    }
    pages
}

/// The last lines on paper: what grey figures and dashes mean, and what only the screen has.
fn sign_off(page: &mut Page, draft: &Draft<'_>) {
    let at = page.blocks.iter().position(|block| !is_printed(block, &page.blocks)).unwrap_or(page.blocks.len());
    // The table behind a bridge is there in another shape.
    let drawn = |table: &Table| page.blocks[..at].iter().any(|it| matches!(it, Block::Chart(it) if it.id == table.id));
    let tables = |blocks| tables(blocks).filter(|table| !drawn(table));
    let titles: Vec<&str> = tables(&page.blocks[at..]).map(|table| table.title.as_str()).collect();
    let titles = titles.join(draft.say("sentence.and"));
    let rest = (!titles.is_empty()).then(|| draft.fill("sentence.on_the_screen", &[("titles", &titles)]));
    let signs = tables(&page.blocks).any(has_signs).then(|| draft.small_note()).flatten();
    let lines: Vec<String> = signs.into_iter().chain(rest).collect();
    if !lines.is_empty() {
        page.blocks.insert(at, Block::sentence(lines.join(draft.say("sentence.gap")), Tone::Muted));
    }
}

fn tables(blocks: &[Block]) -> impl Iterator<Item = &Table> {
    blocks.iter().filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None })
}

/// Grey figures or dashes.
fn has_signs(table: &Table) -> bool {
    let is_sign = |cell: &Cell| match &cell.value {
        Value::Number(number) => number.value.is_none() || cell.tone == Tone::Muted,
        _ => false,
    };
    table.kind.is_figures() && table.rows.iter().flat_map(|row| &row.cells).any(is_sign)
}

/// Paper ends where the screen goes on: what is not printed stands below everything else, lists last.
fn part(block: &Block, page: &[Block]) -> u8 {
    match block {
        Block::Table(table) if table.kind == TableKind::Register => 2,
        _ if is_printed(block, page) => 0,
        _ => 1,
    }
}
