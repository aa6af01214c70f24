//! Indicators, lists and findings to the pages of the meeting.

use anyhow::{Context, Result};

use crate::report::blocks;
use crate::report::content::Content;
use crate::report::draft::Draft;
use crate::report::finding_lines;
use crate::report::formulas;
use crate::report::model::{Block, Page, Report, Table};
use crate::report::pages::{PageList, PagePlan};
use crate::report::texts::Texts;

/// Rows of a table on a page: a sheet of a workbook has little more than a million, and a page has up to three long lists.
const MOST_ROWS: usize = 300_000;

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

/// Leaves out what a sheet could not hold, and says so.
fn shorten(texts: &Texts, table: &mut Table) {
    let all = table.rows.len();
    if all <= MOST_ROWS {
        return;
    }
    table.rows.truncate(MOST_ROWS);
    let (shown, all) = (MOST_ROWS.to_string(), all.to_string());
    let cut = texts.fill("note.cut", &[("shown", &shown), ("all", &all)]);
    table.note = Some(table.note.take().map_or(cut.clone(), |note| [&cut, texts.say("sentence.gap"), &note].concat()));
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
            shorten(draft.texts, table);
            formulas::keep_true(table);
        }
    }
    Ok(Page { id: plan.id.clone(), title: title.to_owned(), blocks: page_blocks })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::lang::Lang;
    use crate::report::cells::{list, row};
    use crate::templates::Templates;

    #[test]
    fn a_list_longer_than_a_sheet_is_cut_and_says_so() {
        let texts = Texts::load(&Templates::embedded(), Lang::Chinese).expect("texts");
        let Block::Table(table) = list("l", "", Vec::new(), vec![row(Vec::new()); MOST_ROWS + 7], None) else { return };
        let (mut long, mut whole) = (table.clone(), Table { rows: table.rows[..MOST_ROWS].to_vec(), ..table });
        shorten(&texts, &mut long);
        assert_eq!((long.rows.len(), long.note.as_deref()), (MOST_ROWS, Some("共 300007 行,这里只列前 300000 行。")));
        shorten(&texts, &mut whole);
        assert_eq!((whole.rows.len(), whole.note), (MOST_ROWS, None));
    }
}
