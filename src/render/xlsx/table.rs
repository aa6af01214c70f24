//! A table: title, headings, rows, remark.

use rust_xlsxwriter::FormatAlign;

use super::canvas::Canvas;
use super::cell::{self, Spot};
use super::formula::Origin;
use super::widths;
use crate::report::model::{Row, Table, TableKind, Value};

/// Pixels that the remark below a narrow table takes at least.
const NOTE_WIDTH: u32 = 360;

/// Where a table came to stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed {
    /// Row of its title (of its headings where it has none).
    pub top: u32,
    /// Row of its headings.
    pub heading: u32,
    /// Last row of figures; the headings where it has no row.
    pub last: u32,
    /// Its columns.
    pub columns: u16,
    /// Columns that it and its remark take.
    pub taken: u16,
    /// Figures or a list.
    pub kind: TableKind,
}

/// Writes `table` at the sheet's next row and moves it on.
pub(super) fn write(canvas: &mut Canvas<'_>, table: &Table) -> anyhow::Result<Placed> {
    let top = canvas.next_row;
    if !table.title.is_empty() {
        let format = canvas.formats.table_title();
        canvas.worksheet.write_string_with_format(top, 0, &table.title, &format)?;
        canvas.next_row += 1;
    }
    let heading = canvas.next_row;
    headings(canvas, table, heading)?;
    let origin = Origin { first_row: heading + 1 };
    for (at, row) in table.rows.iter().enumerate() {
        let line = origin.first_row + at as u32;
        for (col, content) in row.cells.iter().enumerate() {
            let spot = Spot { row: line, col: col as u16, total: row.total, table, origin };
            cell::write(canvas, spot, content)?;
        }
        let lines = row_lines(canvas, row);
        canvas.set_height(line, widths::height(lines))?;
    }
    let last = heading + table.rows.len() as u32;
    canvas.next_row = last + 1;
    let columns = u16::try_from(table.columns.len())?;
    let mut taken = columns;
    canvas.extend(last, columns.saturating_sub(1));
    if let Some(note) = &table.note {
        let format = canvas.formats.remark();
        let width = canvas.columns.left(columns).max(NOTE_WIDTH);
        taken = canvas.columns.starting_at(width);
        canvas.write_merged(canvas.next_row, (0, taken.saturating_sub(1)), note, &format)?;
        canvas.next_row += 1;
    }
    Ok(Placed { top, heading, last, columns, taken, kind: table.kind })
}

fn headings(canvas: &mut Canvas<'_>, table: &Table, row: u32) -> anyhow::Result<()> {
    let mut lines = 1;
    for (at, column) in table.columns.iter().enumerate() {
        let align = heading_align(table, at);
        let format = canvas.formats.column_heading(align, at > 0 && align == FormatAlign::Left);
        canvas.worksheet.write_string_with_format(row, at as u16, &column.label, &format)?;
        lines = lines.max(widths::lines(&column.label, canvas.columns.width(at as u16)));
    }
    let roomy = widths::height(lines).max(26);
    canvas.set_height(row, roomy)
}

/// The heading stands over its values: figures on the right, dates and courses in the middle, texts on the left.
fn heading_align(table: &Table, at: usize) -> FormatAlign {
    let mut values = table.rows.iter().filter_map(|row| row.cells.get(at)).map(|cell| &cell.value);
    let first = values.find(|value| !matches!(value, Value::Empty));
    match first {
        Some(Value::Number(_)) => FormatAlign::Right,
        Some(Value::Date(_) | Value::DateTime(_) | Value::Course(_)) => FormatAlign::Center,
        Some(Value::Text(_) | Value::Empty) | None => FormatAlign::Left,
    }
}

/// Lines of the fullest text of a row.
fn row_lines(canvas: &Canvas<'_>, row: &Row) -> u32 {
    let texts = row.cells.iter().enumerate().filter(|(_, cell)| matches!(cell.value, Value::Text(_)));
    texts.map(|(at, cell)| widths::lines(&cell.text, canvas.columns.width(at as u16))).max().unwrap_or(1)
}
