//! A run that nobody looks at: which data it takes, what it runs afterwards, how long it may take.

use std::fs;

use serde_json::Value;

use crate::workspace::{Run, Workspace};

const CALLS: &str = "工单号,回访日期,回访结果,服务顾问\nR1,2013-09-05,成功,甘宁\nR2,2013-09-06,未成功,乐进\n";
const COMPLAINTS: &str = "投诉编号,车牌号,接诉时间,结案日期,处理状态\nT1,京A12345,2013-09-01,2013-09-02,已结案\n";
const MONTH: &str = "monthly --month 2013-09 --format json";

fn workspace(configuration: &str) -> Workspace {
    Workspace::new().with("csr-report.toml", configuration).with("input/回访.csv", CALLS)
}

fn report(workspace: &Workspace) -> Value {
    serde_json::from_slice(&fs::read(workspace.path().join("output/2013-09/report.json")).unwrap()).unwrap()
}

fn refused_at(configuration: &str, parts: &[&str]) -> Run {
    workspace(configuration).run(MONTH).ends_with(2).says(parts).wrote_nothing_below("output")
}

#[test]
fn a_table_that_is_required_by_its_policy_is_missed() {
    let run = workspace("[require.complaints]\npolicy = \"required\"\n").run(MONTH).ends_with(3);
    run.says(&["缺少必需的表：投诉（complaints）"]).wrote_nothing_below("output/2013-09");
    workspace("[require.complaints]\npolicy = \"optional\"\n").run(MONTH).ends_with(0);
}

#[test]
fn a_missing_table_is_that_of_the_last_run_as_long_as_it_is_not_too_old() {
    let configuration = "[require.complaints]\npolicy = \"use-last\"\nmax_age_days = 40\n";
    let workspace = workspace(configuration).with("input/投诉/9月.csv", COMPLAINTS);
    workspace.run(MONTH).ends_with(0);
    fs::remove_dir_all(workspace.path().join("input/投诉")).unwrap();
    workspace.run(MONTH).ends_with(0);
    let made = report(&workspace);
    let inputs = made["inputs"].as_array().unwrap();
    assert!(inputs.iter().any(|block| block["file"] == ".last/complaints/投诉/9月.csv" && block["rows"]["used"] == 1));
    let warned = |finding: &&Value| finding["code"] == "table-from-last" && finding["severity"] == "warning";
    assert_eq!(made["findings"].as_array().unwrap().iter().filter(warned).count(), 1);
    let received = made["kpis"].as_array().unwrap().iter().find(|kpi| kpi["id"] == "complaints_received").unwrap();
    assert_eq!(received["value"], 1);
    workspace.run("verify output/2013-09").ends_with(0);
    // The day of the run that read them, moved back: on the fortieth day they will do, on the forty-first no more.
    let list = workspace.path().join(".last/complaints/last.json");
    let text = fs::read_to_string(&list).unwrap();
    let day = text.split("\"day\": \"").nth(1).unwrap()[..10].to_owned();
    let before = |days: i64| {
        let today: chrono::NaiveDate = day.parse().unwrap();
        let then = (today - chrono::TimeDelta::days(days)).to_string();
        fs::write(&list, text.replace(&day, &then)).unwrap();
        then
    };
    before(40);
    workspace.run(MONTH).ends_with(0);
    // Of a run whose clock was a year ahead nobody knows how old they are.
    let ahead = before(-365);
    workspace.run(MONTH).ends_with(3).says(&[&ahead, "晚于今天", "时钟"]);
    let old = before(41);
    let run = workspace.run(MONTH).ends_with(3).says(&["没有可用的“投诉”", &old, "max_age_days = 40"]);
    assert!(run.files.iter().any(|file| file.starts_with("output/2013-09")), "the last report stays");
    // What was changed is not what the last run read.
    fs::write(&list, text).unwrap();
    fs::write(workspace.path().join(".last/complaints/1.kept"), "x").unwrap();
    workspace.run(MONTH).ends_with(3).says(&["缺少必需的表：投诉"]);
}

#[test]
fn of_a_sheet_with_another_table_only_its_own_rows_are_those_of_the_last_run() {
    let configuration = "[require.complaints]\npolicy = \"use-last\"\nmax_age_days = 40\n";
    let calls_of_last_month = CALLS.replace("2013-09", "2013-08");
    for sheet in [
        format!("{COMPLAINTS}\n\n{CALLS}"),
        format!("{CALLS}\n\n投诉登记\n{COMPLAINTS}"),
        format!("{COMPLAINTS}\n\n9月回访\n{CALLS}\n\n{calls_of_last_month}"),
    ] {
        let workspace = Workspace::new().with("csr-report.toml", configuration).with("input/两张表.csv", &sheet);
        workspace.run(MONTH).ends_with(0);
        fs::remove_file(workspace.path().join("input/两张表.csv")).unwrap();
        let workspace = workspace.with("input/回访.csv", CALLS);
        workspace.run(MONTH).ends_with(0);
        let made = report(&workspace);
        let value =
            |id: &str| made["kpis"].as_array().unwrap().iter().find(|kpi| kpi["id"] == id).unwrap()["value"].clone();
        // The calls are those of the input alone.
        assert_eq!((value("complaints_received"), value("calls_made")), (Value::from(1), Value::from(2)), "{sheet}");
        let inputs = made["inputs"].as_array().unwrap();
        let last: Vec<_> = inputs.iter().filter(|block| block["file"] == ".last/complaints/两张表.csv").collect();
        assert_eq!(last.len(), 1, "{sheet}: {last:?}");
        assert_eq!(
            (&last[0]["table"], &last[0]["rows"]["used"]),
            (&Value::from("complaints"), &Value::from(1)),
            "{sheet}"
        );
        assert_eq!(last[0]["rows"]["rejected"], 0, "{sheet}: {last:?}");
        workspace.run("verify output/2013-09").ends_with(0);
    }
}

#[test]
fn rows_set_aside_warn_and_then_refuse_by_table() {
    let rows = "R3,2013-13-01,成功,甘宁\nR4,2013-09-07,成功,甘宁\n";
    let with = |limits: &str| {
        workspace(&format!("[require.callbacks]\n{limits}\n")).with("input/回访.csv", &format!("{CALLS}{rows}"))
    };
    let warned = with("warn_rejected_percent = 20\nmax_rejected_percent = 25");
    warned.run(MONTH).ends_with(0);
    let findings = report(&warned)["findings"].clone();
    assert!(findings.as_array().unwrap().iter().any(|it| it["code"] == "many-rejected" && it["table"] == "callbacks"));
    let run = with("max_rejected_percent = 24.9").run(MONTH).ends_with(4);
    run.says(&["表 callbacks 的 4 行中有 1 行被剔除（25.00%）", "require.callbacks.max_rejected_percent = 24.9"])
        .wrote_nothing_below("output/2013-09");
}

#[test]
fn a_wrong_policy_or_hook_is_refused_at_its_line() {
    refused_at("[require]\nmax_rejected_percnt = 5\n", &["第 2 行", "max_rejected_percent"]);
    refused_at("[require.complants]\npolicy = \"required\"\n", &["第 1 行", "complaints"]);
    refused_at("[require.complaints]\npolicy = \"last\"\n", &["第 2 行", "use-last"]);
    refused_at("[require.complaints]\npolicy = \"use-last\"\n", &["第 1 行", "max_age_days"]);
    refused_at("[require.complaints]\npolicy = \"required\"\nmax_age_days = 3\n", &["第 3 行", "max_age_days"]);
    refused_at(
        "[require]\nmax_rejected_percent = 5\nwarn_rejected_percent = 6\n",
        &["第 3 行", "max_rejected_percent"],
    );
    let both = "[require]\ntables = [\"complaints\"]\n[require.complaints]\npolicy = \"use-last\"\nmax_age_days = 3\n";
    refused_at(both, &["第 3 行", "require.tables"]);
    refused_at(
        "[require]\ntables = [\"complaints\"]\n[require.complaints]\npolicy = \"optional\"\n",
        &["第 3 行", "require.tables"],
    );
    refused_at("[report]\noutput = \"\"\n", &["第 2 行", "output"]);
    refused_at("[report]\ninput = [\"a\", \" \"]\n", &["第 2 行", "input"]);
    let stores = "[dealers]\nby = \"folder\"\n[require.complaints]\npolicy = \"use-last\"\nmax_age_days = 3\n";
    refused_at(stores, &["第 3 行", "[dealers]"]);
    refused_at("[hooks]\non_sucess = [\"a\"]\n", &["第 2 行", "on_success"]);
    refused_at("[hooks]\non_success = \"touch done\"\n", &["第 2 行", "on_success"]);
    refused_at("[report]\nformats = []\n", &["第 2 行", "formats"]);
    refused_at("[severity]\ncomplaints = [\"I\", \"II\", \"I\"]\n", &["第 2 行", "“I”"]);
    refused_at("[hooks]\non_success = [\"\", \"a\"]\n", &["第 2 行", "程序名"]);
    refused_at("[report]\ndeadline_seconds = 0\n", &["第 2 行", "deadline_seconds"]);
}

#[cfg(unix)]
#[test]
fn hooks_are_told_the_outcome_and_no_name_becomes_a_command() {
    let script = "#!/bin/sh\nprintf '%s|' \"$@\" \"$CSR_REPORT_EXIT\" \"$CSR_REPORT_PERIOD\" >> said.txt\n";
    let hooks = "[report]\noutput = \"out; touch shell\"\n[hooks]\non_success = [\"sh\", \"hook.sh\", \"好 $(touch shell)\"]\n\
                 on_failure = [\"sh\", \"hook.sh\", \"bad\"]\n";
    let workspace = workspace(hooks).with("hook.sh", script);
    workspace.run(MONTH).ends_with(0);
    workspace.run("monthly --month 2013-08").ends_with(3);
    let said = fs::read_to_string(workspace.path().join("said.txt")).unwrap();
    let output = workspace.path().canonicalize().unwrap().join("out; touch shell");
    let of = |month: &str| output.join(month).join("report.json").display().to_string();
    let expected = format!("好 $(touch shell)|{}|0|2013-09|bad|{}|3|2013-08|", of("2013-09"), of("2013-08"));
    assert_eq!(said, expected);
    assert!(!workspace.path().join("shell").exists(), "a shell understood a name");
}

#[cfg(unix)]
#[test]
fn a_hook_that_fails_or_hangs_is_told_and_the_report_stands() {
    for (command, why) in
        [("[\"false\"]", "退出码 1"), ("[\"sh\", \"-c\", \"sleep 60\"]", "1 秒内没有结束"), ("[\"no-such\"]", "不存在")]
    {
        let hooks = format!("[hooks]\non_success = {command}\ntimeout_seconds = 1\n");
        let workspace = workspace(&hooks);
        workspace.run(&format!("{MONTH} --quiet")).ends_with(0).says(&["hooks.on_success", why]);
        assert_eq!(report(&workspace)["period"]["label"], "2013-09");
    }
}

#[test]
fn a_run_that_is_over_its_time_ends_and_changes_nothing() {
    let workspace = workspace("");
    workspace.run(MONTH).ends_with(0);
    let before = report(&workspace);
    let row = |at: u32| format!("N{at},2013-09-{:02},成功,甘宁\n", at % 30 + 1);
    let many: String = (0..60_000).map(row).collect();
    let workspace = workspace
        .with("input/更多.csv", &format!("工单号,回访日期,回访结果,服务顾问\n{many}"))
        .with("csr-report.toml", "[report]\ndeadline_seconds = 0.05\n");
    workspace.run(MONTH).ends_with(1).says(&["deadline_seconds = 0.05", "没有改变"]);
    assert_eq!(report(&workspace), before);
    workspace.run("check --month 2013-09").ends_with(0);
    let workspace = workspace.with("csr-report.toml", "[report]\ndeadline_seconds = 600\n");
    workspace.run(MONTH).ends_with(0);
    assert_ne!(report(&workspace), before);
}

#[test]
fn what_cannot_be_drawn_leaves_the_last_report_and_nothing_of_the_new_one() {
    let nothing_begun = |workspace: &Workspace| {
        let work =
            fs::read_dir(workspace.path().join("output/.csr-report")).unwrap().map(|entry| entry.unwrap().path());
        let left: Vec<_> = work.filter(|path| !path.is_file()).collect();
        assert!(left.is_empty(), "{left:?}");
    };
    let css = ("templates/page/page.css", "body { color: black } /* </style> */");
    let all = "monthly --month 2013-09";
    let new = workspace("").with(css.0, css.1);
    let run = new.run(all).ends_with(2).says(&["page.css"]);
    assert!(!run.files.iter().any(|file| file.starts_with("output/2013-09")), "{:?}", run.files);
    nothing_begun(&new);
    let workspace = workspace("");
    workspace.run(all).ends_with(0);
    let before = report(&workspace);
    let workspace = workspace.with(css.0, css.1).with("input/回访.csv", &format!("{CALLS}R3,2013-09-07,成功,甘宁\n"));
    workspace.run(all).ends_with(2).says(&["page.css"]);
    assert_eq!(report(&workspace), before);
    nothing_begun(&workspace);
}

#[test]
fn every_step_is_a_line_for_people_and_an_object_for_programs() {
    let workspace = workspace("");
    workspace.run(MONTH).ends_with(0).says(&["读取 1 个文件", "计算指标", "生成报告文件", "写入 ", "output/2013-09"]);
    let run = workspace.run(&format!("{MONTH} --log-format json")).ends_with(0);
    let lines: Vec<Value> = run.stderr.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let steps: Vec<&str> = lines.iter().filter_map(|line| line["step"].as_str()).collect();
    assert_eq!(steps, ["reading", "counting", "writing", "publishing"]);
}

/// The logs in an output folder, by name.
fn logs(workspace: &Workspace) -> Vec<String> {
    let Ok(entries) = fs::read_dir(workspace.path().join("output/logs")) else { return Vec::new() };
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    names.sort();
    names.iter().map(|path| fs::read_to_string(path).unwrap()).collect()
}

#[test]
fn each_run_leaves_a_log_of_steps_and_counts_and_of_no_cell() {
    let secret = "R9,2013-13-01,成功,欧阳机密\n";
    let workspace = workspace("").with("input/回访.csv", &format!("{CALLS}{secret}"));
    workspace.run("monthly --month 2013-09 --format json --strict").ends_with(4);
    assert!(logs(&workspace).is_empty(), "a run that was refused in a new workspace leaves nothing");
    workspace.run(MONTH).ends_with(0);
    workspace.run("monthly --month 2013-09 --format json --strict").ends_with(4);
    let logs = logs(&workspace);
    let [done, refused] = logs.as_slice() else { panic!("{logs:?}") };
    for part in
        ["monthly", "读取 1 个文件", "回访.csv [callbacks] read 3 used 2", "rejected 1", "报告已写入", "退出码 0"]
    {
        assert!(done.contains(part), "{part}:\n{done}");
    }
    assert!(refused.contains("invalid-date: 1") && refused.contains("退出码 4"), "{refused}");
    for log in &logs {
        assert!(!log.contains("机密") && !log.contains("2013-13-01"), "{log}");
        assert!(log.lines().all(|line| line.as_bytes()[2] == b':' && line.as_bytes()[8] == b'.'), "{log}");
    }
    let workspace = workspace.with("csr-report.toml", "[report]\nlog_months = 0\n");
    workspace.run(MONTH).ends_with(0);
    assert_eq!(self::logs(&workspace), logs, "no further log, and none removed");
}

#[test]
fn a_workbook_that_stays_open_ends_with_5_or_with_a_report_beside() {
    let workspace = workspace("[report]\nheld_seconds = 0\n");
    workspace.run("monthly --month 2013-09 --format xlsx,json").ends_with(0);
    let workspace = workspace.with("output/2013-09/.~lock.csr-report-2013-09.xlsx#", "");
    let before = report(&workspace);
    let workspace = workspace.with("input/回访.csv", &format!("{CALLS}R3,2013-09-07,成功,甘宁\n"));
    workspace.run("monthly --month 2013-09 --format xlsx,json").ends_with(5).says(&["正在其他程序", ".~lock."]);
    assert_eq!(report(&workspace), before);
    let workspace = workspace.with("csr-report.toml", "[report]\nheld_seconds = 0\nheld = \"number\"\n");
    let run = workspace.run("monthly --month 2013-09 --format xlsx,json").ends_with(0);
    run.says(&["没有替换", "2013-09 (2)"]).prints(&["2013-09 (2)"]);
    assert_eq!(report(&workspace), before);
    #[cfg(unix)]
    let workspace = {
        let hook = "[hooks]\non_success = [\"sh\", \"hook.sh\"]\n";
        let held = "[report]\nheld_seconds = 0\nheld = \"number\"\n";
        let workspace = workspace.with("csr-report.toml", &format!("{held}{hook}"));
        let workspace = workspace.with("hook.sh", "#!/bin/sh\ncp \"$1\" sent.json\n");
        workspace.run("monthly --month 2013-09 --format xlsx,json").ends_with(0).says(&["2013-09 (2)"]);
        let sent: Value = serde_json::from_slice(&fs::read(workspace.path().join("sent.json")).unwrap()).unwrap();
        assert_ne!(sent, before, "the hook is handed the new report");
        workspace
    };
    fs::remove_file(workspace.path().join("output/2013-09/.~lock.csr-report-2013-09.xlsx#")).unwrap();
    let run = workspace.run("monthly --month 2013-09 --format xlsx,json").ends_with(0);
    assert!(!run.files.iter().any(|file| file.starts_with("output/2013-09 (2)")), "{:?}", run.files);
    assert_ne!(report(&workspace), before);
}

#[test]
fn doctor_tells_what_would_go_wrong_tonight_and_with_which_code() {
    let month = |label: &str| format!("[report]\nmonth = \"{label}\"\nheld_seconds = 0\n");
    let well = workspace(&month("2013-09"));
    let run = well.run("doctor").ends_with(0).wrote_nothing_below("output");
    run.prints(&[
        "正常  输入：",
        "1 个文件",
        "callbacks",
        "使用 2 行",
        "正常  输出：",
        "磁盘",
        "字体",
        "还没有报告",
        "计划任务",
    ]);
    well.run("monthly --month 2013-09 --format xlsx").ends_with(0);
    well.run("doctor --lang en").ends_with(0).prints(&["the newest report is of 2013-09", "could be made now"]);
    let empty = workspace(&month("2013-07")).run("doctor").ends_with(3);
    empty.prints(&["不行  数据：2013-07 没有任何数据", "→", "退出码 3"]);
    Workspace::new().run("doctor").ends_with(3).prints(&["不行  输入：", "→ 把导出的表格放入输入文件夹"]);
    let many = workspace(&format!("{}[require]\ntables = [\"complaints\"]\n", month("2013-09")));
    many.run("doctor").ends_with(3).prints(&["不行  数据：缺少必需的表：投诉"]);
    let open = well.with("output/2013-09/~$csr-report-2013-09.xlsx", "");
    open.run("doctor").ends_with(5).prints(&["不行  输出：", "正在其他程序", "→ 关闭该文件"]);
    let blocked = workspace(&month("2013-09")).with("output", "a file");
    blocked.run("doctor").ends_with(5).prints(&["是文件，不是文件夹"]);
    open.run("monthly --month 2013-08").ends_with(3);
    let late = fs::read_dir(open.path().join("output/logs")).unwrap().count();
    assert_eq!(late, 2);
    open.run("doctor").ends_with(5).prints(&["上次运行没有完成", "output/logs"]);
    let going_on = open.with("output/logs/9999-01-01_00-00-00_monthly.log", "00:00:00.000 读取 1 个文件\n");
    going_on.run("doctor").ends_with(5).prints(&["上次运行还没有结束，或中途被打断"]);
}

/// Every text that a report holds: its files, those inside workbook and deck, and what the program said.
fn everything(workspace: &Workspace, run: &Run) -> String {
    let mut all = format!("{}{}", run.stdout, run.stderr);
    let mut folders = vec![workspace.path().join("output/2013-09")];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = fs::read(&path).unwrap();
            all += &String::from_utf8_lossy(&bytes);
            if let Ok(mut package) = zip::ZipArchive::new(std::io::Cursor::new(bytes)) {
                for at in 0..package.len() {
                    let mut part = Vec::new();
                    std::io::Read::read_to_end(&mut package.by_index(at).unwrap(), &mut part).unwrap();
                    all += &String::from_utf8_lossy(&part);
                }
            }
        }
    }
    all
}

#[test]
fn names_of_customers_are_hidden_where_people_wrote_them_down_too() {
    let calls = "工单号,客户姓名,回访日期,回访结果,失败原因,服务顾问\n\
                 R1,欧阳知秋 先生,2013-09-07,失败,欧阳知秋说没空,乐进\n\
                 R2,慕容白(车主),2013-09-08,失败,慕容白说在开车,乐进\n\
                 R3,乐进,2013-09-09,失败,乐进自己的车,乐进\n\
                 R4,满意,2013-09-10,成功,,甘宁\n";
    let made = |privacy: &str, options: &str| {
        let workspace = Workspace::new().with("csr-report.toml", privacy).with("input/回访 慕容白.csv", calls);
        let run =
            workspace.run(&format!("monthly --month 2013-09 --format xlsx,html,pptx,json {options}")).ends_with(0);
        (everything(&workspace, &run), report(&workspace))
    };
    let names = ["欧阳知秋", "慕容白"];
    let (full, of_full) = made("[privacy]\ncustomers = \"full\"\n", "");
    assert!(names.iter().all(|name| full.contains(name)));
    for (privacy, options) in [("customers = \"masked\"", ""), ("customers = \"none\"", ""), ("", "--audience meeting")]
    {
        let (text, of_hidden) = made(&format!("[privacy]\n{privacy}\n"), options);
        let found: Vec<_> = names.iter().filter(|name| text.contains(**name)).collect();
        assert!(found.is_empty(), "{privacy}{options}: {found:?}");
        assert!(text.contains("说没空") && text.contains("乐进自己的车"), "the rest stays, and so do employees");
        assert!(text.contains("满意度"), "the report's own words are no names");
        let values = |report: &Value| -> Vec<Value> {
            report["kpis"].as_array().unwrap().iter().map(|kpi| kpi["value"].clone()).collect()
        };
        assert_eq!(values(&of_full), values(&of_hidden), "the figures are the same");
    }
}

#[test]
fn one_switch_hides_who_customers_are_in_every_output_and_a_meeting_has_no_list_of_them() {
    let orders = "工单号,车牌号,车架号,客户姓名,联系电话,结算日期,工单状态,服务顾问\n\
                  R1,京A12345,LSVAA49J132022761,欧阳知秋,13812341234,2013-09-05,已结算,甘宁\n\
                  R2,京B67890,LSVAA49J13202276,慕容白,13812341235,2013-09-06,已结算,乐进\n";
    let calls = "工单号,回访日期,回访结果,服务顾问\nR2,2013-09-07,成功,乐进\n";
    let made = |privacy: &str, options: &str| {
        let workspace = Workspace::new().with("csr-report.toml", privacy);
        let workspace = workspace.with("input/回访.csv", calls).with("input/工单.csv", orders);
        let run =
            workspace.run(&format!("monthly --month 2013-09 --format xlsx,html,pptx,json {options}")).ends_with(0);
        (everything(&workspace, &run), report(&workspace), workspace)
    };
    // The vehicle is one of a finding: a sign is missing.
    let secrets = ["欧阳知秋", "京A12345", "LSVAA49J13202276", "13812341234"];
    let (full, of_full, _) = made("[privacy]\ncustomers = \"full\"\n", "");
    assert!(
        secrets.iter().all(|secret| full.contains(secret)),
        "the list of orders that nobody called about and a finding name them"
    );
    let (masked, ..) = made("[privacy]\ncustomers = \"masked\"\n", "");
    assert!(masked.contains("欧**") && masked.contains("京A***45") && masked.contains("138****1234"));
    let (none, ..) = made("[privacy]\ncustomers = \"none\"\n", "");
    let (meeting, of_meeting, workspace) = made("", "--audience meeting");
    for (what, text) in [("masked", &masked), ("none", &none), ("meeting", &meeting)] {
        let found: Vec<_> = secrets.iter().filter(|secret| text.contains(**secret)).collect();
        assert!(found.is_empty(), "{what}: {found:?}");
    }
    assert!(!none.contains("欧**") && !meeting.contains("欧**") && meeting.contains("甘宁"));
    assert!(none.contains(">R1<") && !meeting.contains(">R1<"), "a meeting has no list of orders");
    assert!(full.contains("工单 1 张，名单另列，可按服务顾问筛选。"));
    assert!(meeting.contains("工单 1 张。") && !meeting.contains("名单另列"), "no list is promised that is not there");
    assert_eq!(of_full["kpis"], of_meeting["kpis"], "the figures are the same");
    assert_eq!((&of_meeting["audience"], &of_full["audience"]), (&Value::from("meeting"), &Value::Null));
    workspace.run("verify output/2013-09").ends_with(0);
    workspace.run("monthly --month 2013-09 --audience meeting --handout people").ends_with(2).says(&["--handout"]);
    let update = "monthly --month 2013-09 --audience meeting --update output/2013-09/csr-report-2013-09.pptx";
    workspace.run(update).ends_with(2).says(&["--update", "--audience meeting", "去掉 --update"]);
    workspace.run("monthly --month 2013-09 --audience all").ends_with(2).says(&["--audience", "meeting"]);
}
