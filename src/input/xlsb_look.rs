//! A look at the sheets of an .xlsb for what the library does not tell: merged cells, formulas that no program has
//! calculated, rows that are hidden or struck through.
//!
//! Records and their numbers: [MS-XLSB] 2.3; each has its number and length in front, 7 bits a byte.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::grid::Area;
use super::look::Look;
use super::ole::{u16_at, u32_at};
use super::struck::Struck;
use super::xlsx_look::{named, names, pairs, path_of};

const BUNDLE: u32 = 0x009C;
const CALCULATION: u32 = 0x009D;
const ROW: u32 = 0x0000;
/// Where a row has its flags, and the one of a hidden row.
const FLAGS_OF_A_ROW: usize = 11;
const HIDDEN: u8 = 0x10;
/// Cells that hold something: numbers, errors, truths, texts, and the results of formulas.
const CELLS: std::ops::RangeInclusive<u32> = 2..=11;
/// A font and the flag of one that strikes through, the beginning of the formats of cells, a format and their end.
const FONT: u32 = 0x002B;
const STRIKES: u16 = 0x0008;
const FORMATS: u32 = 0x0269;
const FORMAT: u32 = 0x002F;
const END_OF_FORMATS: u32 = 0x026A;
const FORMULA_NUMBER: u32 = 0x0009;
const MERGE: u32 = 0x00B0;

/// What was found, by sheet name. What cannot be found out counts as not there.
pub(super) fn look(bytes: &[u8]) -> BTreeMap<String, Look> {
    let mut found = BTreeMap::new();
    let Ok(mut package) = ZipArchive::new(Cursor::new(bytes)) else { return found };
    let names = names(&mut package);
    let targets = pairs(&mut package, &names, "xl/_rels/workbook.bin.rels", ["Relationship", "Id", "Target"]);
    let mut read = |part: usize| {
        let mut bytes = Vec::new();
        let part = package.by_index(part).ok();
        part.and_then(|mut part| part.read_to_end(&mut bytes).ok()).map(|_| bytes).unwrap_or_default()
    };
    let (mut sheets, mut recalculates) = (Vec::new(), false);
    let workbook = named(&names, "xl/workbook.bin").map(&mut read).unwrap_or_default();
    for (kind, data) in Records(&workbook) {
        match kind {
            BUNDLE => sheets.extend(bundle(data)),
            // What is behind the number of threads.
            CALCULATION => recalculates = data.get(24).is_some_and(|flags| flags & 1 != 0),
            _ => {}
        }
    }
    let striking = striking(&named(&names, "xl/styles.bin").map(&mut read).unwrap_or_default());
    let mut looked_at = Vec::new();
    for (id, name) in sheets {
        let Some(part) = targets.get(&id).and_then(|target| named(&names, &path_of(target))) else { continue };
        // Sheets may claim to lie in one part, which no program writes; it is looked at once.
        if !looked_at.contains(&part) {
            looked_at.push(part);
            found.insert(name, look_at(&read(part), recalculates, &striking));
        }
    }
    found
}

/// The relation and the name of a sheet.
fn bundle(data: &[u8]) -> Option<(String, String)> {
    let (id, rest) = wide_string(data.get(8..)?)?;
    Some((id, wide_string(rest)?.0))
}

fn wide_string(data: &[u8]) -> Option<(String, &[u8])> {
    let length = (u32_at(data, 0)? as usize).checked_mul(2)?;
    let end = length.checked_add(4)?;
    let units: Vec<u16> = data.get(4..end)?.chunks_exact(2).filter_map(|unit| u16_at(unit, 0)).collect();
    Some((String::from_utf16_lossy(&units), &data[end..]))
}

/// Whether each format of cells strikes through.
fn striking(styles: &[u8]) -> Vec<bool> {
    let (mut fonts, mut formats, mut of_cells) = (Vec::new(), Vec::new(), false);
    for (kind, data) in Records(styles) {
        match kind {
            FONT => fonts.push(u16_at(data, 2).is_some_and(|flags| flags & STRIKES != 0)),
            FORMATS => of_cells = true,
            END_OF_FORMATS => of_cells = false,
            FORMAT if of_cells => {
                let font = u16_at(data, 4).and_then(|font| fonts.get(usize::from(font)));
                formats.push(font.copied().unwrap_or(false));
            }
            _ => {}
        }
    }
    formats
}

fn look_at(part: &[u8], recalculates: bool, striking: &[bool]) -> Look {
    let (mut found, mut struck) = (Look::default(), Struck::default());
    let (mut row, mut hidden) = (0, false);
    for (kind, data) in Records(part) {
        if CELLS.contains(&kind) {
            // A row is hidden for the reader where it holds something.
            found.hidden_rows += u32::from(std::mem::take(&mut hidden));
            let style = u32_at(data, 4).map_or(0, |style| style & 0x00FF_FFFF);
            struck.cell(row, u32_at(data, 0).unwrap_or(0), striking.get(style as usize) == Some(&true));
        }
        match kind {
            ROW => {
                row = u32_at(data, 0).unwrap_or(row);
                hidden = data.get(FLAGS_OF_A_ROW).is_some_and(|flags| flags & HIDDEN != 0);
            }
            FORMULA_NUMBER => {
                let is_nought = data.get(8..16).is_some_and(|result| result == [0; 8]);
                let cell = u32_at(data, 0).map(|col| Area::of_cell(row, col));
                found.not_calculated.extend(cell.filter(|_| is_nought && recalculates));
            }
            MERGE => {
                let at = |at| u32_at(data, at);
                if let (Some(row), Some(last_row), Some(col), Some(last_col)) = (at(0), at(4), at(8), at(12)) {
                    found.merges.push(Area { row, last_row, col, last_col });
                }
            }
            _ => {}
        }
    }
    found.struck = struck.rows();
    found
}

/// The records of a part: number and data; ends at the first one that is cut off.
struct Records<'a>(&'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = (u32, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let mut number = |most: usize| {
            let mut value = 0;
            for place in 0..most {
                let (byte, rest) = self.0.split_first()?;
                self.0 = rest;
                value |= (u32::from(*byte) & 0x7F) << (7 * place);
                if byte & 0x80 == 0 {
                    break;
                }
            }
            Some(value)
        };
        let (kind, length) = (number(2)?, number(4)? as usize);
        let data = self.0.get(..length)?;
        self.0 = &self.0[length..];
        Some((kind, data))
    }
}
