use super::*;
use crate::base::finding::Code;

fn dates(month: &str, days: std::ops::RangeInclusive<u32>) -> impl Iterator<Item = String> {
    days.map(move |day| format!("{month}-{day:02}"))
}

fn calls(month: &str, last: u32) -> Vec<Row> {
    dates(month, 1..=last).map(|date| call(&date, &date, "success")).collect()
}

fn orders(month: &str, last: u32) -> Vec<Row> {
    dates(month, 1..=last).map(|date| order(&date, &date)).collect()
}

fn surveys(month: &str, last: u32) -> Vec<Row> {
    let survey =
        |date: String| row![SURVEYS, survey_date: date.as_str(), advisor: "甲", score_attitude: 90_000_000_i64];
    dates(month, 1..=last).map(survey).collect()
}

fn covered(result: &Evaluation, id: &str) -> Option<(String, String)> {
    result.kpi(id).incomplete.map(|covered| (covered.from.to_string(), covered.to.to_string()))
}

fn until(day: &str) -> Option<(String, String)> {
    Some(("2013-09-01".to_owned(), day.to_owned()))
}

#[test]
fn a_figure_is_incomplete_by_the_tables_it_rests_on() {
    let rows = [calls("2013-09", 12), orders("2013-09", 30), surveys("2013-09", 30)].concat();
    let result = evaluated(&rows, "2013-09");
    assert_eq!(covered(&result, "callbacks_due"), None);
    assert_eq!(covered(&result, "callback_rate"), until("2013-09-12"));
    assert_eq!(covered(&result, "callback_success_rate"), until("2013-09-12"));
    // The calls hold no score.
    assert_eq!(covered(&result, "satisfaction_score"), None);
    let rows = [calls("2013-09", 30), orders("2013-09", 20), surveys("2013-09", 14)].concat();
    let result = evaluated(&rows, "2013-09");
    assert_eq!(covered(&result, "callback_rate"), until("2013-09-20"));
    assert_eq!(covered(&result, "callback_success_rate"), None);
    assert_eq!(covered(&result, "satisfaction_score"), until("2013-09-14"));
    assert_eq!(result.findings.iter().filter(|finding| finding.code == Code::IncompleteData).count(), 2);
}

#[test]
fn whether_a_repair_was_fixed_rests_on_the_calls_where_they_tell_it() {
    let told = |rows: Vec<Row>| rows.into_iter().map(|row| with(row, "fixed_first_visit", true)).collect::<Vec<_>>();
    let by_calls = [told(calls("2013-09", 12)), orders("2013-09", 30)].concat();
    assert_eq!(covered(&evaluated(&by_calls, "2013-09"), "first_time_fix_rate"), until("2013-09-12"));
    let by_orders = [calls("2013-09", 12), told(orders("2013-09", 30))].concat();
    assert_eq!(covered(&evaluated(&by_orders, "2013-09"), "first_time_fix_rate"), None);
}

#[test]
fn retention_rests_on_the_sales_of_the_months_before() {
    let sold = |month: &'static str, last: u32| {
        dates(month, 1..=last).map(|date| row![NEW_SALES, delivered_at: date.as_str(), quantity: 1_i64]).collect()
    };
    let serviced: Vec<Row> = orders("2013-09", 30).into_iter().map(|row| with(row, "first_service", true)).collect();
    let rows: Vec<Row> = [sold("2013-06", 30), sold("2013-07", 31), sold("2013-08", 9), serviced].concat();
    let result = evaluated(&rows, "2013-09");
    assert_eq!(covered(&result, "first_service_retention"), Some(("2013-06-01".to_owned(), "2013-08-09".to_owned())));
}

#[test]
fn a_comparison_and_its_point_of_the_trend_are_incomplete_with_their_period() {
    let rows = [calls("2013-07", 31), calls("2013-08", 10), calls("2013-09", 30)].concat();
    let result = evaluated(&rows, "2013-09");
    let kpi = result.kpi("callback_success_rate");
    assert_eq!((kpi.incomplete, kpi.previous.incomplete.is_some()), (None, true));
    let points: Vec<_> = kpi.trend.iter().map(|point| point.incomplete.is_some()).collect();
    assert_eq!(points, [false, true, false]);
    assert!(kpi.short.iter().all(|short| short.compared && !short.now && short.period == "2013-08"));
}

#[test]
fn a_table_with_rows_in_other_periods_only_names_them() {
    let rows = [calls("2013-07", 3), orders("2013-08", 2), orders("2013-09", 2)].concat();
    let findings = evaluated(&rows, "2013-09").findings;
    let [finding] = &findings[..] else { panic!("{findings:?}") };
    assert_eq!((finding.code, finding.table), (Code::NoRowsInPeriod, Some(crate::base::table_id::TableId::CALLBACKS)));
    assert!(finding.message.chinese.ends_with("有行的报告期：2013-07"), "{}", finding.message.chinese);
}

#[test]
fn a_month_of_which_only_first_services_were_handed_in_is_no_month_to_compare_visits_with() {
    let first_services = |month: &'static str| -> Vec<Row> {
        let every_third = orders(month, 27).into_iter().skip(2).step_by(3);
        every_third.map(|row| with(row, "first_service", true)).collect()
    };
    let august: Vec<Row> = (0..10).flat_map(|_| orders("2013-08", 31)).collect();
    let sold = |month: &'static str| {
        dates(month, 1..=28)
            .map(|date| row![NEW_SALES, delivered_at: date.as_str(), quantity: 1_i64])
            .collect::<Vec<_>>()
    };
    let sales = ["2013-03", "2013-04", "2013-05", "2013-06", "2013-07", "2013-08"].map(sold).concat();
    let rows =
        [first_services("2013-06"), first_services("2013-07"), first_services("2013-08"), august, sales].concat();
    let result = evaluated(&rows, "2013-08");
    let visits = result.kpi("service_visits");
    assert_eq!(
        (visits.measure.value, visits.previous.measure.value, visits.incomplete),
        (Some(319.0), Some(9.0), None)
    );
    let thin = visits.previous.incomplete.expect("nine orders beside 319 are a part of them");
    assert_eq!(thin.few_before.map(|day| day.to_string()).as_deref(), Some("2013-08-01"));
    let told: Vec<_> = result.findings.iter().filter(|finding| finding.code == Code::IncompleteData).collect();
    let [finding] = &told[..] else { panic!("{told:?}") };
    assert!(finding.message.chinese.contains("2013-07 只有很少的行"), "{}", finding.message.chinese);
    // Of the first services all are there.
    let first_service = result.kpi("first_service_retention");
    assert_eq!((first_service.previous.measure.value.is_some(), first_service.previous.incomplete), (true, None));
    // A quarter holds both.
    let quarter = evaluated(&rows, "2013-Q3");
    let visits = quarter.kpi("service_visits").incomplete.expect("July has only a few");
    assert_eq!(
        (visits.from.to_string(), visits.few_before.map(|day| day.to_string())),
        ("2013-08-01".to_owned(), Some("2013-08-01".to_owned()))
    );
}
