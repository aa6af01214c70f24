//! Lists that a dealer keeps and that are none of ours: beside the demo's input no figure changes and nothing fails.

use std::path::Path;

use serde_json::Value;

use crate::demo;
use crate::workspace::copy;

/// The fixture with these lists; its list of calls is there so that it has something to report.
const STRANGERS: &str = "fixtures/sheets-that-are-no-table/input";

/// The errors among the findings.
fn errors(report: &Value) -> Vec<&Value> {
    report["findings"].as_array().unwrap().iter().filter(|one| one["severity"] == "error").collect()
}

#[test]
fn a_list_that_is_none_of_ours_changes_no_figure_and_is_no_error() {
    let alone = demo::report("2013-09");
    let keep = tempfile::tempdir().unwrap();
    copy(&demo::workspace(), keep.path());
    let mut names = Vec::new();
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(STRANGERS)).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if name != "回访.csv" {
            std::fs::copy(entry.path(), keep.path().join("input").join(&name)).unwrap();
            names.push(name);
        }
    }
    let beside = demo::make(keep.path(), "2013-09");
    assert!(names.len() >= 12, "{names:?}");
    for (one, other) in alone.json["kpis"].as_array().unwrap().iter().zip(beside.json["kpis"].as_array().unwrap()) {
        assert_eq!(one, other, "{}", one["id"]);
    }
    assert_eq!(errors(&alone.json), errors(&beside.json));
    for name in names {
        let told = |one: &&Value| one["file"] == name.as_str();
        let findings = beside.json["findings"].as_array().unwrap();
        assert!(findings.iter().any(|one| told(&one)), "nothing is told of {name}");
    }
}
