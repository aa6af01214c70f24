//! The usual .xlsx, straight from its XML on two threads: one unpacks, the other takes the cells.
//!
//! calamine reads every workbook, and that took most of a whole `check`: it parses any XML, cell by cell. So what
//! Excel and the dealer systems write is read here, and whatever else stands in a file (a prefix, a comment, an
//! unknown element, damage, a limit passed) gives the whole file back to calamine: it decides and says what is wrong.
//! What is read here is what calamine would have read; `tests.rs` holds the two against each other.

pub(super) mod cells;
mod outline;
mod scan;
mod strings;
#[cfg(test)]
mod tests;
mod text;
mod unpack;

use std::io::Cursor;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use zip::ZipArchive;

use super::builder::{Budget, GridBuilder};
use super::grid::Grid;
use super::xlsx_look::Formulas;
use cells::CellReader;
use outline::{Outline, SheetPart};
use strings::SharedStrings;
use unpack::{Cut, PIECES_WAITING, Piece};

/// A zip package in memory.
type Package<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// The sheets of a workbook in its order, those without a cell too; `None` where anything in it is unusual. The budget
/// is then what it was.
pub(super) fn read(bytes: &[u8], file: &Arc<str>, budget: &mut Budget) -> Option<Vec<Grid>> {
    let outline = Outline::of(bytes, budget.limits.sheets)?;
    let parts: Vec<(usize, Cut)> = outline
        .strings
        .iter()
        .map(|part| (*part, Cut::Strings))
        .chain(outline.sheets.iter().map(|sheet| (sheet.part, Cut::Rows)))
        .collect();
    let mut own = budget.clone();
    let grids = thread::scope(|scope| {
        let (sender, pieces) = sync_channel(PIECES_WAITING);
        scope.spawn(move || unpack::unpack(bytes, &parts, &sender));
        take(&pieces, &outline, file, &mut own)
    })?;
    *budget = own;
    Some(grids)
}

/// Takes the pieces as they come: first the shared texts, then one sheet after the other.
fn take(pieces: &Receiver<Piece>, outline: &Outline, file: &Arc<str>, budget: &mut Budget) -> Option<Vec<Grid>> {
    let mut strings = SharedStrings::new(&budget.limits);
    if outline.strings.is_some() {
        while !strings.piece(&pieces.recv().ok()?)? {}
    }
    let mut grids = Vec::new();
    for part in &outline.sheets {
        grids.push(sheet(pieces, part, outline, &mut strings, file, budget)?);
    }
    let texts = Arc::new(strings.into_texts());
    for grid in &mut grids {
        grid.texts = Arc::clone(&texts);
    }
    Some(grids)
}

fn sheet(
    pieces: &Receiver<Piece>,
    part: &SheetPart,
    outline: &Outline,
    strings: &mut SharedStrings,
    file: &Arc<str>,
    budget: &mut Budget,
) -> Option<Grid> {
    let mut builder = GridBuilder::new(file, Some(&part.name), budget);
    let mut cells = CellReader::new(&outline.styles, Formulas::new(outline.calculation));
    while !cells.piece(&pieces.recv().ok()?, &mut builder, strings)? {}
    let hidden_rows = cells.hidden_rows;
    cells.finish(&mut builder, strings)?;
    let (mut grid, _) = builder.finish();
    grid.hidden = part.hidden;
    grid.hidden_rows = hidden_rows;
    grid.dates_1904 = outline.dates_1904;
    Some(grid)
}
