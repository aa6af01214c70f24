//! Why calls failed.

use crate::base::number::Unit;
use crate::kpi::model::Measure;
use crate::report::cells::{column_cells, columns, count, figures, number, ratio, row, text, total};
use crate::report::charts::{cartesian, column, with_shares};
use crate::report::draft::{Draft, by_words, figure, keys, rows};
use crate::report::model::{Block, CellAt, Formula};
use crate::report::sentences;

pub(super) fn by_reason(draft: &Draft<'_>) -> Vec<Block> {
    let failures = draft.kpi("callback_failures");
    let heads = [draft.say("column.reason"), draft.say("column.failed"), draft.say("column.share")];
    let table = parts_table(draft, failures.map(|result| &result.measure), rows(failures, &["reason"]));
    let title = draft.say("title.callback_failures_by_reason");
    vec![figures("callback_failures_by_reason", title, columns(heads), table, None)]
}

/// Groups with count and share, and the whole below.
pub(super) fn parts_table(
    draft: &Draft<'_>,
    whole: Option<&Measure>,
    parts: &[crate::kpi::model::BreakdownRow],
) -> Vec<crate::report::model::Row> {
    let last = parts.len();
    let mut table: Vec<_> = parts
        .iter()
        .enumerate()
        .map(|(at, part)| {
            let share =
                Formula::Ratio { numerator: CellAt { row: at, col: 1 }, denominator: CellAt { row: last, col: 1 } };
            row(vec![
                text(draft.word(part)),
                count(part.measure.value),
                number(part.share, Unit::Percent).by_formula(share),
            ])
        })
        .collect();
    let value = whole.and_then(|measure| measure.value);
    let all = value.filter(|value| *value > 0.0).map(|_| 100.0);
    table.push(total(vec![
        text(draft.say("word.total")),
        count(value).by_formula(Formula::Sum(column_cells(0..last, 1))),
        number(all, Unit::Percent).by_formula(ratio(last, 1, 1)),
    ]));
    table
}

pub(super) fn chart(draft: &Draft<'_>) -> Vec<Block> {
    let failures = draft.kpi("callback_failures");
    let parts = rows(failures, &["reason"]);
    let names = parts.iter().map(|part| draft.word(part)).collect();
    let points = parts.iter().map(|part| part.measure.value).collect();
    let shares: Vec<_> = parts.iter().map(|part| part.share).collect();
    let series = with_shares(column(draft.say("column.failed"), Unit::Count, points), &shares);
    let sentence = sentences::largest(draft, failures, "word.failed_callbacks")
        .unwrap_or_else(|| sentences::of_chart(draft, failures));
    let title = draft.say("chart.callback_failures");
    vec![cartesian("callback_failures", title, sentence, names, vec![series], None)]
}

/// Reasons × periods: the counts, their total, then the shares.
pub(super) fn by_period(draft: &Draft<'_>) -> Vec<Block> {
    let failures = draft.kpi("callback_failures");
    let by = ["period", "reason"];
    let lists = [rows(failures, &["reason"]), rows(failures, &by)];
    let reasons = keys(&lists);
    let periods = draft.periods(&[failures]);
    let whole = reasons.len();
    let known = by_words(lists[1]);
    let find = |period: &str, reason: &str| known.get([period, reason].map(str::to_owned).as_slice());
    let mut table = Vec::new();
    for reason in &reasons {
        let mut cells = vec![text(draft.group_in(&lists, reason)), text(draft.say("column.failed"))];
        cells.extend(periods.iter().map(|period| {
            let absent = figure(failures, period).value.map(|_| 0.0);
            count(find(period, reason).map_or(absent, |row| row.measure.value))
        }));
        table.push(row(cells));
    }
    let mut cells = vec![text(draft.say("word.total")), text(draft.say("column.failed"))];
    cells.extend(periods.iter().enumerate().map(|(at, period)| {
        count(figure(failures, period).value).by_formula(Formula::Sum(column_cells(0..whole, at + 2)))
    }));
    table.push(total(cells));
    for (at, reason) in reasons.iter().enumerate() {
        let mut cells = vec![text(draft.group_in(&lists, reason)), text(draft.say("column.share"))];
        cells.extend(periods.iter().enumerate().map(|(col, period)| {
            let absent = figure(failures, period).value.filter(|value| *value > 0.0).map(|_| 0.0);
            let share = find(period, reason).map_or(absent, |row| row.share);
            let cell = |row| CellAt { row, col: col + 2 };
            number(share, Unit::Percent).by_formula(Formula::Ratio { numerator: cell(at), denominator: cell(whole) })
        }));
        table.push(row(cells));
    }
    let heads = [draft.say("column.reason"), draft.say("column.figure")];
    let heads = columns(heads.into_iter().chain(periods.iter().map(String::as_str)));
    vec![figures("callback_failures_by_period", draft.say("title.callback_failures_by_period"), heads, table, None)]
}
