//! How much room the labels of a chart have, and on which side of their point they stand.

use crate::base::number::display;
use crate::base::text;
use crate::report::model::{Chart, Mark, Series};

/// Pixels of a character of a label at 8 points.
const LABEL_CHARACTER: usize = 6;
/// Pixels of a label that stands upright.
const UPRIGHT_LABEL: usize = 13;
/// Pixels left and right of the plot (axes).
const MARGIN: usize = 110;

/// The room in a chart.
pub(super) struct Room<'a> {
    chart: &'a Chart,
    /// Pixels of one position.
    position: usize,
}

/// How the labels of a column stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// As one reads.
    Level,
    /// Turned by 90 degrees.
    Upright,
    /// Not at all.
    None,
}

impl<'a> Room<'a> {
    /// The room in a chart that is `width` pixels wide.
    pub(super) fn of(chart: &'a Chart, width: u32) -> Self {
        let plot = (width as usize).saturating_sub(MARGIN);
        Self { chart, position: plot / chart.categories.len().max(1) }
    }

    fn drawn_as(&self, mark: Mark) -> impl Iterator<Item = &'a Series> {
        self.chart.series.iter().filter(move |series| series.mark == mark)
    }

    /// Pixels between two groups of columns, in percent of a column.
    pub(super) fn gap(&self) -> u16 {
        let several = self.drawn_as(Mark::Column).count() > 1;
        match self.chart.categories.len() {
            0..=2 => 200,
            _ if several => 50,
            _ => 90,
        }
    }

    /// How the labels of a series of columns fit.
    pub(super) fn column_labels(&self, series: &Series) -> Fit {
        let columns = self.drawn_as(Mark::Column).count().max(1);
        let column = self.position * 100 / (100 * columns + usize::from(self.gap()));
        match column {
            column if column >= label_width(series) => Fit::Level,
            column if column >= UPRIGHT_LABEL => Fit::Upright,
            _ => Fit::None,
        }
    }

    /// Something runs over the columns: lines or a target.
    pub(super) fn is_crossed(&self) -> bool {
        self.chart.target.is_some() || self.drawn_as(Mark::Line).next().is_some()
    }

    /// Each point of a line can have a label: there are at most two lines, and the labels fit side by side.
    pub(super) fn line_labels(&self, series: &Series) -> bool {
        self.drawn_as(Mark::Line).count() <= 2 && self.position >= label_width(series)
    }

    /// Whether another line, or the target of a single one, runs above `series` at a position, so that its label
    /// stands below.
    pub(super) fn is_lower_line(&self, series: &Series, at: usize) -> bool {
        let point = |line: &Series| line.points.get(at).copied().flatten();
        let Some(own) = point(series) else { return false };
        let mut before = true;
        let mut others = 0;
        for line in self.drawn_as(Mark::Line) {
            if std::ptr::eq(line, series) {
                before = false;
                continue;
            }
            others += 1;
            if point(line).is_some_and(|other| other > own || (other == own && before)) {
                return true;
            }
        }
        let target = self.chart.target.as_ref().filter(|target| target.axis == series.axis);
        others == 0 && target.is_some_and(|target| target.value > own)
    }
}

/// Pixels of the widest label as a native chart shows it: the number alone, without the share that a picture adds.
fn label_width(series: &Series) -> usize {
    let shown = series.points.iter().flatten().map(|point| display(Some(*point), series.unit));
    shown.map(|label| text::width(&label)).max().unwrap_or(0) * LABEL_CHARACTER
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::number::{Unit, display};
    use crate::report::model::{Axis, ChartKind, Target};

    fn line(points: &[f64]) -> Series {
        let labels = points.iter().map(|point| display(Some(*point), Unit::Percent)).collect();
        let points = points.iter().copied().map(Some).collect();
        Series { name: "率".to_owned(), mark: Mark::Line, axis: Axis::Left, unit: Unit::Percent, points, labels }
    }

    fn chart(series: Vec<Series>, target: Option<Target>) -> Chart {
        let (id, title, sentence) = ("id".to_owned(), "题".to_owned(), String::new());
        let categories = vec!["1".to_owned(); series[0].points.len()];
        Chart { id, title, sentence, kind: ChartKind::Cartesian, categories, series, target, caveat: None }
    }

    #[test]
    fn of_two_lines_the_lower_has_its_label_below() {
        let chart = chart(vec![line(&[90.0, 95.0, 93.0]), line(&[95.0, 90.0, 93.0])], None);
        let room = Room::of(&chart, 600);
        let below = |index: usize| (0..3).map(|at| room.is_lower_line(&chart.series[index], at)).collect::<Vec<_>>();
        assert_eq!(below(0), [true, false, false]);
        assert_eq!(below(1), [false, true, true]);
    }

    #[test]
    fn a_label_stands_on_the_far_side_of_the_target() {
        let target = Some(Target { label: "目标".to_owned(), value: 95.0, axis: Axis::Left });
        let chart = chart(vec![line(&[94.0, 96.0])], target);
        let room = Room::of(&chart, 600);
        assert!(room.is_lower_line(&chart.series[0], 0) && !room.is_lower_line(&chart.series[0], 1));
    }

    #[test]
    fn a_label_whose_number_fits_is_not_turned_for_the_share_in_its_text() {
        let mut failures = line(&[37.0; 5]);
        (failures.mark, failures.unit) = (Mark::Column, Unit::Count);
        failures.labels = vec!["37 · 38.14%".to_owned(); 5];
        let chart = chart(vec![failures], None);
        assert_eq!(Room::of(&chart, 580).column_labels(&chart.series[0]), Fit::Level);
    }

    #[test]
    fn labels_that_do_not_fit_are_left_out() {
        let crowded = chart(vec![line(&[93.25; 40])], None);
        assert!(!Room::of(&crowded, 600).line_labels(&crowded.series[0]));
        assert_eq!(Room::of(&crowded, 600).column_labels(&crowded.series[0]), Fit::None);
        let roomy = chart(vec![line(&[93.25; 5])], None);
        assert!(Room::of(&roomy, 600).line_labels(&roomy.series[0]));
    }
}
