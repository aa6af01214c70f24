//! Numbers that could be telephones, told apart by the columns in which they stand.

use polars::prelude::{PlHashMap, PlHashSet};
use std::borrow::Cow;

use crate::base::digits::{any, mistyped};

use super::field_kind::FieldKind;

/// Digits of a mobile number.
pub const MOBILE: usize = 11;
/// How many digits of a mobile number stand together, as it is usually written.
pub const USUAL: [&[usize]; 5] = [&[MOBILE], &[3, 4, 4], &[3, 8], &[7, 4], &[3, 3, 5]];
/// Digits of a service number.
pub const SERVICE: usize = 10;
/// How it begins.
pub const SERVICE_CODES: [&str; 2] = ["400", "800"];
/// What may stand before it without a gap: long distance, and the country.
pub const COUNTRY: [&str; 4] = ["", "0", "86", "0086"];
/// Digits of a number with its area code, and of one without it.
const LANDLINE: std::ops::RangeInclusive<usize> = 7..=12;

/// What the columns of the inputs say of numbers that could be telephones. An order of the 1st of September may be
/// 13090100012, which looks like a mobile number; only where it stands tells what it is.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    /// Hold what looks like a telephone number (13090100012, WX13911100012) and stand in columns of document numbers, while
    /// what they hold stands in none of telephones; each in the form in which they are compared.
    codes: PlHashSet<String>,
    /// Stand in columns of telephones and do not look like mobile numbers.
    landlines: PlHashSet<String>,
}

impl Numbers {
    /// Gathers them from the texts of all columns of a kind.
    pub(super) fn of<'a, T: Iterator<Item = &'a str>>(texts: impl Fn(FieldKind) -> T) -> Self {
        let mut numbers = Self::default();
        let mut held: PlHashMap<String, Vec<String>> = PlHashMap::default();
        for code in texts(FieldKind::Code) {
            if let Some(number) = held_in(code) {
                held.entry(number).or_default().push(compared(code));
            }
        }
        for phone in texts(FieldKind::Phone) {
            if !held.is_empty() {
                held.remove(phone);
            }
            if !is_mobile(phone)
                && LANDLINE.contains(&phone.len())
                && is_digits(phone)
                && !numbers.landlines.contains(phone)
            {
                numbers.landlines.insert(phone.to_owned());
            }
        }
        numbers.codes = held.into_values().flatten().collect();
        if !numbers.landlines.is_empty() {
            for code in texts(FieldKind::Code) {
                numbers.landlines.remove(code);
            }
        }
        numbers
    }

    /// Adds those of other inputs.
    pub fn add(&mut self, other: Self) {
        self.codes.extend(other.codes);
        self.landlines.extend(other.landlines);
    }

    /// Whether what looks like a telephone number is that of an order or a complaint, with the letters at it or without.
    pub fn is_code(&self, text: &str) -> bool {
        !self.codes.is_empty() && self.codes.contains(&compared(text))
    }

    /// Whether digits that look like nothing in particular are a telephone's.
    pub fn is_landline(&self, digits: &str) -> bool {
        self.landlines.contains(digits)
    }
}

/// The telephone number that the number of a document looks like, letters around it left out.
fn held_in(code: &str) -> Option<String> {
    if code.len() < SERVICE {
        return None;
    }
    let plain = if code.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        Cow::Borrowed(code)
    } else {
        Cow::Owned(code.chars().filter(|c| c.is_alphanumeric()).map(|c| any(c).unwrap_or(c)).collect())
    };
    let number = |text: &str| {
        let bare = COUNTRY.iter().filter_map(|country| text.strip_prefix(country)).find(|text| is_mobile(text));
        bare.or_else(|| Some(text).filter(|text| is_service(text))).map(str::to_owned)
    };
    number(plain.trim_matches(|c: char| c.is_ascii_alphabetic()))
        .or_else(|| if plain.len() == MOBILE && plain.contains(is_mistyped) { number(&compared(code)) } else { None })
        .or_else(|| grouped_in(code))
}

/// The mobile number that parts of a document's number look like: `138-1234-0066-01`.
fn grouped_in(code: &str) -> Option<String> {
    let plain: String = code.chars().map(|c| any(c).unwrap_or(c)).collect();
    let parts: Vec<&str> = plain.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let grouped = |lengths: &[usize]| {
        let is_one = |window: &&[&str]| window.iter().zip(lengths).all(|(part, length)| part.len() == *length);
        parts.windows(lengths.len()).filter(is_one).map(<[&str]>::concat).find(|number| is_mobile(number))
    };
    USUAL.iter().find_map(|lengths| grouped(lengths))
}

fn is_mistyped(c: char) -> bool {
    mistyped(c).is_some()
}

/// The form in which numbers of documents are compared: letters and digits only, each digit however it is written.
fn compared(text: &str) -> String {
    let signs = text.chars().filter(|c| c.is_alphanumeric());
    signs.map(|c| any(c).or_else(|| mistyped(c)).unwrap_or_else(|| c.to_ascii_uppercase())).collect()
}

/// Whether a text is the digits of a service number and nothing else.
fn is_service(text: &str) -> bool {
    text.len() == SERVICE && SERVICE_CODES.iter().any(|code| text.starts_with(code)) && is_digits(text)
}

/// Whether a text is the digits of a mobile number and nothing else.
pub fn is_mobile(text: &str) -> bool {
    let digits = text.as_bytes();
    digits.len() == MOBILE && digits[0] == b'1' && (b'3'..=b'9').contains(&digits[1]) && is_digits(text)
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}
