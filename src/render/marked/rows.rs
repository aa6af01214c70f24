//! The rows of a worksheet part: marked cells get another style; cells and rows that are not there are put in order.

use std::collections::BTreeMap;

use anyhow::{Context, Result};

use super::marks::SheetMarks;
use super::shape::Shape;
use super::styles::Styles;
use super::xml::{Edits, Form, Tag, Tags};
use crate::base::address::CellRef;
use crate::base::finding::Severity;

/// Colours the marked cells of a worksheet part.
///
/// # Errors
/// The rows are broken.
pub(super) fn colour(
    text: &str,
    shape: &Shape,
    marks: &SheetMarks,
    styles: &mut Styles,
    edits: &mut Edits,
) -> Result<()> {
    let mut rows = Rows { text, shape, marks, styles, edits };
    let missing = rows.pass()?;
    rows.add(missing);
    Ok(())
}

struct Rows<'t, 'c, 's> {
    text: &'t str,
    shape: &'c Shape<'t>,
    marks: &'c SheetMarks,
    styles: &'c mut Styles<'s>,
    edits: &'c mut Edits,
}

/// A cell of a marked row as it stands in the part.
struct Cell<'t> {
    tag: Tag<'t>,
    col: u32,
    /// It says its place itself; else it follows the one before.
    placed: bool,
}

impl<'t> Rows<'t, '_, '_> {
    /// Passes over all rows. What comes back are the marked rows that are not there, each with the place before the
    /// first row behind it.
    fn pass(&mut self) -> Result<BTreeMap<u32, Option<usize>>> {
        let numbers: Vec<u32> = {
            let mut rows: Vec<u32> = self.marks.keys().map(|cell| cell.row).collect();
            rows.dedup();
            rows
        };
        let mut missing: BTreeMap<u32, Option<usize>> = numbers.iter().map(|row| (*row, None)).collect();
        let (mut passed, mut row) = (0, 0_u32);
        let mut tags = Tags::of(self.text, self.shape.data.range.end);
        while self.shape.data.opens() {
            let tag = tags.next()?.context("</sheetData>")?;
            match (tag.local(), tag.form) {
                ("sheetData", Form::Close) => break,
                ("row", Form::Close) => row = row.saturating_add(1),
                ("row", form) => {
                    if let Some(number) = tag.attribute("r") {
                        row = number.parse::<u32>().ok().and_then(|number| number.checked_sub(1)).context("<row r>")?;
                        // A row put in before one that says its number shifts none.
                        while let Some(before) = numbers.get(passed).filter(|before| **before < row) {
                            missing.entry(*before).and_modify(|place| *place = Some(tag.range.start));
                            passed += 1;
                        }
                    }
                    if missing.remove(&row).is_some() {
                        self.row(row, &tag, &mut tags)?;
                        row = row.saturating_add(1);
                    } else if form == Form::Empty {
                        row = row.saturating_add(1);
                    }
                }
                _ => {}
            }
        }
        Ok(missing)
    }

    /// Marks the cells of a row whose opening tag has been read.
    fn row(&mut self, row: u32, open: &Tag<'t>, tags: &mut Tags<'t>) -> Result<()> {
        let (cells, close) = cells(open, tags)?;
        let custom = matches!(open.attribute("customFormat"), Some("1" | "true"));
        let own = if custom { open.attribute("s").and_then(|style| style.parse().ok()) } else { None };
        let mut at_the_end = String::new();
        for (col, severity) in marked(self.marks, row) {
            let mut found = false;
            for cell in cells.iter().filter(|cell| cell.col == col) {
                let original = cell.tag.attribute("s").and_then(|style| style.parse().ok()).unwrap_or(0);
                let style = self.styles.marked(original, severity);
                self.edits.set(&cell.tag, "s", &style.to_string());
                found = true;
            }
            if found {
                continue;
            }
            let cell = self.new_cell(CellRef { row, col }, severity, own, open.prefix());
            match cells.iter().find(|other| other.col > col) {
                // One that follows the cell before it would be shifted.
                Some(other) if other.placed => self.edits.insert(other.tag.range.start, cell),
                _ => at_the_end.push_str(&cell),
            }
        }
        if !at_the_end.is_empty() {
            self.edits.append(open, close.as_ref(), &at_the_end);
        }
        Ok(())
    }

    /// Puts in the rows that are not there.
    fn add(&mut self, missing: BTreeMap<u32, Option<usize>>) {
        let prefix = self.shape.data.prefix();
        let mut at_the_end = String::new();
        for (row, place) in missing {
            let mut cells = String::new();
            for (col, severity) in marked(self.marks, row) {
                cells += &self.new_cell(CellRef { row, col }, severity, None, prefix);
            }
            let row = format!("<{prefix}row r=\"{}\">{cells}</{prefix}row>", row + 1);
            match place {
                Some(place) => self.edits.insert(place, row),
                None => at_the_end.push_str(&row),
            }
        }
        match self.shape.data.form {
            _ if at_the_end.is_empty() => {}
            Form::Empty => self.edits.append(&self.shape.data, None, &at_the_end),
            _ => self.edits.insert(self.shape.end_of_data, at_the_end),
        }
    }

    /// An empty cell in the style that its row or column would have given it.
    fn new_cell(&mut self, cell: CellRef, severity: Severity, own: Option<usize>, prefix: &str) -> String {
        let original = own.unwrap_or_else(|| self.shape.column_style(cell.col));
        let style = self.styles.marked(original, severity);
        format!("<{prefix}c r=\"{cell}\" s=\"{style}\"/>")
    }
}

/// The marked columns of a row.
fn marked(marks: &SheetMarks, row: u32) -> impl Iterator<Item = (u32, Severity)> {
    let cells = marks.range(CellRef { row, col: 0 }..=CellRef { row, col: u32::MAX });
    cells.map(|(cell, mark)| (cell.col, mark.severity))
}

/// The cells of a row, and its closing tag if it has one.
fn cells<'t>(open: &Tag<'t>, tags: &mut Tags<'t>) -> Result<(Vec<Cell<'t>>, Option<Tag<'t>>)> {
    let (mut cells, mut col) = (Vec::new(), 0_u32);
    while open.opens() {
        let tag = tags.next()?.context("</row>")?;
        match (tag.local(), tag.form) {
            ("row", Form::Close) => return Ok((cells, Some(tag))),
            ("c", Form::Open | Form::Empty) => {
                let place = tag.attribute("r").map(|place| CellRef::parse(place).context("<c r>")).transpose()?;
                let placed = place.is_some();
                col = place.map_or(col, |place| place.col);
                cells.push(Cell { tag, col, placed });
                col = col.saturating_add(1);
            }
            _ => {}
        }
    }
    Ok((cells, None))
}
