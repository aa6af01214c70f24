//! A look at the records of an .xls before the library opens it: it builds dense tables while opening, makes room for
//! whatever length is stated and writes out every formula, so a few bytes could take all memory. Merged cells and
//! formulas without a result are found here, too, and rows that are hidden or struck through.
//!
//! Records and their numbers: [MS-XLS] 2.3.

use super::biff_texts::lengths;
use super::grid::Area;
use super::limits::{Limit, check};
use super::look::Look;
use super::ole::{u16_at, u32_at};
use super::problem::Problem;
use super::struck::Struck;
use crate::settings::InputLimits;

const BOUND_SHEET: u16 = 0x0085;
pub(super) const FILE_PASS: u16 = 0x002F;
const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;
const DIMENSIONS: u16 = 0x0200;
const MUL_RK: u16 = 0x00BD;
const SHARED_TEXTS: u16 = 0x00FC;
const CONTINUE: u16 = 0x003C;
/// A name for a formula.
const NAME: u16 = 0x0018;
/// An empty cell, which the library passes over.
const BLANK: u16 = 0x0201;
const LABEL: u16 = 0x0204;
const RICH_LABEL: u16 = 0x00D6;
/// LabelSst.
const SHARED_TEXT: u16 = 0x00FD;
/// Number, Label, BoolErr, Formula, RK, LabelSst, RString: one value each, row and column in front.
const SINGLE_CELLS: [u16; 7] = [0x0203, LABEL, 0x0205, FORMULA, 0x027E, SHARED_TEXT, RICH_LABEL];
const FORMULA: u16 = 0x0006;
const MERGE_CELLS: u16 = 0x00E5;
/// A row, its flags and the one of a hidden row.
const ROW: u16 = 0x0208;
const FLAGS_OF_A_ROW: usize = 12;
const HIDDEN: u16 = 0x0020;
/// A font and the flag of one that strikes through, and a format, which names its font.
const FONT: u16 = 0x0031;
const STRIKES: u16 = 0x0008;
const FORMAT: u16 = 0x00E0;
/// No font has this number.
const NO_FONT: usize = 4;
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
/// Records that hold the shared texts: the library moves all that follow for each of them. Programs write 8 KB into one.
const MOST_PIECES: usize = 1 << 16;
/// Bytes of a formula. Excel writes 1,800 at most; the library turns the text of a longer one over and over.
const LONGEST_FORMULA: usize = 1 << 12;
/// The kinds of operands for which the library writes the name of a sheet or of a formula.
const NAMED: [u8; 15] = [0x23, 0x43, 0x63, 0x39, 0x59, 0x79, 0x3A, 0x5A, 0x7A, 0x3B, 0x5B, 0x7B, 0x3C, 0x5C, 0x7C];
/// Bytes of such an operand.
const SHORTEST_NAMED: usize = 5;
/// Bytes of a character, as the library keeps it.
const WIDEST: u64 = 3;

/// What was found in a workbook.
#[derive(Debug)]
pub(super) struct Looked {
    /// In each sheet.
    pub(super) sheets: Vec<Look>,
    /// The cells whose text is missing.
    pub(super) missing: Vec<Missing>,
    /// Where sheets state their dimensions.
    pub(super) dimensions: Vec<usize>,
}

/// A cell that shows a shared text which the workbook lacks: the library leaves it out.
#[derive(Debug)]
pub(super) struct Missing {
    /// The place of its sheet in the list of sheets.
    pub(super) sheet: usize,
    pub(super) row: u32,
    pub(super) col: u32,
    pub(super) text: u32,
}

/// Passes where the workbook stream can be opened safely, once its dimensions are forgotten.
pub(super) fn look(stream: &[u8], limits: &InputLimits) -> Result<Looked, Problem> {
    let (mut sheets, mut texts, mut before, mut calculated) = (Vec::new(), Vec::new(), 0, false);
    let (mut pieces, mut longest, mut names, mut globals) = (0, 0, 0, 0);
    let (mut fonts, mut striking) = (Vec::new(), Vec::new());
    for (kind, data) in Records(stream) {
        globals += HEAD + data.len();
        match kind {
            SHARED_TEXTS => texts = vec![data],
            CONTINUE if before == SHARED_TEXTS => {
                pieces += 1;
                if pieces > MOST_PIECES {
                    return Err(cut_off());
                }
                texts.push(data);
                continue;
            }
            // The library takes the old, weak encryption for none and would read noise.
            FILE_PASS => return Err(Problem::password()),
            RECALCULATED => calculated = true,
            BOUND_SHEET => {
                sheets.extend(u32_at(data, 0));
                longest = longest.max(data.get(6).copied().unwrap_or(0));
            }
            NAME => {
                names += 1;
                longest = longest.max(data.get(3).copied().unwrap_or(0));
            }
            FONT => fonts.push(u16_at(data, 2).is_some_and(|flags| flags & STRIKES != 0)),
            FORMAT => striking.push(strikes(data, &fonts)),
            EOF => break,
            _ => {}
        }
        before = kind;
    }
    let stated = texts.first().and_then(|sst| u32_at(sst, 4)).unwrap_or(0);
    let texts = lengths(&texts);
    check(Limit::Texts, texts.len() as u64, limits.texts)?;
    let shared = Shared { known: stated.max(texts.len() as u32), texts, name: WIDEST * u64::from(longest), striking };
    check(Limit::Sheets, sheets.len() as u64, limits.sheets)?;
    let mut found = Looked { sheets: Vec::new(), missing: Vec::new(), dimensions: Vec::new() };
    let mut stretches = vec![(0, globals)];
    let (mut cells, mut places, mut characters, mut looked_at) = (0, 0, names * shared.name, 0);
    let mut looks = Vec::new();
    for (number, start) in sheets.into_iter().enumerate() {
        let start = start as usize;
        let sheet = stream.get(start..).ok_or_else(cut_off)?;
        let mut area = look_at_sheet(sheet, &shared)?;
        calculated |= area.calculated;
        looks.push((std::mem::take(&mut area.look), std::mem::take(&mut area.empty_texts)));
        found.missing.extend(area.missing.iter().map(|(row, col, text)| Missing {
            sheet: number,
            row: *row,
            col: *col,
            text: *text,
        }));
        found.dimensions.extend(area.dimensions.iter().map(|at| start + at));
        stretches.push((start, start + area.bytes));
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
    // A record of one must not lie inside a record of another: what is forgotten there would be something else here.
    stretches.sort_unstable();
    if stretches.windows(2).any(|two| two[0].0 != two[1].0 && two[1].0 < two[0].1) {
        return Err(cut_off());
    }
    let look = |(mut look, empty_texts): (Look, Vec<Area>)| {
        // A library that calculates nothing marks every formula so, and no program has calculated since.
        look.not_calculated.extend(empty_texts.into_iter().filter(|_| !calculated));
        look
    };
    found.sheets = looks.into_iter().map(look).collect();
    Ok(found)
}

/// Stated dimensions are a mere hint, and some are wrong or run backwards. The library would make room for all of it,
/// and give up where it cannot; so it is not told.
pub(super) fn forget(stream: &mut [u8], dimensions: &[usize]) {
    for at in dimensions {
        stream[*at..at + 2].copy_from_slice(&BLANK.to_le_bytes());
    }
}

/// What the sheets of a workbook share.
struct Shared {
    /// The lengths of its texts.
    texts: Vec<u64>,
    /// How many texts there are, or so it states.
    known: u32,
    /// Bytes of its longest name.
    name: u64,
    /// Whether a format strikes through.
    striking: Vec<bool>,
}

/// The cells of one sheet.
fn look_at_sheet(sheet: &[u8], shared: &Shared) -> Result<Extent, Problem> {
    let mut area = Extent::default();
    let mut depth = 0;
    let mut formula: &[u8] = &[];
    for (kind, data) in Records(sheet) {
        let at = area.bytes;
        area.bytes += HEAD + data.len();
        match kind {
            BOF => depth += 1,
            EOF if depth <= 1 => break,
            EOF => depth -= 1,
            // A chart inside the sheet has cells of its own.
            _ if depth > 1 => {}
            DIMENSIONS => area.dimensions.push(at),
            MERGE_CELLS => area.look.merges.extend(merges(data)),
            ROW => area.look.hidden_rows += u32::from(is_hidden(data)),
            MUL_RK => {
                area.text_did_not_come();
                let first = u16_at(data, 2).unwrap_or(0);
                let last = u16_at(data, data.len().saturating_sub(2)).unwrap_or(first).max(first);
                area.add(data, first);
                area.add(data, last);
                area.cells += (data.len() / 6) as u64;
                let cells = data.get(HEAD..).unwrap_or_default().chunks_exact(6).zip(u32::from(first)..);
                cells.for_each(|(cell, col)| area.strike(u16_at(data, 0), col, u16_at(cell, 0), shared));
            }
            // Without a formula before it, the library puts it into the first cell of the sheet.
            STRING => {
                area.calculated |= area.waits_for_text.take().is_some();
                area.characters += stated_length(data, 0);
                area.add(formula, u16_at(formula, 2).unwrap_or(0));
                area.cells += 1;
            }
            kind if SINGLE_CELLS.contains(&kind) => {
                area.text_did_not_come();
                area.add(data, u16_at(data, 2).unwrap_or(0));
                area.cells += 1;
                area.strike(u16_at(data, 0), u16_at(data, 2).unwrap_or(0).into(), u16_at(data, 4), shared);
                match kind {
                    FORMULA => {
                        formula = data;
                        area.formula(data);
                        area.characters += written_out(data, shared.name)?;
                    }
                    LABEL | RICH_LABEL => area.characters += stated_length(data, 6),
                    SHARED_TEXT => area.shared_text(data, shared),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    area.text_did_not_come();
    area.look.struck = std::mem::take(&mut area.struck).rows();
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

/// Whether a format has a font that strikes through. [MS-XLS] 2.5.129
fn strikes(format: &[u8], fonts: &[bool]) -> bool {
    let font = u16_at(format, 0).map_or(NO_FONT, usize::from);
    font != NO_FONT && fonts.get(if font > NO_FONT { font - 1 } else { font }) == Some(&true)
}

/// Whether a row is hidden and has cells. [MS-XLS] 2.4.221
fn is_hidden(row: &[u8]) -> bool {
    let is_set = u16_at(row, FLAGS_OF_A_ROW).is_some_and(|flags| flags & HIDDEN != 0);
    is_set && u16_at(row, 4) > u16_at(row, 2)
}

/// The length that a text states; the library makes room for it before it reads a character.
fn stated_length(data: &[u8], at: usize) -> u64 {
    u16_at(data, at).map_or(0, u64::from)
}

/// Bytes of the names in a formula; the library writes them out.
fn written_out(formula: &[u8], name: u64) -> Result<u64, Problem> {
    let behind = formula.get(22..).unwrap_or_default();
    let length = u16_at(formula, 20).map_or(0, usize::from);
    if length > LONGEST_FORMULA {
        return Err(cut_off());
    }
    let named = behind.iter().take(length).filter(|byte| NAMED.contains(byte)).count();
    Ok(named.min(length / SHORTEST_NAMED) as u64 * name)
}

fn cut_off() -> Problem {
    Problem::unreadable(
        ["文件不完整（复制或下载中断）或已损坏", "the file is cut off (copy or download broken off) or damaged"],
        "BIFF",
    )
}

/// The box around the cells seen so far.
#[derive(Default)]
struct Extent {
    first: Option<(u16, u16)>,
    last: (u16, u16),
    cells: u64,
    /// Of the texts that its cells show and of the names in its formulas.
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
    /// Where in it dimensions are stated.
    dimensions: Vec<usize>,
    /// Row, column and number of texts that are missing.
    missing: Vec<(u32, u32, u32)>,
    struck: Struck,
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

    fn shared_text(&mut self, data: &[u8], shared: &Shared) {
        let text = u32_at(data, 6).unwrap_or(u32::MAX);
        self.characters += shared.texts.get(text as usize).copied().unwrap_or(0);
        if text >= shared.known && self.missing.len() < MOST_MISSING {
            let place = |at| u16_at(data, at).map_or(0, u32::from);
            self.missing.push((place(0), place(2), text));
        }
    }

    fn strike(&mut self, row: Option<u16>, col: u32, format: Option<u16>, shared: &Shared) {
        let is_struck = format.and_then(|format| shared.striking.get(usize::from(format)));
        self.struck.cell(row.unwrap_or(0).into(), col, is_struck == Some(&true));
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
