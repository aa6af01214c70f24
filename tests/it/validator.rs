//! What Microsoft's Open XML SDK says of every file of Office that the program writes: reports, decks, blank forms and marked copies.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use serde_json::Value;

use crate::demo;
use crate::leaving::{hostile_everywhere, telephones_everywhere};
use crate::marked::{Checked, check};
use crate::workspace::Workspace;
use crate::written::grid::{Book, Cell, Sheet};
use crate::written::{package, xlsx};

/// Fixtures with findings in a file of each format, and one of a damaged .xlsx.
const FIXTURES: [&str; 5] =
    ["csv-gb18030", "damaged-cells-xlsx", "error-value-xlsb", "invisible-characters-ods", "lost-digits-ods"];
/// How the names of copies end that are written anew.
const ANEW: [&str; 4] = [".csv.xlsx", ".ods.xlsx", ".xls.xlsx", ".xlsb.xlsx"];

/// What tells Excel to show #N/A as nothing: written as Excel writes it, and not known to the SDK
/// (https://github.com/dotnet/Open-XML-SDK/issues/1877).
const NOT_KNOWN: &str = "/c:chartSpace[1]/c:chart[1]/c:extLst[1]/c:ext[1]";
/// What it says of that place.
const OF_IT: [&str; 2] = ["Sch_UndeclaredAttribute", "Sch_InvalidElementContentExpectingComplex"];

/// The validator as `.ci/run` installs it, or one that is on the path.
pub fn validator() -> Option<PathBuf> {
    let installed = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/tools/node_modules/.bin/ooxml-validator");
    let runs = |path: &PathBuf| Command::new(path).arg("--help").output().is_ok_and(|run| run.status.success());
    let found = [installed, PathBuf::from("ooxml-validator")].into_iter().find(runs);
    if found.is_none() {
        eprintln!(
            "SKIPPED: ooxml-validator is not installed, no workbook was held against the Open XML SDK (see .ci/run)"
        );
    }
    found
}

/// What the validator finds in a workbook, how often.
fn faults(validator: &Path, workbook: &Path) -> BTreeMap<String, usize> {
    let output = Command::new(validator).arg(workbook).output().unwrap();
    let said: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    let mut faults = BTreeMap::new();
    for fault in said["errors"].as_array().unwrap() {
        if fault["xPath"] == NOT_KNOWN && OF_IT.iter().any(|id| fault["id"] == *id) {
            continue;
        }
        *faults.entry(format!("{} {}", fault["path"], fault["description"])).or_default() += 1;
    }
    let all = said["errors"].as_array().unwrap();
    assert_eq!(said["ok"], all.is_empty(), "{said}");
    faults
}

/// Every workbook, on two threads, has no fault but those of the workbook from which it was made.
pub fn are_valid(validator: &Path, workbooks: Vec<(PathBuf, Option<PathBuf>)>) {
    let (waiting, wrong) = (Mutex::new(workbooks), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let Some((workbook, original)) = waiting.lock().unwrap().pop() else { break };
                    let mut faults = faults(validator, &workbook);
                    if let Some(original) = original.filter(|_| !faults.is_empty()) {
                        for (fault, times) in self::faults(validator, &original) {
                            faults.entry(fault).and_modify(|more| *more = more.saturating_sub(times));
                        }
                    }
                    let faults: Vec<String> =
                        faults.into_iter().filter(|(_, times)| *times > 0).map(|(fault, _)| fault).collect();
                    if !faults.is_empty() {
                        wrong.lock().unwrap().push((workbook, faults));
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The workbooks and decks below a folder.
fn below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    // Where nothing was found there is no folder of copies.
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(below(&path));
        } else if path.extension().is_some_and(|ending| ending == "xlsx" || ending == "pptx") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The copies of a check, those that are edited originals beside them.
fn copies(checked: &Checked) -> Vec<(PathBuf, Option<PathBuf>)> {
    let edited = checked.edited().into_iter().map(|file| (checked.copy(&file), Some(checked.original(&file))));
    let edited: BTreeMap<PathBuf, Option<PathBuf>> = edited.collect();
    let all = below(&checked.copy(""));
    all.into_iter().map(|copy| (copy.clone(), edited.get(&copy).cloned().flatten())).collect()
}

#[test]
fn the_open_xml_sdk_tells_what_is_wrong() {
    let Some(validator) = validator() else { return };
    let mut parts = xlsx::parts(&Book::new(vec![Sheet::new("工作表", vec![vec![Cell::text("甲")]])]));
    for (_, text) in &mut parts {
        *text = text.replace("<sheetData>", "<sheetDatum/><sheetData>");
    }
    let folder = tempfile::tempdir().unwrap();
    let workbook = folder.path().join("a.xlsx");
    fs::write(&workbook, package::write(&parts).unwrap()).unwrap();
    let faults = faults(&validator, &workbook);
    assert!(faults.keys().any(|fault| fault.contains("sheetDatum")), "{faults:#?}");
}

#[test]
fn the_open_xml_sdk_finds_nothing_wrong_in_reports_and_forms() {
    let Some(validator) = validator() else { return };
    let reports = ["2013-09", "2013-Q3", "2013"].map(demo::report);
    let mut workbooks: Vec<PathBuf> = reports.iter().flat_map(|report| below(&report.folder)).collect();
    let configuration = "[report]\nmonth_start_day = 26\nlang = \"en\"\n[privacy]\nphone = \"full\"\n";
    let planted = [telephones_everywhere(configuration), hostile_everywhere()];
    for workspace in &planted {
        workspace.run("monthly --month 2013-09").ends_with(0);
        workbooks.extend(below(&workspace.path().join("output")));
    }
    let forms = [Workspace::new(), Workspace::new()];
    for (workspace, lang) in forms.iter().zip(["zh-CN", "en"]) {
        workspace.run(&format!("init --lang {lang}")).ends_with(0);
        workbooks.extend(below(workspace.path()));
    }
    // Settings to which rows were added.
    let calls = "工单号,车牌号,回访日期,回访结果,失败源因,服务态度\nA1,京A00001,2013-9-3,还行,错号了,9\n";
    let suggested = Workspace::new().with("input/回访.csv", calls);
    suggested.run("check --month 2013-09 --suggest --write").ends_with(0);
    workbooks.extend(below(suggested.path()));
    // Of the quarter and the year, of the month and two planted workspaces with the next form each, a deck with each of these
    // reports, then settings and a form a table in two languages, and settings once more.
    assert_eq!(workbooks.len(), 2 + 3 * 2 + 5 + 2 * (1 + 18) + 1, "{workbooks:#?}");
    are_valid(&validator, workbooks.into_iter().map(|workbook| (workbook, None)).collect());
}

#[test]
fn the_open_xml_sdk_finds_nothing_wrong_in_marked_copies() {
    let Some(validator) = validator() else { return };
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let hostile = hostile_everywhere();
    let mut checked = vec![check(&demo::workspace(), "2013-09"), check(hostile.path(), "2013-09")];
    checked.extend(FIXTURES.iter().map(|name| check(&fixtures.join(name), "2013-09")));
    let workbooks: Vec<_> = checked.iter().flat_map(copies).collect();
    let ends = |workbook: &Path, ending: &str| workbook.to_str().unwrap().ends_with(ending);
    for ending in ANEW {
        assert!(workbooks.iter().any(|(workbook, _)| ends(workbook, ending)), "no copy ends with {ending}");
    }
    assert!(workbooks.iter().filter(|(_, original)| original.is_some()).count() > 3, "{workbooks:#?}");
    are_valid(&validator, workbooks);
}
