//! Stores beside each other: which stands best, which worst.

use std::cmp::Reverse;

use crate::kpi::definition::DEALER;
use crate::kpi::model::{BreakdownRow, Direction, KpiResult};

/// The stores at both ends of an indicator.
#[derive(Debug)]
pub struct Ends<'a> {
    /// The best ones, the one with the most cases first.
    pub best: Vec<&'a BreakdownRow>,
    /// The worst ones, likewise.
    pub worst: Vec<&'a BreakdownRow>,
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
    let merits = || known.iter().map(|(_, merit)| *merit);
    let (highest, lowest) = (merits().max_by(f64::total_cmp)?, merits().min_by(f64::total_cmp)?);
    // Of stores that are alike the largest tells most, whichever end it is.
    let with = |merit: f64| {
        let mut rows: Vec<&BreakdownRow> = known.iter().filter(|(_, own)| *own == merit).map(|(row, _)| *row).collect();
        rows.sort_by_key(|row| (Reverse(row.measure.n), row.key.clone()));
        rows
    };
    (highest != lowest).then(|| Ends { best: with(highest), worst: with(lowest), stores: known.len() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kpi::analyses::sample::{rate, result};

    fn ends_of(stores: &[(&str, f64, f64)], direction: Direction) -> Option<(String, String)> {
        let groups: Vec<(&str, _)> = stores.iter().map(|(name, above, below)| (*name, rate(*above, *below))).collect();
        let mut of = result([rate(1.0, 2.0), rate(1.0, 2.0)], [&[], &groups], DEALER);
        of.direction = direction;
        ends(&of, 10).map(|ends| (ends.best[0].key[0].clone(), ends.worst[0].key[0].clone()))
    }

    #[test]
    fn stores_that_are_alike_share_an_end_the_largest_first() {
        let stores = [("城东店", 9.0, 10.0), ("城西店", 90.0, 100.0), ("城南店", 5.0, 10.0)];
        let groups: Vec<(&str, _)> = stores.iter().map(|(name, above, below)| (*name, rate(*above, *below))).collect();
        let mut of = result([rate(1.0, 2.0), rate(1.0, 2.0)], [&[], &groups], DEALER);
        of.direction = Direction::Higher;
        let names = |rows: &[&BreakdownRow]| rows.iter().map(|row| row.key[0].clone()).collect::<Vec<_>>();
        let ends = ends(&of, 10).unwrap();
        assert_eq!(
            (names(&ends.best), names(&ends.worst)),
            (vec!["城西店".into(), "城东店".into()], vec!["城南店".into()])
        );
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
