//! Packages that are the same on whatever system they were made: so a report of one machine can be verified on another.

use std::io::Cursor;

use anyhow::Result;
use zip::write::SimpleFileOptions;
use zip::{System, ZipArchive};

/// Where the header of an entry says which system made it, counted from its first byte (APPNOTE 4.3.12).
const MADE_BY: usize = 5;

/// How an entry is written.
pub fn entry() -> SimpleFileOptions {
    SimpleFileOptions::default().system(System::Unix)
}

/// A package whose entries all say that the same system made them; the writer of workbooks names the one it runs on.
///
/// # Errors
/// It is no package.
pub fn made_anywhere(mut package: Vec<u8>) -> Result<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(&package))?;
    let entries = 0..archive.len();
    let headers = entries.map(|at| Ok(archive.by_index_raw(at)?.central_header_start() as usize));
    let headers = headers.collect::<Result<Vec<_>>>()?;
    for header in headers {
        package[header + MADE_BY] = System::Unix as u8;
    }
    Ok(package)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;

    use super::*;

    fn package(options: SimpleFileOptions) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in [("a.xml", "<a/>"), ("xl/b.xml", "PK\u{1}\u{2} is how a header begins")] {
            writer.start_file(name, options).expect("an entry");
            writer.write_all(text.as_bytes()).expect("its content");
        }
        writer.finish().expect("a package").into_inner()
    }

    #[test]
    fn a_package_made_on_windows_has_the_bytes_of_one_made_on_linux() {
        let windows = package(SimpleFileOptions::default().system(System::Dos));
        let linux = package(SimpleFileOptions::default().system(System::Unix));
        assert_ne!(windows, linux);
        assert_eq!(made_anywhere(windows).expect("a package"), linux);
        assert_eq!(package(entry()), linux);
    }
}
