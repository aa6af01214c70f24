//! Dates that cannot be: after the day on which the list was made, or far away from all others of their column. They
//! are used as they stand; a slip of the pen is for the dealer to correct.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, NaiveDate};

use crate::base::finding::{Code, Finding, Severity};

use super::duplicates::RowRef;
use super::rows::Rows;
use super::schema::{Kind, Schema};

/// Dates after the day on which a list was made are slips where they are at most one in so many; else that day is that
/// of an old template.
const FEW: usize = 5;

/// So many dates of a column show where the others lie.
const ENOUGH: usize = 10;

/// Dates further away than this from all others do not belong to them.
const FAR: i64 = 366;

/// A date of a row.
#[derive(Clone, Copy)]
struct Dated {
    day: NaiveDate,
    row: RowRef,
    field: usize,
}

/// Looks at the dates of one table, file by file.
pub(super) fn check(blocks: &[Rows], schema: &Schema) -> Vec<Finding> {
    let mut findings = Vec::new();
    for dates in by_file(blocks, schema).into_values() {
        let late = after_it_was_made(blocks, &dates);
        findings.extend(late.iter().map(|dated| future(blocks, schema, *dated)));
        let late: HashSet<_> = late.iter().map(|dated| (dated.row.block, dated.row.row, dated.field)).collect();
        let mut columns: BTreeMap<usize, Vec<Dated>> = BTreeMap::new();
        for dated in dates.iter().filter(|dated| !late.contains(&(dated.row.block, dated.row.row, dated.field))) {
            columns.entry(dated.field).or_default().push(*dated);
        }
        for column in columns.into_values() {
            findings.extend(far_away(blocks, schema, column));
        }
    }
    findings
}

fn by_file<'a>(blocks: &'a [Rows], schema: &Schema) -> BTreeMap<&'a str, Vec<Dated>> {
    let fields: Vec<usize> = (0..schema.fields.len()).filter(|at| schema.fields[*at].kind == Kind::Date).collect();
    let mut files: BTreeMap<&str, Vec<Dated>> = BTreeMap::new();
    for (block, rows) in blocks.iter().enumerate() {
        let dates = files.entry(&rows.grid.file).or_default();
        for (&field, row) in fields.iter().flat_map(|field| (0..rows.rows.len()).map(move |row| (field, row))) {
            let day = rows.value(row, field).time().and_then(DateTime::from_timestamp_millis).map(|at| at.date_naive());
            dates.extend(day.map(|day| Dated { day, row: RowRef { block, row }, field }));
        }
    }
    files
}

/// The dates after the day on which their list was made, where they are few enough for that day to be believed.
fn after_it_was_made(blocks: &[Rows], dates: &[Dated]) -> Vec<Dated> {
    let late = |dated: &&Dated| blocks[dated.row.block].made.is_some_and(|made| dated.day > made);
    let late: Vec<Dated> = dates.iter().filter(late).copied().collect();
    if late.len() * FEW <= dates.len() { late } else { Vec::new() }
}

fn future(blocks: &[Rows], schema: &Schema, dated: Dated) -> Finding {
    let (day, field) = (dated.day, &schema.fields[dated.field]);
    let made = blocks[dated.row.block].made.unwrap_or_default();
    let chinese = format!("{} {day} 晚于文件的保存或导出日期 {made};按原样使用", field.names.chinese);
    let english =
        format!("{} {day}, after the file was saved or exported on {made}; used as it stands", field.names.en);
    finding(blocks, schema, dated, Code::FutureDate, chinese, english)
}

/// The dates of a column that lie more than a year away from the many that lie together.
fn far_away(blocks: &[Rows], schema: &Schema, mut dates: Vec<Dated>) -> Vec<Finding> {
    if dates.len() < ENOUGH {
        return Vec::new();
    }
    dates.sort_by_key(|dated| dated.day);
    let near = |a: &Dated, b: &Dated| b.day.signed_duration_since(a.day).num_days() <= FAR;
    let runs: Vec<&[Dated]> = dates.chunk_by(near).collect();
    let Some(most) = runs.iter().max_by_key(|run| run.len()) else { return Vec::new() };
    let others = dates.len() - most.len();
    let (Some(first), Some(last), true) = (most.first(), most.last(), others * ENOUGH <= dates.len()) else {
        return Vec::new();
    };
    let (first, last) = (first.day, last.day);
    let far = dates.iter().filter(|dated| !(first..=last).contains(&dated.day));
    far.map(|dated| {
        let (day, field) = (dated.day, &schema.fields[dated.field]);
        let chinese = format!("{} {day} 与该列其他日期({first} 至 {last})相差一年以上;按原样使用", field.names.chinese);
        let english = format!(
            "{} {day}, more than a year away from the other dates of the column ({first} to {last}); used as it stands",
            field.names.en
        );
        finding(blocks, schema, *dated, Code::DateOutOfRange, chinese, english)
    })
    .collect()
}

fn finding(blocks: &[Rows], schema: &Schema, dated: Dated, code: Code, chinese: String, english: String) -> Finding {
    let place = blocks[dated.row.block].place(dated.row.row, dated.field);
    Finding::new(Severity::Warning, code, place, chinese, english)
        .table(schema.table)
        .field(&schema.fields[dated.field].id)
        .value(&dated.day.to_string())
}
