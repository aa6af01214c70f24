//! Small tables for tests, written by hand row by row. Fields that a row does not name are blank.
#![allow(clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::sync::LazyLock;

use chrono::{NaiveDate, NaiveDateTime};
use polars::prelude::*;

use super::fact::ColumnType;
use super::table_columns::{PARTS, columns_of_table};
use crate::base::lang::Words;
use crate::base::table_id::TableId;
use crate::settings::{Choices, ComplaintHours, Counting, Reading, StationSatisfaction};
use crate::tables::model::{Item, SOURCE, SOURCE_ROW, Source, Tables};
use crate::tables::schemas::Schemas;
use crate::templates::Templates;

/// A cell.
#[derive(Clone, Debug)]
pub(crate) enum Cell {
    Text(String),
    Yes(bool),
    Number(i64),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<bool> for Cell {
    fn from(yes: bool) -> Self {
        Self::Yes(yes)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

/// A row: table and named cells.
pub(crate) type Row = (TableId, Vec<(&'static str, Cell)>);

/// `row![CALLBACKS, call_date: "2013-09-02", result_sense: "success"]`
macro_rules! row {
    ($table:ident $(, $field:ident : $value:expr)* $(,)?) => {
        (crate::base::table_id::TableId::$table,
         vec![$((stringify!($field), crate::facts::test_tables::Cell::from($value))),*])
    };
}
pub(crate) use row;

/// The columns of a table as the built-in templates have them.
fn fields(table: TableId) -> Vec<(String, ColumnType)> {
    static SCHEMAS: LazyLock<Schemas> =
        LazyLock::new(|| Schemas::load(&Templates::embedded(), &Reading::default()).expect("the built-in tables"));
    let schema = SCHEMAS.table(table).unwrap_or_else(|| panic!("no table {table}"));
    let field = |id: &str| PARTS.iter().find_map(|(part, _)| id.strip_suffix(part)).unwrap_or(id).to_owned();
    let mut fields: Vec<_> =
        columns_of_table(schema).into_iter().map(|column| (field(&column.id), column.kind)).collect();
    fields.dedup();
    fields
}

/// The day of a text such as `2013-09-02`.
pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day of the test")
}

fn time(text: &str) -> NaiveDateTime {
    let full = if text.len() == 10 { format!("{text} 00:00") } else { text.to_owned() };
    NaiveDateTime::parse_from_str(&full, "%Y-%m-%d %H:%M").expect("a time of the test")
}

/// How figures are made where a test says nothing else.
pub(crate) fn counting() -> Counting {
    Counting {
        trend: 12,
        small_sample: 10,
        station: StationSatisfaction::MeanOfAdvisors,
        complaint_hours: ComplaintHours { by_level: [("default".to_owned(), 72.0)].into(), working: false },
        choices: Choices::default(),
    }
}

/// The tables of some rows; a table without a row is not there. Rows stand in one file, in the order given.
pub(crate) fn tables(rows: &[Row]) -> Tables {
    let item =
        |id: &str, name: &str| Item { id: id.to_owned(), name: Words { chinese: name.to_owned(), en: id.to_owned() } };
    let mut tables = Tables {
        items: vec![item("attitude", "服务态度"), item("promptness", "及时接待")],
        sources: vec![Source { file: "测试.xlsx".into(), sheet: None }],
        ..Tables::default()
    };
    for table in rows.iter().map(|row| row.0).collect::<BTreeSet<_>>() {
        let own: Vec<&Row> = rows.iter().filter(|row| row.0 == table).collect();
        let fields = fields(table);
        for (name, _) in own.iter().flat_map(|row| &row.1) {
            assert!(fields.iter().any(|(field, _)| field == name), "{table} has no field {name}");
        }
        let mut columns: Vec<Column> = fields.iter().map(|(name, kind)| column(name, *kind, &own)).collect();
        columns.push(Column::new(SOURCE.into(), vec![0_u32; own.len()]));
        columns.push(Column::new(SOURCE_ROW.into(), (2..).take(own.len()).collect::<Vec<u32>>()));
        tables.frames.insert(table, DataFrame::new(own.len(), columns).expect("a frame of the test"));
    }
    tables
}

fn column(name: &str, kind: ColumnType, rows: &[&Row]) -> Column {
    let cells = || rows.iter().map(|row| row.1.iter().find(|(field, _)| *field == name).map(|(_, cell)| cell));
    match kind {
        ColumnType::Date | ColumnType::Time => {
            let milliseconds: Vec<Option<i64>> =
                cells().map(|cell| cell.map(|cell| time(text(cell)).and_utc().timestamp_millis())).collect();
            Int64Chunked::new(name.into(), milliseconds)
                .into_datetime(TimeUnit::Milliseconds, None)
                .into_series()
                .into()
        }
        ColumnType::Boolean => {
            let yes = |cell: &Cell| if let Cell::Yes(yes) = cell { *yes } else { panic!("{name} is yes or no") };
            // A list of these tests has every column.
            let asked = name.ends_with("_asked").then_some(true);
            Column::new(name.into(), cells().map(|cell| cell.map(yes).or(asked)).collect::<Vec<_>>())
        }
        ColumnType::Integer => {
            let number =
                |cell: &Cell| if let Cell::Number(number) = cell { *number } else { panic!("{name} is a number") };
            Column::new(name.into(), cells().map(|cell| cell.map(number)).collect::<Vec<_>>())
        }
        ColumnType::Text => Column::new(name.into(), cells().map(|cell| cell.map(text)).collect::<Vec<_>>()),
    }
}

fn text(cell: &Cell) -> &str {
    if let Cell::Text(text) = cell { text } else { panic!("a text") }
}
