//! Laws that hold for any data.

use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::base::number::Unit;
use crate::facts::fact::ColumnType;
use crate::kpi::definition::Definition;

const MONTHS: [&str; 4] = ["2013-06", "2013-07", "2013-08", "2013-09"];

fn any_day() -> impl Strategy<Value = String> {
    (select(&MONTHS[..]), 1..=30_u32).prop_map(|(month, day)| format!("{month}-{day:02}"))
}

fn any_complaint() -> impl Strategy<Value = Row> {
    let sense = select(&["closed", "open", "reopened"][..]);
    (any_day(), prop::option::of(any_day()), sense, select(&["I", "II", "重大"][..])).prop_map(
        |(received, closed, sense, level)| {
            let row = row![COMPLAINTS, received_at: received.as_str(), status_sense: sense, level: level];
            match closed {
                Some(closed) => with(row, "closed_at", closed.as_str()),
                None => row,
            }
        },
    )
}

fn any_order() -> impl Strategy<Value = Row> {
    let kind = select(&["ordinary", "internal", "first_service"][..]);
    (0..40_u32, any_day(), kind, 0..6_u32, prop::option::of(any::<bool>())).prop_map(
        |(number, day, kind, vehicle, fixed)| {
            let row = with(
                with(order(&format!("A{number}"), &day), "service_type_sense", kind),
                "plate",
                format!("京A{vehicle}").as_str(),
            );
            match fixed {
                Some(fixed) => with(row, "fixed_first_visit", fixed),
                None => row,
            }
        },
    )
}

fn any_call() -> impl Strategy<Value = Row> {
    let result = select(&["success", "failure", "open"][..]);
    let words = (select(&["甲", "乙"][..]), select(&["号码错误", "无法接通"][..]));
    (prop::option::of(0..40_u32), any_day(), result, 0..6_u32, words, 0..100_i64).prop_map(
        |(number, day, result, vehicle, (advisor, reason), score)| {
            let row = row![CALLBACKS, call_date: day.as_str(), result_sense: result, advisor: advisor, reason: reason,
                           plate: format!("京A{vehicle}").as_str(), score_attitude: score * 333_333];
            match number {
                Some(number) => with(row, "order_no", format!("A{number}").as_str()),
                None => row,
            }
        },
    )
}

fn any_sale() -> impl Strategy<Value = Row> {
    (any_day(), 0..5_i64).prop_map(|(day, cars)| row![NEW_SALES, delivered_at: day.as_str(), quantity: cars])
}

/// Rows of all tables; order numbers are unique, as the tables promise.
fn any_rows() -> impl Strategy<Value = Vec<Row>> {
    let of = |rows: BoxedStrategy<Row>| prop::collection::vec(rows, 0..25);
    let all = (of(any_order().boxed()), of(any_call().boxed()), of(any_complaint().boxed()), of(any_sale().boxed()));
    all.prop_map(|(mut orders, calls, complaints, sales)| {
        let mut seen = std::collections::BTreeSet::new();
        orders.retain(|row| row.1.iter().any(|(field, cell)| *field == "order_no" && seen.insert(format!("{cell:?}"))));
        [orders, calls, complaints, sales].concat()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn shuffled_rows_give_the_same_results(rows in any_rows().prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))) {
        let (straight, shuffled) = (evaluated(&rows.0, "2013-09"), evaluated(&rows.1, "2013-09"));
        prop_assert_eq!(straight.kpis, shuffled.kpis);
        prop_assert_eq!(straight.support, shuffled.support);
    }

    #[test]
    fn carried_in_and_received_less_closed_are_open(rows in prop::collection::vec(any_complaint(), 1..40), as_of in 1..=60_u64) {
        let as_of = day("2013-08-31") + chrono::Days::new(as_of);
        let result = evaluated_with(&rows, "2013-09", Some(&as_of.to_string()), &counting());
        let part = |id| result.value(id).unwrap_or(0.0);
        let open = part("complaints_carried_in") + part("complaints_received") - part("complaints_closed");
        prop_assert_eq!(open, part("complaints_open"));
        let listed = behind(&rows, "2013-09", Some(&as_of.to_string()), "complaints_open", &[]);
        prop_assert_eq!(listed.len() as f64, part("complaints_open"));
    }

    #[test]
    fn a_count_has_as_many_rows_behind_it_as_it_says(rows in any_rows()) {
        let result = evaluated(&rows, "2013-09");
        let catalogue = catalogue();
        // A sum of quantities is no count of rows.
        let sums = |one: &Definition| one.rows.numerator.as_ref().is_some_and(|term| term.kind == Some(ColumnType::Integer));
        for one in catalogue.definitions().iter().filter(|one| one.unit == Unit::Count && !sums(one)) {
            if let Some(value) = result.value(&one.id) {
                prop_assert_eq!(behind(&rows, "2013-09", None, &one.id, &[]).len() as f64, value, "{}", one.id);
            }
        }
    }

    #[test]
    fn what_is_below_a_rate_is_the_count_that_it_names(rows in any_rows()) {
        let result = evaluated(&rows, "2013-09");
        for one in catalogue().definitions() {
            let Some(over) = &one.over else { continue };
            if let Some((_, below)) = result.parts(&one.id) {
                prop_assert_eq!(Some(below), result.value(over), "{}", one.id);
            }
        }
    }

    #[test]
    fn three_months_of_flows_add_up_to_the_quarter(rows in any_rows()) {
        let months = ["2013-07", "2013-08", "2013-09"].map(|month| evaluated(&rows, month));
        let quarter = evaluated(&rows, "2013-Q3");
        // Stocks are states of one moment, not flows: the quarter has those of its first or last month. The others are
        // left out where months have no data but the quarter has, or where a month is seen from its own end (closings
        // in time, satisfaction means).
        for id in ["callbacks_due", "callback_failures", "first_time_fix_failures", "complaints_received", "complaints_closed"] {
            let sum: f64 = months.iter().filter_map(|month| month.value(id)).sum();
            prop_assert_eq!(sum, quarter.value(id).unwrap_or(0.0), "{}", id);
        }
        for id in ["callback_success_rate", "first_time_fix_rate", "complaint_resolution_satisfaction", "first_service_retention"] {
            let parts = |result: &Evaluation| result.parts(id).unwrap_or((0.0, 0.0));
            let sum = months.iter().map(parts).fold((0.0, 0.0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
            prop_assert_eq!(sum.0, parts(&quarter).0, "{}", id);
            prop_assert!((sum.1 - parts(&quarter).1).abs() < 1e-9, "{}", id);
        }
        if let Some(carried_in) = quarter.value("complaints_carried_in") {
            prop_assert_eq!(months[0].value("complaints_carried_in").unwrap_or(0.0), carried_in);
            // Where the list ends before the last month, the quarter is known and that month is not.
            if let Some(open) = months[2].value("complaints_open") {
                prop_assert_eq!(Some(open), quarter.value("complaints_open"));
            }
        }
    }
}
