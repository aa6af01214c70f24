//! The slides in the order of the meeting.

use super::frame::{Draft, Story, joined};
use super::pages::{self, Around};
use super::sections::{self, Section};
use super::topic::heading;
use super::{fit, notes, others, topic};
use crate::render::pptx::base::Base;
use crate::render::pptx::model::{
    Area, Body, Colour, Deck, Grid, GridCell, GridRow, Layout, Paragraph, Run, Shape, Slide,
};
use crate::render::theme::Theme;
use crate::render::xlsx::palette::Palette;
use crate::report::model::{Report, Table};
use crate::report::texts::Texts;
use crate::report::topic::Agenda;
use crate::report::words;

/// The deck of a report on a template.
///
/// # Errors
/// A fault of the program.
pub fn deck(report: &Report, theme: &Theme, texts: &Texts, base: &Base) -> anyhow::Result<Deck> {
    let story = Story { report, texts, base, theme: base.inks.theme(theme), palette: Palette::of(theme) };
    let sections = sections::of(report);
    let of = |part: Agenda| sections.iter().filter(move |section| section.topic.part == part);
    let mut slides = vec![cover(&story)];
    for section in of(Agenda::Scorecard) {
        slides.extend(scorecard(&story, section));
    }
    for section in of(Agenda::Measures) {
        slides.extend(topic::slides(&story, section)?);
    }
    let (large, small): (Vec<&Section<'_>>, Vec<&Section<'_>>) =
        of(Agenda::Topic).partition(|one| is_large(one, report) || !others::is_small(&story, one));
    for section in large {
        slides.extend(topic::slides(&story, section)?);
    }
    for section in of(Agenda::Next) {
        slides.extend(next(&story, section));
    }
    slides.extend(others::slides(&story, &small));
    for section in of(Agenda::Appendix) {
        slides.extend(appendix(&story, section));
    }
    let deck = Deck {
        title: heading_of(&story),
        author: report.dealer.clone(),
        created: format!("{}T00:00:00Z", report.period.end),
        lang: story.lang(),
        slides,
    };
    Ok(deck.scaled(base.scale))
}

/// A topic with a chart, or one that stands on a sheet of its own.
fn is_large(section: &Section<'_>, report: &Report) -> bool {
    !section.charts.is_empty() || report.pages.iter().any(|page| page.id == section.topic.page)
}

fn heading_of(story: &Story<'_>) -> String {
    let period = words::named(&story.report.period, story.report.lang);
    joined(&[story.report.dealer.trim(), &period, story.say("deck.report")])
}

fn shape(name: &str, body: Body) -> Shape {
    Shape { name: name.to_owned(), description: String::new(), area: Area::default(), body }
}

/// Dealer and period, in letters with which they have room.
fn cover(story: &Story<'_>) -> Slide {
    let report = story.report;
    let face = story.base.face(Layout::Cover);
    let period = words::named(&report.period, report.lang);
    let title = [report.dealer.trim(), story.say("deck.report")];
    let title = title.into_iter().filter(|part| !part.is_empty()).map(str::to_owned).collect();
    let until = report.period.as_of.to_string();
    let mut below = vec![period, story.fill("deck.as_of", &[("day", &until)])];
    if !report.period.complete {
        below.push(story.fill("sentence.incomplete", &[("day", &until)]));
    }
    // Where the layout has no place for them, they stand below the title.
    let title_area = face.title.area;
    let area = Area { top: title_area.bottom() + 6.0, height: 90.0, ..title_area };
    let (room, letters) = face.below.as_ref().map_or((area, 18.0), |below| (below.text, below.letters));
    let (title, below) = (lines(title, face.title.text, face.title.letters), lines(below, room, letters));
    Slide {
        name: "csr:cover".to_owned(),
        layout: Layout::Cover,
        shapes: vec![
            shape("csr:cover.title", Body::Title(title)),
            Shape { area, ..shape("csr:cover.period", Body::Subtitle(below)) },
        ],
        notes: vec![story.say("deck.cover_notes").to_owned()],
        foot: None,
    }
}

/// Lines in a placeholder: in its letters, else in the largest with which they have room.
fn lines(texts: Vec<String>, room: Area, letters: f64) -> Vec<Paragraph> {
    let sizes = std::iter::once(letters).chain([36.0, 32.0, 28.0, 24.0, 20.0, 18.0, 16.0, 14.0, 12.0]);
    let sizes: Vec<f64> = sizes.filter(|size| *size <= letters).collect();
    let high = |size: f64| texts.iter().map(|text| fit::height(text, size * fit::BOLD, room.width)).sum::<f64>();
    let fits = sizes.iter().copied().find(|size| high(*size) <= room.height);
    let size = fits.unwrap_or(12.0);
    let most = (room.height / (texts.len().max(1) as f64 * size * fit::LINE)) as usize;
    let line = |text: String| {
        let text = if fits.is_some() { text } else { fit::shortened(&text, size * fit::BOLD, room.width, most) };
        Paragraph::of(Run { text, size: Some(size).filter(|size| *size < letters), ..Run::default() })
    };
    texts.into_iter().map(line).collect()
}

/// What moved in sentences, then all indicators with their lights.
fn scorecard(story: &Story<'_>, section: &Section<'_>) -> Vec<Slide> {
    let (title, said) = heading(story, section);
    let name = format!("csr:{}", section.topic.page);
    let source = notes::rests_on(story, section);
    let room = story.room();
    let fits = |size: &f64| story.sentences(&said, *size, room.width).1 <= room.height;
    let size = [20.0, 18.0, 16.0, 14.0].into_iter().find(fits).unwrap_or(14.0);
    let notes = notes::of(story, section, &title);
    let mut slides = Vec::new();
    let portions = story.portions(&said, size, (room.width, room.height));
    for (at, portion) in portions.iter().enumerate() {
        let name = if at == 0 { name.clone() } else { format!("{name}.said.{}", at + 1) };
        let (lines, height) = story.sentences(portion, size, room.width);
        let area = Area { height, ..room };
        slides.push(story.framed(Draft {
            topic: section.topic.title.clone(),
            title: story.part(&title, (at, portions.len())),
            shapes: vec![Shape { area, ..shape(&format!("{name}.said"), Body::Text(lines)) }],
            source: source.clone(),
            notes: notes.clone(),
            name,
        }));
    }
    for table in &section.tables {
        let around = Around {
            name: format!("{name}.{}", table.id),
            topic: section.topic.title.clone(),
            title: String::new(),
            source: story.fill("deck.source", &[("sheet", section.sheet)]),
            notes: notes.clone(),
            most: 6,
        };
        let columns = pages::columns(
            table,
            &[story.say("column.list"), story.say("column.remark"), story.say("column.year_ago")],
        );
        slides.extend(pages::slides(story, table, columns, &around));
    }
    slides
}

/// What to mend first, what is aimed at next, and a table for the measures that the meeting decides.
fn next(story: &Story<'_>, section: &Section<'_>) -> Vec<Slide> {
    let around = |id: &str| Around {
        name: format!("csr:{}.{id}", section.topic.page),
        topic: section.topic.title.clone(),
        title: String::new(),
        source: story.fill("deck.source", &[("sheet", section.sheet)]),
        notes: notes::of(story, section, &section.topic.title),
        most: 2,
    };
    let joined = pages::joined(story, &section.tables, |table| around(&table.id));
    let mut slides = joined.map_or_else(
        || {
            let of = |table: &&Table| pages::slides(story, table, pages::columns(table, &[]), &around(&table.id));
            section.tables.iter().flat_map(of).collect()
        },
        |slide| vec![slide],
    );
    if let Some(gaps) = section.tables.first().filter(|table| table.id == "gaps") {
        slides.extend(measures(story, section, gaps));
    }
    slides
}

/// A line for each of those to mend first: what, whose; the rest is written in the meeting.
fn measures(story: &Story<'_>, section: &Section<'_>, gaps: &Table) -> Vec<Slide> {
    const WIDTHS: [f64; 6] = [0.26, 0.285, 0.105, 0.115, 0.105, 0.13];
    const HEIGHT: f64 = 52.0;
    const LETTERS: f64 = 12.0;
    let room = story.room();
    let cell = |text: String, bold: bool, fill: Option<Colour>| GridCell {
        text: Paragraph::of(Run { text, size: Some(LETTERS), bold, colour: Some(Colour::Ink) }),
        fill,
    };
    let heads = ["deck.problem", "deck.measure", "column.owner", "deck.due", "deck.supervisor", "deck.evidence"];
    let heads = heads.map(|key| cell(story.say(key).to_owned(), true, Some(Colour::Heading)));
    let at = |label: &str| gaps.columns.iter().position(|column| column.label == label);
    let columns = [story.say("column.indicator"), story.say("column.group")].map(at);
    let owner = at(story.say("column.owner"));
    let text = |row: &crate::report::model::Row, at: Option<usize>| {
        at.and_then(|at| row.cells.get(at)).map_or_else(String::new, |cell| cell.text.clone())
    };
    let widths = WIDTHS.map(|part| part * room.width);
    let row = |least: f64, cells: Vec<GridCell>| {
        let size = LETTERS * fit::BOLD;
        let heights = cells.iter().zip(widths).map(|(cell, width)| fit::height(&cell.text.plain(), size, width - 12.0));
        GridRow { height: heights.fold(least, |most, height| most.max(height + 5.0)), cells }
    };
    let head = row(24.0, heads.into());
    let rows = gaps.rows.iter().map(|one| {
        let problem = columns.map(|at| text(one, at)).join(" ");
        let [first, second] = [(problem, widths[0]), (text(one, owner), widths[2])]
            .map(|(text, width)| fit::shortened(&text, LETTERS, width - 12.0, 6));
        let mut cells = vec![first, String::new(), second];
        cells.resize(WIDTHS.len(), String::new());
        row(HEIGHT, cells.into_iter().map(|text| cell(text, false, None)).collect())
    });
    let rows: Vec<GridRow> = rows.collect();
    let parts = pages::parts(&rows, room.height - head.height, usize::MAX);
    let (count, mut rows) = (parts.len(), rows.into_iter());
    let slide = |(at, of): (usize, usize)| {
        let name = match at {
            0 => format!("csr:{}.measures", section.topic.page),
            _ => format!("csr:{}.measures.{}", section.topic.page, at + 1),
        };
        let rows: Vec<GridRow> = std::iter::once(head.clone()).chain(rows.by_ref().take(of)).collect();
        let table = Shape {
            area: Area { height: rows.iter().map(|row| row.height).sum(), ..room },
            description: story.say("deck.next_measures").to_owned(),
            ..shape(&format!("{name}.table"), Body::Table(Grid { widths: widths.into(), beside: 6.0, rows }))
        };
        story.framed(Draft {
            name,
            topic: section.topic.title.clone(),
            title: story.part(story.say("deck.next_measures"), (at, count)),
            shapes: vec![table],
            source: String::new(),
            notes: vec![story.say("deck.measures_notes").to_owned()],
        })
    };
    parts.into_iter().enumerate().map(slide).collect()
}

/// Definitions and the state of the data: each table on slides of its own, below what is said.
fn appendix(story: &Story<'_>, section: &Section<'_>) -> Vec<Slide> {
    let around = |id: &str| Around {
        name: format!("csr:{}.{id}", section.topic.page),
        topic: section.topic.title.clone(),
        title: String::new(),
        source: story.fill("deck.source", &[("sheet", section.sheet)]),
        notes: vec![story.fill("deck.further", &[("sheet", section.sheet)])],
        most: 2,
    };
    let tables = section.tables.iter().chain(&section.lists);
    tables.flat_map(|table| pages::slides(story, table, pages::columns(table, &[]), &around(&table.id))).collect()
}
