//! Headings and words of a table as its template lists them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use csr_report::base::table_id::TableId;
use csr_report::templates::Templates;
use serde::Deserialize;

/// The part of `templates/tables/<table>.toml` that a writer needs.
#[derive(Debug, Deserialize)]
pub struct Template {
    table: String,
    #[serde(default)]
    key: Option<String>,
    #[serde(default)]
    pub gives_way: bool,
    required: Vec<Vec<String>>,
    #[serde(default)]
    void: Vec<String>,
    pub fields: Vec<Field>,
}

/// A field of it.
#[derive(Debug, Deserialize)]
pub struct Field {
    id: String,
    pub kind: String,
    pub headings: Vec<String>,
    #[serde(default)]
    as_written: bool,
    #[serde(default)]
    pub asked: bool,
    #[serde(default)]
    pub adds_up: bool,
    /// The fields in whose place it stands where a list lacks them: what it is depends on the other columns.
    #[serde(default)]
    stands_for: Vec<String>,
    #[serde(default)]
    words: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
struct Entry {
    word: String,
    sense: Option<String>,
    words: Vec<String>,
}

/// A word as a dealer writes it, and what it is shown as.
#[derive(Clone, Debug)]
pub struct Word {
    pub written: String,
    pub shown: String,
    pub sense: Option<String>,
}

static ALL: LazyLock<BTreeMap<TableId, Template>> = LazyLock::new(|| {
    let templates = Templates::embedded();
    let used = templates.folder("tables").filter(|file| file.text.contains("[[fields]]"));
    let read = |text: &str| {
        let mut template = toml::from_str::<Template>(text).unwrap();
        template.fields.retain(|field| field.stands_for.is_empty());
        template
    };
    used.map(|file| read(&file.text)).map(|template| (TableId::named(&template.table), template)).collect()
});

impl Field {
    /// Its name in frames.
    pub fn id(&'static self) -> &'static str {
        &self.id
    }
}

impl Template {
    /// The template of a table.
    pub fn of(table: TableId) -> &'static Self {
        &ALL[&table]
    }

    /// The tables of which random lists are made: all that are used.
    pub fn tables() -> Vec<TableId> {
        ALL.keys().copied().collect()
    }

    /// Whether a word makes a row void.
    pub fn is_void(&self, field: &str, sense: Option<&str>) -> bool {
        sense.is_some_and(|sense| self.void.contains(&format!("{field}:{sense}")))
    }

    /// The fields that a list of the table has at least, and the others in their order.
    pub fn by_need(&self) -> Vec<&Field> {
        let needed = self.required.iter().filter_map(|group| group.first()).chain(&self.key);
        let mut fields: Vec<&Field> = Vec::new();
        for field in needed.map(|id| self.field(id)).chain(&self.fields) {
            if !fields.iter().any(|known| known.id == field.id) {
                fields.push(field);
            }
        }
        fields
    }

    /// The field of an id.
    pub fn field(&self, id: &str) -> &Field {
        self.fields.iter().find(|field| field.id == id).unwrap_or_else(|| panic!("no field {id}"))
    }

    /// A spelling of a word of the field, among those of these senses (all where none is named).
    pub fn word(&self, id: &str, senses: &[&str], choice: u32) -> Word {
        let field = self.field(id);
        let meant = |entry: &&Entry| match senses {
            [] => !self.is_void(id, entry.sense.as_deref()),
            senses => entry.sense.as_deref().is_some_and(|sense| senses.contains(&sense)),
        };
        let spellings: Vec<(&String, &Entry)> = field
            .words
            .iter()
            .filter(meant)
            .flat_map(|entry| std::iter::once(&entry.word).chain(&entry.words).map(move |word| (word, entry)))
            .collect();
        let (written, entry) = spellings[choice as usize % spellings.len()];
        let shown = if field.as_written { written } else { &entry.word };
        Word { written: written.clone(), shown: shown.clone(), sense: entry.sense.clone() }
    }
}
