//! csr-report.toml as a plain struct; what it means together with the options is decided in `resolve`.

mod read;
mod section;
pub mod vocabulary;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use toml::de::DeTable;

use crate::base::failure::{Exit, Failure};
use crate::base::lang::Lang;
use crate::base::nearest::nearest;
use crate::base::system_fault;
use crate::base::table_id::TableId;
use crate::base::text::shown;
use crate::settings::{Format, InputLimits, PhonePrivacy, Reading, StationSatisfaction};

use section::{BACKSLASH, Section, Source};
use vocabulary::LogFormat;

/// What the library says of a key or section that stands twice.
const DUPLICATE: &str = "duplicate key";

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
                let (path, cause) = (shown(path), system_fault::words(&error));
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
        let table = DeTable::parse(text).map_err(|error| not_toml(source, &error))?;
        let mut configuration = Self { name: name.to_owned(), ..Self::default() };
        read::read(&mut configuration, Section::root(source, table.get_ref()))?;
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

fn not_toml(source: Source<'_>, error: &toml::de::Error) -> Failure {
    let line = source.line(error.span().map_or(0, |span| span.start));
    let text = source.text.lines().nth(line - 1).unwrap_or_default().trim();
    let what = error.message().trim();
    if what == DUPLICATE {
        return stands_twice(source, line, text);
    }
    let failure = source.failure(line, &format!("不符合 TOML 格式({what})"), &format!("no valid TOML ({what})"));
    if text.contains('\\') {
        return failure.hint(BACKSLASH[0], BACKSLASH[1]);
    }
    failure
        .hint("文字要加英文引号,键和值之间用英文等号", "texts need straight quotes, and = stands between key and value")
}

/// A section or a key that stands a second time; of a section also the line where it stands first.
fn stands_twice(source: Source<'_>, line: usize, text: &str) -> Failure {
    let name = |text: &str| text.split('#').next().unwrap_or_default().trim().to_owned();
    let section = name(text);
    if !section.starts_with('[') {
        let failure = source.failure(line, "这个键在同一节中出现了两次", "this key stands twice in its section");
        return failure.hint("把两行的内容合并成一行", "merge the two lines into one");
    }
    let first = source.text.lines().take(line - 1).position(|text| name(text) == section);
    let (chinese, english) = first.map_or_else(
        || ("在前面已有".to_owned(), "stands further up already".to_owned()),
        |first| (format!("在第 {} 行已有", first + 1), format!("stands in line {} already", first + 1)),
    );
    source.failure(line, &format!("{section} 这一节{chinese}"), &format!("the section {section} {english}")).hint(
        "把两处的内容合并到一节中,同一节名只留一个",
        "merge the two: put their lines below one heading of the section",
    )
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
