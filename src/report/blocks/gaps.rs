//! What to mend first, and what is aimed at next.

use super::followed;
use crate::kpi::analyses::gaps::{self, Gap};
use crate::kpi::model::{Direction, KpiResult};
use crate::report::cells::{columns, figures, number, optional, rate, row, text, whole};
use crate::report::draft::Draft;
use crate::report::lights::{Light, against_target};
use crate::report::model::{Block, Row, Tone};
use crate::report::words;

/// The gaps that are worth most to close; a sentence where there is none, nothing where no target is set.
pub(super) fn largest(draft: &Draft<'_>) -> Vec<Block> {
    let (period, results) = (draft.content.period, draft.content.results);
    let found = gaps::largest(results, draft.small(), period.complete);
    // Days and amounts cannot be held against cases.
    let is_missed =
        |result: &&KpiResult| !gaps::is_ranked(result.unit) && against_target(period, result) == Some(Light::Missed);
    let missed: Vec<&str> = results.iter().filter(is_missed).map(|result| draft.name(result)).collect();
    let names = missed.join(draft.say("sentence.and"));
    let others = (!missed.is_empty()).then(|| draft.fill("sentence.gaps_of_no_cases", &[("names", &names)]));
    if found.is_empty() {
        let aimed = results.iter().any(|result| result.target.is_some() && result.measure.value.is_some());
        let none = others.or_else(|| aimed.then(|| draft.say("sentence.no_gaps").to_owned()));
        return none.map(|none| Block::sentence(none, Tone::Muted)).into_iter().collect();
    }
    let heads = [
        "column.place",
        "column.indicator",
        "column.group",
        "column.figure",
        "column.target",
        "column.n",
        "column.worth",
        "column.best",
        "column.owner",
    ];
    let rows: Vec<Row> = (1..).zip(&found).filter_map(|(place, gap)| line(draft, place, gap)).collect();
    let note = draft.fill("note.gaps", &[("n", &draft.small().to_string())]);
    let note = [Some(note), others].into_iter().flatten().collect::<Vec<_>>().join(draft.say("sentence.gap"));
    vec![figures("gaps", draft.say("title.gaps"), columns(heads.map(|key| draft.say(key))), rows, Some(note))]
}

fn line(draft: &Draft<'_>, place: u64, gap: &Gap) -> Option<Row> {
    let result = draft.kpi(&gap.id)?;
    let facts = draft.facts(result);
    let said = |by: &str, word: &str| draft.said(facts, by, word);
    let group = gap.group.as_ref().map(|(by, word)| {
        let values = [("by", draft.property(facts, by)), ("group", &said(by, word))];
        draft.fill("word.group_of", &values)
    });
    let best = gap.best.as_ref().zip(gap.group.as_ref()).map(|((word, measure), (by, _))| {
        let value = crate::base::number::display(measure.value, result.unit);
        let (name, n) = (said(by, word), measure.n.to_string());
        draft.fill("word.best_of", &[("group", &name), ("value", &value), ("n", &n)])
    });
    let owner = followed::owner(draft, &gap.id, gap.group.as_ref().map(|(_, word)| word.as_str()));
    Some(row(vec![
        whole(place),
        text(draft.name(result)).linked(draft.page_of(result)),
        text(group.unwrap_or_else(|| draft.say("word.all_groups").to_owned())),
        rate(&gap.measure, result.unit, draft.small()),
        number(Some(gap.target), result.unit),
        whole(gap.measure.n),
        whole(gap.cases()),
        optional(best.as_deref()),
        optional(owner),
    ]))
}

/// The targets of this period and the next, and what those of the next take at this period's numbers.
pub(super) fn aims(draft: &Draft<'_>) -> Vec<Block> {
    let aimed = |result: &&KpiResult| {
        result.measure.value.is_some() && (result.target.is_some() || result.next.target.is_some())
    };
    let rows: Vec<Row> = draft
        .content
        .results
        .iter()
        .filter(aimed)
        .map(|result| {
            let light = against_target(draft.content.period, result);
            let state = light.map(|light| text(draft.say(light.key())).toned(light.tone()));
            let missing = result.next.target.and_then(|target| gaps::missing(result, target));
            let key = if result.direction == Direction::Lower { "word.fewer_cases" } else { "word.more_cases" };
            let takes = missing.map(|n| match n {
                0 => draft.say("word.reached").to_owned(),
                n => draft.fill(key, &[("n", &n.to_string())]),
            });
            row(vec![
                text(draft.name(result)).linked(draft.page_of(result)),
                rate(&result.measure, result.unit, draft.small()),
                number(result.target, result.unit),
                state.unwrap_or_else(|| optional(None)),
                number(result.next.target, result.unit),
                optional(takes.as_deref()),
            ])
        })
        .collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let next = draft.content.results.first().map_or("", |result| result.next.period.as_str());
    let next = words::period(next, draft.content.lang);
    let next = draft.fill("column.next_target", &[("period", &next)]);
    let mut heads: Vec<&str> =
        ["column.indicator", "column.figure", "column.target", "column.light"].map(|key| draft.say(key)).into();
    heads.extend([next.as_str(), draft.say("column.takes")]);
    vec![figures("aims", draft.say("title.aims"), columns(heads), rows, Some(draft.say("note.aims").to_owned()))]
}
