//! A workspace in a temporary folder, and what a command did to it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder that is gone after the test.
pub struct Workspace {
    folder: tempfile::TempDir,
}

impl Workspace {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn with(self, name: &str, text: &str) -> Self {
        self.with_bytes(name, text.as_bytes())
    }

    /// With input lists by their names.
    pub fn with_lists(self, lists: &[(&str, &str)]) -> Self {
        lists.iter().fold(self, |workspace, (name, list)| workspace.with(&format!("input/{name}"), list))
    }

    pub fn with_bytes(self, name: &str, bytes: &[u8]) -> Self {
        let path = self.path().join(allowed(name));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    /// Runs the program in the folder, arguments separated by spaces.
    pub fn run(&self, line: &str) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_csr-report"));
        let output = command.args(line.split_whitespace()).current_dir(self.path()).output().unwrap();
        let mut files = Vec::new();
        list(self.path(), self.path(), &mut files);
        files.sort();
        Run {
            line: line.to_owned(),
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
            files,
        }
    }
}

/// A path without what Windows allows in no name; elsewhere as it is.
pub fn allowed(path: &str) -> String {
    let forbidden = |sign: char| sign.is_control() || "<>:\"|?*".contains(sign);
    if cfg!(windows) { path.replace(forbidden, "") } else { path.to_owned() }
}

/// Copies a folder with what lies below it.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() { copy(&path, &to) } else { assert!(fs::copy(&path, &to).is_ok()) }
    }
}

fn list(root: &Path, folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            list(root, &path, files);
        } else {
            files.push(path.strip_prefix(root).unwrap().to_path_buf());
        }
    }
}

/// What a command came to; its assertions print everything that a person would want to see.
pub struct Run {
    line: String,
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
    pub files: Vec<PathBuf>,
}

impl Run {
    fn story(&self) -> String {
        let Self { line, code, stdout, stderr, files } = self;
        format!("\n$ csr-report {line}\nexit {code:?}\nfiles: {files:#?}\nstdout:\n{stdout}\nstderr:\n{stderr}")
    }

    #[track_caller]
    pub fn ends_with(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}", self.story());
        self
    }

    /// Standard error holds each of these.
    #[track_caller]
    pub fn says(self, parts: &[&str]) -> Self {
        for part in parts {
            // Paths are told as the system writes them.
            let said = self.stderr.contains(part) || cfg!(windows) && self.stderr.replace('\\', "/").contains(part);
            assert!(said, "standard error does not say {part:?}{}", self.story());
        }
        self
    }

    /// Standard output holds each of these.
    #[track_caller]
    pub fn prints(self, parts: &[&str]) -> Self {
        for part in parts {
            assert!(self.stdout.contains(part), "standard output does not hold {part:?}{}", self.story());
        }
        self
    }

    #[track_caller]
    pub fn wrote_nothing_below(self, folder: &str) -> Self {
        assert!(!self.files.iter().any(|file| file.starts_with(folder)), "{}", self.story());
        self
    }
}
