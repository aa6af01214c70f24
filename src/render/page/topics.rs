//! The pages of the report as the template sees them: a topic each, also of those that stand on the sheet of another one.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::links::{self, Places};
use super::table::{self, TableView};
use crate::render::charts::inline::{Drawing, Use};
use crate::render::theme::Theme;
use crate::report::model::{Block, Page, Report, Table, is_printed};
use crate::report::texts::Texts;

/// The table of the overview, and the columns of it that a phone shows in places of their own: the key of the heading, the
/// class of the cell.
const SCORECARD: &str = "overview";
const PARTS: [(&str, &str); 9] = [
    ("column.topic", "topic"),
    ("column.indicator", "indicator"),
    ("column.change", "change"),
    ("column.target", "target"),
    ("column.light", "light"),
    ("column.n", "sample"),
    ("column.list", "rows"),
    ("column.remark", "remark"),
    ("column.year_ago", "more"),
];

/// A topic.
#[derive(Serialize)]
pub(super) struct Topic<'a> {
    id: String,
    title: String,
    /// The sheet of the workbook.
    sheet: &'a str,
    groups: Vec<Group<'a>>,
}

/// Blocks that stand together.
#[derive(Serialize)]
struct Group<'a> {
    kind: Kind,
    blocks: Vec<View<'a>>,
}

impl Group<'_> {
    /// Whether a block stands here too: a table whose charts stand beside it is not followed by the next one.
    fn takes(&self, kind: Kind, next: &View<'_>) -> bool {
        let charted = self.blocks.iter().any(|view| matches!(view, View::Chart { .. }));
        self.kind == kind && kind != Kind::Wide && !(charted && matches!(next, View::Table { .. }))
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    /// Sentences.
    Says,
    /// Figures and charts, side by side where there is room.
    Figures,
    /// A table that has the width of the page.
    Wide,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum View<'a> {
    Sentence { text: &'a str, tone: Option<&'static str>, own: bool, print: bool },
    Table { print: bool, scorecard: bool, table: TableView<'a> },
    Chart { print: bool, id: &'a str, title: &'a str, sentence: &'a str, svg: String },
}

/// What the topics are made with.
pub(super) struct Making<'a> {
    pub(super) texts: &'a Texts,
    pub(super) theme: &'a Theme,
    pub(super) places: Places,
    /// Rows of a list.
    pub(super) most: usize,
    /// By the id of the chart.
    pub(super) drawings: BTreeMap<&'a str, Drawing>,
    /// What the drawings need colours for.
    pub(super) uses: BTreeSet<Use>,
}

impl<'a> Making<'a> {
    /// The topics in the order of the meeting.
    pub(super) fn topics(&mut self, report: &'a Report) -> Vec<Topic<'a>> {
        report.pages.iter().flat_map(|page| self.of_page(report, page)).collect()
    }

    fn of_page(&mut self, report: &Report, page: &'a Page) -> Vec<Topic<'a>> {
        let begin =
            |id: &str, title: String| Topic { id: links::of_topic(id), title, sheet: &page.title, groups: vec![] };
        let mut topics: Vec<Topic<'a>> = Vec::new();
        for block in &page.blocks {
            match block {
                Block::Heading(text) => topics.push(begin(&page.id, self.title(report, text))),
                Block::Section(section) => topics.push(begin(&section.page, section.title.clone())),
                block => {
                    let print = is_printed(block, &page.blocks);
                    let Some((kind, view)) = self.view(block, print) else { continue };
                    if topics.is_empty() {
                        topics.push(begin(&page.id, page.title.clone()));
                    }
                    let Some(topic) = topics.last_mut() else { continue };
                    match topic.groups.last_mut().filter(|group| group.takes(kind, &view)) {
                        Some(group) => group.blocks.push(view),
                        None => topic.groups.push(Group { kind, blocks: vec![view] }),
                    }
                }
            }
        }
        topics
    }

    /// The heading of a page without dealer and period, which stand above all topics.
    fn title(&self, report: &Report, heading: &str) -> String {
        let dealer = report.dealer.trim();
        let period = crate::report::words::named(&report.period, report.lang);
        let key = if dealer.is_empty() { "page.heading_without_dealer" } else { "page.heading" };
        let rest = self.texts.fill(key, &[("title", ""), ("dealer", dealer), ("period", &period)]);
        heading.strip_suffix(&rest).filter(|title| !title.is_empty()).unwrap_or(heading).to_owned()
    }

    fn view(&mut self, block: &'a Block, print: bool) -> Option<(Kind, View<'a>)> {
        Some(match block {
            Block::Heading(_) | Block::Section(_) => return None,
            Block::Sentence(sentence) => {
                let tone = table::name_of(sentence.tone);
                (Kind::Says, View::Sentence { text: &sentence.text, tone, own: sentence.own, print })
            }
            Block::Table(content) => {
                let scorecard = content.id == SCORECARD;
                let parts = scorecard.then(|| self.parts(content));
                let table = TableView::of(content, self.most, parts.as_deref(), &self.places, self.theme);
                let kind = if table.is_wide() { Kind::Wide } else { Kind::Figures };
                (kind, View::Table { print, scorecard, table })
            }
            Block::Chart(chart) => {
                let Drawing { svg, uses } = self.drawings.remove(chart.id.as_str())?;
                self.uses.extend(uses);
                let (id, title, sentence) = (&chart.id, &chart.title, &chart.sentence);
                (Kind::Figures, View::Chart { print, id, title, sentence, svg })
            }
        })
    }

    /// The class of each column of the overview.
    fn parts(&self, table: &Table) -> Vec<&'static str> {
        let mut parts: Vec<&str> = Vec::new();
        for column in &table.columns {
            let known = PARTS.iter().find(|(key, _)| self.texts.say(key) == column.label);
            // The figure of the period stands behind the name of the indicator.
            let follows = parts.last() == Some(&"indicator");
            parts.push(known.map_or(if follows { "value" } else { "more" }, |(_, class)| class));
        }
        parts
    }
}
