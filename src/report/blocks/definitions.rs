//! 指标说明: what the figures of the overview tell, in words, on paper; every indicator and how it is computed, to look up.

use crate::base::period::PeriodKind;
use crate::kpi::model::KpiResult;
use crate::report::blocks::overview;
use crate::report::cells::{columns, figures, number, register, row, text, wide};
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

/// What the figures of the overview mean: as much as a meeting asks for, on a sheet of paper.
fn meanings(draft: &Draft<'_>) -> Block {
    let lang = draft.content.lang;
    let shown = overview::shown(draft);
    let mut heads = columns([draft.say("column.indicator")]);
    heads.push(wide(draft.say("column.rule")));
    let shown = known(draft).filter(|one| shown.contains(&one.id.as_str()));
    let rows = shown.map(|one| row(vec![text(one.name.get(lang)), text(one.rule.get(lang))]));
    let note = draft.say("note.definitions").to_owned();
    figures("definitions", draft.say("title.definitions"), heads, rows.collect(), Some(note))
}

/// Everything that is known of every indicator, to look up.
fn formulas(draft: &Draft<'_>) -> Block {
    let lang = draft.content.lang;
    let say = |key| draft.say(key);
    let mut heads = columns([say("column.indicator"), say("column.id")]);
    heads.extend(columns([say("column.unit"), say("column.direction"), say("column.target")]));
    heads.extend(["column.rule", "column.source", "column.formula"].map(|key| wide(say(key))));
    let rows = known(draft).map(|one| {
        row(vec![
            text(one.name.get(lang)),
            text(&one.id),
            text(words::unit(draft.texts, one.unit)),
            text(words::direction(draft.texts, one.direction)),
            target(draft, one),
            text(one.rule.get(lang)),
            text(one.source.get(lang)),
            text(one.formula.get(lang)),
        ])
    });
    let rows: Vec<Row> = rows.collect();
    let is_short = rows.len() < draft.content.explanations.len();
    let aims = known(draft).any(|one| draft.kpi(&one.id).is_some_and(|result| result.target.is_some()));
    let is_longer = draft.content.period.kind != PeriodKind::Month;
    let notes = [is_short.then_some("note.undefined"), (aims && is_longer).then_some("note.longer_targets")];
    let notes: Vec<&str> = notes.into_iter().flatten().map(say).collect();
    let note = (!notes.is_empty()).then(|| notes.join(say("sentence.gap")));
    register("formulas", say("title.formulas"), heads, rows, note)
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
