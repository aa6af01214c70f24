//! 作废 or 取消 beside a row, where no field takes it: in a column without a heading, one that is not used, or a remark. The row
//! counts, and it is told.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::base::address::CellRef;
use crate::base::finding::{Code, Finding, Severity};
use crate::base::text::fold;
use crate::input::grid::{GridCell, GridValue};

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
    let of_block = |rows: &Rows| Some(of_block(rows, schemas.table(rows.block.table?)?, &schemas.common.taken_back));
    read.iter().filter_map(of_block).flatten().collect()
}

fn of_block(rows: &Rows, schema: &Schema, words: &TakenBack) -> Vec<Finding> {
    let (grid, block) = (&rows.grid, &rows.block);
    // What a field understands it has told itself.
    let understands = |field: &Field| field.kind != FieldKind::Text || !field.vocabulary.entries().is_empty();
    let columns = block.columns.iter().filter(|column| understands(&schema.fields[column.field]));
    let taken: HashSet<u32> = columns.map(|column| column.col).collect();
    let beside = grid.cells_of(block.first_row..block.end_row).iter().filter(|cell| !taken.contains(&cell.col));
    let said = beside.filter_map(|cell| match cell.value {
        GridValue::Text(id) => Some((grid.text(id).trim(), cell)).filter(|(text, _)| is_said(text, words)),
        _ => None,
    });
    let said: Vec<(&str, &GridCell)> = said.collect();
    if said.is_empty() {
        return Vec::new();
    }
    let kept: HashMap<u32, usize> = rows.rows.iter().enumerate().map(|(at, row)| (*row, at)).collect();
    let mut cells: BTreeMap<&str, Vec<CellRef>> = BTreeMap::new();
    for (text, cell) in said {
        if kept.get(&cell.row).is_some_and(|at| !is_out(rows, schema, *at)) {
            cells.entry(text).or_default().push(CellRef { row: cell.row, col: cell.col });
        }
    }
    let finding = |(text, mut cells): (&str, Vec<CellRef>)| {
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
    let of_all = |cells: &[CellRef]| kept.len() >= LEAST_OF_ALL && cells.len() >= kept.len();
    cells.into_iter().filter(|(_, cells)| !of_all(cells)).map(finding).collect()
}

fn is_said(text: &str, words: &TakenBack) -> bool {
    text.len() <= LONGEST && words.may_be_said(text) && words.is_said(&fold(text))
}

/// A row that its own state leaves out.
fn is_out(rows: &Rows, schema: &Schema, at: usize) -> bool {
    (0..schema.fields.len()).any(|field| {
        let Value::Word(_, Some(entry)) = rows.value(at, field) else { return false };
        schema.fields[field].vocabulary.entries().get(entry as usize).is_some_and(|entry| entry.said_once)
    })
}
