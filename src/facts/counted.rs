//! What is known of tables without their rows: their days, as a warehouse counts them. Facts made of it have no frames, and
//! everything that asks whether there are data at all finds what it needs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;

use super::book::FactBook;
use super::build::{deciding, tables_of};
use super::coverage::{DatedRows, DayRows};
use super::due::WithoutDue;
use super::fact::FactId;
use super::making::span;
use super::model::Facts;
use super::upkeep::Upkeep;
use crate::base::lang::Words;
use crate::base::period::Calendar;
use crate::base::table_id::TableId;
use crate::tables::model::{About, Doubt, Source};

/// Days, each with how often.
pub type Days = BTreeMap<NaiveDate, u64>;

/// What is known of the tables of a store without their rows.
#[derive(Clone, Debug, Default)]
pub struct CountedTables {
    /// The days with rows that an indicator may rest on.
    pub dated: BTreeMap<TableId, Days>,
    /// Days with rows of any kind.
    pub any: BTreeMap<TableId, BTreeSet<NaiveDate>>,
    /// The days of which the rows of lists of things that last tell.
    pub told: BTreeMap<TableId, Days>,
    /// The first day on which a thing of a fact began.
    pub begun: BTreeMap<FactId, NaiveDate>,
    /// From when on lists that stand tell who was there.
    pub listed: BTreeMap<TableId, NaiveDate>,
    /// Tables with an answer of a survey.
    pub answering: BTreeSet<TableId>,
    /// Tables whose rows tell something of things of another one.
    pub telling: BTreeSet<TableId>,
    /// Tables that are there at all.
    pub present: BTreeSet<TableId>,
    /// Fields that no row of a table fills.
    pub blank: BTreeMap<TableId, BTreeSet<String>>,
    /// Complaints without a due time, by day of receiving and by the year that is not known.
    pub undue: BTreeMap<(NaiveDate, i32), u64>,
    /// What is not sure about scores.
    pub doubts: Vec<Words>,
    /// No callback after a service names an order.
    pub unlinked: bool,
}

impl CountedTables {
    /// Facts without rows; `file` is where all of it stands.
    pub fn facts(
        &self,
        file: &Arc<str>,
        book: &FactBook,
        names: BTreeMap<TableId, Words>,
        calendar: Calendar,
    ) -> Facts {
        let rows = |days: &Days| -> DatedRows {
            days.iter().map(|(day, rows)| (*day, DayRows { source: 0, rows: *rows })).collect()
        };
        let dated: BTreeMap<TableId, DatedRows> = self.dated.iter().map(|(table, days)| (*table, rows(days))).collect();
        let mut days: BTreeMap<TableId, BTreeSet<NaiveDate>> =
            dated.iter().map(|(table, rows)| (*table, rows.keys().copied().collect())).collect();
        for (table, more) in &self.any {
            days.entry(*table).or_default().extend(more);
        }
        let present: BTreeSet<TableId> = days.keys().chain(self.told.keys()).chain(&self.present).copied().collect();
        let without = |((received, year), rows): (&(NaiveDate, i32), &u64)| WithoutDue {
            received: *received,
            year: *year,
            source: 0,
            rows: *rows,
        };
        let doubt = |words: &Words| Doubt { about: About::Scores, words: words.clone() };
        Facts {
            frames: BTreeMap::new(),
            sources: vec![Source { file: Arc::clone(file), sheet: None }],
            spans: dated.iter().filter_map(|(table, rows)| Some((*table, span(rows)?))).collect(),
            lasting: self.lasting(book, &present),
            days,
            dated,
            answering: self.answering.clone(),
            telling: self.telling.clone(),
            without_due: self.undue.iter().map(without).collect(),
            findings: Vec::new(),
            always: tables_of(book, |fact| fact.always),
            ahead: tables_of(book, |fact| fact.ahead),
            listed_since: self.listed.clone(),
            blank: self.blank.clone(),
            present,
            calls_name_orders: !self.unlinked,
            begun: self.begun.clone(),
            names,
            stated: Vec::new(),
            doubts: self.doubts.iter().map(doubt).collect(),
            calendar,
        }
    }

    /// Lists of things that last; one of which nothing more is told was kept on the days of its rows.
    fn lasting(&self, book: &FactBook, present: &BTreeSet<TableId>) -> BTreeMap<TableId, Upkeep> {
        let mut lasting = BTreeMap::new();
        for fact in deciding(book) {
            let (Some(states), Some(table)) = (&fact.states, fact.tables.first()) else { continue };
            if states.events || !present.contains(table) {
                continue;
            }
            // A list whose rows tell of no day stands until another comes.
            let dated = self.dated.get(table).filter(|_| !states.tells.is_empty());
            let days = self.told.get(table).or(dated).cloned().unwrap_or_default();
            lasting.insert(*table, Upkeep::of_days(days));
        }
        lasting
    }
}
