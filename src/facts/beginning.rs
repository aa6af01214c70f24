//! From when on a table has its usual number of rows: of first months with a few of them only a part was handed in.

use chrono::NaiveDate;

use super::coverage::DatedRows;
use crate::base::period::{Calendar, Period, PeriodKind, PeriodNumber};

/// First months with less than one of so many rows of the usual month have only a few; or one of so many, where no more
/// than three months follow.
const FEW_OF: u64 = 4;
const LEAP: u64 = 20;
/// What is usual is known from more than so many months, and only where a month has so many rows; of fewer months more.
const LEAST_MONTHS: usize = 3;
const LEAST_ROWS: u64 = 30;
const LEAST_ROWS_OF_LEAP: u64 = 300;

/// From which day on a table has its usual number of rows, where its first months have only a few of them: of that time a
/// part was handed in, such as the first services alone.
pub fn begins_fully(rows: &DatedRows, calendar: Calendar, known: NaiveDate) -> Option<NaiveDate> {
    let mut months: Vec<(Period, u64)> = Vec::new();
    for (day, of_day) in rows.range(..=known) {
        let number = calendar.containing(PeriodKind::Month, *day).number;
        while months.last().is_none_or(|(month, _)| month.number < number) {
            let next = months.last().map_or(number.0, |(month, _)| month.number.0 + 1);
            months.push((calendar.period(PeriodKind::Month, PeriodNumber(next)), 0));
        }
        months.last_mut().into_iter().for_each(|(_, count)| *count += of_day.rows);
    }
    // A list that begins late in its first month has few rows there and yet all of its days.
    if let Some(((month, count), first)) = months.first_mut().zip(rows.keys().next()) {
        let days = |from: NaiveDate| (month.end - from).num_days().unsigned_abs() + 1;
        *count = *count * days(month.start) / days(*first);
    }
    let is_full_from = |at: &usize| {
        let (before, later) = months.split_at(*at);
        let most = before.iter().map(|(_, count)| *count).max().unwrap_or(0);
        let mut counts: Vec<u64> = later.iter().map(|(_, count)| *count).collect();
        counts.sort_unstable();
        let usual = counts.get(counts.len() / 2).copied().unwrap_or(0);
        let (times, least) = if later.len() > LEAST_MONTHS { (FEW_OF, LEAST_ROWS) } else { (LEAP, LEAST_ROWS_OF_LEAP) };
        usual >= least && most * times < usual && months[*at].1 * FEW_OF >= usual
    };
    (1..months.len()).rfind(is_full_from).map(|at| months[at].0.start)
}

/// Whether what some rows of a table count begins with the table too, of whose days `known` are looked at: a day has
/// less than one of four of what a day has from `full` on.
pub fn begins_with(rows: &DatedRows, full: NaiveDate, known: (NaiveDate, NaiveDate)) -> bool {
    let (first, last) = known;
    if first >= full || full > last {
        return false;
    }
    let days = |from: NaiveDate, to: NaiveDate| (to - from).num_days().unsigned_abs();
    let count = |from: NaiveDate, to: NaiveDate| rows.range(from..to).map(|(_, day)| day.rows).sum::<u64>();
    let end = last.succ_opt().unwrap_or(last);
    count(first, full) * FEW_OF * days(full, end) < count(full, end) * days(first, full)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::coverage::DayRows;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day of the test")
    }

    /// Every day from one to another, with so many rows.
    fn daily(from: &str, to: &str, rows: u64) -> DatedRows {
        let days = day(from).iter_days().take_while(|one| *one <= day(to));
        days.map(|day| (day, DayRows { source: 0, rows })).collect()
    }

    #[test]
    fn a_list_whose_first_months_have_a_few_rows_begins_where_it_has_the_usual_number() {
        // 12 rows a month until April, 300 from May on.
        let rows: DatedRows = (1..=9)
            .flat_map(|month| (1..=12).map(move |of_month| (month, of_month)))
            .map(|(month, of_month)| {
                let rows = if month < 5 { 1 } else { 25 };
                (day(&format!("2013-{month:02}-{of_month:02}")), DayRows { source: 0, rows })
            })
            .collect();
        let begins = |known: &str| begins_fully(&rows, Calendar::default(), day(known));
        assert_eq!(begins("2013-09-30"), Some(day("2013-05-01")));
        assert_eq!(begins("2013-05-31"), Some(day("2013-05-01")), "25 times as many rows as in any month before");
        assert_eq!(begins("2013-04-30"), None);
        let late = daily("2013-04-25", "2013-09-30", 25);
        assert_eq!(begins_fully(&late, Calendar::default(), day("2013-09-30")), None, "six days are all there");
        let recall: DatedRows = (1..=9)
            .map(|month| {
                (day(&format!("2013-{month:02}-05")), DayRows { source: 0, rows: if month == 9 { 31 } else { 1 } })
            })
            .collect();
        assert_eq!(begins_fully(&recall, Calendar::default(), day("2013-09-30")), None, "a month of many complaints");
        let half = |of: DayRows| DayRows { rows: of.rows.div_ceil(2), ..of };
        let slower: DatedRows = rows.iter().map(|(day, of)| (*day, half(*of))).collect();
        assert_eq!(
            begins_fully(&slower, Calendar::default(), day("2013-06-30")),
            None,
            "13 times in two months tell little"
        );
        let later: DatedRows = (0..17)
            .map(|month| (day("2012-01-05") + chrono::Months::new(month), month))
            .map(|(day, month)| (day, DayRows { source: 0, rows: if month < 12 { 10 } else { 150 } }))
            .collect();
        assert_eq!(begins_fully(&later, Calendar::default(), day("2013-05-31")), Some(day("2013-01-01")));
        let even = daily("2013-01-01", "2013-09-30", 1);
        assert_eq!(begins_fully(&even, Calendar::default(), day("2013-09-30")), None);
    }

    #[test]
    fn what_is_counted_begins_with_its_table_or_is_there_before() {
        let (full, known) = (day("2013-05-01"), (day("2013-01-01"), day("2013-05-31")));
        let alike = daily("2013-01-01", "2013-05-31", 1);
        assert!(!begins_with(&alike, full, known));
        assert!(begins_with(&daily("2013-05-01", "2013-05-31", 1), full, known), "a few, and none of them before");
        assert!(!begins_with(&DatedRows::new(), full, known));
        assert!(!begins_with(&alike, full, (full, day("2013-05-31"))), "nothing before is looked at");
    }
}
