//! All declared indicators, in the order of the reports.

use std::collections::BTreeMap;

use anyhow::Result;

use super::declared;
use super::definition::{DEALER, Definition, Rows, Shape, is_by_store};
use crate::base::declaration::{Entry, Section, Source, choose};
use crate::base::failure::Failure;
use crate::base::lang::Words;
use crate::base::nearest::nearest;
use crate::facts::book::FactBook;
use crate::facts::constants::Constants;
use crate::settings::{Choices, Reading};
use crate::tables::schemas::Schemas;
use crate::templates::{Template, Templates};

/// A part of a name is at least so long, in characters.
const LEAST_PART: usize = 3;

/// The declared indicators.
#[derive(Clone, Debug)]
pub struct Catalogue {
    definitions: Vec<Definition>,
    constants: Constants,
}

impl Catalogue {
    /// Reads every file of `templates/kpis`: the built-in ones and the workspace's own; `variants` says which variant was
    /// chosen, by id.
    ///
    /// # Errors
    /// A declaration that does not parse, names an unknown column or gives the wrong type: with file and line.
    pub fn load(templates: &Templates, book: &FactBook, variants: &BTreeMap<String, String>) -> Result<Self, Failure> {
        let chosen = |file: &Template| variants.get(file.stem()).map(String::as_str);
        let constants = book.constants().clone();
        let read = |file: &Template| declared::read(&constants.filled(file)?, book, chosen(file));
        let mut definitions = templates.read_all("kpis", read)?;
        definitions.sort_by(|a, b| (a.order, &a.id).cmp(&(b.order, &b.id)));
        let catalogue = Self { definitions, constants };
        for definition in catalogue.definitions.iter().filter(|definition| definition.over.is_some()) {
            for file in templates.folder("kpis").filter(|file| file.stem() == definition.id) {
                let source = Source { name: &file.shown(), text: &file.text };
                let table = source.parse()?;
                let over = Section::root(source, &table).take("over");
                over.map(|entry| catalogue.check_over(&entry, file.stem())).transpose()?;
            }
        }
        Ok(catalogue)
    }

    /// The declared indicators over the facts and tables of the same templates; for whoever reads no spreadsheet.
    ///
    /// # Errors
    /// A declaration that cannot be understood.
    pub fn of(templates: &Templates, choices: &Choices) -> Result<Self> {
        let schemas = Schemas::load(templates, &Reading::default())?;
        let book = FactBook::load(templates, &schemas, Constants::load(templates, &choices.constants)?)?;
        Ok(Self::load(templates, &book, &choices.variants)?)
    }

    /// The count that a rate says is below its line counts the rows that are.
    fn check_over(&self, over: &Entry<'_>, id: &str) -> Result<(), Failure> {
        let known: Vec<_> = self.definitions.iter().map(|one| (one.id.as_str(), one)).collect();
        let chosen = |name: &str| choose(name, &known).map_err(|wrong| over.refuse(wrong));
        let (count, definition) = (chosen(&over.text()?)?, chosen(id)?);
        let filter = |one: &Definition| one.rows.filter.as_ref().map(|term| term.text.clone());
        let of = |rows: &Rows| rows.filter.as_ref().map(|term| term.text.clone());
        let (below, counted) = (definition.base.as_ref().unwrap_or(&definition.rows), &count.rows);
        let same = count.shape == Shape::Count
            && (counted.facts.id, &counted.date, filter(count)) == (below.facts.id, &below.date, of(below))
            && counted.numerator.is_none()
            && below.denominator.is_none();
        if same {
            Ok(())
        } else {
            Err(over.failure(
                "的指标数的不是分母（facts、date、filter 应相同）",
                "counts something else than what is below the line (facts, date and filter must be the same)",
            ))
        }
    }

    /// The numbers with names, for the words of pages.
    pub fn constants(&self) -> &Constants {
        &self.constants
    }

    /// All of them, supporting figures too, in the order of the reports.
    pub fn definitions(&self) -> &[Definition] {
        &self.definitions
    }

    /// The indicator of an id.
    pub fn get(&self, id: &str) -> Option<&Definition> {
        self.definitions.iter().find(|definition| definition.id == id)
    }

    /// The indicator that a person means: by its id, else by its name in either language.
    ///
    /// # Errors
    /// There is none, and what is nearest; or several have this name, and which.
    pub fn meant(&self, typed: &str) -> Result<&Definition, Words> {
        let wanted = plain(typed);
        let called = |one: &&Definition| {
            [&one.name.chinese, &one.name.en].into_iter().chain(&one.also).any(|name| plain(name) == wanted)
        };
        let of_name: Vec<&Definition> = self.definitions.iter().filter(called).collect();
        match (self.get(&wanted), of_name.as_slice()) {
            (Some(found), _) => Ok(found),
            (None, [found]) => Ok(found),
            (None, []) => Err(self.unknown(typed)),
            (None, several) => {
                let Words { chinese, en } = Words::list(&several.iter().map(|one| one.id.as_str()).collect::<Vec<_>>());
                Err(Words {
                    chinese: format!("“{typed}”是几个指标的名称，请写编号：{chinese}"),
                    en: format!("{typed:?} is the name of several indicators; write the id: {en}"),
                })
            }
        }
    }

    fn unknown(&self, typed: &str) -> Words {
        let names = |one: &Definition| [one.id.clone(), one.name.chinese.clone(), one.name.en.clone()];
        let named = self.definitions.iter().flat_map(|one| names(one).map(|name| (name, one)));
        let named: Vec<_> = named.collect();
        // A part of one name alone is meant for it, whatever other name looks more alike.
        let mut within = named.iter().filter(|(name, _)| plain(name).contains(&plain(typed)));
        let within = within.next().filter(|_| within.next().is_none() && typed.trim().chars().count() >= LEAST_PART);
        let near = within.map(|(name, _)| name.as_str());
        let near = near.or_else(|| nearest(typed, named.iter().map(|(name, _)| name.as_str())));
        let near = named.iter().find(|(name, _)| Some(name.as_str()) == near);
        let (chinese, en) = near.map_or_else(Default::default, |(_, one)| {
            (
                format!("；最接近的是 {}（{}）", one.id, one.name.chinese),
                format!("; the nearest is {} ({})", one.id, one.name.en),
            )
        });
        Words {
            chinese: format!("没有指标“{typed}”{chinese}"), en: format!("there is no indicator {typed:?}{en}")
        }
    }

    /// What to say of targets in percent that may be meant as fractions.
    pub fn small_targets(&self) -> impl Iterator<Item = Words> {
        self.definitions.iter().filter_map(Definition::small_target)
    }

    /// The same for a group of stores: each indicator by store too, and those `apart` by store and a property. What is aimed
    /// at in a count is that of one store.
    pub fn of_stores(&self, apart: &[(&str, &str)]) -> Self {
        let mut all = self.clone();
        for definition in &mut all.definitions {
            definition.by.push(vec![DEALER.to_owned()]);
            let is_own = |(id, _): &&(&str, &str)| *id == definition.id && definition.shape != Shape::MeanOfGroups;
            let properties = apart.iter().filter(is_own).map(|(_, property)| *property);
            let mut apart: Vec<_> = properties.map(|by| vec![DEALER.to_owned(), by.to_owned()]).collect();
            apart.dedup();
            definition.by.append(&mut apart);
            definition.target.take_if(|_| definition.unit.adds_up());
        }
        all
    }

    /// Whether it is that of a group of stores.
    pub fn is_of_stores(&self) -> bool {
        self.definitions.iter().any(|definition| definition.by.iter().any(|by| is_by_store(by)))
    }

    /// Sets the target of an indicator in the place of the one that its file gives.
    pub fn aim(&mut self, id: &str, target: f64) {
        if let Some(definition) = self.definitions.iter_mut().find(|definition| definition.id == id) {
            definition.target = Some(target);
        }
    }
}

/// A name as people type it.
fn plain(name: &str) -> String {
    name.trim().to_lowercase()
}
