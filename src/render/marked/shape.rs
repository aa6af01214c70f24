//! What stands around the rows of a worksheet part: columns, merged cells, the place of the notes' drawing.

use anyhow::{Context, Result};

use super::xml::{Form, Tag, Tags};
use crate::base::address::CellRef;

/// What may only stand behind the drawing of the notes, in the order of the schema.
const AFTER_DRAWING: [&str; 9] = [
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
    "AlternateContent",
];
/// Excel's own column width in characters and row height in points, where a sheet says nothing.
const COLUMN_WIDTH: f64 = 8.43;
const ROW_HEIGHT: f64 = 15.0;
/// No column or row is taken for wider than this; a forged width must not overflow.
const MOST_PIXELS: f64 = 2_000.0;

/// A `<col>`: columns that share a width and a style.
#[derive(Clone, Copy, Debug)]
struct Columns {
    first: u32,
    last: u32,
    pixels: u32,
    style: usize,
}

/// What stands around the rows.
#[derive(Debug)]
pub(super) struct Shape<'a> {
    /// `<worksheet>`
    root: Tag<'a>,
    /// `<sheetData>`
    pub data: Tag<'a>,
    /// Where the rows end.
    pub end_of_data: usize,
    /// First and last cell of each merged range.
    pub merges: Vec<(CellRef, CellRef)>,
    /// The relationship of the drawing that the sheet has for its notes.
    pub drawing: Option<&'a str>,
    /// Where it belongs if the sheet has none.
    place_of_drawing: usize,
    columns: Vec<Columns>,
    column_pixels: u32,
    /// Pixels of an ordinary row.
    pub row_pixels: u32,
}

impl<'a> Shape<'a> {
    /// Reads a worksheet part, its rows left out.
    ///
    /// # Errors
    /// It is no worksheet part.
    pub fn read(text: &'a str) -> Result<Self> {
        let mut tags = Tags::of(text, 0);
        let root = tags.next()?.filter(Tag::opens).context("<worksheet>")?;
        let mut columns = Vec::new();
        let (mut width, mut height) = (COLUMN_WIDTH, ROW_HEIGHT);
        let data = loop {
            let tag = tags.next()?.context("<sheetData>")?;
            match (tag.local(), tag.form) {
                ("sheetData", Form::Open | Form::Empty) => break tag,
                ("sheetFormatPr", Form::Open | Form::Empty) => {
                    width = number(&tag, "defaultColWidth").unwrap_or(width);
                    height = number(&tag, "defaultRowHeight").unwrap_or(height);
                }
                ("col", Form::Open | Form::Empty) => columns.extend(column(&tag)),
                _ => {}
            }
        };
        let end_of_data = match data.form {
            Form::Empty => data.range.end,
            _ => text.rfind(&format!("</{}", data.name())).context("</sheetData>")?,
        };
        let mut shape = Self {
            root,
            data,
            end_of_data,
            merges: Vec::new(),
            drawing: None,
            place_of_drawing: text.len(),
            columns,
            column_pixels: column_pixels(width),
            row_pixels: (height * 4.0 / 3.0).clamp(0.0, MOST_PIXELS) as u32,
        };
        shape.read_tail(text)?;
        Ok(shape)
    }

    fn read_tail(&mut self, text: &'a str) -> Result<()> {
        let mut tags = Tags::of(text, self.end_of_data);
        if self.data.opens() {
            tags.next()?;
        }
        let mut depth = 0_usize;
        let mut place = None;
        loop {
            let tag = tags.next()?.context("</worksheet>")?;
            if tag.form == Form::Close {
                if depth == 0 {
                    self.place_of_drawing = place.unwrap_or(tag.range.start);
                    return Ok(());
                }
                depth -= 1;
                continue;
            }
            match tag.local() {
                "legacyDrawing" if depth == 0 => self.drawing = tag.attribute_local("id"),
                "mergeCell" => self.merges.extend(tag.attribute("ref").and_then(merged)),
                name if depth == 0 && AFTER_DRAWING.contains(&name) => {
                    place.get_or_insert(tag.range.start);
                }
                _ => {}
            }
            depth += usize::from(tag.opens());
        }
    }

    /// The style of an empty cell of a column.
    pub fn column_style(&self, col: u32) -> usize {
        self.columns_of(col).map_or(0, |columns| columns.style)
    }

    /// Pixels of a column.
    pub fn column_pixels(&self, col: u32) -> u32 {
        self.columns_of(col).map_or(self.column_pixels, |columns| columns.pixels)
    }

    fn columns_of(&self, col: u32) -> Option<&Columns> {
        self.columns.iter().find(|columns| (columns.first..=columns.last).contains(&col))
    }

    /// The element that names the drawing of the notes, and where it belongs.
    pub fn drawing_element(&self, id: &str) -> (usize, String) {
        let (prefix, namespace) = (self.root.prefix(), self.relationships());
        (self.place_of_drawing, format!("<{prefix}legacyDrawing xmlns:r=\"{namespace}\" r:id=\"{id}\"/>"))
    }

    /// The namespace of the part: that of the standard's strict form, or the usual one.
    pub fn namespace(&self) -> &'a str {
        let name = match self.root.prefix().strip_suffix(':') {
            Some(prefix) => format!("xmlns:{prefix}"),
            None => "xmlns".to_owned(),
        };
        self.root.attribute(&name).unwrap_or(super::MAIN)
    }

    /// The namespace of relationships that goes with it.
    pub fn relationships(&self) -> &'static str {
        super::relationships_of(self.namespace())
    }
}

fn number(tag: &Tag, name: &str) -> Option<f64> {
    tag.attribute(name)?.parse().ok().filter(|number: &f64| number.is_finite())
}

/// Excel shows a character of its usual font 7 pixels wide, and 5 pixels beside it.
fn column_pixels(width: f64) -> u32 {
    if width <= 0.0 { 0 } else { (width * 7.0 + 5.0).min(MOST_PIXELS) as u32 }
}

fn column(tag: &Tag) -> Option<Columns> {
    let whole = |name| tag.attribute(name)?.parse::<u32>().ok();
    let hidden = matches!(tag.attribute("hidden"), Some("1" | "true"));
    let width = if hidden { 0.0 } else { number(tag, "width").unwrap_or(COLUMN_WIDTH) };
    Some(Columns {
        first: whole("min")?.checked_sub(1)?,
        last: whole("max")?.checked_sub(1)?,
        pixels: column_pixels(width),
        style: whole("style").unwrap_or(0) as usize,
    })
}

fn merged(range: &str) -> Option<(CellRef, CellRef)> {
    let (first, last) = range.split_once(':')?;
    Some((CellRef::parse(first)?, CellRef::parse(last)?))
}
