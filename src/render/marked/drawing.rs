//! The boxes of notes: a drawing in VML, the only form in which Excel takes them.
//!
//! Excel itself writes VML that is no sound XML (form controls with an unclosed `<br>`), so it is searched as text.

use std::collections::BTreeMap;

use anyhow::{Context, Result};

use super::shape::Shape;
use super::xml::Edits;
use crate::base::address::CellRef;
use crate::base::text;

/// Pixels of a box, of a line in it and around the text; half a Chinese character at 9 points.
const WIDTH: u32 = 320;
const LINE: u32 = 16;
const AROUND: u32 = 14;
const CHARACTER: usize = 6;
/// The highest box; what does not fit can be reached by pulling it larger.
const MOST_LINES: u32 = 36;
/// A box reaches over no more columns or rows than this.
const MOST_STEPS: u32 = 200;
/// The last column and row of a sheet.
const LAST: CellRef = CellRef { row: 1_048_575, col: 16_383 };
/// Shapes of one drawing are numbered in blocks of this size.
const BLOCK: usize = 1_024;
const NAMESPACES: [(&str, &str); 3] = [
    ("v", "urn:schemas-microsoft-com:vml"),
    ("o", "urn:schemas-microsoft-com:office:office"),
    ("x", "urn:schemas-microsoft-com:office:excel"),
];
const SHAPE_TYPE: &str = "<v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\">\
    <v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>";

/// A drawing without a box, the `number`-th of its workbook, for `notes` boxes.
pub(super) fn new_part(number: usize, notes: usize) -> String {
    let namespaces = declarations("");
    // Blocks of other drawings are not touched by far.
    let first = number * 4;
    let blocks: Vec<String> = (first..=first + notes / BLOCK).map(|block| block.to_string()).collect();
    let blocks = blocks.join(",");
    format!(
        "<xml{namespaces}><o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"{blocks}\"/></o:shapelayout>\
         {SHAPE_TYPE}<!-- _x0000_s{} --></xml>",
        first * BLOCK
    )
}

fn declarations(drawing: &str) -> String {
    let missing = NAMESPACES.iter().filter(|(prefix, _)| !drawing.contains(&format!("xmlns:{prefix}=")));
    missing.map(|(prefix, namespace)| format!(" xmlns:{prefix}=\"{namespace}\"")).collect()
}

/// Adds a box for each new note, and makes those boxes larger whose note has become longer: its new text, and the earlier
/// one that it replaces.
///
/// # Errors
/// It is no drawing.
pub(super) fn add(
    drawing: &str,
    new: &BTreeMap<CellRef, &str>,
    longer: &BTreeMap<CellRef, (&str, &str)>,
    shape: &Shape,
) -> Result<String> {
    let end = drawing.rfind("</xml>").context("</xml>")?;
    let mut edits = Edits::default();
    let namespaces = declarations(drawing);
    let mut boxes = String::new();
    if !drawing.contains("\"_x0000_t202\"") {
        boxes += &SHAPE_TYPE.replacen("<v:shapetype", &format!("<v:shapetype{namespaces}"), 1);
    }
    let first = highest_number(drawing) + 1;
    for (at, (cell, note)) in new.iter().enumerate() {
        boxes += &note_box(*cell, note, first + at, &namespaces, shape);
    }
    edits.insert(end, boxes);
    grow(drawing, longer, shape, &mut edits);
    Ok(edits.apply(drawing))
}

/// The highest number of a shape.
fn highest_number(drawing: &str) -> usize {
    let numbers = drawing.split("_x0000_s").skip(1).map(|after| {
        let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        after[..end].parse::<usize>().ok().filter(|number| *number < 1 << 30).unwrap_or(0)
    });
    numbers.max().unwrap_or(0).max(BLOCK)
}

/// Pixels of the box of a note.
fn height(note: &str) -> u32 {
    let in_a_line = (WIDTH - AROUND) as usize / CHARACTER;
    let lines: usize = note.lines().map(|line| text::width(line).div_ceil(in_a_line).max(1)).sum();
    (lines as u32).min(MOST_LINES) * LINE + AROUND
}

fn note_box(cell: CellRef, note: &str, number: usize, namespaces: &str, shape: &Shape) -> String {
    let height = height(note);
    let (left, top) = ((cell.col + 1).min(LAST.col), cell.row.saturating_sub(1));
    let (from_left, from_top) = (12, if cell.row == 0 { 2 } else { 10 });
    let (right, to_right) = reach(left, from_left + WIDTH, LAST.col, |col| shape.column_pixels(col));
    let (bottom, to_bottom) = reach(top, from_top + height, LAST.row, |_| shape.row_pixels);
    let anchor = format!("{left}, {from_left}, {top}, {from_top}, {right}, {to_right}, {bottom}, {to_bottom}");
    let size = format!("width:{}pt;height:{}pt", f64::from(WIDTH) * 0.75, f64::from(height) * 0.75);
    let (row, col) = (cell.row, cell.col);
    format!(
        "<v:shape{namespaces} id=\"_x0000_s{number}\" type=\"#_x0000_t202\" style='position:absolute;margin-left:59.25pt;\
         margin-top:1.5pt;{size};z-index:1;visibility:hidden' fillcolor=\"#ffffe1\" o:insetmode=\"auto\">\
         <v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/>\
         <v:textbox style='mso-direction-alt:auto'><div style='text-align:left'></div></v:textbox>\
         <x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>\
         <x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{col}</x:Column></x:ClientData></v:shape>"
    )
}

/// The column or row that lies some pixels behind the start of another one, and the pixels within it.
fn reach(start: u32, pixels: u32, last: u32, size: impl Fn(u32) -> u32) -> (u32, u32) {
    let (mut at, mut left) = (start, pixels);
    while left > size(at) && at < last && at - start < MOST_STEPS {
        left -= size(at);
        at += 1;
    }
    (at, left.min(size(at)))
}

/// Makes the boxes of notes higher to which a text was added.
fn grow(drawing: &str, longer: &BTreeMap<CellRef, (&str, &str)>, shape: &Shape, edits: &mut Edits) {
    let mut start = 0;
    for piece in drawing.split_inclusive("</v:shape>") {
        if let Some((cell, anchor, at)) = note_in(piece)
            && let Some((note, earlier)) = longer.get(&cell)
            && let more @ 1.. = height(note).saturating_sub(height(earlier))
            && let [left, dx, top, dy, right, to_right, bottom, to_bottom] = anchor[..]
        {
            let rows = more.div_ceil(shape.row_pixels.max(1)).min(MOST_STEPS);
            let bottom = bottom.saturating_add(rows).min(LAST.row);
            let numbers = [left, dx, top, dy, right, to_right, bottom, to_bottom].map(|number| number.to_string());
            edits.replace(start + at.start..start + at.end, numbers.join(", "));
        }
        start += piece.len();
    }
}

/// The cell of the note in a piece of VML, the numbers of its anchor and where these stand.
fn note_in(piece: &str) -> Option<(CellRef, Vec<u32>, std::ops::Range<usize>)> {
    let inside = |name: &str| {
        let start = piece.find(&format!("<x:{name}>"))? + name.len() + 4;
        let inside = piece[start..].split('<').next()?;
        let start = start + inside.len() - inside.trim_start().len();
        Some(start..start + inside.trim().len())
    };
    let number = |name| piece[inside(name)?].parse().ok();
    let anchor = inside("Anchor")?;
    let numbers = piece[anchor.clone()].split(',').map(|number| number.trim().parse().ok()).collect::<Option<_>>()?;
    Some((CellRef { row: number("Row")?, col: number("Column")? }, numbers, anchor))
}
