//! A layout to PNG: smooth edges by tiny-skia, letters of the embedded font.

use anyhow::{Context, Result};
use tiny_skia::{FillRule, Paint, Path, PathBuilder, Pixmap, PixmapMut, Rect, Stroke, Transform};

use super::font;
use super::layout::{Area, HEIGHT, Layout, PATCH_OPACITY, PlacedText, Point, Shape, WIDTH};
use crate::render::raster::{self, CHANNELS, ink, paint};
use crate::render::theme::{Rgb, Theme};

const SIZE: (u32, u32) = (WIDTH as u32, HEIGHT as u32);

/// The pixels on which pictures are drawn, one after the other: eight million bytes that are seldom asked for anew.
#[derive(Default)]
pub struct Canvas {
    pixels: Option<Pixmap>,
}

impl Canvas {
    /// A picture as PNG.
    ///
    /// # Errors
    /// The encoder fails.
    pub fn png(&mut self, layout: &Layout, theme: &Theme) -> Result<Vec<u8>> {
        if self.pixels.is_none() {
            self.pixels = Pixmap::new(SIZE.0, SIZE.1);
        }
        let canvas = self.pixels.as_mut().context("PNG")?;
        canvas.fill(ink(theme.colours.ground, 1.0));
        for shape in &layout.shapes {
            draw_shape(&mut canvas.as_mut(), shape);
        }
        for placed in &layout.texts {
            if let Some(rgb) = placed.patch {
                draw_block(&mut canvas.as_mut(), placed.area(), &paint(rgb, PATCH_OPACITY));
            }
            draw_letters(canvas.data_mut(), placed);
        }
        raster::png(canvas).context("PNG")
    }
}

fn draw_shape(canvas: &mut PixmapMut<'_>, shape: &Shape) {
    match shape {
        Shape::Block(area, rgb) => draw_block(canvas, *area, &paint(*rgb, 1.0)),
        Shape::Path(points, rgb, thickness) => {
            if let Some(area) = level(points, f64::from(*thickness)) {
                return draw_block(canvas, area, &paint(*rgb, 1.0));
            }
            let stroke = Stroke { width: *thickness as f32, ..Stroke::default() };
            if let Some(path) = outline(points) {
                canvas.stroke_path(&path, &paint(*rgb, 1.0), &stroke, Transform::identity(), None);
            }
        }
        Shape::Polygon(points, rgb) => fill(canvas, outline(points), *rgb),
        Shape::Disc((x, y), radius, rgb) => {
            fill(canvas, PathBuilder::from_circle(*x as f32, *y as f32, *radius as f32), *rgb);
        }
    }
}

/// What a line covers that lies or stands, as those of a grid do: drawn as a block it is sharp, and soon done.
fn level(points: &[Point], thickness: f64) -> Option<Area> {
    let &[(x, y), (to_x, to_y)] = points else { return None };
    let half = thickness / 2.0;
    let (across, along) = if y == to_y { (0.0, half) } else { (half, 0.0) };
    (x == to_x || y == to_y).then(|| Area {
        left: x.min(to_x) - across,
        top: y.min(to_y) - along,
        right: x.max(to_x) + across,
        bottom: y.max(to_y) + along,
    })
}

/// Blocks begin and end on whole pixels: the edges of columns and grounds stay sharp.
fn draw_block(canvas: &mut PixmapMut<'_>, area: Area, paint: &Paint<'_>) {
    let [left, top, right, bottom] = [area.left, area.top, area.right, area.bottom].map(|edge| edge.round() as f32);
    if let Some(block) = Rect::from_ltrb(left, top, right, bottom) {
        canvas.fill_rect(block, paint, Transform::identity(), None);
    }
}

/// A line through these points, which ends where it began if its last point is its first; nothing of fewer than two points.
fn outline(points: &[Point]) -> Option<Path> {
    let mut path = PathBuilder::new();
    let (first, rest) = points.split_first()?;
    path.move_to(first.0 as f32, first.1 as f32);
    rest.iter().for_each(|(x, y)| path.line_to(*x as f32, *y as f32));
    if rest.len() > 1 && rest.last() == Some(first) {
        path.close();
    }
    path.finish()
}

fn fill(canvas: &mut PixmapMut<'_>, path: Option<Path>, rgb: Rgb) {
    if let Some(path) = path {
        canvas.fill_path(&path, &paint(rgb, 1.0), FillRule::Winding, Transform::identity(), None);
    }
}

fn draw_letters(pixels: &mut [u8], placed: &PlacedText) {
    let Rgb { red, green, blue } = placed.colour;
    font::draw(&placed.text, placed.em, placed.area().left, placed.baseline, |x, y, coverage| {
        let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) else { return };
        if x >= SIZE.0 || y >= SIZE.1 {
            return;
        }
        let at = (y * SIZE.0 + x) as usize * CHANNELS;
        for (channel, ink) in pixels[at..at + 3].iter_mut().zip([red, green, blue]) {
            // Rounded: no ink is below nothing.
            *channel = (f64::from(*channel) + (f64::from(ink) - f64::from(*channel)) * coverage + 0.5) as u8;
        }
    });
}
