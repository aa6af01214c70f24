//! Where charts stand: right of their table where the page has room, else below it, never over anything.

use super::canvas::{Canvas, PAGE_WIDTH, Top};
use super::room::Room;
use super::table::Placed;
use super::{chart, chart_data};
use crate::base::number::NO_DATA;
use crate::report::chart::model::Chart;

/// Pixels of a chart that stands beside another block.
const NARROW: u32 = 580;
/// Pixels between a table and the chart right of it.
const SPACE: u32 = 16;

/// Free room to the right of the block placed last.
pub(super) struct Beside {
    row: u32,
    col: u16,
}

impl Beside {
    /// The room right of a table, where a chart fits there.
    pub(super) fn table(canvas: &Canvas<'_>, placed: &Placed) -> Option<Self> {
        Self::after(canvas, placed.top, placed.taken)
    }

    fn after(canvas: &Canvas<'_>, row: u32, columns: u16) -> Option<Self> {
        let col = canvas.columns.starting_at(canvas.columns.left(columns) + SPACE);
        (canvas.columns.left(col) + NARROW <= PAGE_WIDTH).then_some(Self { row, col })
    }
}

/// Writes a chart with its sentence and its data; gives the free room right of it.
pub(super) fn chart(
    canvas: &mut Canvas<'_>,
    content: &Chart,
    beside: Option<Beside>,
) -> anyhow::Result<Option<Beside>> {
    let room = Room::of(content);
    match beside.filter(|_| room.size.0 <= NARROW) {
        Some(Beside { row, col }) => {
            let below = draw(canvas, content, (row, col), &room)?;
            canvas.floor = canvas.floor.max(below);
            Ok(None)
        }
        None => {
            canvas.next_row = canvas.next_row.max(canvas.floor);
            if canvas.next_row > 0 {
                canvas.tops.push(Top { row: canvas.next_row, chart: true });
                canvas.gap()?;
            }
            let row = canvas.next_row;
            canvas.next_row = draw(canvas, content, (row, 0), &room)?;
            let columns = canvas.columns.starting_at(room.size.0);
            Ok(Beside::after(canvas, row, columns))
        }
    }
}

/// Draws at a cell; gives the first row below. A chart without series is a sentence that says so.
fn draw(canvas: &mut Canvas<'_>, content: &Chart, (row, col): (u32, u16), room: &Room<'_>) -> anyhow::Result<u32> {
    let (width, height) = room.size;
    let left = canvas.columns.left(col);
    let last_col = canvas.columns.starting_at(left + width).saturating_sub(1);
    let mut first_row = row;
    if !content.sentence.is_empty() {
        let format = canvas.formats.remark();
        canvas.write_merged(row, (col, last_col), &content.sentence, &format)?;
        first_row += 1;
    }
    if content.series.is_empty() {
        let format = canvas.formats.remark();
        canvas.write_merged(first_row, (col, last_col), &format!("{}:{NO_DATA}", content.title), &format)?;
        return Ok(first_row + 1);
    }
    let ranges = chart_data::write(canvas, content)?;
    let drawn = chart::build(content, &ranges, &canvas.formats.palette, room);
    canvas.worksheet.insert_chart(first_row, col, &drawn)?;
    let mut below = first_row;
    let mut covered = 0;
    while covered < height {
        covered += canvas.height(below);
        below += 1;
    }
    canvas.extend(below - 1, last_col);
    Ok(below)
}
