//! What stands on the slides of a presentation, by what it means: another program that saves the file writes it otherwise.

use anyhow::{Context, Result};

use super::chart_data;
use super::nodes::{self, Element};
use super::package::Package;

/// A slide.
#[derive(Debug)]
pub(super) struct Seen {
    /// Its part.
    pub part: String,
    /// The number that it keeps wherever it is moved.
    pub id: u64,
    /// Its stable name; empty where it has none.
    pub name: String,
    /// The name follows from its shapes: the file has none.
    pub by_shapes: bool,
    /// Its shapes in the order of the file, those in groups as well.
    pub shapes: Vec<SeenShape>,
    /// The paragraphs of its notes.
    pub notes: Option<Vec<String>>,
    /// Its part as it stands.
    pub tree: Element,
}

/// A shape of a slide.
#[derive(Clone, Debug)]
pub(super) struct SeenShape {
    /// Its stable name, or what else it is called.
    pub name: String,
    /// The number that it keeps.
    pub id: u64,
    /// What it is.
    pub kind: Kind,
    /// Left, top, width and height in English Metric Units; none where its layout says it.
    pub place: Option<[i64; 4]>,
    /// It stands in a group, in the measure of that group.
    pub grouped: bool,
    /// It holds the number of its slide, which every program fills in.
    pub is_number: bool,
    /// Its paragraphs, rows or numbers.
    pub said: Vec<String>,
    /// What it shows, for those who cannot see it.
    pub description: String,
    /// How a chart is drawn, its numbers apart.
    pub look: Option<String>,
}

/// What a shape is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A box or a placeholder with text.
    Text,
    /// A table.
    Table,
    /// A chart.
    Chart,
    /// A picture, a line, anything else.
    Other,
}

/// Elements that are shapes.
const SHAPES: [&str; 5] = ["sp", "graphicFrame", "pic", "cxnSp", "contentPart"];

/// The main part of a presentation.
///
/// # Errors
/// There is none.
pub(super) fn main(package: &Package) -> Result<&str> {
    package.first("", "officeDocument").context("no main part")
}

/// The slides in their order.
///
/// # Errors
/// A part that is damaged or missing.
pub(super) fn slides(package: &Package) -> Result<Vec<Seen>> {
    let main = main(package)?;
    let tree = part(package, main)?;
    let list = tree.child("sldIdLst").map(|list| list.elements().collect::<Vec<_>>()).unwrap_or_default();
    let slide = |entry: &Element| {
        let relation = entry.get("r:id").unwrap_or_default();
        let name = package.related(main, &relation).context("a slide without a part")?;
        let id = entry.get("id").and_then(|id| id.parse().ok()).unwrap_or_default();
        slide(package, name, id)
    };
    list.into_iter().map(slide).collect()
}

/// The tree of a part.
///
/// # Errors
/// It is not there, or damaged.
pub(super) fn part(package: &Package, name: &str) -> Result<Element> {
    let text = package.text(name).with_context(|| name.to_owned())?;
    nodes::read(text).with_context(|| name.to_owned())
}

fn slide(package: &Package, name: &str, id: u64) -> Result<Seen> {
    let tree = part(package, name)?;
    let mut shapes = Vec::new();
    if let Some(all) = tree.at(&["cSld", "spTree"]) {
        collect(package, name, all, false, &mut shapes);
    }
    let notes = package.first(name, "notesSlide").map(|notes| part(package, notes)).transpose()?;
    let notes = notes.and_then(|notes| Some(paragraphs(body(&notes)?.child("txBody")?)));
    let called = tree.child("cSld").and_then(|slide| slide.get("name")).unwrap_or_default();
    Ok(Seen { part: name.to_owned(), id, name: called, by_shapes: false, shapes, notes, tree })
}

/// The shape of a notes page that holds what the speaker sees.
fn body(notes: &Element) -> Option<&Element> {
    notes.at(&["cSld", "spTree"])?.elements().find(|shape| is_body(shape))
}

/// Whether a shape of a notes page holds what the speaker sees.
pub(super) fn is_body(shape: &Element) -> bool {
    holds(shape, "body")
}

fn holds(shape: &Element, kind: &str) -> bool {
    shape.at(&["nvSpPr", "nvPr", "ph"]).and_then(|place| place.get("type")).as_deref() == Some(kind)
}

fn collect(package: &Package, slide: &str, within: &Element, grouped: bool, shapes: &mut Vec<SeenShape>) {
    for one in within.elements() {
        if one.local() == "grpSp" {
            collect(package, slide, one, true, shapes);
        } else if SHAPES.contains(&one.local()) {
            shapes.extend(shape(package, slide, one, grouped));
        }
    }
}

/// The properties that every shape has: number, name, description.
pub(super) fn called(shape: &Element) -> Option<&Element> {
    shape.elements().find(|one| one.local().starts_with("nv"))?.child("cNvPr")
}

fn shape(package: &Package, slide: &str, shape: &Element, grouped: bool) -> Option<SeenShape> {
    let properties = called(shape)?;
    let framed = shape.at(&["graphic", "graphicData"]);
    let table = framed.and_then(|data| data.child("tbl"));
    let chart = framed.and_then(|data| data.child("chart")).and_then(|chart| chart.get("r:id"));
    let chart = chart.and_then(|id| part(package, package.related(slide, &id)?).ok());
    let text = shape.child("txBody");
    let (kind, said) = match (table, &chart, text) {
        (Some(table), _, _) => (Kind::Table, rows(table)),
        (_, Some(chart), _) => (Kind::Chart, chart_data::data(chart)),
        (_, _, Some(text)) => (Kind::Text, paragraphs(text)),
        _ => (Kind::Other, Vec::new()),
    };
    let placed = shape.child("xfrm").or_else(|| shape.at(&["spPr", "xfrm"]));
    Some(SeenShape {
        name: properties.get("name").unwrap_or_default(),
        id: properties.get("id").and_then(|id| id.parse().ok()).unwrap_or_default(),
        kind,
        place: placed.and_then(place),
        grouped,
        is_number: holds(shape, "sldNum"),
        said,
        description: properties.get("descr").unwrap_or_default(),
        look: chart.as_ref().map(chart_data::look),
    })
}

fn place(placed: &Element) -> Option<[i64; 4]> {
    let of = |element: &str, name: &str| placed.child(element)?.get(name)?.parse().ok();
    Some([of("off", "x")?, of("off", "y")?, of("ext", "cx")?, of("ext", "cy")?])
}

fn rows(table: &Element) -> Vec<String> {
    let cell = |cell: &Element| cell.child("txBody").map(paragraphs).unwrap_or_default().join("\n");
    let row = |row: &Element| row.elements().filter(|one| one.local() == "tc").map(cell).collect::<Vec<_>>().join("\t");
    table.elements().filter(|one| one.local() == "tr").map(row).collect()
}

/// The paragraphs of a text, without looks: programs split and join its pieces as they like.
fn paragraphs(text: &Element) -> Vec<String> {
    let piece = |piece: &Element| match piece.local() {
        "r" | "fld" => piece.child("t").map(Element::text).unwrap_or_default(),
        "br" => "\n".to_owned(),
        _ => String::new(),
    };
    let paragraph = |one: &Element| one.elements().map(piece).collect::<String>().trim_end().to_owned();
    text.elements().filter(|one| one.local() == "p").map(paragraph).collect()
}

/// The shape of a number.
pub(super) fn by_id(within: &Element, id: u64) -> Option<&Element> {
    within.elements().find_map(|one| match called(one).and_then(|one| one.get("id")) {
        Some(known) if known == id.to_string() && one.local() != "grpSp" => Some(one),
        _ => by_id(one, id),
    })
}

/// The same, to be changed.
pub(super) fn by_id_mut(within: &mut Element, id: u64) -> Option<&mut Element> {
    within.elements_mut().find_map(|one| match called(one).and_then(|one| one.get("id")) {
        Some(known) if known == id.to_string() && one.local() != "grpSp" => Some(one),
        _ => by_id_mut(one, id),
    })
}
