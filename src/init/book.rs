//! The blank workbook of settings, made from its template and the names of tables and indicators.

use crate::base::lang::Lang;
use crate::configuration::book::layout::{Column, Fixed, Headings, Kind, Layout, Rows, Sheet};
use crate::configuration::book::names::Names;
use crate::configuration::book::{CHOICES, GUIDE};
use crate::kpi::catalogue::Catalogue;
use crate::render::forms::book::{BookCell, BookColumn, BookForm, BookRow, Choices, Dependent, SheetForm};

/// What the dependent lists of words are called.
const FIELDS: &str = "fields";
const WORDS: &str = "words";

/// The blank workbook in a language.
pub fn form(layout: &Layout, names: Names<'_>, catalogue: &Catalogue, lang: Lang) -> BookForm {
    let maker = Maker { headings: &layout.headings, names, catalogue, lang };
    let dependent = [(FIELDS, Names::fields as fn(&_, Lang) -> Vec<String>), (WORDS, Names::words)];
    let lists = dependent.map(|(id, of)| Dependent {
        id: id.to_owned(),
        lists: names.0.used().map(|schema| (schema.names.get(lang).to_owned(), of(schema, lang))).collect(),
    });
    BookForm {
        title: layout.file.get(lang).to_owned(),
        lang,
        guide: lang.pick(GUIDE[0], GUIDE[1]).to_owned(),
        lines: layout.guide.iter().map(|line| line.get(lang).to_owned()).collect(),
        sheets: layout.sheets.iter().map(|sheet| maker.sheet(sheet)).collect(),
        choices: lang.pick(CHOICES[0], CHOICES[1]).to_owned(),
        dependent: lists.into(),
    }
}

struct Maker<'a> {
    headings: &'a Headings,
    names: Names<'a>,
    catalogue: &'a Catalogue,
    lang: Lang,
}

impl Maker<'_> {
    fn sheet(&self, sheet: &Sheet) -> SheetForm {
        let (lang, headings) = (self.lang, self.headings);
        let plain = |heading: &str, choices| BookColumn {
            heading: heading.to_owned(),
            about: String::new(),
            choices,
            text: false,
        };
        let (columns, rows) = match &sheet.rows {
            Rows::Fixed(rows) => {
                let shared = [&headings.item, &headings.value, &headings.about];
                let columns = shared.map(|names| plain(names.get(lang), Choices::None)).into();
                (columns, rows.iter().map(|row| self.fixed(row)).collect())
            }
            Rows::List(list) => {
                let mut columns: Vec<BookColumn> = list.columns.iter().map(|column| self.column(column)).collect();
                columns.push(plain(headings.used.get(lang), Choices::Words(self.flags())));
                columns.push(plain(headings.note.get(lang), Choices::None));
                let example = list.columns.iter().map(|column| column.example.get(lang).to_owned());
                let rest = [self.flags()[1].clone(), headings.example.get(lang).to_owned()];
                let cells = example.chain(rest).map(BookCell::Value).collect();
                (columns, vec![BookRow { cells, choices: Vec::new(), example: true }])
            }
        };
        let (name, about) = (sheet.names.get(lang).to_owned(), sheet.about.get(lang).to_owned());
        SheetForm { name, about, columns, rows }
    }

    fn flags(&self) -> Vec<String> {
        ["是", "否"]
            .into_iter()
            .zip(["yes", "no"])
            .map(|(chinese, en)| self.lang.pick(chinese, en).to_owned())
            .collect()
    }

    fn fixed(&self, row: &Fixed) -> BookRow {
        let lang = self.lang;
        let value = row.value.as_ref().map_or_else(String::new, |value| value.get(lang).to_owned());
        let about = row.about.get(lang).to_owned();
        let cells =
            vec![BookCell::Label(row.names.get(lang).to_owned()), BookCell::Value(value), BookCell::About(about)];
        let within = row.within.into_iter().flat_map(|(least, most)| least..=most).map(|number| number.to_string());
        let choices = match &row.kind {
            Kind::Flag => self.flags(),
            Kind::Choice(choices) => choices.iter().map(|(_, names)| names.get(lang).to_owned()).collect(),
            _ => within.collect(),
        };
        BookRow { cells, choices, example: false }
    }

    fn column(&self, column: &Column) -> BookColumn {
        let lang = self.lang;
        let choices = match &column.kind {
            Kind::Indicator => Choices::Words(self.indicators()),
            Kind::Level => Choices::Words(self.names.levels(lang)),
            Kind::Table => Choices::Words(self.names.tables(lang)),
            Kind::Person => Choices::Words(self.names.people(lang)),
            Kind::Field => Choices::Dependent(FIELDS.to_owned()),
            Kind::Word => Choices::Dependent(WORDS.to_owned()),
            _ => Choices::None,
        };
        let number = matches!(column.kind, Kind::Number | Kind::Whole | Kind::Percent | Kind::Figure);
        let (heading, about) = (column.names.get(lang).to_owned(), column.about.get(lang).to_owned());
        BookColumn { heading, about, choices, text: !number }
    }

    /// The names of the indicators, of each that has a name of its own; of another one the id.
    fn indicators(&self) -> Vec<String> {
        let shown = self.catalogue.definitions().iter().filter(|definition| !definition.support);
        let name = |definition: &crate::kpi::definition::Definition| {
            let name = definition.name.get(self.lang);
            let meant = self.catalogue.meant(name).is_ok_and(|meant| meant.id == definition.id);
            if meant { name.to_owned() } else { definition.id.clone() }
        };
        shown.map(name).collect()
    }
}
