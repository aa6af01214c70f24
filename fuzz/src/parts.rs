//! Workbooks put together from the parts that a fuzzer changes: a checksum or a sector table in front of them would
//! turn nearly every change into a damaged container, which other code refuses.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Stands between the parts of one input.
pub const BETWEEN: &[u8] = b"\n=====\n";

/// The parts of an input, at most `most`; the last one keeps the rest.
fn parts(bytes: &[u8], most: usize) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    let mut rest = bytes;
    while parts.len() + 1 < most
        && let Some(at) = rest.windows(BETWEEN.len()).position(|window| window == BETWEEN)
    {
        parts.push(&rest[..at]);
        rest = &rest[at + BETWEEN.len()..];
    }
    parts.push(rest);
    parts
}

/// A zip package of stored entries.
fn package(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in entries {
        writer.start_file(*name, stored).expect("memory");
        writer.write_all(bytes).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

const CONTENT_TYPES: &[u8] =
    br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;

fn package_relations(workbook: &str) -> String {
    format!(
        r#"<Relationships><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{workbook}"/></Relationships>"#
    )
}

const WORKBOOK: &[u8] = br#"<workbook><sheets><sheet name="9" sheetId="1" r:id="s1"/></sheets></workbook>"#;

/// An .xlsx of the parts: sheet, shared strings, styles, workbook, document properties. A missing workbook names the sheet.
pub fn xlsx(bytes: &[u8]) -> Vec<u8> {
    let parts = parts(bytes, 5);
    let part = |index: usize| parts.get(index).copied();
    let relations = br#"<Relationships><Relationship Id="s1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let root = package_relations("xl/workbook.xml");
    let mut entries = vec![
        ("[Content_Types].xml", CONTENT_TYPES),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", part(3).unwrap_or(WORKBOOK)),
        ("xl/_rels/workbook.xml.rels", relations.as_slice()),
        ("xl/worksheets/sheet1.xml", part(0).unwrap_or_default()),
    ];
    entries.extend(part(1).map(|strings| ("xl/sharedStrings.xml", strings)));
    entries.extend(part(2).map(|styles| ("xl/styles.xml", styles)));
    entries.extend(part(4).map(|properties| ("docProps/core.xml", properties)));
    package(&entries)
}

/// An .xlsb of the parts: workbook, sheet, shared strings, styles.
pub fn xlsb(bytes: &[u8]) -> Vec<u8> {
    let parts = parts(bytes, 4);
    let part = |index: usize| parts.get(index).copied();
    let relations = br#"<Relationships><Relationship Id="s1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.bin"/></Relationships>"#;
    let root = package_relations("xl/workbook.bin");
    let mut entries = vec![
        ("[Content_Types].xml", CONTENT_TYPES),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.bin", part(0).unwrap_or_default()),
        ("xl/_rels/workbook.bin.rels", relations.as_slice()),
        ("xl/worksheets/sheet1.bin", part(1).unwrap_or_default()),
    ];
    entries.extend(part(2).map(|strings| ("xl/sharedStrings.bin", strings)));
    entries.extend(part(3).map(|styles| ("xl/styles.bin", styles)));
    package(&entries)
}

/// An .xls: the bytes are its workbook stream; a second part becomes its summary.
pub fn xls(bytes: &[u8]) -> Vec<u8> {
    let parts = parts(bytes, 2);
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("memory");
    for (name, part) in ["/Workbook", "/\u{5}SummaryInformation"].into_iter().zip(parts) {
        file.create_stream(name).and_then(|mut stream| stream.write_all(part)).expect("memory");
    }
    file.flush().expect("memory");
    file.into_inner().into_inner()
}

/// An .ods of the parts: content, document properties.
pub fn ods(bytes: &[u8]) -> Vec<u8> {
    let parts = parts(bytes, 2);
    let mut entries: Vec<(&str, &[u8])> = vec![
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", parts[0]),
        (
            "META-INF/manifest.xml",
            b"<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>",
        ),
    ];
    entries.extend(parts.get(1).map(|properties| ("meta.xml", *properties)));
    package(&entries)
}
