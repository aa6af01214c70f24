//! The names that people choose in the workbook of settings, and what each of them is in csr-report.toml.

use crate::base::lang::{Lang, Words};
use crate::base::nearest;
use crate::base::table_id::TableId;
use crate::base::text::fold;
use crate::tables::field_kind::FieldKind;
use crate::tables::files::TableFiles;
use crate::tables::schema::{Field, Schema};

/// The level that stands for all that are not named.
const OTHER_LEVELS: [&str; 2] = ["其他", "other"];
/// What csr-report.toml calls it.
const DEFAULT: &str = "default";

/// The tables, their fields and words.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a>(pub &'a TableFiles);

impl<'a> Names<'a> {
    /// Names of the tables.
    pub fn tables(self, lang: Lang) -> Vec<String> {
        self.0.used().map(|schema| schema.names.get(lang).to_owned()).collect()
    }

    /// Names of the fields of a table.
    pub fn fields(schema: &Schema, lang: Lang) -> Vec<String> {
        fields(schema).map(|field| field.names.get(lang).to_owned()).collect()
    }

    /// Canonical words of a table, each once.
    pub fn words(schema: &Schema, lang: Lang) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        for entry in schema.fields.iter().flat_map(|field| field.vocabulary.entries()) {
            let name = entry.name(lang).to_owned();
            if !words.contains(&name) {
                words.push(name);
            }
        }
        words
    }

    /// Names of the fields of people, each once.
    pub fn people(self, lang: Lang) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for field in self.0.used().flat_map(people) {
            let name = field.names.get(lang).to_owned();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Levels of complaints, and the word for all others.
    pub fn levels(self, lang: Lang) -> Vec<String> {
        let offered = self.level_field().into_iter().flat_map(Field::offered).map(|entry| entry.name(lang).to_owned());
        offered.chain([lang.pick(OTHER_LEVELS[0], OTHER_LEVELS[1]).to_owned()]).collect()
    }

    /// The table that is meant.
    ///
    /// # Errors
    /// There is none; what is nearest.
    pub fn table(self, typed: &str) -> Result<&'a Schema, Words> {
        let called = |schema: &&Schema| is_called(typed, schema.table.name(), &schema.names);
        self.0.used().find(called).ok_or_else(|| {
            let known = self.0.used().flat_map(|schema| [schema.names.chinese.as_str(), schema.names.en.as_str()]);
            unknown(typed, known, "没有表", "there is no table")
        })
    }

    /// The field of a table that is meant: by its name, else by one of its headings.
    ///
    /// # Errors
    /// There is none; what is nearest.
    pub fn field(self, table: TableId, typed: &str) -> Result<String, Words> {
        let Some(schema) = self.0.table(table) else { return Ok(typed.to_owned()) };
        let known = || fields(schema);
        let named = known().find(|field| is_called(typed, &field.id, &field.names));
        let headed = |field: &&Field| field.headings.iter().any(|heading| fold(heading) == fold(typed));
        match named.or_else(|| known().find(headed)) {
            Some(field) => Ok(field.id.clone()),
            None if self.0.may_have_headings(table, typed) => Ok(typed.to_owned()),
            None => {
                let names = known().flat_map(|field| [field.names.chinese.as_str(), field.names.en.as_str()]);
                let Words { chinese, en } = &schema.names;
                Err(unknown(typed, names, &format!("“{chinese}”没有栏目"), &format!("{en} has no field")))
            }
        }
    }

    /// The canonical word of a table that is meant.
    ///
    /// # Errors
    /// There is none; what is nearest.
    pub fn word(self, table: TableId, typed: &str) -> Result<String, Words> {
        let Some(schema) = self.0.table(table) else { return Ok(typed.to_owned()) };
        let entries = || schema.fields.iter().flat_map(|field| field.vocabulary.entries());
        let found = entries().find(|entry| Lang::ALL.into_iter().any(|lang| fold(entry.name(lang)) == fold(typed)));
        found.map(|entry| entry.word.clone()).ok_or_else(|| {
            let known = entries().flat_map(|entry| Lang::ALL.map(|lang| entry.name(lang)));
            let Words { chinese, en } = &schema.names;
            unknown(typed, known, &format!("“{chinese}”没有标准词"), &format!("{en} has no known word"))
        })
    }

    /// The field of people that is meant, in whatever table.
    ///
    /// # Errors
    /// There is none; what is nearest.
    pub fn person(self, typed: &str) -> Result<String, Words> {
        let known = || self.0.used().flat_map(people);
        let named = known().find(|field| is_called(typed, &field.id, &field.names));
        let headed = |field: &&Field| field.headings.iter().any(|heading| fold(heading) == fold(typed));
        named.or_else(|| known().find(headed)).map(|field| field.id.clone()).ok_or_else(|| {
            let names = known().flat_map(|field| [field.names.chinese.as_str(), field.names.en.as_str()]);
            unknown(typed, names, "没有岗位", "there is no role")
        })
    }

    /// The level of complaints that is meant; one that is not known stays as it is written.
    pub fn level(self, typed: &str) -> String {
        if OTHER_LEVELS.iter().any(|other| fold(other) == fold(typed)) {
            return DEFAULT.to_owned();
        }
        let known = self.level_field().and_then(|field| Some((field, field.vocabulary.find(typed)?)));
        known.map_or_else(|| typed.to_owned(), |(field, at)| field.vocabulary.entries()[at].word.clone())
    }

    fn level_field(self) -> Option<&'a Field> {
        let schema = self.0.table(TableId::COMPLAINTS)?;
        schema.field("level").and_then(|at| schema.fields.get(at))
    }
}

/// The fields that people may give headings to.
fn fields(schema: &Schema) -> impl Iterator<Item = &Field> {
    schema.fields.iter().filter(|field| field.kind != FieldKind::Line)
}

fn people(schema: &Schema) -> impl Iterator<Item = &Field> {
    schema.fields.iter().filter(|field| field.kind == FieldKind::Person)
}

fn is_called(typed: &str, id: &str, names: &Words) -> bool {
    typed.trim().eq_ignore_ascii_case(id) || Lang::ALL.into_iter().any(|lang| fold(names.get(lang)) == fold(typed))
}

fn unknown<'n>(typed: &str, known: impl IntoIterator<Item = &'n str>, chinese: &str, english: &str) -> Words {
    let near = nearest::told(typed, known, "");
    Words { chinese: format!("{chinese}“{typed}”{}", near.chinese), en: format!("{english} {typed:?}{}", near.en) }
}
