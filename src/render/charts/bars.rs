//! Horizontal bars: for many categories or long names, and for a pie of too many parts.

use super::frame;
use super::layout::{Anchor, Area, Layout, PlacedText, Shape};
use super::scale::Scale;
use super::series::{self, Drawn, value};
use super::{axes, font, words};
use crate::render::theme::Theme;
use crate::report::model::{Chart, Mark, Series};

/// More bars than this do not fit with a legible name and value each.
const MOST_BARS: usize = 42;
/// A value's text is shortened beyond this many pixels.
const LONGEST_VALUE: f64 = 320.0;
/// A few bars do not fill the picture, in pixels.
const HIGHEST_BAR: f64 = 90.0;
const NAME_GAP: f64 = 16.0;

/// Whether the chart is better drawn lying down: columns only, on one axis, and names that would
/// not stand below them or values that would not stand above them.
pub fn suits(chart: &Chart, theme: &Theme) -> bool {
    let Some(first) = chart.series.first() else { return false };
    let columns = chart.series.iter().all(|series| series.mark == Mark::Column && series.axis == first.axis);
    let names = || chart.categories.iter().map(|name| font::width(&words::one_line(name), theme.sizes.category));
    let slot = 1650.0 / chart.categories.len().max(1) as f64;
    let crowded = chart.categories.len() > 12 && names().any(|width| width > slot - 10.0);
    let long = names().any(|width| width > 2.0 * slot);
    let wide_values = chart.series.len() == 1 && widest_value(first, theme.sizes.smallest) > slot;
    columns && chart.series.len() <= 3 && chart.categories.len() > 1 && (crowded || long || wide_values)
}

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

/// Lays the whole picture out. Categories beyond those that fit are counted in a last line.
pub fn layout(chart: &Chart, footer: &str, theme: &Theme) -> Layout {
    let mut layout = Layout::default();
    let series = series::drawn(chart, theme);
    let room = frame::place(&mut layout, chart, footer, &series::keys(&series), theme, true);
    let shown = chart.categories.len().min(MOST_BARS / series.len().max(1));
    let left_out = chart.categories.len() - shown;
    let rows = shown + usize::from(left_out > 0);
    let mut plot = plot(chart, &series, room, rows, theme);
    let name_room = room.width() * 0.3;
    let mut names: Vec<String> = chart.categories[..shown]
        .iter()
        .map(|name| words::shorten(&words::one_line(name), plot.name_em, name_room))
        .collect();
    if left_out > 0 {
        names.push(format!("… +{left_out}"));
    }
    plot.area.left += names.iter().map(|name| font::width(name, plot.name_em)).fold(0.0, f64::max) + NAME_GAP;
    plot.area.right -= series.iter().map(|one| widest_value(one.series, plot.value_em)).fold(0.0, f64::max) + NAME_GAP;
    for (at, name) in names.iter().enumerate() {
        let middle = plot.area.top + plot.pitch * (at as f64 + 0.5);
        let top = middle - PlacedText::line_height(plot.name_em) / 2.0;
        let x = plot.area.left - NAME_GAP;
        layout.place(PlacedText::new(name, plot.name_em, Anchor::End, x, top, theme.colours.ink));
        if at < shown {
            place_bars(&mut layout, &series, at, middle, &plot, theme);
        }
    }
    let Area { left, top, bottom, .. } = plot.area;
    layout.path(&[(left, top), (left, bottom)], theme.colours.grey, 2, None);
    place_target(&mut layout, chart, &plot, theme);
    layout
}

/// Heights and letters for this many rows; the room still without names and values.
fn plot(chart: &Chart, series: &[Drawn<'_>], room: Area, rows: usize, theme: &Theme) -> Plot {
    let in_group = series.len().max(1) as f64;
    let target_room = if chart.target.is_some() { PlacedText::line_height(theme.sizes.tick) } else { 0.0 };
    let top = room.top + target_room;
    let pitch = ((room.bottom - top) / rows.max(1) as f64).min(HIGHEST_BAR * in_group);
    let bar = pitch * 0.78 / in_group;
    Plot {
        area: Area { top, bottom: top + pitch * rows as f64, ..room },
        scale: axes::scales(chart, series).into_iter().flatten().next(),
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
            None => (0.0, gap_text(one, at), theme.colours.grey),
        };
        let (zero, end) = (plot.x(0.0), plot.x(number));
        let lower = upper + plot.bar;
        let block = Area { left: zero.min(end), top: upper + 1.0, right: zero.max(end), bottom: lower - 1.0 };
        if block.width() >= 0.5 {
            layout.shapes.push(Shape::Block(block, one.colour));
        }
        let text = words::shorten(&text, plot.value_em, LONGEST_VALUE);
        let top = (upper + lower - PlacedText::line_height(plot.value_em)) / 2.0;
        let label = PlacedText::new(&text, plot.value_em, Anchor::Start, block.right + 10.0, top, ink);
        layout.place(PlacedText { patch: Some(theme.colours.ground), ..label });
        upper = lower;
    }
}

fn widest_value(series: &Series, em: f64) -> f64 {
    let widths = series.labels.iter().map(|label| font::width(&words::one_line(label), em));
    widths.fold(em, f64::max).min(LONGEST_VALUE)
}

fn gap_text(one: &Drawn<'_>, at: usize) -> String {
    one.series.labels.get(at).map(|label| words::one_line(label)).unwrap_or_default()
}

/// A standing dashed line with its name above the plot.
fn place_target(layout: &mut Layout, chart: &Chart, plot: &Plot, theme: &Theme) {
    let target = chart.target.as_ref().filter(|target| target.value.is_finite());
    let Some(target) = target.filter(|target| chart.series.iter().any(|series| series.axis == target.axis)) else {
        return;
    };
    let x = plot.x(target.value);
    let Area { left, top, right, bottom } = plot.area;
    let ends = [(x, top - 4.0), (x, bottom)];
    // A light border keeps the line visible over dark bars.
    layout.path(&ends, theme.colours.ground, 4, None);
    layout.path(&ends, theme.colours.target, 2, Some((10.0, 8.0)));
    let em = theme.sizes.tick;
    let text = words::shorten(&words::one_line(&target.label), em, plot.area.width() / 3.0);
    let half = font::width(&text, em) / 2.0;
    let middle = x.clamp(left + half, right.max(left + half));
    let text_top = top - 6.0 - PlacedText::line_height(em);
    layout.place(PlacedText::new(&text, em, Anchor::Middle, middle, text_top, theme.colours.target));
}
