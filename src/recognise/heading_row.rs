//! The texts of a possible heading row, of one line or several, and what each of them means.

use std::collections::{BTreeMap, BTreeSet};

use crate::input::grid::{Grid, GridCell, GridValue};

use super::around::Other;
use super::dictionary::{Dictionary, Meaning};
use crate::base::text::fold;

/// One text of a possible heading row, and what it means.
pub(crate) struct HeadingCell {
    pub col: u32,
    pub text: String,
    pub meanings: Vec<Meaning>,
    /// The group above makes another thing of it: 计划 over 回访日期, 目标 over CSI.
    pub is_another: bool,
}

/// The texts of one line, or of two or three lines of headings: a group above several names (`回访信息` over `日期`,
/// `结果`), a heading that spans all lines. The line `above` them is none of them, but may say of which time or plan they are.
pub(crate) fn headings(
    grid: &Grid,
    above: Option<&[GridCell]>,
    lines: &[&[GridCell]],
    dictionary: &Dictionary,
) -> Vec<HeadingCell> {
    let line = |cells| Line::new(grid, cells, dictionary);
    let (above, lines): (_, Vec<Line<'_>>) = (above.map(line), lines.iter().map(|cells| line(cells)).collect());
    let cols: BTreeSet<u32> = lines.iter().flat_map(|line| line.texts.keys().copied()).collect();
    // It says so of all below it, or names columns of one line more; a line of a title does neither.
    let above = above.filter(|above| {
        let is_one = |(col, text): (&u32, &&str)| dictionary.around().says_which(text) || !cols.contains(col);
        above.texts.iter().all(is_one)
    });
    let other = |col: u32, name: &str| {
        let group = above.as_ref().and_then(|line| line.group(col, dictionary)).map(|(group, _)| group);
        let group = group.filter(|group| dictionary.around().says_which(group) && !fold(name).contains(&fold(group)));
        group.map_or_else(Other::default, |group| dictionary.around().other(group))
    };
    cols.iter().map(|col| heading(*col, other, &lines, dictionary)).collect()
}

/// Whether a line says below the names of figures of which time or plan each column is: 目标 | 实际 | 去年同期 below CSI.
pub(crate) fn says_which(grid: &Grid, above: &[GridCell], cells: &[GridCell], dictionary: &Dictionary) -> bool {
    let named: BTreeSet<u32> = texts(grid, above).map(|(col, _)| col).collect();
    let words: BTreeSet<&str> = texts(grid, cells).map(|(_, text)| text).collect();
    words.len() > 1
        && words.iter().all(|word| dictionary.around().says_which(word))
        && texts(grid, cells).any(|(col, _)| !named.contains(&col))
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

fn heading(col: u32, above: impl Fn(u32, &str) -> Other, lines: &[Line<'_>], dictionary: &Dictionary) -> HeadingCell {
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
    // CSI over 目标 | 实际; a customer over 上次 is no customer.
    let below = groups.last().filter(|_| dictionary.around().says_which(name));
    let below = below.map(|(group, _)| format!("{group}（{name}）"));
    let of_below =
        below.iter().flat_map(|text| dictionary.meanings(text)).filter(|meaning| dictionary.is_a_value(meaning));
    let mut meanings: Vec<Meaning> = Vec::new();
    let of_group = |group: &str| {
        let other = dictionary.around().other(group);
        Other { date: dictionary.around().is_another_time(group), ..other }
    };
    let other = groups.iter().fold(above(col, name), |other, (group, _)| other.or(of_group(group)));
    let mut is_another = false;
    for (text, meaning) in texts.iter().flat_map(|text| dictionary.meanings(text).into_iter().map(move |m| (text, m))) {
        if text == name && dictionary.makes_another(other, &meaning) {
            is_another = true;
            continue;
        }
        if meanings.iter().all(|known| known.table != meaning.table) {
            meanings.push(meaning);
        }
    }
    for meaning in of_below {
        if meanings.iter().all(|known| known.table != meaning.table) {
            meanings.push(meaning);
        }
    }
    let stack: Vec<&str> = groups.iter().map(|(group, _)| *group).chain([name]).collect();
    HeadingCell { col, text: stack.join(" "), meanings, is_another }
}

fn texts<'a>(grid: &'a Grid, cells: &'a [GridCell]) -> impl Iterator<Item = (u32, &'a str)> {
    cells.iter().filter_map(|cell| match cell.value {
        GridValue::Text(id) if !grid.text(id).trim().is_empty() => Some((cell.col, grid.text(id))),
        _ => None,
    })
}
