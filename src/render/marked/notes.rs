//! The notes of one sheet: the comments part and the drawing that shows them, found or made.

use std::collections::BTreeMap;

use anyhow::{Context, Result};

use super::package::{Package, Relationship};
use super::shape::Shape;
use super::xml::Edits;
use super::{comments, drawing};
use crate::base::address::CellRef;

const COMMENTS_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";
const DRAWING_TYPE: &str = "application/vnd.openxmlformats-officedocument.vmlDrawing";

/// Adds notes to the sheet of a part. The drawing is named in the sheet, by an edit, where the sheet has none.
///
/// # Errors
/// The comments, the drawing, the relationships or the content types are broken.
pub(super) fn add(
    package: &mut Package,
    sheet: &str,
    shape: &Shape,
    notes: &BTreeMap<CellRef, String>,
    edits: &mut Edits,
) -> Result<()> {
    if notes.is_empty() {
        return Ok(());
    }
    let related = package.relationships(sheet)?;
    let target = |wanted: &dyn Fn(&Relationship) -> bool| related.iter().find(|it| wanted(it))?.target.clone();
    let list = target(&|it| it.kind.ends_with("/comments")).filter(|path| package.has(path));
    let old = match &list {
        Some(path) => package.required(path)?,
        None => comments::new_part(shape.namespace()),
    };
    let (text, had) = comments::add(&old, notes).context("comments")?;
    let (free, number) = package.free_path("xl/drawings/vmlDrawing", ".vml");
    let boxes = match shape.drawing {
        Some(id) => Some(target(&|it| it.id == id).with_context(|| format!("legacyDrawing {id}"))?),
        None => None,
    };
    // A drawing that is named but missing is made, with a box for the notes of before too.
    let known = boxes.as_ref().filter(|path| package.has(path));
    let (mut longer, mut new) = (BTreeMap::new(), BTreeMap::new());
    for (cell, note) in notes {
        match had.get(cell).filter(|_| known.is_some()) {
            Some(earlier) => drop(longer.insert(*cell, (note.as_str(), earlier.as_str()))),
            None => drop(new.insert(*cell, note.as_str())),
        }
    }
    let old = match known {
        Some(path) => package.required(path)?,
        None => drawing::new_part(number, new.len()),
    };
    let picture = drawing::add(&old, &new, &longer, shape).context("vmlDrawing")?;

    match list {
        Some(path) => package.put(&path, text),
        None => {
            let (path, _) = package.free_path("xl/comments", ".xml");
            package.relate(sheet, &format!("{}/comments", shape.relationships()), &path)?;
            package.declare(&path, COMMENTS_TYPE)?;
            package.put(&path, text);
        }
    }
    if known.is_none() {
        package.declare_ending("vml", DRAWING_TYPE)?;
    }
    match boxes {
        Some(path) => package.put(&path, picture),
        None => {
            let id = package.relate(sheet, &format!("{}/vmlDrawing", shape.relationships()), &free)?;
            package.put(&free, picture);
            let (place, element) = shape.drawing_element(&id);
            edits.insert(place, element);
        }
    }
    Ok(())
}
