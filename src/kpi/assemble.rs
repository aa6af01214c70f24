//! From figures of every period to the result of an indicator: trend, comparisons, breakdowns, judgement.

use std::collections::BTreeMap;

use super::cut::Cut;
use super::definition::Definition;
use super::model::{Aim, Breakdown, BreakdownRow, KpiResult, Measure, Origin, Point, Short, Status};
use super::{shortness, sorting};
use crate::base::lang::Words;
use crate::base::number::{Exact, percent};
use crate::base::period::Period;
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
    /// Rows of the report's period of which nobody knows whether they count.
    pub(super) unknown: i64,
    /// Why its rows give no figure of that period.
    pub(super) why: Option<Why>,
    /// What to know about the report's period.
    pub(super) notes: Vec<Words>,
    /// The tables that cover only a part of each moment's period.
    pub(super) short: Vec<Vec<Short>>,
    /// What is not sure about it.
    pub(super) doubts: Vec<Words>,
    /// One a moment, where a list of history fills it.
    pub(super) history: Vec<Option<FromHistory>>,
    /// What is aimed at, one a moment.
    pub(super) targets: Vec<Option<f64>>,
}

/// Why rows that are there give no figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// There is none of the period.
    NoRows,
    /// Of so many nobody knows whether they count.
    Unknown(i64),
    /// Nothing stands below the line.
    NothingBelow,
    /// They say different things.
    Contradicting,
    /// One of the two sides of a difference has no data.
    HalfKnown,
    /// Each store has its own, and they have no sum.
    OfStores,
}

/// The figure of a moment that rests on a list of history.
#[derive(Debug)]
pub(super) struct FromHistory {
    pub(super) measure: Measure,
    pub(super) origin: Origin,
    /// The months that it is taken from, by label.
    pub(super) months: Vec<String>,
    /// The first cell that it is taken from.
    pub(super) place: String,
    /// The months with raw data are covered whole by them.
    pub(super) is_whole: bool,
}

impl Figures {
    /// What history says of a moment.
    fn told_by_history(&self, at: usize) -> Option<&FromHistory> {
        self.history.get(at)?.as_ref()
    }

    /// The figure of a moment: of raw data, else of history.
    fn shown(&self, at: usize) -> Measure {
        self.told_by_history(at).map_or_else(|| self.totals.get(at).copied().unwrap_or_default(), |it| it.measure)
    }

    /// The point of a moment.
    fn point(&self, at: usize, moments: &Moments) -> Point {
        Point {
            period: moments.all()[at].period.label(),
            measure: self.shown(at),
            source: self.told_by_history(at).map(|it| it.origin),
            target: self.targets.get(at).copied().flatten(),
            incomplete: shortness::together(self.short_at(at)),
        }
    }

    /// The tables that cover only a part of a moment. What is not there cannot be incomplete, nor what history completes.
    fn short_at(&self, at: usize) -> &[Short] {
        let is_whole = self.told_by_history(at).is_some_and(|it| it.is_whole);
        let raw = self.totals.get(at).and_then(|measure| measure.value).filter(|_| !is_whole);
        raw.and_then(|_| self.short.get(at)).map_or(&[], Vec::as_slice)
    }
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
}

impl Window {
    pub(super) fn new(
        moments: &Moments,
        period: &Period,
        first: &Period,
        previous: &Period,
        year_ago: &Period,
    ) -> Self {
        let report = moments.index(period).unwrap_or(0);
        Self {
            report,
            previous: moments.index(previous),
            year_ago: moments.index(year_ago),
            first: moments.index(first).unwrap_or(report),
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
    let measure = figures.shown(window.report);
    let value_at = |at: Option<usize>| at.and_then(|at| figures.shown(at).value);
    let start = (window.first..=window.report).find(|&at| value_at(Some(at)).is_some());
    let trend = start.map_or(window.report + 1, |start| start)..=window.report;
    let label = |at: usize| moments.all()[at].period.label();
    let incomplete = |at: Option<usize>| at.and_then(|at| shortness::together(figures.short_at(at)));
    let point = |at: usize| figures.point(at, moments);
    let points = trend.clone().map(point).collect();
    let previous = window.previous.map_or_else(Point::default, point);
    let compared = |at: usize| measure.value.is_some() && [window.previous, window.year_ago].contains(&Some(at));
    let told = (0..figures.totals.len()).filter(|at| *at == window.report || trend.contains(at) || compared(*at));
    let short = told.flat_map(|at| {
        let (now, compared) = (at == window.report, compared(at));
        figures.short_at(at).iter().map(move |short| Short { now, compared, ..short.clone() })
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
    let target = figures.targets.get(window.report).copied().flatten();
    let source = |at: Option<usize>| at.and_then(|at| figures.told_by_history(at)).map(|it| it.origin);
    KpiResult {
        id: definition.id.clone(),
        name: definition.name.clone(),
        unit: definition.unit,
        direction: definition.direction,
        measure,
        source: source(Some(window.report)),
        incomplete: incomplete(Some(window.report)),
        year_ago_incomplete: incomplete(window.year_ago),
        short,
        small: !definition.unit.adds_up() && measure.known_n().is_some_and(|n| n < counting.small_sample),
        target,
        next: Aim::default(),
        status: Status::of(measure.value, target, definition.direction),
        change: measure.value.zip(previous.measure.value).map(|(value, previous)| value - previous),
        previous,
        year_ago: value_at(window.year_ago),
        year_ago_source: source(window.year_ago),
        trend: points,
        months: Vec::new(),
        targets: targets_by_period(&figures, moments).collect(),
        breakdowns,
        by_month: Vec::new(),
        by_previous,
        notes: figures.notes,
        uncounted: false,
        doubts: figures.doubts,
    }
}

/// What is aimed at, by the label of its period.
fn targets_by_period(figures: &Figures, moments: &Moments) -> impl Iterator<Item = (String, f64)> {
    let targets = moments.all().iter().zip(&figures.targets);
    targets.filter_map(|(moment, target)| Some((moment.period.label(), (*target)?)))
}

/// Adds the months inside the period, and every breakdown over them.
pub(super) fn add_months(result: &mut KpiResult, definition: &Definition, figures: Figures, months: &Moments) {
    let label = |at: usize| months.all()[at].period.label();
    result.months = (0..figures.totals.len()).map(|at| figures.point(at, months)).collect();
    result.targets.extend(targets_by_period(&figures, months));
    let all = 0..=figures.totals.len();
    let over = |groups| breakdown(definition, groups, &figures.totals, all.clone(), Some(&label));
    result.by_month = figures.groups.iter().map(over).collect();
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
        let share = if definition.unit.adds_up() && definition.less.is_none() { share() } else { None };
        let mut words: Vec<String> = label.iter().map(|label| label(*at)).collect();
        words.extend(key.iter().cloned());
        rows.push((*at, BreakdownRow { key: words, measure: *measure, share, rest }));
    }
    sorting::sort(&definition.rows.facts, by, label.is_some(), &mut rows);
    let mut properties: Vec<String> = label.iter().map(|_| "period".to_owned()).collect();
    properties.extend(by.iter().cloned());
    Breakdown { by: properties, rows: rows.into_iter().map(|(_, row)| row).collect() }
}
