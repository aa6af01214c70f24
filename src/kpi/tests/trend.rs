use super::*;
use crate::kpi::model::{Direction, Status};

fn calls(month: &str, succeeded: usize, attempted: usize) -> Vec<Row> {
    let result = |at: usize| if at < succeeded { "success" } else { "failure" };
    (0..attempted).map(|at| call(&format!("{month}-{at}"), &format!("{month}-05"), result(at))).collect()
}

#[test]
fn a_trend_starts_with_the_first_period_with_data_and_has_gaps() {
    let rows = [calls("2013-05", 1, 2), calls("2013-07", 3, 4), calls("2013-09", 1, 1)].concat();
    let result = evaluated(&rows, "2013-09");
    let kpi = result.kpi("callback_success_rate");
    let points: Vec<_> = kpi.trend.iter().map(|point| (point.period.as_str(), point.measure.value)).collect();
    let expected = [
        ("2013-05", Some(50.0)),
        ("2013-06", None),
        ("2013-07", Some(75.0)),
        ("2013-08", None),
        ("2013-09", Some(100.0)),
    ];
    assert_eq!(points, expected);
    assert_eq!((kpi.previous.measure.value, kpi.change), (None, None));
}

#[test]
fn a_trend_has_at_most_so_many_periods_but_the_year_before_is_still_compared() {
    let rows = [calls("2012-09", 1, 2), calls("2013-08", 1, 4), calls("2013-09", 1, 1)].concat();
    let mut counting = counting();
    counting.trend = 1;
    let result = evaluated_with(&rows, "2013-09", None, &counting);
    let kpi = result.kpi("callback_success_rate");
    assert_eq!(kpi.trend.len(), 1);
    assert_eq!((kpi.previous.measure.value, kpi.change, kpi.year_ago), (Some(25.0), Some(75.0), Some(50.0)));
    assert_eq!((kpi.before("2013-09"), kpi.at("2013-08").map(|before| before.n)), (Some("2013-08"), Some(4)));
    let failures = result.kpi("callback_failures");
    let before = failures.by_previous.iter().find(|one| one.by == ["period", "reason"]).expect("the period before");
    assert_eq!(before.rows.iter().map(|row| row.measure.n).sum::<u64>(), 3);
}

#[test]
fn breakdowns_come_for_the_period_and_over_the_trend() {
    let reason = |row: Row, reason: &str| with(row, "reason", reason);
    let rows = [
        reason(call("A1", "2013-08-01", "failure"), "号码错误"),
        reason(call("A2", "2013-09-01", "failure"), "无法接通"),
        reason(call("A3", "2013-09-01", "failure"), "号码错误"),
        reason(call("A4", "2013-09-01", "failure"), "无法接通"),
    ];
    let result = evaluated(&rows, "2013-09");
    assert_eq!(result.values("callback_failures", &["reason"]), pairs(&[("无法接通", 2.0), ("号码错误", 1.0)]));
    let over_trend = pairs(&[("2013-08/号码错误", 1.0), ("2013-09/无法接通", 2.0), ("2013-09/号码错误", 1.0)]);
    assert_eq!(result.values("callback_failures", &["period", "reason"]), over_trend);
    assert_eq!(result.rows("callback_failures", &["period", "reason"])[0].share, Some(100.0), "of the same period");
}

#[test]
fn the_target_is_met_when_equal_and_the_sample_small_below_the_minimum() {
    let judged = |succeeded, attempted| {
        let result = evaluated_for(&calls("2013-09", succeeded, attempted), "2013-09", ("callback_success_rate", 90.0));
        let kpi = result.kpi("callback_success_rate").clone();
        (kpi.status, kpi.small)
    };
    assert_eq!(judged(9, 10), (Status::Met, false));
    assert_eq!(judged(8, 9), (Status::Missed, true));
    assert_eq!(judged(0, 0), (Status::NoData, false));
    let counts = evaluated(&calls("2013-09", 0, 1), "2013-09");
    assert!(!counts.kpi("callback_failures").small, "counts never");
    assert_eq!(counts.kpi("callback_failures").status, Status::NoTarget);
    assert_eq!(counts.kpi("callbacks_due").direction, Direction::None);
}

#[test]
fn a_target_for_an_unknown_indicator_names_the_nearest() {
    for typed in ["callback_succes_rate", "回访成工率", "Callback succes rate"] {
        let told = catalogue().meant(typed).expect_err("unknown");
        assert!(told.chinese.ends_with("最接近的是 callback_success_rate（回访成功率）"), "{told:?}");
        assert!(told.en.ends_with("the nearest is callback_success_rate (Callback success rate)"), "{told:?}");
    }
}

#[test]
fn periods_with_rows_are_named() {
    let result = evaluated(&calls("2013-05", 1, 1), "2013-09");
    assert!(!result.has_rows);
    assert_eq!(result.periods_with_rows, ["2013-05"]);
}

#[test]
fn calls_after_as_of_still_count_but_orders_do_not() {
    let rows = [order("A1", "2013-09-05"), order("A2", "2013-09-25"), call("A1", "2013-09-20", "success")];
    let result = evaluated_with(&rows, "2013-09", Some("2013-09-10"), &counting());
    assert_eq!(result.parts("callback_rate"), Some((1.0, 1.0)));
    assert_eq!(result.parts("callback_success_rate"), Some((1.0, 1.0)));
}
