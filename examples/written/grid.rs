//! A sheet as it will be written, whatever the format.

use chrono::{NaiveDate, NaiveDateTime};

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    Number(f64),
    Day(NaiveDate),
    Time(NaiveDateTime),
}

impl Cell {
    /// A text; an empty one is no cell.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// A time, or nothing.
    pub fn time(time: Option<NaiveDateTime>) -> Self {
        time.map_or(Self::Empty, Self::Time)
    }

    /// A day, or nothing.
    pub fn day(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Empty, Self::Day)
    }
}

/// The serial number of a time, counted in days from 1899-12-30 as spreadsheets do.
pub fn serial(time: NaiveDateTime) -> f64 {
    let start = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or_default().and_hms_opt(0, 0, 0).unwrap_or_default();
    (time - start).num_seconds() as f64 / 86_400.0
}

/// A sheet: its name and its rows.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub name: String,
    pub rows: Vec<Vec<Cell>>,
}

/// A row of texts.
pub fn texts(texts: &[&str]) -> Vec<Cell> {
    texts.iter().map(|text| Cell::text(*text)).collect()
}
