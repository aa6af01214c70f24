//! The rows of the demo's tables as a dealer's system would hold them, each marked with the traps it belongs to.

use chrono::{NaiveDate, NaiveDateTime};

use crate::calendar::Month;
use crate::people::Vehicle;
use crate::traps::Trap;

/// What is special about an order, for the builder of the calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Nothing.
    Plain,
    /// Never called by the builder (void, internal, unfinished …).
    Apart,
    /// A first service.
    FirstService,
    /// Delivered in the month before its settlement.
    SettledLate,
    /// The older of two orders of one vehicle in one month.
    PairOld,
    /// The newer of two orders of one vehicle in one month.
    PairNew,
    /// An order of a vehicle whose plate another vehicle carries too.
    TwinOld,
    /// The later order of the other vehicle with that plate.
    TwinNew,
}

/// A line of a work-order export.
#[derive(Clone, Debug)]
pub struct OrderRow {
    pub no: String,
    pub vehicle: Vehicle,
    pub opened: NaiveDateTime,
    pub delivered: Option<NaiveDateTime>,
    pub settled: Option<NaiveDateTime>,
    pub status: &'static str,
    pub service_type: &'static str,
    pub first_service: &'static str,
    pub advisor: String,
    pub technician: String,
    pub mileage: u32,
    pub amount: u32,
    pub item: &'static str,
    pub fixed: &'static str,
    pub not_fixed_reason: &'static str,
    /// The month in which it is due for a call, for the builder only.
    pub due: Option<Month>,
    pub role: Role,
    pub traps: Vec<Trap>,
}

/// One answer of a survey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Score {
    /// No answer.
    Blank,
    /// A number on the scale of its column.
    Points(u32),
    /// A word that is no answer, such as 不表态.
    Word(&'static str),
}

/// A line of a call list.
#[derive(Clone, Debug, PartialEq)]
pub struct CallRow {
    pub date: NaiveDateTime,
    /// The date as the clerk typed it, where it is text.
    pub date_text: Option<String>,
    pub order_no: String,
    pub vin: String,
    pub plate: String,
    pub customer: String,
    pub phone: String,
    pub service_date: Option<NaiveDate>,
    pub kind: &'static str,
    pub attempt: u32,
    pub result: &'static str,
    pub reason: &'static str,
    pub caller: String,
    pub advisor: String,
    pub scores: [Score; 4],
    pub fixed: &'static str,
    pub comment: &'static str,
    pub traps: Vec<Trap>,
}

/// A line of the face-to-face surveys, scored to 100.
#[derive(Clone, Debug)]
pub struct SurveyRow {
    pub date: NaiveDate,
    pub plate: String,
    pub model: &'static str,
    pub advisor: String,
    pub scores: [Score; 4],
    pub comment: &'static str,
    pub traps: Vec<Trap>,
}

/// A line of the complaints book.
#[derive(Clone, Debug)]
pub struct ComplaintRow {
    pub no: String,
    pub received: NaiveDateTime,
    pub plate: String,
    pub customer: String,
    pub phone: String,
    pub level: &'static str,
    pub category: &'static str,
    pub source: &'static str,
    pub content: &'static str,
    pub handler: &'static str,
    pub limit: &'static str,
    pub status: &'static str,
    /// A closing with `closed_time` false is written without a time of day.
    pub closed: Option<NaiveDateTime>,
    pub closed_time: bool,
    pub open_reason: &'static str,
    pub reaction: &'static str,
    pub traps: Vec<Trap>,
}

/// A line of the new-car sales list.
#[derive(Clone, Debug)]
pub struct SaleRow {
    pub vehicle: Vehicle,
    pub invoiced: NaiveDate,
    pub delivered: Option<NaiveDate>,
    pub consultant: String,
    pub channel: &'static str,
    pub status: &'static str,
    pub cancelled: Option<NaiveDate>,
    /// Whether it was insured here, as the list says it.
    pub insured: &'static str,
    pub traps: Vec<Trap>,
}

/// A line of the list of policies that fall due.
#[derive(Clone, Debug)]
pub struct RenewalRow {
    pub vehicle: Vehicle,
    pub due: NaiveDate,
    pub policy: &'static str,
    pub insurer: &'static str,
    pub renewed: Option<NaiveDate>,
    pub status: &'static str,
    pub reason: &'static str,
    pub agent: &'static str,
    pub transferred: &'static str,
    pub comment: &'static str,
}

/// Everything a dealer's systems hold, in the order of the files.
#[derive(Default)]
pub struct Books {
    /// The older export of the work orders (.xls).
    pub orders_old: Vec<OrderRow>,
    /// The newer export (.xlsx), which overlaps the older one.
    pub orders_new: Vec<OrderRow>,
    /// When the older export was made, as its title rows say.
    pub old_export: String,
    pub calls: Vec<CallRow>,
    pub surveys: Vec<SurveyRow>,
    pub complaints: Vec<ComplaintRow>,
    pub sales: Vec<SaleRow>,
    pub renewals: Vec<RenewalRow>,
}
