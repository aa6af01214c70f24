//! 投诉 by level, category and age.

use crate::base::number::Unit;
use crate::kpi::model::{KpiResult, Measure, REST};
use crate::report::cells::{columns, count, figures, rate, ratio, row, text, total};
use crate::report::charts::{cartesian, column, target};
use crate::report::draft::{Draft, Maybe, keys, part, part_count, rows};
use crate::report::model::{Axis, Block};
use crate::report::sentences;
use crate::report::words::UNASSIGNED;

use super::callback_failures::parts_table;

const BY: [&str; 1] = ["level"];
/// Levels in their own order; others follow by appearance, 未指定 comes last.
const LEVELS: [&str; 6] = ["I", "II", "III", "一般", "重要", "重大"];

fn levels_of<'a>(results: &[Maybe<'a>]) -> Vec<&'a str> {
    let lists: Vec<_> = results.iter().map(|result| rows(*result, &BY)).collect();
    let mut levels = keys(&lists);
    let last = LEVELS.len();
    levels.sort_by_key(|level| match LEVELS.iter().position(|known| known == level) {
        Some(at) => at,
        None => last + usize::from(*level == REST) + 2 * usize::from(*level == UNASSIGNED),
    });
    levels
}

pub(super) fn levels(draft: &Draft<'_>) -> Vec<Block> {
    let (received, open) = (draft.kpi("complaints_received"), draft.kpi("complaints_open"));
    let timely = draft.kpi("complaint_timely_closure_rate");
    let levels = levels_of(&[received, open, timely]);
    let lists = [received, open, timely].map(|result| rows(result, &BY));
    let value = |result: Option<&KpiResult>| result.and_then(|result| result.measure.value);
    let cells = |at: usize, name: &str, received: Option<f64>, open: Option<f64>, timely: &Measure| {
        vec![
            text(name),
            count(received),
            count(open),
            count(timely.denominator),
            count(timely.numerator),
            rate(timely, Unit::Percent, draft.small()).by_formula(ratio(at, 4, 3)),
        ]
    };
    let mut table: Vec<_> = levels
        .iter()
        .enumerate()
        .map(|(at, level)| {
            let of = |result| part_count(result, &BY, &[level], value(result));
            row(cells(at, &draft.group_in(&lists, level), of(received), of(open), &part(timely, &BY, &[level])))
        })
        .collect();
    let whole = timely.map(|result| result.measure).unwrap_or_default();
    table.push(total(cells(levels.len(), draft.say("word.total"), value(received), value(open), &whole)));
    let heads = [
        draft.say("column.level"),
        draft.say("column.received"),
        draft.say("column.open"),
        draft.say("column.timely_due"),
        draft.say("column.timely_closed"),
        draft.say("column.timely_rate"),
    ];
    let title = draft.say("title.complaints_by_level");
    vec![figures("complaints_by_level", title, columns(heads), table, draft.small_note())]
}

pub(super) fn levels_chart(draft: &Draft<'_>) -> Vec<Block> {
    let timely = draft.kpi("complaint_timely_closure_rate");
    let levels = levels_of(&[timely]);
    let lists = [rows(timely, &BY)];
    let mut names: Vec<_> = levels.iter().map(|level| draft.group_in(&lists, level)).collect();
    let mut points: Vec<_> = levels.iter().map(|level| part(timely, &BY, &[level]).value).collect();
    if let Some(value) = timely.and_then(|result| result.measure.value) {
        names.push(draft.say("word.all_levels").to_owned());
        points.push(Some(value));
    }
    let series = vec![column(draft.say("column.timely_rate"), Unit::Percent, points)];
    let (sentence, target) = (sentences::of_chart(draft, timely), target(draft, timely, Axis::Left));
    let title = draft.say("chart.complaint_timely_closure_rate");
    vec![cartesian("complaint_timely_closure_rate", title, sentence, names, series, target)]
}

pub(super) fn categories(draft: &Draft<'_>) -> Vec<Block> {
    let received = draft.kpi("complaints_received");
    parts(draft, "complaints_by_category", "title.complaints_by_category", received, "category", "column.received")
}

pub(super) fn ages(draft: &Draft<'_>) -> Vec<Block> {
    let open = draft.kpi("complaints_open");
    parts(draft, "complaints_by_age", "title.complaints_by_age", open, "age", "column.open")
}

/// A group of days as people say it: `4-7` is `4–7天`, `30+` is `30天以上`.
fn days(draft: &Draft<'_>, key: &str) -> String {
    match key.strip_suffix('+') {
        Some(days) => draft.fill("word.age_over", &[("days", days)]),
        None => draft.fill("word.age_days", &[("days", &key.replace('-', "–"))]),
    }
}

/// Groups of a count with their shares; the property names its column.
fn parts<'a>(draft: &Draft<'a>, id: &str, title: &'a str, result: Maybe<'a>, by: &str, counted: &'a str) -> Vec<Block> {
    let group = if by == "age" { "column.age" } else { "column.category" };
    let heads = columns([draft.say(group), draft.say(counted), draft.say("column.share")]);
    let mut groups = rows(result, &[by]).to_vec();
    if by == "age" {
        groups.iter_mut().flat_map(|row| &mut row.key).for_each(|key| *key = days(draft, key));
    }
    let table = parts_table(draft, result.map(|result| &result.measure), &groups);
    vec![figures(id, draft.say(title), heads, table, None)]
}
