//! The usual .xlsx, straight from its XML on two threads: one unpacks, the other takes the cells.
//!
//! calamine reads every workbook, and that took most of a whole `check`: it parses any XML, cell by cell. So what
//! Excel and the dealer systems write is read here, and whatever else stands in a file (a prefix, a comment, an
//! unknown element, damage, a limit passed) gives the whole file back to calamine: it decides and says what is wrong.
//! What is read here is what calamine would have read; `tests.rs` holds the two against each other.

mod between;
mod cells;
mod damage;
mod outline;
pub(super) mod package;
pub(super) mod reference;
mod scan;
pub(super) mod striking;
mod strings;
#[cfg(test)]
mod tests;
mod text;
mod unpack;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use std::sync::Arc;
use std::thread;

use super::builder::{Budget, GridBuilder};
use super::grid::{Grid, Sheets};
use super::problem::Problem;
use super::xlsx_look::{Formulas, sheet_parts};
use super::zip_look::Package;
use crate::base::finding::{Code, Finding};
use cells::{CellReader, MOST_DAMAGED};
use outline::{Outline, SheetPart};
use strings::SharedStrings;
use unpack::{Cut, Pieces};

/// The sheets of a workbook in its order, those without a cell too, and the cells that are damaged; `None` where anything in it is unusual. The budget
/// is then what it was.
pub(super) fn read(bytes: &[u8], file: &Arc<str>, budget: &mut Budget) -> Option<Sheets> {
    let outline = Outline::of(bytes, budget.limits.sheets)?;
    let parts: Vec<(usize, Cut)> = outline
        .strings
        .iter()
        .map(|part| (*part, Cut::Strings))
        .chain(outline.sheets.iter().map(|sheet| (sheet.part, Cut::Rows)))
        .collect();
    let mut own = budget.clone();
    let sheets = thread::scope(|scope| {
        let (unpacker, pieces) = unpack::between();
        scope.spawn(move || unpacker.unpack(bytes, &parts));
        take(pieces, &outline, file, &mut own)
    })?;
    *budget = own;
    Some(sheets)
}

/// What a library reads over in a workbook in which anything is unusual: damaged cells are told and taken from the grids.
/// An error is damage of the shared texts, which could move all of them.
pub(super) fn look_for_damage(bytes: &[u8], (grids, findings): &mut Sheets) -> Result<(), Problem> {
    let Ok(mut package) = Package::new(Cursor::new(bytes)) else { return Ok(()) };
    let names: Vec<String> = package.file_names().flatten().map(Cow::into_owned).collect();
    for name in names.iter().filter(|name| name.to_ascii_lowercase().ends_with("sharedstrings.xml")) {
        if text_of(&mut package, name).is_some_and(|xml| damage::is_of_shared_texts(&xml)) {
            return Err(damaged_part(name));
        }
    }
    for (sheet, part) in sheet_parts(&mut package) {
        // A sheet that was given up is told of already.
        let Some(grid) = grids.iter_mut().find(|grid| grid.sheet.as_deref() == Some(&*sheet)) else { continue };
        let Some(xml) = text_of(&mut package, &part) else { continue };
        let damage = between::of_sheet(&xml);
        let place = grid.place();
        let cells = damage.cells.iter().take(MOST_DAMAGED);
        findings.extend(cells.map(|((row, col), left)| Problem::damaged_cell().at(place.at(*row, *col)).value(left)));
        if damage.cells.len() > MOST_DAMAGED {
            findings.push(more_damage(damage.cells.len() - MOST_DAMAGED).at(place.clone()));
        }
        if let Some((row, detail)) = damage.between {
            findings.push(damaged_rows(row).at(place).value(&detail));
        }
        let places: BTreeSet<_> = damage.cells.into_iter().map(|(place, _)| place).collect();
        grid.cells.retain(|cell| !places.contains(&(cell.row, cell.col)));
    }
    Ok(())
}

/// A part as a text; what has another encoding is not looked at.
fn text_of(package: &mut Package, part: &str) -> Option<String> {
    let mut xml = String::new();
    package.by_name(part).ok()?.read_to_string(&mut xml).ok().map(|_| xml)
}

fn damaged_part(part: &str) -> Problem {
    let cause =
        ["文件不完整（复制或下载中断）或已损坏", "the file is cut off (copy or download broken off) or damaged"];
    Problem::unreadable(cause, part)
}

fn more_damage(cells: usize) -> Problem {
    Problem::error(
        Code::UnreadableFile,
        format!("另有 {cells} 个单元格的内容看不懂，文件可能已损坏；这些单元格未计入"),
        format!(
            "the content of {cells} more cells cannot be understood, the file may be damaged; they are not counted"
        ),
    )
}

fn damaged_rows(row: u32) -> Problem {
    let row = u64::from(row) + 1;
    Problem::error(
        Code::UnreadableFile,
        format!("第 {row} 行附近有看不懂的内容，文件可能已损坏；从这里起可能有单元格没有计入"),
        format!(
            "near row {row} stands what cannot be understood, the file may be damaged; cells from there on may not be counted"
        ),
    )
}

/// Takes the pieces as they come: first the shared texts, then one sheet after the other.
fn take(mut pieces: Pieces, outline: &Outline, file: &Arc<str>, budget: &mut Budget) -> Option<Sheets> {
    let mut strings = SharedStrings::new(&budget.limits);
    if outline.strings.is_some() {
        while !strings.piece(pieces.next()?)? {}
    }
    let (mut grids, mut findings) = (Vec::new(), Vec::new());
    for part in &outline.sheets {
        let (grid, found) = sheet(&mut pieces, part, outline, &mut strings, file, budget)?;
        grids.push(grid);
        findings.extend(found);
    }
    let texts = Arc::new(strings.into_texts());
    for grid in &mut grids {
        grid.texts = Arc::clone(&texts);
    }
    Some((grids, findings))
}

fn sheet(
    pieces: &mut Pieces,
    part: &SheetPart,
    outline: &Outline,
    strings: &mut SharedStrings,
    file: &Arc<str>,
    budget: &mut Budget,
) -> Option<(Grid, Vec<Finding>)> {
    let mut builder = GridBuilder::new(file, Some(&part.name), budget);
    let mut cells = CellReader::new(&outline.styles, &outline.striking, Formulas::new(outline.calculation));
    while !cells.piece(pieces.next()?, &mut builder, strings)? {}
    let hidden_rows = cells.hidden_rows;
    cells.finish(&mut builder, strings)?;
    let (mut grid, findings) = builder.finish();
    grid.hidden = part.hidden;
    grid.hidden_rows = hidden_rows;
    grid.dates_1904 = outline.dates_1904;
    Some((grid, findings))
}
