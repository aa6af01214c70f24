//! The count of a month ÷ the mean of the three months before; over a longer period Σ ÷ Σ (contract, section 3,
//! `first_service_retention`).

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use chrono::NaiveDate;
use polars::prelude::{DataType, IntoLazy, lit};

use super::assemble::Figures;
use super::definition::{Definition, Rows};
use super::grouped::{self, There};
use super::grouping_sets::GroupingSets;
use super::model::Measure;
use super::query::{Context, Groups, Sums, outside};
use crate::base::number::{Exact, percent};
use crate::base::period::{Calendar, Period, PeriodKind, PeriodNumber};
use crate::facts::dates;
use crate::facts::moments::Moment;

/// Months before the month that make up its denominator.
const MONTHS_BEFORE: i32 = 3;

/// A dated quantity; gone from a day on.
struct Dated {
    day: NaiveDate,
    gone_on: Option<NaiveDate>,
    quantity: i64,
}

/// What is above and below the line of a trailing mean in every moment that has any month with data, and the months without,
/// of each.
pub(super) fn sums(definition: &Definition, context: &Context<'_>) -> Result<(GroupingSets<Sums>, Vec<Vec<Period>>)> {
    let trailing = definition.trailing.as_ref().context("a trailing mean without [trailing]")?;
    let above = read(&definition.rows, context)?;
    let below = read(trailing, context)?;
    let mut sums = Groups::new();
    let mut without_data = Vec::new();
    for (at, moment) in context.moments.all().iter().enumerate() {
        let counted = by_month(&above, moment.as_of, context.calendar);
        let base = by_month(&below, moment.as_of, context.calendar);
        let mut missing = Vec::new();
        for month in context.calendar.months(&moment.period) {
            let there = outside(context.facts, &definition.tables, &Moment { period: month, as_of: moment.as_of });
            match mean_before(&base, &month).filter(|_| there.is_none()) {
                Some(sum) => {
                    let numerator = counted.get(&month.number.0).copied().unwrap_or(0);
                    let of_month = Sums { rows: 1, numerator, denominator: sum, unknown: 0 };
                    *sums.entry((at, Vec::new())).or_default() += &of_month;
                }
                None => missing.push(month),
            }
        }
        without_data.push(missing);
    }
    Ok((GroupingSets::of_whole(sums), without_data))
}

/// The figures of a trailing mean in every moment; `report` is the index of the report's own.
pub(super) fn figures(definition: &Definition, sums: &GroupingSets<Sums>, there: &There, report: usize) -> Figures {
    grouped::figures(definition, there, report, sums, measure, |_| true)
}

/// The sum of the months before; none unless all of them lie within the data.
fn mean_before(base: &BTreeMap<i32, i64>, month: &Period) -> Option<i64> {
    let (first, last) = (*base.first_key_value()?.0, *base.last_key_value()?.0);
    let PeriodNumber(number) = month.number;
    let before = number - MONTHS_BEFORE..number;
    (first <= before.start && before.end - 1 <= last)
        .then(|| before.map(|at| base.get(&at).copied().unwrap_or(0)).sum())
}

fn measure(sums: &Sums) -> Measure {
    let Sums { numerator, denominator, .. } = *sums;
    let mean = Exact { units: denominator, per: i64::from(MONTHS_BEFORE) };
    let value = percent(Exact::whole(numerator), mean);
    Measure {
        value,
        numerator: value.map(|_| numerator as f64),
        denominator: value.map(|_| mean.to_f64()),
        n: u64::try_from(numerator).unwrap_or(0),
    }
}

/// Sums by number of the month, of what existed at the end of `as_of`.
fn by_month(rows: &[Dated], as_of: NaiveDate, calendar: Calendar) -> BTreeMap<i32, i64> {
    let mut months = BTreeMap::new();
    for row in rows {
        if row.day <= as_of && row.gone_on.is_none_or(|gone| gone > as_of) {
            *months.entry(calendar.containing(PeriodKind::Month, row.day).number.0).or_insert(0) += row.quantity;
        }
    }
    months
}

/// The rows that pass the filter, each with its quantity.
fn read(rows: &Rows, context: &Context<'_>) -> Result<Vec<Dated>> {
    let date = rows.date.as_deref().context("a trailing mean without a date")?;
    let mut lazy = context.facts.frame(&rows.facts, context.moments)?.lazy();
    if let Some(filter) = &rows.filter {
        lazy = lazy.filter(filter.expr.clone());
    }
    let quantity = rows.numerator.as_ref().map_or_else(|| lit(1_i64), |term| term.expr.clone());
    let frame = lazy.with_column(quantity.cast(DataType::Int64).alias("summed")).collect()?;
    let days = dates(&frame, date)?;
    let gone_on = match &rows.facts.until {
        Some(until) => dates(&frame, until)?,
        None => vec![None; days.len()],
    };
    let quantities = frame.column("summed")?.i64()?;
    let dated = days.into_iter().zip(gone_on).zip(quantities.iter());
    Ok(dated
        .filter_map(|((day, gone_on), quantity)| Some(Dated { day: day?, gone_on, quantity: quantity.unwrap_or(0) }))
        .collect())
}
