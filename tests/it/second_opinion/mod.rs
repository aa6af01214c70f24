//! A second opinion on every declared fact and figure: a script reads the declarations, lets DuckDB run their SQL over the rows
//! as read, puts rows and groups together in its own words, and holds facts and figures against those of the program.

mod export;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use serde_json::Value;

use crate::{demo, fixtures};

/// Set this to a folder to find the runs there afterwards: `python tests/second_opinion/opinion.py FOLDER/demo/*`.
const KEEP: &str = "CSR_REPORT_KEEP_RUNS";

/// Where runs are written.
enum Place {
    Kept(PathBuf),
    Gone(tempfile::TempDir),
}

impl Place {
    fn new(name: &str) -> Self {
        match std::env::var_os(KEEP) {
            Some(folder) => Self::Kept(Path::new(&folder).join(name)),
            None => Self::Gone(tempfile::tempdir().unwrap()),
        }
    }

    fn folder(&self) -> &Path {
        match self {
            Self::Kept(folder) => folder,
            Self::Gone(folder) => folder.path(),
        }
    }
}

/// What the script says of some runs: nothing where it cannot be asked.
fn opinion(folders: &[PathBuf]) -> Option<(bool, String)> {
    let ready = Command::new("python3").args(["-c", "import duckdb, tomllib"]).output();
    if !ready.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: python3 with duckdb is not installed (pip install -r benches/rivals/requirements.txt)");
        return None;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/second_opinion/opinion.py");
    let output = Command::new("python3").arg(script).args(folders).output().unwrap();
    let said = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
    Some((output.status.success(), said))
}

fn agrees(folders: &[PathBuf]) {
    let Some((agrees, said)) = opinion(folders) else { return };
    assert!(agrees && said.starts_with("agree"), "{said}");
}

/// The run of the demo dealer for a period, in a folder.
fn demo_run(command: &[&str], folder: &Path) -> PathBuf {
    let folder = folder.join(command.join(" "));
    export::write(&demo::workspace(), command, &folder);
    folder
}

fn run_of(folder: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(folder.join("run.json")).unwrap()).unwrap()
}

#[test]
fn duckdb_comes_to_the_same_facts_and_figures_of_the_demo_dealer() {
    let place = Place::new("demo");
    let periods =
        [["monthly", "--month", "2013-09"], ["quarterly", "--quarter", "2013-Q3"], ["annual", "--year", "2013"]];
    let folders = periods.map(|command| demo_run(&command, place.folder()));
    // What is judged is what report.json says.
    for (folder, [.., period]) in folders.iter().zip(periods) {
        let run = run_of(folder);
        let figures = run["figures"].as_array().unwrap();
        for kpi in demo::report(period).json["kpis"].as_array().unwrap() {
            assert!(figures.contains(kpi), "{period}: {}", kpi["id"]);
        }
    }
    agrees(&folders);
}

#[test]
fn duckdb_comes_to_the_same_facts_and_figures_of_every_fixture() {
    let place = Place::new("fixtures");
    // A case about what is counted is asked for its quarter as well.
    let cases: Vec<(String, Option<String>)> = fixtures::cases()
        .into_iter()
        .flat_map(|case| {
            let quarter = fixtures::is_about_figures(&case).then(|| quarter_of(&fixtures::month(&case)));
            [Some(None), quarter.map(Some)].into_iter().flatten().map(move |quarter| (case.clone(), quarter))
        })
        .collect();
    let run = |(case, quarter): &(String, Option<String>)| {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(case);
        let (command, folder) = match quarter {
            None => (["monthly", "--month", &fixtures::month(case)], place.folder().join(case)),
            Some(quarter) => (["quarterly", "--quarter", quarter], place.folder().join(format!("{case} {quarter}"))),
        };
        export::write(&workspace, &command, &folder);
        folder
    };
    let halves = cases.split_at(cases.len() / 2);
    let folders = thread::scope(|scope| {
        let other = scope.spawn(|| halves.1.iter().map(run).collect::<Vec<_>>());
        let one: Vec<PathBuf> = halves.0.iter().map(run).collect();
        [one, other.join().unwrap()].concat()
    });
    agrees(&folders);
}

/// The quarter of a month: `2013-Q3` of `2013-09`.
fn quarter_of(month: &str) -> String {
    let (year, month) = month.split_once('-').unwrap();
    format!("{year}-Q{}", month.parse::<u32>().unwrap().div_ceil(3))
}

/// A copy of a run in which something was changed.
fn changed(run: &Path, name: &str, change: impl FnOnce(&Path)) -> PathBuf {
    let folder = run.with_file_name(name);
    for room in ["", "tables", "facts"] {
        fs::create_dir_all(folder.join(room)).unwrap();
        for entry in fs::read_dir(run.join(room)).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_file()) {
            fs::copy(entry.path(), folder.join(room).join(entry.file_name())).unwrap();
        }
    }
    change(&folder);
    folder
}

/// Sets a cell of the first row.
fn set_cell(path: &Path, column: &str, text: &str) {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let headings = reader.headers().unwrap().clone();
    let at = headings.iter().position(|heading| heading == column).unwrap();
    let mut rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_ne!(&rows[0][at], text);
    rows[0] = rows[0].iter().enumerate().map(|(cell, old)| if cell == at { text } else { old }).collect();
    let mut writer = csv::Writer::from_path(path).unwrap();
    writer.write_record(&headings).unwrap();
    rows.iter().for_each(|row| writer.write_record(row).unwrap());
}

#[test]
fn a_changed_cell_or_figure_is_reported() {
    let keep = tempfile::tempdir().unwrap();
    let run = keep.path().join("as it was");
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/all-tables");
    export::write(&fixture, &["monthly", "--month", "2013-09"], &run);
    let folders = [
        changed(&run, "made by the program", |folder| set_cell(&folder.join("facts/renewals.csv"), "renewed", "true")),
        changed(&run, "as read", |folder| set_cell(&folder.join("tables/renewals.csv"), "insurer", "平安")),
        changed(&run, "counted", |folder| set_cell(&folder.join("facts/orders.csv"), "due", "false")),
        changed(&run, "computed", |folder| {
            let mut told = run_of(folder);
            let figures = told["figures"].as_array_mut().unwrap();
            let kpi = figures.iter_mut().find(|kpi| kpi["id"] == "callbacks_due").unwrap();
            kpi["value"] = 17.into();
            fs::write(folder.join("run.json"), told.to_string()).unwrap();
        }),
    ];
    let Some((agrees, said)) = opinion(&folders) else { return };
    assert!(!agrees, "{said}");
    for told in [
        "made by the program: 1 differences",
        "{'renewed': (True, False)}",
        "{'insurer': ('人保', '平安')}",
        "renewal_rate 2013-09 by insurer ('人保',): only in the program",
        "callbacks_due.value: program 1, opinion 0.0",
        "callbacks_due.value: program 17, opinion 1.0",
    ] {
        assert!(said.contains(told), "{told} is not told\n{said}");
    }
    assert!(!said.contains("as it was"));
}
