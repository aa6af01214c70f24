//! Files that another program holds: they are asked for again, after pauses that grow.

use std::fs;
use std::path::Path;
use std::time::Duration;

use super::disk::{Disk, is_shared};
use super::fault;
use crate::base::failure::Failure;

/// The first pause; each is twice as long as the one before.
const FIRST: Duration = Duration::from_millis(50);

/// Tries until it is done, cannot be for another reason than that something is held, or pauses of `limit` are used up.
///
/// # Errors
/// Those of the last attempt.
pub(super) fn patiently<T, E>(
    disk: &dyn Disk,
    limit: Duration,
    mut attempt: impl FnMut() -> Result<T, E>,
    is_held: impl Fn(&E) -> bool,
) -> Result<T, E> {
    let (mut pause, mut left) = (FIRST, limit);
    loop {
        match attempt() {
            Err(error) if is_held(&error) && !left.is_zero() => {
                let now = pause.min(left);
                disk.pause(now);
                (pause, left) = (pause * 2, left - now);
            }
            done => return done,
        }
    }
}

/// Says which program has a file open: Excel and WPS lay `~$name` beside it, LibreOffice `.~lock.name#`; Windows tells of itself.
pub(super) fn holder(path: &Path) -> Option<Failure> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let owners = [format!("~${name}"), format!(".~lock.{name}#")].map(|owner| path.with_file_name(owner));
    if let Some(owner) = owners.iter().find(|owner| owner.exists()) {
        return Some(fault::open_elsewhere(path, Some(owner)));
    }
    match fs::OpenOptions::new().write(true).open(path) {
        Err(error) if is_shared(&error) => Some(fault::open_elsewhere(path, None)),
        _ => None,
    }
}
