//! Working time: the days that are worked, by `templates/calendar/` (a file a year), and the hours of such a day.
//!
//! Days off and worked weekends are announced from year to year. Of a year without a file nobody knows them, so no time that
//! touches it is counted.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime, NaiveTime, Weekday};

use super::constants::Constants;
use crate::base::declaration::{Entry, Section, Source};
use crate::base::failure::{Exit, Failure};
use crate::templates::{Template, Templates};

/// The folder of the years.
const FOLDER: &str = "calendar";
/// The constants that say when a working day begins and ends, in minutes from midnight.
const HOURS: [&str; 2] = ["workday_start", "workday_end"];
/// Minutes of a day.
const DAY: i64 = 24 * 60;
/// No limit and no complaint reaches further than so many days.
const MOST_DAYS: usize = 40_000;

/// The working days of the years that are known, and the hours of each.
#[derive(Clone, Debug, Default)]
pub struct Workdays {
    years: BTreeMap<i32, Year>,
    /// Minutes from midnight.
    start: i64,
    end: i64,
}

/// The days of a year that are not what their weekday says.
#[derive(Clone, Debug, Default)]
struct Year {
    off: BTreeSet<NaiveDate>,
    work: BTreeSet<NaiveDate>,
}

impl Workdays {
    /// Reads every file of `templates/calendar`: the program's own years, and those of the workspace.
    ///
    /// # Errors
    /// A file that cannot be understood: with file and line. Hours that are none.
    pub fn load(templates: &Templates, constants: &Constants) -> Result<Self, Failure> {
        let mut years = BTreeMap::new();
        for file in templates.folder(FOLDER) {
            let (year, days) = year(file)?;
            years.insert(year, days);
        }
        let [start, end] = HOURS.map(|name| constants.get(name).map_or(0, |constant| constant.value));
        if start >= end || end > DAY {
            return Err(Failure::new(
                Exit::Usage,
                format!(
                    "常数 workday_start 是 {start}、workday_end 是 {end}：应为 0 点起的分钟数，先小后大，最多 {DAY}"
                ),
                format!(
                    "the constants workday_start {start} and workday_end {end} must be minutes from midnight, the smaller one first, at most {DAY}"
                ),
            ));
        }
        Ok(Self { years, start, end })
    }

    /// Whether a day is worked; `None` in a year that is not known.
    pub fn is_worked(&self, day: NaiveDate) -> Option<bool> {
        let year = self.years.get(&day.year())?;
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        Some(year.work.contains(&day) || !weekend && !year.off.contains(&day))
    }

    /// The first year from one on that is not known.
    pub fn unknown_from(&self, year: i32) -> i32 {
        (year..).find(|year| !self.years.contains_key(year)).unwrap_or(year)
    }

    /// The working minutes from a time to a later one, negative where the second is the earlier; `None` where a day between
    /// them lies in a year that is not known.
    pub fn minutes(&self, from: NaiveDateTime, to: NaiveDateTime) -> Option<i64> {
        if to < from {
            return self.minutes(to, from).map(|minutes| -minutes);
        }
        let mut sum = 0;
        for day in from.date().iter_days().take_while(|day| *day <= to.date()).take(MOST_DAYS) {
            if self.is_worked(day)? {
                let (first, last) = (minute_of(from, day).max(self.start), minute_of(to, day).min(self.end));
                sum += (last - first).max(0);
            }
        }
        Some(sum)
    }

    /// The time at which so many working minutes have gone by. No minute is gone where none is asked for.
    pub fn after(&self, from: NaiveDateTime, minutes: i64) -> Option<NaiveDateTime> {
        let mut left = minutes;
        for day in from.date().iter_days().take(MOST_DAYS) {
            if !self.is_worked(day)? {
                continue;
            }
            let begin = minute_of(from, day).max(self.start);
            if left <= self.end - begin {
                return day.and_time(NaiveTime::MIN).checked_add_signed(Duration::minutes(begin + left));
            }
            left -= (self.end - begin).max(0);
        }
        None
    }
}

/// The minute of a day at which a time lies: before it 0, after it the last.
fn minute_of(time: NaiveDateTime, day: NaiveDate) -> i64 {
    (time - day.and_time(NaiveTime::MIN)).num_minutes().clamp(0, DAY)
}

/// A year and its days, by its file.
fn year(file: &Template) -> Result<(i32, Year), Failure> {
    let name = file.shown();
    let source = Source { name: &name, text: &file.text };
    let table = source.parse()?;
    let mut section = Section::root(source, &table);
    let Some(year) = file.stem().parse::<i32>().ok().filter(|year| (1900..=2200).contains(year)) else {
        return Err(source.failure(1, "文件名应为年份，如 2027.toml", "is named after its year, such as 2027.toml"));
    };
    section.need("source")?.texts()?;
    let days = Year { off: days(&section.need("off")?, year)?, work: days(&section.need("work")?, year)? };
    section.finish()?;
    Ok((year, days))
}

/// Days of the year, single ones and spans such as `2013-02-09/2013-02-15`.
fn days(entry: &Entry<'_>, year: i32) -> Result<BTreeSet<NaiveDate>, Failure> {
    let mut days = BTreeSet::new();
    for text in entry.texts()? {
        let (first, last) = text.split_once('/').unwrap_or((&text, &text));
        let day = |text: &str| text.parse::<NaiveDate>().ok().filter(|day| day.year() == year);
        match (day(first), day(last)) {
            (Some(first), Some(last)) if first <= last => {
                days.extend(first.iter_days().take_while(|day| *day <= last));
            }
            _ => {
                return Err(entry.failure(
                    &format!("中的“{text}”应为 {year} 年的一天或一段，如 {year}-02-09/{year}-02-15"),
                    &format!("has {text:?}, which is no day or span of {year} such as {year}-02-09/{year}-02-15"),
                ));
            }
        }
    }
    Ok(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn built_in() -> Workdays {
        let templates = Templates::embedded();
        let constants = Constants::load(&templates, &BTreeMap::new()).expect("the built-in constants");
        Workdays::load(&templates, &constants).expect("the built-in years")
    }

    fn time(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").expect("a time of the test")
    }

    #[test]
    fn every_year_has_the_statutory_holidays_and_works_only_weekends() {
        let workdays = built_in();
        assert_eq!(workdays.years.keys().copied().collect::<Vec<_>>(), (2013..=2026).collect::<Vec<_>>());
        for (year, days) in &workdays.years {
            for (month, day) in [(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)] {
                let day = NaiveDate::from_ymd_opt(*year, month, day).expect("a day");
                assert_eq!(workdays.is_worked(day), Some(false), "{day}");
            }
            for day in &days.work {
                assert!(matches!(day.weekday(), Weekday::Sat | Weekday::Sun), "{day} is worked anyhow");
                assert!(!days.off.contains(day), "{day} is both");
            }
            // Days off in place of a weekend are few: 11 holidays, and as many moved as are worked.
            let off = days.off.iter().filter(|day| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)).count();
            let net = off - days.work.len();
            assert!((9..=13).contains(&net), "{year}: {net} days less are worked");
        }
    }

    #[test]
    fn minutes_are_counted_over_the_spring_festival_and_a_worked_sunday() {
        let workdays = built_in();
        let minutes = |from: &str, to: &str| workdays.minutes(time(from), time(to));
        // 2013-02-09 to 15 are off, 16 (Saturday) and 17 (Sunday) are worked, 8:30 to 17:30.
        assert_eq!(minutes("2013-02-08 16:30", "2013-02-16 09:30"), Some(120));
        assert_eq!(minutes("2013-02-17 08:30", "2013-02-17 17:30"), Some(540));
        assert_eq!(minutes("2013-02-09 08:30", "2013-02-15 17:30"), Some(0));
        assert_eq!(minutes("2013-09-06 17:00", "2013-09-09 09:00"), Some(60));
        assert_eq!(minutes("2013-09-09 09:00", "2013-09-06 17:00"), Some(-60));
        assert_eq!(minutes("2013-09-02 12:00", "2013-09-02 12:00"), Some(0));
        assert_eq!(minutes("2012-12-31 09:00", "2013-01-04 09:00"), None);
        assert_eq!(minutes("2026-12-31 09:00", "2027-01-04 09:00"), None);
    }

    #[test]
    fn a_time_comes_after_so_many_working_minutes_and_no_sooner() {
        let workdays = built_in();
        let after = |from: &str, minutes| workdays.after(time(from), minutes);
        assert_eq!(after("2013-02-08 16:30", 120), Some(time("2013-02-16 09:30")));
        assert_eq!(after("2013-02-08 16:30", 60), Some(time("2013-02-08 17:30")));
        assert_eq!(after("2013-09-07 10:00", 30), Some(time("2013-09-09 09:00")));
        assert_eq!(after("2013-09-06 20:00", 0), Some(time("2013-09-09 08:30")));
        assert_eq!(after("2026-12-31 17:00", 60), None);
        for minutes in [0, 1, 59, 540, 541, 1440, 4320] {
            let from = time("2013-09-27 11:11");
            let due = after("2013-09-27 11:11", minutes).expect("a due time");
            assert_eq!(workdays.minutes(from, due), Some(minutes));
        }
    }
}
