//! Facts while they are made: what they are made of, and those that are there already.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use chrono::NaiveDate;
use polars::prelude::DataFrame;

use super::coverage::{DatedRows, DayRows, Span};
use super::fact::{Fact, FactId, From};
use super::reader::{dates, origins};
use super::workdays::Workdays;
use crate::base::period::Calendar;
use crate::base::table_id::TableId;
use crate::settings::Counting;
use crate::tables::model::Tables;

/// What the facts of a run are made of, and those that are made already.
pub(super) struct Making<'a> {
    pub(super) tables: &'a Tables,
    pub(super) counting: &'a Counting,
    pub(super) calendar: Calendar,
    pub(super) workdays: &'a Workdays,
    pub(super) made: BTreeMap<&'static str, DataFrame>,
    pub(super) frames: BTreeMap<FactId, DataFrame>,
    pub(super) dated: BTreeMap<TableId, DatedRows>,
}

impl Making<'_> {
    /// The rows that Rust made under a name.
    pub(super) fn made(&self, name: &str) -> Result<DataFrame> {
        self.made.get(name).cloned().with_context(|| format!("no rows are made under the name {name}"))
    }

    /// The rows of a fact that is made already.
    pub(super) fn frame(&self, fact: FactId) -> Option<&DataFrame> {
        self.frames.get(&fact)
    }

    /// How many rows a fact is made of.
    pub(super) fn height(&self, fact: &Fact) -> usize {
        let rows = match &fact.from {
            From::Table(table) => self.tables.frames.get(table),
            From::Fact(other) => self.frame(*other),
            From::Made(name) => self.made.get(name.as_str()),
        };
        rows.map_or(0, DataFrame::height)
    }

    /// The days of the first of a fact's tables.
    pub(super) fn span(&self, tables: &[TableId]) -> Option<Span> {
        span(self.dated.get(tables.first()?)?)
    }

    /// Notes the days that a fact's rows give to its table.
    pub(super) fn date(&mut self, fact: &Fact, frame: &DataFrame) -> Result<()> {
        let From::Table(table) = fact.from else { return Ok(()) };
        let places = origins(frame)?;
        for name in &fact.dates {
            let days = dates(frame, name)?.into_iter().zip(&places);
            let days = days.filter_map(|(day, (source, _))| Some((day?, *source)));
            add(self.dated.entry(table).or_default(), days);
        }
        Ok(())
    }
}

/// Adds days with rows, each with the last of the sources that have one: files and sheets are numbered in their order.
pub(super) fn add(dated: &mut DatedRows, rows: impl Iterator<Item = (NaiveDate, u32)>) {
    for (day, source) in rows {
        let known = dated.entry(day).or_default();
        *known = DayRows { source: source.max(known.source), rows: known.rows + 1 };
    }
}

/// The first and last day of a table. Indicators rest on after-sales calls alone, so only their days count.
pub(super) fn span(rows: &DatedRows) -> Option<Span> {
    Some(Span { first: *rows.first_key_value()?.0, last: *rows.last_key_value()?.0 })
}
