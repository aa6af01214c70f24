//! What a table's file says of headings that are no field's.

use std::collections::BTreeMap;

use crate::base::declaration::{Entry, Section};
use crate::base::failure::Failure;
use crate::base::text::fold;
use crate::recognise::dictionary::OtherLists;

use super::declared_words::texts;
use super::fields::Fields;

/// What a table's file says of headings that are no field's.
#[derive(Debug)]
pub(super) struct Beside {
    /// Headings that need no field.
    pub ignored: Vec<String>,
    /// Headings that no list of the table has.
    pub strangers: Vec<String>,
    /// By what a list of something else is known.
    pub others: Option<OtherLists>,
}

/// Reads `ignored`, `strangers` and `others`; `headings` has the field of each folded heading.
///
/// # Errors
/// A stranger that is a heading, an unknown field.
pub(super) fn read(
    file: &mut Section<'_>,
    fields: Fields<'_>,
    headings: &BTreeMap<String, String>,
) -> Result<Beside, Failure> {
    let ignored = texts(file.take("ignored"))?;
    let strangers = file.take("strangers").map(|entry| strangers(&entry, headings)).transpose()?.unwrap_or_default();
    let others = file.take("others").map(|entry| other_lists(&entry, fields)).transpose()?;
    Ok(Beside { ignored, strangers, others })
}

/// Headings that no list of the table has, and no field of it either.
fn strangers(entry: &Entry<'_>, headings: &BTreeMap<String, String>) -> Result<Vec<String>, Failure> {
    let texts = entry.texts()?;
    for text in &texts {
        if let Some(field) = headings.get(&fold(text)) {
            return Err(entry.failure(
                &format!("里的“{text}”是 {field} 的表头"),
                &format!("has “{text}”, which is a heading of {field}"),
            ));
        }
    }
    Ok(texts)
}

/// Lists of something else that have all that the table needs.
fn other_lists(entry: &Entry<'_>, fields: Fields<'_>) -> Result<OtherLists, Failure> {
    let mut section = entry.section()?;
    let mut folded = |key| Ok(texts(section.take(key))?.iter().map(|text| fold(text)).collect::<Vec<_>>());
    let others = OtherLists {
        headings: folded("headings")?.into_iter().collect(),
        named: folded("named")?,
        unless: fields.all(&section.need("unless")?)?,
        words: section.need("words")?.words()?,
    };
    section.finish()?;
    Ok(others)
}
