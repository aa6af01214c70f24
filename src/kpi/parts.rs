//! What is known of an indicator in every moment before it is put together: it adds up over stores, figures do not.

use std::collections::BTreeSet;

use anyhow::Result;

use super::assemble::Figures;
use super::definition::{Definition, Shape};
use super::difference::{self, Sides};
use super::grouped::{self, ByKey, There};
use super::latest::{self, Newest};
use super::mean_of_groups::{self, Answered};
use super::median::{self, Known};
use super::model::Short;
use super::query::{Context, Groups, absent};
use super::shortness::{self, Habits};
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

/// By the aggregation of the indicator.
#[derive(Clone, Debug)]
enum Rows {
    Sums(Groups),
    Sides(ByKey<Sides>),
    Known(ByKey<Known>),
    Newest(ByKey<Newest>),
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
        let rows = match (definition.shape, &definition.less) {
            (Shape::Count | Shape::Ratio | Shape::Stock, Some(less)) => {
                let (sides, known) = difference::sides(definition, less, context)?;
                there.iter_mut().zip(known).for_each(|(there, known)| *there &= known);
                Rows::Sides(sides)
            }
            (Shape::Count | Shape::Ratio | Shape::Stock, None) => Rows::Sums(ratio::sums(definition, context)?),
            (Shape::Median, _) => Rows::Known(median::known(definition, context)?),
            (Shape::MeanOfGroups, _) => Rows::Answered(mean_of_groups::answered(definition, context)?),
            (Shape::Latest, _) => {
                let newest = latest::newest(definition, context)?;
                there = of_keys(&newest, all.len());
                Rows::Newest(newest)
            }
            (Shape::TrailingMean, _) => {
                let (sums, missing) = trailing::sums(definition, context)?;
                (there, missing_months) = (of_keys(&sums, all.len()), missing);
                Rows::Sums(sums)
            }
            (Shape::RollingYear, _) => Rows::Sums(rolling::sums(definition, context)?),
        };
        let there = there.into_iter().map(|there| Vec::from_iter(there.then(String::new))).collect();
        let short = shortness::of_moments(definition, context, habits)?;
        Ok(Self { there, missing_months, short, rows })
    }

    /// The stores with data in a moment.
    pub(super) fn stores_at(&self, at: usize) -> &[String] {
        self.there.get(at).map_or(&[], Vec::as_slice)
    }

    fn of_store(&self, definition: &Definition, people: &BTreeSet<String>, store: &str) -> Self {
        let columns = grouped::finest(definition);
        let named = |property: &str, word: &str| match word {
            UNSPECIFIED => word.to_owned(),
            _ if people.contains(property) && store != UNSPECIFIED => format!("{store}·{word}"),
            _ => word.to_owned(),
        };
        let key = |key: &[String]| {
            let words = columns.iter().zip(key).map(|(property, word)| named(property, word));
            words.chain([store.to_owned()]).collect::<Vec<_>>()
        };
        let there = |at: usize| !self.stores_at(at).is_empty();
        fn marked<S: Clone>(
            groups: &ByKey<S>,
            there: impl Fn(usize) -> bool,
            key: impl Fn(&[String]) -> Vec<String>,
        ) -> ByKey<S> {
            let kept = groups.iter().filter(|((at, _), _)| there(*at));
            kept.map(|((at, words), group)| ((*at, key(words)), group.clone())).collect()
        }
        let rows = match &self.rows {
            Rows::Sums(groups) => Rows::Sums(marked(groups, there, key)),
            Rows::Sides(groups) => Rows::Sides(marked(groups, there, key)),
            Rows::Known(groups) => Rows::Known(marked(groups, there, key)),
            Rows::Newest(groups) => Rows::Newest(marked(groups, there, key)),
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
            (Rows::Sums(all), Rows::Sums(more)) => all.extend(more),
            (Rows::Sides(all), Rows::Sides(more)) => all.extend(more),
            (Rows::Known(all), Rows::Known(more)) => all.extend(more),
            (Rows::Newest(all), Rows::Newest(more)) => all.extend(more),
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
    stores: impl Iterator<Item = (&'p str, &'p Parts)>,
) -> Option<Parts> {
    let mut all: Option<Parts> = None;
    for (store, parts) in stores {
        let parts = parts.of_store(definition, people, store);
        match &mut all {
            None => all = Some(parts),
            Some(all) => all.add(parts),
        }
    }
    all
}

/// The moments that have any group.
fn of_keys<S>(groups: &ByKey<S>, moments: usize) -> Vec<bool> {
    let mut there = vec![false; moments];
    groups.keys().for_each(|(at, _)| there[*at] = true);
    there
}
