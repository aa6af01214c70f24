//! Blank forms that somebody filled in where they lie: nobody reads that folder, so the rows would be lost in silence.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::address::Place;
use crate::base::finding::{Code, Finding, Severity};
use crate::base::lang::Lang;
use crate::init::forms_folder;
use crate::input::discover::{InputFile, discover};
use crate::input::read_all;
use crate::settings::Settings;

/// One finding a file in the workspace's folders of blank forms that has rows, unless the folder is read as input.
pub fn found(settings: &Settings) -> Vec<Finding> {
    Lang::ALL.into_iter().flat_map(|lang| in_folder(settings, forms_folder(lang))).collect()
}

fn in_folder(settings: &Settings, name: &str) -> Vec<Finding> {
    let folder = settings.workspace.join(name);
    if settings.inputs.iter().any(|input| folder.starts_with(input) || input.starts_with(&folder)) {
        return Vec::new();
    }
    // A folder that is not there, or cannot be opened, is no form that somebody filled in.
    let Ok(files) = discover(std::slice::from_ref(&folder)) else { return Vec::new() };
    let named = |file: InputFile| InputFile { name: Arc::from(format!("{name}/{}", file.name)), ..file };
    let files: Vec<InputFile> = files.into_iter().map(named).collect();
    let read = read_all(&files, &settings.limits, &|_| ());
    let filled = read.into_iter().zip(&files).filter_map(|(read, file)| {
        // The lists of words of a form stand on a hidden sheet.
        let shown = read.grids.iter().filter(|grid| !grid.hidden);
        let rows: usize = shown
            .map(|grid| grid.cells.iter().map(|cell| cell.row).collect::<BTreeSet<_>>().len().saturating_sub(1))
            .sum();
        (rows > 0).then(|| finding(file, name, rows))
    });
    filled.collect()
}

fn finding(file: &InputFile, folder: &str, rows: usize) -> Finding {
    let name = &file.name;
    Finding::new(
        Severity::Warning,
        Code::FilledForm,
        Place::file(name),
        format!("“{name}”里填了 {rows} 行，但“{folder}”文件夹不读取，这些行没有进入报告"),
        format!("{rows} rows stand in “{name}”, a folder that is not read: they are not in the report"),
    )
}
