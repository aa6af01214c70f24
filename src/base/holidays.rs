//! The long holidays of China, on which lists have no rows although nothing is missing: days off are taken together
//! around the National Day, the Labour Day and the Spring Festival. Single days off need no calendar.

use chrono::{Datelike, NaiveDate};

/// Seconds from one new moon to the next, in the mean.
const LUNATION: i64 = 2_551_443;
/// Seconds of a day.
const DAY: i64 = 86_400;
/// Days off before and after the Spring Festival.
const AROUND: std::ops::RangeInclusive<i64> = -3..=8;

/// Whether a day belongs to one of the long holidays.
pub fn is_holiday(day: NaiveDate) -> bool {
    match (day.month(), day.day()) {
        (10, 1..=8) | (5, 1..=5) => true,
        (1..=3, _) => spring_festival(day.year()).is_some_and(|festival| AROUND.contains(&(day - festival).num_days())),
        _ => false,
    }
}

/// The first day of the Chinese year that begins in `year`: the new moon from 21 January on, by the mean length of the
/// lunation, so that it may be a day off.
fn spring_festival(year: i32) -> Option<NaiveDate> {
    // A new moon as Beijing saw it.
    let known = NaiveDate::from_ymd_opt(2000, 1, 7)?;
    let earliest = (NaiveDate::from_ymd_opt(year, 1, 21)? - known).num_days() * DAY;
    let new_moons = (earliest + LUNATION - 1).div_euclid(LUNATION);
    known.checked_add_signed(chrono::Duration::days((new_moons * LUNATION).div_euclid(DAY)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spring_festival_is_found_to_a_day() {
        for festival in [
            "2009-01-26",
            "2010-02-14",
            "2011-02-03",
            "2012-01-23",
            "2013-02-10",
            "2014-01-31",
            "2015-02-19",
            "2016-02-08",
            "2017-01-28",
            "2018-02-16",
            "2019-02-05",
            "2020-01-25",
            "2021-02-12",
            "2022-02-01",
            "2023-01-22",
            "2024-02-10",
            "2025-01-29",
            "2026-02-17",
            "2027-02-06",
            "2028-01-26",
            "2029-02-13",
        ] {
            let day: NaiveDate = festival.parse().expect("a day of the test");
            let off = (spring_festival(day.year()).expect("a year") - day).num_days();
            assert!(off.abs() <= 1, "{festival} is off by {off}");
            assert!(is_holiday(day) && !is_holiday(day + chrono::Duration::days(20)), "{festival}");
        }
    }

    #[test]
    fn an_ordinary_day_is_no_holiday() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day of the test");
        assert!(is_holiday(day("2013-10-07")) && is_holiday(day("2013-05-01")));
        assert!(!is_holiday(day("2013-10-09")) && !is_holiday(day("2013-09-30")));
    }
}
