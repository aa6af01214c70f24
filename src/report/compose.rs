//! Indicators, lists and findings to the pages of the meeting.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::kpi::model::KpiResult;
use crate::report::blocks;
use crate::report::caveats;
use crate::report::cells::text;
use crate::report::chart::compares;
use crate::report::content::Content;
use crate::report::draft::Draft;
use crate::report::figure_cells::FigureCells;
use crate::report::finding_lines;
use crate::report::formulas;
use crate::report::guests;
use crate::report::model::{Block, Link, Page, Read, Report, Sentence, Table, Tone, Value};
use crate::report::pages::PageList;
use crate::report::pages::plan::{BlockPlan, Made, PagePlan};
use crate::report::personal;
use crate::report::texts::Texts;
use crate::report::topic::Topic;
use crate::report::topics;
use crate::report::words;
use crate::tables::model::InputBlock;

/// Rows of a table on a page: a sheet of a workbook has little more than a million, and a page has up to three long lists.
const MOST_ROWS: usize = 300_000;

/// Composes the report. Figures are taken as they are; nothing is counted here. Its texts may leave the program.
pub fn compose(content: &Content<'_>, texts: &Texts, pages: &PageList) -> Report {
    let of_meeting;
    let pages = if content.door.privacy.meeting {
        of_meeting = without_customers(pages);
        &of_meeting
    } else {
        pages
    };
    let draft = Draft { content, texts, pages };
    let composed = pages.pages.par_iter().filter_map(|plan| Some((plan, page(&draft, plan)?)));
    let (topics, composed) = composed.map(|(plan, (topic, page))| (topic, (plan, page))).unzip();
    let mut composed = guests::brought(composed, &draft);
    unlink(&mut composed);
    let mut report = Report {
        dealer: content.dealer.to_owned(),
        period: content.period.clone(),
        lang: content.lang,
        meeting: content.door.privacy.meeting,
        pages: composed,
        topics,
        kpis: content.results.iter().map(of_report).collect(),
        main: blocks::main(&draft),
        inputs: content.inputs.to_vec(),
        notes: content.own_words.sha256.clone(),
        read: read(content.inputs),
        findings: content.findings.par_iter().map(|one| finding_lines::line(one, content.lang, content.door)).collect(),
    };
    content.door.report(&mut report);
    report
}

/// An indicator without what pages alone show of it.
fn of_report(result: &KpiResult) -> KpiResult {
    KpiResult { by_month: Vec::new(), by_previous: Vec::new(), ..result.clone() }
}

/// The pages without the lists whose rows are customers: those that name one, or a car, or how to call them.
fn without_customers(pages: &PageList) -> PageList {
    let tells = |field: &str| field == "phone" || personal::of_field(field).is_some();
    let is_kept = |block: &BlockPlan| match block {
        BlockPlan::List(list) => !list.columns.iter().any(|column| tells(&column.field)),
        _ => true,
    };
    let mut pages = pages.clone();
    pages.pages.iter_mut().for_each(|page| page.blocks.retain(is_kept));
    pages
}

fn read(inputs: &[InputBlock]) -> Read {
    let files: BTreeSet<_> = inputs.iter().map(|block| &block.file).collect();
    let sheets: BTreeSet<_> = inputs.iter().map(|block| (&block.file, &block.sheet)).collect();
    Read { files: files.len(), sheets: sheets.len() }
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

/// A page; nothing where it is about indicators and none of them has a figure, or where none of its blocks tells anything.
fn page<'a>(draft: &Draft<'a>, plan: &'a PagePlan) -> Option<(Topic, Page)> {
    if !plan.periods.is_empty() && !plan.periods.contains(&draft.content.period.kind) {
        return None;
    }
    let is_overview = plan.blocks.iter().any(|block| matches!(block, BlockPlan::Made(Made::Overview)));
    let listed = |result: &KpiResult| {
        let lists = |block: &BlockPlan| matches!(block, BlockPlan::List(list) if list.of == result.id);
        plan.blocks.iter().any(lists)
    };
    let of = |own: &dyn Fn(&KpiResult) -> bool| draft.all().filter(|result| own(result)).collect::<Vec<&KpiResult>>();
    let is_review = plan.blocks.iter().any(|block| matches!(block, BlockPlan::Made(Made::Review)));
    let own: Vec<&KpiResult> = if is_overview || is_review {
        draft.content.results.iter().collect()
    } else {
        // A page that no indicator calls its own is about those that it shows.
        match of(&|result| draft.page_of(result) == plan.id || listed(result)) {
            own if own.is_empty() => of(&|result| plan.blocks.iter().any(|block| block.shows(&result.id))),
            own => own,
        }
    };
    let has_figure = |result: &&KpiResult| {
        if listed(result) { result.measure.value.is_some() } else { draft.has_figure(result) }
    };
    let of_figures = !is_overview && !own.is_empty();
    let without_figure = of_figures && !own.iter().any(has_figure);
    let words = own_words(draft, plan);
    if without_figure && words.is_empty() {
        return None;
    }
    let title = plan.title.get(draft.content.lang);
    let period = &words::named(draft.content.period, draft.content.lang);
    let dealer = draft.content.dealer.trim();
    let values = [("title", title), ("dealer", dealer), ("period", period.as_str())];
    let heading = if dealer.is_empty() { "page.heading_without_dealer" } else { "page.heading" };
    let caveats = (is_overview || !own.is_empty()).then(|| caveats::of(draft, own.iter().copied()));
    let mut caveats = caveats.unwrap_or_default();
    let mut blocks = vec![Block::Heading(draft.fill(heading, &values))];
    if !is_overview {
        blocks.append(&mut caveats.banners);
    } else if draft.is_from_counts() {
        blocks.push(Block::sentence(draft.say("sentence.from_counts").to_owned(), Tone::Caution));
    }
    let mut cells = FigureCells::default();
    let built = plan.blocks.iter().flat_map(|block| {
        let mut built = blocks::build(draft, block, &mut cells);
        // What another table of the page lacks is no caveat of this one.
        let shown = of(&|result| block.shows(&result.id));
        let shown = if shown.is_empty() { &own } else { &shown };
        let caveats = caveats::of(draft, shown.iter().copied());
        for block in &mut built {
            if let Block::Table(table) = block {
                shorten(draft.texts, table);
                formulas::keep_true(table);
            }
            caveats.mark(draft, block);
        }
        built
    });
    let mut built: Vec<Block> = built.filter(|block| is_told(block, of_figures)).collect();
    if without_figure {
        built = vec![Block::sentence(draft.say("sentence.chart_no_data").to_owned(), Tone::Muted)];
    }
    if built.is_empty() && words.is_empty() {
        return None;
    }
    let above: Vec<&Block> = blocks.iter().chain(&caveats.banners).collect();
    let topic = topics::of(draft, plan, &own, &above, &built);
    blocks.extend(built);
    let is_said = |block: &Block| matches!(block, Block::Heading(_) | Block::Sentence(_));
    let below = blocks.iter().position(|block| !is_said(block)).unwrap_or(blocks.len());
    blocks.splice(below..below, words);
    let back = draft.pages.of_made(Made::Overview).filter(|_| !is_overview).map(|overview| {
        let title = overview.title.get(draft.content.lang);
        text(draft.fill("word.back_to", &[("title", title)])).linked(&overview.id)
    });
    let page =
        Page { id: plan.id.clone(), title: title.to_owned(), guests: Vec::new(), back, blocks, handed_out: false };
    Some((topic, page))
}

/// What the manager wrote on a page: it stands below the sentences with which the page begins.
fn own_words(draft: &Draft<'_>, plan: &PagePlan) -> Vec<Block> {
    let words = draft.content.own_words.pages.get(&plan.id);
    let said = |text: &String| {
        let text = draft.fill("sentence.own_words", &[("text", text)]);
        Block::Sentence(Sentence { text, tone: Tone::Plain, own: true })
    };
    words.into_iter().flatten().map(said).collect()
}

/// Whether a block tells anything: a picture in which nothing stands beside anything else does not, nor does a table without
/// a number on a page `of_figures`.
fn is_told(block: &Block, of_figures: bool) -> bool {
    match block {
        Block::Chart(chart) => compares(chart),
        Block::Table(table) => !of_figures || has_number(table),
        Block::Heading(_) | Block::Section(_) | Block::Sentence(_) => true,
    }
}

/// Lists keep their headings without rows: nothing is wrong then, and that is worth reading.
fn has_number(table: &Table) -> bool {
    let mut cells = table.rows.iter().flat_map(|row| &row.cells);
    let is_number = |value: &Value| matches!(value, Value::Number(number) if number.value.is_some());
    !table.kind.is_figures() || cells.any(|cell| is_number(&cell.value))
}

/// No cell leads to a page or a list that is left out.
fn unlink(pages: &mut [Page]) {
    let table = |block: &Block| if let Block::Table(table) = block { Some(table.id.clone()) } else { None };
    let lists: BTreeSet<String> = pages.iter().flat_map(|page| page.blocks.iter().filter_map(table)).collect();
    let known: BTreeSet<String> = pages.iter().flat_map(|page| page.guests.iter().chain([&page.id])).cloned().collect();
    for block in pages.iter_mut().flat_map(|page| &mut page.blocks) {
        let Block::Table(table) = block else { continue };
        for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
            let is_gone = |link: &Link| {
                !known.contains(&link.page) || link.list.as_ref().is_some_and(|list| !lists.contains(list))
            };
            cell.link.take_if(|link| is_gone(link));
        }
    }
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
        assert_eq!((long.rows.len(), long.note.as_deref()), (MOST_ROWS, Some("共 300007 行，这里只列前 300000 行。")));
        shorten(&texts, &mut whole);
        assert_eq!((whole.rows.len(), whole.note), (MOST_ROWS, None));
    }
}
