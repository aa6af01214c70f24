//! Horizontal bars: for many groups or long names.

use super::frame;
use super::layout::{Anchor, Area, Layout, Paper, PlacedText, Shape};
use super::series::{self, Drawn, label, value};
use super::{font, words};
use crate::render::theme::Theme;
use crate::report::chart::model::{Axis, Chart, Position, Series};
use crate::report::chart::scale::Scale;

/// A value's text is shortened beyond this many pixels.
const LONGEST_VALUE: f64 = 320.0;
/// A few bars do not fill the picture, in pixels.
const HIGHEST_BAR: f64 = 90.0;
const NAME_GAP: f64 = 16.0;

/// Where the bars stand.
struct Plot {
    area: Area,
    scale: Option<Scale>,
    /// Height of a category and of one bar, in pixels.
    pitch: f64,
    bar: f64,
    /// Letter height of the names and of the values.
    name_em: f64,
    value_em: f64,
}

impl Plot {
    fn x(&self, value: f64) -> f64 {
        self.area.left + self.scale.map_or(0.0, |scale| scale.part(value)) * self.area.width()
    }
}

/// Lays the whole picture out.
pub fn layout(chart: &Chart, paper: &Paper<'_>, theme: &Theme) -> Layout {
    let mut layout = Layout::on(paper);
    let series = series::drawn(chart, theme);
    let room = frame::place(&mut layout, chart, paper, &series::keys(&series), theme, true);
    let mut plot = plot(chart, &series, room, theme);
    let name_room = room.width() * 0.3;
    let name = |position: &Position| {
        let (name, behind) = (words::one_line(&position.name), position.behind());
        // A long name is cut, never the number behind it.
        words::shorten(&name, plot.name_em, name_room - font::width(&behind, plot.name_em)) + &behind
    };
    let names: Vec<String> = chart.positions.iter().map(name).collect();
    plot.area.left += names.iter().map(|name| font::width(name, plot.name_em)).fold(0.0, f64::max) + NAME_GAP;
    plot.area.right -= series.iter().map(|one| widest_value(one.series, plot.value_em)).fold(0.0, f64::max) + NAME_GAP;
    for (at, name) in names.iter().enumerate() {
        let middle = plot.area.top + plot.pitch * (at as f64 + 0.5);
        let top = middle - PlacedText::line_height(plot.name_em) / 2.0;
        let x = plot.area.left - NAME_GAP;
        layout.place(PlacedText::new(name, plot.name_em, Anchor::End, x, top, theme.colours.ink));
        place_bars(&mut layout, &series, at, middle, &plot, theme);
    }
    let Area { left, top, bottom, .. } = plot.area;
    layout.path(&[(left, top), (left, bottom)], theme.colours.grey, 2, None);
    layout
}

/// Heights and letters; the room still without names and values.
fn plot(chart: &Chart, series: &[Drawn<'_>], room: Area, theme: &Theme) -> Plot {
    let in_group = series.len().max(1) as f64;
    let (top, rows) = (room.top, chart.positions.len());
    let pitch = ((room.bottom - top) / rows.max(1) as f64).min(HIGHEST_BAR * in_group);
    let bar = pitch * 0.78 / in_group;
    Plot {
        area: Area { top, bottom: top + pitch * rows as f64, ..room },
        scale: chart.scale(chart.series.first().map_or(Axis::Left, |series| series.axis)),
        pitch,
        bar,
        name_em: (pitch * 0.72).clamp(theme.sizes.smallest, theme.sizes.category),
        value_em: (bar * 0.9).clamp(theme.sizes.smallest.min(bar * 0.9), theme.sizes.value),
    }
}

/// The bars of one category, around its middle, with their values.
fn place_bars(layout: &mut Layout, series: &[Drawn<'_>], at: usize, middle: f64, plot: &Plot, theme: &Theme) {
    let mut upper = middle - plot.bar * series.len() as f64 / 2.0;
    for one in series {
        // A gap shows its sign, in grey, so that it is not taken for a 0.
        let (number, text, ink) = match value(one.series, at) {
            Some((number, text)) => (number, text, theme.colours.ink),
            None => (0.0, label(one.series, at).unwrap_or_default(), theme.colours.grey),
        };
        let (zero, end) = (plot.x(0.0), plot.x(number));
        let lower = upper + plot.bar;
        let block = Area { left: zero.min(end), top: upper + 1.0, right: zero.max(end), bottom: lower - 1.0 };
        if block.width() >= 0.5 {
            layout.shapes.push(Shape::Block(block, one.colours[at]));
        }
        let text = words::shorten(&text, plot.value_em, LONGEST_VALUE);
        let top = (upper + lower - PlacedText::line_height(plot.value_em)) / 2.0;
        let label = PlacedText::new(&text, plot.value_em, Anchor::Start, block.right + 10.0, top, ink);
        layout.place(PlacedText { patch: Some(theme.colours.ground), ..label });
        upper = lower;
    }
}

fn widest_value(series: &Series, em: f64) -> f64 {
    let widths = series.points.iter().map(|point| font::width(&words::one_line(&point.label), em));
    widths.fold(em, f64::max).min(LONGEST_VALUE)
}
