//! 投诉: the flow of each period and the customers' reactions.

use crate::base::number::Unit;
use crate::kpi::model::Measure;
use crate::report::cells::{columns, count, figures, rate, ratio, row, text};
use crate::report::charts::{cartesian, column};
use crate::report::draft::{Draft, Maybe, figure, part_count};
use crate::report::model::{Block, CellAt, Formula, Tone};
use crate::report::sentences;

struct Flow<'a> {
    carried_in: Maybe<'a>,
    received: Maybe<'a>,
    closed: Maybe<'a>,
    open: Maybe<'a>,
}

fn flow_of<'a>(draft: &Draft<'a>) -> Flow<'a> {
    Flow {
        carried_in: draft.kpi("complaints_carried_in"),
        received: draft.kpi("complaints_received"),
        closed: draft.kpi("complaints_closed"),
        open: draft.kpi("complaints_open"),
    }
}

pub(super) fn sentences(draft: &Draft<'_>) -> Vec<Block> {
    let mut blocks: Vec<_> = flow_sentence(draft).map(|text| sentences::block(text, Tone::Plain)).into_iter().collect();
    blocks.extend(sentences::headline_block(draft, draft.kpi("complaint_timely_closure_rate")));
    let overdue = draft.content.lists.open_complaints.iter().filter(|one| one.overdue).count();
    if overdue > 0 {
        let text = draft.fill("sentence.overdue", &[("n", &overdue.to_string())]);
        blocks.push(sentences::block(text, Tone::Bad));
    }
    blocks
}

/// `期初未结 5,新增 3,结案 5(新增的 2,遗留的 3),期末未结 3。`
fn flow_sentence(draft: &Draft<'_>) -> Option<String> {
    let Flow { carried_in, received, closed, open } = flow_of(draft);
    let shown = |value: Option<f64>| crate::base::number::display(value, Unit::Count);
    let whole = |result: Maybe<'_>| result.and_then(|result| result.measure.value);
    whole(open)?;
    let origin = |key: &str| shown(part_count(closed, &["origin"], &[key], whole(closed)));
    let values = [
        ("carried_in", shown(whole(carried_in))),
        ("received", shown(whole(received))),
        ("closed", shown(whole(closed))),
        ("of_received", origin("received")),
        ("of_carried_in", origin("carried_in")),
        ("open", shown(whole(open))),
    ];
    let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Some(draft.fill("sentence.flow", &values))
}

pub(super) fn flow(draft: &Draft<'_>) -> Vec<Block> {
    let Flow { carried_in, received, closed, open } = flow_of(draft);
    let periods = draft.periods(&[carried_in, received, closed, open]);
    let table = periods.iter().enumerate().map(|(at, period)| {
        let whole = figure(closed, period).value;
        let origin = |key: &str| count(part_count(closed, &["period", "origin"], &[period, key], whole));
        let parts = [3, 4].map(|col| CellAt { row: at, col }).to_vec();
        row(vec![
            text(period),
            count(figure(carried_in, period).value),
            count(figure(received, period).value),
            origin("received"),
            origin("carried_in"),
            count(whole).by_formula(Formula::Sum(parts)),
            count(figure(open, period).value),
        ])
    });
    let heads = [
        draft.say("column.period"),
        draft.say("column.carried_in"),
        draft.say("column.received"),
        draft.say("column.closed_received"),
        draft.say("column.closed_carried_in"),
        draft.say("column.closed"),
        draft.say("column.open"),
    ];
    let note = Some(draft.say("note.flow").to_owned());
    vec![figures(
        "complaints_by_period",
        draft.say("title.complaints_by_period"),
        columns(heads),
        table.collect(),
        note,
    )]
}

pub(super) fn flow_chart(draft: &Draft<'_>) -> Vec<Block> {
    let Flow { received, closed, open, .. } = flow_of(draft);
    let periods = draft.periods(&[received, closed, open]);
    let series =
        [(received, "column.received"), (closed, "column.closed"), (open, "column.open")].map(|(result, key)| {
            column(draft.say(key), Unit::Count, periods.iter().map(|period| figure(result, period).value).collect())
        });
    let sentence = flow_sentence(draft).unwrap_or_else(|| draft.say("sentence.chart_no_data").to_owned());
    let title = draft.say("chart.complaint_flow");
    vec![cartesian("complaint_flow", title, sentence, periods.clone(), series.to_vec(), None)]
}

/// What the customers said when their complaint was closed.
pub(super) fn reactions(draft: &Draft<'_>) -> Vec<Block> {
    let satisfied = draft.kpi("complaint_resolution_satisfaction");
    let closed = draft.kpi("complaints_closed");
    let periods = draft.periods(&[satisfied]);
    let not_satisfied = |measure: &Measure| Some(measure.denominator? - measure.numerator?);
    let table = periods.iter().enumerate().map(|(at, period)| {
        let measure = figure(satisfied, period);
        row(vec![
            text(period),
            count(figure(closed, period).value),
            count(measure.denominator),
            count(measure.numerator),
            count(not_satisfied(&measure)),
            rate(&measure, Unit::Percent, draft.small()).by_formula(ratio(at, 3, 2)),
        ])
    });
    let heads = [
        draft.say("column.period"),
        draft.say("column.closed"),
        draft.say("column.known_reaction"),
        draft.say("column.satisfied"),
        draft.say("column.not_satisfied"),
        draft.say("column.resolution_satisfaction"),
    ];
    let title = draft.say("title.complaint_reactions");
    vec![figures("complaint_reactions", title, columns(heads), table.collect(), draft.small_note())]
}
