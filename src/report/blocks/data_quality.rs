//! 数据质量: every sheet with its balance, and every finding.

use std::collections::BTreeMap;

use crate::base::finding::{Code, Finding, Severity};
use crate::report::cells::{column_cells, columns, figures, list, optional, row, text, total, whole, wide};
use crate::report::draft::Draft;
use crate::report::finding_lines;
use crate::report::model::{Block, FindingLine, Formula, Row, Tone};
use crate::report::sentences;
use crate::report::words;
use crate::tables::model::RowCounts;

/// Findings of one kind in one sheet beyond this many stand in one line; report.json has them all.
const OF_ONE_KIND: usize = 20;

/// The columns of the balance before its first count.
const BEFORE_COUNTS: usize = 4;

pub(super) fn sentences(draft: &Draft<'_>) -> Vec<Block> {
    let clean = || sentences::block(draft.say("sentence.clean").to_owned(), Tone::Good);
    vec![super::overview::set_aside(draft, draft.say("word.below")).unwrap_or_else(clean)]
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

pub(super) fn inputs(draft: &Draft<'_>) -> Vec<Block> {
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
    vec![figures("inputs", draft.say("title.inputs"), heads, table, note)]
}

pub(super) fn findings(draft: &Draft<'_>) -> Vec<Block> {
    let mut heads = columns(
        ["column.file", "column.sheet", "column.of_table", "column.cell", "column.severity"].map(|key| draft.say(key)),
    );
    heads.extend(columns([draft.say("column.field"), draft.say("column.value")]));
    heads.extend([wide(draft.say("column.message")), wide(draft.say("column.hint"))]);
    let content = draft.content;
    let mut seen: BTreeMap<Kind<'_>, usize> = BTreeMap::new();
    for one in content.findings {
        *seen.entry(kind(one)).or_default() += 1;
    }
    let mut shown: BTreeMap<Kind<'_>, usize> = BTreeMap::new();
    let mut table = Vec::new();
    for one in content.findings {
        let so_far = shown.entry(kind(one)).or_default();
        *so_far += 1;
        let all = seen.get(&kind(one)).copied().unwrap_or_default();
        if *so_far > OF_ONE_KIND + 1 {
            continue;
        }
        let line = finding_lines::line(one, content.lang, content.phone);
        let table_name = one.table.map(|table| draft.texts.table(table));
        if *so_far == OF_ONE_KIND + 1 && all > OF_ONE_KIND + 1 {
            let rest = (all - OF_ONE_KIND).to_string();
            table.push(finding(draft, &line, table_name, Some(draft.fill("sentence.same_kind", &[("n", &rest)]))));
        } else {
            table.push(finding(draft, &line, table_name, None));
        }
    }
    let note = table.is_empty().then(|| draft.say("note.no_findings").to_owned());
    vec![list("findings", draft.say("title.findings"), heads, table, note)]
}

/// Code, field, file and sheet: findings that share them are of one kind.
type Kind<'a> = (Code, Option<&'a str>, &'a str, Option<&'a str>);

fn kind(one: &Finding) -> Kind<'_> {
    (one.code, one.field.as_deref(), &one.place.file, one.place.sheet.as_deref())
}

/// A finding, or the line that stands for the rest of its kind.
fn finding(draft: &Draft<'_>, line: &FindingLine, table: Option<&str>, instead: Option<String>) -> Row {
    let tone = match line.severity {
        Severity::Error => Tone::Bad,
        Severity::Warning => Tone::Caution,
        Severity::Info => Tone::Muted,
    };
    let alone = instead.is_none();
    row(vec![
        text(&line.file),
        optional(line.sheet.as_deref()),
        optional(table),
        optional(line.cell.as_deref().filter(|_| alone)),
        text(words::severity(draft.texts, line.severity)).toned(tone),
        optional(line.field.as_deref()),
        optional(line.value.as_deref().filter(|_| alone)),
        text(instead.unwrap_or_else(|| line.message.clone())),
        text(&line.hint),
    ])
}
