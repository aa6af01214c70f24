//! Where a file of the last report stays open elsewhere, the new report comes to a numbered folder beside it, whole, with the
//! same names and bytes. The next one that can take the place of the old one removes it.

use std::time::Duration;

use super::disk::{Disk, RealDisk};
use super::held::holder;
use super::lock::Lock;
use super::record::Record;
use super::site::{self, Site, remove_all};
use crate::base::digest::sha256;
use crate::base::lang::Words;
use crate::base::text::shown;
use crate::render::Artifact;

/// More numbered folders than this are not made.
const MOST: u32 = 99;

fn of(site: &Site, number: u32) -> Site {
    let label = format!("{} ({number})", site.label);
    Site::of_report(&site.output, &label)
}

/// Whether a folder may be called so: `2013-09 (2)`; gives back the name without the number.
pub(super) fn plain_label(label: &str) -> &str {
    label.split_once(" (").filter(|(_, number)| number.ends_with(')')).map_or(label, |(plain, _)| plain)
}

/// The first numbered folder of which no file is open elsewhere.
pub(super) fn free(site: &Site, artifacts: &[Artifact]) -> Site {
    let is_free = |site: &Site| artifacts.iter().all(|artifact| holder(&site.target.join(&artifact.name)).is_none());
    (2..MOST).map(|number| of(site, number)).find(is_free).unwrap_or_else(|| of(site, MOST))
}

/// What is told of a report that came to a numbered folder.
pub(super) fn told(site: &Site, numbered: &Site) -> Words {
    let (old, new) = (shown(&site.target), shown(&numbered.target));
    Words {
        chinese: format!("{old} 中的文件正在其他程序（Excel、WPS）中打开，没有替换；新的报告完整地写在 {new}"),
        en: format!(
            "files in {old} are open in another program (Excel, WPS) and stay as they are; the whole new report is in {new}"
        ),
    }
}

/// Removes the numbered folders of a report that has come to its own place; one in which the user changed or laid something
/// stays. Each goes in one step, so that nobody finds a part of it.
pub(super) fn remove(site: &Site) {
    if !site.is_whole() {
        return;
    }
    for numbered in (2..=MOST).map(|number| of(site, number)).filter(|site| site.record().exists()) {
        let Ok(_lock) = Lock::take(&numbered.lock(), Duration::ZERO) else { continue };
        let record = Record::load(&RealDisk, &numbered);
        let is_ours = |name: &String| {
            let bytes = RealDisk.read(&numbered.target.join(name)).unwrap_or_default();
            record.is_ours(name, &sha256(&bytes)) && holder(&numbered.target.join(name)).is_none()
        };
        let Some(files) = site::files(&RealDisk, &numbered.target) else { continue };
        if files.iter().all(is_ours) && RealDisk.rename(&numbered.target, &numbered.stage()).is_ok() {
            let _ = remove_all(&RealDisk, &numbered.stage());
            let _ = RealDisk.remove_file(&numbered.record());
        }
    }
}
