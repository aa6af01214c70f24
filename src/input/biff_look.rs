//! A look at the records of an .xls before the library opens it: it builds dense tables while opening, so two far
//! cells or a forged dimension would take all memory. Merged cells and formulas without a result are found here, too.
//!
//! Records and their numbers: [MS-XLS] 2.3.

use super::biff_texts::lengths;
use super::grid::Area;
use super::limits::{Limit, check};
use super::look::Look;
use super::ole::{u16_at, u32_at};
use super::problem::Problem;
use crate::settings::InputLimits;

const BOUND_SHEET: u16 = 0x0085;
pub(super) const FILE_PASS: u16 = 0x002F;
const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;
const DIMENSIONS: u16 = 0x0200;
const MUL_RK: u16 = 0x00BD;
const SHARED_TEXTS: u16 = 0x00FC;
const CONTINUE: u16 = 0x003C;
/// LabelSst.
const SHARED_TEXT: u16 = 0x00FD;
/// Number, Label, BoolErr, Formula, RK, LabelSst, RString: one value each, row and column in front.
const SINGLE_CELLS: [u16; 7] = [0x0203, 0x0204, 0x0205, 0x0006, 0x027E, 0x00FD, 0x00D6];
const FORMULA: u16 = 0x0006;
const MERGE_CELLS: u16 = 0x00E5;
/// A spreadsheet program says which version of it has calculated the workbook.
const RECALCULATED: u16 = 0x01C1;
/// The bit of a formula that is to be calculated on opening.
const ON_OPENING: u16 = 0x0002;
/// What stands for a result that nobody knows: a nought, a mark of an empty text, and the 4 of a library for Java that
/// has a mark of its own behind the flags.
const NOUGHT: [u8; 8] = [0; 8];
const EMPTY_TEXT: [u8; 8] = [3, 0, 0, 0, 0, 0, 0xFF, 0xFF];
const FOUR: [u8; 8] = [0, 0, 0, 0, 0, 0, 0x10, 0x40];
const BEHIND_FOUR: [u8; 4] = [0, 0, 0xE0, 0xFC];
/// The text that the formula before it came to; it has no place of its own.
const STRING: u16 = 0x0207;
/// Bytes of the number and the length of a record.
const HEAD: usize = 4;
/// Cells of a sheet that are told of, one by one.
const MOST_MISSING: usize = 100;
/// Rows and columns of a sheet of this format.
const FORMAT_ROWS: u64 = 65_536;
const FORMAT_COLS: u64 = 256;

/// A cell that shows a shared text which the workbook lacks: the library leaves it out.
#[derive(Debug)]
pub(super) struct Missing {
    /// The place of its sheet in the list of sheets.
    pub(super) sheet: usize,
    pub(super) row: u32,
    pub(super) col: u32,
    pub(super) text: u32,
}

/// Passes where the workbook stream can be opened safely, with what it found in each sheet, and the cells whose text is
/// missing.
pub(super) fn look(stream: &[u8], limits: &InputLimits) -> Result<(Vec<Look>, Vec<Missing>), Problem> {
    let (mut sheets, mut texts, mut before, mut calculated) = (Vec::new(), Vec::new(), 0, false);
    for (kind, data) in Records(stream) {
        match kind {
            SHARED_TEXTS => texts = vec![data],
            CONTINUE if before == SHARED_TEXTS => {
                texts.push(data);
                continue;
            }
            // The library takes the old, weak encryption for none and would read noise.
            FILE_PASS => return Err(Problem::password()),
            RECALCULATED => calculated = true,
            BOUND_SHEET => sheets.extend(u32_at(data, 0)),
            EOF => break,
            _ => {}
        }
        before = kind;
    }
    let stated = texts.first().and_then(|sst| u32_at(sst, 4)).unwrap_or(0);
    let texts = lengths(&texts);
    let known = stated.max(texts.len() as u32);
    let mut missing = Vec::new();
    check(Limit::Sheets, sheets.len() as u64, limits.sheets)?;
    let (mut cells, mut places, mut characters, mut looked_at) = (0, 0, 0, 0);
    let mut looks = Vec::new();
    for (number, start) in sheets.into_iter().enumerate() {
        let sheet = stream.get(start as usize..).ok_or_else(cut_off)?;
        let mut area = look_at_sheet(sheet, &texts, known)?;
        calculated |= area.calculated;
        looks.push((std::mem::take(&mut area.look), std::mem::take(&mut area.empty_texts)));
        missing.extend(area.missing.iter().map(|(row, col, text)| Missing {
            sheet: number,
            row: *row,
            col: *col,
            text: *text,
        }));
        cells += area.cells;
        places += area.rows() * area.cols();
        characters += area.characters;
        looked_at += area.bytes;
        check(Limit::Cells, cells, limits.cells)?;
        check(Limit::Spread, places, limits.spread)?;
        check(Limit::DecompressedBytes, characters, limits.decompressed_bytes)?;
        // Sheets that lie in one another would be read again and again.
        if looked_at > stream.len() {
            return Err(cut_off());
        }
    }
    let look = |(mut look, empty_texts): (Look, Vec<Area>)| {
        // A library that calculates nothing marks every formula so, and no program has calculated since.
        look.not_calculated.extend(empty_texts.into_iter().filter(|_| !calculated));
        look
    };
    Ok((looks.into_iter().map(look).collect(), missing))
}

/// The cells of one sheet; `texts` are the lengths of the shared texts, of which there are so many `known`.
fn look_at_sheet(sheet: &[u8], texts: &[u64], known: u32) -> Result<Extent, Problem> {
    let mut area = Extent::default();
    let mut depth = 0;
    let mut formula: &[u8] = &[];
    for (kind, data) in Records(sheet) {
        area.bytes += HEAD + data.len();
        match kind {
            BOF => depth += 1,
            EOF if depth <= 1 => break,
            EOF => depth -= 1,
            // A chart inside the sheet has cells of its own.
            _ if depth > 1 => {}
            DIMENSIONS => check_dimensions(data)?,
            MERGE_CELLS => area.look.merges.extend(merges(data)),
            MUL_RK => {
                area.text_did_not_come();
                let first = u16_at(data, 2).unwrap_or(0);
                let last = u16_at(data, data.len().saturating_sub(2)).unwrap_or(first).max(first);
                area.add(data, first);
                area.add(data, last);
                area.cells += (data.len() / 6) as u64;
            }
            // Without a formula before it, the library puts it into the first cell of the sheet.
            STRING => {
                area.calculated |= area.waits_for_text.take().is_some();
                area.add(formula, u16_at(formula, 2).unwrap_or(0));
                area.cells += 1;
            }
            kind if SINGLE_CELLS.contains(&kind) => {
                area.text_did_not_come();
                area.add(data, u16_at(data, 2).unwrap_or(0));
                area.cells += 1;
                if kind == FORMULA {
                    formula = data;
                    area.formula(data);
                } else if kind == SHARED_TEXT {
                    let text = u32_at(data, 6).unwrap_or(u32::MAX);
                    area.characters += texts.get(text as usize).copied().unwrap_or(0);
                    if text >= known && area.missing.len() < MOST_MISSING {
                        let place = |at| u16_at(data, at).map_or(0, u32::from);
                        area.missing.push((place(0), place(2), text));
                    }
                }
            }
            _ => {}
        }
    }
    area.text_did_not_come();
    Ok(area)
}

/// The merged cells of a record: rows and columns, first and last.
fn merges(data: &[u8]) -> impl Iterator<Item = Area> {
    let count = usize::from(u16_at(data, 0).unwrap_or(0));
    data.get(2..).unwrap_or_default().chunks_exact(8).take(count).filter_map(|range| {
        let at = |at| u16_at(range, at).map(u32::from);
        Some(Area { row: at(0)?, last_row: at(2)?, col: at(4)?, last_col: at(6)? })
    })
}

/// The library reserves room for the stated dimensions, whatever they are.
fn check_dimensions(data: &[u8]) -> Result<(), Problem> {
    let (first_row, last_row, cols) = if data.len() < 14 {
        (u16_at(data, 0).map(u32::from), u16_at(data, 2).map(u32::from), u16_at(data, 6))
    } else {
        (u32_at(data, 0), u32_at(data, 4), u16_at(data, 10))
    };
    let rows = u64::from(last_row.unwrap_or(0)).saturating_sub(u64::from(first_row.unwrap_or(0)));
    let cols = u64::from(cols.unwrap_or(0));
    if rows > FORMAT_ROWS || cols > FORMAT_COLS {
        return Err(Problem::unreadable(
            ["工作表声明的范围超出 .xls 格式的上限", "a sheet states dimensions beyond what .xls can hold"],
            &format!("{rows} × {cols}"),
        ));
    }
    Ok(())
}

fn cut_off() -> Problem {
    Problem::unreadable(
        ["文件不完整(复制或下载中断)或已损坏", "the file is cut off (copy or download broken off) or damaged"],
        "BIFF",
    )
}

/// The box around the cells seen so far.
#[derive(Default)]
struct Extent {
    first: Option<(u16, u16)>,
    last: (u16, u16),
    cells: u64,
    /// Of the shared texts that its cells show.
    characters: u64,
    /// Bytes of its records.
    bytes: usize,
    look: Look,
    /// Formulas that came to an empty text, or that nobody has calculated.
    empty_texts: Vec<Area>,
    /// The formula whose text comes next.
    waits_for_text: Option<Area>,
    /// Some formula has a result that a library would not make up.
    calculated: bool,
    /// Row, column and number of texts that are missing.
    missing: Vec<(u32, u32, u32)>,
}

impl Extent {
    fn text_did_not_come(&mut self) {
        self.look.not_calculated.extend(self.waits_for_text.take());
    }

    fn formula(&mut self, data: &[u8]) {
        let (Some(row), Some(col), Some(result), Some(flags)) =
            (u16_at(data, 0), u16_at(data, 2), data.get(6..14), u16_at(data, 14))
        else {
            return;
        };
        let cell = Area::of_cell(row.into(), col.into());
        let is_made_up =
            result == NOUGHT || result == EMPTY_TEXT || result == FOUR && data.get(16..20) == Some(&BEHIND_FOUR[..]);
        if is_made_up && flags & ON_OPENING != 0 {
            self.look.not_calculated.push(cell);
        } else if result[0] == 0 && result[6..] == [0xFF, 0xFF] {
            self.waits_for_text = Some(cell);
        } else if result == EMPTY_TEXT {
            self.empty_texts.push(cell);
        } else {
            self.calculated = true;
        }
    }

    fn add(&mut self, data: &[u8], col: u16) {
        let row = u16_at(data, 0).unwrap_or(0);
        let (first_row, first_col) = self.first.unwrap_or((row, col));
        self.first = Some((first_row.min(row), first_col.min(col)));
        self.last = (self.last.0.max(row), self.last.1.max(col));
    }

    fn rows(&self) -> u64 {
        self.first.map_or(0, |first| u64::from(self.last.0 - first.0) + 1)
    }

    fn cols(&self) -> u64 {
        self.first.map_or(0, |first| u64::from(self.last.1 - first.1) + 1)
    }
}

/// The records of a stream: number and data; ends at the first one that is cut off.
pub(super) struct Records<'a>(pub(super) &'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let kind = u16_at(self.0, 0)?;
        let length = usize::from(u16_at(self.0, 2)?);
        let data = self.0.get(HEAD..HEAD + length)?;
        self.0 = &self.0[HEAD + length..];
        Some((kind, data))
    }
}

#[cfg(test)]
pub(super) mod tests;
