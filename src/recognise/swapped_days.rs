//! Dates whose day and month a spreadsheet program has swapped: it was told of 05/09/2013 and 13/09/2013 and understood months
//! first, so that the first became the 9th of May and the second, which has no such month, stayed a text.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate};

use crate::base::address::CellRef;
use crate::base::finding::{Code, Finding, Severity};
use crate::input::grid::{Grid, GridValue};

use super::block::Block;
use super::dictionary::TableHeadings;

/// Fewer of either kind say nothing.
const LEAST: usize = 3;
/// The last month, and the last day that may be one.
const MONTHS: u32 = 12;

/// What the dates of a column show.
#[derive(Default)]
struct Seen {
    /// Days and months as the cells have them, where the year comes first or a program made a date of them.
    dates: Vec<(CellRef, u32, u32)>,
    /// The months of the texts that can only be days before months.
    months: BTreeSet<u32>,
    texts: usize,
}

impl Seen {
    /// No date of either kind could be of the other, and swapped they are of the months that the texts have.
    fn is_swapped(&self) -> bool {
        let of_the_texts = |month: u32| self.months.contains(&month);
        let as_they_stand = self.dates.iter().filter(|(_, _, month)| of_the_texts(*month)).count();
        self.texts >= LEAST
            && self.dates.len() >= LEAST
            && self.dates.iter().all(|(_, day, _)| of_the_texts(*day))
            && 2 * as_they_stand < self.dates.len()
    }
}

/// One finding a column.
pub(super) fn told(grid: &Grid, table: &TableHeadings, block: &Block) -> Vec<Finding> {
    let columns = block.columns.iter().filter(|column| table.fields[column.field].holds.is_date());
    columns.filter_map(|column| of_column(grid, table, block, (column.col, column.field))).collect()
}

fn of_column(grid: &Grid, table: &TableHeadings, block: &Block, (col, field): (u32, usize)) -> Option<Finding> {
    let mut seen = Seen::default();
    for cell in grid.cells_of(block.first_row..block.end_row).iter().filter(|cell| cell.col == col) {
        let at = CellRef { row: cell.row, col };
        match cell.value {
            GridValue::Date(serial) => {
                let date = date_of(serial, grid.dates_1904)?;
                seen.dates.push((at, date.day(), date.month()));
            }
            GridValue::Text(id) => match parts(grid.text(id)) {
                Some([year, month, day]) if year > 31 => seen.dates.push((at, day, month)),
                Some([day, month, year]) if year > 31 && day > MONTHS => {
                    seen.texts += 1;
                    seen.months.insert(month);
                }
                _ => {}
            },
            _ => {}
        }
        // Nearly every column shows at once that nothing was swapped.
        if seen.dates.last().is_some_and(|(_, day, _)| *day > MONTHS) {
            return None;
        }
    }
    let (first, others) = seen.dates.split_first().filter(|_| seen.is_swapped())?;
    let (name, count) = (&table.fields[field].names, seen.dates.len());
    let chinese = format!(
        "“{}”列从这里起共 {count} 个日期像是日与月对调了：都在 12 日以前，对调后与其余写成“日/月/年”的文本同月；仍按所写的日期计",
        name.chinese
    );
    let english = format!(
        "{count} dates of {} from here on seem to have day and month swapped: none is later than the 12th, and swapped they are of the months of the texts that have the day first; they count as they stand",
        name.en
    );
    let place = grid.place().at(first.0.row, col);
    let finding = Finding::new(Severity::Warning, Code::DateOutOfRange, place, chinese, english).table(table.table);
    Some(finding.field(&table.fields[field].id).more(others.iter().map(|(cell, ..)| *cell).collect()))
}

fn date_of(serial: f64, dates_1904: bool) -> Option<NaiveDate> {
    let epoch = if dates_1904 { NaiveDate::from_ymd_opt(1904, 1, 1) } else { NaiveDate::from_ymd_opt(1899, 12, 30) };
    epoch?.checked_add_days(Days::new(serial.max(0.0) as u64))
}

/// The three numbers that a date begins with: `2013/9/5`, `13/09/2013 10:30`.
fn parts(text: &str) -> Option<[u32; 3]> {
    let mut numbers = text.trim().split(|c: char| !c.is_ascii_digit()).map(|part| part.parse().ok());
    Some([numbers.next()??, numbers.next()??, numbers.next()??])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(dates: &[(u32, u32)], texts: &[u32]) -> Seen {
        let at = CellRef { row: 0, col: 0 };
        let dates = dates.iter().map(|(month, day)| (at, *day, *month)).collect();
        Seen { dates, months: texts.iter().copied().collect(), texts: texts.len() }
    }

    #[test]
    fn only_dates_that_fit_the_texts_better_the_other_way_round_are_swapped() {
        assert!(seen(&[(1, 9), (2, 9), (3, 9), (9, 9)], &[9, 9, 9]).is_swapped());
        assert!(seen(&[(1, 7), (2, 8), (5, 9)], &[7, 8, 9, 9]).is_swapped());
        assert!(!seen(&[(9, 1), (9, 2), (9, 3)], &[9, 9, 9]).is_swapped(), "as they should be");
        assert!(!seen(&[(1, 9), (2, 9)], &[9, 9, 9]).is_swapped(), "too few");
        assert!(!seen(&[(1, 8), (2, 9), (3, 9)], &[9, 9, 9]).is_swapped());
        assert_eq!(parts("13/09/2013 10:30"), Some([13, 9, 2013]));
        assert_eq!((parts("9月5日"), parts("待定")), (None, None));
    }
}
