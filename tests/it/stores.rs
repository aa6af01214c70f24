//! Several stores in one workspace: each has the report that it would have alone.

use std::fs;

use serde_json::Value;

use crate::demo;
use crate::workspace::{Workspace, copy};

const FOLDERS: &str = "[dealer]\nname = \"集团\"\n[dealers]\nby = \"folder\"\n";
const HEADINGS: &str = "工单号,VIN,回访日期,回访结果,失败原因,服务顾问\n";
/// Two of three calls of 李娜 succeeded.
const EAST: &str = "R1,LSVAA000000000001,2013-9-2,成功,,李娜\nR2,LSVAA000000000002,2013-9-3,成功,,李娜\n\
    R3,LSVAA000000000003,2013-9-4,失败,号码错误,李娜\n";
/// One of two calls of another 李娜 did; the orders have the same numbers and are of the same cars.
const WEST: &str = "R1,LSVAA000000000001,2013-9-2,失败,无法接通,李娜\nR2,LSVAA000000000002,2013-9-3,成功,,李娜\n";

fn workspace() -> Workspace {
    Workspace::new()
        .with("csr-report.toml", FOLDERS)
        .with("input/城东店/回访.csv", &format!("{HEADINGS}{EAST}"))
        .with("input/城西店/9月/回访.csv", &format!("{HEADINGS}{WEST}"))
}

fn report(workspace: &Workspace, folder: &str) -> Value {
    let path = workspace.path().join(folder).join("2013-09/report.json");
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// Above and below the line of the success rate: of the store, and of its advisor.
fn success(report: &Value) -> [(u64, u64); 2] {
    let kpi = report["kpis"].as_array().unwrap().iter().find(|kpi| kpi["id"] == "callback_success_rate").unwrap();
    let parts = |of: &Value| (of["numerator"].as_u64().unwrap(), of["denominator"].as_u64().unwrap());
    let by = kpi["breakdowns"].as_array().unwrap().iter().find(|one| one["by"] == serde_json::json!(["advisor"]));
    let rows = by.unwrap()["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 1, "one advisor a store: {rows:?}");
    [parts(kpi), parts(&rows[0])]
}

#[test]
fn each_store_has_its_report_and_namesakes_numbers_and_cars_of_one_are_not_those_of_the_other() {
    let workspace = workspace();
    workspace.run("monthly --month 2013-09 --each-dealer").ends_with(0).prints(&["城东店", "城西店"]);
    let (east, west) = (report(&workspace, "output/城东店"), report(&workspace, "output/城西店"));
    assert_eq!(success(&east), [(2, 3); 2]);
    assert_eq!(success(&west), [(1, 2); 2]);
    assert!(workspace.path().join("output/2013-09/report.json").exists(), "the group has its report too");
}

#[test]
fn a_store_has_the_figures_of_a_workspace_that_holds_its_rows_alone() {
    let alone = Workspace::new().with("input/回访.csv", &format!("{HEADINGS}{EAST}"));
    alone.run("monthly --month 2013-09").ends_with(0);
    let both = workspace();
    both.run("monthly --month 2013-09 --dealer 城东店").ends_with(0);
    let (alone, store) = (report(&alone, "output"), report(&both, "output/城东店"));
    assert_eq!(alone["kpis"], store["kpis"]);
    assert_eq!(store["inputs"].as_array().unwrap().len(), 1, "the other store's files are not read");
    assert!(!both.path().join("output/城西店").exists());
}

#[test]
fn the_demo_dealer_as_one_of_two_stores_has_all_figures_that_it_has_alone() {
    let demo = demo::workspace();
    let configuration = fs::read_to_string(demo.join("csr-report.toml")).unwrap();
    let both = Workspace::new()
        .with("csr-report.toml", &format!("{configuration}\n[dealers]\nby = \"folder\"\n"))
        .with("input/城西店/回访.csv", &format!("{HEADINGS}{WEST}"));
    copy(&demo.join("input"), &both.path().join("input/城东店"));
    let alone = both.path().join("alone").display().to_string();
    both.run(&format!("-C {} --output {alone} monthly --month 2013-09 --format json", demo.display())).ends_with(0);
    both.run("monthly --month 2013-09 --format json --dealer 城东店").ends_with(0);
    let (alone, store) = (report(&both, "alone"), report(&both, "output/城东店"));
    assert!(alone["kpis"].as_array().unwrap().len() > 100);
    assert_eq!(alone["kpis"].to_string(), store["kpis"].to_string().replace("城东店/", ""));
    assert_eq!(alone["findings"].to_string(), store["findings"].to_string().replace("城东店/", ""));
}

#[test]
fn a_check_of_one_store_is_about_its_files_alone() {
    let workspace = workspace().with("input/城西店/坏.csv", "工单号,回访日期,回访结果\nR9,2013-9-99,成功\n");
    workspace.run("check --month 2013-09 --dealer 城东店").ends_with(0);
    workspace.run("check --month 2013-09 --dealer 城西店 --marked-copy marked").ends_with(4).prints(&["坏.csv"]);
    assert!(workspace.path().join("marked/城西店").is_dir());
}

#[test]
fn a_name_may_differ_in_width_space_and_case_and_an_unknown_one_is_told_with_the_nearest() {
    let workspace = workspace().with("input/A 店/回访.csv", &format!("{HEADINGS}{EAST}"));
    workspace.run("monthly --month 2013-09 --dealer ａ店").ends_with(0);
    assert_eq!(success(&report(&workspace, "output/A 店"))[0], (2, 3));
    let unknown = workspace.run("monthly --month 2013-09 --dealer 城冬店 --lang en").ends_with(2);
    unknown.says(&["no store", "城冬店", "nearest is 城东店", "城西店"]);
}

#[test]
fn folders_of_one_name_are_one_store_and_files_of_none_are_told_even_to_a_task_that_is_quiet() {
    let workspace = workspace()
        .with("input/城 东店/更多.csv", &format!("{HEADINGS}R4,LSVAA000000000004,2013-9-5,成功,,李娜\n"))
        .with("input/城西/多余.csv", &format!("{HEADINGS}R4,LSVAA000000000004,2013-9-5,成功,,李娜\n"))
        .with("input/回访.csv", &format!("{HEADINGS}R5,LSVAA000000000005,2013-9-5,成功,,李娜\n"));
    let run = workspace.run("monthly --month 2013-09 --each-dealer --quiet").ends_with(0);
    run.says(&["回访.csv", "不在任何一家店的文件夹里（未指定）"]);
    let folder =
        if workspace.path().join("output/城东店").exists() { "output/城东店" } else { "output/城 东店" };
    assert_eq!(success(&report(&workspace, folder))[0], (3, 4));
    for folder in [folder, "output"] {
        let findings = report(&workspace, folder)["findings"].to_string();
        for told in ["no-store", "store-names", "同一家店", "按两家店计"] {
            assert!(findings.contains(told), "{folder}: no {told} in {findings}");
        }
    }
}

#[cfg(unix)]
#[test]
fn the_folder_of_a_store_that_is_a_link_is_told_as_one() {
    let workspace = workspace();
    let elsewhere = Workspace::new().with("回访.csv", &format!("{HEADINGS}{EAST}"));
    std::os::unix::fs::symlink(elsewhere.path(), workspace.path().join("input/城北店")).unwrap();
    workspace.run("monthly --month 2013-09 --quiet").ends_with(0).says(&["城北店", "链接", "未跟随"]);
}

#[test]
fn the_empty_folder_of_a_store_is_a_store_without_data_and_told() {
    let workspace = workspace();
    fs::create_dir_all(workspace.path().join("input/城北店")).unwrap();
    workspace.run("monthly --month 2013-09 --quiet").ends_with(0).says(&["城北店", "没有计入集团的数字"]);
    workspace.run("monthly --month 2013-09 --dealer 城北店").ends_with(3);
    workspace.run("monthly --month 2013-09 --each-dealer").ends_with(3).says(&["3 家店中有 1 家没有出报告", "城北店"]);
}

#[test]
fn a_store_whatever_it_is_called_in_a_column_has_its_reports_in_a_folder_of_its_own_and_nowhere_else() {
    let names = [
        "../外面",
        "..",
        ".",
        "/绝对",
        ".csr-report",
        "logs",
        "2013-09 (2)",
        "甲",
        "甲/.",
        "甲/2013-09",
        "../input",
        "乙:丙*",
    ];
    let row = |(at, name): (usize, &&str)| format!("{name},R{at},LSVAA00000000{at:04},2013-9-2,成功,,李娜\n");
    let rows: String = names.iter().enumerate().map(row).collect();
    let workspace = Workspace::new()
        .with("店/csr-report.toml", "[dealers]\nby = \"column\"\n")
        .with("店/input/回访.csv", &format!("门店,{HEADINGS}{rows}"));
    workspace.run("-C 店 monthly --month 2013-09 --each-dealer --format json").ends_with(0);
    let listed = |folder: &str| {
        let entries = fs::read_dir(workspace.path().join(folder)).unwrap();
        let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    assert_eq!(listed("."), ["店"]);
    assert_eq!(listed("店"), ["csr-report.toml", "input", "output"]);
    assert_eq!(listed("店/input"), ["回访.csv"]);
    let reports = listed("店/output");
    let of_stores: Vec<&String> =
        reports.iter().filter(|name| !["2013-09", ".csr-report", "logs"].contains(&name.as_str())).collect();
    assert_eq!(of_stores.len(), names.len(), "{reports:?}");
    let dealer = |folder: &&String| report(&workspace, &format!("店/output/{folder}"))["dealer"].clone();
    let told: std::collections::BTreeSet<String> =
        of_stores.iter().map(|folder| dealer(folder).as_str().unwrap().to_owned()).collect();
    assert_eq!(told, names.map(str::to_owned).into());
    workspace.run("-C 店 verify output/%2E.%2F外面/2013-09").ends_with(0);
    workspace.run("-C 店 monthly --month 2013-09 --dealer ../外面 --format json").ends_with(0);
    assert_eq!(listed("."), ["店"]);
}

#[test]
fn a_folder_called_like_a_period_is_no_store() {
    let workspace =
        Workspace::new().with("csr-report.toml", FOLDERS).with("input/2013-09/回访.csv", &format!("{HEADINGS}{EAST}"));
    workspace.run("monthly --month 2013-09").ends_with(2).says(&["2013-09", "报告期", "店名"]);
}

#[test]
fn a_store_that_cannot_have_its_report_leaves_the_others_theirs() {
    let workspace = workspace().with("input/城南店/a.csv", "一,二\n三,四\n");
    let run = workspace.run("monthly --month 2013-09 --each-dealer").ends_with(3);
    run.says(&["3 家店中有 1 家没有出报告", "城南店"]);
    assert_eq!(success(&report(&workspace, "output/城东店"))[0], (2, 3));
    assert_eq!(success(&report(&workspace, "output/城西店"))[0], (1, 2));
}

#[test]
fn what_is_not_made_of_several_stores_is_refused_before_anything_is_read() {
    let several = workspace();
    several.run("check --month 2013-09 --each-dealer").ends_with(2).says(&["所有的店", "--dealer"]);
    let one = Workspace::new().with("input/回访.csv", &format!("{HEADINGS}{EAST}"));
    one.run("monthly --month 2013-09 --dealer 城东店").ends_with(2).says(&["[dealers]"]);
    let configured = |text: &str| workspace().with("csr-report.toml", text).run("monthly --each-dealer").ends_with(2);
    configured("[dealers]\nby = \"folders\"\n").says(&["第 2 行", "dealers.by", "folder"]);
    configured("[dealers]\n").says(&["dealers.by"]);
    configured("[dealers]\nby = \"folder\"\nname = \"x\"\n").says(&["第 3 行", "dealers.name"]);
}
