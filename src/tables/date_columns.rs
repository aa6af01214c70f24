//! A date in several columns: `接诉日期` beside `接诉时间` is one moment, `结算日期` beside `结清日期` one day told twice.

use chrono::{DateTime, Duration, NaiveTime};

use crate::base::address::{CellRef, column_letters};
use crate::base::finding::{Code, Finding, Severity};
use crate::base::text::fold;
use crate::input::grid::{GridCell, GridValue};
use crate::recognise::block::Block;
use crate::recognise::time_of_day::is_time_of_day;

use super::cell::read::{Column, Said};
use super::cell::{Broken, clock};
use super::rows::Rows;
use super::schema::Schema;

const DAY: i64 = 86_400_000;
const SECONDS: f64 = 86_400.0;

/// So many columns of one date are named; no list of a dealer has more.
const NAMED: usize = 40;

/// The columns of one date.
pub(super) struct DateColumns {
    /// The place of the date among the columns of the block.
    pub slot: usize,
    /// Its columns, the preferred ones first.
    cols: Vec<u32>,
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
    /// The rules that cells broke, and whether a cell was refused.
    pub broken: Vec<(GridCell, Broken, bool)>,
}

impl DateColumns {
    /// The dates of a block that have more than one column.
    pub(super) fn of(block: &Block) -> Vec<Self> {
        let several = block.columns.iter().enumerate().filter(|(_, column)| !column.beside.is_empty());
        let cols = |(slot, column): (usize, &crate::recognise::block::Column)| {
            let beside = column.beside.iter().map(|column| column.col);
            Self { slot, cols: std::iter::once(column.col).chain(beside).collect() }
        };
        several.map(cols).collect()
    }

    /// The first date of the row in the order of the columns, with the time of day that stands beside it. Two columns
    /// that tell the same day tell it as exactly as the more exact one.
    pub(super) fn read(&self, column: &Column<'_>, cells: &[GridCell]) -> Moment {
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
                Some(day) if day % DAY == 0 && at.div_euclid(DAY) == day.div_euclid(DAY) => moment.at = Some(at),
                Some(_) => {}
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

    /// Remembers which other columns hold dates, and where one of them told the day.
    pub(super) fn remember(&self, moment: &Moment, rows: &mut Rows) {
        for cell in moment.dates.iter().filter(|cell| cell.col != self.cols[0]) {
            let lent = rows.beside.entry((self.slot, cell.col)).or_default();
            lent.extend(Some(*cell).filter(|cell| moment.from == Some(cell.col)));
        }
    }
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

/// What is said about each date that has several columns with dates: which one counts, and where another stood in.
pub(super) fn findings(rows: &Rows, schema: &Schema) -> Vec<Finding> {
    let Some((_, header)) = rows.block.header else { return Vec::new() };
    let finding = |(slot, kept): (usize, &crate::recognise::block::Column)| {
        let others: Vec<_> =
            kept.beside.iter().filter_map(|other| Some((other, rows.beside.get(&(slot, other.col))?))).collect();
        let first = others.first()?.0;
        let lent: usize = others.iter().map(|(_, cells)| cells.len()).sum();
        let same_word = others.iter().all(|(other, _)| fold(&other.heading) == fold(&kept.heading));
        let severity = if same_word || lent > 0 { Severity::Warning } else { Severity::Info };
        let names = others.iter().map(|(other, _)| format!("{} “{}”", column_letters(other.col), other.heading.trim()));
        let mut names: Vec<String> = names.take(NAMED).collect();
        if others.len() > NAMED {
            names.push(format!("… ({})", others.len()));
        }
        let (chinese_names, english_names) = (names.join("、"), names.join(", "));
        let (letters, heading) = (column_letters(kept.col), kept.heading.trim());
        let field = &schema.fields[kept.field];
        let (name, english_name) = (&field.names.chinese, &field.names.en);
        let (chinese, english) = if lent > 0 {
            (
                format!(
                    "多列对应“{name}”,以 {letters} 列“{heading}”为准;其中 {lent} 行该列没有日期,取自 {chinese_names}"
                ),
                format!(
                    "several columns are {english_name}; column {letters} “{heading}” counts, in {lent} row(s) without a \
                     date there {english_names} does"
                ),
            )
        } else {
            (
                format!("多列对应“{name}”,使用 {letters} 列“{heading}”;未使用 {chinese_names}"),
                format!(
                    "several columns are {english_name}; column {letters} “{heading}” is used, not {english_names}"
                ),
            )
        };
        let place = rows.grid.place().at(header, first.col);
        let finding = Finding::new(severity, Code::DuplicateHeading, place, chinese, english);
        Some(finding.table(schema.table).field(&field.id).value(heading))
    };
    rows.block.columns.iter().enumerate().filter_map(finding).collect()
}
