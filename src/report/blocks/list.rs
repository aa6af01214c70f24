//! 明细: the rows behind a count, each naming where it stands.

use chrono::NaiveTime;
use rayon::prelude::*;

use super::followed;
use crate::base::number::Unit;
use crate::kpi::behind::{FactValue, Origin};
use crate::report::cells::{columns, date, date_time, list, number, optional, register, row, text, whole, wide};
use crate::report::draft::Draft;
use crate::report::model::{Block, Cell, Row, Tone};
use crate::report::pages::plan::{ListColumn, ListPlan};
use crate::report::words::UNASSIGNED;
use crate::settings::PhonePrivacy;
use crate::tables::field_kind::FieldKind;

pub(super) fn build(draft: &Draft<'_>, plan: &ListPlan) -> Block {
    let kind = |column: &ListColumn| kind(draft, plan, column);
    let hidden =
        |column: &ListColumn| draft.content.door.phone == PhonePrivacy::None && kind(column) == Some(FieldKind::Phone);
    let shown: Vec<(usize, &ListColumn)> = plan.columns.iter().enumerate().filter(|(_, one)| !hidden(one)).collect();
    let mut heads = Vec::new();
    for (_, column) in &shown {
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
    let behind = draft.content.lists.get(&plan.id).map_or(&[][..], Vec::as_slice);
    let rows = behind.par_iter().map(|behind| {
        let mut cells: Vec<Cell> = Vec::new();
        for (at, column) in &shown {
            // Words that the program makes or knows are in the report's language.
            let bad = plan.bad.as_ref() == Some(&column.field);
            let value = &behind.values[*at];
            cells.push(match value {
                FactValue::Text(word) if matches!(kind(column), Some(FieldKind::Word) | None) => {
                    optional(Some(&draft.said(Some(&plan.facts), &column.field, word)))
                }
                // As in the tables, so that a filter finds who has nobody.
                FactValue::Unknown if kind(column) == Some(FieldKind::Person) => {
                    optional(Some(&draft.said(Some(&plan.facts), &column.field, UNASSIGNED)))
                }
                _ => cell(draft, value, Field { bad, kind: kind(column) }),
            });
        }
        cells.extend(plan.follows.iter().flat_map(|follows| followed::cells(draft, plan, follows, behind)));
        cells.push(optional(behind.origin.as_ref().map(|origin| place(draft, origin)).as_deref()));
        row(cells)
    });
    let rows: Vec<Row> = rows.collect();
    let note = rows.is_empty().then(|| draft.say("note.no_rows").to_owned());
    let kind = if plan.printed { list } else { register };
    let mut block = kind(&plan.id, plan.title.get(draft.content.lang), heads, rows, note);
    // A list begins with who answers for its rows.
    let by_person = shown.first().is_some_and(|(_, column)| self::kind(draft, plan, column) == Some(FieldKind::Person));
    if let (Block::Table(table), true) = (&mut block, by_person) {
        table.people = Some(0);
    }
    block
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
