//! The words that options and configuration share, each read in one place.

use chrono::{Datelike, NaiveDate};

use crate::base::lang::{Lang, Words};
use crate::base::nearest::nearest;
use crate::base::period::YEARS;
use crate::settings::{Format, PhonePrivacy, StationSatisfaction};

/// Outputs that the contract names and this version does not write.
const LATER_FORMATS: [&str; 2] = ["html", "pptx"];

/// How messages are written to standard error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// A word that is not allowed where it stands; the reader adds the option, or the key and its line.
#[derive(Clone, Debug)]
pub struct Wrong {
    /// What is wrong with it, to follow the name of the option or key.
    pub message: Words,
    /// What is allowed.
    pub hint: Words,
}

/// The language of a tag.
///
/// # Errors
/// Not one of the known tags.
pub fn lang(word: &str) -> Result<Lang, Wrong> {
    choose(word, &Lang::ALL.map(|lang| (lang.tag(), lang)))
}

/// The output of a name.
///
/// # Errors
/// Not one of the known names, or one of a later version.
pub fn format(word: &str) -> Result<Format, Wrong> {
    if LATER_FORMATS.contains(&word) {
        return Err(wrong(
            (format!("里的“{word}”这个版本还不能输出"), format!("names {word}, which this version does not write yet")),
            &Format::ALL.map(Format::name),
        ));
    }
    choose(word, &Format::ALL.map(|format| (format.name(), format)))
}

/// The form of messages.
///
/// # Errors
/// Not one of the known names.
pub fn log_format(word: &str) -> Result<LogFormat, Wrong> {
    choose(word, &[("text", LogFormat::Text), ("json", LogFormat::Json)])
}

/// How phones are shown.
///
/// # Errors
/// Not one of the known names.
pub fn phone(word: &str) -> Result<PhonePrivacy, Wrong> {
    choose(word, &[("full", PhonePrivacy::Full), ("masked", PhonePrivacy::Masked), ("none", PhonePrivacy::None)])
}

/// How the station's satisfaction is made.
///
/// # Errors
/// Not one of the known names.
pub fn station(word: &str) -> Result<StationSatisfaction, Wrong> {
    choose(
        word,
        &[
            ("mean-of-advisors", StationSatisfaction::MeanOfAdvisors),
            ("mean-of-answers", StationSatisfaction::MeanOfAnswers),
        ],
    )
}

/// A day.
///
/// # Errors
/// No day of the calendar, or of a year in which there are no reports.
pub fn day(word: &str) -> Result<NaiveDate, Wrong> {
    let day: Option<NaiveDate> = word.parse().ok();
    day.filter(|day| YEARS.contains(&day.year())).ok_or_else(|| {
        let (first, last) = (YEARS.start(), YEARS.end());
        wrong(
            (
                format!("不能是“{word}”: 不是 {first} 至 {last} 年的日期"),
                format!("cannot be {word:?}: it is no date of the years {first} to {last}"),
            ),
            &["2013-09-30"],
        )
    })
}

/// One of the allowed words, each with its meaning.
///
/// # Errors
/// None of them.
pub fn choose<T: Copy>(word: &str, allowed: &[(&str, T)]) -> Result<T, Wrong> {
    let found = allowed.iter().find(|(name, _)| *name == word).map(|(_, meaning)| *meaning);
    found.ok_or_else(|| {
        let names: Vec<_> = allowed.iter().map(|(name, _)| *name).collect();
        let near = nearest(word, names.iter().copied()).unwrap_or_default();
        wrong(
            (
                format!("不能是“{word}”;最接近的是 {near}"),
                format!("cannot be {word:?}; the nearest allowed value is {near}"),
            ),
            &names,
        )
    })
}

fn wrong((chinese, en): (String, String), allowed: &[&str]) -> Wrong {
    let list = allowed.join(", ");
    let hint = Words { chinese: format!("可以写: {list}"), en: format!("allowed: {list}") };
    Wrong { message: Words { chinese, en }, hint }
}
