//! Slides of one table, over as many as it takes; each has the heading of the columns.

use super::fit::Fitted;
use super::frame::{Draft, Story};
use crate::render::pptx::model::{Area, Body, Colour, GridRow, Paragraph, Run, Shape, Slide};
use crate::report::model::{Table, Value};

/// Letters of such a table, the first with which its columns have room.
const LETTERS: [f64; 4] = [12.0, 11.0, 10.5, 10.0];

/// Letters and height of the title of one of several tables on a slide, and points between two.
const TITLE: (f64, f64) = (13.0, 20.0);
const APART: f64 = 14.0;

/// What stands around the table.
pub(super) struct Around {
    /// Stable name of the first slide.
    pub name: String,
    /// The topic above the title.
    pub topic: String,
    /// The title; that of the table where it is empty.
    pub title: String,
    /// Where the figures are from.
    pub source: String,
    /// For the speaker.
    pub notes: Vec<String>,
    /// At most so many slides; the rest is in the workbook.
    pub most: usize,
}

/// The slides of a table's columns.
pub(super) fn slides(story: &Story<'_>, table: &Table, columns: Vec<usize>, around: &Around) -> Vec<Slide> {
    let room = story.room();
    let Some(fitted) = fitted(table, columns, room) else { return Vec::new() };
    let heading = fitted.heading();
    let rows: Vec<GridRow> = table.rows.iter().map(|row| fitted.row(row, &story.palette)).collect();
    let (all, free) = (rows.len(), room.height - heading.height);
    let count = parts(&rows, free, usize::MAX).len();
    let each = all.div_ceil(count.max(1)).max(1);
    let mut pages = parts(&rows, free, each);
    pages.truncate(around.most);
    let shown: usize = pages.iter().sum();
    let (count, mut rows) = (pages.len(), rows.into_iter());
    let mut slides = Vec::new();
    for (at, rows_of) in pages.into_iter().enumerate() {
        let name = if at == 0 { around.name.clone() } else { format!("{}.{}", around.name, at + 1) };
        let part: Vec<GridRow> = std::iter::once(heading.clone()).chain(rows.by_ref().take(rows_of)).collect();
        let height = part.iter().map(|row| row.height).sum();
        let shape = Shape {
            name: format!("{name}.table"),
            description: table.title.clone(),
            area: Area { height, ..room },
            body: Body::Table(fitted.grid(part)),
        };
        let title = if around.title.is_empty() { &table.title } else { &around.title };
        let title = story.part(title, (at, count));
        let rest =
            (at + 1 == count && shown < all).then(|| story.fill("deck.rest", &[("n", &(all - shown).to_string())]));
        let source: Vec<String> =
            rest.into_iter().chain([around.source.clone()]).filter(|text| !text.is_empty()).collect();
        slides.push(story.framed(Draft {
            name,
            topic: around.topic.clone(),
            title,
            shapes: vec![shape],
            source: source.join(" · "),
            notes: around.notes.clone(),
        }));
    }
    slides
}

/// Several tables below each other on one slide, each below its title, where they have room.
pub(super) fn joined(story: &Story<'_>, tables: &[&Table], around: impl Fn(&Table) -> Around) -> Option<Slide> {
    let [first, _, ..] = tables else { return None };
    let around = around(first);
    let shapes = LETTERS.into_iter().find_map(|size| below_each_other(story, tables, &around.name, size))?;
    let titles: Vec<&str> = tables.iter().map(|table| table.title.as_str()).collect();
    let title = titles.join(story.say("sentence.and"));
    let Around { name, topic, source, notes, .. } = around;
    Some(story.framed(Draft { name, topic, title, shapes, source, notes }))
}

/// Tables in letters of a size, with all their columns, where they have room.
fn below_each_other(story: &Story<'_>, tables: &[&Table], name: &str, size: f64) -> Option<Vec<Shape>> {
    let room = story.room();
    let (mut shapes, mut top) = (Vec::new(), room.top);
    for table in tables {
        let fitted = Fitted::new(table, columns(table, &[]), size, (room.width, room.height))?;
        let rows = table.rows.iter().map(|row| fitted.row(row, &story.palette));
        let rows: Vec<GridRow> = std::iter::once(fitted.heading()).chain(rows).collect();
        let height: f64 = rows.iter().map(|row| row.height).sum();
        let title = Run { text: table.title.clone(), size: Some(TITLE.0), bold: true, colour: Some(Colour::Accent) };
        let placed = |what: &str, area: Area, body: Body| Shape {
            name: format!("{name}.{what}.{}", table.id),
            description: String::new(),
            area,
            body,
        };
        let line = Area { top, height: TITLE.1, ..room };
        shapes.push(placed("name", line, Body::Text(vec![Paragraph::of(title)])));
        let table_area = Area { top: line.bottom(), height, ..room };
        shapes.push(Shape {
            description: table.title.clone(),
            ..placed("table", table_area, Body::Table(fitted.grid(rows)))
        });
        top = table_area.bottom() + APART;
    }
    (top - APART <= room.bottom()).then_some(shapes)
}

/// The columns in letters as large as can be; where they have no room, the last are left out.
fn fitted(table: &Table, mut columns: Vec<usize>, room: Area) -> Option<Fitted<'_>> {
    while !columns.is_empty() {
        let fits = |size| Fitted::new(table, columns.clone(), size, (room.width, room.height));
        let sized = LETTERS.into_iter().find_map(fits);
        if sized.is_some() {
            return sized;
        }
        columns.pop();
    }
    None
}

/// How many rows each slide has: as many as have room, at most `each`.
pub(super) fn parts(rows: &[GridRow], room: f64, each: usize) -> Vec<usize> {
    let (mut parts, mut used, mut count) = (Vec::new(), 0.0, 0);
    for row in rows {
        if count > 0 && (used + row.height > room || count == each) {
            parts.push(count);
            (used, count) = (0.0, 0);
        }
        used += row.height;
        count += 1;
    }
    if count > 0 {
        parts.push(count);
    }
    parts
}

/// All columns but those of pictures in cells and those with these headings.
pub(super) fn columns(table: &Table, without: &[&str]) -> Vec<usize> {
    let is_course = |at: usize| {
        table.rows.iter().any(|row| matches!(row.cells.get(at).map(|cell| &cell.value), Some(Value::Course(_))))
    };
    let all = table.columns.iter().enumerate();
    all.filter(|(at, column)| !without.contains(&column.label.as_str()) && !is_course(*at)).map(|(at, _)| at).collect()
}
