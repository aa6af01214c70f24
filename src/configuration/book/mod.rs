//! 设置.xlsx, the settings of people who do not edit TOML: its rows become lines that stand behind those of csr-report.toml,
//! so that the same checks run over both, and what is wrong in a row is told at its cell.

pub mod add;
mod cell;
pub mod layout;
pub mod made;
pub mod names;
mod rows;

use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use made::Made;

use crate::base::failure::{Exit, Failure};
use crate::base::finding::Severity;
use crate::base::lang::{Lang, Words};
use crate::base::real_path::of_existing;
use crate::base::text::shown;
use crate::facts::constants::Constants;
use crate::input::{InputFile, ReadFile, read_file};
use crate::settings::InputLimits;
use crate::tables::files::TableFiles;
use crate::templates::Templates;
use layout::{Layout, is_called};
use names::Names;
use rows::Found;

/// The names of the workbook, without ending, in small letters.
pub const NAMES: [&str; 2] = ["设置", "settings"];
/// How it may end: the content decides how it is read.
const ENDINGS: [&str; 5] = ["xlsx", "xlsm", "xlsb", "xls", "ods"];
/// Faults that are told at once.
const MOST_FAULTS: usize = 20;

/// The sheets of the workbook that hold no settings: the guide and the words to choose from.
pub const GUIDE: [&str; 2] = ["说明", "Guide"];
/// See [`GUIDE`].
pub const CHOICES: [&str; 2] = ["选项", "Choices"];

/// Whether a file is called as the workbook of settings is.
pub fn is_named(path: &Path) -> bool {
    let part =
        |part: Option<&std::ffi::OsStr>| part.map(|part| part.to_string_lossy().to_lowercase()).unwrap_or_default();
    NAMES.contains(&part(path.file_stem()).as_str()) && ENDINGS.contains(&part(path.extension()).as_str())
}

/// The workbook of settings of a folder, where there is one.
///
/// # Errors
/// There are several (exit 2): which of them holds, nobody could say.
pub fn find(folder: &Path) -> Result<Option<PathBuf>, Failure> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    // A folder that cannot be opened is told where the configuration itself is read.
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> =
        entries.map(|entry| entry.path()).filter(|path| is_named(path) && path.is_file()).collect();
    found.sort();
    if found.len() < 2 {
        return Ok(found.pop());
    }
    let names: Vec<String> = found.iter().map(|path| shown(path.file_name().unwrap_or_default())).collect();
    let list = Words::list(&names);
    let failure = Failure::new(
        Exit::Usage,
        format!("有几个设置工作簿：{}", list.chinese),
        format!("there are several workbooks of settings: {}", list.en),
    );
    Err(failure.hint("只留一个，把其余的移走或改名", "keep one of them, move or rename the others"))
}

/// Reads the workbook of settings.
///
/// # Errors
/// It cannot be read, or what stands in it cannot be understood (exit 2): each fault with its cell.
pub fn load(path: &Path, templates: &Templates) -> Result<Made, Failure> {
    let constants = Constants::load(templates, &[].into())?;
    let layout = Layout::load(templates, &constants)?;
    let tables = TableFiles::read(templates)?;
    read(&open(path)?, &layout, Names(&tables))
}

/// The sheets of the workbook.
fn open(path: &Path) -> Result<ReadFile, Failure> {
    let name: Arc<str> = shown(path.file_name().unwrap_or_default()).into();
    // A link to it is followed: it was meant.
    let path = of_existing(path).unwrap_or_else(|_| path.to_owned());
    let read = read_file(&InputFile { path, name: Arc::clone(&name) }, &InputLimits::DEFAULT);
    match read.findings.iter().find(|finding| finding.severity != Severity::Info) {
        None => Ok(read),
        Some(finding) => {
            let (place, Words { chinese, en }) = (&finding.place, &finding.message);
            let failure = Failure::new(
                Exit::Usage,
                format!("读不了设置 {place}：{chinese}"),
                format!("cannot read the settings {place}: {en}"),
            );
            Err(failure.hint(
                "用 Excel 打开、另存为不加密的 .xlsx；打不开时从备份恢复，或移走它，用 csr-report check --suggest --write 新建一个",
                "open it in Excel and save it as .xlsx without a password; else restore it from a backup, or move it away and make a new one with csr-report check --suggest --write",
            ))
        }
    }
}

/// Whether a file is a workbook of settings, whatever it is called: by the headings of its sheets.
pub fn is_book(file: &ReadFile, layout: &Layout) -> bool {
    file.grids.iter().any(|grid| !grid.hidden && rows::looks_like(grid, layout).is_some())
}

/// What the sheets of the workbook come to.
///
/// # Errors
/// What stands in it cannot be understood (exit 2): each fault with its cell.
pub fn read(file: &ReadFile, layout: &Layout, names: Names<'_>) -> Result<Made, Failure> {
    let (mut found, mut remarks) = (Found::default(), Vec::new());
    for grid in &file.grids {
        let name = grid.sheet.as_deref().unwrap_or_default();
        let aside = GUIDE.iter().chain(&CHOICES).any(|known| is_called(&Words::same(known), name));
        if let Some(sheet) = layout.sheet(name) {
            rows::read(grid, sheet, layout, names, &mut found);
        } else if let Some(sheet) = rows::looks_like(grid, layout) {
            let (place, Words { chinese, en }) = (grid.place(), &sheet.names);
            found.faults.push(Words {
                chinese: format!("{place}：看起来是“{chinese}”，但名称不同，没有读取；请把工作表改名为“{chinese}”，或删除、改掉它的表头"),
                en: format!("{place}: it looks like “{en}” but has another name, so it is not read; rename the sheet, or delete it or change its headings"),
            });
        } else if !aside && !grid.hidden {
            let place = grid.place();
            remarks.push(Words {
                chinese: format!("{place} 不是设置的工作表，没有读取"),
                en: format!("{place} is no sheet of settings and was not read"),
            });
        }
    }
    if found.faults.is_empty() {
        return Ok(Made::of(file.name.to_string(), found.settings, remarks));
    }
    let more = found.faults.len().saturating_sub(MOST_FAULTS);
    let lines = |lang: Lang| {
        let mut lines: Vec<String> =
            found.faults.iter().take(MOST_FAULTS).map(|fault| fault.get(lang).to_owned()).collect();
        if more > 0 {
            lines.push(match lang {
                Lang::Chinese => format!("…… 另有 {more} 处"),
                Lang::English => format!("… and {more} more"),
            });
        }
        lines.join("\n")
    };
    Err(Failure::new(Exit::Usage, lines(Lang::Chinese), lines(Lang::English)).hint(
        "在 Excel 中改正这些格，保存并关闭后再运行",
        "correct these cells in Excel, save and close the workbook, and run again",
    ))
}
