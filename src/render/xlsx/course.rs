//! The course of an indicator as a small picture in its cell: programs that do not know sparklines show it too.

use anyhow::{Context, Result};
use rust_xlsxwriter::{Image, ObjectMovement};
use tiny_skia::{FillRule, LineCap, LineJoin, PathBuilder, Pixmap, Stroke, Transform};

use super::canvas::Canvas;
use super::formats::COURSE as SIZE;
use crate::render::course::{Place, places, runs};
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

/// Draws `points`, oldest first; a period without data is a gap. `said` is read out instead of the picture.
pub(super) fn draw(canvas: &mut Canvas<'_>, (row, col): (u32, u16), points: &[Option<f64>], said: &str) -> Result<()> {
    let places = places(points);
    if places.iter().all(Option::is_none) {
        return Ok(());
    }
    let picture = Image::new_from_buffer(&picture(&places, &canvas.formats.palette.theme)?)?
        .set_scale_to_size(SIZE.0, SIZE.1, false)
        .set_object_movement(ObjectMovement::MoveButDontSizeWithCells)
        .set_alt_text(said);
    canvas.worksheet.insert_image_with_offset(row, col, &picture, SPACE.0, SPACE.1)?;
    Ok(())
}

fn picture(places: &[Option<Place>], theme: &Theme) -> Result<Vec<u8>> {
    let mut canvas = Pixmap::new(SIZE.0 * SHARPNESS, SIZE.1 * SHARPNESS).context("an empty picture")?;
    canvas.fill(tiny_skia::Color::WHITE);
    let (line, last) = (theme.series_colour(Mark::Column, 0), theme.series_colour(Mark::Line, 0));
    for run in runs(places) {
        match run.as_slice() {
            [alone] => dot(&mut canvas, *alone, ALONE, line),
            run => stroke(&mut canvas, run, line),
        }
    }
    if let Some(place) = places.last().copied().flatten() {
        dot(&mut canvas, place, LAST, last);
    }
    raster::png(&canvas)
}

/// Pixels of the file, with room for the last point at the edges.
fn in_pixels((x, y): Place) -> (f32, f32) {
    let room = |pixels: u32| f64::from(pixels) - 2.0 * LAST - 1.0;
    let pixels = |part: f64, room: f64| ((LAST + 0.5 + room * part) * f64::from(SHARPNESS)) as f32;
    (pixels(x, room(SIZE.0)), pixels(y, room(SIZE.1)))
}

fn dot(canvas: &mut Pixmap, place: Place, radius: f64, colour: Rgb) {
    let ((x, y), radius) = (in_pixels(place), radius * f64::from(SHARPNESS));
    if let Some(path) = PathBuilder::from_circle(x, y, radius as f32) {
        canvas.fill_path(&path, &raster::paint(colour, 1.0), FillRule::Winding, Transform::identity(), None);
    }
}

fn stroke(canvas: &mut Pixmap, run: &[Place], colour: Rgb) {
    let mut path = PathBuilder::new();
    for (at, place) in run.iter().enumerate() {
        let (x, y) = in_pixels(*place);
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
