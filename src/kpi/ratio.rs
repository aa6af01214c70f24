//! Counts, stocks and pooled rates: Σ numerator ÷ Σ denominator, never a mean of rates.

use std::collections::BTreeSet;

use anyhow::Result;

use super::assemble::{Figures, Why};
use super::definition::{Definition, Rows, Shape};
use super::distinct;
use super::grouped::{self, There};
use super::grouping_sets::{ByKey, GroupingSets, sets};
use super::model::Measure;
use super::query::{Context, Groups, Sums};
use crate::base::number::{self, Exact, Unit};
use crate::base::text::UNSPECIFIED;

/// The figures of a count, a stock or a ratio in every moment; `report` is the index of the report's own.
pub(super) fn figures(definition: &Definition, sums: &GroupingSets<Sums>, there: &There, report: usize) -> Figures {
    let is_worth_a_row = |sums: &Sums| definition.shape == Shape::Ratio || sums.numerator != 0;
    let whole = sums.whole().find(|(at, _)| *at == report).map(|(_, whole)| *whole).unwrap_or_default();
    let figures = grouped::figures(definition, there, report, sums, |sums| measure(definition, *sums), is_worth_a_row);
    let why = match whole {
        Sums { rows: 0, unknown: 1.., .. } => Some(Why::Unknown(whole.unknown)),
        Sums { rows: 1.., denominator: 0, .. } if definition.shape == Shape::Ratio => Some(Why::NothingBelow),
        _ => None,
    };
    Figures { unknown: whole.unknown, why, ..figures }
}

/// The sums of the declared rows, those below the line from another fact where one is declared; where no call names an order,
/// the numerator is that of the rows declared for it.
pub(super) fn sums(definition: &Definition, context: &Context<'_>) -> Result<GroupingSets<Sums>> {
    let sets = &sets(definition);
    let mut sums = match &definition.distinct {
        Some(distinct) => distinct::sums(&definition.rows, distinct, sets, context)?,
        None => context.sums(&definition.rows, sets)?,
    };
    if let Some(base) = &definition.base {
        for sum in sums.values_mut() {
            sum.denominator = 0;
        }
        with_base(&mut sums, context.sums(base, sets)?);
    }
    let Some(other) = unlinked_rows(definition, context) else { return Ok(sums) };
    for sum in sums.values_mut() {
        (sum.numerator, sum.unknown) = (0, 0);
    }
    with_unlinked(&mut sums, context.sums(other, sets)?);
    Ok(sums)
}

/// Adds what is counted above the line where no call names an order.
pub(super) fn with_unlinked(sums: &mut GroupingSets<Sums>, unlinked: GroupingSets<Sums>) {
    sums.bring(unlinked, |sums, unlinked| {
        for (key, other) in unlinked {
            sums.entry(key).or_default().numerator += other.numerator;
        }
    });
}

/// Adds what another fact counts below the line.
pub(super) fn with_base(sums: &mut GroupingSets<Sums>, base: GroupingSets<Sums>) {
    sums.bring(base, |sums: &mut ByKey<Sums>, base| {
        let named = Named::of(sums);
        for ((at, mut key), sum) in base {
            named.keep(at, &mut key);
            sums.entry((at, key)).or_default().denominator += sum.numerator;
        }
    });
}

/// Which columns of a breakdown the rows above the line fill at all. Where no booking names its advisor, the orders below the
/// line are nobody's either: no advisor has none.
struct Named {
    periods: BTreeSet<usize>,
    filled: BTreeSet<(usize, usize)>,
}

impl Named {
    fn of(above: &Groups) -> Self {
        let filled = above.keys().flat_map(|(at, key)| {
            let filled = key.iter().enumerate().filter(|(_, word)| *word != UNSPECIFIED);
            filled.map(|(column, _)| (*at, column))
        });
        Self { periods: above.keys().map(|(at, _)| *at).collect(), filled: filled.collect() }
    }

    fn keep(&self, at: usize, key: &mut [String]) {
        for (column, word) in key.iter_mut().enumerate() {
            if self.periods.contains(&at) && !self.filled.contains(&(at, column)) {
                UNSPECIFIED.clone_into(word);
            }
        }
    }
}

/// The rows above the line where no call names an order.
pub(super) fn unlinked_rows<'d>(definition: &'d Definition, context: &Context<'_>) -> Option<&'d Rows> {
    definition.without_order_numbers.as_ref().filter(|_| !context.facts.calls_name_orders)
}

fn measure(definition: &Definition, sums: Sums) -> Measure {
    // Rows of which nothing is known are no rows without it: a list that never says who came has no share of them.
    if sums.rows == 0 && sums.unknown > 0 {
        return Measure::default();
    }
    let whole = |value: i64| u64::try_from(value).unwrap_or(0);
    if definition.shape == Shape::Ratio {
        let (above, below) = (Exact::whole(sums.numerator), Exact::whole(sums.denominator));
        let value = number::ratio(above, below, definition.unit.factor());
        return Measure {
            value,
            numerator: value.map(|_| sums.numerator as f64),
            denominator: value.map(|_| sums.denominator as f64),
            n: whole(sums.denominator),
        };
    }
    // Where the filter says what was looked at and the numerator what was found, nothing looked at is no data, not 0.
    let looked_at = sums.rows > 0 || definition.shape == Shape::Stock || definition.rows.numerator.is_none();
    let value = looked_at.then_some(sums.numerator as f64);
    // Money rests on the rows that it was summed over.
    let n = if definition.unit == Unit::Money { sums.rows } else { sums.numerator };
    Measure { value, numerator: None, denominator: None, n: whole(n) }
}
