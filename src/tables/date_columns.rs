//! A date in several columns: `接诉日期` beside `接诉时间` is one moment, `结算日期` beside `结清日期` one day told twice.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, NaiveTime};

use crate::base::address::{CellRef, column_letters};
use crate::base::finding::{Code, Finding, Severity};
use crate::base::text::fold;
use crate::input::grid::{GridCell, GridValue};
use crate::recognise::block::Block;
use crate::recognise::time_of_day::is_time_of_day;

use super::cell::read::{Column, Said};
use super::cell::{Broken, clock};
use super::rows::{Beside, Rows};
use super::schema::{Need, Schema};
use super::subjects::DAY;

const SECONDS: f64 = 86_400.0;

/// So many columns of one date are named; no list of a dealer has more.
const NAMED: usize = 40;

/// The columns of one date.
pub(super) struct DateColumns<'a> {
    /// The place of the date among the columns of the block.
    pub slot: usize,
    /// Its own columns, the preferred ones first.
    cols: Vec<u32>,
    /// Columns of another meaning.
    others: Vec<Other<'a>>,
}

/// A column of another meaning than the date: when something was handled, beside when it was closed.
struct Other<'a> {
    col: u32,
    /// What a row must say for it to stand in.
    needs: Option<&'a Need>,
    /// It stands in also where the row is still open.
    while_open: bool,
    /// Somewhere it tells another day than the date does: it is another event, and no proof of this one.
    is_another_day: bool,
}

/// What they say in one row.
#[derive(Default)]
pub(super) struct Moment {
    /// Milliseconds since 1970, no zone.
    pub at: Option<i64>,
    /// The column that told the day.
    from: Option<u32>,
    /// All cells that hold a date here.
    dates: Vec<CellRef>,
    /// The cells of another meaning that did not stand in for a blank date.
    withheld: Vec<CellRef>,
    /// The rules that cells broke, and whether a cell was refused.
    pub broken: Vec<(GridCell, Broken, bool)>,
}

/// The columns of another meaning that tell another day than the date does, by place and column; all rows are looked at.
pub(super) fn other_days<'c>(
    block: &Block,
    schema: &Schema,
    column: impl Fn(usize) -> Column<'c>,
    lines: &[(u32, &[GridCell])],
) -> BTreeSet<(usize, u32)> {
    let mut found = BTreeSet::new();
    for columns in DateColumns::of(block, schema, &BTreeSet::new()) {
        let column = column(columns.slot);
        for other in columns.others.iter().filter(|other| other.needs.is_some()) {
            let differ = |cells: &[GridCell]| {
                let day = |col: u32| {
                    let cell = cells.iter().find(|cell| cell.col == col)?;
                    column.read(cell.value).0.day()
                };
                let own = columns.cols.iter().find_map(|col| day(*col));
                own.zip(day(other.col)).is_some_and(|(own, other)| own != other)
            };
            if lines.iter().any(|(_, cells)| differ(cells)) {
                found.insert((columns.slot, other.col));
            }
        }
    }
    found
}

impl<'a> DateColumns<'a> {
    /// The dates of a block that have more than one column; `other_days` has those that are another event.
    pub(super) fn of(block: &Block, schema: &'a Schema, other_days: &BTreeSet<(usize, u32)>) -> Vec<Self> {
        let several = block.columns.iter().enumerate().filter(|(_, column)| !column.beside.is_empty());
        let cols = |(slot, kept): (usize, &crate::recognise::block::Column)| {
            let field = &schema.fields[kept.field];
            let (mut cols, mut others) = (vec![kept.col], Vec::new());
            for column in &kept.beside {
                let (col, meaning) = (column.col, field.meaning(column.rank));
                if meaning == field.meaning(kept.rank) {
                    cols.push(col);
                    continue;
                }
                let apart = meaning.checked_sub(1).and_then(|at| field.apart.get(at));
                others.push(Other {
                    col,
                    needs: apart.and_then(|apart| apart.needs.as_ref()),
                    while_open: apart.is_none_or(|apart| apart.while_open),
                    is_another_day: other_days.contains(&(slot, col)),
                });
            }
            Self { slot, cols, others }
        };
        several.map(cols).collect()
    }

    /// Whether any of its columns has another meaning.
    pub(super) fn has_others(&self) -> bool {
        !self.others.is_empty()
    }

    /// The first date of the row in the order of the columns, with the time of day that stands beside it. Two columns
    /// that tell the same day tell it as exactly as the more exact one. A column of another meaning stands in for a blank
    /// date where the row is not still open and says what is needed.
    pub(super) fn read(&self, column: &Column<'_>, cells: &[GridCell], state: &State<'_>) -> Moment {
        let mut moment = Moment::default();
        let mut times: Vec<GridCell> = Vec::new();
        let of_col = |col: &u32| cells.binary_search_by_key(col, |cell| cell.col).ok();
        for cell in self.cols.iter().filter_map(of_col).map(|at| &cells[at]) {
            if is_time_of_day(column.grid, cell.value) {
                times.push(*cell);
                continue;
            }
            let (said, broken) = column.read(cell.value);
            let Said::Time(at) = said else {
                // Where a preferred column tells the day, the others are not asked.
                moment.broken.extend(broken.filter(|_| moment.at.is_none()).map(|broken| (*cell, broken, true)));
                continue;
            };
            moment.dates.push(CellRef { row: cell.row, col: cell.col });
            match moment.at {
                None => {
                    (moment.at, moment.from) = (Some(at), Some(cell.col));
                    moment.broken.extend(broken.map(|broken| (*cell, broken, false)));
                }
                Some(day) if is_time_of(day, at) => moment.at = Some(at),
                Some(_) => {}
            }
        }
        let is_blank = moment.at.is_none() && moment.broken.is_empty();
        for other in &self.others {
            let Some(cell) = cells.iter().find(|cell| cell.col == other.col) else { continue };
            if is_time_of_day(column.grid, cell.value) {
                times.push(*cell);
                continue;
            }
            let (said, broken) = column.read(cell.value);
            let at = CellRef { row: cell.row, col: cell.col };
            match said {
                Said::Time(time) if !is_blank || moment.at.is_some() => {
                    moment.dates.push(at);
                    // Registered on the same day: its time of day is that of the complaint. Handled on it is not closed.
                    let exact = moment.at.filter(|day| other.needs.is_none() && is_time_of(*day, time));
                    moment.at = exact.map(|_| time).or(moment.at);
                }
                Said::Time(time) if !other.is_another_day && state.allows(other) => {
                    moment.dates.push(at);
                    (moment.at, moment.from) = (Some(time), Some(cell.col));
                    moment.broken.extend(broken.map(|broken| (*cell, broken, false)));
                }
                Said::Time(_) => {
                    moment.dates.push(at);
                    moment.withheld.extend(Some(at).filter(|_| !state.is_open));
                }
                _ if is_blank && moment.at.is_none() && state.allows(other) => {
                    moment.broken.extend(broken.map(|broken| (*cell, broken, true)));
                }
                _ => {}
            }
        }
        let beside = |time: &&GridCell| moment.from.is_some_and(|col| time.col == col + 1);
        let Some(time) = times.iter().find(beside).or(times.first()) else { return moment };
        match moment.at {
            Some(day) if day % DAY == 0 => match at_time(column, day, time.value) {
                Ok(at) => moment.at = Some(at),
                Err(broken) => moment.broken.push((*time, broken, false)),
            },
            Some(_) => {}
            // A time of day alone is no date, and is told as any other column would tell it.
            None => moment.broken.extend(column.read(time.value).1.map(|broken| (*time, broken, true))),
        }
        moment
    }

    /// Remembers which other columns hold dates, and where one of them told the day or was not asked.
    pub(super) fn remember(&self, moment: &Moment, rows: &mut Rows) {
        for cell in moment.dates.iter().filter(|cell| cell.col != self.cols[0]) {
            let beside = rows.beside.entry((self.slot, cell.col)).or_default();
            beside.lent.extend(Some(*cell).filter(|cell| moment.from == Some(cell.col)));
            beside.withheld.extend(Some(*cell).filter(|cell| moment.withheld.contains(cell)));
        }
    }
}

/// What the words of a row say of its state.
pub(super) struct State<'a> {
    /// One of them says that it is still open.
    pub is_open: bool,
    /// Whether the row holds a word of the sense that is needed.
    pub holds: &'a dyn Fn(&Need) -> bool,
}

impl State<'_> {
    fn allows(&self, other: &Other<'_>) -> bool {
        (other.while_open || !self.is_open) && other.needs.is_none_or(|need| (self.holds)(need))
    }
}

/// Whether a moment lies on a day that is given without its time.
fn is_time_of(day: i64, at: i64) -> bool {
    day % DAY == 0 && at.div_euclid(DAY) == day.div_euclid(DAY)
}

/// The day with its time.
fn at_time(column: &Column<'_>, day: i64, time: GridValue) -> Result<i64, Broken> {
    let Some(midnight) = DateTime::from_timestamp_millis(day).map(|at| at.naive_utc()) else { return Ok(day) };
    let at = match time {
        GridValue::Text(id) => clock::at(midnight.date(), column.grid.text(id))?,
        GridValue::Number(part) | GridValue::Date(part) => {
            midnight.date().and_time(NaiveTime::MIN) + Duration::seconds((part * SECONDS).round() as i64)
        }
        _ => midnight,
    };
    Ok(at.and_utc().timestamp_millis())
}

/// What is said about each date that has several columns with dates: which one counts, where another stood in, and where
/// it did not.
pub(super) fn findings(rows: &Rows, schema: &Schema) -> Vec<Finding> {
    let Some((_, header)) = rows.block.header else { return Vec::new() };
    let finding = |(slot, kept): (usize, &crate::recognise::block::Column)| {
        let others: Vec<_> =
            kept.beside.iter().filter_map(|other| Some((other, rows.beside.get(&(slot, other.col))?))).collect();
        let first = others.first()?.0;
        let cells = |of: fn(&Beside) -> &Vec<CellRef>| -> Vec<CellRef> {
            others.iter().flat_map(|(_, beside)| of(beside)).copied().collect()
        };
        let (lent, withheld) = (cells(|beside| &beside.lent), cells(|beside| &beside.withheld));
        let same_word = others.iter().all(|(other, _)| fold(&other.heading) == fold(&kept.heading));
        let by_place = others.iter().any(|(other, _)| other.is_of_another(kept));
        let is_told = same_word || by_place || !lent.is_empty() || !withheld.is_empty();
        let severity = if is_told { Severity::Warning } else { Severity::Info };
        let names = others.iter().map(|(other, _)| format!("{} “{}”", column_letters(other.col), other.heading.trim()));
        let mut names: Vec<String> = names.take(NAMED).collect();
        if others.len() > NAMED {
            names.push(format!("… ({})", others.len()));
        }
        let (chinese_names, english_names) = (names.join("、"), names.join(", "));
        let (letters, heading) = (column_letters(kept.col), kept.heading.trim());
        let field = &schema.fields[kept.field];
        let (name, english_name) = (&field.names.chinese, &field.names.en);
        let (mut chinese, mut english) = if lent.is_empty() {
            (
                format!("多列对应“{name}”，使用 {letters} 列“{heading}”；未使用 {chinese_names}"),
                format!(
                    "several columns are {english_name}; column {letters} “{heading}” is used, not {english_names}"
                ),
            )
        } else {
            let lent = lent.len();
            (
                format!(
                    "多列对应“{name}”，以 {letters} 列“{heading}”为准；其中 {lent} 行该列没有日期，取自 {chinese_names}"
                ),
                format!(
                    "several columns are {english_name}; column {letters} “{heading}” counts, in {lent} row(s) without a \
                     date there {english_names} does"
                ),
            )
        };
        if !withheld.is_empty() {
            let count = withheld.len();
            chinese.push_str(&format!("；另有 {count} 行该列没有日期而那里有，含义不同，没有代用，按没有“{name}”计"));
            english.push_str(&format!(
                "; {count} more row(s) have a date only there; it means something else and does not stand in, they count \
                 as without {english_name}"
            ));
        }
        let place = rows.grid.place().at(header, first.col);
        let finding = Finding::new(severity, Code::DuplicateHeading, place, chinese, english);
        let cells = lent.into_iter().chain(withheld).collect();
        Some(finding.table(schema.table).field(&field.id).value(heading).more(cells))
    };
    rows.block.columns.iter().enumerate().filter_map(finding).collect()
}

/// Whether a word says that what its row tells of is not over.
pub(super) fn says_open(sense: &str) -> bool {
    matches!(sense, "open" | "reopened")
}
