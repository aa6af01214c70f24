//! 指标说明: what each indicator means, on paper; how it is computed, to look up.

use crate::report::cells::{columns, list, number, register, row, text, wide};
use crate::report::draft::Draft;
use crate::report::model::Block;
use crate::report::words;

pub(super) fn tables(draft: &Draft<'_>) -> Vec<Block> {
    vec![meanings(draft), formulas(draft)]
}

fn meanings(draft: &Draft<'_>) -> Block {
    let lang = draft.content.lang;
    let mut heads = columns([draft.say("column.indicator")]);
    heads.push(wide(draft.say("column.rule")));
    heads.extend(columns([draft.say("column.unit"), draft.say("column.direction"), draft.say("column.target")]));
    heads.push(wide(draft.say("column.source")));
    let rows = draft.content.explanations.iter().map(|one| {
        row(vec![
            text(one.name.get(lang)),
            text(one.rule.get(lang)),
            text(words::unit(draft.texts, one.unit)),
            text(words::direction(draft.texts, one.direction)),
            number(one.target, one.unit),
            text(&one.source),
        ])
    });
    list("definitions", draft.say("title.definitions"), heads, rows.collect(), None)
}

fn formulas(draft: &Draft<'_>) -> Block {
    let mut heads = columns([draft.say("column.indicator"), draft.say("column.id")]);
    heads.push(wide(draft.say("column.formula")));
    let rows = draft.content.explanations.iter().map(|one| {
        row(vec![text(one.name.get(draft.content.lang)), text(&one.id), text(one.formula.get(draft.content.lang))])
    });
    register("formulas", draft.say("title.formulas"), heads, rows.collect(), None)
}
