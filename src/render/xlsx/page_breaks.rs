//! Where a printed page ends: between blocks, a chart with its table where both fit.

use super::canvas::{Canvas, PAGE_WIDTH, Top};

/// Printable width and height in millimetres.
const PAPER: (u32, u32) = (276, 177);
/// Pixels across the paper at 100 %.
const FULL_SIZE_WIDTH: u32 = 1045;
/// Percent of the paper that is filled; programs differ a little in the height of their rows.
const FILLED: u32 = 96;

/// Rows before which a new sheet of paper begins, so that no table and no chart is cut; none where the page fits one
/// sheet without becoming too small.
pub(super) fn rows(canvas: &Canvas<'_>) -> Vec<u32> {
    let (last_row, last_col) = canvas.extent;
    let pixels = |first: u32, end: u32| (first..end).map(|row| canvas.height(row)).sum::<u32>();
    let width = canvas.columns.left(last_col + 1);
    if pixels(0, last_row + 1) * 4 <= height(width.max(FULL_SIZE_WIDTH)) * 5 {
        return Vec::new();
    }
    let paper = height(canvas.columns.left(last_column(canvas) + 1).max(FULL_SIZE_WIDTH)) * FILLED / 100;
    breaks(&canvas.tops, last_row + 1, paper, pixels)
}

/// The last column that is printed of a page with breaks: about [`PAGE_WIDTH`] at least, so that a table and its chart
/// find room on one sheet of paper.
pub(super) fn last_column(canvas: &Canvas<'_>) -> u16 {
    canvas.columns.starting_at(PAGE_WIDTH + 1).saturating_sub(2).max(canvas.extent.1)
}

/// Pixels down the paper where `width` pixels go across.
fn height(width: u32) -> u32 {
    width * PAPER.1 / PAPER.0
}

/// Fills paper after paper; `pixels` measures rows. The page's title (row 0) is repeated on each but the first.
fn breaks(tops: &[Top], end: u32, paper: u32, pixels: impl Fn(u32, u32) -> u32) -> Vec<u32> {
    let repeated = pixels(0, 1);
    let room = |begin: u32| if begin == 0 { paper } else { paper.saturating_sub(repeated) };
    let mut found = Vec::new();
    let mut begin = 0;
    for (at, top) in tops.iter().enumerate() {
        let block_end = tops.get(at + 1).map_or(end, |next| next.row);
        if top.row <= begin || pixels(begin, block_end) <= room(begin) {
            continue;
        }
        // A table goes along with its chart, unless that leaves a page of hardly more than sentences.
        let above = at.checked_sub(1).and_then(|at| tops.get(at)).filter(|above| {
            (top.chart && !above.chart)
                && above.row > begin
                && pixels(begin, above.row) * 3 >= paper
                && pixels(above.row, block_end) <= room(above.row)
        });
        begin = above.unwrap_or(top).row;
        found.push(begin);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Breaks of blocks given as height and whether each is a chart, with rows of one pixel and a title of ten.
    fn of(blocks: &[(u32, bool)]) -> Vec<u32> {
        let mut row = 1;
        let mut tops = Vec::new();
        for &(height, chart) in blocks {
            tops.push(Top { row, chart });
            row += height;
        }
        let pixels = |first: u32, end: u32| end.saturating_sub(first) + if first == 0 { 9 } else { 0 };
        breaks(&tops, row, 100, pixels)
    }

    #[test]
    fn a_block_that_does_not_fit_begins_a_new_page() {
        assert_eq!(of(&[(50, false), (60, false), (20, false)]), [51]);
    }

    #[test]
    fn the_repeated_title_takes_its_room() {
        assert_eq!(of(&[(85, false), (50, false), (45, false)]), [86, 136]);
    }

    #[test]
    fn a_chart_takes_its_table_along() {
        assert_eq!(of(&[(40, false), (40, false), (45, true)]), [41]);
    }

    #[test]
    fn a_first_chart_does_not_go_along_with_a_second() {
        assert_eq!(of(&[(40, false), (40, true), (45, true)]), [81]);
    }

    #[test]
    fn a_table_stays_where_the_page_before_would_be_nearly_empty() {
        assert_eq!(of(&[(60, false), (45, true)]), [61]);
    }
}
