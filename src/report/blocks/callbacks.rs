//! 回访 over the periods of the trend.

use crate::base::number::Unit;
use crate::report::cells::{columns, count, figures, rate, ratio, row, text};
use crate::report::charts::{cartesian, column, line, target};
use crate::report::draft::{Draft, Maybe, figure};
use crate::report::model::{Axis, Block, Tone};
use crate::report::sentences;

struct Results<'a> {
    due: Maybe<'a>,
    coverage: Maybe<'a>,
    success: Maybe<'a>,
}

fn results<'a>(draft: &Draft<'a>) -> Results<'a> {
    Results {
        due: draft.kpi("callbacks_due"),
        coverage: draft.kpi("callback_rate"),
        success: draft.kpi("callback_success_rate"),
    }
}

pub(super) fn sentences(draft: &Draft<'_>) -> Vec<Block> {
    let Results { coverage, success, .. } = results(draft);
    let mut blocks = sentences::headline_block(draft, success);
    blocks.extend(sentences::headline_block(draft, coverage));
    let reason = sentences::largest(draft, draft.kpi("callback_failures"), "word.failed_callbacks");
    blocks.extend(reason.map(|text| sentences::block(text, Tone::Plain)));
    blocks
}

pub(super) fn by_period(draft: &Draft<'_>) -> Vec<Block> {
    let Results { due, coverage, success } = results(draft);
    let heads = [
        draft.say("column.period"),
        draft.say("column.callbacks_due"),
        draft.say("column.due_called"),
        draft.say("column.callback_rate"),
        draft.say("column.attempted"),
        draft.say("column.successful"),
        draft.say("column.callback_success_rate"),
    ];
    let periods = draft.periods(&[due, coverage, success]);
    let rows = periods.iter().enumerate().map(|(at, period)| {
        let (covered, succeeded) = (figure(coverage, period), figure(success, period));
        row(vec![
            text(period),
            count(figure(due, period).value),
            count(covered.numerator),
            rate(&covered, Unit::Percent, draft.small()).by_formula(ratio(at, 2, 1)),
            count(succeeded.denominator),
            count(succeeded.numerator),
            rate(&succeeded, Unit::Percent, draft.small()).by_formula(ratio(at, 5, 4)),
        ])
    });
    let title = draft.say("title.callbacks_by_period");
    vec![figures("callbacks_by_period", title, columns(heads), rows.collect(), draft.small_note())]
}

pub(super) fn chart(draft: &Draft<'_>) -> Vec<Block> {
    let success = draft.kpi("callback_success_rate");
    let periods = draft.periods(&[success]);
    let points = |pick: fn(&crate::kpi::model::Measure) -> Option<f64>| {
        periods.iter().map(|period| pick(&figure(success, period))).collect::<Vec<_>>()
    };
    let series = vec![
        column(draft.say("column.attempted"), Unit::Count, points(|measure| measure.denominator)),
        column(draft.say("column.successful"), Unit::Count, points(|measure| measure.numerator)),
        line(draft.say("column.callback_success_rate"), Axis::Right, Unit::Percent, points(|measure| measure.value)),
    ];
    let title = draft.say("chart.callback_success_rate");
    let sentence = sentences::of_chart(draft, success);
    let target = target(draft, success, Axis::Right);
    vec![cartesian("callback_success_rate", title, sentence, periods, series, target)]
}
