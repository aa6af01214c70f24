//! Wide lists: one row of the sheet becomes one row an attempt (第一次回访日期, 第一次回访结果, 第二次回访日期 …).

use crate::recognise::block::Block;

use super::field_kind::FieldKind;
use super::schema::{Schema, Wide};
use super::value::Value;

/// Whether a field of a list of calls tells of the call, and not of the order, the vehicle or the customer.
pub(super) fn is_of_the_call(schema: &Schema, field: usize) -> bool {
    let repeats = |wide: &Wide| wide.number == field || wide.short_names.iter().any(|(own, _)| *own == field);
    is_answer(schema.fields[field].kind) || schema.wide.as_ref().is_some_and(repeats)
}

/// Whether a row of a list of calls says nothing of a call; a number of calls of 0 says so itself.
pub(super) fn is_silent(schema: &Schema, block: &Block, values: &[Value]) -> bool {
    let mut columns = block.columns.iter().zip(values);
    schema.wide.is_some()
        && columns.all(|(column, value)| {
            matches!(value, Value::Nothing | Value::Whole(0)) || !is_of_the_call(schema, column.field)
        })
}

fn is_answer(kind: FieldKind) -> bool {
    matches!(kind, FieldKind::Score | FieldKind::YesNo)
}

/// Where the columns of a wide block stand in its rows.
pub(super) struct Layout<'a> {
    rules: &'a Wide,
    /// The attempts that have columns, in order.
    attempts: Vec<u8>,
    /// For each column of the block: its attempt, its field, its place in a row.
    columns: Vec<(u8, usize, usize)>,
    /// For each field whether its cells are answers of the customer, given once.
    answers: Vec<bool>,
    /// Fields that are dates.
    dates: Vec<bool>,
    width: usize,
    number: usize,
}

impl<'a> Layout<'a> {
    /// The layout of a wide block, and the place of each field in its rows; `None` for an ordinary one.
    pub(super) fn new(block: &Block, schema: &'a Schema) -> Option<(Self, Vec<Option<usize>>)> {
        let rules = schema.wide.as_ref()?;
        let mut attempts: Vec<u8> = block.columns.iter().map(|column| column.attempt).filter(|at| *at > 0).collect();
        attempts.sort_unstable();
        attempts.dedup();
        if attempts.is_empty() {
            return None;
        }
        let mut slots = vec![None; schema.fields.len()];
        let mut width = 0;
        let mut place = |field: usize| {
            *slots[field].get_or_insert_with(|| {
                width += 1;
                width - 1
            })
        };
        let columns = block.columns.iter().map(|column| (column.attempt, column.field, place(column.field))).collect();
        let number = place(rules.number);
        let answers = schema.fields.iter().map(|field| is_answer(field.kind)).collect();
        let dates = schema.fields.iter().map(|field| field.kind == FieldKind::Date).collect();
        Some((Self { rules, attempts, columns, answers, dates, width, number }, slots))
    }

    /// Values of a row of the frame.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// The attempts that a row of the sheet tells of; `says` tells whether a column of the block says something.
    pub(super) fn made(&self, says: impl Fn(usize) -> bool) -> Vec<u8> {
        let shows = |(at, (own, field, _)): (usize, &(u8, usize, usize)), attempt: u8| {
            *own == attempt && self.rules.shown_by.contains(field) && says(at)
        };
        let made = |attempt: &u8| self.columns.iter().enumerate().any(|column| shows(column, *attempt));
        self.attempts.iter().copied().filter(made).collect()
    }

    /// Whether a row without an attempt tells of one all the same: by a result for the whole row, or by answers.
    pub(super) fn speaks(&self, read: &[Value]) -> bool {
        self.columns.iter().zip(read).any(|((_, field, _), value)| {
            *value != Value::Nothing && (self.answers[*field] || self.rules.shown_by.contains(field))
        })
    }

    /// The row of an attempt, out of what the columns say: what belongs to the whole row, and its own. A result
    /// without a number is that of the last attempt; the only date of a row is that of all.
    pub(super) fn row(&self, read: &[Value], attempt: u8, is_last: bool) -> Vec<Value> {
        let mut row = vec![Value::Nothing; self.width];
        for ((own, field, slot), value) in self.columns.iter().zip(read) {
            let whole = *own == 0 && (is_last || !self.rules.shown_by.contains(field) || self.dates[*field]);
            if whole || *own == attempt {
                row[*slot] = *value;
            }
        }
        if attempt > 0 {
            row[self.number] = Value::Whole(i64::from(attempt));
        }
        row
    }

    /// Leaves the answers with one of the attempts: the last in which the customer answered, else the last.
    pub(super) fn answer_once(&self, rows: &mut [&mut Vec<Value>], schema: &Schema) {
        let answered = &self.rules.answered;
        let slot = self.columns.iter().find(|(_, field, _)| *field == answered.field).map(|(_, _, slot)| *slot);
        let vocabulary = &schema.fields[answered.field].vocabulary;
        let has_answered =
            |row: &&mut Vec<Value>| slot.is_some_and(|slot| row[slot].sense(vocabulary) == answered.sense.as_deref());
        let with = rows.iter().rposition(has_answered).unwrap_or(rows.len().saturating_sub(1));
        for (_, row) in rows.iter_mut().enumerate().filter(|(at, _)| *at != with) {
            for (_, field, slot) in &self.columns {
                if self.answers[*field] {
                    row[*slot] = Value::Nothing;
                }
            }
        }
    }
}
