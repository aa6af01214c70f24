//! A table written in a dialect: the workbook, and what reading it must come to.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;
use csr_report::base::finding::Code;
use csr_report::tables::model::RowCounts;

use super::dialect::{Decoration, Dialect, Extra, Format};
use super::model::{Kind, Table, Value};
use super::spelling::{self, Dates, full_width};
use super::template::Template;
use crate::written::delimited::Encoding;
use crate::written::grid::{Book, Cell, Sheet, texts};

/// What was written.
pub struct Written {
    pub book: Book,
    /// The balance of all sheets together.
    pub counts: RowCounts,
    /// Codes that must be found; no other may.
    pub codes: BTreeSet<Code>,
}

/// Whether a format has characters for all words of a table: a BIFF5 file of code page 936 has none for ✓.
pub fn can_hold(format: Format, table: &Table) -> bool {
    let in_gbk = |value: &Value| match value {
        Value::Word(word) => !encoding_rs::GBK.encode(&word.written).2,
        _ => true,
    };
    format != Format::Biff5 || table.rows.iter().flatten().all(in_gbk)
}

/// A line of a sheet below its headings.
#[derive(Clone, Copy)]
enum Line {
    Row(usize),
    Again(usize),
    Other(Extra),
}

/// Writes a table in a dialect.
pub fn write(table: &Table, dialect: &Dialect) -> Written {
    let mut writer = Writer::new(table, dialect);
    for (name, lines) in sheets(table, dialect) {
        let sheet = writer.sheet(&name, &lines);
        writer.written.book.sheets.push(sheet);
    }
    if matches!(dialect.format, Format::Text(Encoding::Gb18030, _)) {
        writer.written.codes.insert(Code::GuessedEncoding);
    }
    writer.written
}

/// The lines of each sheet: rows in the dialect's order, other lines between them, none of them blank at the end.
fn sheets(table: &Table, dialect: &Dialect) -> Vec<(String, Vec<Line>)> {
    let mut by_month: BTreeMap<u32, Vec<Line>> = BTreeMap::new();
    for row in shuffled(table.rows.len(), dialect.rows) {
        let month = if dialect.sheet_a_month { month(&table.rows[row]) } else { 0 };
        by_month.entry(month).or_default().push(Line::Row(row));
    }
    let mut sheets: Vec<Vec<Line>> = by_month.values().cloned().collect();
    for (place, extra) in &dialect.extras {
        let place = usize::from(*place);
        let sheets_in_all = sheets.len();
        let lines = &mut sheets[place % sheets_in_all];
        let at = place / sheets_in_all % (lines.len() + 1);
        lines.insert(
            at,
            match extra {
                Extra::Duplicate(row) => Line::Again(usize::from(*row) % table.rows.len()),
                extra => Line::Other(*extra),
            },
        );
    }
    for lines in &mut sheets {
        while matches!(lines.last(), Some(Line::Other(Extra::Blank))) {
            lines.pop();
        }
    }
    let name = |month: &u32| if *month == 0 { "2013年".to_owned() } else { format!("2013年{month}月") };
    by_month.keys().map(name).zip(sheets).collect()
}

/// The month of the first date of a row: the one that puts it into a period. A list without a date is one of no month.
fn month(row: &[Value]) -> u32 {
    row.iter().find_map(|value| if let Value::Time(time) = value { Some(time.month()) } else { None }).unwrap_or(0)
}

/// The numbers below `count` in an order that a seed decides; 0 leaves them as they are.
fn shuffled(count: usize, seed: u64) -> Vec<usize> {
    let mut numbers: Vec<usize> = (0..count).collect();
    let mut state = seed;
    for last in (1..count).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(u64::from(seed != 0));
        if seed != 0 {
            numbers.swap(last, (state >> 33) as usize % (last + 1));
        }
    }
    numbers
}

struct Writer<'a> {
    table: &'a Table,
    dialect: &'a Dialect,
    /// Indices of the table's columns in the order in which they are written.
    order: Vec<usize>,
    headings: Vec<String>,
    written: Written,
}

impl<'a> Writer<'a> {
    fn new(table: &'a Table, dialect: &'a Dialect) -> Self {
        let order = shuffled(table.columns.len(), dialect.columns);
        let template = Template::of(table.id);
        let headings = order.iter().map(|column| heading(table, dialect, template, *column)).collect();
        let has = |field: &str| table.columns.iter().any(|(column, _)| *column == field);
        let mut codes = BTreeSet::new();
        if template.fields.iter().any(|field| field.asked && !has(field.id())) {
            codes.insert(Code::MissingHeading);
        }
        let book = Book { dates_1904: dialect.dates_1904, ..Book::new(Vec::new()) };
        let written = Written { book, counts: RowCounts::default(), codes };
        Self { table, dialect, order, headings, written }
    }

    fn sheet(&mut self, name: &str, lines: &[Line]) -> Sheet {
        let mut rows = self.above();
        rows.push(self.heading_row());
        for line in lines {
            let number = rows.len();
            rows.push(self.line(*line, number));
        }
        // A spreadsheet program saves a text with as many separators in every line.
        if matches!(self.dialect.format, Format::Text(..)) {
            let width = rows.iter().map(Vec::len).max().unwrap_or(0);
            rows.iter_mut().for_each(|row| row.resize(width, Cell::Empty));
        }
        Sheet::new(name, rows)
    }

    fn above(&self) -> Vec<Vec<Cell>> {
        let mut rows: Vec<Vec<Cell>> = ["某某汽车销售服务有限公司", "客服部月报"][..self.dialect.titles]
            .iter()
            .map(|text| texts(&[text]))
            .collect();
        if self.dialect.export_line {
            rows.push(texts(&["导出日期:", "2013/10/01 08:30:00", "导出人:", "admin"]));
        }
        rows.extend(std::iter::repeat_n(Vec::new(), self.dialect.blank_above));
        if self.dialect.groups {
            rows.push(texts(&["基本信息", "", "其他信息"]));
        }
        rows
    }

    fn heading_row(&self) -> Vec<Cell> {
        let number = self.dialect.numbered.then(|| Cell::text("序号"));
        number.into_iter().chain(self.headings.iter().map(Cell::text)).collect()
    }

    fn line(&mut self, line: Line, number: usize) -> Vec<Cell> {
        let counts = &mut self.written.counts;
        counts.read += 1;
        match line {
            Line::Row(row) => {
                counts.used += 1;
                self.row(row, number)
            }
            Line::Again(row) => {
                counts.duplicate += 1;
                self.written.codes.insert(Code::DuplicateRow);
                self.row(row, number)
            }
            Line::Other(Extra::Headings) => {
                counts.repeated_header += 1;
                self.heading_row()
            }
            Line::Other(Extra::Total) => {
                counts.total_line += 1;
                vec![Cell::text(["合计", "小 计:", "9月合计"][number % 3]), Cell::Empty, Cell::Number(7.0)]
            }
            Line::Other(Extra::Note) => {
                counts.note += 1;
                texts(&["制表人：王芳", "", "审核：李强"])
            }
            Line::Other(Extra::Remark) => {
                counts.note += 1;
                // A sentence alone in a list of measures is a measure.
                let is_told_in_words = self.table.columns.iter().any(|(field, _)| *field == "measure");
                texts(&[if is_told_in_words {
                    "备注：以上数据由系统导出。"
                } else {
                    "以上数据由系统导出。"
                }])
            }
            Line::Other(Extra::Blank | Extra::Duplicate(_)) => {
                counts.blank += 1;
                [Vec::new(), vec![Cell::text(" \u{3000}")]][number % 2].clone()
            }
        }
    }

    fn row(&mut self, row: usize, number: usize) -> Vec<Cell> {
        let mut cells = Vec::new();
        if self.dialect.numbered {
            cells.push(Cell::Number(number as f64));
        }
        for &column in &self.order {
            let (value, (_, kind)) = (&self.table.rows[row][column], self.table.columns[column]);
            let dates = self.dialect.dates[column % self.dialect.dates.len()];
            if dates == Dates::WithoutYear && matches!(value, Value::Time(_)) {
                self.written.codes.insert(Code::AssumedYear);
            }
            let way = self.dialect.ways[(number + column) % self.dialect.ways.len()];
            let typed = self.dialect.format.typed();
            cells.push(spelling::cell(value, kind, dates, typed, &self.written.book, way));
        }
        cells
    }
}

fn heading(table: &Table, dialect: &Dialect, template: &Template, column: usize) -> String {
    let (field, kind) = table.columns[column];
    let names = &template.field(field).headings;
    let name = &names[usize::from(dialect.headings[column % dialect.headings.len()]) % names.len()];
    if kind == Kind::Score {
        return format!("{name}(10分)");
    }
    let middle = name.char_indices().nth(name.chars().count() / 2).map_or(0, |(at, _)| at);
    let (before, after) = name.split_at(middle);
    match dialect.decorations[column % dialect.decorations.len()] {
        Decoration::Nothing => name.clone(),
        Decoration::Star => format!("*{name}"),
        Decoration::Required => format!("{name}(必填)"),
        Decoration::LineBreak => format!("{before}\n{after}"),
        Decoration::WideSpace => format!("{before}\u{3000}{after} "),
        Decoration::Unit => format!("{name}（见说明）"),
        Decoration::Colon => full_width(&format!("{name}:")),
    }
}
