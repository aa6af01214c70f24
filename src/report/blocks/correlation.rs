//! Which figures move together over the groups of a property, with a word on what that does not prove.

use crate::base::number::Unit;
use crate::kpi::analyses::correlation::{LEAST, Together};
use crate::report::cells::{aside, columns, figures, number, row, text, whole};
use crate::report::draft::Draft;
use crate::report::model::{Block, Row, Tone};
use crate::report::pages::plan::CorrelationPlan;

pub(super) fn build(draft: &Draft<'_>, plan: &CorrelationPlan) -> Vec<Block> {
    let pairs = draft.content.correlations.get(&plan.id).map_or(&[][..], Vec::as_slice);
    let by = pairs.iter().find_map(|pair| draft.kpi(&pair.first)).and_then(|result| draft.facts(result));
    let groups = draft.property(by, &plan.by);
    let heads = ["column.first_figure", "column.second_figure", "column.groups", "column.r", "column.together"];
    let known = pairs.iter().filter(|pair| pair.r.is_some());
    let rows: Vec<Row> = known.filter_map(|pair| pair_row(draft, pair)).collect();
    let least = LEAST.to_string();
    // Where nothing can be told, a table of blanks tells less than nothing.
    if rows.is_empty() {
        let n = pairs.iter().map(|pair| pair.n).max().unwrap_or(0).to_string();
        let values = [("groups", groups), ("n", n.as_str()), ("least", least.as_str())];
        return vec![Block::sentence(draft.fill("sentence.too_few_groups", &values), Tone::Muted)];
    }
    let note = draft.fill("note.correlation", &[("groups", groups), ("least", &least)]);
    let title = draft.fill("title.correlation", &[("groups", groups)]);
    let kind = if plan.printed { figures } else { aside };
    vec![kind(&plan.id, &title, columns(heads.map(|key| draft.say(key))), rows, Some(note))]
}

fn pair_row(draft: &Draft<'_>, pair: &Together) -> Option<Row> {
    let [first, second] = [&pair.first, &pair.second].map(|id| draft.kpi(id).map(|result| draft.name(result)));
    let word = match pair.r {
        _ if !pair.is_told() => "word.not_together",
        Some(r) if r > 0.0 => "word.rise_together",
        _ => "word.opposite",
    };
    let n = u64::try_from(pair.n).unwrap_or(0);
    // From −1 to 1, with two decimals.
    let r = number(pair.r, Unit::Times);
    Some(row(vec![text(first?), text(second?), whole(n), r, text(draft.say(word))]))
}
