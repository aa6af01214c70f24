//! The annual review: the year by months, against last year, what was aimed at and reached, and what is aimed at next. By hand.

use std::fmt::Write as _;

use calamine::{Reader, Xlsx, open_workbook};

use crate::workspace::Workspace;

/// Calls all over a month.
fn calls(text: &mut String, month: &str, all: usize, succeeded: usize) {
    for at in 0..all {
        let (result, reason) = if at < succeeded { ("成功", "") } else { ("失败", "号码错误") };
        writeln!(text, "R{month}{at:03},{month}-{:02},{result},{reason},李娜", at * 27 / (all - 1) + 1).unwrap();
    }
}

fn workspace() -> Workspace {
    let mut text = "工单号,回访日期,回访结果,失败原因,服务顾问\n".to_owned();
    // 2012: 12 of 20. 2013: 15 of 20, 18 of 20, 9 of 9 (too few to judge), then nine months of 16 of 20: together 186 of 229.
    calls(&mut text, "2012-12", 20, 12);
    for (month, all, succeeded) in [("2013-01", 20, 15), ("2013-02", 20, 18), ("2013-03", 9, 9)] {
        calls(&mut text, month, all, succeeded);
    }
    for month in 4..=12 {
        calls(&mut text, &format!("2013-{month:02}"), 20, 16);
    }
    let measures = "提出日期,问题,改善措施,责任人,计划完成日期,状态,实际完成日期\n\
        2013-01-03,错号多,交车时核对电话,李娜,2013-02-20,完成,2013-02-10\n2013-06-03,错号多,补登电话,赵敏,2013-07-20,完成,2013-08-01\n\
        2013-11-03,没人接,晚上再打,赵敏,2013-12-20,进行中,\n";
    Workspace::new()
        .with("csr-report.toml", "[targets]\ncallback_success_rate = 80\n")
        .with("input/回访.csv", &text)
        .with("input/改善措施.csv", measures)
        .with("input/目标.csv", "指标,年度,目标\n回访成功率,2014,85%\n")
}

/// The lines of a sheet, with what is blank left out.
fn lines(workspace: &Workspace, label: &str, sheet: &str) -> Vec<Vec<String>> {
    let path = workspace.path().join(format!("output/{label}/csr-report-{label}.xlsx"));
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let range = book.worksheet_range(sheet).unwrap_or_else(|error| panic!("{sheet}: {error}"));
    range.rows().map(|row| row.iter().map(ToString::to_string).filter(|cell| !cell.is_empty()).collect()).collect()
}

#[test]
fn the_year_stands_by_months_against_last_year_and_its_targets() {
    let workspace = workspace();
    workspace.run("annual --year 2013").ends_with(0);
    let lines = lines(&workspace, "2013", "年度总结");
    let heads = lines.iter().find(|line| line.first().is_some_and(|cell| cell == "指标")).unwrap();
    assert_eq!(
        heads[1..],
        [
            "1月",
            "2月",
            "3月",
            "4月",
            "5月",
            "6月",
            "7月",
            "8月",
            "9月",
            "10月",
            "11月",
            "12月",
            "本年",
            "上年",
            "变化",
            "目标",
            "状态",
            "达标月数",
            "2014年目标"
        ]
    );
    let line = lines.iter().find(|line| line.first().is_some_and(|cell| cell == "回访成功率")).unwrap();
    let number = |at: usize| line[at].parse::<f64>().unwrap();
    assert_eq!((number(1), number(2), number(3), number(4), number(12)), (0.75, 0.9, 1.0, 0.8, 0.8));
    // 186 of 229, against 12 of 20: 81.22…% against 60%.
    assert!((number(13) - 186.0 / 229.0).abs() < 1e-12 && number(14) == 0.6, "{line:?}");
    assert!((number(15) - (100.0 * 186.0 / 229.0 - 60.0)).abs() < 1e-9, "{line:?}");
    // January misses, March rests on nine calls, the ten others reach it.
    assert_eq!(line[16..19], ["0.8", "达标", "10/11"]);
    assert_eq!(line[19], "0.85");
    let said = |text: &str| lines.iter().any(|line| line.first().is_some_and(|cell| cell == text));
    assert!(said("本年完成改善措施 2 条，年末未完成 1 条，其中逾期 1 条；明细在“未完成的措施”。"), "{lines:?}");
    assert!(said("全年到期的措施 3 条，按期完成 1 条（33.33%）。"), "{lines:?}");
}

#[test]
fn a_month_has_no_annual_review() {
    let workspace = workspace();
    workspace.run("monthly --month 2013-12").ends_with(0);
    let path = workspace.path().join("output/2013-12/csr-report-2013-12.xlsx");
    let book: Xlsx<_> = open_workbook(path).unwrap();
    assert!(!book.sheet_names().contains(&"年度总结".to_owned()));
}
