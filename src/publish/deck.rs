//! A deck that was published and that somebody may be working on.

use std::fs;
use std::io;
use std::path::Path;

use crate::base::failure::{Exit, Failure};
use crate::base::system_fault;
use crate::base::text::shown;

/// The bytes of a deck. It is only read.
///
/// # Errors
/// It is not there, is open in another program, or cannot be read (exit 2).
pub fn deck(path: &Path) -> Result<Vec<u8>, Failure> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    // What PowerPoint and WPS lay beside a file that they have open; what was not saved yet is not in the file.
    let owner = path.with_file_name(format!("~${name}"));
    if owner.exists() {
        let (path, owner) = (shown(path), shown(owner));
        return Err(refused(
            format!("{path} 正在其他程序（PowerPoint、WPS）中打开"),
            format!("{path} is open in another program (PowerPoint, WPS)"),
        )
        .hint(
            format!("保存并关闭后重新运行；如果并没有打开，请删除残留的 {owner}"),
            format!("save and close it, then run again; if nobody has it open, delete the left-over {owner}"),
        ));
    }
    let read = |found: fs::Metadata| match found.is_file() || found.is_dir() {
        true => fs::read(path),
        // To open a pipe would wait for ever.
        false => Err(io::Error::other("no plain file (a pipe or a device)")),
    };
    fs::metadata(path).and_then(read).map_err(|error| {
        let (path, cause) = (shown(path), system_fault::words(&error));
        refused(format!("读不了 {path}：{}", cause.chinese), format!("cannot read {path}: {}", cause.en)).hint(
            "--update 后写上次的 .pptx 的路径（相对于工作区）",
            "name the .pptx of the last time after --update; its path is relative to the workspace",
        )
    })
}

fn refused(chinese: String, english: String) -> Failure {
    Failure::new(Exit::Usage, chinese, english)
}
