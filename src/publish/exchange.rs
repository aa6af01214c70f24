//! The new folder takes the place of the old one in one step. The user's own files come along under second names (hard
//! links), so they are in both folders whatever happens.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use super::disk::{Disk, EntryKind};
use super::plan::beside;
use super::record::{How, Plan, Publishing, Record};
use super::site::{Site, create_folders, files, remove_all, sync_all};
use crate::base::digest::sha256;
use crate::base::lang::Lang;

/// Makes the names in the prepared folder last and brings it to the target. False where this cannot be done here: then nothing
/// has changed.
pub(super) fn bring(disk: &dyn Disk, site: &Site, plan: &Plan, record: &mut Record) -> io::Result<bool> {
    let first = disk.look(&site.target).is_none();
    let possible = site.is_whole() && (first || (disk.exchanges() && carry(disk, site, plan)?));
    // The folders above have lasted since they were made.
    sync_all(disk, &site.fresh())?;
    if !possible {
        return Ok(false);
    }
    let Some(new) = disk.look(&site.fresh()) else { return Ok(false) };
    if let Some(publishing) = &mut record.publishing {
        publishing.how = How::Exchange { folder: new.id, replaced: plan.replaced.clone() };
    }
    record.save(disk, site)?;
    let done =
        if first { disk.rename(&site.fresh(), &site.target) } else { disk.exchange(&site.fresh(), &site.target) };
    if let Err(error) = done {
        return if cannot(&error) { Ok(false) } else { Err(error) };
    }
    let lasts = disk.sync_folders(&[site.output.clone(), site.stage()]);
    let Err(error) = lasts else { return Ok(true) };
    // What a disk does not keep is taken back; where it does not even do that, the new report is there and stays.
    let back =
        if first { disk.rename(&site.target, &site.fresh()) } else { disk.exchange(&site.fresh(), &site.target) };
    if back.is_ok() { Err(error) } else { Ok(true) }
}

/// The system or the disk has no such step, or none for a folder that is in use.
fn cannot(error: &io::Error) -> bool {
    use io::ErrorKind::{CrossesDevices, InvalidInput, PermissionDenied, ResourceBusy, Unsupported};
    matches!(error.kind(), Unsupported | InvalidInput | CrossesDevices | PermissionDenied | ResourceBusy)
}

/// Gives the user's files second names in the new folder; false where one cannot have any.
fn carry(disk: &dyn Disk, site: &Site, plan: &Plan) -> io::Result<bool> {
    let fresh = site.fresh();
    let Some(found) = files(disk, &site.target) else { return Ok(false) };
    let replaced: BTreeSet<&String> = plan.names.iter().chain(&plan.stale).collect();
    for name in &found {
        let beside = plan.kept.iter().find(|(kept, _)| kept == name).map(|(_, beside)| beside);
        let carried = match beside {
            Some(beside) => beside,
            None if replaced.contains(name) => continue,
            None => name,
        };
        let place = fresh.join(carried);
        create_folders(disk, place.parent().unwrap_or(&fresh))?;
        if disk.link(&site.target.join(name), &place).is_err() {
            return Ok(false);
        }
    }
    carry_folders(disk, &site.target, &fresh, plan, Path::new(""))
}

/// Empty folders of the user come along, and every folder keeps its rights. A folder that only held our own files goes.
fn carry_folders(disk: &dyn Disk, from: &Path, to: &Path, plan: &Plan, below: &Path) -> io::Result<bool> {
    if !disk.make_like(to, from) {
        return Ok(false);
    }
    for name in disk.list(from)? {
        let (from, to, below) = (from.join(&name), to.join(&name), below.join(&name));
        if disk.look(&from).is_none_or(|found| found.kind != EntryKind::Folder) {
            continue;
        }
        if disk.look(&to).is_none() {
            if plan.stale.iter().any(|name| Path::new(name).starts_with(&below)) {
                continue;
            }
            disk.create_folder(&to)?;
        }
        if !carry_folders(disk, &from, &to, plan, &below)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether the folder of this number has come to the target.
pub(super) fn happened(disk: &dyn Disk, site: &Site, folder: u64) -> bool {
    disk.look(&site.target).is_some_and(|found| found.id == folder)
}

/// After the step: saves what the user laid into the old folder meanwhile, and removes it.
pub(super) fn finish(disk: &dyn Disk, site: &Site, record: &mut Record, lang: Lang) -> io::Result<()> {
    let old = site.fresh();
    if disk.look(&old).is_some() {
        rescue(disk, site, record, lang)?;
    }
    close(disk, site, record)
}

/// Writes down that the new files are there, and removes what was prepared.
pub(super) fn close(disk: &dyn Disk, site: &Site, record: &mut Record) -> io::Result<()> {
    if disk.look(&site.stage()).is_some() {
        remove_all(disk, &site.stage())?;
    }
    if let Some(Publishing { next, .. }) = record.publishing.take() {
        record.written = next;
    }
    record.save(disk, site)
}

/// Files of the old folder that are neither ours nor in the new folder under any name.
fn rescue(disk: &dyn Disk, site: &Site, record: &Record, lang: Lang) -> io::Result<()> {
    let old = site.fresh();
    let strange = || io::Error::other("a name that is no text, a link or a device");
    let ids: BTreeSet<u64> = files(disk, &site.target)
        .ok_or_else(strange)?
        .iter()
        .filter_map(|name| disk.look(&site.target.join(name)))
        .map(|found| found.id)
        .collect();
    let mut moved = false;
    for name in files(disk, &old).ok_or_else(strange)? {
        let from = old.join(&name);
        let here = disk.look(&from).is_some_and(|found| ids.contains(&found.id));
        if here || record.is_ours(&name, &sha256(&disk.read(&from)?)) {
            continue;
        }
        let place = site.target.join(&name);
        create_folders(disk, place.parent().unwrap_or(&site.target))?;
        let free = disk.look(&place).is_none();
        let place = if free { place } else { site.target.join(beside(disk, &site.target, &name, true, lang)) };
        disk.rename(&from, &place)?;
        moved = true;
    }
    if moved { sync_all(disk, &site.target) } else { Ok(()) }
}
