//! Merged cells through the whole program: the figures are those of the same list written out.

use serde_json::Value;

use crate::workspace::Workspace;
use crate::written::grid::{Cell, Merge, Sheet};
use crate::written::html;

/// The report of September 2013 of one file.
fn report(name: &str, text: &str) -> Value {
    let workspace = Workspace::new().with(&format!("input/{name}"), text);
    workspace.run("monthly --month 2013-09 --format json").ends_with(0);
    let text = std::fs::read_to_string(workspace.path().join("output/2013-09/report.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// A page of these rows; `^` is covered by the cell above.
fn page(rows: &str) -> String {
    let lines: Vec<Vec<&str>> = rows.lines().map(|line| line.split(',').collect()).collect();
    let cell = |text: &&str| if *text == "^" { Cell::Empty } else { Cell::text(*text) };
    let mut sheet = Sheet::new("", lines.iter().map(|line| line.iter().map(cell).collect()).collect());
    for (row, line) in lines.iter().enumerate() {
        for (col, _) in line.iter().enumerate().filter(|(_, text)| **text != "^") {
            let below = lines[row + 1..].iter().take_while(|line| line[col] == "^").count();
            if below > 0 {
                sheet.merges.push(Merge { rows: (row, row + below), cols: (col, col) });
            }
        }
    }
    html::write(&sheet)
}

/// The same rows with every value where it counts.
fn written_out(rows: &str) -> String {
    let mut above: Vec<String> = Vec::new();
    let mut out = String::new();
    for line in rows.lines() {
        let cells = line.split(',').enumerate();
        above = cells.map(|(col, text)| if text == "^" { above[col].clone() } else { text.to_owned() }).collect();
        out += &(above.join(",") + "\n");
    }
    out
}

fn kpi<'a>(report: &'a Value, id: &str) -> &'a Value {
    report["kpis"].as_array().unwrap().iter().find(|kpi| kpi["id"] == id).unwrap()
}

fn by<'a>(report: &'a Value, id: &str, key: &str) -> &'a Value {
    let breakdowns = kpi(report, id)["breakdowns"].as_array().unwrap().iter();
    let mut rows = breakdowns.flat_map(|breakdown| breakdown["rows"].as_array().unwrap());
    rows.find(|row| row["key"] == serde_json::json!([key])).unwrap()
}

#[test]
fn the_attempts_of_an_order_in_one_merged_cell_are_one_case() {
    let rows = "工单号,车牌号,回访日期,回访结果,失败原因,服务顾问\n\
        R001,京A10001,2013-9-5,失败,无法接通,甘宁\n^,^,2013-9-6,失败,无法接通,^\n^,^,2013-9-7,成功,,^\n\
        R002,京A10002,2013-9-5,成功,,乐进\n\
        R003,京A10003,2013-9-8,失败,拒访,甘宁\n^,^,2013-9-9,成功,,^";
    let merged = report("回访.xls", &page(rows));
    assert_eq!(merged["kpis"], report("回访.csv", &written_out(rows))["kpis"]);
    let rate = kpi(&merged, "callback_success_rate");
    assert_eq!((&rate["numerator"], &rate["denominator"]), (&3.into(), &3.into()));
    assert_eq!(by(&merged, "callback_success_rate", "甘宁")["n"], 2);
    assert_eq!(kpi(&merged, "callback_failures")["value"], 0.0);
}

#[test]
fn technicians_levels_and_dates_count_in_every_row() {
    for (name, rows) in [
        (
            "维修",
            "工单号,车牌号,结算日期,工单状态,维修技师,是否一次修复\n\
            R001,京A10001,2013-9-2,已结算,赵强,是\nR002,京A10002,^,已结算,^,否\nR003,京A10003,2013-9-3,已结算,^,是\n\
            R004,京A10004,^,已结算,钱勇,是",
        ),
        (
            "投诉",
            "投诉编号,接诉时间,投诉等级,处理状态,结案日期\n\
            T001,2013-8-20,一级,已结案,2013-9-3\nT002,2013-9-4,^,已结案,2013-9-5\nT003,^,^,处理中,\nT004,2013-9-6,二级,处理中,",
        ),
        (
            "回访",
            "工单号,车牌号,回访日期,回访结果,服务顾问\n\
            R001,京A10001,2013-9-5,成功,李娜\nR002,京A10002,^,失败,^\nR003,京A10003,^,成功,王芳\nR004,京A10004,2013-9-6,成功,^",
        ),
    ] {
        let merged = report(&format!("{name}.xls"), &page(rows));
        assert_eq!(merged["kpis"], report(&format!("{name}.csv"), &written_out(rows))["kpis"], "{name}");
    }
}

#[test]
fn a_score_over_the_attempts_of_one_order_is_one_answer() {
    let rows = "工单号,车牌号,回访日期,回访结果,服务顾问,服务态度(10分)\n\
        R001,京A10001,2013-9-5,失败,李娜,10\n^,^,2013-9-6,成功,^,^\nR002,京A10002,2013-9-5,成功,李娜,4";
    let score = kpi(&report("回访.xls", &page(rows)), "satisfaction_score").clone();
    assert_eq!((score["value"].as_f64(), score["n"].as_u64()), (Some(70.0), Some(2)));
}

#[test]
fn a_number_of_cars_over_several_rows_counts_once() {
    let head = "销售日期,车型,客户名称,台数\n";
    let months = "2013-6-2,轿车,甲,1\n2013-7-2,轿车,乙,1\n";
    let first_services = "工单号,VIN,结算日期,工单状态,业务类型\nR1,LSVAA000000000001,2013-9-2,已结算,首保\n";
    let denominator = |rows: &str| {
        let workspace = Workspace::new()
            .with("input/新车.xls", &page(&format!("{head}{months}{rows}")))
            .with("input/维修.csv", first_services);
        workspace.run("monthly --month 2013-09 --format json").ends_with(0);
        let text = std::fs::read_to_string(workspace.path().join("output/2013-09/report.json")).unwrap();
        let report: Value = serde_json::from_str(&text).unwrap();
        kpi(&report, "first_service_retention")["denominator"].clone()
    };
    assert_eq!(denominator("2013-8-2,轿车,丙,4\n2013-8-3,越野车,^,^"), 2.0, "(1 + 1 + 4) / 3");
    assert_eq!(denominator("2013-8-2,轿车,丙,1\n2013-8-3,越野车,^,^\n2013-8-4,越野车,^,^\n2013-8-5,越野车,^,^"), 2.0);
}
