//! Where a printed page ends: between rows of blocks, a chart with its table where both fit; only a list is cut.

use super::canvas::{Begins, Canvas, Top};
use super::layout::PAGE_WIDTH;

/// Printable width and height in millimetres.
const PAPER: (u32, u32) = (276, 188);
/// Pixels across the paper at 100 %.
const FULL_SIZE_WIDTH: u32 = 1045;
/// Printable millimetres of a paper that is held upright.
const UPRIGHT: (u32, u32) = (189, 275);
/// Percent of full size that can still be read: as small as what is made to fit one sheet.
const READABLE: u32 = 53;
/// Percent of the paper that is filled; programs differ a little in the height of their rows.
const FILLED: u32 = 96;
/// Percent of a sheet of paper that are made to fit one, a little smaller.
const FITTING: u32 = 125;

/// Percent by which a page of several sheets is made smaller where that saves one; letters are no smaller than on one that is
/// made to fit.
const SMALLER: [u32; 4] = [100, 108, 116, FITTING];

/// How a page comes onto paper.
pub(super) enum Papers {
    /// On so many sheets, made a little smaller for them.
    Fitted(u16),
    /// As wide as this column, with a new sheet before each of these rows, so that no table and no chart is cut.
    Broken(u16, Vec<u32>),
}

/// What fits one sheet without becoming too small is made to; a list alone is cut anywhere.
pub(super) fn papers(canvas: &Canvas<'_>) -> Papers {
    let last_row = canvas.extent.0;
    let pixels = |first: u32, end: u32| (first..end).map(|row| canvas.height(row)).sum::<u32>();
    let width = canvas.columns.left(canvas.extent.1 + 1).max(PAGE_WIDTH);
    let sheets = (pixels(0, last_row + 1) * 100).div_ceil(height(width) * FITTING).max(1);
    let printed: Vec<Top> = canvas.tops.iter().copied().filter(|top| top.row <= last_row).collect();
    match u16::try_from(sheets) {
        Ok(sheets) if sheets == 1 || is_list(&printed) => Papers::Fitted(sheets),
        _ => {
            let tried = SMALLER.map(|smaller| {
                let last = last_column(canvas, smaller);
                (last, breaks(&printed, last_row + 1, paper(canvas, last), pixels))
            });
            let fewest = tried.into_iter().min_by_key(|(_, rows)| rows.len());
            fewest.map_or(Papers::Fitted(1), |(last, rows)| Papers::Broken(last, rows))
        }
    }
}

/// How what is handed to a person comes onto paper, and whether that is held upright: on one sheet, a little smaller where
/// that can be read; what is longer goes on, as wide as can be read.
pub(super) fn handed(canvas: &Canvas<'_>) -> (bool, Papers) {
    let end = canvas.extent.0 + 1;
    let pixels = |first: u32, end: u32| (first..end).map(|row| canvas.height(row)).sum::<u32>();
    let across = canvas.columns.left(canvas.extent.1 + 1).max(1);
    let (upright, one) = held(across, pixels(0, end));
    if one {
        return (upright, Papers::Fitted(1));
    }
    let paper = if upright { across * UPRIGHT.1 / UPRIGHT.0 } else { height(across.max(FULL_SIZE_WIDTH)) };
    (upright, Papers::Broken(canvas.extent.1, breaks(&canvas.tops, end, paper * FILLED / 100, pixels)))
}

/// Whether paper is held upright for so many pixels across and down, and whether one sheet will do.
fn held(across: u32, down: u32) -> (bool, bool) {
    let full = |millimetres: u32| millimetres * FULL_SIZE_WIDTH * 100 / PAPER.0;
    let wide = |paper: (u32, u32)| (full(paper.0) / across).min(100);
    let whole = |paper: (u32, u32)| wide(paper).min(full(paper.1) * FILLED / 100 / down.max(1));
    let best = whole(UPRIGHT).max(whole(PAPER));
    match best >= READABLE {
        true => (whole(UPRIGHT) > whole(PAPER), true),
        false => (wide(UPRIGHT) >= READABLE, false),
    }
}

fn is_list(printed: &[Top]) -> bool {
    matches!(printed, [] | [Top { what: Begins::List(_), .. }])
}

/// Pixels down a sheet of paper of a page with breaks that is as wide as a column.
pub(super) fn paper(canvas: &Canvas<'_>, last: u16) -> u32 {
    height(canvas.columns.left(last + 1).max(FULL_SIZE_WIDTH)) * FILLED / 100
}

/// The last column that is printed of a page with breaks: about [`PAGE_WIDTH`] at least, more where it is made smaller, so that
/// as much as possible finds room on one sheet of paper.
fn last_column(canvas: &Canvas<'_>, smaller: u32) -> u16 {
    let wide = canvas.columns.starting_at(PAGE_WIDTH * smaller / 100 + 1).saturating_sub(2);
    canvas.left_out.map_or(wide, |left_out| wide.min(left_out.saturating_sub(1))).max(canvas.extent.1)
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
    // The row from which on the present paper is filled, and what of it a list takes that began on the paper before.
    let (mut begin, mut taken) = (0, 0);
    for (at, top) in tops.iter().enumerate() {
        let block_end = tops.get(at + 1).map_or(end, |next| next.row);
        let together = match (top.what, tops.get(at + 1)) {
            (Begins::List(row), _) => row.min(block_end),
            // A heading does not stand alone at the foot of a paper.
            (Begins::Section, Some(Top { what: Begins::List(row), .. })) => *row,
            (Begins::Section, Some(_)) => tops.get(at + 2).map_or(end, |next| next.row),
            _ => block_end,
        };
        let is_first = top.row <= begin && taken == 0;
        if !is_first && taken + pixels(begin, together) > room(begin) {
            // A table goes along with its chart, unless that leaves a page that is half empty.
            let above = at.checked_sub(1).and_then(|at| tops.get(at)).filter(|above| {
                (top.what == Begins::Chart && above.what == Begins::Block)
                    && above.row > begin
                    && pixels(begin, above.row) * 2 >= paper
                    && pixels(above.row, block_end) <= room(above.row)
            });
            (begin, taken) = (above.unwrap_or(top).row, 0);
            found.push(begin);
        }
        let over = (taken + pixels(begin, block_end)).saturating_sub(room(begin));
        if over > 0 {
            // Where exactly the program that prints cuts the list is not known; a little more is granted to it.
            // One that goes over by little may fit after all: what follows begins a new page either way.
            let by_little = !matches!(top.what, Begins::List(_)) && over < paper / 10;
            taken = if by_little { paper } else { over % room(block_end).max(1) + paper / 10 };
            begin = block_end;
        }
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
            tops.push(Top { row, what: if chart { Begins::Chart } else { Begins::Block } });
            row += height;
        }
        let pixels = |first: u32, end: u32| end.saturating_sub(first) + if first == 0 { 9 } else { 0 };
        breaks(&tops, row, 100, pixels)
    }

    #[test]
    fn what_is_handed_out_takes_one_paper_that_can_be_read_and_turns_it_where_that_is_better() {
        // A few wide rows lie; many rows stand; what would be too small goes on, upright where its columns can be read.
        assert_eq!(held(1000, 300), (false, true));
        assert_eq!(held(1200, 1500), (true, true));
        assert_eq!(held(1200, 3000), (true, false));
        assert_eq!(held(1800, 3000), (false, false));
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
        assert_eq!(of(&[(50, false), (40, false), (45, true)]), [51]);
    }

    #[test]
    fn a_first_chart_does_not_go_along_with_a_second() {
        assert_eq!(of(&[(40, false), (40, true), (45, true)]), [81]);
    }

    #[test]
    fn a_table_stays_where_the_page_before_would_be_half_empty() {
        assert_eq!(of(&[(30, false), (40, false), (45, true)]), [71]);
    }

    #[test]
    fn a_list_begins_where_some_of_its_rows_fit_and_what_follows_begins_a_new_page() {
        let top = |row, what| Top { row, what };
        let pixels = |first: u32, end: u32| end.saturating_sub(first);
        let of = |tops: &[Top]| breaks(tops, 400, 100, pixels);
        assert_eq!(of(&[top(0, Begins::Block), top(60, Begins::List(90))]), [0_u32; 0]);
        assert_eq!(of(&[top(0, Begins::Block), top(80, Begins::List(110))]), [80]);
        assert_eq!(of(&[top(0, Begins::List(30)), top(250, Begins::Block)]), [250]);
    }

    #[test]
    fn what_follows_a_list_that_goes_on_stands_below_it_where_there_is_room() {
        let top = |row, what| Top { row, what };
        let pixels = |first: u32, end: u32| end.saturating_sub(first);
        let of = |end| breaks(&[top(0, Begins::List(30)), top(150, Begins::Block)], end, 100, pixels);
        assert_eq!((of(185), of(200)), (vec![], vec![150]));
    }

    #[test]
    fn the_heading_of_a_guest_goes_along_with_what_it_heads() {
        let top = |row, what| Top { row, what };
        let pixels = |first: u32, end: u32| end.saturating_sub(first);
        let of =
            |what, end| breaks(&[top(0, Begins::Block), top(60, Begins::Section), top(70, what)], end, 100, pixels);
        assert_eq!((of(Begins::Block, 95), of(Begins::Block, 130)), (vec![], vec![60]));
        assert_eq!((of(Begins::List(95), 150), of(Begins::List(105), 150)), (vec![], vec![60]));
    }
}
