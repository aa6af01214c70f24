//! Rule-based sentences: only facts that the numbers show.

use crate::base::number::{Unit, display, display_change};
use crate::kpi::model::{KpiResult, Status};
use crate::report::caveats;
use crate::report::draft::{Draft, Maybe, rows};
use crate::report::model::{Block, Sentence, Tone};
use crate::report::words;

/// At most so many groups are named as the largest together.
const LARGEST_NAMED: usize = 3;

/// The property that reasons and causes are broken down by.
const REASON: &str = "reason";

/// A sentence as a block.
pub(super) fn block(text: String, tone: Tone) -> Block {
    Block::Sentence(Sentence { text, tone })
}

/// `9月回访成功率 93.00%,较上月 +0.69 个百分点,未达目标 95%。`
pub(super) fn headline(draft: &Draft<'_>, result: &KpiResult) -> Sentence {
    let period = words::period(draft.now(), draft.content.lang);
    let name = result.name.get(draft.content.lang);
    if result.measure.value.is_none() {
        return Sentence { text: no_data(draft, &period, name, result), tone: Tone::Muted };
    }
    let value = display(result.measure.value, result.unit);
    let mut text = draft.fill("sentence.value", &[("period", &period), ("name", name), ("value", &value)]);
    if result.change.is_some() {
        let key = match result.unit {
            Unit::Percent => "sentence.change_percent",
            Unit::Score => "sentence.change_score",
            Unit::Count => "sentence.change_count",
        };
        let last = words::last_period(draft.texts, draft.content.period.kind);
        text += &draft.fill(key, &[("last", last), ("change", &display_change(result.change, result.unit))]);
    }
    let (key, tone) = match result.status {
        Status::Met => ("sentence.met", Tone::Good),
        Status::Missed => ("sentence.missed", Tone::Bad),
        Status::NoTarget | Status::NoData => ("sentence.end", Tone::Plain),
    };
    let target = result.target.map_or(String::new(), |target| words::target(target, result.unit));
    text += &draft.fill(key, &[("target", &target)]);
    if result.small {
        text += &draft.fill("sentence.small", &[("n", &result.measure.n.to_string())]);
    }
    for remark in caveats::remarks(draft, result) {
        text += &draft.fill("sentence.caveat", &[("data", &remark)]);
    }
    if !result.doubts.is_empty() {
        text += draft.texts.say("sentence.doubtful");
    }
    Sentence { text, tone }
}

fn no_data(draft: &Draft<'_>, period: &str, name: &str, result: &KpiResult) -> String {
    let mut text = draft.fill("sentence.no_data", &[("period", period), ("name", name)]);
    for note in &result.notes {
        text += draft.texts.say("sentence.gap");
        text += note.get(draft.content.lang);
    }
    text
}

/// The headline of an indicator as a block; nothing where the indicator is missing.
pub(super) fn headline_block(draft: &Draft<'_>, result: Maybe<'_>) -> Vec<Block> {
    result.map(|result| Block::Sentence(headline(draft, result))).into_iter().collect()
}

/// The message of a chart: the headline of its indicator, or 本期无数据.
pub(super) fn of_chart(draft: &Draft<'_>, result: Maybe<'_>) -> String {
    match result {
        Some(result) if result.measure.value.is_some() => headline(draft, result).text,
        _ => draft.texts.say("sentence.chart_no_data").to_owned(),
    }
}

/// `最主要的原因是号码错误:37 个,占 38.14%,占比较上月 +18.14 个百分点。` Nothing where no group stands out.
pub(super) fn largest(draft: &Draft<'_>, result: Maybe<'_>, what: &str) -> Option<String> {
    let what = draft.texts.say(what);
    let parts = rows(result, &[REASON]);
    let first = parts.first().filter(|row| row.measure.n > 0)?;
    let tied: Vec<_> = parts.iter().take_while(|row| row.measure.n == first.measure.n).collect();
    if tied.len() > LARGEST_NAMED || (tied.len() == parts.len() && parts.len() > 1) {
        return None;
    }
    let key = |row: &crate::kpi::model::BreakdownRow| draft.word(row);
    let (value, share) = (display(first.measure.value, Unit::Count), display(first.share, Unit::Percent));
    if tied.len() > 1 {
        let names = tied.iter().map(|row| key(row)).collect::<Vec<_>>().join(draft.texts.say("sentence.and"));
        return Some(draft.fill(
            "sentence.largest_tied",
            &[("what", what), ("names", &names), ("count", &value), ("share", &share)],
        ));
    }
    let mut text =
        draft.fill("sentence.largest", &[("what", what), ("name", &key(first)), ("count", &value), ("share", &share)]);
    let moved = previous_share(result, first.key.first()?).zip(first.share).map(|(before, now)| now - before);
    if moved.is_some() {
        let last = words::last_period(draft.texts, draft.content.period.kind);
        let change = display_change(moved, Unit::Percent);
        text += &draft.fill("sentence.share_change", &[("last", last), ("change", &change)]);
    }
    Some(text + draft.texts.say("sentence.end"))
}

/// The share of a reason one period earlier, 0 where that period had others; nothing where it had none.
fn previous_share(result: Maybe<'_>, key: &str) -> Option<f64> {
    let trend = &result?.trend;
    let before = &trend.get(trend.len().checked_sub(2)?)?.period;
    let of_before = || rows(result, &["period", REASON]).iter().filter(|row| row.key.first() == Some(before));
    let named = of_before().find(|row| row.key.get(1).is_some_and(|word| word == key));
    match named {
        Some(row) => row.share,
        None => of_before().any(|row| row.measure.n > 0).then_some(0.0),
    }
}
