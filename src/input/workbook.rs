//! Workbooks of every format, through calamine except the usual .xlsx: .xlsx and .xlsb cell by cell, so that memory follows the cells; .xls
//! and .ods after a look at what they would become, because the library makes dense tables of them.

use std::fmt::Display;
use std::io::Cursor;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::thread;

use calamine::{
    Cell, Data, DataRef, Ods, Reader, Sheet, SheetType, SheetVisible, Xls, XlsOptions, Xlsb, XlsbError, Xlsx, XlsxError,
};

use super::builder::{Budget, GridBuilder};
use super::file_kind::FileKind;
use super::grid::{Grid, GridValue, NOT_CALCULATED, Sheets};
use super::intern::SharedTexts;
use super::limits::{Limit, check};
use super::look::Look;
use super::metered::Metered;
use super::number_format::{Shows, percentages};
use super::ole::Ole;
use super::problem::{Problem, guarded};
use super::saved::saved_at;
use super::struck::Struck;
use super::xlsx_look::SheetLook;
use super::zip_look::Package;
use super::{biff_encoding, biff_look, iso, ods_look, ole, protection, xlsb_look, xlsx, xlsx_look};
use crate::base::address::Place;
use crate::base::finding::{Code, Finding};

/// Cells that go from the parsing to the keeping thread at once, and how many such loads may wait.
const BATCH: usize = 4_096;
const BATCHES_WAITING: usize = 8;
/// The stream of an .xls, by the version.
const WORKBOOK: [&str; 2] = ["Workbook", "Book"];
/// A sheet of .xlsx and .xlsb has no more; a row beyond is damage.
const ROWS_OF_A_SHEET: u32 = 1 << 20;

/// Reads a workbook whose format has been told. An error concerns the whole file; a sheet that cannot be read is a
/// finding, and the other sheets go on.
pub(super) fn read(kind: FileKind, bytes: &[u8], file: &Arc<str>, budget: &mut Budget) -> Result<Sheets, Problem> {
    let (mut grids, findings) = sheets(kind, bytes, file, budget)?;
    let saved = saved_at(kind, bytes);
    grids.iter_mut().for_each(|grid| grid.saved = saved);
    Ok((grids, findings))
}

fn sheets(kind: FileKind, bytes: &[u8], file: &Arc<str>, budget: &mut Budget) -> Result<Sheets, Problem> {
    let mut book = Book::new(file, budget);
    match kind {
        FileKind::Xlsx => {
            let (grids, mut findings) = match guarded(|| Ok(xlsx::read(bytes, file, book.budget))) {
                Ok(Some(sheets)) => sheets,
                _ => by_calamine(bytes, file, book.budget)?,
            };
            let problems = guarded(|| Ok(xlsx::package::problems(bytes)))?;
            findings.extend(problems.into_iter().map(|problem| problem.at(Place::file(file))));
            (book.grids, book.findings) = (grids, findings);
        }
        FileKind::Xlsb => book.xlsb(bytes)?,
        FileKind::Xls => book.xls(bytes)?,
        FileKind::Ods => book.ods(bytes)?,
        FileKind::Text => return Err(Problem::not_a_spreadsheet(["文本", "a text"])),
    }
    without_empty(book.grids, book.findings)
}

/// Reads an .xlsx in which anything is unusual.
pub(super) fn by_calamine(bytes: &[u8], file: &Arc<str>, budget: &mut Budget) -> Result<Sheets, Problem> {
    let mut book = Book::new(file, budget);
    book.xlsx(bytes)?;
    let mut sheets = (book.grids, book.findings);
    guarded(|| xlsx::look_for_damage(bytes, &mut sheets))?;
    Ok(sheets)
}

/// A workbook being read.
struct Book<'b> {
    file: &'b Arc<str>,
    budget: &'b mut Budget,
    grids: Vec<Grid>,
    findings: Vec<Finding>,
}

impl<'b> Book<'b> {
    fn new(file: &'b Arc<str>, budget: &'b mut Budget) -> Self {
        Self { file, budget, grids: Vec::new(), findings: Vec::new() }
    }

    fn xlsx(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        let (looks, workbook) = rayon::join(|| xlsx_look::look(bytes), || open::<Xlsx<Metered>>(bytes));
        let striking = Package::new(Cursor::new(bytes)).map(|mut package| xlsx::striking::styles(&mut package));
        let striking = striking.unwrap_or_default();
        let mut workbook = workbook?;
        let dates_1904 = workbook.has_1904_epoch();
        let (mut shown, nothing) = (None, Arc::new(SheetLook::default()));
        for sheet in self.worksheets(workbook.sheets_metadata())? {
            self.sheet(&sheet, dates_1904, |builder| {
                let mut cells = workbook.worksheet_cells_reader(&sheet.name).map_err(damaged)?;
                let percentages = shown.get_or_insert_with(|| percentages(cells.styles()));
                let look = looks.get(&sheet.name).unwrap_or(&nothing);
                let (mut number, mut not_calculated) = (0, look.not_calculated.iter().peekable());
                let mut struck = Struck::default();
                stream(builder, || {
                    let Some((cell, style)) = cells.next_cell_with_style_id()? else { return Ok(None) };
                    let has_result = not_calculated.next_if_eq(&&number).is_none();
                    number += 1;
                    if !striking.is_empty() && !matches!(cell.get_value(), DataRef::Empty) {
                        let (row, col) = cell.get_position();
                        struck.cell(row, col, striking.get(style) == Some(&true));
                    }
                    let is_percentage = percentages.get(style) == Some(&true);
                    let shows = if is_percentage { Shows::Percentage } else { Shows::Number };
                    Ok::<_, XlsxError>(Some((cell, has_result.then_some(shows))))
                })?;
                let grid = builder.grid_mut();
                (grid.hidden_rows, grid.struck) = (look.hidden_rows, struck.rows());
                look.merges.iter().try_for_each(|area| builder.merge(*area))
            });
        }
        Ok(())
    }

    fn xlsb(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        let mut workbook: Xlsb<Metered> = open(bytes)?;
        let dates_1904 = workbook.has_1904_epoch();
        let looks = xlsb_look::look(bytes);
        for sheet in self.worksheets(workbook.sheets_metadata())? {
            self.sheet(&sheet, dates_1904, |builder| {
                let mut cells = workbook.worksheet_cells_reader(&sheet.name).map_err(damaged)?;
                stream(builder, || Ok::<_, XlsbError>(cells.next_cell()?.map(|cell| (cell, Some(Shows::Number)))))?;
                looks.get(&sheet.name).map_or(Ok(()), |look| look.add_to(builder))
            });
        }
        Ok(())
    }

    fn xls(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        let stream = Ole::open(bytes)?.stream(&WORKBOOK).ok_or_else(|| damaged("Workbook"))?;
        let mut stream = match protection::plain_stream(&stream) {
            Some(plain) => plain,
            None if protection::is_obscured_by_excel(&stream) => return Err(Problem::write_protected()),
            None => stream,
        };
        let biff_look::Looked { sheets: looks, missing, dimensions } = biff_look::look(&stream, &self.budget.limits)?;
        biff_look::forget(&mut stream, &dimensions);
        let texts = biff_encoding::of(&stream);
        // Of the file the library gets only the stream that was looked at.
        let bytes = ole::holding(WORKBOOK[0], &stream).ok_or_else(|| damaged("Workbook"))?;
        drop(stream);
        if let Some(encoding) = texts.guessed {
            self.findings.push(Problem::guessed_encoding(encoding).at(Place::file(self.file)));
        }
        let mut options = XlsOptions::default();
        options.force_codepage = texts.code_page;
        let mut workbook: Xls<Metered> = opened(|| Xls::new_with_options(Metered::new(&bytes), options))?;
        let dates_1904 = workbook.has_1904_epoch();
        let names: Vec<String> = workbook.sheets_metadata().iter().map(|sheet| sheet.name.clone()).collect();
        for sheet in self.worksheets(workbook.sheets_metadata())? {
            let look = names.iter().position(|name| *name == sheet.name).and_then(|at| looks.get(at));
            self.sheet(&sheet, dates_1904, |builder| dense(builder, &mut workbook, &sheet.name, look));
        }
        for cell in missing {
            let sheet = workbook.sheets_metadata().get(cell.sheet).map(|sheet| sheet.name.as_str().into());
            let place = Place { sheet, ..Place::file(self.file) }.at(cell.row, cell.col);
            self.findings.push(Problem::damaged_cell().at(place).value(&cell.text.to_string()));
        }
        Ok(())
    }

    fn ods(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        let (looks, damaged_cells) = ods_look::look(bytes, &self.budget.limits)?;
        let mut workbook: Ods<Metered> = open(bytes)?;
        for sheet in self.worksheets(workbook.sheets_metadata())? {
            let look = looks.get(&sheet.name);
            self.sheet(&sheet, false, |builder| dense(builder, &mut workbook, &sheet.name, look));
        }
        for cell in damaged_cells {
            let place = Place { sheet: Some(cell.sheet.into()), ..Place::file(self.file) }.at(cell.row, cell.col);
            self.findings.push(Problem::damaged_cell().at(place).value(&cell.left));
        }
        Ok(())
    }

    /// The sheets that can hold rows: a chart or a macro sheet holds none. The library reads a sheet by its name, so of
    /// two with one name (which no spreadsheet program writes) only the first can be had.
    fn worksheets(&mut self, sheets: &[Sheet]) -> Result<Vec<Sheet>, Problem> {
        check(Limit::Sheets, sheets.len() as u64, self.budget.limits.sheets)?;
        let mut worksheets: Vec<Sheet> = Vec::new();
        for sheet in sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet) {
            if worksheets.iter().any(|before| before.name == sheet.name) {
                let place = Place { sheet: Some(sheet.name.as_str().into()), ..Place::file(self.file) };
                self.findings.push(same_name().at(place));
            } else {
                worksheets.push(sheet.clone());
            }
        }
        Ok(worksheets)
    }

    /// Reads one sheet; whatever goes wrong, even a panic of the library, is a finding of this sheet.
    fn sheet(&mut self, sheet: &Sheet, dates_1904: bool, fill: impl FnOnce(&mut GridBuilder) -> Result<(), Problem>) {
        let mut builder = GridBuilder::new(self.file, Some(&sheet.name), self.budget);
        builder.grid_mut().hidden = sheet.visible != SheetVisible::Visible;
        builder.grid_mut().dates_1904 = dates_1904;
        match guarded(|| fill(&mut builder)) {
            Ok(()) => {
                let (grid, mut findings) = builder.finish();
                self.findings.append(&mut findings);
                self.grids.push(grid);
            }
            Err(problem) => {
                self.findings.push(problem.at(builder.place()));
                builder.give_up();
            }
        }
    }
}

/// Sheets without a cell are no grids. In a workbook with others they are what a new workbook is made with.
pub(super) fn without_empty(grids: Vec<Grid>, mut findings: Vec<Finding>) -> Result<Sheets, Problem> {
    let (empty, grids): (Vec<_>, Vec<_>) = grids.into_iter().partition(|grid| grid.cells.is_empty());
    if grids.is_empty() && findings.is_empty() {
        return Err(if empty.is_empty() {
            Problem::error(Code::EmptyFile, "文件中没有工作表", "the file has no worksheet")
        } else {
            Problem::error(
                Code::EmptyFile,
                format!("文件的 {} 个工作表都没有内容", empty.len()),
                format!("none of the {} sheets of the file holds anything", empty.len()),
            )
        });
    }
    for grid in empty {
        let problem = Problem::info(Code::EmptyFile, "工作表没有任何内容，未使用", "the sheet holds nothing; not used");
        findings.push(problem.at(grid.place()));
    }
    Ok((grids, findings))
}

fn open<'a, R>(bytes: &'a [u8]) -> Result<R, Problem>
where
    R: Reader<Metered<'a>>,
    R::Error: Display,
{
    opened(|| R::new(Metered::new(bytes)))
}

fn opened<R, E: Display>(open: impl FnOnce() -> Result<R, E>) -> Result<R, Problem> {
    guarded(|| {
        open().map_err(|error| {
            let detail = error.to_string();
            // The library has one such error per format, each with these words.
            if detail.contains("password") { Problem::password() } else { damaged(detail) }
        })
    })
}

/// A cell as it comes from a streaming reader, and what its format shows; nothing where no program has calculated it.
type Streamed<'a> = (Cell<DataRef<'a>>, Option<Shows>);

/// Takes the cells of a streaming reader. A large sheet is parsed on this thread while another one keeps its cells.
fn stream<'a, E: Display>(
    builder: &mut GridBuilder,
    mut next: impl FnMut() -> Result<Option<Streamed<'a>>, E>,
) -> Result<(), Problem> {
    let mut shared = SharedTexts::default();
    let first = batch(&mut next)?;
    let more = first.len() == BATCH;
    keep(builder, &first, &mut shared)?;
    if !more {
        return Ok(());
    }
    thread::scope(|scope| {
        let (sender, receiver) = sync_channel::<Vec<_>>(BATCHES_WAITING);
        let keeper = scope.spawn(move || receiver.iter().try_for_each(|cells| keep(builder, &cells, &mut shared)));
        let parsed = loop {
            match batch(&mut next) {
                Ok(cells) => {
                    // A reader must not be asked again after its last cell.
                    let last = cells.len() < BATCH;
                    // The keeper is gone when it has met a limit; its result tells.
                    if sender.send(cells).is_err() || last {
                        break Ok(());
                    }
                }
                Err(problem) => break Err(problem),
            }
        };
        drop(sender);
        keeper.join().unwrap_or_else(|panic| resume_unwind(panic)).and(parsed)
    })
}

/// The next cells, as many as there are up to [`BATCH`].
fn batch<'a, E: Display>(
    next: &mut impl FnMut() -> Result<Option<Streamed<'a>>, E>,
) -> Result<Vec<Streamed<'a>>, Problem> {
    let mut cells = Vec::with_capacity(BATCH);
    while cells.len() < BATCH
        && let Some(cell) = next().map_err(damaged)?
    {
        cells.push(cell);
    }
    Ok(cells)
}

fn keep<'a>(builder: &mut GridBuilder, cells: &[Streamed<'a>], shared: &mut SharedTexts<'a>) -> Result<(), Problem> {
    for (cell, shows) in cells {
        let (row, col) = cell.get_position();
        if row >= ROWS_OF_A_SHEET {
            return Err(damaged(format!("row {}", u64::from(row) + 1)));
        }
        let Some(shows) = shows else {
            builder.error(row, col, NOT_CALCULATED)?;
            continue;
        };
        match cell.get_value() {
            DataRef::SharedString(text) => builder.shared_text(row, col, text, shared)?,
            DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
                builder.text(row, col, text)?;
            }
            DataRef::Float(number) if *shows == Shows::Percentage => {
                builder.push(row, col, GridValue::Percentage(*number))?
            }
            DataRef::Float(number) => builder.push(row, col, GridValue::Number(*number))?,
            DataRef::Int(number) => builder.push(row, col, GridValue::Number(*number as f64))?,
            DataRef::DateTime(date) => builder.push(row, col, GridValue::Date(date.as_f64()))?,
            DataRef::Bool(value) => builder.push(row, col, GridValue::Bool(*value))?,
            DataRef::Error(error) => builder.error(row, col, &error.to_string())?,
            DataRef::Empty => builder.pass_empty()?,
        }
    }
    Ok(())
}

/// Takes the cells of a table that the library has made while opening.
fn dense<'a, R>(builder: &mut GridBuilder, workbook: &mut R, sheet: &str, look: Option<&Look>) -> Result<(), Problem>
where
    R: Reader<Metered<'a>>,
    R::Error: Display,
{
    let range = workbook.worksheet_range(sheet).map_err(damaged)?;
    let (first_row, first_col) = range.start().unwrap_or((0, 0));
    for (row, col, value) in range.used_cells() {
        let (row, col) = (first_row + row as u32, first_col + col as u32);
        match value {
            Data::String(text) => builder.text(row, col, text)?,
            Data::DateTimeIso(text) => serial_or_text(builder, row, col, text, iso::date(text))?,
            Data::DurationIso(text) => serial_or_text(builder, row, col, text, iso::duration(text))?,
            Data::Float(number) => builder.push(row, col, GridValue::Number(*number))?,
            Data::Int(number) => builder.push(row, col, GridValue::Number(*number as f64))?,
            Data::DateTime(date) => builder.push(row, col, GridValue::Date(date.as_f64()))?,
            Data::Bool(value) => builder.push(row, col, GridValue::Bool(*value))?,
            Data::Error(error) => builder.error(row, col, &error.to_string())?,
            Data::Empty => {}
        }
    }
    look.map_or(Ok(()), |look| look.add_to(builder))
}

fn same_name() -> Problem {
    Problem::unreadable(
        ["另一个工作表与它同名，只能读取前一个", "another sheet has the same name; only the first can be read"],
        "",
    )
}

/// A date of an .ods as the other formats have it; one that cannot be counted stands as it is written.
fn serial_or_text(
    builder: &mut GridBuilder,
    row: u32,
    col: u32,
    text: &str,
    serial: Option<f64>,
) -> Result<(), Problem> {
    match serial {
        Some(serial) => builder.push(row, col, GridValue::Date(serial)),
        None => builder.text(row, col, text),
    }
}

fn damaged(detail: impl Display) -> Problem {
    Problem::unreadable(
        ["文件不完整（复制或下载中断）或已损坏", "the file is cut off (copy or download broken off) or damaged"],
        &detail.to_string(),
    )
}
