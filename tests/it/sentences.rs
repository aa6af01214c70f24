//! What the rules of sentences say, counted by hand: a streak, who stands out, the main cause; and when they say nothing.

use std::fmt::Write as _;

use calamine::{Reader, Xlsx, open_workbook};

use crate::workspace::Workspace;

const PAGE: &str = r#"
title = { zh-CN = "小结", en = "Summary" }
[[blocks]]
say = "headline"
of  = ["callback_success_rate"]
[[blocks]]
say = "stands_out"
of  = "callback_success_rate"
by  = "advisor"
[[blocks]]
say = "why"
of  = "callback_success_rate"
by  = "reason"
reasons = "callback_failures"
[[blocks]]
table   = "own"
rows    = "period"
columns = ["callback_success_rate"]
"#;

/// Calls all over a month: of an advisor so many that succeeded, then so many failures by reason.
fn calls(text: &mut String, month: &str, advisor: &str, succeeded: usize, failed: &[(usize, &str)]) {
    let failures = failed.iter().flat_map(|(n, reason)| std::iter::repeat_n(("失败", *reason), *n));
    let all = std::iter::repeat_n(("成功", ""), succeeded).chain(failures);
    for (at, (result, reason)) in all.enumerate() {
        writeln!(text, "R{month}{advisor}{at:03},{month}-{:02},{result},{reason},{advisor}", at * 3 % 28 + 1).unwrap();
    }
}

/// The sentences of the page, in their order.
fn said(text: &str, arguments: &str) -> Vec<String> {
    let workspace = Workspace::new()
        .with("templates/pages/own_summary.toml", PAGE)
        .with("input/回访.csv", &format!("工单号,回访日期,回访结果,失败原因,服务顾问\n{text}"));
    workspace.run(&format!("monthly --month 2013-09 {arguments}")).ends_with(0);
    let mut book: Xlsx<_> = open_workbook(workspace.path().join("output/2013-09/csr-report-2013-09.xlsx")).unwrap();
    let name = if arguments.contains("en") { "Summary" } else { "小结" };
    let range = book.worksheet_range(name).unwrap();
    let lines = range.rows().map(|row| row[0].to_string()).filter(|text| !text.is_empty()).skip(1);
    lines.take_while(|text| !text.contains("按期") && !text.contains("by period")).collect()
}

/// June all 40 of 40, then 36, 32 and 28: three falls. In August 李娜 fails 4 times by either reason, in September 王强 and 赵敏 do.
fn falling() -> String {
    let mut text = String::new();
    calls(&mut text, "2013-06", "李娜", 40, &[]);
    calls(&mut text, "2013-07", "李娜", 36, &[(4, "号码错误")]);
    calls(&mut text, "2013-08", "李娜", 32, &[(4, "号码错误"), (4, "无法接通")]);
    calls(&mut text, "2013-09", "李娜", 18, &[]);
    calls(&mut text, "2013-09", "王强", 6, &[(4, "号码错误")]);
    calls(&mut text, "2013-09", "赵敏", 4, &[(5, "号码错误"), (3, "无法接通")]);
    text
}

#[test]
fn three_falls_who_stands_out_and_what_moved_the_rate() {
    // 9 wrong numbers of 40 against 4 of 40: −12.50; not reached 3 against 4: +2.50. Together −10.
    assert_eq!(
        said(&falling(), ""),
        [
            "9月回访成功率 70.00%，较上月下降 10.00 个百分点，连续第 3 个月下降。",
            "回访成功率最好的是李娜 100.00%（n=18），最差的是赵敏 33.33%（n=12）。",
            "回访成功率的变化主要来自：号码错误（-12.50）。",
        ]
    );
    assert_eq!(
        said(&falling(), "--lang en"),
        [
            "September: Callback success rate 70.00%, down 10.00 percentage points on last month, down 3 months running.",
            "Callback success rate: best 李娜 100.00% (n=18), worst 赵敏 33.33% (n=12).",
            "Callback success rate moved mainly by Wrong number (-12.50).",
        ]
    );
}

#[test]
fn two_falls_are_no_streak_and_ties_are_named_together() {
    let mut text = String::new();
    calls(&mut text, "2013-07", "李娜", 40, &[]);
    calls(&mut text, "2013-08", "李娜", 36, &[(4, "号码错误")]);
    for (advisor, succeeded, failed) in [("李娜", 10, 0), ("王强", 12, 0), ("赵敏", 5, 5), ("孙堃", 0, 9)] {
        calls(&mut text, "2013-09", advisor, succeeded, &[(failed, "号码错误")]);
    }
    let said = said(&text, "");
    assert!(!said[0].contains("连续"), "{said:?}");
    // 孙堃, of nine calls, is the worst of all and is not named; groups are in the order of their n.
    assert_eq!(said[1], "回访成功率最好的是王强 100.00%（n=12）、李娜 100.00%（n=10），最差的是赵敏 50.00%（n=10）。");
}

#[test]
fn groups_that_are_alike_and_figures_that_did_not_move_say_nothing() {
    let mut text = String::new();
    for month in ["2013-08", "2013-09"] {
        for advisor in ["李娜", "王强"] {
            calls(&mut text, month, advisor, 10, &[(10, "号码错误")]);
        }
    }
    assert_eq!(said(&text, ""), ["9月回访成功率 50.00%，与上月持平。"]);
}

#[test]
fn few_calls_and_a_month_that_is_not_over_say_nothing_of_groups_or_causes() {
    let mut few = String::new();
    calls(&mut few, "2013-08", "李娜", 5, &[]);
    calls(&mut few, "2013-09", "李娜", 2, &[(3, "号码错误")]);
    calls(&mut few, "2013-09", "王强", 4, &[]);
    let lines = said(&few, "");
    assert!(lines.len() == 1 && lines[0].ends_with("样本较少（n=9），仅供参考。"), "{lines:?}");
    // To the 18th alone: the month is over, its data are not whole, and that is said instead.
    let short: String = falling()
        .lines()
        .filter(|line| !line.contains("2013-09-2") && !line.contains("2013-09-19"))
        .map(|line| format!("{line}\n"))
        .collect();
    let lines = said(&short, "");
    assert!(
        lines[0].contains("不是整期的") && !lines.iter().any(|line| line.contains("最好") || line.contains("主要来自")),
        "{lines:?}"
    );
    let running = said(&falling(), "--as-of 2013-09-28");
    assert!(
        !running.iter().any(|line| line.contains("连续") || line.contains("最好") || line.contains("主要来自")),
        "{running:?}"
    );
}

#[test]
fn which_group_is_the_largest_is_said_of_ten_or_more_and_its_share_compared_with_ten_or_more() {
    let page = "title = { zh-CN = \"小结\", en = \"Summary\" }\n[[blocks]]\nsay = \"largest\"\nof = \"callback_failures\"\nby = \"reason\"\n\
                [[blocks]]\ntable = \"own\"\nrows = \"period\"\ncolumns = [\"callback_failures\"]\n";
    let said = |before: usize, now: usize| {
        let mut text = String::new();
        calls(&mut text, "2013-08", "李娜", 9, &[(before, "号码错误")]);
        calls(&mut text, "2013-09", "李娜", 9, &[(now - 1, "号码错误"), (1, "无法接通")]);
        let workspace = Workspace::new()
            .with("templates/pages/own_summary.toml", page)
            .with("input/回访.csv", &format!("工单号,回访日期,回访结果,失败原因,服务顾问\n{text}"));
        workspace.run("monthly --month 2013-09").ends_with(0);
        let mut book: Xlsx<_> = open_workbook(workspace.path().join("output/2013-09/csr-report-2013-09.xlsx")).unwrap();
        let range = book.worksheet_range("小结").unwrap();
        range.rows().map(|row| row[0].to_string()).find(|text| text.contains("最多"))
    };
    let all = "回访未成功台次以号码错误最多：9，占 90.00%";
    assert_eq!(said(10, 10), Some(format!("{all}，占比较上月下降 10.00 个百分点。")));
    assert_eq!(said(9, 10), Some(format!("{all}。")));
    assert_eq!(said(10, 9), None);
}

#[test]
fn a_count_of_a_month_that_is_not_over_is_not_held_against_a_whole_one() {
    let page = "title = { zh-CN = \"小结\", en = \"Summary\" }\n[[blocks]]\nsay = \"headline\"\nof = [\"callback_failures\"]\n\
                [[blocks]]\ntable = \"own\"\nrows = \"period\"\ncolumns = [\"callback_failures\"]\n";
    let said = |as_of: &str| {
        let mut text = String::new();
        calls(&mut text, "2013-08", "李娜", 0, &[(30, "号码错误")]);
        calls(&mut text, "2013-09", "李娜", 0, &[(28, "号码错误")]);
        let workspace = Workspace::new()
            .with("templates/pages/own_summary.toml", page)
            .with("input/回访.csv", &format!("工单号,回访日期,回访结果,失败原因,服务顾问\n{text}"));
        workspace.run(&format!("monthly --month 2013-09 {as_of}")).ends_with(0);
        let mut book: Xlsx<_> = open_workbook(workspace.path().join("output/2013-09/csr-report-2013-09.xlsx")).unwrap();
        let range = book.worksheet_range("小结").unwrap();
        let line = range.rows().map(|row| row[0].to_string()).find(|text| text.starts_with("9月回访未成功台次"));
        line.unwrap()
    };
    assert_eq!(said(""), "9月回访未成功台次 28，较上月减少 2。");
    assert!(!said("--as-of 2013-09-15").contains("较上月"));
}
