//! From what is known of groups to the figures of every breakdown.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use super::assemble::{ByGroup, Figures, Rest};
use super::cut::{Cut, Kept};
use super::definition::{Definition, is_by_store};
use super::grouping_sets::{ByKey, GroupingSets};
use super::model::{Measure, rest_word};

/// For each moment the stores that have data of it; a workspace of one store has one without a name.
pub(super) type There = Vec<Vec<String>>;

/// The figures of an indicator in every moment, from its groups; `report` is the index of the report's own. A group that is
/// worth no row is left out of breakdowns.
pub(super) fn figures<S: Clone + Default + for<'s> AddAssign<&'s S>>(
    definition: &Definition,
    there: &There,
    report: usize,
    groups: &GroupingSets<S>,
    measure: impl Fn(&S) -> Measure,
    is_worth_a_row: impl Fn(&S) -> bool,
) -> Figures {
    let totals: BTreeMap<usize, &S> = groups.whole().collect();
    let totals = there.iter().enumerate().map(|(at, there)| {
        let total = totals.get(&at).map_or_else(S::default, |total| (*total).clone());
        if there.is_empty() { Measure::default() } else { measure(&total) }
    });
    let mut figures = Figures { totals: totals.collect(), ..Figures::default() };
    for by in &definition.by {
        let mut rolled: ByKey<S> = groups.by(by).map(|(key, group)| (key.clone(), group.clone())).collect();
        let of_stores = is_by_store(by);
        if of_stores {
            // A store without a complaint has none, and not no data.
            let stores = there.iter().enumerate().flat_map(|(at, there)| there.iter().map(move |store| (at, store)));
            for (at, store) in stores {
                rolled.entry((at, vec![store.clone()])).or_default();
            }
        }
        let is_told = |at: usize, group: &S| of_stores || figures.totals[at].value.is_some() && is_worth_a_row(group);
        rolled.retain(|(at, _), group| is_told(*at, group));
        let sizes = rolled.iter().map(|((at, key), group)| (*at, key, measure(group).n));
        let mut rest = BTreeMap::<usize, (usize, S)>::new();
        if let Some(kept) = Kept::of(&definition.rows.facts, by, sizes, report) {
            figures.cuts.push(Cut { by: by.clone(), groups: kept.groups });
            let (listed, others): (ByKey<S>, ByKey<S>) =
                rolled.into_iter().partition(|((_, key), _)| kept.has(&definition.rows.facts, by, key));
            rolled = listed;
            for ((at, _), group) in others {
                let (groups, together) = rest.entry(at).or_default();
                *groups += 1;
                *together += &group;
            }
        }
        let rest = rest.into_iter().map(|(at, (groups, together))| Rest {
            at,
            key: vec![rest_word(groups); by.len()],
            groups,
            measure: measure(&together),
        });
        figures.groups.push(ByGroup {
            by: by.clone(),
            rest: rest.collect(),
            figures: rolled.into_iter().map(|(key, group)| (key, measure(&group))).collect(),
        });
    }
    figures
}
