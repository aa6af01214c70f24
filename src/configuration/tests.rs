use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::*;
use crate::base::table_id::TableId;
use crate::settings::{Format, PhonePrivacy};

fn refused(text: &str) -> Failure {
    let failure = Configuration::parse(FILE_NAME, text).expect_err(text);
    assert_eq!(failure.exit, Exit::Usage, "{text}");
    failure
}

#[test]
fn the_example_of_the_contract_is_understood() {
    let configuration = Configuration::parse(
        FILE_NAME,
        r#"
[dealer]
name = "演示店"
[report]
input = ["input", "more"]
output = "output"
formats = ["xlsx", "json"]
lang = "en"
trend = 6
small_sample = 5
month_start_day = 26
station_satisfaction = "mean-of-answers"
as_of = 2013-09-20
[require]
tables = ["callbacks", "work_orders"]
max_rejected_percent = 5
[targets]
callback_success_rate = 95.0
[limits.complaints]
I = 24
default = 72
[limits.input]
cells = 1_000
[scales]
"服务态度" = 10
[tables.callbacks.headings]
order_no = ["单据编号"]
[tables.callbacks.words]
"成功" = ["OK了"]
[aliases.advisor]
"李娜" = ["李娜(003)", "李 娜"]
[privacy]
phone = "none"
"#,
    )
    .expect("the contract's example");
    assert_eq!(configuration.dealer.as_deref(), Some("演示店"));
    assert_eq!(configuration.report.input, ["input", "more"]);
    assert_eq!(configuration.report.formats, Some(BTreeSet::from([Format::Xlsx, Format::Json])));
    assert_eq!(configuration.report.as_of, NaiveDate::from_ymd_opt(2013, 9, 20));
    assert_eq!(configuration.required_tables, [TableId::CALLBACKS, TableId::WORK_ORDERS]);
    assert_eq!(configuration.max_rejected_percent, Some(5.0));
    assert_eq!(configuration.targets, [Target { of: "callback_success_rate".into(), value: 95.0, line: 18 }]);
    assert_eq!(configuration.complaint_hours.by_level["I"], 24.0);
    assert_eq!(configuration.limits.cells, 1_000);
    assert_eq!(configuration.reading.headings[&TableId::CALLBACKS]["order_no"], ["单据编号"]);
    assert_eq!(configuration.reading.words[&TableId::CALLBACKS]["成功"], ["OK了"]);
    assert_eq!(configuration.reading.aliases["advisor"]["李娜"].len(), 2);
    assert_eq!(configuration.phone, PhonePrivacy::None);
}

#[test]
fn an_unknown_key_is_named_with_its_line_and_the_nearest_known_key() {
    for (text, key, line, near) in [
        ("[report]\ninput = \"x\"\ntrnd = 3", "report.trnd", "line 3", "trend"),
        ("[reprot]\ntrend = 3", "reprot", "line 1", "report"),
        ("[tables.callbacks]\nheading = {}", "tables.callbacks.heading", "line 2", "headings"),
        ("[limits.input]\ncell = 3", "limits.input.cell", "line 2", "cells"),
        ("dealer.nmae = \"x\"", "dealer.nmae", "line 1", "name"),
    ] {
        let failure = refused(text);
        for part in [key, line, near] {
            assert!(failure.message.en.contains(part), "{text}\n{}", failure.message.en);
        }
        assert!(failure.message.chinese.contains(key) && failure.message.chinese.contains(near));
    }
}

#[test]
fn a_wrong_value_names_key_line_and_what_is_allowed() {
    for (text, parts) in [
        ("[report]\ntrend = \"12\"", ["report.trend", "line 2", "whole number"]),
        ("[report]\ntrend = 0", ["report.trend", "line 2", "between 1 and"]),
        ("[report]\nmonth_start_day = 29", ["report.month_start_day", "line 2", "between 1 and 28"]),
        ("[report]\nformats = [\"xls\"]", ["report.formats", "line 2", "xlsx"]),
        ("[report]\nformats = [\"htm\"]", ["report.formats", "line 2", "html"]),
        ("[report]\nlang = \"zh\"", ["report.lang", "line 2", "zh-CN"]),
        ("[report]\nas_of = \"2013-09-31\"", ["report.as_of", "line 2", "no date"]),
        ("[require]\nmax_rejected_percent = 101", ["require.max_rejected_percent", "line 2", "0 and 100"]),
        ("[limits.complaints]\nI = 0", ["limits.complaints.I", "line 2", "between 0.01 and"]),
        ("[limits.complaints]\nI = 1e300", ["limits.complaints.I", "line 2", "between 0.01 and 87600"]),
        ("[limits.complaints]\nI = 99999999999999999999", ["limits.complaints.I", "line 2", "between 0.01 and"]),
        (
            "[limits.input]\ncells = 99999999999999999999",
            ["limits.input.cells", "between 1 and", "it is 99999999999999999999"],
        ),
        ("[scales]\n\"服务态度\" = inf", ["scales.服务态度", "line 2", "between 0.01 and 10000"]),
        ("[targets]\ncallback_rate = nan", ["targets.callback_rate", "line 2", "between -1"]),
        ("[report]\nas_of = 1969-12-31", ["report.as_of", "line 2", "1970 to 2199"]),
        ("[privacy]\nphone = \"hidden\"", ["privacy.phone", "line 2", "cannot be"]),
        ("dealer = 3", ["dealer", "line 1", "table of keys"]),
    ] {
        let failure = refused(text);
        for part in parts {
            assert!(failure.message.en.contains(part), "{text}\n{}", failure.message.en);
        }
    }
}

#[test]
fn a_text_that_is_no_toml_names_the_line_and_the_usual_cause() {
    for path in [r"C:\dealer", r"C:\reports"] {
        let failure = refused(&format!("[report]\noutput = \"{path}\""));
        assert!(failure.message.en.contains("line 2"), "{}", failure.message.en);
        assert!(failure.hint.en.contains("single quotes"), "{path}: {}", failure.hint.en);
    }
    assert!(refused("[report]\nlang = en").message.en.contains("line 2"));
}

#[test]
fn what_stands_twice_is_told_with_both_lines_and_what_to_do() {
    let failure = refused("[scales] # 满分\n\"服务态度\" = 10\n\n[report]\n[scales]\n\"及时接待\" = 5\n");
    for part in ["line 5", "[scales]", "line 1"] {
        assert!(failure.message.en.contains(part), "{}", failure.message.en);
    }
    assert!(failure.message.chinese.contains("第 1 行已有") && failure.hint.chinese.contains("合并"), "{failure}");
    let failure = refused("[scales]\n\"服务态度\" = 10\n\"服务态度\" = 5\n");
    assert!(failure.message.en.contains("line 3") && failure.hint.chinese.contains("一行"), "{failure}");
}

#[test]
fn a_name_that_nothing_comes_near_to_is_told_without_a_nearest_one() {
    let failure = Configuration::default().check_known(3, "x", &[]).expect_err("unknown");
    assert!(failure.message.chinese.ends_with("不认识“x”"), "{}", failure.message.chinese);
}

#[test]
fn the_sections_of_the_file_are_known_be_they_empty() {
    let text = "[scales]\n[tables.callbacks.words]\n[tables.surveys.headings]\nadvisor = [\"SA\"]\n";
    let configuration = Configuration::parse(FILE_NAME, text).expect("a configuration");
    let sections: Vec<_> = configuration.reading.sections.iter().map(String::as_str).collect();
    assert_eq!(sections, ["scales", "tables.callbacks.words", "tables.surveys.headings"]);
}

#[test]
fn an_unknown_target_is_told_with_its_line() {
    let configuration = Configuration::parse(FILE_NAME, "[targets]\ncallback_rat = 1").expect("a configuration");
    let target = &configuration.targets[0];
    let failure = configuration.check_known(target.line, &target.of, &["callback_rate"]).expect_err("unknown");
    assert!(failure.message.en.contains("line 2") && failure.message.en.contains("callback_rate"));
}
