//! Measures from month to month, as a dealer does it: the form of the last report, filled in, is the next list.

use std::fs;

use calamine::{Data, Reader, Xlsx, open_workbook};
use serde_json::Value;

use crate::workspace::Workspace;

/// Calls of a month: so many of which so many succeeded, all of one advisor.
fn calls(month: &str, all: usize, succeeded: usize) -> String {
    let row = |at: usize| {
        let (result, reason) = if at < succeeded { ("成功", "") } else { ("失败", "号码错误") };
        format!("R{month}{at:03},{month}-{:02},{result},{reason},李娜\n", at % 28 + 1)
    };
    let rows: String = (0..all).map(row).collect();
    format!("工单号,回访日期,回访结果,失败原因,服务顾问\n{rows}")
}

/// The rows of the form that a report wrote for the month after it, headings first.
fn form(workspace: &Workspace, label: &str, next: &str) -> Vec<Vec<String>> {
    let path = workspace.path().join(format!("output/{label}/actions-{next}.xlsx"));
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let range = book.worksheet_range("改善措施").unwrap();
    let cell = |cell: &Data| match cell {
        Data::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year}-{month:02}-{day:02}")
        }
        other => other.to_string(),
    };
    range.rows().map(|row| row.iter().map(cell).collect()).collect()
}

/// The place of a column.
fn column(form: &[Vec<String>], heading: &str) -> usize {
    form[0].iter().position(|one| one == heading).unwrap_or_else(|| panic!("no column {heading} in {:?}", form[0]))
}

/// The form as somebody saves it.
fn saved(form: &[Vec<String>]) -> String {
    form.iter().map(|row| row.join(",") + "\n").collect()
}

fn kpi(workspace: &Workspace, label: &str, id: &str) -> Value {
    let text = fs::read_to_string(workspace.path().join(format!("output/{label}/report.json"))).unwrap();
    let report: Value = serde_json::from_str(&text).unwrap();
    let kpis = report["kpis"].as_array().unwrap();
    kpis.iter().find(|kpi| kpi["id"] == id).unwrap()["value"].clone()
}

/// A line of the page of measures, from the row that holds a text.
fn line(workspace: &Workspace, label: &str, part: &str) -> Vec<String> {
    let path = workspace.path().join(format!("output/{label}/csr-report-{label}.xlsx"));
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    let range = super::demo::sheet(&mut book, "改善措施");
    let mut rows = range.rows().map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>());
    rows.find(|row| row.iter().any(|cell| cell == part)).unwrap_or_else(|| panic!("no line with {part}"))
}

const MEASURES: &str = "提出日期,问题,改善措施,责任人,监督人,计划完成日期,状态,指标\n\
    2013-09-03,错号多,交车时核对电话,李娜,王主管,2013-10-20,进行中,回访成功率\n\
    2013-09-03,错号多,老客户补登电话,赵敏,王主管,2013-09-20,未做,回访成功率\n\
    2013-09-03,没人接,晚上再打一次,赵敏,王主管,2013-09-25,完成,\n";

#[test]
fn three_months_of_measures_lose_nothing_and_count_nothing_twice() {
    let settings = "[targets]\ncallback_success_rate = 95\n";
    let workspace = Workspace::new()
        .with("csr-report.toml", settings)
        .with("input/回访8.csv", &calls("2013-08", 40, 30))
        .with("input/回访9.csv", &calls("2013-09", 40, 28))
        .with("input/改善措施.csv", MEASURES);
    workspace.run("monthly --month 2013-09").ends_with(0);
    assert_eq!(kpi(&workspace, "2013-09", "actions_open"), 2);
    assert_eq!(kpi(&workspace, "2013-09", "actions_overdue"), 1);

    // Carried over are the two that are open, in their words and their order; then what is proposed.
    let mut october = form(&workspace, "2013-09", "2013-10");
    let (number, measure, owner) =
        (column(&october, "措施编号"), column(&october, "改善措施"), column(&october, "责任人"));
    let carried: Vec<&str> =
        october[1..].iter().map(|row| row[measure].as_str()).filter(|text| !text.is_empty()).collect();
    assert_eq!(carried, ["交车时核对电话", "老客户补登电话"]);
    assert!(october[1][number] != october[2][number] && !october[1][number].is_empty());
    // 28 of 40 are 70 %: 李娜 is ten short of 95 %.
    let problem = column(&october, "问题");
    assert_eq!(october[3][problem], "李娜 回访成功率 70.00%，目标 95.00%（n=40）");
    assert_eq!(october[3][column(&october, "对象")], "李娜");

    // The manager writes that the overdue one is done, gives the first one more time in other words, and takes the proposal on.
    let (state, due, done) =
        (column(&october, "状态"), column(&october, "计划完成日期"), column(&october, "实际完成日期"));
    october[1][due] = "2013-11-20".into();
    october[1][measure] = "交车时当面拨打核对".into();
    october[2][state] = "完成".into();
    october[2][done] = "2013-10-08".into();
    october[3][measure] = "每天下班前复拨".into();
    october[3][owner] = "李娜".into();
    october[3][due] = "2013-10-15".into();
    let workspace = workspace
        .with("input/actions-2013-10.csv", &saved(&october))
        .with("input/回访10.csv", &calls("2013-10", 40, 36));
    workspace.run("monthly --month 2013-10").ends_with(0);
    // Open: the first, by its number the same one whatever its words, though the old list still has it; and the proposal, overdue.
    assert_eq!(kpi(&workspace, "2013-10", "actions_done"), 1);
    let open = kpi(&workspace, "2013-10", "actions_open");
    assert_eq!(kpi(&workspace, "2013-10", "actions_overdue"), 1);
    assert_eq!(open, 2, "{:?}", form(&workspace, "2013-10", "2013-11"));
    let proposal = line(&workspace, "2013-10", "每天下班前复拨");
    assert!(proposal.contains(&"好转".to_owned()), "70 % then, 90 % now: {proposal:?}");

    let mut november = form(&workspace, "2013-10", "2013-11");
    assert_eq!(november[1][measure], "交车时当面拨打核对");
    assert_eq!(november[1][number], october[1][number]);
    // What September's report said stays as it was, with all lists in place.
    workspace.run("monthly --month 2013-09 --output again").ends_with(0);
    let text = fs::read_to_string(workspace.path().join("again/2013-09/report.json")).unwrap();
    let again: Value = serde_json::from_str(&text).unwrap();
    let open =
        again["kpis"].as_array().unwrap().iter().find(|kpi| kpi["id"] == "actions_open").unwrap()["value"].clone();
    assert_eq!(open, 2);

    november[1][state] = "完成".into();
    november[1][done] = "2013-11-05".into();
    let workspace = workspace
        .with("input/actions-2013-11.csv", &saved(&november))
        .with("input/回访11.csv", &calls("2013-11", 40, 39));
    workspace.run("monthly --month 2013-11").ends_with(0);
    // Last month's form still lies there: what stands in this month's once more counts there, and nothing is wrong.
    let text = fs::read_to_string(workspace.path().join("output/2013-11/report.json")).unwrap();
    assert!(!text.contains("没有计入任何指标"), "{text}");
    assert_eq!(kpi(&workspace, "2013-11", "actions_done"), 1);
    assert_eq!(kpi(&workspace, "2013-11", "actions_open"), 1);
}

#[test]
fn a_form_that_somebody_filled_in_is_never_overwritten() {
    let workspace =
        Workspace::new().with("input/回访.csv", &calls("2013-09", 20, 15)).with("input/改善措施.csv", MEASURES);
    workspace.run("monthly --month 2013-09").ends_with(0);
    let path = workspace.path().join("output/2013-09/actions-2013-10.xlsx");
    fs::write(&path, "what the manager typed").unwrap();
    let run = workspace.run("monthly --month 2013-09").ends_with(0);
    let kept: Vec<_> = run.files.iter().filter(|file| file.to_string_lossy().contains("actions-2013-10")).collect();
    assert_eq!(kept.len(), 2, "{kept:?}");
    let typed = kept.iter().any(|file| fs::read(workspace.path().join(file)).unwrap() == b"what the manager typed");
    assert!(typed, "{kept:?}");
}

#[test]
fn the_form_is_read_as_measures_whatever_its_file_is_called_and_whatever_dates_stand_in_it() {
    // The first row below its headings has two days, and an indicator: no list with a column a month.
    let workspace = Workspace::new()
        .with("csr-report.toml", "[targets]\ncallback_success_rate = 95\n")
        .with("input/回访9.csv", &calls("2013-09", 40, 28))
        .with("input/改善措施.csv", MEASURES);
    workspace.run("monthly --month 2013-09").ends_with(0);
    let input = workspace.path().join("input");
    fs::copy(workspace.path().join("output/2013-09/actions-2013-10.xlsx"), input.join("未达目标的措施.xlsx")).unwrap();
    fs::remove_file(input.join("改善措施.csv")).unwrap();
    let run = workspace.run("check --month 2013-09").ends_with(0);
    let run = run.prints(&["未达目标的措施.xlsx › 改善措施 → 改善措施：行数 3 = 采用 3"]);
    assert!(!run.stdout.contains("一列一个月") && !run.stdout.contains("unknown-sheet"), "{}", run.stdout);
}

#[test]
fn a_figure_is_held_against_that_of_the_month_before_the_measure_and_never_against_itself() {
    let measures = "提出日期,问题,改善措施,责任人,计划完成日期,状态,指标\n\
        2013-09-03,错号多,交车时核对电话,李娜,2013-10-20,进行中,回访成功率\n\
        2013-07-01,没人接,晚上再打一次,赵敏,2013-10-25,进行中,回访成功率\n";
    let months = [("2013-06", 20), ("2013-07", 24), ("2013-08", 28), ("2013-09", 36)];
    let workspace =
        months.iter().fold(Workspace::new().with("input/改善措施.csv", measures), |workspace, (month, good)| {
            workspace.with(&format!("input/回访{month}.csv"), &calls(month, 40, *good))
        });
    workspace.run("monthly --month 2013-09").ends_with(0);
    workspace.run("quarterly --quarter 2013-Q3").ends_with(0);
    let figures = |label: &str, measure: &str| -> Vec<f64> {
        line(&workspace, label, measure)
            .iter()
            .filter_map(|cell| cell.parse().ok())
            .filter(|n| (0.0..=1.0).contains(n))
            .collect()
    };
    assert_eq!(figures("2013-09", "交车时核对电话"), [0.7, 0.9], "August, and now");
    assert_eq!(figures("2013-09", "晚上再打一次"), [0.5, 0.9], "June, the month before");
    let quarter = line(&workspace, "2013-Q3", "交车时核对电话");
    assert!(quarter.contains(&"好转".to_owned()) && !quarter.contains(&"持平".to_owned()), "{quarter:?}");
}
