//! The files under `templates/tables/` as they are written; unknown keys are errors that name file and line.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::base::lang::Words;
use crate::base::table_id::TableId;
use crate::base::within::Within;
use crate::templates::Template;

use super::field_kind::FieldKind;

/// One table: `callbacks.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TableFile {
    pub table: TableId,
    /// Its place among the tables.
    pub order: Within<0, 1_000_000>,
    pub names: Words,
    /// Groups of fields; a sheet belongs to the table when each group has a heading.
    pub required: Vec<Vec<String>>,
    /// Groups of fields, `field` or `field:sense`; a row is kept when each group has a value.
    pub keep: Vec<Vec<String>>,
    /// The dates that put a row into a period, the first one filled counts.
    pub period: Vec<String>,
    /// The field that names the thing; rows with the same key are states of one thing.
    pub key: Option<String>,
    /// What tells which thing a row is about where nothing else does: of each group the first field that says something, a
    /// date by its day. In a table with a key only where the digits of the key are lost.
    #[serde(default)]
    pub same: Vec<Vec<String>>,
    /// Fields that part two things where each says another: kinds always, people unless the lists are versions of each
    /// other.
    #[serde(default)]
    pub apart: Vec<String>,
    /// Dates that say which state is the later one.
    #[serde(default)]
    pub later: Vec<String>,
    /// `field:sense` that undoes an earlier state of the same thing, with or without a date.
    #[serde(default)]
    pub undoes: Vec<String>,
    /// `field:sense` that makes a row void.
    #[serde(default)]
    pub void: Vec<String>,
    /// A date that makes a row void from then on.
    pub void_date: Option<String>,
    /// Headings that need no field.
    #[serde(default)]
    pub ignored: Vec<String>,
    /// Fields that stand several times in a wide list.
    pub repeats: Option<RepeatsEntry>,
    pub fields: Vec<FieldEntry>,
}

/// How a wide list numbers the columns of its attempts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RepeatsEntry {
    /// The field that holds the number of the attempt.
    pub number: String,
    /// An attempt was made where one of these fields says something.
    pub shown_by: Vec<String>,
    /// `field:sense` of the attempt in which the customer answered; without one the last attempt has the answers.
    pub answered: String,
    /// Words for the first, the second, the third …
    pub ordinals: Vec<Vec<String>>,
    /// Words that may stand between the ordinal and the name.
    pub topics: Vec<String>,
    /// The fields that repeat, with the short names that they have behind an ordinal.
    pub fields: BTreeMap<String, Vec<String>>,
}

/// One field of a table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldEntry {
    pub id: String,
    pub kind: FieldKind,
    pub names: Words,
    /// Headings, the preferred ones first.
    pub headings: Vec<String>,
    /// Headings that name another thing than the field: they stand in for it only where its own column is blank and nothing
    /// contradicts.
    #[serde(default)]
    pub apart: Vec<ApartEntry>,
    /// What has no data where a sheet lacks the field, said where a column of it might be meant.
    pub without: Option<Words>,
    /// Headings that might mean the field, in a list that has no better one: proposed, never taken.
    #[serde(default)]
    pub proposed: Vec<String>,
    /// The vocabulary of a word field.
    #[serde(default)]
    pub words: Vec<WordEntry>,
    /// A word that contradicts itself counts as blank: an unknown word says more than none.
    #[serde(default)]
    pub blank_in_doubt: bool,
    /// Another field whose words say a sense of this one: 无人接听 as a result is a failure.
    pub implied: Option<ImpliedEntry>,
    /// A word stays as the dealer wrote it; only its sense is looked up.
    #[serde(default)]
    pub as_written: bool,
    /// A date that may lie after the day on which the list was made: when a policy ends.
    #[serde(default)]
    pub ahead: bool,
    /// Its headings say which table a list is of; not those that stand in lists of other tables as well.
    #[serde(default = "yes")]
    pub telling: bool,
    /// May differ between the lines of one order.
    #[serde(default)]
    pub line: bool,
    /// A number whose sum counts: merged over several rows it counts once.
    #[serde(default)]
    pub adds_up: bool,
    /// What a word outside the vocabulary means for the figures.
    pub unknown: Option<Words>,
    /// The highest value of a score; of no other kind.
    pub scale: Option<Within<1, 10_000>>,
    /// Further words for yes.
    #[serde(default)]
    pub yes: Vec<String>,
    /// Further words for no.
    #[serde(default)]
    pub no: Vec<String>,
}

fn yes() -> bool {
    true
}

/// One canonical word.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WordEntry {
    pub word: String,
    pub sense: Option<String>,
    pub words: Vec<String>,
    /// Those of the words that say no more than that something was done (已回访): what stands in brackets beside them counts.
    #[serde(default)]
    pub weak: Vec<String>,
    /// Those that moreover say nothing beside another word (三日); `*` for all of them.
    #[serde(default)]
    pub mild: Vec<String>,
}

/// Headings of one other meaning.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ApartEntry {
    pub headings: Vec<String>,
    /// `field:sense` that a row must have for them to stand in.
    pub needs: Option<String>,
    /// They stand in for it also where a word of the row says that it is still open: a beginning, not an end.
    #[serde(default)]
    pub while_open: bool,
}

/// Words of another field that say a sense of this one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ImpliedEntry {
    pub by: String,
    pub sense: String,
}

/// `later.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LaterFile {
    pub tables: Vec<LaterTable>,
}

/// A table that is not used yet.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LaterTable {
    pub table: TableId,
    pub names: Words,
    pub headings: Vec<String>,
}

/// `common.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CommonFile {
    pub blank: Vec<String>,
    /// Signs that fill a cell without saying anything.
    pub dashes: String,
    /// What databases and programs write for nothing, compared as it stands.
    pub null: Vec<String>,
    /// Words before a date, or above it in two lines of headings, that make another date of it.
    pub another_time: Vec<String>,
    /// Further words before a known heading that make another thing of it.
    pub other_before: Vec<String>,
    /// Words behind a known heading that change nothing.
    pub same_behind: Vec<String>,
    /// What may stand in brackets beside a word although it sounds like a refusal.
    pub asides: Vec<String>,
    pub not_answered: Vec<String>,
    pub no_plate: Vec<String>,
    pub yes: Vec<String>,
    pub no: Vec<String>,
    pub titles: Vec<String>,
    /// Points of 100.
    pub score_words: BTreeMap<String, Within<0, 100>>,
}

/// Parses one template.
///
/// # Errors
/// A key that is unknown, missing or of the wrong type, with file and line.
pub(super) fn parse<T: DeserializeOwned>(template: &Template) -> Result<T> {
    toml::from_str(&template.text).with_context(|| format!("templates/{}", template.name))
}
