//! 明细: the rows behind a count, each naming where it stands.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::NaiveTime;
use rayon::prelude::*;

use super::followed;
use crate::base::number::Unit;
use crate::base::text::UNSPECIFIED;
use crate::kpi::behind::{FactValue, Origin, RowBehind};
use crate::report::cells::{columns, date, date_time, list, number, optional, register, row, text, whole, wide};
use crate::report::draft::Draft;
use crate::report::model::{Block, Cell, Row, Tone};
use crate::report::pages::plan::{ListColumn, ListPlan};
use crate::report::personal;
use crate::settings::PhonePrivacy;
use crate::tables::field_kind::FieldKind;

pub(super) fn build(draft: &Draft<'_>, plan: &ListPlan) -> Block {
    if let Some(of_stores) = draft.content.long_lists.get(&plan.id) {
        return by_store(draft, plan, of_stores);
    }
    let privacy = draft.content.door.privacy;
    let is_hidden = |column: &ListColumn, kind: Option<FieldKind>| {
        let no_phone = privacy.phone == PhonePrivacy::None && kind == Some(FieldKind::Phone);
        no_phone || (privacy.personal == PhonePrivacy::None && personal::of_field(&column.field).is_some())
    };
    // Looked up once a column: a list of a large dealer has tens of thousands of rows.
    let columns_shown = plan.columns.iter().enumerate().map(|(at, column)| (at, column, kind(draft, plan, column)));
    let shown: Vec<(usize, &ListColumn, Option<FieldKind>)> =
        columns_shown.filter(|(_, column, kind)| !is_hidden(column, *kind)).collect();
    let behind = draft.content.lists.get(&plan.id).map_or(&[][..], Vec::as_slice);
    let of_stores = behind.iter().any(|row| row.store.is_some());
    let mut heads = if of_stores { columns([draft.say("column.store")]) } else { Vec::new() };
    for (_, column, _) in &shown {
        let name = match &column.names {
            Some(names) => names.get(draft.content.lang),
            None => draft.property(Some(&plan.facts), &column.field),
        };
        heads.push(if column.wide { wide(name) } else { columns([name]).remove(0) });
    }
    if plan.follows.is_some() {
        heads.extend(columns(followed::headings(draft)));
    }
    heads.push(wide(draft.say("column.origin")));
    let mut behind: Vec<&RowBehind> = behind.iter().collect();
    if let Some(at) = plan.columns.iter().position(|column| plan.most_first.as_ref() == Some(&column.field)) {
        // What is not known stands last either way.
        behind.sort_by_key(|row| (row.values[at] == FactValue::Unknown, Reverse(&row.values[at])));
    }
    let rows = behind.into_par_iter().map(|behind| {
        let mut cells: Vec<Cell> = behind.store.iter().map(|store| text(draft.group(store))).collect();
        for (at, column, kind) in &shown {
            // Words that the program makes or knows are in the report's language.
            let bad = plan.bad.as_ref() == Some(&column.field);
            let value = &behind.values[*at];
            cells.push(match value {
                FactValue::Text(word) if matches!(kind, Some(FieldKind::Word) | None) => {
                    optional(Some(&draft.said(Some(&plan.facts), &column.field, word)))
                }
                // As in the tables, so that a filter finds who has nobody.
                FactValue::Unknown if *kind == Some(FieldKind::Person) => {
                    optional(Some(&draft.said(Some(&plan.facts), &column.field, UNSPECIFIED)))
                }
                FactValue::Text(words) if draft.content.door.changes(&column.field) => {
                    optional(draft.content.door.field(&column.field, words).as_deref())
                }
                _ => cell(draft, value, Field { bad, kind: *kind }),
            });
        }
        cells.extend(plan.follows.iter().flat_map(|follows| followed::cells(draft, plan, follows, behind)));
        cells.push(optional(behind.origin.as_ref().map(|origin| place(draft, origin)).as_deref()));
        row(cells)
    });
    let rows: Vec<Row> = rows.collect();
    let nothing = if draft.is_from_counts() { "note.no_detail" } else { "note.no_rows" };
    let note = rows.is_empty().then(|| draft.say(nothing).to_owned());
    let kind = if plan.printed { list } else { register };
    let mut block = kind(&plan.id, plan.title.get(draft.content.lang), heads, rows, note);
    if let Block::Table(table) = &mut block {
        let before = usize::from(of_stores);
        table.people = people(plan, &shown).into_iter().map(|column| column + before).collect();
    }
    block
}

/// How many rows each store has of a list that is too long for the report of their group, the most first.
fn by_store(draft: &Draft<'_>, plan: &ListPlan, of_stores: &BTreeMap<String, usize>) -> Block {
    let mut stores: Vec<(&String, usize)> = of_stores.iter().map(|(store, rows)| (store, *rows)).collect();
    stores.sort_by_key(|(_, rows)| Reverse(*rows));
    let all: usize = of_stores.values().sum();
    let note = draft.fill("note.by_store", &[("all", &all.to_string())]);
    let rows = stores.into_iter().map(|(store, rows)| row(vec![text(draft.group(store)), whole(rows as u64)]));
    let heads = columns(["column.store", "column.rows"].map(|key| draft.say(key)));
    let kind = if plan.printed { list } else { register };
    kind(&plan.id, plan.title.get(draft.content.lang), heads, rows.collect(), Some(note))
}

/// The columns whose people are handed the rows: those that the list names, else its first, where that is a person.
fn people(plan: &ListPlan, shown: &[(usize, &ListColumn, Option<FieldKind>)]) -> Vec<usize> {
    let is_named = |column: &ListColumn| plan.people.contains(&column.field);
    let named = shown.iter().enumerate().filter(|(_, (_, column, _))| is_named(column)).map(|(at, _)| at);
    let first = shown.first().filter(|(.., kind)| *kind == Some(FieldKind::Person));
    if plan.people.is_empty() { first.map(|_| 0).into_iter().collect() } else { named.collect() }
}

/// The kind of the field that a column shows.
fn kind(draft: &Draft<'_>, plan: &ListPlan, column: &ListColumn) -> Option<FieldKind> {
    draft.field_kind(&plan.facts, &column.field)
}

/// What decides how a value is shown.
struct Field {
    bad: bool,
    kind: Option<FieldKind>,
}

fn cell(draft: &Draft<'_>, value: &FactValue, field: Field) -> Cell {
    match value {
        FactValue::Unknown => optional(None),
        FactValue::Flag(true) => text(draft.say("word.yes")).toned(if field.bad { Tone::Bad } else { Tone::Plain }),
        FactValue::Flag(false) => text(draft.say("word.no")),
        FactValue::Whole(points) if field.kind == Some(FieldKind::Score) => {
            number(Some(*points as f64 / 1e6), Unit::Score)
        }
        FactValue::Whole(counted) => match u64::try_from(*counted) {
            Ok(counted) => whole(counted),
            Err(_) => number(Some(*counted as f64), Unit::Count),
        },
        FactValue::Day(day) => date(*day),
        FactValue::Moment(moment) if moment.time() == NaiveTime::MIN => date(moment.date()),
        FactValue::Moment(moment) => date_time(*moment),
        FactValue::Text(words) => match field.kind {
            Some(FieldKind::Phone) => optional(Some(&draft.content.door.phone(words))),
            _ => optional(Some(words)),
        },
    }
}

/// `回访记录.xlsx › 9月 › 第 17 行`
fn place(draft: &Draft<'_>, origin: &Origin) -> String {
    let sheet = origin.source.sheet.as_ref().map_or(String::new(), |sheet| format!(" › {sheet}"));
    let place = format!("{}{sheet}", origin.source.file);
    draft.fill("word.place_row", &[("place", &place), ("row", &origin.row.to_string())])
}
