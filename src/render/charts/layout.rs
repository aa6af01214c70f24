//! What a picture consists of, before anything is drawn: shapes and placed texts. Both outputs draw the same layout.

use super::font;
use crate::render::theme::Rgb;

/// Width of a picture in pixels: a slide's 16 to 9.
pub const WIDTH: f64 = 1920.0;
/// Height of a picture in pixels.
pub const HEIGHT: f64 = 1080.0;
/// How much a patch under a text hides of what lies below.
pub const PATCH_OPACITY: f64 = 0.82;

/// What a picture is drawn on.
#[derive(Clone, Copy, Debug)]
pub struct Paper<'a> {
    /// Width in pixels.
    pub width: f64,
    /// Height in pixels.
    pub height: f64,
    /// Distance of everything from its edge, in pixels.
    pub margin: f64,
    /// Stands small below. Without it the picture stands in a text, which says title, sentence and caveat itself.
    pub footer: Option<&'a str>,
}

impl<'a> Paper<'a> {
    /// A slide, on which a picture stands alone.
    pub fn slide(footer: &'a str) -> Self {
        Self { width: WIDTH, height: HEIGHT, margin: 72.0, footer: Some(footer) }
    }

    /// Pixels between the margins.
    pub fn room(&self) -> f64 {
        self.width - 2.0 * self.margin
    }
}

/// A point in pixels, from the upper left corner.
pub type Point = (f64, f64);

/// A rectangle in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
}

impl Area {
    /// The whole picture, where it is a slide.
    pub const CANVAS: Self = Self { left: 0.0, top: 0.0, right: WIDTH, bottom: HEIGHT };

    /// The square around a point.
    pub fn around((x, y): Point, radius: f64) -> Self {
        Self { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius }
    }

    /// Width in pixels.
    pub fn width(self) -> f64 {
        self.right - self.left
    }

    /// Height in pixels.
    pub fn height(self) -> f64 {
        self.bottom - self.top
    }

    /// Whether the two share more than an edge; a hundredth of a pixel is rounding, not overlap.
    pub fn overlaps(self, other: Self) -> bool {
        let reach = |from: f64, to: f64| to - from > 0.01;
        let across = reach(self.left, other.right) && reach(other.left, self.right);
        across && reach(self.top, other.bottom) && reach(other.top, self.bottom)
    }

    /// Whether `other` lies wholly inside.
    pub fn holds(self, other: Self) -> bool {
        self.left <= other.left && self.top <= other.top && self.right >= other.right && self.bottom >= other.bottom
    }

    /// Whether a straight line passes through (Liang and Barsky's clipping).
    pub fn is_crossed_by(self, from: Point, to: Point) -> bool {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
        let edges = [
            (-dx, from.0 - self.left),
            (dx, self.right - from.0),
            (-dy, from.1 - self.top),
            (dy, self.bottom - from.1),
        ];
        for (slope, distance) in edges {
            if slope == 0.0 {
                if distance < 0.0 {
                    return false;
                }
            } else if slope < 0.0 {
                enter = enter.max(distance / slope);
            } else {
                leave = leave.min(distance / slope);
            }
        }
        enter <= leave
    }
}

/// The point of a text that stays in place when a viewer's own font is a little wider or narrower.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Its left end.
    Start,
    /// Its middle.
    Middle,
    /// Its right end.
    End,
}

/// A text in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct PlacedText {
    /// One line.
    pub text: String,
    /// Height of the letters in pixels.
    pub em: f64,
    /// Which point of the text `x` is.
    pub anchor: Anchor,
    /// Horizontal place of the anchor.
    pub x: f64,
    /// The line on which the letters stand.
    pub baseline: f64,
    /// Colour of the letters.
    pub colour: Rgb,
    /// A patch of this colour under the letters, for a text over lines and columns.
    pub patch: Option<Rgb>,
}

impl PlacedText {
    /// A text with its upper edge at `top`.
    pub fn new(text: &str, em: f64, anchor: Anchor, x: f64, top: f64, colour: Rgb) -> Self {
        Self { text: text.to_owned(), em, anchor, x, baseline: top + font::ASCENT * em, colour, patch: None }
    }

    /// The height of one line at this letter height.
    pub fn line_height(em: f64) -> f64 {
        (font::ASCENT + font::DESCENT) * em
    }

    /// What the text covers.
    pub fn area(&self) -> Area {
        let width = font::width(&self.text, self.em);
        let left = match self.anchor {
            Anchor::Start => self.x,
            Anchor::Middle => self.x - width / 2.0,
            Anchor::End => self.x - width,
        };
        let top = self.baseline - font::ASCENT * self.em;
        Area { left, top, right: left + width, bottom: top + Self::line_height(self.em) }
    }
}

/// A shape in its place.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A filled rectangle.
    Block(Area, Rgb),
    /// An open line of this thickness.
    Path(Vec<Point>, Rgb, u32),
    /// A filled outline.
    Polygon(Vec<Point>, Rgb),
    /// A filled disc of this radius.
    Disc(Point, f64, Rgb),
}

/// A picture before it is drawn. Shapes first, texts above them.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// The whole picture.
    pub canvas: Area,
    /// From back to front.
    pub shapes: Vec<Shape>,
    /// No two of them overlap.
    pub texts: Vec<PlacedText>,
}

impl Layout {
    /// An empty picture.
    pub fn on(paper: &Paper<'_>) -> Self {
        let canvas = Area { left: 0.0, top: 0.0, right: paper.width, bottom: paper.height };
        Self { canvas, shapes: Vec::new(), texts: Vec::new() }
    }

    /// Adds a text that has its own reserved room; an empty one is left out.
    pub fn place(&mut self, text: PlacedText) {
        if !text.text.is_empty() {
            self.texts.push(text);
        }
    }

    /// Whether an area lies inside the picture and off every text.
    pub fn is_free(&self, area: Area) -> bool {
        self.canvas.holds(area) && !self.texts.iter().any(|text| text.area().overlaps(area))
    }

    /// Adds a straight or broken line, dashed where `dash` (length of dash and gap in pixels) is given.
    pub fn path(&mut self, points: &[Point], colour: Rgb, thickness: u32, dash: Option<(f64, f64)>) {
        match dash {
            None => self.shapes.push(Shape::Path(points.to_vec(), colour, thickness)),
            Some(dash) => {
                let dashes = dashes(points, dash);
                self.shapes.extend(dashes.into_iter().map(|piece| Shape::Path(piece, colour, thickness)));
            }
        }
    }
}

/// Cuts a broken line into dashes; the pattern runs on around corners.
fn dashes(points: &[Point], (dash, gap): (f64, f64)) -> Vec<Vec<Point>> {
    let mut pieces = Vec::new();
    let mut piece: Vec<Point> = points.first().copied().into_iter().collect();
    let (mut on, mut left) = (true, dash);
    for pair in points.windows(2) {
        let [(x, y), end] = [pair[0], pair[1]];
        let length = (end.0 - x).hypot(end.1 - y);
        let mut at = 0.0;
        while length - at > left {
            at += left;
            let here = (x + (end.0 - x) * at / length, y + (end.1 - y) * at / length);
            if on {
                piece.push(here);
                pieces.push(std::mem::take(&mut piece));
            } else {
                piece = vec![here];
            }
            on = !on;
            left = if on { dash } else { gap };
        }
        left -= length - at;
        if on {
            piece.push(end);
        }
    }
    if on && piece.len() > 1 {
        pieces.push(piece);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_that_only_touch_do_not_overlap() {
        let area = Area { left: 0.0, top: 0.0, right: 10.0, bottom: 10.0 };
        assert!(!area.overlaps(Area { left: 10.0, right: 20.0, ..area }));
        assert!(area.overlaps(Area { left: 9.0, right: 20.0, ..area }));
        assert!(area.is_crossed_by((-5.0, -5.0), (15.0, 15.0)));
        assert!(!area.is_crossed_by((-5.0, 8.0), (8.0, 25.0)));
    }

    #[test]
    fn dashes_run_on_around_a_corner() {
        let pieces = dashes(&[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)], (8.0, 4.0));
        assert_eq!(pieces, [vec![(0.0, 0.0), (8.0, 0.0)], vec![(10.0, 2.0), (10.0, 10.0)]]);
    }
}
