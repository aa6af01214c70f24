//! Indicators, lists and findings to the pages of the meeting.

use anyhow::{Context, Result};

use crate::report::blocks;
use crate::report::content::Content;
use crate::report::draft::Draft;
use crate::report::finding_lines;
use crate::report::formulas;
use crate::report::model::{Block, Page, Report};
use crate::report::pages::{PageList, PagePlan};
use crate::report::texts::Texts;

/// Composes the report. Figures are taken as they are; nothing is counted here.
///
/// # Errors
/// A page that names an unknown block.
pub fn compose(content: &Content<'_>, texts: &Texts, pages: &PageList) -> Result<Report> {
    let draft = Draft { content, texts, pages };
    let pages = pages.pages.iter().map(|plan| page(&draft, plan)).collect::<Result<Vec<_>>>()?;
    Ok(Report {
        dealer: content.dealer.to_owned(),
        period: content.period.clone(),
        lang: content.lang,
        pages,
        kpis: content.results.to_vec(),
        inputs: content.inputs.to_vec(),
        findings: content.findings.iter().map(|one| finding_lines::line(one, content.lang, content.phone)).collect(),
    })
}

fn page(draft: &Draft<'_>, plan: &PagePlan) -> Result<Page> {
    let title = plan.title.get(draft.content.lang);
    let period = &draft.content.period.label;
    let dealer = draft.content.dealer.trim();
    let values = [("title", title), ("dealer", dealer), ("period", period.as_str())];
    let heading = if dealer.is_empty() { "page.heading_without_dealer" } else { "page.heading" };
    let mut page_blocks = vec![Block::Heading(draft.fill(heading, &values))];
    let mut shown: Vec<&str> = Vec::new();
    for name in &plan.blocks {
        let block = blocks::find(name).with_context(|| format!("page {}: unknown block {name:?}", plan.id))?;
        shown.extend(block.shows);
        page_blocks.extend((block.build)(draft));
    }
    page_blocks.extend(blocks::others::build(draft, &plan.id, &shown));
    for block in &mut page_blocks {
        if let Block::Table(table) = block {
            formulas::keep_true(table);
        }
    }
    Ok(Page { id: plan.id.clone(), title: title.to_owned(), blocks: page_blocks })
}
