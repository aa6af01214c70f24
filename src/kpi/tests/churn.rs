use super::*;

/// A finished order of a car.
fn visit(vin: &str, date: &str) -> Row {
    row![WORK_ORDERS, vin: vin, settled_at: date, status_sense: "finished"]
}

/// Churn as one of its variants.
fn rate(rows: &[Row], label: &str, variant: Option<&str>) -> Option<(f64, f64)> {
    let variants = variant.map(|variant| ("churn_rate".to_owned(), variant.to_owned()));
    let catalogue = Catalogue::load(&Templates::embedded(), book(), &variants.into_iter().collect());
    let (facts, period) = (facts_of(rows, &counting()), period(label));
    let catalogue = catalogue.expect("the built-in declarations");
    let evaluation = evaluate(&facts, &catalogue, &period, period.end, &counting()).expect("an evaluation");
    evaluation.parts("churn_rate")
}

/// `cars` cars that came in a month, the first `again` of which came again in another one.
fn cohort(month: &str, cars: usize, again: usize, later: &str) -> Vec<Row> {
    let name = |car: usize| format!("V{car}");
    let mut rows: Vec<Row> = (0..cars).map(|car| visit(&name(car), &format!("{month}-{:02}", 1 + car % 28))).collect();
    rows.extend((0..again).map(|car| visit(&name(car), &format!("{later}-15"))));
    rows
}

#[test]
fn december_looks_at_june() {
    // The worked example of the rule: 1600 visits of 1200 vehicles, 300 of which did not come again.
    let mut rows = cohort("2013-06", 1200, 900, "2013-12");
    rows.extend((0..400).map(|car| visit(&format!("V{car}"), "2013-06-29")));
    let evaluation = evaluated(&rows, "2013-12");
    assert_eq!((evaluation.parts("churn_rate"), evaluation.value("churn_rate")), (Some((300.0, 1200.0)), Some(25.0)));
    assert_eq!(evaluation.value("customers_lost"), Some(300.0));
    let june = evaluated(&rows, "2013-06");
    assert_eq!((june.value("service_visits"), june.value("vehicles_serviced")), (Some(1600.0), Some(1200.0)));
    assert_eq!(june.value("churn_rate"), None, "nothing is known of the December before");
    // The other one: 100 vehicles of August 2010, 88 of which were back by February 2011.
    let rows = cohort("2010-08", 100, 88, "2011-02");
    assert_eq!(evaluated(&rows, "2011-02").value("churn_rate"), Some(12.0));
}

#[test]
fn coming_again_is_a_matter_of_whole_later_months() {
    for (again, lost) in
        [("2013-03-31", 1.0), ("2013-04-01", 0.0), ("2013-09-30", 0.0), ("2013-10-01", 1.0), ("2013-02-28", 1.0)]
    {
        let rows =
            [visit("V1", "2013-03-01"), visit("V1", again), visit("V2", "2013-09-02"), visit("V3", "2013-01-02")];
        assert_eq!(rate(&rows, "2013-09", None), Some((lost, 1.0)), "{again}");
    }
    let of = |kind: &str| with(visit("V1", "2013-05-01"), "service_type_sense", kind);
    let rows = |other: Row| [visit("V1", "2013-03-01"), other, visit("V2", "2013-09-02")];
    assert_eq!(rate(&rows(of("internal")), "2013-09", None), Some((1.0, 1.0)), "an internal order is no visit");
    assert_eq!(rate(&rows(of("first_service")), "2013-09", None), Some((0.0, 1.0)));
}

#[test]
fn a_month_is_judged_when_it_is_over() {
    let rows =
        [visit("V1", "2013-03-01"), visit("V2", "2013-09-10"), visit("V3", "2013-02-10"), visit("V2", "2013-08-01")];
    let before = evaluated_with(&rows, "2013-09", Some("2013-09-29"), &counting());
    assert_eq!(before.value("churn_rate"), None);
    assert_eq!(evaluated(&rows, "2013-09").parts("churn_rate"), Some((1.0, 1.0)));
    // V3 was lost in August, V1 in September; of July nothing is known.
    assert_eq!(evaluated(&rows, "2013-Q3").parts("churn_rate"), Some((2.0, 2.0)));
    let quarter = evaluated(&rows, "2013-Q3");
    let notes = &quarter.kpi("churn_rate").notes;
    assert!(notes.iter().any(|note| note.chinese.contains("2013-07")), "{notes:?}");
}

#[test]
fn without_seven_months_of_orders_there_is_no_churn_and_the_reason_says_from_when_they_are_needed() {
    let rows = [visit("V1", "2013-04-01"), visit("V2", "2013-09-10")];
    let evaluation = evaluated(&rows, "2013-09");
    let churn = evaluation.kpi("churn_rate");
    assert_eq!(churn.measure.value, None);
    assert!(churn.notes.iter().any(|note| note.chinese.contains("2013-03-01")), "{:?}", churn.notes);
    assert_eq!(rate(&rows, "2013-09", Some("dormant")), None);
    assert_eq!(rate(&rows, "2013-09", Some("retention")), None);
}

#[test]
fn dormant_are_those_that_have_not_come_for_six_months_whenever_they_came_last() {
    let rows = [
        visit("V1", "2012-01-05"),
        visit("V2", "2012-05-05"),
        visit("V2", "2013-03-31"),
        visit("V3", "2013-04-01"),
        visit("V4", "2012-02-01"),
        visit("V4", "2013-09-30"),
        visit("V5", "2013-10-01"),
    ];
    // V1 and V2 of V1 to V4; V5 has not come yet.
    assert_eq!(rate(&rows, "2013-09", Some("dormant")), Some((2.0, 4.0)));
}

#[test]
fn the_retention_view_is_what_was_lost_of_those_active_at_the_beginning() {
    let rows = [
        visit("V1", "2012-09-05"),
        // Active at the beginning of September: V2, V3, V4.
        visit("V2", "2013-03-05"),
        visit("V3", "2013-03-06"),
        visit("V3", "2013-07-01"),
        visit("V4", "2013-08-31"),
        visit("V5", "2013-09-01"),
    ];
    // 1 − (end: V3, V4, V5 less new: V5) / 3
    assert_eq!(rate(&rows, "2013-09", Some("retention")), Some((1.0, 3.0)));
}

#[test]
fn new_customers_are_known_after_twelve_months_of_orders_and_net_is_new_less_lost() {
    let mut rows = vec![
        visit("V1", "2012-09-05"),
        visit("V1", "2013-09-02"),
        visit("V2", "2013-09-03"),
        visit("V2", "2013-09-20"),
        visit("V3", "2013-03-03"),
        visit("V4", "2013-03-04"),
    ];
    let evaluation = evaluated(&rows, "2013-09");
    let counts = ["customers_new", "customers_lost", "customers_net"].map(|id| evaluation.value(id));
    assert_eq!(counts, [Some(1.0), Some(2.0), Some(-1.0)]);
    // A longer memory makes an old customer of V2.
    rows.push(visit("V2", "2009-01-01"));
    assert_eq!(evaluated(&rows, "2013-09").value("customers_new"), Some(0.0));
    let short: Vec<Row> = rows[1..6].to_vec();
    let evaluation = evaluated(&short, "2013-09");
    assert_eq!(["customers_new", "customers_net"].map(|id| evaluation.value(id)), [None, None]);
}

#[test]
fn nothing_is_taken_off_of_months_in_which_nobody_knows_who_was_new() {
    // Orders from September 2012 on: who was new is known from September 2013 on, who was lost in July as well.
    let rows = [
        visit("V1", "2012-09-10"),
        visit("V2", "2013-01-10"),
        visit("V4", "2013-03-10"),
        visit("V4", "2013-08-10"),
        visit("V3", "2013-09-10"),
        visit("V1", "2013-09-11"),
    ];
    let quarter = evaluated(&rows, "2013-Q3");
    let counts = ["customers_new", "customers_lost", "customers_net"].map(|id| quarter.value(id));
    assert_eq!(counts, [Some(1.0), Some(1.0), None]);
    assert_eq!(evaluated(&rows, "2013-09").value("customers_net"), Some(1.0));
}

#[test]
fn active_customers_are_the_distinct_vehicles_of_twelve_months() {
    let rows = [
        visit("V0", "2012-09-30"),
        with(visit("V1", "2012-10-01"), "model", "旧"),
        with(visit("V1", "2013-05-01"), "model", "新"),
        visit("V2", "2013-08-31"),
        visit("V2", "2013-09-30"),
        row![WORK_ORDERS, settled_at: "2013-09-02", status_sense: "finished"],
    ];
    let evaluation = evaluated(&rows, "2013-09");
    assert_eq!(evaluation.value("active_customers"), Some(3.0), "V1, V2 and one without a name");
    let by_model = evaluation.kpi("active_customers").breakdown(&["model"]).expect("by model");
    let models: Vec<_> = by_model.rows.iter().map(|row| (row.key[0].as_str(), row.measure.n)).collect();
    assert_eq!(models, [("未指定", 2), ("新", 1)]);
    assert_eq!(evaluated(&rows, "2013-Q3").value("active_customers"), Some(3.0), "as at the end of the quarter");
    assert_eq!(evaluated(&rows, "2013-08").value("active_customers"), Some(3.0), "V0 to V2");
    assert_eq!(evaluated(&rows, "2013-07").value("active_customers"), None, "August 2012 is not known");
}

#[test]
fn distinct_vehicles_of_a_quarter_count_once() {
    let rows = [visit("V1", "2013-07-01"), visit("V1", "2013-08-01"), visit("V2", "2013-09-30")];
    let quarter = evaluated(&rows, "2013-Q3");
    assert_eq!((quarter.value("service_visits"), quarter.value("vehicles_serviced")), (Some(3.0), Some(2.0)));
    assert_eq!(behind(&rows, "2013-Q3", None, "vehicles_serviced", &["vehicle"]).len(), 2);
}

#[test]
fn a_month_that_begins_on_the_26th_is_that_of_churn_too() {
    let calendar = Calendar { month_start_day: 26 };
    // The month of March is 26 February to 25 March.
    let rows = [
        visit("V1", "2013-02-26"),
        visit("V2", "2013-03-25"),
        visit("V2", "2013-03-26"),
        visit("V3", "2013-02-25"),
        visit("V1", "2013-09-26"),
        visit("V4", "2013-09-25"),
    ];
    let facts = facts::build(&tables(&rows), book(), &counting(), calendar).expect("facts");
    let period = calendar.parse(PeriodKind::Month, "2013-09").expect("a period");
    let evaluation = evaluate(&facts, &catalogue(), &period, period.end, &counting()).expect("an evaluation");
    assert_eq!(evaluation.parts("churn_rate"), Some((1.0, 2.0)), "V1 came too late, V2 again in April");
}

#[test]
fn of_a_cohort_of_sold_cars_each_is_looked_up() {
    let sold = |vin: &str, on: &str| row![NEW_SALES, vin: vin, delivered_at: on];
    let first = |vin: &str, on: &str| with(visit(vin, on), "first_service", true);
    let rows = [
        sold("V1", "2013-03-05"),
        first("V1", "2013-06-10"),
        sold("V2", "2013-03-31"),
        first("V2", "2013-09-30"),
        sold("V3", "2013-03-10"),
        first("V3", "2013-09-11"),
        sold("V4", "2013-03-15"),
        visit("V4", "2013-05-01"),
        with(sold("V5", "2013-03-20"), "cancelled_at", "2013-03-25"),
        sold("V6", "2013-02-28"),
        row![NEW_SALES, month: "2013-03-01", quantity: 7],
        visit("V9", "2013-02-01"),
    ];
    // V1 and V2 of V1 to V4.
    assert_eq!(evaluated(&rows, "2013-09").parts("first_service_return_rate"), Some((2.0, 4.0)));
    assert_eq!(evaluated(&rows[..11], "2013-08").value("first_service_return_rate"), None, "no orders of February");
}

#[test]
fn a_look_into_a_list_of_a_single_row_finds_it() {
    let rows = [
        visit("V1", "2013-03-01"),
        visit("V2", "2013-03-02"),
        visit("V3", "2013-09-02"),
        with(row![RENEWALS, vin: "V1", due_at: "2013-09-01"], "transferred", true),
    ];
    assert_eq!(rate(&rows, "2013-09", None), Some((1.0, 1.0)), "V1 was sold on");
}

#[test]
fn lists_that_name_their_cars_differently_say_nothing_of_each_other() {
    let mut rows: Vec<Row> =
        (10..20).map(|car| row![NEW_SALES, vin: format!("V{car}").as_str(), delivered_at: "2013-03-05"]).collect();
    let by_plate = |day: &str| row![WORK_ORDERS, plate: "京A00001", settled_at: day, status_sense: "finished", first_service: true];
    rows.extend(["2013-03-10", "2013-09-10"].map(by_plate));
    assert_eq!(evaluated(&rows, "2013-09").parts("first_service_return_rate"), None, "VINs there, plates here");
    rows.push(with(visit("V10", "2013-04-01"), "first_service", true));
    assert_eq!(evaluated(&rows, "2013-09").parts("first_service_return_rate"), Some((1.0, 10.0)));
}
