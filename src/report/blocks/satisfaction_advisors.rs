//! 服务顾问工作对比, as the deck has it.

use crate::base::number::{Unit, display};
use crate::kpi::model::{BreakdownRow, REST};
use crate::report::cells::{column_cells, columns, count, figures, rate, row, text, total, whole};
use crate::report::charts::{cartesian, column, line};
use crate::report::draft::{Draft, Maybe, keys, part, part_count, rows};
use crate::report::model::{Axis, Block, CellAt, Formula};
use crate::report::sentences;
use crate::report::words::UNASSIGNED;

use super::satisfaction;

/// The columns of counts beside the scores: 接车, 电访, 面访.
const COUNTS: [(&str, &str); 3] =
    [("callbacks_due", "column.orders"), ("phone_surveys", "column.phone"), ("in_person_surveys", "column.in_person")];

/// At most so many advisors are named together.
const NAMED: usize = 3;

/// Columns before the first item.
const BEFORE_ITEMS: usize = 1 + COUNTS.len();

struct Advisors<'a> {
    score: Maybe<'a>,
    counts: Vec<Maybe<'a>>,
    items: Vec<&'a str>,
    /// Without 未指定, which stays out of the mean.
    people: Vec<&'a str>,
    unassigned: bool,
    /// The rows that they come from.
    lists: Vec<&'a [BreakdownRow]>,
}

fn collect<'a>(draft: &Draft<'a>) -> Advisors<'a> {
    let score = draft.kpi("satisfaction_score");
    let counts: Vec<_> = COUNTS.iter().map(|(id, _)| draft.kpi(id)).collect();
    let lists: Vec<_> = [score].iter().chain(&counts).map(|result| rows(*result, &["advisor"])).collect();
    let mut people = keys(&lists);
    let unassigned = people.contains(&UNASSIGNED);
    people.retain(|name| *name != UNASSIGNED);
    Advisors { score, counts, items: satisfaction::items(draft), people, unassigned, lists }
}

pub(super) fn table(draft: &Draft<'_>) -> Vec<Block> {
    let Advisors { score, counts, items, people, unassigned, lists } = collect(draft);
    let overall = BEFORE_ITEMS + items.len();
    let person = |at: usize, name: &str| {
        let mut cells = vec![text(draft.group_in(&lists, name))];
        cells.extend(counts.iter().map(|result| {
            let whole = result.and_then(|result| result.measure.value);
            count(part_count(*result, &["advisor"], &[name], whole))
        }));
        cells.extend(
            items
                .iter()
                .map(|item| rate(&part(score, &["advisor", "item"], &[name, item]), Unit::Score, draft.small())),
        );
        let mean = Formula::Mean((BEFORE_ITEMS..overall).map(|col| CellAt { row: at, col }).collect());
        let measure = part(score, &["advisor"], &[name]);
        cells.push(rate(&measure, Unit::Score, draft.small()).by_formula(mean));
        cells.push(whole(measure.n));
        cells
    };
    let mut table: Vec<_> = people.iter().enumerate().map(|(at, name)| row(person(at, name))).collect();
    let station_row = people.len();
    let everyone = (0..station_row).chain(unassigned.then_some(station_row + 1));
    let mut station = vec![text(draft.say("word.station"))];
    station.extend(counts.iter().enumerate().map(|(at, result)| {
        let sum = Formula::Sum(column_cells(everyone.clone(), at + 1));
        count(result.and_then(|result| result.measure.value)).by_formula(sum)
    }));
    station.extend(items.iter().enumerate().map(|(at, item)| {
        let mean = Formula::Mean(column_cells(0..station_row, BEFORE_ITEMS + at));
        rate(&part(score, &["item"], &[item]), Unit::Score, draft.small()).by_formula(mean)
    }));
    let measure = score.map(|result| result.measure).unwrap_or_default();
    let mean = Formula::Mean(column_cells(0..station_row, overall));
    station.push(rate(&measure, Unit::Score, draft.small()).by_formula(mean));
    station.push(whole(measure.n));
    table.push(total(station));
    if unassigned {
        table.push(row(person(station_row + 1, UNASSIGNED)));
    }
    let heads = [draft.say("column.advisor")]
        .into_iter()
        .chain(COUNTS.iter().map(|(_, key)| draft.say(key)))
        .chain(items.iter().map(|item| draft.item_name(item)))
        .chain([draft.say("column.satisfaction"), draft.say("column.surveys")]);
    let mut note = draft.small_note();
    if unassigned {
        let apart = draft.say("note.unassigned");
        note = Some(note.map_or(apart.to_owned(), |note| [apart, draft.say("sentence.gap"), &note].concat()));
    }
    let title = draft.say("title.satisfaction_by_advisor");
    vec![figures("satisfaction_by_advisor", title, columns(heads), table, note)]
}

/// The n of each item score: answers by advisor and item.
pub(super) fn answers(draft: &Draft<'_>) -> Vec<Block> {
    let Advisors { score, items, mut people, unassigned, lists, .. } = collect(draft);
    people.extend(unassigned.then_some(UNASSIGNED));
    let table = people.iter().map(|name| {
        let answers = items.iter().map(|item| whole(part(score, &["advisor", "item"], &[name, item]).n));
        row([text(draft.group_in(&lists, name))].into_iter().chain(answers).collect())
    });
    let heads = [draft.say("column.advisor")].into_iter().chain(items.iter().map(|item| draft.item_name(item)));
    let title = draft.say("title.satisfaction_answers");
    vec![figures("satisfaction_answers", title, columns(heads), table.collect(), None)]
}

pub(super) fn chart(draft: &Draft<'_>) -> Vec<Block> {
    let Advisors { score, counts, people, lists, .. } = collect(draft);
    let mut series: Vec<_> = COUNTS
        .iter()
        .zip(&counts)
        .map(|((_, key), result)| {
            let whole = result.and_then(|result| result.measure.value);
            let points = people.iter().map(|name| part_count(*result, &["advisor"], &[name], whole)).collect();
            column(draft.say(key), Unit::Count, points)
        })
        .collect();
    let scores = people.iter().map(|name| part(score, &["advisor"], &[name]).value).collect();
    series.push(line(draft.say("column.satisfaction"), Axis::Right, Unit::Score, scores));
    let names = people.iter().map(|name| draft.group_in(&lists, name)).collect();
    let title = draft.say("chart.satisfaction_advisors");
    let named: Vec<&str> = people.iter().copied().filter(|name| *name != REST).collect();
    let sentence = ranking(draft, score, &named).unwrap_or_else(|| sentences::of_chart(draft, score));
    vec![cartesian("satisfaction_advisors", title, sentence, names, series, None)]
}

/// The best and the worst advisor, ties together; only the range where a sample is small or many are equal, for a
/// ranking would be unfair. Nothing where fewer than two have a score.
fn ranking(draft: &Draft<'_>, score: Maybe<'_>, people: &[&str]) -> Option<String> {
    let measures = people.iter().map(|name| (*name, part(score, &["advisor"], &[name])));
    let scored: Vec<_> = measures.filter(|(_, measure)| measure.value.is_some()).collect();
    if scored.len() < 2 {
        return None;
    }
    let values = || scored.iter().filter_map(|(_, measure)| measure.value);
    let shown = |value: Option<f64>| display(value, Unit::Score);
    let (best_value, worst_value) = (shown(values().max_by(f64::total_cmp)), shown(values().min_by(f64::total_cmp)));
    if best_value == worst_value {
        return Some(draft.fill("sentence.advisors_equal", &[("value", &best_value)]));
    }
    let ends = [("best_value", best_value.as_str()), ("worst_value", worst_value.as_str())];
    if scored.iter().any(|(_, measure)| measure.n < draft.small()) {
        let small = draft.small().to_string();
        return Some(draft.fill("sentence.advisors_small", &[ends[0], ends[1], ("n", &small)]));
    }
    let with = |value: &str| -> Vec<&str> {
        scored.iter().filter(|(_, measure)| shown(measure.value) == value).map(|(name, _)| *name).collect()
    };
    let (best, worst) = (with(&best_value), with(&worst_value));
    if best.len().max(worst.len()) > NAMED {
        return Some(draft.fill("sentence.advisors_range", &ends));
    }
    let and = draft.say("sentence.and");
    let (best, worst) = (best.join(and), worst.join(and));
    Some(draft.fill("sentence.advisors", &[("best", &best), ("worst", &worst), ends[0], ends[1]]))
}
