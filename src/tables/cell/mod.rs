//! One cell to one typed value, or the rule that it broke. One file a kind.

mod blank;
mod calendar;
pub(super) mod clock;
pub(super) mod date;
pub(super) mod duration;
mod english_date;
pub(super) mod identifier;
mod limit;
pub(super) mod month;
pub(super) mod named;
pub(super) mod number;
pub(super) mod person;
pub(super) mod phone;
pub(super) mod plate;
pub(super) mod read;
pub(super) mod score;
mod told;
pub(super) mod vin;
pub(super) mod yes_no;

use crate::base::finding::Code;

/// The rule that a cell broke, in both languages; the place and the value are added where the cell is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Broken {
    pub code: Code,
    pub chinese: String,
    pub english: String,
}

impl Broken {
    pub(super) fn new(code: Code, chinese: impl Into<String>, english: impl Into<String>) -> Self {
        Self { code, chinese: chinese.into(), english: english.into() }
    }
}

/// Whether a number only fills its cell: one digit again and again, or the digits in their order (12345678901).
fn is_made_up(number: &str) -> bool {
    let digits = number.as_bytes();
    let all = |follows: fn(u8, u8) -> bool| digits.windows(2).all(|pair| follows(pair[0], pair[1]));
    let in_order = |one: u8, next: u8| next == if one == b'9' { b'0' } else { one + 1 };
    digits.len() > 1 && digits.iter().all(u8::is_ascii_digit) && (all(|one, next| one == next) || all(in_order))
}
