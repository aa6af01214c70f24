//! The rows of a table. They are many, so they are written here and not by the template.

use std::fmt::Write;

use serde::Serialize;

use super::course;
use super::links::{self, Places};
use crate::base::number::NO_DATA;
use crate::render::markup::escaped;
use crate::render::theme::Theme;
use crate::report::model::{Cell, Row, Table, Tone, Value};

/// From so many columns on a table has the width of the page.
const WIDE: usize = 10;
/// A text of more characters is broken, in whatever column it stands.
const LONG: usize = 24;

/// A table as the template sees it.
#[derive(Serialize)]
pub(super) struct TableView<'a> {
    id: String,
    title: &'a str,
    /// Sorted and filtered.
    list: bool,
    /// As wide as the page.
    wide: bool,
    columns: Vec<ColumnView<'a>>,
    /// The rows as HTML.
    body: String,
    note: Option<&'a str>,
    /// Rows that stand here, and all there are.
    shown: usize,
    all: usize,
}

#[derive(Serialize)]
struct ColumnView<'a> {
    label: &'a str,
    /// It holds numbers.
    number: bool,
}

impl<'a> TableView<'a> {
    /// A table with as many rows as a list may have here. `parts` are the classes of its columns, where it has such.
    pub(super) fn of(table: &'a Table, most: usize, parts: Option<&[&str]>, places: &Places, theme: &Theme) -> Self {
        let list = !table.kind.is_figures();
        let shown = if list { table.rows.len().min(most) } else { table.rows.len() };
        let mut body = String::new();
        for row in &table.rows[..shown] {
            write_row(&mut body, table, row, parts, places, theme);
        }
        let number = |at: usize| {
            let is_number = |row: &Row| matches!(row.cells.get(at).map(|cell| &cell.value), Some(Value::Number(_)));
            table.rows.iter().take(shown).any(is_number)
        };
        let columns = table.columns.iter().enumerate();
        Self {
            id: links::of_table(&table.id),
            title: &table.title,
            list,
            wide: list || table.columns.len() >= WIDE || table.columns.iter().any(|column| column.wide),
            columns: columns.map(|(at, column)| ColumnView { label: &column.label, number: number(at) }).collect(),
            body,
            note: table.note.as_deref(),
            shown,
            all: table.rows.len(),
        }
    }

    /// It has the width of the page.
    pub(super) fn is_wide(&self) -> bool {
        self.wide
    }
}

fn write_row(body: &mut String, table: &Table, row: &Row, parts: Option<&[&str]>, places: &Places, theme: &Theme) {
    body.push_str(if row.total { "<tr class=\"total\">" } else { "<tr>" });
    for (at, (cell, column)) in row.cells.iter().zip(&table.columns).enumerate() {
        let mut classes: Vec<&str> = Vec::new();
        classes.extend(kind(cell));
        classes.extend(tone(cell));
        let is_long = matches!(cell.value, Value::Empty | Value::Text) && cell.text.chars().nth(LONG).is_some();
        classes.extend((column.wide || is_long).then_some("long"));
        let part = parts.and_then(|parts| parts.get(at)).copied();
        classes.extend(part);
        // What a row is about names it.
        let tag = if at == 0 && part.is_none() || part == Some("indicator") { "th" } else { "td" };
        let _ = write!(body, "<{tag}");
        if tag == "th" {
            body.push_str(" scope=\"row\"");
        }
        if !classes.is_empty() {
            let _ = write!(body, " class=\"{}\"", classes.join(" "));
        }
        if part.is_some() && cell.text != NO_DATA && !cell.text.is_empty() {
            let _ = write!(body, " data-label=\"{}\"", escaped(&column.label));
        }
        body.push('>');
        write_cell(body, cell, places, theme);
        let _ = write!(body, "</{tag}>");
    }
    body.push_str("</tr>\n");
}

fn write_cell(body: &mut String, cell: &Cell, places: &Places, theme: &Theme) {
    if let Value::Course(points) = &cell.value {
        return course::draw(body, points, &cell.text, theme);
    }
    let text = escaped(&cell.text);
    let address = cell.link.as_ref().and_then(|link| places.address(link));
    let _ = match address.filter(|_| !text.is_empty()) {
        Some(address) => write!(body, "<a href=\"{}\">{text}</a>", escaped(&address)),
        // A light stands in a frame of its own.
        None if matches!(cell.tone, Tone::Good | Tone::Bad | Tone::Caution) => write!(body, "<span>{text}</span>"),
        None => write!(body, "{text}"),
    };
}

/// `n` a number, `d` a day, `course` a small picture.
fn kind(cell: &Cell) -> Option<&'static str> {
    match cell.value {
        Value::Number(_) => Some("n"),
        Value::Date(_) | Value::DateTime(_) => Some("d"),
        Value::Course(_) => Some("course"),
        Value::Empty | Value::Text => None,
    }
}

fn tone(cell: &Cell) -> Option<&'static str> {
    match name_of(cell.tone) {
        None if cell.text == NO_DATA => name_of(Tone::Muted),
        name => name,
    }
}

/// The class of a tone.
pub(super) fn name_of(tone: Tone) -> Option<&'static str> {
    match tone {
        Tone::Plain => None,
        Tone::Good => Some("good"),
        Tone::Bad => Some("bad"),
        Tone::Caution => Some("caution"),
        Tone::Muted => Some("muted"),
    }
}
