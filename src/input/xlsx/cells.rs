//! The cells of a sheet from the pieces of its XML.

use calamine::CellErrorType;

use super::damage;
use super::reference::{area, integer, reference, row_number};
use super::scan::{InTag, Scan, head};
use super::strings::SharedStrings;
use super::text;
use super::unpack::Piece;
use crate::input::builder::GridBuilder;
use crate::input::grid::{GridValue, NOT_CALCULATED};
use crate::input::number_format::Shows;
use crate::input::struck::Struck;
use crate::input::xlsx_look::{Formulas, Stored};

/// More damaged cells than that are told of as a whole.
pub(super) const MOST_DAMAGED: usize = 100;

/// Where in a sheet the reading stands.
pub(super) struct CellReader<'a> {
    /// What the numbers in cells of each style show.
    styles: &'a [Shows],
    row: u32,
    col: u32,
    begun: bool,
    in_row: bool,
    /// The row has a number of its own.
    stated: bool,
    /// Cells told of so far.
    damaged: usize,
    /// Hidden rows so far.
    pub hidden_rows: u32,
    /// Whether a style strikes through; empty where none does.
    striking: &'a [bool],
    struck: Struck,
    formulas: Formulas,
}

impl<'a> CellReader<'a> {
    pub(super) fn new(styles: &'a [Shows], striking: &'a [bool], formulas: Formulas) -> Self {
        Self {
            styles,
            striking,
            struck: Struck::default(),
            row: 0,
            col: 0,
            begun: false,
            in_row: false,
            stated: false,
            damaged: 0,
            hidden_rows: 0,
            formulas,
        }
    }

    /// What only the end of a sheet tells: whether the noughts in it were calculated.
    pub(super) fn finish(self, builder: &mut GridBuilder, strings: &mut SharedStrings) -> Option<()> {
        builder.grid_mut().struck = self.struck.rows();
        for at in self.formulas.noughts() {
            builder.grid_mut().cells[at].value = error(NOT_CALCULATED, strings)??;
        }
        Some(())
    }

    /// Takes a piece of the sheet; whether it was the last.
    pub(super) fn piece(
        &mut self,
        piece: &Piece,
        builder: &mut GridBuilder,
        strings: &mut SharedStrings,
    ) -> Option<bool> {
        let mut scan = Scan::new(piece.xml()?);
        if !self.begun {
            self.begun = true;
            head(&mut scan, "<sheetData")?;
            if scan.pass_tag()? {
                return piece.last.then_some(true);
            }
        }
        loop {
            scan.space();
            let (before, col) = (scan, self.col);
            if self.in_row && scan.tag("<c") {
                if self.cell(&mut scan, builder, strings).is_none() {
                    (scan, self.col) = (before, col);
                    self.damaged_cell(&mut scan, builder)?;
                }
            } else if self.in_row && scan.eat("</row>") {
                self.next_row()?;
            } else if !self.in_row && scan.tag("<row") {
                self.row(&mut scan)?;
            } else if !self.in_row && scan.eat("</sheetData>") {
                merges(scan.rest(), builder)?;
                return piece.last.then_some(true);
            } else if scan.at_end() {
                return (!piece.last).then_some(false);
            } else {
                return None;
            }
        }
    }

    fn row(&mut self, scan: &mut Scan) -> Option<()> {
        let (mut number, mut hidden) = (None, None);
        loop {
            match scan.in_tag()? {
                InTag::Attribute("r", value) if number.is_none() => number = Some(row_number(value.as_bytes())?),
                InTag::Attribute("hidden", value) if hidden.is_none() => hidden = Some(value),
                InTag::Attribute("r" | "hidden", _) => return None,
                InTag::Attribute(name, _) => damage::is_of_a_row(name).then_some(())?,
                end => {
                    // Rows come in order; one that comes again, or too early, has lost its number.
                    if number.is_some_and(|number| number < self.row) {
                        return None;
                    }
                    self.row = number.unwrap_or(self.row);
                    self.stated = number.is_some();
                    self.in_row = true;
                    self.hidden_rows += u32::from(matches!(hidden, Some("1" | "true")));
                    return if matches!(end, InTag::Empty) { self.next_row() } else { Some(()) };
                }
            }
        }
    }

    fn next_row(&mut self) -> Option<()> {
        self.row = self.row.checked_add(1)?;
        self.col = 0;
        self.in_row = false;
        Some(())
    }

    fn cell(&mut self, scan: &mut Scan, builder: &mut GridBuilder, strings: &mut SharedStrings) -> Option<()> {
        if let Some(cell) = scan.plain_cell() {
            let place = self.next_place(cell.place)?;
            let Some(inside) = cell.inside else { return Some(()) };
            self.strike(place, cell.style);
            let value = of_kind(cell.kind, inside, self.shows(cell.style), strings)?;
            return self.take(place, value, builder, strings);
        }
        let (mut place, mut style, mut kind) = (None, None, None);
        let empty = loop {
            match scan.in_tag()? {
                InTag::Attribute("r", value) if place.is_none() => place = Some(reference(value)?),
                InTag::Attribute("s", value) if style.is_none() => style = Some(index(value)?),
                InTag::Attribute("t", value) if kind.is_none() => kind = Some(value),
                InTag::Attribute("r" | "s" | "t", _) => return None,
                InTag::Attribute(name, _) => damage::is_of_a_cell(name).then_some(())?,
                InTag::Open => break false,
                InTag::Empty => break true,
            }
        };
        let place = self.next_place(place)?;
        if empty {
            return Some(());
        }
        self.strike(place, style);
        let value = value(scan, kind, self.shows(style), strings, (&mut self.formulas, builder.len()))?;
        self.take(place, value, builder, strings)?;
        scan.space();
        scan.eat("</c>").then_some(())
    }

    /// The place of a cell, by what it states; `None` where it cannot stand there.
    fn next_place(&mut self, stated: Option<(u32, u32)>) -> Option<(u32, u32)> {
        let (row, col) = stated.unwrap_or((self.row, self.col));
        if !self.may_stand(row, col) {
            return None;
        }
        self.col = col.checked_add(1)?;
        Some((row, col))
    }

    fn strike(&mut self, (row, col): (u32, u32), style: Option<usize>) {
        if !self.striking.is_empty() {
            let is_struck = style.and_then(|style| self.striking.get(style)).copied().unwrap_or(false);
            self.struck.cell(row, col, is_struck);
        }
    }

    /// What the number in a cell of this style shows.
    fn shows(&self, style: Option<usize>) -> Shows {
        style.and_then(|style| self.styles.get(style)).copied().unwrap_or(Shows::Number)
    }

    /// Takes what stands in a cell.
    fn take(
        &mut self,
        (row, col): (u32, u32),
        value: Option<GridValue>,
        builder: &mut GridBuilder,
        strings: &mut SharedStrings,
    ) -> Option<()> {
        if let Some(value) = value {
            return builder.push(row, col, value).ok();
        }
        if let Some(number) = strings.lacking.take() {
            self.damaged += 1;
            (self.damaged <= MOST_DAMAGED).then_some(())?;
            builder.damaged(row, col, &number.to_string());
        }
        Some(())
    }

    /// Cells come in the order of their columns, in the row that holds them.
    fn may_stand(&self, row: u32, col: u32) -> bool {
        col >= self.col && (row == self.row || !self.stated)
    }

    /// Passes a cell that cannot be read and tells of it; `None` where it is unusual but might be understood.
    fn damaged_cell(&mut self, scan: &mut Scan, builder: &mut GridBuilder) -> Option<()> {
        let before = *scan;
        scan.until("</c>")?;
        let xml = scan.since(before);
        // Without its own end it would take the next cells along.
        if ["<c ", "<c>", "<row", "</row"].iter().any(|other| xml[1..].contains(other)) || self.damaged == MOST_DAMAGED
        {
            return None;
        }
        let stated = xml.split_once(" r=\"").and_then(|(_, rest)| reference(rest.split('"').next()?));
        let (row, col) = stated.unwrap_or((self.row, self.col));
        let left = match damage::of_cell(xml) {
            Some(left) => left,
            None if !self.may_stand(row, col) => damage::shown(xml),
            None => return None,
        };
        let (row, col) = if self.stated { (self.row, col) } else { (row, col) };
        self.damaged += 1;
        self.col = self.col.max(col).checked_add(1)?;
        builder.damaged(row, col, &left);
        Some(())
    }
}

/// The merged cells, which are stated behind the rows.
fn merges(behind: &str, builder: &mut GridBuilder) -> Option<()> {
    // What stands in a comment is not stated.
    if behind.contains("<!") {
        return None;
    }
    for (at, tag) in behind.match_indices("<mergeCell ") {
        let mut scan = Scan::new(&behind[at + tag.len() - 1..]);
        while let InTag::Attribute(name, value) = scan.in_tag()? {
            if name == "ref" {
                builder.merge(area(value)?).ok()?;
            }
        }
    }
    Some(())
}

/// What stands in a cell: `Some(None)` is nothing. One value that is damaged must not cost the sheet: it is kept as a text
/// or an error value, for a finding that names its cell.
fn value(
    scan: &mut Scan,
    kind: Option<&str>,
    shows: Shows,
    strings: &mut SharedStrings,
    (formulas, at): (&mut Formulas, usize),
) -> Option<Option<GridValue>> {
    scan.space();
    let is_formula = scan.tag("<f");
    if is_formula {
        if !scan.pass_tag()? {
            // Not needed, but an entity that is broken in it breaks the sheet.
            text::of_value(scan.text()?)?;
            scan.eat("</f>").then_some(())?;
        }
        scan.space();
    }
    if scan.tag("<is") {
        matches!(kind, None | Some("inlineStr" | "is" | "str" | "s" | "n")).then_some(())?;
        let inside = if scan.pass_tag()? { "" } else { scan.until("</is>")? };
        if is_formula {
            formulas.result(Stored::Other, at);
        }
        return Some(strings.own(&text::of_string(inside)?)?.map(GridValue::Text));
    }
    let stated = scan.tag("<v");
    let mut inside = "";
    if stated && !scan.pass_tag()? {
        inside = scan.text()?;
        scan.eat("</v>").then_some(())?;
    }
    if is_formula && !formulas.result(Stored::of(kind, stated.then_some(inside)), at) {
        return error(NOT_CALCULATED, strings);
    }
    if !stated {
        return Some(None);
    }
    of_kind(kind, inside, shows, strings)
}

/// What the `<v>` of a cell says.
fn of_kind(kind: Option<&str>, inside: &str, shows: Shows, strings: &mut SharedStrings) -> Option<Option<GridValue>> {
    match kind {
        // The text of such a cell stands in `<is>`.
        Some("inlineStr" | "is") => inside.is_empty().then_some(None),
        Some("str") => Some(strings.own(&text::of_value(inside)?)?.map(GridValue::Text)),
        None | Some("n" | "s" | "b" | "e") if inside.is_empty() => Some(None),
        Some("s") => Some(strings.shared(index(inside)?).map(GridValue::Text)),
        Some("b") => Some(Some(GridValue::Bool(match inside {
            "0" => false,
            "1" => true,
            _ => return None,
        }))),
        // The newer ones (#SPILL!) are not known to calamine.
        Some("e") => match inside.parse::<CellErrorType>() {
            Ok(known) => error(&known.to_string(), strings),
            Err(_) if !inside.starts_with('#') => None,
            Err(_) => error(&text::of_value(inside)?, strings),
        },
        None | Some("n") => number(inside).map(|number| {
            Some(match shows {
                Shows::Number => GridValue::Number(number),
                Shows::Date => GridValue::Date(number),
                Shows::Percentage => GridValue::Percentage(number),
            })
        }),
        Some(_) => None,
    }
}

fn error(text: &str, strings: &mut SharedStrings) -> Option<Option<GridValue>> {
    Some(strings.own(text)?.map(GridValue::Error))
}

fn index(digits: &str) -> Option<usize> {
    integer(digits.as_bytes()).map(|index| index as usize)
}

/// A number as Excel writes it: `12`, `-0.5`, `1.5E-3`.
fn number(text: &str) -> Option<f64> {
    if let Some(whole) = integer(text.as_bytes()) {
        return Some(whole as f64);
    }
    let digits = text.strip_prefix('-').unwrap_or(text).as_bytes();
    let usual = digits.first()?.is_ascii_digit()
        && digits.last()?.is_ascii_digit()
        && digits.iter().all(|byte| byte.is_ascii_digit() || b".eE+-".contains(byte));
    if usual { text.parse().ok().filter(|number: &f64| number.is_finite()) } else { None }
}
