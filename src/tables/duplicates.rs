//! The same thing twice: equal rows, older states of one key, further lines of one order.

use std::collections::BTreeMap;

use polars::prelude::PlHashSet;

use crate::base::address::{CellRef, Place};
use crate::base::finding::{Code, Finding, Severity};
use crate::base::table_id::TableId;

use super::alike::{
    LeftOut, RowRef, Why, all_rows, differ, differ_in_lines, differing, equal, hash, identified, is_who, same_file,
};
use super::rows::Rows;
use super::same_things::groups;
use super::schema::Schema;
use super::subjects::Subjects;
use super::value::{Text, Value};
use super::versions::{self, Versions};

/// Leaves one row of each thing; moves the others from used to duplicate and says so.
pub(super) fn remove(blocks: &mut [Rows], schema: &Schema) -> (Vec<RowRef>, Vec<Finding>) {
    let mut left_out: Vec<LeftOut> = Vec::new();
    let subjects = Subjects::new(schema);
    let versions = Versions::of(blocks, schema, &subjects);
    for group in groups(blocks, schema, &subjects, &versions) {
        judge(blocks, schema, &versions, &group, &mut left_out);
    }
    left_out.sort_unstable();
    let mut findings = report(blocks, schema, &left_out);
    findings.extend(versions::told(blocks, schema, &versions, &left_out));
    find_keys(blocks, schema, &left_out);
    let out: PlHashSet<RowRef> = left_out.iter().map(|(row, _, _)| *row).collect();
    for (row, _, _) in &left_out {
        // A row of a wide list is a duplicate where all its attempts are.
        let attempts = blocks[row.block].of_one_row(row.row);
        if attempts.start == row.row
            && attempts.into_iter().all(|attempt| out.contains(&RowRef { block: row.block, row: attempt }))
        {
            blocks[row.block].counts.used -= 1;
            blocks[row.block].counts.duplicate += 1;
        }
    }
    let kept = all_rows(blocks).filter(|row| !out.contains(row)).collect();
    (kept, findings)
}

/// A row whose number is spoilt or missing has it from the other row of the same thing.
fn find_keys(blocks: &mut [Rows], schema: &Schema, left_out: &[LeftOut]) {
    let Some(key) = schema.key else { return };
    for (row, used, _) in left_out {
        let spoilt = matches!(blocks[used.block].value(used.row, key), Value::Nothing | Value::Lost);
        let Some(found) = blocks[row.block].field_text(row.row, key).filter(|_| spoilt).map(Box::from) else {
            continue;
        };
        let of = &mut blocks[used.block];
        of.cleaned.push(found);
        let text = Text::Cleaned(of.cleaned.len() as u32 - 1);
        of.set(used.row, key, Value::Text(text));
    }
}

/// Picks the row of a group that is used: the later state, then the fuller row of that state, then the later place.
fn judge(blocks: &[Rows], schema: &Schema, versions: &Versions, group: &[RowRef], left_out: &mut Vec<LeftOut>) {
    let later = |row: &RowRef| {
        schema.state_dates.iter().filter_map(|field| blocks[row.block].value(row.row, *field).time()).max()
    };
    let Some(last) = last_state(blocks, schema, versions, group, later) else { return };
    // What differs between the lines of one order is no reason to prefer one; who is named in the first is in charge.
    let filled = |row: &RowRef| {
        let counts = |field: &usize| !schema.fields[*field].line || is_who(schema, *field);
        let fields = (0..schema.fields.len()).filter(counts);
        let says = |field: &usize| !matches!(blocks[row.block].value(row.row, *field), Value::Nothing | Value::Lost);
        fields.filter(says).count()
    };
    // A state that takes the thing back is never the same as one that does not, whatever columns a sheet lacks.
    let taken_back = |row: &RowRef| {
        schema.void.iter().chain(&schema.undoes).any(|need| need.holds(&blocks[row.block], schema, row.row))
    };
    let like = |a: RowRef, b: RowRef| taken_back(&a) == taken_back(&b) && equal(blocks, schema, a, b, true);
    // Of two exports of one wide row the one with more attempts, so that they stay together.
    let attempts = |row: &RowRef| blocks[row.block].of_one_row(row.row).len();
    let best = |rows: &[RowRef]| {
        rows.iter().copied().max_by_key(|row| (filled(row), attempts(row), std::cmp::Reverse(*row))).unwrap_or(last)
    };
    let why = |row: RowRef, used: RowRef| {
        if !like(row, used) {
            Why::Conflict
        } else if same_file(blocks, row, used) && differ_in_lines(blocks, schema, row, used) {
            Why::Line
        } else {
            Why::Equal
        }
    };
    // The lines of an order in one file first; then the files against each other, an order a file.
    let mut orders: BTreeMap<(&str, u64), Vec<RowRef>> = BTreeMap::new();
    for row in group.iter().copied() {
        let rows = &blocks[row.block];
        orders.entry((&rows.grid.file, hash(rows, schema, row.row, false))).or_default().push(row);
    }
    let mut heads = Vec::new();
    let mut last_head = last;
    for order in orders.into_values() {
        let head = best(&order);
        last_head = if order.contains(&last) { head } else { last_head };
        for line in order.into_iter().filter(|line| *line != head) {
            left_out.push((line, head, why(line, head)));
        }
        heads.push(head);
    }
    let same_state = |head: &RowRef| later(head) == later(&last_head) && like(*head, last_head);
    let used = best(&heads.iter().copied().filter(same_state).collect::<Vec<_>>());
    for head in heads.into_iter().filter(|head| *head != used) {
        left_out.push((head, used, why(head, used)));
    }
}

/// The row of the latest state: by its dates, else the one of the file saved later, else the one further down. A state that undoes the one before (reopened)
/// need not have a date of its own to follow it.
fn last_state(
    blocks: &[Rows],
    schema: &Schema,
    versions: &Versions,
    group: &[RowRef],
    later: impl Fn(&RowRef) -> Option<i64>,
) -> Option<RowRef> {
    let undoes = |row: &RowRef| schema.undoes.iter().any(|need| need.holds(&blocks[row.block], schema, row.row));
    let mut in_place: Vec<RowRef> = group.to_vec();
    let saved = group.iter().all(|row| blocks[row.block].saved().is_some());
    in_place.sort_by(|a, b| versions.order(blocks, *a, *b, saved));
    let mut last: Option<(RowRef, Option<i64>)> = None;
    for row in in_place {
        let own = later(&row);
        let reached = last.and_then(|(_, reached)| reached);
        if last.is_none() || own >= reached || (own.is_none() && undoes(&row)) {
            last = Some((row, own.max(reached)));
        }
    }
    last.map(|(row, _)| row)
}

/// Equal rows in one finding a pair of sheets, lines in one a file, conflicts one by one.
fn report(blocks: &[Rows], schema: &Schema, left_out: &[LeftOut]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut equal: BTreeMap<(usize, usize, bool), Vec<RowRef>> = BTreeMap::new();
    let mut lines: BTreeMap<&str, Vec<Place>> = BTreeMap::new();
    for block in blocks.iter().filter(|block| !block.continued.is_empty()) {
        let places = block.continued.iter().map(|cell| block.grid.place().at(cell.row, cell.col));
        lines.entry(&block.grid.file).or_default().extend(places);
    }
    for (row, used, why) in left_out {
        match why {
            Why::Equal => {
                let anonymous = !identified(blocks, schema, *row);
                equal.entry((row.block, used.block, anonymous)).or_default().push(*row);
            }
            Why::Line => lines.entry(&blocks[row.block].grid.file).or_default().push(at(blocks, schema, *row)),
            Why::Conflict => findings.push(conflict(blocks, schema, *row, *used)),
        }
    }
    for ((_, with, anonymous), rows) in equal {
        let count = rows.len();
        let (place, more) = first_and_more(rows.iter().map(|row| at(blocks, schema, *row)).collect());
        let other = blocks[with].grid.place();
        let (severity, doubt, english_doubt) = if anonymous {
            let chinese = "；这些行没有单号、车辆或电话，无法确认是否同一笔";
            (Severity::Warning, chinese, "; nothing in them names the order, vehicle or phone, so check them")
        } else {
            (Severity::Info, "", "")
        };
        let finding = Finding::new(
            severity,
            Code::DuplicateRow,
            place,
            format!("从这里起共 {count} 行与“{other}”中的行相同，只计一次{doubt}"),
            format!("{count} row(s) from here on are the same as rows of “{other}”; counted once{english_doubt}"),
        );
        findings.push(finding.table(schema.table).more(more));
    }
    let who: Vec<usize> = (0..schema.fields.len()).filter(|field| is_who(schema, *field)).collect();
    let names_people = |block: &&Rows| who.iter().any(|field| block.slots[*field].is_some());
    let with_people: PlHashSet<&str> = blocks.iter().filter(names_people).map(|block| &*block.grid.file).collect();
    for (file, places) in lines {
        let [first, english_first] = if with_people.contains(file) {
            ["，技师以首行为准", "; the technician is that of the first line"]
        } else {
            [""; 2]
        };
        let count = places.len();
        let (place, more) = first_and_more(places);
        let finding = Finding::new(
            Severity::Info,
            Code::OrderLines,
            place,
            format!("一张工单分多行（项目、配件）：本文件有 {count} 行并入各自的工单{first}"),
            format!(
                "orders on several lines (items, parts): {count} line(s) of this file joined to their \
                 orders{english_first}"
            ),
        );
        findings.push(finding.table(schema.table).more(more));
    }
    findings
}

fn conflict(blocks: &[Rows], schema: &Schema, row: RowRef, used: RowRef) -> Finding {
    let named = named(blocks, schema, row);
    let key = named.map_or("", |(_, text)| text);
    let (other, (chinese, english)) = (at(blocks, schema, used), differing(blocks, schema, row, used));
    let (code, chinese, english) = if sold_twice(blocks, schema, row, used) {
        (
            Code::SoldTwice,
            format!("车架号“{key}”售出两次：另一行在 {other}（{chinese}不同）；只计那一行，本行不计"),
            format!(
                "VIN “{key}” is sold twice: again at {other} (other {english}); that row is counted, this one is not"
            ),
        )
    } else {
        (
            Code::ConflictingRow,
            format!("“{key}”与 {other} 内容不同（{chinese}）；采用后者，本行不计"),
            format!("“{key}” differs from {other} ({english}); that row is used, this one is not"),
        )
    };
    let finding = Finding::new(Severity::Warning, code, at(blocks, schema, row), chinese, english);
    let field = named.map_or("", |(field, _)| &schema.fields[field].id);
    finding.table(schema.table).field(field).value(key)
}

/// What names the thing of a row: its key, else its subject.
fn named<'r>(blocks: &'r [Rows], schema: &Schema, row: RowRef) -> Option<(usize, &'r str)> {
    let fields = schema.key.into_iter().chain(schema.same.iter().flatten().copied());
    fields.filter_map(|field| Some((field, blocks[row.block].field_text(row.row, field)?))).next()
}

/// Two sales of one vehicle that both stand and name another customer or another day; else it is one sale told twice.
fn sold_twice(blocks: &[Rows], schema: &Schema, row: RowRef, used: RowRef) -> bool {
    let (left, right) = (&blocks[row.block], &blocks[used.block]);
    let stands = |rows: &Rows, row: usize| !schema.void.iter().any(|need| need.holds(rows, schema, row));
    let other = |field: usize| differ(left, row.row, right, used.row, field);
    let mut telling = ["customer", "delivered_at", "invoiced_at", "sold_at"].into_iter();
    schema.table == TableId::NEW_SALES
        && stands(left, row.row)
        && stands(right, used.row)
        && telling.any(|id| schema.field(id).is_some_and(other))
}

/// The first place, and the cells of the others in the same sheet.
fn first_and_more(mut places: Vec<Place>) -> (Place, Vec<CellRef>) {
    places.sort_unstable();
    let first = places.remove(0);
    let others = places.into_iter().filter(|place| place.sheet == first.sheet);
    let more = others.filter_map(|place| place.cell).collect();
    (first, more)
}

/// The key cell of a row, or its first cell.
fn at(blocks: &[Rows], schema: &Schema, row: RowRef) -> Place {
    let rows = &blocks[row.block];
    let field = schema.key.filter(|key| rows.slots[*key].is_some());
    let field = field.or(rows.block.columns.first().map(|column| column.field)).unwrap_or(0);
    rows.place_of_row(row.row, field)
}
