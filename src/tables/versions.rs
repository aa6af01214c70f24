//! Two files that hold one list in two versions: most rows of either stand in the other.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hasher};

use polars::prelude::PlHashSet;

use crate::base::address::Place;
use crate::base::finding::{Code, Finding, Severity};

use super::alike::{LeftOut, RowRef, Why, equal, hash_value};
use super::rows::Rows;
use super::schema::Schema;
use super::subjects::Subjects;

/// Fewer things in common are no list.
const LEAST_SHARED: usize = 3;

/// A version has gained or lost at most so many columns; a list of items or of scores beside it is another list.
const OTHER_COLUMNS: usize = 2;

/// The sheets of a table, and which of them are versions of each other.
pub(super) struct Versions {
    /// Of each block its sheet.
    pub(super) sheet: Vec<usize>,
    /// Of each block its file.
    pub(super) file: Vec<usize>,
    /// Of each block the place of its file's name among all names.
    name: Vec<usize>,
    /// Pairs of sheets, the lower first.
    pairs: BTreeSet<(usize, usize)>,
}

impl Versions {
    pub(super) fn of(blocks: &[Rows], schema: &Schema, subjects: &Subjects) -> Self {
        let numbered = |same: fn(&Rows, &Rows) -> bool| {
            let mut number = 0;
            let numbers = blocks.iter().enumerate().map(|(at, rows)| {
                number += usize::from(at > 0 && !same(&blocks[at - 1], rows));
                number
            });
            numbers.collect::<Vec<usize>>()
        };
        let file = numbered(|a, b| a.grid.file == b.grid.file);
        let sheet = numbered(|a, b| a.grid.file == b.grid.file && a.grid.sheet == b.grid.sheet);
        let pairs = if sheet.last().is_some_and(|last| *last > 0) {
            pairs(blocks, schema, subjects, &sheet)
        } else {
            BTreeSet::new()
        };
        Self { sheet, file, name: names(blocks), pairs }
    }

    /// Which of two rows stands in the list that was made later: by the time of its saving, else by the name of its file,
    /// else by its place. `saved` says whether every list in question tells when that was.
    pub(super) fn order(&self, blocks: &[Rows], a: RowRef, b: RowRef, saved: bool) -> Ordering {
        let of = |row: RowRef| (if saved { blocks[row.block].saved() } else { None }, self.name[row.block], row);
        of(a).cmp(&of(b))
    }

    /// The blocks stand in two versions of one list.
    pub(super) fn are(&self, a: usize, b: usize) -> bool {
        let (a, b) = (self.sheet[a], self.sheet[b]);
        self.pairs.contains(&(a.min(b), a.max(b)))
    }
}

/// The order of names as people read them: 回访 before 回访(最终版), 9月 before 10月.
fn names(blocks: &[Rows]) -> Vec<usize> {
    let mut names: Vec<_> = blocks.iter().map(|rows| name_key(&rows.grid.file)).collect();
    let own = names.clone();
    names.sort_unstable();
    names.dedup();
    own.iter().map(|name| names.binary_search(name).unwrap_or(0)).collect()
}

/// A name without its endings (a copy of 回访.csv is 回访.csv.xlsx), cut before and behind its numbers; these without leading
/// zeros, the shorter first.
fn name_key(file: &str) -> (Vec<(usize, &str)>, &str) {
    let is_ending =
        |end: &str| matches!(end.len(), 2..=4) && end.starts_with(|c: char| c.is_ascii_alphabetic()) && end.is_ascii();
    let mut stem = file;
    while let Some((before, _)) = stem.rsplit_once('.').filter(|(_, end)| is_ending(end)) {
        stem = before;
    }
    let is_digit = |c: char| c.is_ascii_digit();
    let (mut parts, mut rest) = (Vec::new(), stem);
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c: char| is_digit(c) != is_digit(first)).unwrap_or(rest.len());
        let (part, behind) = rest.split_at(end);
        let number = part.trim_start_matches('0');
        parts.push(if is_digit(first) { (number.len(), number) } else { (0, part) });
        rest = behind;
    }
    (parts, file)
}

fn pairs(blocks: &[Rows], schema: &Schema, subjects: &Subjects, sheet: &[usize]) -> BTreeSet<(usize, usize)> {
    let mut things: Vec<(u64, usize)> = Vec::new();
    for (block, rows) in blocks.iter().enumerate() {
        things.extend((0..rows.rows.len()).filter_map(|row| Some((subjects.thing(rows, row)?, sheet[block]))));
    }
    things.sort_unstable();
    things.dedup();
    let (mut of_sheet, mut shared) = (BTreeMap::<usize, usize>::new(), BTreeMap::<(usize, usize), usize>::new());
    for of_thing in things.chunk_by(|a, b| a.0 == b.0) {
        for (at, (_, first)) in of_thing.iter().enumerate() {
            *of_sheet.entry(*first).or_default() += 1;
            for (_, second) in &of_thing[at + 1..] {
                *shared.entry((*first, *second)).or_default() += 1;
            }
        }
    }
    let most = |shared: usize, sheet: usize| shared * 2 > of_sheet.get(&sheet).copied().unwrap_or(0);
    let are = |((a, b), shared): ((usize, usize), usize)| {
        let shares = shared >= LEAST_SHARED && most(shared, a) && most(shared, b);
        let versions = shares && alike(blocks, schema, sheet, a, b) && equal_rows(blocks, schema, sheet, a, b);
        versions.then_some((a, b))
    };
    shared.into_iter().filter_map(are).collect()
}

/// Most rows of either are equal in the columns that both have.
fn equal_rows(blocks: &[Rows], schema: &Schema, sheet: &[usize], a: usize, b: usize) -> bool {
    let of = |wanted: usize| blocks.iter().zip(sheet).filter(move |(_, sheet)| **sheet == wanted).map(|(rows, _)| rows);
    let has = |wanted: usize, field: usize| of(wanted).any(|rows| rows.slots[field].is_some());
    let fields: Vec<usize> =
        (0..schema.fields.len()).filter(|at| !schema.fields[*at].line && has(a, *at) && has(b, *at)).collect();
    let contents = |wanted: usize| {
        let rows = of(wanted).flat_map(|rows| {
            let fields = &fields;
            (0..rows.rows.len()).map(move |row| {
                let mut hasher = DefaultHasher::new();
                fields.iter().for_each(|field| hash_value(rows, rows.value(row, *field), &mut hasher));
                hasher.finish()
            })
        });
        let mut rows: Vec<u64> = rows.collect();
        rows.sort_unstable();
        rows.dedup();
        rows
    };
    let (left, right) = (contents(a), contents(b));
    let equal = left.iter().filter(|row| right.binary_search(row).is_ok()).count();
    equal * 2 > left.len() && equal * 2 > right.len()
}

/// They have the same columns but for a few, and the same ones of the lines of an order.
fn alike(blocks: &[Rows], schema: &Schema, sheet: &[usize], a: usize, b: usize) -> bool {
    let has = |wanted: usize, field: usize| {
        blocks.iter().zip(sheet).any(|(rows, sheet)| *sheet == wanted && rows.slots[field].is_some())
    };
    let other: Vec<usize> = (0..schema.fields.len()).filter(|field| has(a, *field) != has(b, *field)).collect();
    other.len() <= OTHER_COLUMNS && !other.iter().any(|field| schema.fields[*field].line)
}

/// What became of the rows of two versions.
#[derive(Default)]
struct Balance {
    same: usize,
    other: usize,
    /// Of the rows that differ those whose later state stands in the version that was saved earlier.
    earlier: usize,
    /// Rows of the earlier version that the later one lacks.
    only: usize,
}

/// One finding a file that has a later version: that with which it shares the most, else the latest. Of ten lists that
/// grow from week to week nobody reads forty-five sentences.
pub(super) fn told(blocks: &[Rows], schema: &Schema, versions: &Versions, left_out: &[LeftOut]) -> Vec<Finding> {
    let mut pairs = balances(blocks, schema, versions, left_out);
    for ((earlier, _), balance) in &mut pairs {
        let rows = blocks.iter().zip(&versions.sheet).filter(|(_, sheet)| **sheet == *earlier);
        let rows: usize = rows.map(|(block, _)| block.rows.len()).sum();
        let own = |(row, used, _): &&LeftOut| [row, used].iter().all(|row| versions.sheet[row.block] == *earlier);
        balance.only = rows.saturating_sub(balance.same + balance.other + left_out.iter().filter(own).count());
    }
    // Of a pair of files with a sheet a month one sentence.
    let mut files: BTreeMap<(usize, usize), Balance> = BTreeMap::new();
    for ((earlier, later), balance) in pairs {
        let (first, second) = (first_block(versions, earlier), first_block(versions, later));
        let key = if versions.file[first] == versions.file[second] {
            (first, second)
        } else {
            (first_of_file(versions, first), first_of_file(versions, second))
        };
        let sum = files.entry(key).or_default();
        sum.same += balance.same;
        sum.other += balance.other;
        sum.earlier += balance.earlier;
        sum.only += balance.only;
    }
    let mut told: BTreeMap<usize, (usize, Balance)> = BTreeMap::new();
    for ((earlier, later), balance) in files {
        let is_nearer = told.get(&earlier).is_none_or(|(other, known)| {
            let order = in_place(blocks, versions, RowRef { block: later, row: 0 }, RowRef { block: *other, row: 0 });
            (balance.same + balance.other).cmp(&(known.same + known.other)).then(order).is_gt()
        });
        if is_nearer {
            told.insert(earlier, (later, balance));
        }
    }
    told.into_iter()
        .map(|(earlier, (later, balance))| finding(blocks, schema, versions, earlier, later, &balance))
        .collect()
}

/// The pairs of versions of which one lent the other a row, and all that both tell: also where the row of a third is used.
fn balances(
    blocks: &[Rows],
    schema: &Schema,
    versions: &Versions,
    left_out: &[LeftOut],
) -> BTreeMap<(usize, usize), Balance> {
    let sheet = |row: &RowRef| versions.sheet[row.block];
    let out: PlHashSet<RowRef> = left_out.iter().map(|(row, ..)| *row).collect();
    let mut linked: BTreeSet<(usize, usize)> = BTreeSet::new();
    // Of each row that is used those of the other sheets.
    let mut things: BTreeMap<RowRef, BTreeMap<usize, (RowRef, Option<Why>)>> = BTreeMap::new();
    for (row, used, why) in left_out.iter().filter(|(_, used, _)| !out.contains(used)) {
        if versions.are(row.block, used.block) {
            linked.insert((sheet(row).min(sheet(used)), sheet(row).max(sheet(used))));
        }
        let of_sheet = things.entry(*used).or_insert_with(|| BTreeMap::from([(sheet(used), (*used, None))]));
        of_sheet.entry(sheet(row)).or_insert((*row, Some(*why)));
    }
    let mut pairs: BTreeMap<(usize, usize), Balance> = BTreeMap::new();
    for (used, of_sheet) in things {
        for (first, (row, why)) in &of_sheet {
            for (_, second) in linked.range((*first, 0)..=(*first, usize::MAX)) {
                let Some((other, other_why)) = of_sheet.get(second) else { continue };
                let differ = match (why, other_why) {
                    (None, Some(why)) | (Some(why), None) => *why == Why::Conflict,
                    _ => !equal(blocks, schema, *row, *other, true),
                };
                let (earlier, later) = in_order(blocks, versions, *row, *other);
                let balance = pairs.entry((earlier, later)).or_default();
                balance.same += usize::from(!differ);
                balance.other += usize::from(differ);
                balance.earlier += usize::from(differ && sheet(&used) == earlier);
            }
        }
    }
    pairs
}

fn first_block(versions: &Versions, sheet: usize) -> usize {
    versions.sheet.iter().position(|other| *other == sheet).unwrap_or(0)
}

fn first_of_file(versions: &Versions, block: usize) -> usize {
    versions.file.iter().position(|other| *other == versions.file[block]).unwrap_or(block)
}

/// The sheets of two rows: that of the earlier version, then the other.
fn in_order(blocks: &[Rows], versions: &Versions, a: RowRef, b: RowRef) -> (usize, usize) {
    let (earlier, later) = if in_place(blocks, versions, a, b).is_gt() { (b, a) } else { (a, b) };
    (versions.sheet[earlier.block], versions.sheet[later.block])
}

fn in_place(blocks: &[Rows], versions: &Versions, a: RowRef, b: RowRef) -> Ordering {
    let saved = blocks[a.block].saved().is_some() && blocks[b.block].saved().is_some();
    versions.order(blocks, a, b, saved)
}

fn finding(
    blocks: &[Rows],
    schema: &Schema,
    versions: &Versions,
    earlier: usize,
    later: usize,
    balance: &Balance,
) -> Finding {
    let one_file = versions.file[earlier] == versions.file[later];
    let place = |block: usize| {
        let place = blocks[block].grid.place();
        if one_file { place } else { Place::file(&place.file) }
    };
    let other = place(later);
    let Balance { same, other: differ, earlier: states, only } = balance;
    let [chinese, english] = if *differ == 0 {
        [String::new(), String::new()]
    } else if *states == 0 {
        [format!("；不同的行采用“{other}”"), format!("; of these “{other}” is used")]
    } else {
        [
            format!("；不同的行采用状态较晚的一行，其余采用“{other}”"),
            format!("; of these the later state is used, else “{other}”"),
        ]
    };
    let [only, english_only] = if *only == 0 {
        [String::new(), String::new()]
    } else {
        [
            format!("；另有 {only} 行只在本文件中，照常计入"),
            format!("; {only} more stand only in this file and are counted"),
        ]
    };
    let chinese = format!(
        "与“{other}”是同一清单的两个版本：{same} 行相同，{differ} 行内容不同{chinese}{only}；请核对后移走其中一个"
    );
    let english = format!(
        "one list in two versions, the other is “{other}”: {same} row(s) are the same, {differ} differ{english}{english_only}; compare \
         them and remove one"
    );
    Finding::new(Severity::Warning, Code::TwoVersions, place(earlier), chinese, english).table(schema.table)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::tests::{read, sheet};

    #[test]
    fn names_stand_as_people_read_them() {
        let mut names = ["回访(最终版).csv", "回访10月.csv", "回访9月.xlsx", "回访.xlsx", "回访.csv", "回访09月.csv"];
        names.sort_by_key(|name| name_key(name).0);
        assert_eq!(names[..2], ["回访.xlsx", "回访.csv"]);
        assert!(name_key("回访9月.xlsx") < name_key("回访10月.csv"));
        assert!(name_key("回访.xlsx") < name_key("回访(最终版).csv"));
        assert!(name_key("回访.csv.xlsx") < name_key("回访(最终版).csv.xlsx"));
        assert!(name_key("9月/a.csv") < name_key("10月/a.csv"));
    }

    #[test]
    fn of_several_versions_each_is_told_beside_the_latest_that_it_is_most_alike() {
        let list = |file: &str, failed: usize| {
            let result = |at: usize| if at < failed { "未成功" } else { "成功" };
            let rows = (0..9).map(|at| format!("RO{at}|2013-09-0{}|{}|甘宁", at + 1, result(at)));
            let lines: Vec<String> =
                std::iter::once("工单号|回访日期|回访结果|服务顾问".to_owned()).chain(rows).collect();
            sheet(file, "s", &lines.iter().map(String::as_str).collect::<Vec<_>>())
        };
        let tables = read(vec![list("回访1.csv", 1), list("回访2.csv", 2), list("回访3.csv", 3)]);
        let told = tables.findings.iter().filter(|finding| finding.code == Code::TwoVersions);
        let told: Vec<String> = told.map(|finding| format!("{}: {}", finding.place, finding.message.chinese)).collect();
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(
            told[0].starts_with("回访1.csv: 与“回访3.csv”") && told[0].contains("7 行相同，2 行内容不同"),
            "{told:?}"
        );
        assert!(
            told[1].starts_with("回访2.csv: 与“回访3.csv”") && told[1].contains("8 行相同，1 行内容不同"),
            "{told:?}"
        );
    }
}
