//! The text of a part as a tree that can be changed: what is not asked for stays as it stands, known to us or not.

use anyhow::{Result, bail, ensure};
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

use super::xml::{self, HEAD};

/// Elements within one another; a deck has about twenty.
const DEEPEST: usize = 200;

/// An element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Element {
    /// Its name with the prefix: `p:sp`.
    pub name: String,
    /// Names and values, as they are written.
    attributes: Vec<(String, String)>,
    /// What stands in it.
    pub children: Vec<Node>,
}

/// What stands in an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    /// An element.
    Element(Element),
    /// Anything else, as it is written.
    Text(String),
}

/// The root of a part.
///
/// # Errors
/// Text that is no XML, or holds declarations of its own.
pub(super) fn read(text: &str) -> Result<Element> {
    let mut reader = Reader::from_str(text);
    let mut open = vec![Element::default()];
    loop {
        let start = reader.buffer_position() as usize;
        let event = reader.read_event()?;
        let end = reader.buffer_position() as usize;
        let Some(inner) = open.last_mut() else { bail!("an element is closed that was not opened") };
        match event {
            Event::Start(tag) => open.push(element(&tag)?),
            Event::Empty(tag) => inner.children.push(Node::Element(element(&tag)?)),
            Event::End(_) => {
                let Some(closed) = open.pop() else { break };
                if let Some(outer) = open.last_mut() {
                    outer.children.push(Node::Element(closed));
                }
            }
            Event::Eof => break,
            Event::Decl(_) => {}
            Event::DocType(_) => bail!("a part with declarations of its own"),
            _ => inner.children.push(Node::Text(text.get(start..end).unwrap_or_default().to_owned())),
        }
        ensure!(open.len() <= DEEPEST, "elements within one another, more than {DEEPEST}");
    }
    ensure!(open.len() == 1, "an element is not closed");
    let root = open.pop().and_then(|document| document.children.into_iter().find_map(Node::element));
    root.ok_or_else(|| anyhow::anyhow!("no element"))
}

fn element(tag: &BytesStart<'_>) -> Result<Element> {
    let name = tag.name().as_ref().to_owned();
    let attributes = tag.attributes().map(|one| {
        let one = one?;
        Ok((one.key.as_ref().to_owned(), one.value.into_owned()))
    });
    Ok(Element { name, attributes: attributes.collect::<Result<_>>()?, children: Vec::new() })
}

impl Node {
    fn element(self) -> Option<Element> {
        match self {
            Self::Element(element) => Some(element),
            Self::Text(_) => None,
        }
    }
}

impl Element {
    /// An empty element.
    pub(super) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    /// Its name without the prefix.
    pub(super) fn local(&self) -> &str {
        self.name.rsplit(':').next().unwrap_or_default()
    }

    /// The elements in it.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| if let Node::Element(element) = node { Some(element) } else { None })
    }

    /// The elements in it, to be changed.
    pub(super) fn elements_mut(&mut self) -> impl Iterator<Item = &mut Element> {
        self.children.iter_mut().filter_map(|node| if let Node::Element(element) = node { Some(element) } else { None })
    }

    /// The first element in it of a name without prefix.
    pub(super) fn child(&self, local: &str) -> Option<&Element> {
        self.elements().find(|one| one.local() == local)
    }

    /// The same, to be changed.
    pub(super) fn child_mut(&mut self, local: &str) -> Option<&mut Element> {
        self.elements_mut().find(|one| one.local() == local)
    }

    /// Down a way of names.
    pub(super) fn at(&self, way: &[&str]) -> Option<&Element> {
        way.iter().try_fold(self, |element, name| element.child(name))
    }

    /// The same, to be changed.
    pub(super) fn at_mut(&mut self, way: &[&str]) -> Option<&mut Element> {
        way.iter().try_fold(self, |element, name| element.child_mut(name))
    }

    /// All elements of a name below it, however deep, in their order.
    pub(super) fn all<'e>(&'e self, local: &str) -> Vec<&'e Element> {
        let mut found = Vec::new();
        for one in self.elements() {
            if one.local() == local {
                found.push(one);
            }
            found.extend(one.all(local));
        }
        found
    }

    /// An attribute by its whole name, as it is meant.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let (_, value) = self.attributes.iter().find(|(known, _)| known == name)?;
        Some(unescape(value).map_or_else(|_| value.clone(), |value| value.into_owned()))
    }

    /// The values of its attributes, as they are written.
    pub(super) fn values(&self) -> impl Iterator<Item = &str> {
        self.attributes.iter().map(|(_, value)| value.as_str())
    }

    /// Sets an attribute.
    pub(super) fn set(&mut self, name: &str, value: &str) {
        let value = xml::text(value);
        match self.attributes.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = value,
            None => self.attributes.push((name.to_owned(), value)),
        }
    }

    /// The first element of a name below it, however deep, to be changed.
    pub(super) fn find_mut(&mut self, local: &str) -> Option<&mut Element> {
        self.elements_mut().find_map(|one| if one.local() == local { Some(one) } else { one.find_mut(local) })
    }

    /// The text in it, however deep.
    pub(super) fn text(&self) -> String {
        let one = |node: &Node| match node {
            Node::Element(element) => element.text(),
            Node::Text(text) => match text.strip_prefix("<![CDATA[") {
                Some(rest) => rest.trim_end_matches("]]>").to_owned(),
                None if text.starts_with('<') => String::new(),
                None => unescape(text).map_or_else(|_| text.clone(), |text| text.into_owned()),
            },
        };
        self.children.iter().map(one).collect()
    }

    /// Lets a text stand in it and nothing else.
    pub(super) fn say(&mut self, text: &str) {
        self.children = vec![Node::Text(xml::text(text))];
    }

    /// Leaves out the elements in it that `unwanted` names.
    pub(super) fn drop_children(&mut self, unwanted: impl Fn(&Element) -> bool) {
        self.children.retain(|node| !matches!(node, Node::Element(element) if unwanted(element)));
    }

    /// Puts an element into it.
    pub(super) fn push(&mut self, element: Element) {
        self.children.push(Node::Element(element));
    }

    /// Puts an element before the one of a number among those in it, else behind them.
    pub(super) fn insert(&mut self, before: usize, element: Element) {
        let places = self.children.iter().enumerate().filter(|(_, node)| matches!(node, Node::Element(_)));
        let place = places.map(|(place, _)| place).nth(before).unwrap_or(self.children.len());
        self.children.insert(place, Node::Element(element));
    }

    /// The part of which it is the root.
    pub(super) fn part(&self) -> String {
        format!("{HEAD}{}", self.written())
    }

    /// Its text.
    pub(super) fn written(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        *out += "<";
        *out += &self.name;
        for (name, value) in &self.attributes {
            // A value that stood between single quotes may hold the others.
            *out += &format!(" {name}=\"{}\"", value.replace('"', "&quot;"));
        }
        if self.children.is_empty() {
            *out += "/>";
            return;
        }
        *out += ">";
        for node in &self.children {
            match node {
                Node::Element(element) => element.write(out),
                Node::Text(text) => *out += text,
            }
        }
        *out += &format!("</{}>", self.name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_changed_stays_as_it_stands() {
        let text = "<a:b c='\"1\"' r:id=\"&lt;\">x &amp; <!-- y --><z/><![CDATA[<d>]]></a:b>";
        let tree = read(text).expect("XML");
        assert_eq!(tree.written(), text.replace("'\"1\"'", "\"&quot;1&quot;\""));
        assert_eq!((tree.text().as_str(), tree.get("r:id").as_deref()), ("x & <d>", Some("<")));
    }

    #[test]
    fn what_is_no_part_is_refused() {
        let deep = "<a>".repeat(DEEPEST + 1);
        for text in ["", "x", "<a><b></a>", "<a>", "</a>", "<!DOCTYPE a [<!ENTITY b \"c\">]><a/>", &deep] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
