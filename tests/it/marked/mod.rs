//! Marked copies: read again they give the same findings, nothing but styles and notes differs from the original, and
//! other programs open them.

mod books;
mod command;
mod copies;
mod others;
mod packages;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// A workbook needs no guess.
const OF_A_TEXT: &str = "guessed-encoding";

/// An input folder, its marked copies, and what `check` said.
pub struct Checked {
    keep: tempfile::TempDir,
    workspace: PathBuf,
    month: String,
    code: Option<i32>,
    pub json: Value,
}

/// The name that copies are known by: its original's.
struct Copied {
    file: String,
    copy: Option<String>,
}

/// Checks a workspace with marked copies.
pub fn check(workspace: &Path, month: &str) -> Checked {
    let keep = tempfile::tempdir().unwrap();
    let (code, json) = run(workspace, &workspace.join("input"), month, Some(&keep.path().join("copies")));
    Checked { keep, workspace: workspace.to_owned(), month: month.to_owned(), code, json }
}

/// The exit code of a check, and what it said.
fn run(workspace: &Path, input: &Path, month: &str, copies: Option<&Path>) -> (Option<i32>, Value) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_csr-report"));
    command.arg("-C").arg(workspace).args(["check", "--format", "json", "--month", month, "--input"]).arg(input);
    if let Some(copies) = copies {
        command.arg("--marked-copy").arg(copies);
    }
    let output = command.output().unwrap();
    let code = output.status.code();
    assert!(matches!(code, Some(0 | 4)), "{code:?}: {}", String::from_utf8_lossy(&output.stderr));
    (code, serde_json::from_slice(&output.stdout).unwrap())
}

impl Checked {
    /// Where a copy lies.
    pub fn copy(&self, name: &str) -> PathBuf {
        self.keep.path().join("copies").join(name)
    }

    pub fn original(&self, name: &str) -> PathBuf {
        self.workspace.join("input").join(name)
    }

    fn copied(&self) -> Vec<Copied> {
        let files = self.json["marked_copies"].as_array().unwrap();
        let text = |value: &Value| value.as_str().map(str::to_owned);
        files.iter().map(|it| Copied { file: text(&it["file"]).unwrap(), copy: text(&it["copy"]) }).collect()
    }

    /// Copies that are edited originals.
    pub fn edited(&self) -> Vec<String> {
        self.copied().into_iter().filter(|it| it.copy.as_ref() == Some(&it.file)).map(|it| it.file).collect()
    }

    /// Cell → severities of the findings of a file, its sheets by name. What concerns a sheet stands at A1.
    pub fn marked_cells(&self, file: &str) -> BTreeMap<(String, String), Vec<String>> {
        let mut cells: BTreeMap<_, Vec<String>> = BTreeMap::new();
        for finding in self.findings().iter().filter(|it| it["file"] == file && it["sheet"].is_string()) {
            let text = |key: &str| finding[key].as_str().unwrap_or("A1").to_owned();
            cells.entry((text("sheet"), text("cell"))).or_default().push(text("severity"));
        }
        cells
    }

    pub fn findings(&self) -> Vec<Value> {
        self.json["findings"].as_array().unwrap().clone()
    }

    /// Reads the inputs again with the copies in the place of their originals, and compares the exit code, the findings
    /// and the balance of every sheet.
    #[track_caller]
    pub fn gives_the_same_findings_again(&self) {
        let again = self.keep.path().join("again");
        copy_folder(&self.workspace.join("input"), &again);
        for Copied { file, copy } in self.copied() {
            let Some(copy) = copy else { continue };
            fs::remove_file(again.join(&file)).unwrap();
            fs::copy(self.copy(&copy), again.join(&copy)).unwrap();
        }
        let (code, second) = run(&self.workspace, &again, &self.month, None);
        for list in ["findings", "inputs"] {
            let [expected, found] = [&self.json, &second].map(|json| self.comparable(&json[list]));
            let missing: Vec<_> = expected.iter().filter(|it| !found.contains(it)).collect();
            let new: Vec<_> = found.iter().filter(|it| !expected.contains(it)).collect();
            assert!(missing.is_empty() && new.is_empty(), "not told again: {missing:#?}\ntold only then: {new:#?}");
            assert_eq!(expected.len(), found.len());
        }
        assert_eq!(self.code, code);
    }

    /// The lines of a list, with the names that the originals have.
    fn comparable(&self, list: &Value) -> Vec<Value> {
        let mut lines: Vec<Value> = list.as_array().unwrap().clone();
        lines.retain(|it| it["code"] != OF_A_TEXT);
        for line in &mut lines {
            if let Some(line) = line.as_object_mut() {
                line.remove("sha256");
            }
            for Copied { file, copy } in self.copied() {
                let Some(copy) = copy.filter(|copy| *copy != file) else { continue };
                let text_file = self.json["inputs"].as_array().unwrap().iter();
                let text_file = text_file.filter(|it| it["file"] == file.as_str()).all(|it| it["sheet"].is_null());
                if text_file && line["file"] == copy.as_str() {
                    line["sheet"] = Value::Null;
                }
                let told = line.to_string().replace(&format!("{copy} › Sheet1"), &file).replace(&copy, &file);
                *line = serde_json::from_str(&told).unwrap();
            }
        }
        lines.sort_by_key(Value::to_string);
        lines
    }
}

pub fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
