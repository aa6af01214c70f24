//! What is said once for many rows and has no column: 维修类型：首保 in a line between them, 工单状态=作废 above the headings, 退车 as
//! the name of the sheet or of the file. The rows count without it, and it is told.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::base::address::Place;
use crate::base::finding::{Code, Finding, Severity};
use crate::base::text::{fold, is_ideograph};
use crate::input::grid::{Grid, GridCell, GridValue};

use super::accounting::{is_blank, rows_of};
use super::common::Common;
use super::field_kind::FieldKind;
use super::lines::OF_A_PERIOD;
use super::rows::Rows;
use super::schema::{Field, Schema};
use super::schemas::Schemas;
use super::value::Value;

/// Between a heading and what is said of it: 工单状态=作废.
const JOINS: [char; 4] = ['：', ':', '=', '＝'];
/// Between two of them in one cell.
const BETWEEN: [char; 6] = [';', '；', ',', '，', '|', '、'];
/// Signs of a Chinese name.
const NAME: std::ops::RangeInclusive<usize> = 2..=4;

/// What is said.
enum Said<'s> {
    /// A word of these fields.
    Of(Vec<&'s Field>),
    /// Something about the rows below.
    Below,
}

/// A block while it is looked at.
struct Look<'l> {
    rows: &'l Rows,
    schema: &'l Schema,
    common: &'l Common,
    /// Fields without a column that make a difference.
    absent: Vec<&'l Field>,
}

/// What stands once for the rows of a sheet, before its cells are forgotten.
pub(super) fn told(read: &[Rows], schemas: &Schemas) -> Vec<Finding> {
    let blocks = read.iter().enumerate().filter(|(_, rows)| !rows.rows.is_empty());
    let of_block = |(at, rows): (usize, &Rows)| {
        let (header, _) = rows.block.header?;
        let schema = schemas.table(rows.block.table?)?;
        Some(of_block(rows, header, (at, read.len()), schema, &schemas.common))
    };
    blocks.filter_map(of_block).flatten().collect()
}

/// What stands once for the rows of a block whose headings begin in a row, the `at`-th of `count` of its sheet.
fn of_block(rows: &Rows, header: u32, (at, count): (usize, usize), schema: &Schema, common: &Common) -> Vec<Finding> {
    let says = |field: usize| (0..rows.rows.len()).any(|row| rows.value(row, field) != Value::Nothing);
    let has_column = |field: usize| rows.block.columns.iter().any(|column| column.field == field) && says(field);
    let missing = schema.fields.iter().enumerate().filter(|(field, _)| !has_column(*field)).map(|(_, field)| field);
    let absent = missing.filter(|field| {
        let counts = field.without.is_some() || field.vocabulary.entries().iter().any(|entry| entry.said_once);
        counts && (field.kind == FieldKind::Person || !field.vocabulary.entries().is_empty())
    });
    let look = Look { rows, schema, common, absent: absent.collect() };
    let grid = &*rows.grid;
    let between = if rows.counts.note > 0 { look.between(grid, at + 1 == count) } else { Vec::new() };
    let above = if at == 0 { look.above(grid, 0..header) } else { Vec::new() };
    let names = if at == 0 { look.names(grid) } else { Vec::new() };
    names.into_iter().chain(above).chain(look.headings(grid)).chain(between).collect()
}

impl<'l> Look<'l> {
    /// Lines between the rows, and behind them where another block follows.
    fn between(&self, grid: &Grid, is_last: bool) -> Vec<Finding> {
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
                [(_, label), (_, value)] => self.labelled(label, value),
                _ => None,
            };
            Some(self.finding(said?, text, grid.place().at(row, *col)))
        });
        told.collect()
    }

    /// Titles and what was asked for, above the headings.
    fn above(&self, grid: &Grid, rows: Range<u32>) -> Vec<Finding> {
        let cells = grid.cells_of(rows);
        let told = cells.chunk_by(|a, b| a.row == b.row).flat_map(|cells| {
            let texts = texts(grid, cells);
            let pairs = texts.windows(2).filter_map(|pair| {
                let said = self.labelled(pair[0].1, pair[1].1)?;
                Some(self.finding(
                    said,
                    &format!("{} {}", pair[0].1.trim(), pair[1].1.trim()),
                    grid.place().at(cells[0].row, pair[0].0),
                ))
            });
            let alone = texts.iter().filter_map(|(col, text)| {
                let said = self.in_pieces(text).or_else(|| self.titled(text))?;
                Some(self.finding(said, text, grid.place().at(cells[0].row, *col)))
            });
            pairs.chain(alone).collect::<Vec<_>>()
        });
        told.collect()
    }

    /// Headings that no field takes: a column 内部 of ticks is the word once, above all rows.
    fn headings(&self, grid: &Grid) -> Vec<Finding> {
        let Some((_, header)) = self.rows.block.header else { return Vec::new() };
        let is_free = |col: u32| !self.rows.block.columns.iter().any(|column| column.col == col);
        let heads = texts(grid, grid.cells_of(header..header + 1));
        let told = heads.into_iter().filter(|(col, _)| is_free(*col)).filter_map(|(col, text)| {
            let said = self.word(text, |_| false)?;
            Some(self.finding(said, text, grid.place().at(header, col)))
        });
        told.collect()
    }

    /// The names of the sheet and of the file.
    fn names(&self, grid: &Grid) -> Vec<Finding> {
        let file = grid.file.rsplit('/').next().unwrap_or(&grid.file);
        let file = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let of_sheet =
            grid.sheet.as_deref().and_then(|name| Some((name, self.titled(name).or_else(|| self.person(name))?)));
        let of_sheet = of_sheet.map(|(name, said)| self.finding(said, name, grid.place()));
        let of_file = || self.titled(file).map(|said| self.finding(said, file, grid.place()));
        of_sheet.or_else(of_file).into_iter().collect()
    }

    /// What a line between the rows says.
    fn in_a_line(&self, text: &str) -> Option<Said<'l>> {
        let folded = fold(text);
        if self.common.lines.below.iter().any(|word| folded.starts_with(word)) {
            return Some(Said::Below);
        }
        self.in_pieces(text).or_else(|| self.word(text, |_| true)).or_else(|| self.person(text))
    }

    /// `查询条件：工单状态=作废；门店=全部`
    fn in_pieces(&self, text: &str) -> Option<Said<'l>> {
        text.split(|sign: char| BETWEEN.contains(&sign) || sign.is_whitespace()).find_map(|piece| {
            let (label, value) = piece.rsplit_once(JOINS)?;
            self.labelled(label.rsplit(JOINS).next()?, value)
        })
    }

    /// A heading of a field that has no column, and a word or a name of it.
    fn labelled(&self, label: &str, value: &str) -> Option<Said<'l>> {
        let label = fold(label.trim().trim_end_matches(JOINS));
        let value = value.trim();
        let is_called = |field: &&&Field| {
            let names = [&field.names.chinese, &field.names.en];
            !label.is_empty() && field.headings.iter().chain(names).any(|heading| fold(heading) == label)
        };
        let field = *self.absent.iter().find(is_called)?;
        let says = match field.kind {
            FieldKind::Person => NAME.contains(&value.chars().count()) && value.chars().all(is_ideograph),
            _ => field.vocabulary.find(value).is_some(),
        };
        says.then(|| Said::Of(vec![field]))
    }

    /// A title that is, or holds besides words of every title, a word that makes a difference.
    fn titled(&self, text: &str) -> Option<Said<'l>> {
        let is_of_it = |sign: &char| !sign.is_ascii_digit() && !OF_A_PERIOD.contains(*sign);
        let bare: String = fold(text).chars().filter(is_of_it).collect();
        let bare = self.common.lines.of_lists.iter().fold(bare, |text, word| text.replace(word.as_str(), ""));
        self.word(&bare, |_| false)
    }

    /// A text that is a word of a field without a column: any, or one of those that make a difference.
    fn word(&self, text: &str, any: impl Fn(&Field) -> bool) -> Option<Said<'l>> {
        let field = self.absent.iter().find(|field| {
            let entry = field.vocabulary.find(text).and_then(|entry| field.vocabulary.entries().get(entry));
            entry.is_some_and(|entry| any(field) || entry.said_once)
        })?;
        Some(Said::Of(vec![field]))
    }

    /// A name alone, where no column has people.
    fn person(&self, text: &str) -> Option<Said<'l>> {
        let text = text.trim();
        let begins = text.starts_with(|sign| self.common.surnames.contains(sign))
            || self.common.surnames_of_two.iter().any(|surname| text.starts_with(surname.as_str()));
        let is_name = NAME.contains(&text.chars().count())
            && text.chars().all(is_ideograph)
            && !text.contains(|sign| self.common.of_places.contains(sign));
        let people: Vec<&Field> = self.absent.iter().copied().filter(|field| field.kind == FieldKind::Person).collect();
        (begins && is_name && !people.is_empty()).then_some(Said::Of(people))
    }

    fn finding(&self, said: Said<'l>, text: &str, place: Place) -> Finding {
        let text = text.trim();
        let (chinese, english) = match &said {
            Said::Of(fields) => {
                let names = |of: fn(&Field) -> &str, between: &str| {
                    fields.iter().map(|field| of(field)).collect::<Vec<_>>().join(between)
                };
                let (own, en) = (names(|field| &field.names.chinese, "、"), names(|field| &field.names.en, ", "));
                (
                    format!("“{text}”只在这里写了一次，表中没有“{own}”列（或该列空白）：各行没有按它计算"),
                    format!(
                        "“{text}” stands here once for many rows, and the list has no column {en}, or a blank one: its rows count without it"
                    ),
                )
            }
            Said::Below => (
                format!("“{text}”：下面的各行没有按这句话处理，照常计算"),
                format!("“{text}”: the rows below are not treated as it says, they count as any other"),
            ),
        };
        let finding = Finding::new(Severity::Warning, Code::DoubtfulRow, place, chinese, english);
        let field = match &said {
            Said::Of(fields) => fields.first().map_or("", |field| field.id.as_str()),
            Said::Below => "",
        };
        finding.table(self.schema.table).field(field).value(text)
    }
}

/// The texts of a line with their columns.
fn texts<'g>(grid: &'g Grid, cells: &[GridCell]) -> Vec<(u32, &'g str)> {
    let filled = cells.iter().filter(|cell| !is_blank(grid, cell));
    filled
        .filter_map(|cell| if let GridValue::Text(id) = cell.value { Some((cell.col, grid.text(id))) } else { None })
        .collect()
}
