//! Small indicators for the tests of analyses.

use crate::base::lang::Words;
use crate::base::number::Unit;
use crate::kpi::model::{Aim, Breakdown, BreakdownRow, Direction, KpiResult, Measure, Point, Status};

/// A rate in percent.
pub(super) fn rate(above: f64, below: f64) -> Measure {
    let value = Some(100.0 * above / below);
    Measure { value, numerator: Some(above), denominator: Some(below), n: below as u64 }
}

fn row(key: &[&str], measure: Measure) -> BreakdownRow {
    BreakdownRow { key: key.iter().map(|&word| word.to_owned()).collect(), measure, share: None, rest: 0 }
}

/// An indicator by one property: the figures of 2013-08 and 2013-09, and of the groups in each.
pub(super) fn result(wholes: [Measure; 2], groups: [&[(&str, Measure)]; 2], by: &str) -> KpiResult {
    let now = groups[1].iter().map(|(name, measure)| row(&[name], *measure)).collect();
    let before = groups[0].iter().map(|(name, measure)| row(&["2013-08", name], *measure)).collect();
    let breakdown = |by: &[&str], rows| Breakdown { by: by.iter().map(|&by| by.to_owned()).collect(), rows };
    KpiResult {
        id: "rate".to_owned(),
        name: Words::default(),
        unit: Unit::Percent,
        direction: Direction::Higher,
        measure: wholes[1],
        small: false,
        source: None,
        incomplete: None,
        target: None,
        next: Aim::default(),
        status: Status::NoTarget,
        previous: Point { period: "2013-08".to_owned(), measure: wholes[0], ..Point::default() },
        change: wholes[1].value.zip(wholes[0].value).map(|(now, before)| now - before),
        year_ago: None,
        year_ago_source: None,
        year_ago_incomplete: None,
        trend: Vec::new(),
        months: Vec::new(),
        breakdowns: vec![breakdown(&[by], now), breakdown(&["period", by], before)],
        by_month: Vec::new(),
        by_previous: Vec::new(),
        notes: Vec::new(),
        short: Vec::new(),
        targets: Default::default(),
        uncounted: false,
        doubts: Vec::new(),
    }
}
