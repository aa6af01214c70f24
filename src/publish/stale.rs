//! What the previous report wrote: only its own list says so, so that the user's files are never taken for it.

use std::fs;
use std::path::Path;

use super::{REPORT, stays_inside};

/// The files that the report.json of the folder lists, itself included, as far as they are there.
pub fn previous_outputs(target: &Path) -> Vec<String> {
    let Ok(text) = fs::read(target.join(REPORT)) else { return Vec::new() };
    let report: serde_json::Value = serde_json::from_slice(&text).unwrap_or_default();
    let outputs = report["outputs"].as_array().into_iter().flatten().filter_map(|entry| entry["file"].as_str());
    let names = outputs.chain([REPORT]).filter(|name| stays_inside(name)).map(str::to_owned);
    names.filter(|name| fs::symlink_metadata(target.join(name)).is_ok_and(|found| found.is_file())).collect()
}

/// Those of them that the new report lacks, of the kinds that it has: who asks for the pictures alone keeps the workbook.
pub fn stale_files(target: &Path, fresh: &[&str]) -> Vec<String> {
    let kind = |name: &str| Path::new(name).extension().map(|ending| ending.to_owned());
    let mut stale = previous_outputs(target);
    stale.retain(|name| !fresh.contains(&name.as_str()) && fresh.iter().any(|fresh| kind(fresh) == kind(name)));
    stale
}
