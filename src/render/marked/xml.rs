//! Tags of an XML part with the bytes at which they stand: a part is changed by replacing ranges of it, so that
//! everything else stays byte for byte.

use std::ops::Range;

use anyhow::{Context, Result};
use quick_xml::Reader;
use quick_xml::events::Event;

/// How a tag stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `<c>`
    Open,
    /// `</c>`
    Close,
    /// `<c/>`
    Empty,
}

/// A tag and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Tag<'a> {
    /// How it stands.
    pub form: Form,
    /// Its bytes, the angle brackets included.
    pub range: Range<usize>,
    /// What stands between the brackets, without the slash.
    body: &'a str,
}

impl<'a> Tag<'a> {
    /// The name with its prefix: `x:row`.
    pub fn name(&self) -> &'a str {
        self.body.split(|c: char| c.is_ascii_whitespace()).next().unwrap_or("")
    }

    /// The name without its prefix.
    pub fn local(&self) -> &'a str {
        local(self.name())
    }

    /// The prefix with its colon, `x:`, or nothing.
    pub fn prefix(&self) -> &'a str {
        let name = self.name();
        &name[..name.len() - local(name).len()]
    }

    /// Whether the tag opens an element that is closed by another tag.
    pub fn opens(&self) -> bool {
        self.form == Form::Open
    }

    /// The attributes in their order: name with prefix, value as it is written, its bytes.
    pub fn attributes(&self) -> impl Iterator<Item = (&'a str, &'a str, Range<usize>)> {
        let body = self.body;
        let base = self.range.start + if self.form == Form::Close { 2 } else { 1 };
        let mut at = self.name().len();
        std::iter::from_fn(move || {
            let (name, after) = body[at..].split_once('=')?;
            let quote = after.trim_start().chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let start = body.len() - after.len() + after.find(quote)? + 1;
            let length = body[start..].find(quote)?;
            at = start + length + 1;
            Some((name.trim(), &body[start..start + length], base + start..base + start + length))
        })
    }

    /// The value of an attribute by its whole name.
    pub fn attribute(&self, name: &str) -> Option<&'a str> {
        self.attributes().find(|(known, ..)| *known == name).map(|(_, value, _)| value)
    }

    /// Where the value of an attribute stands.
    pub fn value_range(&self, name: &str) -> Option<Range<usize>> {
        self.attributes().find(|(known, ..)| *known == name).map(|(.., range)| range)
    }

    /// The value of an attribute by its name without prefix: `id` of `r:id`.
    pub fn attribute_local(&self, name: &str) -> Option<&'a str> {
        self.attributes().find(|(known, ..)| local(known) == name).map(|(_, value, _)| value)
    }

    /// Where another attribute may be put.
    pub fn after_name(&self) -> usize {
        self.range.start + 1 + self.name().len()
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// A value as it is meant: `&amp;` is `&`.
pub(super) fn meant(value: &str) -> String {
    quick_xml::escape::unescape(value).map_or_else(|_| value.to_owned(), |text| text.into_owned())
}

/// A text as it is written between tags or in an attribute. What XML cannot hold becomes a space.
pub(super) fn escaped(text: &str) -> String {
    let allowed = |c: char| matches!(c, '\n' | '\t') || !(c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}'));
    let text: String = text.chars().map(|c| if allowed(c) { c } else { ' ' }).collect();
    quick_xml::escape::escape(text.as_str()).into_owned()
}

/// The tags of a text one after the other; comments, CDATA and the like are passed over.
pub(super) struct Tags<'a> {
    reader: Reader<&'a [u8]>,
    text: &'a str,
    base: usize,
}

impl<'a> Tags<'a> {
    /// From the byte `start` on, which must not lie inside a tag.
    pub fn of(text: &'a str, start: usize) -> Self {
        let mark = if start == 0 && text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
        let mut reader = Reader::from_str(&text[start + mark..]);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        Self { reader, text, base: start + mark }
    }

    /// The next tag; `None` at the end.
    ///
    /// # Errors
    /// The text is no XML.
    pub fn next(&mut self) -> Result<Option<Tag<'a>>> {
        loop {
            let (form, length) = match self.reader.read_event().context("XML")? {
                Event::Start(tag) => (Form::Open, Some(tag.len() + 2)),
                Event::Empty(tag) => (Form::Empty, Some(tag.len() + 3)),
                // The reader trims the name of a closing tag, so its length does not tell.
                Event::End(_) => (Form::Close, None),
                Event::Eof => return Ok(None),
                _ => continue,
            };
            let end = self.base + self.reader.buffer_position() as usize;
            let start = match length {
                Some(length) => end.checked_sub(length),
                None => self.text[..end].rfind('<'),
            };
            let start = start.context("XML")?;
            let (before, after) = match form {
                Form::Open => (1, 1),
                Form::Close => (2, 1),
                Form::Empty => (1, 2),
            };
            let body = self.text.get(start + before..end - after).context("XML")?;
            return Ok(Some(Tag { form, range: start..end, body }));
        }
    }
}

/// Changes to a text.
#[derive(Debug, Default)]
pub(super) struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    /// Puts a text in the place of a range; ranges must not overlap.
    pub fn replace(&mut self, range: Range<usize>, text: impl Into<String>) {
        self.0.push((range, text.into()));
    }

    /// Puts a text before a byte; several at one place stand in the order in which they came.
    pub fn insert(&mut self, at: usize, text: impl Into<String>) {
        self.replace(at..at, text);
    }

    /// Puts children at the end of an element: `close` is its closing tag, absent where `open` closes itself.
    pub fn append(&mut self, open: &Tag, close: Option<&Tag>, children: &str) {
        match close {
            Some(close) => self.insert(close.range.start, children),
            None => self.replace(open.range.end - 2..open.range.end, format!(">{children}</{}>", open.name())),
        }
    }

    /// Sets an attribute, whether it stands there or not.
    pub fn set(&mut self, tag: &Tag, name: &str, value: &str) {
        match tag.value_range(name) {
            Some(range) => self.replace(range, value),
            None => self.insert(tag.after_name(), format!(" {name}=\"{value}\"")),
        }
    }

    /// The text with its changes.
    pub fn apply(self, text: &str) -> String {
        self.apply_within(text, 0..text.len())
    }

    /// A range of the text with its changes, which must all lie in it.
    pub fn apply_within(mut self, text: &str, within: Range<usize>) -> String {
        self.0.sort_by_key(|(range, _)| (range.start, range.end));
        let added: usize = self.0.iter().map(|(_, new)| new.len()).sum();
        let mut changed = String::with_capacity(within.len() + added);
        let mut at = within.start;
        for (range, new) in self.0 {
            changed.push_str(text.get(at..range.start).unwrap_or(""));
            changed.push_str(&new);
            at = range.end;
        }
        changed.push_str(text.get(at..within.end).unwrap_or(""));
        changed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<Tag<'_>> {
        let mut tags = Tags::of(text, 0);
        let mut all = Vec::new();
        while let Some(tag) = tags.next().unwrap() {
            all.push(tag);
        }
        all
    }

    #[test]
    fn tags_come_with_their_bytes_whatever_stands_between() {
        let text = "\u{FEFF}<?xml version=\"1.0\"?><!-- <c> --><x:row  r = '5' x:id=\"a>b\"><c r=\"A5\" /><![CDATA[<c>]]>客</x:row >";
        let tags = all(text);
        let shown: Vec<_> = tags.iter().map(|tag| &text[tag.range.clone()]).collect();
        assert_eq!(shown, ["<x:row  r = '5' x:id=\"a>b\">", "<c r=\"A5\" />", "</x:row >"]);
        assert_eq!((tags[0].name(), tags[0].local(), tags[0].prefix()), ("x:row", "row", "x:"));
        assert_eq!((tags[0].attribute("r"), tags[0].attribute_local("id")), (Some("5"), Some("a>b")));
        assert_eq!(&text[tags[1].value_range("r").unwrap()], "A5");
        assert_eq!(tags[0].attribute("s"), None);
    }

    #[test]
    fn a_change_leaves_the_rest_byte_for_byte() {
        let text = "<a><b  k=\"1\" /><c></c></a>";
        let tags = all(text);
        let mut edits = Edits::default();
        edits.append(&tags[1], None, "<d/>");
        edits.set(&tags[1], "k", "2");
        edits.set(&tags[2], "n", "3");
        edits.append(&tags[2], Some(&tags[3]), "<e/>");
        assert_eq!(edits.apply(text), "<a><b  k=\"2\" ><d/></b><c n=\"3\"><e/></c></a>");
    }

    #[test]
    fn a_text_keeps_its_lines_and_loses_what_xml_cannot_hold() {
        assert_eq!(escaped("a<b>&\u{1}\n“c”"), "a&lt;b&gt;&amp; \n“c”");
    }

    #[test]
    fn a_broken_text_is_an_error_and_no_panic() {
        for text in ["<a", "<a b=\"", "<!-- ", "<a><![CDATA[", "</", "<>", "< a/>", "<a =''/>", "<a/ >"] {
            let mut tags = Tags::of(text, 0);
            while let Ok(Some(tag)) = tags.next() {
                let _ = (tag.name(), tag.prefix(), tag.attributes().count(), tag.after_name());
            }
        }
    }
}
