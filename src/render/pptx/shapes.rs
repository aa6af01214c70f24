//! The shapes of a slide as XML.

use super::base::{Face, Holder};
use super::model::{Area, Body, Colour, Grid, GridCell, GridRow, Shape, emu};
use super::text::{Pen, fill, paragraphs};
use super::xml;

/// A shape of a slide of a layout; `relation` is where the slide finds the part of a chart.
pub(super) fn shape(shape: &Shape, id: usize, face: &Face, relation: &str, pen: Pen<'_>) -> String {
    let name = xml::text(&shape.name);
    match &shape.body {
        Body::Title(lines) => placeholder(id, &name, &face.title.called, &paragraphs(lines, pen)),
        Body::Subtitle(lines) => match &face.below {
            Some(Holder { called, .. }) => placeholder(id, &name, called, &paragraphs(lines, pen)),
            None => text_box(id, &name, shape.area, &paragraphs(lines, pen)),
        },
        Body::Text(lines) => text_box(id, &name, shape.area, &paragraphs(lines, pen)),
        Body::Table(grid) => {
            let table = format!(
                "<a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/table\">{}</a:graphicData>",
                table(grid, pen)
            );
            frame(id, &name, &shape.description, shape.area, &table)
        }
        Body::Chart(_) => {
            let chart = format!(
                "<a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\"><c:chart xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" r:id=\"{relation}\"/></a:graphicData>"
            );
            frame(id, &name, &shape.description, shape.area, &chart)
        }
    }
}

/// A placeholder of the layout with a text, where the layout places it.
pub(super) fn placeholder(id: usize, name: &str, kind: &str, paragraphs: &str) -> String {
    format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"{name}\"/><p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr><p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>{paragraphs}</p:txBody></p:sp>"
    )
}

fn text_box(id: usize, name: &str, area: Area, paragraphs: &str) -> String {
    format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"{id}\" name=\"{name}\"/><p:cNvSpPr txBox=\"1\"/><p:nvPr/></p:nvSpPr><p:spPr>{}<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody><a:bodyPr wrap=\"square\" lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\" rtlCol=\"0\"><a:noAutofit/></a:bodyPr><a:lstStyle/>{paragraphs}</p:txBody></p:sp>",
        place(area, "a:xfrm")
    )
}

fn place(area: Area, element: &str) -> String {
    let [left, top, width, height] = area.emu();
    format!("<{element}><a:off x=\"{left}\" y=\"{top}\"/><a:ext cx=\"{width}\" cy=\"{height}\"/></{element}>")
}

fn frame(id: usize, name: &str, description: &str, area: Area, content: &str) -> String {
    let description = match description {
        "" => String::new(),
        text => format!(" descr=\"{}\"", xml::text(text)),
    };
    format!(
        "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id=\"{id}\" name=\"{name}\"{description}/><p:cNvGraphicFramePr><a:graphicFrameLocks noGrp=\"1\"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>{}<a:graphic>{content}</a:graphic></p:graphicFrame>",
        place(area, "p:xfrm")
    )
}

fn table(grid: &Grid, pen: Pen<'_>) -> String {
    let columns: String = grid.widths.iter().map(|width| format!("<a:gridCol w=\"{}\"/>", emu(*width))).collect();
    let row = |(at, row): (usize, &GridRow)| {
        let cells: String = row.cells.iter().map(|one| cell(one, at == 0, grid.beside, pen)).collect();
        format!("<a:tr h=\"{}\">{cells}</a:tr>", emu(row.height))
    };
    let rows: String = grid.rows.iter().enumerate().map(row).collect();
    format!("<a:tbl><a:tblPr firstRow=\"1\"/><a:tblGrid>{columns}</a:tblGrid>{rows}</a:tbl>")
}

fn cell(cell: &GridCell, heading: bool, beside: f64, pen: Pen<'_>) -> String {
    let (beside, above) = (emu(beside), emu(beside / 3.0));
    let none = |side: &str| format!("<a:{side} w=\"0\"><a:noFill/></a:{side}>");
    let (width, colour) = if heading { (12_700, Colour::Accent) } else { (6_350, Colour::Heading) };
    let below = format!("<a:lnB w=\"{width}\">{}</a:lnB>", fill(colour, pen));
    let lines: String = ["lnL", "lnR", "lnT"].map(none).concat();
    let ground = cell.fill.map_or_else(|| "<a:noFill/>".to_owned(), |colour| fill(colour, pen));
    format!(
        "<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{}</a:txBody><a:tcPr marL=\"{beside}\" marR=\"{beside}\" marT=\"{above}\" marB=\"{above}\" anchor=\"ctr\">{lines}{below}{ground}</a:tcPr></a:tc>",
        paragraphs(std::slice::from_ref(&cell.text), pen)
    )
}
