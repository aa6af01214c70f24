//! Counts, stocks and pooled rates: Σ numerator ÷ Σ denominator, never a mean of rates.

use std::collections::BTreeMap;

use anyhow::Result;

use super::assemble::{ByGroup, Figures, Rest};
use super::cut::{Cut, Kept};
use super::definition::{Definition, Rows, Shape};
use super::model::{Measure, rest_word};
use super::query::{Context, Groups, Sums, absent};
use crate::base::number::{self, Exact, Unit};

/// The figures of a count, a stock or a ratio in every moment; `report` is the index of the report's own.
pub(super) fn figures(definition: &Definition, context: &mut Context<'_>, report: usize) -> Result<Figures> {
    let finest = finest(&definition.by);
    let sums = sums(definition, &finest, context)?;
    let measure = |sums: &Sums| measure(definition, *sums);
    let moments = context.moments.all();
    let totals = roll_up(&sums, &finest, &[]);
    let totals = moments.iter().enumerate().map(|(at, moment)| {
        let total = totals.get(&(at, Vec::new())).copied().unwrap_or_default();
        if absent(context.facts, &definition.tables, moment).is_some() { Measure::default() } else { measure(&total) }
    });
    let totals: Vec<Measure> = totals.collect();
    let mut figures = Figures { totals, ..Figures::default() };
    for by in &definition.by {
        let mut rolled = roll_up(&sums, &finest, by);
        let worth_a_row = |at: usize, sums: &Sums| {
            figures.totals[at].value.is_some() && (definition.shape == Shape::Ratio || sums.numerator != 0)
        };
        rolled.retain(|(at, _), sums| worth_a_row(*at, sums));
        let sizes = rolled.iter().map(|((at, key), sums)| (*at, key, measure(sums).n));
        let mut rest = BTreeMap::<usize, (usize, Sums)>::new();
        if let Some(kept) = Kept::of(&definition.rows.facts, by, sizes, report) {
            figures.cuts.push(Cut { by: by.clone(), groups: kept.groups });
            let (listed, others): (Groups, Groups) =
                rolled.into_iter().partition(|((_, key), _)| kept.has(&definition.rows.facts, by, key));
            rolled = listed;
            for ((at, _), sums) in others {
                let (groups, sum) = rest.entry(at).or_default();
                *groups += 1;
                *sum += sums;
            }
        }
        let rest = rest.into_iter().map(|(at, (groups, sums))| Rest {
            at,
            key: vec![rest_word(groups); by.len()],
            groups,
            measure: measure(&sums),
        });
        figures.groups.push(ByGroup {
            by: by.clone(),
            rest: rest.collect(),
            figures: rolled.into_iter().map(|(key, sums)| (key, measure(&sums))).collect(),
        });
    }
    Ok(figures)
}

/// Every column that any breakdown needs, once.
fn finest(by: &[Vec<String>]) -> Vec<String> {
    let mut columns: Vec<String> = Vec::new();
    for column in by.iter().flatten() {
        if !columns.contains(column) {
            columns.push(column.clone());
        }
    }
    columns
}

/// The sums of the declared rows, those below the line from another fact where one is declared; where no call names an order,
/// the numerator is that of the rows declared for it.
fn sums(definition: &Definition, columns: &[String], context: &mut Context<'_>) -> Result<Groups> {
    let mut sums = context.sums(&definition.rows, columns)?;
    if let Some(base) = &definition.base {
        for sum in sums.values_mut() {
            sum.denominator = 0;
        }
        for (key, sum) in context.sums(base, columns)? {
            sums.entry(key).or_default().denominator += sum.numerator;
        }
    }
    let Some(other) = unlinked_rows(definition, context) else { return Ok(sums) };
    for sum in sums.values_mut() {
        sum.numerator = 0;
    }
    for (key, sum) in context.sums(other, columns)? {
        sums.entry(key).or_default().numerator += sum.numerator;
    }
    Ok(sums)
}

/// The rows above the line where no call names an order.
pub(super) fn unlinked_rows<'d>(definition: &'d Definition, context: &Context<'_>) -> Option<&'d Rows> {
    definition.without_order_numbers.as_ref().filter(|_| !context.facts.calls_name_orders)
}

/// Adds up the groups that agree in the columns of `by`.
fn roll_up(sums: &Groups, finest: &[String], by: &[String]) -> Groups {
    let places: Vec<usize> = by.iter().filter_map(|column| finest.iter().position(|known| known == column)).collect();
    let mut rolled = Groups::new();
    for ((at, key), sum) in sums {
        let key = places.iter().map(|&place| key[place].clone()).collect();
        *rolled.entry((*at, key)).or_default() += *sum;
    }
    rolled
}

fn measure(definition: &Definition, sums: Sums) -> Measure {
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
