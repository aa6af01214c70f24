//! `check --suggest`: what it prints can be pasted into csr-report.toml, and what it was about is known from then on.

use crate::workspace::Workspace;

const CALLS: &str = "工单号,车牌号,回访日期,回访结果,失败源因,业务接侍,客户星座,服务态度\n\
    A1,京A00001,2013-9-3,基本成功,,李娜,白羊座,9\n\
    A2,京A00002,2013-9-3,未接通,号码错吴,李娜,金牛座,10\n\
    A3,京A00003,2013-9-3,还行,,王芳,,8\n";

fn workspace(configuration: &str) -> Workspace {
    Workspace::new().with("csr-report.toml", configuration).with("input/回访.csv", CALLS)
}

fn codes(workspace: &Workspace) -> Vec<String> {
    let run = workspace.run("check --month 2013-09 --format json").ends_with(0);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let codes = json["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap().to_owned());
    codes.filter(|code| code != "missing-table").collect()
}

#[test]
fn pasting_what_is_suggested_makes_the_findings_go_away() {
    let before = workspace("");
    assert_eq!(
        codes(&before),
        ["near-heading", "near-heading", "unknown-word", "unknown-word", "unknown-heading", "inferred-scale"]
    );
    let lines = before.run("check --month 2013-09 --suggest").ends_with(0).prints(&[
        "[tables.callbacks.headings]\n",
        "# 回访.csv › E1 “失败源因”与“失败原因”只差一个字\nreason = [\"失败源因\"]\n",
        "advisor = [\"业务接侍\"]\n",
        "“客户星座”，有 2 格，如白羊座、金牛座\n# 字段 = [\"客户星座\"]",
        "[tables.callbacks.words]\n",
        "\"成功\" = [\"基本成功\"]\n",
        "“还行”；可归入：成功、失败、待回访\n# \"…\" = [\"还行\"]",
        "[scales]\n",
        "\"服务态度\" = 10",
    ]);
    // 失败源因 was no column yet, so its words were not looked at.
    let after = workspace(&lines.stdout);
    assert_eq!(codes(&after), ["unknown-word", "unknown-word", "unknown-heading"]);
    let more = after.run("check --month 2013-09 --suggest").ends_with(0);
    let more = more.prints(&["请用它代替原来的一节", "\"号码错误\" = [\"号码错吴\"]", "\"成功\" = [\"基本成功\"]"]);
    assert!(!more.stdout.contains("[scales]"), "{}", more.stdout);
    // The section of the words stands in the file already and is replaced; the doubts are decided by hand.
    let words = more.stdout.split("[tables.callbacks.words]").nth(1).unwrap();
    let words = format!("[tables.callbacks.words]{words}").replace("# \"…\" = ", "\"失败\" = ");
    let rest = |text: &str| text.split("[tables.callbacks.words]").next().unwrap().to_owned();
    let headings = rest(&lines.stdout).replace("# 字段 = ", "comment = ");
    let done = workspace(&format!("{headings}{words}\n[scales]\n\"服务态度\" = 10\n"));
    assert_eq!(codes(&done), Vec::<String>::new());
    done.run("check --month 2013-09 --suggest").ends_with(0).prints(&["# 没有要补充的"]);
}

#[test]
fn a_heading_that_holds_a_missed_one_is_offered_with_what_it_would_change() {
    let orders = "工单号,结算日期,工单状态,是否一次修复,车间维修技师,夜班维修技师,计划交车日期\n\
        A1,2013-9-3,已结算,是,张伟,,2013-9-4\nA2,2013-9-4,已结算,否,,刘洋,2013-9-5\n";
    let workspace = Workspace::new().with("input/工单.csv", orders);
    assert_eq!(codes(&workspace), ["near-heading", "near-heading", "unknown-heading"]);
    workspace.run("check --month 2013-09").ends_with(0).prints(&[
        "工单.csv › E1：“车间维修技师”可能就是“维修技师”，本表没有这一列；本列未使用，按技师的一次修复率没有数据",
        "以下列没有用到：计划交车日期",
    ]);
    let line = "\n# technician = [\"车间维修技师\", \"夜班维修技师\"]\n";
    let lines = workspace.run("check --month 2013-09 --suggest").ends_with(0).prints(&[line]).stdout;
    let taken = lines.replace("# [tables", "[tables").replace("# technician", "technician");
    assert_eq!(codes(&workspace.with("csr-report.toml", &taken)), ["duplicate-heading", "unknown-heading"]);
}

#[test]
fn a_needed_heading_that_may_be_meant_is_named_where_it_is_missed() {
    let complaints = "投诉编号,客户投诉时间,投诉等级,结案日期,处理状态\nT1,2013-9-3,I,2013-9-4,已结案\n";
    let workspace = Workspace::new().with("input/投诉.csv", complaints);
    let run = workspace.run("check --month 2013-09 --suggest");
    assert!(run.stdout.contains("# received_at = [\"客户投诉时间\"]"), "{}", run.stdout);
    workspace.run("check --month 2013-09").prints(&["投诉.csv › B1", "“客户投诉时间”列可能就是“投诉时间”"]);
    let declared =
        workspace.with("csr-report.toml", "[tables.complaints.headings]\nreceived_at = [\"客户投诉时间\"]\n");
    assert_eq!(codes(&declared), ["nothing-carried-in"]);
}

#[test]
fn a_section_that_the_file_has_is_printed_with_what_it_holds() {
    let workspace = workspace("[tables.callbacks.headings]\nreason = [\"为何失败\"]\norder_no = [\"单据编号\"]\n");
    let run = workspace.run("check --month 2013-09 --suggest --lang en").ends_with(0);
    let text = run.prints(&["put this in its place", "order_no = [\"单据编号\"]"]).stdout;
    assert!(text.contains("reason = [\"为何失败\", \"失败源因\"]"), "{text}");
    assert_eq!(text.matches("[tables.callbacks.headings]").count(), 1);
    let replaced = Workspace::new().with("csr-report.toml", &text).with("input/回访.csv", CALLS);
    assert_eq!(codes(&replaced), ["unknown-word", "unknown-word", "unknown-heading"]);
}

#[test]
fn what_is_suggested_can_be_appended_to_the_configuration_of_a_new_workspace() {
    let calls = "工单号,回访日期,回访结果,业务接侍,客户星座,服务态度\n\
        A1,2013-9-3,基本成功,李娜,白羊座,9\nA2,2013-9-3,还行,李娜,金牛座,10\nA3,2013-9-3,成功,王芳,,8\n";
    let workspace = Workspace::new();
    workspace.run("init").ends_with(0);
    let workspace = workspace.with("input/回访.csv", calls);
    let path = workspace.path().join("csr-report.toml");
    // Twice: what is left the second time is in doubt and adds no section that the file has.
    for left in [
        ["near-heading", "unknown-word", "unknown-word", "unknown-heading", "inferred-scale"].as_slice(),
        &["unknown-word", "unknown-heading"],
    ] {
        assert_eq!(codes(&workspace), left);
        let lines = workspace.run("check --month 2013-09 --suggest").ends_with(0).stdout;
        let appended = std::fs::read_to_string(&path).unwrap() + &lines;
        std::fs::write(&path, appended).unwrap();
    }
    assert_eq!(codes(&workspace), ["unknown-word", "unknown-heading"]);
}

#[test]
fn a_doubtful_scale_is_left_to_whoever_keeps_the_list() {
    let rows = (0..8).map(|number| format!("A{number},2013-9-3,成功,9\n")).collect::<String>();
    let calls = format!("工单号,回访日期,回访结果,服务态度\n{rows}B1,2013-9-3,成功,11\n");
    let workspace = Workspace::new().with("input/回访.csv", &calls);
    let run = workspace.run("check --month 2013-09 --suggest").ends_with(0);
    let run = run.prints(&["\n# [scales]\n## 回访.csv › D1 按 100 分制推断，但有疑问", "\n# \"服务态度\" = 10\n"]);
    for line in run.stdout.lines() {
        assert!(line.is_empty() || line.starts_with('#'), "{line} could be pasted as it stands");
    }
    let taken: Vec<_> = run.stdout.lines().filter(|line| !line.starts_with("##")).collect();
    let taken = taken.join("\n").replace("# ", "");
    workspace.with("csr-report.toml", &taken).run("check --month 2013-09").ends_with(0).prints(&["score-out-of-scale"]);
}

#[test]
fn the_lines_stand_under_a_key_for_programs() {
    let run = workspace("").run("check --month 2013-09 --suggest --format json").ends_with(0);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert!(json["suggest"].as_str().unwrap().contains("\"服务态度\" = 10"));
    let run = workspace("").run("check --month 2013-09 --format json").ends_with(0);
    assert!(!run.stdout.contains("\"suggest\""));
}

#[test]
fn a_workspace_names_what_it_got_wrong_with_its_line() {
    let cases = [
        ("[tables.callbacks.words]\n\"成工\" = [\"好\"]\n", ["第 2 行", "成工", "成功"]),
        ("[tables.callbacks.headings]\nscore_atitude = [\"态度分\"]\n", ["第 2 行", "score_atitude", "score_attitude"]),
        ("[tables.leads.headings]\nx = [\"态度分\"]\n", ["第 1 行", "leads", "暂不使用"]),
        ("[tables.leads.words]\n\"x\" = [\"态度分\"]\n", ["第 1 行", "leads", "暂不使用"]),
        ("\n[tables.callback.headings]\norder_no = []\n", ["第 2 行", "callback", "最接近的是 callbacks"]),
        ("[require]\ntables = [\"callback\"]\n", ["第 2 行", "callback", "最接近的是 callbacks"]),
        ("[scales]\n\"服务态\" = 10\n", ["csr-report.toml 第 2 行", "不是评分列的表头", "最接近的是“服务态度”"]),
        ("[aliases.advisor]\n\"李娜\" = [\"小李\"]\n\"小李\" = [\"李娜\"]\n", ["第 2 行", "小李", "另一个人的名字"]),
        ("[aliases.advisor]\n\"李娜\" = [\"小李\"]\n\"李明\" = [\"小李\"]\n", ["第 3 行", "小李", "只能归一个人"]),
        (
            "[tables.callbacks.words]\n\"成功\" = [\"OK了\"]\n\"失败\" = [\"OK了\"]\n",
            ["第 3 行", "OK了", "只能归一个词"],
        ),
        ("[variants]\ncallback_rate = \"x\"\n", ["第 2 行", "不认识", "callback_rate"]),
        ("[constants]\ncallback_day = 4\n", ["第 2 行", "callback_day", "最接近的是 callback_days"]),
        ("[constants]\ncallback_days = 1.5\n", ["第 2 行", "callback_days", "整数"]),
        ("[constants]\nchurn_months = 0\n", ["第 2 行", "churn_months", "1 到 119"]),
        ("[targets]\ncallback_success_rate = 950\n", ["第 2 行", "950", "0 到 100"]),
        ("[targets]\ncallback_failures = -1\n", ["第 2 行", "-1", "0 到"]),
    ];
    for (text, parts) in cases {
        workspace(text).run("check --month 2013-09").ends_with(2).says(&parts);
    }
}

#[test]
fn a_workspace_adds_an_item_of_satisfaction() {
    let calls = "工单号,回访日期,回访结果,服务顾问,服务态度(10分),车辆清洁(10分)\nA1,2013-9-3,成功,李娜,9,7\n";
    let surveys = "工单号,调查日期,服务顾问,车辆清洁(5分)\nA1,2013-9-5,李娜,5\n";
    let workspace = Workspace::new()
        .with("csr-report.toml", "[tables.callbacks.headings]\nscore_cleanliness = [\"车辆清洁\"]\n")
        .with("input/回访.csv", calls)
        .with("input/面访.csv", surveys);
    workspace.run("monthly --month 2013-09").ends_with(0);
    let text = std::fs::read_to_string(workspace.path().join("output/2013-09/report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&text).unwrap();
    let kpis = report["kpis"].as_array().unwrap();
    let score = kpis.iter().find(|kpi| kpi["id"] == "satisfaction_score").unwrap();
    // 服务态度 90; 车辆清洁 (70 + 100) ÷ 2 = 85; 李娜 and the station are their mean.
    assert_eq!((score["value"].as_f64(), score["n"].as_u64()), (Some(87.5), Some(2)));
    let items = score["breakdowns"].as_array().unwrap().iter().find(|rows| rows["by"] == serde_json::json!(["item"]));
    let items = items.unwrap()["rows"].as_array().unwrap();
    let item = items.iter().find(|row| row["key"][0] == "车辆清洁").unwrap();
    assert_eq!((item["value"].as_f64(), item["n"].as_u64()), (Some(85.0), Some(2)));
}
