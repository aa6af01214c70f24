//! What every slide has: its title, the topic above it, where the figures are from below, the foot.

use super::fit;
use crate::base::lang::Lang;
use crate::render::pptx::model::{Align, Area, Body, Colour, Layout, Paragraph, Run, Shape, Slide};
use crate::render::theme::Theme;
use crate::render::xlsx::palette::Palette;
use crate::report::model::{Report, Sentence, Tone};
use crate::report::texts::Texts;
use crate::report::words;

/// The room between title and foot.
pub(super) const ROOM: Area = Area { left: 40.0, top: 98.0, width: 880.0, height: 380.0 };
/// The letters of a title, the first that fit into its two lines.
const TITLE: [f64; 4] = [22.0, 20.0, 18.0, 16.0];

/// What stands above a sentence, in heights of its letters.
const ABOVE: f64 = 0.35;

/// What slides are made from.
pub(super) struct Story<'a> {
    /// The report.
    pub report: &'a Report,
    /// Words of the report's language.
    pub texts: &'a Texts,
    /// Colours of charts.
    pub theme: &'a Theme,
    /// Colours of texts and tables.
    pub palette: Palette,
}

/// A slide before it has its frame.
#[derive(Default)]
pub(super) struct Draft {
    /// Stable name.
    pub name: String,
    /// Above the title.
    pub topic: String,
    /// The title.
    pub title: String,
    /// Between title and foot.
    pub shapes: Vec<Shape>,
    /// Where the figures are from.
    pub source: String,
    /// For the speaker.
    pub notes: Vec<String>,
}

impl<'a> Story<'a> {
    /// A text of the report's language.
    pub(super) fn say(&self, key: &'a str) -> &'a str {
        self.texts.say(key)
    }

    /// A text with its placeholders filled.
    pub(super) fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.texts.fill(key, values)
    }

    /// The language as files name it.
    pub(super) fn lang(&self) -> &'static str {
        match self.report.lang {
            Lang::Chinese => "zh-CN",
            Lang::English => "en-US",
        }
    }

    /// A slide with its frame.
    pub(super) fn framed(&self, draft: Draft) -> Slide {
        let Draft { name, topic, title, shapes, source, notes } = draft;
        let size = title_size(&title);
        let small = |text: String, size: f64| {
            Paragraph::of(Run { text, size: Some(size), colour: Some(Colour::Muted), bold: false })
        };
        let line = |what: &str, top: f64, height: f64, text: Paragraph| Shape {
            name: format!("{name}.{what}"),
            description: String::new(),
            area: Area { left: ROOM.left, top, width: ROOM.width, height },
            body: Body::Text(vec![text], None),
        };
        let mut all = vec![Shape {
            name: format!("{name}.title"),
            description: String::new(),
            area: Area::default(),
            body: Body::Title(vec![Paragraph::of(Run {
                text: title,
                size: size.filter(|size| *size != TITLE[0]),
                ..Run::default()
            })]),
        }];
        let topic = Run { text: topic, size: Some(12.0), bold: true, colour: Some(Colour::Accent) };
        all.push(line("topic", 14.0, 18.0, Paragraph::of(topic)));
        all.extend(shapes);
        if !source.is_empty() {
            let source = Paragraph { align: Align::Left, ..small(source, 10.0) };
            all.push(line("source", 484.0, 16.0, source));
        }
        let period = words::named(&self.report.period, self.report.lang);
        let foot = Some((period, self.foot()));
        Slide { name, layout: Layout::TitleOnly, shapes: all, notes, foot }
    }

    /// Dealer and kind of the report.
    pub(super) fn foot(&self) -> String {
        joined(&[self.report.dealer.trim(), self.say("deck.report")])
    }

    /// Sentences as paragraphs of a size, and the points that they take in a width.
    pub(super) fn sentences(&self, said: &[Sentence], size: f64, width: f64) -> (Vec<Paragraph>, f64) {
        let above = size * ABOVE;
        let heights = said.iter().map(|one| fit::height(&one.text, size, width - 14.0) + above);
        let height = heights.sum::<f64>();
        let paragraphs = said.iter().map(|one| {
            let (colour, _) = fit::toned(one.tone, &self.palette);
            let run =
                Run { text: one.text.clone(), size: Some(size), bold: one.tone == Tone::Bad, colour: Some(colour) };
            Paragraph { bullet: true, above, ..Paragraph::of(run) }
        });
        (paragraphs.collect(), height)
    }
}

/// Names in a row, without those that are empty.
pub(super) fn joined(names: &[&str]) -> String {
    names.iter().filter(|name| !name.is_empty()).copied().collect::<Vec<_>>().join(" · ")
}

/// The largest letters with which a title has room; nothing where it has none.
pub(super) fn title_size(title: &str) -> Option<f64> {
    TITLE.into_iter().find(|size| fit::lines(title, size * fit::BOLD, ROOM.width) <= 2)
}
