//! The time of day behind a date.

use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime};

use crate::base::finding::Code;

use super::Broken;

/// Words that make an hour below twelve one of the afternoon.
const AFTERNOON: [&str; 8] = ["下午", "傍晚", "晚上", "晚间", "夜间", "中午", "午后", "PM"];
/// Of these the twelfth hour is midnight and belongs to no day for certain.
const NIGHT: [&str; 3] = ["晚上", "晚间", "夜间"];
/// Words that make the twelfth hour the first of the day.
const MORNING: [&str; 6] = ["上午", "早上", "早晨", "清晨", "凌晨", "AM"];

/// Hours that the clocks of a Chinese dealer are ahead of UTC.
const CHINA: i64 = 8;

/// No zone is further from UTC, in hours.
const MOST_AHEAD: i64 = 14;

/// A day with the time that stands behind it: `14:30`, `下午2:30:00`, `2:30 下午`, `T14:30:00.000`; nothing is midnight.
/// A time with another zone than +08:00 is brought to it.
///
/// # Errors
/// A text that is no time.
pub(in crate::tables) fn at(date: NaiveDate, rest: &str) -> Result<NaiveDateTime, Broken> {
    let rest = rest.trim();
    let text = rest.trim_start_matches(['T', 't']);
    let of_program = text.len() < rest.len();
    let text = text.to_uppercase();
    let (text, minutes_ahead) = without_zone(&text, of_program);
    let at = date.and_time(clock(text)?);
    match minutes_ahead {
        Some(minutes) => at.checked_add_signed(Duration::minutes(CHINA * 60 - minutes)).ok_or_else(wrong),
        None => Ok(at),
    }
}

/// Splits `+08:00` or `Z` off a time; gives how many minutes its zone is ahead of UTC. One behind UTC is written by programs
/// alone, behind a `T`: people mean from when until when, `9:00-10:00`.
fn without_zone(text: &str, of_program: bool) -> (&str, Option<i64>) {
    let Some(at) = text.find(':').and_then(|colon| text[colon..].find(['Z', '+', '-']).map(|sign| colon + sign)) else {
        return (text, None);
    };
    let (time, zone) = text.split_at(at);
    let digits: String = zone[1..].chars().filter(char::is_ascii_digit).collect();
    let number = |part: Option<&str>| part.and_then(|part| part.parse::<i64>().ok());
    match (zone.as_bytes()[0], number(digits.get(..2)), number(digits.get(2..).or(Some("0")).filter(|m| !m.is_empty())))
    {
        (b'Z', ..) if zone.len() == 1 => (time, Some(0)),
        (sign, Some(hours @ ..=MOST_AHEAD), minutes @ (None | Some(0..60)))
            if sign == b'+' || sign == b'-' && of_program =>
        {
            let minutes = hours * 60 + minutes.unwrap_or(0);
            (time, Some(if sign == b'-' { -minutes } else { minutes }))
        }
        _ => (text, None),
    }
}

fn clock(text: &str) -> Result<NaiveTime, Broken> {
    let text = without_weekday(text);
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let (afternoon, night, morning) = (has(&AFTERNOON), has(&NIGHT), has(&MORNING));
    let bare = AFTERNOON.iter().chain(&MORNING).fold(text.clone(), |text, word| text.replace(word, ""));
    let bare = bare.trim();
    if bare.is_empty() {
        return if afternoon || morning { Err(wrong()) } else { Ok(NaiveTime::default()) };
    }
    let bare = bare.replace(['时', '点', '時', '點', '分'], ":").replace('秒', "");
    let bare = bare.trim_end_matches(':');
    // 9.30 and 10.30.00.000, as databases and people write them; 9.5 may be half past nine.
    let points: Vec<&str> = bare.split('.').take(3).collect();
    let has_points = !bare.contains(':') && points.len() > 1;
    if has_points && points[1].len() != 2 {
        return Err(wrong());
    }
    let bare = if has_points { points.join(":") } else { bare.to_owned() };
    let mut parts = bare.splitn(3, ':').map(|part| part.trim().split('.').next().unwrap_or("").trim());
    let mut next = |may_lack: bool| match parts.next() {
        Some(part) if !part.is_empty() && part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit()) => {
            part.parse::<u32>().map_err(|_| wrong())
        }
        None if may_lack => Ok(0),
        _ => Err(wrong()),
    };
    let (mut hour, minute, second) = (next(false)?, next(true)?, next(true)?);
    if (hour, minute, second) == (24, 0, 0) {
        // The end of this day and not the first moment of the next: a night of September must not become October.
        return NaiveTime::from_hms_opt(23, 59, 59).ok_or_else(wrong);
    }
    if night && hour == 12 {
        return Err(wrong());
    } else if afternoon && hour < 11 || afternoon && hour == 11 && !text.contains("中午") {
        hour += 12;
    } else if morning && hour == 12 {
        hour = 0;
    }
    NaiveTime::from_hms_opt(hour, minute, second).ok_or_else(wrong)
}

/// The time of `0930` or `093005`, without signs between.
///
/// # Errors
/// Digits that are no time.
pub(super) fn of_digits(digits: &str) -> Result<NaiveTime, Broken> {
    let two = |at: usize| digits.get(at..at + 2).map_or(Some(0), |two| two.parse().ok());
    let time = two(0).zip(two(2)).zip(two(4)).and_then(|((h, m), s)| NaiveTime::from_hms_opt(h, m, s));
    time.ok_or_else(wrong)
}

/// Without `星期五`, `(周五)` between date and time.
fn without_weekday(text: &str) -> String {
    let mut chars = text.chars().peekable();
    let mut out = String::new();
    while let Some(c) = chars.next() {
        match c {
            '星' if chars.peek() == Some(&'期') => {
                chars.next();
                chars.next();
            }
            '周' => {
                chars.next();
            }
            '(' | ')' => {}
            _ => out.push(c),
        }
    }
    out
}

fn wrong() -> Broken {
    Broken::new(Code::InvalidDate, "时间应为 时:分，如 14:30", "the time should be hours:minutes such as 14:30")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let day = NaiveDate::from_ymd_opt(2013, 9, 5).expect("a day");
        at(day, text).map_or_else(|broken| broken.chinese, |at| at.format("%d %H:%M:%S").to_string())
    }

    #[test]
    fn the_time_of_day_is_read_with_its_word_before_or_after_it() {
        let cases = [
            ("", "05 00:00:00"),
            ("14:30", "05 14:30:00"),
            ("下午2:30", "05 14:30:00"),
            ("2:30 下午", "05 14:30:00"),
            ("2:30:05PM", "05 14:30:05"),
            ("上午12:05", "05 00:05:00"),
            ("中午12:30", "05 12:30:00"),
            ("中午1:30", "05 13:30:00"),
            ("中午11:45", "05 11:45:00"),
            ("晚上11:45", "05 23:45:00"),
            ("晚上8点15分", "05 20:15:00"),
            ("早上8:15", "05 08:15:00"),
            ("下午14:30", "05 14:30:00"),
            ("T14:30:59.250", "05 14:30:59"),
            ("(星期四) 9:05", "05 09:05:00"),
            ("24:00:00", "05 23:59:59"),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }
        for text in [
            "晚上12:10",
            "25:00",
            "14:60",
            "下午",
            "14:3x",
            "约2点",
            "14:30+99:99",
            "14:30+08:75",
            "14:30-15:00",
            "9:00-10:00",
            "10:00-12",
            "9:00:00-10:00:00",
        ] {
            assert_eq!(read(text), "时间应为 时:分，如 14:30", "{text}");
        }
    }

    #[test]
    fn a_time_of_another_zone_is_brought_to_that_of_china() {
        let cases = [
            ("T14:30:00+08:00", "05 14:30:00"),
            ("T14:30:00+0800", "05 14:30:00"),
            ("T06:30:00Z", "05 14:30:00"),
            ("T16:00:00.000Z", "06 00:00:00"),
            ("T01:30:00-05:00", "05 14:30:00"),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
