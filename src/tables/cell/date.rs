//! Dates and times as dealers write them.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime};

use crate::base::text::narrow;

use super::calendar::{Doubt, REPUBLIC, YEARS, broken, century, day, out_of_range, year_missing};
use super::named::Named;
use super::{Broken, clock, english_date};

/// Serials that stand as text: days of those years in both epochs; shorter numbers are no dates.
const TEXT_SERIALS: std::ops::Range<f64> = 25_000.0..80_000.0;

/// A date, and whether a part of its year was taken for granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tables) struct Day {
    pub at: NaiveDateTime,
    pub doubt: Option<Doubt>,
}

/// Reads a text such as `2013-09-05`, `2013年9月5日 下午2:30`, `20130905`, `102/9/5`, `5-Sep-13`, a serial whose format
/// was lost or, with the year of the sheet's name, `9月5日`.
///
/// # Errors
/// The rule that the text broke.
pub(in crate::tables) fn from_text(text: &str, named: Named, dates_1904: bool) -> Result<Day, Broken> {
    let text = narrow(text);
    let text = if text.is_ascii() { text } else { text.replace(['—', '–', '−', '‐'], "-") };
    if text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && let Some(serial) = text.parse::<f64>().ok().filter(|serial| TEXT_SERIALS.contains(serial))
    {
        return from_serial(serial, dates_1904);
    }
    if text.contains(|c: char| c.is_ascii_alphabetic())
        && let Some(found) = english_date::read(&text, named)
    {
        let (date, doubt, rest) = found?;
        return Ok(Day { at: clock::at(date, rest)?, doubt });
    }
    let republic = text.strip_prefix("民国").or_else(|| text.strip_prefix("民國"));
    let (parts, rest) = date_parts(republic.unwrap_or(&text).trim_start());
    let goes_on = matches!(parts.as_slice(), [_, _, Part { after: '-' | '/' | '.', .. }]) && !rest.is_empty();
    // 2013.9.5-9.30 is from the 5th to the 30th; 2013-09-05-10.30.00 is a time that a database wrote.
    if goes_on && rest.bytes().all(|b| b.is_ascii_digit() || b == b'.') && !is_time(rest) {
        return Err(broken("应为一个日期，这里像是几个", "should be one date; these look like several"));
    }
    let (date, doubt) = match parts.as_slice() {
        [Part { digits, .. }] if matches!(digits.len(), 8 | 12 | 14) => {
            let date = day(number(&digits[..4]), number(&digits[4..6]), number(&digits[6..8]))?;
            if digits.len() > 8 {
                return Ok(Day { at: date.and_time(clock::of_digits(&digits[8..])?), doubt: None });
            }
            (date, None)
        }
        [Part { digits, .. }] if digits.len() == 7 => {
            (day(number(&digits[..3]) + REPUBLIC, number(&digits[3..5]), number(&digits[5..]))?, None)
        }
        [year, month, day_of_month] if year.digits.len() == 4 => {
            (day(year.value(), month.value(), day_of_month.value())?, None)
        }
        [year, month, day_of_month] if republic.is_some() || year.digits.len() == 3 => {
            (day(year.value() + REPUBLIC, month.value(), day_of_month.value())?, None)
        }
        [year, month, day_of_month] if year.after == '年' && year.digits.len() == 2 => {
            // In a list of 2010 the year 99 is that of the Republic.
            let of_republic = Some(year.value() + REPUBLIC).filter(|year| named.year == Some(*year));
            let year = of_republic.unwrap_or_else(|| century(year.value()));
            (day(year, month.value(), day_of_month.value())?, Some(Doubt::TwoDigits(year)))
        }
        [first, second, year] if year.digits.len() == 4 => {
            (year_last([first.value(), second.value()], year.value())?, None)
        }
        [first, second, third] if [first, second, third].iter().all(|part| part.digits.len() <= 2) => {
            two_digit_year([first, second, third], named)?
        }
        [month, day_of_month] if month.digits.len() <= 2 && month.after != '.' => {
            let year = named.year_for(month.value()).ok_or_else(year_missing)?;
            (day(year, month.value(), day_of_month.value())?, Some(Doubt::NoYear(year)))
        }
        [year, _] if year.digits.len() == 4 => return Err(broken("缺少日", "the day is missing")),
        _ => return Err(no_date()),
    };
    Ok(Day { at: clock::at(date, rest)?, doubt })
}

/// `25/9/2013` and `9/25/2013` can be read in one way; of `9/5/2013` nobody knows which is the month.
fn year_last([first, second]: [i32; 2], year: i32) -> Result<NaiveDate, Broken> {
    match (day(year, first, second), day(year, second, first)) {
        (Ok(a), Ok(b)) if a != b => Err(broken(
            "月和日的先后不明，请写成 2013-09-05",
            "which part is the month cannot be known; write 2013-09-05",
        )),
        (found, other) => found.or(other),
    }
}

/// `13-9-5`: the year stands first, as Chinese dates have it, unless the name of sheet or file says otherwise; where the
/// first part could be a month too, only that name decides.
fn two_digit_year(parts: [&Part<'_>; 3], named: Named) -> Result<(NaiveDate, Option<Doubt>), Broken> {
    let [a, b, c] = parts.map(Part::value);
    let long = |part: usize| parts[part].digits.len() == 2;
    let year_first = day(century(a), b, c).ok().filter(|_| long(0));
    let year_last = [day(century(c), a, b), day(century(c), b, a)].map(|date| date.ok().filter(|_| long(2)));
    let mut readings: Vec<NaiveDate> = year_first.into_iter().chain(year_last.into_iter().flatten()).collect();
    readings.sort_unstable();
    readings.dedup();
    let of_name: Vec<NaiveDate> =
        readings.iter().copied().filter(|date| named.year_for(date.month() as i32) == Some(date.year())).collect();
    let found = match (of_name.as_slice(), readings.as_slice(), year_first) {
        ([only], ..) | ([], [only], _) => Some(*only),
        ([], _, Some(date)) if a > 12 => Some(date),
        _ => None,
    };
    let order_unknown = || {
        broken(
            "年份只有两位，年月日的先后不明，请写成 2013-09-05",
            "the year has two digits and the order of the parts cannot be known; write 2013-09-05",
        )
    };
    let date = found.ok_or_else(|| if readings.is_empty() { no_date() } else { order_unknown() })?;
    Ok((date, Some(Doubt::TwoDigits(date.year()))))
}

/// Reads a serial date of the workbook, rounded to the second.
///
/// # Errors
/// A serial outside the years that a dealer's list can hold.
pub(in crate::tables) fn from_serial(serial: f64, dates_1904: bool) -> Result<Day, Broken> {
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
    Ok(Day { at: date.and_time(time), doubt: None })
}

/// The days that spreadsheet programs and databases write for "none": `0000-00-00`, the zeroth and first day of 1900.
pub(super) fn is_none(text: &str) -> bool {
    let (parts, rest) = date_parts(text);
    let [year, month, day] = parts.as_slice() else { return false };
    let none = matches!((year.value(), month.value(), day.value()), (0, 0, 0) | (1, 1, 1) | (1900, 1, 0 | 1));
    none && year.digits.len() == 4 && rest.chars().all(|c| matches!(c, '0' | ':' | '.' | ' ' | 'T'))
}

/// The same as a serial: an empty cell that a formula refers to.
pub(super) fn is_none_serial(serial: f64) -> bool {
    serial == 0.0 || serial == 1.0
}

/// Reads a number without a date format: `20130905`, or a serial whose format was lost.
///
/// # Errors
/// A number that is neither.
pub(in crate::tables) fn from_number(value: f64, dates_1904: bool) -> Result<Day, Broken> {
    if value.fract() == 0.0 && (1e6..1e14).contains(&value) {
        return from_text(&format!("{value}"), Named::default(), dates_1904);
    }
    from_serial(value, dates_1904)
}

/// The words behind the parts of a date; spaces may stand before them.
const UNITS: [char; 4] = ['年', '月', '日', '号'];

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

/// 14.30 and 10.30.00.000 are times, 9.30 may be a day.
fn is_time(rest: &str) -> bool {
    rest.matches('.').count() > 1 || rest.split_once('.').is_some_and(|(hour, _)| number(hour) > 12)
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
        let behind = if behind.trim_start().starts_with(UNITS) { behind.trim_start() } else { behind };
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

fn number(digits: &str) -> i32 {
    digits.parse().unwrap_or(i32::MAX / 2)
}

fn no_date() -> Broken {
    broken("应为日期，如 2013-09-05", "should be a date such as 2013-09-05")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In the sheet 2013年9月.
    fn read(text: &str) -> String {
        read_in(text, Named { year: Some(2013), month: Some(9) })
    }

    fn read_in(text: &str, named: Named) -> String {
        match from_text(text, named, false) {
            Ok(day) => {
                let doubt = match day.doubt {
                    Some(Doubt::NoYear(_)) => " ?",
                    Some(Doubt::TwoDigits(_)) => " ??",
                    None => "",
                };
                format!("{}{doubt}", day.at.format("%Y-%m-%d %H:%M:%S"))
            }
            Err(broken) => broken.chinese,
        }
    }

    #[test]
    fn dates_are_read_in_every_way_dealers_write_them() {
        let cases = [
            ("2008-8-2", "2008-08-02 00:00:00"),
            ("2008/08/02", "2008-08-02 00:00:00"),
            ("2008.8.2.", "2008-08-02 00:00:00"),
            ("2008年 8月 2日", "2008-08-02 00:00:00"),
            ("2008 年 8 月 2 日 14时30分", "2008-08-02 14:30:00"),
            ("2008-08-02 24:00", "2008-08-02 23:59:59"),
            ("20080802", "2008-08-02 00:00:00"),
            ("20080802143005", "2008-08-02 14:30:05"),
            ("2008-08-02 14:30", "2008-08-02 14:30:00"),
            ("2008-08-02T14:30:59.000", "2008-08-02 14:30:59"),
            ("2008/8/2 下午2:30", "2008-08-02 14:30:00"),
            ("2008/8/2 上午 12:05:06", "2008-08-02 00:05:06"),
            ("2008-8-2 2:30 PM", "2008-08-02 14:30:00"),
            ("2008年8月2日(星期六) 9:05", "2008-08-02 09:05:00"),
            ("２００８－８－２　１４：３０", "2008-08-02 14:30:00"),
            ("102/8/2", "2013-08-02 00:00:00"),
            ("民国99年8月2日", "2010-08-02 00:00:00"),
            ("民國 99/8/2", "2010-08-02 00:00:00"),
            ("1130802", "2024-08-02 00:00:00"),
            ("2008—8—2", "2008-08-02 00:00:00"),
            ("2008-08-02T06:30:00Z", "2008-08-02 14:30:00"),
            ("41518", "2013-09-01 00:00:00"),
            ("41518.5", "2013-09-01 12:00:00"),
            ("13年9月5日", "2013-09-05 00:00:00 ??"),
            ("13-09-05", "2013-09-05 00:00:00 ??"),
            ("13.9.5 14:30", "2013-09-05 14:30:00 ??"),
            ("9/25/13", "2013-09-25 00:00:00 ??"),
            ("25/9/13", "2013-09-25 00:00:00 ??"),
            ("9/25/2013", "2013-09-25 00:00:00"),
            ("25/9/2013", "2013-09-25 00:00:00"),
            ("9/9/2013", "2013-09-09 00:00:00"),
            ("5-Sep-13", "2013-09-05 00:00:00 ??"),
            ("Sep 5, 2013 2:30 PM", "2013-09-05 14:30:00"),
            ("5-Sep", "2013-09-05 00:00:00 ?"),
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
            ("9/5/2013", "月和日的先后不明，请写成 2013-09-05"),
            ("9/5/13", "年份只有两位，年月日的先后不明，请写成 2013-09-05"),
            ("31/9/2013", "2013年9月没有31日"),
            ("130905", "应为日期，如 2013-09-05"),
            ("2013年9月", "缺少日"),
            ("2013-09-05 下午", "时间应为 时:分，如 14:30"),
            ("待定", "应为日期，如 2013-09-05"),
            ("8.2", "应为日期，如 2013-09-05"),
            ("99999999999", "应为日期，如 2013-09-05"),
            ("12345", "应为日期，如 2013-09-05"),
            ("2013-09-02/03", "应为一个日期，这里像是几个"),
            ("9/2/3/4", "应为一个日期，这里像是几个"),
        ];
        for (text, rule) in cases {
            assert_eq!(read(text), rule, "{text}");
        }
        assert_eq!(read_in("8月2日", Named::default()), "缺少年份，工作表名和文件名中也没有");
    }

    #[test]
    fn two_digits_of_a_year_are_believed_where_nothing_else_is_possible() {
        let nameless = |text| read_in(text, Named::default());
        assert_eq!(nameless("13-09-05"), "2013-09-05 00:00:00 ??");
        assert_eq!(nameless("08-09-05"), "年份只有两位，年月日的先后不明，请写成 2013-09-05");
        assert_eq!(read_in("08-09-05", Named { year: Some(2008), month: None }), "2008-09-05 00:00:00 ??");
        assert_eq!(read_in("99年9月2日", Named { year: Some(2010), month: None }), "2010-09-02 00:00:00 ??");
        assert_eq!(nameless("99年9月2日"), "1999-09-02 00:00:00 ??");
        assert_eq!(read_in("12-28", Named { year: Some(2013), month: Some(1) }), "2012-12-28 00:00:00 ?");
    }

    #[test]
    fn the_days_that_mean_none_are_told_apart() {
        for text in ["0000-00-00", "0000-00-00 00:00:00", "1900-01-00", "1900/1/0", "1900-01-01 00:00:00", "0001-01-01"]
        {
            assert!(is_none(text), "{text}");
        }
        assert!(!is_none("1900-01-02") && !is_none("2000-01-01") && !is_none("1900-01-01 08:00"));
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
}
