use super::*;
use crate::kpi::behind::FactValue;

fn complaint(received: &str) -> Row {
    row![COMPLAINTS, received_at: received]
}

fn closed(received: &str, closed: &str) -> Row {
    with(with(complaint(received), "closed_at", closed), "status_sense", "closed")
}

/// carried in, received, closed, open
fn flow(result: &Evaluation) -> [Option<f64>; 4] {
    ["complaints_carried_in", "complaints_received", "complaints_closed", "complaints_open"].map(|id| result.value(id))
}

#[test]
fn the_flow_of_the_sample_month() {
    let rows = [
        complaint("2013-08-02"),
        complaint("2013-08-20"),
        closed("2013-08-03", "2013-09-04"),
        closed("2013-08-04", "2013-09-05"),
        closed("2013-08-05", "2013-09-06"),
        closed("2013-09-02", "2013-09-04"),
        closed("2013-09-03", "2013-10-05"),
        closed("2013-09-10", "2013-09-12"),
    ];
    let result = evaluated(&rows, "2013-09");
    assert_eq!(flow(&result), [Some(5.0), Some(3.0), Some(5.0), Some(3.0)]);
    assert_eq!(result.values("complaints_closed", &["origin"]), pairs(&[("carried_in", 3.0), ("received", 2.0)]));
    let open = behind(&rows, "2013-09", None, "complaints_open", &["received_at", "age_days", "overdue"]);
    assert_eq!(open.len(), 3);
    let received = day("2013-08-02").and_hms_opt(0, 0, 0).expect("a time");
    assert_eq!(open[0].values, [FactValue::Moment(received), FactValue::Whole(59), FactValue::Flag(true)]);
    assert_eq!(result.value("complaints_overdue"), Some(3.0));
}

#[test]
fn a_closing_after_as_of_has_not_happened_yet_and_later_rows_do_not_exist() {
    let rows = [closed("2013-08-20", "2013-09-20"), complaint("2013-09-05"), complaint("2013-09-25")];
    let result = evaluated_with(&rows, "2013-09", Some("2013-09-15"), &counting());
    assert_eq!(flow(&result), [Some(1.0), Some(1.0), Some(0.0), Some(2.0)]);
    let later = evaluated_with(&rows, "2013-08", Some("2013-09-30"), &counting());
    assert_eq!(later.value("complaints_open"), Some(1.0), "states are taken at the end of the period");
}

/// The values of the months inside a longer period.
fn by_month(result: &Evaluation, id: &str) -> Vec<Option<f64>> {
    result.kpi(id).months.iter().map(|point| point.measure.value).collect()
}

#[test]
fn months_behind_the_last_row_have_no_data_and_months_between_have_none_received() {
    let rows = [
        closed("2013-07-10", "2013-07-12"),
        complaint("2013-09-05"),
        with(complaint("2013-06-01"), "updated_at", "2013-10-02"),
    ];
    let year = evaluated(&rows, "2013");
    let unknown = vec![None, None];
    assert_eq!(by_month(&year, "complaints_received")[5..10], [1.0, 1.0, 0.0, 1.0, 0.0].map(Some));
    assert_eq!(by_month(&year, "complaints_open")[5..10], [1.0, 1.0, 1.0, 2.0, 2.0].map(Some));
    for id in ["complaints_received", "complaints_carried_in", "complaints_closed", "complaints_open"] {
        assert_eq!(by_month(&year, id)[10..], unknown, "{id}");
    }
    assert_eq!(flow(&year), [Some(0.0), Some(3.0), Some(1.0), Some(2.0)], "the year itself has rows");
    let behind = evaluated(&rows, "2013-11");
    assert_eq!(flow(&behind), [None; 4]);
    let open = behind.kpi("complaints_open");
    assert_eq!((open.previous.measure.value, open.change), (Some(2.0), None));
    assert!(open.notes[0].chinese.ends_with("2013-06-01 至 2013-10-02 的记录"), "{:?}", open.notes);
    assert_eq!(flow(&evaluated(&rows, "2014-Q1")), [None; 4]);
    let listed = |month| self::behind(&rows, month, None, "complaints_open", &["age_days"]).len();
    assert_eq!(["2013-10", "2013-11"].map(listed), [2, 0]);
    let after = evaluated(&rows, "2013-12").kpi("complaints_open").clone();
    assert_eq!((after.previous.measure.value, after.trend.last().map(|point| point.measure.value)), (None, Some(None)));
}

#[test]
fn a_list_of_one_row_knows_its_own_month() {
    let rows = [complaint("2013-09-05")];
    let values = ["2013-08", "2013-09", "2013-10"].map(|month| evaluated(&rows, month).value("complaints_open"));
    assert_eq!(values, [None, Some(1.0), None]);
}

#[test]
fn previous_and_trend_are_seen_from_their_own_ends() {
    let rows = [closed("2013-07-10", "2013-09-10"), complaint("2013-08-05"), complaint("2013-09-01")];
    let result = evaluated(&rows, "2013-09");
    let open = result.kpi("complaints_open");
    assert_eq!(
        open.trend.iter().map(|point| point.measure.value).collect::<Vec<_>>(),
        [Some(1.0), Some(2.0), Some(2.0)]
    );
    assert_eq!((open.previous.measure.value, open.change), (Some(2.0), Some(0.0)));
}

#[test]
fn closed_without_a_date_and_reopened_are_open() {
    let rows = [
        with(complaint("2013-09-01"), "status_sense", "closed"),
        with(with(complaint("2013-09-01"), "closed_at", "2013-09-02"), "status_sense", "reopened"),
        closed("2013-09-05", "2013-09-04"),
    ];
    assert_eq!(
        evaluated(&rows, "2013-09").value("complaints_open"),
        Some(3.0),
        "the last closed before it was received"
    );
}

#[test]
fn levels_come_in_their_own_order_and_ages_too() {
    let level = |row: Row, level: &str| with(row, "level", level);
    let rows = [
        level(complaint("2013-09-30"), "III"),
        level(complaint("2013-09-26"), "III"),
        level(complaint("2013-08-31"), "I"),
        level(complaint("2013-08-30"), "重大"),
        complaint("2013-09-16"),
    ];
    let result = evaluated(&rows, "2013-09");
    let levels = pairs(&[("I", 1.0), ("III", 2.0), ("重大", 1.0), ("未指定", 1.0)]);
    assert_eq!(result.values("complaints_open", &["level"]), levels);
    let ages = pairs(&[("0-3", 1.0), ("4-7", 1.0), ("8-14", 1.0), ("15-30", 1.0), ("30+", 1.0)]);
    assert_eq!(result.values("complaints_open", &["age"]), ages);
}

fn timely(rows: &[Row], as_of: &str) -> Option<(f64, f64)> {
    evaluated_with(rows, "2013-09", Some(as_of), &counting()).parts("complaint_timely_closure_rate")
}

#[test]
fn closing_exactly_at_the_limit_is_timely() {
    assert_eq!(timely(&[closed("2013-09-01 10:00", "2013-09-04 10:00")], "2013-09-30"), Some((1.0, 1.0)));
    assert_eq!(timely(&[closed("2013-09-01 10:00", "2013-09-04 10:01")], "2013-09-30"), Some((0.0, 1.0)));
}

#[test]
fn without_a_time_of_day_dates_are_compared() {
    assert_eq!(timely(&[closed("2013-09-01 10:00", "2013-09-04")], "2013-09-30"), Some((1.0, 1.0)), "closing has none");
    assert_eq!(timely(&[closed("2013-09-01", "2013-09-04 18:00")], "2013-09-30"), Some((1.0, 1.0)), "limit has none");
    assert_eq!(timely(&[closed("2013-09-01", "2013-09-05")], "2013-09-30"), Some((0.0, 1.0)));
}

#[test]
fn the_sheets_own_limit_comes_before_that_of_the_level() {
    let own = with(closed("2013-09-01 10:00", "2013-09-02 11:00"), "limit", "2013-09-02 10:30");
    assert_eq!(timely(&[own], "2013-09-30"), Some((0.0, 1.0)));
    let minutes = with(closed("2013-09-01 10:00", "2013-09-02 11:00"), "limit_minutes", 25 * 60);
    assert_eq!(timely(&[minutes], "2013-09-30"), Some((1.0, 1.0)));
    let mut counting = counting();
    counting.complaint_hours.insert("I".to_owned(), 24.0);
    let level = [with(closed("2013-09-01 10:00", "2013-09-02 10:01"), "level", "I")];
    let result = evaluated_with(&level, "2013-09", None, &counting);
    assert_eq!(result.parts("complaint_timely_closure_rate"), Some((0.0, 1.0)));
}

#[test]
fn open_and_not_yet_due_stays_out_and_only_timeliness_looks_on_to_a_later_as_of() {
    let rows = [complaint("2013-09-29 10:00"), closed("2013-09-28 10:00", "2013-10-01 09:00")];
    assert_eq!(timely(&rows, "2013-09-30"), None, "both open and not due");
    assert_eq!(timely(&rows, "2013-10-01"), Some((1.0, 1.0)), "one closed in time, one not due");
    assert_eq!(timely(&rows, "2013-10-02"), Some((1.0, 2.0)), "the other is overdue at the end of that day");
    let later = evaluated_with(&rows, "2013-09", Some("2013-10-02"), &counting());
    assert_eq!(later.value("complaints_open"), Some(2.0));
    let next = evaluated(&[&rows[..], &[complaint("2013-10-01")]].concat(), "2013-10");
    let previous = next.kpi("complaint_timely_closure_rate").previous.measure.value;
    assert_eq!(previous, None, "the period before is seen from its own end");
}

#[test]
fn satisfaction_counts_known_reactions_of_those_closed_in_the_period() {
    let reaction = |sense: &str| with(closed("2013-08-20", "2013-09-02"), "reaction_sense", sense);
    let rows = [
        reaction("satisfied"),
        reaction("not_satisfied"),
        reaction("unknown"),
        closed("2013-08-20", "2013-09-02"),
        with(complaint("2013-09-01"), "reaction_sense", "satisfied"),
    ];
    assert_eq!(evaluated(&rows, "2013-09").parts("complaint_resolution_satisfaction"), Some((1.0, 2.0)));
}

#[test]
fn a_month_in_which_only_an_old_complaint_changed_means_that_nobody_complained() {
    let rows = [with(complaint("2013-07-01"), "replied_at", "2013-09-02")];
    let result = evaluated(&rows, "2013-09");
    assert_eq!(flow(&result), [Some(1.0), Some(0.0), Some(0.0), Some(1.0)]);
    assert!(result.kpi("complaints_received").notes[0].en.contains("2013-07-01"));
    assert_eq!(evaluated(&rows, "2013-06").value("complaints_open"), None, "before the list");
}

#[test]
fn a_list_that_starts_in_the_period_cannot_carry_anything_in() {
    let rows = [complaint("2013-09-02"), complaint("2013-09-03")];
    let result = evaluated(&rows, "2013-09");
    assert_eq!(result.value("complaints_carried_in"), Some(0.0));
    assert_eq!(result.findings.len(), 1);
    assert!(result.findings[0].message.chinese.contains("2013-09-02"), "{:?}", result.findings);
    assert_eq!(evaluated(&rows, "2013-10").findings, []);
}
