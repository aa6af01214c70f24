//! The series of a chart: colours, labels, gaps.

use rust_xlsxwriter::{
    ChartDataLabel, ChartDataLabelPosition, ChartFont, ChartFormat, ChartLine, ChartLineDashType, ChartMarker,
    ChartMarkerType, ChartRange, ChartSeries, ChartSolidFill, Color,
};

use super::chart_data::SeriesRange;
use super::formats::{chart_font, point_format};
use super::palette::{Palette, Rgb, is_dark};
use super::room::{Fit, Room};
use crate::base::number::Unit;
use crate::report::model::{Axis, Series};

/// White letters in dark columns.
const WHITE: Rgb = 0xFF_FFFF;
/// A column lower than this part of its axis is too low for a label inside.
const LOW_COLUMN: f64 = 0.12;
/// Points of lines, in the order of the series: told apart without colours.
const MARKS: [ChartMarkerType; 4] =
    [ChartMarkerType::Circle, ChartMarkerType::Square, ChartMarkerType::Triangle, ChartMarkerType::Diamond];

/// A series that reads its cells, without looks.
pub(super) fn plain(range: &SeriesRange, categories: &ChartRange, axis: Axis) -> ChartSeries {
    let mut series = ChartSeries::new();
    series.set_name(&range.name).set_categories(categories).set_values(&range.values);
    series.set_secondary_axis(axis == Axis::Right);
    series
}

/// Columns: the `before`-th series of them, on an axis that ends at `top`.
pub(super) fn as_column(
    series: &mut ChartSeries,
    content: &Series,
    palette: &Palette,
    before: usize,
    room: &Room<'_>,
    top: f64,
) {
    let ground = colour(&palette.columns, before);
    series.set_format(&mut fill(ground)).set_gap(room.gap()).set_overlap(0);
    let fit = room.column_labels(content);
    if fit == Fit::None {
        return;
    }
    // Inside where something may run above: lines, the target, or the title above a full rate.
    let position = match (room.is_crossed(), content.unit) {
        (true, _) => ChartDataLabelPosition::InsideBase,
        (false, unit) if unit.full().is_none() => ChartDataLabelPosition::OutsideEnd,
        (false, _) => ChartDataLabelPosition::InsideEnd,
    };
    let outside = position == ChartDataLabelPosition::OutsideEnd;
    let writing = |colour: Rgb| {
        let mut small = chart_font(8, colour);
        if fit == Fit::Upright {
            small.set_rotation(-90);
        }
        small
    };
    let inside = if is_dark(ground) { WHITE } else { palette.text };
    let usual = label(content.unit, &writing(if outside { palette.text } else { inside }), position);
    series.set_data_label(&usual);
    if !outside {
        let above = label(content.unit, &writing(palette.text), ChartDataLabelPosition::OutsideEnd);
        let is_low = |point: &Option<f64>| point.is_some_and(|value| value < top * LOW_COLUMN);
        let labels = content.points.iter().map(|point| if is_low(point) { above.clone() } else { usual.clone() });
        custom(series, labels);
    }
}

/// A line with points: the `before`-th series of them.
pub(super) fn as_line(series: &mut ChartSeries, content: &Series, palette: &Palette, before: usize, room: &Room<'_>) {
    let colour = colour(&palette.lines, before);
    series.set_format(ChartFormat::new().set_line(ChartLine::new().set_color(Color::RGB(colour)).set_width(2.25)));
    let mark = MARKS[before % MARKS.len()];
    series.set_marker(ChartMarker::new().set_type(mark).set_size(6).set_format(&mut fill(colour)));
    let at_side = |position| label(content.unit, &chart_font(8, colour), position);
    if room.line_labels(content) {
        let (above, below) = (at_side(ChartDataLabelPosition::Above), at_side(ChartDataLabelPosition::Below));
        let side = |at| if room.is_lower_line(content, at) { below.clone() } else { above.clone() };
        series.set_data_label(&above);
        custom(series, (0..content.points.len()).map(side));
    } else if let Some(last) = content.points.iter().rposition(Option::is_some) {
        // Too many for a label each: the newest point only.
        let newest = at_side(ChartDataLabelPosition::Right);
        let hidden = ChartDataLabel::new().set_hidden().clone();
        series.set_data_label(&newest);
        custom(series, (0..content.points.len()).map(|at| if at == last { newest.clone() } else { hidden.clone() }));
    }
}

/// The target: a dashed line without points.
pub(super) fn as_target(series: &mut ChartSeries, palette: &Palette, positions: usize) {
    let mut dashed = ChartLine::new();
    dashed.set_color(Color::RGB(palette.target)).set_width(1.5).set_dash_type(ChartLineDashType::Dash);
    series.set_format(ChartFormat::new().set_line(&dashed));
    let mut marker = ChartMarker::new();
    if positions > 1 {
        marker.set_none();
    } else {
        // A line through one position has no length.
        marker.set_type(ChartMarkerType::LongDash).set_size(12).set_format(&mut fill(palette.target));
    }
    series.set_marker(&marker);
}

/// The slices of a pie.
pub(super) fn as_slices(series: &mut ChartSeries, content: &Series, palette: &Palette) {
    let colours = (0..content.points.len()).map(|at| Color::RGB(colour(&palette.slices, at)));
    series.set_point_colors(&colours.collect::<Vec<Color>>());
    let mut label = ChartDataLabel::new();
    label.set_font(&chart_font(9, palette.text)).set_position(ChartDataLabelPosition::OutsideEnd);
    if content.unit.adds_up() {
        label.show_percentage().set_num_format("0.00%");
    } else {
        label.show_value().set_num_format(point_format(content.unit, content.unit.decimals()));
    }
    series.set_data_label(&label);
}

fn custom(series: &mut ChartSeries, labels: impl Iterator<Item = ChartDataLabel>) {
    series.set_custom_data_labels(&labels.map(|mut label| label.to_custom()).collect::<Vec<_>>());
}

fn label(unit: Unit, font: &ChartFont, position: ChartDataLabelPosition) -> ChartDataLabel {
    let mut label = ChartDataLabel::new();
    label.show_value().set_font(font).set_position(position).set_num_format(point_format(unit, unit.decimals()));
    label
}

fn fill(colour: Rgb) -> ChartFormat {
    ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(colour))).clone()
}

fn colour(colours: &[Rgb], at: usize) -> Rgb {
    colours.get(at % colours.len().max(1)).copied().unwrap_or_default()
}
