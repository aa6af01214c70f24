//! When a complaint has to be closed (contract, section 3, "Complaints").

use anyhow::Result;
use chrono::{Duration, NaiveDateTime};
use polars::prelude::{Column, DataFrame};

use super::column_type::ColumnType;
use super::reader::{time_column, times};
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

/// The due time of each complaint: the sheet's own limit, else receiving and the hours of its level.
pub(super) fn column(name: &str, complaints: &DataFrame, counting: &Counting) -> Result<Column> {
    let (received, limit) = (times(complaints, "received_at")?, times(complaints, "limit")?);
    let minutes = complaints.column("limit_minutes")?.i64()?;
    let level = complaints.column("level")?.str()?;
    let due = (0..complaints.height()).map(|row| {
        let allowed = || match minutes.get(row) {
            Some(minutes) => Duration::minutes(minutes),
            None => Duration::seconds((hours(counting, level.get(row)) * 3600.0).round() as i64),
        };
        let counted = || Some(received[row]?.checked_add_signed(allowed()).unwrap_or(NaiveDateTime::MAX));
        limit[row].or_else(counted)
    });
    Ok(time_column(name, due))
}

fn hours(counting: &Counting, level: Option<&str>) -> f64 {
    let by_level = level.and_then(|level| counting.complaint_hours.get(level));
    by_level.or_else(|| counting.complaint_hours.get("default")).copied().unwrap_or(DEFAULT_HOURS)
}
