//! What is decided once the figures of a chart are known: its form, its axes, and which labels have room. The measures are
//! those of the smaller of its two forms: what fits there fits in the picture too.

use super::model::{Axis, Chart, Form, Mark, Point, Position, Series};
use super::scale::{Load, choose};
use crate::base::text;

/// More slices than this cannot be compared, and one alone is no part of a whole.
const SLICES: std::ops::RangeInclusive<usize> = 2..=7;
/// The labels of two neighbours would stand on each other where their middles are nearer than this part of the whole.
const SLICES_APART: f64 = 0.04;
/// So many characters fit below the positions of a chart, side by side in one line.
const NAMES_IN_A_LINE: usize = 130;
/// So many characters of labels fit side by side.
const LABELS_IN_A_LINE: usize = 150;
/// From so many positions on, names that do not fit in a line lie better than they stand.
const MANY: usize = 12;
/// The labels of two lines at one position keep this part of the axis apart.
const APART: f64 = 0.07;

/// Decides what is open: a pie of one slice, of too many or of very thin ones, or names that do not fit make columns or bars of
/// it; `over_time` it stays as it is.
pub(crate) fn decide(chart: &mut Chart, over_time: bool) {
    if chart.form == Form::Pie && !can_be_sliced(chart) {
        chart.form = Form::Standing;
    }
    if chart.form == Form::Standing && !over_time && lies_better(chart) {
        lay_down(chart);
    }
    [chart.left, chart.right] = match chart.form {
        Form::Pie => [None, None],
        Form::Standing | Form::Lying | Form::Bridge => choose([Axis::Left, Axis::Right].map(|axis| load(chart, axis))),
    };
    show_labels(chart);
}

/// Whether a chart shows one thing beside another: one dot, column or slice, be it beside the whole that it makes up alone, says
/// no more than its figure in the table.
pub(crate) fn compares(chart: &Chart) -> bool {
    let known = |series: &&Series, at: usize| series.points[at].height().is_some();
    let parts = (0..chart.positions.len()).filter(|at| !chart.positions[*at].whole);
    let told: Vec<usize> = parts.filter(|at| chart.series.iter().any(|series| known(&series, *at))).collect();
    let columns = |at: &usize| chart.drawn_as(Mark::Column).filter(|series| known(series, *at)).count();
    told.len() > 1 || told.iter().any(|at| columns(at) > 1)
}

/// Whether there are slices to compare, and each has room for its label.
fn can_be_sliced(chart: &Chart) -> bool {
    let points = chart.series.iter().flat_map(|series| &series.points);
    let slices: Vec<f64> = points.filter_map(Point::height).filter(|value| *value > 0.0).collect();
    let apart = slices.iter().sum::<f64>() * SLICES_APART;
    let mut neighbours = slices.iter().zip(slices.iter().cycle().skip(1));
    SLICES.contains(&slices.len()) && neighbours.all(|(one, next)| (one + next) / 2.0 >= apart)
}

/// Columns or dots on one axis whose names would not stand below them.
fn lies_better(chart: &Chart) -> bool {
    let Some(first) = chart.series.first() else { return false };
    let alike =
        chart.series.iter().all(|one| one.mark != Mark::Line && (one.mark, one.axis) == (first.mark, first.axis));
    let count = chart.positions.len();
    let widest = chart.positions.iter().map(|position| text::width(&position.label())).max().unwrap_or(0);
    let crowded = if count > MANY { widest * count > NAMES_IN_A_LINE } else { widest * count > 2 * NAMES_IN_A_LINE };
    alike && chart.series.len() <= 3 && count > 1 && crowded
}

/// Bars begin at 0, and no line crosses them: the target is said.
fn lay_down(chart: &mut Chart) {
    chart.form = Form::Lying;
    chart.series.iter_mut().for_each(|series| series.mark = Mark::Column);
    if let Some(target) = chart.target.take() {
        chart.sentence = format!("{} {}", chart.sentence, target.label).trim_start().to_owned();
    }
}

fn load(chart: &Chart, axis: Axis) -> Option<Load> {
    let here = || chart.series.iter().filter(move |series| series.axis == axis);
    let heights = |columns: bool| -> Vec<f64> {
        let series = here().filter(|series| (series.mark == Mark::Column) == columns);
        series.flat_map(|series| series.points.iter().filter_map(Point::height)).collect()
    };
    let unit = here().next()?.unit;
    if chart.form == Form::Bridge {
        let steps = here().flat_map(|series| &series.points);
        let from = steps.filter(|point| point.from != 0.0).map(|point| point.from);
        let levels = heights(true).into_iter().chain(from).collect();
        return Some(Load { columns: Vec::new(), points: levels, unit, close: true });
    }
    let mut load = Load { columns: heights(true), points: heights(false), unit, close: false };
    if !load.columns.is_empty() || !load.points.is_empty() {
        let target = chart.target.as_ref().filter(|target| target.axis == axis && target.value.is_finite());
        load.points.extend(target.map(|target| target.value));
    }
    Some(load)
}

/// Bars and slices always have room for their labels. Columns have all or none; at most two lines have all of them, more
/// lines those of their last points and of the whole.
fn show_labels(chart: &mut Chart) {
    let columns = chart.drawn_as(Mark::Column).count();
    let others = chart.series.len() - columns;
    let count = chart.positions.len();
    let standing = chart.form == Form::Standing;
    for series in &mut chart.series {
        let widest = series.points.iter().map(|point| text::width(&point.label)).max().unwrap_or(0);
        let side_by_side = if series.mark == Mark::Column { count * columns } else { count };
        let all =
            !standing || (widest * side_by_side <= LABELS_IN_A_LINE && (series.mark == Mark::Column || others <= 2));
        let last = if series.mark == Mark::Column { Vec::new() } else { last_ones(series, &chart.positions) };
        for (at, point) in series.points.iter_mut().enumerate() {
            point.shown = point.height().is_some() && (all || last.contains(&at));
        }
    }
    if standing && others > 2 {
        keep_apart(chart);
    }
}

/// The last point of a line before the whole, and the whole.
fn last_ones(series: &Series, positions: &[Position]) -> Vec<usize> {
    let known = |whole: bool| {
        let mut points = series.points.iter().zip(positions).enumerate().rev();
        points.find(|(_, (point, position))| point.height().is_some() && position.whole == whole).map(|(at, _)| at)
    };
    [known(false), known(true)].into_iter().flatten().collect()
}

/// Of more than two lines, labels at one position that would stand on each other are left to the legend and the table:
/// the highest stays, then those far enough below.
fn keep_apart(chart: &mut Chart) {
    let scales = [Axis::Left, Axis::Right].map(|axis| chart.scale(axis));
    for at in 0..chart.positions.len() {
        let mut heights: Vec<(f64, usize)> = Vec::new();
        for (index, series) in chart.series.iter().enumerate().filter(|(_, series)| series.mark != Mark::Column) {
            let scale = scales[usize::from(series.axis == Axis::Right)];
            let point = &series.points[at];
            heights.extend(
                scale.zip(point.height()).filter(|_| point.shown).map(|(scale, value)| (scale.part(value), index)),
            );
        }
        heights.sort_by(|one, other| other.0.total_cmp(&one.0));
        let mut lowest = f64::INFINITY;
        for (height, index) in heights {
            let apart = lowest - height >= APART;
            chart.series[index].points[at].shown = apart;
            if apart {
                lowest = height;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::number::Unit;

    /// A pie of these slices.
    fn pie(slices: &[f64]) -> Chart {
        let point = |value: &f64| Point { value: Some(*value), ..Point::default() };
        let series = Series {
            name: String::new(),
            mark: Mark::Column,
            axis: Axis::Left,
            unit: Unit::Count,
            points: slices.iter().map(point).collect(),
        };
        Chart {
            id: String::new(),
            title: String::new(),
            sentence: String::new(),
            form: Form::Pie,
            positions: vec![Position::default(); slices.len()],
            series: vec![series],
            left: None,
            right: None,
            target: None,
            caveat: None,
            aside: false,
        }
    }

    fn form_of(slices: &[f64]) -> Form {
        let mut chart = pie(slices);
        decide(&mut chart, false);
        chart.form
    }

    #[test]
    fn a_single_dot_column_or_slice_stands_beside_nothing() {
        let mut two = pie(&[3.0, 0.0]);
        assert!(compares(&two), "a group without any is worth seeing beside one that has some");
        two.series[0].points[1].value = None;
        assert!(!compares(&two) && !compares(&pie(&[3.0])) && !compares(&pie(&[])));
        let mut alone = pie(&[3.0, 3.0]);
        alone.positions[1].whole = true;
        assert!(!compares(&alone), "the only group, and the whole");
        // Received, closed and still open of one month are compared with each other; a rate and what it rests on are not.
        let mut one = pie(&[3.0]);
        one.series.push(one.series[0].clone());
        assert!(compares(&one));
        one.series[1].mark = Mark::Line;
        assert!(!compares(&one));
    }

    #[test]
    fn a_pie_of_very_thin_slices_becomes_bars() {
        for thin in [&[98.0, 1.0, 1.0][..], &[1.0, 98.0, 1.0], &[91.0, 3.0, 3.0, 3.0], &[900.0, 1.0, 0.0, 1.0]] {
            assert_eq!(form_of(thin), Form::Standing, "{thin:?}");
        }
        // One thin slice has its neighbours' room.
        for wide in [&[98.0, 2.0][..], &[60.0, 1.0, 39.0], &[4.0, 4.0, 3.0, 1.0, 1.0, 1.0]] {
            assert_eq!(form_of(wide), Form::Pie, "{wide:?}");
        }
    }

    #[test]
    fn one_slice_and_more_than_seven_are_no_pie() {
        assert_eq!(form_of(&[3.0, 0.0]), Form::Standing);
        assert_eq!([7, 8].map(|count| form_of(&vec![1.0; count])), [Form::Pie, Form::Standing]);
    }
}
