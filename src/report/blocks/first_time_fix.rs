//! 一次修复: both rates, under names that cannot be confused.

use crate::base::number::{Exact, Unit, display, percent};
use crate::kpi::model::Measure;
use crate::report::cells::{columns, count, figures, rate, ratio, row, text, total};
use crate::report::charts::{cartesian, column, pie, with_shares};
use crate::report::draft::{Draft, figure, keys, part, rows};
use crate::report::model::{Block, Cell, Tone};
use crate::report::sentences;

use super::callback_failures::parts_table;

pub(super) fn sentences(draft: &Draft<'_>) -> Vec<Block> {
    let fixed = draft.kpi("first_time_fix_rate");
    let mut blocks = sentences::headline_block(draft, fixed);
    blocks.extend(not_fixed_sentence(draft).map(|text| sentences::block(text, Tone::Plain)));
    let cause = sentences::largest(draft, draft.kpi("first_time_fix_failures"), "word.not_fixed_repairs");
    blocks.extend(cause.map(|text| sentences::block(text, Tone::Plain)));
    blocks
}

/// `有答复的维修 447 台次中,13 台次未一次修复,未一次修复率 2.91%。` Nothing without data.
fn not_fixed_sentence(draft: &Draft<'_>) -> Option<String> {
    let measure = draft.kpi("first_time_fix_rate")?.measure;
    let values = [
        ("failed", display(Some(not_fixed(&measure)?), Unit::Count)),
        ("answers", display(measure.denominator, Unit::Count)),
        ("rate", display(Some(not_fixed_rate(&measure)?), Unit::Percent)),
    ];
    let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Some(draft.fill("sentence.not_fixed", &values))
}

/// The complement of the fixed repairs.
fn not_fixed(measure: &Measure) -> Option<f64> {
    Some(measure.denominator? - measure.numerator?)
}

/// 未一次修复率: repairs not fixed the first time ÷ repairs with an answer; both are whole numbers.
fn not_fixed_rate(measure: &Measure) -> Option<f64> {
    percent(Exact::whole(not_fixed(measure)? as i64), Exact::whole(measure.denominator? as i64))
}

fn heads<'a>(draft: &Draft<'a>, first: &'a str) -> [&'a str; 6] {
    [
        first,
        draft.say("column.repairs"),
        draft.say("column.fixed"),
        draft.say("column.not_fixed"),
        draft.say("column.not_fixed_rate"),
        draft.say("column.fixed_rate"),
    ]
}

fn cells(draft: &Draft<'_>, at: usize, name: &str, measure: &Measure) -> Vec<Cell> {
    vec![
        text(name),
        count(measure.denominator),
        count(measure.numerator),
        count(not_fixed(measure)),
        rate(&Measure { value: not_fixed_rate(measure), ..*measure }, Unit::Percent, draft.small())
            .by_formula(ratio(at, 3, 1)),
        rate(measure, Unit::Percent, draft.small()).by_formula(ratio(at, 2, 1)),
    ]
}

pub(super) fn by_period(draft: &Draft<'_>) -> Vec<Block> {
    let fixed = draft.kpi("first_time_fix_rate");
    let periods = draft.periods(&[fixed]);
    let table =
        periods.iter().enumerate().map(|(at, period)| row(cells(draft, at, period, &figure(fixed, period)))).collect();
    let title = draft.say("title.first_time_fix_by_period");
    let heads = columns(heads(draft, draft.say("column.period")));
    vec![figures("first_time_fix_by_period", title, heads, table, draft.small_note())]
}

pub(super) fn technicians(draft: &Draft<'_>) -> Vec<Block> {
    let fixed = draft.kpi("first_time_fix_rate");
    let lists = [rows(fixed, &["technician"])];
    let people = keys(&lists);
    let mut table: Vec<_> = people
        .iter()
        .enumerate()
        .map(|(at, person)| {
            row(cells(draft, at, &draft.group_in(&lists, person), &part(fixed, &["technician"], &[person])))
        })
        .collect();
    let whole = fixed.map(|result| result.measure).unwrap_or_default();
    table.push(total(cells(draft, people.len(), draft.say("word.station"), &whole)));
    let title = draft.say("title.first_time_fix_by_technician");
    let heads = columns(heads(draft, draft.say("column.technician")));
    vec![figures("first_time_fix_by_technician", title, heads, table, draft.small_note())]
}

/// 未一次修复率 of each technician and of the station: the small rate, which an honest axis from 0 can show.
pub(super) fn rate_chart(draft: &Draft<'_>) -> Vec<Block> {
    let fixed = draft.kpi("first_time_fix_rate");
    let lists = [rows(fixed, &["technician"])];
    let people = keys(&lists);
    let mut names: Vec<String> = people.iter().map(|person| draft.group_in(&lists, person)).collect();
    let mut points: Vec<_> =
        people.iter().map(|person| not_fixed_rate(&part(fixed, &["technician"], &[person]))).collect();
    if let Some(result) = fixed.filter(|result| result.measure.value.is_some()) {
        names.push(draft.say("word.station").to_owned());
        points.push(not_fixed_rate(&result.measure));
    }
    let series = vec![column(draft.say("column.not_fixed_rate"), Unit::Percent, points)];
    let sentence = not_fixed_sentence(draft).unwrap_or_else(|| sentences::of_chart(draft, fixed));
    let title = draft.say("chart.first_time_fix_rate");
    vec![cartesian("first_time_fix_rate", title, sentence, names, series, None)]
}

pub(super) fn causes(draft: &Draft<'_>) -> Vec<Block> {
    let failures = draft.kpi("first_time_fix_failures");
    let heads = [draft.say("column.cause"), draft.say("column.not_fixed"), draft.say("column.share")];
    let table = parts_table(draft, failures.map(|result| &result.measure), rows(failures, &["reason"]));
    vec![figures("first_time_fix_causes", draft.say("title.first_time_fix_causes"), columns(heads), table, None)]
}

pub(super) fn causes_chart(draft: &Draft<'_>) -> Vec<Block> {
    let failures = draft.kpi("first_time_fix_failures");
    let parts = rows(failures, &["reason"]);
    let names = parts.iter().map(|part| draft.word(part)).collect();
    let shares: Vec<_> = parts.iter().map(|part| part.share).collect();
    let points = parts.iter().map(|part| part.measure.value).collect();
    let series = with_shares(column(draft.say("column.not_fixed"), Unit::Count, points), &shares);
    let sentence = sentences::largest(draft, failures, "word.not_fixed_repairs")
        .unwrap_or_else(|| sentences::of_chart(draft, failures));
    vec![pie("first_time_fix_failures", draft.say("chart.first_time_fix_failures"), sentence, names, series)]
}
