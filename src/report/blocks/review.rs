//! The review of a quarter or year: its months side by side, against the last one, what was aimed at and reached, and what is
//! aimed at next.

use std::collections::BTreeSet;

use super::overview;
use crate::kpi::model::{KpiResult, Point, Status};
use crate::report::cells::{change, columns, figures, number, optional, rate, row, text};
use crate::report::draft::Draft;
use crate::report::lights::against_target;
use crate::report::model::{Block, Cell, Row};
use crate::report::words;

/// The indicators of the overview; nothing where none of them has a figure.
pub(super) fn build(draft: &Draft<'_>) -> Option<Block> {
    let shown = overview::shown(draft);
    let results = draft.content.results.iter();
    let results = results.filter(|result| shown.contains(&result.id.as_str()) && draft.has_figure(result));
    let results: Vec<&KpiResult> = results.collect();
    let months: BTreeSet<&str> =
        results.iter().flat_map(|result| &result.months).map(|point| point.period.as_str()).collect();
    if results.is_empty() || months.is_empty() {
        return None;
    }
    let rows: Vec<Row> = results.iter().map(|result| line(draft, result, &months)).collect();
    let kind = draft.content.period.kind;
    let next = words::period(&results[0].next.period, draft.content.lang);
    let next = draft.fill("column.next_target", &[("period", &next)]);
    let names: Vec<String> = months.iter().map(|month| words::period(month, draft.content.lang)).collect();
    let mut heads = vec![draft.say("column.indicator")];
    heads.extend(names.iter().map(String::as_str));
    heads.extend([words::this_period(draft.texts, kind), words::last_period_column(draft.texts, kind)]);
    heads.extend(["column.change", "column.target", "column.light", "column.months_met"].map(|key| draft.say(key)));
    heads.push(&next);
    let note = draft.fill("note.review", &[("n", &draft.small().to_string())]);
    Some(figures("review", draft.say("title.review"), columns(heads), rows, Some(note)))
}

fn line(draft: &Draft<'_>, result: &KpiResult, months: &BTreeSet<&str>) -> Row {
    let small = draft.small();
    let point = |month: &&str| result.months.iter().find(|point| point.period == **month);
    let of_month = |month: &&str| {
        let measure = point(month).map(|point| point.measure).unwrap_or_default();
        rate(&measure, result.unit, small)
    };
    let light = against_target(draft.content.period, result);
    let mut cells: Vec<Cell> = vec![text(draft.name(result)).linked(draft.page_of(result))];
    cells.extend(months.iter().map(of_month));
    cells.extend([
        rate(&result.measure, result.unit, small),
        rate(&result.previous.measure, result.unit, small),
        change(result.change, result.unit),
        number(result.target, result.unit),
        light.map_or_else(|| optional(None), |light| text(draft.say(light.key())).toned(light.tone())),
        optional(months_met(draft, result).as_deref()),
        number(result.next.target, result.unit),
    ]);
    row(cells)
}

/// `9/12`: the months on target of those that can be judged; a month of few rows or of a part of the data cannot.
fn months_met(draft: &Draft<'_>, result: &KpiResult) -> Option<String> {
    let met = |point: &Point| {
        let target = point.target.or_else(|| result.target_at(&point.period));
        let few = !result.unit.adds_up() && point.measure.known_n().is_some_and(|n| n < draft.small());
        match Status::of(point.measure.value, target, result.direction) {
            _ if few || point.incomplete.is_some() => None,
            Status::Met => Some(true),
            Status::Missed => Some(false),
            Status::NoTarget | Status::NoData => None,
        }
    };
    let judged: Vec<bool> = result.months.iter().filter_map(met).collect();
    let met = judged.iter().filter(|met| **met).count();
    (!judged.is_empty()).then(|| format!("{met}/{}", judged.len()))
}
