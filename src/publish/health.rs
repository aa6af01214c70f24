//! How an output folder is, before anything is written to it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::NaiveDate;

use super::disk::{Disk, RealDisk};
use super::lock::Lock;
use super::site::{self, WORK};

/// The bytes of the files in a folder and below.
pub fn size_of(folder: &Path) -> u64 {
    let files = site::files(&RealDisk, folder).unwrap_or_default();
    files.iter().filter_map(|name| fs::metadata(folder.join(name)).ok()).map(|file| file.len()).sum()
}

/// Whether another run is writing to the folder just now.
pub fn is_busy(output: &Path) -> bool {
    let work = output.join(WORK);
    let locks = RealDisk.list(&work).unwrap_or_default();
    let locks: Vec<PathBuf> = locks.iter().filter(|name| name.ends_with(".lock")).map(|name| work.join(name)).collect();
    locks.iter().any(|lock| Lock::take(lock, Duration::ZERO).is_err())
}

/// The day on which the newest of some files was last changed.
pub fn newest_day<'p>(files: impl Iterator<Item = &'p Path>) -> Option<NaiveDate> {
    files.filter_map(|file| RealDisk.day(file)).max()
}

/// Whether so many bytes still fit on the disk of a folder, which need not be there yet.
///
/// # Errors
/// They do not, or the system does not say.
pub fn has_room(folder: &Path, bytes: u64) -> io::Result<()> {
    let there = folder.ancestors().find(|folder| folder.is_dir()).unwrap_or(Path::new("."));
    room(there, bytes)
}

#[cfg(unix)]
fn room(folder: &Path, bytes: u64) -> io::Result<()> {
    let disk = rustix::fs::statvfs(folder)?;
    if disk.f_bavail.saturating_mul(disk.f_frsize) < bytes { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
}

/// Windows gives a file its room when its length is set.
#[cfg(not(unix))]
fn room(folder: &Path, bytes: u64) -> io::Result<()> {
    let given = tempfile::tempfile_in(folder)?.set_len(bytes);
    // More than any file can have is refused as a wrong number.
    given.map_err(
        |error| if error.kind() == io::ErrorKind::InvalidInput { io::ErrorKind::StorageFull.into() } else { error },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_has_room_for_little_and_not_for_everything() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("a"), "12345").expect("a file");
        assert_eq!(size_of(folder.path()), 5);
        has_room(&folder.path().join("not/there"), 1).expect("a byte");
        assert_eq!(has_room(folder.path(), u64::MAX).expect_err("everything").kind(), io::ErrorKind::StorageFull);
        assert!(!is_busy(folder.path()));
    }
}
