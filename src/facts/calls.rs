//! After-sales calls as they stand in the call lists.

use anyhow::Result;
use chrono::{NaiveDate, NaiveDateTime};

use super::reader::Reader;
use crate::base::table_id::TableId;
use crate::tables::model::{Source, Tables};

/// Nobody calls more often about one thing: a larger number is another number under that heading.
const MOST_ATTEMPTS: i64 = 100;

/// One row of a call list about a service; of a wide list one attempt of a row.
pub(super) struct Call<'a> {
    pub(super) at: NaiveDateTime,
    pub(super) order_no: Option<&'a str>,
    pub(super) vin: Option<&'a str>,
    pub(super) plate: Option<&'a str>,
    pub(super) customer: Option<&'a str>,
    pub(super) phone: Option<&'a str>,
    pub(super) model: Option<&'a str>,
    pub(super) service_date: Option<NaiveDate>,
    number: Option<i64>,
    pub(super) outcome: Outcome,
    pub(super) reason: Option<&'a str>,
    pub(super) caller: Option<&'a str>,
    pub(super) advisor: Option<&'a str>,
    pub(super) fixed: Option<bool>,
    pub(super) comment: Option<&'a str>,
    /// Its row in the table, where its scores stand.
    pub(super) row: usize,
    pub(super) origin: (u32, u32),
}

/// What a call came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Outcome {
    /// Not made yet, or to be made again: no attempt.
    Open,
    /// An attempt without success.
    Failure,
    /// The customer was reached and answered.
    Success,
}

impl<'a> Call<'a> {
    /// Both are attempts of one row of a wide list, and so about one thing, whatever orders the vehicle had in between.
    pub(super) fn same_row(&self, other: &Self) -> bool {
        let about = |call: &Self| (call.order_no, call.vin, call.plate, call.customer, call.phone);
        self.origin == other.origin && about(self) == about(other)
    }

    /// The calls up to this one by its own number; 0 where it has none.
    pub(super) fn dialled(&self) -> i64 {
        self.number.filter(|number| (1..=MOST_ATTEMPTS).contains(number)).unwrap_or(0)
    }

    /// The order of attempts: by time, then by attempt number; at the same time by what they hold and at last by
    /// their place, so that the order in which rows were read never decides.
    pub(super) fn rank<'s>(&'s self, sources: &'s [Source]) -> impl Ord + use<'s, 'a> {
        let source = sources.get(self.origin.0 as usize).map(|source| (&source.file, &source.sheet));
        let content = (self.reason, self.fixed, self.caller, self.advisor, self.comment);
        (self.at, self.number, self.outcome, content, source, self.origin.1)
    }
}

/// Reads the calls about a service (kind after-sales, or no kind given) that have a date.
pub(super) fn read(tables: &Tables) -> Result<Vec<Call<'_>>> {
    let reader = Reader::new(tables, TableId::CALLBACKS);
    let at = reader.date_time("call_date")?;
    let service_date = reader.date_time("service_date")?;
    let (order_no, vin, plate) = (reader.text("order_no")?, reader.text("vin")?, reader.text("plate")?);
    let (customer, phone, model) = (reader.text("customer")?, reader.text("phone")?, reader.newer_text("model")?);
    let (kind, kind_sense) = (reader.text("kind")?, reader.text("kind_sense")?);
    let (result, result_sense, reason) = (reader.text("result")?, reader.text("result_sense")?, reader.text("reason")?);
    let (caller, advisor, comment) = (reader.text("caller")?, reader.text("advisor")?, reader.text("comment")?);
    let number = reader.integer("attempt")?;
    let fixed = reader.boolean("fixed_first_visit")?;
    let origins = reader.origins()?;
    let mut calls = Vec::with_capacity(reader.rows());
    for row in 0..reader.rows() {
        let after_sales = kind.at(row).is_none() || kind_sense.at(row) == Some("after_sales");
        let (Some(at), true) = (at[row], after_sales) else { continue };
        calls.push(Call {
            at,
            order_no: order_no.at(row),
            vin: vin.at(row),
            plate: plate.at(row),
            customer: customer.at(row),
            phone: phone.at(row),
            model: model.at(row),
            service_date: service_date[row].map(|time| time.date()),
            number: number[row],
            outcome: outcome(result_sense.at(row), result.at(row).is_some() || reason.at(row).is_some()),
            reason: reason.at(row),
            caller: caller.at(row),
            advisor: advisor.at(row),
            fixed: fixed[row],
            comment: comment.at(row),
            row,
            origin: origins[row],
        });
    }
    Ok(calls)
}

/// A word that is not known is an attempt, but no success. A blank result says nothing: without a reason no attempt.
fn outcome(sense: Option<&str>, said_something: bool) -> Outcome {
    match sense {
        Some("success") => Outcome::Success,
        Some("open") => Outcome::Open,
        Some(_) => Outcome::Failure,
        None if said_something => Outcome::Failure,
        None => Outcome::Open,
    }
}
