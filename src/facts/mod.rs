//! Tables to facts: flat frames in which one row is one thing to count, linked and dated, once each.
//!
//! `docs/facts.md` documents the frames and their columns for people who declare indicators of their own.

mod build;
mod calls;
mod cases;
mod complaints;
pub mod coverage;
pub mod frames;
mod links;
pub mod moments;
mod orders;
mod reader;
mod sales;
mod surveys;
#[cfg(test)]
pub(crate) mod test_tables;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::NaiveDate;
use polars::prelude::DataFrame;

use crate::base::address::Place;
use crate::base::lang::{Lang, Words};
use crate::base::period::Calendar;
use crate::base::table_id::TableId;
use crate::tables::model::{Doubt, Source};

pub use build::build;
use complaints::Complaint;
pub(crate) use complaints::{AGES, PERIOD};
use coverage::DatedRows;
use frames::FrameId;
use moments::Moments;
pub(crate) use reader::dates;
pub(crate) use sales::CANCELLED_ON;

/// Everything that can be counted.
#[derive(Debug)]
pub struct Facts {
    cases: DataFrame,
    orders: DataFrame,
    surveys: DataFrame,
    answers: DataFrame,
    first_services: DataFrame,
    sales: DataFrame,
    complaints: Vec<Complaint>,
    /// Files and sheets that rows point to.
    pub sources: Vec<Source>,
    /// The first and the last day that an indicator may rest on, of each table that has a dated row; of the callbacks
    /// only those after a service.
    pub spans: BTreeMap<TableId, Span>,
    /// Every day with a row, whatever the row is, of each table.
    pub days: BTreeMap<TableId, BTreeSet<NaiveDate>>,
    /// The days with rows that an indicator may rest on, of each table; of the callbacks only those after a service.
    pub dated: BTreeMap<TableId, DatedRows>,
    /// Tables with an answer of a survey.
    pub answering: BTreeSet<TableId>,
    /// Whether an order was fixed the first time is known from a call about it, of some orders at least.
    pub calls_tell_fixed: bool,
    /// Tables that are there at all.
    pub present: BTreeSet<TableId>,
    /// Whether any callback after a service names an order; if none does, calls are counted instead of joined.
    pub calls_name_orders: bool,
    /// What people call the tables.
    pub names: BTreeMap<TableId, Words>,
    /// What is not sure about the columns that the facts come from.
    pub doubts: Vec<Doubt>,
    calendar: Calendar,
}

/// The first and the last day of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first day with a row.
    pub first: NaiveDate,
    /// The last day with a row.
    pub last: NaiveDate,
}

impl Facts {
    /// A frame as [`frames::FrameId`] documents it. The complaints have one row a complaint and moment, in which its
    /// state is that of the moment; their column `period` is the index into `moments`.
    ///
    /// # Errors
    /// A frame that cannot be put together; a fault of the program.
    pub fn frame(&self, id: FrameId, moments: &Moments) -> Result<DataFrame> {
        Ok(match id {
            FrameId::Cases => self.cases.clone(),
            FrameId::Orders => self.orders.clone(),
            FrameId::Surveys => self.surveys.clone(),
            FrameId::Answers => self.answers.clone(),
            FrameId::FirstServices => self.first_services.clone(),
            FrameId::Sales => self.sales.clone(),
            FrameId::Complaints => complaints::panel(&self.complaints, moments)?,
        })
    }

    /// The last day with a row of a table, as seen at the end of `as_of`.
    pub(crate) fn last_day(&self, table: TableId, as_of: NaiveDate) -> Option<NaiveDate> {
        self.days.get(&table)?.range(..=as_of).next_back().copied()
    }

    /// The day and the file of the first complaint on record.
    pub fn first_complaint(&self) -> Option<(NaiveDate, Place)> {
        let place = |complaint: &Complaint| {
            let source = self.sources.get(complaint.origin.0 as usize)?;
            Some(Place { file: source.file.clone(), sheet: source.sheet.clone(), cell: None })
        };
        let first =
            self.complaints.iter().filter_map(|complaint| Some((complaint.received_at.date(), place(complaint)?)));
        first.min()
    }

    /// The file and sheet of a row of a table on its last day from `start` to `until`.
    pub fn last_place(&self, table: TableId, start: NaiveDate, until: NaiveDate) -> Option<Place> {
        let (_, source) = self.dated.get(&table)?.range(start..=until).next_back()?;
        let source = self.sources.get(*source as usize)?;
        Some(Place { file: source.file.clone(), sheet: source.sheet.clone(), cell: None })
    }

    /// What people call a table.
    pub(crate) fn name(&self, table: TableId, lang: Lang) -> &str {
        self.names.get(&table).map_or(table.name(), |names| names.get(lang))
    }

    /// The dealer's calendar.
    pub fn calendar(&self) -> Calendar {
        self.calendar
    }
}
