//! How well a row of texts fits the headings of a table.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::input::grid::Grid;

use super::block::{Column, Fit};
use super::dictionary::{Dictionary, Meaning, TELLING, TableHeadings};
use super::heading::readings;
use super::heading_row::HeadingCell;
use super::near;
use super::rivals::{Rivals, named};

/// A heading row of a later table needs this many of its headings; one alone may stand in any list.
const LEAST_OF_LATER: usize = 2;

/// So many headings of its own make a list one of the table.
const LEAST_TELLING: usize = 2;

/// Of so many unknown headings it is looked up whether they were meant for a known one.
const LOOKED_UP: usize = 100;

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
    /// The groups above tell two columns of one name apart.
    pub tells_apart: bool,
    /// Fields whose headings stand in no list of another table.
    pub telling: usize,
    /// The file or the sheet is named after the table.
    pub is_named: bool,
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

    /// Whether the list is of the table although it lacks what the table needs: its own headings say so, or what is lacking
    /// stands there with a slip of the pen. What merely resembles a table is a list of its own.
    pub fn is_clear(&self, table: &TableHeadings, dictionary: &Dictionary) -> bool {
        let own = self.telling >= LEAST_TELLING && self.fields() * 2 >= self.cols.len();
        let taken: Vec<usize> = self.columns.iter().map(|column| column.field).collect();
        let lacks = |id: &str| {
            let fields = self.missing.iter().filter_map(|group| table.required.get(*group)).flatten();
            fields.filter_map(|field| table.fields.get(*field)).any(|field| field.id == id)
        };
        let is_meant = |(_, text): &(u32, String)| {
            near::nearest(text, table, &taken, dictionary).iter().any(|near| lacks(&near.field))
        };
        let has_nothing_else = self.fields() == self.cols.len();
        let with_a_slip = self.unknown.iter().take(LOOKED_UP).any(is_meant);
        let tells = self.telling > 0 && (has_nothing_else || self.is_named || with_a_slip);
        own || tells || (self.is_named && with_a_slip)
    }

    /// Distinct fields found.
    pub fn fields(&self) -> usize {
        self.columns.iter().map(|column| column.field).collect::<BTreeSet<_>>().len()
    }
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
    let forms = LazyCell::new(|| cells.iter().flat_map(|cell| readings(&cell.text)).collect::<BTreeSet<String>>());
    let is_own = |table: &usize| {
        let strangers = &dictionary.tables()[*table].strangers;
        scores[*table].is_empty() || strangers.is_empty() || strangers.is_disjoint(&forms)
    };
    let (used, later): (Vec<usize>, Vec<usize>) =
        (0..scores.len()).filter(is_own).partition(|table| dictionary.tables()[*table].comes_first());
    let is_complete = |table: usize| missing_groups(dictionary, table, &scores[table]).is_empty();
    let best = used.iter().copied().filter(|table| !scores[*table].is_empty()).max_by_key(rank);
    // A list of renewals has the sale of every car beside its own columns; a list of sales has no renewals.
    let knows_all = |best: usize, other: &usize| {
        *other != best && is_complete(*other) && Rivals::new(grid, dictionary, cells, best, *other).other_knows_all()
    };
    let used =
        best.map(|best| used.into_iter().filter(|other| knows_all(best, other)).max_by_key(rank).unwrap_or(best));
    let later = later.into_iter().filter(|table| is_told[*table] && scores[*table].len() >= LEAST_OF_LATER);
    // One that gives way does so also where it lacks a heading that it needs.
    let used_is_complete = used.is_some_and(is_complete);
    let may_be = |table: &usize| !(used_is_complete && dictionary.tables()[*table].used && !is_complete(*table));
    let later = later.filter(may_be).max_by_key(rank);
    let (table, rival) = match (used, later) {
        (Some(used), Some(later)) => {
            let is_complete = is_complete(used);
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
    let tells_apart = cells.iter().any(|cell| cell.is_another);
    let telling = fields.values().filter(|weight| **weight == TELLING).count();
    let is_named = named(grid, &dictionary.tables()[table]);
    let mut candidate =
        Candidate { rows, table, score, fit, missing, columns, cols, unknown, rival, tells_apart, telling, is_named };
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
