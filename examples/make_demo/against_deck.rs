//! Holds the rows against the deck before anything is written.

use crate::calendar::{label, month};
use crate::count::{Count, mean, rate};
use crate::golden::{EARLY_FIRST_SERVICES, MONTHS, REASONS, SALES, SEPTEMBER};
use crate::people::{ADVISORS, TECHNICIANS};

/// Holds every figure of the deck against the rows; the differences, in words.
pub fn differences(rows: &Count) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut hold = |what: String, expected: f64, found: Option<f64>| {
        if found.is_none_or(|value| (value - expected).abs() > 1e-9) {
            wrong.push(format!("{what}: the deck has {expected}, the rows give {found:?}"));
        }
    };
    for figures in &MONTHS {
        let month = figures.month;
        let label = label(month);
        hold(format!("{label} due"), figures.due as f64, rows.value("callbacks_due", month, ""));
        hold(format!("{label} called"), figures.called as f64, Some(rows.called(month) as f64));
        let (attempted, successful) = rows.attempted(month);
        hold(format!("{label} attempted"), figures.called as f64, Some(attempted as f64));
        hold(format!("{label} successful"), figures.successful as f64, Some(successful as f64));
        for (reason, &count) in REASONS.iter().zip(&figures.failures) {
            hold(format!("{label} {reason}"), count as f64, rows.value("callback_failures", month, reason));
        }
        hold(format!("{label} station"), figures.station, rows.value("satisfaction_score", month, ""));
        let answers = rows.answers(month);
        for (place, advisor) in ADVISORS.iter().enumerate() {
            for (item, &expected) in figures.items[place].iter().enumerate() {
                let found = answers.get(*advisor).and_then(|items| mean(&items[item]));
                hold(format!("{label} {advisor} item {item}"), f64::from(expected), found);
            }
        }
        for (place, technician) in TECHNICIANS.iter().enumerate() {
            let (answered, causes) = rows.repairs(month, technician);
            hold(format!("{label} {technician}"), figures.repairs[place] as f64, Some(answered as f64));
            hold(format!("{label} {technician} not"), figures.not_fixed[place] as f64, Some(causes.len() as f64));
        }
        for (cause, count) in figures.causes {
            let found = rows.repairs(month, "").1.iter().filter(|name| **name == cause).count();
            hold(format!("{label} {cause}"), count as f64, Some(found as f64));
        }
    }
    let september = SEPTEMBER;
    for (indicator, expected) in [
        ("complaints_carried_in", 5.0),
        ("complaints_received", 3.0),
        ("complaints_closed", 5.0),
        ("complaints_open", 3.0),
        ("complaint_resolution_satisfaction", 80.0),
    ] {
        hold(indicator.to_owned(), expected, rows.value(indicator, september, ""));
    }
    let services = EARLY_FIRST_SERVICES.into_iter().chain(MONTHS.map(|m| m.first_services));
    let start = month(2013, 1);
    for (index, count) in services.enumerate() {
        let sales = &SALES[9 + index..12 + index];
        let expected = rate(count * 3, sales.iter().sum()).unwrap_or(0.0);
        let month = start + index as u32;
        hold(format!("retention {}", label(month)), expected, rows.value("first_service_retention", month, ""));
    }
    wrong
}
