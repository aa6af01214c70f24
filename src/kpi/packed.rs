//! Groups as those of a store are kept until all stores are counted: two hundred stores have millions of them, so each word
//! stands once, and the groups lie one behind the other.

use std::collections::HashMap;

use super::grouping_sets::{ByKey, GroupingSets};

/// The groups of a store's indicator.
#[derive(Clone, Debug)]
pub(super) struct Packed<S> {
    words: Box<[String]>,
    sets: Box<[Set<S>]>,
}

/// Those of a grouping set.
#[derive(Clone, Debug)]
struct Set<S> {
    columns: Vec<String>,
    /// The words of the first group, then those of the second …: places in `words`, as many a group as there are columns.
    keys: Box<[u32]>,
    /// The moment of each group, and what is known of it.
    groups: Box<[(u32, S)]>,
}

impl<S: Clone> Packed<S> {
    /// Packs them.
    pub(super) fn of(all: GroupingSets<S>) -> Self {
        let (mut words, mut places) = (Vec::new(), HashMap::new());
        let mut set = |(columns, all): (Vec<String>, ByKey<S>)| {
            let (mut keys, mut groups) = (Vec::new(), Vec::with_capacity(all.len()));
            for ((at, key), group) in all {
                for word in key {
                    keys.push(*places.entry(word).or_insert_with_key(|word| {
                        words.push(word.clone());
                        // At most one word a cell of a file: far below 2³².
                        words.len() as u32 - 1
                    }));
                }
                groups.push((at as u32, group));
            }
            Set { columns, keys: keys.into(), groups: groups.into() }
        };
        let sets = all.into_iter().map(&mut set).collect();
        Self { words: words.into(), sets }
    }

    /// The groups again.
    pub(super) fn groups(&self) -> GroupingSets<S> {
        let set = |set: &Set<S>| {
            let width = set.columns.len();
            let key = |at: usize| {
                let places = &set.keys[at * width..(at + 1) * width];
                places.iter().map(|place| self.words[*place as usize].clone()).collect::<Vec<_>>()
            };
            let groups = set.groups.iter().enumerate();
            let groups = groups.map(|(at, (moment, group))| ((*moment as usize, key(at)), group.clone()));
            (set.columns.clone(), groups.collect())
        };
        self.sets.iter().map(set).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_back_as_it_was() {
        let key = |at, words: &[&str]| (at, words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        let columns = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let sets = vec![
            (columns(&[]), ByKey::from([(key(0, &[]), 4), (key(12, &[]), 5)])),
            (columns(&["advisor"]), ByKey::new()),
            (
                columns(&["advisor", "model"]),
                ByKey::from([(key(0, &["李静", "威姿"]), 1), (key(12, &["威姿", "李静"]), 3)]),
            ),
        ];
        let groups = GroupingSets::from_iter(sets.clone());
        assert_eq!(Vec::from_iter(Packed::of(groups).groups()), sets);
        assert_eq!(Vec::from_iter(Packed::of(GroupingSets::<i32>::default()).groups()), []);
    }
}
