//! csr-report.toml and the workbook of settings as a plain struct; what it means together with the options is decided in
//! `resolve`.

pub mod book;
mod merge;
mod model;
pub mod notes;
mod policies;
mod read;
pub mod template;
pub mod vocabulary;

use std::path::Path;

pub use model::{
    Configuration, Constant, FieldMention, ReportKeys, ScaleMention, TableMention, Target, Variant, WordMention,
};

use crate::base::address::Place;
use crate::base::declaration::{Beside, CellOfLine, Section, Source};
use crate::base::failure::{Exit, Failure};
use crate::base::lang::{Lang, Words};
use crate::base::nearest::told;
use crate::base::real_path::of_existing;
use crate::base::system_fault;
use crate::base::text::shown;
use crate::settings::Choices;
use crate::templates::{Templates, template_failure};
use book::Made;

/// The name looked for in the workspace.
pub const FILE_NAME: &str = "csr-report.toml";

impl Configuration {
    /// Reads the file of this path and the workbook of settings beside it; where `asked_for` is false, a missing file is an
    /// empty one. The names of the workbook are those of the templates of the workspace.
    ///
    /// # Errors
    /// One of the two cannot be read or understood, or they say different things (exit 2).
    pub fn load(path: &Path, asked_for: bool, workspace: &Path) -> Result<Self, Failure> {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
        let text = text(path, &name, asked_for)?;
        let book = book::find(&folder)?;
        let made = match &book {
            Some(book) => {
                let templates = Templates::load(workspace).map_err(template_failure)?;
                Some(book::load(book, &templates)?)
            }
            None => None,
        };
        let configuration = Self::parse_with(&name, &text, made.as_ref())?;
        let book = book.map(|book| of_existing(&book).unwrap_or(book));
        Ok(Self { folder, book, ..configuration })
    }

    /// The language that the file of this path asks for, whatever else is wrong with it or the workbook beside it.
    pub fn language(path: &Path) -> Option<Lang> {
        let text = text(path, "", false).ok()?;
        Self::parse("", &text).ok()?.report.lang
    }

    /// Reads the text of a configuration; `name` is how messages name it.
    ///
    /// # Errors
    /// Not TOML, an unknown key, a value of the wrong type or out of its range (exit 2), with key and line.
    pub fn parse(name: &str, text: &str) -> Result<Self, Failure> {
        Self::parse_with(name, text, None)
    }

    /// Reads the text of a configuration and what a workbook of settings came to.
    ///
    /// # Errors
    /// As [`Configuration::parse`], with the cell where the workbook says it; or both say different things.
    pub fn parse_with(name: &str, text: &str, made: Option<&Made>) -> Result<Self, Failure> {
        let mut configuration = Self { name: name.to_owned(), ..Self::default() };
        let mut table = Source { name, text }.parse()?;
        let Some(made) = made else {
            read::read(&mut configuration, Section::root(Source { name, text }, &table))?;
            return Ok(configuration);
        };
        // The made lines stand behind the file, so that a byte says which of the two a value is from.
        let (both, behind) = (format!("{text}\n{}", made.text), format!("{}\n{}", " ".repeat(text.len()), made.text));
        let beside = Beside::behind(text, made.cells.clone());
        let source = Source { name, text: &both };
        let more = Source { name: &made.name, text: &behind }.parse()?;
        merge::merge(&mut table, more, &|(at, own), (more_at, more)| {
            let line = source.line(at);
            let (own, more) = (merge::shown(own), merge::shown(more));
            let Some(cell) = beside.cell(source.line(more_at)) else {
                return Err(source.failure(line, "写了两次", "stands twice"));
            };
            if cell.untouched {
                return Ok(());
            }
            let place = &cell.value;
            let failure = cell.failure(
                &format!("填的是 {more}，而 {name} 第 {line} 行是 {own}"),
                &format!("is {more}, but line {line} of {name} says {own}"),
            );
            Err(failure.hint(
                format!("两处要一致：改 {place}，或改、删 {name} 的这一行"),
                format!("the two must agree: change {place}, or change or delete that line of {name}"),
            ))
        })?;
        read::read(&mut configuration, Section::root_beside(source, &table, &beside))?;
        configuration.remarks.clone_from(&made.remarks);
        configuration.beside = beside;
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
        let (chinese, english) = (format!("不认识“{name}”{}", near.chinese), format!("{name:?} is unknown{}", near.en));
        Err(self.refuse_name(line, &chinese, &english))
    }

    /// What a line names cannot be.
    pub fn refuse_name(&self, line: usize, chinese: &str, english: &str) -> Failure {
        let place = self.beside.cell(line).map(|cell| &cell.key);
        self.refuse_at(line, place, chinese, english)
    }

    /// What stands in a line cannot be.
    pub fn refuse(&self, line: usize, chinese: &str, english: &str) -> Failure {
        let place = self.beside.cell(line).map(|cell| &cell.value);
        self.refuse_at(line, place, chinese, english)
    }

    fn refuse_at(&self, line: usize, place: Option<&Place>, chinese: &str, english: &str) -> Failure {
        match place {
            Some(place) => Failure::new(Exit::Usage, format!("{place}：{chinese}"), format!("{place}: {english}")),
            None => Source { name: &self.name, text: "" }.failure(line, chinese, english),
        }
    }

    /// Where a line stands: its number, or the cell that it was made from.
    pub fn place(&self, line: usize) -> Words {
        match self.beside.cell(line) {
            Some(cell) => Words::same(&cell.value.to_string()),
            None => Words { chinese: format!("第 {line} 行"), en: format!("line {line}") },
        }
    }

    /// The cell that a line was made from; nothing where it stands in the file itself.
    pub fn cell(&self, line: usize) -> Option<&CellOfLine> {
        self.beside.cell(line)
    }
}

/// The text of the file; of a missing one that nobody asked for it is empty.
fn text(path: &Path, name: &str, asked_for: bool) -> Result<String, Failure> {
    let bytes = match read_plain(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !asked_for => return Ok(String::new()),
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
    Ok(text.trim_start_matches('\u{feff}').to_owned())
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
