//! What is said once for many rows and has no column: 维修类型：首保 in a line between them, 工单状态=作废 above the headings, 退车 as
//! the name of the sheet or of the file, 一级 as that of a sheet. The rows count without it, and it is told.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::base::address::Place;
use crate::base::finding::{Code, Finding, Severity};
use crate::base::text::{fold, is_ideograph};
use crate::input::grid::{Grid, GridCell, GridValue};

use super::accounting::{is_blank, rows_of};
use super::common::Common;
use super::entry::Entry;
use super::field_kind::FieldKind;
use super::lines::OF_A_PERIOD;
use super::rows::Rows;
use super::schema::{Field, Schema};
use super::schemas::Schemas;
use super::ticks;
use super::value::Value;

/// Between a heading and what is said of it: 工单状态=作废.
const JOINS: [char; 4] = ['：', ':', '=', '＝'];
/// Between two of them in one cell.
const BETWEEN: [char; 6] = [';', '；', ',', '，', '|', '、'];
/// Signs of a Chinese name.
const NAME: std::ops::RangeInclusive<usize> = 2..=4;

const ADVICE: [&str; 2] = [
    "加一列，在每一行里写明；不该计入的行请删去",
    "say it in a column, in every row; take out rows that should not count",
];

/// What is said.
enum Said<'s> {
    /// A word of these fields.
    Of(Vec<&'s Field>),
    /// A name alone, of one of these fields.
    Name(Vec<&'s Field>),
    /// Something about the rows below.
    Below,
}

/// What is told; of a name alone only where some list knows it as that of an employee.
pub(super) struct Told {
    finding: Finding,
    name: Option<String>,
}

/// What of all this is told: 高新 and 常规 begin like names and are none.
pub(super) fn known<'n>(told: Vec<Told>, people: impl Iterator<Item = &'n str>) -> Vec<Finding> {
    let wanted: BTreeSet<String> = told.iter().filter_map(|one| one.name.clone()).collect();
    let people: BTreeSet<&str> =
        if wanted.is_empty() { BTreeSet::new() } else { people.filter(|name| wanted.contains(*name)).collect() };
    let is_told = |one: &Told| one.name.as_ref().is_none_or(|name| people.contains(name.as_str()));
    told.into_iter().filter(is_told).map(|one| one.finding).collect()
}

/// A block while it is looked at.
struct Look<'l> {
    rows: &'l Rows,
    schema: &'l Schema,
    common: &'l Common,
    /// The headings of each field, folded.
    headings: &'l [Vec<String>],
    /// Fields without a column that make a difference.
    absent: Vec<&'l Field>,
}

/// What stands once for the rows of a sheet, before its cells are forgotten.
pub(super) fn told(read: &[Rows], schemas: &Schemas) -> Vec<Told> {
    let blocks = read.iter().enumerate().filter(|(_, rows)| !rows.rows.is_empty());
    let of_block = |(at, rows): (usize, &Rows)| {
        let (header, _) = rows.block.header?;
        let schema = schemas.table(rows.block.table?)?;
        Some(of_block(rows, header, (at, read.len()), schema, schemas))
    };
    blocks.filter_map(of_block).flatten().collect()
}

/// What stands once for the rows of a block whose headings begin in a row, the `at`-th of `count` of its sheet.
fn of_block(rows: &Rows, header: u32, (at, count): (usize, usize), schema: &Schema, schemas: &Schemas) -> Vec<Told> {
    let says = |field: usize| (0..rows.rows.len()).any(|row| rows.value(row, field) != Value::Nothing);
    let has_column = |field: usize| rows.block.columns.iter().any(|column| column.field == field) && says(field);
    let missing = schema.fields.iter().enumerate().filter(|(field, _)| !has_column(*field)).map(|(_, field)| field);
    let absent = missing.filter(|field| {
        let counts = field.without.is_some() || field.vocabulary.entries().iter().any(|entry| entry.said_once);
        counts && (field.kind == FieldKind::Person || !field.vocabulary.entries().is_empty())
    });
    let (common, headings) = (&schemas.common, schemas.dictionary.folded(schema.table));
    let look = Look { rows, schema, common, headings, absent: absent.collect() };
    let grid = &*rows.grid;
    let between = if rows.counts.note > 0 { look.between(grid, at + 1 == count) } else { Vec::new() };
    let above = if at == 0 { look.above(grid, 0..header) } else { Vec::new() };
    let names = if at == 0 { look.names(grid) } else { Vec::new() };
    names.into_iter().chain(above).chain(look.headings(grid)).chain(between).collect()
}

impl<'l> Look<'l> {
    /// Lines between the rows, and behind them where another block follows.
    fn between(&self, grid: &Grid, is_last: bool) -> Vec<Told> {
        let kept: BTreeSet<u32> = self.rows.rows.iter().copied().collect();
        let end = if is_last { kept.last().copied().unwrap_or_default() } else { self.rows.block.end_row };
        let is_line =
            |row: u32| row < end && !kept.contains(&row) && self.rows.block.repeated.binary_search(&row).is_err();
        let lines = rows_of(grid, &self.rows.block).filter(|(row, _)| is_line(*row));
        let told = lines.filter_map(|(row, cells)| {
            let texts = texts(grid, cells);
            let [(col, text), ..] = texts.as_slice() else { return None };
            if cells.iter().any(|cell| !matches!(cell.value, GridValue::Text(_))) {
                return None;
            }
            let said = match texts.as_slice() {
                [(_, text)] => self.in_a_line(text),
                [(_, label), (_, value)] => self.labelled(label, value, parts),
                _ => None,
            };
            Some(self.told(said?, text, grid.place().at(row, *col)))
        });
        told.collect()
    }

    /// Titles and what was asked for, above the headings.
    fn above(&self, grid: &Grid, rows: Range<u32>) -> Vec<Told> {
        let cells = grid.cells_of(rows);
        let told = cells.chunk_by(|a, b| a.row == b.row).flat_map(|cells| {
            let texts = texts(grid, cells);
            let pairs = texts.windows(2).filter_map(|pair| {
                let said = self.labelled(pair[0].1, pair[1].1, turns)?;
                Some(self.told(
                    said,
                    &format!("{} {}", pair[0].1.trim(), pair[1].1.trim()),
                    grid.place().at(cells[0].row, pair[0].0),
                ))
            });
            let alone = texts.iter().filter_map(|(col, text)| {
                let said = self.in_pieces(text, turns).or_else(|| self.titled(text))?;
                Some(self.told(said, text, grid.place().at(cells[0].row, *col)))
            });
            pairs.chain(alone).collect::<Vec<_>>()
        });
        told.collect()
    }

    /// Headings that no field takes: a column 内部 of ticks is the word once, above all rows.
    fn headings(&self, grid: &Grid) -> Vec<Told> {
        let Some((_, header)) = self.rows.block.header else { return Vec::new() };
        let is_free = |col: u32| !self.rows.block.columns.iter().any(|column| column.col == col);
        let heads = texts(grid, grid.cells_of(header..header + 1));
        let is_ticked = |col: u32| {
            let cells = self.rows.rows.iter().filter_map(|row| grid.cell(*row, col));
            cells.into_iter().any(|cell| ticks::sign(grid, self.common, cell) == Some(true))
        };
        let told = heads.into_iter().filter(|(col, _)| is_free(*col)).filter_map(|(col, text)| {
            let said = self.word(text, turns).filter(|_| is_ticked(col))?;
            Some(self.told(said, text, grid.place().at(header, col)))
        });
        told.collect()
    }

    /// The names of the sheet and of the file.
    fn names(&self, grid: &Grid) -> Vec<Told> {
        let file = grid.file.rsplit('/').next().unwrap_or(&grid.file);
        let file = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        // A sheet 1 or Ⅰ is that of a month or a quarter.
        let part = |name: &str| self.word(name, parts).filter(|_| name.contains(is_ideograph));
        let of_name = |name: &str| self.titled(name).or_else(|| part(name)).or_else(|| self.person(name));
        let of_sheet = grid.sheet.as_deref().and_then(|name| Some((name, of_name(name)?)));
        let of_sheet = of_sheet.map(|(name, said)| self.told(said, name, grid.place()));
        let of_file = || self.titled(file).map(|said| self.told(said, file, Place::file(&grid.file)));
        of_sheet.or_else(of_file).into_iter().collect()
    }

    /// What a line between the rows says.
    fn in_a_line(&self, text: &str) -> Option<Said<'l>> {
        let (folded, lines) = (fold(text), &self.common.lines);
        if lines.below.iter().any(|word| folded.starts_with(word)) {
            return lines.left_out.iter().any(|word| folded.contains(word)).then_some(Said::Below);
        }
        // 制表人：王芳 客服：李娜 is no heading of rows.
        let is_note = lines.begins_a_note(text);
        let said = || self.in_pieces(text, parts).or_else(|| self.word(text, parts)).or_else(|| self.person(text));
        if is_note { None } else { said() }
    }

    /// `查询条件：工单状态=作废；门店=全部`
    fn in_pieces(&self, text: &str, counts: fn(&Entry) -> bool) -> Option<Said<'l>> {
        text.split(|sign: char| BETWEEN.contains(&sign) || sign.is_whitespace()).find_map(|piece| {
            let (label, value) = piece.rsplit_once(JOINS)?;
            self.labelled(label.rsplit(JOINS).next()?, value, counts)
        })
    }

    /// A heading of a field that has no column, and a name or a word of it that counts.
    fn labelled(&self, label: &str, value: &str, counts: fn(&Entry) -> bool) -> Option<Said<'l>> {
        let label = fold(label.trim().trim_end_matches(JOINS));
        let value = value.trim();
        let called = self.headings.iter().position(|own| own.contains(&label))?;
        let field = *self.absent.iter().find(|field| field.id == self.schema.fields[called].id)?;
        let says = match field.kind {
            FieldKind::Person => self.is_name(value) && !self.is_heading(value),
            _ => entry(field, value).is_some_and(counts),
        };
        says.then(|| Said::Of(vec![field]))
    }

    /// A title that is, or holds besides words of every title, a word that makes a difference.
    fn titled(&self, text: &str) -> Option<Said<'l>> {
        let is_of_it = |sign: &char| !sign.is_ascii_digit() && !OF_A_PERIOD.contains(*sign);
        let bare: String = fold(text).chars().filter(is_of_it).collect();
        let bare = self.common.lines.of_lists.iter().fold(bare, |text, word| text.replace(word.as_str(), ""));
        self.word(&bare, turns)
    }

    /// A text that is a word that counts of a field without a column, and none that another column says: 退车 beside 退车日期.
    fn word(&self, text: &str, counts: fn(&Entry) -> bool) -> Option<Said<'l>> {
        let field = *self.absent.iter().find(|field| entry(field, text).is_some_and(counts))?;
        let folded = fold(text);
        let is_said = self.rows.block.columns.iter().any(|column| fold(&column.heading).contains(&folded));
        (!is_said).then(|| Said::Of(vec![field]))
    }

    /// A name alone, which no column of people has.
    fn person(&self, text: &str) -> Option<Said<'l>> {
        let text = text.trim();
        let people: Vec<&Field> = self.absent.iter().copied().filter(|field| field.kind == FieldKind::Person).collect();
        let of_people = self.schema.fields.iter().enumerate().filter(|(_, field)| field.kind == FieldKind::Person);
        let has_it = |field: usize| (0..self.rows.rows.len()).any(|row| self.rows.field_text(row, field) == Some(text));
        let is_own = !people.is_empty() && self.is_name(text) && !self.is_heading(text);
        (is_own && !of_people.into_iter().any(|(field, _)| has_it(field))).then_some(Said::Name(people))
    }

    fn is_heading(&self, text: &str) -> bool {
        let folded = fold(text);
        self.headings.iter().any(|own| own.contains(&folded))
    }

    /// Whether a text looks like the name of a person.
    fn is_name(&self, text: &str) -> bool {
        NAME.contains(&text.chars().count())
            && text.chars().all(is_ideograph)
            && (self.common.has_surname(text) || self.common.has_surname_of_two(text))
            && !self.common.is_of_places(text)
    }

    fn told(&self, said: Said<'l>, text: &str, place: Place) -> Told {
        let text = text.trim();
        let (field, (chinese, english)) = match &said {
            Said::Of(fields) | Said::Name(fields) => {
                let names = |of: fn(&Field) -> &str, between: &str| {
                    fields.iter().map(|field| of(field)).collect::<Vec<_>>().join(between)
                };
                let (own, en) = (names(|field| &field.names.chinese, "、"), names(|field| &field.names.en, ", "));
                let words = (
                    format!("“{text}”只在这里写了一次，表中没有“{own}”列（或该列空白）：各行没有按它计算"),
                    format!(
                        "“{text}” stands here once for many rows, and the list has no column {en}, or a blank one: its rows count without it"
                    ),
                );
                (fields.first().map_or("", |field| field.id.as_str()), words)
            }
            Said::Below => {
                let chinese = format!("“{text}”：下面的各行没有按这句话处理，照常计算");
                ("", (chinese, format!("“{text}”: the rows below are not treated as it says, they count as any other")))
            }
        };
        let mut finding = Finding::new(Severity::Warning, Code::DoubtfulRow, place, chinese, english);
        finding.advice = Some(ADVICE);
        let name = matches!(said, Said::Name(_)).then(|| text.to_owned());
        Told { finding: finding.table(self.schema.table).field(field).value(text), name }
    }
}

/// The word that a text is in a field.
fn entry<'f>(field: &'f Field, text: &str) -> Option<&'f Entry> {
    field.vocabulary.entries().get(field.vocabulary.find(text)?)
}

/// Rows of the word count otherwise, or not at all.
fn turns(entry: &Entry) -> bool {
    entry.said_once
}

/// The word parts the rows: by it they count otherwise, or it is a level or a reason by which figures are shown.
fn parts(entry: &Entry) -> bool {
    entry.said_once || entry.sense.is_none()
}

/// The texts of a line with their columns.
fn texts<'g>(grid: &'g Grid, cells: &[GridCell]) -> Vec<(u32, &'g str)> {
    let filled = cells.iter().filter(|cell| !is_blank(grid, cell));
    filled
        .filter_map(|cell| if let GridValue::Text(id) = cell.value { Some((cell.col, grid.text(id))) } else { None })
        .collect()
}
