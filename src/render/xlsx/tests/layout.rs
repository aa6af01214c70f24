//! What stands beside what, and what is printed.

use calamine::Reader;

use super::sample::{cell, chart, page, report_of, series, table};
use super::{bytes, find, open, part, values};
use crate::base::number::Unit;
use crate::report::chart::model::{Axis, Form, Mark, TableCell};
use crate::report::model::*;

fn number(value: f64, formula: Option<Formula>) -> Cell {
    cell(Value::Number(Number { value: Some(value), unit: Unit::Count, change: false, formula }), value.to_string())
}

fn text(content: &str) -> Cell {
    cell(Value::Text, content)
}

fn row(cells: Vec<Cell>) -> Row {
    Row { cells, total: false }
}

/// A table of two counts and their sum.
fn sums(id: &str, kind: TableKind) -> Block {
    let sum = Formula::Sum(vec![CellAt { row: 0, col: 1 }, CellAt { row: 1, col: 1 }]);
    let rows = vec![
        row(vec![text("甲"), number(1.0, None)]),
        row(vec![text("乙"), number(2.0, None)]),
        row(vec![text("和"), number(3.0, Some(sum))]),
    ];
    table(id, id, kind, &["名", "数"], rows)
}

fn formulas(workbook: &[u8]) -> Vec<String> {
    let range = open(workbook).worksheet_formula("一").unwrap();
    range.used_cells().map(|(_, _, formula)| formula.clone()).collect()
}

/// `$H$12`: the last cell that is printed.
fn printed(workbook: &[u8]) -> String {
    let names = part(workbook, "xl/workbook.xml");
    names.split("$A$1:").nth(1).unwrap().split('<').next().unwrap().to_owned()
}

#[test]
fn tables_that_fit_stand_side_by_side_and_their_formulas_read_their_own_cells() {
    let workbook = bytes(&report_of(vec![page(
        "one",
        "一",
        vec![sums("左", TableKind::Figures), sums("右", TableKind::Figures)],
    )]));
    let range = values(&workbook, "一");
    let (left, right) = (find(&range, "左"), find(&range, "右"));
    assert_eq!(left.0, right.0);
    assert!(right.1 > 2, "{right:?}");
    let column = char::from(b'A' + right.1 as u8 + 1);
    assert_eq!(formulas(&workbook), ["SUM(B3:B4)".to_owned(), format!("SUM({column}3:{column}4)")]);
}

#[test]
fn a_list_stands_alone_because_its_filter_hides_whole_rows() {
    let blocks = vec![sums("左", TableKind::Figures), sums("单", TableKind::List), sums("右", TableKind::Figures)];
    let range = values(&bytes(&report_of(vec![page("one", "一", blocks)])), "一");
    let (left, list, right) = (find(&range, "左"), find(&range, "单"), find(&range, "右"));
    assert!(left.0 < list.0 && list.0 < right.0 && [left.1, list.1, right.1] == [0; 3], "{left:?} {list:?} {right:?}");
}

#[test]
fn a_table_does_not_stand_where_its_chart_finds_no_room_beside_it() {
    let picture = |id: &str, of: &str, names: usize| {
        let mut points = series("x", Mark::Column, Axis::Left, Unit::Count, &vec![Some(1.0); names]);
        points.points[0].cell = Some(TableCell { table: of.to_owned(), row: 0, col: 1 });
        Block::Chart(chart(id, id, Form::Standing, &vec!["a"; names], vec![points]))
    };
    let of = |id: &str, names: usize| {
        let first = [sums("左", TableKind::Figures), picture("p", "左", 1)];
        let blocks = [&first[..], &[sums(id, TableKind::Figures), picture("q", id, names)]].concat();
        find(&values(&bytes(&report_of(vec![page("one", "一", blocks)])), "一"), id).1
    };
    assert!(of("右", 1) > 0);
    assert_eq!(of("下", 60), 0);
}

#[test]
fn what_only_the_screen_has_does_not_push_apart_what_paper_has_side_by_side() {
    let labels = ["一二三四五六"; 9];
    let wide = || table("右", "右", TableKind::Figures, &labels, vec![row(vec![text("一二三四五六"); 9])]);
    let aside = || table("屏", "屏", TableKind::Aside, &["名", "数"], vec![row(vec![text(&"长".repeat(20)); 2])]);
    let places = |blocks: Vec<Block>| {
        let range = values(&bytes(&report_of(vec![page("one", "一", blocks)])), "一");
        (find(&range, "左"), find(&range, "右"))
    };
    let (left, right) = places(vec![sums("左", TableKind::Figures), wide(), aside()]);
    assert!(left.0 == right.0 && left.1 < right.1, "{left:?} {right:?}");
    // On paper the same table would need the room.
    let Block::Table(printed) = aside() else { return };
    let printed = Block::Table(Table { kind: TableKind::Figures, ..printed });
    let (left, right) = places(vec![sums("左", TableKind::Figures), wide(), printed]);
    assert!(left.0 < right.0, "{left:?} {right:?}");
}

#[test]
fn a_register_is_on_the_screen_only() {
    let only = bytes(&report_of(vec![page("one", "一", vec![sums("表", TableKind::Figures)])]));
    let blocks = vec![sums("表", TableKind::Figures), sums("册", TableKind::Register)];
    let both = bytes(&report_of(vec![page("one", "一", blocks)]));
    assert_eq!(printed(&both), printed(&only));
    let filtered = part(&both, "xl/worksheets/sheet1.xml");
    let (register, _) = find(&values(&both, "一"), "册");
    assert!(filtered.contains(&format!("<autoFilter ref=\"A{0}:B{1}\"", register + 2, register + 5)), "{filtered}");
}

#[test]
fn a_long_text_at_the_end_of_figures_does_not_widen_the_columns_of_other_tables() {
    let long = "很长的说明".repeat(30);
    let Block::Table(mut told) =
        table("说明", "说明", TableKind::Figures, &["名", "说明"], vec![row(vec![text("甲"), text(&long)])])
    else {
        return;
    };
    told.columns[1].wide = true;
    let blocks = vec![Block::Table(told), sums("表", TableKind::Figures)];
    let workbook = bytes(&report_of(vec![page("one", "一", blocks)]));
    let sheet = part(&workbook, "xl/worksheets/sheet1.xml");
    let widest = sheet.split("<col ").skip(1).map(|col| {
        let width = col.split("width=\"").nth(1).unwrap().split('"').next().unwrap();
        width.parse::<f64>().unwrap()
    });
    assert!(widest.fold(0.0, f64::max) < 15.0, "{sheet}");
    assert!(sheet.contains("<mergeCell ref=\"B3:"), "{sheet}");
}

#[test]
fn the_header_names_the_days_of_a_month_that_is_not_the_calendars() {
    let mut report = report_of(vec![page("one", "一", vec![sums("表", TableKind::Figures)])]);
    [report.period.start, report.period.end] = ["2013-08-26", "2013-09-25"].map(|day| day.parse().unwrap());
    let sheet = part(&bytes(&report), "xl/worksheets/sheet1.xml");
    let header = sheet.split("<oddHeader>").nth(1).and_then(|rest| rest.split("</oddHeader>").next()).unwrap();
    assert!(header.ends_with(" 2013-09（8月26日–9月25日）"), "{header}");
}
