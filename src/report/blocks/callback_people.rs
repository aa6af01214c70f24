//! 回访 by advisor and by caller.

use crate::base::number::Unit;
use crate::kpi::model::Measure;
use crate::report::cells::{columns, count, figures, rate, ratio, row, text, total};
use crate::report::draft::{Draft, keys, part, part_count, rows};
use crate::report::model::{Block, Cell};

pub(super) fn advisors(draft: &Draft<'_>) -> Vec<Block> {
    let due = draft.kpi("callbacks_due");
    let (coverage, success) = (draft.kpi("callback_rate"), draft.kpi("callback_success_rate"));
    let by = ["advisor"];
    let lists = [rows(due, &by), rows(coverage, &by), rows(success, &by)];
    let people = keys(&lists);
    let whole_due = due.and_then(|result| result.measure.value);
    let cells = |at: usize, name: &str, due: Option<f64>, coverage: &Measure, success: &Measure| {
        let mut cells = vec![
            text(name),
            count(due),
            count(coverage.numerator),
            rate(coverage, Unit::Percent, draft.small()).by_formula(ratio(at, 2, 1)),
        ];
        cells.extend(success_cells(draft, at, 4, success));
        cells
    };
    let mut table: Vec<_> = people
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let due = part_count(due, &by, &[name], whole_due);
            let shown = draft.group_in(&lists, name);
            row(cells(at, &shown, due, &part(coverage, &by, &[name]), &part(success, &by, &[name])))
        })
        .collect();
    let whole = |result: Option<&crate::kpi::model::KpiResult>| result.map(|result| result.measure).unwrap_or_default();
    table.push(total(cells(people.len(), draft.say("word.station"), whole_due, &whole(coverage), &whole(success))));
    let heads = [
        draft.say("column.advisor"),
        draft.say("column.callbacks_due"),
        draft.say("column.due_called"),
        draft.say("column.callback_rate"),
        draft.say("column.attempted"),
        draft.say("column.successful"),
        draft.say("column.callback_success_rate"),
    ];
    let title = draft.say("title.callbacks_by_advisor");
    vec![figures("callbacks_by_advisor", title, columns(heads), table, draft.small_note())]
}

pub(super) fn callers(draft: &Draft<'_>) -> Vec<Block> {
    let success = draft.kpi("callback_success_rate");
    let lists = [rows(success, &["caller"])];
    let people = keys(&lists);
    let cells = |at: usize, name: &str, measure: &Measure| {
        let mut cells = vec![text(name)];
        cells.extend(success_cells(draft, at, 1, measure));
        cells
    };
    let mut table: Vec<_> = people
        .iter()
        .enumerate()
        .map(|(at, person)| row(cells(at, &draft.group_in(&lists, person), &part(success, &["caller"], &[person]))))
        .collect();
    let whole = success.map(|result| result.measure).unwrap_or_default();
    table.push(total(cells(people.len(), draft.say("word.station"), &whole)));
    let heads = [
        draft.say("column.caller"),
        draft.say("column.attempted"),
        draft.say("column.successful"),
        draft.say("column.callback_success_rate"),
    ];
    let title = draft.say("title.callbacks_by_caller");
    vec![figures("callbacks_by_caller", title, columns(heads), table, draft.small_note())]
}

/// Attempted, successful and their rate, from column `from` on.
fn success_cells(draft: &Draft<'_>, at: usize, from: usize, success: &Measure) -> [Cell; 3] {
    [
        count(success.denominator),
        count(success.numerator),
        rate(success, Unit::Percent, draft.small()).by_formula(ratio(at, from + 1, from)),
    ]
}
