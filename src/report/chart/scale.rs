//! The numbers of an axis: even steps that people count in, and a beginning that does not mislead. The only place that
//! chooses range and step.

use crate::base::number::{self, Unit};

/// Columns that share the picture with lines of the other axis keep to this lower part of it …
const LOWER_PART: f64 = 0.58;
/// … and the lines to this upper part; columns keep to the other part where the lines range too far for that.
const UPPER_PART: f64 = 0.38;
const CROSSED_PART: f64 = 0.8;
/// Rates and scores span so much at least: half a point must not look like a fall.
const LEAST_SPAN: f64 = 10.0;
/// The end of an axis of counts on which everything is 0.
const NOTHING: f64 = 4.0;

/// An axis: `intervals` equal steps from `low`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// The lowest number.
    pub low: f64,
    /// From one number to the next.
    pub step: f64,
    /// How many steps.
    pub intervals: usize,
    /// Of its numbers.
    pub unit: Unit,
}

/// What stands on an axis.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::report) struct Load {
    /// Heights of columns: their length is their value, so that they begin at 0.
    pub(in crate::report) columns: Vec<f64>,
    /// Heights of lines and dots, and the target.
    pub(in crate::report) points: Vec<f64>,
    /// Of all of them.
    pub(in crate::report) unit: Unit,
    /// Small differences are what it is about: the axis spans no more than it has to.
    pub(in crate::report) close: bool,
}

/// What an axis has to show.
#[derive(Clone, Copy, Debug)]
struct Need {
    low: f64,
    high: f64,
    unit: Unit,
    /// Nothing passes the full figure of the unit, nor does the axis.
    capped: bool,
    /// Columns below lines of the other axis.
    stands: bool,
    /// Its steps may be parts of one.
    close: bool,
}

/// The axes of a chart, with the same number of steps so that one grid serves both: the number (3 to 6, rather 5) that
/// wastes least room. Lines of one axis run above columns of the other.
pub(in crate::report) fn choose(loads: [Option<Load>; 2]) -> [Option<Scale>; 2] {
    let stands = |load: &Option<Load>| load.as_ref().is_some_and(|load| !load.columns.is_empty());
    // Lines without a value take no room.
    let floats =
        |load: &Option<Load>| load.as_ref().is_some_and(|load| load.columns.is_empty() && !load.points.is_empty());
    let shared = (stands(&loads[0]) && floats(&loads[1])) || (floats(&loads[0]) && stands(&loads[1]));
    let needs = loads.each_ref().map(|load| load.as_ref().and_then(|load| Need::of(load, shared)));
    let crossed =
        shared && needs.iter().zip(&loads).any(|(need, load)| floats(load) && need.is_some_and(|need| need.low == 0.0));
    let part = if crossed { CROSSED_PART } else { LOWER_PART };
    let needs =
        needs.map(|need| need.map(|need| if need.stands { Need { high: need.high / part, ..need } } else { need }));
    let scales = |intervals: usize| needs.map(|need| need.map(|need| Scale::with_intervals(need, intervals)));
    let cost = |intervals: usize| -> f64 {
        let waste = |need: &Need| {
            let scale = Scale::with_intervals(*need, intervals);
            let beyond_cap = need.capped && scale.high() > 100.0;
            (scale.high() - scale.low) / (need.high - need.low) + if beyond_cap { 10.0 } else { 0.0 }
        };
        needs.iter().flatten().map(waste).sum::<f64>() + 0.05 * intervals.abs_diff(5) as f64
    };
    let best = [5, 4, 6, 3].into_iter().min_by(|a, b| cost(*a).total_cmp(&cost(*b))).unwrap_or(5);
    scales(best)
}

impl Need {
    /// The range of an axis; `None` without a value.
    fn of(load: &Load, shared: bool) -> Option<Self> {
        let all = || load.columns.iter().chain(&load.points).copied();
        let (lowest, highest) = (all().reduce(f64::min)?, all().reduce(f64::max)?);
        let unit = load.unit;
        let full = unit.full().filter(|full| highest <= *full);
        let close = load.close;
        let need = |low: f64, high: f64| Self { low, high, unit, capped: full.is_some(), stands: false, close };
        if highest <= 0.0 {
            return Some(need(lowest.min(0.0), unit.full().unwrap_or(NOTHING)));
        }
        if !load.columns.is_empty() {
            let capped = full.is_some() && !shared;
            return Some(Self { capped, stands: shared, ..need(lowest.min(0.0), highest) });
        }
        let least = match (load.close, unit.full()) {
            (true, _) => 0.0,
            (false, Some(_)) => LEAST_SPAN,
            (false, None) => highest * 0.1,
        };
        let span = (highest - lowest).max(least);
        // Values that hardly differ run in the middle.
        let margin = span * 0.1 + if shared { 0.0 } else { (span - (highest - lowest)) / 2.0 };
        let high = (highest + margin).min(full.unwrap_or(f64::INFINITY));
        let low = if shared {
            high - (high - lowest).max(least) / UPPER_PART
        } else if lowest < highest / 2.0 {
            lowest.min(0.0)
        } else {
            (lowest - margin).min(high - least)
        };
        Some(need(if lowest >= 0.0 { low.max(0.0) } else { low }, high))
    }
}

impl Scale {
    fn with_intervals(need: Need, intervals: usize) -> Self {
        let Need { low, high, unit, capped, close, .. } = need;
        let count = intervals as f64;
        let mut last = Self { low, step: (high - low).max(1.0) / count, intervals, unit };
        for power in if close { -2..18 } else { 0..18 } {
            for factor in [1.0, 2.0, 2.5, 5.0] {
                if factor == 2.5 && power == 0 && unit.adds_up() {
                    continue;
                }
                let step = factor * 10_f64.powi(power);
                let mut start = (low / step).floor() * step;
                if capped && start > 0.0 && start + count * step > 100.0 {
                    start = (100.0 - count * step).clamp(0.0, start);
                }
                last = Self { low: start, step, intervals, unit };
                if last.high() >= high {
                    return last;
                }
            }
        }
        last
    }

    /// The highest number.
    pub fn high(self) -> f64 {
        self.low + self.step * self.intervals as f64
    }

    /// Where a value stands: 0 at the beginning, 1 at the end.
    pub fn part(self, value: f64) -> f64 {
        ((value - self.low) / (self.high() - self.low)).clamp(0.0, 1.0)
    }

    /// The decimals of its numbers.
    pub fn decimals(self) -> usize {
        let is_whole =
            |times: f64| [self.step, self.low].iter().all(|one| ((one * times).round() - one * times).abs() < 1e-6);
        match self.unit.adds_up() || is_whole(1.0) {
            true => 0,
            false if is_whole(10.0) => 1,
            false => 2,
        }
    }

    /// The numbers with their texts.
    pub fn ticks(self) -> Vec<(f64, String)> {
        let text = |value: f64| {
            if self.unit.adds_up() {
                number::display(Some(value), self.unit)
            } else {
                number::rounded(value, self.decimals()) + self.unit.sign()
            }
        };
        let values = (0..=self.intervals).map(|at| self.low + self.step * at as f64);
        values.map(|value| (value, text(value))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(columns: &[f64], points: &[f64], unit: Unit) -> Option<Load> {
        Some(Load { columns: columns.to_vec(), points: points.to_vec(), unit, close: false })
    }

    fn texts(load: Option<Load>) -> Vec<String> {
        let [scale, _] = choose([load, None]);
        scale.unwrap().ticks().into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn columns_stand_on_zero() {
        let shown = texts(load(&[1386.0, 1289.0], &[], Unit::Count));
        assert_eq!(shown, ["0", "250", "500", "750", "1,000", "1,250", "1,500"]);
        let below = texts(load(&[-3.0, 4.0], &[], Unit::Count));
        assert!(below.contains(&"0".to_owned()) && below[0].starts_with('-'), "{below:?}");
    }

    #[test]
    fn a_line_of_rates_starts_near_its_values_and_ends_at_a_hundred() {
        let shown = texts(load(&[], &[85.64, 98.38, 93.0, 95.0], Unit::Percent));
        assert_eq!(shown, ["80%", "85%", "90%", "95%", "100%"]);
    }

    #[test]
    fn a_rate_above_a_hundred_is_not_cut_and_a_wide_range_starts_at_zero() {
        let shown = texts(load(&[], &[39.29, 105.88], Unit::Percent));
        assert_eq!((shown.first().unwrap().as_str(), shown.last().unwrap().as_str()), ("0%", "125%"));
    }

    #[test]
    fn all_zeros_still_have_an_axis() {
        assert_eq!(texts(load(&[0.0, 0.0], &[], Unit::Count)), ["0", "1", "2", "3", "4"]);
        assert_eq!(texts(load(&[], &[0.0], Unit::Percent)).last().unwrap(), "100%");
    }

    #[test]
    fn half_a_point_is_not_blown_up() {
        let [scale, _] = choose([load(&[], &[80.0, 80.5], Unit::Score), None]);
        let scale = scale.unwrap();
        assert!(scale.high() - scale.low >= LEAST_SPAN && scale.low < 80.0 && scale.high() > 80.5, "{scale:?}");
    }

    #[test]
    fn columns_below_lines_without_a_value_have_the_whole_picture() {
        let columns = load(&[1386.0, 988.0], &[], Unit::Count);
        let [alone, _] = choose([columns.clone(), None]);
        assert_eq!(choose([columns, load(&[], &[], Unit::Percent)]), [alone, None]);
    }

    #[test]
    fn lines_run_above_the_columns_of_the_other_axis_on_one_grid() {
        let columns = load(&[1386.0, 988.0], &[], Unit::Count);
        let rates = load(&[], &[85.64, 98.38, 95.0], Unit::Percent);
        for loads in [[columns.clone(), rates.clone()], [rates, columns]] {
            let [first, second] = choose(loads.clone()).map(Option::unwrap);
            assert_eq!(first.intervals, second.intervals);
            let (left, right) =
                if loads[0].as_ref().unwrap().columns.is_empty() { (second, first) } else { (first, second) };
            assert!(left.part(1386.0) < 0.62 && right.part(85.64) > left.part(1386.0), "{left:?} {right:?}");
            assert_eq!(right.high(), 100.0);
        }
    }
}
