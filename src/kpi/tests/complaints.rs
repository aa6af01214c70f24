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
    counting.complaint_hours.by_level.insert("I".to_owned(), 24.0);
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

/// 2008-09 of the sample deck: five carried in, three of them closed, three received, two of them closed.
fn sample_month() -> [Row; 8] {
    [
        complaint("2013-08-02"),
        complaint("2013-08-20"),
        closed("2013-08-03", "2013-09-04"),
        closed("2013-08-04", "2013-09-05"),
        closed("2013-08-05", "2013-09-06"),
        closed("2013-09-02", "2013-09-04"),
        closed("2013-09-03", "2013-10-05"),
        closed("2013-09-10", "2013-09-12"),
    ]
}

#[test]
fn the_closure_rates_of_the_sample_month() {
    let result = evaluated(&sample_month(), "2013-09");
    assert_eq!(result.parts("complaint_closure_rate_new"), Some((2.0, 3.0)));
    assert_eq!(result.parts("complaint_closure_rate_carried_in"), Some((3.0, 5.0)));
    assert_eq!(result.parts("complaint_closure_rate"), Some((5.0, 8.0)));
    assert_eq!(result.value("complaint_closure_rate"), Some(62.5));
    let none = evaluated(&[closed("2013-09-02", "2013-09-04")], "2013-09");
    assert_eq!(none.value("complaint_closure_rate_carried_in"), None, "nothing was carried in");
}

#[test]
fn thirty_three_of_forty_four_answered_are_75_percent() {
    let answered = |received: &str, replied: &str| with(complaint(received), "replied_at", replied);
    let mut rows = vec![answered("2013-09-02", "2013-09-03"); 33];
    rows.extend(vec![complaint("2013-09-20"); 11]);
    let result = evaluated(&rows, "2013-09");
    assert_eq!(
        (result.parts("complaint_reply_rate"), result.value("complaint_reply_rate")),
        (Some((33.0, 44.0)), Some(75.0))
    );
    let silent = evaluated(&[complaint("2013-09-20"), closed("2013-09-02", "2013-09-03")], "2013-09");
    assert_eq!(silent.value("complaint_reply_rate"), None, "the list does not say when complaints are answered");
}

#[test]
fn the_first_answer_counts_to_the_minute_or_to_the_day() {
    let answered = |received: &str, replied: &str| with(complaint(received), "replied_at", replied);
    let rate = |rows: &[Row]| evaluated(rows, "2013-09").parts("complaint_first_answer_rate");
    assert_eq!(rate(&[answered("2013-09-02 10:00", "2013-09-03 10:00")]), Some((1.0, 1.0)), "exactly 24 hours");
    assert_eq!(rate(&[answered("2013-09-02 10:00", "2013-09-03 10:01")]), Some((0.0, 1.0)));
    assert_eq!(rate(&[answered("2013-09-02 10:00", "2013-09-03")]), Some((1.0, 1.0)), "the day after");
    assert_eq!(rate(&[answered("2013-09-02", "2013-09-04")]), Some((0.0, 1.0)));
    assert_eq!(rate(&[answered("2013-09-02", "2013-09-01")]), None, "an answer before the complaint is none");
    // Beside one that is answered: closed within 24 hours, closed later, open and overdue, open and not yet due.
    let told = answered("2013-09-02 10:00", "2013-09-02 11:00");
    let others = [
        (closed("2013-09-03 10:00", "2013-09-04 09:00"), (2.0, 2.0)),
        (closed("2013-09-03 10:00", "2013-09-09 09:00"), (1.0, 1.0)),
        (complaint("2013-09-20 10:00"), (1.0, 2.0)),
        (complaint("2013-09-29 10:00"), (1.0, 1.0)),
    ];
    for (other, parts) in others {
        assert_eq!(rate(&[told.clone(), other.clone()]), Some(parts), "{other:?}");
    }
}

#[test]
fn two_weeks_are_fourteen_days_and_younger_open_ones_do_not_count_yet() {
    let rows = [
        closed("2013-09-01", "2013-09-15"),
        closed("2013-09-01", "2013-09-16"),
        complaint("2013-09-16"),
        complaint("2013-09-15"),
    ];
    assert_eq!(evaluated(&rows, "2013-09").parts("complaint_two_week_closure_rate"), Some((1.0, 3.0)));
}

#[test]
fn days_to_close_have_a_mean_and_a_middle() {
    let rows = [
        closed("2013-09-01", "2013-09-02"),
        closed("2013-09-01", "2013-09-03"),
        closed("2013-09-01", "2013-09-04"),
        closed("2013-06-01", "2013-09-04"),
        complaint("2013-09-01"),
    ];
    let result = evaluated(&rows, "2013-09");
    assert_eq!(result.parts("complaint_days_to_close"), Some((101.0, 4.0)));
    assert_eq!(
        (result.value("complaint_median_days_to_close"), result.kpi("complaint_median_days_to_close").measure.n),
        (Some(2.5), 4)
    );
    // Over a quarter the values are pooled, never a median of medians.
    let mut quarter = rows.to_vec();
    quarter.push(closed("2013-07-01", "2013-07-11"));
    assert_eq!(evaluated(&quarter, "2013-Q3").value("complaint_median_days_to_close"), Some(3.0));
}

#[test]
fn a_complaint_about_the_same_car_within_thirty_days_is_one_again() {
    let of = |plate: &str, received: &str| with(complaint(received), "plate", plate);
    let rate = |rows: &[Row]| evaluated(rows, "2013-09").parts("complaint_repeat_rate");
    let first = of("京A00001", "2013-08-03");
    assert_eq!(rate(&[first.clone(), of("京A00001", "2013-09-02")]), Some((1.0, 1.0)), "30 days");
    assert_eq!(rate(&[first.clone(), of("京A00001", "2013-09-03")]), Some((0.0, 1.0)), "31 days");
    assert_eq!(rate(&[first.clone(), of("京A00002", "2013-09-03"), of("京A00002", "2013-09-03")]), Some((0.0, 2.0)));
    assert_eq!(rate(&[first.clone(), complaint("2013-09-03")]), None, "of which car nobody knows");
    let said = |sense: &str| with(of("京A00001", "2013-09-03"), "nature_sense", sense);
    assert_eq!(rate(&[first.clone(), said("again")]), Some((1.0, 1.0)));
    let first_again = with(of("京A00001", "2013-09-02"), "nature_sense", "first");
    assert_eq!(rate(&[first, first_again]), Some((0.0, 1.0)), "what the list says counts");
    // In the first month of a list nobody knows who had complained before, whoever is found in it twice.
    let new = [of("京A00001", "2013-09-02"), of("京A00002", "2013-09-03"), of("京A00002", "2013-09-20")];
    assert_eq!(rate(&new), None);
}

/// Complaints of a year by level, so many of each closed in time.
fn year(levels: [(&'static str, usize, usize); 3]) -> Vec<Row> {
    let of = |(level, all, timely): (&'static str, usize, usize)| {
        let row = move |at: usize| {
            with(closed("2013-03-01", if at < timely { "2013-03-02" } else { "2013-03-20" }), "level", level)
        };
        (0..all).map(row)
    };
    levels.into_iter().flat_map(of).collect()
}

#[test]
fn the_makers_closing_rates_are_weighted_by_the_complaints() {
    // The counts of the maker's deck for 2013, 2014 and 2015, with as many closed in time as its whole percents say.
    let years = [
        ([("I", 375, 326), ("II", 14, 12), ("III", 9, 6)], ["87", "86", "67"], (344.0, 398.0), "86"),
        ([("I", 356, 335), ("II", 18, 16), ("III", 8, 5)], ["94", "89", "63"], (356.0, 382.0), "93"),
        ([("I", 182, 177), ("II", 18, 16), ("III", 5, 4)], ["97", "89", "80"], (197.0, 205.0), "96"),
    ];
    for (levels, shown, parts, whole) in years {
        let result = evaluated(&year(levels), "2013");
        let rate = "complaint_timely_closure_rate";
        let by_level = result.values(rate, &["level"]);
        let by_level: Vec<String> = by_level.iter().map(|(_, value)| crate::base::number::rounded(*value, 0)).collect();
        assert_eq!(by_level, shown);
        // Weighted by the complaints; means of the three levels would be 80, 82 and 89.
        assert_eq!(result.parts(rate), Some(parts));
        assert_eq!(result.value(rate).map(|value| crate::base::number::rounded(value, 0)).as_deref(), Some(whole));
    }
}

/// The maker also prints 86.51, 93.12 and 95.88. No number of complaints comes to them: they are the means of the levels'
/// whole percents, weighted by the complaints, and the rates of the counts lie within 0.25 of them.
#[test]
fn the_makers_rates_with_decimals_are_means_of_whole_percents() {
    let years = [
        ([375, 14, 9], [87, 86, 67], "86.51", 344),
        ([356, 18, 8], [94, 89, 63], "93.12", 356),
        ([182, 18, 5], [97, 89, 80], "95.88", 197),
    ];
    for (counts, percents, printed, timely) in years {
        let all: i32 = counts.iter().sum();
        let shown = |parts: i32| crate::base::number::rounded(f64::from(parts) / f64::from(all), 2);
        assert_eq!(shown(counts.iter().zip(percents).map(|(count, percent)| count * percent).sum()), printed);
        assert!((0..=all).all(|count| shown(count * 100) != printed));
        let printed: f64 = printed.parse().expect("a number");
        assert!((f64::from(timely * 100) / f64::from(all) - printed).abs() < 0.25);
    }
}

#[test]
fn complaints_per_thousand_have_the_base_that_is_chosen() {
    let rate = |rows: &[Row], variant: Option<&str>, label: &str| {
        let chosen = variant.map(|name| ("complaints_per_thousand".to_owned(), name.to_owned()));
        let choices = crate::settings::Choices { variants: chosen.into_iter().collect(), ..Default::default() };
        let catalogue = Catalogue::load(&Templates::embedded(), book(), &choices.variants).expect("declarations");
        let (facts, period) = (facts_of(rows, &counting()), period(label));
        let result = evaluate(&facts, &catalogue, &period, period.end, &counting()).expect("an evaluation");
        result.value("complaints_per_thousand").map(|value| crate::base::number::rounded(value, 1))
    };
    let sold = |day: &str, cars: i64| row![NEW_SALES, sold_at: day, quantity: cars];
    // The bases that the maker's figures 6.3, 2.4 and 1.0 of 398, 382 and 205 complaints come to.
    for (complaints, cars, shown) in [(398, 63_175, "6.3"), (382, 159_167, "2.4"), (205, 205_000, "1.0")] {
        let mut rows = vec![complaint("2013-03-01"); complaints];
        rows.push(sold("2013-02-01", cars));
        assert_eq!(rate(&rows, Some("sales"), "2013").as_deref(), Some(shown));
    }
    let mut rows = vec![complaint("2013-09-01"), sold("2013-07-01", 300), sold("2013-09-01", 200)];
    assert_eq!(rate(&rows, Some("sales"), "2013-09").as_deref(), Some("5.0"));
    assert_eq!(rate(&rows, Some("sold_cars"), "2013-09").as_deref(), Some("2.0"));
    assert_eq!(rate(&rows, None, "2013-09"), None, "no orders");
    rows.extend([order("A1", "2013-09-02"), order("A2", "2013-08-02")]);
    assert_eq!(rate(&rows, None, "2013-09").as_deref(), Some("1000.0"));
    let gone = with(sold("2013-07-01", 500), "cancelled_at", "2013-08-15");
    rows.push(gone);
    assert_eq!(rate(&rows, Some("sold_cars"), "2013-09").as_deref(), Some("2.0"), "cancelled before");
}

fn in_working_hours(rows: &[Row], label: &str, hours: f64) -> Evaluation {
    let mut counting = counting();
    counting.complaint_hours.by_level.insert("default".to_owned(), hours);
    counting.complaint_hours.working = true;
    evaluated_with(rows, label, None, &counting)
}

#[test]
fn a_limit_in_working_hours_passes_over_the_spring_festival_to_a_worked_saturday() {
    let timely = |received: &str, end: &str| {
        in_working_hours(&[closed(received, end)], "2013-02", 8.0).value("complaint_timely_closure_rate")
    };
    assert_eq!(timely("2013-02-08 16:30", "2013-02-16 15:30"), Some(100.0), "exactly at the limit");
    assert_eq!(timely("2013-02-08 16:30", "2013-02-16 15:31"), Some(0.0));
    assert_eq!(timely("2013-02-17 09:00", "2013-02-17 17:00"), Some(100.0), "a worked Sunday");
    assert_eq!(timely("2013-02-23 10:00", "2013-02-25 16:30"), Some(100.0), "a Saturday that is not worked");
}

#[test]
fn working_hours_of_a_year_without_calendar_are_not_guessed() {
    let result = in_working_hours(&[closed("2012-12-05 09:00", "2012-12-05 10:00")], "2012-12", 72.0);
    assert_eq!(result.value("complaint_timely_closure_rate"), None);
    let told = result.findings.iter().find(|finding| finding.code == crate::base::finding::Code::UnknownCalendar);
    assert!(told.is_some_and(|finding| finding.message.chinese.contains("2012")), "{:?}", result.findings);
    let known = in_working_hours(&[closed("2013-09-05 09:00", "2013-09-05 10:00")], "2013-09", 72.0);
    assert_eq!(known.value("complaint_timely_closure_rate"), Some(100.0));
}

#[test]
fn which_level_is_the_worst_is_said_by_the_configuration_alone() {
    let rows = [with(complaint("2013-09-01"), "level", "I"), with(complaint("2013-09-02"), "level", "III")];
    assert_eq!(evaluated(&rows, "2013-09").value("complaints_worst_open"), None);
    for (order, last) in [(["I", "II", "III"], "III"), (["III", "II", "I"], "I")] {
        let mut counting = counting();
        counting.choices.severity = order.map(str::to_owned).to_vec();
        let result = evaluated_with(&rows, "2013-09", None, &counting);
        assert_eq!(result.value("complaints_worst_open"), Some(1.0));
        let mut book = book().clone();
        book.rank("complaints", "level", &counting.choices.severity);
        let words = &book.get("complaints").expect("a fact").column("level").expect("a column").words;
        assert_eq!((words[2].is.as_str(), words[3].is.as_str()), (last, "一般"));
    }
}

#[test]
fn a_list_of_a_single_row_has_its_time_and_its_texts() {
    let rows = [with(complaint("2013-09-02 10:30"), "content", "漏油")];
    let open = behind(&rows, "2013-09", None, "complaints_open", &["received_at", "content", "list"]);
    let received = day("2013-09-02").and_hms_opt(10, 30, 0).expect("a time");
    let texts = ["漏油", "complaints"].map(|text| FactValue::Text(text.to_owned()));
    assert_eq!(open[0].values, [&[FactValue::Moment(received)], &texts[..]].concat());
}

#[test]
fn the_cars_sold_so_far_do_not_make_a_list_of_sales_one_of_things_that_last() {
    let facts = facts_of(&[row![NEW_SALES, sold_at: "2013-09-02"], complaint("2013-09-01")], &counting());
    let lasting: Vec<_> = facts.lasting.keys().map(|table| table.name()).collect();
    assert_eq!(lasting, ["complaints"]);
}
