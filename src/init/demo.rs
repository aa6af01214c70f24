//! The demo dealer's workspace as it stands in `examples/demo-dealer/`, byte for byte (`build.rs` packs it and leaves reports
//! out).

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::files::NewFile;
use crate::base::failure::Failure;

static DEMO: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/demo-dealer.zip"));

/// Its files, folders sorted by name.
///
/// # Errors
/// A fault of the program.
pub fn files() -> Result<Vec<NewFile>, Failure> {
    let mut demo = ZipArchive::new(Cursor::new(DEMO)).map_err(Failure::unexpected)?;
    let mut files = Vec::new();
    for at in 0..demo.len() {
        let mut file = demo.by_index(at).map_err(Failure::unexpected)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(Failure::unexpected)?;
        files.push((file.name().map_err(Failure::unexpected)?.into_owned(), bytes));
    }
    Ok(files)
}
