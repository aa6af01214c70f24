//! The door to the indicators: everything that can be counted.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use chrono::NaiveDate;
use polars::prelude::DataFrame;

use super::coverage::{DatedRows, Span};
use super::due::WithoutDue;
use super::fact::{Fact, FactId};
use super::moments::Moments;
use super::reader::{dates, origins};
use super::states;
use super::upkeep::Upkeep;
use crate::base::address::Place;
use crate::base::finding::Finding;
use crate::base::lang::{Lang, Words};
use crate::base::period::Calendar;
use crate::base::table_id::TableId;
use crate::tables::model::Stated;
use crate::tables::model::{Doubt, Source};

/// Everything that can be counted.
#[derive(Debug)]
pub struct Facts {
    /// One frame a fact; of a thing with states one row a thing.
    pub(super) frames: BTreeMap<FactId, DataFrame>,
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
    /// Tables whose rows tell something of things of another one: calls whether an order was fixed the first time.
    pub telling: BTreeSet<TableId>,
    /// Complaints whose due time nobody knows: their limit is working time of a year that is not known.
    pub without_due: Vec<WithoutDue>,
    /// Rows that count nowhere, or otherwise than they say.
    pub findings: Vec<Finding>,
    /// Tables whose rows count also where they are dated after the day of the report.
    pub always: BTreeSet<TableId>,
    /// Tables whose rows are dated ahead, like policies by the day on which they fall due.
    pub ahead: BTreeSet<TableId>,
    /// Tables of things that last: in a month without a row nothing new has begun, and what was open still is. But where
    /// no row tells of that month or a later one, nobody knows.
    pub lasting: BTreeMap<TableId, Upkeep>,
    /// Lists that stand until another comes, each with the day from which on it is known who was there: that of the first
    /// who left, or of the last who came where nobody had left by then. Who left earlier may not be named any more.
    pub listed_since: BTreeMap<TableId, NaiveDate>,
    /// The fields of each table with rows in which none of them has a value.
    pub blank: BTreeMap<TableId, BTreeSet<String>>,
    /// Tables that are there at all.
    pub present: BTreeSet<TableId>,
    /// Whether any callback after a service names an order; if none does, calls are counted instead of joined.
    pub calls_name_orders: bool,
    /// The first day on which a thing of a fact began, where there are no frames to tell it.
    pub(super) begun: BTreeMap<FactId, NaiveDate>,
    /// What people call the tables.
    pub names: BTreeMap<TableId, Words>,
    /// Figures and targets that lists state by the name of an indicator.
    pub stated: Vec<Stated>,
    /// What is not sure about the columns that the facts come from.
    pub doubts: Vec<Doubt>,
    pub(super) calendar: Calendar,
}

impl Facts {
    /// The rows of a fact. Of a thing with states there is one row a thing and moment, in which its state is that of the
    /// moment; the column `period` is the index into `moments`.
    ///
    /// # Errors
    /// A fact that cannot be put together; a fault of the program.
    pub fn frame(&self, fact: &Fact, moments: &Moments) -> Result<DataFrame> {
        let rows = self.frames.get(&fact.id).with_context(|| format!("no rows of the fact {}", fact.id.name()))?;
        match &fact.states {
            Some(states) => states::with_states(fact, states::panel(rows, states, moments)?),
            None => Ok(rows.clone()),
        }
    }

    /// The last day with a row of a table, as seen at the end of `as_of`.
    pub(crate) fn last_day(&self, table: TableId, as_of: NaiveDate) -> Option<NaiveDate> {
        self.days.get(&table)?.range(..=as_of).next_back().copied()
    }

    /// The day and the place of the first thing of a fact that has begun.
    ///
    /// # Errors
    /// A fact without a column that it declares; a fault of the program.
    pub(crate) fn first_begun(&self, fact: &Fact) -> Result<Option<(NaiveDate, Place)>> {
        if let Some((day, source)) = self.begun.get(&fact.id).zip(self.sources.first()) {
            return Ok(Some((*day, Place { file: source.file.clone(), sheet: source.sheet.clone(), cell: None })));
        }
        let (Some(states), Some(rows)) = (&fact.states, self.frames.get(&fact.id)) else { return Ok(None) };
        let begun = dates(rows, &states.begin)?.into_iter().zip(origins(rows)?);
        let place = |source: u32| {
            let source = self.sources.get(source as usize)?;
            Some(Place { file: source.file.clone(), sheet: source.sheet.clone(), cell: None })
        };
        Ok(begun.filter_map(|(day, (source, _))| Some((day?, place(source)?))).min())
    }

    /// The day on which the first thing of a fact ended.
    ///
    /// # Errors
    /// A fact without a column that it declares; a fault of the program.
    pub(crate) fn first_ended(&self, fact: &Fact) -> Result<Option<NaiveDate>> {
        let (Some(states), Some(rows)) = (&fact.states, self.frames.get(&fact.id)) else { return Ok(None) };
        Ok(dates(rows, &states.end)?.into_iter().flatten().min())
    }

    /// The file and sheet of a row of a table on its last day from `start` to `until`.
    pub fn last_place(&self, table: TableId, start: NaiveDate, until: NaiveDate) -> Option<Place> {
        let (_, of_day) = self.dated.get(&table)?.range(start..=until).next_back()?;
        let source = self.sources.get(of_day.source as usize)?;
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
