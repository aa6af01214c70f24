//! csr-report.toml as a plain struct; what it means together with the options is decided in `resolve`.

mod read;
pub mod vocabulary;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::base::declaration::{Section, Source};
use crate::base::failure::{Exit, Failure};
use crate::base::lang::Lang;
use crate::base::nearest::nearest;
use crate::base::system_fault;
use crate::base::table_id::TableId;
use crate::settings::{Format, InputLimits, PhonePrivacy, Reading, StationSatisfaction};

use vocabulary::LogFormat;

/// The name looked for in the workspace.
pub const FILE_NAME: &str = "csr-report.toml";

/// What the configuration file says; `None` and empty where it is silent.
#[derive(Clone, Debug, Default)]
pub struct Configuration {
    /// How messages name the file.
    pub name: String,
    /// The folder that its paths are relative to.
    pub folder: PathBuf,
    /// `dealer.name`
    pub dealer: Option<String>,
    /// `[report]`
    pub report: ReportKeys,
    /// `require.tables`
    pub required_tables: Vec<TableId>,
    /// `require.max_rejected_percent`
    pub max_rejected_percent: Option<f64>,
    /// `[targets]`, with their lines; the ids are checked once the indicators are known.
    pub targets: Vec<Target>,
    /// `[limits.complaints]`: hours by level.
    pub complaint_hours: BTreeMap<String, f64>,
    /// `[limits.input]`
    pub limits: InputLimits,
    /// `[scales]`, `[tables]` and `[aliases]`
    pub reading: Reading,
    /// The tables that `[tables]` and `[require]` name; checked like the fields.
    pub tables: Vec<TableMention>,
    /// The fields that `[tables.*.headings]` and `[aliases]` name; checked once the tables are known.
    pub fields: Vec<FieldMention>,
    /// The canonical words that `[tables.*.words]` names; checked like the fields.
    pub words: Vec<WordMention>,
    /// `privacy.phone`
    pub phone: PhonePrivacy,
}

/// `[report]`: what the options of the command line can set too, and how figures are made.
#[derive(Clone, Debug, Default)]
pub struct ReportKeys {
    /// Files and folders to read, relative to the file's folder.
    pub input: Vec<String>,
    /// The folder for the reports.
    pub output: Option<String>,
    /// Folder for the marked copies of `check`.
    pub marked_copy: Option<String>,
    /// The outputs.
    pub formats: Option<BTreeSet<Format>>,
    /// The language.
    pub lang: Option<Lang>,
    /// The month of `monthly` (a label or `last`).
    pub month: Option<String>,
    /// The quarter of `quarterly`.
    pub quarter: Option<String>,
    /// The year of `annual`.
    pub year: Option<String>,
    /// The day of states.
    pub as_of: Option<NaiveDate>,
    /// Refuse on any error finding.
    pub strict: Option<bool>,
    /// Errors only on the terminal.
    pub quiet: Option<bool>,
    /// Replace the user's own files in the output.
    pub force: Option<bool>,
    /// Form of messages.
    pub log_format: Option<LogFormat>,
    /// Periods of a trend.
    pub trend: Option<usize>,
    /// Below this n a rate is a small sample.
    pub small_sample: Option<u64>,
    /// The day a month begins, 1–28.
    pub month_start_day: Option<u8>,
    /// How the station's satisfaction is made.
    pub station: Option<StationSatisfaction>,
}

/// A target with the line it stands in.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// Indicator id.
    pub id: String,
    /// In the unit of the indicator.
    pub value: f64,
    /// Line of the file, from 1.
    pub line: usize,
}

/// A table that the file names, with its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableMention {
    /// The table.
    pub table: TableId,
    /// Line of the file, from 1.
    pub line: usize,
    /// What stands there has an effect on used tables only.
    pub used: bool,
}

/// A field that the file names, with its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldMention {
    /// The table, where the key says which.
    pub table: Option<TableId>,
    /// The field.
    pub field: String,
    /// Line of the file, from 1.
    pub line: usize,
}

/// A canonical word that the file names, with its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordMention {
    /// The table.
    pub table: TableId,
    /// The word.
    pub word: String,
    /// Line of the file, from 1.
    pub line: usize,
}

impl Configuration {
    /// Reads the file of this path; where `asked_for` is false, a missing file is an empty configuration.
    ///
    /// # Errors
    /// The file cannot be read or understood (exit 2).
    pub fn load(path: &Path, asked_for: bool) -> Result<Self, Failure> {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
        let bytes = match read_plain(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && !asked_for => {
                return Ok(Self { name, folder, ..Self::default() });
            }
            Err(error) => {
                let (path, cause) = (path.display(), system_fault::words(&error));
                return Err(Failure::new(
                    Exit::Usage,
                    format!("读不了配置文件 {path}: {}", cause.chinese),
                    format!("cannot read the configuration {path}: {}", cause.en),
                )
                .hint("检查 --config 后面的路径", "check the path after --config"));
            }
        };
        let text = String::from_utf8(bytes).map_err(|_| {
            Failure::new(Exit::Usage, format!("{name} 不是 UTF-8 编码"), format!("{name} is not UTF-8"))
                .hint("用记事本打开,另存为时编码选 UTF-8", "save it as UTF-8 in the editor")
        })?;
        let configuration = Self::parse(&name, text.trim_start_matches('\u{feff}'))?;
        Ok(Self { folder, ..configuration })
    }

    /// Reads the text of a configuration; `name` is how messages name it.
    ///
    /// # Errors
    /// Not TOML, an unknown key, a value of the wrong type or out of its range (exit 2), with key and line.
    pub fn parse(name: &str, text: &str) -> Result<Self, Failure> {
        let source = Source { name, text };
        let table = source.parse()?;
        let mut configuration = Self { name: name.to_owned(), ..Self::default() };
        read::read(&mut configuration, Section::root(source, &table))?;
        Ok(configuration)
    }

    /// Refuses a name that is not one of `known`: targets without an indicator, headings of no field.
    ///
    /// # Errors
    /// The name is unknown (exit 2); says its line and the nearest known name.
    pub fn check_known(&self, line: usize, name: &str, known: &[&str]) -> Result<(), Failure> {
        if known.contains(&name) {
            return Ok(());
        }
        let near = nearest(name, known.iter().copied());
        let (chinese, english) = near.map_or_else(Default::default, |near| {
            (format!(";最接近的是 {near}"), format!("; the nearest known name is {near}"))
        });
        Err(self.refuse(line, &format!("不认识“{name}”{chinese}"), &format!("{name:?} is unknown{english}")))
    }

    /// What stands in a line cannot be.
    pub fn refuse(&self, line: usize, chinese: &str, english: &str) -> Failure {
        Source { name: &self.name, text: "" }.failure(line, chinese, english)
    }
}

/// A file's content; to read a pipe would wait for ever.
fn read_plain(path: &Path) -> std::io::Result<Vec<u8>> {
    let found = std::fs::metadata(path)?;
    if found.is_file() || found.is_dir() {
        return std::fs::read(path);
    }
    Err(std::io::Error::other("no plain file (a pipe or a device)"))
}

#[cfg(test)]
mod tests;
