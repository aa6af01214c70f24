//! A chart with its sentence at its place, never over anything.

use super::canvas::Canvas;
use super::chart_data::{self, Ranges};
use super::room::Room;
use super::{bridge_data, chart};
use crate::base::number::NO_DATA;
use crate::report::chart::model::{Chart, Form};

/// Writes the cells that a chart reads.
pub(super) fn data(canvas: &mut Canvas<'_>, content: &Chart) -> anyhow::Result<Ranges> {
    match content.form {
        Form::Bridge => bridge_data::write(canvas, content),
        Form::Standing | Form::Lying | Form::Pie => chart_data::write(canvas, content),
    }
}

/// Draws at a cell, `offset` pixels right of its edge; gives the first row below. A chart without series is a sentence
/// that says so.
pub(super) fn chart(
    canvas: &mut Canvas<'_>,
    content: &Chart,
    (row, col): (u32, u16),
    offset: u32,
) -> anyhow::Result<u32> {
    let room = Room::of(content);
    let (width, height) = room.size;
    let left = canvas.columns.left(col) + offset;
    let last_col = canvas.columns.starting_at(left + width).saturating_sub(1);
    let mut first_row = row;
    if !content.sentence.is_empty() {
        let format = canvas.formats.remark().set_indent(u8::from(offset > 0));
        canvas.write_merged(row, (col, last_col), &content.sentence, &format)?;
        first_row += 1;
    }
    if content.series.is_empty() {
        let format = canvas.formats.remark();
        canvas.write_merged(first_row, (col, last_col), &format!("{}:{NO_DATA}", content.title), &format)?;
        return Ok(first_row + 1);
    }
    let ranges = data(canvas, content)?;
    let mut drawn = chart::build(content, &ranges, &canvas.formats.palette, &room);
    drawn.show_na_as_empty_cell();
    canvas.worksheet.insert_chart_with_offset(first_row, col, &drawn, offset, 0)?;
    let mut below = first_row;
    let mut covered = 0;
    while covered < height {
        covered += canvas.height(below);
        below += 1;
    }
    canvas.extend(below - 1, last_col);
    Ok(below)
}
