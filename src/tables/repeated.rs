//! One thing in two rows that count both: a customer whose row was corrected in another one, open complaints that stand on a
//! sheet of their own as well. Which of the two is right only the dealer knows; they are told.

use polars::prelude::PlHashMap;

use crate::base::finding::{Code, Finding, Severity};

use super::alike::{RowRef, differ, differing};
use super::field_kind::FieldKind;
use super::rows::Rows;
use super::same_things::MOST_OF_A_DAY;
use super::schema::{Schema, Within};
use super::subjects::Subjects;
use super::value::Value;

/// What is told of the rows that count.
pub(super) fn told(blocks: &[Rows], schema: &Schema, rows: &[RowRef]) -> Vec<Finding> {
    let Some(within) = schema.one_row_in else { return Vec::new() };
    let subjects = Subjects::new(schema);
    let mut known: PlHashMap<u64, (RowRef, Vec<RowRef>)> = PlHashMap::default();
    let mut findings = Vec::new();
    for row in rows.iter().copied() {
        let of = &blocks[row.block];
        let subject = subjects.subject(of, row.row).filter(|_| subjects.key(of, row.row).is_none());
        let Some(subject) = subject else { continue };
        let (first, others) = known.entry(subject).or_insert_with(|| (row, Vec::new()));
        if *first == row {
            continue;
        }
        let may_be_told = |other: &&RowRef| match within {
            Within::List => true,
            // Two complaints of a car on a day are two where nothing says what they are about.
            Within::Alike => {
                agree(blocks, schema, **other, row) && (other.block != row.block || says_what(of, schema, row.row))
            }
        };
        let is_one = |other: &&RowRef| !are_apart(blocks, &subjects, **other, row);
        let found = std::iter::once(&*first).chain(&*others).filter(may_be_told).find(is_one);
        findings.extend(found.and_then(|other| twice(blocks, schema, *other, row)));
        if others.len() < MOST_OF_A_DAY {
            others.push(row);
        }
    }
    findings
}

/// Whether two rows differ in nothing but how far the thing has come.
fn agree(blocks: &[Rows], schema: &Schema, a: RowRef, b: RowRef) -> bool {
    let of_state = |field: &usize| {
        schema.state_dates.contains(field) || schema.void.iter().chain(&schema.undoes).any(|need| need.field == *field)
    };
    let mut fields = (0..schema.fields.len()).filter(|field| !of_state(field));
    !fields.any(|field| differ(&blocks[a.block], a.row, &blocks[b.block], b.row, field))
}

/// Whether a text of the row says more than whose it is.
fn says_what(rows: &Rows, schema: &Schema, row: usize) -> bool {
    let mut texts = (0..schema.fields.len()).filter(|field| schema.fields[*field].kind == FieldKind::Text);
    texts.any(|field| {
        !schema.same.iter().flatten().any(|same| *same == field) && rows.value(row, field) != Value::Nothing
    })
}

/// Whether a field that parts two things says that these are two, or the time of day, or the number of the attempt.
fn are_apart(blocks: &[Rows], subjects: &Subjects<'_>, a: RowRef, b: RowRef) -> bool {
    let (left, right) = (&blocks[a.block], &blocks[b.block]);
    let numbers = subjects.number(left, a.row) == subjects.number(right, b.row);
    let differ = |fields: &[usize]| fields.iter().any(|field| differ(left, a.row, right, b.row, *field));
    !numbers || differ(&subjects.kinds) || differ(&subjects.callers) || subjects.other_time(left, a.row, right, b.row)
}

fn twice(blocks: &[Rows], schema: &Schema, first: RowRef, row: RowRef) -> Option<Finding> {
    let of = &blocks[row.block];
    let field = *schema.same.first()?.iter().find(|field| of.value(row.row, **field) != Value::Nothing)?;
    // A class names no thing, only how many.
    if schema.fields[field].kind == FieldKind::Word {
        return None;
    }
    let other = blocks[first.block].place_of_row(first.row, field);
    let (chinese, english) = match differing(blocks, schema, first, row) {
        (chinese, _) if chinese.is_empty() => Default::default(),
        (chinese, english) => (format!("（{chinese}不同）"), format!(" (other {english})")),
    };
    let chinese = format!("与 {other} 像是同一项{chinese}；两行都已计入");
    let english = format!("this seems to be the thing at {other}{english}; both count");
    let finding = Finding::new(Severity::Warning, Code::CountedTwice, of.place(row.row, field), chinese, english);
    Some(finding.table(schema.table).field(&schema.fields[field].id))
}
