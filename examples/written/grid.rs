//! A workbook as it will be written, whatever the format.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    Number(f64),
    Day(NaiveDate),
    Time(NaiveDateTime),
    Flag(bool),
    Error(Wrong),
    /// A formula as a program writes it that does not calculate.
    Formula,
}

/// An error value of a spreadsheet program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    Value,
    NotAvailable,
}

impl Wrong {
    /// Its number in the binary formats.
    pub fn number(self) -> u8 {
        match self {
            Self::Value => 0x0F,
            Self::NotAvailable => 0x2A,
        }
    }

    /// Its text: `#VALUE!`.
    pub fn text(self) -> &'static str {
        match self {
            Self::Value => "#VALUE!",
            Self::NotAvailable => "#N/A",
        }
    }
}

impl Cell {
    /// A text; an empty one is no cell.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// A time, or nothing.
    pub fn time(time: Option<NaiveDateTime>) -> Self {
        time.map_or(Self::Empty, Self::Time)
    }

    /// A day, or nothing.
    pub fn day(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::Empty, Self::Day)
    }
}

/// A sheet: its name and its rows.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub name: String,
    pub rows: Vec<Vec<Cell>>,
    pub hidden: bool,
    /// Indices of rows that are hidden; only .xlsx keeps them.
    pub hidden_rows: Vec<usize>,
    /// Merged cells; Excel 5 and tables of text have none.
    pub merges: Vec<Merge>,
}

/// A merged cell: first and last row, first and last column, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merge {
    pub rows: (usize, usize),
    pub cols: (usize, usize),
}

impl Sheet {
    /// A visible sheet.
    pub fn new(name: impl Into<String>, rows: Vec<Vec<Cell>>) -> Self {
        Self { name: name.into(), rows, hidden: false, hidden_rows: Vec::new(), merges: Vec::new() }
    }

    /// The merged cell that begins at a place.
    pub fn merge_at(&self, row: usize, col: usize) -> Option<Merge> {
        self.merges.iter().copied().find(|merge| (merge.rows.0, merge.cols.0) == (row, col))
    }

    /// Whether a merged cell covers a place in which another cell is seen.
    pub fn is_covered(&self, row: usize, col: usize) -> bool {
        let within = |merge: &&Merge| {
            (merge.rows.0..=merge.rows.1).contains(&row) && (merge.cols.0..=merge.cols.1).contains(&col)
        };
        self.merges.iter().find(within).is_some_and(|merge| (merge.rows.0, merge.cols.0) != (row, col))
    }

    /// The widest row.
    pub fn columns(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or(0)
    }
}

/// A workbook.
#[derive(Clone, Debug)]
pub struct Book {
    pub sheets: Vec<Sheet>,
    /// Days are counted from 1904, as Excel on the Macintosh did.
    pub dates_1904: bool,
}

impl Book {
    /// A workbook that counts days as usual.
    pub fn new(sheets: Vec<Sheet>) -> Self {
        Self { sheets, dates_1904: false }
    }

    /// The serial number of a time, counted in days as this workbook does.
    pub fn serial(&self, time: NaiveDateTime) -> f64 {
        let usual = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or_default();
        let start = if self.dates_1904 { usual + Days::new(1462) } else { usual };
        (time - start.and_time(NaiveTime::MIN)).num_seconds() as f64 / 86_400.0
    }
}

/// The serial number of a time, counted in days from 1899-12-30 as spreadsheets do.
pub fn serial(time: NaiveDateTime) -> f64 {
    Book::new(Vec::new()).serial(time)
}

/// A row of texts.
pub fn texts(texts: &[&str]) -> Vec<Cell> {
    texts.iter().map(|text| Cell::text(*text)).collect()
}
