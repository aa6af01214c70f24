//! The series of a chart with what the picture adds to them: colour, marks, letter height.

use super::frame::Key;
use super::{font, words};
use crate::render::theme::{Rgb, Theme};
use crate::report::model::{Chart, Mark, Series};

/// A series with its place among the series of the same mark, and its colour.
pub struct Drawn<'a> {
    /// The series.
    pub series: &'a Series,
    /// Its place among the series with the same mark, from 0.
    pub index: usize,
    /// Its colour.
    pub colour: Rgb,
}

/// The series of a chart in their order.
pub fn drawn<'a>(chart: &'a Chart, theme: &Theme) -> Vec<Drawn<'a>> {
    let mut columns = 0;
    let mut lines = 0;
    let place = |series: &'a Series| {
        let counter = match series.mark {
            Mark::Column => &mut columns,
            Mark::Line => &mut lines,
        };
        let index = *counter;
        *counter += 1;
        Drawn { series, index, colour: theme.series_colour(series.mark, index) }
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
    let value = series.points.get(at).copied().flatten().filter(|value| value.is_finite())?;
    Some((value, series.labels.get(at).map(|label| words::one_line(label)).unwrap_or_default()))
}

/// One letter height for all labels of these series: the largest at which each fits the room.
pub fn em_for_all(series: &[&Drawn<'_>], categories: usize, room: f64, theme: &Theme) -> f64 {
    let texts = series.iter().flat_map(|one| (0..categories).filter_map(|at| value(one.series, at)));
    let widest = texts.map(|(_, text)| font::width(&text, 1.0)).fold(0.1, f64::max);
    (room / widest).floor().clamp(theme.sizes.smallest.min(theme.sizes.value), theme.sizes.value)
}
