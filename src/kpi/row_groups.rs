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

#[cfg(test)]
mod tests {
    use polars::prelude::Column;

    use super::*;

    #[test]
    fn rows_are_gathered_by_period_and_word_and_blank_is_the_word_for_blank() {
        let advisors = Column::new("advisor".into(), [Some("李静"), None, Some("王强"), Some(""), Some(UNSPECIFIED)]);
        let models = Column::new("model".into(), [Some("威姿"), Some("威姿"), None, None, Some("威姿")]);
        let frame = DataFrame::new(5, vec![advisors, models]).expect("a frame");
        let by_advisor = RowGroups::by(&frame, "advisor").expect("texts");
        let counted = |groups: &RowGroups, rows: &[(usize, usize)]| {
            let rows = rows.iter().map(|(at, row)| (*at, *row, 1));
            let known: ByKey<i64> = groups.gathered(rows, |sum, one| *sum += one);
            known.into_iter().map(|((at, key), sum)| (at, key.join("·"), sum)).collect::<Vec<_>>()
        };
        let rows = [(0, 0), (0, 1), (0, 2), (0, 3), (7, 4), (7, 0)];
        let of = |at, key: &str, sum| (at, key.to_owned(), sum);
        let expected =
            [of(0, UNSPECIFIED, 2), of(0, "李静", 1), of(0, "王强", 1), of(7, UNSPECIFIED, 1), of(7, "李静", 1)];
        let mut told = counted(&by_advisor, &rows);
        told.sort();
        let mut expected = expected.to_vec();
        expected.sort();
        assert_eq!(told, expected);
        assert_eq!(counted(&RowGroups::whole(5), &rows), [of(0, "", 4), of(7, "", 2)]);
        let by_both = by_advisor.divided(&RowGroups::by(&frame, "model").expect("texts"));
        let of_blank = [of(0, &format!("{UNSPECIFIED}·威姿"), 1), of(0, &format!("{UNSPECIFIED}·{UNSPECIFIED}"), 1)];
        let mut told = counted(&by_both, &[(0, 1), (0, 3)]);
        told.sort();
        let mut expected = of_blank.to_vec();
        expected.sort();
        assert_eq!(told, expected);
    }
}
