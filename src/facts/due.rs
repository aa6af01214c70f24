//! When a complaint has to be closed (contract, section 3, "Complaints").

use anyhow::Result;
use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime};
use polars::prelude::{Column, DataFrame};

use super::column_type::ColumnType;
use super::reader::{origins, time_column, times};
use super::workdays::Workdays;
use crate::settings::Counting;

/// Hours from receiving to closing where neither the sheet nor the configuration says anything.
const DEFAULT_HOURS: f64 = 72.0;

/// The columns that a due time is made of.
pub(super) const NEEDED: [(&str, ColumnType); 4] = [
    ("received_at", ColumnType::Time),
    ("limit", ColumnType::Time),
    ("limit_minutes", ColumnType::Integer),
    ("level", ColumnType::Text),
];

/// The due time of each complaint: the sheet's own limit, else receiving and the hours of its level, working hours where the
/// configuration says so. In a year whose working days are not known there is none.
pub(super) fn column(name: &str, complaints: &DataFrame, counting: &Counting, workdays: &Workdays) -> Result<Column> {
    let (received, limit) = (times(complaints, "received_at")?, times(complaints, "limit")?);
    let minutes = complaints.column("limit_minutes")?.i64()?;
    let level = complaints.column("level")?.str()?;
    let due = (0..complaints.height()).map(|row| {
        let after = |received: NaiveDateTime| match minutes.get(row) {
            Some(minutes) => later(received, Duration::minutes(minutes)),
            None if counting.complaint_hours.working => {
                workdays.after(received, (hours(counting, level.get(row)) * 60.0).round() as i64)
            }
            None => later(received, Duration::seconds((hours(counting, level.get(row)) * 3600.0).round() as i64)),
        };
        limit[row].or_else(|| after(received[row]?))
    });
    Ok(time_column(name, due))
}

/// Complaints without a due time: the working days of their year are not known.
#[derive(Clone, Debug)]
pub struct WithoutDue {
    /// The day of receiving.
    pub received: NaiveDate,
    /// The year that is not known.
    pub year: i32,
    /// Index of its file and sheet.
    pub source: u32,
    /// How many.
    pub rows: u64,
}

/// The complaints of `frame` that have no due time in the column `due`.
pub(super) fn without(frame: &DataFrame, due: &str, workdays: &Workdays) -> Result<Vec<WithoutDue>> {
    let rows = times(frame, "received_at")?.into_iter().zip(times(frame, due)?).zip(origins(frame)?);
    let without = rows.filter_map(|((received, due), (source, _))| match (received, due) {
        (Some(received), None) => {
            let received = received.date();
            Some(WithoutDue { received, year: workdays.unknown_from(received.year()), source, rows: 1 })
        }
        _ => None,
    });
    Ok(without.collect())
}

fn later(time: NaiveDateTime, by: Duration) -> Option<NaiveDateTime> {
    Some(time.checked_add_signed(by).unwrap_or(NaiveDateTime::MAX))
}

fn hours(counting: &Counting, level: Option<&str>) -> f64 {
    let hours = &counting.complaint_hours.by_level;
    let by_level = level.and_then(|level| hours.get(level));
    by_level.or_else(|| hours.get("default")).copied().unwrap_or(DEFAULT_HOURS)
}
