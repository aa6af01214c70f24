//! All declared facts, each after those that it needs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::declaration::{Section, Source};
use crate::base::failure::Failure;
use crate::base::lang::Words;
use crate::base::table_id::TableId;
use crate::tables::empty;
use crate::tables::replaced::lacks;
use crate::tables::schemas::Schemas;
use crate::templates::{Template, Templates};

use super::constants::Constants;
use super::declared;
use super::fact::{Fact, FactId, Word};
use super::made;
use super::reader::Unfit;
use super::workdays::Workdays;
use super::world::{Known, World};

/// The declared facts.
#[derive(Clone, Debug)]
pub struct FactBook {
    /// Each after those that it looks into or comes from.
    facts: Vec<Arc<Fact>>,
    constants: Constants,
    workdays: Arc<Workdays>,
}

impl FactBook {
    /// Reads every file of `templates/facts`: the built-in ones and the workspace's own, which may name `constants`.
    ///
    /// # Errors
    /// A declaration that cannot be understood, or facts that need each other: with file and line.
    pub fn load(templates: &Templates, schemas: &Schemas, constants: Constants) -> Result<Self, Failure> {
        let filled = templates.folder("facts").map(|file| Ok((constants.filled(file)?, file.shown())));
        let files: Vec<(Template, String)> = filled.collect::<Result<_, Failure>>()?;
        let mut parsed = BTreeMap::new();
        for (file, name) in &files {
            let source = Source { name, text: &file.text };
            parsed.insert(FactId::named(file.stem()), (file, source, source.parse()?));
        }
        let made = made::rows(&empty(schemas).map_err(Failure::unexpected)?);
        let made = made.map_err(|error| unfit(error, templates))?.made;
        let names: Vec<&str> = files.iter().map(|(file, _)| file.stem()).collect();
        let workdays = Arc::new(Workdays::load(templates, &constants)?);
        let mut book = Self { facts: Vec::new(), constants, workdays };
        let mut known = Known::new();
        while !parsed.is_empty() {
            let before = parsed.len();
            let mut waiting: BTreeMap<FactId, (FactId, Failure)> = BTreeMap::new();
            for id in parsed.keys().copied().collect::<Vec<_>>() {
                let Some((file, source, table)) = parsed.get(&id) else { continue };
                let source = *source;
                let needed = declared::needs(&mut Section::root(source, table))?;
                let blocker = needed.iter().find(|needed| {
                    let name = needed.text().unwrap_or_default();
                    name != id.name() && parsed.contains_key(&FactId::named(&name))
                });
                if let Some(blocker) = blocker {
                    let other = blocker.text()?;
                    let failure = blocker.failure(
                        &format!("= {other}，而 {other} 又要用到 {}", id.name()),
                        &format!("= {other}, which needs {} in its turn", id.name()),
                    );
                    waiting.insert(id, (FactId::named(&other), failure));
                    continue;
                }
                let own = !Templates::is_built_in(&file.name);
                let (constants, workdays) = (&book.constants, &book.workdays);
                let world = World { schemas, constants, workdays, known: &known, names: &names, made: &made, own };
                let fact = Arc::new(declared::read(id, Section::root(source, table), world)?);
                known.insert(id, fact.clone());
                book.facts.push(fact);
                parsed.remove(&id);
            }
            if parsed.len() == before {
                return in_a_circle(waiting).map_or(Ok(book), Err);
            }
        }
        Ok(book)
    }

    /// Puts the words of a column in an order; those that it does not name come behind, in their own.
    pub fn rank(&mut self, fact: &str, column: &str, order: &[String]) {
        let Some(fact) = self.facts.iter_mut().find(|one| one.id.name() == fact) else { return };
        let Some(column) = Arc::make_mut(fact).columns.iter_mut().find(|one| one.id == column) else { return };
        let named = |is: &String| Word { is: is.clone(), names: Words { chinese: is.clone(), en: is.clone() } };
        let known = |is: &String| column.words.iter().find(|word| word.is == *is).cloned();
        let mut words: Vec<Word> = order.iter().map(|is| known(is).unwrap_or_else(|| named(is))).collect();
        words.extend(column.words.iter().filter(|word| !order.contains(&word.is)).cloned());
        column.words = words;
    }

    /// All facts, each after those that it needs.
    pub fn facts(&self) -> &[Arc<Fact>] {
        &self.facts
    }

    /// The numbers with names.
    pub fn constants(&self) -> &Constants {
        &self.constants
    }

    /// The days that are worked.
    pub fn workdays(&self) -> &Workdays {
        &self.workdays
    }

    /// Whether the program itself has facts of one of these tables.
    pub(super) fn is_built_in(&self, tables: &[TableId]) -> bool {
        self.facts.iter().any(|fact| !fact.own && fact.tables.iter().any(|table| tables.contains(table)))
    }

    /// The tables of all facts.
    pub fn tables(&self) -> impl Iterator<Item = TableId> {
        let tables: BTreeSet<TableId> = self.facts.iter().flat_map(|fact| fact.tables.iter().copied()).collect();
        tables.into_iter()
    }

    /// The fact of a name.
    pub fn get(&self, name: &str) -> Option<&Arc<Fact>> {
        self.facts.iter().find(|fact| fact.id.name() == name)
    }
}

/// A copy of a built-in table lacks what Rust reads of it.
fn unfit(error: anyhow::Error, templates: &Templates) -> Failure {
    let Some(Unfit { table, column }) = error.downcast_ref::<Unfit>() else { return Failure::unexpected(error) };
    match templates.get(&format!("tables/{table}.toml")) {
        Ok(file) => lacks(file, *table, column),
        Err(error) => Failure::unexpected(error),
    }
}

/// The fault of a fact that needs itself by way of others; facts that only wait for such a one are not at fault.
fn in_a_circle(mut waiting: BTreeMap<FactId, (FactId, Failure)>) -> Option<Failure> {
    let mut met = BTreeSet::new();
    let mut at = *waiting.keys().next()?;
    while met.insert(at) {
        at = waiting.get(&at)?.0;
    }
    waiting.remove(&at).map(|(_, failure)| failure)
}
