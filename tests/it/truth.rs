//! What a report says of data that cover only a part of the period, of tables that are not there, and to those who read
//! no page: the log and the quiet run.

use std::fmt::Write;

use calamine::{Data, Reader, Xlsx, open_workbook};
use serde_json::Value;

use crate::workspace::{Run, Workspace};

/// A line a day for each `days` of `month`, `{d}` the day.
fn lines(month: &str, days: std::ops::RangeInclusive<u32>, line: &str) -> String {
    days.fold(String::new(), |mut text, day| {
        let date = format!("{month}-{day:02}");
        let key = date.replace('-', "");
        writeln!(text, "{}", line.replace("{date}", &date).replace("{key}", &key)).unwrap();
        text
    })
}

fn orders(parts: &[(&str, u32)]) -> String {
    let rows = parts.iter().map(|(month, last)| lines(month, 1..=*last, "W{key},京A{key},已结算,{date},乔丹"));
    format!("工单号,车牌号,工单状态,结算日期,服务顾问\n{}", rows.collect::<String>())
}

fn calls(parts: &[(&str, u32)]) -> String {
    let rows = parts.iter().map(|(month, last)| lines(month, 1..=*last, "W{key},{date},成功"));
    format!("工单号,回访日期,回访结果\n{}", rows.collect::<String>())
}

const COMPLAINTS: &str = "投诉编号,接诉时间,结案日期,投诉级别\nT1,2013-08-05,2013-08-06,一般\nT2,2013-09-03,2013-09-04,一般\n\
                          T3,2013-09-11,2013-09-12,一般\nT4,2013-10-02,2013-10-03,一般\n";

fn json(workspace: &Workspace, period: &str) -> Value {
    let path = workspace.path().join(format!("output/{period}/report.json"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn kpi<'a>(report: &'a Value, id: &str) -> &'a Value {
    report["kpis"].as_array().unwrap().iter().find(|kpi| kpi["id"] == id).unwrap()
}

fn codes(report: &Value) -> Vec<String> {
    let findings = report["findings"].as_array().unwrap().iter();
    findings.map(|finding| finding["code"].as_str().unwrap().to_owned()).collect()
}

/// The texts of a sheet.
fn sheet(workspace: &Workspace, period: &str, name: &str) -> Vec<String> {
    let path = workspace.path().join(format!("output/{period}/csr-report-{period}.xlsx"));
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let range = super::demo::sheet(&mut book, name);
    let text = |cell: &Data| if let Data::String(text) = cell { Some(text.clone()) } else { None };
    range.used_cells().filter_map(|(_, _, cell)| text(cell)).collect()
}

fn sheets(workspace: &Workspace, period: &str) -> Vec<String> {
    let path = workspace.path().join(format!("output/{period}/csr-report-{period}.xlsx"));
    open_workbook::<Xlsx<_>, _>(path).unwrap().sheet_names()
}

fn holds(texts: &[String], part: &str) -> bool {
    texts.iter().any(|text| text.contains(part))
}

/// Every line of standard error as an object.
fn log(run: &Run) -> Vec<Value> {
    run.stderr.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}"))).collect()
}

fn keys(line: &Value) -> Vec<&str> {
    line.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn data_that_end_inside_the_month_are_told_beside_every_figure() {
    let months = [("2013-08", 31), ("2013-09", 30), ("2013-10", 15)];
    let workspace = Workspace::new()
        .with("input/工单.csv", &orders(&months))
        .with("input/回访.csv", &calls(&months))
        .with("input/投诉.csv", COMPLAINTS);
    let run = workspace.run("monthly --month 2013-10").ends_with(0);
    run.prints(&["警告：维修工单表在 2013-10 只有 2013-10-01 至 2013-10-15 的行", "警告：回访表在 2013-10"]);
    let report = json(&workspace, "2013-10");
    assert_eq!(report["period"]["complete"], true, "the period is over; it is the data that end");
    let short = serde_json::json!({"from": "2013-10-01", "to": "2013-10-15"});
    for id in ["callbacks_due", "callback_rate", "callback_success_rate"] {
        assert_eq!(kpi(&report, id)["incomplete"], short, "{id}");
    }
    // A few complaints a month never stop, and what is complete has no key.
    for id in ["complaints_received", "complaints_open"] {
        assert_eq!(kpi(&report, id).get("incomplete"), None, "{id}");
    }
    assert_eq!(codes(&report).iter().filter(|code| *code == "incomplete-data").count(), 2, "{:?}", codes(&report));
    let overview = sheet(&workspace, "2013-10", "总览");
    assert!(holds(&overview, "注意：回访数据到 10-15、维修工单数据到 10-15"), "{overview:?}");
    assert!(overview.iter().any(|text| text == "回访数据到 10-15、维修工单数据到 10-15"), "{overview:?}");
    assert!(holds(&sheet(&workspace, "2013-10", "回访"), "注意：回访数据到 10-15"));
    assert!(holds(&sheet(&workspace, "2013-10", "回访"), "2013-10 *"));
    assert!(!holds(&sheet(&workspace, "2013-10", "投诉"), "投诉数据到"));
    let picture = workspace.path().join("output/2013-10/charts/callback_success_rate.svg");
    assert!(std::fs::read_to_string(picture).unwrap().contains("10-15"));
    workspace.run("monthly --month 2013-09").ends_with(0);
    assert!(!codes(&json(&workspace, "2013-09")).contains(&"incomplete-data".to_owned()));
}

#[test]
fn a_comparison_with_data_that_end_early_says_so() {
    let months = [("2013-08", 31), ("2013-09", 14), ("2013-10", 31)];
    let workspace = Workspace::new().with("input/回访.csv", &calls(&months));
    workspace.run("monthly --month 2013-10").ends_with(0).prints(&["在用来比较的 2013-09"]);
    let report = json(&workspace, "2013-10");
    let success = kpi(&report, "callback_success_rate");
    assert_eq!(success.get("incomplete"), None);
    let short = serde_json::json!({"from": "2013-09-01", "to": "2013-09-14"});
    assert_eq!(success["previous_incomplete"], short);
    assert_eq!(success["trend"][1]["incomplete"], short);
    assert!(holds(&sheet(&workspace, "2013-10", "总览"), "对比期间不完整：2013-09 回访数据到 09-14"));
}

#[test]
fn quarters_and_years_are_measured_by_the_same_habits() {
    let months = [("2013-05", 31), ("2013-06", 30), ("2013-07", 31), ("2013-08", 10)];
    let workspace = Workspace::new().with("input/回访.csv", &calls(&months));
    workspace.run("quarterly --quarter 2013-Q3").ends_with(0);
    let quarter = json(&workspace, "2013-Q3");
    let success = kpi(&quarter, "callback_success_rate");
    assert_eq!(success["incomplete"], serde_json::json!({"from": "2013-07-01", "to": "2013-08-10"}));
    assert_eq!(success["previous_incomplete"]["from"], "2013-05-01");
    workspace.run("annual --year 2013").ends_with(0);
    let year = json(&workspace, "2013");
    let short = serde_json::json!({"from": "2013-05-01", "to": "2013-08-10"});
    assert_eq!(kpi(&year, "callback_success_rate")["incomplete"], short);
}

#[test]
fn an_unfinished_period_is_no_fault_of_the_data_and_its_pictures_say_so() {
    let workspace = Workspace::new().with("input/回访.csv", &calls(&[("2013-09", 30), ("2013-10", 15)]));
    workspace.run("monthly --month 2013-10 --as-of 2013-10-15").ends_with(0);
    let report = json(&workspace, "2013-10");
    assert_eq!((&report["period"]["complete"], &report["period"]["as_of"]), (&false.into(), &"2013-10-15".into()));
    assert!(!codes(&report).contains(&"incomplete-data".to_owned()), "{:?}", codes(&report));
    for name in ["总览", "回访"] {
        assert!(holds(&sheet(&workspace, "2013-10", name), "本期尚未结束"), "{name}");
    }
    let picture = workspace.path().join("output/2013-10/charts/callback_success_rate.svg");
    assert!(std::fs::read_to_string(picture).unwrap().contains("本期尚未结束"));
}

#[test]
fn a_month_that_is_not_over_is_seen_from_today() {
    let today = chrono::Local::now().date_naive();
    let month = today.format("%Y-%m").to_string();
    let workspace = Workspace::new().with("input/回访.csv", &calls(&[(&month, 1)]));
    workspace.run(&format!("monthly --month {month}")).ends_with(0).prints(&["本期尚未结束"]);
    let period = &json(&workspace, &month)["period"];
    // Midnight may have passed in between.
    let days = [today, chrono::Local::now().date_naive()].map(|day| Value::from(day.to_string()));
    assert!(days.contains(&period["as_of"]) && period["complete"] == false, "{period}");
    assert!(holds(&sheet(&workspace, &month, "总览"), "本期尚未结束"));
}

#[test]
fn a_required_table_whose_sheets_were_all_refused_is_missing_and_told_why() {
    let workspace = Workspace::new()
        .with("csr-report.toml", "[require]\ntables = [\"complaints\"]\n")
        .with("input/回访.csv", &calls(&[("2013-09", 30)]))
        .with("input/投诉.csv", "投诉编号,投诉内容,投诉级别,处理状态\nT1,异响,一般,处理中\n");
    let run = workspace.run("monthly --month 2013-09").ends_with(3);
    let run =
        run.says(&["缺少必需的表：投诉（complaints）；找到的表：回访（callbacks）", "\n  投诉.csv › A1：", "缺少“"]);
    run.wrote_nothing_below("output");
    workspace.run("check --month 2013-09").ends_with(3).says(&["缺少必需的表：投诉（complaints）"]);
    let rejected = workspace.with("input/投诉.csv", "投诉编号,接诉时间,处理状态\nT1,2013-13-05,处理中\n");
    rejected.run("monthly --month 2013-09").ends_with(3).says(&["缺少必需的表", "投诉.csv › B2"]);
    // An empty list is a list; an unreadable file is named.
    let empty = rejected.with("input/投诉.csv", "投诉编号,接诉时间,处理状态\n");
    empty.run("monthly --month 2013-09").ends_with(0);
    let gone = empty.with("input/投诉.csv", "");
    gone.run("monthly --month 2013-09 --lang en").ends_with(3).says(&["required tables are missing", "投诉.csv: "]);
}

#[test]
fn tables_without_a_row_in_the_period_name_the_periods_that_they_have() {
    let months = [("2013-09", 30), ("2013-10", 31)];
    let workspace = Workspace::new()
        .with("input/工单.csv", &orders(&months))
        .with("input/回访.csv", &calls(&months))
        .with("input/投诉.csv", COMPLAINTS)
        .with("input/面访.csv", "调查日期,车牌号,服务顾问,服务态度\n2013-11-05,京A12345,乔丹,满意\n");
    let run = workspace.run("monthly --month 2013-11").ends_with(0);
    run.prints(&[
        "警告：回访表在 2013-11 没有行；有行的报告期：2013-10、2013-09",
        "警告：维修工单表在 2013-11 没有行；有行的报告期：2013-10、2013-09",
    ]);
    let report = json(&workspace, "2013-11");
    assert_eq!(codes(&report).iter().filter(|code| *code == "no-rows-in-period").count(), 2, "{:?}", codes(&report));
    let run = workspace.run("monthly --month 2013-10").ends_with(0);
    assert!(!run.stdout.contains("回访表在 2013-10") && !run.stdout.contains("投诉表"), "{}", run.stdout);
}

#[test]
fn what_no_figure_exists_of_is_left_out_and_missing_tables_are_one_line() {
    let workspace = Workspace::new().with("input/回访.csv", &calls(&[("2013-09", 30)]));
    let run = workspace.run("monthly --month 2013-09").ends_with(0);
    assert_eq!(run.stdout.matches("没有找到这些表").count(), 1, "{}", run.stdout);
    let run = run.prints(&["提示：没有找到这些表：维修工单、投诉、新车销售、满意度调查、续保、"]);
    let names = ["总览", "回访", "数据质量", "指标说明"];
    assert_eq!(sheets(&workspace, "2013-09"), names);
    let pictures: Vec<_> = run.files.iter().filter(|file| file.starts_with("output/2013-09/charts")).collect();
    assert_eq!(pictures.len(), 2, "callback_success_rate as .png and .svg: {pictures:?}");
    let report = json(&workspace, "2013-09");
    assert_eq!(codes(&report), ["missing-table"]);
    assert_eq!(report["findings"][0]["severity"], "info");
    assert_eq!(report["outputs"].as_array().unwrap().len(), 6, "workbook, deck, measures, two pictures, page");
    assert!(!sheet(&workspace, "2013-09", "总览").iter().any(|text| text == "首保管理内化率"));
}

#[test]
fn a_quiet_run_tells_what_was_refused() {
    let workspace = Workspace::new()
        .with("input/回访.csv", &calls(&[("2013-09", 30)]))
        .with("input/投诉.csv", "投诉编号,投诉内容,投诉级别,处理状态\nT1,异响,一般,处理中\n")
        .with("input/空.csv", "");
    let run = workspace.run("monthly --month 2013-09 --quiet").ends_with(0);
    assert_eq!(run.stdout, "");
    let lines: Vec<_> = run.stderr.lines().collect();
    assert!(lines.len() == 2 && lines.iter().all(|line| line.starts_with("错误：")), "{}", run.stderr);
    run.says(&["投诉.csv › A1：", "空.csv："]);
    let run = workspace.run("monthly --month 2013-09 --quiet --log-format json").ends_with(0);
    assert!(log(&run).iter().all(|line| line["event"] == "finding" && line["level"] == "error"), "{}", run.stderr);
    workspace.run("monthly --month 2013-09 --lang en").ends_with(0).says(&["error: 投诉.csv › A1: "]);
}

#[test]
fn every_line_of_the_log_is_an_object_with_the_keys_of_its_event() {
    let workspace = Workspace::new()
        .with("input/回访.csv", &(calls(&[("2013-09", 30)]) + "W1,2013-13-5,成功\n"))
        .with("input/空.csv", "");
    let run = workspace.run("monthly --month 2013-09 --log-format json").ends_with(0);
    let lines = log(&run);
    let of = |event: &str| lines.iter().filter(|line| line["event"] == event).collect::<Vec<_>>();
    assert!(lines.iter().all(|line| line["message"].is_string() && line["level"].is_string()), "{}", run.stderr);
    let [period] = of("period")[..] else { panic!("{}", run.stderr) };
    assert_eq!((&period["label"], &period["as_of"]), (&"2013-09".into(), &"2013-09-30".into()));
    let files = of("file");
    assert_eq!(files.len(), 2, "{}", run.stderr);
    let calls = files.iter().find(|line| line["file"] == "回访.csv").unwrap();
    assert_eq!((&calls["read"], &calls["used"], &calls["rejected"]), (&31.into(), &30.into(), &1.into()));
    assert_eq!(calls["tables"], serde_json::json!(["callbacks"]));
    let findings = of("finding");
    assert_eq!(findings.len(), 2, "{}", run.stderr);
    let date = findings.iter().find(|line| line["code"] == "invalid-date").unwrap();
    assert_eq!((&date["file"], &date["cell"], &date["sheet"]), (&"回访.csv".into(), &"B32".into(), &Value::Null));
    let [report] = of("report")[..] else { panic!("{}", run.stderr) };
    assert_eq!(report["exit"], 0);
    assert!(report["path"].as_str().unwrap().ends_with("2013-09"), "{report}");
    assert_eq!(lines.last(), Some(report));
    for event in ["file", "finding"] {
        assert!(of(event).windows(2).all(|two| keys(two[0]) == keys(two[1])), "{event}");
    }
    let run = workspace.run("check --month 2013-09 --log-format json").ends_with(4);
    let last = log(&run).pop().unwrap();
    assert_eq!((&last["event"], &last["errors"], &last["exit"]), (&"check".into(), &2.into(), &4.into()));
    for (line, code) in [("monthly --month 2015-01", 3), ("monthly --month 2013-09 --strict", 4), ("monthly --mnth", 2)]
    {
        let run = workspace.run(&format!("{line} --log-format json")).ends_with(code);
        let last = log(&run).pop().unwrap();
        assert_eq!((&last["event"], &last["level"], &last["exit"]), (&"failure".into(), &"error".into(), &code.into()));
    }
}

#[test]
fn the_help_of_check_says_what_it_reads_prints_and_ends_with() {
    let workspace = Workspace::new();
    workspace.run("check --help").ends_with(0).prints(&["check 做什么", "退出码", "--marked-copy", "event、level"]);
    workspace.run("check --help --lang en").ends_with(0).prints(&["What check does", "exit", "total_line"]);
}
