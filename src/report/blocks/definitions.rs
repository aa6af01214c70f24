//! 指标说明: rule, formula, source and target of each indicator.

use crate::report::cells::{columns, list, number, row, text, wide};
use crate::report::draft::Draft;
use crate::report::model::Block;
use crate::report::words;

pub(super) fn table(draft: &Draft<'_>) -> Block {
    let lang = draft.content.lang;
    let mut heads = columns([draft.say("column.indicator"), draft.say("column.id")]);
    heads.extend([wide(draft.say("column.rule")), wide(draft.say("column.formula"))]);
    heads.extend(columns([draft.say("column.unit"), draft.say("column.direction"), draft.say("column.target")]));
    heads.push(wide(draft.say("column.source")));
    let rows = draft.content.explanations.iter().map(|one| {
        row(vec![
            text(one.name.get(lang)),
            text(&one.id),
            text(one.rule.get(lang)),
            text(one.formula.get(lang)),
            text(words::unit(draft.texts, one.unit)),
            text(words::direction(draft.texts, one.direction)),
            number(one.target, one.unit),
            text(&one.source),
        ])
    });
    list("definitions", draft.say("title.definitions"), heads, rows.collect(), None)
}
