//! The package of a presentation: parts with their content types, and what each part refers to.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use anyhow::Result;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::xml::{self, HEAD};
use crate::render::parts::relationships_path;

/// The beginning of the types of relationships.
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

/// A package while it is filled.
#[derive(Debug, Default)]
pub(super) struct Package {
    parts: Vec<Part>,
    relations: BTreeMap<String, Vec<Relation>>,
}

#[derive(Debug)]
struct Part {
    /// Without the leading slash.
    name: String,
    /// What it is; none where its ending says it.
    kind: Option<&'static str>,
    bytes: Vec<u8>,
}

/// What a part refers to.
#[derive(Debug)]
struct Relation {
    kind: String,
    target: String,
}

impl Package {
    /// Adds a part of a content type.
    pub(super) fn part(&mut self, name: &str, kind: &'static str, bytes: impl Into<Vec<u8>>) {
        self.parts.push(Part { name: name.to_owned(), kind: Some(kind), bytes: bytes.into() });
    }

    /// Adds a part whose ending says what it is.
    pub(super) fn file(&mut self, name: &str, bytes: Vec<u8>) {
        self.parts.push(Part { name: name.to_owned(), kind: None, bytes });
    }

    /// Lets a part (`""`: the package) refer to another one, in the order of the calls: gives `rId1`, `rId2` …
    pub(super) fn relate(&mut self, from: &str, kind: &str, to: &str) -> String {
        let kind = if kind.contains("://") { kind.to_owned() } else { format!("{RELATION}{kind}") };
        let relations = self.relations.entry(from.to_owned()).or_default();
        if let Some(known) = relations.iter().position(|one| one.target == to && one.kind == kind) {
            return format!("rId{}", known + 1);
        }
        relations.push(Relation { kind, target: to.to_owned() });
        format!("rId{}", relations.len())
    }

    /// The bytes; the same parts give the same ones.
    ///
    /// # Errors
    /// A fault of the program.
    pub(super) fn bytes(self) -> Result<Vec<u8>> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let mut put = |name: &str, bytes: &[u8]| -> Result<()> {
            // A workbook is compressed already.
            let method = if name.ends_with(".xlsx") { CompressionMethod::Stored } else { CompressionMethod::Deflated };
            writer.start_file(name, SimpleFileOptions::default().compression_method(method))?;
            Ok(writer.write_all(bytes)?)
        };
        put("[Content_Types].xml", self.content_types().as_bytes())?;
        for (from, relations) in &self.relations {
            put(&relationships_path(from), relations_part(from, relations).as_bytes())?;
        }
        for part in &self.parts {
            put(&part.name, &part.bytes)?;
        }
        Ok(writer.finish()?.into_inner())
    }

    fn content_types(&self) -> String {
        let own = |part: &Part| {
            let kind = part.kind?;
            Some(format!("<Override PartName=\"/{}\" ContentType=\"{kind}\"/>", xml::text(&part.name)))
        };
        let own: String = self.parts.iter().filter_map(own).collect();
        format!(
            "{HEAD}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"xlsx\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet\"/>{own}</Types>"
        )
    }
}

fn relations_part(from: &str, relations: &[Relation]) -> String {
    let one = |(at, relation): (usize, &Relation)| {
        let target = relative(from, &relation.target);
        format!("<Relationship Id=\"rId{}\" Type=\"{}\" Target=\"{}\"/>", at + 1, relation.kind, xml::text(&target))
    };
    let all: String = relations.iter().enumerate().map(one).collect();
    format!(
        "{HEAD}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{all}</Relationships>"
    )
}

/// How a part names another one: by the way from its folder.
fn relative(from: &str, to: &str) -> String {
    let folders: Vec<&str> = from.rsplit_once('/').map_or(Vec::new(), |(folder, _)| folder.split('/').collect());
    let target: Vec<&str> = to.split('/').collect();
    let same = folders.iter().zip(&target).take_while(|(own, other)| own == other).count();
    let up = "../".repeat(folders.len() - same);
    up + &target[same..].join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_names_another_one_by_the_way_from_its_folder() {
        assert_eq!(relative("ppt/slides/slide1.xml", "ppt/charts/chart1.xml"), "../charts/chart1.xml");
        assert_eq!(relative("ppt/presentation.xml", "ppt/slides/slide1.xml"), "slides/slide1.xml");
        assert_eq!(relative("", "docProps/core.xml"), "docProps/core.xml");
        assert_eq!(relationships_path(""), "_rels/.rels");
    }
}
