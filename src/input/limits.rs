//! The safety limits of reading, and the sentence that names the one that was passed.

use super::problem::Problem;
use crate::base::finding::Code;

/// A limit of `[limits.input]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    /// Bytes of the file.
    FileBytes,
    /// Bytes after decompression.
    DecompressedBytes,
    /// Times a part of the file swells when it is decompressed.
    Ratio,
    /// Non-empty cells of the file.
    Cells,
    /// Places of the boxes around the cells of each sheet.
    Spread,
    /// Columns of a sheet.
    Columns,
    /// Distinct texts of the file.
    Texts,
    /// Sheets of the file.
    Sheets,
    /// Characters of one cell.
    CellChars,
    /// Bytes of all files after decompression.
    TotalDecompressedBytes,
    /// Non-empty cells of all files.
    TotalCells,
    /// Bytes after decompression of all files that swell far more than spreadsheets do.
    PressedBytes,
}

impl Limit {
    /// The key under `[limits.input]`.
    fn key(self) -> &'static str {
        match self {
            Self::FileBytes => "file_bytes",
            Self::DecompressedBytes => "decompressed_bytes",
            Self::Ratio => "ratio",
            Self::Cells => "cells",
            Self::Spread => "spread",
            Self::Columns => "columns",
            Self::Texts => "texts",
            Self::Sheets => "sheets",
            Self::CellChars => "cell_chars",
            Self::TotalDecompressedBytes => "total_decompressed_bytes",
            Self::TotalCells => "total_cells",
            Self::PressedBytes => "pressed_bytes",
        }
    }

    fn words(self) -> [&'static str; 2] {
        match self {
            Self::FileBytes => ["文件字节数", "bytes of the file"],
            Self::DecompressedBytes => ["解压后字节数", "bytes after decompression"],
            Self::Ratio => ["解压倍数", "times that a part swells when decompressed"],
            Self::Cells => ["非空单元格数", "non-empty cells"],
            Self::Spread => ["单元格散布的范围（行 × 列）", "places (rows × columns) around the cells"],
            Self::Columns => ["列数", "columns"],
            Self::Texts => ["不同文本数", "distinct texts"],
            Self::Sheets => ["工作表数", "sheets"],
            Self::CellChars => ["单元格字符数", "characters of one cell"],
            Self::TotalDecompressedBytes => [
                "全部文件（从小到大）解压后合计字节数",
                "bytes of all files together after decompression, small ones first,",
            ],
            Self::TotalCells => {
                ["全部文件（从小到大）合计非空单元格数", "non-empty cells of all files together, small ones first,"]
            }
            Self::PressedBytes => [
                "解压后大 50 倍以上的文件（从小到大）合计字节数",
                "bytes after decompression of all files that swell more than 50 times, small ones first,",
            ],
        }
    }
}

/// `found` is more than the `allowed` of the configuration.
pub(super) fn exceeded(limit: Limit, found: u64, allowed: u64) -> Problem {
    let [chinese, english] = limit.words();
    let key = limit.key();
    Problem::error(
        Code::LimitExceeded,
        format!("{chinese} {found} 超过上限 {allowed}（配置 [limits.input] {key} = {allowed}）；未计入"),
        format!("{english} {found} exceed the limit {allowed} ([limits.input] {key} = {allowed}); not counted"),
    )
}

/// Of a limit of all files nothing is left for a file.
pub(super) fn used_up(limit: Limit, allowed: u64) -> Problem {
    let [chinese, english] = limit.words();
    let key = limit.key();
    Problem::error(
        Code::LimitExceeded,
        format!("{chinese}已到上限 {allowed}（配置 [limits.input] {key} = {allowed}）；本文件未读取，未计入"),
        format!(
            "{english} reach the limit {allowed} ([limits.input] {key} = {allowed}); this file is not read, not counted"
        ),
    )
}

/// Passes, or says by which limit `found` is too much.
pub(super) fn check(limit: Limit, found: u64, allowed: u64) -> Result<(), Problem> {
    if found > allowed { Err(exceeded(limit, found, allowed)) } else { Ok(()) }
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
}
