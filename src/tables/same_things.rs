//! Which rows are one thing: those of one key; without a key those of one subject on one day, told apart by their number
//! and their place; without a subject those with equal contents.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::Hash;

use rayon::prelude::*;

use polars::prelude::PlHashMap;

use super::alike::{RowRef, all_rows, differ, equal, hash, identified, same};
use super::rows::Rows;
use super::schema::Schema;
use super::subjects::{Subjects, hashed};
use super::value::Value;
use super::versions::Versions;

/// More different rows of one subject on one day are no calls about one order: what they name is no name.
pub(super) const MOST_OF_A_DAY: usize = 256;

/// Whether two rows of one subject and day can be one thing.
fn can_be_one(subjects: &Subjects, blocks: &[Rows], versions: &Versions, a: RowRef, b: RowRef) -> bool {
    let (left, right) = (&blocks[a.block], &blocks[b.block]);
    let other = |fields: &[usize]| fields.iter().any(|field| differ(left, a.row, right, b.row, *field));
    let numbers = subjects.number(left, a.row).zip(subjects.number(right, b.row));
    if numbers.is_some_and(|(one, two)| one != two) || other(&subjects.kinds) {
        return false;
    }
    if versions.are(a.block, b.block) {
        return true;
    }
    let one_file = versions.file[a.block] == versions.file[b.block];
    !subjects.other_time(left, a.row, right, b.row) && !other(&subjects.callers) && (!one_file || numbers.is_some())
}

/// How a row is brought together with others.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum By {
    Key(u64),
    Subject(u64),
    Contents(u64),
}

/// Groups of two or more rows that are one thing.
pub(super) fn groups(blocks: &[Rows], schema: &Schema, subjects: &Subjects, versions: &Versions) -> Vec<Vec<RowRef>> {
    let rows: Vec<RowRef> = all_rows(blocks).collect();
    let by = |row: &RowRef| {
        let of = &blocks[row.block];
        if let Some(key) = subjects.key(of, row.row) {
            return By::Key(hashed(&key));
        }
        match subjects.subject(of, row.row) {
            Some(subject) => By::Subject(subject),
            None => By::Contents(hash(of, schema, row.row, true)),
        }
    };
    let bys: Vec<By> = rows.par_iter().map(by).collect();
    let mut first: PlHashMap<By, RowRef> = PlHashMap::with_capacity_and_hasher(rows.len(), Default::default());
    let mut groups: BTreeMap<RowRef, (By, Vec<RowRef>)> = BTreeMap::new();
    let mut alone: BTreeMap<u64, RowRef> = BTreeMap::new();
    for (row, by) in rows.iter().copied().zip(bys.iter().copied()) {
        let known = *first.entry(by).or_insert(row);
        if known == row {
            if let (By::Subject(subject), true) = (by, subjects.lacks_key(&blocks[row.block], row.row)) {
                alone.insert(subject, row);
            }
            continue;
        }
        let one_thing = match by {
            By::Key(_) => subjects.key(&blocks[known.block], known.row) == subjects.key(&blocks[row.block], row.row),
            By::Subject(_) => true,
            By::Contents(_) => equal(blocks, schema, known, row, false),
        };
        if one_thing {
            groups.entry(known).or_insert_with(|| (by, vec![known])).1.push(row);
        }
    }
    let mut with_keys = keyed_things(blocks, subjects, &rows, &bys, &alone);
    let mut out = Vec::new();
    for (subject, row) in alone {
        if with_keys.contains_key(&subject) {
            groups.entry(row).or_insert_with(|| (By::Subject(subject), vec![row]));
        }
    }
    let mut taken: BTreeSet<RowRef> = BTreeSet::new();
    let mut of_keys = Vec::new();
    for (by, group) in groups.into_values() {
        match by {
            By::Key(_) => of_keys.push(group),
            By::Subject(subject) => {
                let keyed = with_keys.remove(&subject).unwrap_or_default();
                for thing in of_subject(blocks, schema, subjects, versions, group, keyed) {
                    taken.extend(thing.iter().filter(|row| subjects.key(&blocks[row.block], row.row).is_some()));
                    out.push(thing);
                }
            }
            By::Contents(_) => out.extend(apart(blocks, schema, group)),
        }
    }
    out.extend(of_keys.into_iter().filter(|group| group.iter().all(|row| !taken.contains(row))));
    out.retain(|group| group.len() > 1);
    out.sort_unstable();
    out
}

/// The things with a key that have the subject of a row without one, by subject: where digits were lost, the list of
/// another day may still have them.
fn keyed_things(
    blocks: &[Rows],
    subjects: &Subjects,
    rows: &[RowRef],
    bys: &[By],
    lost: &BTreeMap<u64, RowRef>,
) -> PlHashMap<u64, Vec<Vec<RowRef>>> {
    let mut things: PlHashMap<u64, Vec<Vec<RowRef>>> = PlHashMap::default();
    if lost.is_empty() {
        return things;
    }
    let mut of_key: PlHashMap<By, Vec<RowRef>> = PlHashMap::default();
    let mut wanted: Vec<(u64, By)> = Vec::new();
    for (row, by) in rows.iter().zip(bys).filter(|(_, by)| matches!(by, By::Key(_))) {
        of_key.entry(*by).or_default().push(*row);
        let subject = subjects.subject(&blocks[row.block], row.row).filter(|subject| lost.contains_key(subject));
        wanted.extend(subject.map(|subject| (subject, *by)).filter(|found| !wanted.last().is_some_and(|l| l == found)));
    }
    let mut seen = BTreeSet::new();
    for (subject, by) in wanted {
        let Some(group) = of_key.get(&by) else { continue };
        // A thing belongs to one subject only.
        if group.first().is_some_and(|first| seen.insert(*first)) {
            things.entry(subject).or_default().push(group.clone());
        }
    }
    things
}

/// A thing of a subject: its rows, and the different contents that it was told with.
struct Thing {
    rows: Vec<RowRef>,
    contents: Vec<RowRef>,
    sheets: BTreeSet<usize>,
}

/// The things of one subject and day. Rows with equal contents are one; of the others the first of one list is the first
/// of the other, the second the second. Those of one list are several, unless they carry one number.
fn of_subject(
    blocks: &[Rows],
    schema: &Schema,
    subjects: &Subjects,
    versions: &Versions,
    rows: Vec<RowRef>,
    keyed: Vec<Vec<RowRef>>,
) -> Vec<Vec<RowRef>> {
    let sheet = |row: &RowRef| versions.sheet[row.block];
    let mut known: PlHashMap<u64, Vec<usize>> = PlHashMap::default();
    let mut contents: Vec<Thing> = Vec::new();
    for row in rows {
        let of_hash = known.entry(hash(&blocks[row.block], schema, row.row, false)).or_default();
        // Equal rows of one sheet may differ in a cell that the table does not know, and are several then.
        let others = |row: RowRef| blocks[row.block].others[row.row];
        let several = |other: &RowRef| sheet(other) == sheet(&row) && others(*other) != others(row);
        let alike = |at: &&usize| {
            let thing: &Thing = &contents[**at];
            equal_but_for_lines(blocks, schema, thing.contents[0], row) && !thing.rows.iter().any(several)
        };
        match of_hash.iter().find(alike) {
            Some(&at) => {
                contents[at].rows.push(row);
                contents[at].sheets.insert(sheet(&row));
            }
            None => {
                of_hash.push(contents.len());
                contents.push(Thing { rows: vec![row], contents: vec![row], sheets: BTreeSet::from([sheet(&row)]) });
            }
        }
    }
    let of_key = |rows: Vec<RowRef>| Thing {
        sheets: rows.iter().map(sheet).collect(),
        contents: rows.first().copied().into_iter().collect(),
        rows,
    };
    let mut things: Vec<Thing> = keyed.into_iter().map(of_key).collect();
    if contents.len() + things.len() > MOST_OF_A_DAY {
        return contents.into_iter().map(|thing| thing.rows).collect();
    }
    for content in contents {
        let row = content.contents[0];
        let fits = |thing: &&mut Thing| {
            let number = |row: &RowRef| subjects.number(&blocks[row.block], row.row);
            let numbered = number(&row).is_some() && thing.contents.iter().all(|other| number(other) == number(&row));
            (numbered || thing.sheets.is_disjoint(&content.sheets))
                && thing.contents.iter().all(|other| can_be_one(subjects, blocks, versions, *other, row))
        };
        match things.iter_mut().find(fits) {
            Some(thing) => {
                thing.rows.extend(content.rows);
                thing.contents.push(row);
                thing.sheets.extend(content.sheets);
            }
            None => things.push(content),
        }
    }
    things.into_iter().map(|thing| thing.rows).collect()
}

/// Equal in all fields in which the lines of an order do not differ.
fn equal_but_for_lines(blocks: &[Rows], schema: &Schema, a: RowRef, b: RowRef) -> bool {
    let (left, right) = (&blocks[a.block], &blocks[b.block]);
    let mut fields = (0..schema.fields.len()).filter(|field| !schema.fields[*field].line);
    fields.all(|field| same(left, left.value(a.row, field), right, right.value(b.row, field)))
}

/// Rows with equal contents that differ in another cell of their sheet (the document number of a car without VIN, the
/// colour of a monthly total) are several things there, and so are those that nothing names because their numbers were
/// spoilt; the first of them is the first in another export of the list.
fn apart(blocks: &[Rows], schema: &Schema, group: Vec<RowRef>) -> Vec<Vec<RowRef>> {
    let mut things: Vec<Vec<RowRef>> = Vec::new();
    let mut sheets: BTreeMap<(&str, Option<&str>), PlHashMap<u64, usize>> = BTreeMap::new();
    for row in group {
        let rows = &blocks[row.block];
        let of_sheet = sheets.entry((&rows.grid.file, rows.grid.sheet.as_deref())).or_default();
        let next = of_sheet.len();
        let spoilt = (0..schema.fields.len()).any(|field| rows.value(row.row, field) == Value::Lost);
        let several = spoilt && !identified(blocks, schema, row);
        let other_cells = if several { hashed(&(next, rows.others[row.row])) } else { rows.others[row.row] };
        let at = *of_sheet.entry(other_cells).or_insert(next);
        if at == things.len() {
            things.push(Vec::new());
        }
        things[at].push(row);
    }
    things
}
