//! Rule-based sentences: only facts that the numbers show.

use std::cmp::Ordering;

use crate::base::number::{self, Unit, display};
use crate::base::text::UNSPECIFIED;
use crate::kpi::model::{BreakdownRow, Direction, KpiResult, Measure, Point};
use crate::report::caveats;
use crate::report::draft::{Draft, rows};
use crate::report::figures::{Figures, Lookup};
use crate::report::lights::{self, Light};
use crate::report::model::{Block, Sentence, Tone};
use crate::report::pages::plan::{Condition, PERIOD, Piece, Say, Says};
use crate::report::words;

/// At most so many groups are named as the largest together.
const LARGEST_NAMED: usize = 3;

/// At most so many groups are named together at an end.
pub(super) const ENDS_NAMED: usize = 3;

/// `9月回访成功率 93.00%，较上月下降 0.69 个百分点，连续第 3 个月下降，未达目标 95%。`
fn headline(draft: &Draft<'_>, result: &KpiResult) -> Sentence {
    let period = words::period(draft.now(), draft.content.lang);
    let name = result.name.get(draft.content.lang);
    if result.measure.value.is_none() {
        return Sentence { text: no_data(draft, &period, name, result), tone: Tone::Muted, own: false };
    }
    let value = display(result.measure.value, result.unit);
    let mut text = draft.fill("sentence.value", &[("period", &period), ("name", name), ("value", &value)]);
    // What adds up has come to less while the period lasts, whatever becomes of it.
    let compared = result.change.filter(|_| draft.content.period.complete || !result.unit.adds_up());
    text += &compared.map_or_else(String::new, |change| {
        moved(draft, ["sentence.change", "sentence.change_none"], change, result.unit)
    });
    text += &running(draft, result).unwrap_or_default();
    let light = lights::against_target(draft.content.period, result);
    let key = match (light, result.target) {
        (Some(Light::Met), _) => "sentence.met",
        (Some(_), _) => "sentence.missed",
        (None, Some(_)) => "sentence.aimed",
        (None, None) => "sentence.end",
    };
    let tone = light.map_or(Tone::Plain, Light::tone);
    let target = result.target.map_or(String::new(), |target| words::target(target, result.unit));
    text += &draft.fill(key, &[("target", &target)]);
    if result.small {
        text += &draft.fill("sentence.small", &[("n", &result.measure.n.to_string())]);
    }
    for remark in caveats::remarks(draft, result) {
        text += &draft.fill("sentence.caveat", &[("data", &remark)]);
    }
    if !result.doubts.is_empty() {
        let only_history = result.source.is_some() && result.doubts.len() == 1;
        text += draft.say(if only_history { "sentence.from_history" } else { "sentence.doubtful" });
    }
    Sentence { text, tone, own: false }
}

/// From so many moves one way on it is said how long that has gone on: two in a row are nothing.
const RUNNING: usize = 3;

/// `，连续第 3 个月下降`; nothing of few rows, of a part of the data, or where the period is not over.
fn running(draft: &Draft<'_>, result: &KpiResult) -> Option<String> {
    let unsure = |point: &&Point| {
        point.incomplete.is_some()
            || (!result.unit.adds_up() && point.measure.known_n().is_some_and(|n| n < draft.small()))
    };
    let sure = result.trend.iter().rev().take_while(|point| !unsure(point));
    let values: Vec<f64> = sure.map_while(|point| point.measure.value).collect();
    let moves = values.windows(2).map(|pair| number::direction(pair[0] - pair[1], result.unit));
    let first = moves.clone().next().filter(|_| draft.content.period.complete)?;
    let count = moves.take_while(|one| *one == first && one.is_ne()).count();
    let (way, _) = way(draft, result.change?, result.unit).filter(|_| count >= RUNNING)?;
    let unit = draft.say(words::unit_of_time(draft.content.period.kind));
    Some(draft.fill("sentence.running", &[("n", &count.to_string()), ("unit", unit), ("way", way)]))
}

/// `，较上月下降 4.00 个百分点`, `，与上月持平`: what moved, which way and how far.
fn moved(draft: &Draft<'_>, [key, none]: [&str; 2], change: f64, unit: Unit) -> String {
    let last = words::last_period(draft.texts, draft.content.period.kind);
    match way(draft, change, unit) {
        Some((way, size)) => draft.fill(key, &[("last", last), ("way", way), ("size", &size)]),
        None => draft.fill(none, &[("last", last)]),
    }
}

/// `下降`, `4.00 个百分点`: which way a figure moved and how far; `None` where what is shown did not move.
pub(super) fn way<'a>(draft: &Draft<'a>, change: f64, unit: Unit) -> Option<(&'a str, String)> {
    // Who was tenth and is now eighth went up.
    let moved = if unit == Unit::Rank { number::direction(-change, unit) } else { number::direction(change, unit) };
    let (way, size) = match (moved, unit.adds_up()) {
        (Ordering::Equal, _) => return None,
        (Ordering::Greater, true) => ("word.more", change.abs()),
        (Ordering::Less, true) => ("word.fewer", change.abs()),
        (Ordering::Greater, false) => ("word.up", change.abs()),
        (Ordering::Less, false) => ("word.down", change.abs()),
    };
    let size = draft.fill(words::change(unit), &[("value", &number::display_plain(size, unit))]);
    Some((draft.say(way), size))
}

fn no_data(draft: &Draft<'_>, period: &str, name: &str, result: &KpiResult) -> String {
    let values = [("period", period), ("name", name)];
    // Why there is none is said last.
    match result.notes.last() {
        Some(why) => {
            draft.fill("sentence.no_data_because", &[values[0], values[1], ("why", why.get(draft.content.lang))])
        }
        None => draft.fill("sentence.no_data", &values),
    }
}

/// The sentences of a block; nothing where its condition does not hold, or a figure in them has no data.
pub(super) fn say(draft: &Draft<'_>, say: &Say) -> Vec<Block> {
    if !say.when.as_ref().is_none_or(|when| holds(draft, when)) {
        return Vec::new();
    }
    if let Says::Headline(ids) = &say.says {
        let results = ids.iter().filter_map(|id| draft.kpi(id)).filter(|result| !draft.is_unheard_of(result));
        return results.map(|result| Block::Sentence(headline(draft, result))).collect();
    }
    told(draft, &say.says).map(|text| Block::sentence(text, say.tone)).into_iter().collect()
}

/// The message of a chart: what it says of itself, else the headline of the first of its indicators that has a figure, or
/// 本期无数据.
pub(super) fn of_chart<'i>(draft: &Draft<'_>, says: &Says, drawn: impl Iterator<Item = &'i str>) -> String {
    let mut drawn = drawn.filter_map(|id| draft.kpi(id)).filter(|result| result.measure.value.is_some());
    let headline = || drawn.next().map(|one| headline(draft, one).text);
    told(draft, says).or_else(headline).unwrap_or_else(|| draft.say("sentence.chart_no_data").to_owned())
}

fn told(draft: &Draft<'_>, says: &Says) -> Option<String> {
    match says {
        Says::Headline(ids) => {
            let result = draft.kpi(ids.first()?)?;
            result.measure.value.map(|_| headline(draft, result).text)
        }
        Says::Largest(id, by) => largest(draft, draft.kpi(id)?, by),
        Says::Ends(id, by) => ends(draft, draft.kpi(id)?, by),
        Says::Worst(id, by) => worst(draft, draft.kpi(id)?, by),
        Says::StandsOut(id, by) => stands_out(draft, draft.kpi(id)?, by),
        // Told by the block that takes changes apart.
        Says::Why(_) => None,
        Says::Text(spoken) => spoken.get(draft.content.lang).iter().map(|piece| said(draft, piece)).collect(),
    }
}

/// A piece of a text; nothing where its figure has no data.
fn said(draft: &Draft<'_>, piece: &Piece) -> Option<String> {
    match piece {
        Piece::Plain(text) => Some(text.clone()),
        Piece::OfList(list, text) => {
            // What is said of its rows is not true of a list that tells how many each store has.
            let is_there = draft.pages.lists().any(|it| it.id == *list) && !draft.content.long_lists.contains_key(list);
            Some(if is_there { text.clone() } else { String::new() })
        }
        Piece::Figure(column) => {
            let figures = Figures::new(draft, column, Vec::new());
            figures.value(&[]).map(|_| figures.cell(&[]).text)
        }
    }
}

fn holds(draft: &Draft<'_>, when: &Condition) -> bool {
    let value = Figures::new(draft, &when.figure, Vec::new()).value(&[]);
    value.and_then(|value| value.partial_cmp(&when.number)).is_some_and(|order| when.holds.contains(&order))
}

/// `回访未成功台次以号码错误最多：37，占 38.14%，占比较上月上升 18.14 个百分点。` Nothing where no group stands out, or of few cases.
fn largest(draft: &Draft<'_>, result: &KpiResult, by: &str) -> Option<String> {
    let few = |measure: &Measure| measure.n < draft.small();
    if few(&result.measure) {
        return None;
    }
    let what = draft.name(result);
    let parts = rows(Some(result), &[by]);
    let first = parts.first().filter(|row| row.measure.n > 0)?;
    let tied: Vec<_> = parts.iter().take_while(|row| row.measure.n == first.measure.n).collect();
    if tied.len() > LARGEST_NAMED || (tied.len() == parts.len() && parts.len() > 1) {
        return None;
    }
    let (value, share) = (display(first.measure.value, Unit::Count), display(first.share, Unit::Percent));
    let names: Vec<String> = tied.iter().map(|row| draft.word(draft.facts(result), by, row)).collect();
    let names = names.join(draft.say("sentence.and"));
    let values = [("what", what), ("names", &names), ("count", &value), ("share", &share)];
    if tied.len() > 1 {
        return Some(draft.fill("sentence.largest_tied", &values));
    }
    let mut text = draft.fill("sentence.largest", &values);
    let shares = previous_share(result, by, first).zip(first.share).filter(|_| !few(&result.previous.measure));
    if let Some((before, now)) = shares {
        text += &moved(draft, ["sentence.share_change", "sentence.share_change_none"], now - before, Unit::Percent);
    }
    Some(text + draft.say("sentence.end"))
}

/// The share of a group one period earlier, 0 where that period had others; nothing where it had none.
fn previous_share(result: &KpiResult, by: &str, row: &BreakdownRow) -> Option<f64> {
    let place: Vec<&str> = std::iter::once(result.previous.period.as_str()).chain(row.words()).collect();
    Lookup::new(Some(result), &[PERIOD, by]).find(&place).share
}

/// `满意度得分最低的是麦迪 解释账单：60.0 分（n=12）。` Of groups that rest on enough; nothing where neither way is better.
fn worst(draft: &Draft<'_>, result: &KpiResult, by: &[String]) -> Option<String> {
    let named: Vec<&str> = by.iter().map(String::as_str).collect();
    let sign = match result.direction {
        Direction::Higher => 1.0,
        Direction::Lower => -1.0,
        Direction::None => return None,
    };
    let judged = rows(Some(result), &named).iter().filter(|row| {
        row.rest == 0 && row.measure.n >= draft.small() && row.key.iter().all(|word| word != UNSPECIFIED)
    });
    let figures: Vec<(&BreakdownRow, f64)> = judged.filter_map(|row| Some((row, sign * row.measure.value?))).collect();
    let (row, _) =
        figures.iter().min_by(|one, other| one.1.total_cmp(&other.1).then(other.0.measure.n.cmp(&one.0.measure.n)))?;
    let best = figures.iter().map(|(_, figure)| *figure).fold(f64::NEG_INFINITY, f64::max);
    if best <= sign * row.measure.value? {
        return None;
    }
    let facts = draft.facts(result);
    let place: Vec<String> = by.iter().zip(&row.key).map(|(by, word)| draft.said(facts, by, word)).collect();
    let key = if result.direction == Direction::Lower { "sentence.highest" } else { "sentence.lowest" };
    let values = [
        ("name", draft.name(result)),
        ("place", &place.join(" ")),
        ("value", &display(row.measure.value, result.unit)),
        ("n", &row.measure.n.to_string()),
    ];
    Some(draft.fill(key, &values))
}

/// `回访成功率最好的是李娜 100.00%（n=20），最差的是赵敏 40.00%（n=20）。` Of groups that rest on enough, ties together; nothing of a
/// part of the data, where fewer than two groups rest on enough, where they are alike, or where many share an end.
fn stands_out(draft: &Draft<'_>, result: &KpiResult, by: &str) -> Option<String> {
    let sign = match result.direction {
        Direction::Higher => 1.0,
        Direction::Lower => -1.0,
        Direction::None => return None,
    };
    if result.incomplete.is_some() || !result.doubts.is_empty() || !draft.content.period.complete {
        return None;
    }
    let judged = rows(Some(result), &[by]).iter().filter(|row| {
        row.rest == 0 && row.measure.n >= draft.small() && row.key.iter().all(|word| word != UNSPECIFIED)
    });
    let figures: Vec<(&BreakdownRow, f64)> = judged.filter_map(|row| Some((row, sign * row.measure.value?))).collect();
    let shown = |value: f64| display(Some(sign * value), result.unit);
    let ends = [f64::max, f64::min].map(|end| figures.iter().map(|(_, value)| *value).reduce(end).map(shown));
    let [Some(best), Some(worst)] = ends else { return None };
    let with = |end: &str| -> Vec<String> {
        let tied = figures.iter().filter(|(_, value)| shown(*value) == end).map(|(row, _)| {
            let (group, n) = (draft.word(draft.facts(result), by, row), row.measure.n.to_string());
            draft.fill("sentence.group_with_n", &[("group", &group), ("value", end), ("n", &n)])
        });
        tied.collect()
    };
    let (first, last) = (with(&best), with(&worst));
    if best == worst || first.len().max(last.len()) > ENDS_NAMED {
        return None;
    }
    let and = draft.say("sentence.and");
    let key = if draft.is_of_people(by) { "sentence.stands_out" } else { "sentence.stands_out_by" };
    let by = draft.property(draft.facts(result), by);
    let values = [("name", draft.name(result)), ("by", by), ("best", &first.join(and)), ("worst", &last.join(and))];
    Some(draft.fill(key, &values))
}

/// The highest and the lowest group, ties together; only the range where a sample is small or many are equal, for a
/// ranking would be unfair. Nothing where fewer than two have a figure.
fn ends(draft: &Draft<'_>, result: &KpiResult, by: &str) -> Option<String> {
    let groups = rows(Some(result), &[by]).iter().filter(|row| row.rest == 0);
    let scored: Vec<&BreakdownRow> = groups
        .filter(|row| row.measure.value.is_some() && row.key.first().is_none_or(|key| key != UNSPECIFIED))
        .collect();
    if scored.len() < 2 {
        return None;
    }
    let values = || scored.iter().filter_map(|row| row.measure.value);
    let shown = |value: Option<f64>| display(value, result.unit);
    let (highest, lowest) = (shown(values().max_by(f64::total_cmp)), shown(values().min_by(f64::total_cmp)));
    let spoken = |value: &str| match result.unit {
        Unit::Score => draft.fill("word.points", &[("value", value)]),
        _ => value.to_owned(),
    };
    let (best_value, worst_value, small) = (spoken(&highest), spoken(&lowest), draft.small().to_string());
    let with = |value: &str| -> Vec<String> {
        let tied = scored.iter().filter(|row| shown(row.measure.value) == value);
        tied.map(|row| draft.word(draft.facts(result), by, row)).collect()
    };
    let (best, worst) = (with(&highest), with(&lowest));
    let key = if highest == lowest {
        "sentence.ends_equal"
    } else if !result.unit.adds_up() && scored.iter().any(|row| row.measure.n < draft.small()) {
        "sentence.ends_small"
    } else if best.len().max(worst.len()) > ENDS_NAMED {
        "sentence.ends_range"
    } else {
        "sentence.ends"
    };
    let and = draft.say("sentence.and");
    let facts = draft.facts(result);
    let values = [
        ("name", draft.name(result)),
        ("by", draft.property(facts, by)),
        ("best", &best.join(and)),
        ("worst", &worst.join(and)),
        ("best_value", &best_value),
        ("worst_value", &worst_value),
        ("n", &small),
    ];
    Some(draft.fill(key, &values))
}
