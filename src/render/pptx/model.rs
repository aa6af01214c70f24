//! A deck before it is written: slides of placed shapes. It knows nothing of dealers and reports.

/// English Metric Units of a point.
const EMU: f64 = 12_700.0;

/// A deck.
#[derive(Clone, Debug)]
pub struct Deck {
    /// Its title, for the properties of the file.
    pub title: String,
    /// Who made it, for the properties of the file.
    pub author: String,
    /// When, as `2013-09-30T00:00:00Z`.
    pub created: String,
    /// `zh-CN` or `en-US`.
    pub lang: &'static str,
    /// The slides in their order.
    pub slides: Vec<Slide>,
}

/// Fonts, colours and names of the built-in master.
#[derive(Clone, Debug)]
pub struct Look {
    /// The font of all letters.
    pub font: String,
    /// The colours by their name in the theme, six hexadecimal digits each.
    pub colours: Vec<(&'static str, String)>,
    /// What the layouts are called.
    pub layouts: [String; 3],
}

/// The layout of a slide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Title and subtitle.
    Cover,
    /// A title, the rest is placed.
    TitleOnly,
}

/// A slide.
#[derive(Clone, Debug)]
pub struct Slide {
    /// Stable name, kept in the file.
    pub name: String,
    /// Its layout.
    pub layout: Layout,
    /// In the order in which they are read.
    pub shapes: Vec<Shape>,
    /// What the speaker sees, a paragraph each.
    pub notes: Vec<String>,
    /// Date and text in the foot; a cover has none.
    pub foot: Option<(String, String)>,
}

/// A shape with a stable name.
#[derive(Clone, Debug)]
pub struct Shape {
    /// Stable name, unique in the deck.
    pub name: String,
    /// What it shows, for those who cannot see it; empty where its text says it.
    pub description: String,
    /// Where it stands; that of a placeholder is its layout's.
    pub area: Area,
    /// What it holds.
    pub body: Body,
}

/// What a shape holds.
#[derive(Clone, Debug)]
pub enum Body {
    /// The title of the slide, in its placeholder.
    Title(Vec<Paragraph>),
    /// The subtitle of a cover, in its placeholder.
    Subtitle(Vec<Paragraph>),
    /// Text.
    Text(Vec<Paragraph>),
    /// A table.
    Table(Grid),
    /// A native chart.
    Chart(Native),
}

/// A native chart: its part, and the workbook with its numbers.
#[derive(Clone, Debug)]
pub struct Native {
    /// The chart part, with a reference to its workbook as `rId1`.
    pub xml: String,
    /// The workbook.
    pub workbook: Vec<u8>,
}

/// A place in points, from the upper left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Area {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Area {
    /// Left, top, width and height in English Metric Units.
    pub fn emu(self) -> [i64; 4] {
        [self.left, self.top, self.width, self.height].map(emu)
    }

    /// Its lower edge.
    pub fn bottom(self) -> f64 {
        self.top + self.height
    }
}

/// Points as whole English Metric Units, not negative.
pub fn emu(points: f64) -> i64 {
    (points.max(0.0) * EMU).round() as i64
}

/// A paragraph.
#[derive(Clone, Debug, Default)]
pub struct Paragraph {
    /// Its pieces.
    pub runs: Vec<Run>,
    /// With a dot in front.
    pub bullet: bool,
    /// Where its lines stand.
    pub align: Align,
    /// Points above it.
    pub above: f64,
}

/// Where lines stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// At the left.
    #[default]
    Left,
    /// At the right.
    Right,
}

/// A piece of text in one look.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// The text.
    pub text: String,
    /// Height of its letters in points; none as the placeholder has it.
    pub size: Option<f64>,
    /// Bold.
    pub bold: bool,
    /// Its colour; none as the placeholder has it.
    pub colour: Option<Colour>,
}

/// A colour: of the theme, so that a master of the dealer's sets it, or its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Ordinary letters.
    Ink,
    /// Side remarks.
    Muted,
    /// Titles.
    Accent,
    /// The ground of headings.
    Heading,
    /// Its own: `0xRRGGBB`.
    Own(u32),
}

/// A table.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    /// Widths of its columns in points.
    pub widths: Vec<f64>,
    /// Points at the left and at the right of a cell's text.
    pub beside: f64,
    /// Its rows, the heading first.
    pub rows: Vec<GridRow>,
}

/// A row of a table.
#[derive(Clone, Debug, Default)]
pub struct GridRow {
    /// Its height in points.
    pub height: f64,
    /// As many as there are columns.
    pub cells: Vec<GridCell>,
}

/// A cell of a table.
#[derive(Clone, Debug, Default)]
pub struct GridCell {
    /// Its text.
    pub text: Paragraph,
    /// Its ground.
    pub fill: Option<Colour>,
}

impl Deck {
    /// All points made smaller or larger; charts have been drawn in theirs.
    pub fn scaled(mut self, by: f64) -> Self {
        let shapes = self.slides.iter_mut().flat_map(|slide| &mut slide.shapes);
        for Shape { area, body, .. } in shapes {
            for edge in [&mut area.left, &mut area.top, &mut area.width, &mut area.height] {
                *edge *= by;
            }
            match body {
                Body::Title(lines) | Body::Subtitle(lines) | Body::Text(lines) => {
                    lines.iter_mut().for_each(|line| line.scale(by));
                }
                Body::Table(grid) => {
                    grid.beside *= by;
                    grid.widths.iter_mut().for_each(|width| *width *= by);
                    for row in &mut grid.rows {
                        row.height *= by;
                        row.cells.iter_mut().for_each(|cell| cell.text.scale(by));
                    }
                }
                Body::Chart(_) => {}
            }
        }
        self
    }
}

impl Paragraph {
    fn scale(&mut self, by: f64) {
        self.above *= by;
        self.runs.iter_mut().filter_map(|run| run.size.as_mut()).for_each(|size| *size *= by);
    }

    /// A paragraph of one piece.
    pub fn of(run: Run) -> Self {
        Self { runs: vec![run], ..Self::default() }
    }

    /// Its text without looks.
    pub fn plain(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }
}
