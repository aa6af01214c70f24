//! A whole topic of a workspace's own, as docs/your-own-topic.md walks through it: what the document shows is what is run.

use std::fs;
use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use serde_json::Value;

use crate::workspace::Workspace;

/// What the document shows: the name in the bold line above a block, and the block.
fn shown() -> Vec<(String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/your-own-topic.md");
    let text = fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    let mut shown = Vec::new();
    let mut name = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(bold) = line.strip_prefix("**`").and_then(|rest| rest.strip_suffix("`**")) {
            name = bold.to_owned();
        } else if line.starts_with("```") {
            let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            shown.push((std::mem::take(&mut name), block.join("\n") + "\n"));
        }
    }
    shown
}

/// A file or an output that the document shows.
pub fn file(name: &str) -> String {
    let found = shown().into_iter().find(|(shown, _)| shown == name);
    found.unwrap_or_else(|| panic!("the document shows no {name}")).1
}

/// The workspace of the document, without its csr-report.toml.
pub fn workspace() -> Workspace {
    let files: Vec<_> =
        shown().into_iter().filter(|(name, _)| name.starts_with("templates/") || name.starts_with("input/")).collect();
    assert_eq!(files.len(), 7, "a table, a fact, two indicators, a page and two lists");
    files.into_iter().fold(Workspace::new(), |workspace, (name, text)| workspace.with(&name, &text))
}

/// Words without the spaces between them, which follow the width of the other lines.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Standard output holds every line of a block of the document.
fn prints(workspace: &Workspace, command: &str) {
    let line = command.strip_prefix("csr-report ").unwrap();
    let printed = words(&workspace.run(line).ends_with(0).stdout);
    for line in file(command).lines() {
        assert!(printed.contains(&words(line)), "{command} does not print {line:?}:\n{printed}");
    }
}

fn report(workspace: &Workspace) -> Value {
    let text = fs::read_to_string(workspace.path().join("output/2013-09/report.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn kpi(report: &Value, id: &str) -> Value {
    let kpis = report["kpis"].as_array().unwrap();
    kpis.iter().find(|kpi| kpi["id"] == id).unwrap_or_else(|| panic!("no {id}")).clone()
}

#[test]
fn a_topic_of_a_workspace_is_in_the_workbook_the_pictures_and_the_report() {
    let workspace = workspace();
    prints(&workspace, "csr-report monthly --month 2013-09");
    let folder = workspace.path().join("output/2013-09");
    let mut book: Xlsx<_> = open_workbook(folder.join("csr-report-2013-09.xlsx")).unwrap();
    let rows: Vec<Vec<Data>> = book.worksheet_range("洗车").unwrap().rows().map(<[Data]>::to_vec).collect();
    let holds = |text: &str| rows.iter().flatten().any(|cell| *cell == text);
    for text in ["洗车（按洗车工）", "洗车台次", "七天内进过厂", "进厂洗车占比", "刘洋", "赵敏", "玻璃没洗净", "服务站"]
    {
        assert!(holds(text), "no {text} in {rows:?}");
    }
    let listed = rows.iter().filter(|row| row.iter().any(|cell| cell.to_string().contains("洗车.csv › "))).count();
    assert_eq!(listed, 4, "a row of the list for each of the washes");
    assert!(folder.join("charts/washes.png").is_file() && folder.join("charts/washes.svg").is_file());
    let report = report(&workspace);
    let (count, rate) = (kpi(&report, "washes"), kpi(&report, "washes_after_service"));
    assert_eq!([&count["value"], &count["previous"]], [4, 1]);
    assert_eq!([&rate["numerator"], &rate["denominator"], &rate["n"]], [2, 4, 4]);
    let table = |input: &Value| input["table"] == "washes" && input["rows"]["used"] == 6;
    assert!(report["inputs"].as_array().unwrap().iter().any(table));
    let missing = report["findings"].as_array().unwrap().iter().filter(|finding| finding["code"] != "missing-table");
    assert_eq!(missing.count(), 0, "{}", report["findings"]);
}

#[test]
fn a_topic_of_a_workspace_is_listed_and_explained() {
    let workspace = workspace();
    workspace.run("kpi list").ends_with(0).prints(&[
        "\nwashes  ",
        "洗车台次",
        "\nwashes_after_service  ",
        "进厂洗车占比",
    ]);
    prints(&workspace, "csr-report kpi explain washes_after_service");
    workspace.run("--lang en kpi explain washes_after_service").ends_with(0).prints(&[
        "From: table washes\n",
        "Column: serviced = any (orders: plate = plate; date -7…0 days)\n",
        "Once each: plate, date one row each, the first by again DESC, washed_at DESC\n",
    ]);
    workspace.run("kpi explain first_service_retention").ends_with(0).prints(&[
        "取自：事实表 orders",
        "只取：first_service",
        "月份（date）",
    ]);
}

#[test]
fn a_table_of_a_workspace_has_a_blank_form_that_is_read_again() {
    for line in ["init 新店", "-C 新店 init"] {
        let workspace = workspace().with("新店/templates/none", "");
        fs::remove_file(workspace.path().join("新店/templates/none")).unwrap();
        if line == "init 新店" {
            fs::remove_dir_all(workspace.path().join("新店")).unwrap();
        } else {
            let copy = |kind: &str, name: &str| {
                let (from, to) =
                    (workspace.path().join("templates").join(kind), workspace.path().join("新店/templates").join(kind));
                fs::create_dir_all(&to).unwrap();
                fs::copy(from.join(name), to.join(name)).unwrap();
            };
            copy("tables", "washes.toml");
        }
        workspace.run(line).ends_with(0).prints(&["空白表单/洗车.xlsx", "空白表单/回访.xlsx"]);
        let form = workspace.path().join("新店/空白表单/洗车.xlsx");
        let mut book: Xlsx<_> = open_workbook(&form).unwrap();
        let range = book.worksheet_range("洗车").unwrap();
        let headings: Vec<String> = range.rows().flatten().map(ToString::to_string).collect();
        for heading in ["洗车日期", "车牌号", "洗车工", "洗车方式", "是否返洗", "备注"] {
            assert!(headings.iter().any(|cell| cell.starts_with(heading)), "no {heading} in {headings:?}");
        }
        fs::copy(form, workspace.path().join("input/洗车-空.xlsx")).unwrap();
        workspace.run("check --month 2013-09").ends_with(0).prints(&["洗车-空.xlsx › 洗车 → 洗车"]);
    }
}

#[test]
fn what_a_list_says_otherwise_is_suggested_and_then_understood() {
    let other = file("input/洗车.csv")
        .replace("洗车工", "洗车功")
        .replace("4,2013-9-5,京A00002,刘洋,快洗", "4,2013-9-5,京A00002,小刘,快快洗");
    let workspace = workspace().with("input/洗车.csv", &other);
    prints(&workspace, "csr-report check --month 2013-09 --suggest");
    let configured = workspace.with("csr-report.toml", &file("csr-report.toml"));
    configured.run("check --month 2013-09 --suggest").ends_with(0).prints(&["# 没有要补充的"]);
    configured.run("monthly --month 2013-09").ends_with(0);
    let report = report(&configured);
    let rate = kpi(&report, "washes_after_service");
    assert_eq!([&rate["target"], &rate["status"]], [&Value::from(60), &Value::from("missed")]);
    let washers = &kpi(&report, "washes")["breakdowns"][0]["rows"];
    assert_eq!(washers.as_array().unwrap().len(), 2, "小刘 is 刘洋: {washers}");
}

#[test]
fn a_list_that_is_missing_is_told_and_no_figure_is_made_of_what_it_would_have_said() {
    let workspace = workspace();
    fs::remove_file(workspace.path().join("input/工单.csv")).unwrap();
    workspace.run("monthly --month 2013-09").ends_with(0).prints(&["没有找到这些表：回访、维修工单、投诉"]);
    let report = report(&workspace);
    assert_eq!(kpi(&report, "washes")["value"], 4);
    assert_eq!(kpi(&report, "washes_after_service")["value"], Value::Null, "without orders nobody knows");
    let workspace = self::workspace();
    fs::remove_file(workspace.path().join("input/洗车.csv")).unwrap();
    workspace.run("check --month 2013-09").ends_with(0).prints(&["满意度调查、续保", "洗车"]);
    let required = workspace.with("csr-report.toml", "[require]\ntables = [\"washes\"]\n");
    required.run("monthly --month 2013-09").ends_with(3).says(&["缺少必需的表：洗车（washes）"]);
}

#[test]
fn a_slip_is_told_as_the_document_says() {
    let slip = file("templates/pages/washes.toml").replace("washes_after_service.above", "washes_after_service.abov");
    let told = shown().pop().unwrap().1;
    workspace()
        .with("templates/pages/washes.toml", &slip)
        .run("check --month 2013-09")
        .ends_with(2)
        .says(&[told.trim()]);
}

#[test]
fn a_name_of_a_table_that_cannot_name_its_form_is_refused() {
    let slip = file("templates/tables/washes.toml").replace("\"洗车\", en", "\"洗/车\", en");
    let run = workspace().with("templates/tables/washes.toml", &slip).run("init 新店").ends_with(2);
    run.says(&["templates/tables/washes.toml 第 3 行：键 names 不能作表单的名字：“洗/车”"]);
}
