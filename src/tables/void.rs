//! Cancelled and withdrawn rows leave the frame; decided on the state that is used.
//!
//! A cancellation with a date stays in the frame, although it is counted as void once it has happened: as of an earlier
//! day, at which a point of the trend is taken, the thing was not cancelled yet.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::base::finding::{Code, Finding, Severity};

use super::alike::RowRef;
use super::field_kind::FieldKind;
use super::rows::Rows;
use super::schema::Schema;

/// Counts void rows as void and takes those out that were so at all times. A cancellation dated after `as_of` has not
/// happened yet. What only the kind of a thing makes void (a question on the list of complaints) is told.
pub(super) fn remove(
    blocks: &mut [Rows],
    schema: &Schema,
    rows: Vec<RowRef>,
    as_of: NaiveDate,
) -> (Vec<RowRef>, Vec<Finding>) {
    let mut kept = Vec::with_capacity(rows.len());
    let mut of_another_kind: BTreeMap<(usize, usize, String), Vec<usize>> = BTreeMap::new();
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
            let by = schema.void.iter().find(|need| need.holds(block, schema, row.row)).map(|need| need.field);
            if let Some(field) = by.filter(|field| schema.fields[*field].kind == FieldKind::Text) {
                let word = block.field_text(row.row, field).unwrap_or_default().to_owned();
                of_another_kind.entry((row.block, field, word)).or_default().push(row.row);
            }
        }
        if !void || cancelled.is_some() {
            kept.push(row);
        }
    }
    let told = of_another_kind
        .into_iter()
        .map(|((block, field, word), rows)| told(&blocks[block], schema, (field, &word), &rows));
    (kept, told.collect())
}

fn told(block: &Rows, schema: &Schema, (field, word): (usize, &str), rows: &[usize]) -> Finding {
    let (name, count) = (&schema.fields[field].names, rows.len());
    let finding = Finding::new(
        Severity::Info,
        Code::DoubtfulRow,
        block.place(rows[0], field),
        format!("{}“{word}”：从这里起共 {count} 行不是{}，不计入", name.chinese, schema.names.chinese),
        format!(
            "{} “{word}”: {count} row(s) from here on are none of the {} and do not count",
            name.en, schema.names.en
        ),
    );
    let more = rows[1..].iter().map(|row| block.cell(*row, field)).collect();
    finding.table(schema.table).field(&schema.fields[field].id).value(word).more(more)
}

fn cancelled_on(rows: &Rows, schema: &Schema, row: usize) -> Option<NaiveDate> {
    let at = rows.value(row, schema.void_date?).time()?;
    chrono::DateTime::from_timestamp_millis(at).map(|at| at.date_naive())
}

/// Whether a word of the row makes it void.
pub(super) fn is_void(rows: &Rows, schema: &Schema, row: usize) -> bool {
    schema.void.iter().any(|need| need.holds(rows, schema, row))
}
