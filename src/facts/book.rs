//! All declared facts, each after those that it needs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::declaration::{Section, Source};
use crate::base::failure::Failure;
use crate::base::table_id::TableId;
use crate::tables::schemas::Schemas;
use crate::templates::{Template, Templates};

use super::declared::{self, Known};
use super::fact::{Fact, FactId};

/// The declared facts.
#[derive(Clone, Debug)]
pub struct FactBook {
    /// Each after those that it looks into or comes from.
    facts: Vec<Arc<Fact>>,
}

impl FactBook {
    /// Reads every file of `templates/facts`: the built-in ones and the workspace's own.
    ///
    /// # Errors
    /// A declaration that cannot be understood, or facts that need each other: with file and line.
    pub fn load(templates: &Templates, schemas: &Schemas) -> Result<Self, Failure> {
        let files: Vec<(&Template, String)> = templates.folder("facts").map(|file| (file, file.shown())).collect();
        let mut parsed = BTreeMap::new();
        for (file, name) in &files {
            let source = Source { name, text: &file.text };
            parsed.insert(FactId::named(file.stem()), (*file, source, source.parse()?));
        }
        let mut book = Self { facts: Vec::new() };
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
                let read = declared::read(id, Section::root(source, table), schemas, &known)?;
                let fact = Arc::new(Fact { own: !Templates::is_built_in(&file.name), ..read });
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

    /// All facts, each after those that it needs.
    pub fn facts(&self) -> &[Arc<Fact>] {
        &self.facts
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

/// The fault of a fact that needs itself by way of others; facts that only wait for such a one are not at fault.
fn in_a_circle(mut waiting: BTreeMap<FactId, (FactId, Failure)>) -> Option<Failure> {
    let mut met = BTreeSet::new();
    let mut at = *waiting.keys().next()?;
    while met.insert(at) {
        at = waiting.get(&at)?.0;
    }
    waiting.remove(&at).map(|(_, failure)| failure)
}
