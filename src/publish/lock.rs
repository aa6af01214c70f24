//! One writer at a time. The operating system holds the lock, so that a crashed run cannot leave it behind.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use crate::base::failure::Failure;

use super::fault;

/// Held while the output folder is being written.
pub struct Lock {
    path: PathBuf,
    file: File,
}

impl Lock {
    /// Takes the lock of a folder.
    ///
    /// # Errors
    /// Another run holds it, or it cannot be made (exit 5).
    pub fn take(output: &Path) -> Result<Self, Failure> {
        let path = output.join(".csr-report.lock");
        if path.is_symlink() {
            return Err(fault::outside(&path));
        }
        let file = File::options().create(true).truncate(false).write(true).open(&path);
        let file = file.map_err(|error| fault::cannot_write(&path, &error))?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => Err(fault::locked(output)),
            // A network share without locks: nothing better can be done there than to go on.
            Ok(()) | Err(TryLockError::Error(_)) => Ok(Self { path, file }),
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // An empty file that stays behind does no harm: it holds no lock.
        let _ = fs::remove_file(&self.path);
        let _ = self.file.unlock();
    }
}
