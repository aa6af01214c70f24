//! How much of a period the rows of a table cover: whether they stop or start inside it, by the table's own habits.

use std::collections::BTreeMap;
use std::ops::Bound::{Excluded, Unbounded};

use chrono::{Datelike, Days, NaiveDate};
use serde::{Serialize, Serializer};

use crate::base::holidays::is_holiday;

/// The days on which a table has rows.
pub type DatedRows = BTreeMap<NaiveDate, DayRows>;

/// The rows of a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayRows {
    /// The place of one of them: index into the sources.
    pub source: u32,
    /// How many they are.
    pub rows: u64,
}

/// The first and the last day of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first day with a row.
    pub first: NaiveDate,
    /// The last day with a row.
    pub last: NaiveDate,
}

/// A table's habits are those of so many days before the end of what is known.
const DAYS_OF_HABIT: u64 = 800;
/// With fewer days with rows nobody knows what is usual.
const LEAST_DAYS: i64 = 10;
/// Fewer days than these may be a list that was closed a little early; holidays apart.
const LEAST_MISSING: i64 = 6;
/// One gap of so many is no habit: a holiday, a month that was never entered.
const ONE_OF: usize = 25;
/// A hole inside the period has to be so many times longer than what would do at its ends: of many gaps one is always
/// the longest.
const HOLE: i64 = 3;
/// Rows beyond a hole are stray where they are one of so many days.
const STRAY_OF: usize = 5;
/// A weekday has rows usually where it has more than one of so many.
const RARE_WEEKDAY: usize = 50;
/// A list with rows on so many weekdays is written on working days.
const OFFICE_DAYS: usize = 4;
/// What the rows of a table cover of a period, where that is less than the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Covered {
    /// The first day that they cover.
    #[serde(serialize_with = "iso")]
    pub from: NaiveDate,
    /// The last day that they cover.
    #[serde(serialize_with = "iso")]
    pub to: NaiveDate,
    /// The days between without a row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<Hole>,
    /// Before this day the table has only a few rows: before `from`, or all over where it lies behind `to`.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "iso_of")]
    pub few_before: Option<NaiveDate>,
}

impl Covered {
    /// All of these days.
    pub fn all(from: NaiveDate, to: NaiveDate) -> Self {
        Self { from, to, missing: None, few_before: None }
    }

    /// The same, where the table has only a few rows before `full`.
    pub fn begun_fully(self, full: NaiveDate) -> Self {
        let from = if full > self.to { self.from } else { full.max(self.from) };
        Self { from, few_before: Some(full), ..self }
    }
}

/// Days without a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Hole {
    /// The first of them.
    #[serde(serialize_with = "iso")]
    pub from: NaiveDate,
    /// The last of them.
    #[serde(serialize_with = "iso")]
    pub to: NaiveDate,
}

fn iso<S: Serializer>(day: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(day)
}

fn iso_of<S: Serializer>(day: &Option<NaiveDate>, serializer: S) -> Result<S::Ok, S::Error> {
    day.map(|day| day.to_string()).serialize(serializer)
}

/// What the rows cover of the days `start` to `until`, where they stop, start or leave a hole there that is not their
/// habit; nothing where they cover all, or where no row lies there at all. The habit is that of the rows up to `known`.
///
/// A gap counts the days on which the table usually has rows: without the weekdays that it leaves out, and without the
/// long holidays. It is unusual where it leaves out at least six days and is longer than twice the longest of the
/// table's own gaps (one of 25 apart), more than twice where few days with rows are known.
pub fn covered(rows: &DatedRows, start: NaiveDate, until: NaiveDate, known: NaiveDate) -> Option<Covered> {
    if start > until {
        return None;
    }
    let (mut first, mut last) = (*rows.range(start..=until).next()?.0, *rows.range(start..=until).next_back()?.0);
    let habit = Habit::of(rows, known, (start, until));
    let days: Vec<NaiveDate> = rows.range(first..=last).map(|(day, _)| *day).collect();
    let longest = days.windows(2).map(|pair| (pair[0], pair[1])).max_by_key(|(from, to)| habit.length(*from, *to));
    let mut hole = longest.filter(|gap| habit.is_unusual(*gap, HOLE, *gap));
    // A few rows far from all others, often slips of the pen, cover nothing.
    if let Some((from, to)) = hole {
        let before = days.iter().filter(|day| **day <= from).count();
        let after = days.len() - before;
        if after * STRAY_OF <= before {
            (last, hole) = (from, None);
        } else if before * STRAY_OF <= after {
            (first, hole) = (to, None);
        }
    }
    let outside = start.pred_opt().unwrap_or(start);
    let before = rows.range((Unbounded, Excluded(first))).next_back().map_or(outside, |(day, _)| *day);
    let starts_late =
        habit.leaves_out(outside, first) >= LEAST_MISSING && habit.is_unusual((outside, first), 1, (before, first));
    let beyond = until.succ_opt().unwrap_or(until);
    let after = rows.range((Excluded(last), Unbounded)).next().map_or(beyond, |(day, _)| *day);
    let stops = habit.leaves_out(last, beyond) >= LEAST_MISSING && habit.is_unusual((last, beyond), 1, (last, after));
    if !starts_late && !stops && hole.is_none() {
        return None;
    }
    let missing = hole.map(|(from, to)| Hole { from: from + Days::new(1), to: to - Days::new(1) });
    let all = Covered::all(if starts_late { first } else { start }, if stops { last } else { until });
    Some(Covered { missing, ..all })
}

/// Whether a table's last row up to `until` lies further back than its habit allows.
pub fn has_stopped(rows: &DatedRows, until: NaiveDate) -> bool {
    let Some((&last, _)) = rows.range(..=until).next_back() else { return false };
    let gap = (last, until.succ_opt().unwrap_or(until));
    Habit::of(rows, until, gap).is_unusual(gap, 1, gap)
}

/// How a table has its rows.
struct Habit {
    /// The gaps between the days with rows.
    gaps: Vec<((NaiveDate, NaiveDate), i64)>,
    /// The weekdays that have rows, from Monday; all of a list that has them on a few only, such as a weekly one.
    weekdays: [bool; 7],
    /// The long holidays have none. Over the Spring Festival everybody rests, whatever the others are like.
    rests: bool,
}

impl Habit {
    /// The habit of the rows up to `known`; that of the holidays is what they are outside of the days that are judged.
    fn of(rows: &DatedRows, known: NaiveDate, judged: (NaiveDate, NaiveDate)) -> Self {
        let earliest = known.checked_sub_days(Days::new(DAYS_OF_HABIT)).unwrap_or(known);
        let days: Vec<NaiveDate> = rows.range(earliest..=known).map(|(day, _)| *day).collect();
        let mut of_weekday = [0; 7];
        days.iter().for_each(|day| of_weekday[day.weekday().num_days_from_monday() as usize] += 1);
        // A row or two on a Sunday make no working day of it.
        let usual = of_weekday.map(|count| count * RARE_WEEKDAY > days.len());
        let weekdays = if usual.iter().filter(|usual| **usual).count() < OFFICE_DAYS { [true; 7] } else { usual };
        let (first, last) = (days.first().copied().unwrap_or(known), days.last().copied().unwrap_or(known));
        let is_judged = |day: &NaiveDate| (judged.0..=judged.1).contains(day);
        let told = |day: &NaiveDate| is_holiday(*day) && !is_in_spring(*day) && !is_judged(day);
        let holidays = first.iter_days().take_while(|day| *day <= last).filter(told).count();
        let rests = days.iter().filter(|day| told(day)).count() * 2 < holidays.max(1);
        let mut habit = Self { gaps: Vec::new(), weekdays, rests };
        habit.gaps = days.windows(2).map(|pair| ((pair[0], pair[1]), habit.length(pair[0], pair[1]))).collect();
        habit
    }

    fn is_off(&self, day: NaiveDate) -> bool {
        is_holiday(day) && (self.rests || is_in_spring(day))
    }

    /// Days between the two, without the holidays.
    fn leaves_out(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        between(from, to).filter(|day| !self.is_off(*day)).count() as i64
    }

    /// The usual days from one to the other, at least 1.
    fn length(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        let usual =
            |day: &NaiveDate| self.weekdays[day.weekday().num_days_from_monday() as usize] && !self.is_off(*day);
        between(from, to).filter(usual).count() as i64 + 1
    }

    /// Whether a gap is longer than the others allow, `times` longer; `own` is the one that is judged itself.
    fn is_unusual(&self, (from, to): (NaiveDate, NaiveDate), times: i64, own: (NaiveDate, NaiveDate)) -> bool {
        if self.leaves_out(from, to) < LEAST_MISSING {
            return false;
        }
        let others = self.gaps.iter().filter(|(gap, _)| *gap != own);
        let mut lengths: Vec<i64> = others.map(|(_, length)| *length).collect();
        lengths.sort_unstable();
        let days = lengths.len() as i64 + 1;
        let usual = lengths.len().checked_sub(1 + lengths.len() / ONE_OF).and_then(|at| lengths.get(at));
        let Some(usual) = usual.filter(|_| days >= LEAST_DAYS) else { return false };
        // Twice as long where many days are known, more with few.
        self.length(from, to) * days > usual * (2 * days + 15) * times
    }
}

/// The holiday of these months is the Spring Festival.
fn is_in_spring(day: NaiveDate) -> bool {
    day.month() <= 3
}

/// The days after the one and before the other.
fn between(from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    from.iter_days().skip(1).take_while(move |day| *day < to)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: DayRows = DayRows { source: 0, rows: 1 };

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day of the test")
    }

    /// Days from one to another that `keep` keeps.
    fn list(from: &str, to: &str, keep: impl Fn(NaiveDate) -> bool) -> DatedRows {
        let days = day(from).iter_days().take_while(|one| *one <= day(to));
        days.filter(|day| keep(*day)).map(|day| (day, ONE)).collect()
    }

    fn is_weekday(day: NaiveDate) -> bool {
        use chrono::Weekday;
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
    }

    fn of_month(rows: &DatedRows, month: &str) -> Option<(String, String)> {
        let start = day(&format!("{month}-01"));
        let end = start + chrono::Months::new(1) - Days::new(1);
        covered(rows, start, end, end).map(|covered| (covered.from.to_string(), covered.to.to_string()))
    }

    fn both(from: &str, to: &str) -> Option<(String, String)> {
        Some((from.to_owned(), to.to_owned()))
    }

    #[test]
    fn a_list_that_stops_or_starts_inside_the_month_is_told() {
        let daily = |from, to| list(from, to, |_| true);
        assert_eq!(of_month(&daily("2013-08-01", "2013-10-15"), "2013-10"), both("2013-10-01", "2013-10-15"));
        assert_eq!(of_month(&daily("2013-10-01", "2013-10-15"), "2013-10"), both("2013-10-01", "2013-10-15"));
        assert_eq!(of_month(&daily("2013-09-11", "2013-10-31"), "2013-09"), both("2013-09-11", "2013-09-30"));
        assert_eq!(of_month(&daily("2013-09-11", "2013-09-20"), "2013-09"), both("2013-09-11", "2013-09-20"));
        let office = list("2013-06-03", "2013-10-18", is_weekday);
        assert_eq!(of_month(&office, "2013-10"), both("2013-10-01", "2013-10-18"));
        assert_eq!(of_month(&office, "2013-09"), None);
    }

    #[test]
    fn weekends_and_holidays_are_no_end() {
        // The office is closed for the National Day and for the Spring Festival of 2014 (31 January); the workshop for
        // the latter only.
        let open = |day: NaiveDate| is_weekday(day) && !is_holiday(day);
        let workshop = list("2013-03-01", "2014-06-28", |one| !(is_holiday(one) && one.month() < 4));
        for month in ["2013-10", "2014-01", "2014-02", "2014-05"] {
            assert_eq!(of_month(&workshop, month), None, "{month}");
        }
        let rows = list("2013-03-01", "2014-06-28", open);
        for month in ["2013-09", "2013-10", "2013-11", "2014-01", "2014-02", "2014-05"] {
            assert_eq!(of_month(&rows, month), None, "{month}");
        }
        let first_month = list("2013-10-09", "2013-10-31", open);
        assert_eq!(of_month(&first_month, "2013-10"), None);
        let late = list("2013-10-16", "2013-10-31", open);
        assert_eq!(of_month(&late, "2013-10"), both("2013-10-16", "2013-10-31"));
        // Who works on holidays misses them.
        let rows = list("2013-04-01", "2013-10-31", |one| one < day("2013-10-01") || one > day("2013-10-08"));
        assert_eq!(of_month(&rows, "2013-10"), both("2013-10-09", "2013-10-31"));
    }

    #[test]
    fn a_weekly_list_may_skip_a_week_and_not_three() {
        use chrono::Weekday;
        let mondays = |to| list("2013-01-07", to, |day| day.weekday() == Weekday::Mon);
        assert_eq!(of_month(&mondays("2013-09-23"), "2013-09"), None);
        assert_eq!(of_month(&mondays("2013-09-16"), "2013-09"), None);
        assert_eq!(of_month(&mondays("2013-09-09"), "2013-09"), both("2013-09-01", "2013-09-09"));
    }

    #[test]
    fn a_few_complaints_a_month_never_stop() {
        let days = ["07-04", "07-19", "08-02", "08-08", "08-29", "09-02", "09-05", "09-06"];
        let rows: DatedRows = days.iter().map(|text| (day(&format!("2013-{text}")), ONE)).collect();
        assert_eq!(of_month(&rows, "2013-09"), None);
        assert_eq!(of_month(&rows, "2013-08"), None);
        let four: DatedRows = days[5..].iter().map(|text| (day(&format!("2013-{text}")), ONE)).collect();
        assert_eq!(of_month(&four, "2013-09"), None);
    }

    #[test]
    fn one_row_far_from_the_others_covers_nothing() {
        let mut rows = list("2013-08-01", "2013-10-08", |_| true);
        rows.insert(day("2013-10-31"), ONE);
        assert_eq!(of_month(&rows, "2013-10"), both("2013-10-01", "2013-10-08"));
        let mut rows = list("2013-09-20", "2013-10-31", |_| true);
        rows.insert(day("2013-09-02"), ONE);
        assert_eq!(of_month(&rows, "2013-09"), both("2013-09-20", "2013-09-30"));
    }

    #[test]
    fn a_month_that_is_missing_in_the_middle_of_a_quarter_is_a_hole() {
        let rows = list("2013-07-01", "2013-09-30", |day| day.format("%m").to_string() != "08");
        let covered = covered(&rows, day("2013-07-01"), day("2013-09-30"), day("2013-09-30")).expect("a hole");
        assert_eq!((covered.from, covered.to), (day("2013-07-01"), day("2013-09-30")));
        assert_eq!(covered.missing, Some(Hole { from: day("2013-08-01"), to: day("2013-08-31") }));
    }

    #[test]
    fn what_lies_after_as_of_is_not_missed() {
        let rows = list("2013-08-01", "2013-10-15", |_| true);
        assert_eq!(covered(&rows, day("2013-10-01"), day("2013-10-15"), day("2013-10-15")), None);
        assert_eq!(covered(&rows, day("2013-11-01"), day("2013-11-30"), day("2013-11-30")), None);
    }

    #[test]
    fn a_list_that_has_stopped_before_the_period_is_known_by_its_habit() {
        assert!(has_stopped(&list("2013-08-01", "2013-10-31", |_| true), day("2013-11-30")));
        let sparse: DatedRows =
            ["2013-06-04", "2013-07-01", "2013-08-09", "2013-08-30", "2013-10-02"].map(|text| (day(text), ONE)).into();
        assert!(!has_stopped(&sparse, day("2013-11-30")));
    }
}
