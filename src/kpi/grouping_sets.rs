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

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn what_is_told_of_finer_groups_falls_to_the_group_of_every_set() {
        let columns = texts(&["advisor", "model"]);
        let mut sums = GroupingSets::<Sum>::empty(vec![texts(&[]), texts(&["model"]), texts(&["model", "advisor"])]);
        for (words, adds) in [(["李静", "威姿"], 1), (["王强", "威姿"], 2), (["李静", "夏利"], 4)] {
            sums.groups_of(3, &columns, &texts(&words)).for_each(|sum| sum.0 += adds);
        }
        assert_eq!(sums.whole().map(|(at, sum)| (at, sum.0)).collect::<Vec<_>>(), [(3, 7)]);
        let of = |by: &[&str]| {
            let by = texts(by);
            sums.by(&by).map(|((_, key), sum)| (key.join("·"), sum.0)).collect::<BTreeMap<_, _>>()
        };
        assert_eq!(of(&["model"]), BTreeMap::from([("威姿".to_owned(), 3), ("夏利".to_owned(), 4)]));
        assert_eq!(of(&["model", "advisor"])["威姿·王强"], 2);
        assert!(of(&["advisor"]).is_empty(), "no such set");
    }

    #[test]
    fn what_others_know_is_added_set_by_set() {
        let key = |word: &str| (0, texts(&[word]));
        let of = |groups: &[(&str, i64)]| {
            let groups = groups.iter().map(|(word, sum)| (key(word), Sum(*sum))).collect();
            GroupingSets::from_iter([(texts(&["model"]), groups)])
        };
        let mut sums = of(&[("威姿", 1)]);
        sums.add(of(&[("威姿", 2), ("夏利", 4)]));
        sums.add(GroupingSets::of_whole(ByKey::from([((0, Vec::new()), Sum(9))])));
        let model = texts(&["model"]);
        let by_model: BTreeMap<_, _> = sums.by(&model).map(|((_, key), sum)| (key[0].clone(), sum.0)).collect();
        assert_eq!(by_model, BTreeMap::from([("威姿".to_owned(), 3), ("夏利".to_owned(), 4)]));
        assert_eq!(sums.whole().map(|(_, sum)| sum.0).sum::<i64>(), 9);
        sums.retain(|at| at > 0);
        assert_eq!(sums.whole().count() + sums.by(&model).count(), 0);
    }

    #[derive(Clone, Debug, Default, PartialEq)]
    struct Sum(i64);

    impl AddAssign<&Self> for Sum {
        fn add_assign(&mut self, other: &Self) {
            self.0 += other.0;
        }
    }
}
