//! The package of a presentation: parts with their content types, and what each part refers to.

mod names;
mod read;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Write};

use anyhow::Result;
use zip::{CompressionMethod, ZipWriter};

use super::xml::{self, HEAD};
use crate::render::packed;
use crate::render::parts::relationships_path;
use names::relative;

/// The beginning of the types of relationships.
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
/// What a workbook within a presentation is.
pub(super) const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// What parts of relationships are.
const RELATIONSHIPS: &str = "application/vnd.openxmlformats-package.relationships+xml";
/// The part that says what the others are.
const CONTENT_TYPES: &str = "[Content_Types].xml";
/// Endings of parts that are compressed already.
const COMPRESSED: [&str; 6] = ["xlsx", "png", "jpeg", "jpg", "gif", "mp4"];

/// A package: read from a file, or made, and changed until it is written.
#[derive(Clone, Debug, Default)]
pub(super) struct Package {
    /// By their names, without the leading slash.
    parts: BTreeMap<String, Part>,
    /// By the part that refers to others (`""`: the package).
    relations: BTreeMap<String, Vec<Relation>>,
}

#[derive(Clone, Debug)]
struct Part {
    /// Its content type.
    kind: String,
    bytes: Vec<u8>,
}

/// What a part refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Relation {
    /// By which the part names it: `rId1`.
    pub id: String,
    /// The whole type; its last word says what it is.
    pub kind: String,
    /// The name of the other part; of what lies outside, where it is.
    pub target: String,
    /// Whether it lies outside the package.
    pub outside: bool,
}

impl Relation {
    /// The last word of its type: `slideLayout`.
    pub(super) fn word(&self) -> &str {
        self.kind.rsplit('/').next().unwrap_or_default()
    }
}

impl Package {
    /// Adds a part of a content type, or puts it in the place of the one of that name.
    pub(super) fn part(&mut self, name: &str, kind: &str, bytes: impl Into<Vec<u8>>) {
        self.parts.insert(name.to_owned(), Part { kind: kind.to_owned(), bytes: bytes.into() });
    }

    /// The bytes of a part.
    pub(super) fn content(&self, name: &str) -> Option<&[u8]> {
        self.parts.get(name).map(|part| part.bytes.as_slice())
    }

    /// The text of a part, without the mark that some programs set before it; nothing where it is no UTF-8.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        let text = std::str::from_utf8(self.content(name)?).ok()?;
        Some(text.strip_prefix('\u{feff}').unwrap_or(text))
    }

    /// The content type of a part.
    pub(super) fn kind(&self, name: &str) -> Option<&str> {
        self.parts.get(name).map(|part| part.kind.as_str())
    }

    /// The names of all parts.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.keys().map(String::as_str)
    }

    /// The first name `<start><number><end>` that no part has.
    pub(super) fn free(&self, start: &str, end: &str) -> String {
        let taken = |name: &String| self.parts.keys().any(|known| known.eq_ignore_ascii_case(name));
        let names = (1..).map(|number: usize| format!("{start}{number}{end}"));
        names.into_iter().find(|name| !taken(name)).unwrap_or_default()
    }

    /// What a part (`""`: the package) refers to.
    pub(super) fn relations(&self, from: &str) -> &[Relation] {
        self.relations.get(from).map_or(&[], Vec::as_slice)
    }

    /// The part that a part calls by an id.
    pub(super) fn related(&self, from: &str, id: &str) -> Option<&str> {
        let all = self.relations(from).iter();
        all.filter(|one| !one.outside).find(|one| one.id == id).map(|one| one.target.as_str())
    }

    /// The first part of a kind, `slideLayout`, to which a part refers.
    pub(super) fn first(&self, from: &str, word: &str) -> Option<&str> {
        let all = self.relations(from).iter();
        all.filter(|one| !one.outside).find(|one| one.word() == word).map(|one| one.target.as_str())
    }

    /// Lets a part (`""`: the package) refer to another one and gives the id by which it does; the same one for the same.
    pub(super) fn relate(&mut self, from: &str, kind: &str, to: &str) -> String {
        let kind = if kind.contains("://") { kind.to_owned() } else { format!("{RELATION}{kind}") };
        let relations = self.relations.entry(from.to_owned()).or_default();
        if let Some(known) = relations.iter().find(|one| one.target == to && one.kind == kind && !one.outside) {
            return known.id.clone();
        }
        let taken = |id: &String| relations.iter().any(|one| one.id == *id);
        let ids = (relations.len() + 1..).map(|number| format!("rId{number}"));
        let id = ids.into_iter().find(|id| !taken(id)).unwrap_or_default();
        relations.push(Relation { id: id.clone(), kind, target: to.to_owned(), outside: false });
        id
    }

    /// Lets a part refer to what another one does, by the same ids.
    pub(super) fn copy_relations(&mut self, to: &str, relations: Vec<Relation>) {
        self.relations.insert(to.to_owned(), relations);
    }

    /// Lets a part refer no longer to what `unwanted` says.
    pub(super) fn unrelate(&mut self, from: &str, unwanted: impl Fn(&Relation) -> bool) {
        if let Some(relations) = self.relations.get_mut(from) {
            relations.retain(|one| !unwanted(one));
        }
    }

    /// Leaves out every part that nothing leads to any longer.
    pub(super) fn drop_unreached(&mut self) {
        let (mut reached, mut open) = (BTreeSet::new(), vec![String::new()]);
        while let Some(from) = open.pop() {
            let targets = self.relations(&from).iter().filter(|one| !one.outside).map(|one| &one.target);
            let new: Vec<String> = targets.filter(|name| reached.insert((*name).clone())).cloned().collect();
            open.extend(new);
        }
        self.parts.retain(|name, _| reached.contains(name));
        self.relations.retain(|from, _| from.is_empty() || reached.contains(from));
    }

    /// The bytes; the same parts give the same ones.
    ///
    /// # Errors
    /// A fault of the program.
    pub(super) fn bytes(&self) -> Result<Vec<u8>> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let mut put = |name: &str, bytes: &[u8]| -> Result<()> {
            let method = match COMPRESSED.contains(&ending(name)) {
                true => CompressionMethod::Stored,
                false => CompressionMethod::Deflated,
            };
            writer.start_file(name, packed::entry().compression_method(method))?;
            Ok(writer.write_all(bytes)?)
        };
        put(CONTENT_TYPES, self.content_types().as_bytes())?;
        for (from, relations) in self.relations.iter().filter(|(_, relations)| !relations.is_empty()) {
            put(&relationships_path(from), relations_part(from, relations).as_bytes())?;
        }
        for (name, part) in &self.parts {
            put(name, &part.bytes)?;
        }
        Ok(writer.finish()?.into_inner())
    }

    /// Parts of XML are named one by one; of pictures and workbooks the ending says it, but where one differs.
    fn content_types(&self) -> String {
        let mut endings = BTreeMap::from([("rels", RELATIONSHIPS), ("xml", "application/xml"), ("xlsx", WORKBOOK)]);
        let mut own = String::new();
        for (name, Part { kind, .. }) in &self.parts {
            let said = match ending(name) {
                "" => "",
                ending => *endings.entry(ending).or_insert(kind),
            };
            if said != kind {
                own += &format!("<Override PartName=\"/{}\" ContentType=\"{}\"/>", xml::text(name), xml::text(kind));
            }
        }
        let endings = endings.iter().map(|(ending, kind)| {
            format!("<Default Extension=\"{}\" ContentType=\"{}\"/>", xml::text(ending), xml::text(kind))
        });
        format!(
            "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">{}{own}</Types>",
            endings.collect::<String>()
        )
    }
}

/// The ending of a part's name, without the dot.
fn ending(name: &str) -> &str {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.rsplit_once('.').map_or("", |(_, ending)| ending)
}

fn relations_part(from: &str, relations: &[Relation]) -> String {
    let one = |Relation { id, kind, target, outside }: &Relation| {
        let target = if *outside { target.clone() } else { relative(from, target) };
        let mode = if *outside { " TargetMode=\"External\"" } else { "" };
        let [id, kind, target] = [id, kind, &target].map(|text| xml::text(text));
        format!("<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"{mode}/>")
    };
    let all: String = relations.iter().map(one).collect();
    format!(
        "{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{all}</Relationships>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_called_by_one_id_and_ids_stay_apart() {
        let mut package = Package::default();
        let one = package.relate("a.xml", "image", "b.png");
        assert_eq!((package.relate("a.xml", "image", "b.png"), one.as_str()), (one.clone(), "rId1"));
        assert_eq!(package.relate("a.xml", "image", "c.png"), "rId2");
        package.unrelate("a.xml", |one| one.target == "b.png");
        assert_eq!(package.relate("a.xml", "image", "d.png"), "rId3");
        assert_eq!(package.related("a.xml", "rId2"), Some("c.png"));
    }

    #[test]
    fn what_nothing_leads_to_is_left_out() {
        let mut package = Package::default();
        for name in ["a.xml", "b.xml", "c.xml"] {
            package.part(name, "x/y", "");
        }
        package.relate("", "officeDocument", "a.xml");
        package.relate("a.xml", "slide", "b.xml");
        package.relate("c.xml", "slide", "b.xml");
        package.drop_unreached();
        assert_eq!(package.names().collect::<Vec<_>>(), ["a.xml", "b.xml"]);
        assert!(package.relations("c.xml").is_empty());
        assert_eq!(package.free("a", ".xml"), "a1.xml");
    }
}
