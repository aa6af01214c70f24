//! Laws over periods: what flows in three months is what flows in their quarter; stocks are those of its first or last
//! month; the same inputs give the same bytes.

use csr_report::kpi::catalogue::Catalogue;
use csr_report::kpi::definition::{Definition, Shape};
use csr_report::templates::Templates;
use serde_json::Value;

use crate::demo;

/// Indicators whose numerators, denominators and counts of three months add up to the quarter's, because every row belongs
/// to exactly one month: by their shape all that are dated and do not count things once, but those of [`NEITHER`].
fn flows() -> Vec<String> {
    let adds_up = |one: &&Definition| {
        matches!(one.shape, Shape::Count | Shape::Ratio | Shape::TrailingMean) && one.distinct.is_none()
    };
    let catalogue = Catalogue::of(&Templates::embedded(), &Default::default()).unwrap();
    let shown = catalogue.definitions().iter().filter(|one| !one.support);
    let flows = shown.filter(adds_up).map(|one| one.id.clone()).filter(|id| !NEITHER.contains(&id.as_str()));
    flows.collect()
}

/// What stood open before the quarter stood open before its first month.
const STOCK_OF_THE_FIRST_MONTH: &str = "complaints_carried_in";
/// What stands open at the end of the quarter stands open at the end of its last month.
const STOCK_OF_THE_LAST_MONTH: &str = "complaints_open";
/// Neither: a month looks on to its own end only, so that what was done in time after it was undecided there, and what was
/// carried from one month into the next one was carried into the quarter once; a tenure is that of those who are there.
const NEITHER: [&str; 7] = [
    "callback_on_time_rate",
    "complaint_timely_closure_rate",
    "complaint_closure_rate_new",
    "complaint_closure_rate_carried_in",
    "complaint_closure_rate",
    "complaint_two_week_closure_rate",
    "staff_tenure",
];

fn months() -> [std::sync::Arc<demo::DemoReport>; 3] {
    ["2013-07", "2013-08", "2013-09"].map(demo::report)
}

/// The sum of the months that have data.
fn sum(id: &str, part: &str) -> Option<f64> {
    let months = months();
    let parts = months.iter().filter_map(|month| month.kpi(id).json[part].as_f64());
    parts.reduce(|sum, part| sum + part)
}

#[test]
fn three_months_of_flows_add_up_to_the_quarter() {
    let quarter = demo::report("2013-Q3");
    assert!(flows().len() > 60);
    for id in &flows() {
        for part in ["numerator", "denominator", "n"] {
            let (whole, parts) = (quarter.kpi(id).json[part].as_f64(), sum(id, part));
            let equal = match (whole, parts) {
                (Some(whole), Some(parts)) => (whole - parts).abs() < 1e-9,
                (whole, parts) => whole == parts,
            };
            assert!(equal, "{id} {part}: quarter {whole:?}, months {parts:?}");
        }
    }
}

#[test]
fn stocks_are_those_of_the_first_and_the_last_month() {
    let quarter = demo::report("2013-Q3");
    let [july, _, september] = months();
    let value = |report: &demo::DemoReport, id: &str| report.kpi(id).json["value"].clone();
    assert_eq!(value(&quarter, STOCK_OF_THE_FIRST_MONTH), value(&july, STOCK_OF_THE_FIRST_MONTH));
    assert_eq!(value(&quarter, STOCK_OF_THE_LAST_MONTH), value(&september, STOCK_OF_THE_LAST_MONTH));
}

#[test]
fn a_trend_point_is_the_figure_of_its_own_report() {
    let september = demo::report("2013-09");
    for (month, report) in ["2013-07", "2013-08"].into_iter().zip(months()) {
        for kpi in report.json["kpis"].as_array().unwrap() {
            let id = kpi["id"].as_str().unwrap();
            let own = september.kpi(id).json["trend"].as_array().unwrap().clone();
            let Some(point) = own.iter().find(|point| point["period"] == month) else {
                assert_eq!(kpi["value"], Value::Null, "{id}: {month} is missing in the trend");
                continue;
            };
            for part in ["value", "numerator", "denominator", "n"] {
                assert_eq!(point[part], kpi[part], "{id} {month} {part}");
            }
        }
    }
}

#[test]
fn a_month_inside_a_quarter_or_year_is_the_figure_of_its_own_report() {
    for (whole, begun) in [("2013-Q3", 3), ("2013", 12)] {
        let whole = demo::report(whole);
        for (month, report) in ["2013-07", "2013-08", "2013-09"].into_iter().zip(months()) {
            for kpi in report.json["kpis"].as_array().unwrap() {
                let id = kpi["id"].as_str().unwrap();
                assert!(kpi.get("months").is_none(), "{id}: a month has no months inside");
                let inside = whole.kpi(id).json["months"].as_array().unwrap();
                assert_eq!(inside.len(), begun, "{id}");
                let point = inside.iter().find(|point| point["period"] == month).unwrap();
                for part in ["value", "numerator", "denominator", "n"] {
                    assert_eq!(point[part], kpi[part], "{id} {month} {part}");
                }
            }
        }
    }
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    let first = demo::make(&demo::workspace(), "2013-09");
    let second = demo::make(&demo::workspace(), "2013-09");
    let mut compared = 0;
    for output in first.json["outputs"].as_array().unwrap() {
        let name = output["file"].as_str().unwrap();
        let read = |report: &demo::DemoReport| std::fs::read(report.folder.join(name)).unwrap();
        assert!(read(&first) == read(&second), "{name} differs between two runs");
        compared += 1;
    }
    // The workbook, the deck, the next form, and a PNG and an SVG of each chart; bridges stand where a figure moved.
    assert!(compared >= 3 + 2 * demo::chart_ids().len(), "only {compared} files");
    assert_eq!(first.json, second.json);
}
