//! A file read once more, for its marked copy: a package is kept as it is, of every other format the cells.

use super::discover::InputFile;
use super::file_kind::FileKind;
use super::grid::Grid;
use super::problem::{Problem, guarded};
use super::read::{load, read_file};
use super::sniff::sniff;
use crate::base::address::Place;
use crate::base::digest::sha256;
use crate::base::finding::{Code, Finding, Severity};
use crate::base::lang::Words;
use crate::settings::InputLimits;

/// What a copy starts from.
#[derive(Debug)]
pub enum Original {
    /// The bytes of an .xlsx or .xlsm that unpacks within the limits.
    Package(Vec<u8>),
    /// The cells of a file in another format.
    Cells(Vec<Grid>),
}

/// Reads a file again. `hash` is what it had when it was checked, where that is known.
///
/// # Errors
/// Why there can be no copy: the file cannot be read, or its cells not all of them, or it is no longer the one that was
/// checked.
pub fn original(file: &InputFile, limits: &InputLimits, hash: Option<&str>) -> Result<Original, Words> {
    let told = |problem: Problem| problem.at(Place::file(&file.name)).message;
    let bytes = load(file, limits).map_err(told)?;
    let changed = |found: &str| hash.is_some_and(|hash| hash != found);
    if guarded(|| sniff(&bytes, limits)).map_err(told)? == FileKind::Xlsx {
        return if changed(&sha256(&bytes)) { Err(has_changed()) } else { Ok(Original::Package(bytes)) };
    }
    drop(bytes);
    let read = read_file(file, limits);
    match read.findings.first() {
        Some(finding) if read.grids.is_empty() => return Err(finding.message.clone()),
        _ if changed(&read.sha256) => return Err(has_changed()),
        _ => {}
    }
    // A repair of a text is undone by nobody in its copy, where nothing would tell of it any more.
    let hidden = |finding: &&Finding| finding.severity == Severity::Error || finding.code == Code::UnreadableFile;
    match read.findings.iter().find(hidden) {
        Some(finding) => Err(left_something_out(&finding.place)),
        None => Ok(Original::Cells(read.grids)),
    }
}

/// The cells are not all of the file: written to a copy they would be all of it, and read again nothing would tell.
fn left_something_out(place: &Place) -> Words {
    Words {
        chinese: format!("{place} 没有完整读入，照读到的内容写副本会掩盖这一处；请按 check 的提示改正原文件后再运行"),
        en: format!(
            "{place} was not read whole, and a copy of what was read would hide that; correct the original as check says and run again"
        ),
    }
}

fn has_changed() -> Words {
    Words {
        chinese: "文件在检查期间被改动，请重新运行".into(),
        en: "the file changed while it was checked; run again".into(),
    }
}
