//! A line below the headings that only numbers the columns: `1 | 2 | 3 …`, `①`, `(1)`, `A | B | C`, `甲 | 乙 | 1 | 2`.

use crate::base::text::fold;
use crate::input::grid::{Grid, GridCell, GridValue};

/// A line of fewer numbers may be a row.
const LEAST: usize = 4;
/// What numbers columns instead of numbers, or before them.
const SIGNS: [&str; 3] = ["甲乙丙丁戊己庚辛壬癸", "一二三四五六七八九十", "abcdefghijklmnopqrstuvwxyz"];
/// What may stand around a number: 第1栏, （1）.
const AROUND: [char; 11] = ['第', '栏', '列', '欄', '(', ')', '[', ']', '.', '、', ' '];

/// Whether a line numbers the columns of a list: as many as have headings at least, from the first on.
pub(super) fn is_numbering(grid: &Grid, cells: &[GridCell], headings: impl ExactSizeIterator<Item = u32>) -> bool {
    let count = headings.len();
    if cells.len() < LEAST.max(count) || headings.min().is_some_and(|first| first < cells[0].col) {
        return false;
    }
    let text = |cell: &GridCell| match cell.value {
        GridValue::Text(id) => fold(grid.text(id)).trim_matches(AROUND).to_owned(),
        GridValue::Number(number) => number.to_string(),
        _ => String::new(),
    };
    let texts: Vec<String> = cells.iter().map(text).collect();
    let lettered = |signs: &&str| {
        let pairs = texts.iter().zip(signs.chars());
        pairs.take_while(|(text, sign)| text.chars().eq([*sign])).count()
    };
    let lettered = SIGNS.iter().map(lettered).max().unwrap_or(0);
    (1..).zip(&texts[lettered..]).all(|(number, text): (usize, &String)| *text == number.to_string())
}
