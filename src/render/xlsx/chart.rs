//! Native charts that a person can edit: columns, lines, both on two axes with a target line, and pies.

use rust_xlsxwriter as xlsx;
use rust_xlsxwriter::{
    ChartAxis, ChartEmptyCells, ChartFormat, ChartLegendPosition, ChartLine, ChartSeries, ChartType, Color,
    ObjectMovement,
};

use super::axis::{Scale, Side};
use super::chart_data::Ranges;
use super::formats::{chart_font, point_format};
use super::palette::Palette;
use super::room::Room;
use super::series;
use crate::report::model::{Axis, Chart, ChartKind, Mark};

/// Draws `chart` from the cells in `ranges`, `size` pixels wide and high.
pub(super) fn build(chart: &Chart, ranges: &Ranges, palette: &Palette, size: (u32, u32)) -> xlsx::Chart {
    let mut drawn = match chart.kind {
        ChartKind::Cartesian => cartesian(chart, ranges, palette, size.0),
        ChartKind::Pie => pie(chart, ranges, palette),
    };
    drawn.set_width(size.0).set_height(size.1).set_name(&chart.id);
    drawn.set_alt_text(chart.sentence.chars().take(120).collect::<String>());
    drawn.set_object_movement(ObjectMovement::MoveButDontSizeWithCells);
    drawn.show_empty_cells_as(ChartEmptyCells::Gaps).show_hidden_data();
    drawn
        .title()
        .set_name(chart.title.trim_start_matches('='))
        .set_font(&chart_font(12, palette.text))
        .set_overlay(false);
    drawn.chart_area().set_format(ChartFormat::new().set_border(&hairline(palette)));
    drawn
}

fn hairline(palette: &Palette) -> ChartLine {
    ChartLine::new().set_color(Color::RGB(palette.rule)).set_width(0.75).clone()
}

fn pie(chart: &Chart, ranges: &Ranges, palette: &Palette) -> xlsx::Chart {
    let mut drawn = xlsx::Chart::new(ChartType::Pie);
    if let (Some(content), Some(range)) = (chart.series.first(), ranges.series.first()) {
        let mut slices = series::plain(range, &ranges.categories, Axis::Left);
        series::as_slices(&mut slices, content, palette);
        add(&mut drawn, slices);
    }
    drawn.legend().set_position(ChartLegendPosition::Right).set_font(&chart_font(9, palette.text));
    drawn
}

fn cartesian(chart: &Chart, ranges: &Ranges, palette: &Palette, width: u32) -> xlsx::Chart {
    let has_columns = chart.series.iter().any(|series| series.mark == Mark::Column);
    let mut base = xlsx::Chart::new(if has_columns { ChartType::Column } else { ChartType::Line });
    let mut lines = xlsx::Chart::new(ChartType::Line);
    let room = Room::of(chart, width);
    let (mut columns_before, mut lines_before) = (0, 0);
    for (content, range) in chart.series.iter().zip(&ranges.series) {
        let mut drawn = series::plain(range, &ranges.categories, content.axis);
        match content.mark {
            Mark::Column => {
                let top = side(chart, content.axis).map_or(0.0, |side| Scale::of(&side).max);
                series::as_column(&mut drawn, content, palette, columns_before, &room, top);
                add(&mut base, drawn);
                columns_before += 1;
            }
            Mark::Line => {
                series::as_line(&mut drawn, content, palette, lines_before, &room);
                add(if has_columns { &mut lines } else { &mut base }, drawn);
                lines_before += 1;
            }
        }
    }
    if let (Some(target), Some(range)) = (&chart.target, ranges.series.get(chart.series.len())) {
        let mut drawn = series::plain(range, &ranges.categories, target.axis);
        series::as_target(&mut drawn, palette, chart.categories.len());
        add(if has_columns { &mut lines } else { &mut base }, drawn);
    }
    if has_columns && (lines_before > 0 || chart.target.is_some()) {
        base.combine(&lines);
    }
    axes(&mut base, chart, palette);
    if ranges.series.len() > 1 {
        base.legend().set_position(ChartLegendPosition::Bottom).set_font(&chart_font(9, palette.text));
    } else {
        base.legend().set_hidden();
    }
    base
}

/// `push_series` would take the points off a line; what `add_series` gives back may be replaced.
fn add(drawn: &mut xlsx::Chart, series: ChartSeries) {
    *drawn.add_series() = series;
}

fn axes(drawn: &mut xlsx::Chart, chart: &Chart, palette: &Palette) {
    drawn.x_axis().set_font(&chart_font(9, palette.text)).set_format(ChartFormat::new().set_line(&hairline(palette)));
    let grid = ChartLine::new().set_color(Color::RGB(palette.grid)).set_width(0.75).clone();
    if let Some(side) = side(chart, Axis::Left) {
        value_axis(drawn.y_axis(), &side, palette);
    }
    drawn.y_axis().set_major_gridlines(true).set_major_gridlines_line(&grid);
    if let Some(side) = side(chart, Axis::Right) {
        value_axis(drawn.y2_axis(), &side, palette);
        drawn.y2_axis().set_major_gridlines(false);
    }
}

fn value_axis(axis: &mut ChartAxis, side: &Side, palette: &Palette) {
    let scale = Scale::of(side);
    let decimals = usize::from(!side.unit.adds_up() && scale.step.fract() != 0.0);
    axis.set_min(scale.min)
        .set_max(scale.max)
        .set_major_unit(scale.step)
        .set_num_format(point_format(side.unit, decimals))
        .set_font(&chart_font(9, palette.muted))
        .set_format(ChartFormat::new().set_no_line());
}

/// What is drawn against one axis; `None` where nothing is.
fn side(chart: &Chart, axis: Axis) -> Option<Side> {
    let points = |mark: Mark| -> Vec<f64> {
        let series = chart.series.iter().filter(|series| series.axis == axis && series.mark == mark);
        series.flat_map(|series| series.points.iter().flatten().copied()).filter(|value| value.is_finite()).collect()
    };
    let unit = chart.series.iter().find(|series| series.axis == axis)?.unit;
    let target = chart.target.as_ref().filter(|target| target.axis == axis).map(|target| target.value);
    let mut lines = points(Mark::Line);
    lines.extend(target);
    let columns_here = chart.series.iter().any(|series| series.axis == axis && series.mark == Mark::Column);
    let other = if columns_here { Mark::Line } else { Mark::Column };
    let shared = chart.series.iter().any(|series| series.axis != axis && series.mark == other);
    Some(Side { columns: points(Mark::Column), lines, unit, shared })
}
