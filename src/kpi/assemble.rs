//! From figures of every period to the result of an indicator: trend, comparisons, breakdowns, judgement.

use std::collections::BTreeMap;

use super::cut::Cut;
use super::definition::Definition;
use super::model::{Breakdown, BreakdownRow, Direction, KpiResult, Measure, Point, Short, Status};
use super::{shortness, sorting};
use crate::base::lang::Words;
use crate::base::number::{Exact, percent};
use crate::base::period::{Calendar, Period};
use crate::facts::moments::Moments;
use crate::settings::Counting;

/// Figures by moment (its index) and key.
pub(super) type Grouped = BTreeMap<(usize, Vec<String>), Measure>;

/// The groups of a moment that are too many to be listed, as one.
#[derive(Debug)]
pub(super) struct Rest {
    /// Index of the moment.
    pub(super) at: usize,
    /// Its words.
    pub(super) key: Vec<String>,
    /// How many groups.
    pub(super) groups: usize,
    pub(super) measure: Measure,
}

/// The figures of one breakdown. Only of moments with data.
#[derive(Debug, Default)]
pub(super) struct ByGroup {
    /// The properties.
    pub(super) by: Vec<String>,
    pub(super) figures: Grouped,
    pub(super) rest: Vec<Rest>,
}

/// The figures of one indicator before they are put together.
#[derive(Debug, Default)]
pub(super) struct Figures {
    /// One a moment.
    pub(super) totals: Vec<Measure>,
    /// One a breakdown.
    pub(super) groups: Vec<ByGroup>,
    /// The breakdowns whose groups are not all listed.
    pub(super) cuts: Vec<Cut>,
    /// What to know about the report's period.
    pub(super) notes: Vec<Words>,
    /// The tables that cover only a part of each moment's period.
    pub(super) short: Vec<Vec<Short>>,
    /// What is not sure about it.
    pub(super) doubts: Vec<Words>,
}

/// The periods around the report's, as indices into the moments.
pub(super) struct Window {
    /// The report's period.
    pub(super) report: usize,
    /// The period before.
    previous: Option<usize>,
    /// The same period a year earlier.
    year_ago: Option<usize>,
    /// The first period that a trend may have.
    first: usize,
    /// Months of the report's period.
    months: f64,
}

impl Window {
    pub(super) fn new(
        moments: &Moments,
        period: &Period,
        first: &Period,
        previous: &Period,
        year_ago: &Period,
        calendar: Calendar,
    ) -> Self {
        let report = moments.index(period).unwrap_or(0);
        Self {
            report,
            previous: moments.index(previous),
            year_ago: moments.index(year_ago),
            first: moments.index(first).unwrap_or(report),
            months: calendar.months(period).len() as f64,
        }
    }
}

/// Puts the result of an indicator together.
pub(super) fn assemble(
    definition: &Definition,
    figures: Figures,
    moments: &Moments,
    window: &Window,
    counting: &Counting,
) -> KpiResult {
    let measure = figures.totals.get(window.report).copied().unwrap_or_default();
    let value_at = |at: Option<usize>| at.and_then(|at| figures.totals.get(at)).and_then(|measure| measure.value);
    let start = (window.first..=window.report).find(|&at| value_at(Some(at)).is_some());
    let trend = start.map_or(window.report + 1, |start| start)..=window.report;
    let label = |at: usize| moments.all()[at].period.label();
    // What is not there cannot be incomplete.
    let short_at = |at: usize| value_at(Some(at)).and_then(|_| figures.short.get(at)).map_or(&[][..], Vec::as_slice);
    let incomplete = |at: Option<usize>| at.and_then(|at| shortness::together(short_at(at)));
    let point = |at: usize| Point { period: label(at), measure: figures.totals[at], incomplete: incomplete(Some(at)) };
    let points = trend.clone().map(point).collect();
    let previous = window.previous.map_or_else(Point::default, point);
    let compared = |at: usize| measure.value.is_some() && [window.previous, window.year_ago].contains(&Some(at));
    let told = (0..figures.totals.len()).filter(|at| *at == window.report || trend.contains(at) || compared(*at));
    let short = told.flat_map(|at| {
        let (now, compared) = (at == window.report, compared(at));
        short_at(at).iter().map(move |short| Short { now, compared, ..short.clone() })
    });
    let short = short.collect();
    let beyond = window.previous.filter(|at| !trend.contains(at));
    let (mut breakdowns, mut by_previous) = (Vec::new(), Vec::new());
    for groups in &figures.groups {
        let period = window.report..=window.report;
        breakdowns.push(breakdown(definition, groups, &figures.totals, period, None));
        breakdowns.push(breakdown(definition, groups, &figures.totals, trend.clone(), Some(&label)));
        by_previous.extend(beyond.map(|at| breakdown(definition, groups, &figures.totals, at..=at, Some(&label))));
    }
    // What is counted adds up over months, and so does what is aimed at.
    let months = if definition.aims_at_a_month() { window.months } else { 1.0 };
    let target = definition.target.map(|target| target * months);
    KpiResult {
        id: definition.id.clone(),
        name: definition.name.clone(),
        unit: definition.unit,
        direction: definition.direction,
        measure,
        incomplete: incomplete(Some(window.report)),
        year_ago_incomplete: incomplete(window.year_ago),
        short,
        small: !definition.unit.adds_up() && measure.value.is_some() && measure.n < counting.small_sample,
        target,
        month_target: definition.target,
        status: status(measure.value, target, definition.direction),
        change: measure.value.zip(previous.measure.value).map(|(value, previous)| value - previous),
        previous,
        year_ago: value_at(window.year_ago),
        trend: points,
        months: Vec::new(),
        breakdowns,
        by_month: Vec::new(),
        by_previous,
        notes: figures.notes,
        doubts: figures.doubts,
    }
}

/// Adds the months inside the period, and every breakdown over them.
pub(super) fn add_months(result: &mut KpiResult, definition: &Definition, figures: Figures, months: &Moments) {
    let label = |at: usize| months.all()[at].period.label();
    let point = |(at, measure): (usize, &Measure)| {
        let short = measure.value.and_then(|_| figures.short.get(at)).map_or(&[][..], Vec::as_slice);
        Point { period: label(at), measure: *measure, incomplete: shortness::together(short) }
    };
    result.months = figures.totals.iter().enumerate().map(point).collect();
    let all = 0..=figures.totals.len();
    let over = |groups| breakdown(definition, groups, &figures.totals, all.clone(), Some(&label));
    result.by_month = figures.groups.iter().map(over).collect();
}

/// Judged on the exact value; equal is met.
fn status(value: Option<f64>, target: Option<f64>, direction: Direction) -> Status {
    let Some(value) = value else { return Status::NoData };
    let met = match (target, direction) {
        (Some(target), Direction::Higher) => value >= target,
        (Some(target), Direction::Lower) => value <= target,
        (None, _) | (_, Direction::None) => return Status::NoTarget,
    };
    if met { Status::Met } else { Status::Missed }
}

/// The rows of some moments; `label` puts the period in front.
fn breakdown(
    definition: &Definition,
    groups: &ByGroup,
    totals: &[Measure],
    moments: std::ops::RangeInclusive<usize>,
    label: Option<&dyn Fn(usize) -> String>,
) -> Breakdown {
    let by = groups.by.as_slice();
    let mut rows: Vec<(usize, BreakdownRow)> = Vec::new();
    let listed = groups.figures.iter().map(|((at, key), measure)| (at, key, measure, 0));
    let rest = groups.rest.iter().map(|Rest { at, key, groups, measure }| (at, key, measure, *groups));
    for (at, key, measure, rest) in listed.chain(rest) {
        if !moments.contains(at) {
            continue;
        }
        let whole = totals[*at].value.unwrap_or(0.0);
        let part = measure.value.unwrap_or(0.0);
        // Counts are whole numbers far below 2^53: the way back to an integer is exact.
        let share = || percent(Exact::whole(part as i64), Exact::whole(whole as i64));
        let share = if definition.unit.adds_up() { share() } else { None };
        let mut words: Vec<String> = label.iter().map(|label| label(*at)).collect();
        words.extend(key.iter().cloned());
        rows.push((*at, BreakdownRow { key: words, measure: *measure, share, rest }));
    }
    sorting::sort(&definition.rows.facts, by, label.is_some(), &mut rows);
    let mut properties: Vec<String> = label.iter().map(|_| "period".to_owned()).collect();
    properties.extend(by.iter().cloned());
    Breakdown { by: properties, rows: rows.into_iter().map(|(_, row)| row).collect() }
}
