//! Lights: how a figure stands to its target, else which way it clearly moved.

use crate::base::number::Unit;
use crate::kpi::model::{Direction, KpiResult, Measure, Status};
use crate::report::draft::Draft;
use crate::report::model::{PeriodInfo, Tone};

/// A rate or score that moved by less than so many points stays level.
pub(super) const STEP_POINTS: f64 = 1.0;
/// Anything else stays level below so many percent of what it was.
pub(super) const STEP_PERCENT: f64 = 10.0;

/// What the report says of a figure in a word and a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Light {
    /// As good as the target or better.
    Met,
    /// Worse than the target.
    Missed,
    /// Without a target: clearly better than the period before.
    Better,
    /// Clearly worse.
    Worse,
    /// Moved by less than a step.
    Level,
}

impl Light {
    /// The key of its word.
    pub fn key(self) -> &'static str {
        match self {
            Self::Met => "word.met",
            Self::Missed => "word.missed",
            Self::Better => "word.better",
            Self::Worse => "word.worse",
            Self::Level => "word.level",
        }
    }

    /// Its colour.
    pub(super) fn tone(self) -> Tone {
        match self {
            Self::Met | Self::Better => Tone::Good,
            Self::Missed | Self::Worse => Tone::Bad,
            Self::Level => Tone::Muted,
        }
    }
}

/// How a figure moved against the period before.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Move {
    /// In steps, so that points and counts can be ranked together.
    pub steps: f64,
    /// Better, worse or level.
    pub light: Light,
}

/// The light of an indicator; none where nothing fair can be said.
pub(super) fn light(draft: &Draft<'_>, result: &KpiResult) -> Option<Light> {
    match result.status {
        Status::Met | Status::Missed => against_target(draft.content.period, result),
        Status::NoTarget | Status::NoData => moved(draft, result).map(|moved| moved.light),
    }
}

/// Against the target, the only place that judges: a small sample (never a count), incomplete or doubtful data and a count
/// that still grows towards it prove nothing.
pub fn against_target(period: &PeriodInfo, result: &KpiResult) -> Option<Light> {
    let light = match result.status {
        Status::Met => Light::Met,
        Status::Missed => Light::Missed,
        Status::NoTarget | Status::NoData => return None,
    };
    let running = grows(result) && !period.complete;
    let still_open =
        matches!((result.direction, light), (Direction::Higher, Light::Missed) | (Direction::Lower, Light::Met));
    let unsure = result.small || result.incomplete.is_some() || !result.doubts.is_empty() || (running && still_open);
    (!unsure).then_some(light)
}

/// Whether a figure grows while its period lasts: what is counted, also against what other periods had.
fn grows(result: &KpiResult) -> bool {
    let n = Some(result.measure.n as f64);
    result.unit.adds_up() || (result.measure.numerator == n && result.measure.denominator != n)
}

/// Against the period before, where both figures rest on enough (of a count the larger one) and are of whole periods.
pub(super) fn moved(draft: &Draft<'_>, result: &KpiResult) -> Option<Move> {
    let before = &result.previous;
    let (change, previous) = result.change.zip(before.measure.value)?;
    let better = match result.direction {
        Direction::Higher => change > 0.0,
        Direction::Lower => change < 0.0,
        Direction::None => return None,
    };
    let is_small = |one: &Measure| one.known_n().is_some_and(|n| n < draft.small());
    let small = [&result.measure, &before.measure].map(is_small);
    let few = if result.unit == Unit::Count { small == [true, true] } else { small.contains(&true) };
    let partial = result.incomplete.is_some() || before.incomplete.is_some();
    if few || partial || !draft.content.period.complete || !result.doubts.is_empty() {
        return None;
    }
    let step = match result.unit {
        Unit::Percent | Unit::Score | Unit::Points | Unit::PerThousand => STEP_POINTS,
        // From 3 to 60 is a step, from 9 to 12 is none.
        Unit::Count if small[1] => draft.small() as f64,
        Unit::Count | Unit::Days | Unit::Minutes | Unit::Seconds | Unit::Times | Unit::Money | Unit::Rank => {
            previous.abs() * STEP_PERCENT / 100.0
        }
    };
    let steps = change.abs() / step;
    let light = match better {
        _ if !steps.is_finite() || steps < 1.0 => Light::Level,
        true => Light::Better,
        false => Light::Worse,
    };
    Some(Move { steps, light })
}
