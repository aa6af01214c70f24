//! 满意度 over the periods of the trend.

use crate::base::number::{Unit, display};
use crate::kpi::model::{BreakdownRow, Measure};
use crate::report::cells::{columns, figures, rate, row, text, total, whole};
use crate::report::charts::{cartesian, line, target};
use crate::report::draft::{Draft, figure, keys, part, rows};
use crate::report::model::{Axis, Block, Tone};
use crate::report::sentences;

const ID: &str = "satisfaction_score";

pub(super) fn sentences(draft: &Draft<'_>) -> Vec<Block> {
    let mut blocks = sentences::headline_block(draft, draft.kpi(ID));
    let lowest = lowest_item(draft, rows(draft.kpi(ID), &["item"]));
    blocks.extend(lowest.map(|text| sentences::block(text, Tone::Plain)));
    blocks
}

/// The item with the lowest score of the period, ties together; nothing where fewer than two have one.
fn lowest_item(draft: &Draft<'_>, items: &[BreakdownRow]) -> Option<String> {
    let scored: Vec<_> = items.iter().filter(|row| row.measure.value.is_some()).collect();
    let lowest = scored.iter().filter_map(|row| row.measure.value).min_by(f64::total_cmp)?;
    let value = display(Some(lowest), Unit::Score);
    let tied = scored.iter().filter(|row| display(row.measure.value, Unit::Score) == value);
    let names: Vec<_> = tied.filter_map(|row| row.key.first()).map(|key| draft.item_name(key)).collect();
    if scored.len() < 2 {
        return None;
    }
    if names.len() == scored.len() {
        return Some(draft.fill("sentence.items_equal", &[("value", &value)]));
    }
    let names = names.join(draft.say("sentence.and"));
    Some(draft.fill("sentence.lowest_item", &[("names", &names), ("value", &value)]))
}

/// The items of the breakdowns: first those of the templates in their order, then others.
pub(super) fn items<'a>(draft: &Draft<'a>) -> Vec<&'a str> {
    let score = draft.kpi(ID);
    let mut items = keys(&[rows(score, &["item"]), rows(score, &["period", "item"])]);
    let place = |key: &&str| {
        let known = draft.content.items.iter().position(|item| item.id == *key || item.name.chinese == *key);
        known.unwrap_or(usize::MAX)
    };
    items.sort_by_key(place);
    items
}

/// Items × periods with the station below, then the answers they rest on.
pub(super) fn by_period(draft: &Draft<'_>) -> Vec<Block> {
    let score = draft.kpi(ID);
    let periods = draft.periods(&[score]);
    let items = items(draft);
    let of_item = |period: &str, item: &str| part(score, &["period", "item"], &[period, item]);
    let station = draft.say("word.station_satisfaction");
    let scores = |measure: Measure| rate(&measure, Unit::Score, draft.small());
    let answers = |measure: Measure| whole(measure.n);
    let mut table = Vec::new();
    for item in &items {
        let name = [text(draft.item_name(item)), text(draft.say("column.score"))];
        table.push(row(name.into_iter().chain(periods.iter().map(|at| scores(of_item(at, item)))).collect()));
    }
    let name = [text(station), text(draft.say("column.score"))];
    table.push(total(name.into_iter().chain(periods.iter().map(|at| scores(figure(score, at)))).collect()));
    for item in &items {
        let name = [text(draft.item_name(item)), text(draft.say("column.answers"))];
        table.push(row(name.into_iter().chain(periods.iter().map(|at| answers(of_item(at, item)))).collect()));
    }
    let name = [text(station), text(draft.say("column.surveys"))];
    table.push(row(name.into_iter().chain(periods.iter().map(|at| answers(figure(score, at)))).collect()));
    let heads = [draft.say("column.item"), draft.say("column.figure")];
    let heads = columns(heads.into_iter().chain(periods.iter().map(String::as_str)));
    vec![figures("satisfaction_by_period", draft.say("title.satisfaction_by_period"), heads, table, draft.small_note())]
}

pub(super) fn score_chart(draft: &Draft<'_>) -> Vec<Block> {
    let score = draft.kpi(ID);
    let periods = draft.periods(&[score]);
    let points = periods.iter().map(|period| figure(score, period).value).collect();
    let series = line(draft.say("word.station_satisfaction"), Axis::Left, Unit::Score, points);
    let (sentence, target) = (sentences::of_chart(draft, score), target(draft, score, Axis::Left));
    vec![cartesian(ID, draft.say("chart.satisfaction_score"), sentence, periods, vec![series], target)]
}

pub(super) fn items_chart(draft: &Draft<'_>) -> Vec<Block> {
    let score = draft.kpi(ID);
    let periods = draft.periods(&[score]);
    let series = items(draft).into_iter().map(|item| {
        let points = periods.iter().map(|period| part(score, &["period", "item"], &[period, item]).value).collect();
        line(draft.item_name(item), Axis::Left, Unit::Score, points)
    });
    let sentence = lowest_item(draft, rows(score, &["item"])).unwrap_or_else(|| sentences::of_chart(draft, score));
    let title = draft.say("chart.satisfaction_items");
    vec![cartesian("satisfaction_items", title, sentence, periods.clone(), series.collect(), None)]
}
