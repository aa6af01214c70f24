//! The size of a native chart, how its labels stand, and on which side of their point.

use crate::base::text;
use crate::report::chart::model::{Chart, Form, Mark, Series};

/// Pixels of a character of a label at 8 points.
const LABEL_CHARACTER: usize = 6;
/// Pixels of a character of a name at 9 points.
const NAME_CHARACTER: usize = 7;
/// Pixels of a label that stands upright.
const UPRIGHT_LABEL: usize = 13;
/// Pixels left and right of the plot (axes).
const MARGIN: usize = 110;
/// Pixels of a chart, and of one whose names or labels need more: half the paper, and most of it.
const WIDTHS: [u32; 3] = [560, 768, 1200];
/// Pixels of a chart; bars that need more get it.
const HEIGHT: u32 = 224;
/// Pixels of a bar, and of what stands above and below the bars.
const BAR: (u32, u32) = (18, 80);

/// The room in a chart.
pub(super) struct Room<'a> {
    chart: &'a Chart,
    /// Width and height in pixels.
    pub size: (u32, u32),
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
}

impl<'a> Room<'a> {
    /// The room that a chart takes.
    pub(super) fn of(chart: &'a Chart) -> Self {
        let count = chart.positions.len().max(1);
        let [narrow, .., widest] = WIDTHS;
        let plot = |width: u32| (width as usize).saturating_sub(MARGIN);
        let wanted = wanted(chart);
        let size = match chart.form {
            Form::Pie => (narrow, HEIGHT),
            Form::Lying => {
                let bars = (count * chart.series.len().max(1)) as u32;
                (narrow, HEIGHT.max(BAR.0 * bars + BAR.1))
            }
            Form::Standing | Form::Bridge => {
                (WIDTHS.into_iter().find(|width| wanted <= plot(*width)).unwrap_or(widest), HEIGHT)
            }
        };
        Self { chart, size, position: plot(size.0) / count }
    }

    /// The room of a chart that is given its size in pixels.
    pub(super) fn within(chart: &'a Chart, size: (u32, u32)) -> Self {
        let count = chart.positions.len().max(1);
        Self { chart, size, position: (size.0 as usize).saturating_sub(MARGIN) / count }
    }

    /// Pixels between two groups of columns, in percent of a column.
    pub(super) fn gap(&self) -> u16 {
        let several = self.chart.drawn_as(Mark::Column).count() > 1;
        match self.chart.positions.len() {
            0..=2 => 200,
            _ if several => 50,
            _ => 90,
        }
    }

    /// How the labels of a series of columns fit.
    pub(super) fn column_labels(&self, series: &Series) -> Fit {
        let columns = self.chart.drawn_as(Mark::Column).count().max(1);
        let column = self.position * 100 / (100 * columns + usize::from(self.gap()));
        if self.chart.form == Form::Lying || column >= label_width(series) { Fit::Level } else { Fit::Upright }
    }

    /// Something runs over the columns: lines, dots or a target.
    pub(super) fn is_crossed(&self) -> bool {
        self.chart.target.is_some() || self.chart.series.iter().any(|series| series.mark != Mark::Column)
    }

    /// Whether another line, or the target of a single one, runs above `series` at a position, so that its label
    /// stands below.
    pub(super) fn is_lower_line(&self, series: &Series, at: usize) -> bool {
        let point = |line: &Series| line.points.get(at).and_then(|point| point.height());
        let Some(own) = point(series) else { return false };
        let mut before = true;
        let mut others = 0;
        for line in self.chart.series.iter().filter(|series| series.mark != Mark::Column) {
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

/// Pixels that names and labels want side by side; names break at blanks.
fn wanted(chart: &Chart) -> usize {
    let count = chart.positions.len();
    let labels = chart.positions.iter().map(|position| position.label());
    let words = labels.map(|label| label.split(' ').map(text::width).max().unwrap_or(0));
    let names = words.max().unwrap_or(0) * NAME_CHARACTER * count;
    let columns = chart.drawn_as(Mark::Column).count();
    let shown = |series: &&Series| series.points.iter().filter(|point| point.shown).count() * 2 > count;
    let labels = chart.series.iter().filter(shown).map(|series| match series.mark {
        Mark::Column => count * columns * UPRIGHT_LABEL * 3 / 2,
        Mark::Line | Mark::Dot => count * label_width(series),
    });
    names.max(labels.max().unwrap_or(0))
}

/// Pixels of the widest label.
fn label_width(series: &Series) -> usize {
    series.points.iter().map(|point| text::width(&point.label)).max().unwrap_or(0) * LABEL_CHARACTER
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::number::Unit;
    use crate::render::xlsx::tests::sample::{chart_of, series};
    use crate::report::chart::model::{Axis, Target};

    fn line(points: &[f64]) -> Series {
        let points: Vec<Option<f64>> = points.iter().copied().map(Some).collect();
        series("率", Mark::Line, Axis::Left, Unit::Percent, &points)
    }

    fn chart(series: Vec<Series>, target: Option<Target>) -> Chart {
        let names: Vec<&str> = vec!["1"; series[0].points.len()];
        chart_of("id", "题", Form::Standing, &names, series, target)
    }

    #[test]
    fn of_two_lines_the_lower_has_its_label_below() {
        let chart = chart(vec![line(&[90.0, 95.0, 93.0]), line(&[95.0, 90.0, 93.0])], None);
        let room = Room::of(&chart);
        let below = |index: usize| (0..3).map(|at| room.is_lower_line(&chart.series[index], at)).collect::<Vec<_>>();
        assert_eq!(below(0), [true, false, false]);
        assert_eq!(below(1), [false, true, true]);
    }

    #[test]
    fn a_label_stands_on_the_far_side_of_the_target() {
        let target = Some(Target { label: "目标".to_owned(), value: 95.0, axis: Axis::Left });
        let chart = chart(vec![line(&[94.0, 96.0])], target);
        let room = Room::of(&chart);
        assert!(room.is_lower_line(&chart.series[0], 0) && !room.is_lower_line(&chart.series[0], 1));
    }

    #[test]
    fn a_chart_is_as_wide_as_its_labels_need() {
        let few = chart(vec![line(&[93.25; 5])], None);
        let more = chart(vec![line(&[93.25; 16])], None);
        let many = chart(vec![line(&[93.25; 24])], None);
        assert_eq!([few, more, many].map(|chart| Room::of(&chart).size.0), WIDTHS);
    }
}
