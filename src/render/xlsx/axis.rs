//! The scale of a value axis: columns stand on 0; lines may not, but small movements are not blown up.

use crate::base::number::Unit;

/// Intervals aimed at.
const INTERVALS: f64 = 6.0;
/// Room above the tallest column for its label, and the room where lines of the other axis run above the columns.
const HEADROOM: (f64, f64) = (1.15, 1.75);
/// The upper part of the picture that lines keep to when columns stand below them.
const UPPER_PART: f64 = 0.38;
/// Least span of rates and scores, so that half a point does not look like a fall.
const LEAST_SPAN: f64 = 10.0;

/// What is drawn against one axis.
#[derive(Clone, Debug)]
pub(super) struct Side {
    /// Points of columns.
    pub columns: Vec<f64>,
    /// Points of lines, and the target.
    pub lines: Vec<f64>,
    /// Their unit.
    pub unit: Unit,
    /// Columns on one axis and lines on the other share the picture.
    pub shared: bool,
}

/// Lower end, upper end and step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    pub min: f64,
    pub max: f64,
    pub step: f64,
}

impl Scale {
    /// The scale that shows all of `side`.
    pub(super) fn of(side: &Side) -> Self {
        let all = || side.columns.iter().chain(&side.lines).copied();
        let highest = all().fold(f64::NEG_INFINITY, f64::max);
        let lowest = all().fold(f64::INFINITY, f64::min);
        let full = side.unit.full().unwrap_or(5.0);
        if highest <= 0.0 || !highest.is_finite() {
            return Self { min: 0.0, max: full, step: full / 5.0 };
        }
        let (low, high) = if side.columns.is_empty() && side.unit.full().is_some() {
            line_ends(lowest, highest, side.shared)
        } else {
            let only_columns = side.shared && side.lines.is_empty();
            (lowest.min(0.0), highest * if only_columns { HEADROOM.1 } else { HEADROOM.0 })
        };
        let step = nice_step((high - low) / INTERVALS, side.unit);
        let max = (high / step).ceil() * step;
        let leaves_room_above = side.shared && !side.columns.is_empty();
        let capped = side.unit.full().is_some_and(|full| highest <= full) && !leaves_room_above;
        Self { min: (low / step).floor() * step, max: if capped { max.min(100.0) } else { max }, step }
    }
}

fn line_ends(lowest: f64, highest: f64, shared: bool) -> (f64, f64) {
    let span = (highest - lowest).max(LEAST_SPAN);
    let high = highest + span * 0.1;
    let low = if shared { high - span / UPPER_PART } else { (lowest - span * 0.3).min(high - LEAST_SPAN * 1.5) };
    (if lowest >= 0.0 { low.max(0.0) } else { low }, high)
}

/// The next of 1, 2, 2.5, 5 × a power of ten; whole, unless a rate asks for less than one.
fn nice_step(raw: f64, unit: Unit) -> f64 {
    let power = 10_f64.powf(raw.log10().floor());
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|factor| factor * power);
    let whole = |step: &f64| step.fract() == 0.0 || (!unit.adds_up() && raw < 1.0);
    steps.filter(whole).find(|step| *step >= raw).unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(columns: &[f64], lines: &[f64], unit: Unit, shared: bool) -> Scale {
        Scale::of(&Side { columns: columns.to_vec(), lines: lines.to_vec(), unit, shared })
    }

    #[test]
    fn columns_stand_on_zero() {
        let scale = scale(&[1140.0, 1489.0], &[], Unit::Count, false);
        assert_eq!(scale.min, 0.0);
        assert!(scale.max > 1489.0);
    }

    #[test]
    fn rates_below_a_hundred_end_at_a_hundred_and_higher_ones_are_not_cut() {
        assert_eq!(scale(&[], &[85.64, 98.38], Unit::Percent, false).max, 100.0);
        assert!(scale(&[], &[43.37, 105.88], Unit::Percent, false).max > 105.88);
    }

    #[test]
    fn half_a_point_is_not_blown_up() {
        let scale = scale(&[], &[80.0, 80.5], Unit::Score, false);
        assert!(scale.max - scale.min >= 10.0, "{scale:?}");
    }

    #[test]
    fn lines_run_above_the_columns_of_the_other_axis() {
        let columns = scale(&[1489.0], &[], Unit::Count, true);
        let line = scale(&[], &[85.64, 98.38], Unit::Percent, true);
        assert!(1489.0 / columns.max < 0.6, "{columns:?}");
        assert!((85.64 - line.min) / (line.max - line.min) > 0.5, "{line:?}");
    }

    #[test]
    fn nothing_to_draw_still_gives_an_axis() {
        assert_eq!(scale(&[0.0, 0.0], &[], Unit::Count, false), Scale { min: 0.0, max: 5.0, step: 1.0 });
        assert_eq!(scale(&[], &[], Unit::Percent, false).max, 100.0);
    }
}
