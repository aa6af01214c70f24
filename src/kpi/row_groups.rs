//! To which group of a grouping set each row of a fact belongs: found out once, asked by every indicator.

use std::hash::Hash;

use anyhow::Result;
use polars::prelude::{DataFrame, PlHashMap};

use super::grouping_sets::ByKey;
use crate::base::text::UNSPECIFIED;

/// The groups of the rows of a frame by some of its columns.
#[derive(Debug)]
pub(super) struct RowGroups {
    /// The group of each row: a place in `keys`.
    of_row: Vec<u32>,
    keys: Vec<Vec<String>>,
}

impl RowGroups {
    /// The one group of so many rows.
    pub(super) fn whole(rows: usize) -> Self {
        Self { of_row: vec![0; rows], keys: vec![Vec::new()] }
    }

    /// The groups by the words of a column.
    ///
    /// # Errors
    /// No such column of texts; a fault of the program.
    pub(super) fn by(frame: &DataFrame, column: &str) -> Result<Self> {
        let (of_row, words) = numbered(frame.column(column)?.str()?.iter().map(word));
        Ok(Self { of_row, keys: words.into_iter().map(|word| vec![word.to_owned()]).collect() })
    }

    /// These groups, each divided by further ones of the same rows.
    pub(super) fn divided(&self, further: &Self) -> Self {
        let (of_row, pairs) = numbered(self.of_row.iter().zip(&further.of_row));
        let key = |(own, other): (&u32, &u32)| [&*self.keys[*own as usize], &*further.keys[*other as usize]].concat();
        Self { of_row, keys: pairs.into_iter().map(key).collect() }
    }

    /// What is known of groups, from what each row of a moment adds.
    pub(super) fn gathered<T, S: Default>(
        &self,
        rows: impl Iterator<Item = (usize, usize, T)>,
        add: impl Fn(&mut S, T),
    ) -> ByKey<S> {
        let mut groups: PlHashMap<(usize, u32), S> = PlHashMap::default();
        for (at, row, adds) in rows {
            add(groups.entry((at, self.of_row[row])).or_default(), adds);
        }
        groups.into_iter().map(|((at, group), known)| ((at, self.keys[group as usize].clone()), known)).collect()
    }
}

/// The place of each thing among the different ones, and those.
fn numbered<T: Copy + Eq + Hash>(things: impl Iterator<Item = T>) -> (Vec<u32>, Vec<T>) {
    let (mut places, mut different) = (PlHashMap::default(), Vec::new());
    let place = |thing| {
        *places.entry(thing).or_insert_with(|| {
            different.push(thing);
            // At most one a row of the dealer's sheets: far below 2³².
            different.len() as u32 - 1
        })
    };
    let of_things = things.map(place).collect();
    (of_things, different)
}

/// The word of a group.
pub(super) fn word(text: Option<&str>) -> &str {
    text.filter(|text| !text.is_empty()).unwrap_or(UNSPECIFIED)
}
