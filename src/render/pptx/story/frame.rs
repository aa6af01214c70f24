//! What every slide has: its title, the topic above it, where the figures are from below, the foot.

use super::fit;
use crate::base::lang::Lang;
use crate::render::pptx::base::{Base, Holder};
use crate::render::pptx::model::{Area, Body, Colour, Layout, Paragraph, Run, Shape, Slide};
use crate::render::theme::Theme;
use crate::render::xlsx::palette::Palette;
use crate::report::model::{Report, Sentence, Tone};
use crate::report::texts::Texts;
use crate::report::words;

/// The letters of a title, the first that fit; as large as the template has them at most.
const TITLE: [f64; 6] = [24.0, 22.0, 20.0, 18.0, 16.0, 14.0];
/// Height of a line of a title in heights of its letters, and lines at most.
const TITLE_LINE: f64 = 1.3;
const TITLE_LINES: usize = 3;

/// Points before a sentence that has a dot in front.
const BULLET: f64 = 19.0;
/// What stands above a sentence, in heights of its letters.
const ABOVE: f64 = 0.35;

/// What slides are made from.
pub(super) struct Story<'a> {
    /// The report.
    pub report: &'a Report,
    /// Words of the report's language.
    pub texts: &'a Texts,
    /// What the slides are laid on.
    pub base: &'a Base,
    /// Colours of charts.
    pub theme: Theme,
    /// Colours of texts and tables.
    pub palette: Palette,
}

/// A slide before it has its frame.
#[derive(Clone, Default)]
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

    /// Where the content of a slide stands.
    pub(super) fn room(&self) -> Area {
        self.base.room.content
    }

    /// A slide with its frame.
    pub(super) fn framed(&self, draft: Draft) -> Slide {
        let Draft { name, topic, title, shapes, source, notes } = draft;
        let room = &self.base.room;
        let title = self.title(title);
        let line = |what: &str, area: Area, run: Run| {
            let size = run.size.unwrap_or_default() * if run.bold { fit::BOLD } else { 1.0 };
            let lines = (area.height / (size * fit::LINE)).max(1.0) as usize;
            let text = fit::shortened(&run.text, size, area.width, lines);
            let body = Body::Text(vec![Paragraph::of(Run { text, ..run })]);
            Shape { name: format!("{name}.{what}"), description: String::new(), area, body }
        };
        let mut all = vec![Shape {
            name: format!("{name}.title"),
            description: String::new(),
            area: Area::default(),
            body: Body::Title(vec![Paragraph::of(title)]),
        }];
        let topic = Run { text: topic, size: Some(12.0), bold: true, colour: Some(Colour::Accent) };
        all.push(line("topic", room.topic, topic));
        all.extend(shapes);
        if !source.is_empty() {
            let source = Run { text: source, size: Some(10.0), colour: Some(Colour::Muted), bold: false };
            all.push(line("source", room.source, source));
        }
        let period = words::named(&self.report.period, self.report.lang);
        let [date, text, _] = &self.base.face(Layout::TitleOnly).foot;
        let short = |text: String, holder: &Option<Holder>| match holder {
            Some(holder) => fit::shortened(&text, holder.letters, holder.text.width, 1),
            None => text,
        };
        let foot = Some((short(period, date), short(self.foot(), text)));
        Slide { name, layout: Layout::TitleOnly, shapes: all, notes, foot }
    }

    /// A title that says which of several slides this is, from 0.
    pub(super) fn part(&self, title: &str, (at, of): (usize, usize)) -> String {
        match of {
            0 | 1 => title.to_owned(),
            _ => {
                let (part, of) = ((at + 1).to_string(), of.to_string());
                self.fill("deck.part", &[("title", title), ("part", &part), ("of", &of)])
            }
        }
    }

    /// Dealer and kind of the report.
    pub(super) fn foot(&self) -> String {
        joined(&[self.report.dealer.trim(), self.say("deck.report")])
    }

    /// Sentences as paragraphs of a size, and the points that they take in a width.
    pub(super) fn sentences(&self, said: &[Sentence], size: f64, width: f64) -> (Vec<Paragraph>, f64) {
        let above = size * ABOVE;
        let height = said.iter().map(|one| self.height(one, size, width)).sum::<f64>();
        let paragraphs = said.iter().map(|one| {
            let colour = match fit::toned(one.tone, &self.palette).0 {
                Colour::Own(rgb) => Colour::Own(self.base.inks.readable(rgb)),
                named => named,
            };
            let run =
                Run { text: one.text.clone(), size: Some(size), bold: one.tone == Tone::Bad, colour: Some(colour) };
            Paragraph { bullet: true, above, ..Paragraph::of(run) }
        });
        (paragraphs.collect(), height)
    }

    fn height(&self, one: &Sentence, size: f64, width: f64) -> f64 {
        let bold = if one.tone == Tone::Bad { fit::BOLD } else { 1.0 };
        fit::height(&one.text, size * bold, width - BULLET) + size * ABOVE
    }

    /// Sentences as they stand on one slide after the other, each with so much room; a sentence that is longer goes on on the next.
    pub(super) fn portions(&self, said: &[Sentence], size: f64, (width, height): (f64, f64)) -> Vec<Vec<Sentence>> {
        let lines = ((height - size * ABOVE) / (size * fit::BOLD * fit::LINE)).max(1.0) as usize;
        let (mut portions, mut used) = (Vec::new(), f64::INFINITY);
        for one in said {
            for text in fit::parts(&one.text, size * fit::BOLD, width - BULLET, lines) {
                let one = Sentence { text, ..one.clone() };
                let more = self.height(&one, size, width);
                if used + more > height {
                    portions.push(Vec::new());
                    used = 0.0;
                }
                used += more;
                portions.last_mut().into_iter().for_each(|portion: &mut Vec<Sentence>| portion.push(one.clone()));
            }
        }
        portions
    }

    /// A title with the largest letters with which it has room, shortened where it has none.
    fn title(&self, title: String) -> Run {
        let own = self.base.face(Layout::TitleOnly).title.letters;
        let size = self.title_size(&title);
        let smallest = size.unwrap_or(TITLE[TITLE.len() - 1].min(own));
        let text = match size {
            Some(_) => title,
            None => {
                let width = self.base.face(Layout::TitleOnly).title.text.width;
                fit::shortened(&title, smallest * fit::BOLD, width, self.title_lines(smallest))
            }
        };
        Run { text, size: Some(smallest).filter(|size| (size - own).abs() > 0.01), ..Run::default() }
    }

    /// The largest letters with which a title has room; nothing where it has none.
    pub(super) fn title_size(&self, title: &str) -> Option<f64> {
        let holder = &self.base.face(Layout::TitleOnly).title;
        let sizes = TITLE.into_iter().filter(|size| *size <= holder.letters);
        let fits = |size: &f64| fit::lines(title, size * fit::BOLD, holder.text.width) <= self.title_lines(*size);
        sizes.into_iter().find(fits)
    }

    fn title_lines(&self, size: f64) -> usize {
        let height = self.base.face(Layout::TitleOnly).title.text.height + 1.0;
        ((height / (size * TITLE_LINE)) as usize).clamp(1, TITLE_LINES)
    }
}

/// Names in a row, without those that are empty.
pub(super) fn joined(names: &[&str]) -> String {
    names.iter().filter(|name| !name.is_empty()).copied().collect::<Vec<_>>().join(" · ")
}
