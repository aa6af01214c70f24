//! What the cells of a row broke, told as findings.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::address::CellRef;
use crate::base::finding::{Code, Finding, Severity};
use crate::base::finding_groups::KEPT;
use crate::input::grid::Grid;

use super::cell::Broken;
use super::rows::Rows;
use super::schema::Schema;

/// What became of the rows of a merged cell that was refused.
const MERGED_ASIDE: [&str; 2] =
    ["；合并单元格盖住的各行未计入", "; the rows that the merged cell covers are set aside"];

/// A cell of the row at hand that broke a rule.
pub(super) struct Problem {
    /// Index of the column in the block.
    pub column: usize,
    pub col: u32,
    pub field: usize,
    pub broken: Broken,
    pub refused: bool,
    pub shown: String,
}

/// Tells of the rows of one part. Of very many findings of one kind only the cells are told: no sentence is made that
/// nobody will read.
pub(super) struct Teller<'a> {
    grid: &'a Grid,
    schema: &'a Schema,
    /// How many findings of a kind there are, and where the last one stands among those of the part.
    kinds: BTreeMap<(Severity, Code, usize), (usize, usize)>,
    /// The cells of a row that errors were told of.
    errors: Vec<CellRef>,
    /// What was told of merged cells: once, not row by row.
    merged: BTreeSet<(CellRef, Severity, Code, usize)>,
}

impl<'a> Teller<'a> {
    pub(super) fn new(grid: &'a Grid, schema: &'a Schema) -> Self {
        Self { grid, schema, kinds: BTreeMap::new(), errors: Vec::new(), merged: BTreeSet::new() }
    }

    /// Records what the row's cells broke; `unmet` names what a rejected row lacks.
    pub(super) fn report(
        &mut self,
        problems: &mut Vec<Problem>,
        row: u32,
        attempt: u8,
        out: &mut Rows,
        unmet: Option<&[Vec<usize>]>,
    ) {
        let [aside, english_aside] = if attempt == 0 {
            ["；本行未计入", "; the row is set aside"]
        } else {
            ["；该次未计入", "; this attempt is set aside"]
        };
        self.errors.retain(|cell| cell.row == row);
        let decisive = |field: usize| unmet.is_some_and(|groups| groups.iter().any(|group| group.contains(&field)));
        for problem in problems.drain(..) {
            let cell = CellRef { row, col: problem.col };
            if problem.broken.code == Code::UnknownWord {
                if let Some(cell) = self.first_time(out, (Severity::Warning, Code::UnknownWord, problem.field), cell) {
                    out.add_unknown(problem.field, problem.shown, vec![cell]);
                }
                continue;
            }
            let [aside, english_aside] =
                if out.merged.first(cell).is_some() { MERGED_ASIDE } else { [aside, english_aside] };
            let (severity, chinese, english) = if problem.refused && decisive(problem.field) {
                (Severity::Error, aside, english_aside)
            } else if problem.refused {
                (Severity::Warning, "；该单元格按空白处理", "; the cell counts as blank")
            } else {
                (Severity::Warning, "", "")
            };
            let Problem { field, broken: Broken { code, chinese: rule, english: english_rule }, shown, .. } = problem;
            let names = &self.schema.fields[field].names;
            self.tell(out, (severity, code, field), cell, Some(&shown), || {
                let english = format!("{} “{shown}”: {english_rule}{english}", names.en);
                [format!("{}“{shown}”：{rule}{chinese}", names.chinese), english]
            });
        }
        for group in unmet.into_iter().flatten() {
            self.missing_value(row, attempt, group, out, [aside, english_aside]);
        }
    }

    /// A rejected row whose needed cells are blank; refused ones were told already.
    fn missing_value(&mut self, row: u32, attempt: u8, group: &[usize], out: &mut Rows, aside: [&'static str; 2]) {
        let cell = |field: usize| CellRef { row, col: out.block.col(field, attempt).unwrap_or(0) };
        let told = |field: &usize| out.slots[*field].is_some() && self.errors.contains(&cell(*field));
        if group.iter().any(told) {
            return;
        }
        let with_column = group.iter().find(|field| out.slots[**field].is_some());
        let Some(field) = with_column.or(group.first()) else { return };
        let names = || group.iter().map(|field| &self.schema.fields[*field].names);
        let chinese: Vec<_> = names().map(|names| names.chinese.as_str()).collect();
        let english: Vec<_> = names().map(|names| names.en.as_str()).collect();
        let aside = if out.merged.first(cell(*field)).is_some() { MERGED_ASIDE } else { aside };
        let kind = (Severity::Error, Code::MissingValue, *field);
        self.tell(out, kind, cell(*field), None, || {
            let english = format!("{} is missing{}", english.join(" or "), aside[1]);
            [format!("缺少“{}”{}", chinese.join("”或“"), aside[0]), english]
        });
    }

    /// The cell to be named: of a merged cell the first one, and once.
    fn first_time(
        &mut self,
        out: &Rows,
        (severity, code, field): (Severity, Code, usize),
        cell: CellRef,
    ) -> Option<CellRef> {
        match out.merged.first(cell) {
            Some(first) => self.merged.insert((first, severity, code, field)).then_some(first),
            None => Some(cell),
        }
    }

    fn tell(
        &mut self,
        out: &mut Rows,
        (severity, code, field): (Severity, Code, usize),
        cell: CellRef,
        value: Option<&str>,
        sentence: impl FnOnce() -> [String; 2],
    ) {
        if severity == Severity::Error {
            self.errors.push(cell);
        }
        let Some(cell) = self.first_time(out, (severity, code, field), cell) else { return };
        let (count, last) = self.kinds.entry((severity, code, field)).or_default();
        if *count == KEPT {
            out.findings[*last].more.push(cell);
            return;
        }
        (*count, *last) = (*count + 1, out.findings.len());
        let [chinese, english] = sentence();
        let finding = Finding::new(severity, code, self.grid.place().at(cell.row, cell.col), chinese, english);
        let finding = finding.table(self.schema.table).field(&self.schema.fields[field].id);
        out.findings.push(if let Some(value) = value { finding.value(value) } else { finding });
    }
}
