//! The order of the rows of a breakdown (contract, section 4).

use std::cmp::Reverse;

use super::model::BreakdownRow;
use crate::facts::AGES;

/// The levels that have an order of their own; words follow.
const LEVELS: [&str; 3] = ["I", "II", "III"];

/// Sorts rows: periods, levels and ages in their own order; else by n, largest first, then by key; what sums the other
/// groups up comes last. Each row comes with the index of its period.
pub(super) fn sort(by: &[String], with_period: bool, rows: &mut [(usize, BreakdownRow)]) {
    rows.sort_by_cached_key(|(period, row)| {
        let own = &row.key[usize::from(with_period)..];
        let ranks: Vec<usize> = by.iter().zip(own).map(|(property, word)| rank(property, word)).collect();
        (*period, row.rest > 0, ranks, Reverse(row.measure.n), row.key.clone())
    });
}

/// Whether the property has an order of its own, and the word a place in it.
pub(super) fn has_order(property: &str, word: &str) -> bool {
    match property {
        "level" => LEVELS.contains(&word),
        "age" => AGES.contains(&word),
        _ => false,
    }
}

fn rank(property: &str, word: &str) -> usize {
    let place = |order: &[&str]| order.iter().position(|&known| known == word).unwrap_or(order.len());
    match property {
        "level" => place(&LEVELS),
        "age" => place(&AGES),
        _ => 0,
    }
}
