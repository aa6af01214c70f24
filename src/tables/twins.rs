//! Two lists of one table that may be of the same things and count both: a summary beside its details, and the same records
//! named by an order here and by a telephone there. They are told; which of the two is right only the dealer knows.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::RangeInclusive;

use chrono::{DateTime, Datelike};

use crate::base::finding::{Code, Finding, Severity};
use crate::base::lang::Words;

use super::alike::{RowRef, hash_value};
use super::field_kind::FieldKind;
use super::rows::Rows;
use super::schema::Schema;
use super::value::Value;

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// So few rows can be alike by chance.
const LEAST: usize = 3;

/// Rows that have nothing but a day in common can be, too.
const LEAST_BY_DAYS: usize = 10;

/// One row in so many may differ.
const FEW: usize = 10;

/// Lists of a table that are compared, each with each: hardly a dealer has more that reach over the same days.
const MOST_LISTS: usize = 60;

type Month = (i32, u32);

/// A list of which rows count.
struct List {
    block: usize,
    rows: Vec<RowRef>,
    days: RangeInclusive<i64>,
}

/// What is told of the lists of one table; `rows` are those that count.
pub(super) fn told(blocks: &[Rows], schema: &Schema, rows: &[RowRef]) -> Vec<Finding> {
    let mut of_blocks: BTreeMap<usize, Vec<RowRef>> = BTreeMap::new();
    for row in rows {
        of_blocks.entry(row.block).or_default().push(*row);
    }
    let lists: Vec<List> =
        of_blocks.into_iter().filter_map(|(block, rows)| list(blocks, schema, block, rows)).collect();
    if schema.role.is_some() || lists.len() > MOST_LISTS {
        return Vec::new();
    }
    let pairs = lists.iter().enumerate().flat_map(|(at, one)| lists[at + 1..].iter().map(move |other| (one, other)));
    let alike = |(one, other): (&List, &List)| {
        one.days.start().max(other.days.start()) <= one.days.end().min(other.days.end())
            && !is_one_list(&blocks[one.block], &blocks[other.block])
    };
    pairs
        .filter(|pair| alike(*pair))
        .filter_map(|(one, other)| {
            if let Some(field) =
                counted(blocks, schema, one).filter(|field| blocks[other.block].slots[*field].is_some())
            {
                return same_sums(blocks, schema, field, one, other);
            }
            same_records(blocks, schema, one, other)
        })
        .collect()
}

fn list(blocks: &[Rows], schema: &Schema, block: usize, rows: Vec<RowRef>) -> Option<List> {
    let days = || rows.iter().filter_map(|row| day(&blocks[block], schema, row.row));
    let days = days().min()?..=days().max()?;
    Some(List { block, rows, days })
}

/// Parts of one sheet, or the columns of months that were taken apart.
fn is_one_list(one: &Rows, other: &Rows) -> bool {
    (&one.grid.file, &one.grid.sheet) == (&other.grid.file, &other.grid.sheet)
}

fn day(rows: &Rows, schema: &Schema, row: usize) -> Option<i64> {
    schema.period.iter().find_map(|field| rows.value(row, *field).time()).map(|at| at.div_euclid(DAY))
}

/// The number that the rows of a list are counted by.
fn counted(blocks: &[Rows], schema: &Schema, list: &List) -> Option<usize> {
    let rows = &blocks[list.block];
    let is_filled = |field: &usize| list.rows.iter().any(|row| rows.value(row.row, *field) != Value::Nothing);
    let fields = (0..schema.fields.len()).filter(|at| schema.fields[*at].adds_up && rows.slots[*at].is_some());
    fields.into_iter().find(is_filled)
}

/// A month whose sums in two lists are the same, although their rows are not: one sums up the other.
fn same_sums(blocks: &[Rows], schema: &Schema, field: usize, one: &List, other: &List) -> Option<Finding> {
    let of = |list: &List| {
        let mut months: BTreeMap<Month, (i64, usize)> = BTreeMap::new();
        for row in &list.rows {
            let rows = &blocks[list.block];
            let (Some(day), Value::Whole(number)) = (day(rows, schema, row.row), rows.value(row.row, field)) else {
                continue;
            };
            let Some(at) = DateTime::from_timestamp_millis(day * DAY) else { continue };
            let sum = months.entry((at.year(), at.month())).or_default();
            *sum = (sum.0 + number, sum.1 + 1);
        }
        months
    };
    let (sums, others) = (of(one), of(other));
    let (month, sum, coarse, fine) = sums.iter().find_map(|(month, (sum, rows))| {
        let (other_sum, other_rows) = others.get(month)?;
        let (coarse, fine) = if rows < other_rows { (one, other) } else { (other, one) };
        (sum == other_sum && *sum != 0 && rows != other_rows).then_some((month, sum, coarse, fine))
    })?;
    let (year, month) = month;
    let (name, place) = (&schema.fields[field].names, blocks[fine.block].grid.place());
    let chinese = format!(
        "{year}-{month:02} 的{}与“{}”的合计都是 {sum}，像是同一批数据的汇总和明细；两处都已计入",
        name.chinese, place
    );
    let english = format!(
        "{} of {year}-{month:02} come to {sum} here and in “{}”, as if one summed up the other; both count",
        name.en, place
    );
    Some(finding(blocks, schema, coarse, field, chinese, english))
}

/// Two lists whose rows are the same in all that both have, over the days that both reach over: nothing but what they name
/// their things by is different.
fn same_records(blocks: &[Rows], schema: &Schema, one: &List, other: &List) -> Option<Finding> {
    let (left, right) = (&blocks[one.block], &blocks[other.block]);
    let both = |field: &usize| {
        !schema.fields[*field].line
            && schema.key != Some(*field)
            && left.slots[*field].is_some()
            && right.slots[*field].is_some()
    };
    let fields: Vec<usize> = (0..schema.fields.len()).filter(both).collect();
    let days = one.days.start().max(other.days.start())..=one.days.end().min(other.days.end());
    let within = |list: &List| {
        let rows = &blocks[list.block];
        list.rows
            .iter()
            .map(|row| row.row)
            .filter(|row| day(rows, schema, *row).is_some_and(|day| days.contains(&&day)))
            .collect::<Vec<usize>>()
    };
    let (a, b) = (within(one), within(other));
    let most = a.len().max(b.len());
    let enough = |same: usize| same + most / FEW >= most;
    if a.len().min(b.len()) < LEAST || !enough(a.len().min(b.len())) {
        return None;
    }
    let is_date = |field: &usize| matches!(schema.fields[*field].kind, FieldKind::Date | FieldKind::Month);
    let says_more = fields.iter().any(|field| {
        let of = |rows: &Rows, list: &[usize]| list.iter().any(|row| rows.value(*row, *field) != Value::Nothing);
        !is_date(field) && (of(left, &a) || of(right, &b))
    });
    if !fields.iter().any(is_date) || !says_more && most < LEAST_BY_DAYS {
        return None;
    }
    let mut known: HashMap<u64, usize> = HashMap::new();
    a.iter().for_each(|row| *known.entry(signature(left, *row, &fields)).or_default() += 1);
    let same = b.iter().filter(|row| {
        let left = known.get_mut(&signature(right, **row, &fields)).filter(|left| **left > 0);
        left.map(|left| *left -= 1).is_some()
    });
    let same = same.count();
    if !enough(same) {
        return None;
    }
    let place = left.grid.place();
    let shared = |name: fn(&Words) -> &str, between: &str| {
        fields.iter().map(|field| name(&schema.fields[*field].names)).collect::<Vec<_>>().join(between)
    };
    let chinese = format!(
        "{same} 行与“{}”的行在两处都有的列（{}）上一样，像是同一批记录；两处都已计入",
        place,
        shared(|names| &names.chinese, "、")
    );
    let english = format!(
        "{same} rows are as those of “{}” in all that both have ({}), as if they were the same records; both count",
        place,
        shared(|names| &names.en, ", ")
    );
    Some(finding(blocks, schema, other, *fields.first()?, chinese, english))
}

fn signature(rows: &Rows, row: usize, fields: &[usize]) -> u64 {
    let mut hasher = DefaultHasher::new();
    fields.len().hash(&mut hasher);
    fields.iter().for_each(|field| hash_value(rows, rows.value(row, *field), &mut hasher));
    hasher.finish()
}

fn finding(blocks: &[Rows], schema: &Schema, list: &List, field: usize, chinese: String, english: String) -> Finding {
    let place = blocks[list.block].place(list.rows[0].row, field);
    let finding = Finding::new(Severity::Warning, Code::CountedTwice, place, chinese, english);
    finding.table(schema.table).field(&schema.fields[field].id)
}
