//! What was written on each slide, so that a later run can tell what was changed by hand since. It is kept in report.json and in
//! the deck itself, in a part of its own that other programs carry along.

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::nodes::Element;
use super::package::Package;
use super::seen::{self, Seen, SeenShape};
use super::xml::{self, HEAD};
use crate::base::digest::sha256;

/// The name of the part's root, by which it is found again whatever the part is called.
const NAMESPACE: &str = "urn:csr-report:deck:1";
const PROPERTIES: &str = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml";

/// A slide as report.json keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenSlide {
    /// Its stable name.
    pub slide: String,
    /// SHA-256 of its notes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// What stands on it.
    pub shapes: Vec<WrittenShape>,
}

/// A shape with its place and the hash of what it shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenShape {
    /// Its stable name.
    pub shape: String,
    /// Left, top, width and height in English Metric Units; a placeholder stands where its layout has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<[i64; 4]>,
    /// SHA-256 of its texts or numbers, which another program keeps when it saves the file.
    pub sha256: String,
    /// SHA-256 of how a chart is drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub look: Option<String>,
}

/// What a deck keeps of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    /// The title of the file.
    pub title: String,
    /// Whose report it is.
    pub dealer: String,
    /// Its slides.
    pub slides: Vec<WrittenSlide>,
}

/// What is written in a package.
///
/// # Errors
/// A fault of the program.
pub(super) fn of(package: &Package) -> Result<Vec<WrittenSlide>> {
    let shape = |shape: &SeenShape| WrittenShape {
        shape: shape.name.clone(),
        place: shape.place,
        sha256: digest(&shape.said),
        look: shape.look.as_ref().map(|look| sha256(look.as_bytes())),
    };
    let slide = |slide: Seen| WrittenSlide {
        notes: slide.notes.as_deref().map(digest),
        shapes: slide.shapes.iter().filter(|shape| !shape.is_number).map(shape).collect(),
        slide: slide.name,
    };
    Ok(seen::slides(package)?.into_iter().map(slide).collect())
}

/// The hash of paragraphs, rows or numbers.
pub(super) fn digest(lines: &[String]) -> String {
    sha256(lines.join("\n").as_bytes())
}

/// Puts what is written into the package, instead of what it held.
///
/// # Errors
/// A fault of the program.
pub(super) fn keep(package: &mut Package, record: &Record) -> Result<()> {
    let main = seen::main(package)?.to_owned();
    let part = match part(package) {
        Some((name, _)) => name,
        None => package.free("customXml/item", ".xml"),
    };
    let json = serde_json::to_string(record).context("the record of a deck")?;
    let text = format!("{HEAD}<deck xmlns=\"{NAMESPACE}\">{}</deck>", xml::text(&json));
    package.relate(&main, "customXml", &part);
    package.part(&part, "application/xml", text);
    if package.first(&part, "customXmlProps").is_none() {
        let properties = part.replace("item", "itemProps");
        package.relate(&part, "customXmlProps", &properties);
        let text = format!(
            "{HEAD}<ds:datastoreItem ds:itemID=\"{{6E3B1C52-8C1B-4C5E-9C0B-2F6C1D5A7E10}}\" xmlns:ds=\"http://schemas.openxmlformats.org/officeDocument/2006/customXml\"><ds:schemaRefs><ds:schemaRef ds:uri=\"{NAMESPACE}\"/></ds:schemaRefs></ds:datastoreItem>"
        );
        package.part(&properties, PROPERTIES, text);
    }
    Ok(())
}

/// What a deck keeps of itself; nothing where it was made otherwise, or lost it.
pub(super) fn kept(package: &Package) -> Option<Record> {
    serde_json::from_str(&part(package)?.1.text()).ok()
}

/// The part of the record, with its root.
fn part(package: &Package) -> Option<(String, Element)> {
    let main = seen::main(package).ok()?;
    let relations = package.relations(main).iter().filter(|one| one.word() == "customXml" && !one.outside);
    relations.into_iter().find_map(|one| {
        let root = seen::part(package, &one.target).ok()?;
        let ours = root.values().any(|value| value == NAMESPACE);
        ours.then(|| (one.target.clone(), root))
    })
}
