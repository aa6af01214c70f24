//! What a manager reads: sentences, headings, targets by name, and how an indicator is explained.

use calamine::{Reader, Xlsx, open_workbook};
use serde_json::Value;

use crate::demo;
use crate::workspace::{Run, Workspace};

const CALLS: &str = "工单号,回访日期,回访结果,失败原因,服务顾问\nR1,2013-8-20,成功,,李娜\nR2,2013-8-21,成功,,李娜\n\
    R3,2013-9-2,成功,,李娜\nR4,2013-9-3,失败,号码错误,李娜\nR5,2013-9-4,失败,号码错误,李娜\nR6,2013-9-5,失败,无法接通,李娜\n";

fn workspace(configuration: &str) -> Workspace {
    Workspace::new().with("csr-report.toml", configuration).with("input/回访.csv", CALLS)
}

/// The texts of every sheet of a month's workbook, each line with its sheet.
fn texts(workspace: &Workspace, label: &str) -> Vec<(String, String)> {
    let path = workspace.path().join(format!("output/{label}/csr-report-{label}.xlsx"));
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let mut texts = Vec::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).unwrap();
        texts.extend(range.used_cells().map(|(_, _, cell)| (name.clone(), cell.to_string())));
    }
    texts
}

fn has(texts: &[(String, String)], part: &str) -> bool {
    texts.iter().any(|(_, text)| text.contains(part))
}

fn target(workspace: &Workspace, id: &str) -> Value {
    kpi(workspace, id)["target"].clone()
}

/// An indicator of the month's report.json.
fn kpi(workspace: &Workspace, id: &str) -> Value {
    let text = std::fs::read_to_string(workspace.path().join("output/2013-09/report.json")).unwrap();
    let report: Value = serde_json::from_str(&text).unwrap();
    let kpis = report["kpis"].as_array().unwrap();
    kpis.iter().find(|kpi| kpi["id"] == id).unwrap().clone()
}

#[test]
fn sentences_say_which_way_a_figure_moved() {
    for (lang, said, unsaid) in [
        ("zh-CN", "9月回访成功率 25.00%，较上月下降 75.00 个百分点。样本较少", "回访未成功台次以号码错误最多"),
        (
            "en",
            "September: Callback success rate 25.00%, down 75.00 percentage points on last month.",
            "Failed callbacks: the largest group",
        ),
    ] {
        let workspace = workspace("");
        workspace.run(&format!("monthly --month 2013-09 --lang {lang}")).ends_with(0);
        let texts = texts(&workspace, "2013-09");
        assert!(has(&texts, said), "{said} is missing in {texts:?}");
        assert!(!has(&texts, unsaid), "of three failures none is the largest group: {texts:?}");
    }
}

#[test]
fn every_heading_of_a_month_from_the_26th_names_its_days() {
    for (option, days) in [("", "2013-09（8月26日–9月25日）"), (" --lang en", "2013-09 (26 August – 25 September)")]
    {
        let workspace = workspace("[dealer]\nname = \"本店\"\n[report]\nmonth_start_day = 26\n");
        workspace.run(&format!("monthly --month 2013-09{option}")).ends_with(0).prints(&[days]);
        let texts = texts(&workspace, "2013-09");
        let sheets: Vec<&String> = texts.iter().map(|(sheet, _)| sheet).collect();
        for sheet in sheets {
            let is_heading =
                |(of, text): &(String, String)| of == sheet && text.ends_with(&format!(" · 本店 · {days}"));
            assert!(texts.iter().any(is_heading), "{sheet}: {texts:?}");
        }
    }
}

#[test]
fn a_target_may_be_named_as_the_indicator_is() {
    for name in ["callback_success_rate", "\"回访成功率\"", "\"Callback success rate\"", "\"callback Success rate\""]
    {
        let workspace = workspace(&format!("[targets]\n{name} = 90\n"));
        workspace.run("monthly --month 2013-09").ends_with(0);
        assert_eq!(target(&workspace, "callback_success_rate"), 90, "{name}");
        workspace.run("kpi explain callback_success_rate").ends_with(0).prints(&["目标：90%"]);
    }
}

#[test]
fn a_target_that_cannot_be_meant_is_told_with_its_line() {
    let refused = |text: &str| -> Run { workspace(text).run("monthly --month 2013-09").ends_with(2) };
    refused("[targets]\n\"回访成工率\" = 90\n").says(&["第 2 行", "最接近的是 callback_success_rate（回访成功率）"]);
    refused("[targets]\n\"回访率\" = 90\ncallback_rate = 95\n").says(&["第 3 行", "写了两次（另见第 2 行）"]);
    // Two indicators of one name: the id has to say which.
    let own = "name = { zh-CN = \"回访成功率\", en = \"Own\" }\nrule = { zh-CN = \"试\", en = \"try\" }\nsource = \"test\"\n\
               unit = \"points\"\ndirection = \"higher\"\nshape = \"ratio\"\nfacts = \"cases\"\ndate = \"last_attempt\"\n\
               numerator = \"CASE WHEN succeeded THEN 1 ELSE -1 END\"\npage = \"callbacks\"\n";
    let both = workspace("[targets]\n\"回访成功率\" = 90\n").with("templates/kpis/own.toml", own);
    let told = ["第 2 行", "“回访成功率”是几个指标的名称，请写编号：callback_success_rate、own"];
    both.run("monthly --month 2013-09").ends_with(2).says(&told);
    both.run("kpi explain 回访成功率").ends_with(2).says(&["请写编号"]);
    // A balance may be aimed below 0, nothing else may.
    let balance = workspace("[targets]\nown = -20\n").with("templates/kpis/own.toml", own);
    balance.run("monthly --month 2013-09").ends_with(0);
    assert_eq!(target(&balance, "own"), -20);
    refused("[targets]\ncallback_rate = -20\n").says(&["第 2 行", "-20", "0 到 100"]);
}

#[test]
fn a_target_of_a_month_is_told_with_that_of_the_quarter() {
    let out = Workspace::new();
    for (option, told) in [("", "每月 30，本季度 90"), (" --lang en", "30 a month; This quarter: 90")] {
        let (demo, output) = (demo::workspace(), out.path().join("output"));
        let line = format!("-C {} --output {} quarterly --quarter 2013-Q3{option}", demo.display(), output.display());
        out.run(&line).ends_with(0);
        let texts = texts(&out, "2013-Q3");
        assert!(texts.iter().any(|(_, text)| text == told), "{texts:?}");
    }
}

#[test]
fn an_explanation_begins_with_what_a_manager_knows_and_lists_the_ways_to_compute() {
    let own = "name = { zh-CN = \"试\", en = \"Try\" }\nrule = { zh-CN = \"数一数\", en = \"Count them\" }\n\
               source = { zh-CN = \"会议\", en = \"a meeting\" }\nunit = \"count\"\ndirection = \"higher\"\nshape = \"count\"\n\
               facts = \"cases\"\ndate = \"last_attempt\"\nby = [\"advisor\"]\npage = \"callbacks\"\ntarget = 30\n\
               [variant.reached]\nname = { zh-CN = \"只算成功\", en = \"reached ones\" }\nfilter = \"succeeded\"\n\
               [variant.failed]\nname = { zh-CN = \"只算失败\", en = \"failed ones\" }\nfilter = \"NOT succeeded\"\n";
    let workspace = workspace("[variants]\nown = \"failed\"\n").with("templates/kpis/own.toml", own);
    let chinese = "试（own）\n\n口径：数一数\n单位：数量\n方向：越高越好\n目标：每月 30\n分组：服务顾问\n依据：会议\n\
                   可选口径：reached，只算成功\n可选口径：failed，只算失败（已选用）\n";
    let english = "Try (own)\n\nRule: Count them\nUnit: count\nBetter: higher\nTarget: 30 a month\nBy: Advisor\nSource: a meeting\n\
                   Variant: reached, reached ones\nVariant: failed, failed ones (chosen)\n";
    for (option, begins) in [("", chinese), (" --lang en", english)] {
        let told = workspace.run(&format!("kpi explain own{option}")).ends_with(0).stdout;
        assert!(told.starts_with(begins), "{told}");
    }
}

#[test]
fn a_constant_is_explained_and_the_configuration_sets_it() {
    let own = "name = { zh-CN = \"试\", en = \"Try\" }\nrule = { zh-CN = \"数一数\", en = \"Count them\" }\n\
               source = \"test\"\nunit = \"count\"\ndirection = \"higher\"\nshape = \"count\"\n\
               facts = \"cases\"\ndate = \"last_attempt\"\nfilter = \"attempts >= :callback_days\"\npage = \"callbacks\"\n";
    let tries = "回访日期,工单号,回访结果\n2013-9-1,A1,失败\n2013-9-2,A1,失败\n2013-9-3,A1,成功\n2013-9-3,A2,失败\n2013-9-4,A2,成功\n";
    for (set, days, counted) in [("", 3, 1), ("[constants]\ncallback_days = 2\n", 2, 2)] {
        let workspace = workspace(set).with("templates/kpis/own.toml", own).with("input/回访.csv", tries);
        let told = [format!("常数：:callback_days = {days} 天"), format!("[constants] callback_days = {days}")];
        let said = workspace.run("kpi explain own").ends_with(0).stdout;
        assert!(told.iter().all(|part| said.contains(part)), "{said}");
        workspace.run("monthly --month 2013-09 --format json").ends_with(0);
        assert_eq!(kpi(&workspace, "own")["value"], counted, "{set}");
    }
    // A file of the workspace adds one, and those of the program stay.
    let more = "[enough]\nvalue = 2\nunit = \"times\"\nnames = { zh-CN = \"够了\", en = \"Enough\" }\n";
    let own = own.replace(":callback_days", ":enough AND attempts < :callback_days");
    let workspace = workspace("").with("templates/kpis/own.toml", &own).with("templates/constants.toml", more);
    let said = workspace.run("kpi explain own").ends_with(0).stdout;
    assert!(said.contains(":enough = 2 次（够了）") && said.contains(":callback_days = 3 天"), "{said}");
    let wrong = more.replace("times", "tims");
    Workspace::new().with("templates/constants.toml", &wrong).run("kpi list").ends_with(2).says(&[
        "templates/constants.toml",
        "第 3 行",
        "times",
    ]);
}
