//! One file after the other, where a folder cannot be exchanged as a whole. What has been done shows in the places of the
//! files alone, so that a run that was ended can be finished or undone by another.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::disk::Disk;
use super::fault;
use super::held::patiently;
use super::record::Plan;
use super::site::{Site, create_folders};
use crate::base::failure::Failure;

/// A program that looks at every new file, such as one against viruses, holds it for moments.
const PATIENCE: Duration = Duration::from_secs(3);

/// Does what is left to do of a plan.
///
/// # Errors
/// A file cannot be moved (exit 5).
pub(super) fn finish(disk: &dyn Disk, site: &Site, plan: &Plan) -> Result<(), Failure> {
    let mut folders = BTreeSet::new();
    for (name, beside) in &plan.kept {
        let still_to_come = is(disk, &site.fresh(), name) && !is(disk, &site.target, beside);
        if still_to_come && is(disk, &site.target, name) {
            shift(disk, site.target.join(name), site.target.join(beside), &mut folders)?;
        }
    }
    for name in plan.stale.iter().filter(|name| is(disk, &site.target, name)) {
        shift(disk, site.target.join(name), site.old().join(name), &mut folders)?;
    }
    for name in plan.names.iter().filter(|name| is(disk, &site.fresh(), name)) {
        if is(disk, &site.target, name) {
            shift(disk, site.target.join(name), site.old().join(name), &mut folders)?;
        }
        shift(disk, site.fresh().join(name), site.target.join(name), &mut folders)?;
    }
    settle(disk, site, &folders)
}

/// Puts everything back.
///
/// # Errors
/// What could not be put back first (exit 5); the rest is.
pub(super) fn undo(disk: &dyn Disk, site: &Site, plan: &Plan) -> Result<(), Failure> {
    let mut folders = BTreeSet::new();
    let mut result = Ok(());
    let mut back = |from: PathBuf, to: PathBuf| {
        let moved = shift(disk, from, to, &mut folders);
        if result.is_ok() {
            result = moved;
        }
    };
    for name in plan.names.iter().rev() {
        if !is(disk, &site.fresh(), name) && is(disk, &site.target, name) {
            back(site.target.join(name), site.fresh().join(name));
        }
    }
    for name in plan.names.iter().chain(&plan.stale) {
        if is(disk, &site.old(), name) && !is(disk, &site.target, name) {
            back(site.old().join(name), site.target.join(name));
        }
    }
    for (name, beside) in &plan.kept {
        if is(disk, &site.target, beside) && !is(disk, &site.target, name) {
            back(site.target.join(beside), site.target.join(name));
        }
    }
    result.and_then(|()| settle(disk, site, &folders))
}

fn is(disk: &dyn Disk, folder: &Path, name: &str) -> bool {
    disk.look(&folder.join(name)).is_some()
}

fn shift(disk: &dyn Disk, from: PathBuf, to: PathBuf, folders: &mut BTreeSet<PathBuf>) -> Result<(), Failure> {
    for folder in [from.parent(), to.parent()].into_iter().flatten() {
        create_folders(disk, folder).map_err(|error| fault::cannot_write(folder, &error))?;
        folders.insert(folder.to_path_buf());
    }
    let moved = patiently(disk, PATIENCE, || disk.rename(&from, &to), |error| disk.is_held(error));
    moved.map_err(|error| fault::replace(&from, &error, disk.is_held(&error)))
}

/// Makes the moves last, and removes the folders of the target that they left empty, such as `charts/` after its last
/// picture.
fn settle(disk: &dyn Disk, site: &Site, folders: &BTreeSet<PathBuf>) -> Result<(), Failure> {
    for folder in folders.iter().rev() {
        disk.sync_folder(folder).map_err(|error| fault::cannot_write(folder, &error))?;
        if folder.starts_with(&site.target) && !folder.starts_with(site.work()) {
            // Fails where the folder still holds something; that is wanted.
            let _ = disk.remove_folder(folder);
        }
    }
    Ok(())
}
