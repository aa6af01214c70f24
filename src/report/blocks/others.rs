//! Indicators of a page that no block of it shows, such as a user's own: by period, and by each of their breakdowns.

use crate::base::number::Unit;
use crate::kpi::model::{Breakdown, KpiResult, Measure};
use crate::report::cells::{columns, count, figures, number, rate, ratio, row, text, whole};
use crate::report::draft::Draft;
use crate::report::model::{Block, Cell};

/// The tables of the indicators of page `page` that are not among `shown`.
pub(in crate::report) fn build(draft: &Draft<'_>, page: &str, shown: &[&str]) -> Vec<Block> {
    let here = |id: &str| draft.content.explanations.iter().any(|one| one.id == id && one.page == page);
    let results =
        draft.content.results.iter().filter(|result| here(&result.id) && !shown.contains(&result.id.as_str()));
    results.filter(|result| draft.has_figure(result)).flat_map(|result| tables(draft, result)).collect()
}

fn tables(draft: &Draft<'_>, result: &KpiResult) -> Vec<Block> {
    let name = draft.name(result);
    let points = result.trend.iter().enumerate().map(|(at, point)| {
        let mut cells = vec![text(&point.period)];
        cells.extend(measure_cells(draft, at, 1, result.unit, &point.measure));
        row(cells)
    });
    let heads = [draft.say("column.period")].into_iter().chain(measure_heads(draft, result.unit));
    let title = draft.fill("title.other_by_period", &[("name", name)]);
    let id = format!("{}_by_period", result.id);
    let mut blocks = vec![figures(&id, &title, columns(heads), points.collect(), draft.small_note())];
    let own = result.breakdowns.iter().filter(|breakdown| breakdown.by.first().is_none_or(|by| by != "period"));
    blocks.extend(own.map(|breakdown| groups(draft, result, breakdown)));
    blocks
}

fn groups(draft: &Draft<'_>, result: &KpiResult, breakdown: &Breakdown) -> Block {
    let with_share = breakdown.rows.iter().any(|row| row.share.is_some());
    let by: Vec<_> = breakdown.by.iter().map(|by| property(draft, by)).collect();
    let rows = breakdown.rows.iter().enumerate().map(|(at, part)| {
        let mut cells: Vec<_> = draft.words(part).into_iter().map(text).collect();
        cells.extend(measure_cells(draft, at, by.len(), result.unit, &part.measure));
        cells.extend(with_share.then(|| number(part.share, Unit::Percent)));
        row(cells)
    });
    let heads = by.iter().copied().chain(measure_heads(draft, result.unit));
    let heads = columns(heads.chain(with_share.then(|| draft.say("column.share"))));
    let id = format!("{}_by_{}", result.id, breakdown.by.join("_"));
    let by_text = by.join(draft.say("sentence.and"));
    let title = draft.fill("title.other_by", &[("name", draft.name(result)), ("by", &by_text)]);
    figures(&id, &title, heads, rows.collect(), draft.small_note())
}

fn measure_heads<'a>(draft: &Draft<'a>, unit: Unit) -> Vec<&'a str> {
    match unit {
        Unit::Percent => {
            ["column.numerator", "column.denominator", "column.value_of", "column.n"].map(|key| draft.say(key)).to_vec()
        }
        Unit::Score => vec![draft.say("column.value_of"), draft.say("column.n")],
        Unit::Count => vec![draft.say("column.value_of")],
    }
}

/// The cells under [`measure_heads`], from column `from` on.
fn measure_cells(draft: &Draft<'_>, at: usize, from: usize, unit: Unit, measure: &Measure) -> Vec<Cell> {
    let value = rate(measure, unit, draft.small());
    match unit {
        Unit::Percent => vec![
            count(measure.numerator),
            count(measure.denominator),
            value.by_formula(ratio(at, from, from + 1)),
            whole(measure.n),
        ],
        Unit::Score => vec![value, whole(measure.n)],
        Unit::Count => vec![count(measure.value)],
    }
}

/// What people call a property; one that the program does not know keeps its name.
fn property<'a>(draft: &Draft<'a>, by: &'a str) -> &'a str {
    let key = match by {
        "advisor" => "column.advisor",
        "caller" => "column.caller",
        "technician" => "column.technician",
        "reason" => "column.reason",
        "item" => "column.item",
        "level" => "column.level",
        "category" => "column.category",
        "age" => "column.age",
        _ => return by,
    };
    draft.say(key)
}
