//! What publishing asks of the file system, one call a step, so that tests can end a run between any two of them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, Local, NaiveDate};

use crate::base::side_by_side::waiting_together;

/// What stands at a place, links not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// File, folder or something else.
    pub kind: EntryKind,
    /// What names the thing itself, whatever it is called: the same for two names of one file.
    pub id: u64,
}

/// The kinds of things in a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A plain file.
    File,
    /// A folder.
    Folder,
    /// A link, a device, a pipe: never ours.
    Other,
}

/// A file system.
pub trait Disk {
    /// What stands at a place; `None` where nothing does or nobody may look.
    fn look(&self, path: &Path) -> Option<Look>;
    /// The names in a folder, sorted.
    fn list(&self, folder: &Path) -> io::Result<Vec<String>>;
    /// The day on which a file was last changed.
    fn day(&self, path: &Path) -> Option<NaiveDate>;
    /// The content of a file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
    /// Makes a folder; the one above it is there.
    fn create_folder(&self, path: &Path) -> io::Result<()>;
    /// Gives a folder the rights and the owner of another; false where that cannot be done.
    fn make_like(&self, path: &Path, like: &Path) -> bool;
    /// Writes a file that is not there yet; it survives a power cut once this returns, its name once the folder is synced.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Writes several such files. Where one fails the others may be there or not.
    fn write_all(&self, files: &[(PathBuf, &[u8])]) -> io::Result<()> {
        files.iter().try_for_each(|(path, bytes)| self.write(path, bytes))
    }
    /// Makes the names in a folder survive a power cut.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
    /// Makes the names in several folders survive a power cut.
    fn sync_folders(&self, folders: &[PathBuf]) -> io::Result<()> {
        folders.iter().try_for_each(|folder| self.sync_folder(folder))
    }
    /// Moves a file or folder; a file at the new place is replaced.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Whether the system can exchange two folders at all.
    fn exchanges(&self) -> bool;
    /// Exchanges two folders in one step; an error where the disk knows no such step.
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()>;
    /// A second name for a file.
    fn link(&self, file: &Path, name: &Path) -> io::Result<()>;
    /// Removes a file or a link.
    fn remove_file(&self, path: &Path) -> io::Result<()>;
    /// Removes an empty folder.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;
    /// Whether an error says that another program has the file open.
    fn is_held(&self, error: &io::Error) -> bool;
    /// Lets some time pass.
    fn pause(&self, time: Duration);
}

/// The file system of the machine.
pub struct RealDisk;

impl Disk for RealDisk {
    fn look(&self, path: &Path) -> Option<Look> {
        let found = fs::symlink_metadata(path).ok()?;
        let kind = match found.file_type() {
            kind if kind.is_file() => EntryKind::File,
            kind if kind.is_dir() => EntryKind::Folder,
            _ => EntryKind::Other,
        };
        Some(Look { kind, id: id(&found) })
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        let name = |entry: io::Result<fs::DirEntry>| {
            entry?.file_name().into_string().map_err(|_| io::Error::other("a name that is no text"))
        };
        let mut names = fs::read_dir(folder)?.map(name).collect::<io::Result<Vec<_>>>()?;
        names.sort_unstable();
        Ok(names)
    }

    fn day(&self, path: &Path) -> Option<NaiveDate> {
        let changed = fs::metadata(path).and_then(|found| found.modified()).ok()?;
        Some(DateTime::<Local>::from(changed).date_naive())
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    fn make_like(&self, path: &Path, like: &Path) -> bool {
        let rights = || fs::set_permissions(path, fs::metadata(like)?.permissions());
        same_owner(path, like) && rights().is_ok()
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = fs::File::create_new(path)?;
        io::Write::write_all(&mut file, bytes)?;
        // Some shares of the network know no sync; a file that cannot be synced is written all the same.
        unless_unknown(file.sync_all())
    }

    fn write_all(&self, files: &[(PathBuf, &[u8])]) -> io::Result<()> {
        waiting_together(files, |(path, bytes)| self.write(path, bytes)).into_iter().collect()
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        // Windows opens no folder as a file and keeps its names in a journal of its own.
        if cfg!(windows) { Ok(()) } else { unless_unknown(fs::File::open(folder)?.sync_all()) }
    }

    fn sync_folders(&self, folders: &[PathBuf]) -> io::Result<()> {
        waiting_together(folders, |folder| self.sync_folder(folder)).into_iter().collect()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn exchanges(&self) -> bool {
        cfg!(any(target_os = "linux", target_os = "macos"))
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        exchange(one, other)
    }

    fn link(&self, file: &Path, name: &Path) -> io::Result<()> {
        fs::hard_link(file, name)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    fn is_held(&self, error: &io::Error) -> bool {
        is_shared(error)
    }

    fn pause(&self, time: Duration) {
        std::thread::sleep(time);
    }
}

/// Whether an error of Windows says that another program has the file open; elsewhere no error does.
pub(super) fn is_shared(error: &io::Error) -> bool {
    /// `ERROR_SHARING_VIOLATION` and `ERROR_LOCK_VIOLATION`.
    const SHARING: [i32; 2] = [32, 33];
    let shared = error.raw_os_error().is_some_and(|code| SHARING.contains(&code));
    cfg!(windows) && (shared || error.kind() == io::ErrorKind::PermissionDenied)
}

fn unless_unknown(synced: io::Result<()>) -> io::Result<()> {
    match synced {
        Err(error) if matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput) => Ok(()),
        synced => synced,
    }
}

#[cfg(unix)]
fn id(found: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(found)
}

/// Only asked for where folders are exchanged and files have second names.
#[cfg(not(unix))]
fn id(_: &fs::Metadata) -> u64 {
    0
}

#[cfg(unix)]
fn same_owner(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let owner = |path: &Path| fs::metadata(path).ok().map(|found| (found.uid(), found.gid()));
    owner(one) == owner(other)
}

#[cfg(not(unix))]
fn same_owner(_: &Path, _: &Path) -> bool {
    false
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
