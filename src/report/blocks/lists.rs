//! 明细: the rows behind the numbers, each naming where it stands.

use crate::facts::lists::Origin;
use crate::report::cells::{columns, date, date_time, list, optional, row, text, whole, wide};
use crate::report::draft::Draft;
use crate::report::model::{Block, Cell, Row, Tone};
use crate::settings::PhonePrivacy;

pub(super) fn failed_calls(draft: &Draft<'_>) -> Vec<Block> {
    let phones = draft.content.door.phone != PhonePrivacy::None;
    let mut heads = vec![
        draft.say("column.call_date"),
        draft.say("column.order_no"),
        draft.say("column.plate"),
        draft.say("column.customer"),
    ];
    heads.extend(phones.then(|| draft.say("column.phone_number")));
    heads.extend([
        draft.say("column.reason"),
        draft.say("column.advisor"),
        draft.say("column.caller"),
        draft.say("column.attempts"),
    ]);
    let mut heads = columns(heads);
    heads.extend([wide(draft.say("column.comment")), wide(draft.say("column.origin"))]);
    let rows = draft.content.lists.failed_calls.iter().map(|call| {
        let mut cells = vec![
            date(call.date),
            optional(call.order_no.as_deref()),
            optional(call.plate.as_deref()),
            optional(call.customer.as_deref()),
        ];
        let shown = call.phone.as_deref().map(|number| draft.content.door.phone(number));
        cells.extend(phones.then(|| optional(shown.as_deref())));
        cells.extend([
            text(draft.group(&call.reason)),
            optional(call.advisor.as_deref()),
            optional(call.caller.as_deref()),
            whole(u64::from(call.attempts)),
            optional(call.comment.as_deref()),
            origin(draft, &call.origin),
        ]);
        row(cells)
    });
    let rows: Vec<Row> = rows.collect();
    let note = empty_note(draft, &rows);
    vec![list("failed_calls", draft.say("title.failed_calls"), heads, rows, note)]
}

pub(super) fn not_fixed(draft: &Draft<'_>) -> Vec<Block> {
    let mut heads = columns([
        draft.say("column.service_date"),
        draft.say("column.order_no"),
        draft.say("column.plate"),
        draft.say("column.model"),
        draft.say("column.technician"),
        draft.say("column.advisor"),
        draft.say("column.cause"),
    ]);
    heads.push(wide(draft.say("column.origin")));
    let rows = draft.content.lists.not_fixed.iter().map(|repair| {
        row(vec![
            date(repair.date),
            optional(repair.order_no.as_deref()),
            optional(repair.plate.as_deref()),
            optional(repair.model.as_deref()),
            optional(repair.technician.as_deref()),
            optional(repair.advisor.as_deref()),
            optional(repair.reason.as_deref()),
            origin(draft, &repair.origin),
        ])
    });
    let rows: Vec<Row> = rows.collect();
    let note = empty_note(draft, &rows);
    vec![list("not_fixed", draft.say("title.not_fixed"), heads, rows, note)]
}

pub(super) fn open_complaints(draft: &Draft<'_>) -> Vec<Block> {
    let mut heads = columns([
        draft.say("column.received_at"),
        draft.say("column.age_days"),
        draft.say("column.overdue"),
        draft.say("column.complaint_no"),
        draft.say("column.plate"),
        draft.say("column.customer"),
        draft.say("column.level"),
        draft.say("column.category"),
    ]);
    heads.push(wide(draft.say("column.content")));
    heads.extend(columns([draft.say("column.handler"), draft.say("column.status")]));
    heads.extend([wide(draft.say("column.open_reason")), wide(draft.say("column.origin"))]);
    let rows = draft.content.lists.open_complaints.iter().map(|complaint| {
        let (due, tone) = if complaint.overdue { ("word.yes", Tone::Bad) } else { ("word.no", Tone::Plain) };
        row(vec![
            date_time(complaint.received_at),
            whole(u64::try_from(complaint.age_days).unwrap_or(0)),
            text(draft.texts.say(due)).toned(tone),
            optional(complaint.complaint_no.as_deref()),
            optional(complaint.plate.as_deref()),
            optional(complaint.customer.as_deref()),
            optional(complaint.level.as_deref()),
            optional(complaint.category.as_deref()),
            optional(complaint.content.as_deref()),
            optional(complaint.handler.as_deref()),
            optional(complaint.status.as_deref()),
            optional(complaint.open_reason.as_deref()),
            origin(draft, &complaint.origin),
        ])
    });
    let rows: Vec<Row> = rows.collect();
    let note = empty_note(draft, &rows);
    vec![list("open_complaints", draft.say("title.open_complaints"), heads, rows, note)]
}

/// `回访记录.xlsx › 9月 › 第 17 行`
fn origin(draft: &Draft<'_>, origin: &Origin) -> Cell {
    let sheet = origin.source.sheet.as_ref().map_or(String::new(), |sheet| format!(" › {sheet}"));
    let place = format!("{}{sheet}", origin.source.file);
    text(draft.fill("word.place_row", &[("place", &place), ("row", &origin.row.to_string())]))
}

fn empty_note(draft: &Draft<'_>, rows: &[Row]) -> Option<String> {
    rows.is_empty().then(|| draft.say("note.no_rows").to_owned())
}
