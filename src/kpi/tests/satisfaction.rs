use super::*;
use crate::settings::StationSatisfaction;

const POINT: i64 = 1_000_000;

fn survey(advisor: &str, attitude: i64, promptness: i64) -> Row {
    row![SURVEYS, survey_date: "2013-09-10", channel_sense: "in_person", advisor: advisor,
         score_attitude: attitude * POINT, score_promptness: promptness * POINT]
}

#[test]
fn the_station_is_the_simple_mean_of_the_advisors() {
    let rows = [survey("乔丹", 90, 80), survey("乔丹", 70, 60), survey("科比", 100, 90)];
    let result = evaluated(&rows, "2013-09");
    assert_eq!(result.value("satisfaction_score"), Some((75.0 + 95.0) / 2.0));
    assert_eq!(result.kpi("satisfaction_score").measure.n, 3);
    assert_eq!(result.values("satisfaction_score", &["advisor"]), pairs(&[("乔丹", 75.0), ("科比", 95.0)]));
    assert_eq!(result.values("satisfaction_score", &["item"]), pairs(&[("及时接待", 80.0), ("服务态度", 90.0)]));
    assert_eq!(result.rows("satisfaction_score", &["advisor", "item"]).len(), 4);
}

#[test]
fn an_advisor_is_the_mean_of_the_items_whatever_the_number_of_answers() {
    let only_attitude = row![SURVEYS, survey_date: "2013-09-10", advisor: "乔丹", score_attitude: 60 * POINT];
    let result = evaluated(&[survey("乔丹", 90, 80), only_attitude], "2013-09");
    assert_eq!(result.value("satisfaction_score"), Some((75.0 + 80.0) / 2.0));
    let items = result.rows("satisfaction_score", &["item"]);
    assert_eq!(items.iter().map(|row| row.measure.n).collect::<Vec<_>>(), [2, 1], "for an item its answers");
}

#[test]
fn rows_without_an_advisor_are_shown_and_stay_out() {
    let nobody = row![SURVEYS, survey_date: "2013-09-10", score_attitude: 10 * POINT];
    let rows = [survey("乔丹", 90, 80), nobody];
    let result = evaluated(&rows, "2013-09");
    assert_eq!((result.value("satisfaction_score"), result.kpi("satisfaction_score").measure.n), (Some(85.0), 1));
    assert_eq!(result.values("satisfaction_score", &["advisor"]), pairs(&[("乔丹", 85.0), ("未指定", 10.0)]));
    let mut counting = counting();
    counting.station = StationSatisfaction::MeanOfAnswers;
    let pooled = evaluated_with(&rows, "2013-09", None, &counting);
    assert_eq!((pooled.value("satisfaction_score"), pooled.kpi("satisfaction_score").measure.n), (Some(60.0), 2));
}

#[test]
fn calls_with_scores_are_surveys_by_phone_with_the_advisor_of_the_order() {
    let rows = [
        with(order("A1", "2013-09-01"), "advisor", "姚明"),
        with(call("A1", "2013-09-03", "success"), "score_attitude", 80 * POINT),
        call("A1", "2013-09-04", "success"),
        survey("姚明", 100, 100),
    ];
    let result = evaluated(&rows, "2013-09");
    assert_eq!(result.value("satisfaction_score"), Some((90.0 + 100.0) / 2.0));
    assert_eq!(result.values("phone_surveys", &["advisor"]), pairs(&[("姚明", 1.0)]));
    assert_eq!(result.values("in_person_surveys", &["advisor"]), pairs(&[("姚明", 1.0)]));
}

#[test]
fn thirds_add_up_exactly() {
    let rows = [
        survey("甲", 100, 100),
        survey("甲", 100, 100),
        survey("甲", 50, 50),
        survey("乙", 100, 100),
        survey("乙", 50, 50),
        survey("乙", 50, 50),
    ];
    let result = evaluated_for(&rows, "2013-09", ("satisfaction_score", 75.0));
    assert_eq!(result.value("satisfaction_score"), Some(75.0), "(83.33… + 66.66…) / 2");
    assert_eq!(result.kpi("satisfaction_score").status, crate::kpi::model::Status::Met);
}

#[test]
fn answers_after_as_of_do_not_exist_whoever_asked() {
    let late = row![SURVEYS, survey_date: "2013-09-20", advisor: "科比", score_attitude: 10 * POINT];
    let called = row![CALLBACKS, call_date: "2013-09-20", advisor: "姚明", score_attitude: 60 * POINT];
    let rows = [survey("乔丹", 90, 90), late, called];
    let result = evaluated_with(&rows, "2013-09", Some("2013-09-15"), &counting());
    assert_eq!(result.values("satisfaction_score", &["advisor"]), pairs(&[("乔丹", 90.0)]));
}
