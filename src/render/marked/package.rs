//! The zip package of a workbook: parts are read, changed and added; what is not touched keeps its compressed bytes.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use anyhow::{Context, Result, anyhow, bail};
use zip::{ZipArchive, ZipWriter};

use super::xml::{Edits, Tag, Tags, escaped, meant};
use crate::render::packed;
use crate::render::parts::relationships_path;

const CONTENT_TYPES: &str = "[Content_Types].xml";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// A relationship of a part.
#[derive(Clone, Debug)]
pub(super) struct Relationship {
    /// `rId1`
    pub id: String,
    /// The whole type; its last word says what it is.
    pub kind: String,
    /// The part it leads to, as a path from the root; nothing for what lies outside the package.
    pub target: Option<String>,
}

/// A package being changed.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Path in small letters with `/` → index of the entry.
    entries: BTreeMap<String, usize>,
    changed: BTreeMap<usize, String>,
    added: Vec<(String, String)>,
    /// All relationships of all parts as they stand in the file: they may name parts that are missing.
    related: String,
}

impl<'a> Package<'a> {
    /// Opens a package.
    ///
    /// # Errors
    /// It is no zip package.
    pub fn open(bytes: &'a [u8]) -> Result<Self> {
        let archive = ZipArchive::new(Cursor::new(bytes))?;
        let names: Vec<String> =
            archive.file_names().map(|name| Ok(name?.replace('\\', "/").to_lowercase())).collect::<Result<_>>()?;
        let relations: Vec<String> = names.iter().filter(|name| name.ends_with(".rels")).cloned().collect();
        let entries = names.into_iter().enumerate().map(|(index, name)| (name, index)).collect();
        let (changed, added, related) = (BTreeMap::new(), Vec::new(), String::new());
        let mut package = Self { archive, entries, changed, added, related };
        let texts = relations.iter().filter_map(|path| package.text(path).ok()?);
        package.related = texts.collect();
        Ok(package)
    }

    /// Whether the package has the part.
    pub fn has(&self, path: &str) -> bool {
        let path = path.to_lowercase();
        self.entries.contains_key(&path) || self.added.iter().any(|(name, _)| name.to_lowercase() == path)
    }

    /// The text of a part as it stands now; `None` where there is none.
    ///
    /// # Errors
    /// The part cannot be unpacked or is no UTF-8.
    pub fn text(&mut self, path: &str) -> Result<Option<String>> {
        let Some(index) = self.entries.get(&path.to_lowercase()).copied() else {
            return Ok(self
                .added
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case(path))
                .map(|(_, text)| text.clone()));
        };
        if let Some(text) = self.changed.get(&index) {
            return Ok(Some(text.clone()));
        }
        let mut text = String::new();
        let mut entry = self.archive.by_index(index)?;
        entry.read_to_string(&mut text).with_context(|| path.to_owned())?;
        Ok(Some(text))
    }

    /// The text of a part that must be there.
    ///
    /// # Errors
    /// It is not there, or cannot be read.
    pub fn required(&mut self, path: &str) -> Result<String> {
        self.text(path)?.ok_or_else(|| anyhow!("{path}"))
    }

    /// Changes a part, or adds it.
    pub fn put(&mut self, path: &str, text: String) {
        match self.entries.get(&path.to_lowercase()) {
            Some(index) => drop(self.changed.insert(*index, text)),
            None => {
                self.added.retain(|(name, _)| !name.eq_ignore_ascii_case(path));
                self.added.push((path.to_owned(), text));
            }
        }
    }

    /// The first path `<start><number><end>` that no part has and that is not meant for a missing one, and its number.
    pub fn free_path(&self, start: &str, end: &str) -> (String, usize) {
        let mut number = 1;
        let name = start.rsplit('/').next().unwrap_or(start);
        while self.has(&format!("{start}{number}{end}")) || self.related.contains(&format!("{name}{number}{end}")) {
            number += 1;
        }
        (format!("{start}{number}{end}"), number)
    }

    /// The relationships of a part; of the package itself where `part` is empty.
    ///
    /// # Errors
    /// They cannot be read.
    pub fn relationships(&mut self, part: &str) -> Result<Vec<Relationship>> {
        let Some(text) = self.text(&relationships_path(part))? else { return Ok(Vec::new()) };
        let mut tags = Tags::of(&text, 0);
        let mut found = Vec::new();
        while let Some(tag) = tags.next()? {
            if tag.local() == "Relationship" && tag.form != super::xml::Form::Close {
                found.push(relationship(&tag, part));
            }
        }
        Ok(found)
    }

    /// Adds a relationship of a part to another part and gives back its id.
    ///
    /// # Errors
    /// The relationships cannot be read.
    pub fn relate(&mut self, part: &str, kind: &str, target: &str) -> Result<String> {
        let known = self.relationships(part)?;
        let mut number = known.len() + 1;
        while known.iter().any(|known| known.id == format!("rId{number}")) {
            number += 1;
        }
        let path = relationships_path(part);
        let text = self.text(&path)?;
        let text = text.unwrap_or_else(|| format!("{DECLARATION}<Relationships xmlns=\"{RELATIONSHIPS}\"/>"));
        // A path from the root leaves no doubt about where it starts.
        let attributes = format!("Id=\"rId{number}\" Type=\"{kind}\" Target=\"/{}\"", escaped(target));
        let changed = appended(&text, "Relationships", |prefix| format!("<{prefix}Relationship {attributes}/>"))?;
        self.put(&path, changed);
        Ok(format!("rId{number}"))
    }

    /// Declares the content type of an added part.
    ///
    /// # Errors
    /// The list of content types is missing or broken.
    pub fn declare(&mut self, path: &str, content_type: &str) -> Result<()> {
        let text = self.required(CONTENT_TYPES)?;
        let attributes = format!("PartName=\"/{}\" ContentType=\"{content_type}\"", escaped(path));
        let changed = appended(&text, "Types", |prefix| format!("<{prefix}Override {attributes}/>"))?;
        self.put(CONTENT_TYPES, changed);
        Ok(())
    }

    /// Declares the content type of all parts with an ending, unless that is declared.
    ///
    /// # Errors
    /// The list of content types is missing or broken.
    pub fn declare_ending(&mut self, ending: &str, content_type: &str) -> Result<()> {
        let text = self.required(CONTENT_TYPES)?;
        let mut tags = Tags::of(&text, 0);
        while let Some(tag) = tags.next()? {
            if tag.attribute("Extension").is_some_and(|known| known.eq_ignore_ascii_case(ending)) {
                return Ok(());
            }
        }
        let attributes = format!("Extension=\"{ending}\" ContentType=\"{content_type}\"");
        let changed = appended(&text, "Types", |prefix| format!("<{prefix}Default {attributes}/>"))?;
        self.put(CONTENT_TYPES, changed);
        Ok(())
    }

    /// The package with its changes; added parts come last.
    ///
    /// # Errors
    /// An entry cannot be copied.
    pub fn write(mut self) -> Result<Vec<u8>> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for index in 0..self.archive.len() {
            let entry = self.archive.by_index_raw(index)?;
            match self.changed.remove(&index) {
                None => writer.raw_copy_file(entry)?,
                Some(text) => {
                    let options = packed::entry();
                    let options = options.last_modified_time(entry.last_modified().unwrap_or_default());
                    let name = entry.name()?.into_owned();
                    drop(entry);
                    writer.start_file(name, options)?;
                    writer.write_all(text.as_bytes())?;
                }
            }
        }
        for (path, text) in self.added {
            writer.start_file(path, packed::entry().last_modified_time(zip::DateTime::default()))?;
            writer.write_all(text.as_bytes())?;
        }
        Ok(writer.finish()?.into_inner())
    }
}

fn relationship(tag: &Tag, part: &str) -> Relationship {
    let value = |name| tag.attribute(name).map(meant).unwrap_or_default();
    let inside = tag.attribute("TargetMode") != Some("External");
    Relationship { id: value("Id"), kind: value("Type"), target: inside.then(|| resolved(part, &value("Target"))) }
}

/// The path from the root that a target of a part means.
fn resolved(part: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut folders: Vec<&str> = match target.starts_with('/') {
        true => Vec::new(),
        false => part.split('/').rev().skip(1).collect::<Vec<_>>().into_iter().rev().collect(),
    };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(folders.pop()),
            name => folders.push(name),
        }
    }
    folders.join("/")
}

/// The text with a child at the end of its root element.
fn appended(text: &str, root: &str, child: impl Fn(&str) -> String) -> Result<String> {
    let mut tags = Tags::of(text, 0);
    let (mut open, mut close) = (None, None);
    while let Some(tag) = tags.next()? {
        if tag.local() == root {
            match tag.form {
                super::xml::Form::Close => close = Some(tag),
                _ => open = Some(tag),
            }
        }
    }
    let Some(open) = open else { bail!("<{root}>") };
    if open.opens() && close.is_none() {
        bail!("</{root}>");
    }
    let mut edits = Edits::default();
    edits.append(&open, close.as_ref(), &child(open.prefix()));
    Ok(edits.apply(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_found_from_the_part_or_from_the_root() {
        assert_eq!(resolved("xl/worksheets/sheet1.xml", "../comments1.xml"), "xl/comments1.xml");
        assert_eq!(resolved("xl/workbook.xml", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolved("xl/workbook.xml", "/xl/a.xml"), "xl/a.xml");
        assert_eq!(resolved("workbook.xml", "..\\..\\a.xml"), "a.xml");
        assert_eq!(relationships_path("xl/workbook.xml"), "xl/_rels/workbook.xml.rels");
        assert_eq!(relationships_path("workbook.xml"), "_rels/workbook.xml.rels");
        assert_eq!(relationships_path(""), "_rels/.rels");
    }

    #[test]
    fn a_child_is_appended_in_the_prefix_of_its_root() {
        let child = |prefix: &str| format!("<{prefix}Override/>");
        assert_eq!(appended("<p:Types></p:Types>", "Types", child).unwrap(), "<p:Types><p:Override/></p:Types>");
        assert_eq!(appended("<Types/>", "Types", child).unwrap(), "<Types><Override/></Types>");
        assert!(appended("<Types>", "Types", child).is_err() && appended("", "Types", child).is_err());
    }
}
