//! Complaints and their states at a moment (contract, section 3, "Complaints").

use anyhow::Result;
use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime};
use polars::prelude::{Column, DataFrame, Int32Chunked, IntoColumn, NewChunkedArray};

use super::moments::{Moment, Moments};
use super::reader::{
    Reader, boolean_column, date_column, date_time_column, integer_column, origin_columns, text_column,
};
use crate::base::table_id::TableId;
use crate::settings::Counting;
use crate::tables::model::Tables;

/// Name of the column that says to which moment a row of a panel belongs.
pub(crate) const PERIOD: &str = "period";

/// Hours from receiving to closing where neither the sheet nor the configuration says anything.
const DEFAULT_HOURS: f64 = 72.0;

/// One complaint that is not withdrawn.
#[derive(Debug)]
pub(super) struct Complaint {
    pub(super) received_at: NaiveDateTime,
    /// The closing that counts: the last one, none while reopened.
    closed_at: Option<NaiveDateTime>,
    due: Due,
    satisfied: Option<bool>,
    pub(super) complaint_no: Option<String>,
    pub(super) plate: Option<String>,
    pub(super) customer: Option<String>,
    pub(super) level: Option<String>,
    pub(super) category: Option<String>,
    channel: Option<String>,
    responsible: Option<String>,
    pub(super) content: Option<String>,
    pub(super) handler: Option<String>,
    pub(super) status: Option<String>,
    pub(super) open_reason: Option<String>,
    pub(super) origin: (u32, u32),
}

/// When a complaint has to be closed.
#[derive(Clone, Copy, Debug)]
struct Due {
    at: NaiveDateTime,
    /// The limit names a time of day; otherwise days are compared.
    has_time: bool,
}

/// Reads the complaints of all files.
pub(super) fn read(tables: &Tables, counting: &Counting) -> Result<Vec<Complaint>> {
    let reader = Reader::new(tables, TableId::COMPLAINTS);
    let (received, closed) = (reader.date_time("received_at")?, reader.date_time("closed_at")?);
    let (limit, limit_minutes) = (reader.date_time("limit")?, reader.integer("limit_minutes")?);
    let (status, status_sense) = (reader.text("status")?, reader.text("status_sense")?);
    let reaction = reader.text("reaction_sense")?;
    let (complaint_no, plate, customer) =
        (reader.text("complaint_no")?, reader.text("plate")?, reader.text("customer")?);
    let (level, category, channel) = (reader.text("level")?, reader.text("category")?, reader.text("source")?);
    let (responsible, handler, content) =
        (reader.text("responsible")?, reader.text("handler")?, reader.text("content")?);
    let open_reason = reader.text("open_reason")?;
    let origins = reader.origins()?;
    let mut complaints = Vec::with_capacity(reader.rows());
    for row in 0..reader.rows() {
        let Some(received_at) = received[row] else { continue };
        let owned = |text: Option<&str>| text.map(str::to_owned);
        complaints.push(Complaint {
            received_at,
            closed_at: closing(received_at, closed[row], status_sense.at(row)),
            due: due(received_at, limit[row], limit_minutes[row], hours(counting, level.at(row))),
            satisfied: match reaction.at(row) {
                Some("satisfied") => Some(true),
                Some("not_satisfied") => Some(false),
                _ => None,
            },
            complaint_no: owned(complaint_no.at(row)),
            plate: owned(plate.at(row)),
            customer: owned(customer.at(row)),
            level: owned(level.at(row)),
            category: owned(category.at(row)),
            channel: owned(channel.at(row)),
            responsible: owned(responsible.at(row)),
            content: owned(content.at(row)),
            handler: owned(handler.at(row)),
            status: owned(status.at(row)),
            open_reason: owned(open_reason.at(row)),
            origin: origins[row],
        });
    }
    Ok(complaints)
}

/// A reopened complaint is open until its last closing; a closing before the receiving is none.
fn closing(received: NaiveDateTime, closed: Option<NaiveDateTime>, sense: Option<&str>) -> Option<NaiveDateTime> {
    closed.filter(|closed| closed.date() >= received.date() && sense != Some("reopened"))
}

fn hours(counting: &Counting, level: Option<&str>) -> f64 {
    let by_level = level.and_then(|level| counting.complaint_hours.get(level));
    by_level.or_else(|| counting.complaint_hours.get("default")).copied().unwrap_or(DEFAULT_HOURS)
}

/// The sheet's own limit, else the hours of the level. A limit that is counted from a receiving without a time of day
/// has none either.
fn due(received: NaiveDateTime, limit: Option<NaiveDateTime>, minutes: Option<i64>, hours: f64) -> Due {
    if let Some(at) = limit {
        return Due { at, has_time: has_time(at) };
    }
    let allowed = minutes.map_or_else(|| Duration::seconds((hours * 3600.0).round() as i64), Duration::minutes);
    let at = received.checked_add_signed(allowed).unwrap_or(NaiveDateTime::MAX);
    Due { at, has_time: has_time(received) && has_time(at) }
}

/// Midnight means that no time of day is known.
fn has_time(at: NaiveDateTime) -> bool {
    at.time() != NaiveTime::MIN
}

impl Complaint {
    fn received_on(&self) -> NaiveDate {
        self.received_at.date()
    }

    /// The day of the closing, if it had happened by the end of `day`.
    fn closed_by(&self, day: NaiveDate) -> Option<NaiveDate> {
        self.closed_at.map(|closed| closed.date()).filter(|closed| *closed <= day)
    }

    /// The days that put it into a period: its receiving and its closing.
    pub(super) fn days(&self) -> impl Iterator<Item = NaiveDate> {
        [Some(self.received_on()), self.closed_at.map(|closed| closed.date())].into_iter().flatten()
    }

    /// Received and not closed at the end of `day`.
    pub(super) fn open_at(&self, day: NaiveDate) -> bool {
        self.received_on() <= day && self.closed_by(day).is_none()
    }

    /// The due time lies before the end of `day`.
    pub(super) fn due_by(&self, day: NaiveDate) -> bool {
        self.due.at.date() <= day
    }

    /// Whole days from receiving to `day`.
    pub(super) fn age(&self, day: NaiveDate) -> i64 {
        day.signed_duration_since(self.received_on()).num_days()
    }

    /// Closed by the due time, as known at the end of `as_of`: none while it is open and not yet due.
    fn closed_in_time(&self, as_of: NaiveDate) -> Option<bool> {
        match self.closed_at.filter(|closed| closed.date() <= as_of) {
            Some(closed) if has_time(closed) && self.due.has_time => Some(closed <= self.due.at),
            Some(closed) => Some(closed.date() <= self.due.at.date()),
            None => self.due_by(as_of).then_some(false),
        }
    }
}

/// The buckets of age in days; the contract names them.
pub(crate) const AGES: [&str; 5] = ["0-3", "4-7", "8-14", "15-30", "30+"];

fn age_bucket(days: i64) -> &'static str {
    match days {
        ..=3 => AGES[0],
        4..=7 => AGES[1],
        8..=14 => AGES[2],
        15..=30 => AGES[3],
        _ => AGES[4],
    }
}

/// The frame `complaints`: of every moment the complaints that are open, or were received or closed in its period.
pub(super) fn panel(complaints: &[Complaint], moments: &Moments) -> Result<DataFrame> {
    let mut rows: Vec<(i32, &Moment, &Complaint)> = Vec::new();
    for (at, moment) in moments.all().iter().enumerate() {
        let matters = |complaint: &&Complaint| {
            complaint.received_on() <= moment.until()
                && complaint.closed_by(moment.until()).is_none_or(|closed| closed >= moment.period.start)
        };
        rows.extend(complaints.iter().filter(matters).map(|complaint| (at as i32, moment, complaint)));
    }
    let closed_on = |row: &(i32, &Moment, &Complaint)| row.2.closed_by(row.1.until());
    let carried_in = |row: &(i32, &Moment, &Complaint)| row.2.received_on() < row.1.period.start;
    let open = |row: &(i32, &Moment, &Complaint)| row.2.open_at(row.1.until());
    let texts = |name: &'static str, of: fn(&Complaint) -> &Option<String>| {
        text_column(name, rows.iter().map(move |row| of(row.2).as_deref()))
    };
    let periods = Int32Chunked::from_iter_values(PERIOD.into(), rows.iter().map(|row| row.0));
    let mut columns: Vec<Column> = vec![
        periods.into_column(),
        date_column("received_on", rows.iter().map(|row| Some(row.2.received_on()))),
        date_column("closed_on", rows.iter().map(closed_on)),
        boolean_column("carried_in", rows.iter().map(|row| Some(carried_in(row)))),
        boolean_column("open", rows.iter().map(|row| Some(open(row)))),
        boolean_column("closed_in_time", rows.iter().map(|row| row.2.closed_in_time(row.1.as_of))),
        boolean_column("satisfied", rows.iter().map(|row| row.2.satisfied)),
        text_column("origin", rows.iter().map(|row| Some(if carried_in(row) { "carried_in" } else { "received" }))),
        text_column("age", rows.iter().map(|row| open(row).then(|| age_bucket(row.2.age(row.1.until()))))),
        texts("level", |complaint| &complaint.level),
        texts("category", |complaint| &complaint.category),
        texts("channel", |complaint| &complaint.channel),
        texts("responsible", |complaint| &complaint.responsible),
        texts("handler", |complaint| &complaint.handler),
        texts("complaint_no", |complaint| &complaint.complaint_no),
        texts("plate", |complaint| &complaint.plate),
        date_time_column("received_at", rows.iter().map(|row| row.2.received_at)),
        integer_column("days", rows.iter().map(|row| Some(row.2.age(row.1.until())))),
        boolean_column("overdue", rows.iter().map(|row| Some(open(row) && row.2.due_by(row.1.until())))),
        texts("customer", |complaint| &complaint.customer),
        texts("content", |complaint| &complaint.content),
        texts("status", |complaint| &complaint.status),
        texts("open_reason", |complaint| &complaint.open_reason),
    ];
    columns.extend(origin_columns(rows.iter().map(|row| row.2.origin)));
    Ok(DataFrame::new(rows.len(), columns)?)
}
