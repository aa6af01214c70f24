//! What a workspace adds in its configuration: headings, words, scales, spellings of names.

use std::collections::HashMap;

use anyhow::{Result, bail, ensure};

use crate::base::text::fold;
use crate::recognise::heading::readings;
use crate::settings::Reading;

use super::schema::{Kind, Schema};

/// Adds the workspace's entries to the tables; what it says wins over the templates. Gives back its scales, in
/// millionths, by folded heading.
///
/// # Errors
/// An entry that names an unknown field, word or heading, with the nearest known one; a scale that is not above 0.
pub(super) fn apply(tables: &mut [Schema], reading: &Reading) -> Result<HashMap<String, i64>> {
    headings(tables, reading)?;
    words(tables, reading)?;
    aliases(tables, reading)?;
    scales(tables, reading)
}

fn headings(tables: &mut [Schema], reading: &Reading) -> Result<()> {
    for (table, fields) in &reading.headings {
        let Some(schema) = tables.iter_mut().find(|schema| schema.table == *table) else {
            bail!("[tables.{table}.headings]: the table {table} is not used yet");
        };
        for (id, texts) in fields {
            let Some(index) = schema.field(id) else {
                let known = schema.fields.iter().map(|field| field.id.as_str());
                bail!("[tables.{table}.headings]: unknown field “{id}”{}", nearest(id, known));
            };
            for text in texts {
                let folded = fold(text);
                for field in &mut schema.fields {
                    field.headings.retain(|heading| fold(heading) != folded);
                }
                schema.fields[index].headings.push(text.clone());
            }
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
            if field.id != *id || field.kind != Kind::Person {
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
            let people = tables.iter().flat_map(|schema| &schema.fields).filter(|field| field.kind == Kind::Person);
            bail!("[aliases.{id}]: no such field of people{}", nearest(id, people.map(|field| field.id.as_str())));
        }
    }
    Ok(())
}

fn scales(tables: &[Schema], reading: &Reading) -> Result<HashMap<String, i64>> {
    let fields = || tables.iter().flat_map(|schema| &schema.fields).filter(|field| field.kind == Kind::Score);
    let headings: Vec<&str> = fields().flat_map(|field| field.headings.iter().map(String::as_str)).collect();
    let mut scales = HashMap::new();
    for (heading, scale) in &reading.scales {
        let forms = readings(heading);
        if !headings.iter().any(|known| forms.contains(&fold(known))) {
            bail!("[scales]: no score has the heading “{heading}”{}", nearest(heading, headings.iter().copied()));
        }
        let scale = scale_in_millionths(*scale)?;
        for form in forms {
            scales.insert(form, scale);
        }
    }
    Ok(scales)
}

/// A scale as an exact integer of millionths.
///
/// # Errors
/// A scale that is not above 0 or beyond all reason.
pub(super) fn scale_in_millionths(scale: f64) -> Result<i64> {
    ensure!(scale > 0.0 && scale <= 1e6, "the scale {scale} of a score should be above 0, such as 5, 10 or 100");
    Ok((scale * 1e6).round() as i64)
}

/// `, the nearest is “…”`, or nothing where no known name is near.
fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> String {
    let close = crate::base::nearest::nearest(name, known);
    close.map_or_else(String::new, |known| format!("; the nearest known one is “{known}”"))
}
