//! Charts: every series holds the report's points, with gaps where there is no data, and reads plain cells only.

use calamine::Reader;
use quick_xml::events::Event;

use super::sample::{chart, count, page, report, report_of, series, table, text};
use super::{bytes, open, part, values};
use crate::base::number::Unit;
use crate::report::chart::model::{Axis, Chart, Form, Mark, Series, TableCell, Tail};
use crate::report::model::*;

/// A series as the chart part holds it.
#[derive(Debug, Default)]
struct Stored {
    /// The range of the values: `回访!$AB$5:$AB$9`.
    range: String,
    /// One a position; `None` is a gap.
    points: Vec<Option<f64>>,
}

/// The `c:val` of every series of a chart part, in file order.
fn stored_series(xml: &str) -> Vec<Stored> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut found, mut inside, mut element, mut index): (Vec<Stored>, bool, String, usize) = Default::default();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) | Event::Empty(start) => {
                element = start.name().as_ref().to_owned();
                let value = || {
                    let attribute = start.attributes().flatten().next().unwrap();
                    attribute.value.parse::<usize>().unwrap()
                };
                match element.as_str() {
                    "c:val" => {
                        inside = true;
                        found.push(Stored::default());
                    }
                    "c:ptCount" if inside => found.last_mut().unwrap().points = vec![None; value()],
                    "c:pt" if inside => index = value(),
                    _ => {}
                }
            }
            Event::Text(text) if inside => {
                let text: &str = text.as_ref();
                let last = found.last_mut().unwrap();
                match element.as_str() {
                    "c:f" => last.range = text.to_owned(),
                    "c:v" => last.points[index] = Some(text.parse().unwrap()),
                    _ => {}
                }
            }
            Event::End(end) if end.name().as_ref() == "c:val" => inside = false,
            Event::Eof => return found,
            _ => {}
        }
    }
}

/// Points as the chart part must hold them: columns first, then lines, left before right, the target as a line.
fn expected_series(chart: &Chart) -> Vec<Vec<Option<f64>>> {
    let target =
        chart.target.iter().map(|target| (Mark::Line, target.axis, vec![Some(target.value); chart.positions.len()]));
    let points = |series: &Series| series.points.iter().map(|point| point.value).collect();
    let mut all: Vec<_> =
        chart.series.iter().map(|series| (series.mark, series.axis, points(series))).chain(target).collect();
    all.sort_by_key(|(mark, axis, _)| (*mark != Mark::Column, *axis == Axis::Right));
    all.into_iter().map(|(_, _, points)| points).collect()
}

#[test]
fn every_series_stores_the_reports_points_with_gaps() {
    let report = report();
    let workbook = bytes(&report);
    let mut gaps = 0;
    for (number, chart) in (1..).zip(report.charts()) {
        let stored = stored_series(&part(&workbook, &format!("xl/charts/chart{number}.xml")));
        let points: Vec<_> = stored.into_iter().map(|series| series.points).collect();
        assert_eq!(points, expected_series(chart), "chart {}", chart.id);
        gaps += points.iter().flatten().filter(|point| point.is_none()).count();
    }
    assert!(gaps > 3, "the sample must hold gaps");
}

#[test]
fn gaps_are_shown_as_gaps() {
    let workbook = bytes(&report());
    let gap = r#"<c:dispBlanksAs val="gap"/>"#;
    for number in 1..=report().charts().len() {
        let xml = part(&workbook, &format!("xl/charts/chart{number}.xml"));
        // A gap is also what the format means where nothing is said.
        assert!(xml.contains(gap) || !xml.contains("dispBlanksAs"), "chart {number}");
    }
}

#[test]
fn the_cells_that_charts_read_hold_numbers_or_nothing() {
    let report = report();
    let workbook = bytes(&report);
    let mut book = open(&workbook);
    for number in 1..=report.charts().len() {
        for series in stored_series(&part(&workbook, &format!("xl/charts/chart{number}.xml"))) {
            let (sheet, cells) = series.range.rsplit_once('!').unwrap();
            let (first, _) = cells.split_once(':').unwrap_or((cells, ""));
            let (row, col) = position(first);
            let range = values(&workbook, sheet.trim_matches('\''));
            let formulas = book.worksheet_formula(sheet.trim_matches('\'')).unwrap();
            for (at, point) in series.points.iter().enumerate() {
                let place = (row + at as u32, col);
                let cell = range.get_value(place);
                match point {
                    Some(point) => assert_eq!(cell, Some(&calamine::Data::Float(*point)), "{} {place:?}", series.range),
                    None => assert!(cell.is_none_or(|cell| cell == &calamine::Data::Empty), "{cell:?}"),
                }
                assert!(formulas.get_value(place).is_none_or(String::is_empty));
            }
        }
    }
}

#[test]
fn a_chart_follows_the_cells_of_its_table_and_what_is_text_there_is_no_point() {
    let rate = |value| super::sample::figure(value, Unit::Percent);
    let row = |name: &str, n, value| Row { cells: vec![text(name), count(n), rate(value)], total: false };
    let rows = vec![row("乔丹 \"飞人\"", 140, Some(92.5)), row("科比", 168, None)];
    let table = table("by_advisor", "按顾问", TableKind::Figures, &["顾问", "n", "率"], rows);
    let points = [Some(92.5), None];
    let mut chart = chart(
        "rate",
        "率",
        Form::Standing,
        &["乔丹 \"飞人\"", "科比"],
        vec![series("率", Mark::Column, Axis::Left, Unit::Percent, &points)],
    );
    let cell = |row, col| Some(TableCell { table: "by_advisor".to_owned(), row, col });
    for (row, n) in [(0, "140"), (1, "168")] {
        chart.series[0].points[row].cell = cell(row, 2);
        chart.positions[row].tail = Some(Tail { sign: " n=", text: n.to_owned(), cell: cell(row, 1) });
    }
    let workbook = bytes(&report_of(vec![page("one", "一", vec![table, Block::Chart(chart)])]));
    let xml = part(&workbook, "xl/charts/chart1.xml");
    let stored = stored_series(&xml).remove(0);
    assert_eq!(stored.points, points);
    assert!(xml.contains(r#"<c:v>乔丹 "飞人" n=140</c:v>"#), "{xml}");
    let (_, cells) = stored.range.rsplit_once('!').unwrap();
    let (first, col) = position(cells.split(':').next().unwrap());
    let (values, mut book) = (values(&workbook, "一"), open(&workbook));
    let formulas = book.worksheet_formula("一").unwrap();
    let formula = |row: u32, col| formulas.get_value((row, col)).unwrap().clone();
    assert_eq!(formula(first, col), "IF(ISNUMBER(C3),C3*100,NA())");
    assert_eq!(formula(first, col - 1), r##""乔丹 ""飞人"" n="&IF(ISNUMBER(B3),TEXT(B3,"#,##0"),"—")"##);
    assert_eq!(values.get_value((first, col)), Some(&calamine::Data::Float(92.5)));
    assert_eq!(values.get_value((first + 1, col)), Some(&calamine::Data::Error(calamine::CellErrorType::NA)));
}

/// `$AB$5` as row and column from 0.
fn position(cell: &str) -> (u32, u32) {
    let mut parts = cell.trim_start_matches('$').split('$');
    let letters = parts.next().unwrap();
    let column = letters.bytes().fold(0, |column, letter| column * 26 + u32::from(letter - b'A') + 1) - 1;
    (parts.next().unwrap().parse::<u32>().unwrap() - 1, column)
}

#[test]
fn a_chart_without_data_or_without_categories_still_gives_a_workbook() {
    let nothing = [None, None];
    let blocks = vec![
        Block::Chart(chart(
            "empty",
            "无数据",
            Form::Standing,
            &["a", "b"],
            vec![series("x", Mark::Line, Axis::Left, Unit::Percent, &nothing)],
        )),
        Block::Chart(chart(
            "none",
            "无类别",
            Form::Standing,
            &[],
            vec![series("x", Mark::Column, Axis::Left, Unit::Count, &[])],
        )),
        Block::Chart(chart(
            "pie",
            "无份额",
            Form::Pie,
            &["a"],
            vec![series("x", Mark::Column, Axis::Left, Unit::Count, &[Some(0.0)])],
        )),
    ];
    let workbook = bytes(&report_of(vec![page("one", "一", blocks)]));
    assert_eq!(stored_series(&part(&workbook, "xl/charts/chart1.xml"))[0].points, [None, None]);
}

#[test]
fn a_chart_covers_no_row_of_the_blocks_that_follow() {
    let workbook = bytes(&report());
    // The first drawing holds the courses of the overview.
    let drawing = part(&workbook, "xl/drawings/drawing2.xml");
    let last_row: u32 =
        drawing.rsplit("<xdr:row>").nth(2).map(|rest| rest.split('<').next().unwrap().parse().unwrap()).unwrap();
    let (next, _) = super::find(&values(&workbook, "回访"), "回访失败原因");
    assert!(last_row < next, "the chart ends in row {last_row}, the next table begins in row {next}");
}

#[test]
fn a_chart_without_series_is_a_sentence() {
    let blocks = vec![Block::Chart(chart("none", "各项得分", Form::Standing, &["a"], Vec::new()))];
    let workbook = bytes(&report_of(vec![page("one", "一", blocks)]));
    super::find(&values(&workbook, "一"), "各项得分:—");
}

#[test]
fn lines_show_their_points() {
    let workbook = bytes(&report());
    assert!(part(&workbook, "xl/charts/chart1.xml").contains(r#"<c:symbol val="circle"/>"#));
}
