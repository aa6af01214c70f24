//! What a warehouse counts over an export: DuckDB runs the statements, and every figure is that of the report.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use sqlparser::dialect::{ClickHouseDialect, DatabricksDialect, Dialect, DuckDbDialect};
use sqlparser::parser::Parser;

use crate::demo;

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_csr-report")).arg("-C").arg(demo::workspace()).args(arguments).output().unwrap()
}

fn export(folder: &Path, period: &str) -> Output {
    let option = match period.len() {
        4 => "--year",
        _ if period.contains('Q') => "--quarter",
        _ => "--month",
    };
    run(&["export", "--parquet", folder.to_str().unwrap(), option, period])
}

fn exported(folder: &Path, period: &str) {
    let output = export(folder, period);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn statements(dialect: &str) -> String {
    let output = run(&["sql", "--dialect", dialect]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn is_ready() -> bool {
    let ready = Command::new("python3").args(["-c", "import duckdb, tomllib"]).output();
    let ready = ready.is_ok_and(|output| output.status.success());
    if !ready {
        eprintln!("skipped: python3 with duckdb is not installed (pip install -r benches/rivals/requirements.txt)");
    }
    ready
}

/// Whether what DuckDB counts over an export is what a report says, and what was said of it.
fn judged(export: &Path, statements: &Path, report: &Path) -> (bool, String) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new("python3")
        .arg(root.join("tests/warehouse/judge.py"))
        .args([export, statements, report])
        .arg(root.join("templates"))
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
    (output.status.success(), said)
}

/// What DuckDB counts over an export, handed over as a file.
fn parts_of(export: &Path, statements: &Path) -> PathBuf {
    let script = "import duckdb, os, sys\nos.chdir(sys.argv[1])\ncounted = duckdb.connect()\n\
        counted.execute(open(sys.argv[2]).read())\ncounted.execute(\"COPY parts TO 'counted.parquet'\")";
    let output = Command::new("python3").args(["-c", script]).args([export, statements]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    export.join("counted.parquet")
}

/// report.json of a workspace that has the demo's configuration and no spreadsheet.
fn made_from(counted: &Path, period: &str, folder: &Path) -> Value {
    fs::copy(demo::workspace().join("csr-report.toml"), folder.join("csr-report.toml")).unwrap();
    let command = match period.len() {
        4 => ["annual", "--year", period],
        _ if period.contains('Q') => ["quarterly", "--quarter", period],
        _ => ["monthly", "--month", period],
    };
    let mut program = Command::new(env!("CARGO_BIN_EXE_csr-report"));
    program.arg("-C").arg(folder).args(command).arg("--facts").arg(counted).args(["--format", "json"]);
    let output = program.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let report = folder.join("output").join(period).join("report.json");
    serde_json::from_str(&fs::read_to_string(report).unwrap()).unwrap()
}

/// Every file below a folder with its bytes.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() { all.extend(files(&entry)) } else { all.push((entry.clone(), fs::read(&entry).unwrap())) }
    }
    all.sort();
    all
}

#[test]
fn duckdb_counts_over_the_export_what_the_report_says() {
    if !is_ready() {
        return;
    }
    let keep = tempfile::tempdir().unwrap();
    let sql = keep.path().join("parts.sql");
    fs::write(&sql, statements("duckdb")).unwrap();
    for period in ["2013-09", "2013-Q3", "2013"] {
        let folder = keep.path().join(period);
        exported(&folder, period);
        let report = demo::report(period).folder.join("report.json");
        let (agrees, said) = judged(&folder, &sql, &report);
        assert!(agrees && said.starts_with("agree"), "{period}: {said}");
        // The report that is made from what was counted there says the same of every indicator.
        let made = made_from(&parts_of(&folder, &sql), period, keep.path());
        assert_eq!(made["kpis"], demo::report(period).json["kpis"], "{period}");
    }
    // The judge sees one statement that counts otherwise.
    let report = demo::report("2013-09").folder.join("report.json");
    let changed = statements("duckdb").replacen("CAST(\"called\" AS BIGINT)", "CAST(NOT \"called\" AS BIGINT)", 1);
    assert_ne!(changed, statements("duckdb"));
    fs::write(&sql, changed).unwrap();
    let (agrees, said) = judged(&keep.path().join("2013-09"), &sql, &report);
    assert!(!agrees && said.contains("callback_rate"), "{said}");
}

#[test]
fn every_engine_has_statements_that_parse_and_none_lacks_an_indicator() {
    let engines: [(&str, &dyn Dialect); 3] =
        [("duckdb", &DuckDbDialect {}), ("spark", &DatabricksDialect {}), ("clickhouse", &ClickHouseDialect {})];
    for (name, dialect) in engines {
        let text = statements(name);
        assert!(!text.contains("NOT STATED"), "{name}");
        // The way in which Spark's views name their files is in no parser; all that is counted stands in the table.
        let table = text.split_once("CREATE TABLE parts").or_else(|| text.split_once("CREATE OR REPLACE TABLE parts"));
        let select = table.unwrap().1.split_once(" AS\n").unwrap().1.split_once(";\n").unwrap().0;
        Parser::parse_sql(dialect, select).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    let unknown = run(&["sql", "--dialect", "oracle"]);
    assert_eq!(unknown.status.code(), Some(2));
}

#[test]
fn an_export_is_the_same_every_time_and_goes_nowhere_else() {
    let keep = tempfile::tempdir().unwrap();
    let folder = keep.path().join("export");
    exported(&folder, "2013-09");
    let first = files(&folder);
    exported(&folder, "2013-09");
    assert!(files(&folder) == first, "the same bytes");
    fs::write(folder.join("facts/note.txt"), "mine").unwrap();
    let refused = export(&folder, "2013-09");
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("note.txt"));
    assert_eq!(fs::read_to_string(folder.join("facts/note.txt")).unwrap(), "mine");
}
