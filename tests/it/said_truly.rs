//! What pages say of a figure that there is none, or that is judged or drawn otherwise than others: as it is.

use std::fs;

use crate::workspace::Workspace;

/// The page of a report.
fn page(workspace: &Workspace, line: &str, label: &str) -> String {
    workspace.run(&format!("{line} --format html,svg,json")).ends_with(0);
    fs::read_to_string(workspace.path().join(format!("output/{label}/index.html"))).unwrap()
}

/// Orders of so many cars a month, each car in each month.
fn orders(months: std::ops::RangeInclusive<u32>, cars: usize) -> String {
    let row = |month: u32, car: usize| {
        format!("R{month}{car:02},京A100{car:02},2013-{month:02}-{:02},已结算\n", car % 28 + 1)
    };
    let rows: String = months.flat_map(|month| (0..cars).map(move |car| row(month, car))).collect();
    format!("工单号,车牌号,结算日期,工单状态\n{rows}")
}

/// Complaints all over a month, each closed three days later.
fn complaints(months: &[u32]) -> String {
    let row = |month: u32, at: u32| {
        let day = at * 2 + 1;
        format!("T{month}{at},京A2{month:02}{at:02},2013-{month:02}-{day:02},2013-{month:02}-{:02}\n", day + 3)
    };
    let rows: String = months.iter().flat_map(|month| (0..14).map(move |at| row(*month, at))).collect();
    format!("投诉编号,车牌号,接诉时间,结案日期\n{rows}")
}

#[test]
fn what_is_judged_at_the_end_of_a_month_says_so_before_it() {
    let workspace = Workspace::new().with("input/工单.csv", &orders(1..=9, 28));
    let told = "报告期还没有结束，到期末才判定";
    assert!(page(&workspace, "monthly --month 2013-09 --as-of 2013-09-17", "2013-09").contains(told));
    assert!(!page(&workspace, "monthly --month 2013-09 --as-of 2013-09-30", "2013-09").contains(told));
}

#[test]
fn a_missed_target_of_days_is_never_nothing_to_mend() {
    let page_of = |days: &str| {
        let workspace = Workspace::new()
            .with("csr-report.toml", &format!("[targets]\ncomplaint_days_to_close = {days}\n"))
            .with("input/投诉.csv", &complaints(&[8, 9]));
        page(&workspace, "monthly --month 2013-09", "2013-09")
    };
    let missed = page_of("1");
    assert!(missed.contains("未达目标；它们不能换算成台次") && !missed.contains("没有因未达目标而要整改"), "missed");
    assert!(!page_of("9").contains("不能换算成台次"));
}

#[test]
fn a_figure_of_history_says_that_it_is_from_there() {
    let history = "指标,月份,数值,分子,分母\n回访成功率,2013-08,90%,90,100\n回访成功率,2013-09,91%,91,100\n";
    let workspace = Workspace::new().with("input/历史指标.csv", history).with("input/投诉.csv", &complaints(&[8, 9]));
    assert!(page(&workspace, "monthly --month 2013-09", "2013-09").contains("该数取自历史指标"));
}

#[test]
fn the_sums_of_a_chart_are_drawn_together_or_not_at_all() {
    let workspace = Workspace::new().with("input/投诉.csv", &complaints(&[7, 8, 9]));
    page(&workspace, "quarterly --quarter 2013-Q3", "2013-Q3");
    let picture = |quarter: &str| {
        fs::read_to_string(workspace.path().join(format!("output/{quarter}/charts/complaint_flow.svg"))).unwrap()
    };
    let flow = picture("2013-Q3");
    assert!(flow.contains("2013-09") && flow.contains("数量的合计远大于各部分"), "{flow}");
    assert!(!flow.contains(">2013-Q3<"), "a name over nothing: {flow}");
}

#[test]
fn a_long_text_in_front_of_figures_wraps() {
    let reason = "客户反映多次拨打均无人接听并且短信也没有任何回复需要改日再联系";
    let row = |at: usize, reason: &str| format!("R{at},2013-09-{:02},失败,{reason},李娜\n", at % 28 + 1);
    let rows: String = (0..12).map(|at| row(at, if at % 2 == 0 { reason } else { "号码错误" })).collect();
    let calls = format!("工单号,回访日期,回访结果,失败原因,服务顾问\n{rows}");
    let page = page(&Workspace::new().with("input/回访.csv", &calls), "monthly --month 2013-09", "2013-09");
    assert!(page.contains(&format!("<th scope=\"row\" class=\"long\">{reason}")), "{page}");
    assert!(page.contains("<th scope=\"row\">号码错误"), "short ones stand on one line");
}
