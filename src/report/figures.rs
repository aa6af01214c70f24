//! A cell is an indicator, a part of it and a place; the place is the whole, a period, a group, or several of them.

use std::collections::{HashMap, HashSet};

use crate::base::number::Unit;
use crate::kpi::model::{BreakdownRow, KpiResult, Measure};
use crate::report::cells::{change, count, number, rate, rests_on};
use crate::report::draft::{Draft, Maybe};
use crate::report::model::{Cell, Value};
use crate::report::pages::plan::{ColumnPlan, PERIOD, Part};

/// The cells of a column over places of one kind.
pub(super) struct Figures<'a> {
    column: &'a ColumnPlan,
    result: Maybe<'a>,
    /// What the keys of a place are.
    properties: Vec<&'a str>,
    at: Lookup<'a>,
    /// The same in periods, for a place without one.
    in_periods: Option<Lookup<'a>>,
    small: u64,
    now: &'a str,
}

impl<'a> Figures<'a> {
    /// The cells at places that are given by keys of these properties.
    pub(super) fn new(draft: &Draft<'a>, column: &'a ColumnPlan, properties: Vec<&'a str>) -> Self {
        let result = draft.kpi(&column.of);
        let compared = matches!(column.part, Part::Change | Part::Previous) && !properties.contains(&PERIOD);
        let in_periods = compared.then(|| {
            let with_period: Vec<&str> = [PERIOD].iter().chain(&properties).copied().collect();
            Lookup::new(result, &with_period)
        });
        let at = Lookup::new(result, &properties);
        Self { column, result, properties, at, in_periods, small: draft.small(), now: draft.now() }
    }

    /// The cell of a place.
    pub(super) fn cell(&self, keys: &[&str]) -> Cell {
        let Found { measure, share } = self.at.find(keys);
        let unit = self.column.unit;
        match self.column.part {
            Part::Value if unit == Unit::Count => count(measure.value),
            Part::Value => rate(&measure, unit, self.small),
            Part::Above => count(measure.numerator),
            Part::Below => number(measure.denominator, unit),
            Part::Rest => count(measure.denominator.zip(measure.numerator).map(|(below, above)| below - above)),
            Part::N => self.result.map_or_else(|| count(None), |_| rests_on(&measure)),
            Part::Share => number(share, unit),
            Part::Previous => number(self.before(keys), unit),
            Part::Change => change(measure.value.zip(self.before(keys)).map(|(now, before)| now - before), unit),
            Part::Target => number(self.target(keys), unit),
        }
    }

    /// The number of a place.
    pub(super) fn value(&self, keys: &[&str]) -> Option<f64> {
        match self.cell(keys).value {
            Value::Number(number) => number.value,
            _ => None,
        }
    }

    /// The target of the whole, or of the period of a place.
    fn target(&self, keys: &[&str]) -> Option<f64> {
        let result = self.result?;
        let period = self.properties.iter().position(|property| *property == PERIOD);
        match period {
            Some(at) if keys[at] != self.now => result.target_at(keys[at]),
            _ => result.target,
        }
    }

    /// The figure of a place one period earlier.
    fn before(&self, keys: &[&str]) -> Option<f64> {
        let result = self.result?;
        let at = self.properties.iter().position(|property| *property == PERIOD);
        let (lookup, keys) = match (at, &self.in_periods) {
            (Some(at), _) => {
                let mut keys = keys.to_vec();
                keys[at] = result.before(keys[at])?;
                (&self.at, keys)
            }
            (None, Some(lookup)) => {
                let before = result.before(&result.trend.last()?.period)?;
                (lookup, [before].iter().chain(keys).copied().collect())
            }
            (None, None) => return None,
        };
        lookup.find(&keys).measure.value
    }
}

/// A figure with its share of the whole.
#[derive(Clone, Copy, Default)]
pub(super) struct Found {
    pub(super) measure: Measure,
    pub(super) share: Option<f64>,
}

/// The figures of an indicator by the keys of some properties.
pub(super) enum Lookup<'a> {
    /// The indicator is not there, or not broken down so.
    Nothing,
    /// By nothing, or by period.
    Whole(&'a KpiResult, bool),
    Groups(Groups<'a>),
}

/// The rows of a breakdown by their words.
pub(super) struct Groups<'a> {
    result: &'a KpiResult,
    rows: HashMap<Vec<&'a str>, &'a BreakdownRow>,
    /// For each property of the breakdown its place among the keys.
    order: Vec<usize>,
    /// The place of the period among the words of a row.
    period: Option<usize>,
    /// The groups that are listed in any period; only where others are summed up.
    listed: Option<HashSet<Vec<&'a str>>>,
}

impl<'a> Lookup<'a> {
    pub(super) fn new(result: Maybe<'a>, properties: &[&str]) -> Self {
        let Some(result) = result else { return Self::Nothing };
        if properties.iter().all(|property| *property == PERIOD) {
            return Self::Whole(result, !properties.is_empty());
        }
        let place = |by: &String| properties.iter().position(|property| property == by);
        let orders = result.breakdowns.iter().filter(|one| one.by.len() == properties.len());
        let found = orders.filter_map(|one| Some((one, one.by.iter().map(place).collect::<Option<Vec<_>>>()?))).next();
        let Some((breakdown, order)) = found else { return Self::Nothing };
        let period = breakdown.by.iter().position(|by| by == PERIOD);
        // Months inside the report's period, and the one before it, stand beside the periods of the trend.
        let others = result.by_month.iter().chain(&result.by_previous);
        let others = others.filter(|one| one.by == breakdown.by).flat_map(|one| &one.rows);
        let rows: HashMap<Vec<&str>, &BreakdownRow> =
            breakdown.rows.iter().chain(others).map(|row| (row.words().collect(), row)).collect();
        let cut = rows.values().any(|row| row.rest > 0);
        let listed = cut.then(|| rows.keys().map(|words| without(words, period)).collect());
        Self::Groups(Groups { result, rows, order, period, listed })
    }

    /// The figure of a place. A group that does not appear counts 0 where the whole has data; without the breakdown nothing
    /// is known, nor where the group may be among those that are summed up.
    pub(super) fn find(&self, keys: &[&str]) -> Found {
        match self {
            Self::Nothing => Found::default(),
            Self::Whole(result, of_period) => {
                let measure = match keys.first().filter(|_| *of_period) {
                    Some(period) => result.at(period).copied().unwrap_or_default(),
                    None => result.measure,
                };
                Found { measure, share: measure.value.filter(|value| *value > 0.0).map(|_| 100.0) }
            }
            Self::Groups(groups) => groups.find(keys),
        }
    }
}

impl Groups<'_> {
    fn find(&self, keys: &[&str]) -> Found {
        let words: Vec<&str> = self.order.iter().map(|at| keys[*at]).collect();
        if let Some(row) = self.rows.get(&words) {
            return Found { measure: row.measure, share: row.share };
        }
        let is_count = self.result.unit.adds_up();
        let listed = self.listed.as_ref().is_none_or(|listed| listed.contains(&without(&words, self.period)));
        if !is_count || !listed {
            return Found::default();
        }
        let of_period = |at: usize| self.result.at(words[at]).and_then(|measure| measure.value);
        let whole = self.period.map_or(self.result.measure.value, of_period);
        let zero = |value: Option<f64>| value.map(|_| 0.0);
        let measure = Measure { value: zero(whole), ..Measure::default() };
        Found { measure, share: zero(whole.filter(|value| *value > 0.0)) }
    }
}

fn without<'w>(words: &[&'w str], period: Option<usize>) -> Vec<&'w str> {
    words.iter().enumerate().filter(|(at, _)| Some(*at) != period).map(|(_, word)| *word).collect()
}
