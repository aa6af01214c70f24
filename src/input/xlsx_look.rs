//! A look at the sheets of an .xlsx for what the library does not tell: hidden rows, merged cells, and formulas that no
//! program has calculated.

use std::collections::BTreeMap;
use std::io::{BufReader, Cursor, Read};
use std::sync::Arc;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::grid::Area;
use super::xlsx::reference::area;
use super::zip_look::Package;

/// How the result of a formula is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stored {
    /// Not at all.
    Missing,
    /// As a nought: programs that do not calculate write one for every formula.
    Nought,
    /// As the nought of a program in Java, which a spreadsheet program never writes.
    JavaNought,
    /// As anything else, the empty text of a spreadsheet program too.
    Other,
}

impl Stored {
    /// By the type of the cell and the text of its `<v>`.
    pub(super) fn of(kind: Option<&str>, stated: Option<&str>) -> Self {
        match (kind, stated) {
            (_, None) | (Some("inlineStr" | "is"), _) => Self::Missing,
            (Some("str"), _) => Self::Other,
            (_, Some(text)) if text.trim().is_empty() => Self::Missing,
            (None | Some("n"), Some("0.0")) => Self::JavaNought,
            (None | Some("n"), Some(number)) if number.trim().parse::<f64>() == Ok(0.0) => Self::Nought,
            _ => Self::Other,
        }
    }
}

/// What a workbook says about the results of its formulas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Calculation {
    /// Nothing, as a program does that is no spreadsheet program.
    #[default]
    Untold,
    /// How they were calculated.
    Done,
    /// All are to be calculated on opening: it was not saved by a spreadsheet program, or they are out of date.
    OnOpening,
}

/// The formulas of a sheet, told apart by their results.
#[derive(Debug, Default)]
pub(super) struct Formulas {
    calculation: Calculation,
    /// Some result of the sheet was calculated.
    calculated: bool,
    /// Noughts that a program may have written for every formula.
    doubtful: Vec<usize>,
}

impl Formulas {
    pub(super) fn new(calculation: Calculation) -> Self {
        Self { calculation, ..Self::default() }
    }

    /// Takes the result of the formula in the cell of this number; whether it can be believed, as far as is known.
    pub(super) fn result(&mut self, result: Stored, cell: usize) -> bool {
        match result {
            Stored::Missing => false,
            Stored::Nought | Stored::JavaNought if self.calculation == Calculation::OnOpening => false,
            Stored::Nought if self.calculation == Calculation::Untold => self.doubt(cell),
            Stored::JavaNought => self.doubt(cell),
            Stored::Nought | Stored::Other => {
                self.calculated = true;
                true
            }
        }
    }

    fn doubt(&mut self, cell: usize) -> bool {
        self.doubtful.push(cell);
        true
    }

    /// The noughts of a sheet in which nothing was calculated.
    pub(super) fn noughts(self) -> Vec<usize> {
        if self.calculated { Vec::new() } else { self.doubtful }
    }
}

/// What was found in a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SheetLook {
    pub hidden_rows: u32,
    pub merges: Vec<Area>,
    /// The cells whose formula has no result, by their number in the order of the file; sorted.
    pub not_calculated: Vec<usize>,
}

/// What was found, by sheet name. What cannot be found out counts as not there.
pub(super) fn look(bytes: &[u8]) -> BTreeMap<String, Arc<SheetLook>> {
    let Ok(mut package) = Package::new(Cursor::new(bytes)) else { return BTreeMap::new() };
    let calculation = calculation(&mut package);
    let names = names(&mut package);
    let targets = pairs(&mut package, &names, "xl/_rels/workbook.xml.rels", ["Relationship", "Id", "Target"]);
    let sheets = pairs(&mut package, &names, "xl/workbook.xml", ["sheet", "name", "id"]);
    let mut found = BTreeMap::new();
    // Sheets may claim to lie in one part, under whatever spelling; it is looked at once.
    let mut looked_at: BTreeMap<usize, Arc<SheetLook>> = BTreeMap::new();
    for (name, id) in sheets {
        let Some(part) = targets.get(&id).and_then(|target| named(&names, &path_of(target))) else { continue };
        let look = looked_at.entry(part).or_insert_with(|| {
            Arc::new(package.by_index(part).map(|part| look_at(part, calculation)).unwrap_or_default())
        });
        found.insert(name, Arc::clone(look));
    }
    found
}

/// The part that a relation of the workbook leads to.
pub(super) fn path_of(target: &str) -> String {
    target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned)
}

/// The sheets by their names, and the parts that hold them, as far as they can be found out.
pub(super) fn sheet_parts(package: &mut Package) -> BTreeMap<String, String> {
    let names = names(package);
    let targets = pairs(package, &names, "xl/_rels/workbook.xml.rels", ["Relationship", "Id", "Target"]);
    let sheets = pairs(package, &names, "xl/workbook.xml", ["sheet", "name", "id"]);
    sheets.into_iter().filter_map(|(name, id)| Some((name, path_of(targets.get(&id)?)))).collect()
}

/// The names of the parts as they are compared.
pub(super) fn names(package: &mut Package) -> Vec<String> {
    let parts = 0..package.len();
    let name = |part| Some(package.by_index_raw(part).ok()?.name().ok()?.replace('\\', "/").to_ascii_lowercase());
    parts.map(name).map(Option::unwrap_or_default).collect()
}

pub(super) fn named(names: &[String], path: &str) -> Option<usize> {
    let path = path.to_ascii_lowercase();
    names.iter().position(|name| *name == path)
}

/// What a workbook says about its formulas.
pub(super) fn calculation(package: &mut Package) -> Calculation {
    let names = names(package);
    let is_workbook = |part: &usize| names[*part].contains("workbook") && names[*part].ends_with(".xml");
    let mut said = Calculation::Untold;
    for part in (0..names.len()).filter(is_workbook) {
        let Ok(part) = package.by_index(part) else { continue };
        each(part, |event| {
            if let Event::Start(tag) | Event::Empty(tag) = event
                && tag.local_name().as_ref() == "calcPr"
            {
                let on_opening = matches!(attribute(tag, "fullCalcOnLoad").as_deref(), Some("1" | "true"));
                said = if on_opening { Calculation::OnOpening } else { Calculation::Done };
            }
        });
    }
    said
}

/// Two attributes of every element of a name in a part, prefixes left out.
pub(super) fn pairs(
    package: &mut Package,
    names: &[String],
    part: &str,
    [element, key, value]: [&str; 3],
) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let Some(part) = named(names, part).and_then(|part| package.by_index(part).ok()) else { return found };
    each(part, |event| {
        if let Event::Start(tag) | Event::Empty(tag) = event
            && tag.local_name().as_ref() == element
            && let (Some(key), Some(value)) = (attribute(tag, key), attribute(tag, value))
        {
            found.insert(key, value);
        }
    });
    found
}

/// All that stands in a part, up to where it is damaged.
fn each(part: impl Read, mut take: impl FnMut(&Event)) {
    let mut reader = Reader::from_reader(BufReader::new(part));
    reader.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Eof) | Err(_) => return,
            Ok(event) => take(&event),
        }
    }
}

pub(super) fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let attribute = tag.attributes().with_checks(false).flatten().find(|it| it.key.local_name().as_ref() == name)?;
    attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
}

/// A cell being read.
#[derive(Default)]
struct Cell {
    kind: Option<String>,
    is_formula: bool,
    result: Option<Stored>,
    /// The text of `<v>`, while it is open.
    stated: Option<String>,
}

fn look_at(part: impl Read, calculation: Calculation) -> SheetLook {
    let (mut found, mut formulas) = (SheetLook::default(), Formulas::new(calculation));
    let (mut cells, mut cell) = (0, None);
    let mut end = |name: &str, cell: &mut Option<Cell>, found: &mut SheetLook| match (name, &mut *cell) {
        ("v", Some(open)) => {
            if let Some(stated) = open.stated.take() {
                open.result = Some(Stored::of(open.kind.as_deref(), Some(&stated)));
            }
        }
        ("c", Some(open)) => {
            // As the library has it, a formula behind its result leaves none.
            if open.is_formula && !formulas.result(open.result.unwrap_or(Stored::Missing), cells) {
                found.not_calculated.push(cells);
            }
            cells += 1;
            *cell = None;
        }
        _ => {}
    };
    each(part, |event| match event {
        Event::Start(tag) => start(tag, &mut cell, &mut found),
        Event::Empty(tag) => {
            start(tag, &mut cell, &mut found);
            end(tag.local_name().as_ref(), &mut cell, &mut found);
        }
        Event::End(tag) => end(tag.local_name().as_ref(), &mut cell, &mut found),
        Event::Text(text) => {
            if let Some(stated) = cell.as_mut().and_then(|cell| cell.stated.as_mut()) {
                stated.push_str(text);
            }
        }
        Event::GeneralRef(_) => {
            // A character that is written as a reference is one all the same.
            if let Some(stated) = cell.as_mut().and_then(|cell| cell.stated.as_mut()) {
                stated.push('&');
            }
        }
        _ => {}
    });
    found.not_calculated.extend(formulas.noughts());
    found.not_calculated.sort_unstable();
    found
}

fn start(tag: &BytesStart, cell: &mut Option<Cell>, found: &mut SheetLook) {
    match (tag.local_name().as_ref(), &mut *cell) {
        ("c", None) => *cell = Some(Cell { kind: attribute(tag, "t"), ..Cell::default() }),
        ("f", Some(cell)) => (cell.is_formula, cell.result) = (true, None),
        ("v", Some(cell)) => cell.stated = Some(String::new()),
        ("is", Some(cell)) => cell.result = Some(Stored::Other),
        ("row", _) => {
            let hidden = attribute(tag, "hidden");
            found.hidden_rows += u32::from(matches!(hidden.as_deref(), Some("1" | "true")));
        }
        ("mergeCell", _) => found.merges.extend(attribute(tag, "ref").as_deref().and_then(area)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(sheet: &str, on_opening: bool) -> SheetLook {
        look_at(sheet.as_bytes(), if on_opening { Calculation::OnOpening } else { Calculation::Done })
    }

    #[test]
    fn hidden_rows_are_counted_and_hidden_columns_are_not() {
        let xml = r#"<s><cols><col min="1" hidden="1"/></cols><row r="1" hidden="1"/><x:row r="2" hidden="true"></x:row><row r="3" hidden="0"/></s>"#;
        assert_eq!(found(xml, false).hidden_rows, 2);
    }

    #[test]
    fn merged_cells_are_found_behind_the_rows() {
        let xml = r#"<s><sheetData/><x:mergeCells><x:mergeCell ref="A2:B4"/><x:mergeCell ref="?"/></x:mergeCells><!-- <mergeCell ref="A1:A9"/> --></s>"#;
        assert_eq!(found(xml, false).merges, [Area { row: 1, last_row: 3, col: 0, last_col: 1 }]);
    }

    #[test]
    fn a_formula_without_a_result_is_told_from_the_empty_text_of_a_spreadsheet_program() {
        let cells = [
            "<c><v>1</v></c>",
            "<c><f>A1</f><v></v></c>",
            "<c><f>A1</f><v/></c>",
            "<c><f>A1</f></c>",
            "<c t=\"str\"><f>A1</f></c>",
            "<c t=\"str\"><f>A1</f><v/></c>",
            "<c t=\"s\"><f t=\"shared\" si=\"0\"/><v></v></c>",
            "<c><f>A1</f><v>7</v></c>",
            "<c><f>A1</f><v>0</v></c>",
            "<c/>",
            "<c><v>1</v><f>A1</f></c>",
        ];
        let sheet = format!("<s><row>{}</row></s>", cells.concat());
        assert_eq!(found(&sheet, false).not_calculated, [1, 2, 3, 4, 6, 10]);
        assert_eq!(found(&sheet, true).not_calculated, [1, 2, 3, 4, 6, 8, 10], "a nought that is to be calculated");
    }

    #[test]
    fn the_noughts_of_a_program_in_java_are_believed_where_it_calculates() {
        let nought = "<c><f>A1</f><v>0.0</v></c>";
        let with = |other: &str| found(&format!("<row>{nought}{other}{nought}</row>"), false).not_calculated;
        assert_eq!(with(""), [0, 1]);
        assert_eq!(with("<c><v>0.0</v></c>"), [0, 2]);
        assert!(with("<c><f>A1</f><v>0.5</v></c>").is_empty());
        // Of one that says nothing of calculating, any nought.
        let untold = |xml: &str| look_at(xml.as_bytes(), Calculation::Untold).not_calculated;
        assert_eq!(untold("<row><c><f>A1</f><v>0</v></c></row>"), [0]);
        assert!(untold("<row><c><f>A1</f><v>0</v></c><c><f>A1</f><v>1</v></c></row>").is_empty());
    }
}
