//! Groups as those of a store are kept until all stores are counted: two hundred stores have millions of them, so each word
//! stands once, and the groups lie one behind the other.

use std::collections::HashMap;

use super::grouped::ByKey;

/// The groups of a store. Their keys all have so many words as the breakdowns of their indicator have columns.
#[derive(Clone, Debug)]
pub(super) struct Packed<S> {
    words: Box<[String]>,
    /// The words of the first group, then those of the second …: places in `words`.
    keys: Box<[u32]>,
    /// The moment of each group, and what is known of it.
    groups: Box<[(u32, S)]>,
}

impl<S: Clone> Packed<S> {
    /// Packs them.
    pub(super) fn of(all: ByKey<S>) -> Self {
        let (mut words, mut keys, mut groups) = (Vec::new(), Vec::new(), Vec::with_capacity(all.len()));
        let mut places = HashMap::new();
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
        Self { words: words.into(), keys: keys.into(), groups: groups.into() }
    }

    /// The groups again.
    pub(super) fn groups(&self) -> ByKey<S> {
        let width = self.keys.len().checked_div(self.groups.len()).unwrap_or(0);
        let key = |at: usize| {
            let places = &self.keys[at * width..(at + 1) * width];
            places.iter().map(|place| self.words[*place as usize].clone()).collect::<Vec<_>>()
        };
        let groups = self.groups.iter().enumerate();
        groups.map(|(at, (moment, group))| ((*moment as usize, key(at)), group.clone())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_back_as_it_was() {
        let key = |at, words: &[&str]| (at, words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        let two = [(key(0, &["李静", "威姿"]), 1), (key(0, &["李静", ""]), 2), (key(12, &["威姿", "李静"]), 3)];
        for groups in [ByKey::from(two), ByKey::from([(key(0, &[]), 4), (key(3, &[]), 5)]), ByKey::new()] {
            assert_eq!(Packed::of(groups.clone()).groups(), groups);
        }
    }
}
