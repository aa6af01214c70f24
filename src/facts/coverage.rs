//! How much of a period the rows of a table cover: whether they stop or start inside it, by the table's own habits.

use std::collections::BTreeMap;
use std::ops::Bound::{Excluded, Unbounded};

use chrono::{Days, NaiveDate};
use serde::{Serialize, Serializer};

use crate::base::holidays::is_holiday;

/// The days on which a table has rows, each with the place of one: index into the sources.
pub type DatedRows = BTreeMap<NaiveDate, u32>;

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

/// What the rows cover of the days `start` to `until`, where they stop, start or leave a hole there that is not their
/// habit; nothing where they cover all, or where no row lies there at all. The habit is that of the rows up to `known`.
///
/// A gap counts without the long holidays. It is unusual where it has at least six days and is longer than twice the
/// longest of the table's own gaps (one of 25 apart); where the table has few days with rows, more than twice.
pub fn covered(rows: &DatedRows, start: NaiveDate, until: NaiveDate, known: NaiveDate) -> Option<Covered> {
    if start > until {
        return None;
    }
    let (first, last) = (*rows.range(start..=until).next()?.0, *rows.range(start..=until).next_back()?.0);
    let habit = Habit::of(rows, known);
    let outside = start.pred_opt().unwrap_or(start);
    let before = rows.range((Unbounded, Excluded(first))).next_back().map_or(outside, |(day, _)| *day);
    let starts_late =
        working_days(outside, first) > LEAST_MISSING && habit.is_unusual(before, first, 1, (before, first));
    let beyond = until.succ_opt().unwrap_or(until);
    let after = rows.range((Excluded(last), Unbounded)).next().map_or(beyond, |(day, _)| *day);
    let stops = working_days(last, beyond) > LEAST_MISSING && habit.is_unusual(last, beyond, 1, (last, after));
    let days: Vec<NaiveDate> = rows.range(first..=last).map(|(day, _)| *day).collect();
    let longest = days.windows(2).map(|pair| (pair[0], pair[1])).max_by_key(|(from, to)| working_days(*from, *to));
    let hole = longest.filter(|(from, to)| {
        working_days(*from, *to) > LEAST_MISSING && habit.is_unusual(*from, *to, HOLE, (*from, *to))
    });
    if !starts_late && !stops && hole.is_none() {
        return None;
    }
    let missing = hole.map(|(from, to)| Hole { from: from + Days::new(1), to: to - Days::new(1) });
    Some(Covered { from: if starts_late { first } else { start }, to: if stops { last } else { until }, missing })
}

/// Whether the table has rows before `start` but none in a stretch that is longer than its habit up to `until`.
pub fn has_stopped(rows: &DatedRows, until: NaiveDate) -> bool {
    let Some((&last, _)) = rows.range(..=until).next_back() else { return false };
    let beyond = until.succ_opt().unwrap_or(until);
    Habit::of(rows, until).is_unusual(last, beyond, 1, (last, beyond))
}

/// Days from one to the other, those of the long holidays left out.
fn working_days(from: NaiveDate, to: NaiveDate) -> i64 {
    from.iter_days().skip(1).take_while(|day| *day <= to).filter(|day| *day == to || !is_holiday(*day)).count() as i64
}

/// The gaps between the days with rows.
struct Habit {
    gaps: Vec<(NaiveDate, NaiveDate, i64)>,
}

impl Habit {
    fn of(rows: &DatedRows, known: NaiveDate) -> Self {
        let earliest = known.checked_sub_days(Days::new(DAYS_OF_HABIT)).unwrap_or(known);
        let days: Vec<NaiveDate> = rows.range(earliest..=known).map(|(day, _)| *day).collect();
        let gap = |pair: &[NaiveDate]| (pair[0], pair[1], working_days(pair[0], pair[1]));
        Self { gaps: days.windows(2).map(gap).collect() }
    }

    /// Whether a gap is longer than the others allow, `times` longer; `own` is the one that is judged itself.
    fn is_unusual(&self, from: NaiveDate, to: NaiveDate, times: i64, own: (NaiveDate, NaiveDate)) -> bool {
        let others = self.gaps.iter().filter(|(from, to, _)| (*from, *to) != own);
        let mut lengths: Vec<i64> = others.map(|(.., length)| *length).collect();
        lengths.sort_unstable();
        let days = lengths.len() as i64 + 1;
        let usual = lengths.len().checked_sub(1 + lengths.len() / ONE_OF).and_then(|at| lengths.get(at));
        let Some(usual) = usual.filter(|_| days >= LEAST_DAYS) else { return false };
        // Twice as long where many days are known, more with few.
        working_days(from, to) * days > usual * (2 * days + 15) * times
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day of the test")
    }

    /// Days from one to another that `keep` keeps.
    fn list(from: &str, to: &str, keep: impl Fn(NaiveDate) -> bool) -> DatedRows {
        let days = day(from).iter_days().take_while(|one| *one <= day(to));
        days.filter(|day| keep(*day)).map(|day| (day, 0)).collect()
    }

    fn is_weekday(day: NaiveDate) -> bool {
        use chrono::{Datelike, Weekday};
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
        // The office is closed for the National Day and for the Spring Festival of 2014 (31 January).
        let open = |day: NaiveDate| is_weekday(day) && !is_holiday(day);
        let rows = list("2013-03-01", "2014-06-28", open);
        for month in ["2013-09", "2013-10", "2013-11", "2014-01", "2014-02", "2014-05"] {
            assert_eq!(of_month(&rows, month), None, "{month}");
        }
        let first_month = list("2013-10-09", "2013-10-31", open);
        assert_eq!(of_month(&first_month, "2013-10"), None);
    }

    #[test]
    fn a_weekly_list_may_skip_a_week_and_not_three() {
        use chrono::{Datelike, Weekday};
        let mondays = |to| list("2013-01-07", to, |day| day.weekday() == Weekday::Mon);
        assert_eq!(of_month(&mondays("2013-09-23"), "2013-09"), None);
        assert_eq!(of_month(&mondays("2013-09-16"), "2013-09"), None);
        assert_eq!(of_month(&mondays("2013-09-09"), "2013-09"), both("2013-09-01", "2013-09-09"));
    }

    #[test]
    fn a_few_complaints_a_month_never_stop() {
        let days = ["07-04", "07-19", "08-02", "08-08", "08-29", "09-02", "09-05", "09-06"];
        let rows: DatedRows = days.iter().map(|text| (day(&format!("2013-{text}")), 0)).collect();
        assert_eq!(of_month(&rows, "2013-09"), None);
        assert_eq!(of_month(&rows, "2013-08"), None);
        let four: DatedRows = days[5..].iter().map(|text| (day(&format!("2013-{text}")), 0)).collect();
        assert_eq!(of_month(&four, "2013-09"), None);
    }

    #[test]
    fn one_row_far_behind_the_others_does_not_hide_the_hole() {
        let mut rows = list("2013-08-01", "2013-10-08", |_| true);
        rows.insert(day("2013-10-31"), 0);
        let covered = covered(&rows, day("2013-10-01"), day("2013-10-31"), day("2013-10-31")).expect("a hole");
        let hole = covered.missing.expect("a hole");
        assert_eq!((hole.from, hole.to), (day("2013-10-09"), day("2013-10-30")));
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
            ["2013-06-04", "2013-07-01", "2013-08-09", "2013-08-30", "2013-10-02"].map(|text| (day(text), 0)).into();
        assert!(!has_stopped(&sparse, day("2013-11-30")));
    }
}
