//! The faults of writing, each with its usual cause. All lead to exit 5.

use std::io::Error;
use std::path::Path;

use crate::base::failure::{Exit, Failure};
use crate::base::system_fault;
use crate::base::text::shown;

fn fault(chinese: String, english: String) -> Failure {
    Failure::new(Exit::Output, chinese, english)
}

/// A folder or file cannot be written.
pub fn cannot_write(path: &Path, error: &Error) -> Failure {
    let (path, cause) = (shown(path), system_fault::words(error));
    fault(format!("无法写入 {path}：{}", cause.chinese), format!("cannot write {path}: {}", cause.en)).hint(
        "检查磁盘空间和文件夹权限，或换一个文件夹（--output、--marked-copy）；原有的文件没有改变",
        "check disk space and permissions, or choose another folder (--output, --marked-copy); what was there is as it was",
    )
}

/// A file stands where the folder should be.
pub fn not_a_folder(path: &Path) -> Failure {
    let path = shown(path);
    fault(format!("{path} 是文件，不是文件夹"), format!("{path} is a file, not a folder")).hint(
        "移走它，或换一个文件夹（--output、--marked-copy）",
        "move it away, or choose another folder (--output, --marked-copy)",
    )
}

/// A pipe or a device stands where a file should be.
pub fn not_a_file(path: &Path) -> Failure {
    let path = shown(path);
    fault(format!("{path} 不是普通文件，无法替换"), format!("{path} is no plain file and cannot be replaced")).hint(
        "移走它，或换一个文件夹（--output、--marked-copy）",
        "move it away, or choose another folder (--output, --marked-copy)",
    )
}

/// A folder stands where a file should be.
pub fn is_a_folder(path: &Path) -> Failure {
    let path = shown(path);
    fault(
        format!("{path} 是文件夹，同名的文件无法写入"),
        format!("{path} is a folder; a file of this name cannot be written"),
    )
    .hint("移走或改名该文件夹", "move the folder away or rename it")
}

/// A name that leads out of the folder of the period.
pub fn outside(path: &Path) -> Failure {
    let path = shown(path);
    fault(format!("{path} 会写到报告文件夹之外"), format!("{path} would be written outside the report's folder"))
        .hint("报告文件夹中不要使用链接", "use no links inside the report's folder")
}

/// The file is open in Excel or WPS; `owner` is the file that such a program lays beside it.
pub fn open_elsewhere(path: &Path, owner: Option<&Path>) -> Failure {
    let path = shown(path);
    let failure = fault(
        format!("{path} 正在其他程序（Excel、WPS）中打开，无法替换"),
        format!("{path} is open in another program (Excel, WPS) and cannot be replaced"),
    );
    match owner {
        None => failure.hint("关闭该文件后重新运行", "close the file and run again"),
        Some(owner) => {
            let owner = shown(owner);
            failure.hint(
                format!("关闭该文件后重新运行；如果并没有打开，请删除残留的 {owner}"),
                format!("close the file and run again; if nobody has it open, delete the left-over {owner}"),
            )
        }
    }
}

/// A file cannot be replaced; `shared` where another program has it open.
pub fn replace(path: &Path, error: &Error, shared: bool) -> Failure {
    if shared { open_elsewhere(path, None) } else { cannot_write(path, error) }
}

/// Another run is writing to the same folder.
pub fn locked(lock: &Path) -> Failure {
    let output = shown(lock.parent().and_then(Path::parent).unwrap_or(lock));
    fault(format!("另一次运行正在写入 {output}"), format!("another run is writing to {output}"))
        .hint("等它结束后重新运行", "wait until it ends and run again")
}

/// Some old files could not be put back; they lie in `folder`.
pub fn not_undone(folder: &Path, rest: &Failure) -> Failure {
    let folder = shown(folder);
    let (chinese, english) = (&rest.message.chinese, &rest.message.en);
    fault(
        format!("写入失败，而且没有全部恢复：{chinese}"),
        format!("writing failed and could not all be undone: {english}"),
    )
    .hint(
        format!("原来的文件在 {folder} 的 old 文件夹中，请手工放回"),
        format!("the old files are in the folder old of {folder}; put them back by hand"),
    )
}
