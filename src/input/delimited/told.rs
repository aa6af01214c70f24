//! What is told of a table of text that is not as it should be.

use crate::base::finding::Code;
use crate::input::problem::Problem;

/// What a person does about a quote: a spreadsheet program takes the lines into the cell too, where nothing tells of
/// them any more.
const IN_AN_EDITOR: [&str; 2] = [
    "用记事本打开，补上或删除这一格的引号后保存；不要从 Excel 另存，那样这些行会丢失",
    "open it in a text editor, close or remove the quote of this cell and save; saving from Excel would lose the lines",
];

pub(super) fn stray_quote(lines: usize) -> Problem {
    let [chinese, english] = IN_AN_EDITOR;
    Problem::warning(
        Code::UnreadableFile,
        format!("单元格中的引号没有配对，后面 {lines} 行会被并入这一格；已去掉引号，这些行照常读取，请核对"),
        format!(
            "a quote in this cell is never closed and would take the {lines} lines after it into the cell; it was left out and the lines are read as the rows they are: check them"
        ),
    )
    .advice(chinese, english)
}

pub(super) fn narrow_row(cells: usize, usual: usize) -> Problem {
    Problem::warning(
        Code::UnreadableFile,
        format!("这一行只有 {cells} 格，其他行都有 {usual} 格：可能少了分隔符或中间断行，后面的内容可能错位"),
        format!(
            "this row has {cells} cells, all others have {usual}: a separator may be missing, or a line break stands in it, and what follows may be in the wrong columns"
        ),
    )
    .advice("用记事本打开，核对这一行的分隔符", "open it in a text editor and compare the separators of this row")
}

pub(in crate::input) fn cut_off() -> Problem {
    Problem::warning(
        Code::UnreadableFile,
        "最后一行在这一格中断：文件可能没有导出或复制完整，后面的内容（若有）没有计入",
        "the last row breaks off in this cell: the file may not have been exported or copied whole, and what followed, if anything, is not counted",
    )
    .advice("重新导出或复制该文件，并核对行数", "export or copy the file again and compare the number of rows")
}

pub(super) fn open_quote(lines: usize) -> Problem {
    let [chinese, english] = IN_AN_EDITOR;
    Problem::error(
        Code::UnreadableFile,
        format!("单元格中的引号没有配对，后面 {lines} 行被并入这一格，未计入"),
        format!(
            "a quote in this cell is never closed: the {lines} lines after it became part of the cell and are not counted"
        ),
    )
    .advice(chinese, english)
}

pub(super) fn no_table() -> Problem {
    Problem::not_a_spreadsheet([
        "说明文字（没有逗号、制表符等分隔的列）",
        "plain text (no columns divided by commas, tabs …)",
    ])
}

pub(super) fn unreadable(detail: &str) -> Problem {
    Problem::unreadable(["文本表格有误", "the table of text is broken"], detail)
}
