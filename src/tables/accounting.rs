//! The balance of a block: which lines are no rows of the table.

use crate::base::text::{fold, narrow};
use crate::input::grid::{Grid, GridCell, GridValue};
use crate::recognise::block::Block;

use super::model::RowCounts;

/// What a line that lacks its key or date is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// 合计, 小计, 平均 …
    TotalLine,
    /// 制表人, 导出日期, remarks.
    Note,
    /// A row of the table all the same: it must be set aside with a finding, never in silence.
    Row,
}

/// Rows that are read in one go; the parts of a large sheet are read on all processors.
const ROWS_AT_ONCE: usize = 8192;

/// Words that begin a line of totals.
const TOTALS: [&str; 14] = [
    "合计",
    "小计",
    "总计",
    "总数",
    "平均",
    "累计",
    "合計",
    "小計",
    "總計",
    "total",
    "subtotal",
    "sum",
    "average",
    "grandtotal",
];

/// Words that begin a line below a table which is no row of it.
const NOTES: [&str; 18] = [
    "制表",
    "审核",
    "复核",
    "审批",
    "批准",
    "填表",
    "导出",
    "打印",
    "备注",
    "注",
    "说明",
    "签字",
    "统计人",
    "数据来源",
    "日期",
    "製表",
    "preparedby",
    "note",
];

/// A line that fills more fields is no 制表人 or 导出日期 line.
const MOST_FIELDS_OF_A_NOTE: usize = 4;

/// Bytes of the longest text that is looked at as a bare word of totals.
const LONGEST_TOTAL: usize = 32;

/// A line with more filled cells is no remark.
const MOST_CELLS_OF_A_REMARK: usize = 2;

/// The counts of a block before its rows are looked at: everything read, and blank what holds no cell at all.
pub(super) fn empty(grid: &Grid, block: &Block) -> RowCounts {
    let read = u64::from(block.end_row.saturating_sub(block.first_row));
    RowCounts { read, blank: read - rows_of(grid, block).count() as u64, ..RowCounts::default() }
}

/// The rows of a block that hold a cell.
pub(super) fn rows_of<'a>(grid: &'a Grid, block: &Block) -> impl Iterator<Item = (u32, &'a [GridCell])> {
    let from = grid.cells.partition_point(|cell| cell.row < block.first_row);
    let to = grid.cells.partition_point(|cell| cell.row < block.end_row);
    grid.cells[from..to].chunk_by(|a, b| a.row == b.row).map(|cells| (cells[0].row, cells))
}

/// Parts of about [`ROWS_AT_ONCE`] lines. Each but the first begins with a line that fills the column of the key: a line
/// without a key may belong to the order above it.
pub(super) fn parts<'l, 'c>(lines: &'l [(u32, &'c [GridCell])], key: Option<u32>) -> Vec<&'l [(u32, &'c [GridCell])]> {
    let begins = |line: &(u32, &[GridCell])| key.is_none_or(|col| line.1.iter().any(|cell| cell.col == col));
    let (mut parts, mut rest) = (Vec::new(), lines);
    while rest.len() > ROWS_AT_ONCE
        && let Some(at) = rest[ROWS_AT_ONCE..].iter().position(begins)
    {
        let (part, below) = rest.split_at(ROWS_AT_ONCE + at);
        parts.push(part);
        rest = below;
    }
    parts.push(rest);
    parts
}

/// Only spaces stand in it.
pub(super) fn is_blank(grid: &Grid, cell: &GridCell) -> bool {
    matches!(cell.value, GridValue::Text(id) if grid.text(id).trim().is_empty())
}

/// What a line is that lacks what its table needs. When in doubt it is a row; `named` says that it names an order, a
/// complaint or a vehicle, and then it is one.
pub(super) fn broken_line(grid: &Grid, cells: &[GridCell], block: &Block, named: bool) -> Kept {
    if named {
        return Kept::Row;
    }
    let filled: Vec<&GridCell> = cells.iter().filter(|cell| !is_blank(grid, cell)).collect();
    let text = |cell: &GridCell| match cell.value {
        GridValue::Text(id) => grid.text(id),
        _ => "",
    };
    if filled.iter().take(2).any(|cell| is_total(text(cell))) {
        return Kept::TotalLine;
    }
    let first = filled.first().map_or("", |cell| text(cell));
    let in_fields = filled.iter().filter(|cell| block.columns.iter().any(|column| column.col == cell.col)).count();
    if begins_a_note(first) && in_fields <= MOST_FIELDS_OF_A_NOTE {
        return Kept::Note;
    }
    let is_remark = filled.len() == 1 && is_sentence(first);
    if is_remark || (in_fields == 0 && filled.len() <= MOST_CELLS_OF_A_REMARK) { Kept::Note } else { Kept::Row }
}

/// A total that even carries a date or a number: one of its first two cells is the bare word, at most behind a period
/// (合计, 9月小计, 2013年合计). Anything more could be a name, and a row must never be lost for that.
pub(super) fn is_full_total(grid: &Grid, cells: &[GridCell]) -> bool {
    let bare = |cell: &GridCell| {
        let GridValue::Text(id) = cell.value else { return false };
        let text = grid.text(id);
        // Most rows begin with a number of an order or of a vehicle, and no word of totals ends with a digit.
        if text.len() > LONGEST_TOTAL || text.ends_with(|c: char| c.is_ascii_digit()) {
            return false;
        }
        let folded = fold(text);
        let word = folded.trim_start_matches(|c: char| c.is_ascii_digit() || "年月日季度".contains(c));
        TOTALS.contains(&word)
    };
    cells.iter().filter(|cell| !is_blank(grid, cell)).take(2).any(bare)
}

fn is_total(text: &str) -> bool {
    let folded = fold(text);
    let short = folded.chars().count() <= 8;
    TOTALS.iter().any(|word| folded == *word || (short && (folded.starts_with(word) || folded.ends_with(word))))
}

/// `制表人:王芳`, `备注：…`: a known word, alone or before a colon or a space.
pub(super) fn begins_a_note(text: &str) -> bool {
    let text = narrow(text);
    let head = text.split([':', ' ', '—']).next().unwrap_or("");
    let known = |folded: &str| {
        NOTES.iter().any(|word| folded.starts_with(word) && folded.chars().count() <= word.chars().count() + 3)
    };
    known(&fold(head))
}

/// A single text that is no number of an order: it has a colon, or several Chinese characters.
fn is_sentence(text: &str) -> bool {
    text.contains([':', '：', '。', '，'])
        || text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count() >= 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_and_notes_are_told_by_their_first_words() {
        for text in ["合计", "小 计：", "9月合计", "Total", "平均值", "总计(台)"] {
            assert!(is_total(text), "{text}");
        }
        assert!(!is_total("WO20130901") && !is_total("合计三次来店未解决客户很生气"));
        for text in ["制表人：王芳", "审核", "导出日期: 2013/10/01", "备注", "注:以上数据来自DMS"]
        {
            assert!(begins_a_note(text), "{text}");
        }
        assert!(!begins_a_note("京A12345") && !begins_a_note("注册商标有限公司某某部"));
    }
}
