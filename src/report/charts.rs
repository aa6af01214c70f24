//! Charts from exact points; a gap is `None`, never 0.

use crate::base::number::{Unit, display};
use crate::kpi::model::KpiResult;
use crate::report::draft::{Draft, Maybe};
use crate::report::model::{Axis, Block, Chart, ChartKind, Mark, Series, Target};
use crate::report::words;

/// Columns and lines over categories.
pub(super) fn cartesian(
    id: &str,
    title: &str,
    sentence: String,
    categories: Vec<String>,
    series: Vec<Series>,
    target: Option<Target>,
) -> Block {
    let (id, title) = (id.to_owned(), title.to_owned());
    Block::Chart(Chart { id, title, sentence, kind: ChartKind::Cartesian, categories, series, target, caveat: None })
}

/// Parts of a whole.
pub(super) fn pie(id: &str, title: &str, sentence: String, categories: Vec<String>, parts: Series) -> Block {
    let (id, title) = (id.to_owned(), title.to_owned());
    Block::Chart(Chart {
        id,
        title,
        sentence,
        kind: ChartKind::Pie,
        categories,
        series: vec![parts],
        target: None,
        caveat: None,
    })
}

/// Columns on the left axis.
pub(super) fn column(name: &str, unit: Unit, points: Vec<Option<f64>>) -> Series {
    series(name, Mark::Column, Axis::Left, unit, points)
}

/// A line on an axis.
pub(super) fn line(name: &str, axis: Axis, unit: Unit, points: Vec<Option<f64>>) -> Series {
    series(name, Mark::Line, axis, unit, points)
}

fn series(name: &str, mark: Mark, axis: Axis, unit: Unit, points: Vec<Option<f64>>) -> Series {
    let labels = points.iter().map(|point| display(*point, unit)).collect();
    Series { name: name.to_owned(), mark, axis, unit, points, labels }
}

/// Counts as columns or parts, each label with its share: `37 · 38.14%`.
pub(super) fn with_shares(mut series: Series, shares: &[Option<f64>]) -> Series {
    for (label, share) in series.labels.iter_mut().zip(shares) {
        if share.is_some() {
            *label = format!("{label} · {}", display(*share, Unit::Percent));
        }
    }
    series
}

/// The target line of an indicator, where it has one.
pub(super) fn target(draft: &Draft<'_>, result: Maybe<'_>, axis: Axis) -> Option<Target> {
    let result: &KpiResult = result?;
    let value = result.target?;
    let label = draft.fill("chart.target", &[("target", &words::target(value, result.unit))]);
    Some(Target { label, value, axis })
}
