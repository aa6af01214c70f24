//! The shapes of a slide: what is still as it was written shows the new period.

use anyhow::Result;

use super::changes::What;
use super::charts;
use super::state::{Merge, Told};
use crate::render::pptx::nodes::Element;
use crate::render::pptx::seen::{self, Kind, Seen, SeenShape};
use crate::render::pptx::written::{WrittenShape, WrittenSlide, digest};

/// Programs round places; what somebody moves goes further than half a point.
const NEAR: i64 = 6_350;
/// Elements of a slide's tree that are no shapes and stand behind them.
const BEHIND: &str = "extLst";

/// Brings the shapes of a new slide into the one of the deck.
///
/// # Errors
/// A fault of the program.
pub(super) fn bring(merge: &mut Merge<'_>, old: &Seen, fresh: &Seen, written: &WrittenSlide) -> Result<()> {
    let mut tree = old.tree.clone();
    for new in fresh.shapes.iter().filter(|shape| !shape.is_number) {
        let there = original(&old.shapes, &new.name);
        let was = written.shapes.iter().find(|was| was.shape == new.name);
        let what = match (there, was) {
            (Some(there), Some(was)) if is_untouched(there, was, new.kind) => {
                let moved = is_moved(there, was);
                let redrawn = replace(merge, &mut tree, (&old.part, there), (fresh, new), (was, moved))?;
                put(&mut tree, there, new, moved);
                // The slide shows what it showed, and nobody needs to be told.
                if there.said == new.said {
                    continue;
                }
                if moved || redrawn { What::ReplacedInPlace } else { What::Replaced }
            }
            (Some(there), _) if there.said == new.said => continue,
            (Some(there), was) => {
                // Where nobody moved it, it gives room to what stands around it.
                let moved = was.is_none_or(|was| is_moved(there, was));
                if !moved && there.kind != Kind::Table {
                    put(&mut tree, there, new, false);
                }
                What::Edited
            }
            (None, Some(_)) => What::Deleted,
            (None, None) => {
                add(merge, &mut tree, &old.part, fresh, new)?;
                What::Added
            }
        };
        let instead_of =
            (what == What::Edited && was.is_none_or(|was| was.sha256 != digest(&new.said))).then(|| said(new));
        merge.changes.push(change(merge, old, &new.name, what, instead_of));
    }
    for was in written.shapes.iter().filter(|was| fresh.shapes.iter().all(|new| new.name != was.shape)) {
        let Some(there) = original(&old.shapes, &was.shape) else { continue };
        let untouched = is_untouched(there, was, there.kind) && !is_moved(there, was);
        if untouched {
            remove(&mut tree, there.id);
            let chart = charts::part_of(&merge.deck, &old.part, there, &old.tree);
            // A copy of it may show the same chart.
            if let Some(chart) = chart.filter(|chart| charts::frames(&merge.deck, &old.part, &tree, chart) == 0) {
                merge.deck.unrelate(&old.part, |one| one.target == chart);
            }
        }
        let what = if untouched { What::Removed } else { What::NotMade };
        merge.changes.push(change(merge, old, &was.shape, what, None));
    }
    merge.put(&old.part, &tree);
    strangers(merge, old, fresh);
    Ok(())
}

/// Tells of what somebody put on a slide: copies of what was written here or elsewhere, and things of their own.
fn strangers(merge: &mut Merge<'_>, old: &Seen, fresh: &Seen) {
    let is_here = |there: &SeenShape| fresh.shapes.iter().any(|new| new.name == there.name);
    let was_written = |name: &str| merge.then.iter().any(|slide| slide.shapes.iter().any(|was| was.shape == name));
    let was_here = |name: &str| {
        let slide = merge.then.iter().find(|slide| slide.slide == old.name);
        slide.is_some_and(|slide| slide.shapes.iter().any(|was| was.shape == name))
    };
    let is_first = |there: &SeenShape| original(&old.shapes, &there.name).is_some_and(|first| first.id == there.id);
    let mut told = Vec::new();
    let mut own = false;
    for there in old.shapes.iter().filter(|there| !there.is_number) {
        if was_written(&there.name) && !(is_first(there) && was_here(&there.name)) {
            told.push(change(merge, old, &there.name, What::Copy, None));
        }
        own = own || !(was_written(&there.name) || is_here(there));
    }
    if own {
        told.push(merge.about(&old.part, &old.name, None, What::Own, None));
    }
    merge.changes.extend(told);
}

/// Whether nothing on a slide was touched, and nothing added.
pub(super) fn all_untouched(slide: &Seen, written: &WrittenSlide) -> bool {
    let known = |shape: &SeenShape| {
        let was = written.shapes.iter().find(|was| was.shape == shape.name);
        was.is_some_and(|was| is_untouched(shape, was, shape.kind) && !is_moved(shape, was))
    };
    let own: Vec<&SeenShape> = slide.shapes.iter().filter(|shape| !shape.is_number).collect();
    let notes = slide.notes.as_deref().map(digest) == written.notes;
    notes && own.len() == written.shapes.len() && own.into_iter().all(known)
}

/// What would have been written, in words: of a chart what it shows.
fn said(new: &SeenShape) -> String {
    match new.kind {
        Kind::Chart => new.description.clone(),
        _ => new.said.join("\n"),
    }
}

/// The shape of a name: of copies the one that was there first.
fn original<'s>(shapes: &'s [SeenShape], name: &str) -> Option<&'s SeenShape> {
    shapes.iter().filter(|shape| shape.name == name).min_by_key(|shape| shape.id)
}

fn is_untouched(there: &SeenShape, was: &WrittenShape, kind: Kind) -> bool {
    there.kind == kind && digest(&there.said) == was.sha256
}

/// Whether somebody moved it or gave it another size. A table grows by itself where its text needs more room.
fn is_moved(there: &SeenShape, was: &WrittenShape) -> bool {
    let measured = if there.kind == Kind::Table { 3 } else { 4 };
    let near = |(one, other): (&i64, &i64)| (one - other).abs() <= NEAR;
    there.grouped
        || match (&there.place, &was.place) {
            (Some(one), Some(other)) => !one.iter().zip(other).take(measured).all(near),
            (one, other) => one.is_some() != other.is_some(),
        }
}

/// Gives a shape its new content, and its new place unless somebody moved it. Tells whether a chart keeps a look that
/// somebody gave it.
fn replace(
    merge: &mut Merge<'_>,
    tree: &mut Element,
    (slide, there): (&str, &SeenShape),
    (fresh, new): (&Seen, &SeenShape),
    (was, moved): (&WrittenShape, bool),
) -> Result<bool> {
    let Some(made) = seen::by_id(&fresh.tree, new.id) else { return Ok(false) };
    let redrawn = match there.kind {
        Kind::Chart => charts::replace(merge, tree, (slide, there), (fresh, new), was)?,
        _ => false,
    };
    let Some(shape) = seen::by_id_mut(tree, there.id) else { return Ok(redrawn) };
    match there.kind {
        Kind::Text => {
            if let (Some(text), Some(made)) = (shape.child_mut("txBody"), made.child("txBody")) {
                text.drop_children(|one| one.local() == "p");
                made.elements().filter(|one| one.local() == "p").for_each(|one| text.push(one.clone()));
            }
        }
        Kind::Table => {
            let table = made.at(&["graphic", "graphicData", "tbl"]).cloned();
            if let (Some(data), Some(mut table)) = (shape.at_mut(&["graphic", "graphicData"]), table) {
                if let (true, Some([_, _, his, _]), Some([_, _, own, _])) = (moved, there.place, new.place) {
                    widen(&mut table, his, own);
                }
                data.drop_children(|one| one.local() == "tbl");
                data.push(table);
            }
        }
        Kind::Chart | Kind::Other => {}
    }
    if !new.description.is_empty()
        && let Some(properties) = shape.elements_mut().find_map(|one| one.child_mut("cNvPr"))
    {
        properties.set("descr", &new.description);
    }
    Ok(redrawn)
}

/// Puts a shape where the new slide has it, unless somebody moved it. A table is as high as its rows.
fn put(tree: &mut Element, there: &SeenShape, new: &SeenShape, moved: bool) {
    let (Some(old), Some(fresh)) = (there.place, new.place) else { return };
    let place = match (moved, there.kind) {
        (false, _) => fresh,
        (true, Kind::Table) => [old[0], old[1], old[2], fresh[3]],
        (true, _) => return,
    };
    let Some(shape) = seen::by_id_mut(tree, there.id) else { return };
    let placed = match shape.local() {
        "graphicFrame" => shape.child_mut("xfrm"),
        _ => shape.at_mut(&["spPr", "xfrm"]),
    };
    let Some(placed) = placed else { return };
    let names = [("off", "x"), ("off", "y"), ("ext", "cx"), ("ext", "cy")];
    for ((element, name), edge) in names.into_iter().zip(place) {
        if let Some(element) = placed.child_mut(element) {
            element.set(name, &edge.to_string());
        }
    }
}

/// The columns of a table in the width that somebody gave it.
fn widen(table: &mut Element, his: i64, own: i64) {
    for column in table.child_mut("tblGrid").into_iter().flat_map(Element::elements_mut) {
        let width = column.get("w").and_then(|width| width.parse::<i64>().ok()).unwrap_or_default();
        column.set("w", &(width * his / own.max(1)).to_string());
    }
}

/// Adds a new shape behind the one that the new slide has before it.
fn add(merge: &mut Merge<'_>, tree: &mut Element, slide: &str, fresh: &Seen, new: &SeenShape) -> Result<()> {
    let Some(mut shape) = seen::by_id(&fresh.tree, new.id).cloned() else { return Ok(()) };
    let last = tree.all("cNvPr").into_iter().filter_map(|one| one.get("id")?.parse::<u64>().ok()).max();
    if let Some(properties) = shape.elements_mut().find_map(|one| one.child_mut("cNvPr")) {
        properties.set("id", &(last.unwrap_or(1) + 1).to_string());
    }
    charts::copy(merge, &mut shape, (&fresh.part, slide))?;
    let before = fresh.shapes.iter().take_while(|one| one.name != new.name).map(|one| one.name.as_str());
    let before: Vec<&str> = before.collect();
    let Some(all) = tree.at_mut(&["cSld", "spTree"]) else { return Ok(()) };
    let name = |one: &Element| seen::called(one).and_then(|one| one.get("name")).unwrap_or_default();
    let names: Vec<String> = all.elements().map(name).collect();
    let behind = names.iter().rposition(|one| before.contains(&one.as_str()));
    let end = all.elements().position(|one| one.local() == BEHIND).unwrap_or(usize::MAX);
    all.insert(behind.map_or(end, |at| at + 1), shape);
    Ok(())
}

fn change(merge: &Merge<'_>, slide: &Seen, shape: &str, what: What, instead_of: Option<String>) -> Told {
    merge.about(&slide.part, &slide.name, Some(shape), what, instead_of)
}

fn remove(within: &mut Element, id: u64) {
    let is_it = |one: &Element| {
        one.local() != "grpSp" && seen::called(one).and_then(|one| one.get("id")) == Some(id.to_string())
    };
    within.drop_children(is_it);
    within.elements_mut().for_each(|one| remove(one, id));
}
