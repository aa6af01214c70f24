//! What a user sees who typed something wrong: the exit code, and words that say what to do.

use std::fs;

use crate::workspace::Workspace;

#[test]
fn an_unknown_option_is_a_usage_error_and_names_the_nearest() {
    Workspace::new().run("monthly --mnth 2013-09").ends_with(2).says(&["--mnth", "--month"]);
    Workspace::new().run("--handout x monthly").ends_with(2).says(&["--handout", "后面：monthly、quarterly、annual"]);
    Workspace::new().run("check --handout x").ends_with(2).says(&["--handout", "monthly、quarterly、annual"]);
    Workspace::new().run("monthly --inptu x --lang en").ends_with(2).says(&["--inptu", "--input", "nearest"]);
}

#[test]
fn an_unknown_command_is_a_usage_error_and_lists_the_commands() {
    Workspace::new().run("montly").ends_with(2).says(&["montly", "monthly", "quarterly", "kpi explain"]);
    Workspace::new().run("").ends_with(2).says(&["monthly"]);
}

#[test]
fn an_option_is_named_as_it_is_typed_and_a_missing_id_points_to_the_list() {
    let run = Workspace::new().run("check --month 2013-09 --quarter 2013-Q3").ends_with(2);
    assert!(run.stderr.contains("--quarter 不能同时使用") && !run.stderr.contains('<'), "{}", run.stderr);
    let run = Workspace::new().run("kpi explain").ends_with(2).says(&["缺少指标的编号或名称", "kpi list"]);
    assert!(!run.stderr.contains('<'), "{}", run.stderr);
    Workspace::new().run("monthly --month").ends_with(2).says(&["--month 后面缺少值"]);
}

#[test]
fn an_indicator_is_explained_by_its_id_and_by_its_names() {
    for name in ["callback_rate", "回访率"] {
        Workspace::new().run(&format!("kpi explain {name}")).ends_with(0).prints(&["回访率（callback_rate）"]);
    }
    Workspace::new().run("kpi explain 回访成功").ends_with(2).says(&["callback_success_rate"]);
}

#[test]
fn the_templates_of_the_program_are_shown_as_they_are() {
    let workspace = Workspace::new();
    workspace.run("templates").ends_with(0).prints(&["pages/callbacks.toml", "tables/callbacks.toml", "theme.toml"]);
    let built_in = include_str!("../../templates/pages/callbacks.toml");
    for name in ["pages/callbacks.toml", "templates/pages/callbacks.toml", r"pages\callbacks.toml"] {
        let shown = workspace.run(&format!("templates {name}")).ends_with(0).stdout;
        assert_eq!(shown.trim_end(), built_in.trim_end(), "{name}");
    }
    workspace.run("templates pages/callback.toml").ends_with(2).says(&["pages/callbacks.toml", "csr-report templates"]);
}

#[test]
fn a_form_filled_in_where_it_lies_is_told_where_the_input_is_empty() {
    let workspace = Workspace::new().with("空白表单/回访.csv", "工单号,回访日期,回访结果\nA1,2013-09-03,成功\n");
    std::fs::create_dir(workspace.path().join("input")).unwrap();
    workspace.run("monthly --month 2013-09").ends_with(3).says(&["“空白表单/回访.csv”里填了 1 行", "移到输入文件夹"]);
    workspace
        .run("check --lang en")
        .ends_with(3)
        .says(&["1 rows stand in “空白表单/回访.csv”", "move the filled file"]);
}

#[test]
fn a_workspace_that_is_not_there_is_named() {
    Workspace::new().run("-C nowhere monthly --lang en").ends_with(2).says(&["nowhere", "hint:"]);
}

#[test]
fn a_month_that_does_not_exist_is_a_usage_error() {
    for month in ["2013-13", "09-2013", "september", "2013-Q3"] {
        Workspace::new().run(&format!("monthly --month {month}")).ends_with(2).says(&[month, "2013-09"]);
    }
    Workspace::new().run("quarterly --quarter 2013-Q5").ends_with(2).says(&["2013-Q5", "2013-Q3"]);
}

#[test]
fn a_day_before_the_period_is_a_usage_error() {
    let run = Workspace::new().run("monthly --month 2013-09 --as-of 2013-08-31 --lang en");
    run.ends_with(2).says(&["2013-08-31", "2013-09-01"]).wrote_nothing_below("output");
}

#[test]
fn an_unknown_key_of_the_configuration_is_named_with_line_and_nearest_key() {
    let workspace = Workspace::new().with("csr-report.toml", "[dealer]\nname = \"x\"\n[report]\ntrnd = 3\n");
    workspace.run("monthly --month 2013-09").ends_with(2).says(&["csr-report.toml", "第 4 行", "report.trnd", "trend"]);
    let run = workspace.run("monthly --month 2013-09 --lang en");
    run.ends_with(2).says(&["csr-report.toml, line 4", "report.trnd", "nearest known key is trend"]);
}

#[test]
fn a_configuration_that_was_asked_for_must_be_there() {
    Workspace::new().run("monthly --config other.toml --lang en").ends_with(2).says(&["other.toml", "--config"]);
}

#[test]
fn a_format_that_comes_later_is_told_so() {
    Workspace::new().run("monthly --format htm --lang en").ends_with(2).says(&["--format", "htm", "html", "pptx"]);
    Workspace::new().run("monthly --format xlxs --lang en").ends_with(2).says(&["xlxs", "nearest", "xlsx"]);
}

#[test]
fn messages_for_programs_are_one_json_object_a_line() {
    let run = Workspace::new().run("monthly --log-format json --lang en --month 2013-13").ends_with(2);
    let message: serde_json::Value = serde_json::from_str(run.stderr.trim()).unwrap();
    assert_eq!((&message["level"], &message["exit"]), (&"error".into(), &2.into()), "{message}");
}

#[test]
fn help_and_version_are_no_errors() {
    Workspace::new().run("--help").ends_with(0).prints(&["用法", "monthly", "--as-of"]);
    Workspace::new().run("monthly --help --lang en").ends_with(0).prints(&["Usage:", "--month"]);
    Workspace::new().run("--version").ends_with(0).prints(&[env!("CARGO_PKG_VERSION")]);
}

#[test]
fn init_makes_a_workspace_and_never_overwrites_one() {
    let workspace = Workspace::new();
    workspace.run("init shop").ends_with(0).prints(&["csr-report.toml", "生成上月报告.cmd"]);
    let path = workspace.path().join("shop/csr-report.toml");
    fs::write(&path, "# mine").unwrap();
    let english = ["Read me.txt", "Last month's report.cmd", "Blank forms/Callbacks.xlsx"];
    workspace.run("init other --lang en").ends_with(0).prints(&english);
    workspace.run("init shop --lang en").ends_with(2).says(&["already holds", "csr-report.toml"]);
    assert_eq!(fs::read_to_string(path).unwrap(), "# mine");
}

#[test]
fn a_new_workspace_without_a_file_says_where_it_looked() {
    let workspace = Workspace::new();
    workspace.run("init").ends_with(0);
    let run = workspace.run("monthly --month 2013-09").ends_with(3);
    run.says(&["input", "提示"]).wrote_nothing_below("output");
    workspace.run("check --lang en").ends_with(3).says(&["input"]);
}

#[test]
fn an_output_that_cannot_be_written_is_told_before_reading() {
    let workspace = Workspace::new().with("output", "a file where the folder should be");
    workspace.run("monthly --month 2013-09 --lang en").ends_with(5).says(&["output", "is a file"]);
}

#[test]
fn an_output_in_the_input_is_refused_however_its_path_leads_there() {
    for output in ["input", "input/reports", "other/../input/reports", "./input/./reports"] {
        let run =
            Workspace::new().with("input/回访.csv", CALLS).run(&format!("monthly --month 2013-09 --output {output}"));
        run.ends_with(2).says(&["输出文件夹", "在输入文件夹", "之内"]).wrote_nothing_below("input/reports");
    }
    let run = Workspace::new()
        .with("input/回访.csv", CALLS)
        .run("monthly --month 2013-09 --input input/../input --output input");
    run.ends_with(2).wrote_nothing_below("input/logs");
}

#[cfg(unix)]
#[test]
fn an_output_in_the_input_is_refused_through_a_link_on_either_side() {
    let workspace = Workspace::new().with("input/回访.csv", CALLS);
    std::os::unix::fs::symlink(workspace.path().join("input"), workspace.path().join("elsewhere")).unwrap();
    for line in ["--output elsewhere/reports", "--input elsewhere --output input/reports"] {
        let run = workspace.run(&format!("monthly --month 2013-09 {line}")).ends_with(2);
        run.says(&["之内"]).wrote_nothing_below("input/reports");
    }
}

const CALLS: &str = "工单号,回访日期,回访结果\nA1,2013-9-3,成功\nA2,2013-13-3,成功\n";

#[test]
fn a_check_of_a_period_without_data_says_so_and_is_still_a_check() {
    let workspace = Workspace::new().with("input/回访.csv", &CALLS.replace("2013-13-3", "2013-8-3"));
    let run = workspace.run("check --month 2015-01").ends_with(0);
    run.prints(&["2015-01 没有任何数据；有数据的报告期：2013-09、2013-08", "回访.csv → 回访：行数 2"]);
    let run = workspace.run("check --month 2013-09").ends_with(0);
    assert!(!run.stdout.contains("没有任何数据"), "{}", run.stdout);
}

#[test]
fn a_quiet_check_prints_errors_only() {
    let run = Workspace::new().with("input/回访.csv", CALLS).run("check --month 2013-09 --quiet").ends_with(4);
    assert_eq!(run.stdout.lines().count(), 1, "{}", run.stdout);
    run.prints(&["错误 [invalid-date] 回访.csv › B3："]);
    let clean = Workspace::new().with("input/回访.csv", &CALLS.replace("2013-13-3", "2013-9-3"));
    assert_eq!(clean.run("check --month 2013-09 --quiet").ends_with(0).stdout, "");
}

#[test]
fn a_report_without_data_tells_why() {
    let without_result = Workspace::new().with("input/回访.csv", "工单号,车牌号,回访日期\nA1,京A00001,2013-9-3\n");
    let run = without_result.run("monthly --month 2013-09").ends_with(3);
    let run = run.says(&["没有任何数据", "\n  回访.csv › ", "回访结果", "提示：改正上面列出的问题"]);
    assert!(!run.stderr.contains("没有找到") && !run.stderr.contains('—'), "{}", run.stderr);
    let later = Workspace::new()
        .with("input/来店.csv", "来店日期,来店方式,意向车型,意向级别,是否试驾\n2013-9-3,自然来店,威志,A,是\n");
    later
        .run("monthly --month 2013-09")
        .ends_with(3)
        .says(&["来店.csv › A1：这是“来店/线索”表", "提示：把回访、维修工单"]);
}

#[test]
fn a_required_table_is_named_as_people_call_it() {
    let workspace = Workspace::new()
        .with("csr-report.toml", "[require]\ntables = [\"complaints\", \"renewals\"]\n")
        .with("input/回访.csv", CALLS);
    let run = workspace.run("monthly --month 2013-09").ends_with(3);
    run.says(&["缺少必需的表：投诉（complaints）、续保（renewals）；找到的表：回访（callbacks）"]);
}

#[test]
fn what_concerns_all_of_the_input_names_the_folder_to_people_and_a_dot_to_programs() {
    let workspace = Workspace::new().with("input/回访.csv", CALLS);
    workspace.run("check --month 2013-09").ends_with(4).prints(&["[missing-table] 输入文件夹：没有找到"]);
    workspace.run("check --month 2013-09 --lang en").ends_with(4).prints(&["[missing-table] input folder: no sheet"]);
    workspace.run("check --month 2013-09 --format json").ends_with(4).prints(&["\"file\": \".\""]);
}

#[test]
fn a_schedule_runs_with_the_options_that_it_was_made_with() {
    let workspace = Workspace::new().with("csr-report.toml", "[report]\nmonth_start_day = 26\n");
    let run = workspace.run("schedule --print cron --strict --format xlsx,json").ends_with(0);
    let line = run.stdout.lines().last().unwrap();
    let folder = match cfg!(windows) {
        true => format!("'{}'", workspace.path().display()),
        false => workspace.path().canonicalize().unwrap().display().to_string(),
    };
    assert!(line.starts_with("30 6 27 * * "), "the day after the month begins: {line}");
    assert!(line.contains(&format!(" -C {folder} ")), "{line}");
    assert!(line.ends_with(" --format xlsx,json --strict monthly --month last --quiet"), "{line}");
    workspace.run("schedule --print systemd").ends_with(0).prints(&["csr-report.timer", "OnCalendar=*-*-27 06:30:00"]);
    let task = workspace.run("schedule --print windows").ends_with(0).says(&["schtasks /Create", "\\\\"]);
    assert!(task.stdout.is_ascii() && task.stdout.contains("<Day>27</Day>"), "{}", task.stdout);
    workspace.run("schedule --print crontab").ends_with(2).says(&["cron、systemd、windows"]);
    workspace.run("schedule").ends_with(2).says(&["--print"]);
}

#[test]
fn a_schedule_has_no_option_of_one_report_and_no_line_break() {
    let workspace = Workspace::new().with("input/回访.csv", "");
    for option in ["--as-of 2013-09-30", "--update a.pptx"] {
        let named = option.split(' ').next().unwrap();
        workspace.run(&format!("schedule --print cron {option}")).ends_with(2).says(&[named]);
    }
    workspace.run("schedule --print cron --output a\u{7}b").ends_with(2).says(&["写不进计划任务"]);
}

#[test]
fn completions_and_the_manual_know_every_command() {
    let workspace = Workspace::new();
    let commands = [
        "monthly",
        "quarterly",
        "annual",
        "check",
        "open",
        "verify",
        "export",
        "sql",
        "doctor",
        "schedule",
        "init",
        "kpi",
        "templates",
    ];
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = workspace.run(&format!("completions {shell}")).ends_with(0).prints(&commands);
        assert!(script.stdout.contains("each-dealer"), "{shell}");
    }
    workspace.run("completions bsh").ends_with(2).says(&["bsh", "bash"]);
    for (lang, text) in [("zh-CN", "月度报告"), ("en", "The monthly report")] {
        let page = workspace.run(&format!("man --lang {lang}")).ends_with(0).prints(&commands);
        assert!(page.stdout.contains(text) && page.stdout.contains("marked"), "{lang}: options of commands as well");
    }
}
