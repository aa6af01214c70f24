//! The files under `templates/tables/` that declare no single table.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::declaration::{Entry, Section};
use crate::base::failure::Failure;
use crate::base::lang::Words;
use crate::base::table_id::TableId;
use crate::base::text::fold;
use crate::recognise::around::Around;
use crate::recognise::legend::Legends;

use super::lines::Lines;
use super::taken_back::TakenBack;

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
    /// The words that may stand around a known heading, folded.
    pub around: Around,
    /// What may stand in brackets beside a word although it sounds like a refusal.
    pub asides: Vec<String>,
    /// What takes a word back, alone beside it.
    pub taken_back: Arc<TakenBack>,
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

/// Reads the words around headings of `common.toml`.
fn around(file: &mut Section<'_>) -> Result<Around, Failure> {
    let folded = |section: &mut Section<'_>, key| -> Result<Vec<String>, Failure> {
        Ok(section.need(key)?.texts()?.iter().map(|word| fold(word)).collect())
    };
    let mut section = file.need("legends")?.section()?;
    let legends = Legends {
        negative: folded(&mut section, "negative")?,
        positive: folded(&mut section, "positive")?,
        ticks: section.need("ticks")?.texts()?,
        crosses: section.need("crosses")?.texts()?,
    };
    section.finish()?;
    Ok(Around {
        another_time: folded(file, "another_time")?,
        another_figure: folded(file, "another_figure")?,
        this_figure: folded(file, "this_figure")?,
        earlier: folded(file, "earlier")?,
        of_rules: folded(file, "of_rules")?,
        beside_figures: folded(file, "beside_figures")?,
        legends,
        other_before: folded(file, "other_before")?,
        same_behind: folded(file, "same_behind")?,
    })
}

/// Reads `common.toml`.
pub(super) fn common_file(mut file: Section<'_>) -> Result<CommonFile, Failure> {
    let mut texts = |key| file.need(key)?.texts();
    let mut common = CommonFile {
        blank: texts("blank")?,
        null: texts("null")?,
        asides: texts("asides")?,
        taken_back: Arc::new(TakenBack::of(&texts("taken_back")?)),
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
    common.around = around(&mut file)?;
    for entry in file.need("score_words")?.section()?.entries() {
        let points = entry.number(0.0..=100.0)?;
        common.score_words.insert(entry.key.to_owned(), points);
    }
    file.finish()?;
    Ok(common)
}
