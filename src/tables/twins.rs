//! Two lists of one table that may be of the same things and count both: a summary beside its details, and the same records
//! named by an order here and by a telephone there, or by numbers of the dealer here and of the maker there. They are told;
//! which of the two is right only the dealer knows.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::RangeInclusive;

use crate::base::finding::{Code, Finding, Severity};
use crate::base::lang::Words;

use super::alike::{RowRef, hash_value};
use super::field_kind::FieldKind;
use super::monthly_totals::{Month, month};
use super::rows::Rows;
use super::schema::Schema;
use super::shifted::OUTCOMES;
use super::subjects::DAY;
use super::value::Value;

/// So few rows can be alike by chance.
const LEAST: usize = 3;

/// Rows that have nothing but a day in common can be, too.
const LEAST_BY_DAYS: usize = 10;

/// Fewer rows can name the same cars on the same days by chance.
const LEAST_OF_A_PART: usize = 4;

/// One row in so many may differ.
const FEW: usize = 10;

/// Sums of the same things may differ by one in so many.
const NEAR: i64 = 15;

/// Lists of more different words tell by them of no kinds.
const MOST_KINDS: usize = 12;

/// Two teams are nearly alike in a month or two by chance.
const LEAST_MONTHS: usize = 3;

/// Lists that are compared, each with each that reaches over the same months.
const MOST_PAIRS: usize = 2000;

/// A list of which rows count.
struct List {
    block: usize,
    /// Places among the rows of the block.
    rows: Vec<usize>,
    months: RangeInclusive<Month>,
}

/// What is told of the lists of one table; `rows` are those that count.
pub(super) fn told(blocks: &[Rows], schema: &Schema, rows: &[RowRef]) -> Vec<Finding> {
    if schema.role.is_some() {
        return Vec::new();
    }
    let mut of_blocks: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for row in rows {
        of_blocks.entry(row.block).or_default().push(row.row);
    }
    let lists: Vec<List> =
        of_blocks.into_iter().filter_map(|(block, rows)| list(blocks, schema, block, rows)).collect();
    let pairs = lists.iter().enumerate().flat_map(|(at, one)| lists[at + 1..].iter().map(move |other| (one, other)));
    let pairs = pairs.filter(|(one, other)| {
        one.months.start().max(other.months.start()) <= one.months.end().min(other.months.end())
            && !is_one_list(&blocks[one.block], &blocks[other.block])
    });
    let told =
        |(one, other)| same_sums(blocks, schema, one, other).or_else(|| same_records(blocks, schema, one, other));
    pairs.take(MOST_PAIRS).filter_map(told).collect()
}

fn list(blocks: &[Rows], schema: &Schema, block: usize, rows: Vec<usize>) -> Option<List> {
    let months = || rows.iter().filter_map(|row| month(&blocks[block], schema, *row));
    let months = months().min()?..=months().max()?;
    Some(List { block, rows, months })
}

/// Parts of one sheet, or the columns of months that were taken apart.
fn is_one_list(one: &Rows, other: &Rows) -> bool {
    (&one.grid.file, &one.grid.sheet) == (&other.grid.file, &other.grid.sheet)
}

fn day(rows: &Rows, schema: &Schema, row: usize) -> Option<i64> {
    schema.period.iter().find_map(|field| rows.value(row, *field).time()).map(|at| at.div_euclid(DAY))
}

fn is_filled(rows: &Rows, list: &[usize], field: usize) -> bool {
    rows.slots[field].is_some() && list.iter().any(|row| rows.value(*row, field) != Value::Nothing)
}

/// A month whose sums in two lists are the same or nearly so, as they are in most of the months of both: one sums up the other,
/// or both are of the same things by another division.
fn same_sums(blocks: &[Rows], schema: &Schema, one: &List, other: &List) -> Option<Finding> {
    let filled = |list: &List, field: usize| is_filled(&blocks[list.block], &list.rows, field);
    let mut counts = (0..schema.fields.len()).filter(|at| schema.fields[*at].adds_up);
    let field = counts.find(|field| filled(one, *field) && filled(other, *field))?;
    let of = |list: &List| {
        // The sum, how many rows, the first of them.
        let mut months: BTreeMap<Month, (i64, usize, usize)> = BTreeMap::new();
        let rows = &blocks[list.block];
        for row in list.rows.iter().copied() {
            if let (Some(month), Value::Whole(number)) = (month(rows, schema, row), rows.value(row, field)) {
                let sum = months.entry(month).or_insert((0, 0, row));
                *sum = (sum.0 + number, sum.1 + 1, sum.2);
            }
        }
        months
    };
    let (sums, others) = (of(one), of(other));
    let shared = || sums.iter().filter_map(|(month, (sum, ..))| Some((*sum, others.get(month)?.0)));
    let alike = shared().filter(|(sum, other)| *sum > 0 && are_near(*sum, *other)).count();
    let is_same = shared().all(|(sum, other)| sum == other);
    let is_near = alike * 2 > shared().count() && alike >= LEAST_MONTHS;
    if !(is_same || is_near) || of_different_things(blocks, schema, one, other) {
        return None;
    }
    let told = sums.iter().find_map(|(month, of_one)| {
        let of_other = others.get(month)?;
        let is_coarse = of_one.1 < of_other.1;
        let (coarse, fine) =
            if is_coarse { ((one, of_one), (other, of_other)) } else { ((other, of_other), (one, of_one)) };
        let is_told = are_near(of_one.0, of_other.0) && of_one.0 != 0 && fine.1.1 > 1;
        is_told.then_some((*month, coarse, fine))
    });
    let ((year, month), (coarse, &(sum, _, row)), (fine, &(other_sum, ..))) = told?;
    let (name, place) = (&schema.fields[field].names, blocks[fine.block].grid.place());
    let (chinese, english) = match sum == other_sum {
        true => {
            (format!("的{}与“{place}”的合计都是 {sum}", name.chinese), format!("come to {sum} here and in “{place}”"))
        }
        false => (
            format!("的{}合计 {sum}，“{place}”是 {other_sum}", name.chinese),
            format!("come to {sum} here and to {other_sum} in “{place}”"),
        ),
    };
    let chinese = format!("{year}-{month:02} {chinese}，像是同一批数据的汇总和明细；两处都已计入");
    let english = format!("{} of {year}-{month:02} {english}, as if one summed up the other; both count", name.en);
    Some(finding(blocks, schema, (coarse, row), field, chinese, english))
}

/// Whether sums can be of the same things: what was left out here or counted in another month there is little.
fn are_near(one: i64, other: i64) -> bool {
    (one - other).abs() * NEAR <= one.abs().max(other.abs())
}

/// Whether both lists name what their rows are about, and no name of one stands in the other: 销售 here and 售后 there.
fn of_different_things(blocks: &[Rows], schema: &Schema, one: &List, other: &List) -> bool {
    let names = |list: &List, field: usize| -> BTreeSet<&str> {
        list.rows.iter().filter_map(|row| blocks[list.block].field_text(*row, field)).collect()
    };
    (0..schema.fields.len()).any(|field| {
        let (here, there) = (names(one, field), names(other, field));
        !here.is_empty() && !there.is_empty() && here.is_disjoint(&there)
    })
}

/// Two lists whose rows are the same in all that both have, over the days that both reach over: nothing but what they name
/// their things by is different.
fn same_records(blocks: &[Rows], schema: &Schema, one: &List, other: &List) -> Option<Finding> {
    let pair = Pair::of(blocks, schema, one, other)?;
    let (same, fields) = pair.same()?;
    let (place, count) = (pair.left.grid.place(), same.len());
    let shared = |name: fn(&Words) -> &str, between: &str| {
        fields.iter().map(|field| name(&schema.fields[*field].names)).collect::<Vec<_>>().join(between)
    };
    let chinese = format!(
        "{count} 行与“{place}”的行在这些列（{}）上一样，像是同一批记录；两处都已计入",
        shared(|names| &names.chinese, "、")
    );
    let english = format!(
        "{count} rows are as those of “{place}” in these columns ({}), as if they were the same records; both count",
        shared(|names| &names.en, ", ")
    );
    Some(finding(blocks, schema, (other, *same.first()?), *fields.first()?, chinese, english))
}

/// Rows of the right list, and the fields in which they are as rows of the left one.
type Same = (Vec<usize>, Vec<usize>);

/// The rows of two lists on the days that both reach over.
struct Pair<'p> {
    schema: &'p Schema,
    left: &'p Rows,
    right: &'p Rows,
    /// Places among the rows of the left block, and of the right one.
    rows: [Vec<usize>; 2],
}

impl<'p> Pair<'p> {
    fn of(blocks: &'p [Rows], schema: &'p Schema, one: &List, other: &List) -> Option<Self> {
        let dated = |list: &List| {
            let rows = &blocks[list.block];
            list.rows.iter().filter_map(|row| Some((day(rows, schema, *row)?, *row))).collect::<Vec<_>>()
        };
        let (a, b) = (dated(one), dated(other));
        let ends = |days: &[(i64, usize)]| Some((days.iter().min()?.0, days.iter().max()?.0));
        let ((from, to), (other_from, other_to)) = (ends(&a)?, ends(&b)?);
        let within = |days: Vec<(i64, usize)>| {
            let days = days.into_iter().filter(|(day, _)| (from.max(other_from)..=to.min(other_to)).contains(day));
            days.map(|(_, row)| row).collect::<Vec<usize>>()
        };
        let (left, right) = (&blocks[one.block], &blocks[other.block]);
        Some(Self { schema, left, right, rows: [within(a), within(b)] })
    }

    fn same(&self) -> Option<Same> {
        // Where both name their things by number, equal numbers have been found; one of them may number a part of the other's.
        let numbered = self.schema.key.filter(|key| self.both(*key));
        // A car has one number.
        if numbered.is_some_and(|key| self.kind(key) == FieldKind::Vin) {
            return None;
        }
        // An older state of a list is often hidden, and may be a part of it too.
        let is_part = numbered.is_some() || self.left.grid.hidden != self.right.grid.hidden;
        let [left, right] = self.rows.each_ref().map(Vec::len);
        let shorter = left.min(right);
        let compared = if is_part { shorter } else { left.max(right) };
        let enough = |same: usize| same + compared / FEW >= compared;
        if shorter < LEAST || !enough(shorter) {
            return None;
        }
        let is_compared =
            |field: &usize| !self.schema.fields[*field].line && numbered != Some(*field) && self.both(*field);
        let fields: Vec<usize> = (0..self.schema.fields.len()).filter(is_compared).collect();
        let least = match is_part {
            _ if fields.iter().all(|field| self.is_date(*field)) => LEAST_BY_DAYS,
            true => LEAST_OF_A_PART,
            false => LEAST,
        };
        if !fields.iter().any(|field| self.is_date(*field)) || compared < least {
            return None;
        }
        let of_one_day = || self.of_one_day(&fields).filter(|(same, _)| enough(same.len()));
        let in_all = || Some((self.alike(&fields), fields.clone())).filter(|(same, _)| enough(same.len()));
        let but_one = || self.but_one(&fields, &enough);
        match (numbered, is_part) {
            (Some(_), _) => of_one_day(),
            (None, true) => of_one_day().or_else(in_all).or_else(but_one),
            (None, false) => in_all().or_else(but_one),
        }
    }

    /// Whether both lists say something in a field.
    fn both(&self, field: usize) -> bool {
        is_filled(self.left, &self.rows[0], field) && is_filled(self.right, &self.rows[1], field)
    }

    fn kind(&self, field: usize) -> FieldKind {
        self.schema.fields[field].kind
    }

    fn is_date(&self, field: usize) -> bool {
        matches!(self.kind(field), FieldKind::Date | FieldKind::Month)
    }

    /// Whether a field names the thing or whose it is by a number.
    fn names(&self, field: usize) -> bool {
        matches!(self.kind(field), FieldKind::Code | FieldKind::Plate | FieldKind::Vin | FieldKind::Phone)
    }

    /// The rows of the right list that are as one of the left list in these fields, each of which stands for one.
    fn alike(&self, fields: &[usize]) -> Vec<usize> {
        let mut known: HashMap<u64, usize> = HashMap::new();
        self.rows[0].iter().for_each(|row| *known.entry(signature(self.left, *row, fields)).or_default() += 1);
        let is_known = |row: &usize| {
            let left = known.get_mut(&signature(self.right, *row, fields)).filter(|left| **left > 0);
            left.map(|left| *left -= 1).is_some()
        };
        self.rows[1].iter().copied().filter(is_known).collect()
    }

    /// Two kinds of insurance, two ways to ask, answered and not: each list has its own words.
    fn is_parted(&self, field: usize) -> bool {
        let most = match self.kind(field) {
            FieldKind::Word | FieldKind::YesNo => MOST_KINDS,
            FieldKind::Text => 1,
            _ => return false,
        };
        let (own, others) = (said(self.left, &self.rows[0], field), said(self.right, &self.rows[1], field));
        let are_kinds = (1..=most).contains(&own.len()) && (1..=most).contains(&others.len());
        are_kinds && own.is_disjoint(&others)
    }

    /// The same car on the same day, under two numbers or in two states; what became of it may differ.
    fn of_one_day(&self, fields: &[usize]) -> Option<Same> {
        let day = self.schema.period.iter().copied().find(|field| fields.contains(field))?;
        let naming: Vec<usize> = fields.iter().copied().filter(|field| self.names(*field)).collect();
        let became = |field: usize| OUTCOMES.contains(&self.schema.fields[field].id.as_str());
        if naming.is_empty() || fields.iter().any(|field| !became(*field) && self.is_parted(*field)) {
            return None;
        }
        let sure: Vec<usize> = naming.iter().copied().chain([day]).collect();
        // Two rows that name nothing have nothing in common.
        let is_named = |row: &usize| naming.iter().any(|field| self.right.value(*row, *field) != Value::Nothing);
        Some((self.alike(&sure).into_iter().filter(is_named).collect(), sure))
    }

    /// One column may be written otherwise: 王芳 here, 王芳(01) or W001 there. Then a number must say that they are the same.
    fn but_one(&self, fields: &[usize], enough: &impl Fn(usize) -> bool) -> Option<Same> {
        let is_sure = |field: &usize| self.names(*field) || self.is_date(*field);
        let sure: Vec<usize> = fields.iter().copied().filter(is_sure).collect();
        if !sure.iter().any(|field| self.names(*field)) || !enough(self.alike(&sure).len()) {
            return None;
        }
        let others = fields.iter().filter(|field| !is_sure(field) && !self.is_parted(**field));
        let but = |other: &usize| {
            let but: Vec<usize> = fields.iter().copied().filter(|field| field != other).collect();
            (self.alike(&but), but)
        };
        others.map(but).find(|(same, _)| enough(same.len()))
    }
}

/// What rows say in a field of words, each thing by its hash.
fn said(rows: &Rows, list: &[usize], field: usize) -> BTreeSet<u64> {
    let filled = list.iter().filter(|row| rows.value(**row, field) != Value::Nothing);
    filled.map(|row| signature(rows, *row, &[field])).collect()
}

/// What a row says in these fields; of times only the day, which both lists have.
fn signature(rows: &Rows, row: usize, fields: &[usize]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for field in fields {
        match rows.value(row, *field) {
            Value::Time(at) => at.div_euclid(DAY).hash(&mut hasher),
            value => hash_value(rows, value, &mut hasher),
        }
    }
    hasher.finish()
}

fn finding(
    blocks: &[Rows],
    schema: &Schema,
    (list, row): (&List, usize),
    field: usize,
    chinese: String,
    english: String,
) -> Finding {
    let place = blocks[list.block].place(row, field);
    let finding = Finding::new(Severity::Warning, Code::CountedTwice, place, chinese, english);
    finding.table(schema.table).field(&schema.fields[field].id)
}
