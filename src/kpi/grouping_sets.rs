//! What is known of an indicator as SQL's GROUPING SETS give it: of the whole, and of the groups of each breakdown.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use super::definition::Definition;

/// What is known of groups, by period (index into the moments) and key.
pub(super) type ByKey<S> = BTreeMap<(usize, Vec<String>), S>;

/// The columns of each grouping set, in the order of their breakdowns; those of the whole, none, are the first.
pub(super) fn sets(definition: &Definition) -> Vec<Vec<String>> {
    let mut sets = vec![Vec::new()];
    for by in &definition.by {
        if !sets.contains(by) {
            sets.push(by.clone());
        }
    }
    sets
}

/// For each grouping set its groups: their keys are words of its columns.
#[derive(Clone, Debug, Default)]
pub(super) struct GroupingSets<S>(Vec<(Vec<String>, ByKey<S>)>);

impl<S> FromIterator<(Vec<String>, ByKey<S>)> for GroupingSets<S> {
    fn from_iter<I: IntoIterator<Item = (Vec<String>, ByKey<S>)>>(sets: I) -> Self {
        Self(sets.into_iter().collect())
    }
}

impl<S> IntoIterator for GroupingSets<S> {
    type Item = (Vec<String>, ByKey<S>);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<S> GroupingSets<S> {
    /// Those of an indicator that is told of the whole only.
    pub(super) fn of_whole(whole: ByKey<S>) -> Self {
        Self(vec![(Vec::new(), whole)])
    }

    /// The groups by these columns; none where it has no such set.
    pub(super) fn by(&self, columns: &[String]) -> impl Iterator<Item = (&(usize, Vec<String>), &S)> {
        self.0.iter().filter(move |(by, _)| by == columns).flat_map(|(_, groups)| groups)
    }

    /// What is known of the whole in each period that has any.
    pub(super) fn whole(&self) -> impl Iterator<Item = (usize, &S)> {
        self.by(&[]).map(|((at, _), whole)| (*at, whole))
    }

    /// All groups of all sets.
    pub(super) fn values_mut(&mut self) -> impl Iterator<Item = &mut S> {
        self.0.iter_mut().flat_map(|(_, groups)| groups.values_mut())
    }

    /// Brings groups in, each set to its own.
    pub(super) fn bring<T>(&mut self, others: GroupingSets<T>, mut bring: impl FnMut(&mut ByKey<S>, ByKey<T>)) {
        for (by, others) in others {
            match self.0.iter_mut().find(|(own, _)| *own == by) {
                Some((_, own)) => bring(own, others),
                None => {
                    let mut own = ByKey::new();
                    bring(&mut own, others);
                    self.0.push((by, own));
                }
            }
        }
    }

    /// Keeps the groups of such periods only.
    pub(super) fn retain(&mut self, is_kept: impl Fn(usize) -> bool) {
        self.0.iter_mut().for_each(|(_, groups)| groups.retain(|(at, _), _| is_kept(*at)));
    }
}

impl<S: Default> GroupingSets<S> {
    /// Sets without a group.
    pub(super) fn empty(sets: Vec<Vec<String>>) -> Self {
        sets.into_iter().map(|by| (by, ByKey::new())).collect()
    }

    /// What is known of the group that a row falls to, in each set; `words` are the row's by `columns`.
    pub(super) fn groups_of<'s>(
        &'s mut self,
        at: usize,
        columns: &[String],
        words: &[String],
    ) -> impl Iterator<Item = &'s mut S> {
        let word = |name: &String| Some(words[columns.iter().position(|column| column == name)?].clone());
        self.0.iter_mut().map(move |(by, groups)| groups.entry((at, by.iter().filter_map(word).collect())).or_default())
    }
}

impl<S: Default + for<'s> AddAssign<&'s S>> GroupingSets<S> {
    /// Adds what others know of the same groups.
    pub(super) fn add(&mut self, others: Self) {
        self.bring(others, |own, others| {
            others.iter().for_each(|(key, other)| *own.entry(key.clone()).or_default() += other);
        });
    }
}
