//! Paragraphs of a text box, a placeholder or a cell.

use super::model::{Align, Colour, Paragraph, Run};
use super::xml;

/// A paragraph in the deck's language.
pub(super) fn paragraph(paragraph: &Paragraph, lang: &str) -> String {
    let align = match paragraph.align {
        Align::Left => "",
        Align::Right => " algn=\"r\"",
    };
    let above = (paragraph.above > 0.0).then(|| hundredths(paragraph.above));
    let above = above.map_or_else(String::new, |above| format!("<a:spcBef><a:spcPts val=\"{above}\"/></a:spcBef>"));
    let (indent, bullet) = match paragraph.bullet {
        true => (" marL=\"171450\" indent=\"-171450\"", "<a:buFont typeface=\"Arial\"/><a:buChar char=\"•\"/>"),
        false => ("", ""),
    };
    let runs: String = paragraph.runs.iter().filter(|one| !one.text.is_empty()).map(|one| run(one, lang)).collect();
    let last = paragraph.runs.last().map_or_else(String::new, |one| look(one, "a:endParaRPr", lang));
    format!("<a:p><a:pPr{indent}{align}>{above}{bullet}</a:pPr>{runs}{last}</a:p>")
}

/// Paragraphs; at least one, as a text body wants it.
pub(super) fn paragraphs(all: &[Paragraph], lang: &str) -> String {
    if all.is_empty() {
        return "<a:p><a:endParaRPr/></a:p>".to_owned();
    }
    all.iter().map(|one| paragraph(one, lang)).collect()
}

fn run(run: &Run, lang: &str) -> String {
    format!("<a:r>{}<a:t>{}</a:t></a:r>", look(run, "a:rPr", lang), xml::text(&run.text))
}

fn look(run: &Run, element: &str, lang: &str) -> String {
    let other = if lang == "en-US" { "" } else { " altLang=\"en-US\"" };
    let size = run.size.map_or_else(String::new, |size| format!(" sz=\"{}\"", hundredths(size)));
    let bold = if run.bold { " b=\"1\"" } else { "" };
    let fill = run.colour.map_or_else(String::new, fill);
    format!("<{element} lang=\"{lang}\"{other}{size}{bold} dirty=\"0\">{fill}</{element}>")
}

/// A solid fill.
pub(super) fn fill(colour: Colour) -> String {
    let colour = match colour {
        Colour::Ink => "<a:schemeClr val=\"tx1\"/>".to_owned(),
        Colour::Muted => "<a:schemeClr val=\"tx2\"/>".to_owned(),
        Colour::Accent => "<a:schemeClr val=\"accent1\"/>".to_owned(),
        Colour::Heading => "<a:schemeClr val=\"bg2\"/>".to_owned(),
        Colour::Own(rgb) => format!("<a:srgbClr val=\"{rgb:06X}\"/>"),
    };
    format!("<a:solidFill>{colour}</a:solidFill>")
}

fn hundredths(points: f64) -> i64 {
    (points * 100.0).round() as i64
}
