//! How a telephone number is shown: whole, masked or not at all; alone in its cell, or where one stands in a text.

use std::borrow::Cow;

use crate::base::digits::{any, decimal};
use crate::base::text::narrow;
use crate::report::telephones::{self, Telephone, digits};
use crate::settings::PhonePrivacy;
use crate::tables::numbers::{COUNTRY, MOBILE, Numbers};

/// Digits that stay readable at the end.
const TAIL: usize = 4;
/// A cell with fewer digits is an extension or a fragment; nothing of it stays.
const SHORTEST_NUMBER: usize = 7;
/// More readable digits around asterisks than this and the number is not really masked.
const MASKED_AT_MOST: usize = 8;
/// What stands in the place of a number.
const HIDDEN: &str = "****";

/// What stands in a column of phones as it may be shown: all digits, or `138****1234`.
pub fn shown(phone: &str, privacy: PhonePrivacy) -> Option<String> {
    match privacy {
        PhonePrivacy::Full => Some(phone.to_owned()),
        PhonePrivacy::Masked => Some(mask(phone)),
        PhonePrivacy::None => None,
    }
}

/// Masks every number of a cell of phones: `13812341234` is `138****1234`, `010-12345678` is `010-****5678`; what is
/// masked already stays, and so does a text without digits.
fn mask(phone: &str) -> String {
    let phone = narrow(phone);
    let mut masked = String::new();
    let mut rest = phone.as_str();
    while let Some(at) = rest.find([',', ';', '/', '、', '|', '\n']) {
        let (number, tail) = rest.split_at(at);
        let separator = tail.chars().next().map_or(0, char::len_utf8);
        masked.push_str(&mask_one(number));
        masked.push_str(&tail[..separator]);
        rest = &tail[separator..];
    }
    masked + &mask_one(rest)
}

fn mask_one(number: &str) -> String {
    let mut digits = digits(number);
    // 三号 is no number, 一三八… is one.
    let few_words = digits.len() < SHORTEST_NUMBER && !number.contains(|c| decimal(c).is_some());
    if few_words || is_masked(number, digits.len()) {
        return number.to_owned();
    }
    for country in ["0086", "86"] {
        if digits.len() >= MOBILE + country.len() && digits.starts_with(country) {
            digits.drain(..country.len());
        }
    }
    if digits.len() < SHORTEST_NUMBER {
        return HIDDEN.to_owned();
    }
    let area = number.trim().split_once('-').map(|(area, _)| area.trim());
    match area {
        Some(area) if area.starts_with('0') && (3..=4).contains(&area.len()) && area.is_ascii() => {
            masked(&digits, &format!("{area}-"))
        }
        _ if digits.len() >= MOBILE => masked(&digits, &digits[..3]),
        _ => masked(&digits, ""),
    }
}

/// Whether asterisks hide the middle of a number, or what is readable is none: `*87654321` is not masked.
fn is_masked(number: &str, digits: usize) -> bool {
    let marks: String = number.chars().filter(|c| *c == '*' || any(*c).is_some()).collect();
    let hidden = marks.trim_matches('*').contains("**") && digits <= MASKED_AT_MOST;
    hidden || (marks.contains('*') && digits < SHORTEST_NUMBER)
}

/// `138****1234`: what may be read of a number before the asterisks, and its last digits.
fn masked(digits: &str, before: &str) -> String {
    format!("{before}{HIDDEN}{}", &digits[digits.len().saturating_sub(TAIL)..])
}

/// A text, owned where telephone numbers in it are masked; other numbers (orders, dates, vehicles) stay. Where no phone may be
/// shown at all, a text that only is one is blank, and within a text asterisks stand in its place.
pub(super) fn within<'t>(text: &'t str, privacy: PhonePrivacy, numbers: &Numbers) -> Cow<'t, str> {
    if privacy == PhonePrivacy::Full {
        return Cow::Borrowed(text);
    }
    let found = telephones::find(text, numbers);
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    if privacy == PhonePrivacy::None && is_nothing_else(text, &found) {
        return Cow::Owned(String::new());
    }
    let (mut out, mut at) = (String::new(), 0);
    for Telephone { at: place, digits, area } in &found {
        out.push_str(&text[at..place.start]);
        match privacy {
            PhonePrivacy::None => out.push_str(HIDDEN),
            _ if *area > 0 => out.push_str(&masked(digits, &format!("{}-", &digits[..*area]))),
            _ if digits.len() == MOBILE => out.push_str(&masked(digits, &digits[..3])),
            _ => out.push_str(&masked(digits, "")),
        }
        at = place.end;
    }
    out.push_str(&text[at..]);
    Cow::Owned(out)
}

/// Whether a text says nothing but these numbers.
fn is_nothing_else(text: &str, found: &[Telephone]) -> bool {
    let starts = std::iter::once(0).chain(found.iter().map(|one| one.at.end));
    let ends = found.iter().map(|one| one.at.start).chain([text.len()]);
    starts.zip(ends).all(|(start, end)| {
        let rest: String = text[start..end].chars().filter(|c| c.is_alphanumeric()).collect();
        COUNTRY.contains(&rest.as_str())
    })
}
