use super::super::model::REST;
use super::*;
use crate::base::finding::Code;

const POINT: i64 = 1_000_000;

fn failed(at: usize, date: &str, reason: &str) -> Row {
    with(call(&format!("A{at}"), date, "failure"), "reason", reason)
}

fn many_groups(evaluation: &Evaluation) -> Vec<(Option<&str>, Option<&str>)> {
    let found = evaluation.findings.iter().filter(|finding| finding.code == Code::ManyGroups);
    found.map(|finding| (finding.field.as_deref(), finding.value.as_deref())).collect()
}

#[test]
fn the_largest_groups_stay_and_the_rest_is_one_row_that_comes_last() {
    let mut rows: Vec<Row> = (0..600).map(|at| failed(at, "2013-09-02", &format!("原因{at:03}"))).collect();
    rows.extend((600..603).map(|at| failed(at, "2013-09-03", "原因599")));
    rows.push(call("A700", "2013-09-03", "failure"));
    let result = evaluated(&rows, "2013-09");
    let reasons = result.rows("callback_failures", &["reason"]);
    assert_eq!(reasons.len(), 501);
    assert_eq!((reasons[0].key[0].as_str(), reasons[0].measure.n), ("原因599", 4), "the largest first");
    let rest = &reasons[500];
    assert_eq!((rest.key[0].as_str(), rest.rest, rest.measure.value), ("其他（101 种）", 101, Some(101.0)));
    assert_eq!(rest.words().collect::<Vec<_>>(), [REST]);
    assert_eq!(reasons.iter().map(|row| row.measure.n).sum::<u64>(), 604, "the rows add up to the whole");
    assert_eq!(rest.share, Some(100.0 * 101.0 / 604.0));
    assert_eq!(many_groups(&result), [(Some("reason"), Some("601"))]);
}

#[test]
fn as_many_groups_as_are_allowed_are_all_listed() {
    let rows: Vec<Row> = (0..500).map(|at| failed(at, "2013-09-02", &format!("原因{at}"))).collect();
    let result = evaluated(&rows, "2013-09");
    assert_eq!(result.rows("callback_failures", &["reason"]).len(), 500);
    assert_eq!(many_groups(&result), []);
}

#[test]
fn the_groups_of_the_reports_own_period_come_before_those_of_others() {
    let mut rows: Vec<Row> = (0..700).map(|at| failed(at, "2013-08-02", &format!("旧{at:03}"))).collect();
    rows.extend((0..700).map(|at| failed(1000 + at, "2013-08-03", &format!("旧{at:03}"))));
    rows.extend((0..400).map(|at| failed(2000 + at, "2013-09-02", &format!("新{at:03}"))));
    let result = evaluated(&rows, "2013-09");
    let now = result.rows("callback_failures", &["reason"]);
    assert!(now.len() == 400 && now.iter().all(|row| row.rest == 0), "none of them is summed up");
    let over_time = result.rows("callback_failures", &["period", "reason"]);
    let august: Vec<_> = over_time.iter().filter(|row| row.key[0] == "2013-08").collect();
    assert_eq!(august.len(), 101, "100 of the old ones fill the list");
    assert_eq!((august[100].key[1].as_str(), august[100].measure.n), ("其他（600 种）", 1200));
    assert_eq!(august.iter().map(|row| row.measure.n).sum::<u64>(), 1400);
    assert_eq!(many_groups(&result), [(Some("reason"), Some("1100"))]);
}

#[test]
fn blank_groups_and_levels_keep_their_own_row() {
    let complaint = |at: usize, level: &str| {
        let number = format!("T{at}");
        row![COMPLAINTS, complaint_no: number.as_str(), received_at: "2013-09-02", level: level]
    };
    let mut rows: Vec<Row> = (0..600).flat_map(|at| [0, 1].map(|_| complaint(at, &format!("级别{at}")))).collect();
    rows.push(complaint(900, "III"));
    rows.push(row![COMPLAINTS, complaint_no: "T901", received_at: "2013-09-02"]);
    let levels = evaluated(&rows, "2013-09").rows("complaints_received", &["level"]).to_vec();
    let named = |word: &str| levels.iter().find(|row| row.key[0] == word).map(|row| row.measure.n);
    assert_eq!((named("III"), named("未指定"), levels.len()), (Some(1), Some(1), 503));
    assert_eq!(levels.iter().map(|row| row.measure.n).sum::<u64>(), 1202);
}

#[test]
fn a_rate_of_the_rest_is_pooled() {
    let order = |at: usize, fixed: bool| {
        let (order, technician) = (format!("R{at}"), format!("技师{:03}", at % 600));
        with(with(super::order(&order, "2013-09-02"), "technician", technician.as_str()), "fixed_first_visit", fixed)
    };
    let rows: Vec<Row> = (0..1200).map(|at| order(at, at < 600 || at % 2 == 0)).collect();
    let result = evaluated(&rows, "2013-09");
    let technicians = result.rows("first_time_fix_rate", &["technician"]);
    let rest = &technicians[500];
    assert_eq!((rest.rest, rest.measure.numerator, rest.measure.denominator), (100, Some(150.0), Some(200.0)));
    assert_eq!(rest.measure.value, Some(75.0));
    let sum = |of: fn(&BreakdownRow) -> Option<f64>| technicians.iter().filter_map(of).sum::<f64>();
    assert_eq!(sum(|row| row.measure.numerator), 900.0);
    assert_eq!(sum(|row| row.measure.denominator), 1200.0);
}

#[test]
fn the_station_is_the_mean_of_all_advisors_also_of_those_not_listed() {
    let survey = |at: usize| {
        let advisor = format!("顾问{at:03}");
        let points = if at < 500 { 80 } else { 20 };
        row![SURVEYS, survey_date: "2013-09-10", advisor: advisor.as_str(), score_attitude: points * POINT]
    };
    let mut rows: Vec<Row> = (0..600).map(survey).collect();
    rows.push(row![SURVEYS, survey_date: "2013-09-10", score_attitude: 0]);
    let result = evaluated(&rows, "2013-09");
    assert_eq!(result.value("satisfaction_score"), Some(70.0));
    let advisors = result.rows("satisfaction_score", &["advisor"]);
    assert_eq!(advisors.len(), 502, "500, nobody, the rest");
    let rest = &advisors[501];
    assert_eq!((rest.key[0].as_str(), rest.measure.value, rest.measure.n), ("其他（100 种）", Some(20.0), 100));
    let items = result.rows("satisfaction_score", &["advisor", "item"]);
    assert_eq!(items[501].key, ["其他（100 种）", "服务态度"]);
    assert_eq!(items[501].words().collect::<Vec<_>>(), [REST, "服务态度"]);
    assert_eq!((items[501].measure.value, items[501].measure.n), (Some(20.0), 100));
    assert_eq!(many_groups(&result), [(Some("advisor"), Some("600"))]);
}
