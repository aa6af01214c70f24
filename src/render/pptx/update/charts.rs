//! The charts of a slide: a new one with its workbook in the place of the old one, in the look that somebody gave that.

use anyhow::{Context, Result};

use super::state::Merge;
use crate::base::digest::sha256;
use crate::render::pptx::chart_data;
use crate::render::pptx::nodes::Element;
use crate::render::pptx::package::{Package, WORKBOOK};
use crate::render::pptx::seen::{self, Seen, SeenShape};
use crate::render::pptx::written::WrittenShape;

/// Puts a new chart in the place of one whose numbers nobody touched. Tells whether it keeps a look that somebody gave it.
///
/// # Errors
/// A fault of the program.
pub(super) fn replace(
    merge: &mut Merge<'_>,
    tree: &mut Element,
    (slide, there): (&str, &SeenShape),
    (fresh, new): (&Seen, &SeenShape),
    was: &WrittenShape,
) -> Result<bool> {
    let (Some(old), Some(made)) =
        (part_of(&merge.deck, slide, there, tree), part_of(merge.fresh, &fresh.part, new, &fresh.tree))
    else {
        return Ok(false);
    };
    let his_look = there.look.as_ref().map(|look| sha256(look.as_bytes())) != was.look;
    let kept = match his_look {
        true => chart_data::carried(&seen::part(&merge.deck, &old)?, &seen::part(merge.fresh, &made)?),
        false => None,
    };
    let workbook = workbook(&merge.deck, &old);
    // A copy of the slide or of the chart may show the same part.
    let frames = frames(&merge.deck, slide, tree, &old);
    let (chart, book) = match (frames, referrers(&merge.deck, &old)) {
        (1, 1) => (old.clone(), workbook.filter(|book| referrers(&merge.deck, book) == 1)),
        _ => (merge.deck.free("ppt/charts/chart", ".xml"), None),
    };
    let redrawn = kept.is_some();
    let root = match kept {
        Some(root) => {
            // What the look needs beside the chart: styles, colours, pictures.
            for relation in merge.deck.relations(&old).to_vec() {
                if chart != old && relation.word() != "package" && !relation.outside {
                    merge.deck.relate(&chart, &relation.kind, &relation.target);
                }
            }
            root
        }
        None => {
            merge.deck.unrelate(&chart, |_| true);
            seen::part(merge.fresh, &made)?
        }
    };
    fill(merge, (&made, &chart), book, root)?;
    if chart != old {
        let relation = merge.deck.relate(slide, "chart", &chart);
        if let Some(shape) = seen::by_id_mut(tree, there.id) {
            refer(shape, &relation);
        }
        if frames == 1 {
            merge.deck.unrelate(slide, |one| one.target == old);
        }
    }
    Ok(redrawn)
}

/// Copies the chart of a new shape, where it is one.
///
/// # Errors
/// A fault of the program.
pub(super) fn copy(merge: &mut Merge<'_>, shape: &mut Element, (from, slide): (&str, &str)) -> Result<()> {
    let id = shape.at(&["graphic", "graphicData", "chart"]).and_then(|chart| chart.get("r:id"));
    let Some(made) = id.and_then(|id| merge.fresh.related(from, &id)) else { return Ok(()) };
    let chart = merge.deck.free("ppt/charts/chart", ".xml");
    fill(merge, (made, &chart), None, seen::part(merge.fresh, made)?)?;
    let relation = merge.deck.relate(slide, "chart", &chart);
    refer(shape, &relation);
    Ok(())
}

/// Writes a chart with the workbook of the new one, in the part of an old one where it has that for itself.
fn fill(merge: &mut Merge<'_>, (made, chart): (&str, &str), book: Option<String>, mut root: Element) -> Result<()> {
    let source = workbook(merge.fresh, made).context("a chart without a workbook")?;
    let bytes = merge.fresh.content(&source).context("a workbook without content")?.to_vec();
    let book = match book {
        Some(book) => book,
        None => merge.deck.free("ppt/embeddings/Microsoft_Excel_Sheet", ".xlsx"),
    };
    let held = root.child("externalData").and_then(|data| data.get("r:id"));
    merge.deck.unrelate(chart, |one| Some(&one.id) == held.as_ref());
    let relation = merge.deck.relate(chart, "package", &book);
    if let Some(data) = root.child_mut("externalData") {
        data.set("r:id", &relation);
    }
    let kind = merge.fresh.kind(made).unwrap_or_default().to_owned();
    merge.deck.part(&book, WORKBOOK, bytes);
    merge.deck.part(chart, &kind, root.part());
    Ok(())
}

/// The part of a shape's chart.
pub(super) fn part_of(package: &Package, slide: &str, shape: &SeenShape, tree: &Element) -> Option<String> {
    let frame = seen::by_id(tree, shape.id)?;
    let id = frame.at(&["graphic", "graphicData", "chart"])?.get("r:id")?;
    package.related(slide, &id).map(str::to_owned)
}

/// The workbook of a chart.
fn workbook(package: &Package, chart: &str) -> Option<String> {
    package.first(chart, "package").filter(|book| book.ends_with(".xlsx")).map(str::to_owned)
}

fn refer(shape: &mut Element, relation: &str) {
    if let Some(chart) = shape.at_mut(&["graphic", "graphicData", "chart"]) {
        chart.set("r:id", relation);
    }
}

/// How many shapes of a slide show a chart.
pub(super) fn frames(package: &Package, slide: &str, tree: &Element, chart: &str) -> usize {
    let shown = tree.all("chart").into_iter().filter_map(|one| one.get("r:id"));
    shown.filter(|id| package.related(slide, id) == Some(chart)).count()
}

/// How many parts lead to one.
fn referrers(package: &Package, part: &str) -> usize {
    let froms = package.names().flat_map(|from| package.relations(from));
    froms.filter(|one| !one.outside && one.target == part).count()
}
