//! Answers beside a call that reached nobody: programs fill in 0 points and 否 where nobody was asked. Where all points of a
//! row are 0 and it says nothing else, they count as blank; 否 without any points, or beside a remark, counts. Both are told.
//! With points among them somebody did answer.

use crate::base::finding::{Code, Finding, Severity};

use super::field_kind::FieldKind;
use super::rows::Rows;
use super::schema::{Schema, Unanswered};
use super::value::Value;

/// Looks at every kept row of a block.
pub(super) fn clear(rows: &mut Rows, schema: &Schema) {
    let Some(unanswered) = &schema.unanswered else { return };
    let is_score = |field: &usize| schema.fields[*field].kind == FieldKind::Score;
    let answers = (0..schema.fields.len()).filter(|field| is_score(field) || unanswered.answers.contains(field));
    let answers: Vec<usize> = answers.filter(|field| rows.slots[*field].is_some()).collect();
    // The first answer of each row: of those that count, and of those that are none.
    let mut told: [Vec<(usize, usize)>; 2] = Default::default();
    for row in 0..rows.rows.len() {
        if !unanswered.states.iter().any(|need| need.holds(rows, schema, row)) {
            continue;
        }
        let mut given = answers.iter().copied().filter(|field| rows.value(row, *field) != Value::Nothing);
        let Some(first) = given.next().filter(|_| !has_points(rows, row, &answers)) else { continue };
        let filled_in = is_filled_in(rows, unanswered, row, &answers);
        told[usize::from(filled_in)].push((row, first));
        if filled_in {
            answers.iter().for_each(|field| rows.set(row, *field, Value::Nothing));
        }
    }
    let findings = told.iter().enumerate().filter_map(|(at, of)| finding(rows, schema, unanswered, of, at == 1));
    let findings: Vec<Finding> = findings.collect();
    rows.findings.extend(findings);
}

fn has_points(rows: &Rows, row: usize, answers: &[usize]) -> bool {
    let mut values = answers.iter().map(|field| rows.value(row, *field));
    values.any(|value| matches!(value, Value::RawScore(points) | Value::Points(points) if points > 0))
}

/// Whether all answers are what a program fills in, points among them, and nobody wrote a word beside them.
fn is_filled_in(rows: &Rows, unanswered: &Unanswered, row: usize, answers: &[usize]) -> bool {
    let is_default =
        |field: &usize| matches!(rows.value(row, *field), Value::Nothing | Value::RawScore(0) | Value::Flag(false));
    let is_silent = |field: &usize| rows.value(row, *field) == Value::Nothing;
    let has_noughts = answers.iter().any(|field| rows.value(row, *field) == Value::RawScore(0));
    has_noughts && answers.iter().all(is_default) && unanswered.remarks.iter().all(is_silent)
}

/// One finding for all rows of a sheet; of each its row and its first answer.
fn finding(
    rows: &Rows,
    schema: &Schema,
    unanswered: &Unanswered,
    of: &[(usize, usize)],
    filled_in: bool,
) -> Option<Finding> {
    let ((row, answer), count) = (*of.first()?, of.len());
    let state = unanswered.states.iter().find(|need| need.holds(rows, schema, row))?.field;
    let (state_names, answer_names) = (&schema.fields[state].names, &schema.fields[answer].names);
    let word = rows.field_text(row, state).unwrap_or_default();
    let [chinese, english] = if filled_in {
        ["像是系统默认填的，按没有回答计", "as if a program had filled them in; they count as not answered"]
    } else {
        ["仍按所填的计入", "they count as they stand"]
    };
    let chinese = format!(
        "从这里起共 {count} 行的回访没有成功或还没有完成（{}“{word}”等），却有{}等回答；{chinese}",
        state_names.chinese, answer_names.chinese
    );
    let english = format!(
        "{count} call(s) from here on did not succeed or are not over ({} “{word}” …), and yet have answers ({} …); {english}",
        state_names.en, answer_names.en
    );
    let finding = Finding::new(Severity::Warning, Code::ContradictoryState, rows.place(row, answer), chinese, english);
    let more = of[1..].iter().map(|(row, answer)| rows.cell(*row, *answer)).collect();
    Some(finding.table(schema.table).field(&schema.fields[answer].id).more(more))
}
