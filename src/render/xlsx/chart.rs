//! Native charts that a person can edit: columns, lines and dots, also on two axes and with a target line, bars, and pies.

use rust_xlsxwriter as xlsx;
use rust_xlsxwriter::{
    ChartAxis, ChartDataLabel, ChartDataLabelPosition, ChartEmptyCells, ChartFormat, ChartLegendPosition, ChartLine,
    ChartMarker, ChartRange, ChartSeries, ChartType, Color, ObjectMovement,
};

use super::chart_data::Ranges;
use super::formats::{chart_font, point_format};
use super::palette::Palette;
use super::room::Room;
use super::series;
use crate::report::chart::model::{Axis, Chart, Form, Mark};
use crate::report::chart::scale::Scale;

/// Draws `chart` from the cells in `ranges`.
pub(super) fn build(chart: &Chart, ranges: &Ranges, palette: &Palette, room: &Room<'_>) -> xlsx::Chart {
    let mut drawn = match chart.form {
        Form::Standing => standing(chart, ranges, palette, room),
        Form::Lying => lying(chart, ranges, palette, room),
        Form::Pie => pie(chart, ranges, palette),
        Form::Bridge => bridge(chart, ranges, palette),
    };
    drawn.set_width(room.size.0).set_height(room.size.1).set_name(&chart.id);
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

fn standing(chart: &Chart, ranges: &Ranges, palette: &Palette, room: &Room<'_>) -> xlsx::Chart {
    let has_columns = chart.drawn_as(Mark::Column).next().is_some();
    let mut base = xlsx::Chart::new(if has_columns { ChartType::Column } else { ChartType::Line });
    let mut lines = xlsx::Chart::new(ChartType::Line);
    let (mut columns_before, mut others_before) = (0, 0);
    for (content, range) in chart.series.iter().zip(&ranges.series) {
        let mut drawn = series::plain(range, &ranges.categories, content.axis);
        if content.mark == Mark::Column {
            series::as_column(&mut drawn, (chart, content), palette, columns_before, room);
            add(&mut base, drawn);
            columns_before += 1;
        } else {
            series::as_points(&mut drawn, (chart, content), palette, others_before, room);
            add(if has_columns { &mut lines } else { &mut base }, drawn);
            others_before += 1;
        }
    }
    if let (Some(target), Some(range)) = (&chart.target, ranges.series.get(chart.series.len())) {
        let mut drawn = series::plain(range, &ranges.categories, target.axis);
        series::as_target(&mut drawn, palette, chart.positions.len());
        add(if has_columns { &mut lines } else { &mut base }, drawn);
    }
    if has_columns && (others_before > 0 || chart.target.is_some()) {
        base.combine(&lines);
    }
    axes(&mut base, chart, palette);
    legend(&mut base, ranges, palette);
    base
}

/// Bars from top to bottom; every bar says its value, so that no axis is needed.
fn lying(chart: &Chart, ranges: &Ranges, palette: &Palette, room: &Room<'_>) -> xlsx::Chart {
    let mut drawn = xlsx::Chart::new(ChartType::Bar);
    for (before, (content, range)) in chart.series.iter().zip(&ranges.series).enumerate() {
        let mut bars = series::plain(range, &ranges.categories, Axis::Left);
        series::as_column(&mut bars, (chart, content), palette, before, room);
        add(&mut drawn, bars);
    }
    // Of a bar chart the writer calls the names y.
    drawn.y_axis().set_reverse().set_major_gridlines(false).set_font(&chart_font(9, palette.text));
    drawn.y_axis().set_format(ChartFormat::new().set_line(&hairline(palette)));
    if let Some(scale) = chart.series.first().and_then(|series| chart.scale(series.axis)) {
        value_axis(drawn.x_axis(), scale, palette);
    }
    drawn.x_axis().set_major_gridlines(false).set_hidden(true);
    legend(&mut drawn, ranges, palette);
    drawn
}

/// A bridge. Excel has no floating columns: each stands on a column without colour, and its label on a line without one.
fn bridge(chart: &Chart, ranges: &Ranges, palette: &Palette) -> xlsx::Chart {
    let mut columns = xlsx::Chart::new(ChartType::ColumnStacked);
    let mut lines = xlsx::Chart::new(ChartType::Line);
    let invisible = || ChartFormat::new().set_no_fill().set_no_line().clone();
    if let (Some(content), [floor, height, top]) = (chart.series.first(), ranges.series.as_slice()) {
        let plain = |range| series::plain(range, &ranges.categories, Axis::Left);
        let mut stand = plain(floor);
        stand.set_format(&mut invisible()).set_gap(40);
        add(&mut columns, stand);
        let mut steps = plain(height);
        let ground = palette.theme.series_colour(Mark::Column, 0).number();
        steps.set_format(&mut series::fill(ground));
        series::point_colours(&mut steps, chart, content, palette, 0);
        add(&mut columns, steps);
        let mut labels = plain(top);
        labels.set_format(ChartFormat::new().set_line(ChartLine::new().set_hidden(true)));
        labels.set_marker(ChartMarker::new().set_none());
        let label = |cell: Option<&ChartRange>| {
            let mut label = ChartDataLabel::new();
            // Where a program does not know labels from cells, it writes the level.
            label
                .show_value()
                .set_font(&chart_font(8, palette.text))
                .set_position(ChartDataLabelPosition::Above)
                .set_num_format(point_format(content.unit, content.unit.decimals()));
            if let Some(cell) = cell {
                label.set_value(cell);
            }
            label
        };
        let each: Vec<ChartDataLabel> = ranges.labels.iter().map(|cell| label(Some(cell)).to_custom()).collect();
        labels.set_data_label(&label(None)).set_custom_data_labels(&each);
        add(&mut lines, labels);
    }
    columns.combine(&lines);
    axes(&mut columns, chart, palette);
    columns.legend().set_hidden();
    columns
}

fn legend(drawn: &mut xlsx::Chart, ranges: &Ranges, palette: &Palette) {
    if ranges.series.len() > 1 {
        drawn.legend().set_position(ChartLegendPosition::Bottom).set_font(&chart_font(9, palette.text));
    } else {
        drawn.legend().set_hidden();
    }
}

/// `push_series` would take the points off a line; what `add_series` gives back may be replaced.
fn add(drawn: &mut xlsx::Chart, series: ChartSeries) {
    *drawn.add_series() = series;
}

fn axes(drawn: &mut xlsx::Chart, chart: &Chart, palette: &Palette) {
    drawn.x_axis().set_font(&chart_font(9, palette.text)).set_format(ChartFormat::new().set_line(&hairline(palette)));
    let grid = ChartLine::new().set_color(Color::RGB(palette.grid)).set_width(0.75).clone();
    if let Some(scale) = chart.left {
        value_axis(drawn.y_axis(), scale, palette);
    }
    drawn.y_axis().set_major_gridlines(true).set_major_gridlines_line(&grid);
    if let Some(scale) = chart.right {
        value_axis(drawn.y2_axis(), scale, palette);
        drawn.y2_axis().set_major_gridlines(false);
    }
}

fn value_axis(axis: &mut ChartAxis, scale: Scale, palette: &Palette) {
    axis.set_min(scale.low)
        .set_max(scale.high())
        .set_major_unit(scale.step)
        .set_num_format(point_format(scale.unit, scale.decimals()))
        .set_font(&chart_font(9, palette.muted))
        .set_format(ChartFormat::new().set_no_line());
}
