//! The one owner of numbers: units, rounding, percentages and the sign for "no data".

use std::cmp::Ordering;

use serde::{Deserialize, Serialize, Serializer};

/// What a page shows where there is no data.
pub const NO_DATA: &str = "—";

/// No dealer counts further: neither a cell, nor a target, nor a number of an expression over whole numbers of cells.
pub const MOST: f64 = 1e9;
/// The largest constant of the templates: products of it with whatever a cell may hold stay within 64 bits.
pub const MOST_CONSTANT: u64 = 1_000_000;

/// The unit of an indicator or a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Things counted.
    Count,
    /// A rate from 0 to 100 (93.0, not 0.93); it may pass 100.
    Percent,
    /// A score from 0 to 100.
    Score,
    /// A rate for each thousand.
    PerThousand,
    /// A balance from −100 to 100: promoters less detractors.
    Points,
    /// Days, on average.
    Days,
    /// Minutes, on average.
    Minutes,
    /// Seconds, on average.
    Seconds,
    /// How often, on average.
    Times,
    /// Money in whole yuan.
    Money,
    /// A place among others: 1 is the best.
    Rank,
}

impl Unit {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Count,
        Self::Percent,
        Self::Score,
        Self::PerThousand,
        Self::Points,
        Self::Days,
        Self::Minutes,
        Self::Seconds,
        Self::Times,
        Self::Money,
        Self::Rank,
    ];

    /// The name in declarations.
    pub fn name(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Percent => "percent",
            Self::Score => "score",
            Self::PerThousand => "per_thousand",
            Self::Points => "points",
            Self::Days => "days",
            Self::Minutes => "minutes",
            Self::Seconds => "seconds",
            Self::Times => "times",
            Self::Money => "money",
            Self::Rank => "rank",
        }
    }

    /// Decimals for display (contract, section 3: two for percent, one for scores).
    pub fn decimals(self) -> usize {
        match self {
            Self::Count | Self::Money | Self::Minutes | Self::Seconds | Self::Rank => 0,
            Self::Percent | Self::PerThousand | Self::Times => 2,
            Self::Score | Self::Points | Self::Days => 1,
        }
    }

    /// Whether figures add up: things counted, or money.
    pub fn adds_up(self) -> bool {
        matches!(self, Self::Count | Self::Money)
    }

    /// By what the part above the line ÷ the part below it is multiplied.
    pub fn factor(self) -> i64 {
        match self {
            Self::Percent | Self::Points => 100,
            Self::PerThousand => 1000,
            _ => 1,
        }
    }

    /// The figure that is all there can be, if there is one.
    pub fn full(self) -> Option<f64> {
        matches!(self, Self::Percent | Self::Score | Self::Points).then_some(100.0)
    }

    /// The sign behind a figure.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Percent => "%",
            Self::PerThousand => "‰",
            _ => "",
        }
    }
}

/// An exact fraction of integers; counts have `per` 1, a mean of three months has `per` 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exact {
    /// The integer above.
    pub units: i64,
    /// The integer below, at least 1.
    pub per: i64,
}

impl Exact {
    /// A whole number.
    pub fn whole(units: i64) -> Self {
        Self { units, per: 1 }
    }

    /// The nearest floating-point number, from one division.
    pub fn to_f64(self) -> f64 {
        self.units as f64 / self.per as f64
    }
}

/// 100 × numerator ÷ denominator with one rounding at the end; `None` where the denominator is 0.
pub fn percent(numerator: Exact, denominator: Exact) -> Option<f64> {
    ratio(numerator, denominator, 100)
}

/// Factor × numerator ÷ denominator with one rounding at the end; `None` where the denominator is 0.
pub fn ratio(numerator: Exact, denominator: Exact, factor: i64) -> Option<f64> {
    let below = i128::from(denominator.units) * i128::from(numerator.per);
    let above = i128::from(factor) * i128::from(numerator.units) * i128::from(denominator.per);
    (below != 0).then(|| above as f64 / below as f64)
}

/// Rounds half away from zero as Excel shows it: on the 15 significant decimal digits that Excel keeps, so that
/// 80.25 gives 80.3 and 1.005 gives 1.01 although neither stands so in binary.
pub fn rounded(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return NO_DATA.to_owned();
    }
    let scientific = format!("{:.14e}", value.abs());
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i64 = exponent.parse().unwrap_or(0);
    let mut digits: Vec<u8> = mantissa.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect();
    let keep = exponent + 1 + decimals as i64;
    let up = usize::try_from(keep).is_ok_and(|at| digits.get(at).is_some_and(|&digit| digit >= 5));
    digits.resize(usize::try_from(keep.max(0)).unwrap_or(0), 0);
    let mut carry = up;
    for digit in digits.iter_mut().rev() {
        if !carry {
            break;
        }
        *digit = (*digit + 1) % 10;
        carry = *digit == 0;
    }
    if carry {
        digits.insert(0, 1);
    }
    while digits.len() < decimals + 1 {
        digits.insert(0, 0);
    }
    let text: String = digits.iter().map(|&digit| char::from(b'0' + digit)).collect();
    let (whole, fraction) = text.split_at(text.len() - decimals);
    let sign = if value < 0.0 && digits.iter().any(|&digit| digit != 0) { "-" } else { "" };
    if decimals == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

/// A declared scale, or declared points, as an exact integer of millionths.
pub fn in_millionths(declared: f64) -> i64 {
    (declared * 1e6).round() as i64
}

/// The display text of a value: `93.00%`, `80.5`, `1,289`, or `—` where there is no data.
pub fn display(value: Option<f64>, unit: Unit) -> String {
    let Some(value) = value else { return NO_DATA.to_owned() };
    let text = rounded(value, unit.decimals());
    match unit {
        _ if text == NO_DATA => text,
        _ if unit.adds_up() => group_thousands(&text),
        _ => text + unit.sign(),
    }
}

/// The display text of a change against an earlier period: `+0.69` (percentage points for rates), `-3`, `0.0`.
pub fn display_change(value: Option<f64>, unit: Unit) -> String {
    let Some(value) = value else { return NO_DATA.to_owned() };
    let text = rounded(value, unit.decimals());
    if direction(value, unit).is_gt() { format!("+{text}") } else { text }
}

/// The display text of a figure without its sign: `4.00`, `1,289`.
pub fn display_plain(value: f64, unit: Unit) -> String {
    let text = rounded(value, unit.decimals());
    if unit.adds_up() { group_thousands(&text) } else { text }
}

/// Which way a change goes as people see it: one that rounds to nothing goes neither way.
pub fn direction(change: f64, unit: Unit) -> Ordering {
    let text = rounded(change, unit.decimals());
    match text.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) {
        false => Ordering::Equal,
        true if text.starts_with('-') => Ordering::Less,
        true => Ordering::Greater,
    }
}

fn group_thousands(text: &str) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let mut out = String::from(sign);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Writes whole numbers without a decimal point (`1289`), others in shortest round-trip form; for report.json.
pub fn shortest<S: Serializer>(value: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        None => serializer.serialize_none(),
        Some(value) if value.fract() == 0.0 && value.abs() < 9e15 => serializer.serialize_i64(*value as i64),
        Some(value) => serializer.serialize_f64(*value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_round_away_from_zero_as_excel_shows_them() {
        let percent = |numerator, denominator| {
            display(super::percent(Exact::whole(numerator), Exact::whole(denominator)), Unit::Percent)
        };
        assert_eq!(percent(1, 32), "3.13%");
        assert_eq!(percent(1289, 1386), "93.00%");
        assert_eq!(display(Some(80.25), Unit::Score), "80.3");
        assert_eq!(rounded(1.005, 2), "1.01");
        assert_eq!(rounded(-0.125, 2), "-0.13");
        assert_eq!(rounded(-0.001, 2), "0.00");
        assert_eq!(rounded(99.999, 2), "100.00");
        assert_eq!(rounded(0.049, 1), "0.0");
        assert_eq!(rounded(0.05, 1), "0.1");
        assert_eq!(rounded(0.5, 0), "1");
    }

    #[test]
    fn nothing_divided_by_nothing_is_no_data() {
        assert_eq!(super::percent(Exact::whole(0), Exact::whole(0)), None);
        assert_eq!(display(None, Unit::Percent), "—");
    }

    #[test]
    fn counts_are_grouped_and_changes_signed() {
        assert_eq!(display(Some(1_234_567.0), Unit::Count), "1,234,567");
        assert_eq!(display(Some(-1_000.0), Unit::Count), "-1,000");
        assert_eq!(display_change(Some(0.6937), Unit::Percent), "+0.69");
        assert_eq!(display_change(Some(0.0), Unit::Count), "0");
        let ways = [0.004, -0.004, 0.006, -4.0].map(|change| direction(change, Unit::Percent));
        assert_eq!(ways, [Ordering::Equal, Ordering::Equal, Ordering::Greater, Ordering::Less]);
        assert_eq!(display_plain(1_289.0, Unit::Count), "1,289");
    }

    #[test]
    fn a_mean_of_three_months_divides_once() {
        let retention = super::percent(Exact::whole(12), Exact { units: 83, per: 3 });
        assert_eq!(display(retention, Unit::Percent), "43.37%");
    }
}
