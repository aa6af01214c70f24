//! The days that a dealer's list can hold, and what a date leaves open about its year.

use chrono::NaiveDate;

use crate::base::finding::Code;

use super::Broken;

/// Years that a dealer's list can hold; a serial or a text outside is a slip of the pen.
pub(super) const YEARS: std::ops::RangeInclusive<i32> = 1980..=2099;

/// The year 1 of the Republic of China is 1912.
pub(super) const REPUBLIC: i32 = 1911;

/// What a date left open about its year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tables) enum Doubt {
    /// No year: that of the sheet or file name.
    NoYear(i32),
    /// Two digits: those of this century.
    TwoDigits(i32),
}

impl Doubt {
    /// The finding about it.
    pub(super) fn broken(self) -> Broken {
        let (chinese, english) = match self {
            Self::NoYear(year) => (
                format!("缺少年份，按工作表名或文件名补为 {year} 年"),
                format!("the year is missing; taken as {year} from the name of sheet or file"),
            ),
            Self::TwoDigits(year) => {
                (format!("年份只有两位，按 {year} 年计"), format!("the year has two digits only; taken as {year}"))
            }
        };
        Broken::new(Code::AssumedYear, chinese, english)
    }
}

/// The year of two digits: 80–99 are of the last century.
pub(super) fn century(two_digits: i32) -> i32 {
    two_digits + if two_digits < YEARS.start() % 100 { 2000 } else { 1900 }
}

/// A day of the calendar.
///
/// # Errors
/// The part that does not exist.
pub(super) fn day(year: i32, month: i32, day: i32) -> Result<NaiveDate, Broken> {
    if !YEARS.contains(&year) {
        return Err(out_of_range());
    }
    if !(1..=12).contains(&month) {
        return Err(broken("月份应为 1–12", "the month should be 1–12"));
    }
    NaiveDate::from_ymd_opt(year, month as u32, day.max(0) as u32).ok_or_else(|| {
        broken(&format!("{year}年{month}月没有{day}日"), &format!("month {year}-{month:02} has no day {day}"))
    })
}

pub(super) fn out_of_range() -> Broken {
    broken("年份应为 1980–2099", "the year should be 1980–2099")
}

/// What a date or a month without its year lacks.
pub(super) fn year_missing() -> Broken {
    broken("缺少年份，工作表名和文件名中也没有", "the year is missing, also in the names of sheet and file")
}

pub(super) fn broken(chinese: &str, english: &str) -> Broken {
    Broken::new(Code::InvalidDate, chinese, english)
}
