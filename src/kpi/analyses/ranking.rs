//! Stores beside each other: which stands best, which worst.

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
    if result.unit.adds_up() {
        return None;
    }
    let is_better = |one: f64, other: f64| match result.direction {
        Direction::Higher => Some(one.total_cmp(&other)),
        Direction::Lower => Some(other.total_cmp(&one)),
        Direction::None => None,
    };
    let rows = result.breakdown(&[DEALER]).into_iter().flat_map(|breakdown| &breakdown.rows);
    // What somebody else counted tells no number of cases.
    let is_sure = |row: &BreakdownRow| row.measure.n >= small_sample || row.measure.known_n().is_none();
    let mut known: Vec<(&BreakdownRow, f64)> =
        rows.filter(|row| row.rest == 0 && is_sure(row)).filter_map(|row| Some((row, row.measure.value?))).collect();
    is_better(0.0, 0.0)?;
    // Of two that are alike the larger one tells more, whichever end it is.
    let size = |row: &BreakdownRow| (row.measure.n, std::cmp::Reverse(row.key.clone()));
    known.sort_by(|(_, one), (_, other)| is_better(*one, *other).unwrap_or(std::cmp::Ordering::Equal));
    let (worst, best) = (known.first()?.1, known.last()?.1);
    if worst == best {
        return None;
    }
    let at =
        |value: f64| known.iter().filter(|(_, one)| *one == value).map(|(row, _)| *row).max_by_key(|row| size(row));
    Some(Ends { best: at(best)?, worst: at(worst)?, stores: known.len() })
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
