//! Parts of a whole: slices with name and value outside, at the end of a leader line.

use std::f64::consts::{FRAC_PI_2, TAU};

use super::frame;
use super::layout::{Anchor, Area, Layout, Paper, PlacedText, Point, Shape};
use super::series::value;
use super::words;
use crate::render::theme::Theme;
use crate::report::chart::model::Chart;

struct Slice {
    name: String,
    label: String,
    value: f64,
    /// From the top, clockwise.
    from: f64,
    to: f64,
}

/// Lays the whole picture out. Parts of zero are not drawn but listed below.
pub fn layout(chart: &Chart, paper: &Paper<'_>, theme: &Theme) -> Layout {
    let mut layout = Layout::on(paper);
    let mut room = frame::place(&mut layout, chart, paper, &[], theme, true);
    let (slices, others) = slices(chart);
    let em = theme.sizes.tick;
    let lines = words::wrap(&others.join("    "), em, paper.room(), 2);
    room.bottom -= lines.len() as f64 * PlacedText::line_height(em);
    for (at, line) in lines.iter().enumerate() {
        let top = room.bottom + at as f64 * PlacedText::line_height(em);
        layout.place(PlacedText::new(line, em, Anchor::Start, paper.margin, top, theme.colours.grey));
    }
    let centre = ((room.left + room.right) / 2.0, (room.top + room.bottom) / 2.0);
    let radius = (room.height() / 2.0 - 40.0).min(340.0);
    for (at, slice) in slices.iter().enumerate() {
        let outline = outline(slice, centre, radius);
        layout.shapes.push(Shape::Polygon(outline.clone(), theme.slice_colour(at)));
    }
    if slices.len() > 1 {
        for slice in &slices {
            layout.path(&[centre, on_circle(centre, radius, slice.from)], theme.colours.ground, 3, None);
        }
    }
    for right in [true, false] {
        place_side(&mut layout, &slices, right, (centre, radius), room, theme);
    }
    layout
}

/// The slices in their order, and the texts of the parts that are zero or unknown.
fn slices(chart: &Chart) -> (Vec<Slice>, Vec<String>) {
    let mut slices = Vec::new();
    let mut others = Vec::new();
    let Some(series) = chart.series.first() else { return (slices, others) };
    let positive = |at| value(series, at).map(|(value, _)| value).filter(|value| *value > 0.0);
    let total: f64 = (0..chart.positions.len()).filter_map(positive).sum();
    let mut from = 0.0;
    for (at, (position, point)) in chart.positions.iter().zip(&series.points).enumerate() {
        let (name, label) = (words::one_line(&position.label()), words::one_line(&point.label));
        match positive(at) {
            Some(value) => {
                let to = from + value / total * TAU;
                slices.push(Slice { name, label, value, from, to });
                from = to;
            }
            None => others.push(format!("{name} {label}")),
        }
    }
    (slices, others)
}

fn on_circle((x, y): Point, radius: f64, angle: f64) -> Point {
    let angle = angle - FRAC_PI_2;
    (x + radius * angle.cos(), y + radius * angle.sin())
}

fn outline(slice: &Slice, centre: Point, radius: f64) -> Vec<Point> {
    let steps = ((slice.to - slice.from) / TAU * 240.0).ceil().max(1.0);
    let arc = (0..=steps as usize)
        .map(|step| on_circle(centre, radius, slice.from + (slice.to - slice.from) * step as f64 / steps));
    let whole = slice.to - slice.from > TAU - 1e-9;
    if whole { arc.collect() } else { std::iter::once(centre).chain(arc).collect() }
}

/// The labels of one side, from top to bottom, pushed apart where slices are thin.
fn place_side(
    layout: &mut Layout,
    slices: &[Slice],
    right: bool,
    (centre, radius): (Point, f64),
    room: Area,
    theme: &Theme,
) {
    let middle = |slice: &Slice| (slice.from + slice.to) / 2.0;
    let mut side: Vec<&Slice> = slices
        .iter()
        .filter(|slice| slice.value > 0.0 && (on_circle(centre, 1.0, middle(slice)).0 >= centre.0) == right)
        .collect();
    if !right {
        side.reverse();
    }
    let em = theme.sizes.category;
    let line = PlacedText::line_height(em);
    let height = 2.0 * line + 10.0;
    let wanted: Vec<f64> =
        side.iter().map(|slice| on_circle(centre, radius + 30.0, middle(slice)).1 - height / 2.0).collect();
    let tops = pushed_apart(&wanted, height, room.top, room.bottom);
    let sign = if right { 1.0 } else { -1.0 };
    let anchor = if right { Anchor::Start } else { Anchor::End };
    let x = centre.0 + sign * (radius + 120.0);
    let text_room = if right { room.right - x } else { x - room.left };
    for (slice, top) in side.into_iter().zip(tops) {
        let y = top + height / 2.0;
        let elbow = on_circle(centre, radius + 30.0, middle(slice));
        let end = (x - sign * 12.0, y);
        layout.path(&[on_circle(centre, radius + 4.0, middle(slice)), elbow, end], theme.colours.grey, 2, None);
        for (text, top, colour) in
            [(&slice.name, top + 5.0, theme.colours.ink), (&slice.label, top + 5.0 + line, theme.colours.grey)]
        {
            let em = words::em_to_fit(text, em, theme.sizes.smallest, text_room);
            layout.place(PlacedText::new(&words::shorten(text, em, text_room), em, anchor, x, top, colour));
        }
    }
}

/// Moves boxes of one height, in order, so that none overlaps and all lie between `top` and `bottom` where they can.
fn pushed_apart(wanted: &[f64], height: f64, top: f64, bottom: f64) -> Vec<f64> {
    let mut tops = Vec::with_capacity(wanted.len());
    let mut free = top;
    for &want in wanted {
        let here = want.max(free);
        tops.push(here);
        free = here + height;
    }
    let mut limit = bottom;
    for here in tops.iter_mut().rev() {
        *here = here.min(limit - height);
        limit = *here;
    }
    tops
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_thin_slices_are_pushed_apart_inside_the_room() {
        assert_eq!(pushed_apart(&[90.0, 92.0, 94.0], 10.0, 0.0, 100.0), [70.0, 80.0, 90.0]);
        assert_eq!(pushed_apart(&[0.0, 1.0, 50.0], 10.0, 0.0, 100.0), [0.0, 10.0, 50.0]);
    }
}
