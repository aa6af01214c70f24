//! Places as they are written in a sheet: `AB12`, `A2:B4`.

use crate::input::grid::Area;

/// The last column is XFD, the last row 1,048,576.
const LETTERS_OF_A_COLUMN: usize = 3;
const DIGITS_OF_A_ROW: usize = 7;
const ROWS: u64 = 1 << 20;
/// Integers of so many digits are exact as they stand.
const DIGITS_OF_AN_EXACT_INTEGER: usize = 15;

/// The cells of `A2:B4`.
pub(in crate::input) fn area(range: &str) -> Option<Area> {
    let (first, last) = range.split_once(':').unwrap_or((range, range));
    let ((row, col), (last_row, last_col)) = (reference(first)?, reference(last)?);
    Some(Area { row, last_row, col, last_col })
}

/// Row and column, from 0, of a place such as `AB12`.
#[inline]
pub(super) fn reference(place: &str) -> Option<(u32, u32)> {
    let bytes = place.as_bytes();
    let letters = bytes.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    if !(1..=LETTERS_OF_A_COLUMN).contains(&letters) {
        return None;
    }
    let col = bytes[..letters].iter().fold(0, |col, letter| col * 26 + u32::from(letter - b'A') + 1);
    Some((row_number(&bytes[letters..])?, col - 1))
}

/// A row, from 0, from its number.
pub(super) fn row_number(digits: &[u8]) -> Option<u32> {
    let number = if digits.len() > DIGITS_OF_A_ROW { None } else { integer(digits) };
    number.filter(|number| (1..=ROWS).contains(number)).map(|number| number as u32 - 1)
}

/// A number of digits only.
#[inline]
pub(super) fn integer(digits: &[u8]) -> Option<u64> {
    if digits.is_empty() || digits.len() > DIGITS_OF_AN_EXACT_INTEGER {
        return None;
    }
    let mut value = 0;
    for digit in digits {
        if !digit.is_ascii_digit() {
            return None;
        }
        value = value * 10 + u64::from(digit - b'0');
    }
    Some(value)
}
