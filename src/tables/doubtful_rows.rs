//! Rows that have all that their table needs and may be none for all that: a total, a line whose date was filled in
//! beforehand. They count, and are told.

use crate::base::finding::Code;
use crate::input::grid::{Grid, GridCell, GridValue};
use crate::recognise::block::{Block, Column};

use super::cell::Broken;
use super::field_kind::FieldKind;
use super::lines::{self, Lines};
use super::row_findings::Problem;
use super::schema::Schema;
use super::value::Value;

/// Texts that name what a row is about; other texts tell of it.
const NAMES: [&str; 7] = ["customer", "model", "item", "name", "training", "meeting", "care"];

/// Looks at the rows of a block.
pub(super) struct Looker<'a> {
    grid: &'a Grid,
    block: &'a Block,
    schema: &'a Schema,
    words: &'a Lines,
    /// The columns that name what a row is about: the place among the block's columns, and the column of the sheet.
    named: Vec<(usize, u32)>,
    /// Rows are counted by a number: a month without its number of cars is no car.
    counts: bool,
}

impl<'a> Looker<'a> {
    pub(super) fn new(grid: &'a Grid, block: &'a Block, schema: &'a Schema, words: &'a Lines) -> Self {
        let columns = || block.columns.iter().enumerate();
        let named = columns().filter(|(_, column)| names(schema, column.field));
        let named = named.map(|(slot, column)| (slot, column.col)).collect();
        Self {
            grid,
            block,
            schema,
            words,
            named,
            counts: columns().any(|(_, column)| schema.fields[column.field].adds_up),
        }
    }

    /// What is told of a row with these values.
    pub(super) fn looks(&self, values: &[Value], cells: &[GridCell]) -> Option<Problem> {
        let doubtful = self.worded(cells).or_else(|| Some((self.only_a_date(values, cells)?, nothing_but_a_date())));
        let (column, broken) = doubtful.or_else(|| Some((self.in_one_cell(cells)?, all_in_one_cell())))?;
        let Column { col, field, .. } = self.block.columns[column];
        let cell = cells.iter().find(|cell| cell.col == col);
        let shown = cell.map(|cell| self.grid.shown(cell.value)).unwrap_or_default();
        Some(Problem { column, col, field, broken, refused: false, shown })
    }

    /// The column in which a total or the word of a trial stands where what the row is about is named.
    fn worded(&self, cells: &[GridCell]) -> Option<(usize, Broken)> {
        let mut named = self.named.iter().peekable();
        cells.iter().find_map(|cell| {
            while named.next_if(|(_, col)| *col < cell.col).is_some() {}
            let (slot, _) = named.peek().filter(|(_, col)| *col == cell.col)?;
            let GridValue::Text(id) = cell.value else { return None };
            let text = self.grid.text(id);
            if self.words.is_like_a_total(text) {
                return Some((*slot, like_a_total()));
            }
            self.words.is_a_trial(text).then(|| (*slot, like_a_trial()))
        })
    }

    /// The column of the only cell of a row in which a whole row stands: R1;2013-09-05;失败.
    fn in_one_cell(&self, cells: &[GridCell]) -> Option<usize> {
        let [cell] = cells else { return None };
        let GridValue::Text(id) = cell.value else { return None };
        let slot = self.block.columns.iter().position(|column| column.col == cell.col)?;
        lines::is_a_row(self.grid.text(id)).then_some(slot)
    }

    /// The column of the date of a row that says nothing else but its number in the list, where lists of its kind name what
    /// their rows are about.
    fn only_a_date(&self, values: &[Value], cells: &[GridCell]) -> Option<usize> {
        let columns = &self.block.columns;
        let kind = |slot: usize| self.schema.fields[columns[slot].field].kind;
        let is_date = |slot: &usize| matches!(kind(*slot), FieldKind::Date | FieldKind::Month | FieldKind::Year);
        let mut said = (0..values.len().min(columns.len())).filter(|slot| values[*slot] != Value::Nothing);
        let only = said.next().filter(is_date).filter(|_| said.next().is_none())?;
        let says_more = |cell: &GridCell| match cell.value {
            GridValue::Text(id) => self.grid.text(id).contains(|c: char| c.is_alphabetic()),
            _ => false,
        };
        let is_own = |cell: &&GridCell| !columns.iter().any(|column| column.col == cell.col);
        let remarked = cells.iter().filter(is_own).any(says_more);
        (!self.counts && !self.named.is_empty() && !remarked).then_some(only)
    }
}

fn names(schema: &Schema, field: usize) -> bool {
    let field = &schema.fields[field];
    match field.kind {
        FieldKind::Person | FieldKind::Word | FieldKind::Code | FieldKind::Plate | FieldKind::Vin => true,
        FieldKind::Text => NAMES.contains(&field.id.as_str()),
        _ => false,
    }
}

fn like_a_total() -> Broken {
    Broken::new(
        Code::DoubtfulRow,
        "像是合计行，已按一行数据计入；如是合计，请删去这一行",
        "this looks like a total and counts as a row; if it is a total, take it out",
    )
}

fn like_a_trial() -> Broken {
    Broken::new(
        Code::DoubtfulRow,
        "像是测试或示例，已按一行数据计入；如是，请删去这一行",
        "this looks like a trial or an example and counts as a row; if it is one, take it out",
    )
}

fn all_in_one_cell() -> Broken {
    Broken::new(
        Code::DoubtfulRow,
        "整行内容挤在这一格里，只当作这一项计入；请分列后重新导出",
        "a whole row stands in this one cell and counts as no more than this field; divide it into its columns",
    )
}

fn nothing_but_a_date() -> Broken {
    Broken::new(
        Code::DoubtfulRow,
        "这一行除日期外没有内容，已计入；如是预先填好的空行，请删去",
        "the row says nothing but its date and counts; if it was only prepared, take it out",
    )
}
