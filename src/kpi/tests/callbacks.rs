use super::*;
use crate::kpi::behind::FactValue;

#[test]
fn due_are_finished_orders_that_are_neither_internal_nor_pdi() {
    let rows = [
        order("A1", "2013-09-01"),
        with(order("A2", "2013-09-02"), "service_type_sense", "internal"),
        with(order("A3", "2013-09-02"), "service_type_sense", "pdi"),
        row![WORK_ORDERS, order_no: "A4", opened_at: "2013-09-03", status_sense: "open"],
        row![WORK_ORDERS, order_no: "A5", opened_at: "2013-09-03", delivered_at: "2013-09-04"],
        row![WORK_ORDERS, order_no: "A6", opened_at: "2013-09-03"],
    ];
    assert_eq!(evaluated(&rows, "2013-09").value("callbacks_due"), Some(2.0), "A1, and A5 delivered without a status");
}

#[test]
fn an_order_is_dated_by_settlement_else_delivery_else_opening() {
    let rows = [
        row![WORK_ORDERS, order_no: "A1", opened_at: "2013-07-31", delivered_at: "2013-08-31", settled_at: "2013-09-01", status_sense: "finished"],
        row![WORK_ORDERS, order_no: "A2", opened_at: "2013-07-31", delivered_at: "2013-08-31", status_sense: "finished"],
        row![WORK_ORDERS, order_no: "A3", opened_at: "2013-07-31", status_sense: "finished"],
    ];
    for month in ["2013-07", "2013-08", "2013-09"] {
        assert_eq!(evaluated(&rows, month).value("callbacks_due"), Some(1.0), "{month}");
    }
}

#[test]
fn attempts_for_one_order_are_one_case_of_the_month_of_the_last() {
    let rows =
        [call("A1", "2013-08-30", "failure"), call("A1", "2013-09-02", "failure"), call("A2", "2013-08-30", "success")];
    let august = evaluated(&rows, "2013-08");
    assert_eq!(august.parts("callback_success_rate"), Some((1.0, 1.0)), "A1 moved to September");
    let september = evaluated(&rows, "2013-09");
    assert_eq!(september.parts("callback_success_rate"), Some((0.0, 1.0)));
    let behind = behind(&rows, "2013-09", None, "callback_failures", &["attempts", "order_no"]);
    assert_eq!(behind[0].values, [FactValue::Whole(2), FactValue::Text("A1".into())]);
    assert_eq!((behind.len(), behind[0].origin.as_ref().map(|origin| origin.row)), (1, Some(3)), "the last attempt");
}

#[test]
fn a_case_succeeds_if_any_attempt_did() {
    let rows = [call("A1", "2013-09-01", "success"), call("A1", "2013-09-03", "failure")];
    let result = evaluated(&rows, "2013-09");
    assert_eq!(result.parts("callback_success_rate"), Some((1.0, 1.0)));
    assert_eq!(result.value("callback_failures"), Some(0.0));
}

#[test]
fn a_failure_has_the_reason_of_the_last_attempt() {
    let rows = [
        with(call("A1", "2013-09-01", "failure"), "reason", "号码错误"),
        with(call("A1", "2013-09-02", "failure"), "reason", "无法接通"),
        call("A2", "2013-09-02", "failure"),
        with(call("A3", "2013-09-02", "failure"), "reason", "无法接通"),
    ];
    let result = evaluated(&rows, "2013-09");
    assert_eq!(result.values("callback_failures", &["reason"]), pairs(&[("无法接通", 2.0), ("未填原因", 1.0)]));
    let shares: Vec<_> = result.rows("callback_failures", &["reason"]).iter().map(|row| row.share).collect();
    assert_eq!(shares, [percent_of(2, 3), percent_of(1, 3)]);
}

fn percent_of(part: i64, whole: i64) -> Option<f64> {
    use crate::base::number::{Exact, percent};
    percent(Exact::whole(part), Exact::whole(whole))
}

#[test]
fn open_rows_and_calls_about_sales_are_no_attempts() {
    let rows = [
        call("A1", "2013-09-01", "open"),
        with(with(call("A2", "2013-09-01", "success"), "kind", "销售回访"), "kind_sense", "sales"),
        with(with(call("A3", "2013-09-01", "success"), "kind", "维修回访"), "kind_sense", "after_sales"),
        with(call("A4", "2013-09-01", "success"), "kind", "没人认识的类型"),
        order("A1", "2013-09-01"),
        order("A2", "2013-09-01"),
        order("A3", "2013-09-01"),
        order("A4", "2013-09-01"),
    ];
    let result = evaluated(&rows, "2013-09");
    assert_eq!(result.parts("callback_success_rate"), Some((1.0, 1.0)));
    assert_eq!(result.parts("callback_rate"), Some((1.0, 4.0)));
}

#[test]
fn a_result_word_that_nobody_knows_is_an_attempt_without_success() {
    let rows = [row![CALLBACKS, order_no: "A1", call_date: "2013-09-01", result: "说不清"]];
    assert_eq!(evaluated(&rows, "2013-09").parts("callback_success_rate"), Some((0.0, 1.0)));
}

#[test]
fn an_order_called_in_a_later_month_was_called() {
    let rows = [order("A1", "2013-08-31"), order("A2", "2013-08-31"), call("A1", "2013-09-02", "success")];
    let rows = [&rows[..], &[order("A0", "2013-07-01"), call("A0", "2013-07-04", "success")]].concat();
    assert_eq!(evaluated(&rows, "2013-08").parts("callback_rate"), Some((1.0, 2.0)));
}

#[test]
fn a_call_without_a_number_goes_to_the_order_of_its_service_date_else_to_the_latest_of_30_days() {
    let vehicle = |order_no: &str, date: &str| with(order(order_no, date), "vin", "LSVAA000000000001");
    let call = |date: &str| with(row![CALLBACKS, call_date: date, result_sense: "success"], "vin", "LSVAA000000000001");
    let orders = [vehicle("A1", "2013-08-10"), vehicle("A2", "2013-08-20"), vehicle("A3", "2013-10-01")];
    let called = |call: Row| {
        let rows = [&orders[..], &[call, super::call("X", "2013-08-01", "success")]].concat();
        let result = evaluated(&rows, "2013-08");
        (result.parts("callback_rate").map(|(called, _)| called), result.kpi("callbacks_due").measure.n)
    };
    assert_eq!(called(with(call("2013-09-01"), "service_date", "2013-08-10")), (Some(1.0), 2), "A1 by its date");
    assert_eq!(called(call("2013-09-19")), (Some(1.0), 2), "A2, 30 days before");
    assert_eq!(called(call("2013-09-20")), (Some(0.0), 2), "31 days: it stands alone");
    assert_eq!(
        called(with(call("2013-09-01"), "service_date", "2013-08-11")),
        (Some(1.0), 2),
        "no such day: the latest"
    );
}

#[test]
fn calls_by_vehicle_join_the_case_of_their_order_and_others_stand_alone() {
    let plate = |row: Row| with(row, "plate", "京A12345");
    let loose = |date: &str| row![CALLBACKS, call_date: date, result_sense: "failure"];
    let rows = [
        plate(order("A1", "2013-09-01")),
        call("A1", "2013-09-03", "failure"),
        plate(loose("2013-09-04")),
        with(loose("2013-09-04"), "plate", "京B00001"),
        with(loose("2013-09-05"), "plate", "京B00001"),
    ];
    let result = evaluated(&rows, "2013-09");
    assert_eq!(result.parts("callback_success_rate"), Some((0.0, 3.0)), "one case of A1, two rows alone");
}

#[test]
fn advisor_and_caller_are_those_of_the_last_attempt_and_a_blank_advisor_is_the_orders() {
    let rows = [
        with(order("A1", "2013-09-01"), "advisor", "乔丹"),
        with(with(call("A1", "2013-09-02", "failure"), "caller", "甲"), "advisor", "科比"),
        with(call("A1", "2013-09-03", "success"), "caller", "乙"),
        call("A2", "2013-09-03", "success"),
    ];
    let result = evaluated(&rows, "2013-09");
    assert_eq!(result.values("callback_success_rate", &["advisor"]), pairs(&[("乔丹", 100.0), ("未指定", 100.0)]));
    assert_eq!(result.values("callback_success_rate", &["caller"]), pairs(&[("乙", 100.0), ("未指定", 100.0)]));
}

#[test]
fn where_no_call_names_an_order_the_attempted_cases_are_counted() {
    let rows = [
        order("A1", "2013-09-01"),
        order("A2", "2013-09-02"),
        row![CALLBACKS, plate: "京A12345", call_date: "2013-09-05", result_sense: "failure"],
    ];
    let result = evaluated(&rows, "2013-09");
    assert_eq!(result.parts("callback_rate"), Some((1.0, 2.0)));
    assert!(result.kpi("callback_rate").notes.iter().any(|note| note.en.contains("no call names an order")));
}

#[test]
fn a_joined_rate_has_no_data_outside_the_days_of_either_table() {
    let rows = [order("A1", "2013-04-10"), order("A2", "2013-06-10"), call("A2", "2013-05-31", "success")];
    let april = evaluated(&rows, "2013-04");
    assert_eq!(april.value("callbacks_due"), Some(1.0));
    assert_eq!(april.value("callback_rate"), None, "no call was kept yet");
    assert!(april.kpi("callback_rate").notes[0].chinese.contains("2013-05-31"));
    assert_eq!(evaluated(&rows, "2013-06").value("callback_rate"), None, "the calls end in May");
}

#[test]
fn orders_that_nobody_called_about_are_named_by_advisor_those_without_last() {
    let rows = [
        order("A1", "2013-09-01"),
        with(order("A2", "2013-09-02"), "advisor", "鲁尼"),
        with(order("A3", "2013-09-03"), "advisor", "卡卡"),
        with(order("A4", "2013-09-04"), "advisor", "卡卡"),
        with(with(order("A5", "2013-09-05"), "advisor", "卡卡"), "service_type_sense", "internal"),
        call("A4", "2013-09-06", "failure"),
    ];
    let result = evaluated(&rows, "2013-09");
    assert_eq!(result.value("callbacks_not_made"), Some(3.0));
    assert_eq!(result.parts("callback_rate"), Some((1.0, 4.0)));
    let named = behind(&rows, "2013-09", None, "callbacks_not_made", &["advisor", "order_no"]);
    let orders: Vec<_> = named.into_iter().map(|row| row.values[1].clone()).collect();
    assert_eq!(orders, ["A3", "A2", "A1"].map(|order| FactValue::Text(order.to_owned())));
}

#[test]
fn where_no_call_names_an_order_nobody_is_said_to_be_forgotten() {
    let mut calls = call("A4", "2013-09-06", "failure");
    calls.1.retain(|(field, _)| *field != "order_no");
    let rows = [order("A1", "2013-09-01"), order("A2", "2013-09-02"), calls];
    assert_eq!(evaluated(&rows, "2013-09").value("callbacks_not_made"), None);
    assert!(behind(&rows, "2013-09", None, "callbacks_not_made", &[]).is_empty());
}

#[test]
fn nothing_attempted_is_no_data_and_never_nought() {
    let rows = [call("A1", "2013-07-01", "success"), call("A2", "2013-09-01", "failure")];
    let result = evaluated(&rows, "2013-08");
    assert_eq!((result.value("callback_success_rate"), result.value("callback_failures")), (None, None));
    assert_eq!(evaluated(&[], "2013-08").value("callbacks_due"), None, "no table at all");
}

#[test]
fn simultaneous_attempts_go_by_number_then_by_result() {
    let at = |number: i64, reason: &str| {
        with(with(call("A1", "2013-09-01 10:00", "failure"), "attempt", number), "reason", reason)
    };
    for rows in [[at(1, "无法接通"), at(2, "号码错误")], [at(2, "号码错误"), at(1, "无法接通")]] {
        assert_eq!(evaluated(&rows, "2013-09").values("callback_failures", &["reason"]), pairs(&[("号码错误", 1.0)]));
    }
}

#[test]
fn the_first_time_fix_answer_stands_on_the_order_else_on_its_last_callback() {
    let answer =
        |order_no: &str, date: &str, fixed: bool| with(call(order_no, date, "success"), "fixed_first_visit", fixed);
    let rows = [
        with(with(order("A1", "2013-09-01"), "fixed_first_visit", true), "technician", "鲁尼"),
        answer("A1", "2013-09-02", false),
        with(with(order("A2", "2013-09-01"), "technician", "鲁尼"), "not_fixed_reason", "配件缺货"),
        answer("A2", "2013-10-03", false),
        answer("A2", "2013-10-02", true),
        order("A3", "2013-09-01"),
        with(with(order("A4", "2013-09-01"), "fixed_first_visit", false), "service_type_sense", "internal"),
        with(
            row![WORK_ORDERS, order_no: "A5", opened_at: "2013-09-01", status_sense: "open"],
            "fixed_first_visit",
            false,
        ),
    ];
    let result = evaluated(&rows, "2013-09");
    assert_eq!(result.parts("first_time_fix_rate"), Some((1.0, 2.0)));
    assert_eq!(result.values("first_time_fix_rate", &["technician"]), pairs(&[("鲁尼", 50.0)]));
    assert_eq!(result.values("first_time_fix_failures", &["reason"]), pairs(&[("配件缺货", 1.0)]));
    assert_eq!(behind(&rows, "2013-09", None, "first_time_fix_failures", &[]).len(), 1);
}
