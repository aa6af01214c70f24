//! 数据质量: every sheet with its balance, what was found in groups of what is alike, and every finding.

use std::collections::BTreeMap;

use crate::base::address::ranges;
use crate::base::finding::{Code, Finding, Severity};
use crate::base::table_id::TableId;
use crate::report::cells::{aside, column_cells, columns, figures, optional, register, row, text, total, whole, wide};
use crate::report::draft::Draft;
use crate::report::finding_lines;
use crate::report::model::{Block, Formula, Row, Tone};
use crate::report::words;
use crate::tables::model::RowCounts;

/// Ranges of cells that a line of the page tells, some lines of the column; report.json has all of them.
const RANGES: usize = 30;

/// At most so many sheets are named of one kind.
const NAMED: usize = 3;

/// The columns of the balance before its first count.
const BEFORE_COUNTS: usize = 4;

pub(super) fn sentence(draft: &Draft<'_>) -> Block {
    if draft.is_from_counts() {
        return Block::sentence(draft.say("sentence.from_counts").to_owned(), Tone::Caution);
    }
    let clean = || Block::sentence(draft.say("sentence.clean").to_owned(), Tone::Good);
    super::alarm::set_aside(draft, draft.say("word.below")).unwrap_or_else(clean)
}

fn counts(rows: &RowCounts) -> [u64; 9] {
    [
        rows.read,
        rows.used,
        rows.blank,
        rows.note,
        rows.total_line,
        rows.repeated_header,
        rows.duplicate,
        rows.void,
        rows.rejected,
    ]
}

pub(super) fn inputs(draft: &Draft<'_>) -> Block {
    let heads = [
        "column.file",
        "column.sheet",
        "column.table",
        "column.header_row",
        "column.read",
        "column.used",
        "column.blank",
        "column.note",
        "column.total_line",
        "column.repeated_header",
        "column.duplicate",
        "column.void",
        "column.rejected",
    ];
    let mut sums = [0_u64; 9];
    let mut table = Vec::new();
    for block in draft.content.inputs {
        let name = block.table.map(|table| draft.texts.table(table));
        let mut cells = vec![
            text(&block.file),
            optional(block.sheet.as_deref()),
            text(name.unwrap_or_else(|| draft.say("word.not_used"))),
            block.header_row.map_or_else(|| text(""), |at| whole(u64::from(at))),
        ];
        for (sum, value) in sums.iter_mut().zip(counts(&block.rows)) {
            *sum += value;
            cells.push(whole(value));
        }
        if block.rows.rejected > 0
            && let Some(cell) = cells.pop()
        {
            cells.push(cell.toned(Tone::Bad));
        }
        table.push(row(cells));
    }
    let rows = table.len();
    let mut cells = vec![text(draft.say("word.total")), text(""), text(""), text("")];
    cells.extend(
        sums.iter()
            .enumerate()
            .map(|(at, sum)| whole(*sum).by_formula(Formula::Sum(column_cells(0..rows, BEFORE_COUNTS + at)))),
    );
    table.push(total(cells));
    let note = Some(draft.say("note.balance").to_owned());
    let heads = columns(heads.map(|key| draft.say(key)));
    aside("inputs", draft.say("title.inputs"), heads, table, note)
}

/// What is alike together, for paper; below it every single one, to look up.
pub(super) fn findings(draft: &Draft<'_>) -> Vec<Block> {
    match draft.content.findings {
        [] => vec![problems(draft)],
        _ => vec![problems(draft), register_of(draft)],
    }
}

/// Findings of one kind: what is wrong, and what to do, is the same.
type Kind<'a> = (Severity, Code, Option<TableId>, Option<&'a str>);

fn problems(draft: &Draft<'_>) -> Block {
    let mut kinds: BTreeMap<Kind<'_>, Vec<&Finding>> = BTreeMap::new();
    for one in draft.content.findings {
        kinds.entry((one.severity, one.code, one.table, one.field.as_deref())).or_default().push(one);
    }
    let heads = ["column.problem", "column.severity", "column.of_table", "column.places"].map(|key| draft.say(key));
    let mut heads = columns(heads);
    heads.push(wide(draft.say("column.where")));
    let rows: Vec<Row> = kinds.into_values().map(|kind| problem(draft, &kind)).collect();
    let note = if rows.is_empty() { "note.no_findings" } else { "note.findings" };
    figures("problems", draft.say("title.problems"), heads, rows, Some(draft.say(note).to_owned()))
}

/// A kind with its places, the sentence of its first finding as the example, and what to do.
fn problem(draft: &Draft<'_>, kind: &[&Finding]) -> Row {
    let first = kind[0];
    let line = finding_lines::line(first, draft.content.lang, draft.content.door);
    let mut places: Vec<String> = Vec::new();
    for one in kind {
        let shown = finding_lines::line(one, draft.content.lang, draft.content.door);
        let file = finding_lines::file(&shown.file, draft.content.lang).to_owned();
        let place = shown.sheet.as_ref().map_or(file.clone(), |sheet| format!("{file} › {sheet}"));
        if !places.contains(&place) {
            places.push(place);
        }
        // A group has thousands of files; those that are not named need not be known.
        if places.len() > NAMED {
            break;
        }
    }
    let more = places.len() > NAMED;
    places.truncate(NAMED);
    let places = places.join(draft.say("sentence.and")) + if more { draft.say("sentence.more") } else { "" };
    let key = if kind.len() == 1 { "sentence.problem" } else { "sentence.problems" };
    let values = [("places", places.as_str()), ("message", &line.message), ("hint", &line.hint)];
    row(vec![
        text(draft.fill("word.problem", &[("title", line.title), ("code", line.code)])),
        text(words::severity(draft.texts, first.severity)).toned(tone(first.severity)),
        optional(first.table.map(|table| draft.texts.table(table))),
        whole(kind.iter().map(|one| one.count() as u64).sum()),
        text(draft.fill(key, &values)),
    ])
}

fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Error => Tone::Bad,
        Severity::Warning => Tone::Caution,
        Severity::Info => Tone::Muted,
    }
}

fn register_of(draft: &Draft<'_>) -> Block {
    let heads = [
        "column.file",
        "column.sheet",
        "column.of_table",
        "column.cell",
        "column.places",
        "column.severity",
        "column.problem",
        "column.field",
        "column.value",
    ];
    let mut heads = columns(heads.map(|key| draft.say(key)));
    heads.push(wide(draft.say("column.message")));
    let table: Vec<Row> = draft.content.findings.iter().map(|one| finding(draft, one)).collect();
    register("findings", draft.say("title.findings"), heads, table, None)
}

fn finding(draft: &Draft<'_>, one: &Finding) -> Row {
    let line = finding_lines::line(one, draft.content.lang, draft.content.door);
    row(vec![
        text(finding_lines::file(&line.file, draft.content.lang)),
        optional(line.sheet.as_deref()),
        optional(one.table.map(|table| draft.texts.table(table))),
        optional(Some(&ranges(one.cells(), RANGES))),
        whole(one.count() as u64),
        text(words::severity(draft.texts, one.severity)).toned(tone(one.severity)),
        text(line.title),
        optional(line.field.as_deref().map(|field| draft.field_name(one.table, field))),
        optional(line.value.as_deref()),
        text(&line.message),
    ])
}
