//! The figures of several stores as those of their group: Σ ÷ Σ of what each store's own rows say, with each store as a group.
//!
//! Every store is counted from its own rows alone, so that cars, order numbers and people of two stores never meet; only what
//! is counted adds up (contract, section 6).

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::NaiveDate;

use super::assemble::{Figures, Why, add_months, assemble};
use super::catalogue::Catalogue;
use super::cut::Cuts;
use super::definition::Definition;
use super::evaluate::Evaluation;
use super::model::{Aim, KpiResult, Short};
use super::parts::{Parts, together};
use super::shortness::part;
use super::targets::Targets;
use super::times::Times;
use crate::base::lang::Words;
use crate::base::period::{Calendar, Period};
use crate::facts::moments::Moments;
use crate::settings::Counting;

/// So many stores are named in a remark; the others are counted.
const NAMED: usize = 3;

/// A store with its figures.
#[derive(Debug)]
pub struct StoreFigures<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its own figures.
    pub evaluation: &'a Evaluation,
}

/// The figures of the group; `catalogue` is that of the group ([`Catalogue::of_stores`]), `people` are the properties whose
/// words are people.
///
/// # Errors
/// A declaration that does not hold together; a fault of the program.
pub fn of_stores(
    stores: &[StoreFigures<'_>],
    catalogue: &Catalogue,
    people: &BTreeSet<String>,
    (period, as_of, calendar): (&Period, NaiveDate, Calendar),
    counting: &Counting,
) -> Result<Evaluation> {
    let group = Group { stores, people, times: Times::of(period, as_of, calendar, counting), counting };
    let (mut kpis, mut support, mut cuts) = (Vec::new(), Vec::new(), Cuts::default());
    for (at, definition) in catalogue.definitions().iter().enumerate() {
        let Some(result) = group.result(at, definition, &mut cuts)? else { continue };
        if definition.support { support.push(result) } else { kpis.push(result) }
    }
    let evaluations = || stores.iter().map(|store| store.evaluation);
    let labels: BTreeSet<String> = evaluations().flat_map(|one| one.periods_with_rows.iter().cloned()).collect();
    Ok(Evaluation {
        kpis,
        support,
        has_rows: evaluations().any(|one| one.has_rows),
        periods_with_rows: labels.into_iter().collect(),
        findings: cuts.findings().collect(),
        parts: Vec::new(),
    })
}

/// What the figures of a group are made of.
struct Group<'a> {
    stores: &'a [StoreFigures<'a>],
    people: &'a BTreeSet<String>,
    times: Times,
    counting: &'a Counting,
}

impl Group<'_> {
    /// An indicator of the group; `at` is its place in the catalogue.
    fn result(&self, at: usize, definition: &Definition, cuts: &mut Cuts) -> Result<Option<KpiResult>> {
        let Self { stores, people, times, counting } = self;
        let report = times.window.report;
        let parts = || stores.iter().map(|store| (store.name, &store.evaluation.parts[at]));
        let periods = together(definition, people, parts().map(|(name, of)| (name, &of.periods)));
        let Some(periods) = periods else { return Ok(None) };
        let mut figures = periods.figures(definition, counting, report)?;
        cuts.add(definition, &figures.cuts);
        let own: Vec<(&str, &KpiResult)> =
            stores.iter().filter_map(|store| Some((store.name, result_of(store.evaluation, definition)?))).collect();
        let with_data = |(_, result): &(&str, &KpiResult)| result.measure.value.is_some();
        let (known, without): (Vec<_>, Vec<_>) = own.iter().copied().partition(with_data);
        // Why a store has no data stands in its own report; of the group it matters which ones have none.
        let has_figure = figures.totals.get(report).is_some_and(|measure| measure.value.is_some());
        if has_figure {
            figures.notes.extend(said(&known, |result| &result.notes));
        } else {
            // Of each store the last, which says why; a sentence about the group says them as one.
            figures.notes.extend(said(&own, |result| result.notes.split_last().map_or(&[], |(_, before)| before)));
            let why = said(&own, |result| result.notes.split_at(result.notes.len().saturating_sub(1)).1);
            figures.notes.extend(in_one(&why));
        }
        if has_figure && !without.is_empty() {
            let names = named(&without.iter().map(|(store, _)| *store).collect::<Vec<_>>());
            figures.notes.push(Words {
                chinese: format!("没有数据的店：{}", names.chinese),
                en: format!("stores without data: {}", names.en),
            });
        }
        if figures.why == Some(Why::OfStores) {
            figures.notes = vec![Words {
                chinese: "各店各有其数，不能合计：见门店对比".to_owned(),
                en: "each store has its own, and they have no sum: see the stores compared".to_owned(),
            }];
        }
        figures.doubts = said(&own, |result| &result.doubts);
        self.complete(definition, &periods, &times.moments, &mut figures);
        let targets = Targets::default();
        let mut result = assemble(definition, figures, &times.moments, &times.window, counting);
        result.uncounted = own.iter().all(|(_, result)| result.uncounted);
        let next = times.next();
        result.next = Aim { period: next.label(), target: targets.of(definition, &next, times.calendar) };
        let months = parts().filter_map(|(name, of)| Some((name, of.months.as_ref()?)));
        let months = together(definition, people, months);
        if let (Some(months), Some(last)) = (months, times.inside.all().len().checked_sub(1)) {
            let mut figures = months.figures(definition, counting, last)?;
            self.complete(definition, &months, &times.inside, &mut figures);
            add_months(&mut result, definition, figures, &times.inside);
        }
        Ok(Some(result))
    }

    /// What is aimed at in each moment, and which stores lack data of it.
    fn complete(&self, definition: &Definition, parts: &Parts, moments: &Moments, figures: &mut Figures) {
        let targets = Targets::default();
        let all = || moments.all().iter().enumerate();
        figures.targets =
            all().map(|(_, moment)| targets.of(definition, &moment.period, self.times.calendar)).collect();
        let expected: BTreeSet<&String> = all().flat_map(|(at, _)| parts.stores_at(at)).collect();
        let table = definition.tables.first().or(definition.rows.facts.tables.first());
        for (at, moment) in all() {
            let there = parts.stores_at(at);
            let absent: Vec<String> =
                expected.iter().filter(|store| !there.contains(store)).map(|store| (*store).clone()).collect();
            if let (Some(table), false, false) = (table, there.is_empty(), absent.is_empty()) {
                let days = (moment.period.start, moment.until());
                let whole = part(&moment.period.label(), *table, days, false);
                figures.short[at].push(Short { stores: absent, absent: true, ..whole });
            }
        }
    }
}

fn result_of<'a>(evaluation: &'a Evaluation, definition: &Definition) -> Option<&'a KpiResult> {
    evaluation.kpis.iter().chain(&evaluation.support).find(|result| result.id == definition.id)
}

/// What is said of the stores, each remark once: with the stores of which it is said, where it is not said of all.
fn said<'r>(own: &[(&str, &'r KpiResult)], of: impl Fn(&'r KpiResult) -> &'r [Words]) -> Vec<Words> {
    let mut order: Vec<&Words> = Vec::new();
    let mut stores: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for (store, result) in own {
        for words in of(result) {
            let key = (words.chinese.as_str(), words.en.as_str());
            if !stores.contains_key(&key) {
                order.push(words);
            }
            stores.entry(key).or_default().push(store);
        }
    }
    let tell = |words: &Words| {
        let of = &stores[&(words.chinese.as_str(), words.en.as_str())];
        if of.len() == own.len() {
            return words.clone();
        }
        let names = named(of);
        Words { chinese: format!("{}：{}", names.chinese, words.chinese), en: format!("{}: {}", names.en, words.en) }
    };
    order.into_iter().map(tell).collect()
}

/// Several remarks as one; of many the first.
fn in_one(remarks: &[Words]) -> Option<Words> {
    let shown = &remarks[..remarks.len().min(NAMED)];
    let more = remarks.len() > shown.len();
    let joined = |of: fn(&Words) -> &str, between: &str, rest: &str| {
        shown.iter().map(of).collect::<Vec<_>>().join(between) + if more { rest } else { "" }
    };
    (!shown.is_empty()).then(|| Words {
        chinese: joined(|words| &words.chinese, "；", "……"),
        en: joined(|words| &words.en, "; ", " …"),
    })
}

/// The names of stores; of many the first.
pub fn named(stores: &[&str]) -> Words {
    let shown = &stores[..stores.len().min(NAMED)];
    let Words { chinese, en } = Words::list(shown);
    match stores.len() - shown.len() {
        0 => Words { chinese, en },
        more => Words {
            chinese: format!("{chinese}等 {} 家店", stores.len()),
            en: format!("{en} and {more} more stores"),
        },
    }
}
