//! The texts of a possible heading row, of one line or several, and what each of them means.

use std::collections::{BTreeMap, BTreeSet};

use crate::input::grid::{Grid, GridCell, GridValue};

use super::dictionary::{Dictionary, Meaning};

/// One text of a possible heading row, and what it means.
pub(crate) struct HeadingCell {
    pub col: u32,
    pub text: String,
    pub meanings: Vec<Meaning>,
    /// The group above makes another date of it: 计划 over 回访日期.
    pub is_another_date: bool,
}

/// The texts of one line, or of two or three lines of headings: a group above several names (`回访信息` over `日期`,
/// `结果`), a heading that spans all lines.
pub(crate) fn headings(grid: &Grid, lines: &[&[GridCell]], dictionary: &Dictionary) -> Vec<HeadingCell> {
    let lines: Vec<Line<'_>> = lines.iter().map(|cells| Line::new(grid, cells, dictionary)).collect();
    let cols: BTreeSet<u32> = lines.iter().flat_map(|line| line.texts.keys().copied()).collect();
    cols.into_iter().map(|col| heading(col, &lines, dictionary)).collect()
}

/// One line of headings.
struct Line<'a> {
    texts: BTreeMap<u32, &'a str>,
    /// Columns below one numbered group (`第一次回访`): they are equally many under each.
    width: Option<u32>,
}

impl<'a> Line<'a> {
    fn new(grid: &'a Grid, cells: &'a [GridCell], dictionary: &Dictionary) -> Self {
        let texts: BTreeMap<u32, &str> = texts(grid, cells).collect();
        let numbered: Vec<u32> =
            texts.iter().filter(|(_, text)| dictionary.is_ordinal(text)).map(|(col, _)| *col).collect();
        let width = numbered.windows(2).map(|pair| pair[1] - pair[0]).min();
        Self { texts, width }
    }

    /// The group that reaches over a column, and whether it is numbered.
    fn group(&self, col: u32, dictionary: &Dictionary) -> Option<(&'a str, bool)> {
        let (start, text) = self.texts.range(..=col).next_back()?;
        let numbered = dictionary.is_ordinal(text);
        let reaches = !numbered || self.width.is_none_or(|width| col - start < width);
        reaches.then_some((*text, numbered))
    }
}

fn heading(col: u32, lines: &[Line<'_>], dictionary: &Dictionary) -> HeadingCell {
    let at = lines.iter().rposition(|line| line.texts.contains_key(&col)).unwrap_or(0);
    let name = lines[at].texts.get(&col).copied().unwrap_or("");
    let groups: Vec<(&str, bool)> = lines[..at].iter().filter_map(|line| line.group(col, dictionary)).collect();
    let mut texts = vec![name.to_owned()];
    for (group, numbered) in groups.iter().rev() {
        let short = group.trim().trim_end_matches("信息").trim_end_matches("情况").trim_end_matches("内容");
        let both = [format!("{group}{name}"), format!("{short}{name}")];
        // 第一次回访 over 回访日期: the number tells more than the name alone.
        let place = if *numbered { 0 } else { texts.len() };
        texts.splice(place..place, both);
    }
    let mut meanings: Vec<Meaning> = Vec::new();
    // 计划 over 回访日期 is not the date of the call.
    let mut is_another_date = false;
    let is_another_time = groups.iter().any(|(group, _)| dictionary.around().is_another_time(group));
    for (text, meaning) in texts.iter().flat_map(|text| dictionary.meanings(text).into_iter().map(move |m| (text, m))) {
        if is_another_time && text == name && dictionary.is_date(&meaning) {
            is_another_date = true;
            continue;
        }
        if meanings.iter().all(|known| known.table != meaning.table) {
            meanings.push(meaning);
        }
    }
    let stack: Vec<&str> = groups.iter().map(|(group, _)| *group).chain([name]).collect();
    HeadingCell { col, text: stack.join(" "), meanings, is_another_date }
}

fn texts<'a>(grid: &'a Grid, cells: &'a [GridCell]) -> impl Iterator<Item = (u32, &'a str)> {
    cells.iter().filter_map(|cell| match cell.value {
        GridValue::Text(id) if !grid.text(id).trim().is_empty() => Some((cell.col, grid.text(id))),
        _ => None,
    })
}
