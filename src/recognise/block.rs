//! The door to the tables: one heading row with the rows below it.

use crate::base::table_id::TableId;
use crate::base::text::fold;

/// Further down than every heading of the template: used only where nothing better holds data.
pub(crate) const LAST_RANK: usize = 1000;

/// One heading row (or two lines of headings) and the rows below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The table it belongs to; `None` for a sheet that fits none.
    pub table: Option<TableId>,
    /// Whether its rows can be used.
    pub fit: Fit,
    /// First and last heading row, from 0; `None` where no heading row was found.
    pub header: Option<(u32, u32)>,
    /// First row below the headings, from 0.
    pub first_row: u32,
    /// The row after the last one of the block, from 0; a following heading row ends it.
    pub end_row: u32,
    /// Columns that a field takes, at most one a field (in a wide list: a field and attempt), in order of the columns.
    pub columns: Vec<Column>,
    /// Rows that are the headings again.
    pub repeated: Vec<u32>,
    /// The few rows between a blank line and the next headings: their titles, where they are no rows; in order.
    pub titles: Vec<u32>,
}

impl Block {
    /// The column of a field for an attempt of a wide list (0: for the whole row); the first one where it has none.
    pub fn col(&self, field: usize, attempt: u8) -> Option<u32> {
        let own = |column: &&Column| column.field == field && (column.attempt == attempt || column.attempt == 0);
        let any = || self.columns.iter().find(|column| column.field == field);
        self.columns.iter().find(own).or_else(any).or(self.columns.first()).map(|column| column.col)
    }
}

/// Whether the rows of a block can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// All headings that the table needs are there.
    Complete,
    /// The table is clear, but a heading it needs is missing; its rows are set aside.
    MissingHeading,
    /// A table that is not used yet.
    NotUsedYet,
    /// It fits no table.
    Unknown,
}

/// A column of a block and its field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Column, from 0.
    pub col: u32,
    /// Index of the field in its table's template.
    pub field: usize,
    /// Which attempt of a wide list it tells of, from 1; 0 for what belongs to the whole row.
    pub attempt: u8,
    /// The place of the heading among the field's headings; the first one listed is preferred.
    pub rank: usize,
    /// The heading as it stands.
    pub heading: String,
    /// Of a date its further columns, the preferred ones first: they fill its blank cells, or hold its time of day. Those
    /// of another meaning stand behind those of its own.
    pub beside: Vec<Column>,
}

impl Column {
    /// Whether both have the same heading of the template, each with its own additions.
    pub fn is_of_word(&self, other: &Self) -> bool {
        self.rank % LAST_RANK == other.rank % LAST_RANK
    }

    /// Whether nothing but its place speaks for the column kept and not for this one: 服务态度 of 本店 and 服务态度 of 同行店. Of 回访结果
    /// and 回访结果（旧） the plain word does.
    pub fn is_of_another(&self, kept: &Self) -> bool {
        self.is_of_word(kept) && !fold(&self.heading).contains(&fold(&kept.heading))
    }
}
