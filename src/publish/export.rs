//! The folder of an export: everything below it is read by a warehouse, so nothing else may lie there.

use std::path::{Path, PathBuf};

use super::disk::{Disk, RealDisk};
use super::lock::{Lock, PATIENCE};
use super::record::{Hashes, Record};
use super::site::Site;
use super::{Manner, check_folder, fault, hashes, locked, prepare, refuse_place, settle, take_over, wait};
use crate::base::digest::sha256;
use crate::base::failure::{Exit, Failure};
use crate::base::real_path::real_path;
use crate::base::text::shown;
use crate::render::Artifact;

/// An export that is being written, file by file: until all are there they lie where nobody looks for them. The lock is held from
/// the first to the last of them, while further ones are computed: the place where they lie is one for all exports to the folder.
pub struct Export {
    site: Site,
    manner: Manner,
    written: Hashes,
    _lock: Lock,
}

impl Export {
    /// Begins an export to a folder that is new, empty or that of an earlier export as it was written.
    ///
    /// # Errors
    /// Something else lies there (exit 2), or it cannot be written (exit 5).
    pub fn begin(folder: &Path, manner: Manner) -> Result<Self, Failure> {
        let site = site(folder)?;
        check_folder(&site.target)?;
        let _lock = locked(&site, PATIENCE)?;
        settle(&RealDisk, &site, manner.lang)?;
        refuse_strangers(&site)?;
        Ok(Self { site, manner, written: Hashes::new(), _lock })
    }

    /// Adds files.
    ///
    /// # Errors
    /// One cannot be written (exit 5).
    pub fn add(&mut self, files: &[Artifact]) -> Result<(), Failure> {
        files.iter().try_for_each(|file| refuse_place(&self.site, &file.name))?;
        let new = prepare(&RealDisk, &self.site, files);
        new.map_err(|error| fault::cannot_write(&self.site.target, &error))?;
        self.written.extend(hashes(files));
        Ok(())
    }

    /// Brings the export to its folder, all of it or nothing; what an earlier one wrote and this one lacks is removed. Gives
    /// how many files there are.
    ///
    /// # Errors
    /// A file cannot be written (exit 5); the last export is as it was.
    pub fn publish(self) -> Result<usize, Failure> {
        let files: Vec<PathBuf> = self.written.keys().map(|name| self.site.target.join(name)).collect();
        wait(&files, self.manner.held)?;
        take_over(&RealDisk, &self.site, &self.written, self.manner)?;
        Ok(files.len())
    }
}

impl Drop for Export {
    fn drop(&mut self) {
        // What was not brought in is of no use; where it cannot be removed now, the next command does.
        let _ = settle(&RealDisk, &self.site, self.manner.lang);
    }
}

/// Refuses a folder that holds a file which no export wrote.
fn refuse_strangers(site: &Site) -> Result<(), Failure> {
    let record = Record::load(&RealDisk, site);
    let mut stranger = None;
    walk(&site.target, "", &mut |name, path| {
        if stranger.is_none() {
            let hash = RealDisk.read(path).map(|bytes| sha256(&bytes)).unwrap_or_default();
            stranger = (!record.is_ours(name, &hash)).then(|| path.to_owned());
        }
    });
    let Some(stranger) = stranger else { return Ok(()) };
    let (folder, stranger) = (shown(&site.target), shown(stranger));
    Err(Failure::new(
        Exit::Usage,
        format!("导出文件夹 {folder} 中有不是导出写的文件：{stranger}；数据仓库会把它当作数据读取"),
        format!("the folder {folder} holds a file that no export wrote: {stranger}; a warehouse would read it as data"),
    )
    .hint("换一个新的文件夹，或移走这个文件", "choose a new folder, or move the file away"))
}

/// The folder and where it is prepared: beside it.
fn site(folder: &Path) -> Result<Site, Failure> {
    let real = real_path(folder);
    match (real.parent(), real.file_name()) {
        (Some(above), Some(name)) => Ok(Site::of_report(above, &name.to_string_lossy())),
        _ => Err(Failure::new(
            Exit::Usage,
            format!("{} 不能作为导出文件夹", shown(folder)),
            format!("{} cannot be the folder of an export", shown(folder)),
        )),
    }
}

/// Every file below a folder, by its name with `/`.
fn walk(folder: &Path, above: &str, each: &mut dyn FnMut(&str, &PathBuf)) {
    for name in RealDisk.list(folder).unwrap_or_default() {
        let (path, name) = (folder.join(&name), format!("{above}{name}"));
        if path.is_dir() && !path.is_symlink() { walk(&path, &format!("{name}/"), each) } else { each(&name, &path) }
    }
}
