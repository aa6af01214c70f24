//! Marked copies: each workbook with findings, its cells coloured and noted, to hand back to whoever keeps it.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::Serialize;

use crate::base::failure::Failure;
use crate::base::finding::{Code, Finding};
use crate::base::lang::{Lang, Words};
use crate::input::InputFile;
use crate::input::original::{Original, original};
use crate::publish::{self, Kept, Manner};
use crate::refusal::{self, Written};
use crate::render::Artifact;
use crate::render::marked::{Marked, Marks, mark_package, new_book};
use crate::render::theme::MarkColours;
use crate::report::door::Door;
use crate::settings::Settings;
use crate::tables::model::InputBlock;

/// A copy is the dealer's own file, and goes back to whoever keeps it: Chinese, English.
const WHOLE: [&str; 2] = [
    "副本是原来的文件加上标注：其中的电话没有隐去，请勿外发",
    "a copy is the original file with marks: phones in it are not masked, do not pass it on",
];

/// What became of the files with findings.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct MarkedCopies {
    /// One a file with findings.
    files: Vec<MarkedCopy>,
    /// The folder of the copies, as it was named.
    #[serde(skip)]
    folder: String,
    /// The user's own files that stood in the way of copies.
    #[serde(skip)]
    pub kept: Vec<Kept>,
}

/// What became of one file with findings.
#[derive(Clone, Debug, Serialize)]
struct MarkedCopy {
    /// Path relative to the input folder.
    file: String,
    /// The copy, relative to the folder of copies; null where there is none.
    copy: Option<String>,
    /// Findings that it shows.
    findings: usize,
    /// Why there is no copy, or what it does not show.
    message: Option<String>,
}

impl MarkedCopies {
    /// For people.
    pub fn text(&self, lang: Lang) -> String {
        let folder = &self.folder;
        let written = self.files.iter().filter(|file| file.copy.is_some()).count();
        let title = match lang {
            Lang::Chinese if written == 0 => format!("没有写标注副本（{folder}）"),
            Lang::English if written == 0 => format!("no marked copy was written ({folder})"),
            Lang::Chinese => format!("标注副本 {written} 个，在 {folder}"),
            Lang::English => format!("marked copies: {written}, in {folder}"),
        };
        let lines = self.files.iter().map(|file| file.text(lang));
        let whole = (written > 0).then(|| lang.pick(WHOLE[0], WHOLE[1]).to_owned());
        std::iter::once(title).chain(lines).chain(whole).collect::<Vec<_>>().join("\n")
    }
}

impl MarkedCopy {
    fn text(&self, lang: Lang) -> String {
        let Self { file, findings, .. } = self;
        let mut text = match (&self.copy, lang) {
            (None, Lang::Chinese) => format!("  {file}：没有副本"),
            (None, Lang::English) => format!("  {file}: no copy"),
            (Some(copy), Lang::Chinese) => format!("  {copy}：发现 {findings} 条"),
            (Some(copy), Lang::English) => format!("  {copy}: {findings} findings"),
        };
        if let Some(message) = &self.message {
            text += lang.pick("；", "; ");
            text += message;
        }
        text
    }
}

/// Checks, before anything is read, that copies can be written to their folder and do no harm there.
///
/// # Errors
/// The folder lies in an input folder, or a copy would take the place of an input file (exit 2); it cannot be written
/// (exit 5).
pub fn check_folder(settings: &Settings, files: &[InputFile]) -> Result<(), Failure> {
    let Some(folder) = &settings.marked_copy else { return Ok(()) };
    let copies = files.iter().flat_map(|file| [folder.join(&*file.name), folder.join(new_name(&file.name))]);
    refusal::in_input(Written::MarkedCopy, std::iter::once(folder.clone()).chain(copies), settings)?;
    publish::check_folder(folder)
}

/// Writes the copies, if they were asked for, all or none.
///
/// # Errors
/// A copy cannot be written (exit 5).
pub fn write(
    files: &[InputFile],
    findings: &[Finding],
    inputs: &[InputBlock],
    settings: &Settings,
    colours: &MarkColours,
    door: &Door,
) -> Result<Option<MarkedCopies>, Failure> {
    let Some(folder) = &settings.marked_copy else { return Ok(None) };
    let mut by_file: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        by_file.entry(&finding.place.file).or_default().push(finding);
    }
    let mut names: BTreeSet<String> = files.iter().map(|file| file.name.to_lowercase()).collect();
    let hashes: BTreeMap<&str, &str> =
        inputs.iter().rev().map(|block| (block.file.as_str(), block.sha256.as_str())).collect();
    let (mut copies, mut artifacts, mut kept) = (Vec::new(), Vec::new(), Vec::new());
    for file in files {
        let Some(findings) = by_file.get(&*file.name) else { continue };
        let marks = Marks::of(findings, settings.lang);
        let hash = hashes.get(&*file.name).copied().filter(|hash| !hash.is_empty());
        let made = match nothing_to_mark(findings, &marks) {
            Some(reason) => Err(reason),
            None => copy_of(file, &marks, settings, hash, colours),
        };
        let (copy, message) = match made {
            Ok((in_place, marked)) => {
                let name = if in_place { file.name.to_string() } else { free_name(&file.name, &mut names) };
                artifacts.push(Artifact { name: name.clone(), bytes: marked.bytes });
                (Some(name), left_out(&marked.left_out, settings.lang))
            }
            Err(reason) => (None, Some(reason.get(settings.lang).to_owned())),
        };
        let findings = if copy.is_some() { marks.findings } else { 0 };
        let own = |text: &str| door.text(text).into_owned();
        let (copy, message) = (copy.as_deref().map(own), message.as_deref().map(own));
        copies.push(MarkedCopy { file: own(&file.name), copy, findings, message });
    }
    if !artifacts.is_empty() {
        kept = publish::publish_copies(folder, &artifacts, Manner::of(settings))?.kept;
    }
    Ok(Some(MarkedCopies { files: copies, kept, folder: door.text(&folder.display().to_string()).into_owned() }))
}

/// Why there is no cell to mark in a file: what is wrong with the whole of it.
fn nothing_to_mark(findings: &[&Finding], marks: &Marks) -> Option<Words> {
    let unused = || findings.iter().find(|finding| finding.code != Code::GuessedEncoding);
    marks.sheets.is_empty().then(|| match unused() {
        Some(finding) => finding.message.clone(),
        None => Words {
            chinese: "没有要标注的单元格，只有关于整个文件的提示".into(),
            en: "no cell to mark, only a remark about the whole file".into(),
        },
    })
}

/// The copy of one file, and whether it is the edited original.
fn copy_of(
    file: &InputFile,
    marks: &Marks,
    settings: &Settings,
    hash: Option<&str>,
    colours: &MarkColours,
) -> Result<(bool, Marked), Words> {
    let original = original(file, &settings.limits, hash)?;
    let made = catch_unwind(AssertUnwindSafe(|| match &original {
        Original::Package(bytes) => mark_package(bytes, marks, colours).map(|marked| (true, marked)),
        Original::Cells(grids) => new_book(grids, marks, colours).map(|marked| (false, marked)),
    }));
    let made = made.unwrap_or_else(|_| Err(anyhow::anyhow!("panic")));
    made.map_err(|error| Words {
        chinese: format!("文件的结构无法标注（{error:#}）；请按 check 列出的位置修改"),
        en: format!("the file is built in a way that cannot be marked ({error:#}); see the places that check lists"),
    })
}

fn left_out(sheets: &[String], lang: Lang) -> Option<String> {
    let names = lang.list(sheets);
    (!sheets.is_empty()).then(|| match lang {
        Lang::Chinese => format!("未能标注的工作表：{names}"),
        Lang::English => format!("sheets that could not be marked: {names}"),
    })
}

/// The name of a new workbook beside the name of its original.
fn new_name(file: &str) -> String {
    format!("{file}.xlsx")
}

/// The same, told apart from the copies of files that have this name already.
fn free_name(file: &str, names: &mut BTreeSet<String>) -> String {
    let (mut name, mut number) = (new_name(file), 2);
    while !names.insert(name.to_lowercase()) {
        name = new_name(&format!("{file} ({number})"));
        number += 1;
    }
    name
}
