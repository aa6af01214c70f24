//! The slides of a topic: one or two charts, a small table beside or below, the sentences.

use super::fit::Fitted;
use super::frame::{Draft, Story};
use super::notes;
use super::pages::{self, Around};
use super::sections::Section;
use crate::render::pptx::chart;
use crate::render::pptx::model::{Area, Body, Shape, Slide};
use crate::report::chart::model::Chart;
use crate::report::model::{Sentence, Table, Tone};

/// Points between two things.
const GAP: f64 = 14.0;
/// A chart lower than this says nothing; of a low slide it is so much of the room.
const LOWEST: (f64, f64) = (195.0, 0.6);
/// Points of a table and of sentences at the side of a chart, and how much of the room they take at most.
const SIDE: (f64, f64) = (370.0, 0.42);
const COLUMN: (f64, f64) = (290.0, 0.33);
/// Points of charts that have something below them, of two and of one.
const HIGH: (f64, f64) = (300.0, 320.0);
/// Letters of a small table, the first with which it has room.
const SMALL: [f64; 3] = [11.0, 10.5, 10.0];
/// Letters of sentences beside charts, the first with which all of them have room, and without charts.
const SAID: [f64; 3] = [13.0, 12.0, 11.0];
const SAID_ALONE: f64 = 15.0;
/// Of a table of periods so many stay at least.
const PERIODS: usize = 3;
/// Slides of a list.
const LISTS: usize = 2;

/// The slides of a topic, its lists behind them.
pub(super) fn slides(story: &Story<'_>, section: &Section<'_>) -> anyhow::Result<Vec<Slide>> {
    let (title, said) = heading(story, section);
    let blank = Draft {
        name: format!("csr:{}", section.topic.page),
        topic: section.topic.title.clone(),
        title: title.clone(),
        shapes: Vec::new(),
        source: notes::rests_on(story, section),
        notes: notes::of(story, section, &title),
    };
    let mut slides = Vec::new();
    let mut left: Vec<&Table> = section.tables.clone();
    let groups: Vec<&[&Chart]> = section.charts.chunks(2).collect();
    let room = story.room();
    let below = |size| story.portions(&said, size, (room.width, room.height - GAP - lowest(story)));
    let letters = SAID.into_iter().find(|size| below(*size).len() <= 1).unwrap_or(SAID[0]);
    let mut portions = below(letters).into_iter();
    let here = portions.next().unwrap_or_default();
    for (at, charts) in groups.iter().enumerate() {
        let name = match at {
            0 => blank.name.clone(),
            _ => format!("{}.{}", blank.name, at + 1),
        };
        let titled = story.part(&title, (at, groups.len()));
        let said = if at == 0 { here.as_slice() } else { &[] };
        let others =
            groups.iter().enumerate().filter(|(other, _)| *other != at).flat_map(|(_, charts)| charts.iter().copied());
        let shapes = placed(story, &name, charts, (said, letters), &mut left, &drawn_tables(others))?;
        slides.push(story.framed(Draft { name, title: titled, shapes, ..blank.clone() }));
    }
    if slides.is_empty() {
        slides.extend(without_charts(story, section, &said, &blank));
    } else {
        let rest: Vec<Sentence> = portions.flatten().collect();
        slides.extend(further(story, &rest, &blank));
    }
    for list in section.lists.iter().filter(|list| section.topic.lists.contains(&list.id) && !list.rows.is_empty()) {
        let around = Around {
            name: format!("{}.{}", blank.name, list.id),
            topic: blank.topic.clone(),
            title: String::new(),
            source: blank.source.clone(),
            notes: blank.notes.clone(),
            most: LISTS,
        };
        let columns = pages::columns(list, &[story.say("column.origin")]);
        slides.extend(pages::slides(story, list, columns, &around));
    }
    Ok(slides)
}

/// A chart is so high at least.
fn lowest(story: &Story<'_>) -> f64 {
    LOWEST.0.min(story.room().height * LOWEST.1)
}

/// The title, and what else is said. A finding that has no room as a title is said below one.
pub(super) fn heading(story: &Story<'_>, section: &Section<'_>) -> (String, Vec<Sentence>) {
    let mut said = section.said.clone();
    match &section.topic.finding {
        Some(finding) if story.title_size(finding).is_some() => (finding.clone(), said),
        Some(finding) => {
            said.insert(0, Sentence { text: finding.clone(), tone: Tone::Plain, own: false });
            (section.topic.title.clone(), said)
        }
        // The charts say it where the page does not.
        None => {
            let mut told = section.charts.iter().map(|chart| &chart.sentence).filter(|text| !text.is_empty());
            let title = told.next().filter(|text| story.title_size(text).is_some());
            said.extend(told.map(|text| Sentence { text: text.clone(), tone: Tone::Plain, own: false }));
            (title.unwrap_or(&section.topic.title).clone(), said)
        }
    }
}

/// Charts, sentences and a table in the room of a slide; the table is taken from `left`.
fn placed(
    story: &Story<'_>,
    name: &str,
    charts: &[&Chart],
    (said, letters): (&[Sentence], f64),
    left: &mut Vec<&Table>,
    others: &[&str],
) -> anyhow::Result<Vec<Shape>> {
    let room = story.room();
    let (half, lowest) = ((room.width - GAP) / 2.0, lowest(story));
    let text = |width: f64| story.sentences(said, letters, width);
    let mut shapes = Vec::new();
    let sentences = |area: Area, width: f64| {
        let (lines, _) = text(width);
        (!lines.is_empty()).then(|| Shape {
            name: format!("{name}.said"),
            description: String::new(),
            area,
            body: Body::Text(lines),
        })
    };
    if let [first, second] = charts {
        // Below them the sentences at the left and a table at the right, where that leaves room for the charts.
        let beside = text(half).1;
        let low = room.height - GAP - lowest;
        let table = table_within(story, left, (charts, others), (half, low)).filter(|_| beside <= low);
        let below = match &table {
            Some((grid, _)) => beside.max(grid.area.height),
            None => text(room.width).1,
        };
        let height = (room.height - GAP - below).min(HIGH.0).max(lowest);
        let at = |left: f64| Area { left, top: room.top, width: half, height };
        shapes.push(drawn(story, name, first, at(room.left))?);
        shapes.push(drawn(story, name, second, at(room.left + half + GAP))?);
        let top = room.top + height + GAP;
        let width = if table.is_some() { half } else { room.width };
        shapes.extend(sentences(Area { left: room.left, top, width, height: room.bottom() - top }, width));
        if let Some((table, index)) = table {
            left.remove(index);
            shapes.push(named(table, name, Area { left: room.left + half + GAP, top, width: half, height: 0.0 }));
        }
        return Ok(shapes);
    }
    let Some(chart) = charts.first() else { return Ok(shapes) };
    let below = text(room.width).1;
    let height = room.height - if said.is_empty() { 0.0 } else { below + GAP };
    let side = SIDE.0.min(room.width * SIDE.1);
    let wide = room.width - side - GAP;
    if let Some((table, index)) = table_within(story, left, (charts, others), (side, height)) {
        left.remove(index);
        shapes.push(drawn(story, name, chart, Area { width: wide, height: height.min(HIGH.1), ..room })?);
        shapes.push(named(table, name, Area { left: room.left + wide + GAP, top: room.top, width: side, height: 0.0 }));
        let top = room.top + height.min(HIGH.1) + GAP;
        let top = shapes.last().map_or(top, |table| top.max(table.area.bottom() + GAP));
        shapes.extend(sentences(Area { top, height: room.bottom() - top, ..room }, room.width));
    } else {
        let column = COLUMN.0.min(room.width * COLUMN.1);
        let wide = if said.is_empty() { room.width } else { room.width - column - GAP };
        let tall = text(column).1 <= room.height;
        let (wide, high) = if tall { (wide, room.height) } else { (room.width, height) };
        shapes.push(drawn(story, name, chart, Area { width: wide, height: high, ..room })?);
        let area = match tall {
            true => Area { left: room.left + wide + GAP, width: column, ..room },
            false => Area { top: room.top + high + GAP, height: below, ..room },
        };
        shapes.extend(sentences(area, area.width));
    }
    Ok(shapes)
}

fn named(table: Shape, slide: &str, area: Area) -> Shape {
    Shape { name: format!("{slide}.table.{}", table.name), area: Area { height: table.area.height, ..area }, ..table }
}

fn drawn(story: &Story<'_>, slide: &str, content: &Chart, area: Area) -> anyhow::Result<Shape> {
    let described = [content.title.as_str(), &content.sentence].into_iter().filter(|text| !text.is_empty());
    let description = described.collect::<Vec<_>>().join(" — ");
    Ok(Shape {
        name: format!("{slide}.chart.{}", content.id),
        description,
        area,
        body: Body::Chart(chart::native(content, &story.theme, story.base, (area.width, area.height))?),
    })
}

/// The tables that charts draw.
fn drawn_tables<'c>(charts: impl Iterator<Item = &'c Chart>) -> Vec<&'c str> {
    let points = charts.flat_map(|chart| &chart.series).flat_map(|series| &series.points);
    points.filter_map(|point| Some(point.cell.as_ref()?.table.as_str())).collect()
}

/// The first table that has room, those that the charts draw before others, with its index; what other slides' charts draw
/// is left to them.
fn table_within(
    story: &Story<'_>,
    left: &[&Table],
    (charts, others): (&[&Chart], &[&str]),
    (width, height): (f64, f64),
) -> Option<(Shape, usize)> {
    let drawn = drawn_tables(charts.iter().copied());
    let is_drawn = |at: usize| drawn.contains(&left[at].id.as_str());
    let mut order: Vec<usize> =
        (0..left.len()).filter(|&at| is_drawn(at) || !others.contains(&left[at].id.as_str())).collect();
    order.sort_by_key(|&at| !is_drawn(at));
    order.into_iter().find_map(|at| Some((small(story, left[at], width, height)?, at)))
}

/// A table in a room; of one of periods the earliest go first.
fn small(story: &Story<'_>, table: &Table, width: f64, height: f64) -> Option<Shape> {
    let of_periods = table.columns.first().is_some_and(|column| column.label == story.say("column.period"));
    SMALL.into_iter().find_map(|size| {
        let fitted = Fitted::new(table, pages::columns(table, &[]), size, (width, height))?;
        let heading = fitted.heading();
        let mut rows: Vec<_> = table.rows.iter().map(|row| fitted.row(row, &story.palette)).collect();
        let used = |rows: &[crate::render::pptx::model::GridRow]| {
            heading.height + rows.iter().map(|row| row.height).sum::<f64>()
        };
        while used(&rows) > height && of_periods && rows.len() > PERIODS {
            rows.remove(0);
        }
        let used = used(&rows);
        (used <= height).then(|| Shape {
            name: table.id.clone(),
            description: table.title.clone(),
            area: Area { height: used, width, ..Area::default() },
            body: Body::Table(fitted.grid(std::iter::once(heading.clone()).chain(rows).collect())),
        })
    })
}

/// A topic without a chart: the sentences on top of its first table, each other table on a slide of its own.
fn without_charts(story: &Story<'_>, section: &Section<'_>, said: &[Sentence], blank: &Draft) -> Vec<Slide> {
    let room = story.room();
    let portions = story.portions(said, SAID_ALONE, (room.width, room.height));
    let nothing = Vec::new();
    let pages = portions.len().max(1);
    let mut left = section.tables.clone();
    let mut slides = Vec::new();
    for (at, portion) in portions.iter().chain(portions.is_empty().then_some(&nothing)).enumerate() {
        let name = match at {
            0 => blank.name.clone(),
            _ => format!("{}.said.{}", blank.name, at + 1),
        };
        let mut shapes: Vec<Shape> = said_at(story, &name, portion).into_iter().collect();
        let top = shapes.last().map_or(room.top, |text| text.area.bottom() + GAP);
        let here = if at + 1 == pages { (room.width, room.bottom() - top) } else { (room.width, 0.0) };
        if let Some((table, index)) = table_within(story, &left, (&[], &[]), here) {
            shapes.push(named(table, &name, Area { top, ..room }));
            left.remove(index);
        }
        if !shapes.is_empty() {
            let title = story.part(&blank.title, (at, pages));
            slides.push(story.framed(Draft { name, title, shapes, ..blank.clone() }));
        }
    }
    slides
}

/// What had no room below the charts.
fn further(story: &Story<'_>, said: &[Sentence], blank: &Draft) -> Vec<Slide> {
    let room = story.room();
    let title = story.fill("deck.continued", &[("title", &blank.title)]);
    let slide = |(at, portion): (usize, Vec<Sentence>)| {
        let name = format!("{}.said.{}", blank.name, at + 1);
        let shapes = said_at(story, &name, &portion).into_iter().collect();
        story.framed(Draft { name, title: title.clone(), shapes, ..blank.clone() })
    };
    story.portions(said, SAID_ALONE, (room.width, room.height)).into_iter().enumerate().map(slide).collect()
}

/// Sentences at the top of a slide.
fn said_at(story: &Story<'_>, name: &str, said: &[Sentence]) -> Option<Shape> {
    let room = story.room();
    let (lines, height) = story.sentences(said, SAID_ALONE, room.width);
    let shape = || Shape {
        name: format!("{name}.said"),
        description: String::new(),
        area: Area { height, ..room },
        body: Body::Text(lines),
    };
    (!said.is_empty()).then(shape)
}
