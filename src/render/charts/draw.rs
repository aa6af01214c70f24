//! A layout to bytes: SVG with text as text, PNG with the letters of the embedded font.

use anyhow::{Context, Result};
use plotters::backend::{BitMapBackend, DrawingBackend, SVGBackend};
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Polygon, Rectangle};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, RGBColor, TextStyle};

use super::font;
use super::layout::{Anchor, Area, HEIGHT, Layout, PlacedText, Point, Shape, WIDTH};
use crate::render::theme::{Rgb, Theme};

const SIZE: (u32, u32) = (WIDTH as u32, HEIGHT as u32);
/// What plotters writes for a text that hangs from its place; a quotation mark inside a text is escaped.
const PLOTTERS_OFFSET: &str = " dy=\"0.76em\"";
/// How much a patch hides of what lies under it.
const PATCH_OPACITY: f64 = 0.82;

/// The picture as SVG.
///
/// # Errors
/// plotters refuses to draw.
pub fn svg(layout: &Layout, theme: &Theme) -> Result<Vec<u8>> {
    let mut text = String::new();
    let area = SVGBackend::with_string(&mut text, SIZE).into_drawing_area();
    draw_shapes(&area, layout, theme, 1).context("SVG")?;
    let families = theme.fonts.families.join(", ");
    for placed in &layout.texts {
        draw_patch(&area, placed).context("SVG")?;
        let h_pos = match placed.anchor {
            Anchor::Start => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::End => HPos::Right,
        };
        let ink = colour(placed.colour);
        // plotters writes a font-size of size / 1.24.
        let style = TextStyle::from((families.as_str(), placed.em * 1.24)).color(&ink).pos(Pos::new(h_pos, VPos::Top));
        area.draw_text(&placed.text, &style, pixel((placed.x, placed.baseline))).context("SVG")?;
    }
    area.present().context("SVG")?;
    drop(area);
    // Some viewers do not understand plotters' offset in em; a text is placed by its base line instead.
    Ok(text.replace(PLOTTERS_OFFSET, "").into_bytes())
}

/// The picture as PNG.
///
/// # Errors
/// plotters refuses to draw, or the encoder fails.
pub fn png(layout: &Layout, theme: &Theme) -> Result<Vec<u8>> {
    let mut pixels = shape_pixels(layout, theme)?;
    let area = BitMapBackend::with_buffer(&mut pixels, SIZE).into_drawing_area();
    for placed in &layout.texts {
        draw_patch(&area, placed).context("PNG")?;
        draw_letters(&area, placed).context("PNG")?;
    }
    area.present().context("PNG")?;
    drop(area);
    encode(&pixels)
}

/// The shapes alone, drawn at twice the size and brought down: plotters leaves the edges of slices and lines ragged.
fn shape_pixels(layout: &Layout, theme: &Theme) -> Result<Vec<u8>> {
    let (width, height) = (SIZE.0 as usize, SIZE.1 as usize);
    let mut large = vec![255; 4 * width * height * 3];
    let area = BitMapBackend::with_buffer(&mut large, (2 * SIZE.0, 2 * SIZE.1)).into_drawing_area();
    draw_shapes(&area, layout, theme, 2).context("PNG")?;
    area.present().context("PNG")?;
    drop(area);
    let mut pixels = Vec::with_capacity(width * height * 3);
    let mut line = vec![255; width * 3];
    let mut sums = vec![0_u16; 2 * width * 3];
    let mut known: &[u8] = &[];
    for rows in large.chunks_exact(4 * width * 3) {
        // Most rows of a chart repeat the one above: grounds, columns, empty paper.
        if rows != known {
            mean_of_four(rows, &mut sums, &mut line);
            known = rows;
        }
        pixels.extend_from_slice(&line);
    }
    Ok(pixels)
}

/// One row of pixels from two rows of twice the width. `sums` is room for the sums of the two.
fn mean_of_four(rows: &[u8], sums: &mut [u16], line: &mut [u8]) {
    let (upper, lower) = rows.split_at(rows.len() / 2);
    for ((sum, above), below) in sums.iter_mut().zip(upper).zip(lower) {
        *sum = u16::from(*above) + u16::from(*below);
    }
    for (pixel, sums) in line.chunks_exact_mut(3).zip(sums.chunks_exact(6)) {
        for channel in 0..3 {
            pixel[channel] = ((sums[channel] + sums[channel + 3] + 2) / 4) as u8;
        }
    }
}

type Drawn<DB> = std::result::Result<(), DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

fn draw_shapes<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    layout: &Layout,
    theme: &Theme,
    times: u8,
) -> Drawn<DB> {
    let times = f64::from(times);
    let at = |(x, y): Point| pixel((x * times, y * times));
    let block = |area: Area| [at((area.left, area.top)), at((area.right, area.bottom))];
    area.draw(&Rectangle::new(block(Area::CANVAS), colour(theme.colours.ground).filled()))?;
    for shape in &layout.shapes {
        match shape {
            Shape::Block(covered, rgb) => area.draw(&Rectangle::new(block(*covered), colour(*rgb).filled()))?,
            Shape::Path(points, rgb, thickness) => {
                let points: Vec<(i32, i32)> = points.iter().copied().map(at).collect();
                let thickness = (f64::from(*thickness) * times) as u32;
                area.draw(&PathElement::new(points, colour(*rgb).stroke_width(thickness)))?;
            }
            Shape::Polygon(points, rgb) => {
                let points: Vec<(i32, i32)> = points.iter().copied().map(at).collect();
                area.draw(&Polygon::new(points, colour(*rgb).filled()))?;
            }
            Shape::Disc(centre, radius, rgb) => {
                area.draw(&Circle::new(at(*centre), (radius * times).round() as i32, colour(*rgb).filled()))?;
            }
        }
    }
    Ok(())
}

fn draw_patch<DB: DrawingBackend>(area: &DrawingArea<DB, Shift>, placed: &PlacedText) -> Drawn<DB> {
    match placed.patch {
        Some(rgb) => area.draw(&Rectangle::new(corners(placed.area()), colour(rgb).mix(PATCH_OPACITY).filled())),
        None => Ok(()),
    }
}

fn draw_letters<DB: DrawingBackend>(area: &DrawingArea<DB, Shift>, placed: &PlacedText) -> Drawn<DB> {
    let ink = colour(placed.colour);
    let mut result = Ok(());
    font::draw(&placed.text, placed.em, placed.area().left, placed.baseline, |x, y, coverage| {
        if result.is_ok() {
            result = area.draw_pixel((x, y), &ink.mix(coverage));
        }
    });
    result
}

fn encode(pixels: &[u8]) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, SIZE.0, SIZE.1);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    // Level areas, hence one filter for all rows: choosing one for every row takes longer than all the drawing.
    encoder.set_compression(png::Compression::Fast);
    encoder.set_filter(png::Filter::Sub);
    let mut writer = encoder.write_header().context("PNG")?;
    writer.write_image_data(pixels).context("PNG")?;
    writer.finish().context("PNG")?;
    Ok(bytes)
}

fn colour(rgb: Rgb) -> RGBColor {
    RGBColor(rgb.red, rgb.green, rgb.blue)
}

fn pixel((x, y): Point) -> (i32, i32) {
    (x.round() as i32, y.round() as i32)
}

fn corners(area: Area) -> [(i32, i32); 2] {
    [pixel((area.left, area.top)), pixel((area.right, area.bottom))]
}
