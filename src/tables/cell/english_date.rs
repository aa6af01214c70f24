//! Dates with the name of an English month: `5-Sep-13`, `Sep 5, 2013`, `September 5`.

use chrono::NaiveDate;

use super::Broken;
use super::calendar::{Doubt, century, day, year_missing};
use super::named::Named;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A date, the doubt about its year, and what follows it.
type Found<'a> = (NaiveDate, Option<Doubt>, &'a str);

/// Reads a text that holds the name of a month; `None` for all others.
pub(super) fn read(text: &str, named: Named) -> Option<Result<Found<'_>, Broken>> {
    let mut rest = text;
    let (mut month, mut numbers) = (None, Vec::new());
    while numbers.len() < 2 || month.is_none() {
        let Some((word, behind)) = next_word(rest) else { break };
        if let Ok(number) = word.parse::<i32>() {
            // A time of day follows a date without a year.
            if behind.starts_with(':') || numbers.len() == 2 {
                break;
            }
            numbers.push((number, word.len()));
        } else if month.is_none() {
            month = Some(month_of(word)?);
        } else {
            break;
        }
        rest = behind;
    }
    let month = month?;
    Some(match numbers.as_slice() {
        &[(year, 4), (date, 1 | 2)] | &[(date, 1 | 2), (year, 4)] => day(year, month, date).map(|at| (at, None, rest)),
        &[(date, 1 | 2), (year, 2)] => {
            let year = century(year);
            day(year, month, date).map(|at| (at, Some(Doubt::TwoDigits(year)), rest))
        }
        &[(date, 1 | 2)] => named
            .year_for(month)
            .ok_or_else(year_missing)
            .and_then(|year| Ok((day(year, month, date)?, Some(Doubt::NoYear(year)), rest))),
        _ => return None,
    })
}

/// The next run of letters or of digits, over the signs that join the parts of a date.
fn next_word(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start_matches([' ', '-', '/', ',', '.']);
    let first = text.chars().next()?;
    let same = |c: char| if first.is_ascii_digit() { c.is_ascii_digit() } else { c.is_ascii_alphabetic() };
    let length = text.find(|c| !same(c)).unwrap_or(text.len());
    (length > 0).then(|| text.split_at(length))
}

/// The month of a name of at least three letters.
pub(super) fn month_of(word: &str) -> Option<i32> {
    let word = word.to_ascii_lowercase();
    let known =
        |month: &&str| word.len() >= 3 && month.starts_with(&word) || word == "sept" && month.starts_with("sep");
    MONTHS.iter().position(known).map(|at| at as i32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_months_are_read_wherever_they_stand() {
        let named = Named { year: Some(2013), month: None };
        let read = |text| match read(text, named) {
            Some(Ok((date, doubt, rest))) => format!("{date}{}{rest}", if doubt.is_some() { " ?" } else { "" }),
            Some(Err(broken)) => broken.chinese,
            None => "-".to_owned(),
        };
        let cases = [
            ("5-Sep-2013", "2013-09-05"),
            ("05 Sept 2013 14:30", "2013-09-05 14:30"),
            ("Sep 5, 2013", "2013-09-05"),
            ("September 5 2013", "2013-09-05"),
            ("2013-Sep-05", "2013-09-05"),
            ("5-Sep-13", "2013-09-05 ?"),
            ("5-Sep", "2013-09-05 ?"),
            ("5-Sep 14:30", "2013-09-05 ? 14:30"),
            ("31-Sep-2013", "2013年9月没有31日"),
            ("2013-09-05 2:30 PM", "-"),
            ("2013-09-05T14:30:00Z", "-"),
            ("WO20130905", "-"),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
