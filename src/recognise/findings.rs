//! What is said about the headings of a block.

use std::collections::BTreeSet;

use crate::base::address::{CellRef, Place, column_letters};
use crate::base::finding::{Code, Finding, SEEN, Severity};
use crate::input::grid::{Grid, GridValue};

use super::block::{Block, Fit};
use super::candidate::Candidate;
use super::dictionary::{Dictionary, FieldHeadings, TableHeadings};
use super::duplicate_columns::Doubled;
use super::near::{self, Likeness};
use super::other_lists;
use super::swapped_days;
use super::turned;
use super::unused::{self, Unused};

/// Texts shown of a sheet that fits no table.
const SHOWN: usize = 12;
/// Characters shown of each: a cell can hold a whole letter.
const LONGEST_SHOWN: usize = 30;

/// Columns without a use that are named; no list of a dealer has more.
const NAMED: usize = 40;

/// Hidden sheets and rows count like others; whoever hid them may not expect it.
pub(crate) fn of_hidden(grid: &Grid, blocks: &[Block], findings: &mut Vec<Finding>) {
    let Some(table) = blocks.iter().filter(|block| block.fit == Fit::Complete).find_map(|block| block.table) else {
        return;
    };
    let mut info = |code, chinese: String, english: String| {
        findings.push(Finding::new(Severity::Info, code, grid.place(), chinese, english).table(table));
    };
    if grid.hidden {
        info(Code::HiddenSheet, "工作表是隐藏的，已计入".to_owned(), "the sheet is hidden; it is counted".to_owned());
    }
    if grid.hidden_rows > 0 {
        let rows = grid.hidden_rows;
        info(
            Code::HiddenRows,
            format!("有 {rows} 行是隐藏的，已计入"),
            format!("{rows} rows are hidden; they are counted"),
        );
    }
    findings.extend(struck(grid, blocks).map(|finding| finding.table(table)));
}

/// Rows that are struck through count like others; whoever struck them meant to delete them.
fn struck(grid: &Grid, blocks: &[Block]) -> Option<Finding> {
    let is_read = |cell: &&CellRef| {
        let in_block = |block: &Block| (block.first_row..block.end_row).contains(&cell.row);
        blocks.iter().filter(|block| block.fit == Fit::Complete).any(in_block)
            && grid.cell(cell.row, cell.col).is_some()
    };
    let rows: Vec<CellRef> = grid.struck.iter().filter(is_read).copied().collect();
    let (first, count) = (rows.first()?, rows.len());
    let finding = Finding::new(
        Severity::Warning,
        Code::DoubtfulRow,
        grid.place().at(first.row, first.col),
        format!("从这里起共 {count} 行画了删除线，已照常计入；如已作废，请删去"),
        format!("{count} row(s) from here on are struck through and count; take them out if they are deleted"),
    );
    Some(finding.more(rows[1..].to_vec()))
}

/// Records the findings of one block: its fit, the columns left over, the columns claimed twice. Gives back the columns
/// left over.
pub(crate) fn of_block(
    grid: &Grid,
    dictionary: &Dictionary,
    block: &Block,
    heading: &Option<Candidate>,
    doubled: &[Doubled],
    findings: &mut Vec<Finding>,
) -> Vec<Unused> {
    let (Some(heading), Some(table)) = (heading, block.table.and_then(|table| dictionary.table(table))) else {
        findings.push(unknown_sheet(grid, dictionary, heading.as_ref()));
        return Vec::new();
    };
    let row = heading.rows.1;
    let place = grid.place().at(row, heading.columns.first().map_or(0, |column| column.col));
    if block.fit == Fit::NotUsedYet {
        let place = grid.place().at(row, heading.cols.first().copied().unwrap_or(0));
        findings.push(not_used_yet(dictionary, table, heading, place));
        return Vec::new();
    }
    let columns = unused::columns(grid, dictionary, table, block, heading);
    findings.extend(of_a_later_table(grid, dictionary, table, heading));
    let mut meant: BTreeSet<u32> = missing_headings(grid, table, heading, &columns, findings).into_iter().collect();
    meant.extend(heading.rival.iter().flat_map(|rival| &rival.columns).map(|(col, _)| *col));
    if block.fit == Fit::Complete {
        findings.extend(not_asked(table, heading, &columns, &place));
        findings.extend(other_lists::told(grid, table, block, row));
    }
    if block.fit == Fit::Complete && block.end_row <= block.first_row {
        let (chinese, english) = ("只有表头，没有数据行".to_owned(), "headings without a row below".to_owned());
        findings.push(Finding::new(Severity::Warning, Code::NoRows, place, chinese, english).table(table.table));
    }
    let is_taken = |field: usize| block.columns.iter().any(|column| column.field == field);
    for column in &columns {
        let refused = dictionary.refused(&column.heading, table.table);
        let refused = refused.filter(|(field, _)| !is_taken(*field) && !meant.contains(&column.col));
        if let Some((field, is_turned)) = refused {
            meant.insert(column.col);
            findings.push(turned::of_column(column, &table.fields[field], is_turned));
        }
    }
    left_over(columns.iter().filter(|column| !meant.contains(&column.col)), findings);
    findings.extend(turned::of_lines(grid, dictionary, table, block, heading.rows.0));
    findings.extend(swapped_days::told(grid, table, block));
    for double in doubled {
        findings.push(claimed_twice(grid, table, row, double));
    }
    columns
}

/// A sheet of a later table. Where its headings would do for a used one too, its rows are missed there if it is that one.
fn not_used_yet(dictionary: &Dictionary, table: &TableHeadings, heading: &Candidate, place: Place) -> Finding {
    let (names, mut severity) = (&table.names, Severity::Info);
    let mut chinese = format!("这是“{}”表，目前版本暂不使用", names.chinese);
    let mut english = format!("this is a sheet of {}, which is not used yet", names.en);
    if let Some(rival) = &heading.rival {
        severity = Severity::Warning;
        let (listed, english_list) = listed(&rival.columns);
        let used = &dictionary.tables()[rival.table].names;
        chinese.push_str(&format!(
            "（有{listed}），未按“{0}”表计入；如果是“{0}”表，请在工作表名或文件名中写明",
            used.chinese
        ));
        english.push_str(&format!(
            " (it has {english_list}), nor counted as {0}; if it is a sheet of {0}, name the sheet or the file so",
            used.en
        ));
    }
    Finding::new(severity, Code::TableNotUsedYet, place, chinese, english).table(table.table)
}

/// A sheet is counted although much of it belongs to a later table, or as one that gives way although it would do for
/// another.
fn of_a_later_table(
    grid: &Grid,
    dictionary: &Dictionary,
    table: &TableHeadings,
    heading: &Candidate,
) -> Option<Finding> {
    let rival = heading.rival.as_ref()?;
    let (col, _) = rival.columns.first()?;
    let (listed, english_list) = listed(&rival.columns);
    let (used, later) = (&table.names, &dictionary.tables()[rival.table].names);
    let chinese = format!(
        "按“{}”表计入，但没有用到的{listed}是“{1}”表的表头；如果是“{1}”表，请在工作表名或文件名中写明",
        used.chinese, later.chinese
    );
    let english = format!(
        "counted as {}, but {english_list}, not used, are headings of {1}; if it is a sheet of {1}, name the sheet or the file so",
        used.en, later.en
    );
    let place = grid.place().at(heading.rows.1, *col);
    let (chinese, english) = if table.gives_way {
        (
            format!(
                "有{listed}，按“{0}”表计入，未按“{1}”表计入；如果是“{1}”表，请在工作表名或文件名中写明",
                used.chinese, later.chinese
            ),
            format!(
                "it has {english_list} and is counted as {0}, not as {1}; if it is a sheet of {1}, name the sheet or the file so",
                used.en, later.en
            ),
        )
    } else {
        (chinese, english)
    };
    Some(Finding::new(Severity::Warning, Code::UnknownHeading, place, chinese, english).table(table.table))
}

/// Headings in quotation marks, in both languages.
fn listed(columns: &[(u32, String)]) -> (String, String) {
    let texts: Vec<&str> = columns.iter().take(NAMED).map(|(_, text)| text.trim()).collect();
    let more = if columns.len() > NAMED { format!("… ({})", columns.len()) } else { String::new() };
    (format!("“{}”{more}", texts.join("”“")), format!("“{}”{more}", texts.join("”, “")))
}

fn unknown_sheet(grid: &Grid, dictionary: &Dictionary, heading: Option<&Candidate>) -> Finding {
    let mut seen: Vec<&str> = Vec::new();
    for cell in &grid.cells {
        if let GridValue::Text(id) = cell.value {
            let text = grid.text(id).trim();
            if !text.is_empty() && !seen.contains(&text) {
                seen.push(text);
            }
        }
        if seen.len() == SHOWN {
            break;
        }
    }
    let shown: Vec<String> = seen.iter().map(|text| text.chars().take(LONGEST_SHOWN).collect()).collect();
    let (listed, english_list) = (shown.join("、"), shown.join(", "));
    let used = || dictionary.tables().iter().filter(|table| table.used);
    let meant: Vec<_> = seen
        .iter()
        .filter_map(|text| {
            let near = used().find_map(|table| near::nearest(text, table, &[], dictionary).into_iter().next())?;
            (near.likeness != Likeness::Proposed).then_some((*text, near))
        })
        .collect();
    let proposals: String = meant.iter().map(|(text, near)| format!("；“{text}”疑为“{}”", near.heading)).collect();
    let english_proposals: String =
        meant.iter().map(|(text, near)| format!("; “{text}” may be meant for “{}”", near.heading)).collect();
    let [like, english_like] = heading.map_or_else(Default::default, |heading| resembles(dictionary, heading));
    let [seen, english_seen] = SEEN;
    let chinese = format!("表头与任何表都不符，本工作表未使用{seen}{listed}{like}{proposals}");
    let english = format!(
        "the headings fit no table, the sheet is not used{english_seen}{english_list}{english_like}{english_proposals}"
    );
    Finding::new(Severity::Warning, Code::UnknownSheet, grid.place(), chinese, english)
}

/// The table that a list resembles which fits none, and what that one needs.
fn resembles(dictionary: &Dictionary, heading: &Candidate) -> [String; 2] {
    let table = &dictionary.tables()[heading.table];
    let groups = heading.missing.iter().filter_map(|at| table.required.get(*at));
    let (mut chinese, mut english) = (Vec::new(), Vec::new());
    for group in groups {
        let names = || group.iter().filter_map(|field| table.fields.get(*field)).map(|field| &field.names);
        chinese.push(format!("“{}”", names().map(|names| names.chinese.as_str()).collect::<Vec<_>>().join("”或“")));
        english.push(names().map(|names| names.en.as_str()).collect::<Vec<_>>().join(" or "));
    }
    [
        format!("；有些像“{}”表，但没有{}列", table.names.chinese, chinese.join("、")),
        format!("; somewhat like {}, but without the column {}", table.names.en, english.join(", ")),
    ]
}

/// The sheet is set aside for a heading that it lacks; where a column of it may be meant, that one is named. Gives back the
/// columns that are told of here.
fn missing_headings(
    grid: &Grid,
    table: &TableHeadings,
    heading: &Candidate,
    columns: &[Unused],
    findings: &mut Vec<Finding>,
) -> Vec<u32> {
    let mut told = Vec::new();
    for group in heading.missing.iter().filter_map(|at| table.required.get(*at)) {
        let fields: Vec<_> = group.iter().filter_map(|field| table.fields.get(*field)).collect();
        let chinese: Vec<_> = fields.iter().map(|field| field.names.chinese.as_str()).collect();
        let english: Vec<_> = fields.iter().map(|field| field.names.en.as_str()).collect();
        let meant = columns.iter().find_map(|column| {
            let near = column.near.iter().find(|near| fields.iter().any(|field| field.id == near.field))?;
            Some((column, near))
        });
        let (proposal, english_proposal) = meant.map_or_else(Default::default, |(column, near)| {
            let (text, known) = (&column.heading, &near.heading);
            match near.likeness {
                Likeness::Slip => (
                    format!("；“{text}”与“{known}”只差一个字，请改正这个表头"),
                    format!("; “{text}” is one slip away from “{known}”: correct that heading"),
                ),
                _ => (
                    format!("；“{text}”列可能就是“{known}”，如果是，请改正这个表头或在配置中声明"),
                    format!("; “{text}” may be “{known}”: if so, correct that heading or declare it"),
                ),
            }
        });
        let chinese =
            format!("像“{}”表，但缺少“{}”列{proposal}；本工作表未计入", table.names.chinese, chinese.join("”或“"));
        let english = format!(
            "looks like {} but lacks the column {}{english_proposal}; the sheet is set aside",
            table.names.en,
            english.join(" or ")
        );
        let col = meant.map_or(0, |(column, _)| column.col);
        let place = grid.place().at(heading.rows.1, col);
        let finding = Finding::new(Severity::Error, Code::MissingHeading, place, chinese, english).table(table.table);
        let finding = finding.field(fields.first().map_or("", |field| field.id.as_str()));
        findings.push(match meant {
            Some((column, near)) => finding.field(&near.field).value(&column.heading),
            None => finding,
        });
        told.extend(meant.map(|(column, _)| column.col));
    }
    told
}

/// Columns that the list lacks and without which something is not known; near misses of them are told by themselves.
fn not_asked(table: &TableHeadings, heading: &Candidate, columns: &[Unused], place: &Place) -> Vec<Finding> {
    let has = |at: usize| heading.columns.iter().any(|column| column.field == at);
    let is_near = |id: &str| columns.iter().any(|column| column.near.iter().any(|near| near.field == id));
    let is_there = |at: usize| has(at) || is_near(&table.fields[at].id);
    let is_asked = |field: &FieldHeadings| {
        let instead = &field.asked_unless;
        field.asked || !instead.is_empty() && !instead.iter().any(|at| is_there(*at))
    };
    let missed = table.fields.iter().enumerate().filter(|(at, field)| is_asked(field) && !is_there(*at));
    let told = missed.filter_map(|(_, field)| {
        let without = field.without.as_ref()?;
        let chinese = format!("没有“{}”列：{}", field.names.chinese, without.chinese);
        let english = format!("there is no column {}: {}", field.names.en, without.en);
        let finding = Finding::new(Severity::Warning, Code::MissingHeading, place.clone(), chinese, english);
        Some(finding.table(table.table).field(&field.id))
    });
    told.collect()
}

/// Columns that no field takes: near misses one by one, the rest in one finding a block.
fn left_over<'a>(columns: impl Iterator<Item = &'a Unused>, findings: &mut Vec<Finding>) {
    let (near, unknown): (Vec<&Unused>, Vec<&Unused>) = columns.partition(|column| !column.near.is_empty());
    for column in near {
        let text = &column.heading;
        let known: Vec<&str> = column.near.iter().map(|near| near.heading.as_str()).collect();
        let (chinese, english) = (known.join("”或“"), known.join("” or “"));
        let without = column.near[0].without.as_ref();
        let (mut chinese, mut english) = match column.near[0].likeness {
            Likeness::Slip => (
                format!("“{text}”与已知表头“{chinese}”只差一个字；本列未使用"),
                format!("“{text}” is one slip away from the known heading “{english}”; the column is not used"),
            ),
            _ => (
                format!("“{text}”可能就是“{chinese}”，本表没有这一列；本列未使用"),
                format!("“{text}” may be “{english}”, which the list lacks; the column is not used"),
            ),
        };
        if let Some(without) = without {
            chinese.push_str(&format!("，{}", without.chinese));
            english.push_str(&format!(": {}", without.en));
        }
        let finding = Finding::new(Severity::Warning, Code::NearHeading, column.place.clone(), chinese, english);
        findings.push(finding.table(column.table).field(&column.near[0].field).value(text));
    }
    let Some(first) = unknown.first() else { return };
    let named = |nameless: fn(String) -> String| -> Vec<String> {
        let name = |column: &&Unused| match column.heading.as_str() {
            "" => nameless(column_letters(column.col)),
            text => text.to_owned(),
        };
        let mut names: Vec<String> = unknown.iter().take(NAMED).map(name).collect();
        if unknown.len() > NAMED {
            names.push(format!("… ({})", unknown.len()));
        }
        names
    };
    let list = named(|letters| format!("{letters} 列（没有表头）")).join("、");
    let english = named(|letters| format!("column {letters} (without a heading)")).join(", ");
    let (chinese, english) = (format!("以下列没有用到：{list}"), format!("these columns are not used: {english}"));
    let finding = Finding::new(Severity::Info, Code::UnknownHeading, first.place.clone(), chinese, english);
    findings.push(finding.table(first.table).value(&list));
}

fn claimed_twice(grid: &Grid, table: &TableHeadings, row: u32, double: &Doubled) -> Finding {
    let kept = column_letters(double.kept.col);
    let named = double.left_out.iter().take(NAMED);
    let mut others: Vec<String> =
        named.map(|column| format!("{} “{}”", column_letters(column.col), column.heading.trim())).collect();
    if double.left_out.len() > NAMED {
        others.push(format!("… ({})", double.left_out.len()));
    }
    let field = table.fields.get(double.kept.field);
    let (chinese_name, english_name) = field.map_or(("", ""), |field| (&field.names.chinese, &field.names.en));
    let only_there = double.only_there.len();
    let is_told = double.doubtful || only_there > 0;
    let severity = if is_told { Severity::Warning } else { Severity::Info };
    let place = grid.place().at(row, double.left_out.first().map_or(double.kept.col, |column| column.col));
    let heading = double.kept.heading.trim();
    let mut chinese = format!("多列对应“{chinese_name}”，使用 {kept} 列“{heading}”；未使用 {}", others.join("、"));
    let mut english =
        format!("several columns are {english_name}; column {kept} “{heading}” is used, not {}", others.join(", "));
    if only_there > 0 {
        chinese.push_str(&format!("；其中 {only_there} 处该列为空而那里有内容，没有代用"));
        english.push_str(&format!(
            "; {only_there} cell(s) there stand beside a blank one of that column and are not used"
        ));
    }
    Finding::new(severity, Code::DuplicateHeading, place, chinese, english)
        .table(table.table)
        .field(field.map_or("", |field| &field.id))
        .value(heading)
        .more(double.only_there.clone())
}
