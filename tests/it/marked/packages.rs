//! Packages compared: what may differ between an original and its copy, and what may not.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use zip::ZipArchive;

/// The parts of a package in their order: name, compressed bytes, content.
pub fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let (mut raw, mut content) = (Vec::new(), Vec::new());
            archive.by_index_raw(index).unwrap().read_to_end(&mut raw).unwrap();
            let mut entry = archive.by_index(index).unwrap();
            entry.read_to_end(&mut content).unwrap();
            (entry.name().unwrap().into_owned(), raw, content)
        })
        .collect()
}

pub fn part(bytes: &[u8], name: &str) -> String {
    let parts = parts(bytes);
    let found = parts.into_iter().find(|(known, ..)| known == name).unwrap_or_else(|| panic!("no part {name}"));
    String::from_utf8(found.2).unwrap()
}

/// Whether a part may be changed.
fn may_change(name: &str) -> bool {
    let sheet = name.contains("sheet") && name.ends_with(".xml");
    let notes = name.contains("comments") || name.ends_with(".vml");
    let lists = name.ends_with(".rels") || name == "[Content_Types].xml";
    (sheet || notes || lists || name == "xl/styles.xml") && !name.contains("threaded")
}

/// Everything but cell styles and notes is as it was: other parts to their compressed bytes, changed parts to every byte
/// that is not a style of a cell.
#[track_caller]
pub fn only_styles_and_notes_differ(original: &[u8], copy: &[u8]) {
    let (before, after) = (parts(original), parts(copy));
    let names: Vec<_> = before.iter().map(|(name, ..)| name).collect();
    let kept: Vec<_> = after.iter().map(|(name, ..)| name).take(names.len()).collect();
    assert_eq!(names, kept, "the parts and their order");
    let mut changed = BTreeSet::new();
    for ((name, raw, old), (_, raw_now, new)) in before.iter().zip(&after) {
        if raw == raw_now {
            continue;
        }
        assert!(may_change(name), "{name} differs");
        changed.insert(name.clone());
        let [old, new] = [old, new].map(|text| without_numbers(std::str::from_utf8(text).unwrap()));
        assert!(is_within(&old, &new), "{name} has lost something:\n{old}\n{new}");
    }
    assert!(changed.contains("[Content_Types].xml"), "{changed:?}");
    for (name, ..) in &after[names.len()..] {
        assert!(may_change(name), "{name} is new");
    }
}

/// A part without the numbers that may be replaced: styles of cells, counts, the rows of a note's box.
fn without_numbers(xml: &str) -> String {
    let mut text = xml.to_owned();
    for start in [" s=\"", "count=\"", "fillId=\"", "<x:Anchor>"] {
        let mut pieces = text.split(start);
        let mut out = pieces.next().unwrap().to_owned();
        for piece in pieces {
            let rest = piece.trim_start_matches(|c: char| c.is_ascii_digit() || ", \n".contains(c));
            if start == " s=\"" {
                out += rest.strip_prefix('"').unwrap_or(rest);
            } else {
                out = out + start + rest;
            }
        }
        text = out;
    }
    // An element that closed itself may have got children.
    text.replace("/>", "").replace('>', "")
}

/// Whether the bytes of `old` stand in `new` in their order.
fn is_within(old: &str, new: &str) -> bool {
    let mut rest = new.bytes();
    old.bytes().all(|byte| rest.any(|other| other == byte))
}
