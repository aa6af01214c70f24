//! The only writer of reports and marked copies: everything or nothing, nobody's own file lost, and never outside the
//! output folder.
//!
//! The files are written to a hidden folder beside the target and made to last there; those of a report while others of it
//! are still being drawn ([`stage`]). Then the new folder takes the place of the old one in a single step where the system
//! has one ([`exchange`]), else file by file ([`moves`]). What has been begun stands in a record, and whatever command comes
//! next finishes or undoes it. `report.json` is moved last.

mod deck;
mod disk;
mod exchange;
mod export;
mod fault;
pub mod finished;
pub mod health;
mod held;
pub mod last;
mod lock;
pub mod log;
mod moves;
mod numbered;
mod past;
mod plan;
mod record;
mod site;
mod stage;

use std::fs;
use std::io;
use std::iter;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::base::digest::sha256;
use crate::base::failure::Failure;
use crate::base::folder_name;
use crate::base::lang::{Lang, Words};
use crate::base::period::is_label;
use crate::render::Artifact;
use crate::settings::{Held, Settings};

pub use deck::deck;
pub use export::Export;
pub use past::{PastFile, PastReport};
pub use plan::Kept;
pub use stage::Stage;

use disk::{Disk, RealDisk, is_shared};
use held::{holder, patiently};
use lock::{Lock, PATIENCE};
use record::{Hashes, How, Plan, Publishing, Record};
use site::{Site, create_folders, remove_all, stays_inside};

/// What was published.
#[derive(Debug)]
pub struct Published {
    /// The folder of the files.
    pub folder: PathBuf,
    /// The user's own files that stood in the way and stay beside.
    pub kept: Vec<Kept>,
    /// Why they lie in a numbered folder, where they do.
    pub numbered: Option<Words>,
    /// Files of earlier runs that lie beside them, of kinds that were not asked for this time: their figures may be others.
    pub older: Vec<String>,
}

/// How files are brought in.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// Replace the user's own files too.
    pub force: bool,
    /// The language of names that say whose file it is.
    pub lang: Lang,
    /// What is done about files that another program has open.
    pub held: Held,
}

impl Manner {
    /// As the settings want it.
    pub fn of(settings: &Settings) -> Self {
        Self { force: settings.force, lang: settings.lang, held: settings.held }
    }
}

/// Checks, before any work, that the folder of the period can be written and that none of its files is open elsewhere:
/// those of the last run, and `names`; a name that ends in `/` is a folder. Leaves nothing behind.
///
/// # Errors
/// The folder cannot be written, or a report in it is open (exit 5).
pub fn check_writable(output: &Path, period: &str, names: &[String], held: Held) -> Result<(), Failure> {
    let site = Site::of_report(output, period);
    check_folder(&site.target)?;
    check_work(&site)?;
    check_folder(&site.work())?;
    let record = Record::load(&RealDisk, &site);
    let mut files = Vec::new();
    for name in record.written.keys().chain(names).filter(|name| stays_inside(name)) {
        // Of a folder, what stands above some file in it.
        let within = if name.ends_with('/') { format!("{name}file") } else { name.clone() };
        refuse_outside(&site.target, &within)?;
        refuse_file_above(&site.target, &within)?;
        if within == *name {
            refuse_strange(&site.target.join(name))?;
            files.push(site.target.join(name));
        }
    }
    if held.numbered { Ok(()) } else { wait(&files, held) }
}

/// Waits until no other program has one of the files open.
fn wait(files: &[PathBuf], held: Held) -> Result<(), Failure> {
    let free = || files.iter().find_map(|file| holder(file)).map_or(Ok(()), Err);
    patiently(&RealDisk, Duration::from_secs(held.seconds), free, |_| true)
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

/// Writes the files of a period, all or none, and removes those that the last run wrote and this one lacks.
///
/// # Errors
/// A file cannot be written (exit 5); the last report is as it was.
pub fn publish(output: &Path, period: &str, artifacts: &[Artifact], manner: Manner) -> Result<Published, Failure> {
    place(&Site::of_report(output, period), artifacts, manner)
}

/// Writes files to a folder, all or none. Nothing in the folder is removed.
///
/// # Errors
/// A file cannot be written (exit 5); what stood there is as it was.
pub fn publish_copies(folder: &Path, artifacts: &[Artifact], manner: Manner) -> Result<Published, Failure> {
    place(&Site::of_copies(folder), artifacts, manner)
}

/// Where the reports of a store lie: in a folder of its name, which is none that the program has beside it.
pub fn folder_of_store(output: &Path, store: &str) -> PathBuf {
    let taken = |name: &str| name.eq_ignore_ascii_case(log::FOLDER) || is_label(numbered::plain_label(name));
    output.join(folder_name::of_store(store, taken))
}

/// The folders in an output folder, sorted: where a workspace has several stores each store's reports lie in one.
pub fn folders_in(output: &Path) -> Vec<PathBuf> {
    let names = RealDisk.list(output).unwrap_or_default();
    let mut folders: Vec<_> = names.iter().map(|name| output.join(name)).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// Finishes or undoes what a run that was ended has begun in this folder. What another run is just doing is left to it.
///
/// # Errors
/// The first file that could neither be brought in nor put back (exit 5).
pub fn recover(output: &Path, lang: Lang) -> Result<(), Failure> {
    let work = output.join(site::WORK);
    let names = RealDisk.list(&work).unwrap_or_default();
    let mut result = Ok(());
    for label in names.iter().filter_map(|name| name.strip_suffix(".lock")) {
        let report = Site::of_report(output, label);
        let copies = Site::of_copies(output);
        let site = if label == copies.label { copies } else { report };
        let Ok(_lock) = Lock::take(&site.lock(), Duration::ZERO) else { continue };
        result = result.and(settle(&RealDisk, &site, lang));
    }
    result
}

fn place(site: &Site, artifacts: &[Artifact], manner: Manner) -> Result<Published, Failure> {
    artifacts.iter().try_for_each(|artifact| refuse_place(site, &artifact.name))?;
    let files: Vec<PathBuf> = artifacts.iter().map(|artifact| site.target.join(&artifact.name)).collect();
    if let Err(failure) = wait(&files, manner.held) {
        if !manner.held.numbered || !site.is_whole() {
            return Err(failure);
        }
        let free = numbered::free(site, artifacts);
        let published = place_now(&free, artifacts, manner)?;
        return Ok(Published { numbered: Some(numbered::told(site, &free)), ..published });
    }
    let published = place_now(site, artifacts, manner)?;
    numbered::remove(site);
    Ok(published)
}

fn place_now(site: &Site, artifacts: &[Artifact], manner: Manner) -> Result<Published, Failure> {
    let _lock = locked(site, PATIENCE)?;
    bring(&RealDisk, site, artifacts, manner)
}

/// The place of work, for this run alone; another run is waited for as long as `patience`.
fn locked(site: &Site, patience: Duration) -> Result<Lock, Failure> {
    check_work(site)?;
    create_folders(&RealDisk, &site.work()).map_err(|error| fault::cannot_write(&site.work(), &error))?;
    Lock::take(&site.lock(), patience)
}

/// Finishes what was begun before, prepares the new files and brings them in. The lock is held.
fn bring(disk: &dyn Disk, site: &Site, artifacts: &[Artifact], manner: Manner) -> Result<Published, Failure> {
    write(disk, site, manner.lang, iter::once(artifacts))?;
    take_over(disk, site, &hashes(artifacts), manner)
}

/// Finishes what was begun before and prepares the new files, set by set as they come. The lock is held.
fn write<S: AsRef<[Artifact]>>(
    disk: &dyn Disk,
    site: &Site,
    lang: Lang,
    mut sets: impl Iterator<Item = S>,
) -> Result<(), Failure> {
    settle(disk, site, lang)?;
    let written = sets.try_for_each(|set| {
        set.as_ref().iter().try_for_each(|file| refuse_outside(&site.target, &file.name))?;
        prepare(disk, site, set.as_ref()).map_err(|error| fault::cannot_write(&site.target, &error))
    });
    written.inspect_err(|_| {
        let _ = remove_all(disk, &site.stage());
    })
}

/// The prepared files, by name with their hash, take the place of the old ones. The lock is held.
fn take_over(disk: &dyn Disk, site: &Site, new: &Hashes, manner: Manner) -> Result<Published, Failure> {
    let mut record = Record::load(disk, site);
    let (plan, kept, older) = plan::plan(disk, site, &mut record, new, manner.force, manner.lang);
    record.publishing = Some(Publishing { next: next(&record, &plan, new), how: How::Moves(Plan::default()) });
    match exchange::bring(disk, site, &plan, &mut record) {
        Ok(true) => {
            // The new report is there. What is left over is removed by the next run, if it cannot be now.
            let _ = exchange::finish(disk, site, &mut record, manner.lang);
        }
        Ok(false) => one_by_one(disk, site, plan, record)?,
        Err(error) => {
            let _ = remove_all(disk, &site.stage());
            return Err(fault::cannot_write(&site.target, &error));
        }
    }
    Ok(Published { folder: site.target.clone(), kept, numbered: None, older })
}

/// Writes new files where nobody looks for them, opens them again and checks them.
fn prepare(disk: &dyn Disk, site: &Site, artifacts: &[Artifact]) -> io::Result<()> {
    create_folders(disk, &site.fresh())?;
    let files: Vec<_> =
        artifacts.iter().map(|artifact| (site.fresh().join(&artifact.name), artifact.bytes.as_slice())).collect();
    files.iter().filter_map(|(path, _)| path.parent()).try_for_each(|folder| create_folders(disk, folder))?;
    disk.write_all(&files)?;
    files.iter().try_for_each(|(path, bytes)| {
        let is_whole = disk.read(path)? == *bytes;
        if is_whole { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
    })
}

/// The files by name with their hash.
fn hashes(artifacts: &[Artifact]) -> Hashes {
    artifacts.iter().map(|artifact| (artifact.name.clone(), sha256(&artifact.bytes))).collect()
}

/// The hashes of all files once the new ones are there.
fn next(record: &Record, plan: &Plan, new: &Hashes) -> Hashes {
    let mut next = record.written.clone();
    next.retain(|name, _| !plan.stale.contains(name));
    next.extend(new.iter().map(|(name, hash)| (name.clone(), hash.clone())));
    next
}

fn one_by_one(disk: &dyn Disk, site: &Site, plan: Plan, mut record: Record) -> Result<(), Failure> {
    let cannot_write = |error: io::Error| fault::cannot_write(&site.target, &error);
    create_folders(disk, &site.target).map_err(cannot_write)?;
    if let Some(publishing) = &mut record.publishing {
        publishing.how = How::Moves(plan);
    }
    if let Err(error) = record.save(disk, site) {
        // It may have been written all the same; the next run must not bring in what this one says it has not.
        let _ = forget(disk, site, &mut record);
        return Err(cannot_write(error));
    }
    settle_moves(disk, site, &mut record)
}

/// Finishes what was begun, or undoes it. The lock is held.
fn settle(disk: &dyn Disk, site: &Site, lang: Lang) -> Result<(), Failure> {
    let mut record = Record::load(disk, site);
    let cannot_write = |error: io::Error| fault::cannot_write(&site.work(), &error);
    Record::tidy(disk, site).map_err(cannot_write)?;
    match &record.publishing {
        None if disk.look(&site.stage()).is_none() => Ok(()),
        None => remove_all(disk, &site.stage()).map_err(cannot_write),
        Some(Publishing { how: How::Moves(_), .. }) => settle_moves(disk, site, &mut record),
        Some(Publishing { how: How::Exchange { folder, .. }, .. }) if exchange::happened(disk, site, *folder) => {
            exchange::finish(disk, site, &mut record, lang).map_err(cannot_write)
        }
        Some(_) => forget(disk, site, &mut record).map_err(cannot_write),
    }
}

/// Brings the files of the record in; where one cannot be moved, all go back.
fn settle_moves(disk: &dyn Disk, site: &Site, record: &mut Record) -> Result<(), Failure> {
    let Some(Publishing { how: How::Moves(plan), .. }) = &record.publishing else { return Ok(()) };
    match moves::finish(disk, site, plan) {
        Ok(()) => {
            let _ = exchange::close(disk, site, record);
            Ok(())
        }
        Err(failure) => match moves::undo(disk, site, plan) {
            Ok(()) => {
                let _ = forget(disk, site, record);
                Err(failure)
            }
            Err(rest) => Err(fault::not_undone(&site.stage(), &rest)),
        },
    }
}

/// What was begun has not happened: the last report stands.
fn forget(disk: &dyn Disk, site: &Site, record: &mut Record) -> io::Result<()> {
    record.publishing = None;
    record.save(disk, site)?;
    if disk.look(&site.stage()).is_some() { remove_all(disk, &site.stage()) } else { Ok(()) }
}

/// Refuses a place of work that leads elsewhere or is a file.
fn check_work(site: &Site) -> Result<(), Failure> {
    let work = site.work();
    match work.symlink_metadata() {
        Ok(found) if found.is_symlink() => Err(fault::outside(&work)),
        Ok(found) if !found.is_dir() => Err(fault::not_a_folder(&work)),
        _ => Ok(()),
    }
}

/// Refuses a place where a file cannot be written.
fn refuse_place(site: &Site, name: &str) -> Result<(), Failure> {
    refuse_outside(&site.target, name)?;
    refuse_file_above(&site.target, name)?;
    refuse_strange(&site.target.join(name))
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

/// Refuses a name of which a part that should be a folder is a file.
fn refuse_file_above(target: &Path, name: &str) -> Result<(), Failure> {
    let path = target.join(name);
    let folders = path.ancestors().skip(1).take_while(|folder| *folder != target);
    let file = folders.into_iter().find(|folder| folder.symlink_metadata().is_ok_and(|found| !found.is_dir()));
    file.map_or(Ok(()), |file| Err(fault::not_a_folder(file)))
}

/// Refuses to replace what is no plain file or may not be written.
fn refuse_strange(path: &Path) -> Result<(), Failure> {
    match path.symlink_metadata().map(|found| found.file_type()) {
        Ok(kind) if kind.is_dir() => return Err(fault::is_a_folder(path)),
        Ok(kind) if kind.is_symlink() => return Err(fault::outside(path)),
        // To open a pipe would wait for ever.
        Ok(kind) if !kind.is_file() => return Err(fault::not_a_file(path)),
        _ => {}
    }
    match fs::OpenOptions::new().write(true).open(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound && !is_shared(&error) => {
            Err(fault::cannot_write(path, &error))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
