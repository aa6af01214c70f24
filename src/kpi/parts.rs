//! What is known of an indicator in every moment before it is put together: it adds up over stores, figures do not.

use std::collections::BTreeSet;

use anyhow::Result;

use super::assemble::Figures;
use super::counted::key_columns;
use super::definition::{DEALER, Definition, Shape};
use super::difference::{self, Sides};
use super::grouped::There;
use super::grouping_sets::{GroupingSets, sets};
use super::latest::{self, Newest};
use super::mean_of_groups::{self, Answered};
use super::median::{self, Known};
use super::model::Short;
use super::packed::Packed;
use super::query::{Context, Sums, absent};
use super::shortness::{self, Habits};
use super::told::Telling;
use super::{ratio, rolling, trailing};
use crate::base::period::Period;
use crate::base::text::UNSPECIFIED;
use crate::settings::Counting;

/// What is known of an indicator in every moment.
#[derive(Clone, Debug)]
pub(super) struct Parts {
    there: There,
    /// The months of each moment without data, of a trailing mean.
    pub(super) missing_months: Vec<Vec<Period>>,
    /// The tables that cover only a part of each moment's period.
    pub(super) short: Vec<Vec<Short>>,
    rows: Rows,
}

/// The parts of an indicator in the periods of its trend and in the months inside the report's.
#[derive(Clone, Debug)]
pub(super) struct PartsOf {
    pub(super) periods: Parts,
    /// None where the report's period is a month.
    pub(super) months: Option<Parts>,
}

/// The same of a store, as it is kept until all stores are counted.
#[derive(Clone, Debug)]
pub(super) struct KeptOf {
    pub(super) periods: Kept,
    pub(super) months: Option<Kept>,
}

/// What the parts of a store's indicator add to those of its group.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    there: Box<[bool]>,
    short: Vec<Vec<Short>>,
    rows: KeptRows,
}

/// By the aggregation of the indicator; packed where there may be many groups.
#[derive(Clone, Debug)]
enum KeptRows {
    Sums(Packed<Sums>),
    Sides(Packed<Sides>),
    Other(Rows),
}

impl PartsOf {
    /// What is kept of them.
    pub(super) fn kept(self) -> KeptOf {
        KeptOf { periods: self.periods.kept(), months: self.months.map(Parts::kept) }
    }
}

impl Kept {
    /// The parts again.
    fn parts(&self) -> Parts {
        let rows = match &self.rows {
            KeptRows::Sums(groups) => Rows::Sums(groups.groups()),
            KeptRows::Sides(groups) => Rows::Sides(groups.groups()),
            KeptRows::Other(rows) => rows.clone(),
        };
        let there = self.there.iter().map(|there| Vec::from_iter(there.then(String::new))).collect();
        Parts { there, missing_months: Vec::new(), short: self.short.clone(), rows }
    }
}

/// By the aggregation of the indicator.
#[derive(Clone, Debug)]
enum Rows {
    Sums(GroupingSets<Sums>),
    Sides(GroupingSets<Sides>),
    Known(GroupingSets<Known>),
    Newest(GroupingSets<Newest>),
    Answered(Answered),
}

impl Parts {
    /// What the rows say of an indicator.
    ///
    /// # Errors
    /// A query that fails, which is a fault of the program.
    pub(super) fn of(definition: &Definition, context: &Context<'_>, habits: &Habits) -> Result<Self> {
        let all = context.moments.all();
        let mut there: Vec<bool> =
            all.iter().map(|moment| absent(context.facts, definition, moment).is_none()).collect();
        let mut missing_months = Vec::new();
        let telling = context.counted.map(|counted| Telling::of(definition, counted, context));
        let rows = match (definition.shape, &definition.less) {
            (Shape::Count | Shape::Ratio | Shape::Stock, Some(less)) => {
                let (sides, known) = match &telling {
                    Some(telling) => telling.sides(less),
                    None => difference::sides(definition, less, context)?,
                };
                there.iter_mut().zip(known).for_each(|(there, known)| *there &= known);
                Rows::Sides(sides)
            }
            (Shape::Count | Shape::Ratio | Shape::Stock, None) => Rows::Sums(match &telling {
                Some(telling) => telling.sums(),
                None => ratio::sums(definition, context)?,
            }),
            (Shape::Median, _) => Rows::Known(match &telling {
                Some(telling) => telling.known(),
                None => median::known(definition, context)?,
            }),
            (Shape::MeanOfGroups, _) => Rows::Answered(match &telling {
                Some(telling) => telling.answered(&key_columns(definition)),
                None => mean_of_groups::answered(definition, context)?,
            }),
            (Shape::Latest, _) => {
                let newest = match &telling {
                    Some(telling) => telling.newest(),
                    None => latest::newest(definition, context)?,
                };
                there = of_keys(&newest, all.len());
                Rows::Newest(newest)
            }
            (Shape::TrailingMean, _) => {
                let (sums, missing) = match &telling {
                    Some(telling) => (telling.sums(), telling.missing(context)),
                    None => trailing::sums(definition, context)?,
                };
                (there, missing_months) = (of_keys(&sums, all.len()), missing);
                Rows::Sums(sums)
            }
            (Shape::RollingYear, _) => Rows::Sums(match &telling {
                Some(telling) => telling.sums(),
                None => rolling::sums(definition, context)?,
            }),
        };
        if let Some(telling) = &telling {
            there.iter_mut().zip(telling.covered()).for_each(|(there, covered)| *there &= covered);
        }
        let there = there.into_iter().map(|there| Vec::from_iter(there.then(String::new))).collect();
        let short = shortness::of_moments(definition, context, habits)?;
        Ok(Self { there, missing_months, short, rows })
    }

    fn kept(self) -> Kept {
        let rows = match self.rows {
            Rows::Sums(groups) => KeptRows::Sums(Packed::of(groups)),
            Rows::Sides(groups) => KeptRows::Sides(Packed::of(groups)),
            rows => KeptRows::Other(rows),
        };
        let there = self.there.iter().map(|stores| !stores.is_empty()).collect();
        Kept { there, short: self.short, rows }
    }

    /// The stores with data in a moment.
    pub(super) fn stores_at(&self, at: usize) -> &[String] {
        self.there.get(at).map_or(&[], Vec::as_slice)
    }

    fn of_store(&self, definition: &Definition, people: &BTreeSet<String>, store: &str) -> Self {
        let named = |property: &str, word: &str| match word {
            UNSPECIFIED => word.to_owned(),
            _ if people.contains(property) && store != UNSPECIFIED => format!("{store}·{word}"),
            _ => word.to_owned(),
        };
        // A group by store is that store's by the other columns.
        let key = |columns: &[String], words: &[String]| {
            let mut words = words.iter();
            let word = |column: &String| match column.as_str() {
                DEALER => Some(store.to_owned()),
                column => Some(named(column, words.next()?)),
            };
            columns.iter().filter_map(word).collect::<Vec<_>>()
        };
        let there = |at: usize| !self.stores_at(at).is_empty();
        fn marked<S: Clone>(
            groups: &GroupingSets<S>,
            sets: Vec<Vec<String>>,
            there: impl Fn(usize) -> bool,
            key: impl Fn(&[String], &[String]) -> Vec<String>,
        ) -> GroupingSets<S> {
            let marked = |columns: Vec<String>| {
                let own: Vec<String> = columns.iter().filter(|column| *column != DEALER).cloned().collect();
                let kept = groups.by(&own).filter(|((at, _), _)| there(*at));
                let kept = kept.map(|((at, words), group)| ((*at, key(&columns, words)), group.clone())).collect();
                (columns, kept)
            };
            sets.into_iter().map(marked).collect()
        }
        let sets = sets(definition);
        let rows = match &self.rows {
            Rows::Sums(groups) => Rows::Sums(marked(groups, sets, there, key)),
            Rows::Sides(groups) => Rows::Sides(marked(groups, sets, there, key)),
            Rows::Known(groups) => Rows::Known(marked(groups, sets, there, key)),
            Rows::Newest(groups) => Rows::Newest(marked(groups, sets, there, key)),
            Rows::Answered(answered) => {
                let about = definition.rows.facts.answers.as_ref().map_or("", |answers| &answers.about);
                Rows::Answered(answered.of_store(store, about, named))
            }
        };
        let named = |there: &Vec<String>| there.iter().map(|_| store.to_owned()).collect();
        let short = |short: &Vec<Short>| {
            let of_store = |one: &Short| Short { stores: vec![store.to_owned()], ..one.clone() };
            short.iter().map(of_store).collect()
        };
        Self {
            there: self.there.iter().map(named).collect(),
            missing_months: Vec::new(),
            short: self.short.iter().map(short).collect(),
            rows,
        }
    }

    fn add(&mut self, other: Self) {
        self.there.iter_mut().zip(other.there).for_each(|(there, more)| there.extend(more));
        self.short.iter_mut().zip(other.short).for_each(|(short, more)| short.extend(more));
        match (&mut self.rows, other.rows) {
            (Rows::Sums(all), Rows::Sums(more)) => all.add(more),
            (Rows::Sides(all), Rows::Sides(more)) => all.add(more),
            (Rows::Known(all), Rows::Known(more)) => all.add(more),
            (Rows::Newest(all), Rows::Newest(more)) => all.add(more),
            (Rows::Answered(all), Rows::Answered(more)) => *all += &more,
            // The parts of one indicator are of one kind.
            _ => {}
        }
    }

    /// The figures in every moment; `report` is the index of the report's own.
    ///
    /// # Errors
    /// A declaration that does not hold together; a fault of the program.
    pub(super) fn figures(&self, definition: &Definition, counting: &Counting, report: usize) -> Result<Figures> {
        let there = &self.there;
        let figures = match (&self.rows, definition.shape) {
            (Rows::Sums(sums), Shape::TrailingMean) => trailing::figures(definition, sums, there, report),
            (Rows::Sums(sums), Shape::RollingYear) => rolling::figures(definition, sums, there, report),
            (Rows::Sums(sums), _) => ratio::figures(definition, sums, there, report),
            (Rows::Sides(sides), _) => difference::figures(definition, sides, there, report),
            (Rows::Known(known), _) => median::figures(definition, known, there, report),
            (Rows::Newest(newest), _) => latest::figures(definition, newest, there, report),
            (Rows::Answered(answered), _) => {
                mean_of_groups::figures(definition, answered, there.len(), counting, report)?
            }
        };
        Ok(Figures { short: self.short.clone(), ..figures })
    }
}

/// Puts the parts of stores together, each with its name. The groups gain the store as their last word, and people are
/// called by their store too: two of one name in two stores are two people.
pub(super) fn together<'p>(
    definition: &Definition,
    people: &BTreeSet<String>,
    stores: impl Iterator<Item = (&'p str, &'p Kept)>,
) -> Option<Parts> {
    let mut all: Option<Parts> = None;
    for (store, kept) in stores {
        let parts = kept.parts().of_store(definition, people, store);
        match &mut all {
            None => all = Some(parts),
            Some(all) => all.add(parts),
        }
    }
    all
}

/// The moments in which anything is known.
fn of_keys<S>(groups: &GroupingSets<S>, moments: usize) -> Vec<bool> {
    let mut there = vec![false; moments];
    groups.whole().for_each(|(at, _)| there[at] = true);
    there
}
