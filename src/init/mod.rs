//! A new workspace: configuration, input folder, blank forms, and a file to double-click; or the demo dealer's.

pub mod book;
mod demo;
mod files;
pub mod forms;

pub use files::{NewFile, forms_folder, workspace};

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::base::failure::{Exit, Failure};
use crate::base::lang::Words;
use crate::base::system_fault;
use crate::base::text::shown;

/// Makes a workspace of these files, or of the demo dealer's and these, and gives back the files written, in order.
///
/// # Errors
/// A file of the same name is there already (exit 2), or one cannot be written (exit 5); then nothing is left of it.
pub fn create(folder: &Path, demo: bool, own: Vec<NewFile>) -> Result<Vec<PathBuf>, Failure> {
    let mut files = if demo { demo::files()? } else { Vec::new() };
    files.extend(own);
    refuse_existing(folder, &files)?;
    let input = folder.join("input");
    fs::create_dir_all(&input).map_err(|error| cannot_write(&input, &error))?;
    let mut written = Vec::new();
    for (name, bytes) in files {
        let path = folder.join(name);
        if let Err(error) = write_new(&path, &bytes) {
            for path in &written {
                // What cannot be removed again is a file of ours that the next `init` names.
                let _ = fs::remove_file(path);
            }
            return Err(cannot_write(&path, &error));
        }
        written.push(path);
    }
    Ok(written)
}

/// Writes one further file of a workspace.
///
/// # Errors
/// It cannot be written, or is there already (exit 5).
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    write_new(path, bytes).map_err(|error| cannot_write(path, &error))
}

fn refuse_existing(folder: &Path, files: &[NewFile]) -> Result<(), Failure> {
    if folder.exists() && !folder.is_dir() {
        let name = shown(folder);
        return Err(Failure::new(
            Exit::Usage,
            format!("{name} 是文件，不是文件夹"),
            format!("{name} is a file, not a folder"),
        ));
    }
    let there: Vec<_> = files.iter().map(|(name, _)| name.as_str()).filter(|name| folder.join(name).exists()).collect();
    if there.is_empty() {
        return Ok(());
    }
    let (name, list) = (shown(folder), Words::list(&there));
    Err(Failure::new(
        Exit::Usage,
        format!("{name} 中已有这些文件，没有改动：{}", list.chinese),
        format!("{name} already holds these files, nothing was changed: {}", list.en),
    )
    .hint("换一个文件夹，或先移走这些文件", "choose another folder, or move these files away first"))
}

fn write_new(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::File::create_new(path)?.write_all(bytes)
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Failure {
    let (path, cause) = (shown(path), system_fault::words(error));
    let (chinese, english) = (cause.chinese, cause.en);
    Failure::new(Exit::Output, format!("无法写入 {path}：{chinese}"), format!("cannot write {path}: {english}"))
        .hint("检查磁盘空间和文件夹权限", "check disk space and permissions")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::lang::Lang;
    use crate::configuration::{Configuration, FILE_NAME};

    const CONFIGURATIONS: [&str; 2] = [include_str!("zh-CN/csr-report.toml"), include_str!("en/csr-report.toml")];

    #[test]
    fn a_new_workspace_holds_a_configuration_that_is_understood() {
        let root = tempfile::tempdir().expect("a folder");
        let folder = root.path().join("我的店");
        let mut files = workspace(Lang::Chinese);
        files.push(("空白表单/回访.xlsx".into(), b"form".to_vec()));
        let written = create(&folder, false, files).expect("a workspace");
        assert!(written.iter().all(|path| path.is_file()));
        assert!(folder.join("input").is_dir());
        assert_eq!(fs::read(folder.join("空白表单/回访.xlsx")).expect("the form"), b"form");
        let configuration = Configuration::load(&folder.join(FILE_NAME), true, &folder).expect("a configuration");
        assert_eq!(configuration.report.input, ["input"]);
    }

    #[test]
    fn an_english_workspace_gives_english_reports() {
        let root = tempfile::tempdir().expect("a folder");
        create(root.path(), false, workspace(Lang::English)).expect("a workspace");
        let configuration =
            Configuration::load(&root.path().join(FILE_NAME), true, root.path()).expect("a configuration");
        assert_eq!(configuration.report.lang, Some(Lang::English));
        let guide = fs::read_to_string(root.path().join("Read me.txt")).expect("the guide");
        assert!(guide.contains(forms_folder(Lang::English)) && !guide.contains(forms_folder(Lang::Chinese)));
    }

    #[test]
    fn every_line_that_the_new_configuration_offers_as_a_comment_is_understood() {
        let keys = CONFIGURATIONS.map(|text| {
            let offered = text.lines().map(|line| match line.strip_prefix("# ") {
                Some(rest) if rest.contains(" = ") || rest.starts_with('[') => rest,
                _ => line,
            });
            let offered: Vec<_> = offered.collect();
            Configuration::parse(FILE_NAME, &offered.join("\n")).expect("the offered lines");
            let key = |line: &&str| line.split_once(" = ").map(|(key, _)| key.to_owned()).filter(|key| key.is_ascii());
            offered.iter().filter_map(key).filter(|key| !key.starts_with('"')).collect::<Vec<_>>()
        });
        assert_eq!(keys[0], keys[1], "both languages offer the same");
    }

    #[test]
    fn no_section_of_the_new_configuration_stands_empty() {
        // It would stand twice once the lines of `check --suggest` or of a README are added below.
        for text in CONFIGURATIONS {
            let configuration: toml::Table = text.parse().expect("TOML");
            for (name, section) in configuration {
                assert!(section.as_table().is_some_and(|keys| !keys.is_empty()), "[{name}] holds nothing");
            }
        }
    }

    #[test]
    fn a_second_time_nothing_is_overwritten() {
        let root = tempfile::tempdir().expect("a folder");
        create(root.path(), false, workspace(Lang::Chinese)).expect("a workspace");
        let path = root.path().join(FILE_NAME);
        fs::write(&path, "# mine").expect("the user's changes");
        let failure = create(root.path(), false, workspace(Lang::Chinese)).expect_err("again");
        assert!(failure.exit == Exit::Usage && failure.message.chinese.contains(FILE_NAME), "{failure}");
        assert_eq!(fs::read_to_string(&path).expect("the file"), "# mine");
    }

    #[test]
    fn every_text_ends_its_lines_as_windows_wants() {
        let texts = workspace(Lang::Chinese).into_iter().map(|(_, bytes)| String::from_utf8(bytes).expect("UTF-8"));
        let texts: Vec<_> = texts.collect();
        for text in &texts {
            assert!(text.lines().count() > 5);
            assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
        }
        let text = texts.last().expect("the batch file is the last");
        assert!(text.contains("-C \"%~dp0.\" monthly") && text.contains("pause"));
    }
}
