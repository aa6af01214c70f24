//! A whole workbook: which part is which sheet, one styles part for all of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use anyhow::{Context, Result, bail};

use super::marks::{self, Marks, SheetMarks};
use super::package::Package;
use super::shape::Shape;
use super::styles::{self, Styles};
use super::xml::{Edits, Form, Tags, meant};
use super::{MAIN, STRICT, notes, relationships_of, rows};
use crate::input::grid::Grid;
use crate::render::theme::MarkColours;
use crate::render::xlsx::plain;

const STYLES_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml";

/// A marked workbook.
#[derive(Debug)]
pub struct Marked {
    /// The file.
    pub bytes: Vec<u8>,
    /// Sheets that could not be marked, with what was wrong.
    pub left_out: Vec<String>,
}

/// Marks the cells of an .xlsx or .xlsm.
///
/// # Errors
/// The package is broken, or none of its sheets could be marked.
pub fn mark_package(bytes: &[u8], marks: &Marks, colours: &MarkColours) -> Result<Marked> {
    let sheets = marks.sheets.iter().filter_map(|(name, marks)| Some((name.as_deref()?, marks)));
    mark(Package::open(bytes)?, sheets, marks, colours)
}

/// A new workbook with the cells of `grids`, marked: each value at its place with its kind.
///
/// # Errors
/// The cells do not fit into an .xlsx.
pub fn new_book(grids: &[Grid], marks: &Marks, colours: &MarkColours) -> Result<Marked> {
    let mut sheets: Vec<(Option<Arc<str>>, Option<&Grid>)> =
        grids.iter().map(|grid| (grid.sheet.clone(), Some(grid))).collect();
    // Sheets of which something is said, although they hold no cell.
    let known: BTreeSet<_> = grids.iter().map(|grid| grid.sheet.clone()).collect();
    sheets.extend(marks.sheets.keys().filter(|name| !known.contains(*name)).map(|name| (name.clone(), None)));
    let (bytes, names) = plain::workbook(&sheets)?;
    let named: BTreeMap<_, _> = sheets.into_iter().map(|(name, _)| name).zip(&names).collect();
    let marked = marks.sheets.iter().filter_map(|(name, marks)| Some((named.get(name)?.as_str(), marks)));
    let mut package = Package::open(&bytes)?;
    if grids.iter().any(|grid| grid.dates_1904) {
        count_from_1904(&mut package)?;
    }
    mark(package, marked, marks, colours)
}

fn mark<'m>(
    mut package: Package,
    sheets: impl Iterator<Item = (&'m str, &'m SheetMarks)>,
    marks: &Marks,
    colours: &MarkColours,
) -> Result<Marked> {
    let workbook = workbook_path(&mut package)?;
    let parts = sheet_parts(&mut package, &workbook)?;
    let styles_path = styles_part(&mut package, &workbook)?;
    let text = package.required(&styles_path)?;
    let mut styles = Styles::read(&text, colours).context(styles_path.clone())?;
    let mut left_out = Vec::new();
    let mut marked = 0_usize;
    for (name, cells) in sheets {
        match mark_sheet(&mut package, parts.get(name), cells, marks, &mut styles) {
            Ok(()) => marked += 1,
            Err(error) => left_out.push(format!("{name} ({error:#})")),
        }
    }
    if marked == 0 {
        bail!("{}", left_out.join(", "));
    }
    package.put(&styles_path, styles.finish());
    Ok(Marked { bytes: package.write()?, left_out })
}

fn mark_sheet(
    package: &mut Package,
    part: Option<&String>,
    cells: &SheetMarks,
    marks: &Marks,
    styles: &mut Styles,
) -> Result<()> {
    let part = part.context("<sheet>")?;
    let text = package.required(part)?;
    let shape = Shape::read(&text)?;
    let cells = marks::merged(cells, &shape.merges);
    let mut edits = Edits::default();
    rows::colour(&text, &shape, &cells, styles, &mut edits)?;
    let noted = cells.iter().filter(|(_, mark)| !mark.sentences.is_empty());
    let texts: BTreeMap<_, _> = noted.map(|(cell, mark)| (*cell, marks.note(mark))).collect();
    notes::add(package, part, &shape, &texts, &mut edits)?;
    let changed = edits.apply(&text);
    package.put(part, changed);
    Ok(())
}

pub(super) fn workbook_path(package: &mut Package) -> Result<String> {
    let related = package.relationships("")?;
    let workbook = related.into_iter().find(|it| it.kind.ends_with("/officeDocument"));
    workbook.and_then(|it| it.target).context("officeDocument")
}

/// The part of each sheet by its name.
pub(super) fn sheet_parts(package: &mut Package, workbook: &str) -> Result<BTreeMap<String, String>> {
    let related = package.relationships(workbook)?;
    let text = package.required(workbook)?;
    let mut parts = BTreeMap::new();
    let mut tags = Tags::of(&text, 0);
    while let Some(tag) = tags.next()? {
        if tag.local() != "sheet" || tag.form == Form::Close {
            continue;
        }
        let (name, id) = (tag.attribute("name").map(meant), tag.attribute_local("id").map(meant));
        let target = related.iter().find(|it| Some(&it.id) == id.as_ref()).and_then(|it| it.target.clone());
        if let (Some(name), Some(target)) = (name, target) {
            parts.entry(name).or_insert(target);
        }
    }
    Ok(parts)
}

/// The styles part, made where there is none.
fn styles_part(package: &mut Package, workbook: &str) -> Result<String> {
    let related = package.relationships(workbook)?;
    let named = related.iter().find(|it| it.kind.ends_with("/styles")).and_then(|it| it.target.clone());
    let folder = workbook.rsplit_once('/').map_or("", |(folder, _)| folder);
    let usual = format!("{folder}/styles.xml").trim_start_matches('/').to_owned();
    let found = named.into_iter().chain([usual.clone()]).find(|path| package.has(path));
    if let Some(path) = found {
        return Ok(path);
    }
    let strict = related.iter().any(|it| it.kind.starts_with(relationships_of(STRICT)));
    let namespace = if strict { STRICT } else { MAIN };
    if !related.iter().any(|it| it.kind.ends_with("/styles")) {
        package.relate(workbook, &format!("{}/styles", relationships_of(namespace)), &usual)?;
        package.declare(&usual, STYLES_TYPE)?;
    }
    package.put(&usual, styles::new_part(namespace));
    Ok(usual)
}

/// Serial dates of the workbook count from 1904, as they did in the original.
fn count_from_1904(package: &mut Package) -> Result<()> {
    let workbook = workbook_path(package)?;
    let text = package.required(&workbook)?;
    let mut tags = Tags::of(&text, 0);
    let mut edits = Edits::default();
    while let Some(tag) = tags.next()? {
        if tag.local() == "workbookPr" {
            edits.set(&tag, "date1904", "1");
        }
    }
    let changed = edits.apply(&text);
    package.put(&workbook, changed);
    Ok(())
}
