//! The embedded folders are read at compile time: a new file in them must build the program anew.
//!
//! The demo dealer is packed for embedding without the reports made in it, so that making one does not change the
//! program.

use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};
use std::{env, fs};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The demo dealer, and the folder of its reports.
const DEMO: &str = "examples/demo-dealer";
const REPORTS: &str = "output";

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=templates");
    let target = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("demo-dealer.zip");
    let mut demo = ZipWriter::new(BufWriter::new(File::create(target)?));
    for entry in sorted(Path::new(DEMO))? {
        let name = entry.file_name().unwrap_or_default();
        if name == REPORTS || name.to_string_lossy().starts_with(['.', '~']) {
            continue;
        }
        // The folder itself is not watched: its time changes with every report.
        println!("cargo:rerun-if-changed={}", entry.display());
        pack(&entry, &mut demo)?;
    }
    demo.finish().map_err(io::Error::other)?.flush()
}

/// Adds a file, or all files of a folder, each by its path in the demo.
fn pack(from: &Path, demo: &mut ZipWriter<impl Write + Seek>) -> io::Result<()> {
    if from.is_dir() {
        return sorted(from)?.iter().try_for_each(|entry| pack(entry, demo));
    }
    let path = from.strip_prefix(DEMO).map_err(io::Error::other)?.to_string_lossy().replace('\\', "/");
    demo.start_file(path, SimpleFileOptions::default()).map_err(io::Error::other)?;
    demo.write_all(&fs::read(from)?)
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}
