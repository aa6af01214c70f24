//! The plot: where values and categories stand, grid, numbers and names.

use super::layout::{Anchor, Area, Layout, PlacedText, Point, Shape};
use super::series::Drawn;
use super::{font, words};
use crate::render::theme::{Rgb, Theme};
use crate::report::chart::model::{Axis, Chart, Mark};
use crate::report::chart::scale::Scale;

/// Height of the strip above the plot for the labels of the highest columns, in pixels.
pub const STRIP: f64 = 34.0;
const TICK_GAP: f64 = 14.0;

/// Where values and categories stand.
pub struct Axes {
    /// The room of columns and lines.
    pub plot: Area,
    /// Width of one category.
    pub slot: f64,
    scales: [Option<Scale>; 2],
}

impl Axes {
    /// The middle of a category.
    pub fn middle(&self, at: usize) -> f64 {
        self.plot.left + self.slot * (at as f64 + 0.5)
    }

    /// The height of a value on an axis.
    pub fn y(&self, axis: Axis, value: f64) -> f64 {
        let part = self.scales[side(axis)].map_or(0.0, |scale| scale.part(value));
        self.plot.bottom - part * self.plot.height()
    }
}

fn side(axis: Axis) -> usize {
    match axis {
        Axis::Left => 0,
        Axis::Right => 1,
    }
}

/// Places grid, numbers, headings of the axes and category names; returns where values stand.
pub fn place(layout: &mut Layout, chart: &Chart, series: &[Drawn<'_>], room: Area, theme: &Theme) -> Axes {
    let scales = [chart.left, chart.right];
    let em = theme.sizes.tick;
    let tick_room = scales.map(|scale| {
        let texts = scale.map(Scale::ticks).unwrap_or_default();
        texts.iter().map(|(_, text)| font::width(text, em) + TICK_GAP).fold(0.0, f64::max)
    });
    let mut plot = Area { left: room.left + tick_room[0], right: room.right - tick_room[1], ..room };
    let [has_left, has_right] = scales.map(|scale| scale.is_some());
    plot.top += STRIP;
    if has_left && has_right {
        place_headings(layout, series, room, theme);
        plot.top += PlacedText::line_height(em);
    }
    let slot = plot.width() / chart.positions.len().max(1) as f64;
    let labels: Vec<String> = chart.positions.iter().map(|position| words::one_line(&position.label())).collect();
    let names = Names::fitting(&labels, slot, theme);
    plot.bottom -= names.height() + 12.0;
    let axes = Axes { plot, slot, scales };
    names.place(layout, &axes, theme);
    place_grid(layout, &axes, theme);
    axes
}

/// With two axes, each says above it whose it is.
fn place_headings(layout: &mut Layout, series: &[Drawn<'_>], room: Area, theme: &Theme) {
    for (axis, anchor, x) in [(Axis::Left, Anchor::Start, room.left), (Axis::Right, Anchor::End, room.right)] {
        let on_axis: Vec<&Drawn<'_>> = series.iter().filter(|one| one.series.axis == axis).collect();
        let names: Vec<String> = on_axis.iter().map(|one| words::one_line(&one.series.name)).collect();
        let text = words::shorten(&names.join(" / "), theme.sizes.tick, room.width() * 0.45);
        layout.place(PlacedText::new(&text, theme.sizes.tick, anchor, x, room.top, axis_colour(&on_axis, theme)));
    }
}

/// An axis with a single line is written in the colour of the line.
fn axis_colour(on_axis: &[&Drawn<'_>], theme: &Theme) -> Rgb {
    match on_axis {
        [one] if one.series.mark != Mark::Column => one.colour,
        _ => theme.colours.grey,
    }
}

fn place_grid(layout: &mut Layout, axes: &Axes, theme: &Theme) {
    let em = theme.sizes.tick;
    let half_line = PlacedText::line_height(em) / 2.0;
    let plot = axes.plot;
    let mut drawn = false;
    for (axis, anchor, x) in
        [(Axis::Left, Anchor::End, plot.left - TICK_GAP), (Axis::Right, Anchor::Start, plot.right + TICK_GAP)]
    {
        for (value, text) in axes.scales[side(axis)].map(Scale::ticks).unwrap_or_default() {
            let y = axes.y(axis, value);
            if !drawn {
                layout.path(&[(plot.left, y), (plot.right, y)], theme.colours.grid, 1, None);
            }
            layout.place(PlacedText::new(&text, em, anchor, x, y - half_line, theme.colours.grey));
        }
        drawn |= axes.scales[side(axis)].is_some();
    }
    let zero = Area { top: plot.bottom - 1.0, bottom: plot.bottom + 1.0, ..plot };
    layout.shapes.push(Shape::Block(zero, theme.colours.grey));
}

/// The line at the target, its name above the end at its axis; gives its ends.
pub fn place_target(layout: &mut Layout, chart: &Chart, axes: &Axes, theme: &Theme) -> Option<(Point, Point)> {
    let target = chart.target.as_ref().filter(|target| target.value.is_finite())?;
    axes.scales[side(target.axis)]?;
    let y = axes.y(target.axis, target.value);
    let ends = [(axes.plot.left, y), (axes.plot.right, y)];
    // A light border keeps the line visible over dark columns.
    layout.path(&ends, theme.colours.ground, 4, None);
    layout.path(&ends, theme.colours.target, 2, Some((10.0, 8.0)));
    let em = theme.sizes.tick;
    let text = words::shorten(&words::one_line(&target.label), em, axes.plot.width() / 3.0);
    let top = y - PlacedText::line_height(em) - 4.0;
    let (anchor, x) = match target.axis {
        Axis::Left => (Anchor::Start, axes.plot.left + 6.0),
        Axis::Right => (Anchor::End, axes.plot.right - 6.0),
    };
    let label = PlacedText::new(&text, em, anchor, x, top, theme.colours.target);
    layout.place(PlacedText { patch: Some(theme.colours.ground), ..label });
    Some((ends[0], ends[1]))
}

/// The category names below the plot: in as few lines and as large as they fit.
struct Names {
    lines: Vec<Vec<String>>,
    em: f64,
    /// Every how manieth name is written.
    every: usize,
}

impl Names {
    fn fitting(texts: &[String], slot: f64, theme: &Theme) -> Self {
        let (large, small) = (theme.sizes.category, theme.sizes.smallest.min(theme.sizes.category));
        // Below three characters a column, names are written for every second, third … category only.
        let every = (3.0 * small / slot).ceil().max(1.0) as usize;
        let room = slot * every as f64 - small * 0.6;
        let sizes: Vec<f64> =
            (0..20).map(|at| large - 2.0 * f64::from(at)).take_while(|em| *em > small).chain([small]).collect();
        // Two lines of legible letters before one line of tiny ones.
        for (max_lines, least) in [(1, 0.74), (2, 0.74), (1, 0.0), (2, 0.0), (3, 0.0), (4, 0.0)] {
            for &em in sizes.iter().filter(|&&em| em >= large * least) {
                let lines: Vec<Vec<String>> =
                    texts.iter().map(|text| words::wrap(text, em, room, max_lines + 1)).collect();
                let whole = lines.iter().all(|lines| lines.len() <= max_lines);
                if whole {
                    return Self { lines, em, every };
                }
            }
        }
        let lines = texts.iter().map(|text| words::wrap(text, small, room, 4)).collect();
        Self { lines, em: small, every }
    }

    fn height(&self) -> f64 {
        let rows = self.lines.iter().map(Vec::len).max().unwrap_or(0);
        rows as f64 * PlacedText::line_height(self.em) + 8.0
    }

    fn place(&self, layout: &mut Layout, axes: &Axes, theme: &Theme) {
        let last = self.lines.len().saturating_sub(1);
        for (at, lines) in self.lines.iter().enumerate().filter(|(at, _)| (last - at).is_multiple_of(self.every)) {
            let mut top = axes.plot.bottom + 12.0;
            for line in lines {
                let middle = axes.middle(at);
                let text = PlacedText::new(line, self.em, Anchor::Middle, middle, top, theme.colours.ink);
                if self.every == 1 || layout.is_free(text.area()) {
                    layout.place(text);
                }
                top += PlacedText::line_height(self.em);
            }
        }
    }
}
