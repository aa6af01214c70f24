//! What a general manager reads first: the targets that are missed, and what moved most.

use crate::base::number::display;
use crate::kpi::model::KpiResult;
use crate::report::draft::Draft;
use crate::report::lights::{Light, Move, against_target, moved};
use crate::report::model::{Block, Tone};
use crate::report::{sentences, words};

/// At most so many missed targets are named.
const TARGETS_NAMED: usize = 5;
/// At most so many indicators are named that moved one way.
const MOVES_NAMED: usize = 3;

/// At most three sentences: targets, what became worse, what became better.
pub(super) fn sentences(draft: &Draft<'_>) -> Vec<Block> {
    let mut blocks: Vec<Block> = targets(draft).into_iter().collect();
    let results = || draft.content.results.iter();
    let mut moves: Vec<(&KpiResult, Move)> =
        results().filter_map(|result| Some((result, moved(draft, result)?))).collect();
    moves.sort_by(|a, b| b.1.steps.total_cmp(&a.1.steps));
    let last = words::last_period(draft.texts, draft.content.period.kind);
    let before = blocks.len();
    for (light, key) in [(Light::Worse, "sentence.moved_worse"), (Light::Better, "sentence.moved_better")] {
        let named = moves.iter().filter(|(_, moved)| moved.light == light).take(MOVES_NAMED);
        let names: Vec<String> = named.map(|(result, _)| with_change(draft, result)).collect();
        if !names.is_empty() {
            let names = names.join(draft.say("sentence.and"));
            blocks.push(Block::sentence(draft.fill(key, &[("last", last), ("names", &names)]), Tone::Plain));
        }
    }
    if blocks.len() == before && !moves.is_empty() {
        blocks.push(Block::sentence(draft.fill("sentence.moved_little", &[("last", last)]), Tone::Plain));
    }
    blocks
}

/// How many targets are met, and which are not; small samples are not judged.
fn targets(draft: &Draft<'_>) -> Option<Block> {
    let with = |light| {
        let results = draft.content.results.iter();
        results.filter(move |result| against_target(&draft.content.period, result) == Some(light)).collect::<Vec<_>>()
    };
    let (met, missed) = (with(Light::Met), with(Light::Missed));
    let named = missed.iter().take(TARGETS_NAMED).map(|result| {
        let target = result.target.map_or(String::new(), |target| words::target(target, result.unit));
        let value = display(result.measure.value, result.unit);
        draft.fill("sentence.of_target", &[("name", draft.name(result)), ("value", &value), ("target", &target)])
    });
    let mut names = named.collect::<Vec<_>>().join(draft.say("sentence.and"));
    if missed.len() > TARGETS_NAMED {
        names += draft.say("sentence.more");
    }
    let (met, missed) = (met.len(), missed.len());
    let (key, tone) = match (met, missed) {
        (0, 0) => return None,
        (_, 0) => ("sentence.all_met", Tone::Good),
        (0, 1) => ("sentence.only_missed", Tone::Bad),
        (0, _) => ("sentence.none_met", Tone::Bad),
        _ => ("sentence.some_missed", Tone::Bad),
    };
    let (met, missed) = (met.to_string(), missed.to_string());
    let values = [("met", met.as_str()), ("missed", missed.as_str()), ("names", names.as_str())];
    Some(Block::sentence(draft.fill(key, &values), tone))
}

/// `满意度 80.5（下降 4.5 分）`
fn with_change(draft: &Draft<'_>, result: &KpiResult) -> String {
    let value = display(result.measure.value, result.unit);
    let (way, size) = sentences::way(draft, result.change.unwrap_or_default(), result.unit).unwrap_or_default();
    let values = [("name", draft.name(result)), ("value", &value), ("way", way), ("size", &size)];
    draft.fill("sentence.with_change", &values)
}
