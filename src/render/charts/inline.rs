//! A chart within a text: an SVG whose colours are classes, so that the page around it decides about light and dark. Title and
//! sentence are read out, and seen in the text.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::layout::{Anchor, Area, Layout, Paper, PlacedText, Shape};
use crate::render::markup::escaped;
use crate::render::theme::{Rgb, Theme};
use crate::report::chart::model::{Chart, Form};

/// Pixels of a bar with the room around it, and of a picture that lies.
const BAR: f64 = 34.0;
const LYING: (f64, f64) = (220.0, 1400.0);
/// Width and height of a picture whose letters can be read where it has the width of a phone, and of one that is wider.
const NARROW: (f64, f64) = (720.0, 440.0);
const WIDE: (f64, f64) = (1040.0, 520.0);
/// Names that stand side by side in a narrow picture.
const FEW: usize = 7;
const MARGIN: f64 = 14.0;

/// What a drawing needs a colour for; the name of its class says both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// `c17507D`: what is filled.
    Fill(Rgb),
    /// `s17507D`: a line.
    Line(Rgb),
    /// `t17507D`: letters on the ground of the page.
    Letters(Rgb),
    /// `o17507D`: letters on a column of this colour.
    LettersOn(Rgb),
}

impl Use {
    /// The name of its class.
    pub fn class(self) -> String {
        let (sign, Rgb { red, green, blue }) = match self {
            Self::Fill(colour) => ('c', colour),
            Self::Line(colour) => ('s', colour),
            Self::Letters(colour) => ('t', colour),
            Self::LettersOn(colour) => ('o', colour),
        };
        format!("{sign}{red:02X}{green:02X}{blue:02X}")
    }
}

/// A drawing.
#[derive(Debug)]
pub struct Drawing {
    /// The element.
    pub svg: String,
    /// Its classes.
    pub uses: BTreeSet<Use>,
}

/// Draws a chart; `c-ID` names it in the page.
pub fn draw(chart: &Chart, theme: &Theme) -> Drawing {
    let layout = super::lay_out(chart, &paper(chart), theme);
    let mut drawing = Drawing { svg: String::new(), uses: BTreeSet::new() };
    let id = &chart.id;
    let Area { right, bottom, .. } = layout.canvas;
    let size = if right > NARROW.0 { "large" } else { "small" };
    let _ = write!(
        drawing.svg,
        "<svg class=\"{size}\" viewBox=\"0 0 {right:.0} {bottom:.0}\" role=\"img\" aria-labelledby=\"c-{id}-t c-{id}-d\">\
         <title id=\"c-{id}-t\">{}</title><desc id=\"c-{id}-d\">{}</desc>",
        escaped(&chart.title),
        escaped(&chart.sentence)
    );
    layout.shapes.iter().for_each(|shape| drawing.shape(shape));
    layout.texts.iter().for_each(|text| drawing.text(text, &layout));
    drawing.svg += "</svg>";
    drawing
}

/// What a chart is drawn on: bars take the height that they need.
pub(super) fn paper(chart: &Chart) -> Paper<'static> {
    let (width, height) = match chart.form {
        Form::Lying => {
            let bars = chart.positions.len() * chart.series.len().max(1);
            (NARROW.0, (bars as f64 * BAR + 4.0 * MARGIN).clamp(LYING.0, LYING.1))
        }
        Form::Standing | Form::Bridge if chart.positions.len() <= FEW => NARROW,
        Form::Standing | Form::Pie | Form::Bridge => WIDE,
    };
    Paper { width, height, margin: MARGIN, footer: None }
}

impl Drawing {
    fn class(&mut self, of: Use) -> String {
        self.uses.insert(of);
        of.class()
    }

    fn shape(&mut self, shape: &Shape) {
        let svg = match shape {
            Shape::Block(area, colour) => {
                let class = self.class(Use::Fill(*colour));
                format!("<path class=\"{class}\" d=\"{}\"/>", block(*area))
            }
            Shape::Path(points, colour, thickness) => {
                let class = self.class(Use::Line(*colour));
                format!("<path class=\"{class}\" stroke-width=\"{thickness}\" d=\"{}\"/>", path(points))
            }
            Shape::Polygon(points, colour) => {
                let class = self.class(Use::Fill(*colour));
                format!("<path class=\"{class}\" d=\"{}z\"/>", path(points))
            }
            Shape::Disc((x, y), radius, colour) => {
                let class = self.class(Use::Fill(*colour));
                format!("<circle class=\"{class}\" cx=\"{x:.0}\" cy=\"{y:.0}\" r=\"{radius:.0}\"/>")
            }
        };
        self.svg += &svg;
    }

    fn text(&mut self, text: &PlacedText, layout: &Layout) {
        if text.patch.is_some() {
            let _ = write!(self.svg, "<path class=\"patch\" d=\"{}\"/>", block(text.area()));
        }
        let class = match column_below(text, layout) {
            Some(colour) => self.class(Use::LettersOn(colour)),
            None => self.class(Use::Letters(text.colour)),
        };
        let anchor = match text.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let PlacedText { x, baseline, em, .. } = text;
        let written = escaped(&text.text);
        let _ = write!(
            self.svg,
            "<text class=\"{class}\" x=\"{x:.0}\" y=\"{baseline:.0}\" font-size=\"{em:.0}\"{anchor}>{written}</text>"
        );
    }
}

/// The colour of the column in which a text stands; one with a patch stands over what lies below.
fn column_below(text: &PlacedText, layout: &Layout) -> Option<Rgb> {
    let area = text.area();
    let holds = |shape: &Shape| match shape {
        Shape::Block(block, colour) if block.holds(area) => Some(*colour),
        _ => None,
    };
    layout.shapes.iter().rev().find_map(holds).filter(|_| text.patch.is_none())
}

fn block(area: Area) -> String {
    let [left, top, right, bottom] = [area.left, area.top, area.right, area.bottom].map(|edge| edge.round() as i64);
    format!("M{left} {top}h{}v{}h{}z", right - left, bottom - top, left - right)
}

fn path(points: &[(f64, f64)]) -> String {
    let mut path = String::new();
    for (at, (x, y)) in points.iter().enumerate() {
        let sign = if at == 0 { 'M' } else { 'L' };
        let _ = write!(path, "{sign}{} {}", x.round() as i64, y.round() as i64);
    }
    path
}
