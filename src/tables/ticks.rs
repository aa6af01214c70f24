//! A heading over a column for each answer, with a tick in one of them (服务态度 over 满意│一般│不满意): read as one column in which
//! the answer stands.

use std::collections::BTreeMap;

use crate::base::address::column_letters;
use crate::base::finding::{Code, Finding, Severity};
use crate::base::text::{fold, narrow};
use crate::input::grid::{Grid, GridCell, GridValue};

use super::common::Common;
use super::field_kind::FieldKind;
use super::schema::Field;
use super::schemas::Schemas;

/// The headings are looked for in so many rows that hold something.
const FIRST_ROWS: usize = 30;
/// Fewer columns are no choice.
const LEAST_ANSWERS: usize = 2;
/// One cell in so many may be something else: a total, a remark.
const OTHERS: usize = 5;

/// A heading with its columns of ticks.
struct Ticked {
    /// The row of the answers.
    row: u32,
    /// The first column, in which the heading stands.
    col: u32,
    heading: String,
    /// What each column says, from the left.
    answers: Vec<String>,
}

impl Ticked {
    fn holds(&self, cell: &GridCell) -> Option<&str> {
        let at = cell.col.checked_sub(self.col).filter(|_| cell.row >= self.row)?;
        self.answers.get(at as usize).map(String::as_str)
    }
}

/// Brings such columns together; what is no tick stays where it is.
pub(super) fn join(grid: &mut Grid, schemas: &Schemas) -> Vec<Finding> {
    let found = find(grid, schemas);
    if found.is_empty() {
        return Vec::new();
    }
    // Two ticks in one row are two answers, which no field understands: they are told at the first column.
    let mut answers: BTreeMap<(u32, u32), String> = BTreeMap::new();
    let mut cells = Vec::with_capacity(grid.cells.len());
    for cell in std::mem::take(&mut grid.cells) {
        match found.iter().find_map(|ticked| Some((ticked, ticked.holds(&cell)?))) {
            None => cells.push(cell),
            Some((ticked, _)) if cell.row == ticked.row => {}
            Some((ticked, answer)) => match sign(grid, &schemas.common, &cell) {
                Some(true) => {
                    let said = answers.entry((cell.row, ticked.col)).or_default();
                    *said = if said.is_empty() { answer.to_owned() } else { format!("{said}/{answer}") };
                }
                Some(false) => {}
                None => cells.push(cell),
            },
        }
    }
    cells.retain(|cell| !answers.contains_key(&(cell.row, cell.col)));
    for ((row, col), answer) in answers {
        let value = GridValue::Text(grid.add_text(&answer));
        cells.push(GridCell { row, col, value });
    }
    cells.sort_by_key(|cell| (cell.row, cell.col));
    grid.cells = cells;
    found.iter().map(|ticked| told(grid, ticked)).collect()
}

fn told(grid: &Grid, ticked: &Ticked) -> Finding {
    let heading = &ticked.heading;
    let last = column_letters(ticked.col + ticked.answers.len() as u32 - 1);
    let first = column_letters(ticked.col);
    let (answers, english) = (ticked.answers.join("、"), ticked.answers.join(", "));
    Finding::new(
        Severity::Info,
        Code::TickedColumns,
        grid.place().at(ticked.row, ticked.col),
        format!("“{heading}”下 {first}–{last} 列是打勾的{answers}，合为一列读取"),
        format!("columns {first}–{last} below “{heading}” hold ticks for {english}; they are read as one column"),
    )
    .value(heading)
}

fn find(grid: &Grid, schemas: &Schemas) -> Vec<Ticked> {
    let rows: Vec<(u32, &[GridCell])> = grid.rows().take(FIRST_ROWS).collect();
    let pairs = rows.windows(2).filter(|pair| pair[0].0 + 1 == pair[1].0);
    let of_pair = |pair: &[(u32, &[GridCell])]| of_lines(grid, schemas, pair[0].1, pair[1]);
    let mut found = pairs.map(of_pair);
    found.find(|found| !found.is_empty()).unwrap_or_default()
}

/// The headings of the upper line with at least two answers below.
fn of_lines(grid: &Grid, schemas: &Schemas, upper: &[GridCell], (row, lower): (u32, &[GridCell])) -> Vec<Ticked> {
    let of_heading = |(at, head): (usize, &GridCell)| {
        let GridValue::Text(id) = head.value else { return None };
        let end = upper.get(at + 1).map_or(u32::MAX, |next| next.col);
        let below = lower.iter().filter(|cell| (head.col..end).contains(&cell.col));
        let run =
            below.zip(head.col..).take_while(|(cell, col)| cell.col == *col).map(|(cell, _)| grid.shown(cell.value));
        let answers: Vec<String> = run.collect();
        let heading = grid.text(id).trim().to_owned();
        let are_ones = answers.len() >= LEAST_ANSWERS && are_answers(schemas, &heading, &answers);
        Some(Ticked { row, col: head.col, heading, answers })
            .filter(|ticked| are_ones && are_ticks(grid, schemas, ticked))
    };
    // A row of the list has something under most headings, the line of answers nothing but below those over several columns.
    let is_under_one = |cell: &GridCell| {
        upper
            .iter()
            .enumerate()
            .any(|(at, head)| head.col == cell.col && upper.get(at + 1).is_some_and(|next| next.col == head.col + 1))
    };
    if lower.iter().any(is_under_one) {
        return Vec::new();
    }
    upper.iter().enumerate().filter_map(of_heading).collect()
}

/// Whether a field of this heading knows all of the answers, each another one.
fn are_answers(schemas: &Schemas, heading: &str, answers: &[String]) -> bool {
    let folded: Vec<String> = answers.iter().map(|answer| fold(answer)).collect();
    if folded.iter().enumerate().any(|(at, one)| one.is_empty() || folded[..at].contains(one)) {
        return false;
    }
    let knows = |field: &Field, answer: &str| match field.kind {
        FieldKind::Word => field.vocabulary.find(answer).is_some(),
        FieldKind::YesNo => field.flags.contains_key(&fold(answer)),
        FieldKind::Score => {
            schemas.common.score_words.contains_key(&fold(answer))
                || narrow(answer).trim_end_matches('分').parse::<f64>().is_ok()
        }
        _ => false,
    };
    let meanings = schemas.dictionary.meanings(heading);
    let fields = meanings.iter().filter_map(|meaning| {
        let table = schemas.dictionary.tables().get(meaning.table)?.table;
        schemas.table(table)?.fields.get(meaning.field?)
    });
    fields.into_iter().any(|field| answers.iter().all(|answer| knows(field, answer)))
}

/// Whether nearly everything in the columns is a tick or says that there is none.
fn are_ticks(grid: &Grid, schemas: &Schemas, ticked: &Ticked) -> bool {
    let (mut ticks, mut others) = (0, 0);
    let end = grid.cells.last().map_or(0, |cell| cell.row + 1);
    for cell in grid.cells_of(ticked.row + 1..end).iter().filter(|cell| ticked.holds(cell).is_some()) {
        match sign(grid, &schemas.common, cell) {
            Some(true) => ticks += 1,
            Some(false) => {}
            None => others += 1,
        }
    }
    ticks > 0 && others * OTHERS <= ticks
}

/// Whether a cell is a tick, or says that there is none.
pub(super) fn sign(grid: &Grid, common: &Common, cell: &GridCell) -> Option<bool> {
    match cell.value {
        GridValue::Bool(flag) => Some(flag),
        GridValue::Number(1.0) => Some(true),
        GridValue::Number(0.0) => Some(false),
        GridValue::Text(id) => {
            let text = fold(grid.text(id));
            let is_no = || common.no.contains(&text) || common.blank.contains(&text);
            if common.yes.contains(&text) { Some(true) } else { is_no().then_some(false) }
        }
        _ => None,
    }
}
