//! Sheets whose name says that they are a copy of another one of the file, or show how to fill it in. They count, and are told.

use crate::base::finding::{Code, Finding, Severity};

use super::lines::Lines;
use super::rows::Rows;
use super::schema::Schema;

/// One finding a sheet that counts beside one of another name.
pub(super) fn told(blocks: &[Rows], schema: &Schema, words: &Lines) -> Vec<Finding> {
    let is_copy = |block: &&Rows| block.grid.sheet.as_deref().is_some_and(|sheet| words.is_a_copy(sheet));
    let is_beside = |block: &Rows| {
        blocks.iter().any(|other| other.grid.file == block.grid.file && !is_copy(&other) && other.counts.used > 0)
    };
    let mut copies: Vec<&Rows> = blocks.iter().filter(is_copy).filter(|block| block.counts.used > 0).collect();
    copies.dedup_by(|one, other| one.grid.file == other.grid.file && one.grid.sheet == other.grid.sheet);
    let told = copies.into_iter().filter(|block| is_beside(block)).map(|block| {
        let name = block.grid.sheet.as_deref().unwrap_or_default();
        let finding = Finding::new(
            Severity::Warning,
            Code::DoubtfulRow,
            block.grid.place().at(block.block.first_row, 0),
            format!("工作表“{name}”像是另一张的备份或样表，其中的行已照常计入；如是，请删去这张工作表"),
            format!("the sheet “{name}” looks like a copy of another one or a sample, and its rows count; if it is one, take it out"),
        );
        finding.table(schema.table)
    });
    told.collect()
}
