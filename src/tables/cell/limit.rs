//! The limit of a complaint: a time, or a number of hours or days.

use chrono::NaiveDateTime;

use crate::base::finding::Code;
use crate::base::text::narrow;

use super::calendar::Doubt;
use super::date::date_parts;
use super::named::Named;
use super::{Broken, date};

/// Until when, or how long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    Until(NaiveDateTime),
    Minutes(i64),
}

/// Units of a limit and their minutes.
const UNITS: [(&str, i64); 9] = [
    ("小时", 60),
    ("小時", 60),
    ("hours", 60),
    ("hour", 60),
    ("h", 60),
    ("天", 1440),
    ("日", 1440),
    ("days", 1440),
    ("分钟", 1),
];

/// Reads `24小时`, `3天`, a date with or without a time, or a bare number where the heading names the unit; gives the doubt
/// about its year too.
///
/// # Errors
/// The rule that the text broke.
pub(super) fn from_text(text: &str, heading: &str, named: Named) -> Result<(Limit, Option<Doubt>), Broken> {
    let folded = narrow(text).to_lowercase();
    let folded = folded.trim_end_matches('内').trim_end_matches("以");
    for (unit, minutes) in UNITS {
        if let Some(amount) = folded.strip_suffix(unit).and_then(|number| number.trim().parse::<f64>().ok()) {
            return minutes_of(amount, minutes).map(|limit| (limit, None));
        }
    }
    if let Ok(amount) = folded.parse::<f64>() {
        return from_number(amount, heading, false).map(|limit| (limit, None));
    }
    if is_two_numbers(folded) {
        return Err(Broken::new(
            Code::InvalidDate,
            "是小时数还是月和日不明，请写成 24小时 或 2013-09-06",
            "hours, or a month and a day? write “24 hours” or 2013-09-06",
        ));
    }
    date::from_text(text, named, false).map(|day| (Limit::Until(day.at), day.doubt)).map_err(|_| broken())
}

/// `12/24`: on a form of paper these are the hours to choose from, and no 24 December.
fn is_two_numbers(text: &str) -> bool {
    let (parts, rest) = date_parts(text);
    matches!(parts.as_slice(), [first, second] if first.after != '月' && first.digits.len().max(second.digits.len()) <= 2)
        && rest.trim().is_empty()
}

/// Reads a number: a serial date, or an amount in the unit that the heading names.
///
/// # Errors
/// A small number under a heading without a unit.
pub(super) fn from_number(value: f64, heading: &str, dates_1904: bool) -> Result<Limit, Broken> {
    if let Ok(day) = date::from_number(value, dates_1904) {
        return Ok(Limit::Until(day.at));
    }
    let unit = [("小时", 60), ("小時", 60), ("天", 1440)].iter().find(|(unit, _)| heading.contains(unit));
    unit.map_or_else(|| Err(broken()), |(_, minutes)| minutes_of(value, *minutes))
}

fn minutes_of(amount: f64, minutes: i64) -> Result<Limit, Broken> {
    let total = (amount * minutes as f64).round();
    if (0.0..=5_256_000.0).contains(&total) { Ok(Limit::Minutes(total as i64)) } else { Err(broken()) }
}

fn broken() -> Broken {
    Broken::new(
        Code::InvalidDate,
        "应为时间，或带单位的时长，如 24小时、3天",
        "should be a time, or an amount with its unit such as “24 hours” or “3 days”",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_a_time_or_an_amount_with_its_unit() {
        for (text, minutes) in [("24小时", 1440), ("3天", 4320), ("48h", 2880), ("72 小时内", 4320), ("30分钟", 30)]
        {
            assert_eq!(from_text(text, "", Named::default()), Ok((Limit::Minutes(minutes), None)), "{text}");
        }
        assert!(matches!(from_text("2013-09-05 18:00", "", Named::default()), Ok((Limit::Until(_), None))));
        assert_eq!(from_number(24.0, "处理时限(小时)", false), Ok(Limit::Minutes(1440)));
        assert!(from_number(24.0, "处理时限", false).is_err() && from_text("尽快", "", Named::default()).is_err());
    }

    #[test]
    fn a_limit_without_its_year_is_doubted_and_two_bare_numbers_are_refused() {
        let named = Named { year: Some(2013), month: Some(9) };
        for text in ["9月6日", "9/6 18:00"] {
            let read = from_text(text, "", named);
            assert!(matches!(read, Ok((Limit::Until(_), Some(Doubt::NoYear(2013))))), "{text}: {read:?}");
        }
        for text in ["12/24", "1/2", "24-48", "9.6"] {
            assert!(from_text(text, "", named).is_err(), "{text}");
        }
    }
}
