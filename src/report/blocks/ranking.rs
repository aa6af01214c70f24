//! The stores at both ends of each indicator, and what separates them.

use super::overview;
use crate::base::number::{display, display_change};
use crate::kpi::analyses::bridge::{Bridge, stores_by_groups, stores_by_reasons};
use crate::kpi::analyses::ranking::{Ends, ends};
use crate::kpi::model::{BreakdownRow, KpiResult};
use crate::report::cells::{columns, figures, number, optional, rate, row, text, whole};
use crate::report::draft::Draft;
use crate::report::model::{Block, Cell, Row, Tone};
use crate::report::pages::plan::WhyPlan;
use crate::report::sentences::ENDS_NAMED;

/// So many parts of what separates two stores are told.
const PARTS: usize = 2;

/// A line an indicator of the overview; a sentence where no two stores can be compared.
pub(super) fn build(draft: &Draft<'_>) -> Vec<Block> {
    let shown = overview::shown(draft);
    let results = draft.content.results.iter().filter(|result| shown.contains(&result.id.as_str()));
    let rows: Vec<Row> =
        results.filter_map(|result| Some(line(draft, result, &ends(result, draft.small())?))).collect();
    if rows.is_empty() {
        return vec![Block::sentence(draft.say("sentence.no_ranking").to_owned(), Tone::Muted)];
    }
    let heads = [
        "column.indicator",
        "column.group_figure",
        "column.best_store",
        "column.figure",
        "column.n",
        "column.worst_store",
        "column.figure",
        "column.n",
        "column.apart",
        "column.stores",
        "column.separates",
    ];
    let note = draft.fill("note.ranking", &[("n", &draft.small().to_string())]);
    vec![figures(
        "store_ranking",
        draft.say("title.ranking"),
        columns(heads.map(|key| draft.say(key))),
        rows,
        Some(note),
    )]
}

fn line(draft: &Draft<'_>, result: &KpiResult, ends: &Ends<'_>) -> Row {
    let Ends { best, worst, stores } = ends;
    let store = |end: &[&BreakdownRow]| -> [Cell; 3] {
        let first = &end[0].measure;
        // Each of several stores rests on a number of its own.
        let n = first.known_n().filter(|_| end.len() == 1);
        let names: Vec<_> = end.iter().map(|row| draft.group(&row.key[0])).collect();
        let named = match names.len() {
            ..=ENDS_NAMED => names.join(draft.say("sentence.and")),
            count => draft.fill("word.stores", &[("count", &count.to_string())]),
        };
        [text(named), rate(first, result.unit, draft.small()), n.map_or_else(|| optional(None), whole)]
    };
    let (one_best, one_worst) = (best[0], worst[0]);
    let apart = one_best.measure.value.zip(one_worst.measure.value).map(|(best, worst)| (best - worst).abs());
    let separates = separates(draft, result, [&one_worst.key[0], &one_best.key[0]]);
    let cells =
        [text(draft.name(result)).linked(draft.page_of(result)), rate(&result.measure, result.unit, draft.small())]
            .into_iter()
            .chain(store(best))
            .chain(store(worst))
            .chain([number(apart, result.unit), whole(*stores as u64), optional(separates.as_deref())]);
    row(cells.collect())
}

/// What the worst store would have to do as the best one, by what pages say of why the figure moved; people belong to one
/// store and separate none.
fn separates(draft: &Draft<'_>, result: &KpiResult, stores: [&str; 2]) -> Option<String> {
    draft.pages.whys().filter(|plan| plan.of == result.id && !draft.is_of_people(&plan.by)).find_map(|plan| {
        let (bridge, of) = apart(draft, result, plan, stores)?;
        let facts = draft.facts(of);
        let parts = bridge.parts.iter().filter(|part| part.whole().abs() > f64::EPSILON).take(PARTS).map(|part| {
            let name = draft.said(facts, &plan.by, &part.group);
            let [worst, best] = part.figures.map(|figure| display(figure, result.unit));
            let values = [
                ("group", name.as_str()),
                ("part", &display_change(Some(part.whole()), result.unit)),
                ("best", &best),
                ("worst", &worst),
            ];
            draft.fill("word.separates", &values)
        });
        let parts: Vec<String> = parts.collect();
        (!parts.is_empty()).then(|| parts.join(draft.say("sentence.gap")))
    })
}

fn apart<'d>(
    draft: &'d Draft<'_>,
    result: &'d KpiResult,
    plan: &WhyPlan,
    stores: [&str; 2],
) -> Option<(Bridge, &'d KpiResult)> {
    match &plan.reasons {
        None => Some((stores_by_groups(result, &plan.by, stores)?, result)),
        Some(count) => {
            let count = draft.kpi(count)?;
            Some((stores_by_reasons(result, count, &plan.by, stores)?, count))
        }
    }
}
