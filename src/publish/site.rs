//! Where files are published, and the hidden folder beside them in which that is prepared.

use std::io;
use std::path::{Component, Path, PathBuf};

use super::disk::{Disk, EntryKind};

/// The folder for work in progress, below the output.
pub(super) const WORK: &str = ".csr-report";

/// One set of files that are published together: a report's period, the marked copies of a folder.
pub(super) struct Site {
    /// The folder that holds the target and the work.
    pub output: PathBuf,
    /// The folder that the files come to.
    pub target: PathBuf,
    /// What the set is called: `2013-09`.
    pub label: String,
}

impl Site {
    /// The folder of a report.
    pub(super) fn of_report(output: &Path, period: &str) -> Self {
        Self { output: output.to_owned(), target: output.join(period), label: period.to_owned() }
    }

    /// A folder of marked copies.
    pub(super) fn of_copies(folder: &Path) -> Self {
        Self { output: folder.to_owned(), target: folder.to_owned(), label: "copies".to_owned() }
    }

    /// Whether the target holds nothing but this set and what the user laid there, so that it can be exchanged as a whole.
    pub(super) fn is_whole(&self) -> bool {
        self.target != self.output
    }

    pub(super) fn work(&self) -> PathBuf {
        self.output.join(WORK)
    }

    pub(super) fn lock(&self) -> PathBuf {
        self.work().join(format!("{}.lock", self.label))
    }

    pub(super) fn record(&self) -> PathBuf {
        self.work().join(format!("{}.json", self.label))
    }

    /// What is being prepared; gone between runs.
    pub(super) fn stage(&self) -> PathBuf {
        self.work().join(&self.label)
    }

    /// The new files; after an exchange of folders the old ones.
    pub(super) fn fresh(&self) -> PathBuf {
        self.stage().join("new")
    }

    /// Old files that were moved out one by one.
    pub(super) fn old(&self) -> PathBuf {
        self.stage().join("old")
    }
}

/// Makes a folder and those above it that are missing, and makes their names last.
pub(super) fn create_folders(disk: &dyn Disk, folder: &Path) -> io::Result<()> {
    if folder.as_os_str().is_empty() || disk.look(folder).is_some() {
        return Ok(());
    }
    let above = folder.parent().unwrap_or(Path::new(""));
    create_folders(disk, above)?;
    if disk.look(folder).is_some() {
        // `new/..` is there once `new` is.
        return Ok(());
    }
    disk.create_folder(folder)?;
    disk.sync_folder(if above.as_os_str().is_empty() { Path::new(".") } else { above })
}

/// Makes the names in a folder and in those below it last.
pub(super) fn sync_all(disk: &dyn Disk, folder: &Path) -> io::Result<()> {
    let mut folders = Vec::new();
    add_folders(disk, folder, &mut folders)?;
    disk.sync_folders(&folders)
}

/// Adds the folders below a folder, and the folder itself after them.
fn add_folders(disk: &dyn Disk, folder: &Path, folders: &mut Vec<PathBuf>) -> io::Result<()> {
    for name in disk.list(folder)? {
        let path = folder.join(name);
        if disk.look(&path).is_some_and(|found| found.kind == EntryKind::Folder) {
            add_folders(disk, &path, folders)?;
        }
    }
    folders.push(folder.to_owned());
    Ok(())
}

/// Removes a folder and all that is in it.
pub(super) fn remove_all(disk: &dyn Disk, folder: &Path) -> io::Result<()> {
    for name in disk.list(folder)? {
        let path = folder.join(name);
        match disk.look(&path) {
            Some(found) if found.kind == EntryKind::Folder => remove_all(disk, &path)?,
            _ => disk.remove_file(&path)?,
        }
    }
    disk.remove_folder(folder)
}

/// The files in a folder and below, by their path from it with `/`; `None` where something else than files and folders
/// with readable names is among them.
pub(super) fn files(disk: &dyn Disk, folder: &Path) -> Option<Vec<String>> {
    let mut files = Vec::new();
    for name in disk.list(folder).ok()? {
        match disk.look(&folder.join(&name))?.kind {
            EntryKind::File => files.push(name),
            EntryKind::Folder => {
                let below = self::files(disk, &folder.join(&name))?;
                files.extend(below.into_iter().map(|file| format!("{name}/{file}")));
            }
            EntryKind::Other => return None,
        }
    }
    Some(files)
}

/// Whether the name stays below its folder: plain components only.
pub(super) fn stays_inside(name: &str) -> bool {
    let path = Path::new(name);
    path.components().next().is_some() && path.components().all(|part| matches!(part, Component::Normal(_)))
}
