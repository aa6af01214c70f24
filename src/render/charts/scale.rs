//! The numbers of an axis: even steps that people count in, and a beginning that does not mislead.

use crate::base::number::{self, Unit};

/// An axis: `intervals` equal steps from `low`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// The lowest number.
    pub low: f64,
    /// From one number to the next.
    pub step: f64,
    /// How many steps.
    pub intervals: usize,
    unit: Unit,
}

/// What an axis has to show.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Need {
    low: f64,
    high: f64,
    unit: Unit,
    capped: bool,
}

impl Need {
    /// The range for these values; `None` without any. `from_zero` where columns stand on the axis: their length is their
    /// value. Lines may start elsewhere, but do not where the lowest value is less than half of the highest. Rates and
    /// scores that do not pass 100 get an axis that does not either.
    pub fn of(values: &[f64], unit: Unit, from_zero: bool) -> Option<Self> {
        let lowest = values.iter().copied().reduce(f64::min)?;
        let highest = values.iter().copied().reduce(f64::max)?;
        let ceiling = unit.full().filter(|full| highest <= *full).unwrap_or(f64::INFINITY);
        let (low, high) = if from_zero || lowest < highest / 2.0 || highest <= 0.0 {
            (lowest.min(0.0), if highest > 0.0 { highest } else { default_high(unit) })
        } else {
            // A range of a few points is not blown up to the height of the picture.
            let margin = ((highest - lowest) * 0.12).max(if unit.full().is_none() { 1.0 } else { 2.0 });
            ((lowest - margin).max(0.0), (highest + margin).min(ceiling))
        };
        Some(Self { low, high, unit, capped: ceiling.is_finite() })
    }
}

/// The scales of the left and right axis, with the same number of steps so that one grid serves both: the number (3 to 6,
/// rather 5) that wastes least room.
pub fn choose(needs: [Option<Need>; 2]) -> [Option<Scale>; 2] {
    let scales = |intervals: usize| needs.map(|need| need.map(|need| Scale::with_intervals(need, intervals)));
    let cost = |intervals: usize| -> f64 {
        let waste: f64 = needs
            .iter()
            .flatten()
            .map(|need| {
                let scale = Scale::with_intervals(*need, intervals);
                let beyond_cap = need.capped && scale.high() > 100.0;
                (scale.high() - scale.low) / (need.high - need.low) + f64::from(u8::from(beyond_cap)) * 10.0
            })
            .sum();
        waste + 0.05 * intervals.abs_diff(5) as f64
    };
    let best = [5, 4, 6, 3].into_iter().min_by(|a, b| cost(*a).total_cmp(&cost(*b))).unwrap_or(5);
    scales(best)
}

impl Scale {
    fn with_intervals(need: Need, intervals: usize) -> Self {
        let Need { low, high, unit, capped } = need;
        let count = intervals as f64;
        let mut last = Self { low, step: (high - low).max(1.0) / count, intervals, unit };
        for power in 0..18 {
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

    /// The numbers with their texts.
    pub fn ticks(self) -> Vec<(f64, String)> {
        let decimals = usize::from(self.step.fract() != 0.0);
        (0..=self.intervals)
            .map(|at| {
                let value = self.low + self.step * at as f64;
                let text = if self.unit.adds_up() {
                    number::display(Some(value), self.unit)
                } else {
                    number::rounded(value, decimals) + self.unit.sign()
                };
                (value, text)
            })
            .collect()
    }
}

/// The end of an axis on which everything is 0.
fn default_high(unit: Unit) -> f64 {
    unit.full().unwrap_or(4.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(values: &[f64], unit: Unit, from_zero: bool) -> Vec<String> {
        let [scale, _] = choose([Need::of(values, unit, from_zero), None]);
        scale.unwrap().ticks().into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn columns_stand_on_zero() {
        let shown = texts(&[1386.0, 1289.0], Unit::Count, true);
        assert_eq!(shown, ["0", "250", "500", "750", "1,000", "1,250", "1,500"]);
    }

    #[test]
    fn a_line_of_rates_starts_near_its_values_and_ends_at_a_hundred() {
        let shown = texts(&[85.64, 98.38, 93.0, 95.0], Unit::Percent, false);
        assert_eq!(shown, ["80%", "85%", "90%", "95%", "100%"]);
    }

    #[test]
    fn a_rate_above_a_hundred_is_not_cut_and_a_wide_range_starts_at_zero() {
        let shown = texts(&[39.29, 105.88], Unit::Percent, false);
        assert_eq!((shown.first().unwrap().as_str(), shown.last().unwrap().as_str()), ("0%", "125%"));
    }

    #[test]
    fn all_zeros_still_have_an_axis() {
        assert_eq!(texts(&[0.0, 0.0], Unit::Count, true), ["0", "1", "2", "3", "4"]);
        assert_eq!(texts(&[0.0], Unit::Percent, false).last().unwrap(), "100%");
    }

    #[test]
    fn both_axes_have_as_many_steps_and_a_rate_keeps_to_its_hundred() {
        let [left, right] =
            choose([Need::of(&[1386.0, 988.0], Unit::Count, true), Need::of(&[20.0, 93.0], Unit::Percent, false)]);
        assert_eq!(left.unwrap().intervals, right.unwrap().intervals);
        assert_eq!(right.unwrap().high(), 100.0);
    }

    #[test]
    fn equal_values_stand_off_the_edges() {
        let [scale, _] = choose([Need::of(&[80.5], Unit::Score, false), None]);
        assert!(scale.unwrap().low < 80.5 && scale.unwrap().high() > 80.5, "{scale:?}");
    }
}
