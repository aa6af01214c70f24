//! Places as they are written in a sheet: `AB12`, `A2:B4`.

use crate::input::grid::Area;

/// The last column is XFD, the last row 1,048,576.
const LETTERS_OF_A_COLUMN: usize = 3;
const DIGITS_OF_A_ROW: usize = 7;
const ROWS: u64 = 1 << 20;
/// Integers of so many digits are exact as they stand.
pub(super) const DIGITS_OF_AN_EXACT_INTEGER: usize = 15;

/// The cells of `A2:B4`.
pub(in crate::input) fn area(range: &str) -> Option<Area> {
    let (first, last) = range.split_once(':').unwrap_or((range, range));
    let ((row, col), (last_row, last_col)) = (reference(first)?, reference(last)?);
    Some(Area { row, last_row, col, last_col })
}

/// Row and column, from 0, of a place such as `AB12`.
pub(super) fn reference(place: &str) -> Option<(u32, u32)> {
    at_start(place.as_bytes()).filter(|(_, length)| *length == place.len()).map(|(place, _)| place)
}

/// The place that some text begins with, and how long it is.
#[inline]
pub(super) fn at_start(text: &[u8]) -> Option<((u32, u32), usize)> {
    let (mut letters, mut col) = (0, 0);
    while let Some(letter @ b'A'..=b'Z') = text.get(letters) {
        if letters == LETTERS_OF_A_COLUMN {
            return None;
        }
        col = col * 26 + u32::from(letter - b'A') + 1;
        letters += 1;
    }
    let (number, length) = digits(&text[letters..]);
    let row = row_of(number, length)?;
    Some(((row, col.checked_sub(1)?), letters + length))
}

/// A row, from 0, from its number.
pub(super) fn row_number(text: &[u8]) -> Option<u32> {
    let (number, length) = digits(text);
    row_of(number, length).filter(|_| length == text.len())
}

fn row_of(number: u64, digits: usize) -> Option<u32> {
    ((1..=DIGITS_OF_A_ROW).contains(&digits) && (1..=ROWS).contains(&number)).then(|| number as u32 - 1)
}

/// A number of digits only.
pub(super) fn integer(text: &[u8]) -> Option<u64> {
    let (number, length) = digits(text);
    (length == text.len() && (1..=DIGITS_OF_AN_EXACT_INTEGER).contains(&length)).then_some(number)
}

/// The number of the digits that some text begins with, and how many they are; of more than are exact, one more is enough.
#[inline]
pub(super) fn digits(text: &[u8]) -> (u64, usize) {
    let (mut number, mut length) = (0, 0);
    while let Some(digit @ b'0'..=b'9') = text.get(length) {
        if length > DIGITS_OF_AN_EXACT_INTEGER {
            break;
        }
        number = number * 10 + u64::from(digit - b'0');
        length += 1;
    }
    (number, length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_letters_and_a_number_and_nothing_else() {
        for (place, told) in
            [("A1", (0, 0)), ("AB12", (11, 27)), ("XFD1048576", (1_048_575, 16_383)), ("C0007", (6, 2))]
        {
            assert_eq!(reference(place), Some(told), "{place}");
        }
        for odd in ["", "A", "1", "a1", "A0", "ABCD1", "A1048577", "A00000001", "A1 ", "A1B", "A-1"] {
            assert_eq!(reference(odd), None, "{odd}");
        }
    }

    #[test]
    fn a_number_of_too_many_digits_is_none() {
        assert_eq!(integer(b"000000000000012"), Some(12));
        assert_eq!(integer(b"999999999999999"), Some(999_999_999_999_999));
        for odd in [&b""[..], b"0000000000000012", b"99999999999999999999999999", b"1x", b"+1", b"1."] {
            assert_eq!(integer(odd), None);
        }
        assert_eq!((row_number(b"1048576"), row_number(b"00000001"), row_number(b"")), (Some(1_048_575), None, None));
    }
}
