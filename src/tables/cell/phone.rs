//! Phone numbers: digits as text, a masked one stays masked.

use std::borrow::Cow;

use crate::base::finding::Code;
use crate::base::text::narrow;

use super::{Broken, is_made_up};

/// Digits of a mainland mobile number.
const MOBILE: usize = 11;

/// Digits of the shortest whole number.
const SHORTEST: usize = 7;

/// The digits (and the `*` of a masked number), several numbers in one cell joined by `/`; and the doubt about them. Empty
/// where something else stands in its place: many customers would be one.
pub(super) fn clean(text: &str) -> (Cow<'_, str>, Option<Broken>) {
    if text.len() == MOBILE && text.bytes().all(|b| b.is_ascii_digit()) && !is_placeholder(text) {
        return (Cow::Borrowed(text), None);
    }
    let narrow = narrow(text);
    if is_scientific(&narrow) {
        return (Cow::Owned(narrow), Some(precision()));
    }
    let numbers: Vec<String> = numbers(&narrow).into_iter().map(|part| bare(&part)).collect();
    let numbers: Vec<String> = numbers.into_iter().filter(|number| !is_placeholder(number)).collect();
    if numbers.is_empty() {
        return (Cow::Borrowed(""), Some(broken("不是电话号码", "is no telephone number")));
    }
    let doubt = numbers.iter().find_map(|number| doubt(number));
    (Cow::Owned(numbers.join("/")), doubt)
}

/// The numbers of a cell, each with only its digits and asterisks.
fn numbers(text: &str) -> Vec<String> {
    let digits = |part: &str| part.chars().filter(|c| c.is_ascii_digit() || *c == '*').collect::<String>();
    let mut numbers = Vec::new();
    for part in text.split(['/', '、', ',', ';', '|', '\n', '或']) {
        // A space parts two whole numbers, or the groups of one.
        let words: Vec<String> = part.split_whitespace().map(digits).filter(|word| !word.is_empty()).collect();
        if words.iter().all(|word| word.len() >= SHORTEST) {
            numbers.extend(words);
        } else {
            numbers.push(digits(part));
        }
    }
    numbers.retain(|number| !number.is_empty());
    numbers
}

/// 0, 00000000000, 12345678901. A company may well have 88888888.
fn is_placeholder(number: &str) -> bool {
    number.bytes().all(|b| b == b'0')
        || number.starts_with(['0', '1']) && number.len() >= SHORTEST && is_made_up(number)
}

/// Without the country in front, and without the zero that a landline dials before a mobile number.
fn bare(number: &str) -> String {
    let mobile = |rest: &&str| rest.len() == MOBILE && rest.starts_with('1');
    let rest = ["0086", "86", "0"].iter().find_map(|before| number.strip_prefix(before).filter(mobile));
    rest.unwrap_or(number).to_owned()
}

/// A mobile number with a digit too few or too many; one of eleven digits, or one that is masked, is not judged.
fn doubt(number: &str) -> Option<Broken> {
    let length = number.len();
    let mobile =
        number.starts_with('1') && number.as_bytes().get(1).is_some_and(|second| (b'3'..=b'9').contains(second));
    (mobile && !number.contains('*') && matches!(length, 10 | 12)).then(|| {
        broken(
            &format!("手机号应为 11 位，这里是 {length} 位"),
            &format!("a mobile number has 11 digits, this one has {length}"),
        )
    })
}

/// `1.38E+10`: the spreadsheet program has shown a number, and saved no more than it showed.
fn is_scientific(text: &str) -> bool {
    let Some((number, power)) = text.split_once(['e', 'E']) else { return false };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    digits(power.trim_start_matches('+')) && number.split('.').all(digits)
}

fn precision() -> Broken {
    broken(
        "号码以科学记数法保存，后几位已丢失",
        "the number was saved in scientific notation; its last digits are lost",
    )
}

fn broken(chinese: &str, english: &str) -> Broken {
    Broken::new(Code::DoubtfulPhone, chinese, english)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fills_the_cell_of_a_number_is_no_number() {
        for text in ["0", "00000000000", "12345678901", "111-1111-1111", "拒绝提供", "车厂验证无效"] {
            assert_eq!(clean(text), ("".into(), Some(broken("不是电话号码", "is no telephone number"))), "{text}");
        }
        assert_eq!(clean("88888888"), ("88888888".into(), None), "a company's number");
        assert_eq!(clean("13800138000/00000000000").0, "13800138000");
    }

    #[test]
    fn a_phone_number_is_its_digits() {
        let cases = [
            ("13800138000", "13800138000"),
            ("138 0013 8000", "13800138000"),
            ("138-0013-8000", "13800138000"),
            ("１３８００１３８０００", "13800138000"),
            ("+86-13800138000", "13800138000"),
            ("008613800138000", "13800138000"),
            ("013800138000", "13800138000"),
            ("138****8000", "138****8000"),
            ("0571-8888 6666", "057188886666"),
            ("88886666", "88886666"),
            ("10086", "10086"),
            ("400-800-1234", "4008001234"),
            ("13800138000/13900139000", "13800138000/13900139000"),
            ("13800138000 13900139000", "13800138000/13900139000"),
            ("13800138000或0571-88886666", "13800138000/057188886666"),
        ];
        for (text, expected) in cases {
            assert_eq!(clean(text), (expected.into(), None), "{text}");
        }
    }

    #[test]
    fn a_number_that_cannot_be_dialled_is_doubted() {
        let cases = [
            ("1.38E+10", "1.38E+10", "号码以科学记数法保存，后几位已丢失"),
            ("1380013800", "1380013800", "手机号应为 11 位，这里是 10 位"),
            ("138001380001", "138001380001", "手机号应为 11 位，这里是 12 位"),
        ];
        for (text, phone, rule) in cases {
            let (cleaned, doubt) = clean(text);
            assert_eq!((cleaned.as_ref(), doubt.map(|broken| broken.chinese)), (phone, Some(rule.into())), "{text}");
        }
    }
}
