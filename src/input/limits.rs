//! The safety limits of reading, and the sentence that names the one that was passed.

use super::problem::Problem;
use crate::base::finding::Code;

/// A dense table may take this many cells whatever it holds; Excel's own .xls sheet has 65,536 × 256 = 16.8 million.
const DENSE_CELLS_ALWAYS_ALLOWED: u64 = 20_000_000;
/// Beyond that, at least one cell in this many must hold a value.
const DENSE_CELLS_PER_VALUE: u64 = 16;

/// A limit of `[limits.input]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    /// Bytes of the file.
    FileBytes,
    /// Bytes after decompression.
    DecompressedBytes,
    /// Non-empty cells of the file.
    Cells,
    /// Sheets of the file.
    Sheets,
    /// Characters of one cell.
    CellChars,
}

impl Limit {
    /// The key under `[limits.input]`.
    fn key(self) -> &'static str {
        match self {
            Self::FileBytes => "file_bytes",
            Self::DecompressedBytes => "decompressed_bytes",
            Self::Cells => "cells",
            Self::Sheets => "sheets",
            Self::CellChars => "cell_chars",
        }
    }

    fn words(self) -> [&'static str; 2] {
        match self {
            Self::FileBytes => ["文件字节数", "bytes of the file"],
            Self::DecompressedBytes => ["解压后字节数", "bytes after decompression"],
            Self::Cells => ["非空单元格数", "non-empty cells"],
            Self::Sheets => ["工作表数", "sheets"],
            Self::CellChars => ["单元格字符数", "characters of one cell"],
        }
    }
}

/// `found` is more than the `allowed` of the configuration.
pub(super) fn exceeded(limit: Limit, found: u64, allowed: u64) -> Problem {
    let [chinese, english] = limit.words();
    let key = limit.key();
    Problem::error(
        Code::LimitExceeded,
        format!("{chinese} {found} 超过上限 {allowed}(配置 [limits.input] {key} = {allowed});未计入"),
        format!("{english} {found} exceed the limit {allowed} ([limits.input] {key} = {allowed}); not counted"),
    )
}

/// Passes, or says by which limit `found` is too much.
pub(super) fn check(limit: Limit, found: u64, allowed: u64) -> Result<(), Problem> {
    if found > allowed { Err(exceeded(limit, found, allowed)) } else { Ok(()) }
}

/// Refuses a sheet whose cells lie so far apart that a dense table of it would take memory out of all proportion.
/// `rows` × `cols` is the box around `values` cells.
pub(super) fn check_far_cells(rows: u64, cols: u64, values: u64) -> Result<(), Problem> {
    let dense = rows.saturating_mul(cols);
    if dense <= DENSE_CELLS_ALWAYS_ALLOWED || dense / DENSE_CELLS_PER_VALUE <= values {
        return Ok(());
    }
    Err(Problem::error(
        Code::LimitExceeded,
        format!(
            "{values} 个单元格散布在 {rows} 行 × {cols} 列的范围内(上限 {DENSE_CELLS_ALWAYS_ALLOWED} 格),远处有多余的单元格;未计入"
        ),
        format!(
            "{values} cells are spread over {rows} rows × {cols} columns (limit {DENSE_CELLS_ALWAYS_ALLOWED} places): there are stray far cells; not counted"
        ),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::address::Place;

    #[test]
    fn the_message_names_the_limit_the_value_and_the_key() {
        let finding = exceeded(Limit::Cells, 12, 10).at(Place::file(&"a.xlsx".into()));
        assert!(finding.message.en.contains("12") && finding.message.en.contains("[limits.input] cells = 10"));
        assert!(finding.message.chinese.contains("非空单元格数 12"));
    }

    #[test]
    fn two_far_cells_are_refused_and_a_large_full_sheet_is_not() {
        assert!(check_far_cells(65_536, 65_536, 2).is_err());
        assert!(check_far_cells(1_000_000, 30, 29_000_000).is_ok());
        assert!(check_far_cells(65_536, 256, 2).is_ok());
    }
}
