//! A table: title, headings, rows, remark.

use rust_xlsxwriter::FormatAlign;

use super::canvas::Canvas;
use super::cell::{self, Spot};
use super::formula::Origin;
use super::layout::{PAGE_WIDTH, note_width};
use super::widths;
use crate::report::model::{Table, TableKind, Value};

/// Where a table came to stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed<'a> {
    /// Its id.
    pub id: &'a str,
    /// Row of its title (of its headings where it has none).
    pub top: u32,
    /// Row of its headings.
    pub heading: u32,
    /// Last row of figures; the headings where it has no row.
    pub last: u32,
    /// Its columns.
    pub columns: u16,
    /// What it is for.
    pub kind: TableKind,
}

/// The columns of a sheet that those of a table take.
struct Span {
    first: u16,
    last: u16,
    width: u32,
}

impl Span {
    fn is_joined(&self) -> bool {
        self.last > self.first
    }

    /// Lines that a text takes; one that runs on beside cells that are not joined has one.
    fn lines(&self, text: &str, table: &Table) -> u32 {
        if table.kind.is_figures() || !self.is_joined() { widths::lines(text, self.width) } else { 1 }
    }
}

/// Writes `table` at a cell; gives the first row below.
pub(super) fn write<'a>(
    canvas: &mut Canvas<'_>,
    table: &'a Table,
    (top, col): (u32, u16),
) -> anyhow::Result<(Placed<'a>, u32)> {
    let mut heading = top;
    if !table.title.is_empty() {
        let format = canvas.formats.table_title();
        canvas.worksheet.write_string_with_format(top, col, &table.title, &format)?;
        heading += 1;
    }
    let spans = spans(canvas, table, col);
    headings(canvas, table, heading, &spans)?;
    let origin = Origin { first_row: heading + 1, first_col: col };
    for (at, row) in table.rows.iter().enumerate() {
        let line = origin.first_row + at as u32;
        let mut lines = 1;
        for (content, span) in row.cells.iter().zip(&spans) {
            let taken = span.lines(&content.text, table);
            let spot = Spot { row: line, col: span.first, lines: taken, total: row.total, table, origin };
            if span.is_joined() {
                cell::run_on(canvas, spot, span.last, content)?;
            }
            cell::write(canvas, spot, content)?;
            if content.value == Value::Text {
                lines = lines.max(taken);
            }
        }
        canvas.set_height(line, widths::height(lines))?;
    }
    let last = heading + table.rows.len() as u32;
    let columns = u16::try_from(table.columns.len())?;
    let printed = canvas.extent;
    let printed_to = printed_to(canvas, table, &spans);
    canvas.extend(last, printed_to);
    let mut below = last + 1;
    if let Some(note) = &table.note {
        let format = canvas.formats.remark();
        let right = spans.last().map_or(col, |span| span.last) + 1;
        let width = note_width(canvas.columns.left(right) - canvas.columns.left(col));
        let taken = canvas.columns.starting_at(canvas.columns.left(col) + width);
        below = canvas.write_note(below, (col, taken.saturating_sub(1)), note, &format)?;
    }
    if !table.kind.is_printed() {
        canvas.extent = printed;
    }
    Ok((Placed { id: &table.id, top, heading, last, columns, kind: table.kind }, below))
}

/// Where each column stands; a long text at the end of figures takes as many columns as it needs.
fn spans(canvas: &Canvas<'_>, table: &Table, col: u16) -> Vec<Span> {
    let columns = &canvas.columns;
    let mut spans: Vec<Span> =
        (col..).take(table.columns.len()).map(|at| Span { first: at, last: at, width: columns.width(at) }).collect();
    if let Some(rest) = spans.last_mut().filter(|_| widths::runs_on(table)) {
        let left = columns.left(rest.first);
        rest.last = columns.starting_at(left + widths::of_rest(table, left)).saturating_sub(1).max(rest.first);
        rest.width = columns.left(rest.last + 1) - left;
    }
    spans
}

/// The last column on paper; where each row of a list stands is left to the screen where the paper has no room for it, and
/// nothing above is so wide that a part of it would be seen.
fn printed_to(canvas: &mut Canvas<'_>, table: &Table, spans: &[Span]) -> u16 {
    let Some(last) = spans.last() else { return 0 };
    let leaves_out = table.kind == TableKind::List
        && widths::runs_on(table)
        && last.first > canvas.extent.1
        && canvas.columns.left(last.last + 1) > PAGE_WIDTH * 21 / 20;
    if leaves_out {
        canvas.left_out = Some(last.first);
        last.first - 1
    } else {
        last.last
    }
}

fn headings(canvas: &mut Canvas<'_>, table: &Table, row: u32, spans: &[Span]) -> anyhow::Result<()> {
    let mut lines = 1;
    for (at, (column, span)) in table.columns.iter().zip(spans).enumerate() {
        let align = heading_align(table, at);
        let format = canvas.formats.column_heading(align, at > 0 && align == FormatAlign::Left);
        if span.is_joined() && table.kind.is_figures() {
            canvas.worksheet.merge_range(row, span.first, row, span.last, &column.label, &format)?;
        } else {
            canvas.worksheet.write_string_with_format(row, span.first, &column.label, &format)?;
            for col in span.first + 1..=span.last {
                canvas.worksheet.write_blank(row, col, &format)?;
            }
        }
        lines = lines.max(widths::lines(&column.label, span.width));
    }
    let roomy = widths::height(lines).max(26);
    canvas.set_height(row, roomy)
}

/// The heading stands over its values: figures on the right, dates and courses in the middle, texts on the left.
fn heading_align(table: &Table, at: usize) -> FormatAlign {
    match table.first_value(at) {
        Some(Value::Number(_)) => FormatAlign::Right,
        Some(Value::Date(_) | Value::DateTime(_) | Value::Course(_)) => FormatAlign::Center,
        Some(Value::Text | Value::Empty) | None => FormatAlign::Left,
    }
}
