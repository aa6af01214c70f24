//! Numbers as people write them: `1,289`, `￥500`, `93%`, `95分`, `12,000km`, `1.5万元`, `(1,200)`, full width.

use crate::base::finding::Code;
use crate::base::number::MOST;
use crate::base::text::narrow;

use super::Broken;

/// Units that may follow a number; they change nothing.
const UNITS: [&str; 21] = [
    "公里", "千米", "里", "分钟", "分", "元整", "元", "rmb", "km", "台次", "台", "次", "辆", "个", "件", "%", "小时",
    "天", "人", "条", "批",
];

/// Signs and words before a number.
const BEFORE: [&str; 9] = ["rmb", "cny", "nt$", "hk$", "¥", "$", "约", "第", "共"];

/// Multiples behind the digits, and the digits that they stand for.
const MULTIPLES: [(char, usize); 6] = [('万', 4), ('萬', 4), ('千', 3), ('仟', 3), ('百', 2), ('亿', 8)];

/// The digits of a number, with a point and a sign where it has them, ready to be parsed.
fn digits(text: &str) -> Option<String> {
    let text = narrow(text).to_lowercase();
    let in_brackets = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let text = BEFORE
        .iter()
        .find_map(|sign| in_brackets.unwrap_or(&text).strip_prefix(sign))
        .unwrap_or(in_brackets.unwrap_or(&text));
    let text = UNITS.iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(text).trim();
    let (text, zeros) = MULTIPLES
        .iter()
        .find_map(|(multiple, zeros)| Some((text.strip_suffix(*multiple)?, *zeros)))
        .unwrap_or((text, 0));
    let (sign, bare) = match text.trim().strip_prefix(['-', '+']) {
        Some(bare) if text.trim().starts_with('-') => ("-", bare),
        Some(bare) => ("", bare),
        None => (if in_brackets.is_some() { "-" } else { "" }, text.trim()),
    };
    let bare = without_groups(bare.trim())?;
    let plain = bare.chars().all(|c| c.is_ascii_digit() || c == '.')
        && bare.matches('.').count() <= 1
        && bare.chars().any(|c| c.is_ascii_digit());
    plain.then(|| format!("{sign}{}", times_ten(&bare, zeros)))
}

/// Without the commas or spaces between thousands. A comma anywhere else may be a decimal one: `4,5` is refused, or it
/// would be 45.
fn without_groups(text: &str) -> Option<String> {
    let whole = text.split('.').next().unwrap_or("");
    let mut groups = whole.split([',', ' ']).filter(|group| !group.is_empty());
    let first = groups.next().unwrap_or("");
    let mut rest = groups.peekable();
    if rest.peek().is_none() {
        return (!text.contains([',', ' '])).then(|| text.to_owned());
    }
    let grouped = (1..=3).contains(&first.len()) && rest.all(|group| group.len() == 3);
    grouped.then(|| text.chars().filter(|c| !matches!(c, ',' | ' ')).collect())
}

/// Moves the point of `1.5` so many places to the right.
fn times_ten(digits: &str, zeros: usize) -> String {
    if zeros == 0 {
        return digits.to_owned();
    }
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let fraction = format!("{fraction:0<zeros$}");
    format!("{whole}{}.{}", &fraction[..zeros], &fraction[zeros..])
}

/// A number.
///
/// # Errors
/// A text that is none.
pub(super) fn from_text(text: &str) -> Result<f64, Broken> {
    digits(text).and_then(|digits| digits.parse().ok()).ok_or_else(|| {
        Broken::new(Code::InvalidNumber, "应为数字，如 1289 或 93.5", "should be a number such as 1289 or 93.5")
    })
}

/// A number as an exact integer of millionths; digits behind the sixth are cut off.
pub(super) fn millionths(text: &str) -> Option<i64> {
    let digits = digits(text)?;
    let (sign, bare) = digits.strip_prefix('-').map_or((1, digits.as_str()), |rest| (-1, rest));
    let bare = bare.trim_start_matches('+');
    let (whole, fraction) = bare.split_once('.').unwrap_or((bare, ""));
    let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let fraction: i64 = format!("{fraction:0<6}").get(..6)?.parse().ok()?;
    whole.checked_mul(1_000_000)?.checked_add(fraction).map(|value| sign * value)
}

/// A number that a dealer can mean: sums of them must stay exact.
///
/// # Errors
/// A number beyond all reason; 400 digits are infinite.
pub(super) fn countable(value: f64) -> Result<f64, Broken> {
    let too_large = || Broken::new(Code::InvalidNumber, "数字过大", "is too large a number");
    (value.abs() <= MOST).then_some(value).ok_or_else(too_large)
}

/// A whole number from a number.
///
/// # Errors
/// A number with a fraction, or one beyond all reason.
pub(super) fn whole(value: f64) -> Result<i64, Broken> {
    let value = countable(value)?;
    if value.fract() != 0.0 {
        return Err(Broken::new(Code::InvalidNumber, "应为整数", "should be a whole number"));
    }
    Ok(value as i64)
}

/// Whether a number is written as a percentage.
pub(super) fn is_percentage(text: &str) -> bool {
    narrow(text).trim_end().ends_with('%')
}

/// The 93.12 of 93.12 %, which a cell holds as 0.9312: without the digits that only the multiplication brings.
pub(super) fn in_hundredths(share: f64) -> f64 {
    (share * 1e12).round() / 1e10
}

/// A number as text without an exponent: `13800138000`.
pub(super) fn plain(value: f64) -> String {
    format!("{value}")
}

/// Units of which an indicator may be counted in another.
const TO_CONVERT: [&str; 5] = ["分钟", "分鐘", "小时", "小時", "‰"];

/// The figure of an indicator, in its own unit: nobody knows whether 48小时 were meant as 48 or as 2 days.
pub(super) fn of_an_indicator(text: &str) -> Result<f64, Broken> {
    let narrow = narrow(text);
    if let Some(unit) = TO_CONVERT.iter().find(|unit| narrow.ends_with(**unit)) {
        return Err(Broken::new(
            Code::InvalidNumber,
            format!("带有单位“{unit}”；请换算成指标的单位，只写数字"),
            format!("has the unit “{unit}”; write the bare number in the unit of the indicator"),
        ));
    }
    from_text(text)
}

/// A number of things from its text.
pub(super) fn counted(text: &str) -> Result<f64, Broken> {
    of_things(from_text(text)?, is_percentage(text))
}

/// A number of things. A share of them is none: 50% of 400 cars are not 50, and only of nothing it is the same.
pub(super) fn of_things(number: f64, is_share: bool) -> Result<f64, Broken> {
    if is_share && number != 0.0 {
        return Err(Broken::new(Code::InvalidNumber, "应为数量，不是百分比", "should be a number, not a percentage"));
    }
    Ok(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lose_their_commas_units_and_width() {
        let cases = [
            ("1,289", 1289.0),
            ("￥1,500.50", 1500.5),
            ("93%", 93.0),
            ("９３", 93.0),
            ("95分", 95.0),
            ("12,000km", 12_000.0),
            ("-3", -3.0),
            ("第2次", 2.0),
            ("1 289 000", 1_289_000.0),
            ("(1,200)", -1200.0),
            ("(￥1,200.50)", -1200.5),
            ("RMB 500", 500.0),
            ("500元整", 500.0),
            ("1.5万元", 15_000.0),
            ("3万公里", 30_000.0),
            ("2千", 2000.0),
            ("1.23456万", 12_345.6),
        ];
        for (text, expected) in cases {
            assert_eq!(from_text(text), Ok(expected), "{text}");
        }
        for text in [
            "约几百",
            "1.2.3",
            "-",
            "95分/100分",
            "1e5",
            "4,5",
            "12,34",
            "1.234,56",
            "95 90",
            "万",
            "()",
            ".",
            "NaN",
            "inf",
        ] {
            assert!(from_text(text).is_err(), "{text}");
        }
    }

    #[test]
    fn millionths_are_exact() {
        assert_eq!(millionths("4.85"), Some(4_850_000));
        assert_eq!(millionths("-0.5"), Some(-500_000));
        assert_eq!(millionths("95分"), Some(95_000_000));
        assert_eq!(millionths("99999999999999999999"), None);
    }

    #[test]
    fn a_percentage_is_told_by_its_sign() {
        assert!(is_percentage("93.12％") && is_percentage("93% ") && !is_percentage("93"));
        assert_eq!(
            (in_hundredths(0.9312), in_hundredths(0.07), in_hundredths(1.0 / 3.0)),
            (93.12, 7.0, 33.333_333_333_3)
        );
    }

    #[test]
    fn long_numbers_have_no_exponent() {
        assert_eq!(plain(13_800_138_000.0), "13800138000");
        assert_eq!(plain(1.5), "1.5");
        assert_eq!((whole(3.0), whole(2.5).is_err()), (Ok(3), true));
    }

    #[test]
    fn a_share_is_no_number_of_things() {
        assert_eq!((counted("12"), counted("0%")), (Ok(12.0), Ok(0.0)));
        assert!(counted("50%").is_err() && of_things(0.5, true).is_err());
        assert_eq!(of_things(0.0, true), Ok(0.0));
    }
}
