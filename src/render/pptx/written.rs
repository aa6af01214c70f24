//! What was written on each slide, so that a later run can tell what was changed by hand since.

use serde::Serialize;

use super::model::{Body, Deck, Paragraph, Shape};
use crate::base::digest::sha256;

/// A slide as report.json keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WrittenSlide {
    /// Its stable name.
    pub slide: String,
    /// What stands on it.
    pub shapes: Vec<WrittenShape>,
}

/// A shape with the hash of what it shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WrittenShape {
    /// Its stable name.
    pub shape: String,
    /// SHA-256 of its place and its texts or numbers, which another program keeps when it saves the file.
    pub sha256: String,
}

/// What is written of a deck.
pub(super) fn of(deck: &Deck) -> Vec<WrittenSlide> {
    let shape = |shape: &Shape| WrittenShape { shape: shape.name.clone(), sha256: sha256(shown(shape).as_bytes()) };
    let slide = |slide: &super::model::Slide| WrittenSlide {
        slide: slide.name.clone(),
        shapes: slide.shapes.iter().map(shape).collect(),
    };
    deck.slides.iter().map(slide).collect()
}

/// Place and content, a line each.
fn shown(shape: &Shape) -> String {
    let place = shape.area.emu().map(|edge| edge.to_string()).join(" ");
    let lines = |all: &[Paragraph]| all.iter().map(Paragraph::plain).collect::<Vec<_>>();
    let content = match &shape.body {
        // A placeholder stands where its layout has it.
        Body::Title(text) | Body::Subtitle(text) => return lines(text).join("\n"),
        Body::Text(text, _) => lines(text),
        Body::Table(grid) => {
            let row = |row: &super::model::GridRow| row.cells.iter().map(|cell| cell.text.plain()).collect::<Vec<_>>();
            grid.rows.iter().map(|one| row(one).join("\t")).collect()
        }
        Body::Chart(native) => values(&native.xml),
    };
    format!("{place}\n{}", content.join("\n"))
}

/// The names and numbers that a chart part keeps; a number as short as it can be.
fn values(xml: &str) -> Vec<String> {
    let values = xml.split("<c:v>").skip(1).map(|rest| rest.split("</c:v>").next().unwrap_or_default());
    values.map(|text| text.parse::<f64>().map_or_else(|_| text.to_owned(), |number| number.to_string())).collect()
}
