//! The chart part of a workbook as a deck wants it.

use super::base::Base;
use super::model::Native;
use crate::render::theme::Theme;
use crate::render::xlsx::alone;
use crate::report::chart::model::{Chart, Form};

/// Letters of the workbook's charts and what they are on a slide, in points.
const LETTERS: [(u32, f64); 3] = [(1200, 12.0), (900, 11.0), (800, 10.0)];
/// How much larger letters are on a slide than on a sheet.
const LARGER: f64 = 1.25;
/// Pixels of a point.
const PIXELS: f64 = 96.0 / 72.0;

/// The chart with its numbers, in a room of so many points, in the colours of a template.
///
/// # Errors
/// A fault of the program.
pub(super) fn native(chart: &Chart, theme: &Theme, base: &Base, (width, height): (f64, f64)) -> anyhow::Result<Native> {
    let pixels = |points: f64| (points * PIXELS / LARGER).max(1.0) as u32;
    let alone::Alone { xml, workbook } = alone::of(chart, theme, (pixels(width), pixels(height)))?;
    let mut xml = lettered(&adjusted(&xml), base.scale);
    for (rgb, name) in base.inks.names() {
        xml = xml.replace(&format!("<a:srgbClr val=\"{rgb}\"/>"), &format!("<a:schemeClr val=\"{name}\"/>"));
    }
    let xml = if chart.form == Form::Bridge { labelled(&xml) } else { xml };
    Ok(Native { xml, workbook })
}

/// With the letters of a slide.
fn lettered(xml: &str, scale: f64) -> String {
    LETTERS
        .into_iter()
        .fold(xml.to_owned(), |xml, (from, to)| {
            let to = (to * scale * 100.0).round();
            xml.replace(&format!("sz=\"{from}\""), &format!("sz=\" {to}\""))
        })
        .replace("sz=\" ", "sz=\"")
}

/// What PowerPoint wants said: a value that is absent is not what Excel takes it for.
fn adjusted(xml: &str) -> String {
    let mut xml = without(xml, "<c:printSettings>", "</c:printSettings>");
    for (from, to) in SAID {
        xml = xml.replace(from, to);
    }
    let xml = within(&xml, "c:barChart", inverted);
    let xml =
        within(&xml, "c:lineChart", |lines| lines.replace("</c:val></c:ser>", "</c:val><c:smooth val=\"0\"/></c:ser>"));
    xml.replace(
        "</c:chartSpace>",
        "<c:externalData r:id=\"rId1\"><c:autoUpdate val=\"0\"/></c:externalData></c:chartSpace>",
    )
}

/// What the writer leaves out, behind what it writes.
const SAID: [(&str, &str); 10] = [
    ("<c:lang val=\"en-US\"/>", "<c:date1904 val=\"0\"/><c:lang val=\"zh-CN\"/><c:roundedCorners val=\"0\"/>"),
    (
        "<c:layout/></c:title><c:plotArea>",
        "<c:layout/><c:overlay val=\"0\"/></c:title><c:autoTitleDeleted val=\"0\"/><c:plotArea>",
    ),
    ("\"/><c:layout/><c:txPr>", "\"/><c:layout/><c:overlay val=\"0\"/><c:txPr>"),
    ("</c:scaling><c:axPos", "</c:scaling><c:delete val=\"0\"/><c:axPos"),
    ("<c:dispBlanksAs", "<c:plotVisOnly val=\"1\"/><c:dispBlanksAs"),
    ("<c:showVal val=\"1\"/>", SHOWN),
    ("<a:latin typeface=\"微软雅黑\"/>", "<a:latin typeface=\"+mn-lt\"/><a:ea typeface=\"+mn-ea\"/>"),
    ("</c:plotArea>", "<c:spPr><a:noFill/></c:spPr></c:plotArea>"),
    ("</c:chart><c:spPr><a:ln", "</c:chart><c:spPr><a:noFill/><a:ln"),
    ("<c:lblOffset val=\"100\"/>", "<c:lblOffset val=\"100\"/><c:noMultiLvlLbl val=\"0\"/>"),
];
/// A label shows its value and nothing else.
const SHOWN: &str = "<c:showLegendKey val=\"0\"/><c:showVal val=\"1\"/><c:showCatName val=\"0\"/><c:showSerName val=\"0\"/><c:showPercent val=\"0\"/><c:showBubbleSize val=\"0\"/>";

fn without(xml: &str, from: &str, to: &str) -> String {
    match (xml.find(from), xml.find(to)) {
        (Some(start), Some(end)) if start < end => [&xml[..start], &xml[end + to.len()..]].concat(),
        _ => xml.to_owned(),
    }
}

/// The part with the inside of its plot of a kind changed; the colours of that plot do not vary.
fn within(xml: &str, plot: &str, change: impl Fn(&str) -> String) -> String {
    let (open, close) = (format!("<{plot}>"), format!("</{plot}>"));
    let Some((before, rest)) = xml.split_once(&open) else { return xml.to_owned() };
    let Some((inside, after)) = rest.split_once(&close) else { return xml.to_owned() };
    let inside = change(inside);
    let inside = match inside.split_once("\"/><c:ser>") {
        Some((grouping, series)) => format!("{grouping}\"/><c:varyColors val=\"0\"/><c:ser>{series}"),
        None => inside,
    };
    [before, &open, &inside, &close, after].concat()
}

/// A column below the axis keeps its colour.
fn inverted(bars: &str) -> String {
    const KEPT: &str = "<c:invertIfNegative val=\"0\"/>";
    let mut pieces = bars.split("<c:ser>");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let after = piece.find("</c:tx>").and_then(|at| Some(at + piece[at..].find("</c:spPr>")? + "</c:spPr>".len()));
        let (head, tail) = piece.split_at(after.unwrap_or(0));
        out += "<c:ser>";
        out += head;
        out += if after.is_some() { KEPT } else { "" };
        let mut points = tail.split("<c:dPt>");
        out += points.next().unwrap_or_default();
        for point in points {
            let (index, rest) = point.split_once("/>").unwrap_or((point, ""));
            out += &format!("<c:dPt>{index}/>{KEPT}<c:bubble3D val=\"0\"/>{rest}");
        }
    }
    out
}

/// The labels of a bridge as PowerPoint and LibreOffice read them from cells: a field in each, the cells once for the series.
fn labelled(xml: &str) -> String {
    const OPEN: &str = "<c:tx><c:strRef><c:f>";
    let (mut out, mut cells, mut points) = (String::new(), Vec::new(), String::new());
    for (at, piece) in xml.split("<c:dLbl>").enumerate() {
        if at == 0 {
            out += piece;
            continue;
        }
        out += "<c:dLbl>";
        let Some((before, rest)) = piece.split_once(OPEN) else {
            out += piece;
            continue;
        };
        let (cell, rest) = rest.split_once("</c:f>").unwrap_or((rest, ""));
        let (held, after) = rest.split_once("</c:tx>").unwrap_or(("", rest));
        let text = held.split("<c:v>").nth(1).and_then(|rest| rest.split("</c:v>").next()).unwrap_or_default();
        points += &format!("<c:pt idx=\"{}\"><c:v>{text}</c:v></c:pt>", at - 1);
        cells.push(cell);
        let field = format!("{{5A1C0000-0000-4000-8000-{at:012}}}");
        out += before;
        out += &format!(
            "<c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p><a:fld id=\"{field}\" type=\"CELLRANGE\"><a:rPr lang=\"zh-CN\"/><a:pPr/><a:t>[CELLRANGE]</a:t></a:fld><a:endParaRPr lang=\"zh-CN\"/></a:p></c:rich></c:tx>"
        );
        let range = format!(
            "<c:extLst><c:ext uri=\"{{CE6537A1-D6FC-4f65-9D91-7224C49458BB}}\" {C15}><c15:showDataLabelsRange val=\"1\"/></c:ext></c:extLst></c:dLbl>"
        );
        out += &after.replacen("</c:dLbl>", &range, 1).replace("<c:showVal val=\"1\"/>", "<c:showVal val=\"0\"/>");
    }
    let (Some(first), Some(last)) = (cells.first(), cells.last()) else { return out };
    let end = last.rsplit('!').next().unwrap_or_default();
    let series = format!(
        "<c:smooth val=\"0\"/><c:extLst><c:ext uri=\"{{02D57815-91ED-43cb-92C2-25804820EDAC}}\" {C15}><c15:datalabelsRange><c15:f>{first}:{end}</c15:f><c15:dlblRangeCache><c:ptCount val=\"{}\"/>{points}</c15:dlblRangeCache></c15:datalabelsRange></c:ext></c:extLst></c:ser>",
        cells.len()
    );
    out.replacen("<c:smooth val=\"0\"/></c:ser>", &series, 1)
}

const C15: &str = "xmlns:c15=\"http://schemas.microsoft.com/office/drawing/2012/chart\"";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_keep_their_colours_and_lines_their_corners() {
        let bars = "<c:barChart><c:grouping val=\"clustered\"/><c:ser><c:tx>a</c:tx><c:spPr>b</c:spPr><c:dPt><c:idx val=\"0\"/><c:spPr>c</c:spPr></c:dPt></c:ser></c:barChart>";
        let lines = "<c:lineChart><c:grouping val=\"standard\"/><c:ser><c:val>d</c:val></c:ser></c:lineChart>";
        let adjusted = adjusted(&format!("{bars}{lines}"));
        assert!(
            adjusted.contains(
                "<c:spPr>b</c:spPr><c:invertIfNegative val=\"0\"/><c:dPt><c:idx val=\"0\"/><c:invertIfNegative"
            )
        );
        assert_eq!(adjusted.matches("<c:varyColors val=\"0\"/><c:ser>").count(), 2);
        assert!(adjusted.contains("</c:val><c:smooth val=\"0\"/></c:ser>"));
    }
}
