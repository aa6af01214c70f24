//! The words that options and configuration share, each read in one place.

use chrono::{Datelike, NaiveDate};

use crate::base::declaration::{Wrong, choose};
use crate::base::lang::Lang;
use crate::base::period::YEARS;
use crate::kpi::warehouse::dialect::Dialect;
use crate::schedule::System;
use crate::settings::{Format, PhonePrivacy, StationSatisfaction, StoreBy};

/// How messages are written to standard error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
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
/// Not one of the known names.
pub fn format(word: &str) -> Result<Format, Wrong> {
    choose(word, &Format::ALL.map(|format| (format.name(), format)))
}

/// What runs tasks.
///
/// # Errors
/// Not one of the known names.
pub fn system(word: &str) -> Result<System, Wrong> {
    choose(word, &[("cron", System::Cron), ("systemd", System::Systemd), ("windows", System::Windows)])
}

/// The engine that statements are for.
///
/// # Errors
/// Not one of the known names.
pub fn dialect(word: &str) -> Result<Dialect, Wrong> {
    choose(word, &Dialect::ALL.map(|dialect| (dialect.name(), dialect)))
}

/// Whether statements begin at the tables, and not at the facts.
///
/// # Errors
/// Not one of the known names.
pub fn from_tables(word: &str) -> Result<bool, Wrong> {
    choose(word, &[("facts", false), ("tables", true)])
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

/// Whether a table has to be there, before its age is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PresenceWord {
    /// It may be missing.
    Optional,
    /// No report without it.
    Required,
    /// That of an earlier run will do.
    UseLast,
}

/// Whether a table has to be there.
///
/// # Errors
/// Not one of the known names.
pub fn presence(word: &str) -> Result<PresenceWord, Wrong> {
    use PresenceWord::{Optional, Required, UseLast};
    choose(word, &[("required", Required), ("optional", Optional), ("use-last", UseLast)])
}

/// Whether a report comes to a numbered folder where a file of the last one stays open elsewhere.
///
/// # Errors
/// Not one of the known names.
pub fn held(word: &str) -> Result<bool, Wrong> {
    choose(word, &[("refuse", false), ("number", true)])
}

/// Whether the report is for a meeting.
///
/// # Errors
/// Not one of the known names.
pub fn audience(word: &str) -> Result<bool, Wrong> {
    choose(word, &[("manager", false), ("meeting", true)])
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

/// What names the store of a row; nothing in a workspace that is one store.
///
/// # Errors
/// Not one of the known names.
pub fn stores_by(word: &str) -> Result<Option<StoreBy>, Wrong> {
    choose(word, &[("none", None), ("folder", Some(StoreBy::Folder)), ("column", Some(StoreBy::Column))])
}

/// A day.
///
/// # Errors
/// No day of the calendar, or of a year in which there are no reports.
pub fn day(word: &str) -> Result<NaiveDate, Wrong> {
    let day: Option<NaiveDate> = word.parse().ok();
    day.filter(|day| YEARS.contains(&day.year())).ok_or_else(|| {
        let (first, last) = (YEARS.start(), YEARS.end());
        Wrong::new(
            (
                format!("不能是“{word}”：不是 {first} 至 {last} 年的日期"),
                format!("cannot be {word:?}: it is no date of the years {first} to {last}"),
            ),
            &["2013-09-30"],
        )
    })
}
