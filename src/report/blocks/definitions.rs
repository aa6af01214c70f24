//! 指标说明: what each indicator tells, in words, on paper; how it is computed, to look up.

use crate::base::period::PeriodKind;
use crate::kpi::model::KpiResult;
use crate::report::cells::{columns, list, number, register, row, text, wide};
use crate::report::content::Explanation;
use crate::report::draft::Draft;
use crate::report::model::{Block, Cell, Row};
use crate::report::words;

pub(super) fn tables(draft: &Draft<'_>) -> Vec<Block> {
    vec![meanings(draft), formulas(draft)]
}

/// The indicators of which this report has anything to say.
fn known<'a>(draft: &'a Draft<'_>) -> impl Iterator<Item = &'a Explanation> {
    draft.content.explanations.iter().filter(|one| draft.kpi(&one.id).is_some_and(|result| draft.concerns(result)))
}

fn meanings(draft: &Draft<'_>) -> Block {
    let lang = draft.content.lang;
    let mut heads = columns([draft.say("column.indicator")]);
    heads.push(wide(draft.say("column.rule")));
    heads.extend(columns([draft.say("column.unit"), draft.say("column.direction"), draft.say("column.target")]));
    heads.push(wide(draft.say("column.source")));
    let rows = known(draft).map(|one| {
        row(vec![
            text(one.name.get(lang)),
            text(one.rule.get(lang)),
            text(words::unit(draft.texts, one.unit)),
            text(words::direction(draft.texts, one.direction)),
            target(draft, one),
            text(one.source.get(lang)),
        ])
    });
    let rows: Vec<Row> = rows.collect();
    let note = (rows.len() < draft.content.explanations.len()).then(|| draft.say("note.undefined").to_owned());
    list("definitions", draft.say("title.definitions"), heads, rows, note)
}

fn formulas(draft: &Draft<'_>) -> Block {
    let mut heads = columns([draft.say("column.indicator"), draft.say("column.id")]);
    heads.push(wide(draft.say("column.formula")));
    let rows = known(draft).map(|one| {
        row(vec![text(one.name.get(draft.content.lang)), text(&one.id), text(one.formula.get(draft.content.lang))])
    });
    register("formulas", draft.say("title.formulas"), heads, rows.collect(), None)
}

/// The target of the report's period; where a count has one a month too, both: 每月 30，本季度 90.
fn target(draft: &Draft<'_>, one: &Explanation) -> Cell {
    let in_all = draft.kpi(&one.id).and_then(|result: &KpiResult| result.target);
    let is_month = draft.content.period.kind == PeriodKind::Month;
    match (one.target, in_all) {
        (Some(month), Some(in_all)) if month != in_all && one.unit.adds_up() && !is_month => {
            let [month, in_all] = [month, in_all].map(|target| words::target(target, one.unit));
            let period = words::this_period(draft.texts, draft.content.period.kind);
            text(draft.fill("word.a_month_in_all", &[("target", &month), ("period", period), ("total", &in_all)]))
        }
        _ => number(in_all.or(one.target), one.unit),
    }
}
