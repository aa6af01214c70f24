//! What the fuzzers have found worth keeping (fuzz/corpus), run on every machine: bytes of any kind end as sheets or findings.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use csr_report::input::read_bytes;
use csr_report::recognise::recognise;
use csr_report::settings::{InputLimits, Reading};
use csr_report::tables::schemas::Schemas;
use csr_report::templates::Templates;

#[path = "../../fuzz/src/parts.rs"]
mod parts;

/// A file that takes longer hangs: the slowest of the corpus takes some hundredths of a second.
const HANGS: Duration = Duration::from_secs(60);

/// The inputs of a target, by name.
fn corpus(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "the corpus of {target} is empty");
    paths.into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

/// Reads and recognises everything a target has; names the input that fails.
fn ends(target: &'static str, file: fn(&[u8]) -> Vec<u8>) {
    let (sender, done) = channel();
    let reader = thread::spawn(move || {
        let schemas = Schemas::load(&Templates::embedded(), &Reading::default()).unwrap();
        for (path, bytes) in corpus(target) {
            sender.send(path.clone()).unwrap();
            let read = read_bytes(&file(&bytes), &"2013年9月.xls".into(), &InputLimits::DEFAULT);
            assert!(!read.grids.is_empty() || !read.findings.is_empty(), "{} is lost in silence", path.display());
            for grid in &read.grids {
                assert!(grid.cells.is_sorted_by_key(|cell| (cell.row, cell.col)), "{}", path.display());
                recognise(grid, &schemas.dictionary);
            }
        }
    });
    let mut last = PathBuf::new();
    loop {
        match done.recv_timeout(HANGS) {
            Ok(path) => last = path,
            Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => break,
            Err(std::sync::mpsc::RecvTimeoutError::Timeout) => panic!("{} never ends", last.display()),
        }
    }
    assert!(reader.join().is_ok(), "{} fails", last.display());
}

#[test]
fn any_bytes_end_as_sheets_or_findings() {
    ends("any", <[u8]>::to_vec);
}

#[test]
fn any_text_ends_as_sheets_or_findings() {
    ends("text", <[u8]>::to_vec);
}

#[test]
fn any_parts_of_an_xlsx_end_as_sheets_or_findings() {
    ends("xlsx", parts::xlsx);
}

#[test]
fn any_parts_of_an_xlsb_end_as_sheets_or_findings() {
    ends("xlsb", parts::xlsb);
}

#[test]
fn any_stream_of_an_xls_ends_as_sheets_or_findings() {
    ends("xls", parts::xls);
}

#[test]
fn any_content_of_an_ods_ends_as_sheets_or_findings() {
    ends("ods", parts::ods);
}
