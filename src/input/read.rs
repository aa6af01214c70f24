//! One file, and all files, to grids and findings.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::sync::Arc;

use rayon::prelude::*;

use super::builder::Budget;
use super::delimited;
use super::delimited::encoding::{self, Decoded};
use super::delimited::separator::SEPARATORS;
use super::discover::InputFile;
use super::file_kind::FileKind;
use super::grid::Grid;
use super::html;
use super::limits::{Limit, check};
use super::ole::{self, Ole};
use super::problem::{Problem, guarded};
use super::sniff::sniff;
use super::together::{Together, Weight, heaviest_first};
use super::{protection, saved, web_archive, workbook, xml_2003};
use crate::base::address::Place;
use crate::base::digest::sha256;
use crate::base::finding::{Code, Finding};
use crate::settings::InputLimits;

/// What one file gave.
#[derive(Debug)]
pub struct ReadFile {
    /// Path relative to the input folder, with `/`.
    pub name: Arc<str>,
    /// Hash of the bytes, lower-case hexadecimal; empty where they could not be read.
    pub sha256: Arc<str>,
    /// The sheets that hold a cell, in the order of the workbook.
    pub grids: Vec<Grid>,
    /// What could not be read or was guessed.
    pub findings: Vec<Finding>,
}

/// Reads one file. This cannot fail: a file that cannot be read gives a finding and no grid.
pub fn read_file(file: &InputFile, limits: &InputLimits) -> ReadFile {
    match load(file, limits) {
        Ok(bytes) => read_bytes(&bytes, &file.name, limits),
        Err(problem) => refused(file, problem),
    }
}

/// Reads the content of a file of this name; the disk is not touched.
pub fn read_bytes(bytes: &[u8], name: &Arc<str>, limits: &InputLimits) -> ReadFile {
    let (sha256, content) = rayon::join(|| sha256(bytes), || guarded(|| read_content(bytes, name, limits)));
    let (grids, findings) =
        content.unwrap_or_else(|problem| (Vec::new(), vec![problem.of_file_named(name).at(Place::file(name))]));
    ReadFile { name: Arc::clone(name), sha256: sha256.into(), grids, findings }
}

/// Reads all files on all processors; the results come in the order of `files`. Of files with the same content the
/// first is read, the others give the warning `same-file-twice`. `progress` is called with the name of each file that
/// has been read, in any order.
pub fn read_all(files: &[InputFile], limits: &InputLimits, progress: &(dyn Fn(&str) + Sync)) -> Vec<ReadFile> {
    let copies = copies(files, limits);
    let own: Vec<usize> = (0..files.len()).filter(|index| !copies.contains_key(index)).collect();
    let weights = own.into_par_iter().map(|index| Weight::of(index, &files[index], limits)).collect();
    let (mut together, waves, too_much) = Together::new(weights, limits);
    let mut read: BTreeMap<usize, ReadFile> = BTreeMap::new();
    for (index, problem) in too_much {
        read.insert(index, refused(&files[index], problem));
        progress(&files[index].name);
    }
    for wave in waves {
        let of_wave = |file: Weight| {
            let is_read = (!together.is_full()).then(|| read_file(&files[file.index], limits));
            progress(&files[file.index].name);
            (file, is_read)
        };
        // One by one, the heaviest first: begun last it would keep one processor when the others have nothing left to do.
        let mut read_of_wave: Vec<_> = heaviest_first(&wave).into_iter().par_bridge().map(of_wave).collect();
        read_of_wave.sort_unstable_by_key(|(file, _)| file.turn());
        for (file, is_read) in read_of_wave {
            let cells = is_read.iter().flat_map(|read| &read.grids).map(|grid| grid.cells.len() as u64).sum();
            let is_read = match (together.take(cells), is_read) {
                (Ok(()), Some(is_read)) => is_read,
                (Err(problem), _) => refused(&files[file.index], problem),
                // It was full before, and it still is.
                (Ok(()), None) => read_file(&files[file.index], limits),
            };
            read.insert(file.index, is_read);
        }
    }
    for (index, (original, sha256)) in copies {
        read.insert(index, copy_of(&files[original].name, &files[index], &sha256));
        progress(&files[index].name);
    }
    read.into_values().collect()
}

/// A file that is not read.
fn refused(file: &InputFile, problem: Problem) -> ReadFile {
    ReadFile {
        name: Arc::clone(&file.name),
        sha256: "".into(),
        grids: Vec::new(),
        findings: vec![problem.at(Place::file(&file.name))],
    }
}

pub(super) fn load(file: &InputFile, limits: &InputLimits) -> Result<Vec<u8>, Problem> {
    let metadata = fs::symlink_metadata(&file.path).map_err(|error| cannot_open(&error))?;
    if metadata.is_symlink() {
        return Err(Problem::warning(
            Code::UnreadableFile,
            "这是指向输入文件夹以外的链接，未跟随；如需使用，请用 --input 指定原文件",
            "a link out of the input folder, not followed; name its target with --input if it should be read",
        )
        .advice(
            "用 --input 指定原文件，或把原文件复制到输入文件夹",
            "name its target with --input, or copy the target into the input folder",
        ));
    }
    if metadata.is_dir() {
        return Err(closed_folder());
    }
    if !metadata.is_file() {
        return Err(Problem::unreadable(["不是文件（管道或设备）", "it is no file but a pipe or a device"], ""));
    }
    check(Limit::FileBytes, metadata.len(), limits.file_bytes)?;
    fs::read(&file.path).map_err(|error| cannot_open(&error))
}

/// A folder is only read as if it were a file where it could not be opened to look into it.
fn closed_folder() -> Problem {
    Problem::error(
        Code::UnreadableFile,
        "子文件夹无法打开；其中的文件都未计入",
        "the sub-folder cannot be opened; none of the files in it are counted",
    )
    .advice(
        "检查是否有权限打开该文件夹（属性 → 安全），或把其中的文件移到输入文件夹",
        "check the permission to open the folder, or move its files into the input folder",
    )
}

fn cannot_open(error: &io::Error) -> Problem {
    match error.kind() {
        io::ErrorKind::PermissionDenied => Problem::unreadable(["没有读取权限", "no permission to read it"], ""),
        io::ErrorKind::NotFound => Problem::unreadable(["文件已不存在", "the file is no longer there"], ""),
        _ => {
            let cause = ["无法打开，可能正被其他程序使用", "it cannot be opened; another program may be using it"];
            Problem::unreadable(cause, &error.to_string())
        }
    }
}

fn read_content(bytes: &[u8], name: &Arc<str>, limits: &InputLimits) -> Result<(Vec<Grid>, Vec<Finding>), Problem> {
    if bytes.starts_with(ole::SIGNATURE)
        && let Some(package) = Ole::open(bytes).ok().filter(|ole| ole.has("EncryptedPackage"))
        && let Some(plain) = protection::plain_package(&package)
        && !plain.starts_with(ole::SIGNATURE)
    {
        return read_content(&plain, name, limits);
    }
    let mut budget = Budget::new(limits);
    match sniff(bytes, limits)? {
        FileKind::Text => read_text(bytes, name, &mut budget),
        kind => workbook::read(kind, bytes, name, &mut budget),
    }
}

fn read_text(bytes: &[u8], name: &Arc<str>, budget: &mut Budget) -> Result<(Vec<Grid>, Vec<Finding>), Problem> {
    if web_archive::is_web_archive(bytes) {
        let told = |decoded: &Decoded| of_encoding(decoded).map(|problem| problem.at(Place::file(name)));
        let (grids, findings) = web_archive::read(bytes, name, budget, told)?;
        return workbook::without_empty(grids, findings);
    }
    let decoded = encoding::decode(bytes);
    if decoded.text.chars().all(|c| c.is_whitespace() || SEPARATORS.contains(&c)) {
        return Err(nothing_in_it());
    }
    let text = decoded.text.as_str();
    let is_workbook = xml_2003::is_xml_2003(text) || html::is_html(text);
    let (mut grids, mut findings) = if xml_2003::is_xml_2003(text) {
        xml_2003::read(text, name, budget).and_then(|(grids, findings)| workbook::without_empty(grids, findings))?
    } else {
        let (grid, findings) = match html::is_html(text) {
            true => html::read(text, name, None, budget)?,
            false => delimited::read(text, name, budget)?,
        };
        if grid.cells.is_empty() && findings.is_empty() {
            return Err(nothing_in_it());
        }
        (Vec::from_iter((!grid.cells.is_empty()).then_some(grid)), findings)
    };
    if is_workbook {
        let saved = saved::in_text(text);
        grids.iter_mut().for_each(|grid| grid.saved = saved);
    }
    findings.extend(of_encoding(&decoded).map(|problem| problem.at(Place::file(name))));
    Ok((grids, findings))
}

/// What is told of the encoding of a text.
fn of_encoding(decoded: &Decoded) -> Option<Problem> {
    if decoded.damaged {
        return Some(Problem::warning(
            Code::GuessedEncoding,
            "有些字节不是有效的字符，显示为 �",
            "some bytes are no valid characters; they show as �",
        ));
    }
    decoded.guessed.map(Problem::guessed_encoding)
}

fn nothing_in_it() -> Problem {
    Problem::warning(Code::EmptyFile, "文件中没有任何内容", "the file holds no cell")
}

/// Index of each file that repeats an earlier one → that one's index and the hash of both. Only files of one size
/// are compared.
fn copies(files: &[InputFile], limits: &InputLimits) -> BTreeMap<usize, (usize, Arc<str>)> {
    let mut by_size: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (index, file) in files.iter().enumerate() {
        if let Ok(metadata) = fs::symlink_metadata(&file.path)
            && metadata.is_file()
            && (1..=limits.file_bytes).contains(&metadata.len())
        {
            by_size.entry(metadata.len()).or_default().push(index);
        }
    }
    let candidates: Vec<usize> = by_size.into_values().filter(|same| same.len() > 1).flatten().collect();
    let mut hashes: Vec<(usize, Arc<str>)> = candidates
        .into_par_iter()
        .filter_map(|index| fs::read(&files[index].path).ok().map(|bytes| (index, sha256(&bytes).into())))
        .collect();
    hashes.sort_unstable();
    let mut first: BTreeMap<Arc<str>, usize> = BTreeMap::new();
    let mut copies = BTreeMap::new();
    for (index, sha256) in hashes {
        let original = *first.entry(Arc::clone(&sha256)).or_insert(index);
        if original != index {
            copies.insert(index, (original, sha256));
        }
    }
    copies
}

fn copy_of(original: &str, file: &InputFile, sha256: &Arc<str>) -> ReadFile {
    let problem = Problem::warning(
        Code::SameFileTwice,
        format!("内容与“{original}”完全相同，只读取那一个"),
        format!("the same content as \"{original}\"; only that one is read"),
    );
    ReadFile {
        name: Arc::clone(&file.name),
        sha256: Arc::clone(sha256),
        grids: Vec::new(),
        findings: vec![problem.at(Place::file(&file.name)).value(original)],
    }
}
