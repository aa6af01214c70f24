//! How well a row of texts fits the headings of a table.

use std::collections::{BTreeMap, BTreeSet};

use crate::input::grid::{Grid, GridCell, GridValue};

use super::block::{Column, Fit};
use super::dictionary::{Dictionary, Meaning};
use super::heading::readings;
use super::rivals::{Rivals, named};

/// A heading row of a later table needs this many of its headings; one alone may stand in any list.
const LEAST_OF_LATER: usize = 2;

/// One text of a possible heading row, and what it means.
pub(crate) struct HeadingCell {
    pub col: u32,
    pub text: String,
    pub meanings: Vec<Meaning>,
    /// The group above makes another date of it: 计划 over 回访日期.
    pub is_another_date: bool,
}

/// A row (or two lines) seen as headings of the table that it fits best.
pub(crate) struct Candidate {
    /// First and last row.
    pub rows: (u32, u32),
    /// Index of the table in the dictionary.
    pub table: usize,
    /// Sum of the weights of the fields found.
    pub score: u32,
    /// Whether the table's required fields are there.
    pub fit: Fit,
    /// Required groups without a heading.
    pub missing: Vec<usize>,
    /// Columns with a field; a field may still stand twice.
    pub columns: Vec<Column>,
    /// Every column with a heading.
    pub cols: BTreeSet<u32>,
    /// Texts that mean nothing in this table.
    pub unknown: Vec<(u32, String)>,
    /// The table that it might belong to as well.
    pub rival: Option<Rival>,
    /// The groups above tell two dates of one name apart.
    pub tells_dates_apart: bool,
}

/// Another table that could claim the headings.
pub(crate) struct Rival {
    /// Index of the table in the dictionary.
    pub table: usize,
    /// The columns that only one of the two knows, the one that comes later.
    pub columns: Vec<(u32, String)>,
}

impl Candidate {
    /// Lines of its headings.
    pub fn lines(&self) -> usize {
        (self.rows.1 - self.rows.0) as usize + 1
    }

    /// Distinct fields found.
    pub fn fields(&self) -> usize {
        self.columns.iter().map(|column| column.field).collect::<BTreeSet<_>>().len()
    }
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

/// The table that these headings fit best; `None` where they fit none.
pub(crate) fn best(grid: &Grid, rows: (u32, u32), cells: &[HeadingCell], dictionary: &Dictionary) -> Option<Candidate> {
    let mut scores = vec![BTreeMap::<usize, u32>::new(); dictionary.tables().len()];
    let mut is_told = vec![false; scores.len()];
    for cell in cells {
        for meaning in &cell.meanings {
            if let Some(field) = meaning.field {
                let weight = scores[meaning.table].entry(field).or_default();
                *weight = (*weight).max(meaning.weight);
                is_told[meaning.table] |= meaning.is_telling();
            }
        }
    }
    let rank = |table: &usize| {
        let missing = missing_groups(dictionary, *table, &scores[*table]).len();
        let score: u32 = scores[*table].values().sum();
        (score, missing == 0, named(grid, &dictionary.tables()[*table]), std::cmp::Reverse(*table))
    };
    let (used, later): (Vec<usize>, Vec<usize>) = (0..scores.len()).partition(|table| dictionary.tables()[*table].used);
    let used = used.into_iter().filter(|table| !scores[*table].is_empty()).max_by_key(rank);
    let later = later.into_iter().filter(|table| is_told[*table] && scores[*table].len() >= LEAST_OF_LATER);
    let later = later.max_by_key(rank);
    let (table, rival) = match (used, later) {
        (Some(used), Some(later)) => {
            let is_complete = missing_groups(dictionary, used, &scores[used]).is_empty();
            let rivals = Rivals::new(grid, dictionary, cells, used, later);
            let is_later = rivals.is_later() || !is_complete && rank(&later) > rank(&used);
            let is_told = is_complete && if is_later { rivals.is_unnamed() } else { rivals.is_doubtful() };
            let (table, other) = if is_later { (later, used) } else { (used, later) };
            (table, is_told.then_some(Rival { table: other, columns: rivals.lost }))
        }
        (used, later) => (used.or(later)?, None),
    };
    let fields = &scores[table];
    let missing = missing_groups(dictionary, table, fields);
    let (score, cols) = (fields.values().sum(), cells.iter().map(|cell| cell.col).collect());
    let (columns, unknown, fit) = (Vec::new(), Vec::new(), Fit::Complete);
    let tells_dates_apart = cells.iter().any(|cell| cell.is_another_date);
    let mut candidate =
        Candidate { rows, table, score, fit, missing, columns, cols, unknown, rival, tells_dates_apart };
    for cell in cells {
        match cell.meanings.iter().find(|meaning| meaning.table == table) {
            Some(Meaning { field: Some(field), attempt, rank, .. }) => {
                let (field, attempt, rank) = (*field, *attempt, *rank);
                let heading = cell.text.clone();
                candidate.columns.push(Column { col: cell.col, field, attempt, rank, heading, beside: Vec::new() });
            }
            Some(_) => {}
            None => candidate.unknown.push((cell.col, cell.text.clone())),
        }
    }
    let headings = &dictionary.tables()[table];
    if let Some(repeats) = &headings.repeats {
        let short = |(col, heading): &(u32, String)| {
            let (field, rank) = readings(heading).iter().find_map(|reading| repeats.short_name(reading))?;
            Some(Column { col: *col, field, attempt: 0, rank, heading: heading.clone(), beside: Vec::new() })
        };
        let short: Vec<Column> = candidate.unknown.iter().filter_map(short).collect();
        let is_short: BTreeSet<u32> = short.iter().map(|column| column.col).collect();
        candidate.unknown.retain(|(col, _)| !is_short.contains(col));
        let left = repeats.settle(&mut candidate.columns, short);
        candidate.unknown.extend(left.into_iter().map(|column| (column.col, column.heading)));
        candidate.unknown.sort_by_key(|(col, _)| *col);
    }
    let found = |field: &usize| candidate.columns.iter().any(|column| column.field == *field);
    candidate.missing.retain(|group| !headings.required[*group].iter().any(found));
    candidate.fit = match (headings.used, candidate.missing.is_empty()) {
        (false, _) => Fit::NotUsedYet,
        (true, true) => Fit::Complete,
        (true, false) => Fit::MissingHeading,
    };
    Some(candidate)
}

fn missing_groups(dictionary: &Dictionary, table: usize, fields: &BTreeMap<usize, u32>) -> Vec<usize> {
    let required = dictionary.tables()[table].required.iter().enumerate();
    required.filter(|(_, group)| !group.iter().any(|field| fields.contains_key(field))).map(|(at, _)| at).collect()
}
