//! Periods without raw data, and targets by their time.

use super::*;
use crate::base::address::Place;
use crate::base::finding::Code;
use crate::base::table_id::TableId;
use crate::kpi::model::{Origin, Point};
use crate::tables::model::{Figure, Stated, Told};
use crate::tables::schema::Role;

fn told<T>(says: T, field: &'static str) -> Told<T> {
    Told { says, field, place: Place::file(&"历史.xlsx".into()).at(1, 4) }
}

/// A row of history: a month, and a figure in percent or numerator and denominator.
fn past(of: &str, month: &str, figure: Result<(i64, i64), f64>) -> Stated {
    let period = period(month);
    let (value, parts) = match figure {
        Ok((above, below)) => (None, Some((above as f64, below as f64))),
        Err(value) => (Some(told(Figure::Percentage(value), "value")), None),
    };
    Stated {
        table: TableId::named("history"),
        role: Role::History,
        of: told(of.to_owned(), "indicator"),
        kind: period.kind,
        number: period.number,
        value,
        numerator: parts.map(|(above, _)| told(above, "numerator")),
        denominator: parts.map(|(_, below)| told(below, "denominator")),
    }
}

fn aimed(of: &str, label: &str, value: f64) -> Stated {
    let period = period(label);
    let value = Some(told(Figure::Bare(value), "value"));
    let table = TableId::named("targets");
    let (numerator, denominator) = (None, None);
    let of = told(of.to_owned(), "indicator");
    Stated { table, role: Role::Targets, of, kind: period.kind, number: period.number, value, numerator, denominator }
}

fn with_stated(rows: &[Row], stated: Vec<Stated>, label: &str) -> Evaluation {
    let mut facts = facts_of(rows, &counting());
    facts.stated = stated;
    let period = period(label);
    evaluate(&facts, &catalogue(), &period, period.end, &counting()).expect("an evaluation")
}

/// One success and one failure of August 2013, and a success of September.
fn calls() -> Vec<Row> {
    vec![call("A1", "2013-08-05", "success"), call("A2", "2013-08-06", "failure"), call("A3", "2013-09-05", "success")]
}

fn trend(kpi: &KpiResult) -> Vec<(&str, Option<f64>, Option<Origin>)> {
    let point = |point: &'_ Point| (point.measure.value, point.source);
    kpi.trend.iter().map(|one| (one.period.as_str(), point(one).0, point(one).1)).collect()
}

#[test]
fn a_month_without_raw_data_comes_from_history_and_raw_data_win() {
    let history = vec![
        past("回访成功率", "2013-06", Err(90.0)),
        past("callback_success_rate", "2013-07", Ok((3, 4))),
        past("Callback success rate", "2013-08", Err(50.0)),
        past("callback_success_rate", "2013-09", Err(80.0)),
    ];
    let result = with_stated(&calls(), history, "2013-09");
    let rate = result.kpi("callback_success_rate");
    let expected = [
        ("2013-06", Some(90.0), Some(Origin::History)),
        ("2013-07", Some(75.0), Some(Origin::History)),
        ("2013-08", Some(50.0), None),
        ("2013-09", Some(100.0), None),
    ];
    assert_eq!(trend(rate), expected);
    assert_eq!((rate.trend[0].measure.known_n(), rate.trend[1].measure.known_n()), (None, Some(4)));
    assert!(
        rate.breakdown(&["period", "advisor"])
            .is_some_and(|all| all.rows.iter().all(|row| row.key[0].as_str() > "2013-07"))
    );
    let differs: Vec<_> = result.findings.iter().filter(|one| one.code == Code::HistoryDiffers).collect();
    assert_eq!(differs.len(), 1, "August agrees, September does not");
    assert!(differs[0].message.chinese.starts_with("2013-09 的回访成功率"), "{}", differs[0].message.chinese);
}

#[test]
fn the_reports_own_month_from_history_says_so() {
    let result = with_stated(&calls(), vec![past("satisfaction_score", "2013-09", Err(80.5))], "2013-09");
    let score = result.kpi("satisfaction_score");
    assert_eq!((score.measure.value, score.source, score.small), (Some(80.5), Some(Origin::History), false));
    assert!(score.notes.is_empty() && score.doubts[0].chinese.starts_with("取自历史指标"), "{:?}", score.doubts);
    let nothing_else = with_stated(&[], vec![past("satisfaction_score", "2013-09", Err(80.5))], "2013-09");
    assert!(nothing_else.has_rows && nothing_else.periods_with_rows == ["2013-09"]);
}

#[test]
fn a_quarter_adds_up_the_parts_of_its_months_and_never_takes_a_mean_of_rates() {
    let parts = with_stated(&calls(), vec![past("callback_success_rate", "2013-07", Ok((7, 7)))], "2013-Q3");
    let rate = parts.kpi("callback_success_rate");
    assert_eq!((rate.measure.numerator, rate.measure.denominator), (Some(9.0), Some(10.0)));
    assert_eq!((rate.measure.value, rate.source), (Some(90.0), Some(Origin::PartlyHistory)));
    let months: Vec<_> = rate.months.iter().map(|one| (one.measure.value, one.source)).collect();
    assert_eq!(months, [(Some(100.0), Some(Origin::History)), (Some(50.0), None), (Some(100.0), None)]);
    assert_eq!(parts.parts("callback_success_rate"), Some((9.0, 10.0)));

    let rates = with_stated(&calls(), vec![past("callback_success_rate", "2013-07", Err(100.0))], "2013-Q3");
    let rate = rates.kpi("callback_success_rate");
    assert_eq!((rate.measure.denominator, rate.source), (Some(3.0), None), "the raw months alone");
    let covered = rate.incomplete.expect("July is left out");
    assert_eq!([covered.from, covered.to].map(|day| day.to_string()), ["2013-08-01", "2013-09-30"]);
    assert!(rates.findings.iter().any(|one| one.code == Code::IncompleteData), "and it is told");
    assert_eq!(parts.kpi("callback_success_rate").incomplete, None, "here July is known");
    assert!(
        rate.notes.iter().any(|note| note.chinese.starts_with("2013-07 的历史指标没有用于整期")),
        "{:?}",
        rate.notes
    );

    let wholly: Vec<_> =
        ["2013-04", "2013-05", "2013-06"].map(|month| past("callback_success_rate", month, Ok((1, 2)))).into();
    let quarter = with_stated(&calls(), wholly.clone(), "2013-Q3");
    assert_eq!(quarter.kpi("callback_success_rate").previous.measure.value, Some(50.0));
    let missing = with_stated(&calls(), wholly[1..].to_vec(), "2013-Q3");
    assert_eq!(missing.kpi("callback_success_rate").previous.measure.value, None, "a month is missing");
    let scores = ["2013-04", "2013-05", "2013-06"].map(|month| past("satisfaction_score", month, Err(80.0)));
    let scores = with_stated(&calls(), scores.into(), "2013-Q3");
    assert_eq!(scores.kpi("satisfaction_score").previous.measure.value, None, "scores do not add up");
}

#[test]
fn a_year_that_is_stated_as_a_whole_fills_reports_of_years_alone() {
    let id = "callback_success_rate";
    let stated = vec![past(id, "2012", Err(91.5)), past(id, "2013", Err(80.0))];
    let annual = with_stated(&calls(), stated.clone(), "2013");
    let rate = annual.kpi(id);
    assert_eq!((rate.previous.measure.value, rate.source), (Some(91.5), None), "the raw year wins");
    assert!(annual.findings.iter().any(|one| one.code == Code::HistoryDiffers), "and differs from the stated one");
    let monthly = with_stated(&calls(), stated, "2013-01");
    assert_eq!(monthly.kpi(id).measure.value, None);
}

#[test]
fn a_small_figure_of_a_rate_that_should_be_low_is_told_and_one_of_a_score_is_not_used() {
    let bare = |of: &str, value: f64| Stated {
        value: Some(told(Figure::Bare(value), "value")),
        ..past(of, "2013-09", Err(0.0))
    };
    let of = |stated: Vec<Stated>| {
        let result = with_stated(&calls(), stated, "2013-09");
        let doubtful = result.findings.iter().filter(|one| one.code == Code::DoubtfulFigure).count();
        (result.kpi("satisfaction_score").measure.value, doubtful)
    };
    assert_eq!(of(vec![bare("satisfaction_score", 0.88)]), (Some(88.0), 0), "a column of fractions");
    assert_eq!(of(vec![bare("satisfaction_score", 0.88), bare("renewal_rate", 60.0)]), (None, 1));
    let targets = vec![aimed("callback_success_rate", "2013-09", 95.0), aimed("churn_rate", "2013-09", 0.2)];
    let result = with_stated(&calls(), targets, "2013-09");
    assert_eq!(result.kpi("churn_rate").target, Some(0.2));
    assert!(result.findings.iter().any(|one| one.message.chinese.contains("20.00%")), "{:?}", result.findings);
}

#[test]
fn an_indicator_has_further_names_and_a_part_of_one_is_meant_for_it() {
    let catalogue = catalogue();
    assert_eq!(catalogue.meant("守约率").map(|one| one.id.as_str()).ok(), Some("booking_kept_rate"));
    let told = catalogue.meant("处理满意").err().map(|words| words.chinese);
    assert!(told.is_some_and(|told| told.contains("complaint_resolution_satisfaction")));
}

#[test]
fn a_state_at_the_end_of_a_quarter_is_that_of_its_last_month() {
    let of = |month, value| counted("complaints_open", month, value);
    let result = with_stated(&calls(), vec![of("2013-05", 7.0), of("2013-06", 4.0)], "2013-Q3");
    assert_eq!(result.kpi("complaints_open").previous.measure.value, Some(4.0));
}

/// A count of history.
fn counted(of: &str, month: &str, value: f64) -> Stated {
    Stated { value: Some(told(Figure::Bare(value), "value")), ..past(of, month, Err(0.0)) }
}

#[test]
fn a_car_of_two_months_is_one_of_the_quarter_so_its_months_do_not_add_up() {
    let months = ["2013-04", "2013-05", "2013-06"];
    let of = |id: &str| {
        let history = months.map(|month| counted(id, month, 100.0)).into();
        with_stated(&calls(), history, "2013-Q3").kpi(id).previous.measure.value
    };
    assert_eq!(of("complaints_received"), Some(300.0));
    assert_eq!(of("vehicles_serviced"), None, "a car that came in April and in May came once in the quarter");
    assert_eq!(of("active_customers"), Some(100.0), "those of a year up to the end of June");
    assert_eq!(of("key_account_customers"), None, "who is on three lists is one account");
    let parts = months.map(|month| past("complaint_closure_rate", month, Ok((1, 2)))).into();
    let rate = with_stated(&calls(), parts, "2013-Q3");
    assert_eq!(rate.kpi("complaint_closure_rate").previous.measure.value, None, "what is open stands in every month");
}

#[test]
fn the_target_of_a_count_that_does_not_add_up_is_that_of_any_period() {
    let of = |id: &str| {
        let stated = vec![aimed(id, "2013-07", 50.0), aimed(id, "2013-08", 50.0), aimed(id, "2013-09", 50.0)];
        with_stated(&calls(), stated, "2013-Q3").kpi(id).target
    };
    assert_eq!(
        ["renewals", "key_account_customers", "vehicles_serviced"].map(of),
        [Some(150.0), Some(50.0), Some(50.0)]
    );
}

#[test]
fn more_may_be_lost_than_won() {
    let stated = vec![counted("customers_net", "2013-08", -3.0), aimed("customers_net", "2013-09", -5.0)];
    let result = with_stated(&calls(), stated, "2013-09");
    let net = result.kpi("customers_net");
    assert_eq!((net.previous.measure.value, net.target), (Some(-3.0), Some(-5.0)));
    assert!(result.findings.is_empty(), "{:?}", result.findings);
}

#[test]
fn the_closest_target_counts_and_each_period_has_its_own() {
    let id = "callback_success_rate";
    let stated = vec![aimed(id, "2013-09", 95.0), aimed(id, "2013-Q3", 93.0), aimed(id, "2013", 90.0)];
    let kpi = |label: &str| with_stated(&calls(), stated.clone(), label).kpi(id).clone();
    let september = kpi("2013-09");
    assert_eq!(september.target, Some(95.0));
    let months = ["2013-07", "2013-08", "2013-09"].map(|month| september.target_at(month));
    assert_eq!(months, [Some(93.0), Some(93.0), Some(95.0)], "of July there is no figure, and a target");
    assert_eq!((kpi("2013-Q3").target, kpi("2013").target), (Some(93.0), Some(90.0)));
    let months = [aimed(id, "2013-08", 90.0), aimed(id, "2013-09", 95.0)];
    let quarter = with_stated(&calls(), months.to_vec(), "2013-Q3");
    assert_eq!(quarter.kpi(id).target, None, "nobody said what the quarter aims at");
}

#[test]
fn the_year_target_of_a_count_is_no_target_of_a_month() {
    let of = |stated: &[Stated], label: &str| {
        let kpi = with_stated(&calls(), stated.to_vec(), label).kpi("renewals").clone();
        (kpi.target, kpi.notes.iter().any(|note| note.chinese.contains("整期的")))
    };
    let year = [aimed("renewals", "2013", 400.0)];
    assert_eq!((of(&year, "2013-09"), of(&year, "2013").0), ((Some(30.0), true), Some(400.0)));
    let month = [aimed("renewals", "2013-08", 40.0)];
    assert_eq!((of(&month, "2013-08").0, of(&month, "2013-Q3").0), (Some(40.0), Some(100.0)), "30 + 40 + 30");
}

#[test]
fn what_cannot_be_is_told_and_not_used() {
    let small = Stated { value: Some(told(Figure::Bare(0.93), "value")), ..past("callback_rate", "2013-07", Err(0.0)) };
    let large =
        Stated { value: Some(told(Figure::Bare(93.0), "value")), ..past("callback_success_rate", "2013-07", Err(0.0)) };
    let stated = vec![
        small,
        large,
        past("没有的指标", "2013-07", Err(1.0)),
        past("callback_success_rate", "2013-06", Ok((5, 4))),
    ];
    let result = with_stated(&calls(), stated, "2013-09");
    let codes: Vec<_> = result.findings.iter().map(|one| one.code).collect();
    assert_eq!(codes, [Code::UnknownIndicator, Code::DoubtfulFigure, Code::ImpossibleFigure]);
    let twice = vec![past("callback_success_rate", "2013-07", Err(90.0)), past("回访成功率", "2013-07", Err(91.0))];
    let result = with_stated(&calls(), twice, "2013-09");
    assert_eq!(result.findings[0].code, Code::ConflictingRow);
    assert_eq!(result.kpi("callback_success_rate").at("2013-07").and_then(|measure| measure.value), Some(90.0));
}
