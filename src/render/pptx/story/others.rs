//! Small topics, two on a slide: what is said of each, and a table where there is room.

use super::fit::Fitted;
use super::frame::{Draft, Story};
use super::pages;
use super::sections::Section;
use super::topic::heading;
use crate::render::pptx::model::{Area, Body, Colour, Paragraph, Run, Shape, Slide};
use crate::report::model::{Sentence, Tone};

/// Points between the two.
const GAP: f64 = 24.0;
/// Letters of sentences.
const SAID: f64 = 13.0;
/// Points of the name of a topic.
const NAME: f64 = 26.0;

/// Whether what is said of a topic has room beside another one.
pub(super) fn is_small(story: &Story<'_>, section: &Section<'_>) -> bool {
    let room = story.room();
    story.sentences(&said(section), SAID, (room.width - GAP) / 2.0).1 <= room.height - NAME
}

fn said(section: &Section<'_>) -> Vec<Sentence> {
    let finding =
        section.topic.finding.iter().map(|text| Sentence { text: text.clone(), tone: Tone::Plain, own: false });
    finding.chain(section.said.iter().cloned()).collect()
}

/// The slides of small topics.
pub(super) fn slides(story: &Story<'_>, sections: &[&Section<'_>]) -> Vec<Slide> {
    let room = story.room();
    let width = (room.width - GAP) / 2.0;
    let pairs: Vec<&[&Section<'_>]> = sections.chunks(2).collect();
    let mut slides = Vec::new();
    for pair in pairs {
        let ids: Vec<&str> = pair.iter().map(|section| section.topic.page.as_str()).collect();
        let name = format!("csr:{}", ids.join("+"));
        let mut shapes = Vec::new();
        for (at, section) in pair.iter().enumerate() {
            let left = room.left + at as f64 * (width + GAP);
            shapes.extend(column(story, section, Area { left, width, ..room }));
        }
        let titles: Vec<&str> = pair.iter().map(|section| section.topic.title.as_str()).collect();
        let notes = pair.iter().flat_map(|section| {
            let (title, _) = heading(story, section);
            super::notes::of(story, section, &title)
        });
        slides.push(story.framed(Draft {
            name,
            topic: story.say("deck.others").to_owned(),
            title: titles.join(story.say("sentence.and")),
            shapes,
            source: story.say("deck.in_workbook").to_owned(),
            notes: notes.collect(),
        }));
    }
    slides
}

fn column(story: &Story<'_>, section: &Section<'_>, area: Area) -> Vec<Shape> {
    let name = format!("csr:{}", section.topic.page);
    let shape = |what: &str, area: Area, body: Body| Shape {
        name: format!("{name}.{what}"),
        description: String::new(),
        area,
        body,
    };
    let text = super::fit::shortened(&section.topic.title, 16.0 * super::fit::BOLD, area.width, 1);
    let title = Run { text, size: Some(16.0), bold: true, colour: Some(Colour::Accent) };
    let mut shapes = vec![shape("name", Area { height: NAME, ..area }, Body::Text(vec![Paragraph::of(title)]))];
    let (lines, height) = story.sentences(&said(section), SAID, area.width);
    let top = area.top + NAME;
    if !lines.is_empty() {
        shapes.push(shape("said", Area { top, height, ..area }, Body::Text(lines)));
    }
    let top = top + height + 12.0;
    let room = area.bottom() - top;
    let table = section.tables.iter().find_map(|table| {
        [11.0, 10.5, 10.0].into_iter().find_map(|size| {
            let fitted = Fitted::new(table, pages::columns(table, &[]), size, (area.width, area.height))?;
            let height = fitted.height(&story.palette);
            (height <= room).then_some((fitted, *table, height))
        })
    });
    if let Some((fitted, table, height)) = table {
        let rows = table.rows.iter().map(|row| fitted.row(row, &story.palette));
        let grid = fitted.grid(std::iter::once(fitted.heading()).chain(rows).collect());
        let placed = shape(&format!("table.{}", table.id), Area { top, height, ..area }, Body::Table(grid));
        shapes.push(Shape { description: table.title.clone(), ..placed });
    }
    shapes
}
