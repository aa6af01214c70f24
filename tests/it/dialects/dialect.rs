//! How a list is written: format, headings, order, titles, totals, remarks.

use proptest::prelude::*;

use super::spelling::{DATES, Dates};
use crate::written::delimited::{self, Encoding};
use crate::written::grid::Book;
use crate::written::{biff5, biff8, html, ods, xlsb, xlsx};

/// The format of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Xlsx,
    Xlsb,
    Ods,
    Biff8,
    Biff5,
    Html,
    Text(Encoding, char),
}

pub const FORMATS: [Format; 13] = [
    Format::Xlsx,
    Format::Xlsb,
    Format::Ods,
    Format::Biff8,
    Format::Biff5,
    Format::Html,
    Format::Text(Encoding::Utf8, ','),
    Format::Text(Encoding::Utf8WithMark, ';'),
    Format::Text(Encoding::Utf8, '\t'),
    Format::Text(Encoding::Utf16Le, '\t'),
    Format::Text(Encoding::Utf16Be, ','),
    Format::Text(Encoding::Gb18030, ','),
    Format::Text(Encoding::Gb18030, '\t'),
];

impl Format {
    /// Cells have types; in a text they are as the spreadsheet program shows them.
    pub fn typed(self) -> bool {
        !matches!(self, Self::Html | Self::Text(..))
    }

    /// A file has several sheets.
    pub fn has_sheets(self) -> bool {
        self.typed()
    }

    /// Days are counted from an epoch that the file states.
    pub fn has_epoch(self) -> bool {
        self.typed() && self != Self::Ods
    }

    /// The bytes of a workbook; of a text its only sheet.
    pub fn write(self, book: &Book) -> Vec<u8> {
        match self {
            Self::Xlsx => xlsx::write(book).unwrap(),
            Self::Xlsb => xlsb::write(book).unwrap(),
            Self::Ods => ods::write(book).unwrap(),
            Self::Biff8 => biff8::write(book).unwrap(),
            Self::Biff5 => biff5::write(book).unwrap(),
            Self::Html => html::write(&book.sheets[0]).into_bytes(),
            Self::Text(encoding, separator) => encoding.encode(&delimited::write(&book.sheets[0], separator)),
        }
    }
}

/// What a heading carries besides its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decoration {
    Nothing,
    Star,
    Required,
    LineBreak,
    WideSpace,
    Unit,
    Colon,
}

const DECORATIONS: [Decoration; 7] = [
    Decoration::Nothing,
    Decoration::Star,
    Decoration::Required,
    Decoration::LineBreak,
    Decoration::WideSpace,
    Decoration::Unit,
    Decoration::Colon,
];

/// A line that is no row of the table, or a row again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extra {
    Blank,
    Headings,
    Total,
    Note,
    Remark,
    Duplicate(u16),
}

/// How a list is written. Vectors are gone round as often as needed: one entry a column or a cell.
#[derive(Clone, Debug)]
pub struct Dialect {
    pub format: Format,
    /// Title rows above the headings, an export line, blank rows, a line of groups above the names.
    pub titles: usize,
    pub export_line: bool,
    pub blank_above: usize,
    pub groups: bool,
    /// 序号 in front.
    pub numbered: bool,
    /// Seeds of the order of columns and of rows.
    pub columns: u64,
    pub rows: u64,
    /// Which synonym, and what it carries.
    pub headings: Vec<u16>,
    pub decorations: Vec<Decoration>,
    pub dates: Vec<Dates>,
    pub dates_1904: bool,
    pub ways: Vec<u8>,
    pub sheet_a_month: bool,
    /// Where they stand, and what they are.
    pub extras: Vec<(u16, Extra)>,
}

/// Any dialect.
pub fn dialects() -> impl Strategy<Value = Dialect> {
    let extra = prop_oneof![
        Just(Extra::Blank),
        Just(Extra::Headings),
        Just(Extra::Total),
        Just(Extra::Note),
        Just(Extra::Remark),
        any::<u16>().prop_map(Extra::Duplicate),
    ];
    let above = (0..3_usize, any::<bool>(), 0..3_usize, any::<bool>());
    let order = (any::<bool>(), any::<u64>(), any::<u64>());
    let spelling = (
        prop::collection::vec(any::<u16>(), 1..12),
        prop::collection::vec(prop::sample::select(DECORATIONS.to_vec()), 1..12),
        prop::collection::vec(prop::sample::select(DATES.to_vec()), 1..4),
        prop::collection::vec(any::<u8>(), 1..40),
    );
    let sheets = (any::<bool>(), any::<bool>(), prop::collection::vec((any::<u16>(), extra), 0..6));
    (prop::sample::select(FORMATS.to_vec()), above, order, spelling, sheets).prop_map(
        |(format, above, (numbered, columns, rows), spelling, (dates_1904, sheet_a_month, extras))| {
            let (titles, export_line, blank_above, groups) = above;
            let (headings, decorations, dates, ways) = spelling;
            Dialect {
                format,
                titles,
                export_line,
                blank_above,
                groups,
                numbered,
                columns,
                rows,
                headings,
                decorations,
                dates,
                dates_1904: dates_1904 && format.has_epoch(),
                ways,
                sheet_a_month: sheet_a_month && format.has_sheets(),
                extras,
            }
        },
    )
}

impl Dialect {
    /// The plainest list in a format.
    pub fn plain(format: Format) -> Self {
        Self {
            format,
            titles: 0,
            export_line: false,
            blank_above: 0,
            groups: false,
            numbered: false,
            columns: 0,
            rows: 0,
            headings: vec![0],
            decorations: vec![Decoration::Nothing],
            dates: vec![Dates::Cells],
            dates_1904: false,
            ways: vec![0],
            sheet_a_month: false,
            extras: Vec::new(),
        }
    }
}
