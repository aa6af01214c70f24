//! Workbooks of settings among the inputs: the workspace's own is no input, and one that lies in the input folder sets nothing.

use crate::base::address::Place;
use crate::base::finding::{Code, Finding, Severity};
use crate::configuration::Configuration;
use crate::configuration::book::is_book;
use crate::configuration::book::layout::Layout;
use crate::input::{InputFile, ReadFile};

/// The inputs without the workbook of settings that is in use, where its folder is an input folder.
pub fn without_own(mut files: Vec<InputFile>, configuration: &Configuration) -> Vec<InputFile> {
    files.retain(|file| configuration.book.as_ref() != Some(&file.path));
    files
}

/// Takes the sheets from files that are workbooks of settings, and says so of each.
pub fn set_aside(files: &mut [ReadFile], layout: &Layout) {
    for file in files.iter_mut().filter(|file| is_book(file, layout)) {
        file.grids.clear();
        let name = &file.name;
        file.findings.push(Finding::new(
            Severity::Error,
            Code::SettingsInInput,
            Place::file(name),
            format!("“{name}”是设置工作簿，放在输入文件夹里不起作用，里面的设置没有采用"),
            format!("“{name}” is a workbook of settings; in the input folder it sets nothing"),
        ));
    }
}
