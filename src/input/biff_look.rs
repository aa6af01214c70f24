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
pub(super) mod tests {
    use super::*;

    pub(in crate::input) fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let mut bytes = kind.to_le_bytes().to_vec();
        bytes.extend((data.len() as u16).to_le_bytes());
        bytes.extend(data);
        bytes
    }

    /// A BIFF8 workbook stream of one sheet `S` with a number 1.5 at each place; `extra` goes before its cells.
    pub(in crate::input) fn workbook_stream(cells: &[(u16, u16)], extra: &[u8]) -> Vec<u8> {
        let bof = |kind: u16| {
            let mut data = 0x0600_u16.to_le_bytes().to_vec();
            data.extend(kind.to_le_bytes());
            data.extend([0; 12]);
            record(BOF, &data)
        };
        let mut globals = bof(5);
        globals.extend(record(0x0042, &1200_u16.to_le_bytes()));
        let sheet_start = (globals.len() + 4 + 9 + 4) as u32;
        let mut bound = sheet_start.to_le_bytes().to_vec();
        bound.extend([0, 0, 1, 0, b'S']);
        globals.extend(record(BOUND_SHEET, &bound));
        globals.extend(record(EOF, &[]));
        let mut stream = globals;
        stream.extend(bof(0x10));
        stream.extend(extra);
        for (row, col) in cells {
            let mut data = Vec::new();
            data.extend(row.to_le_bytes());
            data.extend(col.to_le_bytes());
            data.extend([0, 0]);
            data.extend(1.5_f64.to_le_bytes());
            stream.extend(record(0x0203, &data));
        }
        stream.extend(record(EOF, &[]));
        stream
    }

    fn refused(stream: &[u8]) -> Option<crate::base::finding::Code> {
        look(stream, &InputLimits::default()).err().map(|problem| problem.code)
    }

    #[test]
    fn a_usual_sheet_passes() {
        assert_eq!(refused(&workbook_stream(&[(0, 0), (3, 5)], &[])), None);
    }

    #[test]
    fn two_cells_in_opposite_corners_are_refused() {
        let stream = workbook_stream(&[(0, 0), (65_535, 65_535)], &[]);
        assert_eq!(refused(&stream), Some(crate::base::finding::Code::LimitExceeded));
    }

    #[test]
    fn one_sheet_under_many_names_is_refused() {
        let usual = workbook_stream(&[(0, 0), (3, 5)], &[]);
        let bound = usual.windows(2).position(|bytes| bytes == BOUND_SHEET.to_le_bytes()).unwrap();
        let entry = usual[bound..bound + HEAD + 9].to_vec();
        let mut stream = [&usual[..bound], &entry.repeat(40), &usual[bound + entry.len()..]].concat();
        let start = (stream.len() - (usual.len() - (bound + entry.len()))) as u32 + HEAD as u32;
        for at in (0..40).map(|name| bound + name * entry.len() + HEAD) {
            stream[at..at + 4].copy_from_slice(&start.to_le_bytes());
        }
        assert_eq!(refused(&stream), Some(crate::base::finding::Code::UnreadableFile));
    }

    #[test]
    fn a_long_text_that_very_many_cells_share_is_refused() {
        let mut texts = vec![1, 0, 0, 0, 1, 0, 0, 0];
        texts.extend((8_000_u16).to_le_bytes());
        texts.push(0);
        texts.extend([b'x'; 8_000]);
        let cell = |row: u16, col: u16| {
            let place = [row.to_le_bytes(), col.to_le_bytes()].concat();
            record(SHARED_TEXT, &[place, vec![0; 6]].concat())
        };
        let book = |rows: u16| {
            let cells: Vec<u8> = (0..rows).flat_map(|row| (0..50).flat_map(move |col| cell(row, col))).collect();
            let stream = workbook_stream(&[], &cells);
            let globals = record(BOF, &[0, 6, 5, 0]).len() + 12;
            let added = record(SHARED_TEXTS, &texts);
            let bound = stream.windows(2).position(|bytes| bytes == BOUND_SHEET.to_le_bytes()).unwrap();
            let start = u32_at(&stream, bound + HEAD).unwrap() + added.len() as u32;
            let mut stream = [&stream[..globals], &added, &stream[globals..]].concat();
            let at = bound + added.len() + HEAD;
            stream[at..at + 4].copy_from_slice(&start.to_le_bytes());
            stream
        };
        assert_eq!(refused(&book(100)), None);
        assert_eq!(refused(&book(1_500)), Some(crate::base::finding::Code::LimitExceeded));
    }

    #[test]
    fn a_text_without_its_formula_counts_as_the_first_cell() {
        let text = record(STRING, &[1, 0, b'a']);
        let stream = workbook_stream(&[(46_848, 50_631)], &text);
        assert_eq!(refused(&stream), Some(crate::base::finding::Code::LimitExceeded));
        assert_eq!(refused(&workbook_stream(&[(3, 5)], &text)), None);
    }

    #[test]
    fn merged_cells_and_formulas_to_be_calculated_are_found() {
        let formula = |col: u16, result: [u8; 8], flags: u16| {
            let head = [3_u16, col, 0].into_iter().flat_map(u16::to_le_bytes);
            let rest = [flags, 0, 0, 0].into_iter().flat_map(u16::to_le_bytes);
            record(FORMULA, &head.chain(result).chain(rest).collect::<Vec<_>>())
        };
        let records = [
            formula(0, NOUGHT, 2),
            formula(1, EMPTY_TEXT, 3),
            formula(2, NOUGHT, 1),
            formula(3, EMPTY_TEXT, 0),
            formula(4, 7.5_f64.to_le_bytes(), 2),
            formula(5, FOUR, 2),
            record(MERGE_CELLS, &[1, 0, 2, 0, 5, 0, 1, 0, 3, 0, 9, 9]),
        ];
        let found = look(&workbook_stream(&[(0, 0)], &records.concat()), &InputLimits::default()).ok().unwrap();
        assert_eq!(found.0[0].not_calculated, [Area::of_cell(3, 0), Area::of_cell(3, 1)]);
        assert_eq!(found.0[0].merges, [Area { row: 2, last_row: 5, col: 1, last_col: 3 }]);
        let look = |records: &[u8]| look(&workbook_stream(&[(0, 0)], records), &InputLimits::default());
        let of_java = [&formula(0, FOUR, 2)[..HEAD + 16], &BEHIND_FOUR, &[0, 0]].concat();
        assert_eq!(look(&of_java).ok().unwrap().0[0].not_calculated, [Area::of_cell(3, 0)]);
        let text = [0, 0, 0, 0, 0, 0, 0xFF, 0xFF];
        let texts = [formula(0, text, 0), record(STRING, &[1, 0, 0, b'a']), formula(1, text, 0)].concat();
        assert_eq!(look(&texts).ok().unwrap().0[0].not_calculated, [Area::of_cell(3, 1)], "a text that never comes");
        let of_python = formula(2, EMPTY_TEXT, 0);
        assert_eq!(look(&of_python).ok().unwrap().0[0].not_calculated, [Area::of_cell(3, 2)]);
        let with_another = [of_python, formula(3, 7.5_f64.to_le_bytes(), 0)].concat();
        assert!(look(&with_another).ok().unwrap().0[0].not_calculated.is_empty(), "an empty text that was calculated");
    }

    #[test]
    fn forged_dimensions_are_refused() {
        let mut data = vec![0; 14];
        data[4..8].copy_from_slice(&u32::MAX.to_le_bytes());
        data[10..12].copy_from_slice(&256_u16.to_le_bytes());
        let stream = workbook_stream(&[(0, 0)], &record(DIMENSIONS, &data));
        assert_eq!(refused(&stream), Some(crate::base::finding::Code::UnreadableFile));
    }

    #[test]
    fn a_password_of_either_kind_is_told() {
        let mut stream = record(BOF, &[0, 6, 5, 0]);
        stream.extend(record(FILE_PASS, &[0, 0, 1, 2, 3, 4]));
        assert_eq!(refused(&stream), Some(crate::base::finding::Code::PasswordProtected));
    }
}
