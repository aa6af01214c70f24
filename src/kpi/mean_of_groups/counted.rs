//! Answers as a warehouse counts them: sums of points, and the surveys that they are of.

use std::collections::BTreeMap;

use super::super::definition::Definition;
use super::{Advisors, Answered, Answers, Groups};

/// Answers or surveys of a group as a warehouse counts them.
pub(in super::super) struct Told {
    /// The words of the group.
    pub(in super::super) key: Vec<String>,
    /// Millionths of a point.
    pub(in super::super) points: i64,
    /// How many.
    pub(in super::super) count: i64,
}

impl Answered {
    /// What was counted of each moment: answers, and the surveys that they are of; `columns` are those of the keys. What a
    /// survey says of itself, such as its channel, is the same for all of its answers.
    pub(in super::super) fn told(
        definition: &Definition,
        columns: &[String],
        moments: BTreeMap<usize, (Vec<Told>, Vec<Told>)>,
    ) -> Self {
        let mut all = Self::default();
        let Some(answers) = &definition.rows.facts.answers else { return all };
        let apart: Vec<&Vec<String>> = definition.by.iter().filter(|by| answers.is_apart_from(by)).collect();
        apart.iter().for_each(|by| drop(all.apart.insert((*by).clone(), Groups::new())));
        let word = |told: &Told, column: &String| {
            columns.iter().position(|one| one == column).and_then(|at| told.key.get(at).cloned()).unwrap_or_default()
        };
        for (at, (of_items, surveys)) in moments {
            let is_survey = std::iter::repeat_n(false, of_items.len()).chain(std::iter::repeat(true));
            for (told, is_survey) in of_items.into_iter().chain(surveys).zip(is_survey) {
                let (about, item) = (word(&told, &answers.about), word(&told, &answers.item));
                let add = |advisors: &mut Advisors| {
                    let advisor = advisors.entry(about.clone()).or_default();
                    if is_survey {
                        advisor.surveys += u64::try_from(told.count).unwrap_or(0);
                    } else {
                        let group = Answers { points: i128::from(told.points), count: i128::from(told.count) };
                        advisor.items.entry(item.clone()).or_default().add(group);
                    }
                };
                add(all.all.entry(at).or_default());
                for by in &apart {
                    let key = by.iter().map(|column| word(&told, column)).collect();
                    add(all.apart.entry((*by).clone()).or_default().entry((at, key)).or_default());
                }
            }
        }
        all
    }
}
