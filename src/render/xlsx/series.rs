//! The series of a chart: colours, labels, gaps.

use rust_xlsxwriter::{
    ChartDataLabel, ChartDataLabelPosition, ChartFont, ChartFormat, ChartLine, ChartLineDashType, ChartMarker,
    ChartMarkerType, ChartPoint, ChartRange, ChartSeries, ChartSolidFill, Color,
};

use super::chart_data::SeriesRange;
use super::formats::{chart_font, point_format};
use super::palette::{Palette, Rgb, is_dark};
use super::room::{Fit, Room};
use crate::base::number::Unit;
use crate::report::chart::model::{Axis, Chart, Form, Mark, Point, Series};

/// A column lower than this part of its axis is too low for a label inside.
const LOW_COLUMN: f64 = 0.12;
/// Points and dashes of lines, in the order of the series and as the pictures have them: told apart without colours.
const MARKS: [ChartMarkerType; 4] =
    [ChartMarkerType::Circle, ChartMarkerType::Square, ChartMarkerType::Diamond, ChartMarkerType::Triangle];
const DASHES: [ChartLineDashType; 4] =
    [ChartLineDashType::Solid, ChartLineDashType::Dash, ChartLineDashType::SquareDot, ChartLineDashType::LongDash];

/// A series that reads its cells, without looks.
pub(super) fn plain(range: &SeriesRange, categories: &ChartRange, axis: Axis) -> ChartSeries {
    let mut series = ChartSeries::new();
    series.set_name(&range.name).set_categories(categories).set_values(&range.values);
    series.set_secondary_axis(axis == Axis::Right);
    series
}

/// The colours of the points that differ from those of their series, of the `before`-th series of its kind.
pub(super) fn point_colours(
    series: &mut ChartSeries,
    chart: &Chart,
    content: &Series,
    palette: &Palette,
    before: usize,
) {
    let usual = palette.theme.series_colour(content.mark, before);
    let colours = content
        .points
        .iter()
        .zip(&chart.positions)
        .map(|(point, position)| palette.theme.point_colour(content.mark, before, position.whole, point));
    let points: Vec<ChartPoint> = colours
        .map(|colour| match colour == usual {
            true => ChartPoint::default(),
            false => ChartPoint::new().set_format(&mut fill(colour.number())),
        })
        .collect();
    series.set_points(&points);
}

/// Columns or bars: the `before`-th series of them, on an axis that ends at `top`.
pub(super) fn as_column(
    series: &mut ChartSeries,
    (chart, content): (&Chart, &Series),
    palette: &Palette,
    before: usize,
    room: &Room<'_>,
) {
    let ground = palette.theme.series_colour(Mark::Column, before).number();
    series.set_format(&mut fill(ground)).set_gap(room.gap()).set_overlap(0);
    point_colours(series, chart, content, palette, before);
    if !content.points.iter().any(|point| point.shown) {
        return;
    }
    let fit = room.column_labels(content);
    // Inside where something may run above: lines, the target, or the title above a full rate.
    let position = match (room.is_crossed(), content.unit) {
        _ if chart.form == Form::Lying => ChartDataLabelPosition::OutsideEnd,
        (true, _) => ChartDataLabelPosition::InsideBase,
        (false, unit) if unit.full().is_none() => ChartDataLabelPosition::OutsideEnd,
        (false, _) => ChartDataLabelPosition::InsideEnd,
    };
    let writing = |colour: Rgb| {
        let mut small = chart_font(8, colour);
        if fit == Fit::Upright {
            small.set_rotation(-90);
        }
        small
    };
    let above = label(content.unit, &writing(palette.text), ChartDataLabelPosition::OutsideEnd);
    // Light letters in dark columns; of letters and paper one is light.
    let paper = palette.theme.colours.ground.number();
    let [dark, light] = if is_dark(palette.text) { [palette.text, paper] } else { [paper, palette.text] };
    let low = chart.scale(content.axis).map_or(0.0, |scale| scale.high() * LOW_COLUMN);
    let of_point = |at: usize, point: &Point| {
        let ground = palette.theme.point_colour(Mark::Column, before, chart.positions[at].whole, point);
        let inside = if is_dark(ground.number()) { light } else { dark };
        match point.height() {
            Some(height) if height >= low && position != ChartDataLabelPosition::OutsideEnd => {
                label(content.unit, &writing(inside), position)
            }
            _ => above.clone(),
        }
    };
    labels(series, content, above.clone(), of_point);
}

/// A line with points, or dots that nothing joins: the `before`-th series of them.
pub(super) fn as_points(
    series: &mut ChartSeries,
    (chart, content): (&Chart, &Series),
    palette: &Palette,
    before: usize,
    room: &Room<'_>,
) {
    let colour = palette.theme.series_colour(content.mark, before).number();
    let mut line = ChartLine::new();
    match content.mark {
        Mark::Dot => line.set_hidden(true),
        Mark::Line | Mark::Column => {
            line.set_color(Color::RGB(colour)).set_width(2.25).set_dash_type(DASHES[before % DASHES.len()])
        }
    };
    series.set_format(ChartFormat::new().set_line(&line));
    let mark = MARKS[before % MARKS.len()];
    series.set_marker(ChartMarker::new().set_type(mark).set_size(6).set_format(&mut fill(colour)));
    point_colours(series, chart, content, palette, before);
    let all = content.points.iter().all(|point| point.shown || point.height().is_none());
    // Letters in the colour of a line cannot be read on a column.
    let over_columns = chart.drawn_as(Mark::Column).next().is_some();
    let of_point = |at: usize, _: &Point| {
        let position = match all {
            true if room.is_lower_line(content, at) => ChartDataLabelPosition::Below,
            true => ChartDataLabelPosition::Above,
            false => ChartDataLabelPosition::Right,
        };
        let whole = chart.positions[at].whole;
        let colour = palette.theme.point_colour(content.mark, before, whole, &Point::default()).number();
        let mut label = label(content.unit, &chart_font(8, colour), position);
        if over_columns {
            label.set_format(&mut fill(palette.theme.colours.ground.number()));
        }
        label
    };
    let usual = label(content.unit, &chart_font(8, colour), ChartDataLabelPosition::Right);
    labels(series, content, usual, of_point);
}

/// The labels of the points that show one. LibreOffice takes the place that a kind of chart has by itself (outside a
/// column, right of a point) for not said: `usual` says it once more for the series.
fn labels(
    series: &mut ChartSeries,
    content: &Series,
    usual: ChartDataLabel,
    of_point: impl Fn(usize, &Point) -> ChartDataLabel,
) {
    if !content.points.iter().any(|point| point.shown) {
        return;
    }
    let hidden = ChartDataLabel::new().set_hidden().clone();
    let each = content.points.iter().enumerate();
    let each = each.map(|(at, point)| if point.shown { of_point(at, point) } else { hidden.clone() });
    series.set_data_label(&usual);
    series.set_custom_data_labels(&each.map(|mut label| label.to_custom()).collect::<Vec<_>>());
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
    let colours = (0..content.points.len()).map(|at| Color::RGB(palette.theme.slice_colour(at).number()));
    series.set_point_colors(&colours.collect::<Vec<Color>>());
    let usual = label(content.unit, &chart_font(9, palette.text), ChartDataLabelPosition::OutsideEnd);
    labels(series, content, usual.clone(), |_, _| usual.clone());
}

fn label(unit: Unit, font: &ChartFont, position: ChartDataLabelPosition) -> ChartDataLabel {
    let mut label = ChartDataLabel::new();
    label.show_value().set_font(font).set_position(position).set_num_format(point_format(unit, unit.decimals()));
    label
}

pub(super) fn fill(colour: Rgb) -> ChartFormat {
    ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(colour))).clone()
}
