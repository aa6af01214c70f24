//! Dates and times as dealers write them.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime};

use crate::base::finding::Code;
use crate::base::text::narrow;

use super::Broken;

/// Years that a dealer's list can hold; a serial or a text outside is a slip of the pen.
const YEARS: std::ops::RangeInclusive<i32> = 1980..=2099;

/// The year 1 of the Republic of China is 1912.
const REPUBLIC: i32 = 1911;

/// A date, and whether its year was taken from the sheet or file name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tables) struct Day {
    pub at: NaiveDateTime,
    pub assumed_year: bool,
}

/// Reads a text such as `2013-09-05`, `2013年9月5日 下午2:30`, `20130905`, `102/9/5` or, with the year of the sheet's
/// name, `9月5日`.
///
/// # Errors
/// The rule that the text broke.
pub(in crate::tables) fn from_text(text: &str, year_of_name: Option<i32>) -> Result<Day, Broken> {
    let text = narrow(text);
    let republic = text.strip_prefix("民国").or_else(|| text.strip_prefix("民國"));
    let bare = republic.unwrap_or(&text);
    let (parts, rest) = date_parts(bare);
    let (date, assumed_year) = match parts.as_slice() {
        [Part { digits, .. }] if matches!(digits.len(), 8 | 12 | 14) => {
            let time = clock_of_digits(&digits[8..])?;
            let date = day(number(&digits[..4]), number(&digits[4..6]), number(&digits[6..8]))?;
            if digits.len() > 8 {
                return Ok(Day { at: date.and_time(time), assumed_year: false });
            }
            (date, false)
        }
        [year, month, day_of_month] if year.digits.len() == 4 => {
            (day(year.value(), month.value(), day_of_month.value())?, false)
        }
        [year, month, day_of_month] if republic.is_some() || year.digits.len() == 3 => {
            (day(year.value() + REPUBLIC, month.value(), day_of_month.value())?, false)
        }
        [_, _, _] => return Err(broken("年份应为四位,写在最前", "the year should have four digits and stand first")),
        [month, day_of_month] if month.digits.len() <= 2 && month.after != '.' => {
            let year = year_of_name.ok_or_else(|| {
                broken("缺少年份,工作表名和文件名中也没有", "the year is missing, also in the names of sheet and file")
            })?;
            (day(year, month.value(), day_of_month.value())?, true)
        }
        [year, _] if year.digits.len() == 4 => return Err(broken("缺少日", "the day is missing")),
        _ => return Err(broken("应为日期,如 2013-09-05", "should be a date such as 2013-09-05")),
    };
    Ok(Day { at: date.and_time(clock(rest)?), assumed_year })
}

/// Reads a serial date of the workbook, rounded to the second.
///
/// # Errors
/// A serial outside the years that a dealer's list can hold.
pub(in crate::tables) fn from_serial(serial: f64, dates_1904: bool) -> Result<Day, Broken> {
    let out_of_range = || broken("年份应为 1980–2099", "the year should be 1980–2099");
    let epoch = if dates_1904 { NaiveDate::from_ymd_opt(1904, 1, 1) } else { NaiveDate::from_ymd_opt(1899, 12, 30) };
    if !(1.0..80_000.0).contains(&serial) {
        return Err(out_of_range());
    }
    let seconds = (serial * 86_400.0).round() as u64;
    let date = epoch.and_then(|epoch| epoch.checked_add_days(Days::new(seconds / 86_400))).ok_or_else(out_of_range)?;
    if !YEARS.contains(&date.year()) {
        return Err(out_of_range());
    }
    let time = NaiveTime::from_num_seconds_from_midnight_opt((seconds % 86_400) as u32, 0).unwrap_or_default();
    Ok(Day { at: date.and_time(time), assumed_year: false })
}

/// Reads a number without a date format: `20130905`, or a serial whose format was lost.
///
/// # Errors
/// A number that is neither.
pub(in crate::tables) fn from_number(value: f64, dates_1904: bool) -> Result<Day, Broken> {
    if value.fract() == 0.0 && (19_800_101.0..=20_991_231.0).contains(&value) {
        return from_text(&format!("{value}"), None);
    }
    from_serial(value, dates_1904)
}

/// The year that a sheet or file name speaks of: `2013年9月`, `回访201309`.
pub(in crate::tables) fn year_in(name: &str) -> Option<i32> {
    narrow(name).split(|c: char| !c.is_ascii_digit()).find_map(|digits| {
        let year = matches!(digits.len(), 4 | 6 | 8).then(|| number(&digits[..4]))?;
        YEARS.contains(&year).then_some(year)
    })
}

/// A day of the calendar.
///
/// # Errors
/// The part that does not exist.
pub(super) fn day(year: i32, month: i32, day: i32) -> Result<NaiveDate, Broken> {
    if !YEARS.contains(&year) {
        return Err(broken("年份应为 1980–2099", "the year should be 1980–2099"));
    }
    if !(1..=12).contains(&month) {
        return Err(broken("月份应为 1–12", "the month should be 1–12"));
    }
    NaiveDate::from_ymd_opt(year, month as u32, day.max(0) as u32).ok_or_else(|| {
        broken(&format!("{year}年{month}月没有{day}日"), &format!("month {year}-{month:02} has no day {day}"))
    })
}

/// Digits and the sign after them.
pub(super) struct Part<'a> {
    pub digits: &'a str,
    pub after: char,
}

impl Part<'_> {
    pub(super) fn value(&self) -> i32 {
        number(self.digits)
    }
}

/// Splits the leading date into at most three runs of digits, joined by - / . 年 月; gives back what follows.
pub(super) fn date_parts(text: &str) -> (Vec<Part<'_>>, &str) {
    let mut parts = Vec::new();
    let mut rest = text;
    while parts.len() < 3 {
        let length = rest.bytes().take_while(u8::is_ascii_digit).count();
        if length == 0 {
            break;
        }
        let (digits, behind) = rest.split_at(length);
        let after = behind.chars().next().unwrap_or(' ');
        parts.push(Part { digits, after });
        let joins = matches!(after, '-' | '/' | '.' | '年' | '月' | '日' | '号');
        rest = if joins { &behind[after.len_utf8()..] } else { behind };
        if !joins || matches!(after, '日' | '号') {
            break;
        }
        rest = rest.trim_start();
    }
    (parts, rest)
}

/// The time after a date: `14:30`, `下午2:30:00`, `T14:30:00.000`; nothing is midnight.
fn clock(rest: &str) -> Result<NaiveTime, Broken> {
    let wrong = || broken("时间应为 时:分,如 14:30", "the time should be hours:minutes such as 14:30");
    let text = rest.trim().trim_start_matches(['T', 't']).to_uppercase();
    let text = without_weekday(&text);
    let afternoon = ["下午", "晚上", "PM"].iter().any(|sign| text.contains(sign));
    let morning = ["上午", "凌晨", "AM"].iter().any(|sign| text.contains(sign));
    let bare = ["下午", "晚上", "PM", "上午", "凌晨", "AM"].iter().fold(text, |text, sign| text.replace(sign, ""));
    let bare = bare.trim();
    if bare.is_empty() {
        return if afternoon || morning { Err(wrong()) } else { Ok(NaiveTime::default()) };
    }
    let bare = bare.replace(['时', '点', '時', '分'], ":").replace('秒', "");
    let bare = bare.trim_end_matches(':');
    let mut parts = bare.splitn(3, ':').map(|part| part.trim().split('.').next().unwrap_or("").trim());
    let mut next = |may_lack: bool| match parts.next() {
        Some(part) if !part.is_empty() && part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit()) => {
            Ok(number(part) as u32)
        }
        None if may_lack => Ok(0),
        _ => Err(wrong()),
    };
    let (mut hour, minute, second) = (next(false)?, next(true)?, next(true)?);
    if afternoon && hour < 12 {
        hour += 12;
    } else if morning && hour == 12 {
        hour = 0;
    }
    NaiveTime::from_hms_opt(hour, minute, second).ok_or_else(wrong)
}

fn clock_of_digits(digits: &str) -> Result<NaiveTime, Broken> {
    let two = |at: usize| digits.get(at..at + 2).map_or(0, number) as u32;
    NaiveTime::from_hms_opt(two(0), two(2), two(4))
        .ok_or_else(|| broken("时间应为 时:分,如 14:30", "the time should be hours:minutes such as 14:30"))
}

/// Without `星期五`, `(周五)` between date and time.
fn without_weekday(text: &str) -> String {
    let mut chars = text.chars().peekable();
    let mut out = String::new();
    while let Some(c) = chars.next() {
        match c {
            '星' if chars.peek() == Some(&'期') => {
                chars.next();
                chars.next();
            }
            '周' => {
                chars.next();
            }
            '(' | ')' => {}
            _ => out.push(c),
        }
    }
    out
}

fn number(digits: &str) -> i32 {
    digits.parse().unwrap_or(i32::MAX / 2)
}

fn broken(chinese: &str, english: &str) -> Broken {
    Broken::new(Code::InvalidDate, chinese, english)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        match from_text(text, Some(2013)) {
            Ok(day) => format!("{}{}", day.at.format("%Y-%m-%d %H:%M:%S"), if day.assumed_year { " ?" } else { "" }),
            Err(broken) => broken.chinese,
        }
    }

    #[test]
    fn dates_are_read_in_every_way_dealers_write_them() {
        let cases = [
            ("2008-8-2", "2008-08-02 00:00:00"),
            ("2008/08/02", "2008-08-02 00:00:00"),
            ("2008.8.2", "2008-08-02 00:00:00"),
            ("2008年8月2日", "2008-08-02 00:00:00"),
            ("2008年 8月 2日", "2008-08-02 00:00:00"),
            ("20080802", "2008-08-02 00:00:00"),
            ("20080802143005", "2008-08-02 14:30:05"),
            ("2008-08-02 14:30", "2008-08-02 14:30:00"),
            ("2008-08-02T14:30:59.000", "2008-08-02 14:30:59"),
            ("2008/8/2 下午2:30", "2008-08-02 14:30:00"),
            ("2008/8/2 上午 12:05:06", "2008-08-02 00:05:06"),
            ("2008-8-2 2:30 PM", "2008-08-02 14:30:00"),
            ("2008年8月2日 14时30分", "2008-08-02 14:30:00"),
            ("2008年8月2日(星期六) 9:05", "2008-08-02 09:05:00"),
            ("２００８－８－２　１４：３０", "2008-08-02 14:30:00"),
            ("102/8/2", "2013-08-02 00:00:00"),
            ("民国99年8月2日", "2010-08-02 00:00:00"),
            ("8月2日", "2013-08-02 00:00:00 ?"),
            ("08-02", "2013-08-02 00:00:00 ?"),
            ("2012-02-29", "2012-02-29 00:00:00"),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn a_refused_date_names_the_rule_it_broke() {
        let cases = [
            ("2013-13-05", "月份应为 1–12"),
            ("2013-02-29", "2013年2月没有29日"),
            ("1913-02-02", "年份应为 1980–2099"),
            ("13-9-5", "年份应为四位,写在最前"),
            ("2013年9月", "缺少日"),
            ("2013-09-05 25:00", "时间应为 时:分,如 14:30"),
            ("2013-09-05 下午", "时间应为 时:分,如 14:30"),
            ("待定", "应为日期,如 2013-09-05"),
            ("8.2", "应为日期,如 2013-09-05"),
            ("99999999999", "应为日期,如 2013-09-05"),
        ];
        for (text, rule) in cases {
            assert_eq!(read(text), rule, "{text}");
        }
        assert!(from_text("8月2日", None).is_err_and(|broken| broken.chinese.starts_with("缺少年份")));
    }

    #[test]
    fn serials_count_in_both_epochs_and_round_to_the_second() {
        let text = |serial, dates_1904| from_serial(serial, dates_1904).map(|day| day.at.to_string());
        assert_eq!(text(41_522.0, false), Ok("2013-09-05 00:00:00".into()));
        assert_eq!(text(40_060.0, true), Ok("2013-09-05 00:00:00".into()));
        assert_eq!(text(41_522.604_166_7, false), Ok("2013-09-05 14:30:00".into()));
        assert!(text(0.5, false).is_err() && text(200_000.0, false).is_err() && text(f64::NAN, false).is_err());
        assert_eq!(from_number(20_130_905.0, false).map(|day| day.at), from_serial(41_522.0, false).map(|day| day.at));
    }

    #[test]
    fn the_year_stands_in_the_name_of_sheet_or_file() {
        assert_eq!(year_in("回访201309.xlsx"), Some(2013));
        assert_eq!(year_in("2013年9月"), Some(2013));
        assert_eq!((year_in("9月"), year_in("工单10086")), (None, None));
    }
}
