//! The value in the middle: a median does not add up, so the values of every group are kept.

use std::ops::AddAssign;

use anyhow::Result;

use super::assemble::Figures;
use super::definition::Definition;
use super::grouped::{self, ByKey, There};
use super::model::Measure;
use super::query::Context;
use crate::base::number::Exact;

/// The values that are known, by period and by all columns of breakdowns.
pub(super) fn known(definition: &Definition, context: &Context<'_>) -> Result<ByKey<Known>> {
    let values = context.values(&definition.rows, &grouped::finest(definition))?;
    Ok(values.into_iter().map(|(key, values)| (key, Known(values))).collect())
}

/// The figures of a median in every moment; `report` is the index of the report's own.
pub(super) fn figures(definition: &Definition, known: &ByKey<Known>, there: &There, report: usize) -> Figures {
    grouped::figures(definition, there, report, known, Known::median, |known| !known.0.is_empty())
}

/// The values of a group that are known.
#[derive(Clone, Debug, Default)]
pub(super) struct Known(Vec<i64>);

impl AddAssign<&Self> for Known {
    fn add_assign(&mut self, other: &Self) {
        self.0.extend_from_slice(&other.0);
    }
}

impl Known {
    /// The value in the middle, of an even number the mean of the two; no value is no data.
    fn median(&self) -> Measure {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let upper = sorted.len() / 2;
        let value = match sorted.as_slice() {
            [] => None,
            values if values.len() % 2 == 1 => Some(Exact::whole(values[upper])),
            values => Some(Exact { units: values[upper - 1] + values[upper], per: 2 }),
        };
        Measure { value: value.map(Exact::to_f64), numerator: None, denominator: None, n: self.0.len() as u64 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_does_not_depend_on_the_order_of_the_rows() {
        let median = |values: &[i64]| Known(values.to_vec()).median().value;
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[4]), Some(4.0));
        assert_eq!(median(&[9, 1, 2]), Some(2.0));
        assert_eq!(median(&[10, 1, 2, 3]), Some(2.5));
        let mut pooled = Known(vec![9, 1]);
        pooled += &Known(vec![2]);
        assert_eq!((pooled.median().value, pooled.median().n), (Some(2.0), 3));
    }
}
