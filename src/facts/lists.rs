//! The rows behind the numbers: plain lists that a page prints as they are.

use chrono::{NaiveDate, NaiveDateTime};

use crate::tables::model::Source;

/// The row a list entry came from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// File and sheet.
    pub source: Source,
    /// Row of the sheet, counted from 1.
    pub row: u32,
}

/// The lists of the report's period, each sorted by date, then by key.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lists {
    /// Cases attempted in the period without success.
    pub failed_calls: Vec<FailedCall>,
    /// Repairs of the period not fixed the first time.
    pub not_fixed: Vec<NotFixed>,
    /// Complaints open at the end of the period.
    pub open_complaints: Vec<OpenComplaint>,
}

/// A case without success; the values are those of its last attempt, blanks filled from its order.
#[derive(Clone, Debug, PartialEq)]
pub struct FailedCall {
    /// Day of the last attempt.
    pub date: NaiveDate,
    /// Attempts in all.
    pub attempts: u32,
    /// Order number.
    pub order_no: Option<String>,
    /// Plate.
    pub plate: Option<String>,
    /// Customer.
    pub customer: Option<String>,
    /// Phone as it stood, unmasked; the report masks it.
    pub phone: Option<String>,
    /// Reason, 未填原因 where there is none.
    pub reason: String,
    /// Advisor.
    pub advisor: Option<String>,
    /// Caller.
    pub caller: Option<String>,
    /// Comment.
    pub comment: Option<String>,
    /// The row of the last attempt.
    pub origin: Origin,
}

/// A repair not fixed the first time.
#[derive(Clone, Debug, PartialEq)]
pub struct NotFixed {
    /// The order's day (settlement, else delivery, else opening).
    pub date: NaiveDate,
    /// Order number.
    pub order_no: Option<String>,
    /// Plate.
    pub plate: Option<String>,
    /// Model.
    pub model: Option<String>,
    /// Technician.
    pub technician: Option<String>,
    /// Advisor.
    pub advisor: Option<String>,
    /// Cause.
    pub reason: Option<String>,
    /// The row of the order.
    pub origin: Origin,
}

/// A complaint open at the end of the period (or at `as_of` where that is earlier).
#[derive(Clone, Debug, PartialEq)]
pub struct OpenComplaint {
    /// When it was received.
    pub received_at: NaiveDateTime,
    /// Complaint number.
    pub complaint_no: Option<String>,
    /// Plate.
    pub plate: Option<String>,
    /// Customer.
    pub customer: Option<String>,
    /// Level.
    pub level: Option<String>,
    /// Category.
    pub category: Option<String>,
    /// What it is about.
    pub content: Option<String>,
    /// Who handles it.
    pub handler: Option<String>,
    /// State of handling as the dealer wrote it.
    pub status: Option<String>,
    /// Why it is still open.
    pub open_reason: Option<String>,
    /// Whole days from receiving to that moment.
    pub age_days: i64,
    /// Past its due time at that moment.
    pub overdue: bool,
    /// Its row.
    pub origin: Origin,
}
