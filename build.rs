//! The embedded folders are read at compile time: a new file in them must build the program anew.
//!
//! The demo dealer is copied for embedding without the reports made in it, so that making one does not change the
//! program.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The folder of the demo dealer's reports.
const REPORTS: &str = "output";

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=templates");
    let target = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("demo-dealer");
    if target.exists() {
        fs::remove_dir_all(&target)?;
    }
    fs::create_dir_all(&target)?;
    for entry in sorted(Path::new("examples/demo-dealer"))? {
        let name = entry.file_name().unwrap_or_default().to_os_string();
        if name == REPORTS || name.to_string_lossy().starts_with(['.', '~']) {
            continue;
        }
        // The folder itself is not watched: its time changes with every report.
        println!("cargo:rerun-if-changed={}", entry.display());
        copy(&entry, &target.join(name))?;
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    if from.is_dir() {
        fs::create_dir_all(to)?;
        for entry in sorted(from)? {
            copy(&entry, &to.join(entry.file_name().unwrap_or_default()))?;
        }
        return Ok(());
    }
    fs::copy(from, to).map(|_| ())
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}
