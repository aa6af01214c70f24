//! A second opinion: a pandas script that knows only the definitions computes every figure from the raw files.

use std::path::Path;
use std::process::Command;

use crate::demo;

/// Runs `benches/rivals/pandas_rival.py` on a workspace and holds report.json against it.
fn agrees(workspace: &Path, month: &str) {
    let rivals = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/rivals");
    let ready = Command::new("python3").args(["-c", "import pandas, openpyxl, xlrd"]).output();
    if !ready.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: python3 with pandas, openpyxl and xlrd is not installed");
        return;
    }
    let report = demo::make(workspace, month);
    let figures = Command::new("python3")
        .arg(rivals.join("pandas_rival.py"))
        .arg(workspace)
        .args([month, "--figures"])
        .output()
        .unwrap();
    assert!(figures.status.success(), "{}", String::from_utf8_lossy(&figures.stderr));
    let theirs = report.folder.join("figures.json");
    std::fs::write(&theirs, figures.stdout).unwrap();
    let compared = Command::new("python3")
        .arg(rivals.join("compare.py"))
        .arg(report.folder.join("report.json"))
        .arg(theirs)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&compared.stdout);
    assert!(compared.status.success(), "{}: the figures differ\n{said}", workspace.display());
    assert!(said.starts_with("agree"), "{said}");
}

#[test]
fn pandas_computes_the_same_figures_from_the_demo_files() {
    agrees(&demo::workspace(), "2013-09");
}

#[test]
fn pandas_computes_the_same_figures_of_a_second_dealer_of_another_size() {
    let generator = Path::new(env!("CARGO_BIN_EXE_csr-report")).with_file_name("examples").join("make_demo");
    let folder = tempfile::tempdir().unwrap();
    for seed in ["3", "11"] {
        let dealer = folder.path().join(seed);
        let made = Command::new(&generator).args(["--seed", seed, "--out"]).arg(&dealer).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        agrees(&dealer, "2013-09");
    }
}
