//! The same inputs give the same bytes, whatever the machine is set to and wherever the workspace lies.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::demo;
use crate::workspace::copy;

/// Every file of the report with its bytes.
type Report = BTreeMap<PathBuf, Vec<u8>>;

fn files_below(folder: &Path, root: &Path, found: &mut Report) {
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            files_below(&path, root, found);
        } else {
            found.insert(path.strip_prefix(root).unwrap().to_owned(), fs::read(&path).unwrap());
        }
    }
}

/// The report of the demo dealer's month by a command that runs in its workspace.
fn report(workspace: &Path, command: &mut Command) -> Report {
    let output = command.current_dir(workspace).output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    let (mut found, folder) = (Report::new(), workspace.join("output/2013-09"));
    files_below(&folder, &folder, &mut found);
    found
}

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_csr-report"));
    command.args(["monthly", "--month", "2013-09", "--quiet"]);
    command
}

/// Copies the demo's workspace without its reports; with `backwards` its files are made in the other order.
fn moved(to: &Path, backwards: bool) {
    copy(&demo::workspace().join("input"), &to.join("source"));
    fs::copy(demo::workspace().join("csr-report.toml"), to.join("csr-report.toml")).unwrap();
    let (mut files, source) = (Report::new(), to.join("source"));
    files_below(&source, &source, &mut files);
    let mut files: Vec<_> = files.into_iter().collect();
    if backwards {
        files.reverse();
    }
    for (name, bytes) in files {
        let path = to.join("input").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    fs::remove_dir_all(source).unwrap();
}

fn differs(one: &Report, other: &Report) -> Vec<PathBuf> {
    let names = one.keys().chain(other.keys());
    let mut names: Vec<PathBuf> = names.filter(|name| one.get(*name) != other.get(*name)).cloned().collect();
    names.sort();
    names.dedup();
    names
}

#[test]
fn threads_time_zone_language_folder_and_order_of_files_change_no_byte() {
    let keep = tempfile::tempdir().unwrap();
    let here = keep.path().join("here");
    moved(&here, false);
    let usual = report(&here, &mut program());
    assert!(usual.len() > 50, "{:?}", usual.keys());
    let settings: [&[(&str, &str)]; 4] = [
        &[("RAYON_NUM_THREADS", "1"), ("POLARS_MAX_THREADS", "1"), ("TZ", "America/Los_Angeles")],
        &[("RAYON_NUM_THREADS", "7"), ("POLARS_MAX_THREADS", "5"), ("TZ", "Pacific/Kiritimati")],
        &[("LC_ALL", "tr_TR.UTF-8"), ("LANG", "de_DE.UTF-8"), ("COLUMNS", "40"), ("NO_COLOR", "1")],
        &[("LC_ALL", "C"), ("HOME", "/nowhere"), ("TERM", "dumb")],
    ];
    for variables in settings {
        let made = report(&here, program().envs(variables.iter().copied()));
        assert_eq!(differs(&usual, &made), Vec::<PathBuf>::new(), "{variables:?}");
    }
    let there = keep.path().join("客服 部 (2013)/月报");
    moved(&there, true);
    assert_eq!(differs(&usual, &report(&there, &mut program())), Vec::<PathBuf>::new(), "another folder");
    fs::write(there.join("input/说明.txt"), "有一行不同").unwrap();
    assert_ne!(differs(&usual, &report(&there, &mut program())), Vec::<PathBuf>::new(), "another input");
}

#[cfg(unix)]
#[test]
fn rights_that_new_files_get_change_no_byte() {
    let keep = tempfile::tempdir().unwrap();
    moved(keep.path(), false);
    let made = |mask: &str| {
        let mut shell = Command::new("sh");
        let line = format!("umask {mask} && exec \"$0\" monthly --month 2013-09 --quiet --format json,xlsx");
        report(keep.path(), shell.args(["-c", &line, env!("CARGO_BIN_EXE_csr-report")]))
    };
    let (open, closed) = (made("000"), made("077"));
    assert!(open.keys().any(|name| name.ends_with("report.json")));
    assert_eq!(differs(&open, &closed), Vec::<PathBuf>::new());
}
