//! A presentation's file to its package. What cannot be one is told by what it is.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::names::{owner, resolved};
use super::{CONTENT_TYPES, Package, Part, Relation, ending};
use crate::base::failure::{Exit, Failure};
use crate::settings::InputLimits;

/// The first bytes of a compound file: the formats before 2007, and files with a password.
const OLD: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
/// The stream of a compound file that holds what a password protects.
const ENCRYPTED: &str = "EncryptedPackage";
/// The type of the main part's relationship ends so; that of another edition of the standard begins otherwise.
const MAIN: &str = "/officeDocument";
const STRICT: &str = "http://purl.oclc.org/";
/// Content types of the main part of a presentation, a template and a show, with and without macros, have this in common.
const PRESENTATION: [&str; 2] = ["presentationml", "powerpoint"];
/// Below this size it does not matter how many times a part swells.
const RATIO_MATTERS_FROM: u64 = 64 << 20;

impl Package {
    /// The package of a presentation's file, which messages call `name`.
    ///
    /// # Errors
    /// The file is no presentation, is damaged, has a password, or becomes too large (exit 2).
    pub(in crate::render) fn read(name: &str, bytes: &[u8], limits: &InputLimits) -> Result<Self, Failure> {
        if bytes.starts_with(OLD) {
            return Err(old(name, bytes));
        }
        let package = unpacked(bytes, limits).map_err(|wrong| wrong.failure(name))?;
        let main = package.relations("").iter().find(|one| one.kind.ends_with(MAIN));
        let Some(main) = main.filter(|main| package.content(&main.target).is_some()) else {
            return Err(Wrong::Other("Office 文件", "an Office file").failure(name));
        };
        let kind = package.kind(&main.target).unwrap_or_default();
        if !PRESENTATION.iter().any(|word| kind.contains(word)) {
            return Err(other(kind).failure(name));
        }
        if main.kind.starts_with(STRICT) {
            return Err(Wrong::Strict.failure(name));
        }
        Ok(package)
    }
}

/// Why a file is not used.
#[derive(Debug, PartialEq, Eq)]
enum Wrong {
    /// Cut off or damaged; what the library says of it.
    Damaged(String),
    Password,
    /// More than the limit with this key allows.
    TooLarge(&'static str, u64),
    /// Of a format before 2007.
    Old,
    /// Of the strict edition, whose names differ.
    Strict,
    /// Of another kind, or not what it should be.
    Other(&'static str, &'static str),
}

impl Wrong {
    fn failure(&self, name: &str) -> Failure {
        let failure = |chinese: &str, english: &str| {
            Failure::new(Exit::Usage, format!("“{name}”{chinese}"), format!("{name:?} {english}"))
        };
        let saved = (
            "在 PowerPoint 或 WPS 中打开，另存为 .pptx 或 .potx",
            "open it in PowerPoint or WPS and save it as .pptx or .potx",
        );
        match self {
            Self::Damaged(detail) => failure(
                &format!("不完整（复制或下载中断）或已损坏（{detail}）"),
                &format!("is cut off (copy or download broken off) or damaged ({detail})"),
            )
            .hint(saved.0, saved.1),
            Self::Password => failure("有打开密码", "has a password")
                .hint("去掉密码后另存一份", "save a copy of it without a password"),
            Self::TooLarge(key, allowed) => failure(
                &format!("太大：超过上限 {allowed}（配置 [limits.input] {key} = {allowed}）"),
                &format!("is too large: more than {allowed} ([limits.input] {key} = {allowed})"),
            )
            .hint("删去其中的大图片和视频，或提高上限", "take large pictures and films out, or raise the limit"),
            Self::Old => failure("是 97-2003 格式的演示文稿（.ppt）", "is a presentation of the format 97-2003 (.ppt)")
                .hint(saved.0, saved.1),
            Self::Strict => {
                failure("是 Strict Open XML 演示文稿", "is a Strict Open XML presentation").hint(saved.0, saved.1)
            }
            Self::Other(chinese, english) => {
                failure(&format!("不是演示文稿，而是{chinese}"), &format!("is no presentation but {english}"))
                    .hint("选用 .pptx 或 .potx 文件", "choose a .pptx or .potx file")
            }
        }
    }
}

/// A compound file: protected by a password, or of an old format.
fn old(name: &str, bytes: &[u8]) -> Failure {
    let has = |stream: &str| {
        let stream: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(stream.len()).any(|window| window == stream)
    };
    let wrong = match () {
        () if has(ENCRYPTED) => Wrong::Password,
        () if has("Workbook") || has("Book") => {
            Wrong::Other("Excel 97-2003 工作簿（.xls）", "an Excel 97-2003 workbook (.xls)")
        }
        () if has("WordDocument") => Wrong::Other("Word 97-2003 文档（.doc）", "a Word 97-2003 document (.doc)"),
        () => Wrong::Old,
    };
    wrong.failure(name)
}

/// What a file is whose main part has this content type.
fn other(kind: &str) -> Wrong {
    match kind {
        kind if kind.contains("spreadsheetml") || kind.contains("ms-excel") => {
            Wrong::Other("Excel 工作簿", "an Excel workbook")
        }
        kind if kind.contains("wordprocessingml") || kind.contains("ms-word") => {
            Wrong::Other("Word 文档", "a Word document")
        }
        _ => Wrong::Other("别的文件", "another file"),
    }
}

fn unpacked(bytes: &[u8], limits: &InputLimits) -> Result<Package, Wrong> {
    if bytes.len() as u64 > limits.file_bytes {
        return Err(Wrong::TooLarge("file_bytes", limits.file_bytes));
    }
    if !bytes.starts_with(b"PK") {
        return Err(match bytes {
            [] => Wrong::Other("空文件", "an empty file"),
            _ => Wrong::Other("别的文件", "another file"),
        });
    }
    let files = entries(bytes, limits)?;
    let part = |name: &str| files.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, bytes)| bytes);
    let Some(types) = part(CONTENT_TYPES) else {
        return Err(Wrong::Other("压缩包", "an archive"));
    };
    let types = ContentTypes::read(text(CONTENT_TYPES, types)?)?;
    let mut package = Package::default();
    for (name, bytes) in &files {
        if let Some(from) = owner(name) {
            let relations = relations(&from, text(name, bytes)?)?;
            package.relations.insert(from, relations);
        } else if !name.eq_ignore_ascii_case(CONTENT_TYPES) {
            let kind = types.of(name).to_owned();
            package.parts.insert(name.clone(), Part { kind, bytes: bytes.clone() });
        }
    }
    package.spell();
    Ok(package)
}

impl Package {
    /// Parts are called by their names in whatever letters; from here on in those of the part.
    fn spell(&mut self) {
        let names: BTreeMap<String, String> =
            self.parts.keys().map(|name| (name.to_ascii_lowercase(), name.clone())).collect();
        for relation in self.relations.values_mut().flatten().filter(|one| !one.outside) {
            if let Some(name) = names.get(&relation.target.to_ascii_lowercase()) {
                relation.target.clone_from(name);
            }
        }
        let relations = std::mem::take(&mut self.relations);
        let spelt = |from: String| names.get(&from.to_ascii_lowercase()).cloned().unwrap_or(from);
        self.relations = relations.into_iter().map(|(from, all)| (spelt(from), all)).collect();
    }
}

/// The names and bytes of all entries; none becomes larger than it states.
fn entries(bytes: &[u8], limits: &InputLimits) -> Result<BTreeMap<String, Vec<u8>>, Wrong> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let (mut total, mut files) = (0_u64, BTreeMap::new());
    for index in 0..archive.len() {
        let entry = archive.by_index_data(index).map_err(damaged)?;
        if entry.encrypted() {
            return Err(Wrong::Password);
        }
        total = total.saturating_add(entry.size());
        if total > limits.decompressed_bytes {
            return Err(Wrong::TooLarge("decompressed_bytes", limits.decompressed_bytes));
        }
        if entry.size() > RATIO_MATTERS_FROM && entry.size() / entry.compressed_size().max(1) > limits.ratio {
            return Err(Wrong::TooLarge("ratio", limits.ratio));
        }
    }
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(damaged)?;
        let name = entry.name().map_err(damaged)?.replace('\\', "/");
        if name.ends_with('/') {
            continue;
        }
        let mut content = Vec::new();
        entry.read_to_end(&mut content).map_err(damaged)?;
        if files.insert(name.clone(), content).is_some() {
            return Err(Wrong::Damaged(name));
        }
    }
    Ok(files)
}

fn damaged(error: impl std::fmt::Display) -> Wrong {
    Wrong::Damaged(error.to_string())
}

fn text<'a>(name: &str, bytes: &'a [u8]) -> Result<&'a str, Wrong> {
    std::str::from_utf8(bytes).map_err(|_| Wrong::Damaged(name.to_owned()))
}

/// What parts are: each by its name, or by its ending.
#[derive(Default)]
struct ContentTypes {
    names: BTreeMap<String, String>,
    endings: BTreeMap<String, String>,
}

impl ContentTypes {
    fn read(text: &str) -> Result<Self, Wrong> {
        let mut types = Self::default();
        tags(text, |tag| {
            let kind = value(tag, "ContentType");
            match tag.local_name().as_ref() {
                "Override" => types.names.insert(value(tag, "PartName").trim_start_matches('/').to_lowercase(), kind),
                "Default" => types.endings.insert(value(tag, "Extension").to_lowercase(), kind),
                _ => None,
            };
        })?;
        Ok(types)
    }

    fn of(&self, name: &str) -> &str {
        let name = name.to_lowercase();
        self.names
            .get(&name)
            .or_else(|| self.endings.get(ending(&name)))
            .map_or("application/octet-stream", String::as_str)
    }
}

fn relations(from: &str, text: &str) -> Result<Vec<Relation>, Wrong> {
    let mut relations = Vec::new();
    tags(text, |tag| {
        if tag.local_name().as_ref() == "Relationship" {
            let outside = value(tag, "TargetMode") == "External";
            let target = value(tag, "Target");
            let target = if outside { target } else { resolved(from, &target) };
            relations.push(Relation { id: value(tag, "Id"), kind: value(tag, "Type"), target, outside });
        }
    })?;
    Ok(relations)
}

/// Calls for every tag that opens.
fn tags(text: &str, mut each: impl FnMut(&BytesStart<'_>)) -> Result<(), Wrong> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().map_err(damaged)? {
            Event::Start(tag) | Event::Empty(tag) => each(&tag),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The value of an attribute as it is meant; empty where there is none.
fn value(tag: &BytesStart<'_>, name: &str) -> String {
    let value = tag.try_get_attribute(name).ok().flatten().map(|one| one.value.into_owned());
    let value = value.unwrap_or_default();
    quick_xml::escape::unescape(&value).map_or_else(|_| value.clone(), |text| text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A presentation whose only part is `main`, of a content type.
    fn presentation(kind: &str) -> Package {
        let mut package = Package::default();
        package.relate("", "officeDocument", "ppt/presentation.xml");
        package.part("ppt/presentation.xml", kind, "<p/>");
        package.part("ppt/media/image1.png", "image/png", vec![0]);
        package.relate("ppt/presentation.xml", "image", "ppt/media/image1.png");
        package
    }

    fn read(bytes: &[u8], limits: &InputLimits) -> Result<Package, String> {
        Package::read("a.pptx", bytes, limits).map_err(|failure| failure.text(crate::base::lang::Lang::English))
    }

    const KIND: &str = "application/vnd.openxmlformats-officedocument.presentationml.template.main+xml";

    #[test]
    fn what_is_read_is_what_was_written() {
        let written = presentation(KIND).bytes().unwrap();
        let package = read(&written, &InputLimits::default()).unwrap();
        assert_eq!(package.kind("ppt/presentation.xml"), Some(KIND));
        assert_eq!(package.kind("ppt/media/image1.png"), Some("image/png"));
        assert_eq!(package.first("ppt/presentation.xml", "image"), Some("ppt/media/image1.png"));
        assert_eq!(package.bytes().unwrap(), written);
    }

    #[test]
    fn what_is_no_presentation_is_told_by_what_it_is() {
        let limits = InputLimits::default();
        let written = presentation(KIND).bytes().unwrap();
        let workbook = presentation(super::super::WORKBOOK).bytes().unwrap();
        let compound = |stream: &str| {
            let stream: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
            [OLD, &stream].concat()
        };
        for (bytes, told) in [
            (&b""[..], "an empty file"),
            (b"%PDF-1.4", "another file"),
            (&written[..written.len() / 2], "damaged"),
            (&workbook, "an Excel workbook"),
            (&compound("EncryptedPackage"), "password"),
            (&compound("PowerPoint Document"), "97-2003"),
            (&compound("WordDocument"), "Word 97-2003"),
        ] {
            let failure = read(bytes, &limits).unwrap_err();
            assert!(failure.contains(told) && failure.contains("\"a.pptx\""), "{told}: {failure}");
        }
        let small = InputLimits { decompressed_bytes: 100, ..limits };
        assert!(read(&written, &small).unwrap_err().contains("decompressed_bytes = 100"));
    }

    #[test]
    fn names_are_the_same_in_whatever_letters() {
        let mut package = presentation(KIND);
        package.unrelate("ppt/presentation.xml", |_| true);
        package.relate("ppt/presentation.xml", "image", "ppt/Media/IMAGE1.PNG");
        let package = read(&package.bytes().unwrap(), &InputLimits::default()).unwrap();
        assert_eq!(package.first("ppt/presentation.xml", "image"), Some("ppt/media/image1.png"));
    }
}
