//! What the dates and states of one row say against each other.

use std::collections::{BTreeSet, HashMap};

use crate::base::address::CellRef;
use crate::base::finding::{Code, Finding, Severity};
use crate::base::table_id::TableId;

use super::rows::Rows;
use super::schema::Schema;
use super::subjects::DAY;
use super::value::Value;

/// Looks at every kept row of a block.
pub(super) fn rows(rows: &mut Rows, schema: &Schema) {
    match schema.table {
        TableId::COMPLAINTS => complaints(rows, schema),
        TableId::WORK_ORDERS => work_orders(rows, schema),
        TableId::CALLBACKS => {
            reasons_elsewhere(rows, schema);
            callbacks(rows, schema);
        }
        _ => {}
    }
}

/// The earlier time lies after the later one; where either has no time of day, days are compared.
pub(super) fn reversed(earlier: i64, later: i64) -> bool {
    if earlier % DAY == 0 || later % DAY == 0 {
        later.div_euclid(DAY) < earlier.div_euclid(DAY)
    } else {
        later < earlier
    }
}

fn complaints(rows: &mut Rows, schema: &Schema) {
    let (Some(received), Some(closed), Some(status)) =
        (schema.field("received_at"), schema.field("closed_at"), schema.field("status"))
    else {
        return;
    };
    for row in 0..rows.rows.len() {
        let closing = rows.value(row, closed).time();
        let sense = rows.value(row, status).sense(&schema.fields[status].vocabulary).map(str::to_owned);
        if let (Some(from), Some(to)) = (rows.value(row, received).time(), closing)
            && reversed(from, to)
        {
            let (from, to) = (shown(from), shown(to));
            let finding = Finding::new(
                Severity::Error,
                Code::ClosedBeforeReceived,
                rows.place(row, closed),
                format!("结案日期 {to} 早于接诉时间 {from}；结案日期未采用，按未结案计"),
                format!(
                    "closed {to}, before it was received {from}; the closing is set aside, the complaint counts as open"
                ),
            );
            rows.findings.push(finding.table(schema.table).field("closed_at").value(&to));
            rows.set(row, closed, Value::Nothing);
        } else if closing.is_none() && sense.as_deref() == Some("closed") {
            let finding = Finding::new(
                Severity::Warning,
                Code::ClosedWithoutDate,
                rows.place(row, closed),
                "状态为已结案但没有结案日期；按未结案计".to_owned(),
                "closed but without a closing date; the complaint counts as open".to_owned(),
            );
            rows.findings.push(finding.table(schema.table).field("closed_at"));
        } else if let (Some(to), Some("open" | "reopened")) = (closing, sense.as_deref()) {
            rows.findings.push(contradictory(rows, row, schema, [closed, status], to));
        }
    }
}

/// A closing date beside a state that says open: the date counts, unless the complaint was reopened.
fn contradictory(rows: &Rows, row: usize, schema: &Schema, [closed, status]: [usize; 2], to: i64) -> Finding {
    let state = match rows.value(row, status) {
        Value::Word(_, Some(entry)) => schema.fields[status].vocabulary.entries().get(entry as usize),
        _ => None,
    };
    let word = rows.shown(row, status);
    let (chinese, english) = match state.and_then(|entry| entry.sense.as_deref()) {
        Some("reopened") => ("重新打开后尚未再次结案，按未结案计", "reopened and not closed again, it counts as open"),
        _ => ("按结案日期计为已结案", "by its date it counts as closed"),
    };
    let to = shown(to);
    let finding = Finding::new(
        Severity::Warning,
        Code::ContradictoryState,
        rows.place(row, closed),
        format!("状态“{word}”与结案日期 {to} 不一致；{chinese}"),
        format!("the state {word:?} contradicts the closing date {to}; {english}"),
    );
    finding.table(schema.table).field("closed_at").value(&to)
}

/// A remark that is a reason and nothing else is short, in bytes: a longer one tells a story.
const LONGEST_REASON: usize = 90;
/// So many remarks are remembered.
const REMARKS: usize = 4096;

/// A reason of failure that stands where no reason is expected: as the result itself (无人接听), beside it (已回访(空号)), or in
/// the remarks of a failed call.
fn reasons_elsewhere(rows: &mut Rows, schema: &Schema) {
    let (Some(result), Some(reason), Some(comment)) =
        (schema.field("result"), schema.field("reason"), schema.field("comment"))
    else {
        return;
    };
    let reasons = &schema.fields[reason].vocabulary;
    let results = &schema.fields[result].vocabulary;
    // The words of a column of results are few, however long the list, and people repeat their remarks.
    let (mut implied, mut remarks) = (HashMap::<String, Option<usize>>::new(), HashMap::<String, Option<usize>>::new());
    for row in 0..rows.rows.len() {
        let failed = rows.value(row, result).sense(results) == Some("failure");
        if !failed || rows.value(row, reason) != Value::Nothing {
            continue;
        }
        let shown = rows.shown(row, result);
        let beside = *implied.entry(shown).or_insert_with_key(|shown| results.read(shown).implied);
        let remark = rows.field_text(row, comment).filter(|text| beside.is_none() && text.len() <= LONGEST_REASON);
        let remarked = remark.and_then(|text| match remarks.get(text) {
            Some(known) => *known,
            None => {
                let found = reasons.find(text);
                if remarks.len() < REMARKS {
                    remarks.insert(text.to_owned(), found);
                }
                found
            }
        });
        if let Some(entry) = beside.or(remarked) {
            rows.set_word(row, reason, &reasons.entries()[entry].word, entry);
        }
    }
}

/// A call without a result and without a reason is no attempt: it is kept for its scores, but it must not be in silence.
fn callbacks(rows: &mut Rows, schema: &Schema) {
    let (Some(date), Some(result), Some(reason)) =
        (schema.field("call_date"), schema.field("result"), schema.field("reason"))
    else {
        return;
    };
    // A word that contradicts itself is told by itself.
    let told: BTreeSet<CellRef> = rows
        .unknown_words
        .iter()
        .filter(|((field, _), _)| *field == result)
        .flat_map(|(_, cells)| cells)
        .copied()
        .collect();
    let says = |row: usize, field| rows.value(row, field) != Value::Nothing || told.contains(&rows.cell(row, field));
    let blank = |row: &usize| says(*row, date) && !says(*row, result) && !says(*row, reason);
    let without: Vec<usize> = (0..rows.rows.len()).filter(blank).collect();
    let (count, Some(&first)) = (without.len(), without.first()) else { return };
    let finding = Finding::new(
        Severity::Warning,
        Code::MissingValue,
        rows.place(first, result),
        format!("从这里起共 {count} 行没有回访结果，不算一次回访"),
        format!("{count} call(s) from here on have no result; they are no attempts"),
    );
    let more = without[1..].iter().map(|row| rows.cell(*row, result)).collect();
    rows.findings.push(finding.table(schema.table).field("result").more(more));
}

fn work_orders(rows: &mut Rows, schema: &Schema) {
    let Some(opened) = schema.field("opened_at") else { return };
    for row in 0..rows.rows.len() {
        let Some(from) = rows.value(row, opened).time() else { continue };
        for id in ["delivered_at", "settled_at"] {
            let Some(field) = schema.field(id) else { continue };
            let Some(to) = rows.value(row, field).time().filter(|to| reversed(from, *to)) else { continue };
            let (from, to) = (shown(from), shown(to));
            let name = &schema.fields[field].names;
            let finding = Finding::new(
                Severity::Warning,
                Code::DeliveredBeforeOpened,
                rows.place(row, field),
                format!("{} {to} 早于开单日期 {from}；按原样使用", name.chinese),
                format!("{} {to}, before it was opened {from}; used as it stands", name.en),
            );
            rows.findings.push(finding.table(schema.table).field(id).value(&to));
        }
    }
}

/// A time without a time of day is shown as its day.
pub(super) fn shown(at: i64) -> String {
    let format = if at % DAY == 0 { "%Y-%m-%d" } else { "%Y-%m-%d %H:%M" };
    chrono::DateTime::from_timestamp_millis(at).map_or_else(String::new, |at| at.format(format).to_string())
}
