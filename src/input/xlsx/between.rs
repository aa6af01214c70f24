//! The rows of a sheet that was left to a library, looked at for what it reads over: between the cells and in them.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::damage::{SHOWN, inside, is_of_a_row, of_cell, shown};
use super::reference::reference;

/// What cannot be understood in a sheet.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct OfSheet {
    /// Places, from 0, and what stands there.
    pub(super) cells: Vec<((u32, u32), String)>,
    /// Something between the cells, and the row, from 0, in which it stands.
    pub(super) between: Option<(u32, String)>,
}

/// Looks at the rows of a sheet, whatever prefixes and comments it is written with.
pub(super) fn of_sheet(xml: &str) -> OfSheet {
    let mut sheet = OfSheet::default();
    let mut at = At::default();
    if let Err(detail) = look(xml, &mut sheet, &mut at) {
        sheet.between = Some((at.row, detail));
    }
    sheet
}

/// Where the look at a sheet stands.
#[derive(Default)]
struct At {
    row: u32,
    col: u32,
    /// The row has a number of its own.
    stated: bool,
}

fn look(xml: &str, sheet: &mut OfSheet, at: &mut At) -> Result<(), String> {
    // The reader passes over a mark in front, and its places begin behind it.
    let xml = xml.trim_start_matches('\u{FEFF}');
    let mut reader = Reader::from_str(xml);
    if inside(&mut reader, "sheetData").is_none() {
        return Err("sheetData".to_owned());
    }
    loop {
        let start = reader.buffer_position() as usize;
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "row" => row(&tag, at)?,
                "c" => {
                    reader.read_to_end(tag.name()).map_err(|error| error.to_string())?;
                    let end = reader.buffer_position() as usize;
                    cell(&tag, xml.get(start..end).unwrap_or_default(), sheet, at);
                }
                "extLst" => {
                    reader.read_to_end(tag.name()).map_err(|error| error.to_string())?;
                }
                name => return Err(format!("<{name}>")),
            },
            Event::Empty(tag) => match tag.local_name().as_ref() {
                "row" => {
                    row(&tag, at)?;
                    at.row += 1;
                }
                "c" => place(&tag, at).map(drop).ok_or_else(|| shown_tag(&tag))?,
                "extLst" => {}
                name => return Err(format!("<{name}/>")),
            },
            Event::End(tag) if tag.local_name().as_ref() == "row" => at.row = at.row.saturating_add(1),
            Event::End(_) => return Ok(()),
            Event::Text(text) if text.as_ref().trim().is_empty() => {}
            Event::Comment(_) | Event::PI(_) => {}
            Event::Text(text) => return Err(text.as_ref().trim().chars().take(SHOWN).collect()),
            Event::Eof => return Err("sheetData".to_owned()),
            _ => return Err("?".to_owned()),
        }
    }
}

fn row(tag: &BytesStart, at: &mut At) -> Result<(), String> {
    let told = || shown_tag(tag);
    (at.col, at.stated) = (0, false);
    for attribute in tag.attributes().with_checks(true) {
        let attribute = attribute.map_err(|_| told())?;
        if attribute.key.as_ref() == "r" {
            let number: u32 = attribute.value.trim().parse().map_err(|_| told())?;
            // Rows come in order; one that comes again, or too early, has lost its number.
            if number <= at.row {
                return Err(told());
            }
            (at.row, at.stated) = (number - 1, true);
        } else if !is_of_a_row(attribute.key.as_ref()) {
            return Err(told());
        }
    }
    Ok(())
}

fn cell(tag: &BytesStart, xml: &str, sheet: &mut OfSheet, at: &mut At) {
    let expected = (at.row, at.col);
    match (place(tag, at), of_cell(xml)) {
        (Some(place), Some(left)) => sheet.cells.push((place, left)),
        (None, left) => sheet.cells.push((expected, left.unwrap_or_else(|| shown(xml)))),
        (Some(_), None) => {}
    }
}

/// The place of a cell, and on to the next; `None` where it cannot stand there.
fn place(tag: &BytesStart, at: &mut At) -> Option<(u32, u32)> {
    let stated = tag.attributes().with_checks(false).flatten().find(|attribute| attribute.key.as_ref() == "r");
    let (row, col) = match stated {
        Some(stated) => reference(&stated.value.to_ascii_uppercase())?,
        None => (at.row, at.col),
    };
    let fits = col >= at.col && (row == at.row || !at.stated);
    if fits {
        at.col = col.saturating_add(1);
    }
    fits.then_some((row, col))
}

fn shown_tag(tag: &BytesStart) -> String {
    format!("<{}{}>", tag.name().as_ref(), tag.attributes_raw()).chars().take(SHOWN).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_looked_at_cell_by_cell_and_between_them() {
        let of = |rows: &str| of_sheet(&format!("<x:worksheet><x:sheetData>{rows}</x:sheetData></x:worksheet>"));
        let usual =
            "<x:row r=\"2\"><x:c r=\"A2\"><x:v>1</x:v></x:c><x:c/></x:row><x:row><x:c><x:v>2</x:v></x:c></x:row>";
        assert_eq!(of(usual), OfSheet::default());
        assert_eq!(
            of_sheet("\u{FEFF}<worksheet><sheetData><row><c><v>1</v></c></row></sheetData>"),
            OfSheet::default()
        );
        let damaged =
            of("<row r=\"2\"><c r=\"B2\" t=\"s\"><v>x</v></c><c r=\"A2\"><v>5</v></c><c r=\"D3\"><v>6</v></c></row>");
        let places: Vec<_> = damaged.cells.iter().map(|(place, left)| (*place, left.as_str())).collect();
        assert_eq!(places, [((1, 1), "x"), ((1, 2), "5"), ((1, 2), "6")]);
        for (rows, row, detail) in [
            ("<row><d><v>1</v></d></row>", 0, "<d>"),
            ("<row r=\"3\"/><rox/>", 3, "<rox/>"),
            ("<row r=\"3\"/><row r=\"3\"/>", 3, "<row r=\"3\">"),
            ("<row q=\"3\"/>", 0, "<row q=\"3\">"),
            ("<row/>text", 1, "text"),
        ] {
            assert_eq!(of(rows).between, Some((row, detail.to_owned())), "{rows}");
        }
        assert!(of("<row></rox>").between.is_some());
    }
}
