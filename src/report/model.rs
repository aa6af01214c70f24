//! The door to the renderers: pages of blocks. Every value carries its unit, its display text and its emphasis; nothing
//! is computed, looked up or rounded after this door.

use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;

use crate::base::lang::Lang;
use crate::base::number::Unit;
use crate::base::period::PeriodKind;
use crate::kpi::model::KpiResult;
use crate::report::chart::model::{Chart, Form};
use crate::report::topic::Topic;
use crate::tables::model::InputBlock;

/// The file of the manager's own words, in the workspace.
pub const NOTES: &str = "notes.toml";

/// Everything that any output shows.
#[derive(Clone, Debug)]
pub struct Report {
    /// The dealer's name.
    pub dealer: String,
    /// The period.
    pub period: PeriodInfo,
    /// The language of titles, labels and sentences.
    pub lang: Lang,
    /// It is for a meeting, and names no customer.
    pub meeting: bool,
    /// The pages in the order of the meeting.
    pub pages: Vec<Page>,
    /// What each page is about, those on the sheets of others too, in the order of the meeting.
    pub topics: Vec<Topic>,
    /// The indicators, for report.json.
    pub kpis: Vec<KpiResult>,
    /// Ids of those on the overview, in its order.
    pub main: Vec<String>,
    /// The balance of every sheet.
    pub inputs: Vec<InputBlock>,
    /// SHA-256 of notes.toml, whose words stand on the pages; none where there is no such file.
    pub notes: Option<String>,
    /// How much was read.
    pub read: Read,
    /// All findings, sorted, in the report's language.
    pub findings: Vec<FindingLine>,
}

impl Report {
    /// The charts in the order of the pages.
    pub fn charts(&self) -> Vec<&Chart> {
        let blocks = self.pages.iter().flat_map(|page| &page.blocks);
        blocks.filter_map(|block| if let Block::Chart(chart) = block { Some(chart) } else { None }).collect()
    }
}

/// How many files and sheets were read. Two names that are shown alike are two files all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Read {
    /// The files.
    pub files: usize,
    /// The sheets; a text file is its own.
    pub sheets: usize,
}

/// The period as report.json shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PeriodInfo {
    /// Month, quarter or year.
    pub kind: PeriodKind,
    /// `2013-09`
    pub label: String,
    /// First day.
    #[serde(serialize_with = "iso")]
    pub start: NaiveDate,
    /// Last day.
    #[serde(serialize_with = "iso")]
    pub end: NaiveDate,
    /// The day at whose end states are taken.
    #[serde(serialize_with = "iso")]
    pub as_of: NaiveDate,
    /// `as_of` is not before the last day.
    pub complete: bool,
}

fn iso<S: serde::Serializer>(day: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(day)
}

/// A finding as report.json and the page of data quality show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FindingLine {
    /// `error`, `warning`, `info`.
    pub severity: crate::base::finding::Severity,
    /// `invalid-date`
    pub code: &'static str,
    /// Canonical table name.
    pub table: Option<String>,
    /// Relative path.
    pub file: String,
    /// Sheet name.
    pub sheet: Option<String>,
    /// `A17`
    pub cell: Option<String>,
    /// How many places it stands for.
    pub count: usize,
    /// All of its cells where they are more than one: `B5:B9, B14`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cells: Option<String>,
    /// Canonical field.
    pub field: Option<String>,
    /// As it stood.
    pub value: Option<String>,
    /// The sentence.
    pub message: String,
    /// What people call the code: `日期有误`; for pages and the terminal, like what to do.
    #[serde(skip)]
    pub title: &'static str,
    /// What to do.
    #[serde(skip)]
    pub hint: String,
    /// The first and the last day of the rows that it is about, where they are known.
    #[serde(skip)]
    pub days: Option<(NaiveDate, NaiveDate)>,
}

/// One page of the meeting: a sheet of the workbook, later a section of the web page.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Stable id (`overview`, `callbacks` …); links point to it.
    pub id: String,
    /// Short title, with those of the sections of its guests; the name of the sheet (at most 31 characters, none of `[]:*?/\`).
    pub title: String,
    /// Ids of the pages that stand on it.
    pub guests: Vec<String>,
    /// The way back to the page that sums all up; it has none itself.
    pub back: Option<Cell>,
    /// From top to bottom.
    pub blocks: Vec<Block>,
    /// It is handed to a person: on one sheet of paper where that can be read, upright or not.
    pub handed_out: bool,
}

/// One block of a page. Renderers match exhaustively, so that a new one cannot be forgotten.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// The page's heading.
    Heading(String),
    /// Where another page begins that stands on this one.
    Section(Section),
    /// A sentence that a person reads.
    Sentence(Sentence),
    /// Figures or a list.
    Table(Table),
    /// A chart of the table before it.
    Chart(Chart),
}

impl Block {
    /// A sentence.
    pub(in crate::report) fn sentence(text: String, tone: Tone) -> Self {
        Self::Sentence(Sentence { text, tone, own: false })
    }
}

/// Whether paper has a block of a page too. A chart stays with the table that it draws; only a bridge stands there alone.
pub fn is_printed(block: &Block, page: &[Block]) -> bool {
    match block {
        Block::Heading(_) | Block::Section(_) | Block::Sentence(_) => true,
        Block::Table(table) => table.kind.is_printed(),
        Block::Chart(chart) if chart.form == Form::Bridge => !chart.aside,
        Block::Chart(chart) => {
            let mut points = chart.series.iter().flat_map(|series| &series.points);
            let drawn = points.find_map(|point| point.cell.as_ref()).map(|cell| &cell.table);
            let is_left = |it: &Block| matches!(it, Block::Table(it) if Some(&it.id) == drawn && !it.kind.is_printed());
            !page.iter().any(is_left)
        }
    }
}

/// The heading of a page on the sheet of another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Id of the page; links lead here.
    pub page: String,
    /// Its title.
    pub title: String,
}

/// A sentence with its weight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// The text.
    pub text: String,
    /// `Bad` is a banner that cannot be overlooked.
    pub tone: Tone,
    /// The manager's own words, and not the program's.
    pub own: bool,
}

/// The weight of a value or sentence. Never shown by colour alone: the text says it too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Ordinary.
    #[default]
    Plain,
    /// Target met.
    Good,
    /// Target missed, overdue, error.
    Bad,
    /// To be read with care: warning, above 100 %.
    Caution,
    /// Small sample, no data, side remark.
    Muted,
}

/// What a table is for; decides about filters and frozen rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableKind {
    /// A few figures, read as a whole.
    Figures,
    /// The same, which the screen has room for and paper has not.
    Aside,
    /// Many rows to filter and sort.
    List,
    /// The same, to look single things up on the screen; paper has what it sums up to.
    Register,
}

impl TableKind {
    /// A few figures; anything else is filtered and sorted.
    pub fn is_figures(self) -> bool {
        matches!(self, Self::Figures | Self::Aside)
    }

    /// Paper has it too.
    pub fn is_printed(self) -> bool {
        matches!(self, Self::Figures | Self::List)
    }
}

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Stable id, unique in the report: `callbacks_by_period`.
    pub id: String,
    /// Title above the table.
    pub title: String,
    /// Figures or a list.
    pub kind: TableKind,
    /// Heading of each column.
    pub columns: Vec<Column>,
    /// Rows; each has as many cells as there are columns.
    pub rows: Vec<Row>,
    /// A remark below the table.
    pub note: Option<String>,
    /// The columns that name who answers for a row, where people are handed their own.
    pub people: Vec<usize>,
}

impl Table {
    /// The first value of a column that is not blank: it decides where figures, days and texts stand.
    pub fn first_value(&self, column: usize) -> Option<&Value> {
        let mut values = self.rows.iter().filter_map(|row| row.cells.get(column)).map(|cell| &cell.value);
        values.find(|value| !matches!(value, Value::Empty))
    }
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Heading.
    pub label: String,
    /// Long text that may wrap (messages, rules, comments).
    pub wide: bool,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The cells.
    pub cells: Vec<Cell>,
    /// A total or station row.
    pub total: bool,
}

/// One cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// What it holds.
    pub value: Value,
    /// How every output shows it.
    pub text: String,
    /// Its weight.
    pub tone: Tone,
    /// Where it leads.
    pub link: Option<Box<Link>>,
}

/// Where a cell leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Id of the page.
    pub page: String,
    /// Id of a list on it; its top where there is none.
    pub list: Option<String>,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Empty,
    /// The text of the cell; never a formula, whatever it starts with.
    Text,
    /// A number in its unit; a percent is 93.0, not 0.93. `None` is no data, shown as `—`.
    Number(Number),
    /// A day.
    Date(NaiveDate),
    /// A day and time.
    DateTime(NaiveDateTime),
    /// The course of an indicator, oldest first, in the unit of the row; a picture in the cell where the output can.
    Course(Vec<Option<f64>>),
}

/// A number with how it came about.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// The exact value.
    pub value: Option<f64>,
    /// Its unit.
    pub unit: Unit,
    /// A difference, shown with its sign (percentage points for percent).
    pub change: bool,
    /// How it follows from other cells of the same table; a workbook writes it as a live formula.
    pub formula: Option<Formula>,
}

impl Number {
    /// The value as the cell of a workbook holds it: a rate as a fraction, as percent formats want it; a change in
    /// percentage points is not.
    pub fn stored(&self) -> Option<f64> {
        let value = self.value.filter(|value| value.is_finite())?;
        Some(if self.unit == Unit::Percent && !self.change { value / 100.0 } else { value })
    }
}

/// A cell of the same table: row and column of `rows` and `cells`, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellAt {
    /// Index into [`Table::rows`].
    pub row: usize,
    /// Index into [`Row::cells`].
    pub col: usize,
}

/// How a number follows from other cells of its table.
#[derive(Clone, Debug, PartialEq)]
pub enum Formula {
    /// Numerator ÷ denominator, `—` where the denominator is 0 or no number.
    Ratio {
        /// Above the line.
        numerator: CellAt,
        /// Below the line.
        denominator: CellAt,
    },
    /// The sum of cells.
    Sum(Vec<CellAt>),
    /// The mean of those cells that hold numbers, `—` where none does.
    Mean(Vec<CellAt>),
}
