//! The comments part of a sheet: new notes come last, a cell that has a note keeps its text and gets ours behind it.

use std::collections::BTreeMap;

use anyhow::{Context, Result};

use super::earlier;
use super::xml::{Edits, Form, Tag, Tags, escaped, meant};
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
    /// Its pieces of text.
    pieces: Vec<Element<'a>>,
}

impl<'a> Known<'a> {
    fn take(&mut self, tag: &Tag<'a>) {
        if tag.local() == "text" {
            return self.text.take(tag);
        }
        if tag.form != Form::Close {
            self.pieces.push(Element::default());
        }
        if let Some(piece) = self.pieces.last_mut() {
            piece.take(tag);
        }
    }
}

/// Adds notes to a comments part. What comes back beside the text are the cells that had a note, with what an earlier
/// marking said in it.
///
/// # Errors
/// It is no comments part.
pub(super) fn add(part: &str, notes: &BTreeMap<CellRef, String>) -> Result<(String, BTreeMap<CellRef, String>)> {
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
            ("text" | "t", _) if !phonetic => {
                if let Some(known) = cell.and_then(|cell| known.get_mut(&cell)) {
                    known.take(&tag);
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
    let (mut new, mut had) = (String::new(), BTreeMap::new());
    for (cell, note) in notes {
        match known.get(cell) {
            Some(known) => {
                let ours = known.author.is_some() && known.author == ours;
                had.insert(*cell, extend(&mut edits, known, part, note, ours, prefix));
            }
            None => {
                let text = format!("<{prefix}text>{}</{prefix}text>", run(note, prefix));
                new += &format!("<{prefix}comment ref=\"{cell}\" authorId=\"{author}\">{text}</{prefix}comment>");
            }
        }
    }
    if !new.is_empty() {
        edits.append(list_open, list.close.as_ref(), &new);
    }
    Ok((edits.apply(part), had))
}

/// Puts our text behind that of a note, and takes out what an earlier marking said there, which comes back; a note that
/// is all ours is replaced.
fn extend(edits: &mut Edits, known: &Known, part: &str, note: &str, ours: bool, prefix: &str) -> String {
    let Some(text) = &known.text.open else { return String::new() };
    let inside = |piece: &Element| Some(piece.open.as_ref()?.range.end..piece.close.as_ref()?.range.start);
    let said = |piece: &Element| inside(piece).map(|range| meant(&part[range])).unwrap_or_default();
    if let (Some(close), true) = (&known.text.close, ours) {
        edits.replace(text.range.end..close.range.start, run(note, prefix));
        return known.pieces.iter().map(said).collect();
    }
    let texts: Vec<String> = known.pieces.iter().map(said).collect();
    let (kept, earlier) = earlier::divided(&texts);
    let is_blank = kept.iter().all(String::is_empty);
    let behind = if is_blank { note.to_owned() } else { format!("\n\n{note}") };
    for (at, (piece, kept)) in known.pieces.iter().zip(&kept).enumerate() {
        let added = if at + 1 == known.pieces.len() { behind.as_str() } else { "" };
        match (inside(piece), &piece.open) {
            // A piece without a sentence of ours keeps its bytes.
            (Some(range), _) if kept.len() < texts[at].len() => {
                edits.replace(range, escaped(&format!("{kept}{added}")))
            }
            (_, Some(open)) if !added.is_empty() => edits.append(open, piece.close.as_ref(), &escaped(added)),
            _ => {}
        }
    }
    if known.pieces.is_empty() {
        edits.append(text, known.text.close.as_ref(), &run(note, prefix));
    }
    earlier
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
    use crate::base::finding::Code;
    use crate::base::lang::Lang;

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
        assert_eq!(had.keys().map(CellRef::to_string).collect::<Vec<_>>(), ["B2", "C3"]);
    }

    #[test]
    fn what_an_earlier_marking_said_in_a_note_is_replaced_and_the_dealers_words_stay() {
        let hint = Code::InvalidDate.hint(Lang::Chinese);
        let [old, new] = ["2013-9-31", "2013-9-32"].map(|date| notes(&[("B2", &format!("错误：“{date}”\n→ {hint}"))]));
        let part = "<comments><authors><author>王</author></authors><commentList><comment ref=\"B2\" authorId=\"0\">\
            <text><r><t>王芳:</t></r><r><t>请&quot;核对&quot;</t></r></text></comment></commentList></comments>";
        let (first, had) = add(part, &old).unwrap();
        assert_eq!(had.values().collect::<Vec<_>>(), [""]);
        let (again, had) = add(&first, &old).unwrap();
        assert_eq!(
            (again.as_str(), had.values().next().unwrap().trim()),
            (first.as_str(), old.values().next().unwrap().as_str())
        );
        let answered = first.replace("</t></r></text>", "\n已改</t></r></text>");
        let (second, _) = add(&answered, &new).unwrap();
        assert!(
            second.contains("<t>王芳:</t>") && second.contains("核对&quot;\n已改\n\n错误：“2013-9-32”\n"),
            "{second}"
        );
        assert!(!second.contains("2013-9-31"), "{second}");
    }

    #[test]
    fn a_note_of_an_earlier_marking_is_replaced() {
        let (first, _) = add(&new_part("m"), &notes(&[("A1", "old")])).unwrap();
        let (second, had) = add(&first, &notes(&[("A1", "new")])).unwrap();
        assert!(second.contains(">new<") && !second.contains("old") && had.len() == 1, "{second}");
        assert_eq!(second.matches("csr-report").count(), 1);
    }
}
