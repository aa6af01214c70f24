//! How well a row of texts fits the headings of a table.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::text::fold;
use crate::input::grid::{Grid, GridCell, GridValue};

use super::block::{Column, Fit};
use super::dictionary::{Dictionary, Meaning};

/// A heading row of a later table needs this many of its headings; one alone may stand in any list.
const LEAST_OF_LATER: usize = 2;

/// One text of a possible heading row, and what it means.
pub(crate) struct HeadingCell {
    pub col: u32,
    pub text: String,
    meanings: Vec<Meaning>,
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
    /// Texts that mean nothing in this table.
    pub unknown: Vec<(u32, String)>,
}

impl Candidate {
    /// Distinct fields found.
    pub fn fields(&self) -> usize {
        self.columns.iter().map(|column| column.field).collect::<BTreeSet<_>>().len()
    }
}

/// The texts of one row, with their meanings.
pub(crate) fn one_line(grid: &Grid, cells: &[GridCell], dictionary: &Dictionary) -> Vec<HeadingCell> {
    texts(grid, cells)
        .map(|(col, text)| HeadingCell { col, meanings: dictionary.meanings(text), text: text.into() })
        .collect()
}

/// Two lines of headings: a group above several names (`回访信息` over `日期`, `结果`), a heading that spans both.
pub(crate) fn two_lines(
    grid: &Grid,
    above: &[GridCell],
    below: &[GridCell],
    dictionary: &Dictionary,
) -> Vec<HeadingCell> {
    let groups: BTreeMap<u32, &str> = texts(grid, above).collect();
    let names: BTreeMap<u32, &str> = texts(grid, below).collect();
    let cols: BTreeSet<u32> = groups.keys().chain(names.keys()).copied().collect();
    let mut cells = Vec::new();
    for col in cols {
        let group = groups.range(..=col).next_back().map_or("", |(_, text)| *text);
        let Some(name) = names.get(&col) else {
            cells.push(HeadingCell { col, meanings: dictionary.meanings(group), text: group.into() });
            continue;
        };
        let short = group.trim().trim_end_matches("信息").trim_end_matches("情况").trim_end_matches("内容");
        let meanings = [(*name).to_owned(), format!("{group}{name}"), format!("{short}{name}")]
            .iter()
            .map(|text| dictionary.meanings(text))
            .fold(Vec::new(), |mut all: Vec<Meaning>, more| {
                all.extend(
                    more.into_iter()
                        .filter(|meaning| all.iter().all(|known| known.table != meaning.table))
                        .collect::<Vec<_>>(),
                );
                all
            });
        let text = if group.is_empty() { (*name).to_owned() } else { format!("{group} {name}") };
        cells.push(HeadingCell { col, text, meanings });
    }
    cells
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
    for cell in cells {
        for meaning in &cell.meanings {
            if let Some(field) = meaning.field {
                let weight = scores[meaning.table].entry(field).or_default();
                *weight = (*weight).max(meaning.weight);
            }
        }
    }
    let ranked = scores.iter().enumerate().filter(|(table, fields)| {
        let least = if dictionary.tables()[*table].used { 1 } else { LEAST_OF_LATER };
        fields.len() >= least
    });
    let (table, fields) = ranked.max_by_key(|(table, fields)| {
        let missing = missing_groups(dictionary, *table, fields).len();
        let score: u32 = fields.values().sum();
        (score, missing == 0, named(grid, dictionary, *table), std::cmp::Reverse(*table))
    })?;
    let missing = missing_groups(dictionary, table, fields);
    let fit = match (dictionary.tables()[table].used, missing.is_empty()) {
        (false, _) => Fit::NotUsedYet,
        (true, true) => Fit::Complete,
        (true, false) => Fit::MissingHeading,
    };
    let mut candidate =
        Candidate { rows, table, score: fields.values().sum(), fit, missing, columns: Vec::new(), unknown: Vec::new() };
    for cell in cells {
        match cell.meanings.iter().find(|meaning| meaning.table == table) {
            Some(Meaning { field: Some(field), rank, .. }) => {
                candidate.columns.push(Column {
                    col: cell.col,
                    field: *field,
                    rank: *rank,
                    heading: cell.text.clone(),
                });
            }
            Some(_) => {}
            None => candidate.unknown.push((cell.col, cell.text.clone())),
        }
    }
    Some(candidate)
}

fn missing_groups(dictionary: &Dictionary, table: usize, fields: &BTreeMap<usize, u32>) -> Vec<usize> {
    let required = dictionary.tables()[table].required.iter().enumerate();
    required.filter(|(_, group)| !group.iter().any(|field| fields.contains_key(field))).map(|(at, _)| at).collect()
}

/// Whether the file or the sheet is named after the table; it only breaks ties.
fn named(grid: &Grid, dictionary: &Dictionary, table: usize) -> bool {
    let name = fold(&format!("{} {}", grid.file, grid.sheet.as_deref().unwrap_or("")));
    let names = &dictionary.tables()[table].names;
    name.contains(&fold(&names.chinese)) || name.contains(&fold(&names.en))
}
