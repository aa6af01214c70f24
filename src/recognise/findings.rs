//! What is said about the headings of a block.

use crate::base::finding::{Code, Finding, Severity};
use crate::input::grid::{Grid, GridValue};

use super::block::{Block, Fit};
use super::candidate::Candidate;
use super::dictionary::{Dictionary, TableHeadings};
use super::duplicate_columns::Doubled;
use super::near;

/// Texts shown of a sheet that fits no table.
const SHOWN: usize = 12;

/// Hidden sheets and rows count like others; whoever hid them may not expect it.
pub(crate) fn of_hidden(grid: &Grid, blocks: &[Block], findings: &mut Vec<Finding>) {
    let Some(table) = blocks.iter().filter(|block| block.fit == Fit::Complete).find_map(|block| block.table) else {
        return;
    };
    let mut info = |code, chinese: String, english: String| {
        findings.push(Finding::new(Severity::Info, code, grid.place(), chinese, english).table(table));
    };
    if grid.hidden {
        info(Code::HiddenSheet, "工作表是隐藏的,已计入".to_owned(), "the sheet is hidden; it is counted".to_owned());
    }
    if grid.hidden_rows > 0 {
        let rows = grid.hidden_rows;
        info(
            Code::HiddenRows,
            format!("有 {rows} 行是隐藏的,已计入"),
            format!("{rows} rows are hidden; they are counted"),
        );
    }
}

/// Records the findings of one block: its fit, the columns left over, the columns claimed twice.
pub(crate) fn of_block(
    grid: &Grid,
    dictionary: &Dictionary,
    block: &Block,
    heading: &Option<Candidate>,
    doubled: &[Doubled],
    findings: &mut Vec<Finding>,
) {
    let (Some(heading), Some(table)) = (heading, block.table.and_then(|table| dictionary.table(table))) else {
        findings.push(unknown_sheet(grid));
        return;
    };
    let row = heading.rows.1;
    let place = grid.place().at(row, heading.columns.first().map_or(0, |column| column.col));
    match block.fit {
        Fit::NotUsedYet => {
            let chinese = format!("这是“{}”表,目前版本暂不使用", table.names.chinese);
            let english = format!("this is a sheet of {}, which is not used yet", table.names.en);
            findings
                .push(Finding::new(Severity::Info, Code::TableNotUsedYet, place, chinese, english).table(table.table));
            return;
        }
        Fit::MissingHeading => missing_headings(grid, table, heading, findings),
        Fit::Complete | Fit::Unknown => {}
    }
    if block.fit == Fit::Complete && block.end_row <= block.first_row {
        let (chinese, english) = ("只有表头,没有数据行".to_owned(), "headings without a row below".to_owned());
        findings.push(Finding::new(Severity::Warning, Code::NoRows, place, chinese, english).table(table.table));
    }
    left_over(grid, table, block, heading, findings);
    for double in doubled {
        findings.push(claimed_twice(grid, table, row, double));
    }
}

fn unknown_sheet(grid: &Grid) -> Finding {
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
    let (listed, english_list) = (seen.join("、"), seen.join(", "));
    let chinese = format!("表头与任何表都不符,本工作表未使用;看到的内容: {listed}");
    let english = format!("the headings fit no table, the sheet is not used; it begins with: {english_list}");
    Finding::new(Severity::Warning, Code::UnknownSheet, grid.place(), chinese, english)
}

fn missing_headings(grid: &Grid, table: &TableHeadings, heading: &Candidate, findings: &mut Vec<Finding>) {
    for group in heading.missing.iter().filter_map(|at| table.required.get(*at)) {
        let fields: Vec<_> = group.iter().filter_map(|field| table.fields.get(*field)).collect();
        let chinese: Vec<_> = fields.iter().map(|field| field.names.chinese.as_str()).collect();
        let english: Vec<_> = fields.iter().map(|field| field.names.en.as_str()).collect();
        let finding = Finding::new(
            Severity::Error,
            Code::MissingHeading,
            grid.place().at(heading.rows.1, 0),
            format!("像“{}”表,但缺少“{}”列;本工作表未计入", table.names.chinese, chinese.join("”或“")),
            format!(
                "looks like {} but lacks the column {}; the sheet is set aside",
                table.names.en,
                english.join(" or ")
            ),
        );
        let field = fields.first().map_or("", |field| field.id.as_str());
        findings.push(finding.table(table.table).field(field));
    }
}

/// Columns that no field takes: near misses one by one, the rest in one finding a block.
fn left_over(grid: &Grid, table: &TableHeadings, block: &Block, heading: &Candidate, findings: &mut Vec<Finding>) {
    let taken: Vec<usize> = block.columns.iter().map(|column| column.field).collect();
    let mut unknown: Vec<(u32, &str)> = Vec::new();
    for (col, text) in &heading.unknown {
        let Some((known, field)) = near::nearest(text, table, &taken) else {
            unknown.push((*col, text.trim()));
            continue;
        };
        let finding = Finding::new(
            Severity::Warning,
            Code::NearHeading,
            grid.place().at(heading.rows.1, *col),
            format!("“{}”与已知表头“{known}”只差一个字;本列未使用", text.trim()),
            format!("“{}” is one character away from the known heading “{known}”; the column is not used", text.trim()),
        );
        findings.push(finding.table(table.table).field(field).value(text));
    }
    if let Some((col, _)) = unknown.first() {
        let names: Vec<&str> = unknown.iter().map(|(_, text)| *text).collect();
        let list = names.join("、");
        let chinese = format!("以下列没有用到: {list}");
        let english = format!("these columns are not used: {}", names.join(", "));
        let place = grid.place().at(heading.rows.1, *col);
        findings.push(
            Finding::new(Severity::Info, Code::UnknownHeading, place, chinese, english).table(table.table).value(&list),
        );
    }
}

fn claimed_twice(grid: &Grid, table: &TableHeadings, row: u32, double: &Doubled) -> Finding {
    let kept = crate::base::address::column_letters(double.kept.col);
    let others: Vec<String> = double
        .left_out
        .iter()
        .map(|column| format!("{} “{}”", crate::base::address::column_letters(column.col), column.heading.trim()))
        .collect();
    let field = table.fields.get(double.kept.field);
    let (chinese_name, english_name) = field.map_or(("", ""), |field| (&field.names.chinese, &field.names.en));
    let severity = if double.same_word { Severity::Warning } else { Severity::Info };
    let place = grid.place().at(row, double.left_out.first().map_or(double.kept.col, |column| column.col));
    let heading = double.kept.heading.trim();
    let chinese = format!("多列对应“{chinese_name}”,使用 {kept} 列“{heading}”;未使用 {}", others.join("、"));
    let english =
        format!("several columns are {english_name}; column {kept} “{heading}” is used, not {}", others.join(", "));
    Finding::new(severity, Code::DuplicateHeading, place, chinese, english)
        .table(table.table)
        .field(field.map_or("", |field| &field.id))
        .value(heading)
}
