//! What a row says against itself, as its table's template declares: a state beside a date that denies it, and dates in an
//! order that cannot be. Such a row counts by the same rules as others, and is told.

use crate::base::finding::{Code, Finding, Severity};

use super::checks::{reversed, shown};
use super::rows::Rows;
use super::schema::{Need, Schema};
use super::value::Value;

/// Looks at every kept row of a block.
pub(super) fn find(rows: &mut Rows, schema: &Schema) {
    let there = |field: &usize| rows.slots[*field].is_some();
    let states: Vec<_> = schema.contradicts.iter().filter(|(need, date)| there(&need.field) && there(date)).collect();
    let orders: Vec<_> = schema.in_order.iter().filter(|(first, then)| there(first) && there(then)).collect();
    if states.is_empty() && orders.is_empty() {
        return;
    }
    for row in 0..rows.rows.len() {
        let denied = states.iter().filter_map(|(need, date)| denied(rows, schema, row, need, *date));
        let turned = orders.iter().filter_map(|(first, then)| turned(rows, schema, row, *first, *then));
        let found: Vec<Finding> = denied.chain(turned).collect();
        rows.findings.extend(found);
    }
}

/// A state that the date beside it denies.
fn denied(rows: &Rows, schema: &Schema, row: usize, need: &Need, date: usize) -> Option<Finding> {
    let at = shown(rows.value(row, date).time()?);
    let Value::Word(_, Some(entry)) = rows.value(row, need.field) else { return None };
    let word = schema.fields[need.field].vocabulary.entries().get(entry as usize)?;
    if word.sense != need.sense {
        return None;
    }
    let (state, name) = (&schema.fields[need.field].names, &schema.fields[date].names);
    let en = word.en.as_ref().unwrap_or(&word.word);
    let chinese = format!("{}为“{}”，却有{} {at}；请核对", state.chinese, word.word, name.chinese);
    let english = format!("{} is “{en}”, and yet there is {} {at}; look at the row", state.en, name.en);
    Some(finding(rows, schema, (row, date), at, chinese, english))
}

/// A date that lies before one that it follows.
fn turned(rows: &Rows, schema: &Schema, row: usize, first: usize, then: usize) -> Option<Finding> {
    let (from, to) = (rows.value(row, first).time()?, rows.value(row, then).time()?);
    if !reversed(from, to) {
        return None;
    }
    let (from, to) = (shown(from), shown(to));
    let (before, after) = (&schema.fields[first].names, &schema.fields[then].names);
    let chinese = format!("{} {to} 早于{} {from}；请核对", after.chinese, before.chinese);
    let english = format!("{} {to} is before {} {from}; look at the row", after.en, before.en);
    Some(finding(rows, schema, (row, then), to, chinese, english))
}

fn finding(
    rows: &Rows,
    schema: &Schema,
    (row, field): (usize, usize),
    value: String,
    chinese: String,
    english: String,
) -> Finding {
    let place = rows.place(row, field);
    let finding = Finding::new(Severity::Warning, Code::ContradictoryState, place, chinese, english);
    finding.table(schema.table).field(&schema.fields[field].id).value(&value)
}
