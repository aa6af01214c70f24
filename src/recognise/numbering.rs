//! A line below the headings that only numbers the columns: `1 | 2 | 3 …`, `①`, `(1)`, `A | B | C`, `甲 | 乙 | 1 | 2`; before the
//! numbers may stand a name of theirs (栏次), and some columns may have none.

use crate::base::text::fold;
use crate::input::grid::{Grid, GridCell, GridValue};

/// A line of fewer numbers may be a row; of mere digits one more.
const LEAST: usize = 4;
/// So many columns of a list may lack their number: 序号 before the others, 备注 behind them.
const WITHOUT: usize = 2;
/// What numbers columns instead of numbers, or before them.
const SIGNS: [&str; 3] = ["甲乙丙丁戊己庚辛壬癸", "一二三四五六七八九十", "abcdefghijklmnopqrstuvwxyz"];
/// What may stand around a number besides signs: 第1栏.
const AROUND: [char; 4] = ['第', '栏', '列', '欄'];
/// The name of such a line.
const NAMES: [&str; 5] = ["序号", "栏次", "栏号", "列号", "项次"];

/// Whether a line numbers columns from the first or second of those with headings on, nearly all of them.
pub(super) fn is_numbering(grid: &Grid, cells: &[GridCell], headings: impl ExactSizeIterator<Item = u32>) -> bool {
    let count = headings.len();
    let first = headings.min().unwrap_or(0);
    numbered(grid, cells).is_some_and(|numbers| numbers + WITHOUT >= count && cells[0].col <= first + 1)
}

/// How many columns a line numbers, where it does nothing else.
pub(super) fn numbered(grid: &Grid, cells: &[GridCell]) -> Option<usize> {
    let text = |cell: &GridCell| match cell.value {
        GridValue::Text(id) => fold(grid.text(id)).trim_matches(AROUND).to_owned(),
        GridValue::Number(number) => number.to_string(),
        _ => String::new(),
    };
    let is_name = |cell: &&GridCell| matches!(cell.value, GridValue::Text(id) if NAMES.contains(&grid.text(id).trim()));
    let cells = &cells[usize::from(cells.first().filter(is_name).is_some())..];
    let texts: Vec<String> = cells.iter().map(text).collect();
    let lettered = |signs: &&str| {
        let pairs = texts.iter().zip(signs.chars());
        pairs.take_while(|(text, sign)| text.chars().eq([*sign])).count()
    };
    let lettered = SIGNS.iter().map(lettered).max().unwrap_or(0);
    let is_bare = |cell: &GridCell| match cell.value {
        GridValue::Text(id) => grid.text(id).bytes().all(|b| b.is_ascii_digit()),
        _ => true,
    };
    let least = if cells.iter().all(is_bare) { LEAST + 1 } else { LEAST };
    let counts = (1..).zip(&texts[lettered..]).all(|(number, text): (usize, &String)| *text == number.to_string());
    (counts && texts.len() >= least).then_some(texts.len())
}
