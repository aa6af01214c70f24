//! Files that are written while others are still being drawn, so that nobody waits for the disk at the end.
//!
//! One thread does all that changes the output: it takes the lock, mends what a run before has left, writes each file where
//! nobody looks for it, makes it last and checks it, and brings all of them in once it is told to. The threads that draw only
//! hand files over.

use std::io;
use std::iter;
use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::disk::{Disk, RealDisk};
use super::held::holder;
use super::lock::Lock;
use super::record::Hashes;
use super::site::{Site, remove_all};
use super::{Manner, Published, fault, locked, numbered, place, refuse_place, take_over, write};
use crate::base::digest::sha256;
use crate::base::failure::Failure;
use crate::render::Artifact;

/// How often a lock that another run holds is asked for while files are being drawn.
const PAUSE: Duration = Duration::from_millis(50);

/// A report whose files come one by one. Until it is published nobody sees any of them; dropped, it leaves nothing.
pub struct Stage {
    hashes: Mutex<Hashes>,
    // The order of these is that in which they are dropped: the thread ends once no file and no word can come any more.
    files: Sender<Artifact>,
    go: Sender<Hashes>,
    writer: Writer,
}

impl Stage {
    /// Begins the files of a period.
    pub fn begin(output: &Path, period: &str, manner: Manner) -> Self {
        let site = Site::of_report(output, period);
        let (files, coming) = mpsc::channel();
        let (go, word) = mpsc::channel();
        let thread = thread::spawn(move || write_and_bring(&site, manner, &coming, &word));
        Self { hashes: Mutex::default(), files, go, writer: Writer(Some(thread)) }
    }

    /// Hands a finished file over and gives its hash (SHA-256). What becomes of it is told when all are published.
    pub fn add(&self, file: Artifact) -> String {
        let hash = sha256(&file.bytes);
        self.hashes.lock().unwrap_or_else(PoisonError::into_inner).insert(file.name.clone(), hash.clone());
        // A thread that has failed takes no more of them.
        let _ = self.files.send(file);
        hash
    }

    /// Brings the files to the folder of the period, all or none, and removes those that the last run wrote and this one
    /// lacks.
    ///
    /// # Errors
    /// A file cannot be written (exit 5); the last report is as it was.
    pub fn publish(self) -> Result<Published, Failure> {
        let Self { hashes, files, go, mut writer } = self;
        drop(files);
        let _ = go.send(hashes.into_inner().unwrap_or_else(PoisonError::into_inner));
        let published =
            writer.0.take().map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        published.transpose()?.flatten().ok_or_else(|| Failure::unexpected("a report that was not brought in"))
    }
}

/// The thread that writes; none once it has ended. Whoever drops it waits until it has removed what it wrote.
struct Writer(Option<JoinHandle<Result<Option<Published>, Failure>>>);

impl Drop for Writer {
    fn drop(&mut self) {
        // Why the files are not wanted is told elsewhere.
        let _ = self.0.take().map(JoinHandle::join);
    }
}

/// Writes files as they come, and brings them in where that is asked for; nothing where it is not.
fn write_and_bring(
    site: &Site,
    manner: Manner,
    files: &Receiver<Artifact>,
    go: &Receiver<Hashes>,
) -> Result<Option<Published>, Failure> {
    let (lock, early) = locked_meanwhile(site, files);
    let Some(lock) = lock else {
        // All are drawn, and another run still has the lock: it is waited for only if there is something to bring in.
        return go.recv().ok().map(|_| place(site, &early, manner)).transpose();
    };
    // What was drawn while others were being written is written together.
    let next = || files.recv().ok().map(|first| iter::once(first).chain(files.try_iter()).collect());
    write(&RealDisk, site, manner.lang, iter::once(early).chain(iter::from_fn(next)))?;
    let Ok(new) = go.recv() else {
        // What cannot be removed now is removed by the next command.
        let _ = remove_all(&RealDisk, &site.stage());
        return Ok(None);
    };
    bring_in(site, manner, &new, lock).map(Some)
}

/// Brings in what is written.
fn bring_in(site: &Site, manner: Manner, new: &Hashes, lock: Lock) -> Result<Published, Failure> {
    let remove = || {
        let _ = remove_all(&RealDisk, &site.stage());
    };
    new.keys().try_for_each(|name| refuse_place(site, name)).inspect_err(|_| remove())?;
    let is_held = |name: &String| holder(&site.target.join(name)).is_some();
    if new.keys().any(is_held) {
        // Nobody else shall wait for the lock as long as this run for a file: it waits without it.
        let read = |name: &String| Ok(Artifact { name: name.clone(), bytes: RealDisk.read(&site.fresh().join(name))? });
        let files = new.keys().map(read).collect::<io::Result<Vec<_>>>();
        remove();
        drop(lock);
        return place(site, &files.map_err(|error| fault::cannot_write(&site.target, &error))?, manner);
    }
    let published = take_over(&RealDisk, site, new, manner)?;
    drop(lock);
    numbered::remove(site);
    Ok(published)
}

/// The lock, and the files that came before it was there; no lock where another run holds it until all have come.
fn locked_meanwhile(site: &Site, files: &Receiver<Artifact>) -> (Option<Lock>, Vec<Artifact>) {
    let mut early = Vec::new();
    loop {
        if let Ok(lock) = locked(site, Duration::ZERO) {
            return (Some(lock), early);
        }
        match files.recv_timeout(PAUSE) {
            Ok(file) => early.push(file),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return (None, early),
        }
    }
}
