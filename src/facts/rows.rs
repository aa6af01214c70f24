//! The rows of a declared fact: columns in the order of its file, then `where`, then `once`.

use anyhow::{Context, Result};
use polars::prelude::{Column as Series, DataFrame, DataType, IntoLazy};

use super::fact::{Column, Fact, From, Make};
use super::looked::LookedInto;
use super::making::Making;
use super::reader::{date_column, dates, integer_column};
use super::states::computed;
use super::{exported, look, made, once, states};
use crate::base::period::PeriodKind;
use crate::base::table_id::TableId;
use crate::tables::model::{SOURCE, SOURCE_ROW, Tables};

/// The rows that a fact is made of, with its columns, before any is left out.
pub(super) fn all(fact: &Fact, making: &Making<'_>) -> Result<DataFrame> {
    let naming = || format!("the fact {}", fact.id.name());
    let mut frame = match &fact.from {
        From::Table(table) => of_table(fact, *table, making.tables),
        From::Fact(other) => making.frame(*other).cloned().context("a fact before it is missing"),
        From::Made(name) => making.made(name),
    }
    .with_context(naming)?;
    let mut known = LookedInto::default();
    for column in states::early(fact) {
        frame =
            with_column(frame, column, making, &mut known).with_context(|| format!("{}.{}", naming(), column.id))?;
    }
    Ok(frame)
}

/// The rows of a fact among them; of a thing with states one row a thing, which [`states`] looks at in every moment.
pub(super) fn taken(fact: &Fact, mut frame: DataFrame, making: &Making<'_>) -> Result<DataFrame> {
    let naming = || format!("the fact {}", fact.id.name());
    if let Some(filter) = &fact.filter {
        frame = frame.lazy().filter(filter.expr.clone()).collect().with_context(naming)?;
    }
    match &fact.once {
        Some(once) => {
            let leaves = |name: &str| exported::columns(fact).any(|column| column.id == name);
            once::apply(&frame, once, &leaves, making.calendar).with_context(naming)
        }
        None => Ok(frame),
    }
}

fn with_column<'m>(
    mut frame: DataFrame,
    column: &Column,
    making: &'m Making<'_>,
    known: &mut LookedInto<'m>,
) -> Result<DataFrame> {
    let id = column.id.as_str();
    match &column.made {
        Make::Given => Ok(frame),
        Make::Sql(term) => computed(frame, id, term),
        Make::MonthEnd { of, months, .. } => {
            let month = |day| making.calendar.containing(PeriodKind::Month, day);
            let end = |day| making.calendar.step(&month(day), *months).end;
            let ends = date_column(id, dates(&frame, of)?.into_iter().map(|day| day.map(end)));
            frame.with_column(ends)?;
            Ok(frame)
        }
        Make::Rust(name) => {
            let made = made::column(name, id, &frame, making.counting, making.workdays)?;
            frame.with_column(made)?;
            Ok(frame)
        }
        Make::Look(look) => {
            // A fact that looks into itself sees the columns made so far.
            let other = making.frame(look.fact).map(|rows| (rows, making.span(&look.tables)));
            let found = look::column(id, &frame, look, other, making.calendar, known)?;
            frame.with_column(found)?;
            Ok(frame)
        }
    }
}

/// Numbers with fractions as whole numbers of so many parts of one, to the nearest.
fn in_parts(id: &str, numbers: &Series, parts: f64) -> Result<Series> {
    let numbers = numbers.cast(&DataType::Float64)?;
    let whole = numbers.f64()?.iter().map(|number| number.map(|number| (number * parts).round() as i64));
    Ok(integer_column(id, whole))
}

/// The fields of a table and where each row came from; no rows where the table is not there.
fn of_table(fact: &Fact, table: TableId, tables: &Tables) -> Result<DataFrame> {
    let given = &fact.given;
    let Some(source) = tables.frames.get(&table) else {
        let mut columns: Vec<Series> =
            given.iter().map(|column| Series::new_empty(column.id.as_str().into(), &column.kind.data_type())).collect();
        columns.extend([SOURCE, SOURCE_ROW].map(|name| Series::new_empty(name.into(), &DataType::UInt32)));
        return Ok(DataFrame::new(0, columns)?);
    };
    let mut columns = Vec::new();
    for column in given {
        let lacking = || format!("the table {table} lacks a column");
        columns.push(match exported::parts_of(&column.id) {
            Some((field, parts)) => in_parts(&column.id, source.column(field).with_context(lacking)?, parts)?,
            None => source.column(&column.id).with_context(lacking)?.cast(&column.kind.data_type())?,
        });
    }
    columns.extend([source.column(SOURCE)?.clone(), source.column(SOURCE_ROW)?.clone()]);
    Ok(DataFrame::new(source.height(), columns)?)
}
