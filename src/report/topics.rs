//! What a page is about and which part of the meeting it is, for outputs that tell a story.

use crate::kpi::model::KpiResult;
use crate::report::draft::Draft;
use crate::report::model::Block;
use crate::report::pages::plan::{BlockPlan, Made, PagePlan};
use crate::report::topic::{About, Agenda, Topic};

/// The topic of a page: `own` are the indicators that it is about, `caveats` stand above what was `built`.
pub(super) fn of(draft: &Draft<'_>, plan: &PagePlan, own: &[&KpiResult], caveats: &[&Block], built: &[Block]) -> Topic {
    let caveats: Vec<String> = caveats.iter().filter_map(|block| said(block)).collect();
    let finding = built.iter().filter_map(said).find(|text| !caveats.contains(text));
    let known = own.iter().filter(|result| draft.has_figure(result));
    let about = known.filter_map(|result| {
        let explained = draft.content.explanations.iter().find(|one| one.id == result.id)?;
        let [rule, source] = [&explained.rule, &explained.source].map(|words| words.get(draft.content.lang).to_owned());
        Some(About { id: result.id.clone(), rule, source })
    });
    let lists =
        plan.blocks.iter().filter_map(|block| if let BlockPlan::List(list) = block { Some(list) } else { None });
    let lists = lists.filter(|list| list.deck);
    Topic {
        page: plan.id.clone(),
        title: plan.title.get(draft.content.lang).to_owned(),
        part: part(plan),
        finding,
        about: about.collect(),
        lists: lists.map(|list| list.id.clone()).collect(),
    }
}

fn said(block: &Block) -> Option<String> {
    if let Block::Sentence(sentence) = block { Some(sentence.text.clone()) } else { None }
}

/// The part that a page says that it is; else it follows from what is made on it.
fn part(plan: &PagePlan) -> Agenda {
    let of_block = |block: &BlockPlan| match block {
        BlockPlan::Made(Made::Overview) => Some(Agenda::Scorecard),
        BlockPlan::Made(Made::Gaps | Made::Aims) => Some(Agenda::Next),
        BlockPlan::Made(Made::Inputs | Made::Findings | Made::Definitions) => Some(Agenda::Appendix),
        _ => None,
    };
    plan.part.or_else(|| plan.blocks.iter().find_map(of_block)).unwrap_or(Agenda::Topic)
}
