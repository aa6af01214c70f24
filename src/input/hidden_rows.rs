//! How many rows are hidden in the sheets of an .xlsx: the library does not tell.

use std::collections::BTreeMap;
use std::io::{BufReader, Cursor, Read};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

type Package<'a> = ZipArchive<Cursor<&'a [u8]>>;

const CHUNK: usize = 1 << 16;
/// A tag is never longer than this; a longer stretch without an end of a tag is text.
const LONGEST_TAG: usize = 1 << 20;

/// Hidden rows by sheet name. What cannot be found out counts as not hidden: the rows are read either way.
pub(super) fn hidden_rows(bytes: &[u8]) -> BTreeMap<String, u32> {
    let Ok(mut package) = ZipArchive::new(Cursor::new(bytes)) else { return BTreeMap::new() };
    let sheets = sheet_parts(&mut package);
    let mut hidden = BTreeMap::new();
    // Sheets may claim to lie in one part; it is looked at once.
    let mut counted: BTreeMap<&String, u32> = BTreeMap::new();
    for (name, path) in &sheets {
        let count = counted.entry(path).or_insert_with(|| package.by_name(path).map_or(0, count_hidden));
        hidden.insert(name.clone(), *count);
    }
    hidden
}

/// The sheets by their names, and the parts that hold them, as far as they can be found out.
pub(super) fn sheet_parts(package: &mut Package) -> BTreeMap<String, String> {
    let targets = pairs(package, "xl/_rels/workbook.xml.rels", ["Relationship", "Id", "Target"]);
    let sheets = pairs(package, "xl/workbook.xml", ["sheet", "name", "id"]);
    let path = |target: &String| target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
    sheets.into_iter().filter_map(|(name, id)| Some((name, path(targets.get(&id)?)))).collect()
}

/// Two attributes of every element of a name in a part, prefixes left out.
fn pairs(package: &mut Package, part: &str, [element, key, value]: [&str; 3]) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let Ok(part) = package.by_name(part) else { return found };
    let mut reader = Reader::from_reader(BufReader::new(part));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag) | Event::Empty(tag)) if tag.local_name().as_ref() == element => {
                if let (Some(key), Some(value)) = (attribute(&tag, key), attribute(&tag, value)) {
                    found.insert(key, value);
                }
            }
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => {}
        }
    }
}

fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let attribute = tag.attributes().with_checks(false).flatten().find(|it| it.key.local_name().as_ref() == name)?;
    attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
}

/// Counts `<row … hidden="1">`. Parsing the sheet a second time would cost as much as reading it, so its bytes are
/// searched instead.
fn count_hidden(mut part: impl Read) -> u32 {
    let mut pending = Vec::new();
    let mut chunk = vec![0; CHUNK];
    let mut count = 0;
    loop {
        let length = part.read(&mut chunk).unwrap_or(0);
        if length == 0 {
            return count;
        }
        pending.extend_from_slice(&chunk[..length]);
        if let Some(end) = pending.iter().rposition(|byte| *byte == b'>') {
            count += std::str::from_utf8(&pending[..=end]).map_or(0, count_in);
            pending.drain(..=end);
        } else if pending.len() > LONGEST_TAG {
            pending.clear();
        }
    }
}

fn count_in(xml: &str) -> u32 {
    let (mut count, mut tag_start, mut looked_at) = (0, 0, 0);
    for (at, found) in xml.match_indices(" hidden=\"") {
        tag_start = xml[looked_at..at].rfind('<').map_or(tag_start, |start| looked_at + start + 1);
        looked_at = at;
        let name = xml[tag_start..at].split_ascii_whitespace().next().unwrap_or("");
        let value = &xml[at + found.len()..];
        let is_hidden = value.starts_with("1\"") || value.starts_with("true\"");
        count += u32::from(is_hidden && name.rsplit(':').next() == Some("row"));
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_rows_are_counted_and_hidden_columns_are_not() {
        let xml = r#"<cols><col min="1" hidden="1"/></cols><row r="1" hidden="1"/><x:row r="2" hidden="true"><row r="3" hidden="0">"#;
        assert_eq!(count_hidden(xml.as_bytes()), 2);
    }

    #[test]
    fn a_row_across_two_chunks_is_counted_once() {
        let xml = format!("{}<row r=\"1\" hidden=\"1\">客户", "<c/>".repeat(CHUNK / 4 - 2));
        assert_eq!(count_hidden(xml.as_bytes()), 1);
    }
}
