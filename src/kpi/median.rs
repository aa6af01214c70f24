//! The value in the middle: a median does not add up, so the values of every group are kept.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use anyhow::Result;

use super::assemble::Figures;
use super::definition::Definition;
use super::grouped::{self, There};
use super::grouping_sets::{GroupingSets, sets};
use super::model::Measure;
use super::query::Context;
use crate::base::number::Exact;

/// The values that are known, by period and group.
pub(super) fn known(definition: &Definition, context: &Context<'_>) -> Result<GroupingSets<Known>> {
    context.gathered(&definition.rows, &sets(definition), |known: &mut Known, taken| {
        known.add(taken.above.map(|value| (value, 1)));
    })
}

/// The figures of a median in every moment; `report` is the index of the report's own.
pub(super) fn figures(definition: &Definition, known: &GroupingSets<Known>, there: &There, report: usize) -> Figures {
    grouped::figures(definition, there, report, known, Known::median, |known| !known.0.is_empty())
}

/// The values of a group that are known, with how often.
#[derive(Clone, Debug, Default)]
pub(super) struct Known(BTreeMap<i64, u64>);

impl AddAssign<&Self> for Known {
    fn add_assign(&mut self, other: &Self) {
        self.add(other.0.iter().map(|(value, times)| (*value, *times)));
    }
}

impl Known {
    /// Adds values, each so many times.
    pub(super) fn add(&mut self, values: impl IntoIterator<Item = (i64, u64)>) {
        values.into_iter().for_each(|(value, times)| *self.0.entry(value).or_default() += times);
    }

    /// Each value with how often.
    pub(super) fn values(&self) -> impl Iterator<Item = (i64, u64)> {
        self.0.iter().map(|(value, times)| (*value, *times))
    }

    /// The value at a place, counted from 0.
    fn at(&self, place: u64) -> Option<i64> {
        let mut before = 0;
        self.values().find_map(|(value, times)| {
            before += times;
            (place < before).then_some(value)
        })
    }

    /// The value in the middle, of an even number the mean of the two; no value is no data.
    fn median(&self) -> Measure {
        let n: u64 = self.0.values().sum();
        let value = match (n % 2, n.checked_sub(1).and_then(|last| self.at(last / 2)), self.at(n / 2)) {
            (1, _, upper) => upper.map(Exact::whole),
            (_, lower, upper) => lower.zip(upper).map(|(lower, upper)| Exact { units: lower + upper, per: 2 }),
        };
        Measure { value: value.map(Exact::to_f64), numerator: None, denominator: None, n }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_does_not_depend_on_the_order_of_the_rows() {
        let of = |values: &[i64]| {
            let mut known = Known::default();
            known.add(values.iter().map(|value| (*value, 1)));
            known
        };
        let median = |values: &[i64]| of(values).median().value;
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[4]), Some(4.0));
        assert_eq!(median(&[9, 1, 2]), Some(2.0));
        assert_eq!(median(&[10, 1, 2, 3]), Some(2.5));
        let mut pooled = of(&[9, 1]);
        pooled += &of(&[2]);
        assert_eq!((pooled.median().value, pooled.median().n), (Some(2.0), 3));
    }
}
