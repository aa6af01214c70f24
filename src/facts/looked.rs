//! The rows of a fact into which others look: by key, and within a key by day.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use anyhow::Result;
use chrono::NaiveDate;
use polars::prelude::{Column, DataFrame, IntoLazy};

use super::fact::{FactId, Give, Look};
use super::keys::{Keys, Part, parts};
use super::reader::dates;

/// The column of the number of a row among all of its fact.
const ROW: &str = "row looked at";

/// Of so many things not one is in the other list: the two name things differently, one by VIN and one by plate.
const STRANGERS: usize = 10;

/// Rows of one key: day and row, sorted.
pub(super) type Rows = Vec<(NaiveDate, usize)>;

/// What the looks of one fact go into. Several of them ask for the same rows in other windows.
#[derive(Default)]
pub(super) struct LookedInto<'f> {
    known: BTreeMap<Asked, Looked<'f>>,
}

/// What two looks have in common that go into the same rows.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Asked {
    fact: FactId,
    keys: Vec<String>,
    filter: Option<String>,
    date: Option<String>,
    given: Option<String>,
}

impl<'f> LookedInto<'f> {
    /// The rows that a look into another fact asks for, of all rows of that fact.
    pub(super) fn rows(&mut self, look: &Look, all: &'f DataFrame) -> Result<&Looked<'f>> {
        let asked = Asked {
            fact: look.fact,
            keys: look.same.iter().map(|(_, theirs)| theirs.clone()).collect(),
            filter: look.filter.as_ref().map(|filter| filter.text.clone()),
            date: look.around.as_ref().map(|around| around.date.clone()),
            given: given(look).cloned(),
        };
        Ok(match self.known.entry(asked) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(Looked::new(look, all)?),
        })
    }
}

/// The rows of a fact that a look goes into.
pub(super) struct Looked<'f> {
    /// Those that count, with the columns that the look needs.
    pub(super) rows: DataFrame,
    /// The number of each of them among all rows of the fact.
    numbers: Vec<u64>,
    /// The number of the key of each row of the fact; none where a part of it is blank.
    of_all: Vec<Option<usize>>,
    keys: Keys<'f>,
    by_key: Vec<Rows>,
}

impl<'f> Looked<'f> {
    /// Of all rows of a fact those that a look asks for.
    pub(super) fn new(look: &Look, all: &'f DataFrame) -> Result<Self> {
        let mut keys = Keys::default();
        let columns = columns(all, look.same.iter().map(|(_, theirs)| theirs))?;
        let of_all: Vec<_> = (0..all.height()).map(|row| Some(keys.number(key(&columns, row)?))).collect();
        let mut rows = needed(look, all)?;
        if let Some(filter) = &look.filter {
            rows = rows.lazy().filter(filter.expr.clone()).collect()?;
        }
        let numbers: Vec<u64> = rows.column(ROW)?.u64()?.iter().map(|number| number.unwrap_or(0)).collect();
        let days = match &look.around {
            Some(around) => dates(&rows, &around.date)?,
            None => vec![Some(NaiveDate::MIN); rows.height()],
        };
        let mut by_key: Vec<Rows> = vec![Vec::new(); keys.len()];
        for (row, (number, day)) in numbers.iter().zip(days).enumerate() {
            if let (Some(key), Some(day)) = (of_all[*number as usize], day) {
                by_key[key].push((day, row));
            }
        }
        // Of two rows of one day what they hold decides, never the order in which they were read.
        let given = given(look).map(|column| rows.column(column)).transpose()?;
        let holds = |row: usize| given.and_then(|column| column.get(row).ok()).map(|value| value.to_string());
        for rows in &mut by_key {
            rows.sort_by(|(day, row), (other_day, other_row)| {
                day.cmp(other_day).then_with(|| holds(*row).cmp(&holds(*other_row))).then(row.cmp(other_row))
            });
        }
        Ok(Self { rows, numbers, of_all, keys, by_key })
    }

    /// The rows of a key; none of one that no row has.
    pub(super) fn of(&self, key: usize) -> &[(NaiveDate, usize)] {
        self.by_key.get(key).map_or(&[], Vec::as_slice)
    }

    /// The key of each row of `frame`, one beyond all where no row has it, none where a part of it is blank; none at all where
    /// the two lists name things differently.
    pub(super) fn wanted(&self, frame: &DataFrame, look: &Look) -> Result<Vec<Option<usize>>> {
        let columns = columns(frame, look.same.iter().map(|(own, _)| own))?;
        let beyond = self.by_key.len();
        let find = |row: usize| Some(self.keys.find(key(&columns, row)?).unwrap_or(beyond));
        let wanted: Vec<Option<usize>> = (0..frame.height()).map(find).collect();
        if wanted.iter().flatten().any(|key| *key < beyond) {
            return Ok(wanted);
        }
        let mut unknown = Keys::default();
        for key in (0..frame.height()).filter_map(|row| key(&columns, row)) {
            unknown.number(key);
        }
        Ok(if unknown.len() >= STRANGERS { vec![None; frame.height()] } else { wanted })
    }

    /// The key of each row of the fact.
    pub(super) fn of_all(&self) -> &[Option<usize>] {
        &self.of_all
    }

    /// Where each row of the fact stands among the rows of its key.
    pub(super) fn places(&self) -> Vec<Option<usize>> {
        let mut places = vec![None; self.of_all.len()];
        for rows in &self.by_key {
            for (place, (_, row)) in rows.iter().enumerate() {
                places[self.numbers[*row] as usize] = Some(place);
            }
        }
        places
    }
}

/// The values of columns.
fn columns<'f, 'n>(
    frame: &'f DataFrame,
    names: impl Iterator<Item = &'n String>,
) -> Result<Vec<Vec<Option<Part<'f>>>>> {
    names.map(|name| parts(frame.column(name)?)).collect()
}

/// The key of a row; none where a part of it is blank.
fn key<'c, 'f>(
    columns: &'c [Vec<Option<Part<'f>>>],
    row: usize,
) -> Option<impl Iterator<Item = Option<Part<'f>>> + 'c> {
    let is_whole = columns.iter().all(|column| column[row].is_some());
    is_whole.then(|| columns.iter().map(move |column| column[row]))
}

/// The column whose value is taken.
fn given(look: &Look) -> Option<&String> {
    if let Give::Column(column) = &look.give { Some(column) } else { None }
}

/// The columns that a look needs of the rows that it goes into, and their numbers.
fn needed(look: &Look, all: &DataFrame) -> Result<DataFrame> {
    let filter = look.filter.iter().flat_map(|filter| &filter.columns);
    let mut names: Vec<&String> =
        filter.chain(look.around.iter().map(|around| &around.date)).chain(given(look)).collect();
    names.sort_unstable();
    names.dedup();
    let mut columns = names.into_iter().map(|name| Ok(all.column(name)?.clone())).collect::<Result<Vec<_>>>()?;
    columns.push(Column::new(ROW.into(), (0..all.height() as u64).collect::<Vec<u64>>()));
    Ok(DataFrame::new(all.height(), columns)?)
}
