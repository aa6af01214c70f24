//! 数据质量: every sheet with its balance, and every finding.

use crate::base::address::ranges;
use crate::base::finding::{Finding, Severity};
use crate::report::cells::{column_cells, columns, figures, list, optional, row, text, total, whole, wide};
use crate::report::draft::Draft;
use crate::report::finding_lines;
use crate::report::model::{Block, Formula, Row, Tone};
use crate::report::words;
use crate::tables::model::RowCounts;

/// Ranges of cells that a line of the page tells, some lines of the column; report.json has all of them.
const RANGES: usize = 30;

/// The columns of the balance before its first count.
const BEFORE_COUNTS: usize = 4;

pub(super) fn sentence(draft: &Draft<'_>) -> Block {
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
    figures("inputs", draft.say("title.inputs"), heads, table, note)
}

pub(super) fn findings(draft: &Draft<'_>) -> Block {
    let mut heads =
        columns(["column.file", "column.sheet", "column.of_table", "column.cell"].map(|key| draft.say(key)));
    let others = ["column.places", "column.severity", "column.problem", "column.field", "column.value"];
    heads.extend(columns(others.map(|key| draft.say(key))));
    heads.extend([wide(draft.say("column.message")), wide(draft.say("column.hint"))]);
    let table: Vec<Row> = draft.content.findings.iter().map(|one| finding(draft, one)).collect();
    let note = table.is_empty().then(|| draft.say("note.no_findings").to_owned());
    list("findings", draft.say("title.findings"), heads, table, note)
}

fn finding(draft: &Draft<'_>, one: &Finding) -> Row {
    let line = finding_lines::line(one, draft.content.lang, draft.content.door);
    let tone = match one.severity {
        Severity::Error => Tone::Bad,
        Severity::Warning => Tone::Caution,
        Severity::Info => Tone::Muted,
    };
    row(vec![
        text(finding_lines::file(&line.file, draft.content.lang)),
        optional(line.sheet.as_deref()),
        optional(one.table.map(|table| draft.texts.table(table))),
        optional(Some(&ranges(one.cells(), RANGES))),
        whole(one.count() as u64),
        text(words::severity(draft.texts, one.severity)).toned(tone),
        text(draft.fill("word.problem", &[("title", line.title), ("code", line.code)])),
        optional(line.field.as_deref().map(|field| draft.field_name(one.table, field))),
        optional(line.value.as_deref()),
        text(&line.message),
        text(&line.hint),
    ])
}
