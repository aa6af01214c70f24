//! The comments part of a sheet: new notes come last, a cell that has a note keeps its text and gets ours behind it.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};

use super::xml::{Edits, Form, Tag, Tags, escaped};
use crate::base::address::CellRef;
use crate::render::xlsx::FONT;

/// Who writes the notes.
const AUTHOR: &str = "csr-report";

/// A comments part without a note.
pub(super) fn new_part(namespace: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<comments xmlns=\"{namespace}\">\
         <authors></authors><commentList></commentList></comments>"
    )
}

/// An element that children are put into.
#[derive(Default)]
struct Element<'a> {
    open: Option<Tag<'a>>,
    close: Option<Tag<'a>>,
}

impl<'a> Element<'a> {
    fn take(&mut self, tag: &Tag<'a>) {
        let end = if tag.form == Form::Close { &mut self.close } else { &mut self.open };
        *end = Some(tag.clone());
    }
}

/// A note that is there already.
#[derive(Default)]
struct Known<'a> {
    author: Option<usize>,
    text: Element<'a>,
    /// Its last piece of text.
    piece: Element<'a>,
}

/// Adds notes to a comments part. What comes back beside the text are the cells that had a note.
///
/// # Errors
/// It is no comments part.
pub(super) fn add(part: &str, notes: &BTreeMap<CellRef, String>) -> Result<(String, BTreeSet<CellRef>)> {
    let (mut authors, mut list) = (Element::default(), Element::default());
    let mut names: Vec<&str> = Vec::new();
    let mut known: BTreeMap<CellRef, Known> = BTreeMap::new();
    let (mut cell, mut phonetic) = (None, false);
    let mut tags = Tags::of(part, 0);
    while let Some(tag) = tags.next()? {
        match (tag.local(), tag.form) {
            ("authors", _) => authors.take(&tag),
            ("commentList", _) => list.take(&tag),
            ("author", Form::Open) => names.push(part[tag.range.end..].split('<').next().unwrap_or("")),
            ("author", Form::Empty) => names.push(""),
            ("comment", Form::Open | Form::Empty) => {
                cell = tag.attribute("ref").and_then(CellRef::parse).filter(|cell| notes.contains_key(cell));
                if let Some(cell) = cell {
                    known.entry(cell).or_default().author = tag.attribute("authorId").and_then(|id| id.parse().ok());
                }
            }
            ("comment", Form::Close) => cell = None,
            ("rPh", form) => phonetic = form == Form::Open,
            (name @ ("text" | "t"), _) if !phonetic => {
                if let Some(known) = cell.and_then(|cell| known.get_mut(&cell)) {
                    let element = if name == "text" { &mut known.text } else { &mut known.piece };
                    if tag.form != Form::Close {
                        element.close = None;
                    }
                    element.take(&tag);
                }
            }
            _ => {}
        }
    }
    let list_open = list.open.as_ref().context("<commentList>")?;
    let prefix = list_open.prefix();
    let ours = names.iter().position(|name| *name == AUTHOR);
    let author = ours.unwrap_or(names.len());
    let mut edits = Edits::default();
    if ours.is_none() {
        let name = format!("<{prefix}author>{AUTHOR}</{prefix}author>");
        match &authors.open {
            Some(open) => edits.append(open, authors.close.as_ref(), &name),
            None => edits.insert(list_open.range.start, format!("<{prefix}authors>{name}</{prefix}authors>")),
        }
    }
    let mut new = String::new();
    for (cell, note) in notes {
        match known.get(cell) {
            Some(known) => extend(&mut edits, known, note, known.author.is_some() && known.author == ours, prefix),
            None => {
                let text = format!("<{prefix}text>{}</{prefix}text>", run(note, prefix));
                new += &format!("<{prefix}comment ref=\"{cell}\" authorId=\"{author}\">{text}</{prefix}comment>");
            }
        }
    }
    if !new.is_empty() {
        edits.append(list_open, list.close.as_ref(), &new);
    }
    Ok((edits.apply(part), known.into_keys().collect()))
}

/// Puts our text behind that of a note; a note of ours from an earlier marking is replaced.
fn extend(edits: &mut Edits, known: &Known, note: &str, ours: bool, prefix: &str) {
    let Some(text) = &known.text.open else { return };
    match (&known.text.close, &known.piece.open) {
        (Some(close), _) if ours => edits.replace(text.range.end..close.range.start, run(note, prefix)),
        (Some(_), Some(piece)) => {
            edits.append(piece, known.piece.close.as_ref(), &escaped(&format!("\n\n{note}")));
        }
        (close, _) => edits.append(text, close.as_ref(), &run(note, prefix)),
    }
}

fn run(note: &str, prefix: &str) -> String {
    let font = format!("<{prefix}sz val=\"9\"/><{prefix}color indexed=\"81\"/><{prefix}rFont val=\"{FONT}\"/>");
    let text = escaped(note);
    format!(
        "<{prefix}r><{prefix}rPr>{font}</{prefix}rPr><{prefix}t xml:space=\"preserve\">{text}</{prefix}t></{prefix}r>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notes(notes: &[(&str, &str)]) -> BTreeMap<CellRef, String> {
        notes.iter().map(|(cell, note)| (CellRef::parse(cell).unwrap(), (*note).to_owned())).collect()
    }

    #[test]
    fn a_note_that_is_there_keeps_its_text_and_gets_ours_behind_it() {
        let part = "<x:comments xmlns:x=\"m\"><x:authors><x:author>王</x:author></x:authors><x:commentList>\
            <x:comment ref=\"B2\" authorId=\"0\"><x:text><x:r><x:t>请核对</x:t></x:r><x:rPh><x:t>phonetic</x:t></x:rPh></x:text></x:comment>\
            <x:comment ref=\"C3\" authorId=\"0\"><x:text/></x:comment></x:commentList></x:comments>";
        let (text, had) = add(part, &notes(&[("A1", "一"), ("B2", "a<b"), ("C3", "三")])).unwrap();
        assert!(text.contains("<x:t>请核对\n\na&lt;b</x:t>") && text.contains("<x:t>phonetic</x:t>"), "{text}");
        assert!(text.contains("<x:author>王</x:author><x:author>csr-report</x:author>"), "{text}");
        assert!(text.contains("<x:comment ref=\"A1\" authorId=\"1\"><x:text><x:r>"), "{text}");
        assert!(text.contains("<x:comment ref=\"C3\" authorId=\"0\"><x:text><x:r>"), "{text}");
        assert_eq!(had.iter().map(CellRef::to_string).collect::<Vec<_>>(), ["B2", "C3"]);
    }

    #[test]
    fn a_note_of_an_earlier_marking_is_replaced() {
        let (first, _) = add(&new_part("m"), &notes(&[("A1", "old")])).unwrap();
        let (second, had) = add(&first, &notes(&[("A1", "new")])).unwrap();
        assert!(second.contains(">new<") && !second.contains("old") && had.len() == 1, "{second}");
        assert_eq!(second.matches("csr-report").count(), 1);
    }
}
