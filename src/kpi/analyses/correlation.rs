//! How two indicators move together over the groups of a property: Pearson's coefficient. It says that one is high where the
//! other is, never that one makes the other.

use crate::base::text::UNSPECIFIED;
use crate::kpi::model::{BreakdownRow, KpiResult};

/// Of fewer groups no coefficient is told: chance alone makes large ones.
pub const LEAST: usize = 10;

/// Two indicators, and how they move together.
#[derive(Clone, Debug, PartialEq)]
pub struct Together {
    /// The id of the first.
    pub first: String,
    /// The id of the second.
    pub second: String,
    /// The groups in which both have a figure.
    pub n: usize,
    /// From −1 to 1; none of fewer than [`LEAST`] groups, and where one of the two is the same everywhere.
    pub r: Option<f64>,
}

impl Together {
    /// Whether it is more than chance makes of so many groups in about 19 of 20 cases: two standard errors.
    pub fn is_told(&self) -> bool {
        self.r.is_some_and(|r| r * r * self.n as f64 >= 4.0)
    }
}

/// Every pair of these indicators over the groups of a property in the report's period.
pub fn correlation(results: &[&KpiResult], by: &str) -> Vec<Together> {
    let mut pairs = Vec::new();
    for (at, first) in results.iter().enumerate() {
        for second in &results[at + 1..] {
            let points: Vec<(f64, f64)> = groups(first, by)
                .filter_map(|row| {
                    let other = groups(second, by).find(|other| other.key == row.key)?;
                    row.measure.value.zip(other.measure.value)
                })
                .collect();
            let r = coefficient(&points).filter(|_| points.len() >= LEAST);
            pairs.push(Together { first: first.id.clone(), second: second.id.clone(), n: points.len(), r });
        }
    }
    pairs
}

/// The groups that have a name and stand for themselves.
fn groups<'a>(result: &'a KpiResult, by: &str) -> impl Iterator<Item = &'a BreakdownRow> {
    let rows = result.breakdown(&[by]).map_or(&[][..], |breakdown| breakdown.rows.as_slice());
    rows.iter().filter(|row| row.rest == 0 && row.key.iter().all(|word| word != UNSPECIFIED))
}

fn coefficient(points: &[(f64, f64)]) -> Option<f64> {
    let n = points.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / n;
    let (x, y) = (mean(|point| point.0), mean(|point| point.1));
    let sum = |of: &dyn Fn(f64, f64) -> f64| points.iter().map(|point| of(point.0 - x, point.1 - y)).sum::<f64>();
    let (both, first, second) = (sum(&|x, y| x * y), sum(&|x, _| x * x), sum(&|_, y| y * y));
    (first > 0.0 && second > 0.0).then(|| (both / (first.sqrt() * second.sqrt())).clamp(-1.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(values: &[(f64, f64)]) -> Option<f64> {
        coefficient(values)
    }

    #[test]
    fn a_line_is_one_its_mirror_minus_one_and_a_constant_none() {
        let line: Vec<_> = (0..12).map(|at| (f64::from(at), f64::from(3 * at + 1))).collect();
        assert!((points(&line).expect("a coefficient") - 1.0).abs() < 1e-12);
        let falling: Vec<_> = line.iter().map(|(x, y)| (*x, -y)).collect();
        assert!((points(&falling).expect("a coefficient") + 1.0).abs() < 1e-12);
        assert_eq!(points(&[(1.0, 5.0), (2.0, 5.0), (3.0, 5.0)]), None);
        assert_eq!(points(&[]), None);
        // Counted by hand: deviations −1.5 −0.5 0.5 1.5 and −1 1 −1 1, 2 ÷ √(5 × 4).
        let four = points(&[(1.0, 0.0), (2.0, 2.0), (3.0, 0.0), (4.0, 2.0)]).expect("a coefficient");
        assert!((four - 2.0 / 20.0_f64.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn a_weak_coefficient_of_few_groups_is_not_told() {
        let of = |n, r| Together { first: "a".into(), second: "b".into(), n, r };
        assert!(!of(10, Some(0.6)).is_told() && of(10, Some(-0.7)).is_told() && of(100, Some(0.2)).is_told());
        assert!(!of(9, None).is_told());
    }
}
