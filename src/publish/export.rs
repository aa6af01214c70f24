//! The folder of an export: everything below it is read by a warehouse, so nothing else may lie there.

use std::path::{Path, PathBuf};

use super::disk::{Disk, RealDisk};
use super::record::Record;
use super::site::Site;
use super::{Manner, Published, check_folder, place, real_path, settle};
use crate::base::digest::sha256;
use crate::base::failure::{Exit, Failure};
use crate::base::lang::Lang;
use crate::base::text::shown;
use crate::render::Artifact;

/// Checks, before any work, that the folder is new, empty or that of an earlier export as it was written.
///
/// # Errors
/// Something else lies there (exit 2), or it cannot be written (exit 5).
pub fn check_export(folder: &Path, lang: Lang) -> Result<(), Failure> {
    let site = site(folder)?;
    check_folder(&site.target)?;
    settle(&RealDisk, &site, lang)?;
    let record = Record::load(&RealDisk, &site);
    let mut stranger = None;
    walk(&site.target, "", &mut |name, path| {
        let hash = RealDisk.read(path).map(|bytes| sha256(&bytes)).unwrap_or_default();
        if stranger.is_none() && !record.is_ours(name, &hash) {
            stranger = Some(path.to_owned());
        }
    });
    let Some(stranger) = stranger else { return Ok(()) };
    let (folder, stranger) = (shown(folder), shown(stranger));
    Err(Failure::new(
        Exit::Usage,
        format!("导出文件夹 {folder} 中有不是导出写的文件：{stranger}；数据仓库会把它当作数据读取"),
        format!("the folder {folder} holds a file that no export wrote: {stranger}; a warehouse would read it as data"),
    )
    .hint("换一个新的文件夹，或移走这个文件", "choose a new folder, or move the file away"))
}

/// Writes an export, all of it or nothing; what an earlier one wrote and this one lacks is removed.
///
/// # Errors
/// A file cannot be written (exit 5); the last export is as it was.
pub fn publish_export(folder: &Path, artifacts: &[Artifact], manner: Manner) -> Result<Published, Failure> {
    place(&site(folder)?, artifacts, manner)
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
