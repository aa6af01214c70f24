//! Dates that cannot be: after the day on which the list was made, or far away from all others of their column. They
//! are used as they stand; a slip of the pen is for the dealer to correct.

use std::collections::BTreeMap;

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

impl Dated {
    /// After the day on which its list was made.
    fn is_late(&self, blocks: &[Rows]) -> bool {
        blocks[self.row.block].made.is_some_and(|made| self.day > made)
    }
}

/// Looks at the dates of one table, file by file; nearly all are as they should be, so none is kept before it is odd.
pub(super) fn check(blocks: &[Rows], schema: &Schema) -> Vec<Finding> {
    let fields: Vec<usize> = (0..schema.fields.len()).filter(|at| schema.fields[*at].kind == Kind::Date).collect();
    let mut files: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (block, rows) in blocks.iter().enumerate() {
        files.entry(&rows.grid.file).or_default().push(block);
    }
    let mut findings = Vec::new();
    for file in files.into_values() {
        let all = || fields.iter().flat_map(|field| column(blocks, &file, *field));
        let late = all().filter(|dated| dated.is_late(blocks)).count();
        // More of them are the day of an old template, which says nothing.
        let is_made_then = late * FEW <= all().count();
        if is_made_then && late > 0 {
            findings.extend(all().filter(|dated| dated.is_late(blocks)).map(|dated| future(blocks, schema, dated)));
        }
        for field in &fields {
            let in_time = || column(blocks, &file, *field).filter(|dated| !(is_made_then && dated.is_late(blocks)));
            let days = || in_time().map(|dated| dated.day);
            if let (Some(first), Some(last)) = (days().min(), days().max())
                && !is_near(first, last)
            {
                findings.extend(far_away(blocks, schema, in_time().collect()));
            }
        }
    }
    findings
}

/// The dates of one field in the blocks of a file.
fn column<'a>(blocks: &'a [Rows], file: &'a [usize], field: usize) -> impl Iterator<Item = Dated> + 'a {
    file.iter().flat_map(move |&block| {
        (0..blocks[block].rows.len()).filter_map(move |row| {
            let at = DateTime::from_timestamp_millis(blocks[block].value(row, field).time()?)?;
            Some(Dated { day: at.date_naive(), row: RowRef { block, row }, field })
        })
    })
}

fn is_near(earlier: NaiveDate, later: NaiveDate) -> bool {
    later.signed_duration_since(earlier).num_days() <= FAR
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
    let runs: Vec<&[Dated]> = dates.chunk_by(|a, b| is_near(a.day, b.day)).collect();
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
