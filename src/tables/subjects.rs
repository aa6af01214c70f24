//! What a single row is about: its key, else its subject and day.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::field_kind::FieldKind;
use super::rows::Rows;
use super::schema::Schema;
use super::value::Value;

/// Milliseconds.
pub(super) const DAY: i64 = 86_400_000;

/// What a table's template says of the rows that are one thing.
pub(super) struct Subjects<'s> {
    pub schema: &'s Schema,
    pub kinds: Vec<usize>,
    pub callers: Vec<usize>,
}

impl<'s> Subjects<'s> {
    pub(super) fn new(schema: &'s Schema) -> Self {
        let of_kind = |kind: FieldKind| schema.apart.iter().copied().filter(move |at| schema.fields[*at].kind == kind);
        Self { schema, kinds: of_kind(FieldKind::Word).collect(), callers: of_kind(FieldKind::Person).collect() }
    }

    /// The intact key of a row.
    pub(super) fn key<'r>(&self, rows: &'r Rows, row: usize) -> Option<&'r str> {
        rows.field_text(row, self.schema.key?)
    }

    /// The thing that a row tells of, as far as that can be told without looking at others: its key, else its subject and
    /// day.
    pub(super) fn thing(&self, rows: &Rows, row: usize) -> Option<u64> {
        self.key(rows, row).map_or_else(|| self.subject(rows, row), |key| Some(hashed(&key)))
    }

    /// Whether a row of a table with a key has none, or a spoilt one.
    pub(super) fn lacks_key(&self, rows: &Rows, row: usize) -> bool {
        self.schema.key.is_some() && self.key(rows, row).is_none()
    }

    /// Subject and day of a row; nothing where either is missing.
    pub(super) fn subject(&self, rows: &Rows, row: usize) -> Option<u64> {
        if self.schema.same.is_empty() {
            return None;
        }
        let mut hasher = DefaultHasher::new();
        for group in &self.schema.same {
            let said = |field: &usize| match rows.value(row, *field) {
                Value::Nothing | Value::Lost => None,
                // 1.38E+10 is the phone of many.
                _ if is_spoilt_phone(self.schema, rows, row, *field) => None,
                value => Some((*field, value)),
            };
            let (field, value) = group.iter().find_map(said)?;
            match (value, rows.field_text(row, field)) {
                (Value::Time(at), _) => at.div_euclid(DAY).hash(&mut hasher),
                (_, Some(text)) => (&self.schema.fields[field].id, text).hash(&mut hasher),
                _ => return None,
            }
        }
        Some(hasher.finish())
    }

    /// Whether both rows have a time of day, and not the same.
    pub(super) fn other_time(&self, left: &Rows, a: usize, right: &Rows, b: usize) -> bool {
        let clock = |rows: &Rows, row: usize| {
            let dates = self.schema.same.iter().flatten().filter_map(|field| rows.value(row, *field).time());
            dates.filter(|at| at % DAY != 0).min()
        };
        clock(left, a).zip(clock(right, b)).is_some_and(|(one, two)| one != two)
    }

    /// The number of the attempt.
    pub(super) fn number(&self, rows: &Rows, row: usize) -> Option<i64> {
        match rows.value(row, self.schema.wide.as_ref()?.number) {
            Value::Whole(number) => Some(number),
            _ => None,
        }
    }
}

pub(super) fn is_spoilt_phone(schema: &Schema, rows: &Rows, row: usize, field: usize) -> bool {
    schema.fields[field].kind == FieldKind::Phone
        && rows.field_text(row, field).is_some_and(|text| text.contains(['e', 'E', '*']))
}

pub(super) fn hashed(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
