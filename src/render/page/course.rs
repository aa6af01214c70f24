//! The course of an indicator as a small line in its cell.

use std::fmt::Write;

use crate::render::charts::inline::Use;
use crate::render::markup::escaped;
use crate::render::theme::{Rgb, Theme};
use crate::report::chart::model::Mark;

/// Width and height of the picture, and the room around the line, in pixels.
const SIZE: (f64, f64) = (96.0, 24.0);
const SPACE: f64 = 4.0;
/// A course that moves by less than this part of its height is drawn as moving little.
const LEAST_SPAN: f64 = 0.08;

/// The colours of the line and of its last point.
pub(super) fn uses(theme: &Theme) -> [Use; 2] {
    let [line, last] = colours(theme);
    [Use::Line(line), Use::Fill(last)]
}

fn colours(theme: &Theme) -> [Rgb; 2] {
    [theme.series_colour(Mark::Column, 0), theme.series_colour(Mark::Line, 0)]
}

/// Draws `points`, oldest first; a period without data is a gap. `said` is read out instead of the picture.
pub(super) fn draw(body: &mut String, points: &[Option<f64>], said: &str, theme: &Theme) {
    let known = || points.iter().flatten().copied().filter(|value| value.is_finite());
    if known().next().is_none() {
        return;
    }
    let (lowest, highest) = known().fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)));
    let middle = (lowest + highest) / 2.0;
    let span = (highest - lowest).max(middle.abs() * LEAST_SPAN).max(f64::MIN_POSITIVE);
    let step = (SIZE.0 - 2.0 * SPACE) / (points.len().saturating_sub(1).max(1)) as f64;
    let place = |at: usize, value: f64| {
        let y = SIZE.1 / 2.0 - (value - middle) / span * (SIZE.1 - 2.0 * SPACE);
        (SPACE + at as f64 * step, y)
    };
    let mut path = String::new();
    let mut joined = false;
    for (at, value) in points.iter().enumerate() {
        match value.filter(|value| value.is_finite()) {
            Some(value) => {
                let (x, y) = place(at, value);
                let _ = write!(path, "{}{x:.1} {y:.1}", if joined { 'L' } else { 'M' });
                // A point that stands alone is seen as well.
                let alone = !joined && points.get(at + 1).copied().flatten().is_none();
                path += if alone { "h .1" } else { "" };
                joined = true;
            }
            None => joined = false,
        }
    }
    let [line, last] = uses(theme).map(Use::class);
    let (width, height) = SIZE;
    let _ = write!(
        body,
        "<svg class=\"course\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{}\">\
         <path class=\"{line}\" d=\"{path}\"/>",
        escaped(said)
    );
    if let Some(Some(value)) = points.last() {
        let (x, y) = place(points.len() - 1, *value);
        let _ = write!(body, "<circle class=\"{last}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2.6\"/>");
    }
    body.push_str("</svg>");
}
