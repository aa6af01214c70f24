//! Cells: numbers, formulas with their stored results, texts, dates, links.

use calamine::{Data, Reader};

use super::sample::{self, cell, day, page, report, report_of, table};
use super::{bytes, find, open, part, values};
use crate::base::number::Unit;
use crate::report::model::*;

fn only(value: Value, text: &str) -> Vec<u8> {
    let rows = vec![Row { cells: vec![cell(value, text)], total: false }];
    bytes(&report_of(vec![page("one", "一", vec![table("one", "表", TableKind::Figures, &["列"], rows)])]))
}

/// The one cell of [`only`]: below the title and the heading.
fn only_cell(workbook: &[u8]) -> Data {
    values(workbook, "一").get_value((2, 0)).cloned().unwrap_or_default()
}

fn number(value: Option<f64>, unit: Unit, change: bool) -> Value {
    Value::Number(Number { value, unit, change, formula: None })
}

#[test]
fn a_rate_is_stored_as_a_fraction_and_a_change_as_points() {
    assert_eq!(only_cell(&only(number(Some(93.0), Unit::Percent, false), "93.00%")), Data::Float(0.93));
    assert_eq!(only_cell(&only(number(Some(0.69), Unit::Percent, true), "+0.69")), Data::Float(0.69));
    assert_eq!(only_cell(&only(number(Some(80.25), Unit::Score, false), "80.3")), Data::Float(80.25));
}

#[test]
fn no_data_is_a_dash_and_never_zero() {
    assert_eq!(only_cell(&only(number(None, Unit::Percent, false), "—")), Data::String("—".to_owned()));
    assert_eq!(only_cell(&only(number(Some(f64::NAN), Unit::Count, false), "")), Data::String("—".to_owned()));
}

#[test]
fn a_text_stays_a_text_whatever_it_starts_with() {
    for content in ["=1+1", "+86", "-3", "@SUM(A1)", "=HYPERLINK(\"http://x\")"] {
        let workbook = only(Value::Text, content);
        assert_eq!(only_cell(&workbook), Data::String(content.to_owned()));
        let formulas = open(&workbook).worksheet_formula("一").unwrap();
        assert!(formulas.cells().all(|(_, _, formula)| formula.is_empty()), "{content} became a formula");
    }
}

#[test]
fn a_date_is_a_date() {
    let stored = only_cell(&only(Value::Date(day(2013, 9, 30)), "2013-09-30"));
    assert!(matches!(stored, Data::DateTime(moment) if moment.as_f64() == 41547.0), "{stored:?}");
}

#[test]
fn rates_are_live_formulas_with_the_reports_value_stored() {
    let workbook = bytes(&report());
    let range = values(&workbook, "回访");
    let formulas = open(&workbook).worksheet_formula("回访").unwrap();
    let (row, _) = find(&range, "回访成功率");
    assert_eq!(formulas.get_value((row, 5)).unwrap(), "IFERROR(F6/F5,\"—\")");
    assert_eq!(range.get_value((row, 5)), Some(&Data::Float(100.0 * 1289.0 / 1386.0 / 100.0)));
    // May has no count of due orders: the formula shows a dash, and so does its stored result.
    let (row, _) = find(&range, "回访率");
    assert_eq!(formulas.get_value((row, 1)).unwrap(), "IFERROR(B5/B4,\"—\")");
    assert_eq!(range.get_value((row, 1)), Some(&Data::String("—".to_owned())));
    let (row, _) = find(&range, "合计");
    assert_eq!(formulas.get_value((row, 1)).unwrap(), &format!("SUM(B{}:B{})", row - 4, row));
    assert_eq!(range.get_value((row, 1)), Some(&Data::Float(97.0)));
}

#[test]
fn means_show_a_dash_where_no_cell_holds_a_number() {
    let workbook = bytes(&report());
    let range = values(&workbook, "满意度");
    let formulas = open(&workbook).worksheet_formula("满意度").unwrap();
    let (row, _) = find(&range, "服务站");
    assert_eq!(formulas.get_value((row, 6)).unwrap(), "IFERROR(AVERAGE(G4:G8),\"—\")");
    assert_eq!(range.get_value((row, 6)), Some(&Data::Float(80.5)));
    let (row, _) = find(&range, "未指定");
    assert_eq!(range.get_value((row, 6)), Some(&Data::String("—".to_owned())));
}

#[test]
fn pages_are_sheets_in_order_and_links_lead_to_them() {
    let workbook = bytes(&report());
    let expected: Vec<String> = report().pages.into_iter().map(|page| page.title).collect();
    assert_eq!(open(&workbook).sheet_names(), expected);
    let overview = part(&workbook, "xl/worksheets/sheet1.xml");
    assert!(overview.contains("location=\"回访!A1\"") || overview.contains("location=\"'回访'!A1\""), "{overview}");
}

#[test]
fn a_link_to_a_list_leads_to_its_first_row_and_every_page_leads_back() {
    let mut report = report();
    let tables = report.pages[0].blocks.iter_mut();
    let mut tables = tables.filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None });
    let table = tables.next().expect("a table on the first page");
    table.rows[0].cells[0].link =
        Some(Box::new(Link { page: "failed_callbacks".to_owned(), list: Some("failed".to_owned()) }));
    for page in &mut report.pages[1..] {
        let link = Some(Box::new(Link { page: "overview".to_owned(), list: None }));
        page.back = Some(Cell { value: Value::Empty, text: "返回总览".to_owned(), tone: Tone::Plain, link });
    }
    let workbook = bytes(&report);
    assert!(part(&workbook, "xl/worksheets/sheet1.xml").contains("location=\"list_failed\""));
    let book = open(&workbook);
    let (_, place) = book.defined_names().iter().find(|(name, _)| name == "list_failed").unwrap().clone();
    let row: u32 = place.rsplit('$').next().unwrap().parse().unwrap();
    let sheet = place.split('!').next().unwrap().trim_matches('\'');
    assert_eq!(values(&workbook, sheet).get_value((row - 1, 0)), Some(&Data::String("本月回访失败的客户".to_owned())));
    for (at, page) in report.pages.iter().enumerate() {
        let xml = part(&workbook, &format!("xl/worksheets/sheet{}.xml", at + 1));
        let back = xml.contains("display=\"返回总览\"") && xml.contains("总览!A1\"");
        assert_eq!(back, at > 0, "{}", page.title);
    }
}

#[test]
fn a_link_to_a_guest_leads_to_its_heading() {
    let mut report = report();
    let tables = report.pages[0].blocks.iter_mut();
    let mut tables = tables.filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None });
    let table = tables.next().expect("a table on the first page");
    table.rows[0].cells[0].link = Some(Box::new(Link { page: "key_accounts".to_owned(), list: None }));
    let host = &mut report.pages[1];
    host.guests.push("key_accounts".to_owned());
    host.blocks.push(Block::Section(Section { page: "key_accounts".to_owned(), title: "大客户".to_owned() }));
    let workbook = bytes(&report);
    assert!(part(&workbook, "xl/worksheets/sheet1.xml").contains("location=\"page_key_accounts\""));
    let book = open(&workbook);
    let (_, place) = book.defined_names().iter().find(|(name, _)| name == "page_key_accounts").unwrap().clone();
    let row: u32 = place.rsplit('$').next().unwrap().parse().unwrap();
    let sheet = &report.pages[1].title;
    assert_eq!(values(&workbook, sheet).get_value((row - 1, 0)), Some(&Data::String("大客户".to_owned())));
}

#[test]
fn chart_data_and_courses_stay_outside_the_printed_area() {
    let workbook = bytes(&report());
    let names = part(&workbook, "xl/workbook.xml");
    for (sheet, _) in report().pages.iter().zip(0..) {
        let area = names.split("Print_Area").find(|name| name.contains(&format!("{}!$A$1:$", sheet.title))).unwrap();
        let last = area.split("!$A$1:$").nth(1).unwrap().split('$').next().unwrap();
        assert!(last.len() == 1, "{}: printed up to column {last}", sheet.title);
    }
    let (_, column) = find(&values(&workbook, "回访"), "图表数据");
    assert!(column >= 26);
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    assert!(bytes(&report()) == bytes(&report()));
}

#[test]
fn the_document_is_dated_by_its_period() {
    let core = part(&bytes(&report()), "docProps/core.xml");
    assert!(core.contains("2013-09-30T00:00:00Z") && core.contains("演示店 &amp; 4S"), "{core}");
}

#[test]
fn a_title_that_is_no_sheet_name_is_an_error_that_names_it() {
    let report = sample::report_of(vec![page("one", "回访/投诉", Vec::new())]);
    let error = crate::render::xlsx::render(&report, &crate::render::theme::Theme::embedded()).unwrap_err();
    assert!(format!("{error:#}").contains("回访/投诉"));
}
