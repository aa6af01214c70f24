use super::*;
use crate::kpi::analyses::correlation::correlation;

fn contact(called: &str) -> Row {
    row![CONTACTS, called_at: called]
}

fn answered(called: &str, wait: i64, talk: i64) -> Row {
    with(with(with(contact(called), "answered", true), "wait", wait), "talk", talk)
}

#[test]
fn a_call_that_nobody_answered_is_one_and_neither_waited_nor_was_handled() {
    let missed = with(with(contact("2013-09-02 09:10"), "answered", false), "wait", 600);
    let unknown = with(contact("2013-09-02 09:20"), "wait", 30);
    let result = evaluated(&[answered("2013-09-02 09:00", 10, 60), missed, unknown], "2013-09");
    assert_eq!(result.value("contacts_received"), Some(3.0));
    assert_eq!(result.parts("contact_answer_rate"), Some((1.0, 2.0)));
    assert_eq!(result.parts("contact_wait"), Some((40.0, 2.0)));
    assert_eq!(result.value("contact_wait_median"), Some(20.0));
    assert_eq!(result.parts("contact_handling"), Some((60.0, 1.0)));
    assert_eq!(result.value("contacts_missed"), Some(1.0));
}

#[test]
fn hours_stand_in_their_order_and_a_day_has_none() {
    let rows = ["2013-09-02 10:59", "2013-09-03 09:00", "2013-09-03 09:59", "2013-09-04", "2013-09-05 23:00"];
    let result = evaluated(&rows.map(contact), "2013-09");
    let hours = pairs(&[("9", 2.0), ("10", 1.0), ("23", 1.0), ("未指定", 1.0)]);
    assert_eq!(result.values("contacts_received", &["hour"]), hours);
}

#[test]
fn the_handling_time_comes_before_the_talk_time() {
    let both = with(answered("2013-09-02 09:00", 5, 60), "handling", 90);
    assert_eq!(evaluated(&[both], "2013-09").value("contact_handling"), Some(90.0));
}

#[test]
fn figures_are_held_together_over_ten_hours_and_not_over_nine() {
    // The more calls in an hour, the longer the wait: at 8 one call waits a second, at 9 two wait two each …
    let busy = |hours: i64| {
        let calls = (1..=hours).flat_map(|hour| {
            (0..hour).map(move |at| answered(&format!("2013-09-{:02} {:02}:00", at + 1, hour + 7), hour, 60))
        });
        let result = evaluated(&calls.collect::<Vec<_>>(), "2013-09");
        let of = ["contacts_received", "contact_wait", "contact_handling"].map(|id| result.kpi(id));
        correlation(&of, "hour")
    };
    let pairs = busy(10);
    assert_eq!(pairs.iter().map(|pair| pair.n).collect::<Vec<_>>(), [10, 10, 10]);
    assert!(pairs[0].r.is_some_and(|r| (r - 1.0).abs() < 1e-9) && pairs[0].is_told());
    assert_eq!(pairs[1].r, None, "the handling time is the same in every hour");
    assert_eq!(busy(9)[0].r, None);
}
