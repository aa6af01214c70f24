//! Zip packages, the container of .xlsx, .xlsb and .ods.

use std::io::{Cursor, Read, Write};

use anyhow::Result;
use csr_report::render::packed;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// The bytes of a package with these entries, in this order.
pub fn write<N: AsRef<str>, B: AsRef<[u8]>>(entries: &[(N, B)]) -> Result<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        // The type of an .ods stands uncompressed at the start of the file.
        let method = if name.as_ref() == "mimetype" { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        writer.start_file(name.as_ref(), packed::entry().compression_method(method))?;
        writer.write_all(bytes.as_ref())?;
    }
    Ok(writer.finish()?.into_inner())
}

/// The entries of a package, to be changed and written again.
pub fn entries(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let mut entries = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index)?;
        let mut content = Vec::new();
        entry.read_to_end(&mut content)?;
        entries.push((entry.name()?.to_string(), content));
    }
    Ok(entries)
}

/// A text as it stands in XML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
