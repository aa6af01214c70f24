//! What a run could not trust: a finding names the place, the value as it stood, and what was expected.
//!
//! Every code is declared once, in [`Code::doc`]; the sentence of a finding is written where the decision is taken.

use std::sync::Arc;

use chrono::NaiveDate;

pub use super::code::{Code, CodeDoc, Severity};

use super::address::{CellRef, Place};
use super::lang::{Lang, Words};
use super::table_id::TableId;

/// The file of a finding that concerns the input as a whole.
pub const WHOLE_INPUT: &str = ".";

/// Before what a sheet holds that fits no table: Chinese, English.
pub const SEEN: [&str; 2] = ["；看到的内容：", "; it begins with: "];

/// One thing found in the inputs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Error: set aside. Warning: used with a doubt. Info: good to know.
    pub severity: Severity,
    /// The stable kind.
    pub code: Code,
    /// The table it concerns, where one was recognised.
    pub table: Option<TableId>,
    /// File, sheet, cell.
    pub place: Place,
    /// The further cells of the same sheet that it is about.
    pub more: Vec<CellRef>,
    /// Canonical field name.
    pub field: Option<String>,
    /// The value as it stood.
    pub value: Option<Arc<str>>,
    /// What was expected, and what became of the row.
    pub message: Words,
    /// What to do, where that is not what the code says: Chinese, English.
    pub advice: Option<[&'static str; 2]>,
    /// The first and the last day of the rows that it is about, where they are known.
    pub days: Option<(NaiveDate, NaiveDate)>,
}

impl Finding {
    /// A finding at a place; table, field and value are added with the methods below.
    pub fn new(severity: Severity, code: Code, place: Place, chinese: String, english: String) -> Self {
        let message = Words { chinese, en: english };
        let (table, field, value, advice, days) = (None, None, None, None, None);
        Self { severity, code, table, place, more: Vec::new(), field, value, message, advice, days }
    }

    /// Names the table.
    pub fn table(mut self, table: TableId) -> Self {
        self.table = Some(table);
        self
    }

    /// Adds the further cells of the same sheet.
    pub fn more(mut self, cells: Vec<CellRef>) -> Self {
        self.more = cells;
        self
    }

    /// Takes the value out, of the message too.
    pub fn hide_value(&mut self) {
        let Some(value) = self.value.take().filter(|value| !value.is_empty()) else { return };
        for text in [&mut self.message.chinese, &mut self.message.en] {
            *text = text.replace(&*value, "…");
        }
    }

    /// Names the field.
    pub fn field(mut self, field: &str) -> Self {
        self.field = Some(field.to_owned());
        self
    }

    /// Keeps the value as it stood.
    pub fn value(mut self, value: &str) -> Self {
        self.value = Some(value.into());
        self
    }

    /// Widens the days that it is about.
    pub fn widen(&mut self, days: impl IntoIterator<Item = NaiveDate>) {
        for day in days {
            let (first, last) = self.days.unwrap_or((day, day));
            self.days = Some((first.min(day), last.max(day)));
        }
    }

    /// What to do about it.
    pub fn hint(&self, lang: Lang) -> &'static str {
        self.advice.map_or_else(|| self.code.hint(lang), |[chinese, english]| lang.pick(chinese, english))
    }

    /// Leaves out what a sheet holds that fits no table: these may be customers.
    pub fn hide_seen(&mut self) {
        let [chinese, en] = SEEN;
        for (text, mark) in [(&mut self.message.chinese, chinese), (&mut self.message.en, en)] {
            text.truncate(text.find(mark).unwrap_or(text.len()));
        }
    }

    /// How many places it stands for.
    pub fn count(&self) -> usize {
        1 + self.more.len()
    }

    /// Every cell it is about.
    pub fn cells(&self) -> impl Iterator<Item = CellRef> {
        self.place.cell.into_iter().chain(self.more.iter().copied())
    }
}

/// Sorts findings for every output: errors first, then by file, sheet, cell and code; equal ones are kept once.
pub fn sort(findings: &mut Vec<Finding>) {
    findings.sort_by(|a, b| {
        (a.severity, &a.place, a.code, &a.field, &a.value, &a.message.chinese).cmp(&(
            b.severity,
            &b.place,
            b.code,
            &b.field,
            &b.value,
            &b.message.chinese,
        ))
    });
    findings.dedup();
}
