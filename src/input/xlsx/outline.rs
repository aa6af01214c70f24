//! What calamine says of a workbook: its sheets, where they lie, what the cell styles show.
//!
//! calamine reads all shared texts when it opens a workbook. So it is shown a small copy, in which every large part is
//! replaced by a note: a sheet says in its first cell which part of the package it is, and one of them has a cell in
//! every style. What follows which relation, which part is meant by a name, what is a date: calamine alone decides.

use std::io::{Cursor, Read, Write};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::striking;
use crate::input::number_format::{Shows, percentages};
use crate::input::xlsx_look::{Calculation, calculation};
use crate::input::zip_look::Package;

/// More parts or styles than any workbook of a dealer has.
const MOST_PARTS: usize = 5_000;
const MOST_STYLES: usize = 100_000;
/// Before the number of a part, so that no other text is taken for it.
const NOTE: &str = "part of the package: ";

/// What there is to read in a workbook.
pub(super) struct Outline {
    /// The worksheets in the order of the workbook.
    pub sheets: Vec<SheetPart>,
    /// The part that holds the shared texts.
    pub strings: Option<usize>,
    /// Serial dates count from 1904.
    pub dates_1904: bool,
    /// What the numbers in cells of each style show.
    pub styles: Vec<Shows>,
    /// Whether a style strikes its text through; empty where none does.
    pub striking: Vec<bool>,
    /// What it says about its formulas.
    pub calculation: Calculation,
}

/// A worksheet.
pub(super) struct SheetPart {
    pub name: String,
    pub hidden: bool,
    /// Its place among the parts of the package.
    pub part: usize,
}

type Copy = Xlsx<Cursor<Vec<u8>>>;

impl Outline {
    /// `None` where anything is unusual; more than `most_sheets` are.
    pub(super) fn of(bytes: &[u8], most_sheets: u64) -> Option<Self> {
        let (copy, styles) = copy(bytes)?;
        let mut package = Package::new(Cursor::new(bytes)).ok()?;
        let mut workbook = Copy::new(Cursor::new(copy)).ok()?;
        let sheets: Vec<_> = workbook.sheets_metadata().to_vec();
        if sheets.len() as u64 > most_sheets {
            return None;
        }
        let mut outline = Self {
            sheets: Vec::new(),
            strings: None,
            dates_1904: workbook.has_1904_epoch(),
            styles: Vec::new(),
            striking: striking::styles(&mut package),
            calculation: calculation(&mut package),
        };
        for sheet in sheets.into_iter().filter(|sheet| sheet.typ == SheetType::WorkSheet) {
            let part = outline.notes(&mut workbook, &sheet.name, styles)?;
            // Sheets that lie in one part would be read again and again.
            if outline.sheets.iter().any(|before| before.part == part || before.name == sheet.name) {
                return None;
            }
            outline.sheets.push(SheetPart { hidden: sheet.visible != SheetVisible::Visible, name: sheet.name, part });
        }
        let complete = !outline.sheets.is_empty() && outline.styles.len() == styles;
        complete.then_some(outline)
    }

    /// Reads the notes of a sheet: its part, the styles where it has them, the part of the shared texts.
    fn notes(&mut self, workbook: &mut Copy, name: &str, styles: usize) -> Option<usize> {
        let mut cells = workbook.worksheet_cells_reader(name).ok()?;
        if cells.styles().len() > styles {
            return None;
        }
        let percentages = percentages(cells.styles());
        let part = noted_part(cells.next_cell().ok()??.get_value())?;
        let mut shown = Vec::new();
        // The note of the shared texts comes last: it is an error where there are none.
        while let Ok(Some(cell)) = cells.next_cell() {
            match cell.get_value() {
                DataRef::DateTime(_) => shown.push(Shows::Date),
                DataRef::Float(_) if percentages.get(shown.len()) == Some(&true) => shown.push(Shows::Percentage),
                DataRef::Float(_) => shown.push(Shows::Number),
                strings => self.strings = Some(noted_part(strings)?),
            }
        }
        if !shown.is_empty() {
            self.styles = shown;
        }
        Some(part)
    }
}

fn noted_part(value: &DataRef) -> Option<usize> {
    let note = match value {
        DataRef::String(note) => note,
        DataRef::SharedString(note) => *note,
        _ => return None,
    };
    note.strip_prefix(NOTE)?.parse().ok()
}

/// A copy of the package with notes instead of its large parts, and the number of cell styles in them: at least as many
/// as the workbook has.
fn copy(bytes: &[u8]) -> Option<(Vec<u8>, usize)> {
    let mut package = Package::new(Cursor::new(bytes)).ok()?;
    if package.len() > MOST_PARTS {
        return None;
    }
    let mut names = Vec::new();
    for part in 0..package.len() {
        names.push(package.by_index_raw(part).ok()?.name().ok()?.replace('\\', "/").to_ascii_lowercase());
    }
    let styles = styles(&mut package, &names)?;
    let with_styles = names.iter().position(|name| name.contains("worksheets/") && name.ends_with(".xml"));
    let mut copy = ZipWriter::new(Cursor::new(Vec::new()));
    for (part, name) in names.iter().enumerate() {
        let note = if name.ends_with("sharedstrings.xml") {
            format!("<sst><si><t>{NOTE}{part}</t></si></sst>")
        } else if is_needed(name) {
            copy.raw_copy_file(package.by_index_raw(part).ok()?).ok()?;
            continue;
        } else if name.ends_with(".xml") {
            let styles = if with_styles == Some(part) { styles } else { 0 };
            let cells: String = (0..styles).map(|style| format!("<c s=\"{style}\"><v>1</v></c>")).collect();
            format!(
                "<worksheet><sheetData><row><c t=\"str\"><v>{NOTE}{part}</v></c>{cells}<c t=\"s\"><v>0</v></c></row></sheetData></worksheet>"
            )
        } else {
            continue;
        };
        let name = package.by_index_raw(part).ok()?.name().ok()?.into_owned();
        copy.start_file(name, SimpleFileOptions::default()).ok()?;
        copy.write_all(note.as_bytes()).ok()?;
    }
    Some((copy.finish().ok()?.into_inner(), styles))
}

/// The small parts by which a workbook is understood.
fn is_needed(name: &str) -> bool {
    name.ends_with(".rels")
        || name.ends_with("styles.xml")
        || name.contains("theme/")
        || (name.contains("workbook") && name.ends_with(".xml"))
}

/// How many cell styles there are, or some more: those that cells are built on look alike.
fn styles(package: &mut Package, names: &[String]) -> Option<usize> {
    let mut count = 1;
    for part in (0..names.len()).filter(|part| names[*part].ends_with("styles.xml")) {
        let mut xml = String::new();
        package.by_index(part).ok()?.read_to_string(&mut xml).ok()?;
        count += xml.matches("<xf").count();
    }
    (count <= MOST_STYLES).then_some(count)
}
