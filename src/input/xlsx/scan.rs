//! Reading XML forward, tag by tag. Whatever is not in the plainest form gives `None`.

use memchr::memchr;

use super::reference::{self, DIGITS_OF_AN_EXACT_INTEGER};

/// A place in a piece of XML.
#[derive(Clone, Copy)]
pub(super) struct Scan<'x> {
    xml: &'x str,
    at: usize,
}

/// What follows the name of a start tag.
pub(super) enum InTag<'x> {
    /// `name="value"`, the value as it stands.
    Attribute(&'x str, &'x str),
    /// `>`
    Open,
    /// `/>`
    Empty,
}

/// A cell that holds a value and no formula, or nothing.
pub(super) struct PlainCell<'x> {
    /// Row and column, from 0.
    pub place: Option<(u32, u32)>,
    pub style: Option<usize>,
    pub kind: Option<&'x str>,
    /// What stands in its `<v>`, where it has one.
    pub inside: Option<&'x str>,
}

impl<'x> Scan<'x> {
    pub(super) fn new(xml: &'x str) -> Self {
        Self { xml, at: 0 }
    }

    fn bytes(&self) -> &'x [u8] {
        &self.xml.as_bytes()[self.at..]
    }

    /// All that comes.
    pub(super) fn rest(&self) -> &'x str {
        &self.xml[self.at..]
    }

    pub(super) fn at_end(&self) -> bool {
        self.at == self.xml.len()
    }

    /// Passes white space.
    pub(super) fn space(&mut self) {
        let length = self.bytes().iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).count();
        self.at += length;
    }

    /// Passes `expected` where it comes next. Like [`Scan::tag`] it is compiled into each place that asks: what it compares with
    /// is known there, and a few bytes are compared at once.
    #[inline(always)]
    pub(super) fn eat(&mut self, expected: &str) -> bool {
        let comes = self.bytes().starts_with(expected.as_bytes());
        if comes {
            self.at += expected.len();
        }
        comes
    }

    /// Passes the start of a tag, `<` and its name, where it comes next.
    #[inline(always)]
    pub(super) fn tag(&mut self, start: &str) -> bool {
        let comes = self.bytes().starts_with(start.as_bytes())
            && matches!(self.bytes().get(start.len()), Some(b' ' | b'>' | b'/'));
        if comes {
            self.at += start.len();
        }
        comes
    }

    /// The next attribute of a start tag, or its end.
    pub(super) fn in_tag(&mut self) -> Option<InTag<'x>> {
        let bytes = self.bytes();
        match bytes {
            [b'>', ..] => {
                self.at += 1;
                return Some(InTag::Open);
            }
            [b'/', b'>', ..] => {
                self.at += 2;
                return Some(InTag::Empty);
            }
            [b' ', first, ..] if first.is_ascii_alphabetic() => {}
            [b' ', ..] => {
                self.at += 1;
                return if matches!(bytes.get(1), Some(b'>' | b'/')) { self.in_tag() } else { None };
            }
            _ => return None,
        }
        let name = 1 + bytes[1..].iter().position(|byte| !is_of_a_name(*byte))?;
        let [b'=', b'"', value @ ..] = &bytes[name..] else { return None };
        let length = value.iter().position(|byte| matches!(byte, b'"' | b'<' | b'>'))?;
        if value[length] != b'"' {
            return None;
        }
        let start = self.at;
        self.at += name + length + 3;
        Some(InTag::Attribute(
            &self.xml[start + 1..start + name],
            &self.xml[start + name + 2..start + name + 2 + length],
        ))
    }

    /// Passes the attributes of a start tag; whether it is `<…/>`.
    pub(super) fn pass_tag(&mut self) -> Option<bool> {
        loop {
            match self.in_tag()? {
                InTag::Attribute(..) => {}
                InTag::Open => return Some(false),
                InTag::Empty => return Some(true),
            }
        }
    }

    /// The name of an element without a prefix.
    fn name(&mut self) -> Option<&'x str> {
        let length = self.bytes().iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let name = &self.xml[self.at..self.at + length];
        self.at += length;
        name.starts_with(|first: char| first.is_ascii_alphabetic()).then_some(name)
    }

    /// The text up to the next tag, as it stands.
    pub(super) fn text(&mut self) -> Option<&'x str> {
        let length = self.bytes().iter().position(|byte| *byte == b'<')?;
        let text = &self.xml[self.at..self.at + length];
        self.at += length;
        Some(text)
    }

    /// What was passed since an earlier place in the same piece.
    pub(super) fn since(&self, before: Self) -> &'x str {
        &self.xml[before.at..self.at]
    }

    /// Everything up to `end`, which is passed.
    #[inline(always)]
    pub(super) fn until(&mut self, end: &str) -> Option<&'x str> {
        let bytes = self.bytes();
        let first = *end.as_bytes().first()?;
        let mut length = 0;
        loop {
            length += memchr(first, &bytes[length..])?;
            if bytes[length..].starts_with(end.as_bytes()) {
                break;
            }
            length += 1;
        }
        let inside = &self.xml[self.at..self.at + length];
        self.at += length + end.len();
        Some(inside)
    }

    /// The rest of a cell behind its `<c` where it is written as nearly every program writes it, `r="B7" s="1" t="s"><v>17</v></c>`;
    /// where it is not, nothing is passed.
    pub(super) fn plain_cell(&mut self) -> Option<PlainCell<'x>> {
        let mut scan = *self;
        let place = if scan.eat(" r=\"") { Some(scan.place()?) } else { None };
        let style = if scan.eat(" s=\"") { Some(scan.index()?) } else { None };
        let kind = if scan.eat(" t=\"") { Some(scan.quoted()?) } else { None };
        let inside = if scan.eat("><v>") {
            let inside = scan.text()?;
            scan.eat("</v></c>").then_some(Some(inside))?
        } else {
            scan.eat("/>").then_some(None)?
        };
        *self = scan;
        Some(PlainCell { place, style, kind, inside })
    }

    /// Passes the rest of an attribute that is a place.
    #[inline(always)]
    fn place(&mut self) -> Option<(u32, u32)> {
        let (place, length) = reference::at_start(self.bytes())?;
        self.at += length;
        self.eat("\"").then_some(place)
    }

    /// Passes the rest of an attribute that is a number of digits.
    #[inline(always)]
    fn index(&mut self) -> Option<usize> {
        let (number, length) = reference::digits(self.bytes());
        self.at += length;
        ((1..=DIGITS_OF_AN_EXACT_INTEGER).contains(&length) && self.eat("\"")).then_some(number as usize)
    }

    /// Passes the rest of any attribute.
    #[inline(always)]
    fn quoted(&mut self) -> Option<&'x str> {
        let length = self.bytes().iter().position(|byte| matches!(byte, b'"' | b'<' | b'>'))?;
        let value = &self.xml[self.at..self.at + length];
        self.at += length;
        self.eat("\"").then_some(value)
    }
}

fn is_of_a_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'.' | b'_' | b'-')
}

/// Passes the head of a part up to `wanted`, the start of the tag that holds its rows or texts.
pub(super) fn head(scan: &mut Scan, wanted: &str) -> Option<()> {
    if scan.eat("<?xml") {
        let declared = scan.until("?>")?.to_ascii_lowercase();
        if declared.contains("encoding") && !declared.contains("encoding=\"utf-8\"") {
            return None;
        }
    }
    let mut open = 0_u32;
    loop {
        scan.space();
        if scan.tag(wanted) {
            return Some(());
        }
        if scan.eat("</") {
            open = open.checked_sub(1)?;
            scan.name()?;
            if !scan.eat(">") {
                return None;
            }
        } else if scan.eat("<") {
            // calamine reads the box around the cells and refuses what is none; it is hardly ever wrong.
            scan.name()?;
            // A stated dimension is a mere hint, and many programs state a wrong one.
            open += u32::from(!scan.pass_tag()?);
        } else {
            return None;
        }
    }
}
