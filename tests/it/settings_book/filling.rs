//! Workbooks of settings as people leave them: the form of `init` filled in, or sheets written by hand.

use csr_report::base::lang::Lang;
use csr_report::configuration::book::layout::Layout;
use csr_report::configuration::book::names::Names;
use csr_report::facts::constants::Constants;
use csr_report::init;
use csr_report::kpi::catalogue::Catalogue;
use csr_report::render::forms::book::{BookCell, BookForm, BookRow, book as write};
use csr_report::render::theme::Theme;
use csr_report::tables::files::TableFiles;
use csr_report::templates::Templates;

use crate::written::grid::{Book, Cell, Sheet};
use crate::written::{package, xlsx};

/// The form that is filled in.
pub struct Filled(pub BookForm);

impl Filled {
    pub fn new(lang: Lang) -> Self {
        let templates = Templates::embedded();
        let layout = Layout::load(&templates, &Constants::load(&templates, &[].into()).unwrap()).unwrap();
        let tables = TableFiles::read(&templates).unwrap();
        let catalogue = Catalogue::of(&templates, &Default::default()).unwrap();
        Self(init::book::form(&layout, Names(&tables), &catalogue, lang))
    }

    fn sheet(&mut self, name: &str) -> &mut csr_report::render::forms::book::SheetForm {
        self.0.sheets.iter_mut().find(|sheet| sheet.name == name).expect(name)
    }

    /// Fills in the value of a row that is there.
    pub fn set(&mut self, sheet: &str, label: &str, value: &str) -> &mut Self {
        let is_it = |row: &&mut BookRow| row.cells[0] == BookCell::Label(label.to_owned());
        let row = self.sheet(sheet).rows.iter_mut().find(is_it).expect(label);
        row.cells[1] = BookCell::Value(value.to_owned());
        self
    }

    /// Adds a row.
    pub fn add(&mut self, sheet: &str, cells: &[&str]) -> &mut Self {
        let cells = cells.iter().map(|cell| BookCell::Value((*cell).to_owned())).collect();
        self.sheet(sheet).rows.push(BookRow { cells, choices: Vec::new(), example: false });
        self
    }

    pub fn write(&self) -> Vec<u8> {
        write(&self.0, &Theme::load(&Templates::embedded()).unwrap()).unwrap()
    }
}

/// The form as `init` writes it.
pub fn blank(lang: Lang) -> Vec<u8> {
    Filled::new(lang).write()
}

pub fn text(text: &str) -> Cell {
    Cell::text(text)
}

/// A sheet of texts; numbers that are written plainly stand as numbers.
pub fn list(name: &'static str, headings: &[&str], rows: &[&[&str]]) -> (&'static str, Vec<Vec<Cell>>) {
    let cell = |written: &&str| written.parse().map_or_else(|_| text(written), Cell::Number);
    let head = headings.iter().map(|heading| text(heading)).collect();
    let rows = rows.iter().map(|row| row.iter().map(cell).collect());
    (name, std::iter::once(head).chain(rows).collect())
}

/// A workbook that another program wrote.
pub fn book(sheets: &[(&str, Vec<Vec<Cell>>)]) -> Vec<u8> {
    let mut sheets: Vec<Sheet> = sheets.iter().map(|(name, rows)| Sheet::new(*name, rows.clone())).collect();
    if sheets.is_empty() {
        sheets.push(Sheet::new("说明", vec![vec![text("空")]]));
    }
    package::write(&xlsx::parts(&Book::new(sheets))).unwrap()
}
