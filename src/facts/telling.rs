//! Rows of a table that count nowhere, or otherwise than they say: each is told at its cell. What `where` leaves out must be
//! named by a `told` of the fact, with words or without; whatever else it leaves out is told as well.

use std::collections::{BTreeMap, btree_map};

use anyhow::Result;
use polars::prelude::{AnyValue, DataFrame};

use super::fact::{Column, Fact, From, Telling};
use super::reader::origins;
use super::states::computed;
use super::term::Term;
use crate::base::declaration::{Entry, choose};
use crate::base::failure::Failure;
use crate::base::finding::{Code, Finding, Severity};
use crate::base::finding_groups;
use crate::base::lang::Words;
use crate::base::table_id::TableId;
use crate::tables::model::Tables;

/// The kinds of findings that a fact file can name; the first where it names none.
const CODES: [(&str, Code); 5] = [
    ("missing-value", Code::MissingValue),
    ("contradictory-state", Code::ContradictoryState),
    ("doubtful-row", Code::DoubtfulRow),
    ("doubtful-figure", Code::DoubtfulFigure),
    ("impossible-figure", Code::ImpossibleFigure),
];

/// A column that is only made to see for which rows a condition holds.
const HOLDS: &str = "told here";

/// Reads the `told` of a fact file.
///
/// # Errors
/// An unknown key or field, an expression that is no condition.
pub(super) fn read(
    entry: &Entry<'_>,
    columns: &[Column],
    condition: impl Fn(&Entry<'_>) -> Result<Term, Failure>,
) -> Result<Vec<Telling>, Failure> {
    entry.items()?.iter().map(|item| one(item, columns, &condition)).collect()
}

fn one(
    entry: &Entry<'_>,
    columns: &[Column],
    condition: impl Fn(&Entry<'_>) -> Result<Term, Failure>,
) -> Result<Telling, Failure> {
    let mut section = entry.section()?;
    let when = condition(&section.need("when")?)?;
    let words = section.take("words").map(|entry| entry.words()).transpose()?;
    let mut at = Vec::new();
    if words.is_some() {
        let fields = section.need("at")?;
        let known: Vec<_> = columns.iter().filter_map(|column| Some((column.field.as_deref()?, ()))).collect();
        for field in fields.texts()? {
            choose(&field, &known).map_err(|wrong| fields.refuse(wrong))?;
            at.push(field);
        }
    }
    let code = match section.take("code") {
        Some(code) => choose(&code.text()?, &CODES).map_err(|wrong| code.refuse(wrong))?,
        None => Code::MissingValue,
    };
    section.finish()?;
    Ok(Telling { when, at, code, words })
}

/// What is to be said of the rows of all facts of a run.
#[derive(Default)]
pub(super) struct Tellings {
    findings: Vec<Finding>,
    untold: BTreeMap<TableId, Untold>,
}

/// The rows of a table.
struct Untold {
    /// Where each comes from: source and row.
    origins: Vec<(u32, u32)>,
    /// Whether no fact has taken it or spoken of it so far.
    left: Vec<bool>,
}

impl Tellings {
    /// Looks at the rows of a fact before any is left out. `counts` says whether its rows count for the table at all.
    pub(super) fn of(fact: &Fact, rows: &DataFrame, tables: &Tables, counts: bool) -> Result<Self> {
        let mut told = Self::default();
        let Some(&table) = fact.tables.first() else { return Ok(told) };
        let of_table = counts && matches!(fact.from, From::Table(_));
        if rows.height() == 0 || !of_table && fact.told.is_empty() {
            return Ok(told);
        }
        let of = Rows { fact, table, rows, origins: origins(rows)?, tables };
        let mut left: Vec<bool> = match &fact.filter {
            Some(filter) => of.holds(filter)?.into_iter().map(|stays| !stays).collect(),
            None => vec![false; rows.height()],
        };
        for telling in &fact.told {
            for (row, _) in of.holds(&telling.when)?.into_iter().enumerate().filter(|(_, holds)| *holds) {
                left[row] = false;
                told.findings.extend(telling.words.as_ref().and_then(|words| of.told(row, telling, words)));
            }
        }
        finding_groups::thin(&mut told.findings);
        if of_table {
            told.untold.insert(table, Untold { origins: of.origins, left });
        }
        Ok(told)
    }

    /// Takes up what another fact says; all facts of a table see its rows in one order.
    pub(super) fn join(&mut self, other: Self) {
        self.findings.extend(other.findings);
        finding_groups::thin(&mut self.findings);
        for (table, untold) in other.untold {
            match self.untold.entry(table) {
                btree_map::Entry::Vacant(entry) => {
                    entry.insert(untold);
                }
                btree_map::Entry::Occupied(mut entry) => {
                    entry.get_mut().left.iter_mut().zip(untold.left).for_each(|(left, other)| *left &= other);
                }
            }
        }
    }

    /// Everything to be said; also of the rows that no fact takes, and of which none has said that nobody misses them.
    pub(super) fn findings(mut self, tables: &Tables) -> Vec<Finding> {
        for (table, untold) in &self.untold {
            let rows = untold.origins.iter().zip(&untold.left).filter(|(_, left)| **left);
            self.findings.extend(rows.filter_map(|((source, row), _)| left_out(*table, *source, *row, tables)));
        }
        finding_groups::thin(&mut self.findings);
        self.findings
    }
}

fn left_out(table: TableId, source: u32, row: u32, tables: &Tables) -> Option<Finding> {
    let fields: Vec<&String> = tables.fields_of(table, source, row).collect();
    let (place, field) = tables.cell(table, source, row, fields)?;
    let (chinese, english) = ("本行读到了，但没有计入任何指标", "the row is read, but counts in no figure");
    let finding = Finding::new(Severity::Warning, Code::MissingValue, place, chinese.into(), english.into());
    Some(finding.table(table).field(field))
}

struct Rows<'a> {
    fact: &'a Fact,
    table: TableId,
    rows: &'a DataFrame,
    origins: Vec<(u32, u32)>,
    tables: &'a Tables,
}

impl Rows<'_> {
    /// For which rows a condition holds.
    fn holds(&self, condition: &Term) -> Result<Vec<bool>> {
        let with = computed(self.rows.clone(), HOLDS, condition)?;
        Ok(with.column(HOLDS)?.bool()?.iter().map(|holds| holds.unwrap_or(false)).collect())
    }

    fn told(&self, row: usize, telling: &Telling, words: &Words) -> Option<Finding> {
        let (source, number) = self.origins[row];
        let (place, field) = self.tables.cell(self.table, source, number, &telling.at)?;
        let Words { chinese, en } = words.clone();
        let finding = Finding::new(Severity::Warning, telling.code, place, chinese, en);
        let finding = finding.table(self.table).field(field);
        Some(match self.shown(row, field) {
            Some(value) => finding.value(&value),
            None => finding,
        })
    }

    /// A number or a word of the row; dates and names need no telling twice.
    fn shown(&self, row: usize, field: &str) -> Option<String> {
        if self.fact.column(field).is_none_or(|column| column.private) {
            return None;
        }
        match self.rows.column(field).ok()?.get(row).ok()? {
            AnyValue::Int64(number) => Some(number.to_string()),
            AnyValue::String(text) => Some(text.to_owned()),
            _ => None,
        }
    }
}
