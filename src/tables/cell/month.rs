//! Months: `2013-09`, `2013年9月`, `201309`, `Sep-13`, and `9月` with the year of the sheet's name.

use chrono::{Datelike, NaiveDate};

use crate::base::finding::Code;
use crate::base::text::narrow;

use super::Broken;
use super::calendar::{Doubt, REPUBLIC, YEARS, century, day, year_missing};
use super::clock;
use super::date::{date_parts, from_serial};
use super::english_date::month_of;
use super::named::Named;

/// Reads a text; gives the first day of the month and the doubt about its year.
///
/// # Errors
/// The rule that the text broke.
pub(super) fn from_text(text: &str, named: Named) -> Result<(NaiveDate, Option<Doubt>), Broken> {
    let text = narrow(text);
    let text = in_digits(&text).unwrap_or(text);
    let (parts, rest) = date_parts(&text);
    // What stands behind it says that it is no month: `6月-8月`, `1季度`, `8月目标`.
    let ends = matches!(rest.trim(), "" | "份" | "度");
    match parts.as_slice() {
        [only] if ends && matches!(only.digits.len(), 6 | 8) => {
            let number = only.value() / if only.digits.len() == 8 { 100 } else { 1 };
            Ok((day(number / 100, number % 100, 1)?, None))
        }
        [year, month] if ends && year.digits.len() == 4 => Ok((day(year.value(), month.value(), 1)?, None)),
        // A day with its time, and not `2013年6-8月`.
        [year, month, last] if year.digits.len() == 4 && last.after != '月' => {
            clock::at(day(year.value(), month.value(), last.value())?, rest)?;
            Ok((day(year.value(), month.value(), 1)?, None))
        }
        [month] if ends && month.digits.len() <= 2 => {
            let year = named.year_for(month.value()).ok_or_else(year_missing)?;
            Ok((day(year, month.value(), 1)?, Some(Doubt::NoYear(year))))
        }
        _ => Err(Broken::new(Code::InvalidDate, "应为月份，如 2013-09", "should be a month such as 2013-09")),
    }
}

/// The first day of a month that a text names together with its year.
pub(in crate::tables) fn with_its_year(text: &str) -> Option<NaiveDate> {
    from_text(text, Named::default()).ok().map(|(day, _)| day)
}

/// `Sep-13`, `September 2013` and `Sept` as `2013-9` and `9`.
fn in_digits(text: &str) -> Option<String> {
    let name: String = text.chars().take_while(char::is_ascii_alphabetic).collect();
    let month = month_of(&name)?;
    let year = text[name.len()..].trim_matches([' ', '-', '/', '.', ',', '\'', '’']);
    if !year.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match year.len() {
        0 => Some(month.to_string()),
        2 => Some(format!("20{year}-{month}")),
        _ => Some(format!("{year}-{month}")),
    }
}

/// Reads a number: `201309`, a month of the year in the sheet's name, or a serial date.
///
/// # Errors
/// A number that is none of them.
pub(super) fn from_number(value: f64, dates_1904: bool, named: Named) -> Result<(NaiveDate, Option<Doubt>), Broken> {
    if value.fract() == 0.0 && ((198_001.0..=209_912.0).contains(&value) || (1.0..=12.0).contains(&value)) {
        return from_text(&format!("{value}"), named);
    }
    let date = from_serial(value, dates_1904)?.at.date();
    Ok((date.with_day(1).unwrap_or(date), None))
}

/// The year in a column of its own: `2013`, `2013年`, `13年`, `102` of the Republic.
///
/// # Errors
/// A text that is no year.
pub(super) fn year(text: &str) -> Result<i64, Broken> {
    let text = narrow(text);
    let digits = text.trim_end_matches("度").trim_end_matches('年').trim();
    let number = digits.parse::<i32>().ok().filter(|_| digits.bytes().all(|b| b.is_ascii_digit()));
    let year = match (number, digits.len()) {
        (Some(number), 2) => Some(century(number)),
        (Some(number), 3) => Some(number + REPUBLIC),
        (number, 4) => number,
        _ => None,
    };
    let year = year.filter(|year| YEARS.contains(year)).map(i64::from);
    year.ok_or_else(|| Broken::new(Code::InvalidDate, "应为年份，如 2013", "should be a year such as 2013"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_read_with_or_without_their_year() {
        let named = Named { year: Some(2012), month: None };
        let read = |text: &str| from_text(text, named).map(|(date, doubt)| (date.to_string(), doubt.is_some()));
        for text in [
            "2013-09",
            "2013年9月",
            "2013/9",
            "201309",
            "2013.09",
            "２０１３年９月",
            "2013-09-30",
            "2013-09-30 00:00:00",
            "2013年9月30日",
            "2013年9月份",
            "20130930",
            "Sep-13",
            "Sept 2013",
            "SEPTEMBER 2013",
        ] {
            assert_eq!(read(text), Ok(("2013-09-01".into(), false)), "{text}");
        }
        assert_eq!(read("9月"), Ok(("2012-09-01".into(), true)));
        assert_eq!(read("Sep"), Ok(("2012-09-01".into(), true)));
        assert!(read("合计").is_err() && read("Seat-13").is_err() && read("13月").is_err());
        assert_eq!(from_number(41_522.0, false, named).map(|(date, _)| date.to_string()), Ok("2013-09-01".into()));
    }

    #[test]
    fn several_months_or_a_plan_for_one_are_no_month() {
        let named = Named { year: Some(2013), month: None };
        for text in [
            "2013年6-8月",
            "2013年6～8月",
            "6~8月",
            "6至8月",
            "6月-8月",
            "2013.6-2013.8",
            "2013-06~2013-08",
            "2013年6、8月",
            "2013年8月目标",
            "8月计划",
            "8月同比",
            "8月止",
            "2013年1季度",
            "2013年1-3月",
            "1～5月",
            "9月预计",
            "201309目标",
            "Sep-13 target",
            "Jun-Aug 2013",
            "2013-06-31",
        ] {
            assert!(from_text(text, named).is_err(), "{text}");
        }
    }

    #[test]
    fn a_year_may_stand_alone() {
        for text in ["2013", "2013年", "2013年度", "13年", "13", "102", "２０１３"] {
            assert_eq!(year(text), Ok(2013), "{text}");
        }
        for text in ["2013-09", "1013", "年", "上年", "+13", "41518"] {
            assert!(year(text).is_err(), "{text}");
        }
    }
}
