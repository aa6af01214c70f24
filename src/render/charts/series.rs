//! The series of a chart with what the picture adds to them: colour, marks, letter height.

use super::frame::Key;
use super::{font, words};
use crate::render::theme::{Rgb, Theme};
use crate::report::chart::model::{Chart, Mark, Series};

/// A series with its place among the series of the same kind, and its colour.
pub struct Drawn<'a> {
    /// The series.
    pub series: &'a Series,
    /// Its place among the columns, or among the lines and dots, from 0.
    pub index: usize,
    /// Its colour.
    pub colour: Rgb,
    /// The colour of each of its points.
    pub colours: Vec<Rgb>,
}

/// The series of a chart in their order.
pub fn drawn<'a>(chart: &'a Chart, theme: &Theme) -> Vec<Drawn<'a>> {
    let (mut columns, mut others) = (0, 0);
    let place = |series: &'a Series| {
        let counter = if series.mark == Mark::Column { &mut columns } else { &mut others };
        let index = *counter;
        *counter += 1;
        let points = series.points.iter().zip(&chart.positions);
        let colours =
            points.map(|(point, position)| theme.point_colour(series.mark, index, position.whole, point)).collect();
        Drawn { series, index, colour: theme.series_colour(series.mark, index), colours }
    };
    chart.series.iter().map(place).collect()
}

/// The entries of the legend.
pub fn keys(series: &[Drawn<'_>]) -> Vec<Key> {
    series
        .iter()
        .map(|one| Key { name: one.series.name.clone(), colour: one.colour, mark: (one.series.mark, one.index) })
        .collect()
}

/// The value and display text of a point; `None` for a gap.
pub fn value(series: &Series, at: usize) -> Option<(f64, String)> {
    let point = series.points.get(at)?;
    Some((point.height()?, words::one_line(&point.label)))
}

/// The label of a point: its text where it is written, the sign of a gap; nothing in front of the whole.
pub fn label(series: &Series, at: usize) -> Option<String> {
    let point = series.points.get(at)?;
    (point.shown || point.height().is_none()).then(|| words::one_line(&point.label))
}

/// One letter height for all labels of these series: the largest at which each fits the room.
pub fn em_for_all(series: &[&Drawn<'_>], positions: usize, room: f64, theme: &Theme) -> f64 {
    let texts = series.iter().flat_map(|one| (0..positions).filter_map(|at| label(one.series, at)));
    let widest = texts.map(|text| font::width(&text, 1.0)).fold(0.1, f64::max);
    (room / widest).floor().clamp(theme.sizes.smallest.min(theme.sizes.value), theme.sizes.value)
}
