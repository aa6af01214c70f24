//! The days of the rows that findings are about: of many places those of the report's period are told first.

use chrono::{DateTime, NaiveDate};

use super::rows::Rows;
use super::schema::Schema;
use crate::base::address::CellRef;
use crate::base::finding::Finding;

/// Gives the findings of a table the days of their rows; a row that was set aside has none.
pub(super) fn tell(findings: &mut [Finding], blocks: &[Rows], schema: &Schema) {
    for finding in findings {
        let of_sheet = |block: &&Rows| {
            let place = block.grid.place();
            (&place.file, &place.sheet) == (&finding.place.file, &finding.place.sheet)
        };
        let of_sheet: Vec<&Rows> = blocks.iter().filter(of_sheet).collect();
        let days: Vec<NaiveDate> =
            finding.cells().filter_map(|cell| of_sheet.iter().find_map(|block| day(block, cell, schema))).collect();
        finding.widen(days);
    }
}

/// The day that puts the row of a cell into a period.
fn day(block: &Rows, cell: CellRef, schema: &Schema) -> Option<NaiveDate> {
    let row = block.rows.binary_search(&cell.row).ok()?;
    let at = schema.period.iter().find_map(|field| block.value(row, *field).time())?;
    DateTime::from_timestamp_millis(at).map(|at| at.date_naive())
}
