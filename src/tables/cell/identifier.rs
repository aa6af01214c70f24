//! Numbers that identify something, as spreadsheet programs spoil them: Excel keeps 15 digits of a number, shows long ones
//! as 2.02409E+17, and pandas writes a column with a gap as 20240905001.0.

use crate::base::finding::Code;
use crate::base::text::narrow;

use super::Broken;

/// Significant digits that a spreadsheet program keeps of a number.
pub(in crate::tables) const KEPT_DIGITS: usize = 15;

/// Whole numbers from here on are not told from their neighbours.
const INEXACT: f64 = 9_007_199_254_740_992.0;

/// What is left of a number that was spoilt.
#[derive(Debug, PartialEq)]
pub(super) enum Spoilt {
    /// All of it, once it is read as it was meant.
    Restored(String, Broken),
    /// Its last digits are gone, and nobody can tell which it was.
    Lost(Broken),
}

/// A text that was a number once; `None` for any other.
pub(super) fn of_text(text: &str) -> Option<Spoilt> {
    // Nearly all numbers of documents have none of these signs.
    if !text.contains(['.', '．', '+', '＋', ',']) {
        return None;
    }
    let plain = narrow(text);
    if let Some((mantissa, power)) = scientific(&plain) {
        return Some(match all_digits(mantissa, power) {
            Some(digits) => restored(digits),
            None => Spoilt::Lost(broken(
                "编号成了科学记数法，末几位已丢失",
                "in scientific notation, the last digits are lost",
            )),
        });
    }
    let (whole, zeros) = plain.split_once('.')?;
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let is_float = is_number(whole) && is_number(zeros) && zeros.bytes().all(|b| b == b'0');
    match (is_float, whole.len() > KEPT_DIGITS) {
        (false, _) => None,
        (true, true) => Some(Spoilt::Lost(too_long())),
        (true, false) => Some(restored(whole.to_owned())),
    }
}

/// Of a cell that holds a number: from 2⁵³ on it is never exact. Whether a number of sixteen digits below still has all of
/// them only its column can tell.
pub(super) fn of_number(value: f64) -> Option<Broken> {
    (value.abs() >= INEXACT).then(too_long)
}

/// `2.02409E+17`: mantissa and power. Without a point or a plus it may be the number of a document: `12E45`.
fn scientific(text: &str) -> Option<(&str, usize)> {
    let (mantissa, power) = text.split_once(['e', 'E'])?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let is_spoilt = mantissa.contains(['.', ',']) || power.starts_with('+');
    let bare = power.strip_prefix('+').unwrap_or(power);
    let is_number = digits(bare) && bare.len() <= 3 && mantissa.split(['.', ',']).all(digits);
    (is_spoilt && is_number && mantissa.split(['.', ',']).count() <= 2)
        .then(|| bare.parse().ok())
        .flatten()
        .map(|power| (mantissa, power))
}

/// The digits of `2.0240905001E10`, in which none is missing.
fn all_digits(mantissa: &str, power: usize) -> Option<String> {
    let (whole, fraction) = mantissa.split_once(['.', ','])?;
    (fraction.len() == power && fraction.len() + whole.len() <= KEPT_DIGITS && power > 1)
        .then(|| format!("{whole}{fraction}"))
}

fn too_long() -> Broken {
    broken(
        "超过 15 位的编号以数值保存，末几位已丢失",
        "more than 15 digits kept as a number, the last of them are lost",
    )
}

fn restored(digits: String) -> Spoilt {
    let broken = Broken::new(
        Code::LostDigits,
        format!("编号被当作数值保存过，按“{digits}”使用"),
        format!("kept as an amount once; used as “{digits}”"),
    );
    Spoilt::Restored(digits, broken)
}

fn broken(chinese: &str, english: &str) -> Broken {
    let [behind, english_behind] = LOST;
    Broken::new(Code::LostDigits, format!("{chinese}{behind}"), format!("{english}{english_behind}"))
}

/// What becomes of a row whose number is lost.
pub(in crate::tables) const LOST: [&str; 2] =
    ["；不作编号使用，本行按车辆和日期查找", "; it identifies nothing, the row is found by vehicle and date"];

#[cfg(test)]
mod tests {
    use super::*;

    fn is_lost(text: &str) -> bool {
        matches!(of_text(text), Some(Spoilt::Lost(_)))
    }

    fn as_restored(text: &str) -> Option<String> {
        if let Some(Spoilt::Restored(digits, _)) = of_text(text) { Some(digits) } else { None }
    }

    #[test]
    fn a_number_in_scientific_notation_is_lost_unless_every_digit_is_there() {
        for text in ["2.02409E+17", "2.02409E17", "2.0e+5", "2E+17", "２.０２４０９Ｅ＋１７", "2,02409E+17"] {
            assert!(is_lost(text), "{text}");
        }
        assert_eq!(as_restored("2.0240905001E10").as_deref(), Some("20240905001"));
        for text in ["12E45", "RO2024.E+1", "2013E05", "WO+1", "2024.09.05", "1.2.3E+5", "E+5", "WO.0", "R1.0"] {
            assert_eq!(of_text(text), None, "{text}");
        }
    }

    #[test]
    fn what_a_float_added_is_taken_off_while_the_number_is_whole() {
        assert_eq!(as_restored("20240905001.0").as_deref(), Some("20240905001"));
        assert_eq!(as_restored("20240905001.00").as_deref(), Some("20240905001"));
        assert!(is_lost("202409050000000123.0"));
        assert_eq!(of_text("20240905001.5"), None);
    }

    #[test]
    fn a_cell_with_a_number_is_exact_up_to_sixteen_digits() {
        assert_eq!(of_number(123_456_789_012_345.0), None);
        assert_eq!(of_number(1_234_567_890_123_456.0), None);
        assert!(of_number(202_409_050_000_000_128.0).is_some());
    }
}
