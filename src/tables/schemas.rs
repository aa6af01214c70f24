//! All tables together, as `templates/tables/` and the workspace declare them.

use std::collections::{BTreeSet, HashMap};

use anyhow::Result;

use crate::base::table_id::TableId;
use crate::base::text::fold;
use crate::recognise::dictionary::Dictionary;
use crate::settings::Reading;
use crate::templates::Templates;

use super::common::{Common, fold_common, relate_words};
use super::dictionary::dictionary;
use super::field_kind::FieldKind;
use super::files::TableFiles;
use super::model::Item;
use super::schema::{Schema, item};
use super::workspace::{self, Taken};

/// All tables as the templates and the workspace declare them.
#[derive(Clone, Debug)]
pub struct Schemas {
    /// The used tables, in their order.
    pub tables: Vec<Schema>,
    /// Scales of the workspace, in millionths, by folded heading.
    pub(super) scales: HashMap<String, i64>,
    pub(super) common: Common,
    /// The headings that the workspace gave to another field.
    pub taken: Vec<Taken>,
    /// The headings of all tables, later ones included.
    pub dictionary: Dictionary,
}

impl Schemas {
    /// Reads `templates/tables/*.toml` and applies the workspace's headings, words, scales and aliases.
    ///
    /// # Errors
    /// A template that cannot be understood; a workspace entry that names an unknown field, word or heading.
    pub fn load(templates: &Templates, reading: &Reading) -> Result<Self> {
        Self::of(TableFiles::read(templates)?, reading)
    }

    /// The tables of their files, with the workspace's headings, words, scales and aliases.
    ///
    /// # Errors
    /// A workspace entry that names an unknown field, word or heading, with the nearest known one.
    pub fn of(files: TableFiles, reading: &Reading) -> Result<Self> {
        let TableFiles { common, later, tables, .. } = files;
        let (mut tables, mut beside): (Vec<_>, Vec<_>) =
            tables.into_iter().map(|declared| (declared.schema, declared.beside)).unzip();
        let (scales, taken) = workspace::apply(&mut tables, reading)?;
        for (schema, beside) in tables.iter().zip(&mut beside) {
            let is_field = |heading: &String| schema.fields.iter().any(|field| field.headings.contains(&fold(heading)));
            beside.ignored.extend(common.store.iter().filter(|heading| !is_field(heading)).cloned());
        }
        for schema in &mut tables {
            relate_words(schema, &common);
        }
        let dictionary = dictionary(&tables, beside, later).with_around(common.around.clone());
        Ok(Self { tables, scales, taken, common: fold_common(&common), dictionary })
    }

    /// The declaration of a used table.
    pub fn table(&self, table: TableId) -> Option<&Schema> {
        self.tables.iter().find(|schema| schema.table == table)
    }

    /// The fields of all tables that hold people, by id.
    pub fn people(&self) -> BTreeSet<String> {
        let fields = self.tables.iter().flat_map(|schema| &schema.fields);
        fields.filter(|field| field.kind == FieldKind::Person).map(|field| field.id.clone()).collect()
    }

    /// The items of satisfaction, in the order of the templates: every score that is one.
    pub fn items(&self) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        for field in self.tables.iter().flat_map(|schema| &schema.fields) {
            let Some(id) = item(&field.id) else { continue };
            if items.iter().all(|item| item.id != id) {
                items.push(Item { id: id.to_owned(), name: field.names.clone() });
            }
        }
        items
    }
}
