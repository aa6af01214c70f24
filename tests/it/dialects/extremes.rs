//! Days no list can hold and numbers beyond all counting: told at their cell in every format, and never part of a figure.

use chrono::NaiveDate;

use super::dialect::FORMATS;
use super::reading::read;
use crate::written::grid::{Book, Cell, Sheet, texts};

/// The only row that can be used: its sales are the only ones counted.
const GOOD: [&str; 4] = ["LFPM4ACC7D1100002", "2013-09-05", "3", "甘宁"];

const SALES: [&str; 4] = ["车架号", "交车日期", "台数", "销售顾问"];
const ORDERS: [&str; 4] = ["工单号", "开单日期", "维修金额", "服务顾问"];

fn day(year: i32, month: u32, day: u32) -> Cell {
    Cell::Day(NaiveDate::from_ymd_opt(year, month, day).unwrap())
}

/// A sale with a VIN of its own.
fn sale(at: usize, day: Cell, quantity: Cell) -> Vec<Cell> {
    vec![Cell::text(format!("LFPM4ACC7D11{:05}", 100 + at)), day, quantity, Cell::text("甘宁")]
}

/// A work order of its own, with an amount.
fn order(at: usize, amount: Cell) -> Vec<Cell> {
    vec![Cell::text(format!("RO{at}")), day(2013, 9, 6), amount, Cell::text("甘宁")]
}

fn list(headings: [&str; 4], rows: impl IntoIterator<Item = Vec<Cell>>) -> Book {
    let mut all = vec![texts(&headings), texts(&GOOD)];
    all.extend(rows);
    Book::new(vec![Sheet::new("销售", all)])
}

/// Every row but the first is told of at the column of its extreme; gives the frame of each format.
#[track_caller]
fn each_is_told_in_column(column: char, book: &Book, used: usize) {
    for format in FORMATS {
        let read = read(&format.write(book));
        let told = |row: usize| {
            let place = format!("{column}{row}");
            read.findings.iter().any(|finding| finding.cells().any(|cell| cell.to_string() == place))
        };
        for row in 3..=book.sheets[0].rows.len() {
            assert!(told(row), "{format:?} {:?} is not told: {:#?}", book.sheets[0].rows[row - 1], read.findings);
        }
        assert_eq!(read.rows.len(), used, "{format:?}: {:#?}", read.rows);
        let quantities: Vec<&str> =
            read.rows.iter().filter_map(|row| row.get("quantity")).map(String::as_str).collect();
        assert!(quantities.iter().all(|quantity| ["1", "3"].contains(quantity)), "{format:?}: {quantities:?}");
    }
}

#[test]
fn a_day_that_no_list_can_hold_is_told_at_its_cell() {
    let days = [
        day(9999, 12, 31),
        day(1900, 2, 28),
        day(1904, 1, 1),
        day(2100, 1, 1),
        day(1, 1, 2),
        Cell::Day(NaiveDate::MAX),
        Cell::Day(NaiveDate::MIN),
        Cell::Number(60.0),
        Cell::Number(-1.0),
        Cell::Number(2_958_466.0),
        Cell::Number(1e15),
        Cell::Number(1e300),
        Cell::text("1900-02-29"),
        Cell::text("9999-12-31"),
        Cell::text("99999-01-01"),
        Cell::text("2013-09-31"),
        Cell::text("20139999999999"),
        Cell::text("99999999999999999999"),
        Cell::text("1e15"),
    ];
    let rows = days.into_iter().enumerate().map(|(at, day)| sale(at, day, Cell::Number(1.0)));
    each_is_told_in_column('B', &list(SALES, rows), 1);
}

/// No dealer counts as far, and 64 bits or doubles do not either.
fn beyond_all_counting() -> Vec<Cell> {
    vec![
        Cell::Number(9e18),
        Cell::Number(-9e18),
        Cell::Number(1e308),
        Cell::Number(f64::MAX),
        Cell::Number(1e10),
        Cell::text("9223372036854775808"),
        Cell::text("-9223372036854775809"),
        Cell::text("99999999999999999999999999"),
        Cell::text("1e400"),
        Cell::text("9".repeat(400)),
        Cell::text("900000亿"),
    ]
}

#[test]
fn a_number_of_cars_beyond_all_counting_is_told_at_its_cell() {
    let rows = beyond_all_counting().into_iter().enumerate().map(|(at, number)| sale(at, day(2013, 9, 6), number));
    each_is_told_in_column('C', &list(SALES, rows), 12);
}

#[test]
fn an_amount_beyond_all_counting_is_told_at_its_cell() {
    let rows = beyond_all_counting().into_iter().enumerate().map(|(at, number)| order(at, number));
    each_is_told_in_column('C', &list(ORDERS, rows), 12);
}
