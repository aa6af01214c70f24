//! The door to the facts: one typed frame a canonical table, every row knowing where it came from.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use polars::prelude::DataFrame;
use serde::Serialize;

use crate::base::address::Place;
use crate::base::finding::Finding;
use crate::base::lang::Words;
use crate::base::period::{PeriodKind, PeriodNumber};
use crate::base::table_id::TableId;

use super::customer_names::CustomerNames;
use super::hints::Hints;
use super::numbers::Numbers;
use super::schema::Role;

/// Name of the column that says from which source a row came: index into [`Tables::sources`] (`UInt32`). It is not
/// `source`: that is a field of complaints.
pub const SOURCE: &str = "source_sheet";
/// Name of the column that says in which row of the sheet it stands, counted from 1 (`UInt32`).
pub const SOURCE_ROW: &str = "source_row";

/// All tables of a run.
///
/// A frame holds **every** canonical field of its table as a column (all null where no file has it), and [`SOURCE`],
/// [`SOURCE_ROW`]. Void rows, duplicates and rejected rows are out; a sale whose cancellation has a date stays in, since it
/// counted until that day. Types by kind of field:
///
/// | kind | column type |
/// |---|---|
/// | text, plate, vin, phone, person | `String`, cleaned; blank is null |
/// | word (result, reason, level …) | `String`: the canonical word, an unknown one as the dealer wrote it |
/// | the sense of a word field | `String` column `<field>_sense`: the meaning that rules rest on (`success`, `void`, `finished` …), null where unknown |
/// | date or time | `Datetime(Milliseconds)`, no zone; midnight means that no time of day is known |
/// | yes or no | `Boolean`; blank is null |
/// | number | `Float64`; whole numbers `Int64` |
/// | score | `Int64`, millionths of a point on the scale 0–100 (`90.5` is `90_500_000`) |
#[derive(Debug, Default)]
pub struct Tables {
    /// One frame a table for which any sheet was recognised, in no promised row order.
    pub frames: BTreeMap<TableId, DataFrame>,
    /// Files and sheets that rows point to.
    pub sources: Vec<Source>,
    /// Where the columns of the rows stand.
    pub columns: Vec<BlockColumns>,
    /// The balance of each block of each sheet, sorted by file, sheet and heading row.
    pub inputs: Vec<InputBlock>,
    /// Items of satisfaction, in the order of the templates: field suffix and names (`attitude`, 服务态度, …).
    pub items: Vec<Item>,
    /// What people call the tables.
    pub names: BTreeMap<TableId, Words>,
    /// Findings of reading, recognising and typing.
    pub findings: Vec<Finding>,
    /// Headings, words and scales that nothing declares.
    pub hints: Hints,
    /// What is not sure about whole columns, each once: figures that rest on them must say so.
    pub doubts: Vec<Doubt>,
    /// Figures and targets that lists state by the name of an indicator.
    pub stated: Vec<Stated>,
    /// Numbers that look like telephones, and are or are none.
    pub numbers: Numbers,
    /// What the customers are called, where the context asks for it.
    pub customers: CustomerNames,
}

/// Where the columns of one block of rows stand.
#[derive(Clone, Debug)]
pub struct BlockColumns {
    /// The table.
    pub table: TableId,
    /// Its file and sheet: index into [`Tables::sources`].
    pub source: u32,
    /// The first and the last row below its headings, counted from 1.
    pub rows: RangeInclusive<u32>,
    /// Each field that it has with its column, from the left.
    pub fields: Vec<(String, u32)>,
}

impl Tables {
    /// The cell of a row of a table in the column of the first of these fields that its list has, and that field.
    pub fn cell<'f>(
        &self,
        table: TableId,
        source: u32,
        row: u32,
        fields: impl IntoIterator<Item = &'f String>,
    ) -> Option<(Place, &'f str)> {
        let of_row =
            |block: &&BlockColumns| block.table == table && block.source == source && block.rows.contains(&row);
        let block = self.columns.iter().find(of_row)?;
        let column = |field: &'f String| Some((block.fields.iter().find(|(name, _)| name == field)?.1, field.as_str()));
        let (col, field) = fields.into_iter().find_map(column)?;
        let Source { file, sheet } = self.sources.get(source as usize)?;
        let place = Place { file: Arc::clone(file), sheet: sheet.clone(), cell: None };
        Some((place.at(row - 1, col), field))
    }

    /// The fields that the list of a row has, from the left.
    pub fn fields_of(&self, table: TableId, source: u32, row: u32) -> impl Iterator<Item = &String> {
        let of_row =
            move |block: &&BlockColumns| block.table == table && block.source == source && block.rows.contains(&row);
        self.columns.iter().find(of_row).into_iter().flat_map(|block| block.fields.iter().map(|(field, _)| field))
    }
}

/// Something that is not sure, and that decides figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// What it is about.
    pub about: About,
    /// The doubt, in a few words.
    pub words: Words,
}

/// What a doubt is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// The points that scores stand for.
    Scores,
}

/// A row of a list that states figures or targets.
#[derive(Clone, Debug, PartialEq)]
pub struct Stated {
    /// The list.
    pub table: TableId,
    /// What its rows are.
    pub role: Role,
    /// The indicator as the list calls it.
    pub of: Told<String>,
    /// How long the period is.
    pub kind: PeriodKind,
    /// The period.
    pub number: PeriodNumber,
    /// The figure, or the target.
    pub value: Option<Told<Figure>>,
    /// What stands above the line.
    pub numerator: Option<Told<f64>>,
    /// What stands below it.
    pub denominator: Option<Told<f64>>,
}

/// What a cell says, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Told<T> {
    /// What it says.
    pub says: T,
    /// Its field.
    pub field: &'static str,
    /// The cell.
    pub place: Place,
}

/// A figure as it is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Figure {
    /// A number without a sign: 93, or 0.93 where a percentage is meant.
    Bare(f64),
    /// With the sign of a percentage: the 93 of 93%.
    Percentage(f64),
}

/// A file and sheet that rows come from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Path relative to the input folder.
    pub file: Arc<str>,
    /// Sheet name; `None` for text files.
    pub sheet: Option<Arc<str>>,
}

/// One item of satisfaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The suffix of its column: `attitude` of `score_attitude`.
    pub id: String,
    /// Its name as the deck has it, 服务态度, and in English.
    pub name: crate::base::lang::Words,
}

/// What became of the rows of one block of a sheet; an entry of report.json `inputs`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InputBlock {
    /// Path relative to the input folder.
    pub file: String,
    /// Of the file's bytes, lower-case hex.
    pub sha256: String,
    /// Sheet name; null for text files.
    pub sheet: Option<String>,
    /// The canonical table; null for a sheet that fits none.
    pub table: Option<TableId>,
    /// Number of the (last) heading row, counted from 1; null for a sheet that fits no table.
    pub header_row: Option<u32>,
    /// The balance.
    pub rows: RowCounts,
}

/// The balance of a block: `read` is always the sum of the others; checked on every run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RowCounts {
    /// Rows below the heading row down to the last one that holds a value.
    pub read: u64,
    /// Rows that entered the table.
    pub used: u64,
    /// Rows without a value.
    pub blank: u64,
    /// 制表人, 导出日期, remarks and other lines that are no row of the table.
    pub note: u64,
    /// 合计, 小计, 平均 …
    pub total_line: u64,
    /// The heading row again.
    pub repeated_header: u64,
    /// Equal rows, older states of one key, further lines of one order.
    pub duplicate: u64,
    /// Cancelled or withdrawn.
    pub void: u64,
    /// Set aside with an error finding.
    pub rejected: u64,
}

impl std::ops::AddAssign for RowCounts {
    fn add_assign(&mut self, other: Self) {
        self.read += other.read;
        self.used += other.used;
        self.blank += other.blank;
        self.note += other.note;
        self.total_line += other.total_line;
        self.repeated_header += other.repeated_header;
        self.duplicate += other.duplicate;
        self.void += other.void;
        self.rejected += other.rejected;
    }
}

impl RowCounts {
    /// Whether the balance holds.
    pub fn balanced(&self) -> bool {
        let parts = [
            self.used,
            self.blank,
            self.note,
            self.total_line,
            self.repeated_header,
            self.duplicate,
            self.void,
            self.rejected,
        ];
        self.read == parts.iter().sum::<u64>()
    }
}
