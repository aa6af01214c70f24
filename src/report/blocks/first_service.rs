//! 首保: first services against the new cars sold in the three months before.

use crate::base::number::{Unit, display};
use crate::base::period::PeriodKind;
use crate::report::cells::{columns, count, figures, number, rate, ratio, row, text};
use crate::report::charts::{cartesian, column, line, target};
use crate::report::draft::{Draft, figure};
use crate::report::model::{Axis, Block, Tone};
use crate::report::sentences;

const ID: &str = "first_service_retention";
/// The cars sold in the period itself; they enter the rates of the three months after it.
const SALES: &str = "new_car_sales";

pub(super) fn sentences(draft: &Draft<'_>) -> Vec<Block> {
    let retention = draft.kpi(ID);
    let mut blocks = sentences::headline_block(draft, retention);
    if let Some(value) = retention.and_then(|result| result.measure.value).filter(|value| *value > 100.0) {
        let value = display(Some(value), Unit::Percent);
        blocks.push(sentences::block(draft.fill("sentence.over_100", &[("value", &value)]), Tone::Caution));
    }
    blocks
}

fn is_month(draft: &Draft<'_>) -> bool {
    draft.content.period.kind == PeriodKind::Month
}

/// The name of the denominator: over more than a month it is the sum of the months' means.
fn sales_label(draft: &Draft<'_>) -> &'static str {
    if is_month(draft) { "column.mean_sales" } else { "column.mean_sales_of_months" }
}

pub(super) fn by_period(draft: &Draft<'_>) -> Vec<Block> {
    let (retention, sales) = (draft.kpi(ID), draft.kpi(SALES));
    let periods = draft.periods(&[retention]);
    let table = periods.iter().enumerate().map(|(at, period)| {
        let measure = figure(retention, period);
        row(vec![
            text(period),
            count(figure(sales, period).value),
            // A mean of three counts: one decimal, as scores are shown.
            number(measure.denominator, Unit::Score),
            count(measure.numerator),
            rate(&measure, Unit::Percent, draft.small()).by_formula(ratio(at, 3, 2)),
        ])
    });
    let heads = [
        draft.say("column.period"),
        draft.say("column.new_car_sales"),
        draft.say(sales_label(draft)),
        draft.say("column.first_services"),
        draft.say("column.retention"),
    ];
    let note = if is_month(draft) { "note.retention" } else { "note.retention_of_months" };
    let note = Some(draft.say(note).to_owned());
    let title = draft.say("title.first_service_by_period");
    vec![figures("first_service_by_period", title, columns(heads), table.collect(), note)]
}

pub(super) fn chart(draft: &Draft<'_>) -> Vec<Block> {
    let retention = draft.kpi(ID);
    let periods = draft.periods(&[retention]);
    let points = |pick: fn(&crate::kpi::model::Measure) -> Option<f64>| {
        periods.iter().map(|period| pick(&figure(retention, period))).collect::<Vec<_>>()
    };
    let series = vec![
        column(draft.say("column.first_services"), Unit::Count, points(|measure| measure.numerator)),
        column(draft.say(sales_label(draft)), Unit::Count, points(|measure| measure.denominator)),
        line(draft.say("column.retention"), Axis::Right, Unit::Percent, points(|measure| measure.value)),
    ];
    let (sentence, target) = (sentences::of_chart(draft, retention), target(draft, retention, Axis::Right));
    vec![cartesian(ID, draft.say("chart.first_service_retention"), sentence, periods, series, target)]
}
