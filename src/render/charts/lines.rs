//! Points with their values: of periods joined by lines, of groups alone.

use super::axes::Axes;
use super::frame;
use super::labels::{self, Label, Wanted};
use super::layout::{Area, Layout, Point, Shape};
use super::series::{self, Drawn, label, value};
use crate::render::theme::Theme;
use crate::report::chart::model::{Chart, Mark};

/// Draws the points and what joins them; what they ask of the labels: theirs, and their points and pieces to keep off.
pub fn place(layout: &mut Layout, chart: &Chart, series: &[Drawn<'_>], axes: &Axes, theme: &Theme) -> Wanted {
    let mut all = Wanted::default();
    let mut marks = Vec::new();
    let lines: Vec<&Drawn<'_>> = series.iter().filter(|one| one.series.mark != Mark::Column).collect();
    let em = series::em_for_all(&lines, chart.positions.len(), axes.slot * 0.75, theme);
    for one in &lines {
        let values: Vec<Option<(f64, String)>> = (0..chart.positions.len()).map(|at| value(one.series, at)).collect();
        let place = |at: usize| {
            let (value, _) = values.get(at)?.as_ref()?;
            Some((
                axes.middle(at) + aside(&lines, one.index, (at, chart.positions[at].whole), axes),
                axes.y(one.series.axis, *value),
            ))
        };
        for run in runs(&values).into_iter().filter(|_| one.series.mark == Mark::Line) {
            let points: Vec<Point> = run.clone().filter_map(place).collect();
            if lines.len() < series.len() {
                // A light border keeps a line apart from the columns behind it.
                layout.path(&points, theme.colours.ground, 8, None);
            }
            layout.path(&points, one.colour, 4, frame::dash(one.index));
            all.lines.extend(points.windows(2).map(|pair| (pair[0], pair[1])));
        }
        let ranks = ranks(&values);
        for (at, rank) in ranks.into_iter().enumerate() {
            let Some(point) = place(at) else { continue };
            let alone = one.series.mark == Mark::Dot || chart.positions[at].whole;
            let radius = if alone { frame::DOT } else { frame::POINT };
            marks.push((point, one, radius, one.colours[at]));
            all.points.push(Area::around(point, radius + 2.0));
            let Some(text) = label(one.series, at) else { continue };
            let ink = if chart.positions[at].whole { one.colours[at] } else { one.colour };
            let places = labels::around_point(&text, em, point, ink, theme.colours.ground);
            all.labels.push(Label { rank: rank + one.index as u32, places });
        }
    }
    for (point, one, radius, colour) in marks.into_iter().filter(|_| axes.slot > 14.0) {
        layout.shapes.push(Shape::Disc(point, radius + 3.0, theme.colours.ground));
        frame::point(layout, one.index, point, radius, colour);
    }
    all
}

/// How far a point moves aside, in pixels, because points of other lines stand on (nearly) the same height: side by side
/// both can be seen. Those of the whole, which no line joins, do so as soon as they touch.
fn aside(lines: &[&Drawn<'_>], index: usize, (at, whole): (usize, bool), axes: &Axes) -> f64 {
    let y = |one: &Drawn<'_>| value(one.series, at).map(|(value, _)| axes.y(one.series.axis, value));
    let Some(own) = lines.iter().find(|one| one.index == index).and_then(|one| y(one)) else { return 0.0 };
    let (radius, close) = if whole { (frame::DOT, 2.0 * frame::DOT + 3.0) } else { (frame::POINT, 1.5 * frame::POINT) };
    let near: Vec<usize> = lines
        .iter()
        .filter(|one| y(one).is_some_and(|other| (other - own).abs() < close))
        .map(|one| one.index)
        .collect();
    let place = near.iter().filter(|&&other| other < index).count() as f64 - (near.len() - 1) as f64 / 2.0;
    place * (2.0 * radius + 4.0).min(axes.slot / (near.len() + 2) as f64)
}

/// The stretches of a line without a gap.
fn runs(values: &[Option<(f64, String)>]) -> Vec<std::ops::Range<usize>> {
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    for at in (0..values.len()).filter(|&at| values[at].is_some()) {
        match runs.last_mut() {
            Some(run) if run.end == at => run.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs
}

/// The last point matters most, then the highest and the lowest, then (after the columns) the newer ones before the older.
fn ranks(values: &[Option<(f64, String)>]) -> Vec<u32> {
    let known = || values.iter().enumerate().filter_map(|(at, value)| value.as_ref().map(|(value, _)| (at, *value)));
    let last = known().next_back().map(|(at, _)| at);
    let highest = known().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(at, _)| at);
    let lowest = known().min_by(|a, b| a.1.total_cmp(&b.1)).map(|(at, _)| at);
    (0..values.len())
        .map(|at| match Some(at) {
            at if at == last => 0,
            at if at == highest || at == lowest => 1_000,
            _ => labels::RANK_POINT + 100 * (values.len() - at) as u32,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(numbers: &[Option<f64>]) -> Vec<Option<(f64, String)>> {
        numbers.iter().map(|number| number.map(|number| (number, String::new()))).collect()
    }

    #[test]
    fn a_gap_breaks_the_line() {
        assert_eq!(runs(&values(&[Some(1.0), Some(2.0), None, Some(0.0)])), [0..2, 3..4]);
    }

    #[test]
    fn the_newest_point_and_the_extremes_are_labelled_first() {
        let ranks = ranks(&values(&[Some(5.0), Some(9.0), Some(1.0), Some(4.0), None]));
        assert_eq!(ranks[3], 0);
        assert!(ranks[1] < labels::RANK_COLUMN && ranks[2] < labels::RANK_COLUMN && ranks[0] > labels::RANK_COLUMN);
    }
}
