//! The files of a table as the last run had them, for a run in which it is missing. They lie in the workspace, not in the
//! output, which others may read: they hold what the dealer's lists hold.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{Manner, publish};
use crate::base::digest::sha256;
use crate::base::failure::Failure;
use crate::base::table_id::TableId;
use crate::input::InputFile;
use crate::render::Artifact;

/// The folder in the workspace; hidden, so that no input is read from it by itself.
pub const FOLDER: &str = ".last";
/// Which files they are.
const LIST: &str = "last.json";

/// The files of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastFiles {
    /// The day of the run.
    pub day: String,
    files: Vec<LastFile>,
}

/// One of them. All are kept under names of one ending, so that publishing removes those of the run before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct LastFile {
    file: String,
    kept: String,
    sha256: String,
    sheets: Vec<Option<String>>,
}

/// A file that was kept, and which of its sheets hold the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFile {
    /// Where it lies, and how reports call it.
    pub input: InputFile,
    /// The sheets; nothing stands for a file without sheets.
    pub sheets: Vec<Option<String>>,
}

impl LastFiles {
    /// The files that were kept of a table; none where one of them is gone or was changed.
    pub fn of(workspace: &Path, table: TableId) -> Option<(String, Vec<KeptFile>)> {
        let folder = workspace.join(FOLDER).join(table.name());
        let list: Self = serde_json::from_slice(&fs::read(folder.join(LIST)).ok()?).ok()?;
        let kept = |file: LastFile| {
            let path = folder.join(&file.kept);
            let unchanged = sha256(&fs::read(&path).ok()?) == file.sha256;
            let name = format!("{FOLDER}/{}/{}", table.name(), file.file).into();
            unchanged.then_some(KeptFile { input: InputFile { path, name }, sheets: file.sheets })
        };
        let files = list.files.into_iter().map(kept).collect::<Option<Vec<_>>>()?;
        Some((list.day, files))
    }

    /// Keeps the files of a table in place of those before; one that was changed since it was read is not what the report
    /// was made of, and then those before stay.
    ///
    /// # Errors
    /// They cannot be written (exit 5).
    pub fn keep(
        workspace: &Path,
        table: TableId,
        day: String,
        files: &[(PathBuf, String, Vec<Option<String>>, String)],
        manner: Manner,
    ) -> Result<(), Failure> {
        let mut artifacts = Vec::new();
        let mut list = Self { day, files: Vec::new() };
        for (at, (path, file, sheets, hash)) in files.iter().enumerate() {
            let Some(bytes) = fs::read(path).ok().filter(|bytes| sha256(bytes) == *hash) else { return Ok(()) };
            let (file, kept, sheets) = (file.clone(), format!("{}.kept", at + 1), sheets.clone());
            list.files.push(LastFile { file, kept: kept.clone(), sha256: hash.clone(), sheets });
            artifacts.push(Artifact { name: kept, bytes });
        }
        let bytes = serde_json::to_vec_pretty(&list).map_err(Failure::unexpected)?;
        artifacts.push(Artifact { name: LIST.to_owned(), bytes });
        publish(&workspace.join(FOLDER), table.name(), &artifacts, manner).map(drop)
    }
}
