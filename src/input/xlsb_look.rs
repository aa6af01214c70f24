//! A look at the sheets of an .xlsb for what the library does not tell: merged cells, and formulas that no program has
//! calculated.
//!
//! Records and their numbers: [MS-XLSB] 2.3; each has its number and length in front, 7 bits a byte.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::grid::Area;
use super::look::Look;
use super::ole::{u16_at, u32_at};
use super::xlsx_look::{named, names, pairs, path_of};

const BUNDLE: u32 = 0x009C;
const CALCULATION: u32 = 0x009D;
const ROW: u32 = 0x0000;
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
    let mut looked_at = Vec::new();
    for (id, name) in sheets {
        let Some(part) = targets.get(&id).and_then(|target| named(&names, &path_of(target))) else { continue };
        // Sheets may claim to lie in one part, which no program writes; it is looked at once.
        if !looked_at.contains(&part) {
            looked_at.push(part);
            found.insert(name, look_at(&read(part), recalculates));
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

fn look_at(part: &[u8], recalculates: bool) -> Look {
    let mut found = Look::default();
    let mut row = 0;
    for (kind, data) in Records(part) {
        match kind {
            ROW => row = u32_at(data, 0).unwrap_or(row),
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
