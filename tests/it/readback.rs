//! The workbook judged by other readers: calamine for the cells, the package's own XML for the charts, LibreOffice for
//! the whole.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::process::Command;

use calamine::{Data, DataType, Reader, Xlsx, open_workbook};
use quick_xml::events::Event;
use serde_json::Value;

use crate::demo;

/// A series of a native chart as its file caches it: group or period to number; a gap is absent.
#[derive(Debug)]
struct CachedSeries {
    values: BTreeMap<String, f64>,
    positions: usize,
}

fn workbook(report: &demo::DemoReport) -> std::path::PathBuf {
    report.folder.join(format!("csr-report-{}.xlsx", report.json["period"]["label"].as_str().unwrap()))
}

/// Every series of every chart in the package.
fn cached_series(path: &Path) -> Vec<Vec<CachedSeries>> {
    let mut package = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut names: Vec<String> = package
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .filter(|name| name.starts_with("xl/charts/chart"))
        .collect();
    names.sort();
    names
        .iter()
        .map(|name| {
            let mut xml = String::new();
            package.by_name(name).unwrap().read_to_string(&mut xml).unwrap();
            series_of(&xml)
        })
        .collect()
}

fn series_of(xml: &str) -> Vec<CachedSeries> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut all, mut path, mut at) = (Vec::new(), Vec::<String>::new(), 0_usize);
    let (mut categories, mut numbers, mut positions) = (BTreeMap::new(), BTreeMap::new(), 0);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                path.push(tag.name().as_ref().to_owned());
                if let Some(index) = tag.try_get_attribute("idx").unwrap() {
                    at = index.value.parse().unwrap();
                }
            }
            Event::Empty(tag) if tag.name().as_ref() == "c:ptCount" && path.iter().any(|name| name == "c:val") => {
                let count = tag.try_get_attribute("val").unwrap().unwrap();
                positions = count.value.parse().unwrap();
            }
            Event::Text(text) if path.last().is_some_and(|name| name == "c:v") => {
                let text = text.as_ref().to_owned();
                if path.iter().any(|name| name == "c:cat") {
                    categories.insert(at, text);
                } else if path.iter().any(|name| name == "c:val") {
                    numbers.insert(at, text.parse().unwrap());
                }
            }
            Event::End(tag) => {
                if tag.name().as_ref() == "c:ser" {
                    // Behind the name of a group stands its share, or n.
                    let name =
                        |at: &usize| categories.get(at).and_then(|name| name.split(' ').next()).unwrap_or_default();
                    let named = |(at, value): (&usize, &f64)| (name(at).to_owned(), *value);
                    all.push(CachedSeries { values: numbers.iter().map(named).collect(), positions });
                    (categories, numbers, positions) = (BTreeMap::new(), BTreeMap::new(), 0);
                }
                path.pop();
            }
            Event::Eof => return all,
            _ => {}
        }
    }
}

/// The figures of a trend by period, gaps left out.
fn trend(report: &demo::DemoReport, id: &str, part: &str) -> BTreeMap<String, f64> {
    let points = report.kpi(id).json["trend"].as_array().unwrap().clone();
    points.iter().filter_map(|point| Some((point["period"].as_str()?.to_owned(), point[part].as_f64()?))).collect()
}

/// The figures of a breakdown of the period by key.
fn rows(report: &demo::DemoReport, id: &str, by: &str) -> BTreeMap<String, f64> {
    let value = |row: &&Value| Some((row["key"][0].as_str()?.to_owned(), row["value"].as_f64()?));
    report.kpi(id).rows_of(&[by], "").iter().filter_map(value).collect()
}

/// The same, and the whole at its end as the page has it.
fn with_whole(report: &demo::DemoReport, id: &str, by: &str) -> BTreeMap<String, f64> {
    let mut all = rows(report, id, by);
    all.insert("合计".into(), report.kpi(id).json["value"].as_f64().unwrap());
    all
}

#[test]
fn every_native_chart_caches_the_figures_of_report_json() {
    let report = demo::report("2013-09");
    let charts = cached_series(&workbook(&report));
    let pictures = std::fs::read_dir(report.folder.join("charts")).unwrap().map(|entry| entry.unwrap().path());
    let pictures = pictures.filter(|path| path.extension().is_some_and(|ending| ending == "png")).count();
    assert_eq!(charts.len(), pictures, "a native chart for each picture");
    assert!(pictures >= demo::chart_ids().len(), "every chart that the pages declare, and the bridges of what moved");
    for (at, series) in charts.iter().enumerate() {
        assert!(!series.is_empty(), "chart {at} has no series");
        for one in series {
            assert!(
                !one.values.is_empty() && one.positions > 0,
                "chart {at} has a series with an empty cache: {one:?}"
            );
        }
    }
    let expected = [
        ("attempted", trend(&report, "callback_success_rate", "denominator")),
        ("successful", trend(&report, "callback_success_rate", "numerator")),
        ("success rate", trend(&report, "callback_success_rate", "value")),
        ("reasons", rows(&report, "callback_failures", "reason")),
        ("satisfaction", trend(&report, "satisfaction_score", "value")),
        ("causes", rows(&report, "first_time_fix_failures", "reason")),
        ("received", trend(&report, "complaints_received", "value")),
        ("closed", trend(&report, "complaints_closed", "value")),
        ("open", trend(&report, "complaints_open", "value")),
        ("timely by level and in all", with_whole(&report, "complaint_timely_closure_rate", "level")),
        ("first services", trend(&report, "first_service_retention", "numerator")),
        ("mean sales", trend(&report, "first_service_retention", "denominator")),
        ("retention", trend(&report, "first_service_retention", "value")),
    ];
    for (what, figures) in expected {
        let found = charts.iter().flatten().any(|series| holds(&series.values, &figures));
        assert!(found, "no chart series caches {what}: {figures:?}");
    }
    let mut advisors = rows(&report, "satisfaction_score", "advisor");
    advisors.insert("服务站".into(), report.kpi("satisfaction_score").json["value"].as_f64().unwrap());
    assert!(
        charts.iter().flatten().any(|series| holds(&series.values, &advisors)),
        "no chart series caches the advisors' satisfaction {advisors:?}"
    );
    let not_fixed: BTreeMap<_, _> = rows(&report, "first_time_fix_rate", "technician")
        .into_iter()
        .map(|(name, fixed)| (name, 100.0 - fixed))
        .collect();
    assert!(
        charts.iter().flatten().any(|series| not_fixed
            .iter()
            .all(|(name, value)| { series.values.get(name).is_some_and(|cached| (cached - value).abs() < 1e-9) })),
        "no chart series caches the technicians' rates {not_fixed:?}"
    );
}

/// A series may show one period more at the front where the page starts earlier, but then as a gap: its cache holds
/// exactly the figures that exist, each equal.
fn holds(cached: &BTreeMap<String, f64>, figures: &BTreeMap<String, f64>) -> bool {
    cached.len() == figures.len()
        && cached.iter().all(|(name, value)| figures.get(name).is_some_and(|figure| (figure - value).abs() < 1e-9))
}

#[test]
fn a_month_without_calls_is_a_gap_in_the_chart_and_not_zero() {
    let report = demo::report("2013-09");
    let coverage_months = trend(&report, "callback_success_rate", "value");
    assert!(!coverage_months.contains_key("2013-04"));
    for series in cached_series(&workbook(&report)).iter().flatten() {
        let zero_before_calls = series.values.get("2013-04") == Some(&0.0) && holds_rate(series, &coverage_months);
        assert!(!zero_before_calls, "April is drawn as 0: {series:?}");
    }
}

fn holds_rate(series: &CachedSeries, rates: &BTreeMap<String, f64>) -> bool {
    rates.iter().all(|(month, rate)| series.values.get(month) == Some(rate))
}

#[test]
fn the_sheets_hold_numbers_and_live_formulas_with_stored_values() {
    let report = demo::report("2013-09");
    let mut book: Xlsx<_> = open_workbook(workbook(&report)).unwrap();
    let names = book.sheet_names();
    for page in ["总览", "回访", "满意度", "一次修复", "投诉", "首保", "数据质量", "指标说明"] {
        assert!(names.iter().any(|name| name.split('·').any(|part| part == page)), "no sheet {page} in {names:?}");
    }
    let values = book.worksheet_range("回访").unwrap();
    let formulas = book.worksheet_formula("回访").unwrap();
    let rate = report.kpi("callback_success_rate").json["value"].as_f64().unwrap() / 100.0;
    let stored =
        values.used_cells().any(|(_, _, cell)| matches!(cell, Data::Float(value) if (value - rate).abs() < 1e-12));
    assert!(stored, "the success rate stands on its page as a number");
    let live: Vec<_> =
        formulas.used_cells().map(|(_, _, formula)| formula.clone()).filter(|text| text.contains('/')).collect();
    assert!(live.iter().all(|text| text.starts_with("IFERROR(")), "{live:?}");
    assert!(live.len() >= 10, "rates are live formulas: {live:?}");
    let (top, left) = formulas.start().unwrap();
    for (row, col, formula) in formulas.used_cells().filter(|(_, _, formula)| !formula.is_empty()) {
        let at = (top + row as u32, left + col as u32);
        assert!(!matches!(values.get_value(at), None | Some(Data::Empty)), "{formula} at {at:?} has no stored value");
    }
}

#[test]
fn libreoffice_opens_the_workbook_and_computes_the_same() {
    let report = demo::report("2013-09");
    let folder = tempfile::tempdir().unwrap();
    let Ok(output) = Command::new("soffice")
        .args(["--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"])
        .arg(folder.path())
        .arg(format!("-env:UserInstallation=file://{}/profile", folder.path().display()))
        .arg(workbook(&report))
        .output()
    else {
        eprintln!("skipped: soffice (LibreOffice) is not installed");
        return;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut ours: Xlsx<_> = open_workbook(workbook(&report)).unwrap();
    let mut theirs: Xlsx<_> = open_workbook(folder.path().join(workbook(&report).file_name().unwrap())).unwrap();
    assert_eq!(ours.sheet_names(), theirs.sheet_names());
    let mut compared = 0;
    for name in ours.sheet_names() {
        let (mine, again) = (ours.worksheet_range(&name).unwrap(), theirs.worksheet_range(&name).unwrap());
        let (top, left) = mine.start().unwrap_or_default();
        for (row, col, cell) in mine.used_cells() {
            let Data::Float(value) = cell else { continue };
            let at = (top + row as u32, left + col as u32);
            let same = again.get_value(at).and_then(Data::get_float).is_some_and(|other| (other - value).abs() < 1e-9);
            assert!(same, "{name} {at:?}: {value} became {:?}", again.get_value(at));
            compared += 1;
        }
    }
    assert!(compared > 500, "only {compared} numbers compared");
}

#[test]
fn the_page_of_first_services_shows_the_cars_sold_each_month() {
    let report = demo::report("2013-09");
    let mut book: Xlsx<_> = open_workbook(workbook(&report)).unwrap();
    let page = demo::sheet(&mut book, "首保");
    let heading = page.used_cells().find(|(.., cell)| cell.get_string() == Some("新车销售")).unwrap();
    let below: Vec<_> = (1..=8).map(|step| page.get((heading.0 + step, heading.1)).unwrap().get_float()).collect();
    // New cars of January to August 2013 as the deck has them.
    assert_eq!(below, [32.0, 38.0, 33.0, 42.0, 38.0, 21.0, 29.0, 35.0].map(Some));
}

#[test]
fn a_quarter_lists_its_months_and_itself_last_each_with_its_own_target() {
    let report = demo::report("2013-Q3");
    let mut book: Xlsx<_> = open_workbook(workbook(&report)).unwrap();
    let page = demo::sheet(&mut book, "续保");
    let find = |text: &str| page.used_cells().find(|(.., cell)| cell.get_string() == Some(text)).unwrap();
    let (top, left, _) = find("期间");
    let (_, target, _) = find("目标");
    let rows: Vec<_> = (1..=4).map(|step| (page.get((top + step, left)), page.get((top + step, target)))).collect();
    let text = |text: &str| Data::String(text.to_owned());
    // Thirty renewals a month are what the built-in indicator aims at.
    let expected = [("2013-07", 30.0), ("2013-08", 30.0), ("2013-09", 30.0), ("2013-Q3", 90.0)];
    for (row, (period, target)) in rows.into_iter().zip(expected) {
        assert_eq!(row, (Some(&text(period)), Some(&Data::Float(target))));
    }
}
