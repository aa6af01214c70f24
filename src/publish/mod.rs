//! The only writer of reports and marked copies: everything or nothing, and never outside the output folder.
//!
//! The files are written to a temporary folder beside the target and moved in one by one; what they replace is kept
//! until all have arrived, and put back if one cannot. `report.json` is moved last, so that it never describes files
//! that are not there. The user's own files in the folder stay.

mod fault;
mod lock;
mod stale;
mod swap;

use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::base::failure::Failure;
use crate::render::Artifact;

use lock::Lock;
use swap::Swap;

/// The file that lists the others; moved last.
const REPORT: &str = "report.json";

/// Checks, before any work, that the folder of the period can be written and that no file in it is open elsewhere.
/// Leaves nothing behind.
///
/// # Errors
/// The folder cannot be written, or a report in it is open (exit 5).
pub fn check_writable(output: &Path, period: &str) -> Result<(), Failure> {
    let target = output.join(period);
    check_folder(&target)?;
    for name in stale::previous_outputs(&target) {
        refuse_open(&target.join(name))?;
    }
    Ok(())
}

/// Checks that a folder is there or can be made, and that files can be written to it. Leaves nothing behind.
///
/// # Errors
/// A file is in the way, or the folder cannot be written (exit 5).
pub fn check_folder(folder: &Path) -> Result<(), Failure> {
    let known = |folder: &&Path| !folder.as_os_str().is_empty() && folder.symlink_metadata().is_ok();
    let existing = folder.ancestors().find(known).unwrap_or(Path::new("."));
    if !existing.is_dir() {
        return Err(fault::not_a_folder(existing));
    }
    tempfile::tempfile_in(existing).map(drop).map_err(|error| fault::cannot_write(existing, &error))
}

/// Where a path leads: links are followed as far as the path is there.
pub fn real_path(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut real = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(real.pop()),
            part => real.push(part),
        }
        real = fs::canonicalize(&real).unwrap_or(real);
    }
    real
}

/// Writes the files of a period, all or none, and removes those that the previous report lists and this one lacks.
/// Gives back the folder of the period.
///
/// # Errors
/// A file cannot be written (exit 5); the last report is as it was.
pub fn publish(output: &Path, period: &str, artifacts: &[Artifact]) -> Result<PathBuf, Failure> {
    let target = output.join(period);
    place(output, &target, artifacts, |names| stale::stale_files(&target, names))?;
    Ok(target)
}

/// Writes files to a folder, all or none. Nothing in the folder is removed.
///
/// # Errors
/// A file cannot be written (exit 5); what stood there is as it was.
pub fn publish_copies(folder: &Path, artifacts: &[Artifact]) -> Result<(), Failure> {
    place(folder, folder, artifacts, |_| Vec::new())
}

/// Puts files into `target` by way of a temporary folder in `output`, which lies on the same disk; `stale` names the
/// files to be removed.
fn place(
    output: &Path,
    target: &Path,
    artifacts: &[Artifact],
    stale: impl FnOnce(&[&str]) -> Vec<String>,
) -> Result<(), Failure> {
    for artifact in artifacts {
        refuse_outside(target, &artifact.name)?;
        refuse_open(&target.join(&artifact.name))?;
    }
    fs::create_dir_all(output).map_err(|error| fault::cannot_write(output, &error))?;
    let _lock = Lock::take(output)?;
    let stage = tempfile::Builder::new().prefix(".csr-report-").tempdir_in(output);
    let stage = stage.map_err(|error| fault::cannot_write(output, &error))?;
    let (fresh, kept) = (stage.path().join("new"), stage.path().join("old"));
    for artifact in artifacts {
        let path = fresh.join(&artifact.name);
        write(&path, &artifact.bytes).map_err(|error| fault::cannot_write(&path, &error))?;
    }
    let mut names: Vec<&str> = artifacts.iter().map(|artifact| artifact.name.as_str()).collect();
    names.sort_by_key(|name| (*name == REPORT, *name));
    let mut swap = Swap::new(target, &fresh, &kept);
    let moved = swap.remove(&stale(&names)).and_then(|()| swap.bring(&names));
    if let Err(failure) = moved {
        // The folder with the old files is kept where they could not all be put back.
        return Err(swap.undo().map_or(failure, |rest| fault::not_undone(&stage.keep(), &rest)));
    }
    swap.remove_empty_folders();
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, bytes)
}

/// Whether the name stays below its folder: plain components only.
fn stays_inside(name: &str) -> bool {
    let path = Path::new(name);
    path.components().next().is_some() && path.components().all(|part| matches!(part, Component::Normal(_)))
}

/// Refuses names and links that lead out of the folder of the period.
fn refuse_outside(target: &Path, name: &str) -> Result<(), Failure> {
    let mut folders = target.join(name);
    let mut linked = false;
    while folders.pop() && folders.starts_with(target) {
        linked = linked || folders.is_symlink();
    }
    if linked || !stays_inside(name) { Err(fault::outside(&target.join(name))) } else { Ok(()) }
}

/// Refuses to replace a file that another program has open.
fn refuse_open(path: &Path) -> Result<(), Failure> {
    if path.is_dir() {
        return Err(fault::is_a_folder(path));
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let owner = path.with_file_name(format!("~${name}"));
    if owner.exists() {
        return Err(fault::open_elsewhere(path, Some(&owner)));
    }
    match fs::OpenOptions::new().write(true).open(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(fault::replace(path, &error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
