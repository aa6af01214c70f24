//! Months and days of the demo.

use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta};

/// A month as a number: year × 12 + month − 1, so that neighbours differ by one.
pub type Month = u32;

/// The month of a year.
pub const fn month(year: u32, month: u32) -> Month {
    year * 12 + month - 1
}

/// The month that a time lies in.
pub fn month_of(time: NaiveDateTime) -> Month {
    month(time.year() as u32, time.month())
}

/// `2013-09`.
pub fn label(month: Month) -> String {
    format!("{}-{:02}", month / 12, month % 12 + 1)
}

/// A day of a month; days past its end become its last day.
pub fn day(month: Month, day: u32) -> NaiveDate {
    let day = day.clamp(1, days_in(month));
    NaiveDate::from_ymd_opt((month / 12) as i32, month % 12 + 1, day).unwrap_or_default()
}

/// How many days a month has.
pub fn days_in(month: Month) -> u32 {
    let first = |m: Month| NaiveDate::from_ymd_opt((m / 12) as i32, m % 12 + 1, 1).unwrap_or_default();
    (first(month + 1) - first(month)).num_days() as u32
}

/// A minute of a day.
pub fn at(date: NaiveDate, hour: u32, minute: u32) -> NaiveDateTime {
    date.and_hms_opt(hour, minute, 0).unwrap_or_default()
}

/// So many days later.
pub fn later(date: NaiveDate, days: i64) -> NaiveDate {
    date + TimeDelta::days(days)
}
