//! How long something took, in seconds: `85秒`, `1分25秒`, `00:01:25`, a time of day that a spreadsheet made of it, or a bare
//! number under a heading that names its unit.

use crate::base::finding::Code;
use crate::base::text::narrow;

use super::Broken;

/// Units and their seconds; the longer spellings first.
const UNITS: [(&str, f64); 15] = [
    ("小时", 3600.0),
    ("小時", 3600.0),
    ("hours", 3600.0),
    ("hour", 3600.0),
    ("h", 3600.0),
    ("分钟", 60.0),
    ("分鐘", 60.0),
    ("分", 60.0),
    ("minutes", 60.0),
    ("min", 60.0),
    ("'", 60.0),
    ("seconds", 1.0),
    ("秒", 1.0),
    ("s", 1.0),
    ("\"", 1.0),
];

/// Nothing on a telephone or at a counter takes a day.
const MOST: f64 = 86_400.0;

/// Reads a text; one of two parts such as `1:25` is minutes and seconds.
///
/// # Errors
/// A text that is no duration, or a number without a unit.
pub(super) fn from_text(text: &str, heading: &str) -> Result<i64, Broken> {
    let folded: String = narrow(text).to_lowercase().split_whitespace().collect();
    if let Ok(number) = folded.parse::<f64>() {
        return from_number(number, heading);
    }
    if folded.contains(':') {
        let parts: Option<Vec<i64>> = folded.split(':').map(|part| part.parse().ok().filter(|at| *at >= 0)).collect();
        return match parts.as_deref() {
            Some(&[minutes, seconds @ 0..60]) => seconds_of((minutes * 60 + seconds) as f64),
            Some(&[hours, minutes @ 0..60, seconds @ 0..60]) => {
                seconds_of((hours * 3600 + minutes * 60 + seconds) as f64)
            }
            _ => Err(broken()),
        };
    }
    let (mut rest, mut sum, mut last) = (folded.as_str(), 0.0, f64::INFINITY);
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (number, behind) = rest.split_at(digits);
        let amount: f64 = number.parse().map_err(|_| broken())?;
        let unit = UNITS.iter().find_map(|(unit, seconds)| Some((behind.strip_prefix(unit)?, *seconds)));
        let (after, seconds) = unit.ok_or_else(broken)?;
        // `25秒1分` is a slip.
        if seconds >= last {
            return Err(broken());
        }
        (rest, sum, last) = (after, sum + amount * seconds, seconds);
    }
    seconds_of(sum)
}

/// Reads a bare number in the unit that the heading names.
///
/// # Errors
/// A heading without a unit: seconds and minutes would differ by sixty.
pub(super) fn from_number(value: f64, heading: &str) -> Result<i64, Broken> {
    if value == 0.0 {
        return Ok(0);
    }
    let heading = narrow(heading).to_lowercase();
    if heading.contains("毫秒") || heading.contains("(ms") {
        return seconds_of((value / 1000.0).round());
    }
    let inside = heading.split_once('(').map_or("", |(_, inside)| inside);
    let is = |words: [&str; 2]| heading.contains(words[0]) || inside.starts_with(words[1]);
    match (is(["秒", "s"]), is(["分钟", "min"]) || heading.contains("分鐘")) {
        (true, false) => seconds_of(value),
        (false, true) => seconds_of(value * 60.0),
        _ => Err(Broken::new(
            Code::InvalidNumber,
            "没有单位，是秒还是分钟不明；请在表头写明，如 通话时长（秒）",
            "seconds or minutes? name the unit in the heading, as in “Talk time (s)”",
        )),
    }
}

/// Reads a time of day that a spreadsheet made of `00:01:25`. Typed as `1:25`, it is an hour and 25 minutes to the spreadsheet:
/// of whole minutes with hours nobody knows whether they were meant as minutes and seconds.
///
/// # Errors
/// Such a time, and a day or more.
pub(super) fn from_clock(serial: f64) -> Result<i64, Broken> {
    let seconds = seconds_of(serial * 86_400.0)?;
    if seconds >= 3600 && seconds % 60 == 0 {
        return Err(Broken::new(
            Code::InvalidNumber,
            "是几时几分还是几分几秒不明，请写成 0:01:25 或 1分25秒",
            "hours and minutes, or minutes and seconds? write 0:01:25",
        ));
    }
    Ok(seconds)
}

/// The doubt about whole minutes, where no other time of the column shows seconds: `0:45` may have been meant as 45 seconds.
pub(super) fn doubt(serial: f64, seconds_beside: bool) -> Option<Broken> {
    let seconds = seconds_of(serial * 86_400.0).ok()?;
    (seconds > 0 && seconds % 60 == 0 && !seconds_beside).then(|| {
        Broken::new(
            Code::InvalidNumber,
            "按几分钟计；若是分和秒，请写成 0:01:25 或 1分25秒",
            "counts as minutes; if minutes and seconds are meant, write 0:01:25",
        )
    })
}

/// Whether some of the times of a column, as a spreadsheet holds them, have seconds: they were typed with hours then.
pub(in crate::tables) fn shows_seconds(mut serials: impl Iterator<Item = f64>) -> bool {
    serials.any(|serial| seconds_of(serial * 86_400.0).is_ok_and(|seconds| seconds % 60 != 0))
}

fn seconds_of(seconds: f64) -> Result<i64, Broken> {
    let whole = seconds.round();
    if (0.0..MOST).contains(&whole) { Ok(whole as i64) } else { Err(broken()) }
}

fn broken() -> Broken {
    Broken::new(
        Code::InvalidNumber,
        "应为时长，如 85秒、1分25秒、00:01:25",
        "should be a duration such as 85s, 1min25s or 00:01:25",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_read_in_every_style() {
        for text in ["85秒", "85 s", "1分25秒", "1分钟25秒", "1'25\"", "00:01:25", "1:25", "０１：２５", "85"]
        {
            assert_eq!(from_text(text, "通话时长(秒)"), Ok(85), "{text}");
        }
        assert_eq!(from_text("1.5分钟", ""), Ok(90));
        assert_eq!(from_text("1小时2分", ""), Ok(3720));
        assert_eq!(from_text("1.5", "处理时长（分钟）"), Ok(90));
        assert_eq!((from_number(12.0, "Wait (s)"), from_number(2.0, "Wait (min)")), (Ok(12), Ok(120)));
        assert_eq!((from_clock(85.0 / 86_400.0), from_clock(60.0 / 86_400.0)), (Ok(85), Ok(60)));
    }

    #[test]
    fn what_may_be_sixty_times_as_long_is_refused() {
        assert!(from_text("85", "通话时长").is_err() && from_number(85.0, "Talk time").is_err());
        assert_eq!(from_number(0.0, "通话时长"), Ok(0));
        // Typed as 1:25 into a cell: an hour and 25 minutes.
        assert!(from_clock(85.0 / 1440.0).is_err());
        // Typed as 0:45: three quarters of an hour, or of a minute.
        assert!(doubt(45.0 / 1440.0, false).is_some() && doubt(45.0 / 1440.0, true).is_none());
        assert!(doubt(0.0, false).is_none() && doubt(85.0 / 86_400.0, false).is_none());
        assert!(!shows_seconds([45.0 / 1440.0, 0.0].into_iter()) && shows_seconds([85.0 / 86_400.0].into_iter()));
        for text in ["很久", "25秒1分", "1:75", "-5秒", "25:00:00", "1:2:3:4", "分"] {
            assert!(from_text(text, "时长(秒)").is_err(), "{text}");
        }
    }
}
