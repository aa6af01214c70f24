//! The slides in the order of the meeting.

use super::frame::{Draft, ROOM, Story, joined};
use super::pages::{self, Around};
use super::sections::{self, Section};
use super::topic::heading;
use super::{notes, others, topic};
use crate::render::pptx::model::{
    Area, Body, Colour, Deck, Grid, GridCell, GridRow, Layout, Look, Paragraph, Run, Shape, Slide,
};
use crate::render::theme::Theme;
use crate::render::xlsx::FONT;
use crate::render::xlsx::palette::Palette;
use crate::report::model::{Report, Table};
use crate::report::texts::Texts;
use crate::report::topic::Agenda;
use crate::report::words;

/// The deck of a report.
///
/// # Errors
/// A fault of the program.
pub fn deck(report: &Report, theme: &Theme, texts: &Texts) -> anyhow::Result<Deck> {
    let story = Story { report, texts, theme, palette: Palette::of(theme) };
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
        of(Agenda::Topic).partition(|one| is_large(one, report));
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
    Ok(Deck {
        title: heading_of(&story),
        author: report.dealer.clone(),
        created: format!("{}T00:00:00Z", report.period.end),
        lang: story.lang(),
        look: look(&story),
        slides,
    })
}

/// A topic with a chart, or one that stands on a sheet of its own.
fn is_large(section: &Section<'_>, report: &Report) -> bool {
    !section.charts.is_empty() || report.pages.iter().any(|page| page.id == section.topic.page)
}

fn heading_of(story: &Story<'_>) -> String {
    let period = words::named(&story.report.period, story.report.lang);
    joined(&[story.report.dealer.trim(), &period, story.say("deck.report")])
}

fn look(story: &Story<'_>) -> Look {
    let hex = |rgb: crate::render::theme::Rgb| format!("{:06X}", rgb.number());
    let colours = &story.theme.colours;
    let mut all = vec![
        ("ink", hex(colours.ink)),
        ("ground", hex(colours.ground)),
        ("muted", hex(colours.grey)),
        ("heading", hex(colours.heading)),
    ];
    let accents = ["accent1", "accent2", "accent3", "accent4", "accent5", "accent6"];
    let series = story.theme.series.columns.iter().copied().cycle();
    all.extend(accents.into_iter().zip(series.map(hex)));
    let layouts =
        ["deck.layout_cover", "deck.layout_content", "deck.layout_title"].map(|key| story.say(key).to_owned());
    Look { font: FONT.to_owned(), colours: all, layouts }
}

fn shape(name: &str, body: Body) -> Shape {
    Shape { name: name.to_owned(), description: String::new(), area: Area::default(), body }
}

/// Dealer and period.
fn cover(story: &Story<'_>) -> Slide {
    let report = story.report;
    let line = |text: String| Paragraph::of(Run { text, ..Run::default() });
    let period = words::named(&report.period, report.lang);
    let title = [report.dealer.trim(), story.say("deck.report")]
        .into_iter()
        .filter(|part| !part.is_empty())
        .map(|part| line(part.to_owned()));
    let until = report.period.as_of.to_string();
    let mut below = vec![line(period), line(story.fill("deck.as_of", &[("day", &until)]))];
    if !report.period.complete {
        below.push(line(story.fill("sentence.incomplete", &[("day", &until)])));
    }
    Slide {
        name: "csr:cover".to_owned(),
        layout: Layout::Cover,
        shapes: vec![
            shape("csr:cover.title", Body::Title(title.collect())),
            shape("csr:cover.period", Body::Subtitle(below)),
        ],
        notes: vec![story.say("deck.cover_notes").to_owned()],
        foot: None,
    }
}

/// What moved in sentences, then all indicators with their lights.
fn scorecard(story: &Story<'_>, section: &Section<'_>) -> Vec<Slide> {
    let (title, said) = heading(section);
    let name = format!("csr:{}", section.topic.page);
    let source = notes::rests_on(story, section);
    let sized = [20.0, 18.0, 16.0, 14.0, 12.0].map(|size| story.sentences(&said, size, ROOM.width));
    let (lines, height) = sized.into_iter().find(|(_, height)| *height <= ROOM.height).unwrap_or_default();
    let notes = notes::of(story, section, &title);
    let mut slides = Vec::new();
    if !lines.is_empty() {
        let area = Area { height, ..ROOM };
        let shapes = vec![Shape { area, ..shape(&format!("{name}.said"), Body::Text(lines, None)) }];
        slides.push(story.framed(Draft {
            name: name.clone(),
            topic: section.topic.title.clone(),
            title,
            shapes,
            source: source.clone(),
            notes: notes.clone(),
        }));
    }
    for table in &section.tables {
        let around = Around {
            name: format!("{name}.{}", table.id),
            topic: section.topic.title.clone(),
            title: String::new(),
            source: story.fill("deck.source", &[("sheet", section.sheet)]),
            notes: notes.clone(),
            most: 3,
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
    let mut slides: Vec<Slide> = Vec::new();
    for table in &section.tables {
        slides.extend(pages::slides(story, table, pages::columns(table, &[]), &around(&table.id)));
    }
    if let Some(gaps) = section.tables.first().filter(|table| table.id == "gaps") {
        slides.push(measures(story, section, gaps));
    }
    slides
}

/// A line for each of those to mend first: what, whose; the rest is written in the meeting.
fn measures(story: &Story<'_>, section: &Section<'_>, gaps: &Table) -> Slide {
    const WIDTHS: [f64; 6] = [230.0, 250.0, 90.0, 100.0, 90.0, 120.0];
    const HEIGHT: f64 = 52.0;
    let cell = |text: String, bold: bool, fill: Option<Colour>| GridCell {
        text: Paragraph::of(Run { text, size: Some(12.0), bold, colour: Some(Colour::Ink) }),
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
    let mut rows = vec![GridRow { height: 24.0, cells: heads.into() }];
    rows.extend(gaps.rows.iter().map(|row| {
        let problem = columns.map(|at| text(row, at)).join(" ");
        let mut cells = vec![problem, String::new(), text(row, owner)];
        cells.resize(WIDTHS.len(), String::new());
        GridRow { height: HEIGHT, cells: cells.into_iter().map(|text| cell(text, false, None)).collect() }
    }));
    let name = format!("csr:{}.measures", section.topic.page);
    let height = rows.iter().map(|row| row.height).sum();
    let table = Shape {
        area: Area { height, ..ROOM },
        description: story.say("deck.next_measures").to_owned(),
        ..shape(&format!("{name}.table"), Body::Table(Grid { widths: WIDTHS.into(), rows }))
    };
    story.framed(Draft {
        name,
        topic: section.topic.title.clone(),
        title: story.say("deck.next_measures").to_owned(),
        shapes: vec![table],
        source: String::new(),
        notes: vec![story.say("deck.measures_notes").to_owned()],
    })
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
