//! Writes a workbook as .ods: the type, the list of parts and content.xml.

use anyhow::Result;

use super::grid::{Book, Cell, Merge, Sheet};
use super::package::{self, escape};

const MIMETYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";
const MANIFEST: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"#;
const NAMESPACES: &str = r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0""#;
const STYLES: &str = r#"<office:automatic-styles><style:style style:name="seen" style:family="table"><style:table-properties table:display="true"/></style:style><style:style style:name="hidden" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles>"#;

/// The bytes of the file.
pub fn write(book: &Book) -> Result<Vec<u8>> {
    package_of(&book.sheets.iter().map(table).collect::<String>())
}

/// A file with these `table:table` elements.
pub fn package_of(tables: &str) -> Result<Vec<u8>> {
    let content = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document-content {NAMESPACES} office:version="1.2">{STYLES}<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"#
    );
    package::write(&[("mimetype", MIMETYPE), ("META-INF/manifest.xml", MANIFEST), ("content.xml", &content)])
}

fn table(sheet: &Sheet) -> String {
    let style = if sheet.hidden { "hidden" } else { "seen" };
    let mut rows = String::new();
    for (row, cells) in sheet.rows.iter().enumerate() {
        let element = |(col, cell): (usize, &Cell)| {
            let element = cell_element(cell);
            match sheet.merge_at(row, col) {
                _ if sheet.is_covered(row, col) => element
                    .replace("<table:table-cell", "<table:covered-table-cell")
                    .replace("</table:table-cell", "</table:covered-table-cell"),
                Some(Merge { rows, cols }) => element.replacen(
                    "<table:table-cell",
                    &format!(
                        r#"<table:table-cell table:number-rows-spanned="{}" table:number-columns-spanned="{}""#,
                        rows.1 - rows.0 + 1,
                        cols.1 - cols.0 + 1
                    ),
                    1,
                ),
                None => element,
            }
        };
        let cells: String = cells.iter().enumerate().map(element).collect();
        rows += &format!("<table:table-row>{cells}</table:table-row>");
    }
    format!(r#"<table:table table:name="{}" table:style-name="{style}">{rows}</table:table>"#, escape(&sheet.name))
}

fn cell_element(cell: &Cell) -> String {
    let date = |value: String| {
        format!(
            r#"<table:table-cell office:value-type="date" office:date-value="{value}"><text:p>{value}</text:p></table:table-cell>"#
        )
    };
    match cell {
        Cell::Empty => "<table:table-cell/>".to_owned(),
        Cell::Text(text) => {
            let lines: String = text.split('\n').map(|line| format!("<text:p>{}</text:p>", escape(line))).collect();
            format!(r#"<table:table-cell office:value-type="string">{lines}</table:table-cell>"#)
        }
        Cell::Number(number) => format!(
            r#"<table:table-cell office:value-type="float" office:value="{number}"><text:p>{number}</text:p></table:table-cell>"#
        ),
        Cell::Day(day) => date(day.format("%Y-%m-%d").to_string()),
        Cell::Time(time) => date(time.format("%Y-%m-%dT%H:%M:%S").to_string()),
        Cell::Flag(flag) => format!(
            r#"<table:table-cell office:value-type="boolean" office:boolean-value="{flag}"><text:p>{flag}</text:p></table:table-cell>"#
        ),
        Cell::Formula => r#"<table:table-cell table:formula="of:=1+1"/>"#.to_owned(),
        Cell::Error(wrong) => format!(
            r#"<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>{}</text:p></table:table-cell>"#,
            wrong.text()
        ),
    }
}
