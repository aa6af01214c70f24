//! The elements of a part, with the bytes at which they stand: a part of a dealer's file is read, and changed by replacing
//! ranges of it, so that everything else stays byte for byte.

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// No part of a presentation lies deeper; dropping a tree takes a step for each level.
const DEEPEST: usize = 200;

/// An element.
#[derive(Clone, Debug, Default)]
pub(super) struct Element {
    /// Its name without prefix.
    pub name: String,
    /// Its attributes, with their prefixes.
    pub attributes: Vec<(String, String)>,
    /// The elements within it.
    pub children: Vec<Element>,
    /// Where it stands, its tags included.
    pub range: Range<usize>,
    /// Where another child may be put behind all others; nothing where it has no room for any.
    pub inner_end: Option<usize>,
}

impl Element {
    /// The root of a part; nothing where that is no XML.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut reader = Reader::from_str(text);
        let mut open: Vec<Self> = Vec::new();
        loop {
            let start = reader.buffer_position() as usize;
            let event = reader.read_event().ok()?;
            let end = reader.buffer_position() as usize;
            let done = match event {
                Event::Start(tag) if open.len() < DEEPEST => {
                    open.push(Self::of(&tag, start..end)?);
                    continue;
                }
                Event::Empty(tag) => Self::of(&tag, start..end)?,
                Event::End(_) => {
                    let mut element = open.pop()?;
                    element.inner_end = Some(start);
                    element.range.end = end;
                    element
                }
                Event::Start(_) | Event::DocType(_) | Event::Eof => return None,
                _ => continue,
            };
            match open.last_mut() {
                Some(above) => above.children.push(done),
                None => return Some(done),
            }
        }
    }

    fn of(tag: &BytesStart<'_>, range: Range<usize>) -> Option<Self> {
        let mut attributes = Vec::new();
        for one in tag.attributes() {
            let one = one.ok()?;
            let value = quick_xml::escape::unescape(&one.value).unwrap_or(Cow::Borrowed(&one.value));
            attributes.push((one.key.as_ref().to_owned(), value.into_owned()));
        }
        Some(Self { name: tag.local_name().as_ref().to_owned(), attributes, range, ..Self::default() })
    }

    /// The value of an attribute by its name with prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value of an attribute that refers to another part, whatever the prefix: `r:id`.
    pub(super) fn reference(&self) -> Option<&str> {
        let is_reference =
            |name: &str| name.rsplit_once(':').is_some_and(|(_, local)| local == "id" || local == "embed");
        self.attributes.iter().find(|(known, _)| is_reference(known)).map(|(_, value)| value.as_str())
    }

    /// The value of an attribute as a number.
    pub(super) fn number(&self, name: &str) -> Option<f64> {
        self.attribute(name)?.trim().parse().ok()
    }

    /// The first child of a name.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The element at the end of a way of names.
    pub(super) fn at(&self, way: &[&str]) -> Option<&Self> {
        way.iter().try_fold(self, |element, name| element.child(name))
    }

    /// All elements within, of every depth, each before those within it.
    pub(super) fn all(&self) -> Vec<&Self> {
        let mut all = Vec::new();
        for child in &self.children {
            all.push(child);
            all.extend(child.all());
        }
        all
    }
}

/// A text with ranges of it replaced; they lie apart from each other.
pub(super) fn replaced(text: &str, mut edits: Vec<(Range<usize>, String)>) -> String {
    edits.sort_by_key(|(range, _)| range.start);
    let (mut out, mut at) = (String::new(), 0);
    for (range, instead) in edits {
        out += text.get(at..range.start).unwrap_or_default();
        out += &instead;
        at = range.end.max(at);
    }
    out + text.get(at..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_knows_where_it_stands() {
        let text = "<?xml version=\"1.0\"?>\n<p:a x=\"1\" r:id=\"rId2\"><p:b/><!-- c --><p:d>e &amp; f</p:d></p:a>";
        let root = Element::parse(text).unwrap();
        assert_eq!((root.name.as_str(), root.number("x"), root.reference()), ("a", Some(1.0), Some("rId2")));
        assert_eq!(&text[root.child("b").unwrap().range.clone()], "<p:b/>");
        assert_eq!(&text[root.at(&["d"]).unwrap().range.clone()], "<p:d>e &amp; f</p:d>");
        let end = root.inner_end.unwrap();
        assert!(replaced(text, vec![(end..end, "<p:g/>".to_owned())]).ends_with("</p:d><p:g/></p:a>"));
        assert!(Element::parse("<a><b></a>").is_none() && Element::parse("").is_none());
    }
}
