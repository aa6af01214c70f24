//! Texts that were copied from a chat or a telephone carry characters that nobody sees, and two names that look the same
//! are two people. So are a number and the same in a guard that keeps a spreadsheet from taking it for one: `="0012"`, `'0012`.
//! They go out once, where a sheet comes in, so that no field and no heading has to think of them.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use crate::base::address::CellRef;
use crate::base::finding::{Code, Finding, Severity};
use crate::base::text::{is_invisible, visible};
use crate::input::grid::{Grid, GridValue, TextId};

/// What has become of a text.
struct Cleaned {
    /// `None` where nothing is left.
    id: Option<TextId>,
    /// Whether to tell of it.
    told: bool,
}

/// Takes what nobody sees out of the texts of a sheet; a cell of nothing else is no cell. Each distinct text is looked at
/// once, and the cells only where there is one.
pub(super) fn clean(grid: &mut Grid) -> Option<Finding> {
    // The sheets of a workbook may share their texts; those of other sheets are not looked at.
    let mut seen = vec![false; grid.texts.len()];
    let mut found: Vec<(TextId, String)> = Vec::new();
    for cell in &grid.cells {
        let GridValue::Text(id) = cell.value else { continue };
        if let Some(seen) = seen.get_mut(id.0 as usize)
            && !std::mem::replace(seen, true)
            && let Cow::Owned(text) = bare(grid.text(id))
        {
            found.push((id, text));
        }
    }
    if found.is_empty() {
        return None;
    }
    let removed: BTreeSet<char> = found.iter().flat_map(|(id, _)| told(grid.text(*id))).collect();
    let cleaned = ids(grid, found);
    let (mut first, mut more): (Option<(CellRef, TextId)>, Vec<CellRef>) = (None, Vec::new());
    let mut cells = std::mem::take(&mut grid.cells);
    cells.retain_mut(|cell| {
        let GridValue::Text(id) = cell.value else { return true };
        let Some(cleaned) = cleaned.get(&id) else { return true };
        let at = CellRef { row: cell.row, col: cell.col };
        match first {
            _ if !cleaned.told => {}
            None => first = Some((at, cleaned.id.unwrap_or(id))),
            Some(_) => more.push(at),
        }
        cell.value = GridValue::Text(cleaned.id.unwrap_or(id));
        cleaned.id.is_some()
    });
    grid.cells = cells;
    let (at, text) = first?;
    let count = more.len() + 1;
    let codes: Vec<String> = removed.iter().map(|c| format!("U+{:04X}", u32::from(*c))).collect();
    let (listed, english_list) = (codes.join("、"), codes.join(", "));
    let chinese = format!("{count} 个单元格含有看不见的字符（{listed}），去掉后读取");
    let english =
        format!("{count} cell(s) hold characters that nobody sees ({english_list}); they are read without them");
    let place = grid.place().at(at.row, at.col);
    let value = visible(grid.text(text)).trim().to_owned();
    Some(Finding::new(Severity::Info, Code::InvisibleCharacters, place, chinese, english).value(&value).more(more))
}

/// The ids of the cleaned texts: those of the same text where the sheet has it, so that equal texts have one id.
fn ids(grid: &mut Grid, found: Vec<(TextId, String)>) -> HashMap<TextId, Cleaned> {
    let mut known: HashMap<String, Option<TextId>> = found.iter().map(|(_, text)| (text.clone(), None)).collect();
    for id in (0..grid.texts.len() as u32).map(TextId) {
        if let Some(same) = known.get_mut(grid.text(id)) {
            same.get_or_insert(id);
        }
    }
    let mut cleaned = HashMap::new();
    for (id, text) in found {
        let told = told(grid.text(id)).next().is_some();
        let same = if text.trim().is_empty() {
            None
        } else {
            let same = known.get(&text).copied().flatten().unwrap_or_else(|| grid.add_text(&text));
            known.insert(text, Some(same));
            Some(same)
        };
        cleaned.insert(id, Cleaned { id: same, told });
    }
    cleaned
}

/// A text without what nobody sees, and out of its guard.
fn bare(text: &str) -> Cow<'_, str> {
    let seen = visible(text);
    guarded(&seen).map(str::to_owned).map_or(seen, Cow::Owned)
}

/// What stands in a guard: `="R001"`, as dealer systems export it, or behind an apostrophe, as people type it. What is quoted
/// on both sides is a quotation.
fn guarded(text: &str) -> Option<&str> {
    let text = text.trim();
    let formula = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).filter(|rest| !rest.contains('"'));
    let typed = text.strip_prefix(['\'', '’', '‘']).filter(|rest| !rest.contains(['\'', '’', '‘']));
    // `=""` is a blank cell.
    formula.map(str::trim).or_else(|| typed.map(str::trim).filter(|inside| !inside.is_empty()))
}

/// The characters to tell of: all but the choice of a coloured look behind a sign, which every telephone writes.
fn told(text: &str) -> impl Iterator<Item = char> + '_ {
    let before = std::iter::once(None).chain(text.chars().map(Some));
    let is_look = |before: Option<char>, c: char| {
        matches!(c, '\u{fe0e}' | '\u{fe0f}') && before.is_some_and(|before| !before.is_alphanumeric())
    };
    text.chars().zip(before).filter(move |(c, before)| is_invisible(*c) && !is_look(*before, *c)).map(|(c, _)| c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::tests::sheet;

    #[test]
    fn texts_that_look_the_same_become_the_same_and_empty_ones_no_cell() {
        let mut grid = sheet(
            "a.xlsx",
            "s",
            &["甘宁|甘宁\u{200b}|\u{202d}甘宁\u{202c}|\u{feff}", "李\u{2060}娜|李\u{ad}娜|⭐\u{fe0f}"],
        )
        .grid;
        let finding = clean(&mut grid).expect("a finding");
        let texts: Vec<String> = grid.cells.iter().map(|cell| grid.shown(cell.value)).collect();
        assert_eq!(texts, ["甘宁", "甘宁", "甘宁", "李娜", "李娜", "⭐"]);
        let same = |a: usize, b: usize| grid.cells[a].value == grid.cells[b].value;
        assert!(same(0, 1) && same(0, 2) && same(3, 4) && !same(0, 3));
        let cells: Vec<String> = finding.cells().map(|cell| cell.to_string()).collect();
        assert_eq!(cells, ["B1", "C1", "D1", "A2", "B2"]);
        assert_eq!(
            finding.message.chinese,
            "5 个单元格含有看不见的字符（U+00AD、U+200B、U+202C、U+202D、U+2060、U+FEFF），去掉后读取"
        );
        assert_eq!(clean(&mut grid), None);
    }

    #[test]
    fn the_coloured_look_of_a_sign_is_not_told_that_of_a_digit_is() {
        let mut grid = sheet("a.xlsx", "s", &["⭐\u{fe0f}⭐\u{fe0f}", "9\u{fe0f}"]).grid;
        let cells: Vec<String> = clean(&mut grid).expect("a finding").cells().map(|cell| cell.to_string()).collect();
        assert_eq!(cells, ["A2"]);
    }
}
