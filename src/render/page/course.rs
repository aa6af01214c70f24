//! The course of an indicator as a small line in its cell.

use std::fmt::Write;

use crate::render::charts::inline::Use;
use crate::render::course::{Place, places, runs};
use crate::render::markup::escaped;
use crate::render::theme::{Rgb, Theme};
use crate::report::chart::model::Mark;

/// Width and height of the picture, and the room around the line, in pixels.
const SIZE: (f64, f64) = (96.0, 24.0);
const SPACE: f64 = 4.0;

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
    let places = places(points);
    if places.iter().all(Option::is_none) {
        return;
    }
    let in_pixels = |(x, y): Place| {
        let room = |pixels: f64| pixels - 2.0 * SPACE;
        (SPACE + x * room(SIZE.0), SPACE + y * room(SIZE.1))
    };
    let mut path = String::new();
    for run in runs(&places) {
        for (at, (x, y)) in run.iter().map(|place| in_pixels(*place)).enumerate() {
            let _ = write!(path, "{}{x:.1} {y:.1}", if at == 0 { 'M' } else { 'L' });
        }
        // A point that stands alone is seen as well.
        path += if run.len() == 1 { "h .1" } else { "" };
    }
    let [line, last] = uses(theme).map(Use::class);
    let (width, height) = SIZE;
    let _ = write!(
        body,
        "<svg class=\"course\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{}\">\
         <path class=\"{line}\" d=\"{path}\"/>",
        escaped(said)
    );
    if let Some(place) = places.last().copied().flatten() {
        let (x, y) = in_pixels(place);
        let _ = write!(body, "<circle class=\"{last}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2.6\"/>");
    }
    body.push_str("</svg>");
}
