//! The demo dealer's sheets in memory: read once, copied, changed, and computed again without a file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::OnceLock;

use csr_report::cli::{Command, Options};
use csr_report::configuration::{Configuration, FILE_NAME};
use csr_report::input::grid::{Grid, GridCell, GridValue, TextId};
use csr_report::input::{ReadFile, discover::discover, read_all};
use csr_report::kpi::model::KpiResult;
use csr_report::resolve;
use csr_report::run::compute::{self, Computed};
use csr_report::run::declarations::Declarations;
use csr_report::tables::files::TableFiles;
use csr_report::templates::Templates;

use crate::demo;

/// A heading row of the demo has at least so many cells; titles and remarks have fewer.
const LEAST_HEADINGS: usize = 10;

/// The demo's configuration as it stands in its workspace.
pub fn configuration() -> String {
    std::fs::read_to_string(demo::workspace().join(FILE_NAME)).unwrap()
}

/// A copy of all files of the demo.
pub fn files() -> Vec<ReadFile> {
    static READ: OnceLock<Vec<ReadFile>> = OnceLock::new();
    let read = READ.get_or_init(|| {
        let files = discover(&[demo::workspace().join("input")]).unwrap();
        read_all(&files, &csr_report::settings::InputLimits::default(), &|_| ())
    });
    read.iter().map(copy_of_file).collect()
}

fn copy_of_file(file: &ReadFile) -> ReadFile {
    ReadFile {
        name: file.name.clone(),
        sha256: file.sha256.clone(),
        grids: file.grids.iter().map(copy_of_grid).collect(),
        findings: file.findings.clone(),
    }
}

fn copy_of_grid(grid: &Grid) -> Grid {
    Grid {
        elsewhere: Vec::new(),
        file: grid.file.clone(),
        sheet: grid.sheet.clone(),
        hidden: grid.hidden,
        hidden_rows: grid.hidden_rows,
        struck: grid.struck.clone(),
        dates_1904: grid.dates_1904,
        saved: grid.saved,
        cells: grid.cells.clone(),
        merges: grid.merges.clone(),
        texts: grid.texts.clone(),
    }
}

/// Computes September 2013 from these files, with the text of a configuration and the templates of a workspace.
pub fn compute(files: Vec<ReadFile>, configuration: &str, workspace: &Path) -> Computed {
    let configuration = Configuration::parse(FILE_NAME, configuration).unwrap();
    let command = Command::Monthly { month: Some("2013-09".into()), handout: None };
    let today = "2013-10-08".parse().unwrap();
    let settings = resolve::settings(&command, &Options::default(), &configuration, PathBuf::from(workspace), today);
    let settings = settings.unwrap();
    let templates = Templates::load(&settings.workspace).unwrap();
    let declared = Declarations::of(TableFiles::read(&templates).unwrap(), &templates, &settings).unwrap();
    compute::compute(files, &settings, &declared).unwrap()
}

/// The indicator of an id.
pub fn kpi<'a>(computed: &'a Computed, id: &str) -> &'a KpiResult {
    computed.evaluation.kpis.iter().find(|kpi| kpi.id == id).unwrap_or_else(|| panic!("no indicator {id}"))
}

/// A column by the headings that the demo's sheets give it.
pub type Field = &'static [&'static str];

/// The running number in front of every row of the demo, and of nothing else.
const NUMBER: Field = &["序号"];

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Text(String),
    Value(GridValue),
}

/// A line below the headings.
#[derive(Clone, Debug)]
pub struct Line {
    row: u32,
    cells: BTreeMap<u32, Cell>,
    columns: Rc<BTreeMap<String, u32>>,
}

impl Line {
    /// Whether it is a row of the table: all rows of the demo are numbered.
    pub fn is_row(&self) -> bool {
        self.text(NUMBER).parse::<f64>().is_ok()
    }

    /// Whether nothing stands in it.
    pub fn is_blank(&self) -> bool {
        self.cells.is_empty()
    }

    /// Whether the sheet has such a column.
    pub fn knows(&self, field: Field) -> bool {
        field.iter().any(|heading| self.columns.contains_key(*heading))
    }

    /// The cell, if it holds something.
    pub fn cell(&self, field: Field) -> Option<&Cell> {
        self.cells.get(&self.column(field)?)
    }

    /// The cell as text; blank and missing cells are empty.
    pub fn text(&self, field: Field) -> String {
        match self.cell(field) {
            Some(Cell::Text(text)) => text.trim().to_owned(),
            Some(Cell::Value(GridValue::Number(number) | GridValue::Percentage(number) | GridValue::Date(number))) => {
                number.to_string()
            }
            _ => String::new(),
        }
    }

    /// Whether a number or date stands there, not a text.
    pub fn is_number(&self, field: Field) -> bool {
        matches!(self.cell(field), Some(Cell::Value(GridValue::Number(_) | GridValue::Date(_))))
    }

    /// Puts a cell there, or empties it.
    #[track_caller]
    pub fn put(&mut self, field: Field, cell: Option<Cell>) {
        let column = self.column(field).unwrap_or_else(|| panic!("no column {field:?} in {:?}", self.columns));
        match cell {
            Some(cell) => drop(self.cells.insert(column, cell)),
            None => drop(self.cells.remove(&column)),
        }
    }

    /// Writes a text there.
    #[track_caller]
    pub fn write(&mut self, field: Field, text: impl Into<String>) {
        self.put(field, Some(Cell::Text(text.into())));
    }

    /// Empties the cell, where the sheet has such a column.
    pub fn clear(&mut self, field: Field) {
        if self.knows(field) {
            self.put(field, None);
        }
    }

    /// Empties the whole line.
    pub fn clear_all(&mut self) {
        self.cells.clear();
    }

    fn column(&self, field: Field) -> Option<u32> {
        field.iter().find_map(|heading| self.columns.get(*heading).copied())
    }
}

/// The lines below the headings of one sheet, blank ones between them too.
#[derive(Debug)]
pub struct Sheet {
    pub lines: Vec<Line>,
}

/// Changes the sheets of those files whose name begins so; sheets without headings stay.
pub fn change(files: &mut [ReadFile], file: &str, mut change: impl FnMut(&mut Sheet)) {
    let mut changed = 0;
    for read in files.iter_mut().filter(|read| read.name.starts_with(file)) {
        for grid in &mut read.grids {
            let Some((header, columns)) = headings(grid) else { continue };
            let mut sheet = lines_of(grid, header, columns);
            change(&mut sheet);
            write_back(grid, header, &sheet);
            changed += 1;
        }
    }
    assert!(changed > 0, "no sheet of {file} was changed");
}

/// Changes the rows of a table line by line; titles, totals and remarks stay.
pub fn change_rows(files: &mut [ReadFile], file: &str, mut change_row: impl FnMut(&mut Line)) {
    change(files, file, |sheet| sheet.lines.iter_mut().filter(|line| line.is_row()).for_each(&mut change_row));
}

/// Looks at the rows of a table.
pub fn look(files: &mut [ReadFile], file: &str) -> Vec<Line> {
    let mut rows = Vec::new();
    change(files, file, |sheet| rows.extend(sheet.lines.iter().filter(|line| line.is_row()).cloned()));
    rows
}

fn headings(grid: &Grid) -> Option<(u32, BTreeMap<String, u32>)> {
    let (header, cells) = grid.rows().find(|(_, cells)| cells.len() >= LEAST_HEADINGS)?;
    let column = |cell: &GridCell| match cell.value {
        GridValue::Text(id) => Some((grid.text(id).trim().to_owned(), cell.col)),
        _ => None,
    };
    Some((header, cells.iter().filter_map(column).collect()))
}

fn lines_of(grid: &Grid, header: u32, columns: BTreeMap<String, u32>) -> Sheet {
    let columns = Rc::new(columns);
    let last = grid.cells.last().map_or(header, |cell| cell.row);
    let blank = |row| Line { row, cells: BTreeMap::new(), columns: Rc::clone(&columns) };
    let mut lines: Vec<Line> = (header + 1..=last).map(blank).collect();
    for cell in grid.cells.iter().filter(|cell| cell.row > header) {
        let value = match cell.value {
            GridValue::Text(id) => Cell::Text(grid.text(id).to_owned()),
            value => Cell::Value(value),
        };
        lines[(cell.row - header - 1) as usize].cells.insert(cell.col, value);
    }
    Sheet { lines }
}

fn write_back(grid: &mut Grid, header: u32, sheet: &Sheet) {
    grid.cells.retain(|cell| cell.row <= header);
    let mut known: BTreeMap<String, TextId> = BTreeMap::new();
    for line in &sheet.lines {
        for (col, cell) in &line.cells {
            let value = match cell {
                Cell::Value(value) => *value,
                Cell::Text(text) => GridValue::Text(*known.entry(text.clone()).or_insert_with(|| grid.add_text(text))),
            };
            grid.cells.push(GridCell { row: line.row, col: *col, value });
        }
    }
}
