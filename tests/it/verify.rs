//! A report held against the same one made again: a changed cell, a changed byte, whatever was asked for when it was made.

use std::fs;

use crate::workspace::Workspace;

const HEADINGS: &str = "工单号,VIN,回访日期,回访结果,失败原因,服务顾问\n";
const ROWS: &str = "R1,LSVAA000000000001,2013-9-2,成功,,李娜\nR2,LSVAA000000000002,2013-9-3,成功,,王芳\n\
    R3,LSVAA000000000003,2013-9-4,失败,号码错误,李娜\nR4,LSVAA000000000004,2013-8-4,成功,,李娜\n";
const REPORT: &str = "verify output/2013-09/report.json";

fn workspace() -> Workspace {
    Workspace::new().with("input/回访.csv", &format!("{HEADINGS}{ROWS}"))
}

/// Replaces a part of a file that holds it once.
fn replace(workspace: &Workspace, file: &str, old: &str, new: &str) {
    let path = workspace.path().join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(text.matches(old).count(), 1, "{old} in {file}");
    fs::write(path, text.replace(old, new)).unwrap();
}

#[test]
fn a_report_is_the_same_as_long_as_nothing_was_changed() {
    let workspace = workspace();
    let made = workspace.run("monthly --month 2013-09").ends_with(0).files.clone();
    let run = workspace.run(REPORT).ends_with(0).prints(&["一致", "1 个输入文件"]);
    assert_eq!(run.files, made, "nothing is written");
    workspace.run("verify output/2013-09 --lang en").ends_with(0).prints(&["the same", "1 input files"]);
}

#[test]
fn whatever_was_asked_for_when_it_was_made_is_asked_for_again() {
    for made in [
        "quarterly --quarter 2013-Q3 --format json,svg",
        "annual --year 2013 --format xlsx,json",
        "monthly --month 2013-09 --as-of 2013-09-03 --format json",
        "monthly --month 2013-09 --lang en",
    ] {
        let workspace = workspace();
        let run = workspace.run(made);
        let report = run.ends_with(0).files.iter().find(|file| file.ends_with("report.json")).unwrap().clone();
        workspace.run(&format!("verify {}", report.display())).ends_with(0).prints(&["一致"]);
    }
}

#[test]
fn one_changed_cell_is_told_with_the_file_and_the_figures_that_follow() {
    let workspace = workspace();
    workspace.run("monthly --month 2013-09").ends_with(0);
    replace(&workspace, "input/回访.csv", "2013-9-3,成功,,王芳", "2013-9-3,失败,无人接听,王芳");
    workspace.run(REPORT).ends_with(1).prints(&[
        "输入文件 回访.csv：内容与生成报告时不同",
        "指标 回访成功率（callback_success_rate）",
        "输出 csr-report-2013-09.xlsx：现在重新生成的内容不同",
    ]);
}

#[test]
fn a_file_that_came_and_one_that_went_are_told() {
    let workspace = workspace();
    workspace.run("monthly --month 2013-09 --format json").ends_with(0);
    fs::rename(workspace.path().join("input/回访.csv"), workspace.path().join("input/电话.csv")).unwrap();
    workspace.run(REPORT).ends_with(1).prints(&["回访.csv：现在没有了", "电话.csv：生成报告时没有"]);
}

#[test]
fn one_changed_byte_of_an_output_and_one_that_is_gone_are_told() {
    let workspace = workspace();
    workspace.run("monthly --month 2013-09").ends_with(0);
    let output = workspace.path().join("output/2013-09");
    let book = output.join("csr-report-2013-09.xlsx");
    let mut bytes = fs::read(&book).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&book, bytes).unwrap();
    fs::remove_file(output.join("charts/callback_success_rate.svg")).unwrap();
    let run = workspace.run(REPORT);
    run.ends_with(1).prints(&[
        "2 处",
        "csr-report-2013-09.xlsx：生成以后被改过",
        "charts/callback_success_rate.svg：不在报告文件夹中",
    ]);
}

#[test]
fn a_figure_written_over_in_the_report_is_told() {
    let workspace = workspace();
    workspace.run("monthly --month 2013-09 --format json").ends_with(0);
    replace(&workspace, "output/2013-09/report.json", "\"dealer\": \"\"", "\"dealer\": \"别家\"");
    workspace.run(REPORT).ends_with(1).prints(&["dealer"]);
}

#[test]
fn of_several_stores_each_report_and_that_of_the_group_is_made_again() {
    let configuration = "[dealer]\nname = \"集团\"\n[dealers]\nby = \"folder\"\n";
    let workspace = Workspace::new()
        .with("csr-report.toml", configuration)
        .with("input/城东店/回访.csv", &format!("{HEADINGS}{ROWS}"))
        .with("input/城西店/回访.csv", &format!("{HEADINGS}{}", ROWS.replace("李娜", "赵敏")));
    workspace.run("monthly --month 2013-09 --each-dealer").ends_with(0);
    workspace.run(REPORT).ends_with(0).prints(&["一致"]);
    workspace.run("verify output/城西店/2013-09/report.json").ends_with(0).prints(&["一致"]);
    replace(&workspace, "input/城西店/回访.csv", "2013-9-3,成功,,王芳", "2013-9-3,失败,无人接听,王芳");
    workspace.run("verify output/城东店/2013-09/report.json").ends_with(0).prints(&["一致"]);
    workspace.run("verify output/城西店/2013-09/report.json").ends_with(1).prints(&["城西店/回访.csv"]);
    workspace.run(REPORT).ends_with(1).prints(&["城西店/回访.csv", "回访成功率"]);
}

#[test]
fn what_is_no_report_is_an_input_that_cannot_be_read() {
    let workspace = workspace().with("notes.json", "{}").with("half.json", "{\"schema\": \"csr-report/1\", \"pe");
    for (path, told) in [("output/2013-10/report.json", "读不了"), ("notes.json", "不是"), ("half.json", "已损坏")]
    {
        workspace.run(&format!("verify {path}")).ends_with(3).says(&[told, path]);
    }
    let missing = workspace.run("verify");
    missing.ends_with(2);
    // What a report says of itself is no option of this run.
    workspace.run("monthly --month 2013-09 --format json").ends_with(0);
    let made = fs::read_to_string(workspace.path().join("output/2013-09/report.json")).unwrap();
    for (key, was, is) in [
        ("lang", "\"lang\": \"zh-CN\"", "\"lang\": \"zh-CNx\""),
        ("period.label", "\"label\": \"2013-09\"", "\"label\": \"2013-09x\""),
        ("period.as_of", "\"as_of\": \"2013-09-30\"", "\"as_of\": \"2013-09-31\""),
    ] {
        assert!(made.contains(was), "{was}");
        fs::write(workspace.path().join("output/2013-09/report.json"), made.replacen(was, is, 1)).unwrap();
        workspace.run(REPORT).ends_with(3).says(&[key, "已损坏"]);
    }
}
