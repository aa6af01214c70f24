//! Paragraphs of a text box, a placeholder or a cell.

use super::base::Inks;
use super::model::{Align, Colour, Paragraph, Run};
use super::xml;

/// In which language texts are, and which colours they have.
#[derive(Clone, Copy)]
pub(super) struct Pen<'a> {
    /// `zh-CN` or `en-US`.
    pub lang: &'a str,
    /// The colours of the template.
    pub inks: &'a Inks,
}

/// A paragraph in the deck's language.
pub(super) fn paragraph(paragraph: &Paragraph, pen: Pen<'_>) -> String {
    let align = match paragraph.align {
        Align::Left => "",
        Align::Right => " algn=\"r\"",
    };
    let above = hundredths(paragraph.above);
    // A template may space the lines of its own texts otherwise.
    let above = format!(
        "<a:lnSpc><a:spcPct val=\"100000\"/></a:lnSpc><a:spcBef><a:spcPts val=\"{above}\"/></a:spcBef><a:spcAft><a:spcPts val=\"0\"/></a:spcAft>"
    );
    let (indent, bullet) = match paragraph.bullet {
        true => (" marL=\"171450\" indent=\"-171450\"", "<a:buFont typeface=\"Arial\"/><a:buChar char=\"•\"/>"),
        false => ("", ""),
    };
    let runs: String = paragraph.runs.iter().filter(|one| !one.text.is_empty()).map(|one| run(one, pen)).collect();
    let last = paragraph.runs.last().map_or_else(String::new, |one| look(one, "a:endParaRPr", pen));
    format!("<a:p><a:pPr{indent}{align}>{above}{bullet}</a:pPr>{runs}{last}</a:p>")
}

/// Paragraphs; at least one, as a text body wants it.
pub(super) fn paragraphs(all: &[Paragraph], pen: Pen<'_>) -> String {
    if all.is_empty() {
        return "<a:p><a:endParaRPr/></a:p>".to_owned();
    }
    all.iter().map(|one| paragraph(one, pen)).collect()
}

fn run(run: &Run, pen: Pen<'_>) -> String {
    format!("<a:r>{}<a:t>{}</a:t></a:r>", look(run, "a:rPr", pen), xml::text(&run.text))
}

fn look(run: &Run, element: &str, pen: Pen<'_>) -> String {
    let lang = pen.lang;
    let other = if lang == "en-US" { "" } else { " altLang=\"en-US\"" };
    let size = run.size.map_or_else(String::new, |size| format!(" sz=\"{}\"", hundredths(size)));
    let bold = if run.bold { " b=\"1\"" } else { "" };
    let fill = run.colour.map_or_else(String::new, |colour| fill(colour, pen));
    format!("<{element} lang=\"{lang}\"{other}{size}{bold} dirty=\"0\">{fill}</{element}>")
}

/// A solid fill; none where the template has no colour for it.
pub(super) fn fill(colour: Colour, pen: Pen<'_>) -> String {
    let element = pen.inks.element(colour);
    element.map_or_else(|| "<a:noFill/>".to_owned(), |element| format!("<a:solidFill>{element}</a:solidFill>"))
}

fn hundredths(points: f64) -> i64 {
    (points * 100.0).round() as i64
}
