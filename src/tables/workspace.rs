//! What a workspace adds in its configuration: headings, words, scales, spellings of names.

use std::collections::{HashMap, HashSet};

use anyhow::{Result, bail};

use crate::base::failure::{Exit, Failure};
use crate::base::lang::Words;
use crate::base::table_id::TableId;
use crate::base::text::fold;
use crate::recognise::heading::readings;
use crate::settings::Reading;

use super::field_kind::FieldKind;
use super::schema::{Field, NO_ITEMS, Schema, item};
use crate::base::number::in_millionths;

/// The tables whose rows are surveys.
const WITH_ITEMS: [TableId; 2] = [TableId::CALLBACKS, TableId::SURVEYS];

/// A name so near to a known one is a mistyped one.
const MOST_SLIPS: usize = 2;

/// A heading that the workspace gave to another field than its table does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    table: TableId,
    heading: String,
    /// The field that has it no longer.
    from: String,
    /// The field that has it now.
    to: String,
}

impl Taken {
    /// What to tell of it.
    pub fn words(&self) -> Words {
        let Self { table, heading, from, to } = self;
        Words {
            chinese: format!("[tables.{table}.headings]：表头“{heading}”原属 {from}，按本工作区的设置归 {to}"),
            en: format!("[tables.{table}.headings]: the heading “{heading}” of {from} is one of {to} here"),
        }
    }
}

/// Adds the workspace's entries to the tables; what it says wins over the templates. Gives back its scales, in
/// millionths, by folded heading, and the headings that fields lost.
///
/// # Errors
/// An entry that names an unknown field, word or heading, with the nearest known one; a scale that is not above 0.
pub(super) fn apply(tables: &mut [Schema], reading: &Reading) -> Result<(HashMap<String, i64>, Vec<Taken>)> {
    let mut taken = Vec::new();
    new_items(tables, reading, &mut taken);
    headings(tables, reading, &mut taken)?;
    words(tables, reading)?;
    aliases(tables, reading)?;
    Ok((scales(tables, reading)?, taken))
}

/// Whether a field that a table does not have is a further item of satisfaction: `score_cleanliness`. One that only slips
/// of the pen part from a known item is not.
pub(super) fn is_new_item(schema: &Schema, id: &str) -> bool {
    let suffix = item(id).unwrap_or("");
    let is_name =
        !suffix.is_empty() && suffix.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    let is_slip = |known: &str| strsim::osa_distance(id, known) <= MOST_SLIPS;
    let known = schema.fields.iter().map(|field| field.id.as_str()).chain(NO_ITEMS);
    WITH_ITEMS.contains(&schema.table) && is_name && known.into_iter().all(|known| !is_slip(known))
}

/// Makes the items that the workspace adds: fields of callbacks and of surveys, named after their first heading.
fn new_items(tables: &mut [Schema], reading: &Reading, taken: &mut Vec<Taken>) {
    for (table, fields) in &reading.headings {
        for (id, texts) in fields {
            let is_new = tables.iter().any(|schema| schema.table == *table && is_new_item(schema, id));
            let Some(name) = texts.first().filter(|_| is_new) else { continue };
            for schema in tables.iter_mut().filter(|schema| WITH_ITEMS.contains(&schema.table)) {
                schema.fields.push(Field::item(id, name));
                let index = schema.fields.len() - 1;
                taken.extend(take_headings(schema, index, texts));
                // Where any score makes a sheet a survey, this one does too.
                let scores =
                    |group: &&mut Vec<usize>| group.iter().any(|at| schema.fields[*at].kind == FieldKind::Score);
                schema.required.iter_mut().filter(scores).for_each(|group| group.push(index));
            }
        }
    }
}

/// Gives headings to a field; what another field had under them it has no longer.
fn take_headings(schema: &mut Schema, index: usize, texts: &[String]) -> Vec<Taken> {
    // Of a heading that stands twice the last one is kept.
    let last: HashMap<String, usize> = texts.iter().enumerate().map(|(at, text)| (fold(text), at)).collect();
    let (table, to, mut taken) = (schema.table, schema.fields[index].id.clone(), Vec::new());
    for (at, field) in schema.fields.iter_mut().enumerate() {
        let (lost, kept) = field.headings.drain(..).partition(|heading| last.contains_key(&fold(heading)));
        field.headings = kept;
        let lost: Vec<String> = if at == index { Vec::new() } else { lost };
        let told = |heading| Taken { table, heading, from: field.id.clone(), to: to.clone() };
        taken.extend(lost.into_iter().map(told));
    }
    let kept = texts.iter().enumerate().filter(|(at, text)| last.get(&fold(text)) == Some(at));
    schema.fields[index].headings.extend(kept.map(|(_, text)| text.clone()));
    taken
}

fn headings(tables: &mut [Schema], reading: &Reading, taken: &mut Vec<Taken>) -> Result<()> {
    for (table, fields) in &reading.headings {
        let Some(schema) = tables.iter_mut().find(|schema| schema.table == *table) else {
            bail!("[tables.{table}.headings]: the table {table} is not used yet");
        };
        for (id, texts) in fields {
            let Some(index) = schema.field(id) else {
                let known = schema.fields.iter().map(|field| field.id.as_str());
                bail!("[tables.{table}.headings]: unknown field “{id}”{}", nearest(id, known));
            };
            taken.extend(take_headings(schema, index, texts));
        }
    }
    Ok(())
}

fn words(tables: &mut [Schema], reading: &Reading) -> Result<()> {
    for (table, words) in &reading.words {
        let Some(schema) = tables.iter_mut().find(|schema| schema.table == *table) else {
            bail!("[tables.{table}.words]: the table {table} is not used yet");
        };
        for (word, spellings) in words {
            let mut known = false;
            for field in &mut schema.fields {
                known |= field.vocabulary.extend(word, spellings);
            }
            if !known {
                let entries = schema.fields.iter().flat_map(|field| field.vocabulary.entries());
                let hint = nearest(word, entries.map(|entry| entry.word.as_str()));
                bail!("[tables.{table}.words]: unknown word “{word}”{hint}");
            }
        }
    }
    Ok(())
}

fn aliases(tables: &mut [Schema], reading: &Reading) -> Result<()> {
    for (id, people) in &reading.aliases {
        let mut known = false;
        for field in tables.iter_mut().flat_map(|schema| &mut schema.fields) {
            if field.id != *id || field.kind != FieldKind::Person {
                continue;
            }
            known = true;
            for (name, spellings) in people {
                for spelling in spellings {
                    field.aliases.insert(fold(spelling), name.clone());
                }
            }
        }
        if !known {
            let people =
                tables.iter().flat_map(|schema| &schema.fields).filter(|field| field.kind == FieldKind::Person);
            bail!("[aliases.{id}]: no such field of people{}", nearest(id, people.map(|field| field.id.as_str())));
        }
    }
    Ok(())
}

fn scales(tables: &[Schema], reading: &Reading) -> Result<HashMap<String, i64>> {
    let fields = || tables.iter().flat_map(|schema| &schema.fields).filter(|field| field.kind == FieldKind::Score);
    let headings: Vec<&str> = fields().flat_map(|field| field.headings.iter().map(String::as_str)).collect();
    let known: HashSet<String> = headings.iter().map(|known| fold(known)).collect();
    let mut scales = HashMap::new();
    for (heading, scale) in &reading.scales {
        let forms = readings(heading);
        if !forms.iter().any(|form| known.contains(form)) {
            bail!(no_such_score(heading, &headings));
        }
        let scale = in_millionths(*scale);
        for form in forms {
            scales.insert(form, scale);
        }
    }
    Ok(scales)
}

/// What to say of the heading of a scale that no score has, be it one that the workspace gives to it.
pub(super) fn unknown_score<'s>(
    tables: impl Iterator<Item = &'s Schema>,
    reading: &Reading,
    heading: &str,
) -> Option<Words> {
    let fields = tables.flat_map(|schema| &schema.fields).filter(|field| field.kind == FieldKind::Score);
    let mut known: Vec<&str> = fields.flat_map(|field| field.headings.iter().map(String::as_str)).collect();
    let own =
        reading.headings.values().flatten().filter(|(id, _)| item(id).is_some() || NO_ITEMS.contains(&id.as_str()));
    known.extend(own.flat_map(|(_, headings)| headings.iter().map(String::as_str)));
    let forms = readings(heading);
    let is_known = known.iter().any(|known| forms.contains(&fold(known)));
    (!is_known).then(|| no_such_score(heading, &known).message)
}

fn no_such_score(heading: &str, known: &[&str]) -> Failure {
    let near = crate::base::nearest::nearest(heading, known.iter().copied());
    let chinese = near.map_or_else(String::new, |known| format!("；最接近的是“{known}”"));
    let english = nearest(heading, known.iter().copied());
    Failure::new(
        Exit::Usage,
        format!("“{heading}”不是评分列的表头{chinese}"),
        format!("no score has the heading “{heading}”{english}"),
    )
}

/// `, the nearest is “…”`, or nothing where no known name is near.
fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let close = crate::base::nearest::nearest(name, known);
    close.map_or_else(String::new, |known| format!("; the nearest known one is “{known}”"))
}
