//! The kept rows of one block, as the later steps of this room see them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use crate::base::address::{CellRef, Place};
use crate::base::finding::Finding;
use crate::base::finding_groups::KEPT;
use crate::base::text::fold;
use crate::input::grid::{Grid, GridValue};
use crate::recognise::block::Block;

use super::cell::read::Said;
use super::merged::{Loans, Merged};
use super::model::RowCounts;
use super::schema::{Need, Schema};
use super::value::{Text, Value};

/// What stands for all further words of a sheet that holds thousands of different ones.
const FURTHER_WORDS: &str = "…";

/// The kept rows of one block, with its balance so far (kept rows count as used until later steps move them).
pub(super) struct Rows {
    pub block: Block,
    pub sha256: Arc<str>,
    pub grid: Arc<Grid>,
    /// The merged cells of the block, and what they lent to its rows.
    pub merged: Arc<Merged>,
    pub loans: Loans,
    /// For each field its place in a row of `values`; `None` where the block has no column for it.
    pub slots: Vec<Option<usize>>,
    /// Values of a row.
    pub width: usize,
    /// Numbers of the kept rows in the sheet, from 0; of a wide list each as often as it tells of an attempt.
    pub rows: Vec<u32>,
    /// Which attempt of its row in the sheet each kept row is; empty where the list is not wide.
    pub attempts: Vec<u8>,
    /// Kept rows one after the other.
    pub values: Vec<Value>,
    pub cleaned: Vec<Box<str>>,
    /// The day on which the list was made, where the file tells.
    pub made: Option<NaiveDate>,
    /// Of each kept row that names neither an order nor a vehicle a hash of its cells that no field takes; of others 0.
    pub others: Vec<u64>,
    /// First cells of lines that belong to the order above them.
    pub continued: Vec<CellRef>,
    /// Further columns of a date that hold dates, by place and column, and what became of them.
    pub beside: BTreeMap<(usize, u32), Beside>,
    /// Names of staff whose number was cut off.
    pub numbered: Vec<Numbered>,
    pub counts: RowCounts,
    pub findings: Vec<Finding>,
    /// Words outside the vocabulary by field and text, and the cells where they stand.
    pub unknown_words: BTreeMap<(usize, String), Vec<CellRef>>,
}

/// A name whose number was cut off.
pub(super) struct Numbered {
    /// Its place among the cleaned texts of its block.
    pub text: usize,
    pub field: usize,
    pub number: String,
    pub cell: CellRef,
}

/// What became of a further column of a date.
#[derive(Default)]
pub(super) struct Beside {
    /// Cells that filled a blank date.
    pub lent: Vec<CellRef>,
    /// Cells of another meaning beside a blank date that stayed blank, where no state of the row explains it.
    pub withheld: Vec<CellRef>,
}

impl Beside {
    fn append(&mut self, mut below: Self) {
        self.lent.append(&mut below.lent);
        self.withheld.append(&mut below.withheld);
    }
}

impl Rows {
    /// A block of which no row has been read.
    pub(super) fn empty(
        grid: Arc<Grid>,
        sha256: Arc<str>,
        block: Block,
        slots: Vec<Option<usize>>,
        width: usize,
    ) -> Self {
        Self {
            block,
            sha256,
            grid,
            merged: Arc::default(),
            loans: Loans::default(),
            slots,
            width,
            rows: Vec::new(),
            attempts: Vec::new(),
            values: Vec::new(),
            cleaned: Vec::new(),
            made: None,
            others: Vec::new(),
            continued: Vec::new(),
            beside: BTreeMap::new(),
            numbered: Vec::new(),
            counts: RowCounts::default(),
            findings: Vec::new(),
            unknown_words: BTreeMap::new(),
        }
    }

    /// When the list was made, as its file tells: the time of its last saving, else the day of its export.
    pub(super) fn saved(&self) -> Option<NaiveDateTime> {
        self.grid.saved.or_else(|| self.made.map(|day| day.and_time(NaiveTime::MIN)))
    }

    /// Adds the rows of the same block that stand below these.
    pub(super) fn append(&mut self, mut below: Self) {
        let before = self.cleaned.len() as u32;
        self.rows.append(&mut below.rows);
        self.attempts.append(&mut below.attempts);
        self.values.extend(below.values.into_iter().map(|value| value.with_cleaned_behind(before)));
        self.cleaned.append(&mut below.cleaned);
        self.others.append(&mut below.others);
        self.continued.append(&mut below.continued);
        for (column, cells) in below.beside {
            self.beside.entry(column).or_default().append(cells);
        }
        self.numbered
            .extend(below.numbered.into_iter().map(|one| Numbered { text: one.text + before as usize, ..one }));
        self.counts += below.counts;
        self.loans.append(below.loans);
        self.findings.append(&mut below.findings);
        for ((field, word), cells) in below.unknown_words {
            self.add_unknown(field, word, cells);
        }
    }

    /// Adds a word outside the vocabulary. Each is told once, so a column that holds no words at all must not fill the
    /// report with them.
    pub(super) fn add_unknown(&mut self, field: usize, word: String, mut cells: Vec<CellRef>) {
        let mut key = (field, word);
        if self.unknown_words.len() >= KEPT && !self.unknown_words.contains_key(&key) {
            key.1 = FURTHER_WORDS.to_owned();
        }
        self.unknown_words.entry(key).or_default().append(&mut cells);
    }

    /// Keeps what a cell says; a text that stands there as it is stays with the sheet.
    pub(super) fn keep(&mut self, said: Said<'_>, cell: GridValue) -> Value {
        let mut text = |text: Cow<'_, str>| match (cell, text) {
            (GridValue::Text(id), Cow::Borrowed(same)) if same.len() == self.grid.text(id).len() => Text::Sheet(id),
            (_, text) => {
                self.cleaned.push(text.into_owned().into_boxed_str());
                Text::Cleaned(self.cleaned.len() as u32 - 1)
            }
        };
        match said {
            Said::Nothing => Value::Nothing,
            Said::Lost => Value::Lost,
            Said::Text(said) | Said::Person(said, _) => Value::Text(text(said)),
            Said::Word(said, entry) => Value::Word(text(said), entry.map(|entry| entry as u32)),
            Said::Whole(value) => Value::Whole(value),
            Said::Number(value) => Value::Number(value),
            Said::Percentage(value) => Value::Percentage(value),
            Said::Flag(value) => Value::Flag(value),
            Said::Time(value) => Value::Time(value),
            Said::Minutes(value) => Value::Minutes(value),
            Said::RawScore(value) => Value::RawScore(value),
            Said::Points(value) => Value::Points(value),
        }
    }

    /// The value of a field in a kept row.
    pub(super) fn value(&self, row: usize, field: usize) -> Value {
        self.slots[field].map_or(Value::Nothing, |slot| self.values[row * self.width + slot])
    }

    /// Replaces the value of a field that the block has a column for.
    pub(super) fn set(&mut self, row: usize, field: usize, value: Value) {
        if let Some(slot) = self.slots[field] {
            self.values[row * self.width + slot] = value;
        }
    }

    /// Makes a field a word of its vocabulary, also where the block has no column for it.
    pub(super) fn set_word(&mut self, row: usize, field: usize, word: &str, entry: usize) {
        if self.slots[field].is_none() {
            self.add_slot(field);
        }
        self.cleaned.push(word.into());
        let text = Text::Cleaned(self.cleaned.len() as u32 - 1);
        self.set(row, field, Value::Word(text, Some(entry as u32)));
    }

    /// Room for a field in every row, in place: of a large list no second copy is held.
    fn add_slot(&mut self, field: usize) {
        let (before, width) = (self.width, self.width + 1);
        self.values.resize(self.rows.len() * width, Value::Nothing);
        for row in (0..self.rows.len()).rev() {
            self.values.copy_within(row * before..(row + 1) * before, row * width);
            self.values[row * width + before] = Value::Nothing;
        }
        self.slots[field] = Some(before);
        self.width = width;
    }

    /// The cell of a field as it stands in the sheet, while the sheet has its cells.
    pub(super) fn shown(&self, row: usize, field: usize) -> String {
        let at = self.cell(row, field);
        self.grid.cell(at.row, at.col).map(|cell| self.grid.shown(cell.value)).unwrap_or_default()
    }

    /// A text of this block.
    pub(super) fn text(&self, text: Text) -> &str {
        match text {
            Text::Sheet(id) => self.grid.text(id),
            Text::Cleaned(index) => &self.cleaned[index as usize],
        }
    }

    /// The text of a field, where it holds one.
    pub(super) fn field_text(&self, row: usize, field: usize) -> Option<&str> {
        match self.value(row, field) {
            Value::Text(text) | Value::Word(text, _) => Some(self.text(text)),
            _ => None,
        }
    }

    /// The place of a field in a kept row; the first column where the block has none for it.
    pub(super) fn place(&self, row: usize, field: usize) -> Place {
        let cell = self.cell(row, field);
        self.grid.place().at(cell.row, cell.col)
    }

    /// The cell of the same; of a merged cell the first, in which people see what it holds.
    pub(super) fn cell(&self, row: usize, field: usize) -> CellRef {
        let cell = self.own_cell(row, field);
        self.merged.first(cell).unwrap_or(cell)
    }

    fn own_cell(&self, row: usize, field: usize) -> CellRef {
        let attempt = self.attempts.get(row).copied().unwrap_or(0);
        CellRef { row: self.rows[row], col: self.block.col(field, attempt).unwrap_or(0) }
    }

    /// The place of a whole row: that of this field, or the first of its cells that no merged cell covers.
    pub(super) fn place_of_row(&self, row: usize, field: usize) -> Place {
        let cell = self.own_cell(row, field);
        let of_row = self.block.columns.iter().map(|column| CellRef { row: cell.row, col: column.col });
        let seen = std::iter::once(cell).chain(of_row).find(|cell| !self.merged.covers(*cell)).unwrap_or(cell);
        self.grid.place().at(seen.row, seen.col)
    }

    /// The kept rows that come from the same row of the sheet as this one: of a wide list its attempts.
    pub(super) fn of_one_row(&self, row: usize) -> std::ops::Range<usize> {
        let same = |at: &usize| self.rows[*at] == self.rows[row];
        let before = (0..row).rev().take_while(same).count();
        let after = (row + 1..self.rows.len()).take_while(same).count();
        row - before..row + after + 1
    }
}

impl Need {
    /// Whether a kept row holds a word of the needed sense.
    pub(super) fn holds(&self, rows: &Rows, schema: &Schema, row: usize) -> bool {
        let sense = rows.value(row, self.field).sense(&schema.fields[self.field].vocabulary);
        sense.is_some() && sense == self.sense.as_deref()
    }
}

/// The key of a heading, under which scales are declared and inferred.
pub(super) fn heading_key(heading: &str) -> String {
    fold(&crate::recognise::heading::without_brackets(heading))
}

/// The typed rows need the texts of the sheet, no longer its cells: of a large dealer these are most of the memory.
pub(super) fn forget_cells(mut grid: Arc<Grid>, read: &mut [Rows]) {
    let nothing = Arc::new(Grid::default());
    for rows in &mut *read {
        rows.grid = Arc::clone(&nothing);
    }
    if let Some(grid) = Arc::get_mut(&mut grid) {
        grid.cells = Vec::new();
    }
    for rows in read {
        rows.grid = Arc::clone(&grid);
    }
}
