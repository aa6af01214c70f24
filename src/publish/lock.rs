//! One writer of a folder at a time. The operating system holds the lock, so that a crashed run cannot leave it behind; the
//! file is never removed, so that all runs lock the same one.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::base::failure::Failure;

use super::fault;

/// Two reports of one month at once are rare, and each needs only moments to be published.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(50);

/// Held while a folder is being written.
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes a lock, waiting for another run as long as `patience`.
    ///
    /// # Errors
    /// Another run holds it, or it cannot be made (exit 5).
    pub(super) fn take(path: &Path, patience: Duration) -> Result<Self, Failure> {
        if path.is_symlink() {
            return Err(fault::outside(path));
        }
        let file = File::options().create(true).truncate(false).write(true).open(path);
        let file = file.map_err(|error| fault::cannot_write(path, &error))?;
        let start = Instant::now();
        loop {
            match file.try_lock() {
                Err(TryLockError::WouldBlock) if start.elapsed() < patience => sleep(PAUSE),
                Err(TryLockError::WouldBlock) => return Err(fault::locked(path)),
                // A network share without locks: nothing better can be done there than to go on.
                Ok(()) | Err(TryLockError::Error(_)) => return Ok(Self { _file: file }),
            }
        }
    }
}
