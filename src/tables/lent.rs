//! What merged cells lend to the rows below their first, and what people should look at in that.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::base::address::CellRef;
use crate::base::finding::{Code, Finding, Severity};
use crate::input::grid::{Area, Grid, GridCell, GridValue};
use crate::recognise::block::Block;

use super::accounting::{self, Kept};
use super::cell::date;
use super::field_kind::FieldKind;
use super::merged::{Loans, Merged};
use super::rows::Rows;
use super::schema::Schema;
use super::value::Value;

/// Lends the values to the rows, from top to bottom.
pub(super) struct Lender<'m> {
    columns: Vec<Column<'m>>,
}

/// The merged cells of a column that do not end above the row at hand.
struct Column<'m> {
    col: u32,
    areas: &'m [Area],
    /// What the first of them holds, where it stands in a row of the list.
    lends: Option<GridValue>,
    /// What the line is in which it begins.
    line: Option<Kept>,
    used: bool,
}

/// A row with what is lent to it.
pub(super) struct Lent<'c> {
    /// The cells as people see them.
    pub cells: Cow<'c, [GridCell]>,
    /// Those that are the row's own.
    pub own: Cow<'c, [GridCell]>,
    /// The first cells of the merged cells that lend.
    pub from: Vec<CellRef>,
    /// The line in which a merged cell begins that lends nothing here: a total, a note.
    pub line: Option<Kept>,
    /// Values that a merged cell covers: its first cell, and the cell.
    hidden: Vec<(CellRef, GridCell)>,
}

impl Lent<'_> {
    /// Whether the value in this column is lent.
    pub(super) fn lends(&self, col: u32) -> bool {
        self.from.binary_search_by_key(&col, |cell| cell.col).is_ok()
    }

    /// The first cell of the merged cell that lends in this column.
    pub(super) fn lender(&self, col: u32) -> Option<CellRef> {
        self.from.binary_search_by_key(&col, |cell| cell.col).ok().map(|at| self.from[at])
    }
}

impl Lent<'_> {
    /// Whether a row that names neither an order nor a vehicle goes on with the one above it: only columns that no field
    /// takes are its own, and nothing in them numbers another thing.
    pub(super) fn is_a_remark(&self, grid: &Grid, loans: &mut Loans, block: &Block) -> bool {
        let taken = |col: u32| {
            let mut columns = block.columns.iter().flat_map(|column| column.beside.iter().chain([column]));
            columns.any(|column| column.col == col)
        };
        let mut own = self.own.iter().filter(|cell| !accounting::is_blank(grid, cell)).peekable();
        let Some(first) = own.peek().map(|cell| CellRef { row: cell.row, col: cell.col }) else { return false };
        if self.from.is_empty() || self.own.iter().any(|cell| taken(cell.col)) {
            return false;
        }
        let is_remark = !own.any(|cell| grid.shown(cell.value).contains(|c: char| c.is_ascii_digit()));
        if is_remark {
            loans.remarks.push(first)
        } else {
            loans.numbered.push(first)
        }
        is_remark
    }
}

impl<'m> Lender<'m> {
    pub(super) fn new(merged: &'m Merged) -> Self {
        let cols: BTreeSet<u32> = merged.areas.iter().map(|area| area.col).collect();
        let column = |col| Column { col, areas: merged.of_column(col), lends: None, line: None, used: false };
        Self { columns: cols.into_iter().map(column).collect() }
    }

    /// The cells of a row and what is lent to it.
    pub(super) fn row<'c>(&mut self, grid: &Grid, row: u32, cells: &'c [GridCell]) -> Lent<'c> {
        let mut lent =
            Lent { cells: Cow::Borrowed(cells), own: Cow::Borrowed(cells), from: vec![], line: None, hidden: vec![] };
        let mut values = Vec::new();
        for column in &mut self.columns {
            if column.areas.first().is_some_and(|area| area.last_row < row) {
                let passed = column.areas.partition_point(|area| area.last_row < row);
                column.areas = &column.areas[passed..];
                (column.lends, column.line, column.used) = (None, None, false);
            }
            let Some(area) = column.areas.first().filter(|area| area.row < row) else { continue };
            match column.lends {
                Some(value) => {
                    lent.from.push(CellRef { row: area.row, col: area.col });
                    values.push(GridCell { row, col: area.col, value });
                }
                None => lent.line = lent.line.or(column.line),
            }
        }
        if values.is_empty() {
            return lent;
        }
        let (covered, own): (Vec<GridCell>, Vec<GridCell>) = cells.iter().partition(|cell| lent.lends(cell.col));
        for cell in covered.into_iter().filter(|cell| !accounting::is_blank(grid, cell)) {
            let at = lent.from.partition_point(|from| from.col < cell.col);
            if grid.shown(cell.value) != grid.shown(values[at].value) {
                lent.hidden.push((lent.from[at], cell));
            }
        }
        values.extend(&own);
        values.sort_unstable_by_key(|cell| cell.col);
        (lent.cells, lent.own) = (Cow::Owned(values), Cow::Owned(own));
        lent
    }

    /// Takes what became of the row: its merged cells lend to those below where it is one of the list.
    pub(super) fn read(
        &mut self,
        grid: &Grid,
        row: u32,
        cells: &[GridCell],
        lent: Lent<'_>,
        line: Kept,
        out: &mut Rows,
    ) {
        for column in &mut self.columns {
            let Some(area) = column.areas.first() else { continue };
            if area.row == row {
                let own = cells.binary_search_by_key(&column.col, |cell| cell.col).ok().map(|at| cells[at].value);
                (column.lends, column.line) = if line == Kept::Row { (own, None) } else { (None, Some(line)) };
            } else if line == Kept::Row && !column.used && lent.lends(column.col) {
                column.used = true;
                out.loans.used.push(CellRef { row: area.row, col: area.col });
            }
        }
        if line == Kept::Row {
            for (first, cell) in lent.hidden {
                let at = CellRef { row: cell.row, col: cell.col };
                let entry = out.loans.hidden.entry(first).or_insert_with(|| (at, seen(grid, cell.value), 0));
                entry.2 += 1;
            }
        }
    }
}

/// What a number that adds up is in a further row of its merged cell: nothing more. One car is one in every row.
pub(super) fn once(value: Value, field: usize, first: CellRef, loans: &mut Loans) -> Value {
    let Value::Whole(number) = value else { return value };
    loans.summed.insert(first, (field, number));
    if number == 1 { value } else { Value::Whole(0) }
}

/// Leaves a score that is merged over the rows of one order or vehicle with one of them, as a wide list does: the last in
/// which the customer answered, else the last.
pub(super) fn score_once(rows: &mut Rows, schema: &Schema) {
    if rows.loans.used.is_empty() {
        return;
    }
    let merged = std::sync::Arc::clone(&rows.merged);
    let kind = |column: &crate::recognise::block::Column| schema.fields[column.field].kind;
    let of_kind = |kinds: &[FieldKind]| -> Vec<(usize, u32)> {
        let columns = rows.block.columns.iter().filter(|column| kinds.contains(&kind(column)));
        columns.map(|column| (column.field, column.col)).collect()
    };
    let (names, scores) = (of_kind(&[FieldKind::Code, FieldKind::Vin, FieldKind::Plate]), of_kind(&[FieldKind::Score]));
    let answered = schema.wide.as_ref().map(|wide| wide.answered.clone());
    for (field, col) in scores {
        for area in merged.of_column(col) {
            let is_around = |name: &Area| name.row <= area.row && name.last_row >= area.last_row;
            let names_it =
                |(_, name): &(usize, u32)| merged.at(CellRef { row: area.row, col: *name }).is_some_and(is_around);
            if !names.iter().any(names_it) {
                continue;
            }
            let from = rows.rows.partition_point(|row| *row < area.row);
            let to = rows.rows.partition_point(|row| *row <= area.last_row);
            let has_answered = |row: &usize| answered.as_ref().is_some_and(|need| need.holds(rows, schema, *row));
            let Some(with) = (from..to).rev().find(has_answered).or(to.checked_sub(1)) else { continue };
            for row in (from..to).filter(|row| *row != with) {
                rows.set(row, field, Value::Nothing);
            }
        }
    }
}

/// What people should look at: values that nobody sees, and numbers that could be meant otherwise.
pub(super) fn findings(rows: &Rows, schema: &Schema) -> Vec<Finding> {
    let shown = |first: &CellRef| {
        rows.grid.cell(first.row, first.col).map(|cell| seen(&rows.grid, cell.value)).unwrap_or_default()
    };
    let warning = |first: &CellRef, chinese: String, english: String| {
        let place = rows.grid.place().at(first.row, first.col);
        let finding = Finding::new(Severity::Warning, Code::MergedCells, place, chinese, english).table(schema.table);
        let column = rows.block.columns.iter().find(|column| column.col == first.col);
        let finding = finding.value(&shown(first));
        if let Some(column) = column { finding.field(&schema.fields[column.field].id) } else { finding }
    };
    let hidden = rows.loans.hidden.iter().map(|(first, (cell, value, count))| {
        let shown = shown(first);
        let [more, english_more] = if *count > 1 {
            [format!(" 等 {count} 个值"), format!(" and {} more", count - 1)]
        } else {
            [String::new(), String::new()]
        };
        warning(
            first,
            format!("合并单元格显示“{shown}”，盖住了看不到的 {cell}“{value}”{more}；按显示的内容计"),
            format!("the merged cell shows “{shown}” and hides {cell} “{value}”{english_more}; what it shows counts"),
        )
    });
    let summed = rows.loans.summed.iter().map(|(first, (field, number))| {
        let (name, english_name) = (&schema.fields[*field].names.chinese, &schema.fields[*field].names.en);
        if *number == 1 {
            warning(
                first,
                format!("{name}“1”合并了几行；每行各计 1，请核对"),
                format!("{english_name} “1” is merged over several rows; each counts as 1; check that"),
            )
        } else {
            warning(
                first,
                format!("{name}“{number}”合并了几行；只计一次（计在第一行），请核对"),
                format!(
                    "{english_name} “{number}” is merged over several rows; counted once, in the first; check that"
                ),
            )
        }
    });
    let lines = |cells: &[CellRef], chinese: &str, english: &str| {
        let first = cells.first()?;
        let count = cells.len();
        let finding = Finding::new(
            Severity::Warning,
            Code::MergedCells,
            rows.grid.place().at(first.row, first.col),
            format!("合并单元格盖住了 {count} 行中所有用到的列，{chinese}，请核对"),
            format!("merged cells cover all columns in use of {count} row(s), {english}; check that"),
        );
        Some(finding.table(schema.table).more(cells[1..].to_vec()))
    };
    let remarks = lines(
        &rows.loans.remarks,
        "其余是文字：算作上一行的一部分，不另计",
        "the rest are words: taken for a part of the row above, not counted",
    );
    let numbered =
        lines(&rows.loans.numbered, "其余各有编号：每行各计一次", "the rest has a number in each: each row is counted");
    hidden.chain(summed).chain(remarks).chain(numbered).collect()
}

/// A value as people see it: a date as a date.
fn seen(grid: &Grid, value: GridValue) -> String {
    match value {
        GridValue::Date(serial) => {
            date::from_serial(serial, grid.dates_1904).map_or_else(|_| grid.shown(value), |day| day.at.to_string())
        }
        _ => grid.shown(value),
    }
}

/// Told once a sheet: which merged cells counted in more than one row. `blocks` are those of the sheet.
pub(super) fn told(blocks: &[Rows]) -> Option<Finding> {
    let mut cells: Vec<CellRef> = blocks.iter().flat_map(|rows| &rows.loans.used).copied().collect();
    cells.sort_unstable();
    let rows = blocks.iter().find(|rows| !rows.loans.used.is_empty())?;
    let (count, first) = (cells.len(), cells.remove(0));
    let finding = Finding::new(
        Severity::Info,
        Code::MergedCells,
        rows.grid.place().at(first.row, first.col),
        format!("{count} 个合并单元格的内容计入它们盖住的每一行"),
        format!("what {count} merged cell(s) hold counts in every row that they cover"),
    );
    Some(rows.block.table.into_iter().fold(finding, Finding::table).more(cells))
}
