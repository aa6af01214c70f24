//! Rows put below those of a sheet: nothing that stands in the workbook changes, whatever made it.

use std::collections::BTreeMap;

use anyhow::{Context, Result};

use super::book::{sheet_parts, workbook_path};
use super::package::Package;
use super::shape::Shape;
use super::xml::{Edits, Form, Tags, escaped};
use crate::base::address::CellRef;

/// The cells of a row, by column from 0: texts, and numbers where a text is one.
pub type NewRow = BTreeMap<u32, NewCell>;

/// What a new cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum NewCell {
    /// A text.
    Text(String),
    /// A number.
    Number(f64),
}

/// The workbook with these rows below those of the sheets of these names, and the row (from 0) at which each sheet's new ones begin.
///
/// # Errors
/// The package is broken, or has no such sheet.
pub fn append_rows(bytes: &[u8], sheets: &[(String, Vec<NewRow>)]) -> Result<(Vec<u8>, Vec<u32>)> {
    let mut package = Package::open(bytes)?;
    let workbook = workbook_path(&mut package)?;
    let parts = sheet_parts(&mut package, &workbook)?;
    let mut begins = Vec::new();
    for (name, rows) in sheets {
        let part = parts.get(name).with_context(|| name.clone())?;
        let text = package.required(part)?;
        let (changed, begin) = appended(&text, rows).with_context(|| name.clone())?;
        package.put(part, changed);
        begins.push(begin);
    }
    Ok((package.write()?, begins))
}

fn appended(text: &str, rows: &[NewRow]) -> Result<(String, u32)> {
    let shape = Shape::read(text)?;
    let begin = next_row(text, &shape)?;
    let prefix = shape.data.prefix();
    let mut written = String::new();
    for (row, cells) in (begin..).zip(rows) {
        let cells: String =
            cells.iter().map(|(col, cell)| new_cell(&shape, CellRef { row, col: *col }, cell)).collect();
        written += &format!("<{prefix}row r=\"{}\">{cells}</{prefix}row>", row + 1);
    }
    let mut edits = Edits::default();
    match shape.data.form {
        Form::Empty => edits.append(&shape.data, None, &written),
        _ => edits.insert(shape.end_of_data, written),
    }
    // What the sheet says of its own size is a hint that some readers trust.
    if let Some(dimension) = dimension(text, &shape, begin + rows.len() as u32)? {
        edits.replace(dimension.0, dimension.1);
    }
    Ok((edits.apply(text), begin))
}

/// The first row behind all rows that stand in the part, with or without a value.
fn next_row(text: &str, shape: &Shape) -> Result<u32> {
    let (mut tags, mut next) = (Tags::of(text, shape.data.range.end), 0_u32);
    while shape.data.opens() {
        let tag = tags.next()?.context("</sheetData>")?;
        match (tag.local(), tag.form) {
            ("sheetData", Form::Close) => break,
            ("row", Form::Open | Form::Empty) => {
                let stated = tag.attribute("r").map(|row| row.parse::<u32>().context("<row r>")).transpose()?;
                next = stated.unwrap_or(next + 1).max(next);
            }
            _ => {}
        }
    }
    Ok(next)
}

/// The range of the stated size, and the size down to the last row.
fn dimension(text: &str, shape: &Shape, last: u32) -> Result<Option<(std::ops::Range<usize>, String)>> {
    let mut tags = Tags::of(text, 0);
    while let Some(tag) = tags.next()?.filter(|tag| tag.range.start < shape.data.range.start) {
        if tag.local() != "dimension" {
            continue;
        }
        let (stated, range) = (tag.attribute("ref"), tag.value_range("ref"));
        let ends = stated.map(|stated| stated.split_once(':').unwrap_or((stated, stated)));
        let Some(((first, end), range)) = ends.zip(range) else { return Ok(None) };
        let Some(end) = CellRef::parse(end) else { return Ok(None) };
        let end = CellRef { row: end.row.max(last.saturating_sub(1)), col: end.col };
        return Ok(Some((range, format!("{first}:{end}"))));
    }
    Ok(None)
}

/// A cell in the style of its column.
fn new_cell(shape: &Shape, at: CellRef, cell: &NewCell) -> String {
    let (prefix, style) = (shape.data.prefix(), shape.column_style(at.col));
    match cell {
        NewCell::Text(text) => {
            let text = escaped(text);
            format!(
                "<{prefix}c r=\"{at}\" s=\"{style}\" t=\"inlineStr\"><{prefix}is><{prefix}t xml:space=\"preserve\">{text}</{prefix}t></{prefix}is></{prefix}c>"
            )
        }
        NewCell::Number(number) => {
            format!("<{prefix}c r=\"{at}\" s=\"{style}\"><{prefix}v>{number}</{prefix}v></{prefix}c>")
        }
    }
}
