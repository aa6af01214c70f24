//! Whose file is it? What this program wrote is replaced; whatever else stands under its names is the user's and stays.

use std::collections::BTreeSet;
use std::path::Path;

use super::disk::{Disk, EntryKind};
use super::record::{Hashes, Plan, REPORT, Record};
use super::site::{Site, stays_inside};
use crate::base::digest::sha256;
use crate::base::lang::{Lang, Words};

/// A file of the user under a name that a new file takes.
#[derive(Debug, PartialEq, Eq)]
pub struct Kept {
    /// The name, which is now the new file's.
    pub name: String,
    /// The name under which the user's file stays.
    pub beside: String,
    /// This program wrote it, and somebody changed it since; else it never was ours.
    pub edited: bool,
}

impl Kept {
    /// What became of the file, for people.
    pub fn words(&self) -> Words {
        let Self { name, beside, edited } = self;
        let (chinese, en) = match edited {
            true => (format!("{name} 在生成后被修改过"), format!("{name} was changed after it was made")),
            false => (format!("{name} 不是本程序生成的"), format!("{name} was not made by this program")),
        };
        Words {
            chinese: format!("{chinese}，已保留为 {beside}（--force 则直接替换）"),
            en: format!("{en}; it was kept as {beside} (--force replaces it)"),
        }
    }
}

/// Makes the plan for a set of new files, and tells what it keeps of the user's and of earlier runs'. With `force` nothing of
/// the user's is kept. What an older program wrote is added to the record: its report.json says what is its own.
pub(super) fn plan(
    disk: &dyn Disk,
    site: &Site,
    record: &mut Record,
    new: &Hashes,
    force: bool,
    lang: Lang,
) -> (Plan, Vec<Kept>, Vec<String>) {
    add_reported(disk, site, &mut record.written);
    let mut names: Vec<String> = new.keys().cloned().collect();
    names.sort_by(|a, b| (a == REPORT, a).cmp(&(b == REPORT, b)));
    let hash = |name: &str| disk.read(&site.target.join(name)).ok().map(|bytes| sha256(&bytes));
    let is_file = |name: &str| disk.look(&site.target.join(name)).is_some_and(|found| found.kind == EntryKind::File);
    let mut plan = Plan { names, ..Plan::default() };
    let mut kept = Vec::new();
    for (name, own) in new.iter().filter(|(name, _)| is_file(name)) {
        let found = hash(name).unwrap_or_default();
        if record.is_ours(name, &found) || found == *own {
            continue;
        }
        if force {
            plan.replaced.insert(name.clone(), found);
            continue;
        }
        let edited = record.written.contains_key(name);
        let beside = beside(disk, &site.target, name, edited, lang);
        plan.kept.push((name.clone(), beside.clone()));
        kept.push(Kept { name: name.clone(), beside, edited });
    }
    let kind = |name: &str| Path::new(name).extension().map(ToOwned::to_owned);
    let kinds: BTreeSet<_> = new.keys().map(|name| kind(name)).collect();
    // What earlier runs wrote and this one does not; of copies all of it is meant to stay.
    let others =
        record.written.keys().filter(|name| site.is_whole() && !new.contains_key(*name) && is_file(name)).cloned();
    // Who asks for the pictures alone keeps the workbook.
    let goes =
        |name: &String| kinds.contains(&kind(name)) && hash(name).is_some_and(|hash| record.is_ours(name, &hash));
    let older;
    (plan.stale, older) = others.partition(goes);
    (plan, kept, older)
}

/// Adds what the report.json in the target says of its files, where the record does not know that very report: an older
/// program wrote it, or it was copied here.
fn add_reported(disk: &dyn Disk, site: &Site, written: &mut Hashes) {
    let Ok(text) = disk.read(&site.target.join(REPORT)) else { return };
    let hash = sha256(&text);
    if written.get(REPORT) == Some(&hash) {
        return;
    }
    let report: serde_json::Value = serde_json::from_slice(&text).unwrap_or_default();
    if !report["schema"].as_str().is_some_and(|schema| schema.starts_with("csr-report/")) {
        return;
    }
    for output in report["outputs"].as_array().into_iter().flatten() {
        if let (Some(name), Some(hash)) = (output["file"].as_str(), output["sha256"].as_str())
            && stays_inside(name)
        {
            written.insert(name.to_owned(), hash.to_owned());
        }
    }
    written.insert(REPORT.to_owned(), hash);
}

/// A free name beside a file: `csr-report-2013-09(您的修改 2013-10-05).xlsx`.
pub(super) fn beside(disk: &dyn Disk, target: &Path, name: &str, edited: bool, lang: Lang) -> String {
    let whose = match (lang, edited) {
        (Lang::Chinese, true) => "您的修改",
        (Lang::Chinese, false) => "您的文件",
        (Lang::English, true) => "your edit",
        (Lang::English, false) => "your file",
    };
    let day = disk.day(&target.join(name)).map(|day| format!(" {day}")).unwrap_or_default();
    let folder_ends = name.rfind('/').map_or(0, |at| at + 1);
    let (stem, ending) = match name[folder_ends..].rfind('.') {
        Some(at) => name.split_at(folder_ends + at),
        None => (name, ""),
    };
    let bracket = |number: u32| {
        let number = if number > 1 { format!(" {number}") } else { String::new() };
        format!("{stem}({whose}{day}{number}){ending}")
    };
    let free = |name: &String| disk.look(&target.join(name)).is_none();
    (1..u32::MAX).map(bracket).find(free).unwrap_or_else(|| bracket(u32::MAX))
}
