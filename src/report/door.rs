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
use crate::report::names::Names;
use crate::report::topic::Topic;
use crate::report::{personal, phone};
use crate::settings::{PhonePrivacy, Privacy};
use crate::tables::customer_names::CustomerNames;
use crate::tables::model::InputBlock;
use crate::tables::numbers::Numbers;
use crate::templates;

/// A text that was changed before is changed again.
fn through<'t>(text: Cow<'t, str>, change: impl Fn(&str) -> Cow<'_, str>) -> Cow<'t, str> {
    match change(&text) {
        Cow::Owned(changed) => Cow::Owned(changed),
        Cow::Borrowed(_) => text,
    }
}

/// A text in one line, without what nobody sees.
fn line(text: &str) -> Cow<'_, str> {
    match visible(text) {
        Cow::Borrowed(text) => unbroken(text),
        Cow::Owned(text) => Cow::Owned(unbroken(&text).into_owned()),
    }
}

/// The door of one run.
#[derive(Clone, Debug, Default)]
pub struct Door {
    /// What of customers is shown.
    pub privacy: Privacy,
    /// What the inputs say of numbers that look like telephones.
    pub numbers: Numbers,
    /// What the customers are called, where their names are private.
    pub customers: CustomerNames,
    names: Option<Names>,
}

impl Door {
    /// A door before anything is read.
    pub fn new(privacy: impl Into<Privacy>) -> Self {
        Self { privacy: privacy.into(), ..Self::default() }
    }

    /// The door of what the inputs hold; what the report itself says stays, and so do the names of its dealers.
    ///
    /// # Errors
    /// More customers than can be looked for.
    pub fn of(privacy: Privacy, numbers: Numbers, customers: CustomerNames, dealers: &[&str]) -> anyhow::Result<Self> {
        let hides = privacy.personal != PhonePrivacy::Full;
        let names = hides.then(|| Names::of(&customers, dealers, templates::said())).transpose()?;
        Ok(Self { privacy, numbers, customers, names })
    }

    /// A text as it may leave.
    pub fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let without_phones = through(line(text), |line| phone::within(line, self.privacy.phone, &self.numbers));
        let without_cars = through(without_phones, |line| personal::within(line, self.privacy.personal));
        match &self.names {
            Some(names) => through(without_cars, |line| names.within(line, self.privacy.personal)),
            None => without_cars,
        }
    }

    /// The content of a cell of phones as it may leave, whatever it looks like.
    pub fn phone(&self, text: &str) -> String {
        phone::shown(&self.text(text), self.privacy.phone).unwrap_or_default()
    }

    /// The value of a field as it may leave; `None` where nobody may see any.
    pub fn field(&self, field: &str, value: &str) -> Option<String> {
        match (field, personal::of_field(field)) {
            ("phone", _) => Some(self.phone(value)).filter(|shown| !shown.is_empty()),
            // Not what `text` makes of it: a number hidden within a name does not hide the name.
            (_, Some(what)) if self.privacy.personal != PhonePrivacy::Full => {
                personal::shown(what, &line(value), self.privacy.personal)
            }
            _ => Some(self.text(value).into_owned()),
        }
    }

    /// Whether the values of a field may be changed on their way out, whatever they look like.
    pub fn changes(&self, field: &str) -> bool {
        let is_personal = personal::of_field(field).is_some() && self.privacy.personal != PhonePrivacy::Full;
        field == "phone" || is_personal
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
        report.pages.par_iter_mut().for_each(|page| {
            self.clean(&mut page.title);
            page.blocks.iter_mut().for_each(|block| self.block(block));
        });
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_or_a_plate_beside_a_name_does_not_show_the_name() {
        let door = |personal| Door::new(Privacy { phone: PhonePrivacy::Masked, personal, meeting: false });
        let masked = door(PhonePrivacy::Masked);
        for text in ["张三13812341234", "张三(京A12345)", "张三***", "张三"] {
            assert_eq!(masked.field("customer", text).as_deref(), Some("张**"), "{text}");
            assert_eq!(door(PhonePrivacy::None).field("customer", text), None);
        }
        assert_eq!(door(PhonePrivacy::Full).field("customer", "张三13812341234").as_deref(), Some("张三138****1234"));
        assert_eq!(masked.field("advisor", "张三13812341234").as_deref(), Some("张三138****1234"));
    }
}
