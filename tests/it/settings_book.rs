//! 设置.xlsx: what people fill in holds like csr-report.toml, what cannot be understood is told at its cell, and nothing that
//! they typed is ever lost.

mod filling;
mod property;
mod suggesting;

use std::fs;

use csr_report::base::lang::Lang;
use csr_report::base::table_id::TableId;
use csr_report::configuration::Configuration;
use csr_report::settings::{PhonePrivacy, StationSatisfaction, StoreBy};

use crate::workspace::Workspace;
use crate::written::grid::{Cell, Wrong};
use filling::{Filled, blank, book, list, text};

/// A list with nothing wrong in it.
const CALLS: &str = "工单号,车牌号,回访日期,回访结果\nA1,京A00001,2013-9-3,成功\n";

/// A sheet with its name.
type Named = (&'static str, Vec<Vec<Cell>>);

/// A workspace with a workbook of these sheets.
fn workspace(sheets: &[(&str, Vec<Vec<Cell>>)]) -> Workspace {
    let workspace = Workspace::new();
    fs::write(workspace.path().join("设置.xlsx"), book(sheets)).unwrap();
    workspace
}

/// What the workbook and csr-report.toml of a workspace come to.
fn loaded(workspace: &Workspace) -> Configuration {
    let folder = workspace.path();
    Configuration::load(&folder.join("csr-report.toml"), false, folder).expect("a configuration")
}

fn basics(rows: &[(&str, Cell)]) -> (&'static str, Vec<Vec<Cell>>) {
    let rows = rows.iter().map(|(label, value)| vec![text(label), value.clone()]);
    ("基本", std::iter::once(vec![text("设置项"), text("值"), text("说明")]).chain(rows).collect())
}

#[test]
fn every_sheet_sets_its_keys() {
    let workspace = workspace(&[
        basics(&[
            ("店名", text(" 演示店 ")),
            ("几家店", text("多家店，按“门店”列")),
            ("每月从几日起", text("２６日".trim_end_matches('日'))),
            ("电话号码", text("不显示")),
            ("全站满意度怎么算", text("全部答案的平均")),
            ("样本少于多少个要注明", Cell::Number(5.0)),
            ("趋势显示多少期", Cell::Number(6.0)),
            ("分发文件夹", text("分发")),
            ("标注副本文件夹", text("标注")),
            ("缺了就不出报告的表", text("回访、work_orders")),
            ("剔除的行超过百分之几就不出报告", text("5%")),
            ("有错误就不出报告", Cell::Flag(true)),
            ("投诉时限按工作时间算", text("是")),
            ("投诉等级从轻到重", text("一级,II、3级")),
        ]),
        list("目标", &["指标", "目标值", "采用", "备注"], &[&["回访成功率", "95%"], &["complaints_open", "1,2", "否"]]),
        list("投诉时限", &["投诉等级", "小时"], &[&["一级", "24"], &["其他", "48.5"]]),
        list("口径", &["设置项", "值", "说明"], &[&["交车后几天内回访算及时", "2"], &["low_points", "50"]]),
        list("满分", &["评分列的表头", "满分"], &[&["服务态度", "10"]]),
        list(
            "表头",
            &["本店的表头", "栏目", "表"],
            &[&["单据\n编号", "工单号", "回访"], &["结算单", "order_no", "callbacks"]],
        ),
        list("用词", &["表", "标准词", "本店的说法"], &[&["回访", "成功", "OK了"], &["Callbacks", "Success", "好了"]]),
        list(
            "姓名",
            &["岗位", "姓名", "另一种写法"],
            &[&["服务顾问", "李娜", "李娜(003)"], &["业务接待", "李娜", "李 娜"]],
        ),
    ]);
    let configuration = loaded(&workspace);
    assert_eq!(configuration.dealer.as_deref(), Some("演示店"));
    assert_eq!(configuration.stores_by, Some(StoreBy::Column));
    let report = &configuration.report;
    assert_eq!((report.month_start_day, report.small_sample, report.trend), (Some(26), Some(5), Some(6)));
    assert_eq!(report.station, Some(StationSatisfaction::MeanOfAnswers));
    assert_eq!((report.handout.as_deref(), report.marked_copy.as_deref()), (Some("分发"), Some("标注")));
    assert_eq!(report.strict, Some(true));
    assert_eq!(configuration.phone, PhonePrivacy::None);
    assert_eq!(configuration.required_tables, [TableId::CALLBACKS, TableId::WORK_ORDERS]);
    assert_eq!(configuration.max_rejected_percent, Some(5.0));
    assert_eq!(configuration.severity, ["I", "II", "III"]);
    let hours = &configuration.complaint_hours;
    assert!(hours.working && hours.by_level["I"] == 24.0 && hours.by_level["default"] == 48.5, "{hours:?}");
    let targets: Vec<_> = configuration.targets.iter().map(|one| (one.of.as_str(), one.value)).collect();
    assert_eq!(targets, [("回访成功率", 95.0)]);
    let constants: Vec<_> = configuration.constants.iter().map(|one| (one.name.as_str(), one.value)).collect();
    assert_eq!(constants, [("callback_days", 2), ("low_points", 50)]);
    let reading = &configuration.reading;
    assert_eq!(reading.scales["服务态度"], 10.0);
    assert_eq!(reading.headings[&TableId::CALLBACKS]["order_no"], ["单据 编号", "结算单"]);
    assert_eq!(reading.words[&TableId::CALLBACKS]["成功"], ["OK了", "好了"]);
    assert_eq!(reading.aliases["advisor"]["李娜"], ["李娜(003)", "李 娜"]);
    assert!(reading.sections.is_empty() && configuration.remarks.is_empty());
}

#[test]
fn what_cannot_be_understood_is_told_at_its_cell() {
    let targets = |rows: &[&[&str]]| list("目标", &["指标", "目标值", "采用", "备注"], rows);
    let one = |label: &str, value: Cell| basics(&[(label, value)]);
    let day = "2013-09-01".parse().unwrap();
    let cases: Vec<(Named, &[&str])> = vec![
        (one("每月从几日起", Cell::Number(29.0)), &["基本 › B2", "1 到 28"]),
        (one("每月从几日起", Cell::Number(1.5)), &["基本 › B2", "1 到 28", "1.5"]),
        (one("每月从几日起", Cell::Day(day)), &["基本 › B2", "日期"]),
        (one("每月从几日起", text("二十六")), &["基本 › B2", "应为数字", "二十六"]),
        (one("每月从几日起", Cell::Error(Wrong::NotAvailable)), &["基本 › B2", "#N/A"]),
        (one("店名", Cell::Formula), &["基本 › B2", "公式"]),
        (
            (
                "用词",
                vec![["表", "标准词", "本店的说法"].map(text).into(), vec![text("回访"), text("成功"), Cell::Day(day)]],
            ),
            &["用词 › C2", "日期"],
        ),
        (one("趋势显示多少期", Cell::Number(0.0)), &["基本 › B2", "趋势显示多少期", "1 到"]),
        (one("有错误就不出报告", text("也许")), &["基本 › B2", "“是”或“否”", "也许"]),
        (one("有错误就不出报告", Cell::Number(1.0)), &["基本 › B2", "“是”或“否”"]),
        (one("几家店", text("两家")), &["基本 › B2", "一家店、多家店，按文件夹"]),
        (one("电话号码", text("隐藏")), &["基本 › B2", "全部显示、中间隐去、不显示"]),
        (one("店铭", text("甲")), &["基本 › A2", "店铭", "最接近的是 店名"]),
        (one("", text("甲")), &["基本 › B2", "左边没有写"]),
        (basics(&[("店名", text("甲")), ("店名", text("乙"))]), &["基本 › A3", "写了两次", "基本 › A2"]),
        (one("缺了就不出报告的表", text("回访、回放")), &["基本 › B2", "没有表“回放”", "回访"]),
        (one("剔除的行超过百分之几就不出报告", Cell::Number(0.05)), &["基本 › B2", "0.05%", "5%"]),
        (one("剔除的行超过百分之几就不出报告", Cell::Number(101.0)), &["基本 › B2", "0 到 100"]),
        (targets(&[&["回访成功绿", "95"]]), &["目标 › A2", "回访成功率"]),
        (targets(&[&["回访成功率", "0.95"]]), &["目标 › B2", "95% 写 95"]),
        (targets(&[&["回访成功率", "950"]]), &["目标 › B2", "0 到 100"]),
        (targets(&[&["回访成功率", "九十五"]]), &["目标 › B2", "应为数字", "九十五"]),
        (targets(&[&["回访成功率", "9,5"]]), &["目标 › B2", "应为数字", "9,5"]),
        (targets(&[&["满意度", "95%"]]), &["目标 › B2", "不是百分比"]),
        (targets(&[&["complaints_received", "5%"]]), &["目标 › B2", "不是百分比"]),
        (targets(&[&["回访成功率"]]), &["目标 › B2", "没有填"]),
        (targets(&[&["", "95"]]), &["目标 › A2", "没有填"]),
        (targets(&[&["回访成功率", "95", "大概"]]), &["目标 › C2", "“是”或“否”"]),
        (targets(&[&["回访成功率", "95"], &["回访成功率", "95"]]), &["目标 › A3", "写了两次", "目标 › A2"]),
        (targets(&[&["回访成功率", "95"], &["callback_success_rate", "95"]]), &["目标 › B3", "写了两次", "目标 › B2"]),
        (list("目标", &["项目", "目标值"], &[&["回访成功率", "95"]]), &["设置.xlsx › 目标：", "“指标”"]),
        (list("目标", &["指标", "目标值", "指标"], &[&["回访成功率", "95"]]), &["目标 › C1", "两列"]),
        (list("目标 (2)", &["指标", "目标值", "采用"], &[&["回访成功率", "95"]]), &["目标 (2)", "改名为“目标”"]),
        (list("投诉时限", &["投诉等级", "小时"], &[&["I", "3天"]]), &["投诉时限 › B2", "应为数字", "3天"]),
        (list("投诉时限", &["投诉等级", "小时"], &[&["I", "0"]]), &["投诉时限 › B2", "0.01"]),
        (list("投诉时限", &["投诉等级", "小时"], &[&["I", "24"], &["一级", "24"]]), &["投诉时限 › A3", "写了两次"]),
        (list("口径", &["设置项", "值"], &[&["几个月没来算流失", "3"]]), &["口径 › A2", "最接近的是"]),
        (list("口径", &["设置项", "值"], &[&["low_points", "101"]]), &["口径 › B2", "0 到 100"]),
        (list("口径", &["设置项", "值"], &[&["low_points", "50%"]]), &["口径 › B2", "百分数"]),
        (list("满分", &["评分列的表头", "满分"], &[&["服务态", "10"]]), &["满分 › A2", "服务态度"]),
        (list("满分", &["评分列的表头", "满分"], &[&["服务态度", "0"]]), &["满分 › B2", "0.01"]),
        (
            list("满分", &["评分列的表头", "满分"], &[&["服务态度", "10"], &["服务 态度", "5"]]),
            &["满分 › B3", "满分 › B2"],
        ),
        (list("表头", &["表", "栏目", "本店的表头"], &[&["回放", "工单号", "单号2"]]), &["表头 › A2", "回访"]),
        (list("表头", &["表", "栏目", "本店的表头"], &[&["回访", "工单耗", "单号2"]]), &["表头 › B2", "工单号"]),
        (list("表头", &["表", "栏目", "本店的表头"], &[&["回访", "工单号"]]), &["表头 › C2", "没有填"]),
        (
            list(
                "表头",
                &["表", "栏目", "本店的表头"],
                &[&["回访", "工单号", "甲"], &["回访", "车牌号", "乙"], &["回访", "车牌号", "甲"]],
            ),
            &["表头 › C4", "甲", "order_no 和 plate"],
        ),
        (list("用词", &["表", "标准词", "本店的说法"], &[&["回访", "成工", "好"]]), &["用词 › B2", "成功"]),
        (list("姓名", &["岗位", "姓名", "另一种写法"], &[&["服务员工", "李娜", "李"]]), &["姓名 › A2", "没有岗位"]),
        (
            list(
                "姓名",
                &["岗位", "姓名", "另一种写法"],
                &[&["服务顾问", "李娜", "小李"], &["服务顾问", "李明", "大李"], &["服务顾问", "李明", "小李"]],
            ),
            &["姓名 › C4", "小李", "只能归一个人"],
        ),
    ];
    for (sheet, parts) in cases {
        let case = format!("{sheet:?}");
        let run = workspace(&[sheet]).with("input/回访.csv", CALLS).run("check --month 2013-09");
        assert_eq!(run.code, Some(2), "{case}\n{}{}", run.stdout, run.stderr);
        run.says(&["设置.xlsx › "]).says(parts);
    }
}

#[test]
fn all_faults_of_the_workbook_are_told_at_once() {
    let sheets = [
        basics(&[("每月从几日起", Cell::Number(40.0)), ("有错误就不出报告", text("也许"))]),
        list("目标", &["指标", "目标值"], &[&["回访成功率"]]),
    ];
    let run = workspace(&sheets).run("kpi list").ends_with(2);
    run.says(&["设置.xlsx › 基本 › B2", "设置.xlsx › 基本 › B3", "设置.xlsx › 目标 › B2", "在 Excel 中改正"]);
}

#[test]
fn what_the_file_says_too_must_agree() {
    let sheets = || {
        [
            basics(&[("店名", text("演示店")), ("每月从几日起", Cell::Number(26.0))]),
            list("目标", &["指标", "目标值"], &[&["回访成功率", "95%"]]),
            list("表头", &["表", "栏目", "本店的表头"], &[&["回访", "工单号", "单据编号"]]),
            list("投诉时限", &["投诉等级", "小时"], &[&["其他", "48"]]),
        ]
    };
    let with = |toml: &str| workspace(&sheets()).with("csr-report.toml", toml);
    let agreed = with(
        "dealer.name = \"演示店\"\n[report]\nmonth_start_day = 26\ntrend = 3\n[targets]\ncallback_success_rate = 95.0\n\
         [limits.complaints]\ndefault = 48.0\nI = 24\n[tables.callbacks.headings]\norder_no = [\"结算单\", \"单据编号\"]\n",
    );
    agreed.run("kpi list").ends_with(0);
    let configuration = loaded(&agreed);
    assert_eq!(configuration.report.trend, Some(3));
    assert_eq!(configuration.reading.headings[&TableId::CALLBACKS]["order_no"], ["结算单", "单据编号"]);
    assert_eq!(configuration.complaint_hours.by_level.len(), 2);
    for (toml, parts) in [
        ("[dealer]\nname = \"别的店\"\n", ["基本 › B2", "演示店", "csr-report.toml 第 2 行是 别的店"]),
        ("[report]\nmonth_start_day = 1\n", ["基本 › B3", "26", "第 2 行是 1"]),
        ("\n[targets]\n\"回访成功率\" = 94\n", ["目标 › B2", "95", "第 3 行是 94"]),
        ("[targets]\ncallback_success_rate = 94\n", ["目标 › B2", "95", "csr-report.toml 第 2 行"]),
        ("[limits.complaints]\ndefault = 72\n", ["投诉时限 › B2", "48", "第 2 行是 72"]),
        ("[tables.callbacks.headings]\nplate = [\"单据编号\"]\n", ["表头 › C2", "单据编号", "plate 和 order_no"]),
    ] {
        with(toml).run("kpi list").ends_with(2).says(&["设置.xlsx › "]).says(&parts);
    }
    // What a new workbook has there nobody wrote.
    let untouched = Workspace::new().with("csr-report.toml", "[dealer]\nname = \"甲店\"\n");
    fs::write(untouched.path().join("设置.xlsx"), blank(Lang::Chinese)).unwrap();
    assert_eq!(loaded(&untouched).dealer.as_deref(), Some("甲店"));
    // A fault of the file is told with its line, as ever.
    with("[report]\ntrnd = 3\n").run("kpi list").ends_with(2).says(&["csr-report.toml 第 2 行", "report.trnd"]);
}

#[test]
fn a_workbook_that_cannot_be_read_is_told() {
    let broken = |bytes: &[u8]| {
        let workspace = Workspace::new();
        fs::write(workspace.path().join("设置.xlsx"), bytes).unwrap();
        workspace
    };
    let whole = blank(Lang::Chinese);
    for bytes in [&b"PK\x03\x04 no package"[..], &whole[..whole.len() / 2], b""] {
        broken(bytes).run("kpi list").ends_with(2).says(&["读不了设置 设置.xlsx"]);
    }
    let locked = include_bytes!("../../fixtures/password-xlsx/input/投诉.xlsx");
    broken(locked).run("kpi list").ends_with(2).says(&["读不了设置 设置.xlsx", "密码"]);
    let two = workspace(&[]).with("settings.ods", "");
    two.run("kpi list").ends_with(2).says(&["有几个设置工作簿", "settings.ods", "设置.xlsx", "只留一个"]);
}

#[test]
fn the_lock_of_excel_and_the_sheets_of_the_user_are_left_alone() {
    let sheets = [basics(&[("店名", text("甲店"))]), list("我的笔记", &["指标", "目标值"], &[&["回访成功率"]])];
    let workspace = workspace(&sheets).with("~$设置.xlsx", "lock");
    workspace.run("kpi list").ends_with(0);
    let configuration = loaded(&workspace);
    assert_eq!(configuration.dealer.as_deref(), Some("甲店"));
    assert!(configuration.remarks[0].chinese.contains("我的笔记"), "{:?}", configuration.remarks);
}

#[test]
fn a_fresh_workspace_has_the_settings_that_it_always_had() {
    for (lang, name, dealer) in [("zh-CN", "设置.xlsx", "本店"), ("en", "settings.xlsx", "Our shop")] {
        let workspace = Workspace::new();
        workspace.run(&format!("init --lang {lang}")).ends_with(0).prints(&[name]);
        let configuration = loaded(&workspace);
        assert_eq!(configuration.dealer.as_deref(), Some(dealer));
        let text = fs::read_to_string(workspace.path().join("csr-report.toml")).unwrap();
        let mut alone = Configuration::parse("csr-report.toml", &text).unwrap();
        alone.dealer = Some(dealer.to_owned());
        let plain = |configuration: &Configuration| {
            let Configuration { report, targets, reading, phone, severity, .. } = configuration;
            format!("{report:?} {targets:?} {reading:?} {phone:?} {severity:?}")
        };
        assert_eq!(plain(&configuration), plain(&alone));
    }
    assert!(blank(Lang::Chinese) == blank(Lang::Chinese) && blank(Lang::Chinese) != blank(Lang::English));
}

#[test]
fn an_english_workbook_is_read_as_well() {
    let mut filled = Filled::new(Lang::English);
    filled.set("Basics", "First day of a month", "26").set("Basics", "Telephone numbers", "in full");
    filled.add("Targets", &["Callback success rate", "95%"]).add("Headings", &["Callbacks", "Order number", "Ticket"]);
    filled.add("Words", &["Callbacks", "Success", "fine"]).add("People", &["Service advisor", "Li Na", "LI NA"]);
    filled.add("Complaint limits", &["other", "48"]).add("Scales", &["Attitude", "10"]);
    let workspace = Workspace::new();
    fs::write(workspace.path().join("settings.xlsx"), filled.write()).unwrap();
    workspace.run("kpi list --lang en").ends_with(0);
    let configuration = loaded(&workspace);
    assert_eq!((configuration.report.month_start_day, configuration.phone), (Some(26), PhonePrivacy::Full));
    assert_eq!(configuration.targets[0].value, 95.0);
    assert_eq!(configuration.reading.headings[&TableId::CALLBACKS]["order_no"], ["Ticket"]);
    assert_eq!(configuration.reading.words[&TableId::CALLBACKS]["成功"], ["fine"]);
    filled.set("Basics", "First day of a month", "40");
    fs::write(workspace.path().join("settings.xlsx"), filled.write()).unwrap();
    // The language of the file is that of its faults.
    let workspace = workspace.with("csr-report.toml", "report.lang = \"en\"\n");
    workspace.run("kpi list").ends_with(2).says(&["error: settings.xlsx › Basics › B3", "from 1 to 28"]);
}

#[test]
fn a_workbook_among_the_inputs_sets_nothing_and_is_told() {
    let workspace = Workspace::new().with("input/回访.csv", CALLS);
    let mut filled = Filled::new(Lang::Chinese);
    filled.add("目标", &["回访成功率", "95%"]);
    fs::write(workspace.path().join("input/设置 (2).xlsx"), filled.write()).unwrap();
    let run = workspace.run("check --month 2013-09").ends_with(4);
    run.prints(&["settings-in-input", "设置 (2).xlsx", "csr-report.toml 所在的文件夹", "采用 1"]);
    // Beside csr-report.toml it is no input, be the workspace the input folder.
    let workspace = Workspace::new().with("回访.csv", CALLS);
    fs::write(workspace.path().join("设置.xlsx"), filled.write()).unwrap();
    let run = workspace.run("check --month 2013-09 --input .").ends_with(0);
    assert!(!run.stdout.contains("设置"), "{}", run.stdout);
}

#[test]
fn filling_in_the_form_gives_the_same_report_as_writing_the_file() {
    let calls = "单据号码,车牌号,回访日期,回访结果,服务顾问,服务态度\n\
        A1,京A00001,2013-9-3,OK了,李娜(003),9\nA2,京A00002,2013-8-27,失败,李娜,8\nA3,京A00003,2013-9-26,成功,王芳,7\n";
    let toml = "[dealer]\nname = \"演示店\"\n[report]\nmonth_start_day = 26\n[targets]\ncallback_success_rate = 95\n\
        [scales]\n\"服务态度\" = 10\n[tables.callbacks.headings]\norder_no = [\"单据号码\"]\n\
        [tables.callbacks.words]\n\"成功\" = [\"OK了\"]\n[aliases.advisor]\n\"李娜\" = [\"李娜(003)\"]\n";
    let by_file = Workspace::new().with("input/回访.csv", calls).with("csr-report.toml", toml);
    let by_form = Workspace::new().with("input/回访.csv", calls);
    let mut filled = Filled::new(Lang::Chinese);
    filled.set("基本", "店名", "演示店").set("基本", "每月从几日起", "26").add("目标", &["回访成功率", "95%"]);
    filled.add("满分", &["服务态度", "10"]).add("表头", &["回访", "工单号", "单据号码"]);
    filled.add("用词", &["回访", "成功", "OK了"]).add("姓名", &["服务顾问", "李娜", "李娜(003)"]);
    fs::write(by_form.path().join("设置.xlsx"), filled.write()).unwrap();
    let files = |workspace: &Workspace| {
        let run = workspace.run("monthly --month 2013-09").ends_with(0);
        let made = run.files.into_iter().filter(|file| file.starts_with("output/2013-09"));
        made.map(|file| (file.clone(), fs::read(workspace.path().join(file)).unwrap())).collect::<Vec<_>>()
    };
    let (one, other) = (files(&by_file), files(&by_form));
    assert!(one.len() > 3, "{} files", one.len());
    let names =
        |files: &[(std::path::PathBuf, Vec<u8>)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&one), names(&other));
    assert!(one == other, "the bytes differ");
}
