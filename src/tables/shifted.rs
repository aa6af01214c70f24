//! Rows that do not fit their headings: a comma in a remark that nobody quoted moves every cell behind it. Such a row has a
//! cell more than there are headings, or holds a plate where a name should be. From there on nobody can tell what its cells
//! mean: its names, unknown words and answers are not used, and it is told.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use rayon::prelude::*;

use crate::base::address::CellRef;
use crate::base::finding::{Code, Finding, Severity};
use crate::base::text::fold;
use crate::input::grid::{Grid, GridValue};

use super::accounting;
use super::cell::named::Named;
use super::cell::{date, plate};
use super::field_kind::FieldKind;
use super::rows::Rows;
use super::schema::{Field, Schema};
use super::schemas::Schemas;
use super::value::Value;

/// From so many rows on a column without a heading is one: it is told once, with the headings.
const OF_A_COLUMN: usize = 3;

/// Rows with a cell more are few where they are at most one in so many: then a name that no other row has is doubtful.
const FEW: usize = 20;

/// Fields that say what became of a row; their words name nobody.
pub(super) const OUTCOMES: [&str; 4] = ["result", "reason", "status", "reaction"];

/// The number of a document has so many digits, a mobile number and a vehicle number so many characters.
const DIGITS_OF_A_DOCUMENT: usize = 5;
const MOBILE: usize = 11;
const VIN: usize = 17;

/// A row of the sheet: the kept rows that it became, and its cell behind the last heading.
struct Line {
    rows: Range<usize>,
    over: Option<CellRef>,
}

/// A cell that does not fit its heading.
#[derive(Clone, Copy)]
struct Misfit {
    cell: CellRef,
    field: usize,
}

/// Looks at every kept row of a block, while the sheet has its cells.
pub(super) fn check(rows: &mut Rows, schema: &Schema, schemas: &Schemas) {
    let lines = lines(rows);
    let looker = Looker { schema, schemas };
    let mut misfits = looker.misfits(rows);
    let over = lines.iter().filter(|line| line.over.is_some()).count();
    if over == 0 && misfits.is_empty() && rows.unknown_words.is_empty() {
        return;
    }
    let names = names(rows, schema, &lines);
    misfits.extend(names_as_words(rows, &names));
    let (misfits, told) = (by_row(misfits), by_row(problems(rows)));
    let of_row = |found: &ByRow, row: u32| found.get(&row).cloned().unwrap_or_default();
    let mut aside = BTreeSet::new();
    for line in lines {
        let row = rows.rows[line.rows.start];
        let own = of_row(&misfits, row);
        let first = match line.over {
            None => own.iter().copied().min_by_key(|misfit| misfit.cell.col),
            Some(cell) => {
                let few = over < OF_A_COLUMN || over * FEW <= rows.rows.len();
                let strange = strange_names(rows, schema, &line, cell, &names, few);
                let wrong = of_row(&told, row).into_iter().filter(|_| few || !own.is_empty());
                own.iter().copied().chain(strange).chain(wrong).min_by_key(|misfit| misfit.cell.col)
            }
        };
        match (first, line.over) {
            (Some(first), _) => {
                let all = line.over.is_some() || own.len() > 1;
                let finding = tell(rows, schema, first);
                rows.findings.push(finding);
                set_aside(rows, schema, &line, first, all, &names, &mut aside);
            }
            (None, Some(cell)) if over < OF_A_COLUMN => {
                let finding = beyond(rows, schema, cell);
                rows.findings.push(finding);
            }
            _ => {}
        }
    }
    forget(rows, &aside);
}

/// Cells by the row of the sheet.
type ByRow = BTreeMap<u32, Vec<Misfit>>;

fn by_row(found: Vec<Misfit>) -> ByRow {
    let mut rows = ByRow::new();
    for misfit in found {
        rows.entry(misfit.cell.row).or_default().push(misfit);
    }
    rows
}

/// The rows of the sheet that were kept.
fn lines(rows: &Rows) -> Vec<Line> {
    let last = last_heading(rows);
    let mut over: BTreeMap<u32, CellRef> = BTreeMap::new();
    for (row, cells) in accounting::rows_of(&rows.grid, &rows.block) {
        let Some(last) = last.filter(|last| cells.last().is_some_and(|cell| cell.col > *last)) else { continue };
        let next = cells.iter().find(|cell| cell.col == last + 1);
        if let Some(cell) = next.filter(|cell| !accounting::is_blank(&rows.grid, cell)) {
            over.insert(row, CellRef { row, col: cell.col });
        }
    }
    let mut lines: Vec<Line> = Vec::new();
    for (at, row) in rows.rows.iter().enumerate() {
        match lines.last_mut() {
            Some(line) if rows.rows[line.rows.start] == *row => line.rows.end = at + 1,
            _ => lines.push(Line { rows: at..at + 1, over: over.get(row).copied() }),
        }
    }
    lines
}

/// The last column with a heading.
fn last_heading(rows: &Rows) -> Option<u32> {
    let (first, last) = rows.block.header?;
    let headings = rows.grid.cells_of(first..last + 1).iter();
    headings.filter(|cell| !accounting::is_blank(&rows.grid, cell)).map(|cell| cell.col).max()
}

/// Names of staff by field, as rows without a cell too many have them.
type Names = HashMap<usize, BTreeMap<String, usize>>;

fn names(rows: &Rows, schema: &Schema, lines: &[Line]) -> Names {
    let mut names = Names::new();
    let people = (0..schema.fields.len()).filter(|at| schema.fields[*at].kind == FieldKind::Person);
    for field in people.filter(|at| rows.slots[*at].is_some()) {
        let of_field = names.entry(field).or_default();
        for row in lines.iter().filter(|line| line.over.is_none()).flat_map(|line| line.rows.clone()) {
            if let Some(name) = rows.field_text(row, field) {
                match of_field.get_mut(name) {
                    Some(count) => *count += 1,
                    None => drop(of_field.insert(name.to_owned(), 1)),
                }
            }
        }
    }
    names
}

/// Words that nobody knows and that are the names of somebody in this list.
fn names_as_words(rows: &Rows, names: &Names) -> Vec<Misfit> {
    let is_name = |word: &str| names.values().any(|names| names.contains_key(word));
    let words = rows.unknown_words.iter().filter(|((_, word), _)| is_name(word));
    words.flat_map(|((field, _), cells)| cells.iter().map(|cell| Misfit { cell: *cell, field: *field })).collect()
}

/// The cells of the block that were told already.
fn problems(rows: &Rows) -> Vec<Misfit> {
    let is_wrong = |code: Code| matches!(code, Code::InvalidNumber | Code::InvalidYesNo | Code::InvalidDate);
    let field_of = |cell: CellRef| rows.block.columns.iter().find(|column| column.col == cell.col);
    let wrong = rows.findings.iter().filter(|finding| is_wrong(finding.code)).flat_map(Finding::cells);
    let unknown = rows.unknown_words.values().flatten().copied();
    wrong.chain(unknown).filter_map(|cell| Some(Misfit { cell, field: field_of(cell)?.field })).collect()
}

/// In a row with a cell too many: the names that no other row has, where the cell to the right holds one that others have,
/// or where such rows are few.
fn strange_names(rows: &Rows, schema: &Schema, line: &Line, over: CellRef, names: &Names, few: bool) -> Vec<Misfit> {
    let row = line.rows.start;
    let mut strange = Vec::new();
    for column in rows.block.columns.iter().filter(|column| schema.fields[column.field].kind == FieldKind::Person) {
        let known = |name: &str| names.get(&column.field).is_some_and(|names| names.contains_key(name));
        let Some(name) = rows.field_text(row, column.field).filter(|name| !known(name)) else { continue };
        let right = CellRef { row: over.row, col: column.col + 1 };
        if few && !name.is_empty() || text_at(&rows.grid, right).is_some_and(known) {
            strange.push(Misfit { cell: CellRef { row: over.row, col: column.col }, field: column.field });
        }
    }
    strange
}

fn text_at(grid: &Grid, at: CellRef) -> Option<&str> {
    match value_at(grid, at)? {
        GridValue::Text(id) => Some(grid.text(id).trim()),
        _ => None,
    }
}

fn value_at(grid: &Grid, at: CellRef) -> Option<GridValue> {
    grid.cell(at.row, at.col).map(|cell| cell.value)
}

/// What cells hold that their heading does not ask for.
struct Looker<'a> {
    schema: &'a Schema,
    schemas: &'a Schemas,
}

impl Looker<'_> {
    /// The cells that hold something of another kind. Where most of a column does, the heading is another matter.
    fn misfits(&self, rows: &Rows) -> Vec<Misfit> {
        let fields = (0..self.schema.fields.len()).into_par_iter();
        fields.filter(|field| rows.slots[*field].is_some()).flat_map_iter(|field| self.of_field(rows, field)).collect()
    }

    fn of_field(&self, rows: &Rows, field: usize) -> Vec<Misfit> {
        let declared = &self.schema.fields[field];
        if !matches!(declared.kind, FieldKind::Person | FieldKind::Word | FieldKind::Plate | FieldKind::Code) {
            return Vec::new();
        }
        // Names and words come again and again; numbers and plates are nearly all different.
        let comes_again = matches!(declared.kind, FieldKind::Person | FieldKind::Word);
        let mut known: HashMap<&str, bool> = HashMap::new();
        let (mut filled, mut misfits) = (0_usize, Vec::new());
        for row in 0..rows.rows.len() {
            let text = match (declared.kind, rows.value(row, field)) {
                (_, Value::Nothing | Value::Lost) => continue,
                (FieldKind::Word, Value::Word(_, Some(_))) => None,
                _ => rows.field_text(row, field),
            };
            filled += 1;
            let Some(text) = text else { continue };
            let cell = rows.cell(row, field);
            let strange = if comes_again {
                *known.entry(text).or_insert_with(|| self.is_strange(declared, text))
            } else {
                self.is_strange(declared, text)
            };
            let is_date = || {
                let serial = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
                serial && matches!(value_at(&rows.grid, cell), Some(GridValue::Date(_)))
            };
            if strange || is_date() {
                misfits.push(Misfit { cell, field });
            }
        }
        misfits.dedup_by_key(|misfit| misfit.cell);
        if misfits.len() * 2 <= filled { misfits } else { Vec::new() }
    }

    fn is_strange(&self, field: &Field, text: &str) -> bool {
        match field.kind {
            FieldKind::Code => plate::is_mainland(text) || is_date(text),
            // Nearly every plate of a list is another text, and all have digits: they need no look into the vocabularies.
            FieldKind::Plate => is_date(text) || is_mobile(text) || !has_digit(text) && self.is_outcome(text),
            FieldKind::Person => is_thing(text) || is_score(text) || self.is_outcome(text),
            _ => is_thing(text) || is_document(text),
        }
    }

    /// A result, a state, a degree of satisfaction, a yes or no.
    fn is_outcome(&self, text: &str) -> bool {
        let words = self.schema.fields.iter().filter(|field| OUTCOMES.contains(&field.id.as_str()));
        let folded = fold(text);
        words.into_iter().any(|field| field.vocabulary.find(text).is_some())
            || self.schemas.common.score_words.contains_key(&folded)
            || !folded.is_ascii() && self.schema.fields.iter().any(|field| field.flags.contains_key(&folded))
    }
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit())
}

/// A plate, a vehicle number, a phone number or a date.
fn is_thing(text: &str) -> bool {
    let is_vin = text.len() == VIN
        && text.bytes().all(|b| b.is_ascii_alphanumeric())
        && text.bytes().filter(u8::is_ascii_digit).count() >= DIGITS_OF_A_DOCUMENT;
    is_vin || plate::is_mainland(text) || is_mobile(text) || is_date(text)
}

fn is_mobile(text: &str) -> bool {
    text.len() == MOBILE && text.starts_with('1') && text.bytes().all(|b| b.is_ascii_digit())
}

/// A small number is a score or a count, where others have names.
fn is_score(text: &str) -> bool {
    text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_document(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    text.is_ascii() && digits >= DIGITS_OF_A_DOCUMENT && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// A day with its year: `2013-09-05`, `2013年9月5日 10:30`.
fn is_date(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.contains(['-', '/', '年', '.'])
        && text.chars().take_while(char::is_ascii_digit).count() == 4
        && date::from_text(text, Named::default(), false).is_ok()
}

/// Takes away what the row says from the misfit on: the names, the words that nobody knows, and, where the whole row has
/// moved, the answers. What fits no column is not used either. The cells go to `cells`.
fn set_aside(
    rows: &mut Rows,
    schema: &Schema,
    line: &Line,
    first: Misfit,
    all: bool,
    names: &Names,
    cells: &mut BTreeSet<CellRef>,
) {
    for row in line.rows.clone() {
        for (field, declared) in schema.fields.iter().enumerate() {
            let cell = rows.cell(row, field);
            if rows.slots[field].is_none() || cell.col < first.cell.col {
                continue;
            }
            let usual = |name: &str| names.get(&field).is_some_and(|names| names.get(name).is_some_and(|n| *n > 1));
            let aside = match (declared.kind, rows.value(row, field)) {
                (_, Value::Nothing) => false,
                (FieldKind::Person, _) => all || cell == first.cell || !rows.field_text(row, field).is_some_and(usual),
                (FieldKind::Plate, _) => cell == first.cell,
                (FieldKind::Word, Value::Word(_, None)) => true,
                (FieldKind::Score | FieldKind::YesNo, _) => all,
                _ => false,
            };
            if aside {
                rows.set(row, field, Value::Nothing);
                cells.insert(cell);
            }
        }
    }
}

/// What was said of cells that are not used any more.
fn forget(rows: &mut Rows, cells: &BTreeSet<CellRef>) {
    if cells.is_empty() {
        return;
    }
    rows.numbered.retain(|one| !cells.contains(&one.cell));
    for told in rows.unknown_words.values_mut() {
        told.retain(|cell| !cells.contains(cell));
    }
    rows.unknown_words.retain(|_, told| !told.is_empty());
}

fn tell(rows: &Rows, schema: &Schema, misfit: Misfit) -> Finding {
    let (field, shown) = (&schema.fields[misfit.field], shown(rows, misfit.cell));
    let chinese =
        format!("{}“{shown}”与表头不符，本行可能错位；从这里起的人名、不认识的词和分数不采用", field.names.chinese);
    let english = format!(
        "{} “{shown}” does not fit its heading, the row may be shifted; names, unknown words and scores from here on are \
         not used",
        field.names.en
    );
    finding(rows, schema, misfit.cell, &shown, chinese, english).field(&field.id)
}

fn beyond(rows: &Rows, schema: &Schema, cell: CellRef) -> Finding {
    let shown = shown(rows, cell);
    let chinese = format!("“{shown}”在最后一个表头之外，本行可能错位；该单元格没有用到，其余按原样使用");
    let english = format!(
        "“{shown}” stands behind the last heading, the row may be shifted; the cell is not used, the others as they stand"
    );
    finding(rows, schema, cell, &shown, chinese, english)
}

fn shown(rows: &Rows, cell: CellRef) -> String {
    value_at(&rows.grid, cell).map_or_else(String::new, |value| rows.grid.shown(value))
}

fn finding(rows: &Rows, schema: &Schema, cell: CellRef, shown: &str, chinese: String, english: String) -> Finding {
    let place = rows.grid.place().at(cell.row, cell.col);
    Finding::new(Severity::Warning, Code::ShiftedRow, place, chinese, english).table(schema.table).value(shown)
}
