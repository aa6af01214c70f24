//! The demo dealer's workspace as it stands in `examples/demo-dealer/`, byte for byte (`build.rs` leaves reports out).

use include_dir::{Dir, include_dir};

use super::files::NewFile;

static DEMO: Dir<'static> = include_dir!("$OUT_DIR/demo-dealer");

/// Its files, folders sorted by name.
pub fn files() -> Vec<NewFile> {
    let mut files = Vec::new();
    collect(&DEMO, &mut files);
    files
}

fn collect(folder: &Dir<'_>, files: &mut Vec<NewFile>) {
    for file in folder.files() {
        files.push((file.path().to_string_lossy().replace('\\', "/"), file.contents().to_vec()));
    }
    for below in folder.dirs() {
        collect(below, files);
    }
}
