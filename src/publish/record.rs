//! What this program wrote to a folder, and what it was about to do there when it was ended.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::disk::Disk;
use super::site::Site;

/// The file that lists the others; moved last.
pub(super) const REPORT: &str = "report.json";

/// Hash of each file (SHA-256, lower-case hex) by its name in the target.
pub(super) type Hashes = BTreeMap<String, String>;

/// The record of a set of files. It is replaced as a whole, so a reader finds the old or the new one.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Record {
    /// The files of the last finished run.
    pub written: Hashes,
    /// What was begun and not yet finished.
    pub publishing: Option<Publishing>,
}

/// A change of the target that was begun.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Publishing {
    /// The files once it is finished.
    pub next: Hashes,
    /// The way.
    pub how: How,
}

/// How files come to the target.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum How {
    /// The whole folder in one step: done once the target is the folder of this number.
    Exchange {
        /// What the file system calls the new folder.
        folder: u64,
        /// The user's files that are replaced because that was asked for.
        #[serde(default)]
        replaced: Hashes,
    },
    /// One file after the other.
    Moves(Plan),
}

/// What becomes of the files in the target.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Plan {
    /// The user's own files that stand in the way: name, and the name beside under which they stay.
    pub kept: Vec<(String, String)>,
    /// The user's own files that are replaced because that was asked for.
    #[serde(skip)]
    pub replaced: Hashes,
    /// Our old files that go.
    pub stale: Vec<String>,
    /// The new files, report.json last.
    pub names: Vec<String>,
}

impl Record {
    /// The record of a set; an empty one where there is none or it cannot be understood.
    pub(super) fn load(disk: &dyn Disk, site: &Site) -> Self {
        let text = disk.read(&site.record()).unwrap_or_default();
        serde_json::from_slice(&text).unwrap_or_default()
    }

    /// Replaces the record on the disk.
    pub(super) fn save(&self, disk: &dyn Disk, site: &Site) -> io::Result<()> {
        Self::tidy(disk, site)?;
        let fresh = Self::fresh(site);
        disk.write(&fresh, &serde_json::to_vec_pretty(self)?)?;
        disk.rename(&fresh, &site.record())?;
        disk.sync_folder(&site.work())
    }

    /// Removes a new record that never took the place of the old one.
    pub(super) fn tidy(disk: &dyn Disk, site: &Site) -> io::Result<()> {
        let fresh = Self::fresh(site);
        if disk.look(&fresh).is_some() { disk.remove_file(&fresh) } else { Ok(()) }
    }

    fn fresh(site: &Site) -> PathBuf {
        site.record().with_extension("new")
    }

    /// Whether this program wrote the file of this name and hash, or was asked to replace it.
    pub(super) fn is_ours(&self, name: &str, hash: &str) -> bool {
        let replaced = match &self.publishing {
            Some(Publishing { how: How::Exchange { replaced, .. }, .. }) => Some(replaced),
            _ => None,
        };
        let next = self.publishing.as_ref().map(|publishing| &publishing.next);
        let known = [Some(&self.written), next, replaced];
        known.into_iter().flatten().any(|hashes| hashes.get(name).is_some_and(|own| own == hash))
    }
}
