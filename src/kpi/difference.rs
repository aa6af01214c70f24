//! What is counted less what is taken off it: new customers less those lost.

use std::ops::AddAssign;

use anyhow::Result;

use super::assemble::{Figures, Why};
use super::definition::{Definition, Rows};
use super::grouped::{self, There};
use super::grouping_sets::{GroupingSets, sets};
use super::model::Measure;
use super::query::{Context, Sums};

/// The two sides of a difference.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sides {
    counted: Sums,
    taken: Sums,
}

impl AddAssign<&Self> for Sides {
    fn add_assign(&mut self, other: &Self) {
        self.counted += &other.counted;
        self.taken += &other.taken;
    }
}

/// Both sides by period and group, and the moments in which both are known: where one side has no data,
/// the difference has none.
pub(super) fn sides(
    definition: &Definition,
    less: &Rows,
    context: &Context<'_>,
) -> Result<(GroupingSets<Sides>, Vec<bool>)> {
    let sets = sets(definition);
    let (counted, taken) = (context.sums(&definition.rows, &sets)?, context.sums(less, &sets)?);
    Ok(of_sums((counted, &definition.rows), (taken, less), context.moments.all().len()))
}

/// The same from the sums of both sides, in so many moments.
pub(super) fn of_sums(
    (counted, rows): (GroupingSets<Sums>, &Rows),
    (taken, less): (GroupingSets<Sums>, &Rows),
    moments: usize,
) -> (GroupingSets<Sides>, Vec<bool>) {
    let mut sides = GroupingSets::<Sides>::default();
    sides.bring(counted, |sides, counted| {
        for (key, counted) in counted {
            sides.entry(key).or_default().counted = counted;
        }
    });
    sides.bring(taken, |sides, taken| {
        for (key, taken) in taken {
            sides.entry(key).or_default().taken = taken;
        }
    });
    let mut whole = vec![Sides::default(); moments];
    sides.whole().for_each(|(at, both)| whole[at] = *both);
    let is_known = |both: &Sides| has_data(&both.counted, rows) && has_data(&both.taken, less);
    let known: Vec<bool> = whole.iter().map(is_known).collect();
    sides.retain(|at| known[at]);
    (sides, known)
}

/// The figures of a difference in every moment; `report` is the index of the report's own. A group that one side does not
/// have counts 0 there.
pub(super) fn figures(definition: &Definition, sides: &GroupingSets<Sides>, there: &There, report: usize) -> Figures {
    let is_worth_a_row = |both: &Sides| both.counted.numerator != both.taken.numerator;
    let why = there[report].is_empty().then_some(Why::HalfKnown);
    Figures { why, ..grouped::figures(definition, there, report, sides, measure, is_worth_a_row) }
}

/// Whether the rows of a side say something of a period: as that of a count of its own.
fn has_data(sums: &Sums, rows: &Rows) -> bool {
    sums.rows > 0 || rows.numerator.is_none() && sums.unknown == 0
}

fn measure(both: &Sides) -> Measure {
    let Sides { counted, taken } = both;
    let is_nothing_known = |sums: &Sums| sums.rows == 0 && sums.unknown > 0;
    if is_nothing_known(counted) || is_nothing_known(taken) {
        return Measure::default();
    }
    let value = counted.numerator - taken.numerator;
    Measure { value: Some(value as f64), n: u64::try_from(value).unwrap_or(0), ..Measure::default() }
}
