//! From a rate to the rows behind it: where the figures of tables lead in the finished workbook, and that the rows there are
//! those that fall short.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use calamine::{Reader, Xlsx, open_workbook};
use serde_json::Value;
use zip::ZipArchive;

use crate::demo;

/// A part of the package.
fn part(book: &Path, name: &str) -> String {
    let mut zip = ZipArchive::new(File::open(book).unwrap()).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap_or_else(|error| panic!("{name}: {error}")).read_to_string(&mut text).unwrap();
    text
}

fn attribute<'t>(element: &'t str, name: &str) -> Option<&'t str> {
    let from = element.find(&format!(" {name}=\""))? + name.len() + 3;
    element[from..].split('"').next()
}

/// The links of a sheet within the workbook: cell → place.
fn links(book: &Path, sheet: &str) -> BTreeMap<String, String> {
    let names = Xlsx::<_>::sheet_names(&open_workbook::<Xlsx<_>, _>(book).unwrap());
    let at = names
        .iter()
        .position(|name| name == sheet || name.split('·').any(|topic| topic == sheet))
        .unwrap_or_else(|| panic!("no sheet {sheet} in {names:?}"));
    let text = part(book, &format!("xl/worksheets/sheet{}.xml", at + 1));
    let elements = text.split("<hyperlink").skip(1).filter(|element| element.starts_with(' '));
    elements
        .filter_map(|one| Some((attribute(one, "ref")?.to_owned(), attribute(one, "location")?.to_owned())))
        .collect()
}

/// Where a name of the workbook leads: `回访!$A$120`.
fn place(book: &Path, name: &str) -> String {
    let text = part(book, "xl/workbook.xml");
    let from = text.find(&format!("<definedName name=\"{name}\">")).unwrap_or_else(|| panic!("no name {name}"));
    let text = &text[from..];
    text[text.find('>').unwrap() + 1..text.find("</").unwrap()].to_owned()
}

/// The rows of the list that a name leads to.
fn rows_at(book: &Path, name: &str) -> (String, usize) {
    let place = place(book, name);
    let (sheet, row) = place.rsplit_once("!$A$").unwrap();
    let sheet = sheet.trim_matches('\'');
    let mut open: Xlsx<_> = open_workbook(book).unwrap();
    let range = open.worksheet_range(sheet).unwrap();
    let (row, first) = (row.parse::<usize>().unwrap() - 1, range.start().unwrap().0 as usize);
    let lines: Vec<Vec<String>> =
        range.rows().skip(row - first).map(|row| row.iter().map(ToString::to_string).collect()).collect();
    let title = lines[0][0].clone();
    // Below the title and the headings; blocks stand apart by an empty row.
    let count = lines[2..].iter().take_while(|line| line.iter().any(|cell| !cell.is_empty())).count();
    (title, count)
}

/// The cell of a table's row of this month below a heading.
fn cell_of(book: &Path, sheet: &str, title: &str, heading: &str, line: &str) -> String {
    let mut open: Xlsx<_> = open_workbook(book).unwrap();
    let range = demo::sheet(&mut open, sheet);
    let (first_row, first_col) = range.start().unwrap();
    let rows: Vec<Vec<String>> = range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    let (top, left) = rows
        .iter()
        .enumerate()
        .find_map(|(at, row)| Some((at, row.iter().position(|cell| cell == title)?)))
        .unwrap_or_else(|| panic!("no {title} on {sheet}"));
    let col = (left..rows[top + 1].len())
        .find(|col| rows[top + 1][*col] == heading)
        .unwrap_or_else(|| panic!("no {heading}: {:?}", rows[top + 1]));
    let row =
        (top + 2..rows.len()).find(|row| rows[*row][left] == line).unwrap_or_else(|| panic!("no {line} below {title}"));
    let col = u32::try_from(col).unwrap() + first_col;
    assert!(col < 26);
    format!("{}{}", char::from(b'A' + u8::try_from(col).unwrap()), row + first_row as usize + 1)
}

fn kpi(report: &Value, id: &str) -> Value {
    let kpis = report["kpis"].as_array().unwrap();
    kpis.iter().find(|kpi| kpi["id"] == id).unwrap_or_else(|| panic!("no {id}")).clone()
}

#[test]
fn the_rate_of_the_month_leads_to_the_rows_that_fall_short() {
    let made = demo::report("2013-09");
    let (book, report) = (made.folder.join("csr-report-2013-09.xlsx"), &made.json);
    for (sheet, title, heading, line, list, shown, id) in [
        (
            "回访",
            "回访情况（按期）",
            "回访成功率",
            "2013-09",
            "list_failed_calls",
            "回访未成功明细",
            "callback_success_rate",
        ),
        (
            "回访",
            "回访情况（按服务顾问）",
            "回访成功率",
            "服务站",
            "list_failed_calls",
            "回访未成功明细",
            "callback_success_rate",
        ),
        (
            "一次修复",
            "技师一次修复对比",
            "一次修复率",
            "服务站",
            "list_not_fixed",
            "未一次修复车辆明细",
            "first_time_fix_rate",
        ),
        (
            "投诉",
            "按级别",
            "投诉及时关闭率",
            "合计",
            "list_late_complaints",
            "未及时关闭的投诉",
            "complaint_timely_closure_rate",
        ),
    ] {
        let cell = cell_of(&book, sheet, title, heading, line);
        let links = links(&book, sheet);
        assert_eq!(links.get(&cell).map(String::as_str), Some(list), "{sheet} {cell} {heading}: {links:?}");
        let kpi = kpi(report, id);
        let short = kpi["denominator"].as_f64().unwrap() - kpi["numerator"].as_f64().unwrap();
        let (found, rows) = rows_at(&book, list);
        assert_eq!((found.as_str(), rows as f64), (shown, short), "{id}");
    }
    // Of another month the workbook has no rows, and of one advisor not alone.
    let links = links(&book, "回访");
    for (title, line) in [("回访情况（按期）", "2013-08"), ("回访情况（按服务顾问）", "乔丹")] {
        assert_eq!(links.get(&cell_of(&book, "回访", title, "回访成功率", line)), None);
    }
}

#[test]
fn every_link_of_the_workbook_leads_to_a_place_that_there_is() {
    let book = demo::report("2013-09").folder.join("csr-report-2013-09.xlsx");
    let names = Xlsx::<_>::sheet_names(&open_workbook::<Xlsx<_>, _>(&book).unwrap());
    let mut lists = 0;
    for sheet in &names {
        for (cell, place_of_link) in links(&book, sheet) {
            match place_of_link.rsplit_once('!') {
                Some((target, _)) => {
                    assert!(names.iter().any(|name| name == target.trim_matches('\'')), "{sheet} {cell}")
                }
                None => {
                    assert!(rows_at(&book, &place_of_link).1 > 0, "{sheet} {cell} leads to an empty list");
                    lists += 1;
                }
            }
        }
    }
    assert!(lists > 20, "only {lists} figures lead to their rows");
}
