//! 作废 or 取消 beside a row, where no field takes it: in a column without a heading, one that is not used, or a remark. The row
//! counts, and it is told.

use std::collections::{BTreeMap, HashSet};

use crate::base::address::CellRef;
use crate::base::finding::{Code, Finding, Severity};
use crate::base::text::fold;
use crate::input::grid::{GridValue, TextId};

use super::field_kind::FieldKind;
use super::rows::Rows;
use super::schema::{Field, Schema};
use super::schemas::Schemas;
use super::taken_back::TakenBack;
use super::value::Value;

const ADVICE: [&str; 2] = [
    "不该计入的行，请在状态列里写明或删去",
    "say in the column of the state that a row should not count, or take it out",
];
/// Fewer rows than these may all be taken back.
const LEAST_OF_ALL: usize = 3;
/// Bytes of the longest such text.
const LONGEST: usize = 24;

/// What stands beside the rows of a sheet, before its cells are forgotten.
pub(super) fn told(read: &[Rows], schemas: &Schemas) -> Vec<Finding> {
    let Some(grid) = read.first().map(|rows| &rows.grid) else { return Vec::new() };
    let ids = 0..grid.texts.len() as u32;
    let said: HashSet<TextId> =
        ids.map(TextId).filter(|id| is_said(grid.text(*id), &schemas.common.taken_back)).collect();
    if said.is_empty() {
        return Vec::new();
    }
    let of_block = |rows| Some(of_block(rows, schemas.table(rows.block.table?)?, &said));
    read.iter().filter_map(of_block).flatten().collect()
}

fn is_said(text: &str, words: &TakenBack) -> bool {
    text.len() <= LONGEST && words.may_be_said(text) && words.is_said(&fold(text))
}

fn of_block(rows: &Rows, schema: &Schema, said: &HashSet<TextId>) -> Vec<Finding> {
    // What a field understands it has told itself.
    let understands = |field: &Field| field.kind != FieldKind::Text || !field.vocabulary.entries().is_empty();
    let columns = rows.block.columns.iter().filter(|column| understands(&schema.fields[column.field]));
    let taken: HashSet<u32> = columns.map(|column| column.col).collect();
    let mut cells: BTreeMap<&str, Vec<CellRef>> = BTreeMap::new();
    for (at, row) in rows.rows.iter().enumerate() {
        let beside = rows.grid.cells_of(*row..*row + 1).iter().filter(|cell| !taken.contains(&cell.col));
        let texts = beside.filter_map(|cell| match cell.value {
            GridValue::Text(id) if said.contains(&id) => Some((rows.grid.text(id).trim(), cell)),
            _ => None,
        });
        for (text, cell) in texts.filter(|_| !is_out(rows, schema, at)) {
            cells.entry(text).or_default().push(CellRef { row: cell.row, col: cell.col });
        }
    }
    let finding = |(text, mut cells): (&str, Vec<CellRef>)| {
        cells.dedup();
        let first = cells.remove(0);
        let mut finding = Finding::new(
            Severity::Warning,
            Code::DoubtfulRow,
            rows.grid.place().at(first.row, first.col),
            format!("“{text}”写在备注或没有用到的列里：该行照常计入"),
            format!("“{text}” stands in a remark or in a column that is not used: the row counts"),
        );
        finding.advice = Some(ADVICE);
        finding.table(schema.table).value(text).more(cells)
    };
    // 删除 in every row is a link of the page that was exported.
    let of_all = |cells: &[CellRef]| rows.rows.len() >= LEAST_OF_ALL && cells.len() >= rows.rows.len();
    cells.into_iter().filter(|(_, cells)| !of_all(cells)).map(finding).collect()
}

/// A row that its own state leaves out.
fn is_out(rows: &Rows, schema: &Schema, at: usize) -> bool {
    (0..schema.fields.len()).any(|field| {
        let Value::Word(_, Some(entry)) = rows.value(at, field) else { return false };
        schema.fields[field].vocabulary.entries().get(entry as usize).is_some_and(|entry| entry.said_once)
    })
}
