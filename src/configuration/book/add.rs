//! Rows put into the workbook of settings below those that stand there.

use std::path::Path;
use std::sync::Arc;

use super::layout::{Kind, Layout, Rows, Sheet, is_called};
use super::rows::Columns;
use crate::base::address::Place;
use crate::base::failure::{Exit, Failure};
use crate::base::lang::Words;
use crate::base::system_fault;
use crate::base::text::{fold, shown};
use crate::input::grid::Grid;
use crate::input::{ReadFile, read_bytes};
use crate::render::marked::{NewCell, NewRow, append_rows};
use crate::settings::InputLimits;

/// A row to be added.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its sheet in the template.
    pub sheet: &'static str,
    /// The cells of its columns.
    pub cells: Vec<String>,
    /// Which of them is a guess: a row that says the rest already is not added again, whatever it says there.
    pub guess: usize,
    /// Whether it counts, and what stands in the column of notes.
    pub used: String,
    /// What stands beside it.
    pub note: String,
}

/// The workbook with these rows, and the cell where each begins; nothing where the workbook says it already.
///
/// # Errors
/// The workbook is no .xlsx, lacks a sheet, or would not be read as before (exit 5): then it is left as it is.
pub fn add(name: &str, bytes: &[u8], layout: &Layout, rows: &[Row]) -> Result<(Vec<u8>, Vec<Option<Place>>), Failure> {
    let file: Arc<str> = name.into();
    let before = read_bytes(bytes, &file, &InputLimits::DEFAULT);
    let mut sheets: Vec<(String, Vec<NewRow>)> = Vec::new();
    let mut at: Vec<Option<(usize, usize)>> = Vec::new();
    for row in rows {
        let (grid, sheet) = grid_of(&before, layout, row.sheet).ok_or_else(|| no_sheet(name, layout, row.sheet))?;
        let columns = Columns::of(grid, sheet, layout).ok_or_else(|| no_sheet(name, layout, row.sheet))?;
        if says(grid, sheet, &columns, row, &layout.headings.example) {
            at.push(None);
            continue;
        }
        let sheet_name = grid.sheet.as_deref().unwrap_or_default();
        let place = sheets.iter().position(|(known, _)| known == sheet_name).unwrap_or_else(|| {
            sheets.push((sheet_name.to_owned(), Vec::new()));
            sheets.len() - 1
        });
        sheets[place].1.push(new_row(sheet, &columns, row));
        at.push(Some((place, sheets[place].1.len() - 1)));
    }
    if sheets.is_empty() {
        return Ok((bytes.to_vec(), at.iter().map(|_| None).collect()));
    }
    let broken = |error: anyhow::Error| refused(name, &format!("{error:#}"), &format!("{error:#}"));
    let (changed, begins) = append_rows(bytes, &sheets).map_err(broken)?;
    let after = read_bytes(&changed, &file, &InputLimits::DEFAULT);
    if !holds_all(&before, &after) {
        return Err(refused(name, "写入后与原来不一致", "it would not be read as before"));
    }
    let begins = |(sheet, row): (usize, usize)| {
        let (name, rows): &(String, Vec<NewRow>) = &sheets[sheet];
        let column = rows[row].keys().next().copied().unwrap_or_default();
        let file = Place { file: Arc::clone(&file), sheet: Some(Arc::from(name.as_str())), cell: None };
        file.at(begins[sheet] + row as u32, column)
    };
    Ok((changed, at.into_iter().map(|at| at.map(begins)).collect()))
}

fn grid_of<'f, 'l>(file: &'f ReadFile, layout: &'l Layout, id: &str) -> Option<(&'f Grid, &'l Sheet)> {
    let sheet = layout.sheets.iter().find(|sheet| sheet.id == id)?;
    let is_it = |grid: &&Grid| grid.sheet.as_deref().and_then(|name| layout.sheet(name)).is_some_and(|of| of.id == id);
    Some((file.grids.iter().find(is_it)?, sheet))
}

/// Whether a row says the same, but for the guess; used or not, but no example.
fn says(grid: &Grid, sheet: &Sheet, columns: &Columns, row: &Row, example: &Words) -> bool {
    let Rows::List(list) = &sheet.rows else { return false };
    let asked: Vec<(u32, String)> = list
        .columns
        .iter()
        .zip(&row.cells)
        .enumerate()
        .filter(|(at, _)| *at != row.guess)
        .filter_map(|(_, (column, text))| Some((columns.at(&column.names)?, fold(text))))
        .collect();
    grid.rows().any(|(_, cells)| {
        let text = |column: u32| cells.iter().find(|cell| cell.col == column).map(|cell| grid.shown(cell.value));
        let is_example = columns.note.and_then(text).is_some_and(|note| is_called(example, &note));
        !is_example && asked.iter().all(|(column, wanted)| text(*column).is_some_and(|text| fold(&text) == *wanted))
    })
}

fn new_row(sheet: &Sheet, columns: &Columns, row: &Row) -> NewRow {
    let Rows::List(list) = &sheet.rows else { return NewRow::new() };
    let cell = |text: &String| match text.parse::<f64>() {
        Ok(number) if number.is_finite() => NewCell::Number(number),
        _ => NewCell::Text(text.clone()),
    };
    let texts = list.columns.iter().zip(&row.cells).filter(|(_, text)| !text.is_empty());
    let mut cells: NewRow = texts
        .filter_map(|(column, text)| {
            let number = !matches!(column.kind, Kind::Text);
            Some((columns.at(&column.names)?, if number { cell(text) } else { NewCell::Text(text.clone()) }))
        })
        .collect();
    cells.extend(columns.used.map(|column| (column, NewCell::Text(row.used.clone()))));
    cells.extend(columns.note.map(|column| (column, NewCell::Text(row.note.clone()))));
    cells
}

/// Whether every cell of the one stands in the other as it was.
fn holds_all(before: &ReadFile, after: &ReadFile) -> bool {
    let findings = |file: &ReadFile| file.findings.len();
    before.grids.len() == after.grids.len()
        && findings(before) == findings(after)
        && before.grids.iter().zip(&after.grids).all(|(one, other)| {
            let kept = one
                .cells
                .iter()
                .zip(&other.cells)
                .all(|(a, b)| (a.row, a.col) == (b.row, b.col) && one.shown(a.value) == other.shown(b.value));
            one.sheet == other.sheet && one.cells.len() <= other.cells.len() && kept
        })
}

fn no_sheet(name: &str, layout: &Layout, id: &str) -> Failure {
    let names = layout.sheets.iter().find(|sheet| sheet.id == id).map(|sheet| sheet.names.clone()).unwrap_or_default();
    let Words { chinese, en } = names;
    refused(
        name,
        &format!("没有工作表“{chinese}”，或缺它的表头"),
        &format!("it lacks the sheet “{en}” or its headings"),
    )
}

fn refused(name: &str, chinese: &str, english: &str) -> Failure {
    let hint = (
        "没有改动；用 csr-report check --suggest 把内容打印出来，手工填进去",
        "nothing was changed; print the lines with csr-report check --suggest and fill them in by hand",
    );
    Failure::new(Exit::Output, format!("不能写入 {name}：{chinese}"), format!("cannot write into {name}: {english}"))
        .hint(hint.0, hint.1)
}

/// Reads the workbook that is to be changed.
///
/// # Errors
/// It cannot be read, or Excel has it open (exit 5).
pub fn bytes_of(path: &Path) -> Result<Vec<u8>, Failure> {
    let name = shown(path.file_name().unwrap_or_default());
    let lock = path.with_file_name(format!("~${}", path.file_name().unwrap_or_default().to_string_lossy()));
    if lock.exists() {
        return Err(refused(&name, "它正在 Excel 中打开", "Excel has it open")
            .hint("在 Excel 中保存并关闭它，再运行一次", "save and close it in Excel, and run again"));
    }
    std::fs::read(path).map_err(|error| {
        let cause = system_fault::words(&error);
        refused(&name, &cause.chinese, &cause.en)
    })
}

/// Puts the new content in the place of the old, in one step; `before` is what it was made from.
///
/// # Errors
/// It was changed meanwhile, or cannot be written (exit 5): then it stays as it is.
pub fn replace(path: &Path, before: &[u8], after: &[u8]) -> Result<(), Failure> {
    let name = shown(path.file_name().unwrap_or_default());
    let cannot = |error: std::io::Error| {
        let cause = system_fault::words(&error);
        refused(&name, &cause.chinese, &cause.en)
    };
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut new = tempfile::NamedTempFile::new_in(folder).map_err(cannot)?;
    std::io::Write::write_all(&mut new, after).map_err(cannot)?;
    new.as_file().sync_all().map_err(cannot)?;
    std::fs::set_permissions(new.path(), std::fs::metadata(path).map_err(cannot)?.permissions()).map_err(cannot)?;
    if bytes_of(path)? != before {
        return Err(refused(&name, "它刚刚被改动", "it was changed just now"));
    }
    new.persist(path).map_err(|error| cannot(error.error))?;
    Ok(())
}
