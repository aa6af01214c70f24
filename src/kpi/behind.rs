//! The rows behind a count: those that it counted in the report's period.

use std::sync::Arc;

use anyhow::{Result, bail};
use chrono::{DateTime, NaiveDate, NaiveDateTime};
use polars::prelude::{AnyValue, Column, DataFrame, IntoLazy, TimeUnit};

use super::definition::Definition;
use super::distinct;
use super::query::{Context, absent, filtered};
use crate::facts::fact::ColumnType;
use crate::facts::moments::{Moment, Moments};
use crate::facts::{Facts, day};
use crate::tables::model::{SOURCE, SOURCE_ROW, Source};

/// The row of a sheet that a fact came from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// File and sheet.
    pub source: Source,
    /// Row of the sheet, counted from 1.
    pub row: u32,
}

/// One value of a fact.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FactValue {
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Whole(i64),
    /// A text.
    Text(String),
    /// A day.
    Day(NaiveDate),
    /// A day and time.
    Moment(NaiveDateTime),
    /// Not known; in a list behind all that is.
    Unknown,
}

/// One row behind a count.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowBehind {
    /// The values of the columns that were asked for.
    pub values: Vec<FactValue>,
    /// Where it stands; facts of several rows stand nowhere.
    pub origin: Option<Origin>,
    /// The store of which it is, where the rows of several stand together.
    pub store: Option<Arc<str>>,
}

/// Which of the rows of an indicator are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Those that a count counted.
    Counted,
    /// Those below the line of a rate and not above it.
    Rest,
}

/// The rows of an indicator in the period of `moment`, with these columns of its facts, sorted by them; none where it has no
/// data.
///
/// # Errors
/// A query that fails, which is a fault of the program.
pub fn rows_behind(
    facts: &Facts,
    definition: &Definition,
    moment: &Moment,
    columns: &[String],
    side: Side,
) -> Result<Vec<RowBehind>> {
    if absent(facts, definition, moment).is_some() {
        return Ok(Vec::new());
    }
    let moments = Moments::new(vec![*moment]);
    let rows = &definition.rows;
    let context = Context::new(facts, &moments);
    let mut counted = match &definition.distinct {
        Some(distinct) => distinct::rows(rows, distinct, &context)?.lazy(),
        None => filtered(context.dated(&rows.facts, rows.date.as_deref())?, rows),
    };
    if let Some(numerator) = &rows.numerator {
        let expr = numerator.expr.clone();
        counted = counted.filter(match numerator.kind {
            Some(ColumnType::Boolean) if side == Side::Rest => expr.not(),
            Some(ColumnType::Boolean) => expr,
            _ => expr.neq(polars::prelude::lit(0)),
        });
    }
    let counted = counted.collect()?;
    let origins = origins(&counted, &facts.sources)?;
    let columns = columns.iter().map(|name| counted.column(name)).collect::<Result<Vec<_>, _>>()?;
    let row = |(at, origin): (usize, Option<Origin>)| -> Result<RowBehind> {
        let values = columns.iter().map(|column| value(column, at)).collect::<Result<_>>()?;
        Ok(RowBehind { values, origin, store: None })
    };
    let mut behind = origins.into_iter().enumerate().map(row).collect::<Result<Vec<_>>>()?;
    behind.sort();
    Ok(behind)
}

fn value(column: &Column, at: usize) -> Result<FactValue> {
    Ok(match column.get(at)?.as_borrowed() {
        AnyValue::Null => FactValue::Unknown,
        AnyValue::Boolean(flag) => FactValue::Flag(flag),
        AnyValue::Int64(number) => FactValue::Whole(number),
        // A column in which all rows agree hands its text out as its own.
        AnyValue::String(text) => FactValue::Text(text.to_owned()),
        AnyValue::StringOwned(text) => FactValue::Text(text.to_string()),
        AnyValue::Date(days) => day(days).map_or(FactValue::Unknown, FactValue::Day),
        // A column of a single value gives owned ones.
        AnyValue::Datetime(time, TimeUnit::Milliseconds, _)
        | AnyValue::DatetimeOwned(time, TimeUnit::Milliseconds, _) => {
            DateTime::from_timestamp_millis(time).map_or(FactValue::Unknown, |time| FactValue::Moment(time.naive_utc()))
        }
        other => bail!("the column {} holds {other:?}", column.name()),
    })
}

fn origins(frame: &DataFrame, sources: &[Source]) -> Result<Vec<Option<Origin>>> {
    let (Ok(places), Ok(rows)) = (frame.column(SOURCE), frame.column(SOURCE_ROW)) else {
        return Ok(vec![None; frame.height()]);
    };
    let pairs = places.u32()?.iter().zip(rows.u32()?.iter());
    let origin = |(place, row): (Option<u32>, Option<u32>)| {
        Some(Origin { source: sources.get(usize::try_from(place?).ok()?)?.clone(), row: row? })
    };
    Ok(pairs.map(origin).collect())
}
