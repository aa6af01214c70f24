//! The course of an indicator as a small picture in its cell: programs that do not know sparklines show it too.

use anyhow::{Context, Result};
use rust_xlsxwriter::{Image, ObjectMovement};
use tiny_skia::{FillRule, LineCap, LineJoin, PathBuilder, Pixmap, Stroke, Transform};

use super::canvas::Canvas;
use super::formats::COURSE as SIZE;
use crate::render::raster;
use crate::render::theme::{Rgb, Theme};
use crate::report::chart::model::Mark;

/// Pixels between the edges of the cell and the picture.
const SPACE: (u32, u32) = (6, 2);
/// Pixels of the file for one of the sheet, for print.
const SHARPNESS: u32 = 4;
/// Half the width of the line, and the radius of the last point and of one that stands alone, in pixels of the sheet.
const LINE: f64 = 0.75;
const LAST: f64 = 2.6;
const ALONE: f64 = 1.3;
/// A course that moves by less than this part of its height is drawn as moving little.
const LEAST_SPAN: f64 = 0.08;

type Point = (f64, f64);

/// Draws `points`, oldest first; a period without data is a gap. `said` is read out instead of the picture.
pub(super) fn draw(canvas: &mut Canvas<'_>, (row, col): (u32, u16), points: &[Option<f64>], said: &str) -> Result<()> {
    let points: Vec<Option<f64>> = points.iter().map(|point| point.filter(|value| value.is_finite())).collect();
    if points.iter().all(Option::is_none) {
        return Ok(());
    }
    let picture = Image::new_from_buffer(&picture(&points, &canvas.formats.palette.theme)?)?
        .set_scale_to_size(SIZE.0, SIZE.1, false)
        .set_object_movement(ObjectMovement::MoveButDontSizeWithCells)
        .set_alt_text(said);
    canvas.worksheet.insert_image_with_offset(row, col, &picture, SPACE.0, SPACE.1)?;
    Ok(())
}

fn picture(points: &[Option<f64>], theme: &Theme) -> Result<Vec<u8>> {
    let mut canvas = Pixmap::new(SIZE.0 * SHARPNESS, SIZE.1 * SHARPNESS).context("an empty picture")?;
    canvas.fill(tiny_skia::Color::WHITE);
    let (line, last) = (theme.series_colour(Mark::Column, 0), theme.series_colour(Mark::Line, 0));
    let places = places(points);
    for run in places.split(Option::is_none) {
        match run.iter().flatten().copied().collect::<Vec<Point>>().as_slice() {
            [] => {}
            [alone] => dot(&mut canvas, *alone, ALONE, line),
            run => stroke(&mut canvas, run, line),
        }
    }
    if let Some(place) = places.last().copied().flatten() {
        dot(&mut canvas, place, LAST, last);
    }
    raster::png(&canvas)
}

fn dot(canvas: &mut Pixmap, (x, y): Point, radius: f64, colour: Rgb) {
    let radius = radius * f64::from(SHARPNESS);
    if let Some(path) = PathBuilder::from_circle(x as f32, y as f32, radius as f32) {
        canvas.fill_path(&path, &raster::paint(colour, 1.0), FillRule::Winding, Transform::identity(), None);
    }
}

fn stroke(canvas: &mut Pixmap, run: &[Point], colour: Rgb) {
    let mut path = PathBuilder::new();
    for (at, (x, y)) in run.iter().enumerate() {
        let (x, y) = (*x as f32, *y as f32);
        if at == 0 { path.move_to(x, y) } else { path.line_to(x, y) }
    }
    let stroke = Stroke {
        width: (2.0 * LINE * f64::from(SHARPNESS)) as f32,
        line_cap: LineCap::Round,
        line_join: LineJoin::Round,
        ..Stroke::default()
    };
    if let Some(path) = path.finish() {
        canvas.stroke_path(&path, &raster::paint(colour, 1.0), &stroke, Transform::identity(), None);
    }
}

/// Where each point stands, in pixels of the file; the same period at the same place on every row.
fn places(points: &[Option<f64>]) -> Vec<Option<Point>> {
    let values = || points.iter().flatten().copied();
    let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
    let span = (high - low).max(high.abs().max(low.abs()) * LEAST_SPAN);
    let (low, span) = if span > 0.0 { ((low + high - span) / 2.0, span) } else { (low - 0.5, 1.0) };
    let sharp = f64::from(SHARPNESS);
    let room = |pixels: u32| (f64::from(pixels) - 2.0 * LAST - 1.0) * sharp;
    let begin = (LAST + 0.5) * sharp;
    let step = room(SIZE.0) / (points.len().max(2) - 1) as f64;
    // A single period stands at the end, where the last one does.
    let first = points.len().max(2) - points.len();
    let place = |(at, point): (usize, &Option<f64>)| {
        point.map(|value| (begin + step * (at + first) as f64, begin + room(SIZE.1) * (1.0 - (value - low) / span)))
    };
    points.iter().enumerate().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_period_is_a_gap_and_the_last_one_stands_where_it_stands_on_every_row() {
        let long = places(&[Some(1.0), None, Some(3.0), Some(2.0)]);
        let late = places(&[None, None, None, Some(7.0)]);
        assert!(long[1].is_none() && late[..3].iter().all(Option::is_none));
        assert_eq!(long[3].map(|place| place.0), late[3].map(|place| place.0));
        assert!(long[2] < long[3] && long[2].map(|place| place.1) < long[0].map(|place| place.1), "{long:?}");
    }

    #[test]
    fn every_point_lies_inside_and_half_a_point_does_not_look_like_a_fall() {
        let (width, height) = (f64::from(SIZE.0 * SHARPNESS), f64::from(SIZE.1 * SHARPNESS));
        for points in [vec![Some(0.0); 3], vec![Some(-5.0), Some(1e9)], vec![Some(93.0)]] {
            let inside = |&(x, y): &Point| (0.0..width).contains(&x) && (0.0..height).contains(&y);
            assert!(places(&points).iter().flatten().all(inside), "{points:?}");
        }
        let level = places(&[Some(93.0), Some(92.5)]);
        let fall = level[1].zip(level[0]).map_or(0.0, |(after, before)| after.1 - before.1);
        assert!(fall > 0.0 && fall < height / 8.0, "{fall} of {height}");
    }
}
