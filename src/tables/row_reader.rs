//! Reads the rows of a block: each is kept, or told apart as blank, note, total, repeated heading or rejected.

mod wide_row;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::base::address::CellRef;
use crate::base::finding::Code;
use crate::base::finding_groups;
use crate::input::grid::{Grid, GridCell, GridValue};
use crate::recognise::block::Block;

use super::accounting::{self, Kept};
use super::cell::Broken;
use super::cell::named::Named;
use super::cell::read::{Column, Said};
use super::columns;
use super::date_columns::{self, DateColumns, State};
use super::doubtful_rows::Looker;
use super::lent::{self, Lender, Lent};
use super::lines::Lines;
use super::merged::Merged;
use super::names::{self, Names};
use super::other_cells::OtherCells;
use super::row_findings::{Problem, Teller};
use super::rows::{Numbered, Rows};
use super::schema::{Need, Schema};
use super::schemas::Schemas;
use super::value::{Text, Value};
use super::wide::{Layout, is_of_the_call, is_silent};
use super::year_beside::YearBeside;

/// Of so many texts it is remembered what they say in each column: words and names stand among the first of a sheet.
const FIRST_TEXTS: usize = 4096;

/// Fewer lines than this need no memory of texts. A sheet may be thousands of small lists, one below the other.
const FEW_LINES: usize = 256;

/// Reads the rows of a block whose headings are complete.
pub(super) fn read(
    grid: Arc<Grid>,
    sha256: Arc<str>,
    block: Block,
    made: Option<NaiveDate>,
    schema: &Schema,
    schemas: &Schemas,
) -> Rows {
    let mut slots = vec![None; schema.fields.len()];
    for (slot, column) in block.columns.iter().enumerate() {
        slots[column.field] = Some(slot);
    }
    let (layout, slots) = Layout::new(&block, schema).map_or((None, slots), |(layout, slots)| (Some(layout), slots));
    let width = layout.as_ref().map_or(block.columns.len(), Layout::width);
    let merged = Arc::new(Merged::of(&grid, &block));
    let named = Named::of(grid.sheet.as_deref(), &grid.file);
    let seconds = columns::with_seconds(&grid, &block, schema);
    let column = |slot: usize| columns::read_as(&grid, &block, schema, schemas, named, slot, &seconds);
    let lines: Vec<_> = accounting::rows_of(&grid, &block).collect();
    let other_days = date_columns::other_days(&block, schema, column, &lines);
    let empty = || Rows {
        merged: Arc::clone(&merged),
        ..Rows::empty(Arc::clone(&grid), Arc::clone(&sha256), block.clone(), slots.clone(), width)
    };
    let read_part = |lines: &[(u32, &[GridCell])]| {
        let mut part = empty();
        Reader::new(&grid, &block, schema, schemas, (&other_days, &seconds), lines.len()).lines(
            lines,
            layout.as_ref(),
            &merged,
            &mut part,
        );
        part
    };
    let key = schema.key.and_then(|key| block.col(key, 0));
    let parts = accounting::parts(&lines, key, &merged);
    let counts = accounting::empty(&grid, &block);
    let mut rows = Rows { counts, made, ..empty() };
    rows.rows.reserve_exact(lines.len());
    rows.values.reserve_exact(lines.len() * width);
    // A few parts at a time: of a large sheet no second copy of all values is ever held.
    for wave in parts.chunks(2 * rayon::current_num_threads()) {
        let read: Vec<Rows> = wave.par_iter().copied().map(&read_part).collect();
        read.into_iter().for_each(|part| rows.append(part));
        finding_groups::thin(&mut rows.findings);
    }
    rows.findings.extend(date_columns::findings(&rows, schema));
    rows.findings.extend(lent::findings(&rows, schema));
    lent::score_once(&mut rows, schema);
    rows
}

struct Reader<'a> {
    grid: &'a Grid,
    schema: &'a Schema,
    /// The words of totals and notes.
    words: &'a Lines,
    columns: Vec<Column<'a>>,
    cols: Vec<u32>,
    others: OtherCells,
    /// The dates that have several columns.
    dates: Vec<DateColumns<'a>>,
    /// What the first texts of the sheet have said in each column, so that words and names are read once.
    known: Vec<Option<Value>>,
    /// How many texts are remembered.
    first: usize,
    values: Vec<Value>,
    problems: Vec<Problem>,
    teller: Teller<'a>,
    looker: Looker<'a>,
    year_beside: Option<YearBeside>,
}

impl<'a> Reader<'a> {
    fn new(
        grid: &'a Grid,
        block: &'a Block,
        schema: &'a Schema,
        schemas: &'a Schemas,
        (other_days, seconds): (&BTreeSet<(usize, u32)>, &BTreeSet<usize>),
        lines: usize,
    ) -> Self {
        // For a few lines it takes longer to make room for what is remembered than to read them.
        let first = if lines < FEW_LINES { 0 } else { grid.texts.len().min(FIRST_TEXTS) };
        let named = Named::of(grid.sheet.as_deref(), &grid.file);
        Self {
            grid,
            schema,
            words: &schemas.common.lines,
            year_beside: YearBeside::new(block, schema, named),
            columns: (0..block.columns.len())
                .map(|slot| columns::read_as(grid, block, schema, schemas, named, slot, seconds))
                .collect(),
            cols: block.columns.iter().map(|column| column.col).collect(),
            others: OtherCells::of(grid, block),
            dates: DateColumns::of(block, schema, other_days),
            known: vec![None; block.columns.len() * first],
            first,
            values: Vec::new(),
            problems: Vec::new(),
            teller: Teller::new(grid, schema),
            looker: Looker::new(grid, block, schema, &schemas.common.lines),
        }
    }

    /// Reads one line after the other.
    fn lines(&mut self, lines: &[(u32, &'a [GridCell])], layout: Option<&Layout<'_>>, merged: &Merged, out: &mut Rows) {
        let mut lender = Lender::new(merged);
        for &(row, cells) in lines {
            let lent = lender.row(self.grid, row, cells);
            if out.block.repeated.binary_search(&row).is_ok() {
                out.counts.repeated_header += 1;
            } else if lent.own.iter().all(|cell| accounting::is_blank(self.grid, cell)) {
                // A row that merged cells cover whole belongs to the one above it.
                out.counts.blank += 1;
            } else if !lent.from.is_empty() && !lent.own.iter().any(|cell| self.others.is_headed(cell.col)) {
                // Only what stands beside the list is its own.
                out.counts.note += 1;
            } else {
                let before = out.counts;
                self.row(row, &lent, layout, out);
                let line = match out.counts {
                    counts if counts.total_line > before.total_line => Kept::TotalLine,
                    counts if counts.note > before.note => Kept::Note,
                    _ => Kept::Row,
                };
                lender.read(self.grid, row, cells, lent, line, out);
            }
        }
    }

    fn row(&mut self, row: u32, lent: &Lent<'_>, layout: Option<&Layout<'_>>, out: &mut Rows) {
        let cells: &[GridCell] = &lent.cells;
        if accounting::is_full_total(self.grid, &lent.own, self.words) {
            out.counts.total_line += 1;
            return;
        }
        self.values.clear();
        self.values.resize(self.cols.len(), Value::Nothing);
        self.problems.clear();
        let month_of_year = self.year_beside.as_mut().and_then(|beside| beside.look(&mut self.columns, cells));
        let mut slot = 0;
        for cell in cells {
            while slot < self.cols.len() && self.cols[slot] < cell.col {
                slot += 1;
            }
            if slot < self.cols.len() && self.cols[slot] == cell.col {
                self.values[slot] = self.cell(slot, cell, out);
                if let Some(first) = lent.lender(cell.col).filter(|_| self.columns[slot].field.adds_up) {
                    let field = out.block.columns[slot].field;
                    self.values[slot] = lent::once(self.values[slot], field, first, &mut out.loans);
                }
            }
        }
        for at in 0..self.dates.len() {
            self.date(at, cells, out);
        }
        if let Some(month) = month_of_year {
            self.problems.retain(|problem| problem.column != month || problem.broken.code != Code::AssumedYear);
        }
        if let Some(layout) = layout {
            return self.wide_row(row, lent, layout, out);
        }
        let unmet = self.unmet(&self.values, out);
        let complete = unmet.is_empty() || self.is_void(out);
        let own = self.own(&self.values, lent, out);
        if !complete && !self.is_row(row, lent, &own, out) || complete && self.is_line(lent, &own, out) {
            return;
        }
        if complete && accounting::is_a_note(self.grid, &lent.own, &out.block, self.schema, self.words) {
            out.counts.note += 1;
            return;
        }
        if complete || self.nobody_called(cells, out) {
            self.problems.extend(self.looker.looks(&self.values, &lent.own));
            let others = self.others.hash(self.grid, &out.block, self.schema, &self.values, cells);
            if others != 0 && lent.is_a_remark(self.grid, &mut out.loans, &out.block) {
                out.counts.note += 1;
                return;
            }
            self.teller.report(&mut self.problems, row, 0, out, None);
            out.rows.push(row);
            out.others.push(others);
            out.values.extend_from_slice(&self.values);
            out.counts.used += 1;
        } else {
            out.counts.rejected += 1;
            self.teller.report(&mut self.problems, row, 0, out, Some(&unmet));
        }
    }

    /// Counts a line that lacks what the table needs, where it is a total, a note or a line of the order above it; tells
    /// whether it is a row.
    fn is_row(&self, row: u32, lent: &Lent<'_>, values: &[Value], out: &mut Rows) -> bool {
        let cells: &[GridCell] = &lent.own;
        let names = names::of(self.schema, out, values, cells, self.words);
        // Beside the merged word of a total or a merged remark only what names its thing is a row.
        let beside = lent.line.filter(|line| *line != Kept::Row && names < Names::Thing);
        // Below a column of dates the count of a total is no date either.
        let is_count = |text: &str| text.chars().all(|c| c.is_ascii_digit() || ".,%".contains(c));
        let is_told = self.problems.iter().any(|problem| problem.refused && !is_count(&problem.shown))
            || names::by_number(self.schema, out, values, cells, self.words);
        let broken = || accounting::broken_line(self.grid, cells, &out.block, (names, is_told), self.words);
        match beside.unwrap_or_else(broken) {
            Kept::TotalLine => out.counts.total_line += 1,
            _ if self.problems.is_empty()
                && accounting::continues(self.schema, out, values, (row, cells), self.words) =>
            {
                out.continued.extend(cells.first().map(|cell| CellRef { row, col: cell.col }));
                out.counts.duplicate += 1;
            }
            Kept::Note => out.counts.note += 1,
            Kept::Row => return true,
        }
        false
    }

    /// Counts a line that only has what the table needs because merged cells lend it, where its own words are those of a
    /// total or a note.
    fn is_line(&self, lent: &Lent<'_>, values: &[Value], out: &mut Rows) -> bool {
        if lent.from.is_empty() || self.unmet(values, out).is_empty() {
            return false;
        }
        match accounting::worded_line(self.grid, &lent.own, self.words) {
            Some(Kept::TotalLine) => out.counts.total_line += 1,
            Some(Kept::Note) => out.counts.note += 1,
            _ => return false,
        }
        true
    }

    /// The values of the row that no merged cell lends.
    fn own<'v>(&self, values: &'v [Value], lent: &Lent<'_>, out: &Rows) -> Cow<'v, [Value]> {
        if lent.from.is_empty() {
            return Cow::Borrowed(values);
        }
        let columns = out.block.columns.iter().zip(values);
        columns.map(|(column, value)| if lent.lends(column.col) { Value::Nothing } else { *value }).collect()
    }

    fn cell(&mut self, slot: usize, cell: &GridCell, out: &mut Rows) -> Value {
        if let Some(value) = self.known(slot, cell.value) {
            return value;
        }
        let column = &self.columns[slot];
        let field = out.block.columns[slot].field;
        let (mut said, broken) = column.read(cell.value);
        let number = if let Said::Person(_, number) = &mut said { number.take() } else { None };
        let value = out.keep(said, cell.value);
        if let (Value::Text(Text::Cleaned(text)), Some(number)) = (value, number) {
            let cell = CellRef { row: cell.row, col: cell.col };
            let cell = out.merged.first(cell).unwrap_or(cell);
            out.numbered.push(Numbered { text: text as usize, field, number, cell });
        }
        let mut trusted = broken.is_none();
        if let Some(broken) = broken {
            let refused = matches!(value, Value::Nothing);
            let shown = self.grid.shown(cell.value);
            self.problems.push(Problem { column: slot, col: cell.col, field, broken, refused, shown });
        }
        if let Value::Word(_, None) = value
            && !column.field.vocabulary.entries().is_empty()
        {
            trusted = false;
            let shown = self.grid.shown(cell.value);
            let broken = Broken::new(Code::UnknownWord, "", "");
            self.problems.push(Problem { column: slot, col: cell.col, field, broken, refused: false, shown });
        }
        if let GridValue::Text(id) = cell.value
            && trusted
        {
            let text = id.0 as usize;
            if text < self.first {
                self.known[slot * self.first + text] = Some(value);
            }
        }
        value
    }

    /// What the columns of a date say together.
    fn date(&mut self, at: usize, cells: &[GridCell], out: &mut Rows) {
        let (columns, slot) = (&self.dates[at], self.dates[at].slot);
        let moment = {
            let attempt = out.block.columns[slot].attempt;
            let says = |field: usize, is: &dyn Fn(&str) -> bool| {
                let vocabulary = &self.schema.fields[field].vocabulary;
                let own = out.block.columns.iter().zip(&self.values).filter(|(column, _)| {
                    column.field == field && (column.attempt == attempt || column.attempt == 0 || attempt == 0)
                });
                own.filter_map(|(_, value)| value.sense(vocabulary)).any(is)
            };
            let holds = |need: &Need| says(need.field, &|sense| need.sense.as_deref() == Some(sense));
            let fields = 0..self.schema.fields.len();
            let is_open = columns.has_others() && fields.into_iter().any(|field| says(field, &date_columns::says_open));
            columns.read(&self.columns[slot], cells, &State { is_open, holds: &holds })
        };
        columns.remember(&moment, out);
        self.values[slot] = moment.at.map_or(Value::Nothing, Value::Time);
        self.problems.retain(|problem| problem.column != slot);
        let field = out.block.columns[slot].field;
        self.problems.extend(moment.broken.into_iter().map(|(cell, broken, refused)| {
            let shown = self.grid.shown(cell.value);
            Problem { column: slot, col: cell.col, field, broken, refused, shown }
        }));
    }

    /// What a text said in this column before.
    fn known(&self, slot: usize, value: GridValue) -> Option<Value> {
        let GridValue::Text(id) = value else { return None };
        let text = id.0 as usize;
        if text < self.first { self.known[slot * self.first + text] } else { None }
    }

    /// The groups of needed fields that the row at hand leaves open, and a refused date that would have decided.
    fn unmet(&self, values: &[Value], out: &Rows) -> Vec<Vec<usize>> {
        let value = |field: usize| out.slots[field].map_or(Value::Nothing, |slot| values[slot]);
        let met = |need: &Need| match &need.sense {
            None => value(need.field) != Value::Nothing,
            Some(sense) => value(need.field).sense(&self.schema.fields[need.field].vocabulary) == Some(sense),
        };
        let fields = |group: &Vec<Need>| group.iter().map(|need| need.field).collect();
        let mut unmet: Vec<Vec<usize>> =
            self.schema.keep.iter().filter(|group| !group.iter().any(met)).map(fields).collect();
        for field in &self.schema.period {
            if value(*field) != Value::Nothing {
                break;
            }
            if self.problems.iter().any(|problem| problem.field == *field && problem.refused) {
                unmet.push(vec![*field]);
                break;
            }
        }
        unmet
    }

    /// A list of calls names an order or a vehicle and says nothing of a call: the customer was not called yet.
    fn nobody_called(&self, cells: &[GridCell], out: &Rows) -> bool {
        let refused = |problem: &Problem| problem.refused && is_of_the_call(self.schema, problem.field);
        is_silent(self.schema, &out.block, &self.values)
            && !self.problems.iter().any(refused)
            && names::order_or_vehicle(self.schema, out, &self.values, cells, self.words)
    }

    fn is_void(&self, out: &Rows) -> bool {
        self.schema.void.iter().any(|need| {
            let value = out.slots[need.field].map_or(Value::Nothing, |slot| self.values[slot]);
            need.sense.is_some() && value.sense(&self.schema.fields[need.field].vocabulary) == need.sense.as_deref()
        })
    }
}
