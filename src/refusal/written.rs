//! Nothing that a run writes may lie in the input.

use std::path::PathBuf;

use crate::base::failure::{Exit, Failure};
use crate::base::real_path::lies_in;
use crate::base::text::shown;
use crate::settings::Settings;

/// What a run writes, none of which may lie in the input.
#[derive(Clone, Copy, Debug)]
pub enum Written {
    /// The folder of the reports.
    Report,
    /// The folder of the handouts.
    Handouts,
    /// The export of tables and facts.
    Export,
    /// A marked copy, or the folder of all of them.
    MarkedCopy,
}

/// Refuses to write into an input folder, wherever links lead: the next run would read there what this one wrote.
///
/// # Errors
/// The first of these paths that lies in an input folder (exit 2).
pub fn in_input(what: Written, paths: impl IntoIterator<Item = PathBuf>, settings: &Settings) -> Result<(), Failure> {
    let found = |path: PathBuf| Some((shown(&path), shown(lies_in(&path, &settings.inputs)?)));
    let Some((path, input)) = paths.into_iter().find_map(found) else {
        return Ok(());
    };
    let ([chinese, english], [to_do, to_do_english]) = match what {
        Written::Report => (
            [
                format!("输出文件夹 {path} 在输入文件夹 {input} 之内；下次运行会把报告当作数据读取"),
                format!(
                    "the output folder {path} lies in the input folder {input}; the next run would read the report as data"
                ),
            ],
            ["把输出放到输入文件夹之外", "put the output outside the input folder"],
        ),
        Written::Handouts => (
            [
                format!("分发用的工作簿 {path} 会写到输入 {input} 之内，下次运行会把它们当作数据读取"),
                format!(
                    "the handouts in {path} would lie in the input {input}, and the next run would read them as data"
                ),
            ],
            ["--handout 换一个输入之外的文件夹", "choose a folder outside the input for --handout"],
        ),
        Written::Export => (
            [
                format!("导出文件夹 {path} 在输入文件夹 {input} 之内；下次运行会把导出当作数据读取"),
                format!("the export {path} would lie in the input folder {input}; the next run would read it as data"),
            ],
            ["--parquet 换一个输入之外的文件夹", "choose a folder outside the input for --parquet"],
        ),
        Written::MarkedCopy => (
            [
                format!("标注副本 {path} 会写到输入 {input} 之内；原文件不能改动，下次运行也会把副本当作数据读取"),
                format!(
                    "the marked copy {path} would lie in the input {input}; originals stay as they are, and the next run would read the copy as data"
                ),
            ],
            ["--marked-copy 换一个输入之外的文件夹", "choose a folder outside the input for --marked-copy"],
        ),
    };
    Err(Failure::new(Exit::Usage, chinese, english).hint(to_do, to_do_english))
}
