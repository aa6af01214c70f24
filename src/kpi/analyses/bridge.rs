//! Why a figure moved: its change against the period before, taken apart by groups into what each did otherwise and into
//! what the mix of groups did, so that the parts add up to the change.
//!
//! Of a rate R = Σ wᵍ·rᵍ with the weights wᵍ = Dᵍ ÷ ΣD a group gives w̄ᵍ·Δrᵍ by its own figure and Δwᵍ·(r̄ᵍ − R̄) by its weight,
//! bars being means of both periods (the midpoint form of Marshall and Edgeworth: no part is left over, and before and now can
//! change places). R̄·ΣΔw is 0, so that a group that grows counts against the whole, not against nothing.

use std::collections::BTreeMap;

use crate::base::text::UNSPECIFIED;
use crate::kpi::definition::DEALER;
use crate::kpi::model::{BreakdownRow, KpiResult, Measure};

/// The period in front of groups.
const PERIOD: &str = "period";
/// A figure and the one made of its groups may differ by so much: floats are added in another order.
const ALIKE: f64 = 1e-9;

/// A change and its parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Bridge {
    /// The figure of the period before.
    pub before: f64,
    /// That of the period.
    pub now: f64,
    /// The parts, the largest first, then by name; together they are `now` − `before`.
    pub parts: Vec<Part>,
}

/// What one group has to do with a change.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The group's word, as breakdowns know it.
    pub group: String,
    /// Its figure before and now; none where it was not there.
    pub figures: [Option<f64>; 2],
    /// What they rest on.
    pub n: [u64; 2],
    /// By its own figure, in the unit of a change.
    pub own: f64,
    /// By its weight among the groups.
    pub mix: f64,
}

impl Part {
    /// By both.
    pub fn whole(&self) -> f64 {
        self.own + self.mix
    }
}

/// A group in one period: its weight below the line, and what is above it.
#[derive(Clone, Copy, Debug)]
struct Share {
    weight: f64,
    figure: f64,
    n: u64,
}

/// The groups of a period whose figures make that of the whole.
type Shares<'a> = BTreeMap<&'a str, Share>;

/// Two figures of one indicator, and the groups of each: of two periods, or of two stores.
#[derive(Debug)]
struct Sides<'a> {
    measures: [Measure; 2],
    rows: [Vec<&'a BreakdownRow>; 2],
}

impl<'a> Sides<'a> {
    /// The period before and the report's.
    fn in_time(result: &'a KpiResult, by: &str) -> Self {
        let measures = [result.previous.measure, result.measure];
        Self { measures, rows: [before_rows(result, by), now_rows(result, by)] }
    }

    /// Two stores in the report's period; none where one has no figure.
    fn of_stores(result: &'a KpiResult, by: &str, stores: [&str; 2]) -> Option<Self> {
        let of = |by: &[&str], store: &str| -> Vec<&'a BreakdownRow> {
            let rows = result.breakdown(by).into_iter().flat_map(|breakdown| &breakdown.rows);
            rows.filter(|row| row.key[0] == store).collect()
        };
        let [one, other] = stores.map(|store| of(&[DEALER], store).first().map(|row| row.measure));
        Some(Self { measures: [one?, other?], rows: stores.map(|store| of(&[DEALER, by], store)) })
    }
}

/// What separates the figures of two stores, by the groups of a property; none where they do not make the figures.
pub fn stores_by_groups(result: &KpiResult, by: &str, stores: [&str; 2]) -> Option<Bridge> {
    groups_apart(Sides::of_stores(result, by, stores)?)
}

/// What separates the rates of two stores, by the reasons of a count.
pub fn stores_by_reasons(rate: &KpiResult, count: &KpiResult, by: &str, stores: [&str; 2]) -> Option<Bridge> {
    reasons_apart(rate, &Sides::of_stores(rate, by, stores)?, Sides::of_stores(count, by, stores)?)
}

/// The change of a rate or score taken apart by the groups of a property; none where a period has no figure, or where its
/// groups do not make that of the whole (a vehicle that counts in two of them, a mean of something else).
pub fn by_groups(result: &KpiResult, by: &str) -> Option<Bridge> {
    groups_apart(Sides::in_time(result, by))
}

fn groups_apart(sides: Sides<'_>) -> Option<Bridge> {
    let ([before, now], [before_rows, now_rows]) = (sides.measures, sides.rows);
    let shares = [shares(before_rows, &before)?, shares(now_rows, &now)?];
    let (from, to) = (before.value?, now.value?);
    let middle = f64::midpoint(from, to);
    let mut groups: Vec<&str> = shares.iter().flat_map(|shares| shares.keys().copied()).collect();
    groups.sort_unstable();
    groups.dedup();
    let part = |group: &str| {
        let both = [shares[0].get(group).copied(), shares[1].get(group).copied()];
        let known = both[0].or(both[1])?;
        let weights = both.map(|share| share.map_or(0.0, |share| share.weight));
        // A group that was not there has no figure to differ from: what it does, it does by being there.
        let figures = both.map(|share| share.unwrap_or(known).figure);
        let figures = if both[0].is_none() { [figures[1]; 2] } else { figures };
        let figures = if both[1].is_none() { [figures[0]; 2] } else { figures };
        Some(Part {
            group: group.to_owned(),
            figures: both.map(|share| share.map(|share| share.figure)),
            n: both.map(|share| share.map_or(0, |share| share.n)),
            own: f64::midpoint(weights[0], weights[1]) * (figures[1] - figures[0]),
            mix: (weights[1] - weights[0]) * (f64::midpoint(figures[0], figures[1]) - middle),
        })
    };
    Some(Bridge { before: from, now: to, parts: sorted(groups.into_iter().filter_map(part).collect()) })
}

/// The change of a rate taken apart by the reasons of a count that is above its line, or below it and not above: each
/// reason's share of what is below the line, now less before, with the sign of the side.
pub fn by_reasons(rate: &KpiResult, count: &KpiResult, by: &str) -> Option<Bridge> {
    reasons_apart(rate, &Sides::in_time(rate, by), Sides::in_time(count, by))
}

fn reasons_apart(rate: &KpiResult, of: &Sides<'_>, counted: Sides<'_>) -> Option<Bridge> {
    let ([before, now], rows) = (of.measures, counted.rows);
    let factor = rate.unit.factor() as f64;
    let below = [before.denominator.filter(|below| *below > 0.0)?, now.denominator.filter(|below| *below > 0.0)?];
    let sums = rows.each_ref().map(|rows| rows.iter().filter_map(|row| row.measure.value).sum::<f64>());
    let above = [before.numerator?, now.numerator?];
    let is = |of: [f64; 2]| (0..2).all(|at| (sums[at] - of[at]).abs() <= ALIKE * below[at]);
    let sign = match (is([below[0] - above[0], below[1] - above[1]]), is(above)) {
        (true, _) => -1.0,
        (_, true) => 1.0,
        (false, false) => return None,
    };
    let counts = rows.each_ref().map(|rows| -> BTreeMap<&str, f64> {
        rows.iter().filter_map(|row| Some((word(row), row.measure.value?))).collect()
    });
    let mut reasons: Vec<&str> = counts.iter().flat_map(|counts| counts.keys().copied()).collect();
    reasons.sort_unstable();
    reasons.dedup();
    let part = |reason: &str| {
        let counted = [0, 1].map(|at| counts[at].get(reason).copied().unwrap_or(0.0));
        let shares = [0, 1].map(|at| counted[at] / below[at] * factor);
        Part {
            group: reason.to_owned(),
            figures: shares.map(Some),
            n: counted.map(|counted| counted as u64),
            own: sign * (shares[1] - shares[0]),
            mix: 0.0,
        }
    };
    Some(Bridge { before: before.value?, now: now.value?, parts: sorted(reasons.into_iter().map(part).collect()) })
}

fn sorted(mut parts: Vec<Part>) -> Vec<Part> {
    parts.sort_by(|one, other| {
        other.whole().abs().total_cmp(&one.whole().abs()).then_with(|| one.group.cmp(&other.group))
    });
    parts
}

/// The groups of the report's period.
fn now_rows<'a>(result: &'a KpiResult, by: &str) -> Vec<&'a BreakdownRow> {
    result.breakdown(&[by]).into_iter().flat_map(|breakdown| &breakdown.rows).collect()
}

/// The groups of the period before it.
fn before_rows<'a>(result: &'a KpiResult, by: &str) -> Vec<&'a BreakdownRow> {
    let breakdowns = result.breakdowns.iter().chain(&result.by_previous);
    let rows = breakdowns.filter(|one| one.by == [PERIOD, by]).flat_map(|one| &one.rows);
    rows.filter(|row| row.key[0] == result.previous.period).collect()
}

/// The group of a row, behind its period where it has one.
fn word(row: &BreakdownRow) -> &str {
    row.words().last().unwrap_or_default()
}

/// What the groups of a period weigh: by what is below their lines; of a mean of groups each the same, those without a name
/// left out, or by their answers. Only what makes the figure of the whole is right.
fn shares<'a>(rows: Vec<&'a BreakdownRow>, whole: &Measure) -> Option<Shares<'a>> {
    let value = whole.value?;
    let known: Vec<(&str, &Measure, f64)> =
        rows.iter().filter_map(|row| Some((word(row), &row.measure, row.measure.value?))).collect();
    let with = |weight: &dyn Fn(&str, &Measure) -> f64| {
        let weights: Vec<f64> = known.iter().map(|(word, measure, _)| weight(word, measure)).collect();
        let all: f64 = weights.iter().sum();
        let shares: Shares<'a> = known
            .iter()
            .zip(&weights)
            .filter(|(_, weight)| **weight > 0.0)
            .map(|((word, measure, figure), weight)| {
                (*word, Share { weight: weight / all, figure: *figure, n: measure.n })
            })
            .collect();
        let made: f64 = shares.values().map(|share| share.weight * share.figure).sum();
        ((made - value).abs() <= ALIKE * value.abs().max(1.0)).then_some(shares)
    };
    let named = |word: &str| if word == UNSPECIFIED { 0.0 } else { 1.0 };
    if whole.denominator.is_some() {
        return with(&|_, measure| measure.denominator.unwrap_or(0.0));
    }
    with(&|word, _| named(word)).or_else(|| with(&|_, measure| measure.n as f64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kpi::analyses::sample::{rate, result};

    fn close(one: f64, other: f64) -> bool {
        (one - other).abs() < 1e-9
    }

    fn adds_up(bridge: &Bridge) -> bool {
        close(bridge.parts.iter().map(Part::whole).sum::<f64>(), bridge.now - bridge.before)
    }

    #[test]
    fn own_figures_and_mix_are_told_apart_and_add_up() {
        // August: 乔丹 40 of 50, 麦迪 45 of 50: 85 %. September: 乔丹 24 of 30, 麦迪 49 of 70: 73 %.
        // By hand: 乔丹 stays at 80 %: own 0, weight 0.5 → 0.3, mix −0.2 × (80 − 79) = −0.2.
        // 麦迪 90 → 70: own 0.6 × −20 = −12, mix 0.2 × (80 − 79) = 0.2. Together −12.
        let groups = [
            [("乔丹", rate(40.0, 50.0)), ("麦迪", rate(45.0, 50.0))],
            [("乔丹", rate(24.0, 30.0)), ("麦迪", rate(49.0, 70.0))],
        ];
        let of = result([rate(85.0, 100.0), rate(73.0, 100.0)], [&groups[0], &groups[1]], "advisor");
        let bridge = by_groups(&of, "advisor").expect("a bridge");
        let [first, second] = bridge.parts.as_slice() else { unreachable!("two parts") };
        assert_eq!((first.group.as_str(), second.group.as_str()), ("麦迪", "乔丹"));
        assert!(close(first.own, -12.0) && close(first.mix, 0.2), "{first:?}");
        assert!(close(second.own, 0.0) && close(second.mix, -0.2), "{second:?}");
        assert!(adds_up(&bridge));
    }

    #[test]
    fn who_comes_or_goes_has_no_figure_to_differ_from() {
        // August: 乔丹 8 of 10. September: 乔丹 8 of 10, 科比 5 of 10: 80 → 65. 科比: 0.5 × (50 − 72.5) = −11.25; 乔丹 the rest.
        let of = result(
            [rate(8.0, 10.0), rate(13.0, 20.0)],
            [&[("乔丹", rate(8.0, 10.0))], &[("乔丹", rate(8.0, 10.0)), ("科比", rate(5.0, 10.0))]],
            "advisor",
        );
        let bridge = by_groups(&of, "advisor").expect("a bridge");
        let new = bridge.parts.iter().find(|part| part.group == "科比").expect("科比");
        assert_eq!((new.figures, new.own), ([None, Some(50.0)], 0.0));
        assert!(close(new.mix, -11.25) && adds_up(&bridge), "{bridge:?}");
    }

    #[test]
    fn advisors_of_a_mean_weigh_the_same_and_the_unnamed_nothing() {
        let score = |value: f64, n| Measure { value: Some(value), n, ..Measure::default() };
        let groups = [
            vec![("乔丹", score(90.0, 100)), ("麦迪", score(80.0, 5)), (UNSPECIFIED, score(10.0, 9))],
            vec![("乔丹", score(86.0, 100)), ("麦迪", score(80.0, 50)), (UNSPECIFIED, score(90.0, 9))],
        ];
        let of = result([score(85.0, 105), score(83.0, 150)], [&groups[0], &groups[1]], "advisor");
        let bridge = by_groups(&of, "advisor").expect("a bridge");
        assert_eq!(bridge.parts.len(), 2);
        assert!(close(bridge.parts[0].whole(), -2.0) && close(bridge.parts[1].whole(), 0.0) && adds_up(&bridge));
    }

    #[test]
    fn reasons_of_what_failed_count_against_a_rate_of_what_succeeded() {
        // 100 cases with 5 wrong numbers and 5 unreachable, then 200 with 30 and 10: 90 % → 80 %.
        // Wrong numbers 5 % → 15 %: −10; unreachable 5 % → 5 %: 0.
        let count = |value: f64| Measure { value: Some(value), n: value as u64, ..Measure::default() };
        let cases = result([rate(90.0, 100.0), rate(160.0, 200.0)], [&[], &[]], "advisor");
        let failures = result(
            [count(10.0), count(40.0)],
            [
                &[("号码错误", count(5.0)), ("无法接通", count(5.0))],
                &[("号码错误", count(30.0)), ("无法接通", count(10.0))],
            ],
            "reason",
        );
        let bridge = by_reasons(&cases, &failures, "reason").expect("a bridge");
        assert_eq!(bridge.parts[0].group, "号码错误");
        assert!(close(bridge.parts[0].own, -10.0) && adds_up(&bridge), "{bridge:?}");
        // Reasons that are not those of this rate explain nothing.
        let others =
            result([count(3.0), count(40.0)], [&[("号码错误", count(3.0))], &[("号码错误", count(40.0))]], "reason");
        assert_eq!(by_reasons(&cases, &others, "reason"), None);
    }

    #[test]
    fn groups_that_do_not_make_the_whole_explain_nothing() {
        let groups = [("乔丹", rate(40.0, 50.0))];
        let of = result([rate(85.0, 100.0), rate(73.0, 100.0)], [&groups, &groups], "advisor");
        assert_eq!(by_groups(&of, "advisor"), None);
        assert_eq!(by_groups(&of, "caller"), None);
        let nothing = result([Measure::default(), rate(40.0, 50.0)], [&[], &groups], "advisor");
        assert_eq!(by_groups(&nothing, "advisor"), None);
    }

    proptest::proptest! {
        #[test]
        fn the_parts_add_up_whatever_the_groups(counts in proptest::collection::vec((0_u32..40, 0_u32..40, 0_u32..40, 0_u32..40), 1..9)) {
            let names: Vec<String> = (0..counts.len()).map(|at| format!("组{at}")).collect();
            let of = |before: bool| -> Vec<(&str, Measure)> {
                let pick = |(a, b, c, d): &(u32, u32, u32, u32)| if before { (*a, a + b) } else { (*c, c + d) };
                let pairs = names.iter().zip(&counts).map(|(name, one)| (name.as_str(), pick(one)));
                pairs.filter(|(_, (_, below))| *below > 0).map(|(name, (above, below))| (name, rate(above.into(), below.into()))).collect()
            };
            let whole = |groups: &[(&str, Measure)]| {
                let sum = |part: fn(&Measure) -> Option<f64>| groups.iter().filter_map(|(_, one)| part(one)).sum::<f64>();
                rate(sum(|one| one.numerator), sum(|one| one.denominator))
            };
            let (before, now) = (of(true), of(false));
            proptest::prop_assume!(!before.is_empty() && !now.is_empty());
            let bridge = by_groups(&result([whole(&before), whole(&now)], [&before, &now], "advisor"), "advisor");
            proptest::prop_assert!(bridge.is_some_and(|bridge| adds_up(&bridge)));
        }
    }
}
