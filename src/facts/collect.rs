//! The lists of a period: the rows behind the numbers.

use anyhow::Result;
use chrono::{NaiveDate, NaiveDateTime};
use polars::prelude::DataFrame;

use super::complaints::Complaint;
use super::lists::{FailedCall, Lists, NotFixed, OpenComplaint, Origin};
use super::moments::Moment;
use super::reader::dates;
use super::{Facts, cases};
use crate::tables::model::{SOURCE, SOURCE_ROW, Source};

/// The lists of a moment: failed calls and repairs of its period, complaints open at that moment.
///
/// # Errors
/// A frame without one of its own columns; a fault of the program.
pub fn lists(facts: &Facts, moment: &Moment) -> Result<Lists> {
    let mut failed_calls = failed_calls(facts, moment)?;
    failed_calls
        .sort_by(|a, b| (a.date, &a.order_no, &a.plate, &a.origin).cmp(&(b.date, &b.order_no, &b.plate, &b.origin)));
    let mut not_fixed = not_fixed(facts, moment)?;
    not_fixed
        .sort_by(|a, b| (a.date, &a.order_no, &a.plate, &a.origin).cmp(&(b.date, &b.order_no, &b.plate, &b.origin)));
    let open = facts.complaints.iter().filter(|complaint| complaint.open_at(moment.until()));
    let mut open_complaints: Vec<OpenComplaint> =
        open.map(|complaint| open_complaint(complaint, moment.until(), &facts.sources)).collect();
    open_complaints.sort_by(|a, b| {
        (a.received_at, &a.complaint_no, &a.plate, &a.origin).cmp(&(
            b.received_at,
            &b.complaint_no,
            &b.plate,
            &b.origin,
        ))
    });
    Ok(Lists { failed_calls, not_fixed, open_complaints })
}

/// Cases of the period without success; callbacks look at every attempt, also after `as_of`.
fn failed_calls(facts: &Facts, moment: &Moment) -> Result<Vec<FailedCall>> {
    let rows = Rows::new(&facts.cases, &facts.sources)?;
    let dates = dates(&facts.cases, "last_attempt")?;
    let succeeded = facts.cases.column("succeeded")?.bool()?;
    let attempts = facts.cases.column("attempts")?.i64()?;
    let mut failed = Vec::new();
    for (at, date) in dates.into_iter().enumerate() {
        let Some(date) = date.filter(|date| moment.period.contains(*date)) else { continue };
        if succeeded.get(at) == Some(true) {
            continue;
        }
        failed.push(FailedCall {
            date,
            attempts: u32::try_from(attempts.get(at).unwrap_or(0)).unwrap_or(u32::MAX),
            order_no: rows.text("order_no", at)?,
            plate: rows.text("plate", at)?,
            customer: rows.text("customer", at)?,
            phone: rows.text("phone", at)?,
            reason: rows.text("reason", at)?.unwrap_or_else(|| cases::NO_REASON.to_owned()),
            advisor: rows.text("advisor", at)?,
            caller: rows.text("caller", at)?,
            comment: rows.text("comment", at)?,
            origin: rows.origin(at),
        });
    }
    Ok(failed)
}

/// Repairs of the period, up to `as_of`, that were not fixed the first time.
fn not_fixed(facts: &Facts, moment: &Moment) -> Result<Vec<NotFixed>> {
    let rows = Rows::new(&facts.orders, &facts.sources)?;
    let dates = dates(&facts.orders, "date")?;
    let due = facts.orders.column("due")?.bool()?;
    let fixed = facts.orders.column("fixed")?.bool()?;
    let mut not_fixed = Vec::new();
    for (at, date) in dates.into_iter().enumerate() {
        let Some(date) = date.filter(|date| (moment.period.start..=moment.until()).contains(date)) else { continue };
        if due.get(at) != Some(true) || fixed.get(at) != Some(false) {
            continue;
        }
        not_fixed.push(NotFixed {
            date,
            order_no: rows.text("order_no", at)?,
            plate: rows.text("plate", at)?,
            model: rows.text("model", at)?,
            technician: rows.text("technician", at)?,
            advisor: rows.text("advisor", at)?,
            reason: rows.text("reason", at)?,
            origin: rows.origin(at),
        });
    }
    Ok(not_fixed)
}

fn open_complaint(complaint: &Complaint, day: NaiveDate, sources: &[Source]) -> OpenComplaint {
    let received_at: NaiveDateTime = complaint.received_at;
    OpenComplaint {
        received_at,
        complaint_no: complaint.complaint_no.clone(),
        plate: complaint.plate.clone(),
        customer: complaint.customer.clone(),
        level: complaint.level.clone(),
        category: complaint.category.clone(),
        content: complaint.content.clone(),
        handler: complaint.handler.clone(),
        status: complaint.status.clone(),
        open_reason: complaint.open_reason.clone(),
        age_days: complaint.age(day),
        overdue: complaint.due_by(day),
        origin: origin(complaint.origin, sources),
    }
}

fn origin((source, row): (u32, u32), sources: &[Source]) -> Origin {
    let unknown = || Source { file: "".into(), sheet: None };
    Origin { source: sources.get(source as usize).cloned().unwrap_or_else(unknown), row }
}

/// Single cells of a fact frame.
struct Rows<'a> {
    frame: &'a DataFrame,
    origins: Vec<(u32, u32)>,
    sources: &'a [Source],
}

impl<'a> Rows<'a> {
    fn new(frame: &'a DataFrame, sources: &'a [Source]) -> Result<Self> {
        let pairs = frame.column(SOURCE)?.u32()?.iter().zip(frame.column(SOURCE_ROW)?.u32()?.iter());
        let origins = pairs.map(|(source, row)| (source.unwrap_or(0), row.unwrap_or(0))).collect();
        Ok(Self { frame, origins, sources })
    }

    fn text(&self, column: &str, at: usize) -> Result<Option<String>> {
        Ok(self.frame.column(column)?.str()?.get(at).map(str::to_owned))
    }

    fn origin(&self, at: usize) -> Origin {
        origin(self.origins[at], self.sources)
    }
}
