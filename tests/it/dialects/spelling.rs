//! One value in the many ways in which people and systems write it.

use chrono::{Datelike, NaiveDateTime, NaiveTime, Timelike};

use super::model::{Kind, Value};
use crate::written::grid::{Book, Cell};

/// How the dates of a column are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dates {
    /// As dates of the spreadsheet program; in a text as that program shows them.
    Cells,
    /// As the numbers behind them, where the column lost its format.
    Serials,
    Dashes,
    Slashes,
    Dots,
    Chinese,
    Digits,
    FullWidth,
    Afternoon,
    Republic,
    /// Without the year, which stands in the name of the sheet or file.
    WithoutYear,
}

pub const DATES: [Dates; 11] = [
    Dates::Cells,
    Dates::Serials,
    Dates::Dashes,
    Dates::Slashes,
    Dates::Dots,
    Dates::Chinese,
    Dates::Digits,
    Dates::FullWidth,
    Dates::Afternoon,
    Dates::Republic,
    Dates::WithoutYear,
];

/// A cell that means `value`; `way` picks one of the ways to write it.
pub fn cell(value: &Value, kind: Kind, dates: Dates, typed: bool, book: &Book, way: u8) -> Cell {
    match value {
        Value::Nothing => [Cell::Empty, Cell::text("—"), Cell::text(" ")][usize::from(way) % 3].clone(),
        Value::Time(time) if kind == Kind::Month => month(*time, dates, typed, book),
        Value::Time(time) => date(*time, dates, typed, book),
        Value::Word(word) => Cell::text(padded(&word.written, way)),
        Value::Whole(seconds) if kind == Kind::Duration => Cell::text(duration(*seconds, way)),
        Value::Whole(whole) => number(*whole as f64, way),
        Value::Number(value) => number(*value, way),
        Value::Flag(flag) => yes_no(*flag, way),
        Value::Text(text) => Cell::text(match kind {
            Kind::Code => code(text, way),
            Kind::Plate => plate(text, way),
            Kind::Phone => phone(text, way),
            Kind::Person => person(text, way),
            _ => padded(text, way),
        }),
    }
}

fn date(time: NaiveDateTime, dates: Dates, typed: bool, book: &Book) -> Cell {
    let bare = time.time() == NaiveTime::MIN;
    let (year, month, day) = (time.year(), time.month(), time.day());
    let clock = |separator: &str| {
        if bare { String::new() } else { format!("{separator}{:02}:{:02}", time.hour(), time.minute()) }
    };
    Cell::text(match dates {
        Dates::Cells if typed && bare => return Cell::Day(time.date()),
        Dates::Cells if typed => return Cell::Time(time),
        Dates::Serials if typed => return Cell::Number(book.serial(time)),
        Dates::Cells | Dates::Serials | Dates::Dashes => format!("{year}-{month}-{day}{}", clock(" ")),
        Dates::Slashes => format!("{year}/{month:02}/{day:02}{}", clock("  ")),
        Dates::Dots => format!("{year}.{month}.{day}{}", clock(" ")),
        Dates::Chinese if bare => format!("{year}年{month}月{day}日"),
        Dates::Chinese => format!("{year}年{month}月{day}日 {}时{}分", time.hour(), time.minute()),
        Dates::Digits if bare => format!("{year}{month:02}{day:02}"),
        Dates::Digits => format!("{year}{month:02}{day:02}{:02}{:02}00", time.hour(), time.minute()),
        Dates::FullWidth => full_width(&format!("{year}-{month}-{day}{}", clock(" "))),
        Dates::Afternoon if bare => format!("{year}/{month}/{day}"),
        Dates::Afternoon => {
            let (afternoon, hour) = time.hour12();
            let half = if afternoon { "下午" } else { "上午" };
            format!("{year}/{month}/{day} {half}{hour}:{:02}", time.minute())
        }
        Dates::Republic => format!("{}/{month}/{day}{}", year - 1911, clock(" ")),
        Dates::WithoutYear => format!("{month}月{day}日{}", clock(" ")),
    })
}

fn month(time: NaiveDateTime, dates: Dates, typed: bool, book: &Book) -> Cell {
    let (year, month) = (time.year(), time.month());
    Cell::text(match dates {
        Dates::Cells if typed => return Cell::Day(time.date()),
        Dates::Serials if typed => return Cell::Number(book.serial(time)),
        Dates::Cells | Dates::Serials | Dates::Dashes | Dates::Republic => format!("{year}-{month}"),
        Dates::Slashes => format!("{year}/{month:02}"),
        Dates::Dots => format!("{year}.{month:02}"),
        Dates::Chinese => format!("{year}年{month}月"),
        Dates::Digits => format!("{year}{month:02}"),
        Dates::FullWidth => full_width(&format!("{year}-{month}")),
        Dates::Afternoon => format!("{year}年{month:02}月"),
        Dates::WithoutYear => format!("{month}月"),
    })
}

fn duration(seconds: i64, way: u8) -> String {
    let (minutes, rest) = (seconds / 60, seconds % 60);
    match way % 4 {
        0 => format!("{seconds}秒"),
        1 => format!("{minutes}分{rest}秒"),
        2 => format!("00:{minutes:02}:{rest:02}"),
        _ => format!(" {minutes}'{rest}\" "),
    }
}

fn number(value: f64, way: u8) -> Cell {
    match way % 4 {
        0 => Cell::Number(value),
        1 => Cell::text(format!(" {value} ")),
        2 => Cell::text(full_width(&value.to_string())),
        _ => Cell::text(with_commas(value)),
    }
}

fn with_commas(value: f64) -> String {
    let text = value.to_string();
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), ""), |(whole, fraction)| (whole, fraction));
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if fraction.is_empty() { out } else { format!("{out}.{fraction}") }
}

fn yes_no(flag: bool, way: u8) -> Cell {
    let (yes, no) = (["是", "√", "Y", "1", "有"], ["否", "×", "N", "0", "无"]);
    match way % 6 {
        5 => Cell::Flag(flag),
        way => Cell::text(if flag { yes } else { no }[usize::from(way)]),
    }
}

fn code(text: &str, way: u8) -> String {
    match way % 4 {
        0 => text.to_owned(),
        1 => text.to_lowercase(),
        2 => full_width(text),
        _ => format!("\u{3000}{text} "),
    }
}

fn plate(text: &str, way: u8) -> String {
    let split = text.char_indices().nth(2).map_or(0, |(at, _)| at);
    let (place, number) = text.split_at(split);
    match way % 5 {
        0 => text.to_owned(),
        1 => format!("{place}·{number}"),
        2 => format!("{place} {number}"),
        3 => text.to_lowercase(),
        _ => full_width(text),
    }
}

fn phone(text: &str, way: u8) -> String {
    match way % 5 {
        0 => text.to_owned(),
        1 => format!("{} {} {}", &text[..3], &text[3..7], &text[7..]),
        2 => format!("{}-{}-{}", &text[..3], &text[3..7], &text[7..]),
        3 => format!("+86{text}"),
        _ => full_width(text),
    }
}

fn person(text: &str, way: u8) -> String {
    match way % 5 {
        0 => text.to_owned(),
        1 => text.chars().map(String::from).collect::<Vec<_>>().join(" "),
        2 => format!("{text}(003)"),
        3 => format!("{text}（003）"),
        _ => format!(" {text}\u{3000}"),
    }
}

fn padded(text: &str, way: u8) -> String {
    match way % 3 {
        0 => text.to_owned(),
        1 => format!("{text} "),
        _ => format!("\u{3000}{text}"),
    }
}

/// Letters, digits and signs as wide as a Chinese character.
pub fn full_width(text: &str) -> String {
    let wide = |c: char| match c {
        ' ' => '\u{3000}',
        '!'..='~' => char::from_u32(u32::from(c) - 0x21 + 0xFF01).unwrap(),
        other => other,
    };
    text.chars().map(wide).collect()
}
