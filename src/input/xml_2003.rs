//! “XML Spreadsheet 2003”, which many dealer systems export under the name .xls: one XML text, values with their types.

use std::collections::BTreeSet;
use std::sync::Arc;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::builder::{Budget, GridBuilder, is_blank};
use super::grid::{Area, Grid, GridValue, NOT_CALCULATED};
use super::limits::{Limit, check};
use super::look::is_nearly;
use super::problem::Problem;
use super::struck::Struck;
use crate::base::finding::Finding;

const NAMESPACE: &str = "urn:schemas-microsoft-com:office:spreadsheet";
/// How many characters are looked at to see the namespace.
const LOOK_AT: usize = 4_000;
/// Rows and columns of a sheet of Excel.
const MAX_ROWS: u32 = 1 << 20;
const MAX_COLS: u32 = 1 << 14;

/// Whether a text is such a workbook.
pub(super) fn is_xml_2003(text: &str) -> bool {
    let start = text.trim_start();
    (start.starts_with("<?xml") || start.starts_with("<Workbook"))
        && start.chars().take(LOOK_AT).collect::<String>().contains(NAMESPACE)
}

/// Reads the worksheets, those without a cell included.
pub(super) fn read(text: &str, file: &Arc<str>, budget: &mut Budget) -> Result<(Vec<Grid>, Vec<Finding>), Problem> {
    let mut reader = Reader::from_str(text);
    let (mut grids, mut findings) = (Vec::new(), Vec::new());
    let mut open = 0_usize;
    let (mut style, mut striking) = (None, BTreeSet::new());
    loop {
        match reader.read_event().map_err(|error| damaged(&error.to_string()))? {
            Event::Start(tag) if tag.local_name().as_ref() == "Worksheet" => {
                check(Limit::Sheets, grids.len() as u64 + 1, budget.limits.sheets)?;
                let name = attribute(&tag, "Name").unwrap_or_default();
                let (grid, found) = worksheet(&mut reader, GridBuilder::new(file, Some(&name), budget), &striking)?;
                grids.push(grid);
                findings.extend(found);
            }
            Event::Start(tag) => {
                open += 1;
                of_style(&tag, &mut style, &mut striking);
            }
            Event::Empty(tag) => of_style(&tag, &mut style, &mut striking),
            Event::End(_) => open = open.saturating_sub(1),
            Event::Eof if open > 0 => return Err(damaged("Workbook")),
            Event::Eof => return Ok((grids, findings)),
            _ => {}
        }
    }
}

/// Takes the name of a style, and that its font strikes through.
fn of_style(tag: &BytesStart, style: &mut Option<String>, striking: &mut BTreeSet<String>) {
    match tag.local_name().as_ref() {
        "Style" => *style = attribute(tag, "ID"),
        "Font" if attribute(tag, "StrikeThrough").is_some_and(|value| value == "1") => striking.extend(style.clone()),
        _ => {}
    }
}

/// Where the reading of a sheet stands.
#[derive(Default)]
struct At {
    /// The next row and column, from 0.
    row: u32,
    col: u32,
    /// Columns that the cell reaches over.
    across: u32,
    /// The cell has a formula, and no result so far.
    waits_for_result: bool,
    /// The style of the row, and of the cell, which has that of its row where it names none.
    of_row: Option<String>,
    style: Option<String>,
    /// The type of the value being read; `None` outside a value.
    kind: Option<String>,
    text: String,
    /// A note has a `Data` of its own.
    in_comment: bool,
    in_visible: bool,
}

fn worksheet(
    reader: &mut Reader<&[u8]>,
    mut builder: GridBuilder<'_>,
    striking: &BTreeSet<String>,
) -> Result<(Grid, Vec<Finding>), Problem> {
    let (mut at, mut struck) = (At::default(), Struck::default());
    loop {
        match reader.read_event().map_err(|error| damaged(&error.to_string()))? {
            Event::Start(tag) => start(&tag, &mut at, &mut builder)?,
            Event::Empty(tag) => {
                start(&tag, &mut at, &mut builder)?;
                end(tag.local_name().as_ref(), &mut at, &mut builder)?;
            }
            Event::End(tag) if tag.local_name().as_ref() == "Worksheet" => {
                builder.grid_mut().struck = struck.rows();
                return Ok(builder.finish());
            }
            Event::End(tag) => {
                if at.kind.is_some() && !striking.is_empty() && tag.local_name().as_ref() == "Data" {
                    struck.cell(at.row, at.col, at.style.as_ref().is_some_and(|style| striking.contains(style)));
                }
                end(tag.local_name().as_ref(), &mut at, &mut builder)?;
            }
            Event::Text(text) if at.kind.is_some() || at.in_visible => at.text.push_str(&text),
            Event::CData(text) if at.kind.is_some() => at.text.push_str(&text),
            Event::GeneralRef(name) if at.kind.is_some() => at.text.extend(character(&name)),
            Event::Eof => return Err(damaged("Worksheet")),
            _ => {}
        }
    }
}

fn start(tag: &BytesStart, at: &mut At, builder: &mut GridBuilder<'_>) -> Result<(), Problem> {
    match tag.local_name().as_ref() {
        "Row" => {
            at.row = index(tag, at.row, MAX_ROWS)?;
            at.col = 0;
            at.of_row = attribute(tag, "StyleID");
            if attribute(tag, "Hidden").as_deref() == Some("1") {
                builder.grid_mut().hidden_rows += 1;
            }
        }
        "Cell" => {
            at.col = index(tag, at.col, MAX_COLS)?;
            at.across = number(tag, "MergeAcross").unwrap_or(0).min(MAX_COLS);
            at.waits_for_result = attribute(tag, "Formula").is_some();
            at.style = attribute(tag, "StyleID").or_else(|| at.of_row.clone());
            let down = number(tag, "MergeDown").unwrap_or(0).min(MAX_ROWS);
            builder.merge(Area {
                row: at.row,
                last_row: at.row + down,
                col: at.col,
                last_col: at.col.saturating_add(at.across),
            })?;
        }
        "Comment" => at.in_comment = true,
        "Data" if !at.in_comment => {
            at.kind = Some(attribute(tag, "Type").unwrap_or_default());
            at.text.clear();
        }
        "Visible" => {
            at.in_visible = true;
            at.text.clear();
        }
        // An element or an attribute one character off is a damaged one.
        name if ["Row", "Cell", "Data", "Table"].iter().any(|known| is_nearly(name, known)) => {
            builder.damaged(at.row, at.col, &format!("<{name}>"));
        }
        _ => {}
    }
    Ok(())
}

fn end(name: &str, at: &mut At, builder: &mut GridBuilder<'_>) -> Result<(), Problem> {
    match name {
        "Row" => at.row = at.row.saturating_add(1),
        "Cell" => {
            if std::mem::take(&mut at.waits_for_result) {
                builder.error(at.row, at.col, NOT_CALCULATED)?;
            }
            at.col = at.col.saturating_add(1 + at.across);
        }
        "Comment" => at.in_comment = false,
        "Data" => {
            if let Some(kind) = at.kind.take() {
                // An empty text is one; no number is none.
                at.waits_for_result &= kind != "String" && at.text.trim().is_empty();
                keep(&kind, at, builder)?;
            }
        }
        "Visible" => {
            at.in_visible = false;
            builder.grid_mut().hidden = at.text.trim() != "SheetVisible";
        }
        _ => {}
    }
    Ok(())
}

/// A value that is not of its stated type is damaged; a date is looked at where it is used.
fn keep(kind: &str, at: &At, builder: &mut GridBuilder<'_>) -> Result<(), Problem> {
    let (row, col, text) = (at.row, at.col, at.text.as_str());
    match (kind, text.trim().parse::<f64>()) {
        ("Number", Ok(number)) if number.is_finite() => builder.push(row, col, GridValue::Number(number)),
        ("Boolean", Ok(number)) => builder.push(row, col, GridValue::Bool(number != 0.0)),
        ("Error", _) => builder.error(row, col, text.trim()),
        ("String" | "DateTime" | "", _) => builder.text(row, col, text),
        _ if is_blank(text) => Ok(()),
        _ => {
            builder.damaged(row, col, text.trim());
            Ok(())
        }
    }
}

/// The place that a row or cell states, counted from 1; else the next one.
fn index(tag: &BytesStart, next: u32, most: u32) -> Result<u32, Problem> {
    let index = number(tag, "Index").map_or(next, |index| index.saturating_sub(1));
    if index < most { Ok(index) } else { Err(damaged(&format!("Index {index}"))) }
}

fn number(tag: &BytesStart, name: &str) -> Option<u32> {
    attribute(tag, name)?.trim().parse().ok()
}

fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let attribute = tag.attributes().with_checks(false).flatten().find(|it| it.key.local_name().as_ref() == name)?;
    attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
}

/// The character of a reference: `amp`, `#10`, `#x4E2D`.
fn character(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let digits = name.strip_prefix('#')?;
            let hexadecimal = digits.strip_prefix('x').map(|digits| u32::from_str_radix(digits, 16));
            char::from_u32(hexadecimal.unwrap_or_else(|| digits.parse()).ok()?)
        }
    }
}

fn damaged(detail: &str) -> Problem {
    Problem::unreadable(
        ["文件不完整（复制或下载中断）或已损坏", "the file is cut off (copy or download broken off) or damaged"],
        detail,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::finding::Code;
    use crate::settings::InputLimits;

    const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">"#;

    fn grids(sheets: &str) -> Result<Vec<Grid>, Problem> {
        let text = format!("{HEAD}{sheets}</Workbook>");
        assert!(is_xml_2003(&text));
        read(&text, &"a.xls".into(), &mut Budget::new(&InputLimits::default())).map(|(grids, _)| grids)
    }

    /// The cells as `A1=text`.
    fn cells(grid: &Grid) -> Vec<String> {
        let value = |value| match value {
            GridValue::Text(id) | GridValue::Error(id) => grid.text(id).to_owned(),
            other => format!("{other:?}"),
        };
        let place = |row, col| grid.place().at(row, col).cell.unwrap().to_string();
        grid.cells.iter().map(|cell| format!("{}={}", place(cell.row, cell.col), value(cell.value))).collect()
    }

    #[test]
    fn values_stand_where_the_indices_say() {
        let grids = grids(
            r#"<Worksheet ss:Name="9月"><Table><Row><Cell ss:MergeAcross="1"><Data ss:Type="String">标题 &amp; &#20108;</Data></Cell>
            <Cell><Data ss:Type="Number">1.5</Data><Comment><Data>批注</Data></Comment></Cell></Row>
            <Row ss:Index="4" ss:Hidden="1"><Cell ss:Index="3"><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">甲<B>乙</B></ss:Data></Cell>
            <Cell/><Cell><Data ss:Type="DateTime">2013-09-05T14:30:00.000</Data></Cell><Cell><Data ss:Type="Boolean">1</Data></Cell>
            <Cell><Data ss:Type="Error">#N/A</Data></Cell></Row><Row/><Row><Cell><Data ss:Type="Number">7</Data></Cell></Row></Table></Worksheet>"#,
        );
        let grids = grids.unwrap();
        assert_eq!(
            cells(&grids[0]),
            [
                "A1=标题 & 二",
                "C1=Number(1.5)",
                "C4=甲乙",
                "E4=2013-09-05T14:30:00.000",
                "F4=Bool(true)",
                "G4=#N/A",
                "A6=Number(7.0)"
            ]
        );
        assert_eq!((grids[0].sheet.as_deref(), grids[0].hidden, grids[0].hidden_rows), (Some("9月"), false, 1));
    }

    #[test]
    fn merged_cells_and_formulas_without_a_result_are_told() {
        let cells = [
            r#"<Cell ss:MergeDown="2" ss:MergeAcross="1"><Data ss:Type="String">a</Data></Cell>"#,
            r#"<Cell ss:Formula="=1"/>"#,
            r#"<Cell ss:Formula="=1"><Data ss:Type="Number"></Data></Cell>"#,
            r#"<Cell ss:Formula="=1"><Data ss:Type="Number">7</Data></Cell>"#,
            r#"<Cell ss:Formula="=1"><Data ss:Type="String"></Data></Cell>"#,
        ];
        let sheet = format!(
            r#"<Worksheet ss:Name="a"><Table><Row>{}</Row><Row ss:Index="4"><Cell><Data ss:Type="Number">1</Data></Cell></Row></Table></Worksheet>"#,
            cells.concat()
        );
        let grids = grids(&sheet).unwrap();
        assert_eq!(
            self::cells(&grids[0]),
            ["A1=a", "C1=公式没有结果", "D1=公式没有结果", "E1=Number(7.0)", "A4=Number(1.0)"]
        );
        assert_eq!(grids[0].merges, [Area { row: 0, last_row: 2, col: 0, last_col: 1 }]);
    }

    #[test]
    fn what_cannot_be_understood_is_told_at_its_place() {
        for (row, place, left) in [
            ("<Cell><Data ss:Type=\"Number\">\"</Data></Cell>", "A1", "\""),
            ("<Cell/><Cell><Data ss:Type=\"Numbes\">5</Data></Cell>", "B1", "5"),
            ("<Cell/><Cfll><Data ss:Type=\"Number\">5</Data></Cfll>", "B1", "<Cfll>"),
        ] {
            let text = format!("{HEAD}<Worksheet ss:Name=\"a\"><Table><Row>{row}</Row></Table></Worksheet></Workbook>");
            let (_, found) = read(&text, &"a.xls".into(), &mut Budget::new(&InputLimits::default())).unwrap();
            let found: Vec<_> = found.iter().map(|it| (it.place.to_string(), it.value.as_deref())).collect();
            assert_eq!(found, [(format!("a.xls › a › {place}"), Some(left))], "{row}");
        }
    }

    #[test]
    fn rows_that_are_struck_through_are_told() {
        let cell = |style: &str, text: &str| {
            format!(r#"<Cell ss:StyleID="{style}"><Data ss:Type="String">{text}</Data></Cell>"#)
        };
        let style = |name: &str, font: &str| format!(r#"<Style ss:ID="{name}"><Font {font}/></Style>"#);
        let grids = grids(&format!(
            r#"<Styles>{}{}</Styles><Worksheet ss:Name="a"><Table><Row>{}{}</Row><Row><Cell/>{}</Row><Row ss:StyleID="s1"><Cell><Data ss:Type="String">d</Data></Cell></Row></Table></Worksheet>"#,
            style("s1", r#"ss:StrikeThrough="1""#),
            style("s2", r#"ss:Bold="1""#),
            cell("s1", "a"),
            cell("s2", "b"),
            cell("s1", "c"),
        ));
        let place = grids.unwrap()[0].struck.iter().map(|cell| (cell.row, cell.col)).collect::<Vec<_>>();
        assert_eq!(place, [(1, 1), (2, 0)]);
    }

    #[test]
    fn a_hidden_sheet_is_told() {
        let options = "<WorksheetOptions><Visible>SheetVeryHidden</Visible></WorksheetOptions>";
        let sheet =
            format!(r#"<Worksheet ss:Name="a"><Table/>{options}</Worksheet><Worksheet ss:Name="b"></Worksheet>"#);
        let hidden: Vec<_> = grids(&sheet).unwrap().iter().map(|grid| grid.hidden).collect();
        assert_eq!(hidden, [true, false]);
    }

    #[test]
    fn a_file_that_breaks_off_and_a_place_outside_the_sheet_are_damage() {
        for sheet in [
            r#"<Worksheet ss:Name="a"><Table><Row>"#,
            r#"<Worksheet ss:Name="a"><Table><Row ss:Index="99999999"/></Table></Worksheet>"#,
        ] {
            assert_eq!(grids(sheet).unwrap_err().code, Code::UnreadableFile, "{sheet}");
        }
    }
}
