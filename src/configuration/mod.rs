//! csr-report.toml as a plain struct; what it means together with the options is decided in `resolve`.

mod model;
mod read;
pub mod vocabulary;

use std::path::Path;

pub use model::{Configuration, Constant, FieldMention, ReportKeys, TableMention, Target, Variant, WordMention};

use crate::base::declaration::{Section, Source};
use crate::base::failure::{Exit, Failure};
use crate::base::nearest::told;
use crate::base::system_fault;
use crate::base::text::shown;
use crate::settings::Choices;

/// The name looked for in the workspace.
pub const FILE_NAME: &str = "csr-report.toml";

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
                    format!("读不了配置文件 {path}：{}", cause.chinese),
                    format!("cannot read the configuration {path}: {}", cause.en),
                )
                .hint("检查 --config 后面的路径", "check the path after --config"));
            }
        };
        let text = String::from_utf8(bytes).map_err(|_| {
            Failure::new(Exit::Usage, format!("{name} 不是 UTF-8 编码"), format!("{name} is not UTF-8"))
                .hint("用记事本打开，另存为时编码选 UTF-8", "save it as UTF-8 in the editor")
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

    /// What it chooses of what templates offer.
    pub fn choices(&self) -> Choices {
        Choices {
            variants: self.variants.iter().map(|chosen| (chosen.id.clone(), chosen.name.clone())).collect(),
            constants: self.constants.iter().map(|set| (set.name.clone(), set.value)).collect(),
            severity: self.severity.clone(),
        }
    }

    /// Refuses a name that is not one of `known`: targets without an indicator, headings of no field.
    ///
    /// # Errors
    /// The name is unknown (exit 2); says its line and the nearest known name.
    pub fn check_known(&self, line: usize, name: &str, known: &[&str]) -> Result<(), Failure> {
        if known.contains(&name) {
            return Ok(());
        }
        let near = told(name, known.iter().copied(), " known name");
        Err(self.refuse(line, &format!("不认识“{name}”{}", near.chinese), &format!("{name:?} is unknown{}", near.en)))
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
