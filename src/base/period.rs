//! Reporting periods: the only place that knows where a month begins.

use std::fmt;

use std::ops::RangeInclusive;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// The years that a report can be of.
pub const YEARS: RangeInclusive<i32> = 1970..=2199;

/// The months in English, as people and the Task Scheduler of Windows write them.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PeriodKind {
    /// One month.
    Month,
    /// Three months.
    Quarter,
    /// Twelve months.
    Year,
}

impl PeriodKind {
    /// Periods of this kind in a year.
    fn per_year(self) -> i32 {
        match self {
            Self::Month => 12,
            Self::Quarter => 4,
            Self::Year => 1,
        }
    }

    /// Months in a period of this kind.
    pub fn months(self) -> i32 {
        12 / self.per_year()
    }
}

/// One period. Periods of one kind are numbered through (`number`), so that the one before is `number - 1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PeriodNumber(pub i32);

/// One period with its first and last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// Month, quarter or year.
    pub kind: PeriodKind,
    /// Periods of this kind since year 0.
    pub number: PeriodNumber,
    /// First day.
    pub start: NaiveDate,
    /// Last day.
    pub end: NaiveDate,
}

impl Period {
    /// The calendar year the period is named after.
    pub fn year(&self) -> i32 {
        self.number.0.div_euclid(self.kind.per_year())
    }

    /// The place in its year, from 1: the month 1–12, the quarter 1–4, the year 1.
    pub fn index(&self) -> i32 {
        self.number.0.rem_euclid(self.kind.per_year()) + 1
    }

    /// The name used everywhere: `2013-09`, `2013-Q3`, `2013`.
    pub fn label(&self) -> String {
        match self.kind {
            PeriodKind::Month => format!("{:04}-{:02}", self.year(), self.index()),
            PeriodKind::Quarter => format!("{:04}-Q{}", self.year(), self.index()),
            PeriodKind::Year => format!("{:04}", self.year()),
        }
    }

    /// Whether the day lies in the period.
    pub fn contains(&self, day: NaiveDate) -> bool {
        (self.start..=self.end).contains(&day)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.label())
    }
}

/// The dealer's calendar: a month may run from the 26th to the 25th and is named after its last day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// The day a month begins, 1–28; 1 is the calendar month.
    pub month_start_day: u8,
}

impl Default for Calendar {
    fn default() -> Self {
        Self { month_start_day: 1 }
    }
}

impl Calendar {
    /// The period of a number.
    pub fn period(self, kind: PeriodKind, number: PeriodNumber) -> Period {
        let first_month = number.0 * kind.months();
        Period {
            kind,
            number,
            start: self.month_start(first_month),
            end: self.month_start(first_month + kind.months()) - Days::new(1),
        }
    }

    /// The first day of the month with this number (12 × year + month − 1).
    fn month_start(self, month_number: i32) -> NaiveDate {
        let first = NaiveDate::from_ymd_opt(month_number.div_euclid(12), month_number.rem_euclid(12) as u32 + 1, 1)
            .unwrap_or(NaiveDate::MIN);
        if self.month_start_day <= 1 {
            return first;
        }
        let before = first.checked_sub_months(Months::new(1)).unwrap_or(first);
        before + Days::new(u64::from(self.month_start_day) - 1)
    }

    /// The period that a day lies in.
    pub fn containing(self, kind: PeriodKind, day: NaiveDate) -> Period {
        let mut month = day.year() * 12 + day.month0() as i32;
        if self.month_start(month + 1) <= day {
            month += 1;
        }
        self.period(kind, PeriodNumber(month.div_euclid(kind.months())))
    }

    /// The period `steps` after (or before, where negative) `period`.
    pub fn step(self, period: &Period, steps: i32) -> Period {
        self.period(period.kind, PeriodNumber(period.number.0 + steps))
    }

    /// The same period one year earlier.
    pub fn year_ago(self, period: &Period) -> Period {
        self.step(period, -period.kind.per_year())
    }

    /// The months of a period, in order.
    pub fn months(self, period: &Period) -> Vec<Period> {
        let size = period.kind.months();
        (0..size).map(|at| self.period(PeriodKind::Month, PeriodNumber(period.number.0 * size + at))).collect()
    }

    /// The last period of this kind that had ended before `today`.
    pub fn last_full(self, kind: PeriodKind, today: NaiveDate) -> Period {
        let current = self.containing(kind, today);
        self.step(&current, -1)
    }

    /// Reads a label: `2013-09`, `2013-Q3`, `2013`. `None` where it is not one of this kind.
    pub fn parse(self, kind: PeriodKind, label: &str) -> Option<Period> {
        let (year, index) = match kind {
            PeriodKind::Year => (label, 1),
            PeriodKind::Month => {
                let (year, month) = label.split_once('-')?;
                (year, number_of_digits(month, 1..=2)?)
            }
            PeriodKind::Quarter => {
                let (year, quarter) = label.split_once('-')?;
                (year, number_of_digits(quarter.strip_prefix(['Q', 'q'])?, 1..=1)?)
            }
        };
        let year = number_of_digits(year, 4..=4)?;
        let possible = (1..=kind.per_year()).contains(&index) && YEARS.contains(&year);
        possible.then(|| self.period(kind, PeriodNumber(year * kind.per_year() + index - 1)))
    }
}

/// The number of a text of digits only, of an allowed length.
fn number_of_digits(text: &str, length: std::ops::RangeInclusive<usize>) -> Option<i32> {
    let digits = length.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// Whether a text is the label of a period of any kind.
pub fn is_label(text: &str) -> bool {
    let kinds = [PeriodKind::Month, PeriodKind::Quarter, PeriodKind::Year];
    kinds.into_iter().any(|kind| Calendar::default().parse(kind, text).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date of the test")
    }

    #[test]
    fn labels_read_back() {
        let calendar = Calendar::default();
        for (kind, label) in
            [(PeriodKind::Month, "2013-09"), (PeriodKind::Quarter, "2013-Q3"), (PeriodKind::Year, "2013")]
        {
            assert_eq!(calendar.parse(kind, label).expect("a label").label(), label);
        }
        for wrong in ["2013-13", "2013-00", "13-09", "2013", "2013-Q3", "2013-+9"] {
            assert_eq!(calendar.parse(PeriodKind::Month, wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_month_from_the_26th_is_named_after_its_last_day() {
        let calendar = Calendar { month_start_day: 26 };
        let month = calendar.containing(PeriodKind::Month, day("2013-08-26"));
        assert_eq!((month.label().as_str(), month.start, month.end), ("2013-09", day("2013-08-26"), day("2013-09-25")));
        assert_eq!(calendar.containing(PeriodKind::Month, day("2013-12-26")).label(), "2014-01");
        assert_eq!(calendar.containing(PeriodKind::Year, day("2013-12-25")).label(), "2013");
    }

    #[test]
    fn quarters_are_made_of_their_months() {
        let calendar = Calendar::default();
        let quarter = calendar.parse(PeriodKind::Quarter, "2013-Q3").expect("a quarter");
        let months: Vec<_> = calendar.months(&quarter).iter().map(Period::label).collect();
        assert_eq!(months, ["2013-07", "2013-08", "2013-09"]);
        assert_eq!((quarter.start, quarter.end), (day("2013-07-01"), day("2013-09-30")));
        assert_eq!(calendar.year_ago(&quarter).label(), "2012-Q3");
        assert_eq!(calendar.last_full(PeriodKind::Month, day("2013-10-01")).label(), "2013-09");
    }

    #[test]
    fn last_is_the_month_before_on_every_day_of_four_years_wherever_months_begin() {
        for month_start_day in [1, 2, 15, 26, 28] {
            let calendar = Calendar { month_start_day };
            let mut today = day("2011-12-20");
            while today < day("2016-03-05") {
                let last = calendar.last_full(PeriodKind::Month, today);
                let next = calendar.step(&last, 1);
                assert!(last.end < today && next.contains(today), "{today}: {last}");
                assert_eq!(last.end + Days::new(1), next.start, "{today}");
                today = today + Days::new(1);
            }
        }
        let last = |today| Calendar::default().last_full(PeriodKind::Month, day(today)).label();
        assert_eq!(
            ["2012-02-29", "2012-03-01", "2013-01-31", "2013-12-31"].map(last),
            ["2012-01", "2012-02", "2012-12", "2013-11"]
        );
    }
}
