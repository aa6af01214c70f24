//! Cells, rows and columns of tables, each with the text that every output shows.

use chrono::{NaiveDate, NaiveDateTime};

use crate::base::number::{NO_DATA, Unit, display, display_change};
use crate::kpi::model::{KpiResult, Measure};
use crate::report::model::{Block, Cell, CellAt, Column, Formula, Link, Number, Row, Table, TableKind, Tone, Value};

impl Cell {
    /// A cell of this weight.
    pub(super) fn toned(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }

    /// A cell that leads to a page.
    pub(super) fn linked(mut self, page: &str) -> Self {
        self.link = Some(Box::new(Link { page: page.to_owned(), list: None }));
        self
    }

    /// A cell that leads to a list on a page.
    pub(super) fn linked_to_list(mut self, page: &str, list: &str) -> Self {
        self.link = Some(Box::new(Link { page: page.to_owned(), list: Some(list.to_owned()) }));
        self
    }

    /// A number that follows from other cells of its table.
    pub(super) fn by_formula(mut self, formula: Formula) -> Self {
        if let Value::Number(number) = &mut self.value {
            number.formula = Some(formula);
        }
        self
    }
}

/// A text.
pub(super) fn text(text: impl Into<String>) -> Cell {
    Cell { value: Value::Text, text: text.into(), tone: Tone::Plain, link: None }
}

/// A text, or nothing.
pub(super) fn optional(value: Option<&str>) -> Cell {
    match value.filter(|value| !value.is_empty()) {
        Some(value) => text(value),
        None => Cell { value: Value::Empty, text: String::new(), tone: Tone::Plain, link: None },
    }
}

/// A number in its unit.
pub(super) fn number(value: Option<f64>, unit: Unit) -> Cell {
    let tone = if value.is_none() { Tone::Muted } else { Tone::Plain };
    let number = Number { value, unit, change: false, formula: None };
    Cell { value: Value::Number(number), text: display(value, unit), tone, link: None }
}

/// A count.
pub(super) fn count(value: Option<f64>) -> Cell {
    number(value, Unit::Count)
}

/// A count of rows or answers.
pub(super) fn whole(value: u64) -> Cell {
    count(Some(value as f64))
}

/// A difference, with its sign.
pub(super) fn change(value: Option<f64>, unit: Unit) -> Cell {
    let tone = if value.is_none() { Tone::Muted } else { Tone::Plain };
    let number = Number { value, unit, change: true, formula: None };
    Cell { value: Value::Number(number), text: display_change(value, unit), tone, link: None }
}

/// What a figure rests on; nothing where that is not known.
pub(super) fn rests_on(measure: &Measure) -> Cell {
    match measure.value {
        Some(_) => count(measure.known_n().map(|n| n as f64)),
        None => whole(measure.n),
    }
}

/// A figure; a rate or score is muted where it rests on fewer than `small_sample`, to be read with care above 100 %.
pub(super) fn rate(measure: &Measure, unit: Unit, small_sample: u64) -> Cell {
    let cell = number(measure.value, unit);
    match measure.value {
        Some(_) if measure.known_n().is_some_and(|n| n < small_sample) && !unit.adds_up() => cell.toned(Tone::Muted),
        Some(value) if value > 100.0 && unit == Unit::Percent => cell.toned(Tone::Caution),
        _ => cell,
    }
}

/// A day.
pub(super) fn date(day: NaiveDate) -> Cell {
    Cell { value: Value::Date(day), text: day.to_string(), tone: Tone::Plain, link: None }
}

/// A day and time.
pub(super) fn date_time(moment: NaiveDateTime) -> Cell {
    let text = moment.format("%Y-%m-%d %H:%M").to_string();
    Cell { value: Value::DateTime(moment), text, tone: Tone::Plain, link: None }
}

/// The course of an indicator over so many periods, of which the last is the report's; those before its trend are gaps.
pub(super) fn course(result: &KpiResult, periods: usize) -> Cell {
    let trend = result.trend.iter().map(|point| point.measure.value);
    let mut points = vec![None; periods.saturating_sub(result.trend.len())];
    points.extend(trend.clone());
    let shown = |value: Option<Option<f64>>| value.map_or(NO_DATA.to_owned(), |value| display(value, result.unit));
    let text = match result.trend.len() {
        0 | 1 => shown(trend.clone().next_back()),
        _ => format!("{} → {}", shown(trend.clone().next()), shown(trend.clone().next_back())),
    };
    Cell { value: Value::Course(points), text, tone: Tone::Plain, link: None }
}

/// The cells of one column in these rows.
pub(super) fn column_cells(rows: impl IntoIterator<Item = usize>, col: usize) -> Vec<CellAt> {
    rows.into_iter().map(|row| CellAt { row, col }).collect()
}

/// An ordinary row.
pub(super) fn row(cells: Vec<Cell>) -> Row {
    Row { cells, total: false }
}

/// A total or station row.
pub(super) fn total(cells: Vec<Cell>) -> Row {
    Row { cells, total: true }
}

/// Columns of ordinary width.
pub(super) fn columns<'a>(labels: impl IntoIterator<Item = &'a str>) -> Vec<Column> {
    labels.into_iter().map(|label| Column { label: label.to_owned(), wide: false }).collect()
}

/// A column of long text.
pub(super) fn wide(label: &str) -> Column {
    Column { label: label.to_owned(), wide: true }
}

/// A table of figures.
pub(super) fn figures(id: &str, title: &str, columns: Vec<Column>, rows: Vec<Row>, note: Option<String>) -> Block {
    let (id, title) = (id.to_owned(), title.to_owned());
    Block::Table(Table { id, title, kind: TableKind::Figures, columns, rows, note, people: Vec::new() })
}

/// Figures that stand on the screen only.
pub(super) fn aside(id: &str, title: &str, columns: Vec<Column>, rows: Vec<Row>, note: Option<String>) -> Block {
    let (id, title) = (id.to_owned(), title.to_owned());
    Block::Table(Table { id, title, kind: TableKind::Aside, columns, rows, note, people: Vec::new() })
}

/// A list that stands on the screen only.
pub(super) fn register(id: &str, title: &str, columns: Vec<Column>, rows: Vec<Row>, note: Option<String>) -> Block {
    let (id, title) = (id.to_owned(), title.to_owned());
    Block::Table(Table { id, title, kind: TableKind::Register, columns, rows, note, people: Vec::new() })
}

/// A table to filter and sort.
pub(super) fn list(id: &str, title: &str, columns: Vec<Column>, rows: Vec<Row>, note: Option<String>) -> Block {
    let (id, title) = (id.to_owned(), title.to_owned());
    Block::Table(Table { id, title, kind: TableKind::List, columns, rows, note, people: Vec::new() })
}
