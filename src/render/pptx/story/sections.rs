//! The pages of the report, taken apart into what each topic shows on paper.

use crate::report::chart::model::Chart;
use crate::report::model::{Block, Page, Report, Sentence, Table, TableKind, Tone, is_printed};
use crate::report::topic::Topic;

/// What a topic shows.
pub(super) struct Section<'a> {
    /// The topic.
    pub topic: &'a Topic,
    /// The sheet of the workbook.
    pub sheet: &'a str,
    /// Sentences that are said of it, but for the finding and what only paper says.
    pub said: Vec<Sentence>,
    /// Its charts.
    pub charts: Vec<&'a Chart>,
    /// Its tables of figures.
    pub tables: Vec<&'a Table>,
    /// Its lists.
    pub lists: Vec<&'a Table>,
    /// Titles of the lists that only the workbook has.
    pub registers: Vec<&'a str>,
}

/// The topics in the order of the meeting.
pub(super) fn of(report: &Report) -> Vec<Section<'_>> {
    let mut sections: Vec<Section<'_>> = report.topics.iter().filter_map(|topic| section(report, topic)).collect();
    sections.retain(|one| {
        !one.said.is_empty()
            || !one.charts.is_empty()
            || !one.tables.is_empty()
            || !one.lists.is_empty()
            || one.topic.finding.is_some()
    });
    sections
}

fn section<'a>(report: &'a Report, topic: &'a Topic) -> Option<Section<'a>> {
    let page = report.pages.iter().find(|page| page.id == topic.page || page.guests.contains(&topic.page))?;
    let mut section = Section {
        topic,
        sheet: &page.title,
        said: Vec::new(),
        charts: Vec::new(),
        tables: Vec::new(),
        lists: Vec::new(),
        registers: Vec::new(),
    };
    for block in own(page, topic) {
        match block {
            Block::Table(table) if table.kind == TableKind::Register => section.registers.push(&table.title),
            _ if !is_printed(block, &page.blocks) => {}
            Block::Sentence(sentence) if is_said(sentence, topic) => section.said.push(sentence.clone()),
            Block::Table(table) if table.kind == TableKind::List => section.lists.push(table),
            Block::Table(table) => section.tables.push(table),
            Block::Chart(chart) => section.charts.push(chart),
            Block::Heading(_) | Block::Section(_) | Block::Sentence(_) => {}
        }
    }
    Some(section)
}

/// The blocks of a topic on a page: between its heading and the next.
fn own<'a>(page: &'a Page, topic: &Topic) -> impl Iterator<Item = &'a Block> {
    let mut current = page.id.as_str();
    let topic = topic.page.clone();
    page.blocks.iter().filter(move |block| {
        if let Block::Section(section) = block {
            current = &section.page;
        }
        current == topic
    })
}

fn is_said(sentence: &Sentence, topic: &Topic) -> bool {
    sentence.tone != Tone::Muted && topic.finding.as_ref() != Some(&sentence.text)
}
