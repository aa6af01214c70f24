//! The door through which every text leaves the program: whatever a sheet, a name, a configuration or a template holds, it
//! goes out in one line, without what nobody sees, and with its telephone numbers shown as the dealer allows.

use std::borrow::Cow;

use rayon::prelude::*;

use crate::base::failure::Failure;
use crate::base::lang::Words;
use crate::base::text::{unbroken, visible};
use crate::kpi::model::KpiResult;
use crate::report::chart::model::Chart;
use crate::report::model::{Block, Cell, Report, Table, Value};
use crate::report::phone;
use crate::report::topic::Topic;
use crate::settings::PhonePrivacy;
use crate::tables::model::InputBlock;
use crate::tables::numbers::Numbers;

/// The door of one run.
#[derive(Clone, Debug, Default)]
pub struct Door {
    /// How phones are shown.
    pub phone: PhonePrivacy,
    /// What the inputs say of numbers that look like telephones.
    pub numbers: Numbers,
}

impl Door {
    /// A door before anything is read.
    pub fn new(phone: PhonePrivacy) -> Self {
        Self { phone, numbers: Numbers::default() }
    }

    /// A text as it may leave.
    pub fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match visible(text) {
            Cow::Borrowed(text) => match unbroken(text) {
                Cow::Borrowed(text) => phone::within(text, self.phone, &self.numbers),
                Cow::Owned(text) => Cow::Owned(self.masked(text)),
            },
            Cow::Owned(text) => Cow::Owned(self.masked(unbroken(&text).into_owned())),
        }
    }

    fn masked(&self, text: String) -> String {
        match phone::within(&text, self.phone, &self.numbers) {
            Cow::Owned(masked) => masked,
            Cow::Borrowed(_) => text,
        }
    }

    /// The content of a cell of phones as it may leave, whatever it looks like.
    pub fn phone(&self, text: &str) -> String {
        phone::shown(&self.text(text), self.phone).unwrap_or_default()
    }

    /// Lines that the program has put together, each as it may leave.
    pub fn lines(&self, text: &str) -> String {
        text.split('\n').map(|line| self.text(line)).collect::<Vec<_>>().join("\n")
    }

    /// A failure as it may leave.
    pub fn failure(&self, failure: &Failure) -> Failure {
        let words = |words: &Words| Words { chinese: self.lines(&words.chinese), en: self.lines(&words.en) };
        Failure { exit: failure.exit, message: words(&failure.message), hint: words(&failure.hint) }
    }

    /// A finished report as it may leave; its findings have been here already. Numbers, days and formulas are not
    /// touched, and no two rows become one.
    pub(super) fn report(&self, report: &mut Report) {
        self.clean(&mut report.dealer);
        report.kpis.iter_mut().for_each(|result| self.result(result));
        report.inputs.iter_mut().for_each(|block| self.input(block));
        report.topics.iter_mut().for_each(|topic| self.topic(topic));
        for page in &mut report.pages {
            self.clean(&mut page.title);
            page.blocks.iter_mut().for_each(|block| self.block(block));
        }
    }

    fn topic(&self, topic: &mut Topic) {
        self.clean(&mut topic.title);
        topic.finding.iter_mut().for_each(|text| self.clean(text));
        let words = topic.about.iter_mut().flat_map(|about| [&mut about.rule, &mut about.source]);
        words.for_each(|text| self.clean(text));
    }

    fn clean(&self, text: &mut String) {
        if let Cow::Owned(cleaned) = self.text(text) {
            *text = cleaned;
        }
    }

    fn clean_words(&self, words: &mut Words) {
        self.clean(&mut words.chinese);
        self.clean(&mut words.en);
    }

    fn result(&self, result: &mut KpiResult) {
        self.clean_words(&mut result.name);
        let remarks = result.notes.iter_mut().chain(&mut result.doubts);
        remarks.for_each(|words| self.clean_words(words));
        let all = result.breakdowns.iter_mut().chain(&mut result.by_month).chain(&mut result.by_previous);
        let rows = all.flat_map(|breakdown| &mut breakdown.rows);
        rows.flat_map(|row| &mut row.key).for_each(|word| self.clean(word));
    }

    fn input(&self, block: &mut InputBlock) {
        self.clean(&mut block.file);
        block.sheet.iter_mut().for_each(|sheet| self.clean(sheet));
    }

    fn block(&self, block: &mut Block) {
        match block {
            Block::Heading(text) => self.clean(text),
            Block::Section(section) => self.clean(&mut section.title),
            Block::Sentence(sentence) => self.clean(&mut sentence.text),
            Block::Table(table) => self.table(table),
            Block::Chart(chart) => self.chart(chart),
        }
    }

    fn table(&self, table: &mut Table) {
        self.clean(&mut table.title);
        table.note.iter_mut().for_each(|note| self.clean(note));
        table.columns.iter_mut().for_each(|column| self.clean(&mut column.label));
        table.rows.par_iter_mut().for_each(|row| row.cells.iter_mut().for_each(|cell| self.cell(cell)));
    }

    /// The text of a number or a day is the program's own.
    fn cell(&self, cell: &mut Cell) {
        if cell.value == Value::Text {
            self.clean(&mut cell.text);
        }
    }

    fn chart(&self, chart: &mut Chart) {
        self.clean(&mut chart.title);
        self.clean(&mut chart.sentence);
        chart.caveat.iter_mut().for_each(|caveat| self.clean(caveat));
        chart.positions.iter_mut().for_each(|position| self.clean(&mut position.name));
        chart.series.iter_mut().for_each(|series| self.clean(&mut series.name));
        chart.target.iter_mut().for_each(|target| self.clean(&mut target.label));
    }
}
