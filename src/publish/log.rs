//! A file for each run in the folder `logs` of the output: what was done when. It is written line by line, so that a run that
//! is killed leaves what it had done.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use chrono::{Months, NaiveDate};

/// The folder in the output.
pub const FOLDER: &str = "logs";
const ENDING: &str = ".log";

/// The log of a run.
#[derive(Debug)]
pub struct LogFile {
    file: File,
}

impl LogFile {
    /// Begins a log; the output folder is there. `name` begins with the day.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn begin(output: &Path, name: &str) -> io::Result<Self> {
        let folder = output.join(FOLDER);
        fs::create_dir_all(&folder)?;
        let named = |number: u32| match number {
            1 => folder.join(format!("{name}{ENDING}")),
            number => folder.join(format!("{name}_{number}{ENDING}")),
        };
        for number in 1..1_000 {
            match File::create_new(named(number)) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                file => return file.map(|file| Self { file }),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// Adds a line.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn add(&mut self, line: &str) -> io::Result<()> {
        self.file.write_all(format!("{line}\n").as_bytes())
    }
}

/// The last line of the newest log; none where there is no log.
pub fn last_line(output: &Path) -> Option<String> {
    let (_, newest) = logs(output).pop()?;
    fs::read_to_string(newest).ok()?.lines().last().map(str::to_owned)
}

/// The logs in an output folder with their days, the newest last.
fn logs(output: &Path) -> Vec<(NaiveDate, PathBuf)> {
    let entries = fs::read_dir(output.join(FOLDER)).into_iter().flatten().flatten();
    let log = |entry: fs::DirEntry| Some((day_of(entry.file_name().to_str()?)?, entry.path()));
    let mut logs: Vec<_> = entries.filter_map(log).collect();
    logs.sort();
    logs
}

/// Removes the logs that are older than so many months. As many as months stay in any case: a clock that once jumped ahead
/// must not clear the folder.
pub fn tidy(output: &Path, today: NaiveDate, months: u32) {
    let Some(first) = today.checked_sub_months(Months::new(months)) else { return };
    let mut logs = logs(output);
    logs.truncate(logs.len().saturating_sub(months as usize));
    for (_, old) in logs.iter().filter(|(day, _)| *day < first) {
        let _ = fs::remove_file(old);
    }
}

/// The day of a log by its name; none where no log of ours is called so.
fn day_of(name: &str) -> Option<NaiveDate> {
    let (day, rest) = name.strip_suffix(ENDING)?.split_at_checked(10)?;
    rest.starts_with('_').then(|| day.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_logs_go_but_never_the_last_few_nor_what_is_none_of_ours() {
        let output = tempfile::tempdir().expect("a folder");
        let days = ["2012-01-02", "2012-02-02", "2012-03-02", "2013-09-02", "2013-10-02"];
        for day in days {
            LogFile::begin(output.path(), &format!("{day}_06-30-00_monthly"))
                .expect("a log")
                .add("begun")
                .expect("a line");
        }
        let own = output.path().join(FOLDER).join("2011-01-01 my notes.log");
        fs::write(&own, "mine").expect("a file of the user");
        let left = || fs::read_dir(output.path().join(FOLDER)).expect("the folder").count();
        let today = NaiveDate::from_ymd_opt(2013, 10, 2).expect("a day");
        tidy(output.path(), today, 12);
        assert_eq!(left(), 6, "twelve stay in any case");
        tidy(output.path(), today, 3);
        assert_eq!(left(), 4, "the three newest and the user's file");
        tidy(output.path(), NaiveDate::from_ymd_opt(2099, 1, 1).expect("a day"), 3);
        assert_eq!(left(), 4, "a clock that jumped");
        assert!(own.exists());
    }
}
