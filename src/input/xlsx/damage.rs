//! What in the XML of a workbook cannot be understood. Libraries read over it: an index that is no number becomes the
//! first text of the workbook, an element of an unknown name is no cell. Here it is found, to be told at its place.
//!
//! Elements and attributes: ECMA-376 part 1, 18.3.1.4 c, 18.3.1.73 row, 18.4.8 si.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::reference::reference;

/// Attributes of a cell and of a row; those of other vocabularies have a prefix.
const OF_A_CELL: [&str; 6] = ["r", "s", "t", "cm", "vm", "ph"];
const OF_A_ROW: [&str; 12] = [
    "r",
    "spans",
    "s",
    "customFormat",
    "ht",
    "hidden",
    "customHeight",
    "outlineLevel",
    "collapsed",
    "thickTop",
    "thickBot",
    "ph",
];
/// Characters of a damaged cell that are shown.
pub(super) const SHOWN: usize = 40;

/// Whether an attribute is one of these, or belongs to another vocabulary.
pub(super) fn is_known(name: &str, known: &[&str]) -> bool {
    known.contains(&name) || name.contains(':') || name == "xmlns"
}

/// Whether a row may have this attribute.
pub(super) fn is_of_a_row(name: &str) -> bool {
    is_known(name, &OF_A_ROW)
}

/// Whether a cell may have this attribute.
pub(super) fn is_of_a_cell(name: &str) -> bool {
    is_known(name, &OF_A_CELL)
}

/// What is left of a cell that cannot be understood, from `<c` to `</c>`; `None` where it can.
pub(super) fn of_cell(xml: &str) -> Option<String> {
    understood(xml).is_none().then(|| shown(xml))
}

fn understood(xml: &str) -> Option<()> {
    let mut reader = Reader::from_str(xml);
    let kind = match reader.read_event().ok()? {
        Event::Start(tag) => kind(&tag)?,
        _ => return None,
    };
    let (mut value, mut own_text) = (None, false);
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) | Event::Empty(tag)
                if tag.attributes().with_checks(true).any(|attribute| attribute.is_err()) =>
            {
                return None;
            }
            Event::Start(tag) => match tag.local_name().as_ref() {
                "v" if value.is_none() => value = Some(characters(&mut reader)?),
                "f" => drop(characters(&mut reader)?),
                "is" if !own_text => {
                    text_runs(&mut reader)?;
                    own_text = true;
                }
                "extLst" => {
                    reader.read_to_end(tag.name()).ok()?;
                }
                _ => return None,
            },
            Event::Empty(tag) if matches!(tag.local_name().as_ref(), "v" | "f" | "is" | "extLst") => {}
            Event::Text(text) if text.as_ref().trim().is_empty() => {}
            Event::Comment(_) | Event::PI(_) => {}
            Event::End(_) => break,
            _ => return None,
        }
    }
    let (value, pieces) = value.unwrap_or_default();
    fits(kind.as_deref(), value.trim(), pieces, own_text).then_some(())
}

/// The stated kind of a cell, where all its attributes are what they should be.
fn kind(tag: &BytesStart) -> Option<Option<String>> {
    let mut kind = None;
    for attribute in tag.attributes().with_checks(true) {
        let attribute = attribute.ok()?;
        match attribute.key.as_ref() {
            "t" => kind = Some(attribute.value.into_owned()),
            "r" => drop(reference(&attribute.value.to_ascii_uppercase())?),
            "s" => drop(attribute.value.parse::<u32>().ok()?),
            name => is_of_a_cell(name).then_some(())?,
        }
    }
    Some(kind)
}

/// Whether a value is one of its kind. Of numbers and indices only the first piece of text is read.
fn fits(kind: Option<&str>, value: &str, pieces: usize, own_text: bool) -> bool {
    let plain = pieces <= 1;
    match kind {
        None | Some("n") => plain && (value.is_empty() || value.parse().is_ok_and(f64::is_finite)),
        Some("s") => {
            let digits = value.strip_prefix('+').unwrap_or(value);
            plain && (value.is_empty() || (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())))
        }
        Some("b") => plain && matches!(value.to_ascii_lowercase().as_str(), "" | "0" | "1" | "true" | "false"),
        Some("e") => plain && (value.is_empty() || value.starts_with('#')),
        Some("d") => {
            value.is_empty() || (value.starts_with(|c: char| c.is_ascii_digit()) && value.contains(['-', ':']))
        }
        Some("str") => true,
        Some("inlineStr" | "is") => own_text || value.is_empty(),
        Some(_) => false,
    }
}

/// The characters up to the end tag, and in how many pieces they stand.
fn characters(reader: &mut Reader<&[u8]>) -> Option<(String, usize)> {
    let (mut text, mut pieces) = (String::new(), 0);
    loop {
        match reader.read_event().ok()? {
            Event::Text(part) => text.push_str(part.as_ref()),
            Event::CData(part) => {
                text.push_str(part.as_ref());
                pieces += 1;
            }
            Event::GeneralRef(entity) => {
                let known = entity.is_char_ref() || matches!(entity.as_ref(), "amp" | "lt" | "gt" | "quot" | "apos");
                known.then_some(())?;
                pieces += 1;
            }
            Event::Comment(_) | Event::PI(_) => pieces += 1,
            Event::End(_) => return Some((text, pieces + 1)),
            _ => return None,
        }
    }
}

/// Passes the inside of `<si>` or `<is>` and its end tag.
fn text_runs(reader: &mut Reader<&[u8]>) -> Option<()> {
    let mut open = 0;
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "t" => drop(characters(reader)?),
                "r" | "rPh" => open += 1,
                "rPr" | "phoneticPr" | "extLst" => {
                    reader.read_to_end(tag.name()).ok()?;
                }
                _ => return None,
            },
            Event::Empty(tag) => {
                matches!(tag.local_name().as_ref(), "t" | "r" | "rPh" | "rPr" | "phoneticPr" | "extLst")
                    .then_some(())?;
            }
            Event::Text(text) if text.as_ref().trim().is_empty() => {}
            Event::Comment(_) | Event::PI(_) => {}
            Event::End(_) if open == 0 => return Some(()),
            Event::End(_) => open -= 1,
            _ => return None,
        }
    }
}

/// Whether a shared text, the inside of its `<si>`, cannot be understood.
pub(super) fn is_of_shared_text(inside: &str) -> bool {
    let xml = format!("{inside}</si>");
    let mut reader = Reader::from_str(&xml);
    reader.config_mut().allow_unmatched_ends = true;
    text_runs(&mut reader).is_none()
}

/// Whether the part of the shared texts holds nothing else: an element of an unknown name would move all behind it.
pub(super) fn is_of_shared_texts(xml: &str) -> bool {
    fn pass(xml: &str) -> Option<()> {
        let mut reader = Reader::from_str(xml);
        inside(&mut reader, "sst")?;
        loop {
            match reader.read_event().ok()? {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "si" => text_runs(&mut reader)?,
                    "extLst" => {
                        reader.read_to_end(tag.name()).ok()?;
                    }
                    _ => return None,
                },
                Event::Empty(tag) => matches!(tag.local_name().as_ref(), "si" | "extLst").then_some(())?,
                Event::Text(text) if text.as_ref().trim().is_empty() => {}
                Event::Comment(_) | Event::PI(_) => {}
                Event::End(_) | Event::Eof => return Some(()),
                _ => return None,
            }
        }
    }
    pass(xml).is_none()
}

/// Passes everything up to the start tag of an element; an empty one ends at once.
pub(super) fn inside(reader: &mut Reader<&[u8]>, name: &str) -> Option<()> {
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) if tag.local_name().as_ref() == name => return Some(()),
            Event::Empty(tag) if tag.local_name().as_ref() == name => return Some(()),
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// What stands between the tags of a cell; the tags themselves where there is nothing.
pub(super) fn shown(xml: &str) -> String {
    let text: String = xml.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect();
    let shown = if text.trim().is_empty() { xml } else { text.trim() };
    shown.chars().take(SHOWN).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(inside: &str) -> Option<String> {
        of_cell(&format!("<c {inside}</c>"))
    }

    #[test]
    fn what_programs_write_is_understood() {
        for usual in [
            "r=\"A1\"><v>1</v>",
            "r=\"A1\" s=\"3\" t=\"s\"><v>17</v>",
            "t='n' cm=\"1\" x:y=\"z\"><v> -1.5E-3 </v>",
            "r=\"A1\"><f t=\"shared\" si=\"0\">A1&amp;B1</f><v/>",
            "t=\"b\"><v>TRUE</v>",
            "t=\"e\"><v>#SPILL!</v>",
            "t=\"d\"><v>2013-09-05T10:00:00Z</v>",
            "t=\"str\"><v>a &amp; <!-- x -->b</v>",
            "t=\"inlineStr\"><is><r><rPr><b/></rPr><t>a</t></r><rPh sb=\"0\"><t>b</t></rPh></is>",
            "t=\"s\"> <!-- x --> <v>+1</v><extLst><ext/></extLst>",
        ] {
            assert_eq!(cell(usual), None, "{usual}");
        }
        assert_eq!(of_cell("<x:c r=\"A1\"><x:v>1</x:v></x:c>"), None);
    }

    #[test]
    fn what_nobody_writes_is_not() {
        for (odd, left) in [
            ("t=\"s\"><v>1x</v>", "1x"),
            ("t=\"n\"><v>∞</v>", "∞"),
            ("><v>\"</v>", "\""),
            ("><v>1,5</v>", "1,5"),
            ("><v>inf</v>", "inf"),
            ("><v>7<?pi?>5</v>", "75"),
            ("><v>&#53;</v>", "&#53;"),
            ("t=\"d\"><v>17</v>", "17"),
            ("t=\"e\"><v>17</v>", "17"),
            ("t=\"q\"><v>17</v>", "17"),
            ("u=\"s\"><v>17</v>", "17"),
            ("s=\"x\"><v>17</v>", "17"),
            ("r=\"1A\"><v>17</v>", "17"),
            ("><w>17</w>", "17"),
            ("><v>17</w>", "17"),
            ("><v>17</v>5", "175"),
            ("><v>1</v><v>2</v>", "12"),
            ("t=\"inlineStr\"><v>17</v>", "17"),
            ("t=\"str\"><v>a &b; c</v>", "a &b; c"),
        ] {
            assert_eq!(cell(odd).as_deref(), Some(left), "{odd}");
        }
    }

    #[test]
    fn shared_texts_are_looked_at() {
        assert!(!is_of_shared_text("<t>a</t><phoneticPr fontId=\"1\"/>") && !is_of_shared_text(""));
        assert!(is_of_shared_text("<u>a</u>") && is_of_shared_text("<t>&b;</t>") && is_of_shared_text("<t>a</u>"));
        let of = |inside: &str| is_of_shared_texts(&format!("<?xml version=\"1.0\"?><sst>{inside}</sst>"));
        assert!(!of("<si><t>a</t></si> <si/>"));
        assert!(of("<si><t>a</t></si><sj><t>b</t></sj>") && of("<si><t>a</t>") && of("<si>a</si>"));
    }
}
