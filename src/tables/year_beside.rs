//! The year of a month in a column of its own: 年份 | 月份 | 台数.

use crate::input::grid::GridCell;
use crate::recognise::block::Block;

use super::cell::named::Named;
use super::cell::read::{Column, Said};
use super::field_kind::FieldKind;
use super::schema::Schema;

/// The columns of the year and of the month, and what is known of the year so far.
pub(super) struct YearBeside {
    /// Where the year stands: its place among the columns, and its column in the sheet.
    year: (usize, u32),
    month: usize,
    /// What the names of sheet and file say; it counts where no year stands beside the month.
    named: Named,
    /// The year of the row above: of merged cells only the first holds it.
    above: Option<i32>,
}

impl YearBeside {
    /// `None` where the block lacks either column.
    pub(super) fn new(block: &Block, schema: &Schema, named: Named) -> Option<Self> {
        let of_kind =
            |kind: FieldKind| block.columns.iter().position(|column| schema.fields[column.field].kind == kind);
        let (year, month) = (of_kind(FieldKind::Year)?, of_kind(FieldKind::Month)?);
        Some(Self { year: (year, block.columns[year].col), month, named, above: None })
    }

    /// Gives the column of the month the year that stands beside it in a row; tells that column, where there is a year.
    pub(super) fn look(&mut self, columns: &mut [Column<'_>], cells: &[GridCell]) -> Option<usize> {
        let (year, col) = self.year;
        if let Some(cell) = cells.iter().find(|cell| cell.col == col) {
            self.above = match columns[year].read(cell.value) {
                (Said::Whole(year), _) => i32::try_from(year).ok(),
                (_, Some(_)) => None,
                _ => self.above,
            };
        }
        let beside = self.above.map(|year| Named { year: Some(year), month: None });
        columns[self.month].named = beside.unwrap_or(self.named);
        beside.map(|_| self.month)
    }
}
