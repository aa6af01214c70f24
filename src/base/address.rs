//! Where something stands: file › sheet › cell. The address prints itself; nobody else formats one.

use std::fmt;
use std::sync::Arc;

use super::text::{unbroken, visible};

/// One cell of a sheet; both indices count from 0, it prints as `A1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellRef {
    /// Row, from 0.
    pub row: u32,
    /// Column, from 0.
    pub col: u32,
}

impl fmt::Display for CellRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", column_letters(self.col), self.row + 1)
    }
}

/// The letters of a column counted from 0: 0 is `A`, 26 is `AA`.
pub fn column_letters(col: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = col + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// Cells as sorted ranges, column by column: `B5:B9, B14`. Beyond so many ranges the number of cells left out stands in
/// their place: `B2, B4, … +98`.
pub fn ranges(cells: impl IntoIterator<Item = CellRef>, most: usize) -> String {
    let mut cells: Vec<(u32, u32)> = cells.into_iter().map(|cell| (cell.col, cell.row)).collect();
    cells.sort_unstable();
    cells.dedup();
    let runs: Vec<_> = cells.chunk_by(|a, b| a.0 == b.0 && a.1 + 1 == b.1).collect();
    let text = |run: &&[(u32, u32)]| {
        let at = |(col, row): (u32, u32)| CellRef { row, col };
        match run {
            [one] => at(*one).to_string(),
            [first, .., last] => format!("{}:{}", at(*first), at(*last)),
            [] => String::new(),
        }
    };
    let shown = runs.iter().take(most).map(text).collect::<Vec<_>>().join(", ");
    match runs.iter().skip(most).map(|run| run.len()).sum::<usize>() {
        0 => shown,
        rest => format!("{shown}, … +{rest}"),
    }
}

impl CellRef {
    /// Reads `A1`, `$A$1` or `a1`; `None` where it is no cell of a sheet.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.strip_prefix('$').unwrap_or(text);
        let end = text.find(|c: char| !c.is_ascii_alphabetic())?;
        let (letters, digits) = text.split_at(end);
        let digits = digits.strip_prefix('$').unwrap_or(digits);
        let number = |letter: u8| u32::from(letter.to_ascii_uppercase() - b'A') + 1;
        let col = letters.bytes().try_fold(0_u32, |col, letter| col.checked_mul(26)?.checked_add(number(letter)));
        if !digits.bytes().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        Some(Self { row: digits.parse::<u32>().ok()?.checked_sub(1)?, col: col?.checked_sub(1)? })
    }
}

/// A file, a sheet of it where it has sheets, and a cell where one is meant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Path relative to the input folder, with `/`.
    pub file: Arc<str>,
    /// Sheet name; `None` for text files and for a whole file.
    pub sheet: Option<Arc<str>>,
    /// The cell, where one is meant.
    pub cell: Option<CellRef>,
}

impl Place {
    /// A whole file.
    pub fn file(file: &Arc<str>) -> Self {
        Self { file: Arc::clone(file), sheet: None, cell: None }
    }

    /// The same file and sheet, at a cell (row and column from 0).
    pub fn at(&self, row: u32, col: u32) -> Self {
        Self { file: Arc::clone(&self.file), sheet: self.sheet.clone(), cell: Some(CellRef { row, col }) }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = |text| unbroken(&visible(text)).into_owned();
        f.write_str(&line(&self.file))?;
        if let Some(sheet) = &self.sheet {
            write!(f, " › {}", line(sheet))?;
        }
        if let Some(cell) = self.cell {
            write!(f, " › {cell}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_in_excel() {
        let names: Vec<_> = [0, 25, 26, 701, 702, 16_383].map(column_letters).into();
        assert_eq!(names, ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
    }

    #[test]
    fn cells_are_told_as_ranges_column_by_column() {
        let cells = [(3, 1), (0, 1), (8, 0), (4, 1), (0, 1), (5, 1)].map(|(row, col)| CellRef { row, col });
        assert_eq!(ranges(cells, 9), "A9, B1, B4:B6");
        assert_eq!(ranges(cells, 2), "A9, B1, … +3");
        assert_eq!(ranges([], 2), "");
    }

    #[test]
    fn a_cell_is_read_as_it_is_printed() {
        for text in ["A1", "AA17", "XFD1048576"] {
            assert_eq!(CellRef::parse(text).expect(text).to_string(), text);
        }
        assert_eq!(CellRef::parse("$c$4"), Some(CellRef { row: 3, col: 2 }));
        for text in ["", "A", "7", "A0", "A+1", "AAAAAAAAAAAAAAAA1", "甲1"] {
            assert_eq!(CellRef::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_place_prints_file_sheet_and_cell() {
        let place = Place { file: "回访记录.xlsx".into(), sheet: Some("9月".into()), cell: None };
        assert_eq!(place.at(16, 3).to_string(), "回访记录.xlsx › 9月 › D17");
        let place = Place { file: "a\u{202e}.csv".into(), sheet: Some("9\n[x]\u{8}".into()), cell: None };
        assert_eq!(place.to_string(), "a.csv › 9 [x]");
    }
}
