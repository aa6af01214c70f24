//! A layout to SVG, text as text.

use anyhow::{Context, Result};
use plotters::backend::{DrawingBackend, SVGBackend};
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Polygon, Rectangle};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, RGBColor, TextStyle};

use super::layout::{Anchor, Area, HEIGHT, Layout, PATCH_OPACITY, PlacedText, Point, Shape, WIDTH};
use crate::render::theme::{Rgb, Theme};

const SIZE: (u32, u32) = (WIDTH as u32, HEIGHT as u32);
/// What plotters writes for a text that hangs from its place; a quotation mark inside a text is escaped.
const PLOTTERS_OFFSET: &str = " dy=\"0.76em\"";

/// The picture as SVG.
///
/// # Errors
/// plotters refuses to draw.
pub fn svg(layout: &Layout, theme: &Theme) -> Result<Vec<u8>> {
    let mut text = String::new();
    let area = SVGBackend::with_string(&mut text, SIZE).into_drawing_area();
    draw_shapes(&area, layout, theme).context("SVG")?;
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

type Drawn<DB> = std::result::Result<(), DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

fn draw_shapes<DB: DrawingBackend>(area: &DrawingArea<DB, Shift>, layout: &Layout, theme: &Theme) -> Drawn<DB> {
    area.draw(&Rectangle::new(corners(Area::CANVAS), colour(theme.colours.ground).filled()))?;
    for shape in &layout.shapes {
        match shape {
            Shape::Block(covered, rgb) => area.draw(&Rectangle::new(corners(*covered), colour(*rgb).filled()))?,
            Shape::Path(points, rgb, thickness) => {
                let points: Vec<(i32, i32)> = points.iter().copied().map(pixel).collect();
                area.draw(&PathElement::new(points, colour(*rgb).stroke_width(*thickness)))?;
            }
            Shape::Polygon(points, rgb) => {
                let points: Vec<(i32, i32)> = points.iter().copied().map(pixel).collect();
                area.draw(&Polygon::new(points, colour(*rgb).filled()))?;
            }
            Shape::Disc(centre, radius, rgb) => {
                area.draw(&Circle::new(pixel(*centre), radius.round() as i32, colour(*rgb).filled()))?;
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

fn colour(rgb: Rgb) -> RGBColor {
    RGBColor(rgb.red, rgb.green, rgb.blue)
}

fn pixel((x, y): Point) -> (i32, i32) {
    (x.round() as i32, y.round() as i32)
}

fn corners(area: Area) -> [(i32, i32); 2] {
    [pixel((area.left, area.top)), pixel((area.right, area.bottom))]
}
