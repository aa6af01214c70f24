//! A report that was published before, as it lies there now.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::record::REPORT;
use crate::base::digest::sha256;
use crate::base::failure::{Exit, Failure};
use crate::base::lang::Words;
use crate::base::system_fault;
use crate::base::text::shown;

/// A report.json with the folder in which it lies.
#[derive(Debug)]
pub struct PastReport {
    /// What it says.
    pub document: Value,
    folder: PathBuf,
}

/// A file that report.json lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastFile {
    /// Its name, with `/`.
    pub name: String,
    /// SHA-256 as listed.
    pub listed: String,
    /// SHA-256 as it lies there now; none where it cannot be read.
    pub found: Option<String>,
}

impl PastReport {
    /// Reads a report.json, or the one in a folder.
    ///
    /// # Errors
    /// It is not there or no report.json (exit 3).
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let path = if path.is_dir() { path.join(REPORT) } else { path.to_owned() };
        let name = shown(&path);
        let bytes = fs::read(&path).map_err(|error| {
            let Words { chinese, en } = system_fault::words(&error);
            let chinese = format!("读不了报告文件 {name}：{chinese}");
            let failure = Failure::new(Exit::Input, chinese, format!("cannot read the report {name}: {en}"));
            failure.hint("写上报告文件夹中 report.json 的路径", "name the report.json in the folder of a report")
        })?;
        let document: Option<Value> = serde_json::from_slice(&bytes).ok();
        let document =
            document.filter(|it| it["schema"].as_str().is_some_and(|schema| schema.starts_with("csr-report/")));
        let document = document.ok_or_else(|| {
            Failure::new(
                Exit::Input,
                format!("{name} 不是 csr-report 的 report.json，或已损坏"),
                format!("{name} is no report.json of csr-report, or damaged"),
            )
        })?;
        Ok(Self { document, folder: path.parent().map(Path::to_owned).unwrap_or_default() })
    }

    /// Names and hashes of the files that it lists.
    pub fn listed(&self) -> impl Iterator<Item = (&str, &str)> {
        let listed = self.document["outputs"].as_array().into_iter().flatten();
        listed.filter_map(|output| Some((output["file"].as_str()?, output["sha256"].as_str()?)))
    }

    /// The files that it lists, read.
    pub fn files(&self) -> Vec<PastFile> {
        let file = |(name, listed): (&str, &str)| {
            let found = fs::read(self.folder.join(name)).ok().map(|bytes| sha256(&bytes));
            PastFile { name: name.to_owned(), listed: listed.to_owned(), found }
        };
        self.listed().map(file).collect()
    }
}
