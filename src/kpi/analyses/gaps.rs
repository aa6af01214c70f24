//! What to mend first: where closing the gap to the target is worth most, (target − value) × n over indicator and group, of a
//! count target − value.

use std::collections::BTreeSet;

use crate::base::number::Unit;
use crate::base::text::UNSPECIFIED;
use crate::kpi::model::{BreakdownRow, Direction, KpiResult, Measure};

/// How many a meeting takes on.
pub const MOST: usize = 5;

/// A gap to a target.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// The indicator.
    pub id: String,
    /// The property and the group; none where no group stands out and the gap is that of the whole.
    pub group: Option<(String, String)>,
    /// The figure.
    pub measure: Measure,
    /// What is aimed at.
    pub target: f64,
    /// What closing it is worth: so many cases, visits or full marks.
    pub worth: f64,
    /// The group that did best, with its figure.
    pub best: Option<(String, Measure)>,
}

impl Gap {
    /// The cases that have to go well for it: a part of one is one.
    pub fn cases(&self) -> u64 {
        whole(self.worth)
    }
}

/// The whole cases in a number that was computed: 95 % of 20 is 19, not 19.000000000000004.
fn whole(cases: f64) -> u64 {
    (cases - 1e-6).ceil().max(0.0) as u64
}

/// The gaps to close first, the largest first: one an indicator and one a person, then others of the same indicators where
/// fewer than [`MOST`] miss their target. Groups that rest on fewer than `small_sample` are not judged, nor figures of which a
/// part of the data is missing or in doubt, nor counts that still grow towards their target where the period is not `complete`.
pub fn largest(results: &[KpiResult], small_sample: u64, complete: bool) -> Vec<Gap> {
    let grows = |result: &&KpiResult| result.unit == Unit::Count && result.direction == Direction::Higher;
    let sure = results.iter().filter(|result| result.incomplete.is_none() && result.doubts.is_empty());
    let sure = sure.filter(|result| complete || !grows(result));
    let mut gaps: Vec<Gap> = sure.flat_map(|result| of(result, small_sample)).collect();
    // The order of the indicators decides between equals, then the names.
    gaps.sort_by(|one, other| other.worth.total_cmp(&one.worth));
    let mut chosen: Vec<Gap> = Vec::new();
    let (mut indicators, mut people) = (BTreeSet::new(), BTreeSet::new());
    for again in [false, true] {
        for gap in &gaps {
            let word = gap.group.as_ref().map(|(_, word)| word.clone());
            let same = chosen.iter().find(|one| one.id == gap.id);
            // The same cases by another property are the same cause.
            let other_cut = same.is_some_and(|one| by(one) != by(gap));
            let known = word.as_ref().is_some_and(|word| people.contains(word)) || (same.is_some() && word.is_none());
            if chosen.len() == MOST || known || other_cut || (indicators.contains(&gap.id) && !again) {
                continue;
            }
            indicators.insert(gap.id.clone());
            people.extend(word);
            chosen.push(gap.clone());
        }
    }
    chosen.sort_by(|one, other| other.worth.total_cmp(&one.worth));
    chosen
}

fn by(gap: &Gap) -> Option<&str> {
    gap.group.as_ref().map(|(by, _)| by.as_str())
}

/// The gaps of an indicator: of its groups by each property, else its own.
fn of(result: &KpiResult, small_sample: u64) -> Vec<Gap> {
    let (Some(target), Some(sign)) = (result.target, sign(result.direction)) else { return Vec::new() };
    if result.unit == Unit::Count {
        // The target is one for all groups together, and a count is never a small sample.
        let worth = result.measure.value.map(|value| sign * (target - value)).filter(|worth| *worth > 0.0);
        let of = |worth| Gap { id: result.id.clone(), group: None, measure: result.measure, target, worth, best: None };
        return worth.map(of).into_iter().collect();
    }
    let Some(part) = part(result.unit) else { return Vec::new() };
    let gap = |group: Option<(String, String)>, measure: Measure, best: Option<(String, Measure)>| {
        let value = measure.value.filter(|_| measure.n >= small_sample.max(1))?;
        let worth = sign * (target - value) * part * measure.n as f64;
        (worth > 0.0).then(|| Gap { id: result.id.clone(), group, measure, target, worth, best })
    };
    let single = result.breakdowns.iter().filter(|one| one.by.len() == 1 && one.by[0] != "period");
    let mut gaps = Vec::new();
    for breakdown in single {
        let judged = |row: &&BreakdownRow| {
            row.rest == 0 && row.key[0] != UNSPECIFIED && row.measure.value.is_some() && row.measure.n >= small_sample
        };
        let rows: Vec<&BreakdownRow> = breakdown.rows.iter().filter(judged).collect();
        let figure = |row: &&BreakdownRow| row.measure.value.map_or(f64::NEG_INFINITY, |value| sign * value);
        let best = rows.iter().copied().max_by(|one, other| {
            figure(one)
                .total_cmp(&figure(other))
                .then(one.measure.n.cmp(&other.measure.n))
                .then(other.key.cmp(&one.key))
        });
        for row in &rows {
            let better = |best: &&BreakdownRow| figure(best) > figure(row);
            let best = best.filter(better).map(|best| (best.key[0].clone(), best.measure));
            gaps.extend(gap(Some((breakdown.by[0].clone(), row.key[0].clone())), row.measure, best));
        }
    }
    if gaps.is_empty() { gap(None, result.measure, None).into_iter().collect() } else { gaps }
}

/// Whether gaps of figures of a unit are held against each other.
pub fn is_ranked(unit: Unit) -> bool {
    unit == Unit::Count || part(unit).is_some()
}

/// What one unit is of a whole case; none of units of which gaps cannot be held against those of others.
fn part(unit: Unit) -> Option<f64> {
    match unit {
        Unit::Percent | Unit::Points | Unit::Score => Some(1.0 / 100.0),
        Unit::PerThousand => Some(1.0 / 1000.0),
        Unit::Count | Unit::Money | Unit::Days | Unit::Minutes | Unit::Seconds | Unit::Times | Unit::Rank => None,
    }
}

/// What it takes to reach a target with as much below the line as now: how many more above it, or fewer where less is better;
/// of a count what lies between; none of other figures without parts, and 0 where it is reached.
pub fn missing(result: &KpiResult, target: f64) -> Option<u64> {
    let Measure { value, numerator, denominator, .. } = result.measure;
    let (now, aimed) = match result.unit {
        Unit::Count => (value?, target),
        unit => (numerator?, target * denominator? / unit.factor() as f64),
    };
    Some(whole(sign(result.direction)? * (aimed - now)))
}

/// What turns a gap so that one to be closed is above nought; none where neither way is better.
fn sign(direction: Direction) -> Option<f64> {
    match direction {
        Direction::Higher => Some(1.0),
        Direction::Lower => Some(-1.0),
        Direction::None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kpi::analyses::sample::{rate, result};

    /// A rate of 2013-09 by a property, with a target.
    fn aimed(id: &str, target: f64, by: &str, groups: &[(&str, f64, f64)]) -> KpiResult {
        let of: Vec<(&str, Measure)> =
            groups.iter().map(|(name, above, below)| (*name, rate(*above, *below))).collect();
        let sum = |at: fn(&(&str, f64, f64)) -> f64| groups.iter().map(at).sum::<f64>();
        let whole = rate(sum(|one| one.1), sum(|one| one.2));
        KpiResult { id: id.to_owned(), target: Some(target), ..result([whole, whole], [&[], &of], by) }
    }

    fn names(gaps: &[Gap]) -> Vec<(&str, &str)> {
        gaps.iter().map(|gap| (gap.id.as_str(), gap.group.as_ref().map_or("", |(_, word)| word.as_str()))).collect()
    }

    #[test]
    fn an_advisor_of_two_calls_never_tops_the_list_and_many_cases_weigh_more_than_a_low_rate() {
        // 科比 0 of 2, 乔丹 8 of 16 (45 % of 16 = 7.2 cases short of 95 %), 麦迪 80 of 100 (15 cases short).
        let calls = aimed("calls", 95.0, "advisor", &[("科比", 0.0, 2.0), ("乔丹", 8.0, 16.0), ("麦迪", 80.0, 100.0)]);
        let gaps = largest(&[calls], 10, true);
        assert_eq!(names(&gaps), [("calls", "麦迪"), ("calls", "乔丹")]);
        assert!((gaps[0].worth - 15.0).abs() < 1e-9 && (gaps[1].worth - 7.2).abs() < 1e-9);
        assert_eq!(gaps[1].best.as_ref().map(|(word, _)| word.as_str()), Some("麦迪"));
    }

    #[test]
    fn the_cases_of_a_gap_are_those_that_are_missing() {
        // 21 of 220 calls were not made, and 16 of 260.
        let calls = aimed("calls", 100.0, "advisor", &[("乔丹", 199.0, 220.0), ("科比", 244.0, 260.0)]);
        assert_eq!(largest(&[calls], 10, true).iter().map(Gap::cases).collect::<Vec<_>>(), [21, 16]);
        let part = aimed("calls", 95.0, "advisor", &[("乔丹", 8.0, 16.0)]);
        assert_eq!(largest(&[part], 10, true).iter().map(Gap::cases).collect::<Vec<_>>(), [8], "7.2 take 8");
    }

    #[test]
    fn five_lines_are_five_causes_and_not_five_of_one_advisor() {
        let of = |id, low: f64| aimed(id, 95.0, "advisor", &[("乔丹", low, 100.0), ("麦迪", 90.0, 100.0)]);
        let all = [of("a", 40.0), of("b", 50.0), of("c", 60.0), of("d", 70.0), of("e", 80.0), of("f", 85.0)];
        let gaps = largest(&all, 10, true);
        assert_eq!(names(&gaps), [("a", "乔丹"), ("b", "麦迪")]);
    }

    #[test]
    fn the_same_cases_by_caller_and_by_advisor_are_one_cause() {
        let mut calls = aimed("calls", 95.0, "advisor", &[("乔丹", 70.0, 100.0)]);
        calls.breakdowns.extend(aimed("calls", 95.0, "caller", &[("小王", 70.0, 100.0)]).breakdowns);
        assert_eq!(largest(&[calls], 10, true).len(), 1);
    }

    #[test]
    fn where_no_group_is_large_enough_the_gap_is_that_of_the_whole() {
        let calls = aimed("calls", 95.0, "advisor", &[("乔丹", 5.0, 9.0), ("麦迪", 6.0, 9.0)]);
        assert_eq!(names(&largest(&[calls], 10, true)), [("calls", "")]);
        let few = aimed("calls", 95.0, "advisor", &[("乔丹", 1.0, 2.0)]);
        assert_eq!(largest(&[few], 10, true), []);
    }

    #[test]
    fn less_is_better_turns_the_gap_around_and_without_a_target_there_is_none() {
        let rework = KpiResult {
            direction: Direction::Lower,
            ..aimed("rework", 2.0, "technician", &[("甲", 10.0, 100.0), ("乙", 1.0, 100.0)])
        };
        let gaps = largest(std::slice::from_ref(&rework), 10, true);
        assert_eq!(names(&gaps), [("rework", "甲")]);
        assert!((gaps[0].worth - 8.0).abs() < 1e-9);
        assert_eq!(gaps[0].best.as_ref().map(|(word, _)| word.as_str()), Some("乙"));
        assert_eq!(largest(&[KpiResult { target: None, ..rework }], 10, true), []);
    }

    #[test]
    fn a_count_beyond_its_target_is_a_gap_of_so_many_cases() {
        let count = |value: f64| {
            let measure = Measure { value: Some(value), n: value as u64, ..Measure::default() };
            let (unit, direction, target) = (Unit::Count, Direction::Lower, Some(5.0));
            KpiResult { unit, direction, target, ..result([measure; 2], [&[], &[]], "reason") }
        };
        let gaps = largest(&[count(7.0)], 10, true);
        assert_eq!(gaps.iter().map(|gap| (gap.cases(), gap.group.is_some())).collect::<Vec<_>>(), [(2, false)]);
        assert_eq!(largest(&[count(5.0)], 10, true), []);
        let more = |complete| largest(&[KpiResult { direction: Direction::Higher, ..count(3.0) }], 10, complete).len();
        assert_eq!([more(true), more(false)], [1, 0], "more may still come");
    }

    #[test]
    fn what_a_target_takes_is_counted_in_whole_cases() {
        // 1289 of 1386 is 93.00 %; 95 % is 1316.7, so 28 more; 19 of 20 is 95 % already.
        let of = |above, below| result([rate(above, below); 2], [&[], &[]], "advisor");
        assert_eq!(missing(&of(1289.0, 1386.0), 95.0), Some(28));
        assert_eq!(missing(&of(19.0, 20.0), 95.0), Some(0));
        let measure = Measure { value: Some(7.0), n: 7, ..Measure::default() };
        let count = KpiResult { unit: Unit::Count, direction: Direction::Lower, measure, ..of(1.0, 1.0) };
        assert_eq!((missing(&count, 5.0), missing(&count, 9.0)), (Some(2), Some(0)));
        let less = KpiResult { direction: Direction::Lower, ..of(12.0, 100.0) };
        assert_eq!(missing(&less, 10.0), Some(2));
    }
}
