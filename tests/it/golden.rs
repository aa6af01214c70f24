//! Every figure of the sample deck that the demo dealer must reproduce, typed here by hand from the deck, against
//! report.json made from the raw rows.

use serde_json::Value;

use crate::demo;

/// One row a month, 2013-05 to 2013-09.
const MONTHS: [&str; 5] = ["2013-05", "2013-06", "2013-07", "2013-08", "2013-09"];
const DUE: [i64; 5] = [1198, 988, 1140, 1339, 1489];
const ATTEMPTED: [i64; 5] = [1198, 988, 1005, 1300, 1386];
const SUCCESSFUL: [i64; 5] = [1026, 972, 966, 1200, 1289];
const SUCCESS_RATE: [&str; 5] = ["85.64", "98.38", "96.12", "92.31", "93.00"];
const COVERAGE: [&str; 5] = ["100.00", "100.00", "88.16", "97.09", "93.08"];
const REASONS: [&str; 5] = ["号码错误", "非本人送修", "无法接通", "拒绝回访", "中途中断"];
const FAILURES: [[i64; 5]; 5] =
    [[80, 22, 35, 20, 15], [6, 3, 5, 1, 1], [12, 8, 2, 2, 15], [20, 10, 20, 30, 20], [37, 10, 20, 20, 10]];
const SHARES: [[&str; 5]; 5] = [
    ["46.51", "12.79", "20.35", "11.63", "8.72"],
    ["37.50", "18.75", "31.25", "6.25", "6.25"],
    ["30.77", "20.51", "5.13", "5.13", "38.46"],
    ["20.00", "10.00", "20.00", "30.00", "20.00"],
    ["38.14", "10.31", "20.62", "20.62", "10.31"],
];
const SATISFACTION: [f64; 5] = [88.0, 88.8, 87.0, 85.0, 80.5];
/// Advisor, orders, by phone, in person, the four items, overall.
type AdvisorRow = (&'static str, i64, i64, i64, [f64; 4], f64);
const ADVISORS: [AdvisorRow; 5] = [
    ("乔丹", 220, 120, 20, [90.0, 80.0, 70.0, 90.0], 82.5),
    ("科比", 260, 150, 18, [90.0, 90.0, 80.0, 90.0], 87.5),
    ("詹姆斯", 180, 110, 19, [80.0, 70.0, 80.0, 80.0], 77.5),
    ("麦迪", 160, 110, 20, [90.0, 80.0, 70.0, 60.0], 75.0),
    ("姚明", 180, 110, 16, [80.0, 80.0, 90.0, 70.0], 80.0),
];
const ITEMS: [(&str, f64); 4] = [("服务态度", 86.0), ("及时接待", 80.0), ("预先报价", 78.0), ("解释账单", 78.0)];
/// Technician, repairs with an answer, not fixed, fixed %.
const TECHNICIANS: [(&str, i64, i64, &str); 5] = [
    ("马拉多纳", 80, 3, "96.25"),
    ("贝克汉姆", 90, 2, "97.78"),
    ("罗纳尔多", 93, 1, "98.92"),
    ("鲁尼", 85, 4, "95.29"),
    ("卡卡", 99, 3, "96.97"),
];
const CAUSES: [(&str, i64); 5] =
    [("诊断错误", 1), ("配件质量", 3), ("维修技术", 3), ("配件缺货", 4), ("客户描述不清", 2)];
/// Month, first services, sum of the sales of the three months before, rate.
const RETENTION: [(&str, i64, i64, &str); 9] = [
    ("2013-01", 12, 83, "43.37"),
    ("2013-02", 11, 84, "39.29"),
    ("2013-03", 16, 96, "50.00"),
    ("2013-04", 16, 103, "46.60"),
    ("2013-05", 23, 113, "61.06"),
    ("2013-06", 28, 113, "74.34"),
    ("2013-07", 29, 101, "86.14"),
    ("2013-08", 28, 88, "95.45"),
    ("2013-09", 30, 85, "105.88"),
];

/// Two decimals as the deck prints them; the exact value must be nowhere near a rounding border in the deck's figures.
fn two(value: &Value) -> String {
    format!("{:.2}", value.as_f64().unwrap_or_else(|| panic!("not a number: {value}")))
}

fn close(value: &Value, expected: f64) -> bool {
    value.as_f64().is_some_and(|value| (value - expected).abs() < 1e-9)
}

#[test]
fn callbacks_of_five_months_are_those_of_the_deck() {
    let report = demo::report("2013-09");
    let (due, rate, success) =
        (report.kpi("callbacks_due"), report.kpi("callback_rate"), report.kpi("callback_success_rate"));
    for (at, month) in MONTHS.into_iter().enumerate() {
        assert_eq!(due.at(month)["value"], DUE[at], "due {month}");
        assert_eq!(rate.at(month)["numerator"], ATTEMPTED[at], "called {month}");
        assert_eq!(rate.at(month)["denominator"], DUE[at], "due of the rate {month}");
        assert_eq!(two(&rate.at(month)["value"]), COVERAGE[at], "coverage {month}");
        assert_eq!(success.at(month)["denominator"], ATTEMPTED[at], "attempted {month}");
        assert_eq!(success.at(month)["numerator"], SUCCESSFUL[at], "successful {month}");
        assert_eq!(two(&success.at(month)["value"]), SUCCESS_RATE[at], "success rate {month}");
    }
    assert_eq!(success.json["value"], success.at("2013-09")["value"]);
    assert_eq!(success.json["previous"], success.at("2013-08")["value"]);
}

#[test]
fn before_the_first_call_there_is_no_callback_rate() {
    let report = demo::report("2013-09");
    let due = report.kpi("callbacks_due");
    let first_services = [("2013-01", 12), ("2013-02", 11), ("2013-03", 16), ("2013-04", 16)];
    for (month, expected) in first_services {
        assert_eq!(due.at(month)["value"], expected, "due {month}");
    }
    let april = demo::report("2013-04");
    assert_eq!(april.kpi("callback_rate").json["value"], Value::Null);
    assert_eq!(april.kpi("callback_rate").json["status"], "no_data");
}

#[test]
fn reasons_of_failed_calls_have_the_counts_and_shares_of_the_deck() {
    let report = demo::report("2013-09");
    let failures = report.kpi("callback_failures");
    for (at, month) in MONTHS.into_iter().enumerate() {
        let total: i64 = FAILURES[at].iter().sum();
        assert_eq!(failures.at(month)["value"], total, "failures {month}");
        let rows = failures.rows_of(&["period", "reason"], month);
        assert_eq!(rows.len(), REASONS.len(), "no other reason in {month}");
        for (reason, (count, share)) in REASONS.into_iter().zip(FAILURES[at].into_iter().zip(SHARES[at])) {
            let row = failures.row(&["period", "reason"], &[month, reason]);
            assert_eq!(row["value"], count, "{reason} {month}");
            assert_eq!(two(&row["share"]), share, "share of {reason} {month}");
        }
    }
}

#[test]
fn satisfaction_is_the_mean_of_the_advisors() {
    let report = demo::report("2013-09");
    let score = report.kpi("satisfaction_score");
    for (month, expected) in MONTHS.into_iter().zip(SATISFACTION) {
        assert!(close(&score.at(month)["value"], expected), "{month}: {}", score.at(month)["value"]);
    }
    for (advisor, _, by_phone, in_person, items, overall) in ADVISORS {
        let row = score.row(&["advisor"], &[advisor]);
        assert!(close(&row["value"], overall), "{advisor}: {}", row["value"]);
        assert_eq!(row["n"], by_phone + in_person, "surveys of {advisor}");
        for ((item, _), expected) in ITEMS.into_iter().zip(items) {
            let value = &score.row(&["advisor", "item"], &[advisor, item])["value"];
            assert!(close(value, expected), "{advisor} {item}: {value}");
        }
    }
    for (item, expected) in ITEMS {
        let value = &score.row(&["item"], &[item])["value"];
        assert!(close(value, expected), "station {item}: {value}");
    }
    assert_eq!(score.json["n"], 693, "600 by phone and 93 in person");
}

#[test]
fn orders_of_the_advisors_are_those_of_the_deck() {
    let report = demo::report("2013-09");
    let due = report.kpi("callbacks_due");
    for (advisor, orders, ..) in ADVISORS {
        assert_eq!(due.row(&["advisor"], &[advisor])["value"], orders, "{advisor}");
    }
    assert_eq!(due.row(&["advisor"], &["未指定"])["value"], 489);
}

#[test]
fn first_time_fix_by_technician_and_cause_is_that_of_the_deck() {
    let report = demo::report("2013-09");
    let (rate, failures) = (report.kpi("first_time_fix_rate"), report.kpi("first_time_fix_failures"));
    for (technician, answered, not_fixed, percent) in TECHNICIANS {
        let row = rate.row(&["technician"], &[technician]);
        assert_eq!(row["denominator"], answered, "{technician}");
        assert_eq!(row["numerator"], answered - not_fixed, "{technician}");
        assert_eq!(two(&row["value"]), percent, "{technician}");
        assert_eq!(failures.row(&["technician"], &[technician])["value"], not_fixed, "{technician}");
    }
    assert_eq!((&rate.json["numerator"], &rate.json["denominator"]), (&Value::from(434), &Value::from(447)));
    assert_eq!(two(&rate.json["value"]), "97.09");
    assert_eq!(failures.rows_of(&["reason"], "").len(), CAUSES.len());
    for (cause, count) in CAUSES {
        assert_eq!(failures.row(&["reason"], &[cause])["value"], count, "{cause}");
    }
}

#[test]
fn complaints_flow_as_in_the_deck() {
    let report = demo::report("2013-09");
    let value = |id: &str| report.kpi(id).json["value"].clone();
    assert_eq!(value("complaints_carried_in"), 5);
    assert_eq!(value("complaints_received"), 3);
    assert_eq!(value("complaints_closed"), 5);
    assert_eq!(value("complaints_open"), 3);
    let closed = report.kpi("complaints_closed");
    assert_eq!(closed.row(&["origin"], &["received"])["value"], 2);
    assert_eq!(closed.row(&["origin"], &["carried_in"])["value"], 3);
    let satisfied = report.kpi("complaint_resolution_satisfaction");
    assert_eq!((&satisfied.json["numerator"], &satisfied.json["denominator"]), (&Value::from(4), &Value::from(5)));
}

#[test]
fn first_service_retention_is_that_of_the_deck() {
    let report = demo::report("2013-09");
    let retention = report.kpi("first_service_retention");
    for (month, services, sales_of_three, percent) in RETENTION {
        let point = retention.at(month);
        assert_eq!(point["numerator"], services, "{month}");
        assert_eq!(point["n"], services, "{month}");
        assert!(close(&point["denominator"], sales_of_three as f64 / 3.0), "{month}: {}", point["denominator"]);
        assert_eq!(two(&point["value"]), percent, "{month}");
    }
    let first = &retention.json["trend"][0]["period"];
    assert_eq!(first, "2013-01", "2012 has sales but no orders: no data, never 0 %");
}

/// What the small tables come to is counted by the generator that wrote their rows.
#[derive(serde::Deserialize)]
struct Counted {
    figures: Vec<Figure>,
}

#[derive(serde::Deserialize)]
struct Figure {
    id: String,
    month: String,
    value: Parts,
}

#[derive(serde::Deserialize)]
struct Parts {
    numerator: u32,
    denominator: Option<u32>,
}

#[test]
fn the_small_tables_come_to_what_the_generator_counted() {
    let text = std::fs::read_to_string(demo::workspace().join("figures.toml")).unwrap();
    let counted: Counted = toml::from_str(&text).unwrap();
    let report = demo::report("2013-09");
    assert!(counted.figures.len() > 80);
    for Figure { id, month, value: Parts { numerator, denominator } } in counted.figures {
        let point = report.kpi(&id).at(&month);
        match denominator {
            None => assert_eq!(point["value"].as_f64(), Some(f64::from(numerator)), "{id} {month}"),
            Some(denominator) => {
                let parts = [&point["numerator"], &point["denominator"]].map(serde_json::Value::as_f64);
                assert_eq!(parts, [numerator, denominator].map(|part| Some(f64::from(part))), "{id} {month}");
            }
        }
    }
}
