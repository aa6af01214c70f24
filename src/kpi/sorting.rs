//! The order of the rows of a breakdown (contract, section 4).

use std::cmp::Reverse;

use super::model::BreakdownRow;
use crate::facts::fact::Fact;

/// Sorts rows: periods, and words that the fact's column puts in an order, in their own; else by n, largest first, then by
/// key; what sums the other groups up comes last. Each row comes with the index of its period.
pub(super) fn sort(fact: &Fact, by: &[String], with_period: bool, rows: &mut [(usize, BreakdownRow)]) {
    rows.sort_by_cached_key(|(period, row)| {
        let own = &row.key[usize::from(with_period)..];
        let ranks: Vec<usize> = by.iter().zip(own).map(|(property, word)| rank(fact, property, word)).collect();
        (*period, row.rest > 0, ranks, Reverse(row.measure.n), row.key.clone())
    });
}

/// Whether the word has a place in an order of its column.
pub(super) fn has_order(fact: &Fact, property: &str, word: &str) -> bool {
    fact.column(property).is_some_and(|column| column.words.iter().any(|known| known.is == word))
}

fn rank(fact: &Fact, property: &str, word: &str) -> usize {
    let Some(column) = fact.column(property) else { return 0 };
    column.words.iter().position(|known| known.is == word).unwrap_or(column.words.len())
}
