//! What stood last: the numerator of the newest row of the period, such as a score that somebody else has counted.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result};
use polars::prelude::DataType;

use super::assemble::{Figures, Why};
use super::definition::Definition;
use super::model::Measure;
use super::query::{Context, filtered};
use crate::base::number::Unit;
use crate::facts::{PERIOD, dates};

/// Points are millionths in the facts.
const POINT: f64 = 1e6;

/// The figures in every moment. Rows of the newest day that contradict each other tell nothing.
pub(super) fn figures(definition: &Definition, context: &Context<'_>, report: usize) -> Result<Figures> {
    let rows = &definition.rows;
    let date = rows.date.as_deref().context("a latest figure without a date")?;
    let numerator = rows.numerator.as_ref().context("a latest figure without a numerator")?;
    let frame = context.dated(&rows.facts, Some(date))?;
    let told = filtered(frame, rows)
        .with_column(numerator.expr.clone().cast(DataType::Int64).alias("figure"))
        .filter(numerator.expr.clone().is_not_null())
        .collect()?;
    let (periods, figures) = (told.column(PERIOD)?.i32()?, told.column("figure")?.i64()?);
    let mut newest = vec![(None, BTreeSet::new()); context.moments.all().len()];
    for (row, day) in dates(&told, date)?.into_iter().enumerate() {
        let at = periods.get(row).and_then(|at| usize::try_from(at).ok());
        let (Some((last, said)), Some(figure)) = (at.and_then(|at| newest.get_mut(at)), figures.get(row)) else {
            continue;
        };
        if day > *last {
            (*last, *said) = (day, BTreeSet::new());
        }
        if day == *last {
            said.insert(figure);
        }
    }
    let unit = if definition.unit == Unit::Score { POINT } else { 1.0 };
    // What it rests on stands in no list of the dealer's.
    let measure = |said: BTreeSet<i64>| match said.first() {
        Some(only) if said.len() == 1 => Measure { value: Some(*only as f64 / unit), ..Measure::default() },
        _ => Measure::default(),
    };
    let contradicts = newest.get(report).is_some_and(|(_, said)| said.len() > 1);
    let why = contradicts.then_some(Why::Contradicting);
    Ok(Figures { why, totals: newest.into_iter().map(|(_, said)| measure(said)).collect(), ..Figures::default() })
}
