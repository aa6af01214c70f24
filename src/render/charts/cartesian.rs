//! Columns and lines over the categories, on a left and a right axis.

use super::layout::{Area, Layout, Paper};
use super::{axes, columns, frame, labels, lines, series};
use crate::render::theme::Theme;
use crate::report::chart::model::Chart;

/// Lays the whole picture out.
pub fn layout(chart: &Chart, paper: &Paper<'_>, theme: &Theme) -> Layout {
    let mut layout = Layout::on(paper);
    let series = series::drawn(chart, theme);
    let room = frame::place(&mut layout, chart, paper, &series::keys(&series), theme, true);
    let axes = axes::place(&mut layout, chart, &series, room, theme);
    let mut columns = columns::place(&mut layout, chart, &series, &axes, theme);
    let target = axes::place_target(&mut layout, chart, &axes, theme);
    let mut placed = lines::place(&mut layout, chart, &series, &axes, theme);
    placed.labels.append(&mut columns.labels);
    placed.lines.append(&mut columns.lines);
    placed.lines.extend(target);
    // A column that reaches the top of the plot has its label in the strip above it.
    let room = Area { top: axes.plot.top - axes::STRIP, ..axes.plot };
    labels::settle(&mut layout, placed, room);
    layout
}
