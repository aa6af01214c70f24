//! Numbers that could be telephones, told apart by the columns in which they stand.

use std::collections::HashSet;

use super::field_kind::FieldKind;

/// Digits of a mobile number.
const MOBILE: usize = 11;
/// What may stand before it without a gap: long distance, and the country.
pub const COUNTRY: [&str; 4] = ["", "0", "86", "0086"];
/// Digits of a number with its area code, and of one without it.
const LANDLINE: std::ops::RangeInclusive<usize> = 7..=12;

/// What the columns of the inputs say of numbers that could be telephones. An order of the 1st of September may be
/// 13090100012, which looks like a mobile number; only where it stands tells what it is.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    /// Look like mobile numbers and stand in columns of document numbers, in none of telephones.
    codes: HashSet<String>,
    /// Stand in columns of telephones and do not look like mobile numbers.
    landlines: HashSet<String>,
}

impl Numbers {
    /// Gathers them from the texts of all columns of a kind.
    pub(super) fn of<'a, T: Iterator<Item = &'a str>>(texts: impl Fn(FieldKind) -> T) -> Self {
        let mut numbers = Self::default();
        let codes = texts(FieldKind::Code).filter(|text| holds_mobile(text));
        numbers.codes.extend(codes.map(str::to_owned));
        for phone in texts(FieldKind::Phone) {
            if is_mobile(phone) && !numbers.codes.is_empty() {
                for country in COUNTRY {
                    numbers.codes.remove(&format!("{country}{phone}"));
                }
            } else if !is_mobile(phone)
                && LANDLINE.contains(&phone.len())
                && is_digits(phone)
                && !numbers.landlines.contains(phone)
            {
                numbers.landlines.insert(phone.to_owned());
            }
        }
        if !numbers.landlines.is_empty() {
            for code in texts(FieldKind::Code) {
                numbers.landlines.remove(code);
            }
        }
        numbers
    }

    /// Whether digits that look like a mobile number are that of an order or a complaint.
    pub fn is_code(&self, digits: &str) -> bool {
        self.codes.contains(digits)
    }

    /// Whether digits that look like nothing in particular are a telephone's.
    pub fn is_landline(&self, digits: &str) -> bool {
        self.landlines.contains(digits)
    }
}

/// Whether a text is a mobile number, perhaps with what may stand before it.
fn holds_mobile(text: &str) -> bool {
    COUNTRY.iter().filter_map(|country| text.strip_prefix(country)).any(is_mobile)
}

/// Whether a text is the digits of a mobile number and nothing else.
pub fn is_mobile(text: &str) -> bool {
    let digits = text.as_bytes();
    digits.len() == MOBILE && digits[0] == b'1' && (b'3'..=b'9').contains(&digits[1]) && is_digits(text)
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}
