//! Cancelled and withdrawn rows leave the frame; decided on the state that is used.
//!
//! A cancellation with a date stays in the frame, although it is counted as void once it has happened: as of an earlier
//! day, at which a point of the trend is taken, the thing was not cancelled yet.

use chrono::NaiveDate;

use super::alike::RowRef;
use super::rows::Rows;
use super::schema::Schema;

/// Counts void rows as void and takes those out that were so at all times. A cancellation dated after `as_of` has not
/// happened yet.
pub(super) fn remove(blocks: &mut [Rows], schema: &Schema, rows: Vec<RowRef>, as_of: NaiveDate) -> Vec<RowRef> {
    let mut kept = Vec::with_capacity(rows.len());
    for row in rows {
        let block = &mut blocks[row.block];
        let cancelled = cancelled_on(block, schema, row.row);
        let void = match cancelled {
            Some(day) => day <= as_of,
            None => is_void(block, schema, row.row),
        };
        if void {
            block.counts.used -= 1;
            block.counts.void += 1;
        }
        if !void || cancelled.is_some() {
            kept.push(row);
        }
    }
    kept
}

fn cancelled_on(rows: &Rows, schema: &Schema, row: usize) -> Option<NaiveDate> {
    let at = rows.value(row, schema.void_date?).time()?;
    chrono::DateTime::from_timestamp_millis(at).map(|at| at.date_naive())
}

/// Whether a word of the row makes it void.
pub(super) fn is_void(rows: &Rows, schema: &Schema, row: usize) -> bool {
    schema.void.iter().any(|need| need.holds(rows, schema, row))
}
