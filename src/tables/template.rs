//! The files under `templates/tables/` that declare no single table.

use std::collections::BTreeMap;

use crate::base::declaration::{Entry, Section};
use crate::base::failure::Failure;
use crate::base::lang::Words;
use crate::base::table_id::TableId;

use super::lines::Lines;
use crate::recognise::legend::Legends;

/// A table that is not used yet.
#[derive(Debug)]
pub(super) struct LaterTable {
    pub table: TableId,
    pub names: Words,
    pub headings: Vec<String>,
}

/// `common.toml`.
#[derive(Debug, Default)]
pub(super) struct CommonFile {
    pub blank: Vec<String>,
    /// Signs that fill a cell without saying anything.
    pub dashes: String,
    /// What databases and programs write for nothing, compared as it stands.
    pub null: Vec<String>,
    /// Words before a date, or above it in two lines of headings, that make another date of it.
    pub another_time: Vec<String>,
    /// Words above, below or behind the name of a figure that make another figure of it.
    pub another_figure: Vec<String>,
    /// Words below the name of a figure that leave it what it is.
    pub this_figure: Vec<String>,
    /// Those of them that say before.
    pub earlier: Vec<String>,
    /// Within notes of when or how something is to be done.
    pub of_rules: Vec<String>,
    /// Words beside those that say nothing more.
    pub beside_figures: Vec<String>,
    /// The words and signs of legends, as they are written.
    pub legends: Legends,
    /// Further words before a known heading that make another thing of it.
    pub other_before: Vec<String>,
    /// Words behind a known heading that change nothing.
    pub same_behind: Vec<String>,
    /// What may stand in brackets beside a word although it sounds like a refusal.
    pub asides: Vec<String>,
    pub not_answered: Vec<String>,
    pub no_plate: Vec<String>,
    pub no_phone: Vec<String>,
    pub ditto: Vec<String>,
    pub yes: Vec<String>,
    pub no: Vec<String>,
    /// Headings of the column that names the store of a row.
    pub store: Vec<String>,
    pub titles: Vec<String>,
    pub surnames: String,
    pub surnames_of_two: Vec<String>,
    pub of_places: String,
    pub lines: Lines,
    /// Points of 100.
    pub score_words: BTreeMap<String, f64>,
}

/// Reads `later.toml`.
pub(super) fn later_file(mut file: Section<'_>) -> Result<Vec<LaterTable>, Failure> {
    let entries = file.need("tables")?.items()?;
    let table = |entry: &Entry<'_>| {
        let mut section = entry.section()?;
        let table = LaterTable {
            table: TableId::named(&section.need("table")?.text()?),
            names: section.need("names")?.words()?,
            headings: section.need("headings")?.texts()?,
        };
        section.finish()?;
        Ok(table)
    };
    let tables = entries.iter().map(table).collect::<Result<_, Failure>>()?;
    file.finish()?;
    Ok(tables)
}

/// Reads `common.toml`.
pub(super) fn common_file(mut file: Section<'_>) -> Result<CommonFile, Failure> {
    let mut texts = |key| file.need(key)?.texts();
    let mut common = CommonFile {
        blank: texts("blank")?,
        null: texts("null")?,
        another_time: texts("another_time")?,
        another_figure: texts("another_figure")?,
        this_figure: texts("this_figure")?,
        earlier: texts("earlier")?,
        of_rules: texts("of_rules")?,
        beside_figures: texts("beside_figures")?,
        other_before: texts("other_before")?,
        same_behind: texts("same_behind")?,
        asides: texts("asides")?,
        not_answered: texts("not_answered")?,
        no_plate: texts("no_plate")?,
        no_phone: texts("no_phone")?,
        ditto: texts("ditto")?,
        yes: texts("yes")?,
        no: texts("no")?,
        store: texts("store")?,
        titles: texts("titles")?,
        surnames_of_two: texts("surnames_of_two")?,
        ..CommonFile::default()
    };
    common.dashes = file.need("dashes")?.text()?;
    common.surnames = file.need("surnames")?.text()?;
    common.of_places = file.need("of_places")?.text()?;
    common.lines = Lines::of(file.need("lines")?.section()?)?;
    let mut legends = file.need("legends")?.section()?;
    common.legends = Legends {
        negative: legends.need("negative")?.texts()?,
        positive: legends.need("positive")?.texts()?,
        ticks: legends.need("ticks")?.texts()?,
        crosses: legends.need("crosses")?.texts()?,
    };
    legends.finish()?;
    for entry in file.need("score_words")?.section()?.entries() {
        let points = entry.number(0.0..=100.0)?;
        common.score_words.insert(entry.key.to_owned(), points);
    }
    file.finish()?;
    Ok(common)
}
