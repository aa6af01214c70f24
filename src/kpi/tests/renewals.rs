use super::*;

/// A policy of a car, due on a day.
fn policy(vin: &str, due: &str) -> Row {
    row![RENEWALS, vin: vin, due_at: due]
}

fn renewed(vin: &str, due: &str, on: &str) -> Row {
    with(policy(vin, due), "renewed_at", on)
}

/// Renewed and due.
fn rate(rows: &[Row]) -> Option<(f64, f64)> {
    evaluated(rows, "2013-09").parts("renewal_rate")
}

#[test]
fn early_and_late_renewals_belong_to_the_month_in_which_the_policy_is_due() {
    for (on, counts) in [
        ("2013-07-02", 1.0),
        ("2013-07-01", 0.0),
        ("2013-09-30", 1.0),
        ("2013-10-30", 1.0),
        ("2013-10-31", 0.0),
        ("2012-09-30", 0.0),
    ] {
        let rows = [renewed("V1", "2013-09-30", on), policy("V2", "2013-10-31"), policy("V3", "2013-08-01")];
        assert_eq!(rate(&rows), Some((counts, 1.0)), "renewed on {on}");
    }
}

#[test]
fn a_car_counts_once_a_month_whatever_its_policies() {
    let kind = |row: Row, kind: &str| with(row, "policy_type", kind);
    let rows = [
        kind(policy("V1", "2013-09-20"), "商业险"),
        kind(renewed("V1", "2013-09-05", "2013-09-01"), "交强险"),
        kind(policy("V2", "2013-09-07"), "交强险"),
        kind(policy("V2", "2013-09-07"), "商业险"),
        // In another month it is due again.
        policy("V1", "2013-10-05"),
        // Without a VIN the plate is the car.
        row![RENEWALS, plate: "京A12345", due_at: "2013-09-08"],
        row![RENEWALS, plate: "京A12345", due_at: "2013-09-09"],
    ];
    assert_eq!(rate(&rows), Some((1.0, 3.0)));
    assert_eq!(evaluated(&rows, "2013-10").parts("renewal_rate"), Some((0.0, 1.0)));
}

#[test]
fn without_a_date_words_say_whether_a_car_was_renewed_and_with_one_the_date_does() {
    let says = |sense: &str| with(policy("V1", "2013-09-05"), "result_sense", sense);
    assert_eq!(rate(&[says("renewed")]), Some((1.0, 1.0)));
    assert_eq!(rate(&[says("open")]), Some((0.0, 1.0)));
    assert_eq!(rate(&[with(policy("V1", "2013-09-05"), "is_renewed", true)]), Some((1.0, 1.0)));
    assert_eq!(rate(&[with(says("lost"), "is_renewed", true)]), Some((0.0, 1.0)), "the status comes first");
    assert_eq!(rate(&[with(says("renewed"), "renewed_at", "2012-09-05")]), Some((0.0, 1.0)), "that of last year");
    assert_eq!(rate(&[with(says("lost"), "renewed_at", "2013-09-05")]), Some((1.0, 1.0)));
}

#[test]
fn lost_are_those_that_say_so_or_give_a_reason_and_were_not_renewed() {
    let why = |row: Row, reason: &str| with(row, "lost_reason", reason);
    let rows = [
        why(policy("V1", "2013-09-01"), "价格"),
        with(policy("V2", "2013-09-01"), "result_sense", "lost"),
        with(policy("V3", "2013-09-01"), "is_lost", true),
        why(renewed("V4", "2013-09-01", "2013-09-01"), "价格"),
        policy("V5", "2013-09-01"),
        // Of two policies that say no more the lost one stands for the car.
        with(policy("V6", "2013-09-01"), "policy_type", "交强险"),
        with(why(policy("V6", "2013-09-01"), "他店"), "policy_type", "商业险"),
    ];
    let result = evaluated(&rows, "2013-09");
    let by_reason = result.values("renewals_lost", &["lost_reason"]);
    assert_eq!(by_reason, pairs(&[("未指定", 2.0), ("他店", 1.0), ("价格", 1.0)]));
    assert_eq!(result.value("renewals"), Some(1.0));
    let lost = behind(&rows, "2013-09", None, "renewals_lost", &["due_at", "vin", "lost_reason"]);
    assert_eq!(lost.len(), 4);
}

#[test]
fn cars_sold_on_are_left_out_and_policies_due_after_the_day_of_the_report_are_not() {
    let rows = [
        policy("V1", "2013-09-02"),
        with(policy("V2", "2013-09-02"), "transferred", true),
        with(policy("V3", "2013-09-02"), "transferred", false),
        renewed("V4", "2013-09-28", "2013-09-01"),
    ];
    let result = evaluated_with(&rows, "2013-09", Some("2013-09-10"), &counting());
    assert_eq!(result.parts("renewal_rate"), Some((1.0, 3.0)));
}

#[test]
fn visits_are_unknown_where_the_orders_do_not_reach_over_the_year() {
    let visit = |no: &str, day: &str, vin: &str| with(order(no, day), "vin", vin);
    let cars = [policy("V1", "2013-09-15"), policy("V2", "2013-09-15"), policy("V3", "2013-09-15")];
    let without_orders = evaluated(&cars, "2013-09");
    assert_eq!(without_orders.values("renewal_rate", &["loyalty"]), pairs(&[("未指定", 0.0)]));
    let visits = [
        visit("1", "2013-09-15", "V1"),
        visit("2", "2013-01-15", "V1"),
        visit("3", "2012-09-15", "V1"),
        visit("4", "2013-09-16", "V2"),
        visit("5", "2012-09-14", "V2"),
        visit("6", "2013-03-01", "V3"),
    ];
    let known = evaluated(&[&cars[..], &visits[..]].concat(), "2013-09");
    let kinds: Vec<String> = known.values("renewal_rate", &["loyalty"]).into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["A", "B", "C"]);
    let too_short = evaluated(&[&cars[..], &visits[..2], &visits[3..4]].concat(), "2013-09");
    assert_eq!(too_short.rows("renewal_rate", &["loyalty"]).len(), 1, "no order before January");
}

#[test]
fn a_period_is_provisional_until_thirty_days_after_its_end() {
    let note = |as_of: &str| {
        let result = evaluated_with(&[policy("V1", "2013-09-02")], "2013-09", Some(as_of), &counting());
        let notes = &result.kpi("renewal_rate").notes;
        notes.iter().find(|note| note.chinese.contains("暂估")).cloned()
    };
    let told = note("2013-10-29").expect("a note");
    assert_eq!(told.chinese, "暂估：2013-10-30 前还会变化");
    assert_eq!(told.en, "provisional until 2013-10-30");
    assert_eq!(note("2013-10-30"), None);
    let sales = evaluated(&[row![NEW_SALES, vin: "N1", delivered_at: "2013-09-02"]], "2013-09");
    assert!(sales.kpi("new_car_sales").notes.is_empty(), "what is settled at once has no such note");
}
