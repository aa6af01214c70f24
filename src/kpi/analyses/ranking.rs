//! Stores beside each other: which stands best, which worst.

use std::cmp::Reverse;

use crate::kpi::definition::DEALER;
use crate::kpi::model::{BreakdownRow, Direction, KpiResult};

/// The stores at both ends of an indicator.
#[derive(Debug)]
pub struct Ends<'a> {
    /// The best one.
    pub best: &'a BreakdownRow,
    /// The worst one.
    pub worst: &'a BreakdownRow,
    /// How many stores were compared.
    pub stores: usize,
}

/// The stores at both ends of a rate or score with a direction, among those that rest on at least `small_sample`; none where
/// all are alike, where fewer than two can be compared, and of counts, which grow with the store.
pub fn ends(result: &KpiResult, small_sample: u64) -> Option<Ends<'_>> {
    let sign = match result.direction {
        Direction::Higher => 1.0,
        Direction::Lower => -1.0,
        Direction::None => return None,
    };
    if result.unit.adds_up() {
        return None;
    }
    let rows = result.breakdown(&[DEALER]).into_iter().flat_map(|breakdown| &breakdown.rows);
    // What somebody else counted tells no number of cases.
    let is_sure = |row: &&BreakdownRow| row.measure.n >= small_sample || row.measure.known_n().is_none();
    let merit = |row: &'_ BreakdownRow| row.measure.value.map(|value| sign * value);
    let known: Vec<(&BreakdownRow, f64)> =
        rows.filter(|row| row.rest == 0).filter(is_sure).filter_map(|row| Some((row, merit(row)?))).collect();
    // Of stores that are alike the largest tells most, whichever end it is.
    let size = |row: &BreakdownRow| (row.measure.n, Reverse(row.key.clone()));
    let end = |sign: f64| {
        let by_merit = |one: f64, other: f64| (sign * one).total_cmp(&(sign * other));
        known.iter().max_by(|(a, one), (b, other)| by_merit(*one, *other).then_with(|| size(a).cmp(&size(b))))
    };
    let (best, worst) = (end(1.0)?, end(-1.0)?);
    (best.1 != worst.1).then_some(Ends { best: best.0, worst: worst.0, stores: known.len() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kpi::analyses::sample::{rate, result};

    fn ends_of(stores: &[(&str, f64, f64)], direction: Direction) -> Option<(String, String)> {
        let groups: Vec<(&str, _)> = stores.iter().map(|(name, above, below)| (*name, rate(*above, *below))).collect();
        let mut of = result([rate(1.0, 2.0), rate(1.0, 2.0)], [&[], &groups], DEALER);
        of.direction = direction;
        ends(&of, 10).map(|ends| (ends.best.key[0].clone(), ends.worst.key[0].clone()))
    }

    #[test]
    fn small_stores_are_at_neither_end_and_of_alike_ones_the_largest_is() {
        let stores = [("城东店", 9.0, 10.0), ("城西店", 180.0, 200.0), ("城南店", 60.0, 100.0), ("城北店", 1.0, 9.0)];
        let named = |best: &str, worst: &str| Some((best.to_owned(), worst.to_owned()));
        assert_eq!(ends_of(&stores, Direction::Higher), named("城西店", "城南店"));
        assert_eq!(ends_of(&stores, Direction::Lower), named("城南店", "城西店"));
        assert_eq!(ends_of(&stores, Direction::None), None);
        assert_eq!(ends_of(&stores[..2], Direction::Higher), None, "both have 90 %");
        assert_eq!(ends_of(&stores[2..], Direction::Higher), None, "one of two is too small to be compared");
    }
}
