//! What stood last: the numerator of the newest row of the period, such as a score that somebody else has counted.

use std::collections::BTreeSet;
use std::ops::AddAssign;

use anyhow::{Context as _, Result};
use chrono::NaiveDate;
use polars::prelude::DataType;

use super::assemble::{Figures, Why};
use super::definition::Definition;
use super::grouped::{self, There};
use super::grouping_sets::{ByKey, GroupingSets};
use super::model::Measure;
use super::query::{Context, filtered};
use crate::base::number::Unit;
use crate::facts::{PERIOD, dates};

/// Points are millionths in the facts.
const POINT: f64 = 1e6;

/// What the rows of the newest day say. What two stores say has no sum: a rank of the one is no rank of both.
#[derive(Clone, Debug, Default)]
pub(super) struct Newest {
    day: Option<NaiveDate>,
    said: BTreeSet<i64>,
    stores: usize,
}

impl Newest {
    /// What was said on the newest day.
    pub(super) fn said(figures: impl IntoIterator<Item = i64>) -> Self {
        Self { day: None, said: figures.into_iter().collect(), stores: 1 }
    }
}

impl AddAssign<&Self> for Newest {
    fn add_assign(&mut self, other: &Self) {
        self.day = other.day;
        self.said.clone_from(&other.said);
        self.stores += other.stores;
    }
}

/// What was said last in every moment.
pub(super) fn newest(definition: &Definition, context: &Context<'_>) -> Result<GroupingSets<Newest>> {
    let rows = &definition.rows;
    let date = rows.date.as_deref().context("a latest figure without a date")?;
    let numerator = rows.numerator.as_ref().context("a latest figure without a numerator")?;
    let frame = context.dated(&rows.facts, Some(date))?;
    let told = filtered(frame, rows)
        .with_column(numerator.expr.clone().cast(DataType::Int64).alias("figure"))
        .filter(numerator.expr.clone().is_not_null())
        .collect()?;
    let (periods, figures) = (told.column(PERIOD)?.i32()?, told.column("figure")?.i64()?);
    let mut newest = ByKey::<Newest>::new();
    for (row, day) in dates(&told, date)?.into_iter().enumerate() {
        let at = periods.get(row).and_then(|at| usize::try_from(at).ok());
        let (Some(at), Some(figure)) = (at, figures.get(row)) else { continue };
        let last = newest.entry((at, Vec::new())).or_default();
        if day > last.day {
            *last = Newest { day, said: BTreeSet::new(), stores: 1 };
        }
        if day == last.day {
            last.said.insert(figure);
        }
    }
    Ok(GroupingSets::of_whole(newest))
}

/// The figures in every moment; `report` is the index of the report's own. Rows of the newest day that contradict each other
/// tell nothing.
pub(super) fn figures(definition: &Definition, newest: &GroupingSets<Newest>, there: &There, report: usize) -> Figures {
    let unit = if definition.unit == Unit::Score { POINT } else { 1.0 };
    // What it rests on stands in no list of the dealer's.
    let measure = |newest: &Newest| match newest.said.first() {
        Some(only) if newest.said.len() == 1 && newest.stores == 1 => {
            Measure { value: Some(*only as f64 / unit), ..Measure::default() }
        }
        _ => Measure::default(),
    };
    let in_report = newest.whole().find(|(at, _)| *at == report).map(|(_, newest)| newest);
    let why = in_report.and_then(|newest| match newest {
        Newest { stores: 2.., .. } => Some(Why::OfStores),
        Newest { said, .. } => (said.len() > 1).then_some(Why::Contradicting),
    });
    Figures { why, ..grouped::figures(definition, there, report, newest, measure, |_| true) }
}
