//! The text of a shared string or of a cell, with the entities of XML and the escapes of Excel resolved.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memchr3};
use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::Event;

/// Elements of a text that has runs.
const IN_A_STRING: [&str; 5] = ["t", "r", "rPr", "rPh", "phoneticPr"];

/// A text as it stands between its tags, where nothing in it needs to be resolved.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr3(b'&', b'\r', b'<', bytes).is_none() && !memchr_iter(b'_', bytes).any(|at| bytes[at..].starts_with(b"_x"))
}

/// The text inside `<si>` or `<is>`: of a `<t>`, or of all `<t>` of its runs; how it is to be read aloud (`<rPh>`) is
/// left out.
pub(super) fn of_string(inside: &str) -> Option<Cow<'_, str>> {
    match plain_string(inside) {
        Some(text) => Some(Cow::Borrowed(text)),
        None => runs(inside).map(Cow::Owned),
    }
}

/// The text of `<t>…</t>`, alone or before a `<phoneticPr/>`, which Chinese Excel adds to most texts.
fn plain_string(inside: &str) -> Option<&str> {
    let (keeps_space, rest) = match inside.strip_prefix("<t>") {
        Some(rest) => (false, rest),
        None => (true, inside.strip_prefix("<t xml:space=\"preserve\">")?),
    };
    // A text with another tag in it is no plain one.
    let (text, behind) = rest.split_at(memchr(b'<', rest.as_bytes())?);
    let behind = behind.strip_prefix("</t>")?;
    let alone = behind.is_empty()
        || behind
            .strip_prefix("<phoneticPr ")
            .and_then(|tag| tag.strip_suffix("/>"))
            .is_some_and(|tag| !tag.contains(['<', '>']));
    (alone && is_plain(text)).then(|| if keeps_space { text } else { trimmed(text) })
}

/// Only the white space of XML; a no-break space stays.
fn trimmed(text: &str) -> &str {
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    let bytes = text.as_bytes();
    let start = bytes.iter().position(|byte| !is_space(byte)).unwrap_or(bytes.len());
    let end = bytes.iter().rposition(|byte| !is_space(byte)).map_or(start, |last| last + 1);
    &text[start..end]
}

/// Reads text with entities, runs of different fonts and how they are read aloud, as calamine does.
fn runs(inside: &str) -> Option<String> {
    let mut reader = Reader::from_str(inside);
    let (mut all, mut aloud) = (String::new(), false);
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) if tag.name().as_ref() == "t" && !aloud => {
                let keeps_space = match tag.attributes_raw().trim() {
                    "" => false,
                    "xml:space=\"preserve\"" => true,
                    _ => return None,
                };
                let text = characters(&mut reader, true)?;
                all.push_str(&without_escapes(if keeps_space { &text } else { trimmed(&text) })?);
            }
            Event::Start(tag) if tag.name().as_ref() == "rPh" => aloud = true,
            Event::End(tag) if tag.name().as_ref() == "rPh" => aloud = false,
            Event::Start(tag) if tag.name().as_ref() == "rPr" => {
                reader.read_to_end(tag.name()).ok()?;
            }
            Event::Start(tag) | Event::Empty(tag) if !IN_A_STRING.contains(&tag.name().as_ref()) => return None,
            Event::Start(_) | Event::Empty(_) | Event::End(_) => {}
            // Between the tags of a phonetic text, which is left out.
            Event::Text(_) | Event::GeneralRef(_) if aloud => {}
            Event::Text(text) if text.as_ref().trim().is_empty() => {}
            Event::Eof => return Some(all),
            _ => return None,
        }
    }
}

/// The text of a cell that keeps its own: the inside of `<v>`.
pub(super) fn of_value(inside: &str) -> Option<Cow<'_, str>> {
    if is_plain(inside) {
        return Some(Cow::Borrowed(inside));
    }
    let text = characters(&mut Reader::from_str(inside), false)?;
    without_escapes(&text).map(Cow::Owned)
}

/// The characters up to the end tag, or to the end where there is none.
fn characters(reader: &mut Reader<&[u8]>, ends_with_tag: bool) -> Option<String> {
    let mut text = String::new();
    loop {
        match reader.read_event().ok()? {
            Event::Text(part) => text.push_str(&part.xml10_content()),
            Event::GeneralRef(entity) => match resolve_xml_entity(entity.as_ref()) {
                Some(resolved) => text.push_str(resolved),
                None => text.push(entity.resolve_char_ref().ok()??),
            },
            Event::End(_) if ends_with_tag => return Some(text),
            Event::Eof if !ends_with_tag => return Some(text),
            _ => return None,
        }
    }
}

/// Excel writes a character that XML cannot hold as `_x000D_`. Pairs of them for one character are left to calamine.
fn without_escapes(text: &str) -> Option<String> {
    const LENGTH: usize = "_x000D_".len();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let hex = rest.get(at + 2..at + LENGTH).and_then(|rest| rest.strip_suffix('_'));
        let hex = hex.filter(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let (end, resolved) = match hex {
            Some(hex) => (at + LENGTH, Some(char::from_u32(u32::from_str_radix(hex, 16).ok()?)?)),
            None => (at + 2, None),
        };
        out.push_str(if resolved.is_some() { &rest[..at] } else { &rest[..end] });
        out.extend(resolved);
        rest = &rest[end..];
    }
    out.push_str(rest);
    Some(out)
}
