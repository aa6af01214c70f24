//! Columns of the typed tables as plain vectors, and vectors as columns of a fact.

use std::fmt;

use anyhow::Result;
use chrono::{DateTime, NaiveDate, NaiveDateTime};
use polars::prelude::{
    BooleanChunked, Column, DataFrame, DataType, Int32Chunked, Int64Chunked, IntoColumn, NewChunkedArray,
    StringChunked, TimeUnit,
};

use crate::base::table_id::TableId;
use crate::tables::model::{SOURCE, SOURCE_ROW, Tables};

/// The columns of one table; a table that is not there has no rows.
pub(super) struct Reader<'a> {
    table: TableId,
    frame: Option<&'a DataFrame>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(tables: &'a Tables, table: TableId) -> Self {
        Self { table, frame: tables.frames.get(&table) }
    }

    pub(super) fn rows(&self) -> usize {
        self.frame.map_or(0, DataFrame::height)
    }

    /// A column of a type that passes; one of nothing but blanks passes always.
    fn column(&self, name: &str, fits: impl Fn(&DataType) -> bool) -> Result<Option<&'a Column>, Unfit> {
        let Some(frame) = self.frame else { return Ok(None) };
        let found = frame.column(name).ok();
        let fitting = found.filter(|column| column.dtype() == &DataType::Null || fits(column.dtype()));
        fitting.map(Some).ok_or_else(|| Unfit { table: self.table, column: name.to_owned() })
    }

    /// Whether the table has a column, or is not there.
    pub(super) fn may_have(&self, name: &str) -> bool {
        self.frame.is_none_or(|frame| frame.column(name).is_ok())
    }

    pub(super) fn text(&self, name: &str) -> Result<Texts<'a>> {
        let column = self.column(name, |held| held == &DataType::String)?;
        Ok(Texts(column.filter(|column| column.dtype() != &DataType::Null).map(|column| column.str()).transpose()?))
    }

    /// The same of a field that is not in every workspace's copy of the table: a copy of before it came is as good.
    pub(super) fn newer_text(&self, name: &str) -> Result<Texts<'a>> {
        if self.may_have(name) { self.text(name) } else { Ok(Texts::default()) }
    }

    pub(super) fn boolean(&self, name: &str) -> Result<Vec<Option<bool>>> {
        let Some(column) = self.column(name, |held| held == &DataType::Boolean)? else { return Ok(Vec::new()) };
        if column.dtype() == &DataType::Null {
            return Ok(vec![None; column.len()]);
        }
        Ok(column.bool()?.iter().collect())
    }

    /// Whole numbers; a column of fractions is cut to whole ones.
    pub(super) fn integer(&self, name: &str) -> Result<Vec<Option<i64>>> {
        let Some(column) = self.column(name, DataType::is_primitive_numeric)? else { return Ok(Vec::new()) };
        Ok(column.cast(&DataType::Int64)?.i64()?.iter().collect())
    }

    pub(super) fn date_time(&self, name: &str) -> Result<Vec<Option<NaiveDateTime>>> {
        let column = self.column(name, DataType::is_temporal)?;
        column.map_or_else(|| Ok(Vec::new()), times_of)
    }

    /// Index into the sources and row of the sheet, of every row.
    pub(super) fn origins(&self) -> Result<Vec<(u32, u32)>> {
        self.frame.map_or_else(|| Ok(Vec::new()), origins)
    }
}

/// A field that Rust reads and that a table has not, or has in another kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unfit {
    /// The table.
    pub(super) table: TableId,
    /// The field, or the column beside it (`result_sense`).
    pub(super) column: String,
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the table {} lacks the column {}, or has it in another kind", self.table, self.column)
    }
}

impl std::error::Error for Unfit {}

/// A column of texts where it lies: of a large dealer a copy of each would be much memory.
#[derive(Clone, Copy, Default)]
pub(super) struct Texts<'a>(Option<&'a StringChunked>);

impl<'a> Texts<'a> {
    /// The text of a row; a column that is not there is blank.
    pub(super) fn at(self, row: usize) -> Option<&'a str> {
        self.0.and_then(|column| column.get(row))
    }
}

/// Days since 1970-01-01, as polars keeps dates.
pub(super) fn days(day: NaiveDate) -> i32 {
    day.to_epoch_days()
}

/// The day of a number of days; none outside of the calendar.
pub(crate) fn day(days: i32) -> Option<NaiveDate> {
    NaiveDate::from_epoch_days(days)
}

/// A column of days.
pub(crate) fn date_column(name: &str, values: impl Iterator<Item = Option<NaiveDate>>) -> Column {
    Int32Chunked::from_iter_options(name.into(), values.map(|day| day.map(days))).into_date().into_column()
}

/// A column of texts.
pub(super) fn text_column<'a>(name: &str, values: impl Iterator<Item = Option<&'a str>>) -> Column {
    StringChunked::from_iter_options(name.into(), values).into_column()
}

/// A column of yes or no.
pub(super) fn boolean_column(name: &str, values: impl Iterator<Item = Option<bool>>) -> Column {
    BooleanChunked::from_iter_options(name.into(), values).into_column()
}

/// A column of whole numbers.
pub(super) fn integer_column(name: &str, values: impl Iterator<Item = Option<i64>>) -> Column {
    Int64Chunked::from_iter_options(name.into(), values).into_column()
}

/// The two columns that say where a row came from.
pub(super) fn origin_columns(values: impl Iterator<Item = (u32, u32)>) -> [Column; 2] {
    let (sources, rows): (Vec<u32>, Vec<u32>) = values.unzip();
    [Column::new(SOURCE.into(), sources), Column::new(SOURCE_ROW.into(), rows)]
}

/// Index into the sources and row of the sheet, of every row.
pub(super) fn origins(frame: &DataFrame) -> Result<Vec<(u32, u32)>> {
    let pairs = frame.column(SOURCE)?.u32()?.iter().zip(frame.column(SOURCE_ROW)?.u32()?.iter());
    Ok(pairs.map(|(source, row)| (source.unwrap_or(0), row.unwrap_or(0))).collect())
}

/// The times of a column.
pub(super) fn times(frame: &DataFrame, name: &str) -> Result<Vec<Option<NaiveDateTime>>> {
    times_of(frame.column(name)?)
}

fn times_of(column: &Column) -> Result<Vec<Option<NaiveDateTime>>> {
    let milliseconds = column.cast(&DataType::Datetime(TimeUnit::Milliseconds, None))?.cast(&DataType::Int64)?;
    let time = |ms: Option<i64>| DateTime::from_timestamp_millis(ms?).map(|time| time.naive_utc());
    Ok(milliseconds.i64()?.iter().map(time).collect())
}

/// A column of times.
pub(super) fn time_column(name: &str, values: impl Iterator<Item = Option<NaiveDateTime>>) -> Column {
    let milliseconds = values.map(|time| time.map(|time| time.and_utc().timestamp_millis()));
    Int64Chunked::from_iter_options(name.into(), milliseconds).into_datetime(TimeUnit::Milliseconds, None).into_column()
}

/// The days of a column of days or times.
pub(crate) fn dates(frame: &DataFrame, name: &str) -> Result<Vec<Option<NaiveDate>>> {
    let column = frame.column(name)?.cast(&DataType::Date)?.cast(&DataType::Int32)?;
    Ok(column.i32()?.iter().map(|days| day(days?)).collect())
}
