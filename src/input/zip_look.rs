//! A look at a zip package before a library opens it: what it is, and how large it will become.
//!
//! The zip library refuses to give more bytes of an entry than the package states, so the stated sizes can be trusted.

use std::io::{BufReader, Cursor, Read, Seek};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use super::file_kind::FileKind;
use super::limits::{Limit, check};
use super::problem::Problem;
use crate::settings::InputLimits;

/// The list of parts of an OpenDocument package is looked at so far.
const MOST_OF_A_MANIFEST: u64 = 1 << 20;
/// Below this size the ratio does not matter.
const RATIO_MATTERS_FROM: u64 = 64 << 20;

/// A zip package in memory.
pub(super) type Package<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// The format of a zip package, or why it must not be opened.
pub(super) fn look(bytes: &[u8], limits: &InputLimits) -> Result<FileKind, Problem> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| cut_off(&error.to_string()))?;
    let (names, _) = parts(&mut archive, limits)?;
    let kind = kind(&names)?;
    if kind == FileKind::Ods {
        open_document(&mut archive)?;
    }
    for (index, _) in names.iter().enumerate().filter(|(_, name)| name.ends_with("sharedstrings.xml")) {
        let part = archive.by_index(index).map_err(|error| cut_off(&error.to_string()))?;
        check(Limit::Texts, stated_strings(part), limits.texts)?;
    }
    Ok(kind)
}

/// The format of a workbook and its bytes after decompression; `None` of what is no workbook or must not be opened.
pub(super) fn unpacked(package: impl Read + Seek, limits: &InputLimits) -> Option<(FileKind, u64)> {
    let mut archive = ZipArchive::new(package).ok()?;
    let (names, total) = parts(&mut archive, limits).ok()?;
    Some((kind(&names).ok()?, total))
}

/// The names of the parts, and how many bytes they become.
fn parts(archive: &mut ZipArchive<impl Read + Seek>, limits: &InputLimits) -> Result<(Vec<String>, u64), Problem> {
    let mut names = Vec::new();
    let mut total = 0_u64;
    for index in 0..archive.len() {
        let entry = archive.by_index_data(index).map_err(|error| cut_off(&error.to_string()))?;
        let name = entry.name().map_err(|error| cut_off(&error.to_string()))?.replace('\\', "/").to_lowercase();
        if entry.encrypted() {
            return Err(Problem::password());
        }
        total = total.saturating_add(entry.size());
        check(Limit::DecompressedBytes, total, limits.decompressed_bytes)?;
        if entry.size() > RATIO_MATTERS_FROM {
            check(Limit::Ratio, entry.size() / entry.compressed_size().max(1), limits.ratio)?;
        }
        names.push(name);
    }
    Ok((names, total))
}

/// How many shared texts a part says it holds: the library reserves room for them before it reads the first. It is
/// looked for as the library does, whatever stands before it.
fn stated_strings(part: impl Read) -> u64 {
    let mut reader = Reader::from_reader(BufReader::new(part));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag)) if tag.local_name().as_ref() == "sst" => {
                let count = tag.try_get_attribute("uniqueCount").ok().flatten();
                return count.map_or(0, |count| count.value.trim().parse().unwrap_or(u64::MAX));
            }
            Ok(Event::Eof) | Err(_) => return 0,
            Ok(_) => {}
        }
    }
}

fn kind(names: &[String]) -> Result<FileKind, Problem> {
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    let under = |folder: &str| names.iter().any(|name| name.starts_with(folder));
    if has("encrypted-package") {
        Err(Problem::password())
    } else if has("xl/workbook.bin") {
        Ok(FileKind::Xlsb)
    } else if under("xl/") {
        Ok(FileKind::Xlsx)
    } else if has("word/document.xml") {
        Err(Problem::not_a_spreadsheet(["Word 文档", "a Word document"]))
    } else if under("ppt/") {
        Err(Problem::not_a_spreadsheet(["PowerPoint 演示文稿", "a PowerPoint presentation"]))
    } else if has("content.xml") && has("mimetype") {
        Ok(FileKind::Ods)
    } else if names.is_empty() {
        Err(Problem::not_a_spreadsheet(["空的压缩包", "an empty archive"]))
    } else {
        Err(Problem::not_a_spreadsheet([
            "压缩包（请解压后放入输入文件夹）",
            "an archive (unpack it into the input folder)",
        ]))
    }
}

/// Passes where an OpenDocument package is a sheet without a password: the library sees neither in time.
fn open_document(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<(), Problem> {
    let mut text = |name: &str| {
        let mut text = Vec::new();
        let part = archive.by_name(name).ok().map(|part| part.take(MOST_OF_A_MANIFEST));
        part.map_or(Ok(0), |mut part| part.read_to_end(&mut text)).map_err(|error| cut_off(&error.to_string()))?;
        Ok(String::from_utf8_lossy(&text).into_owned())
    };
    if text("META-INF/manifest.xml")?.contains("encryption-data") {
        return Err(Problem::password());
    }
    let kind = text("mimetype")?;
    if kind.is_empty() || kind.contains("spreadsheet") {
        return Ok(());
    }
    Err(Problem::not_a_spreadsheet(["OpenDocument 文档（不是表格）", "an OpenDocument file that is no spreadsheet"]))
}

fn cut_off(detail: &str) -> Problem {
    Problem::unreadable(
        ["文件不完整（复制或下载中断）或已损坏", "the file is cut off (copy or download broken off) or damaged"],
        detail,
    )
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::base::finding::Code;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    /// A zip package with these entries, in this order.
    pub(in crate::input) fn package(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in entries {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn refused(bytes: &[u8], limits: &InputLimits) -> Option<Code> {
        look(bytes, limits).err().map(|problem| problem.code)
    }

    #[test]
    fn a_package_is_told_by_its_entries() {
        let kind = |name| look(&package(&[(name, b"x")]), &InputLimits::default()).ok();
        assert_eq!(kind("xl/workbook.xml"), Some(FileKind::Xlsx));
        assert_eq!(kind("xl/workbook.bin"), Some(FileKind::Xlsb));
        assert_eq!(kind("word/document.xml"), None);
        assert_eq!(kind("photo.png"), None);
    }

    #[test]
    fn an_open_document_with_a_password_or_without_a_sheet_is_told() {
        let parts = |kind: &'static str, manifest: &'static str| {
            package(&[
                ("mimetype", kind.as_bytes()),
                ("META-INF/manifest.xml", manifest.as_bytes()),
                ("content.xml", b"x"),
            ])
        };
        let sheet = "application/vnd.oasis.opendocument.spreadsheet";
        assert_eq!(refused(&parts(sheet, "<manifest/>"), &InputLimits::default()), None);
        let locked = parts(sheet, "<manifest:encryption-data/>");
        assert_eq!(refused(&locked, &InputLimits::default()), Some(Code::PasswordProtected));
        let text = parts("application/vnd.oasis.opendocument.text", "<manifest/>");
        assert_eq!(refused(&text, &InputLimits::default()), Some(Code::NotASpreadsheet));
    }

    #[test]
    fn a_package_that_swells_is_refused_before_it_is_unpacked() {
        let limits = InputLimits { decompressed_bytes: 1_000, ..InputLimits::default() };
        assert_eq!(refused(&package(&[("xl/workbook.xml", &[b' '; 2_000])]), &limits), Some(Code::LimitExceeded));
        let bomb = vec![b' '; 65 << 20];
        assert_eq!(refused(&package(&[("xl/a.xml", &bomb)]), &InputLimits::default()), Some(Code::LimitExceeded));
    }

    #[test]
    fn an_entry_that_states_less_than_it_holds_cannot_be_unpacked() {
        let mut bytes = package(&[("xl/a.xml", &[b' '; 5_000])]);
        let central = bytes.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
        for at in [22, central + 24] {
            bytes[at..at + 4].copy_from_slice(&10_u32.to_le_bytes());
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut unpacked = Vec::new();
        assert!(archive.by_index(0).unwrap().read_to_end(&mut unpacked).is_err());
        assert!(unpacked.len() < 100);
    }

    #[test]
    fn a_forged_count_of_strings_is_refused() {
        for sst in [
            "<sst uniqueCount=\"99999999999999999999999\"></sst>".to_owned(),
            "<sst uniqueCount = '100000000000'></sst>".to_owned(),
            format!("<!--{}--><x:sst count=\"1\"\nuniqueCount=\"100000000000\">", "x".repeat(3_000)),
        ] {
            let bytes = package(&[("xl/workbook.xml", b"x"), ("xl/sharedStrings.xml", sst.as_bytes())]);
            assert_eq!(refused(&bytes, &InputLimits::default()), Some(Code::LimitExceeded), "{sst}");
        }
    }
}
