//! The reports that lie in an output folder, for those who want to look at one.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::folders_in;
use super::numbered::plain_label;
use crate::base::period::{Calendar, PeriodKind};
use crate::render::{page, xlsx};

/// A report with the file that shows it: the page, else the workbook.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finished {
    /// When it was made.
    made: SystemTime,
    /// The period.
    pub label: String,
    /// What shows it.
    pub file: PathBuf,
}

/// The reports in an output folder, the newest last.
pub fn finished(output: &Path) -> Vec<Finished> {
    let mut reports: Vec<Finished> = folders_in(output).iter().filter_map(|folder| report_in(folder)).collect();
    reports.sort();
    reports
}

/// The report of a folder; none where it is not named like a period.
fn report_in(folder: &Path) -> Option<Finished> {
    let label = plain_label(folder.file_name()?.to_str()?).to_owned();
    let calendar = Calendar { month_start_day: 1 };
    let named_so = |kind| calendar.parse(kind, &label).is_some_and(|period| period.label() == label);
    if ![PeriodKind::Month, PeriodKind::Quarter, PeriodKind::Year].into_iter().any(named_so) {
        return None;
    }
    let files = [page::FILE.to_owned(), xlsx::file_name(&label)].map(|name| folder.join(name));
    let file = files.into_iter().find(|file| file.is_file())?;
    let made = fs::metadata(&file).and_then(|file| file.modified()).ok()?;
    Some(Finished { made, label, file })
}
