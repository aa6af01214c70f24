//! Days and times as an .ods writes them, as the serials that all other workbooks hold.

use chrono::{NaiveDate, NaiveDateTime};

const SECONDS_OF_A_DAY: f64 = 86_400.0;
/// The first day that has the same serial in every spreadsheet program: Excel counts a day before it that never was.
const FIRST: i64 = 61;

/// The serial of `2013-09-05` or `2013-09-05T14:30:00`; `None` for any other text.
pub(super) fn date(text: &str) -> Option<f64> {
    let epoch = NaiveDate::from_ymd_opt(1899, 12, 30)?;
    let midnight = |day: NaiveDate| day.and_hms_opt(0, 0, 0);
    let at: NaiveDateTime = text.parse().ok().or_else(|| midnight(text.parse().ok()?))?;
    let since = at.signed_duration_since(midnight(epoch)?);
    let part_of_a_second = f64::from(since.subsec_nanos()) / 1e9;
    (since.num_days() >= FIRST).then(|| (since.num_seconds() as f64 + part_of_a_second) / SECONDS_OF_A_DAY)
}

/// The serial of a time of day or a length of time, `PT14H30M00S`; `None` for any other text.
pub(super) fn duration(text: &str) -> Option<f64> {
    let mut rest = text.strip_prefix("PT")?;
    let mut seconds = 0.0;
    for (unit, length) in [('H', 3_600.0), ('M', 60.0), ('S', 1.0)] {
        if let Some((number, behind)) = rest.split_once(unit) {
            let is_number = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
            seconds += number.parse::<f64>().ok().filter(|_| is_number)? * length;
            rest = behind;
        }
    }
    (rest.is_empty() && text.len() > "PT".len()).then_some(seconds / SECONDS_OF_A_DAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_and_a_time_have_the_serial_of_every_workbook() {
        assert_eq!(date("2013-09-05"), Some(41_522.0));
        assert_eq!(date("2013-09-05T12:00:00"), Some(41_522.5));
        assert_eq!(date("2013-09-05T00:00:00.5"), Some(41_522.0 + 0.5 / 86_400.0));
        assert_eq!((date("1900-03-01"), date("1900-02-28")), (Some(61.0), None));
        assert_eq!((duration("PT12H00M00S"), duration("PT26H30M"), duration("PT0.5S")), {
            (Some(0.5), Some(26.5 / 24.0), Some(0.5 / 86_400.0))
        });
    }

    #[test]
    fn any_other_text_is_none() {
        for text in ["", "2013-13-05", "0000-00-00", "2013-09", "2013-09-05T25:00:00", "2013-09-05T06:30:00Z", "9月5日"]
        {
            assert_eq!(date(text), None, "{text}");
        }
        for text in ["", "PT", "-PT1H", "P1D", "PT1M1H", "PTinfH", "PT1H ", "PT-1H", "14:30"] {
            assert_eq!(duration(text), None, "{text}");
        }
    }
}
