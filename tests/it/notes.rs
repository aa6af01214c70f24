//! The manager's own words in notes.toml: on their page, in every run, and never written by the program.

use std::fs;

use calamine::{Reader, Xlsx, open_workbook};
use serde_json::Value;

use crate::workspace::Workspace;

const CALLS: &str = "工单号,回访日期,回访结果,失败原因,服务顾问\nR1,2013-8-20,成功,,李娜\nR2,2013-9-21,成功,,李娜\n\
    R3,2013-9-2,失败,号码错误,李娜\n";
const NOTES: &str = "[2013-09]\n\"回访\" = \"月底换了回访员，电话 13812345678\"\ncomplaints = [\"本月没有投诉\", \"投诉箱已检查\"]\n\
    [2013-08]\ncallbacks = \"八月的话\"\n";

/// The texts of the first column of a sheet, top to bottom.
fn sheet(workspace: &Workspace, name: &str) -> Vec<String> {
    let path = workspace.path().join("output/2013-09/csr-report-2013-09.xlsx");
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let range = book.worksheet_range(name).unwrap_or_else(|error| panic!("{name}: {error}"));
    range.rows().map(|row| row[0].to_string()).filter(|text| !text.is_empty()).collect()
}

/// All texts of a sheet.
fn texts(workspace: &Workspace, name: &str) -> Vec<String> {
    let path = workspace.path().join("output/2013-09/csr-report-2013-09.xlsx");
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let range = book.worksheet_range(name).unwrap();
    range.used_cells().map(|(_, _, cell)| cell.to_string()).collect()
}

fn report(workspace: &Workspace) -> Value {
    let text = fs::read_to_string(workspace.path().join("output/2013-09/report.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[test]
fn own_words_stand_below_the_sentences_of_their_page_in_every_run_and_are_never_written() {
    let workspace = Workspace::new().with("input/回访.csv", CALLS).with("notes.toml", NOTES);
    for _ in 0..2 {
        workspace.run("monthly --month 2013-09").ends_with(0);
        let lines = sheet(&workspace, "回访");
        // Telephone numbers leave as everywhere; words of another month do not stand here.
        let own = lines.iter().position(|line| line == "本店说明：月底换了回访员，电话 138****5678").unwrap();
        assert!(lines[own - 1].starts_with("9月回访率") && lines[own + 1] == "回访情况（按期）", "{lines:?}");
        assert!(!lines.iter().any(|line| line.contains("八月的话")));
        assert_eq!(fs::read_to_string(workspace.path().join("notes.toml")).unwrap(), NOTES);
    }
    // A page without any data has its words all the same.
    let lines = sheet(&workspace, "投诉");
    assert_eq!(lines[lines.len() - 3..], ["本期无数据", "本店说明：本月没有投诉", "本店说明：投诉箱已检查"]);
    let notes = report(&workspace)["notes"].clone();
    assert_eq!(notes["file"], "notes.toml");
    assert_eq!(notes["sha256"].as_str().unwrap().len(), 64);
}

#[test]
fn words_that_have_no_place_are_told_and_stop_nothing() {
    let wrong = "[2013-09]\n\"回方\" = \"甲\"\n\"回访\" = \"乙\"\n[九月]\n\"回访\" = \"丙\"\n";
    let wrong = wrong.replace("[九月]", "[\"九月\"]");
    let workspace = Workspace::new().with("input/回访.csv", CALLS).with("notes.toml", &wrong);
    workspace.run("monthly --month 2013-09 --strict").ends_with(0);
    assert!(sheet(&workspace, "回访").contains(&"本店说明：乙".to_owned()));
    let report = report(&workspace);
    let findings = report["findings"].as_array().unwrap();
    let mut told: Vec<&str> = findings
        .iter()
        .filter(|finding| finding["code"] == "note-not-placed")
        .map(|finding| finding["message"].as_str().unwrap())
        .collect();
    told.sort_unstable();
    assert_eq!(
        told,
        [
            "第 2 行：键 2013-09.回方 不是任何一页；最接近的是 回访；没有采用",
            "第 4 行：“九月”不是报告期（应如 2013-09、2013-Q3、2013）；它下面的话没有采用",
        ]
    );
    let quality = texts(&workspace, "数据质量");
    assert!(quality.iter().any(|text| text.contains("第 2 行")) && quality.contains(&"甲".to_owned()), "{quality:?}");
}

#[test]
fn in_english_too_and_without_the_file_nothing_is_said_of_it() {
    let notes = "[2013-09]\nCallbacks = \"A new caller began.\"\n";
    let workspace = Workspace::new().with("input/回访.csv", CALLS).with("notes.toml", notes);
    workspace.run("monthly --month 2013-09 --lang en").ends_with(0);
    assert!(sheet(&workspace, "Callbacks").contains(&"Remark: A new caller began.".to_owned()));
    fs::remove_file(workspace.path().join("notes.toml")).unwrap();
    workspace.run("monthly --month 2013-09").ends_with(0);
    assert!(report(&workspace).get("notes").is_none());
    assert!(!sheet(&workspace, "回访").iter().any(|line| line.starts_with("本店说明")));
}

#[test]
fn a_new_workspace_has_an_example_that_says_nothing_by_itself() {
    for (lang, page) in [("zh-CN", "回访"), ("en", "Callbacks")] {
        let workspace = Workspace::new();
        workspace.run(&format!("init --lang {lang}")).ends_with(0);
        let text = fs::read_to_string(workspace.path().join("notes.toml")).unwrap();
        let workspace = workspace.with("input/回访.csv", CALLS);
        workspace.run("monthly --month 2013-09").ends_with(0);
        let is_own = |line: &String| line.starts_with("本店说明") || line.starts_with("Remark: ");
        assert!(!sheet(&workspace, page).iter().any(is_own));
        // As somebody uses it: the comment marks before the example taken away.
        let used: Vec<&str> = text
            .lines()
            .map(|line| match line.strip_prefix("# ") {
                Some(example) if example.starts_with(['[', '"']) => example,
                _ => line,
            })
            .collect();
        let workspace = workspace.with("notes.toml", &used.join("\r\n"));
        workspace.run("monthly --month 2013-09").ends_with(0);
        assert!(sheet(&workspace, page).iter().any(is_own), "{lang}");
    }
}
