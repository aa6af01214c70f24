//! Which figures move together over the groups of a property, with a word on what that does not prove.

use crate::base::number::Unit;
use crate::kpi::analyses::correlation::{LEAST, Together};
use crate::report::cells::{columns, figures, number, row, text, whole};
use crate::report::draft::Draft;
use crate::report::model::{Block, Row};
use crate::report::pages::plan::CorrelationPlan;

pub(super) fn build(draft: &Draft<'_>, plan: &CorrelationPlan) -> Vec<Block> {
    let pairs = draft.content.correlations.get(&plan.id).map_or(&[][..], Vec::as_slice);
    let by = pairs.iter().find_map(|pair| draft.kpi(&pair.first)).and_then(|result| draft.facts(result));
    let groups = draft.property(by, &plan.by);
    let heads = ["column.first_figure", "column.second_figure", "column.groups", "column.r", "column.together"];
    let rows: Vec<Row> = pairs.iter().filter_map(|pair| pair_row(draft, pair)).collect();
    let note = draft.fill("note.correlation", &[("groups", groups), ("least", &LEAST.to_string())]);
    let title = draft.fill("title.correlation", &[("groups", groups)]);
    vec![figures(&plan.id, &title, columns(heads.map(|key| draft.say(key))), rows, Some(note))]
}

fn pair_row(draft: &Draft<'_>, pair: &Together) -> Option<Row> {
    let [first, second] = [&pair.first, &pair.second].map(|id| draft.kpi(id).map(|result| draft.name(result)));
    let word = match pair.r {
        None => "word.too_few_groups",
        Some(_) if !pair.is_told() => "word.not_together",
        Some(r) if r > 0.0 => "word.rise_together",
        Some(_) => "word.opposite",
    };
    let n = u64::try_from(pair.n).unwrap_or(0);
    // From −1 to 1, with two decimals.
    let r = number(pair.r, Unit::Times);
    Some(row(vec![text(first?), text(second?), whole(n), r, text(draft.say(word))]))
}
