//! The same things in two lists under other names or numbers: they are told, and what only looks alike is not.

use rust_xlsxwriter::Workbook;

use crate::workspace::Workspace;

const CARS: [&str; 5] = ["京A00001", "京A00002", "京A00003", "京A00004", "京A00005"];

/// Whether `check` of two lists tells that rows of one stand in the other.
fn is_told(lists: [(&str, &str); 2]) -> bool {
    Workspace::new().with_lists(&lists).run("check --month 2013-09").ends_with(0).stdout.contains("[counted-twice]")
}

/// A list of complaints, the n-th of the n-th car on the n-th day.
fn complaints(number: &str, cars: &[&str], first_day: usize) -> String {
    let row = |(at, car): (usize, &&str)| format!("{number}{at},{car},2013-09-{:02},处理中\n", first_day + at);
    let rows: String = cars.iter().enumerate().map(row).collect();
    format!("投诉编号,车牌号,接诉时间,处理状态\n{rows}")
}

#[test]
fn the_same_complaints_under_the_numbers_of_the_maker_are_told() {
    let own = complaints("T", &CARS, 2);
    let of_maker = complaints("SR", &CARS, 2).replace("处理中", "已受理");
    assert!(is_told([("店.csv", &own), ("厂家.csv", &of_maker)]));
    assert!(is_told([("店.csv", &own), ("厂家.csv", &complaints("SR", &CARS[..4], 2))]), "a part of them");
    assert!(!is_told([("店.csv", &own), ("厂家.csv", &complaints("SR", &CARS[..3], 2))]), "three by chance");
    assert!(!is_told([("店.csv", &own), ("厂家.csv", &complaints("SR", &CARS, 3))]), "on other days");
}

#[test]
fn the_same_orders_under_other_numbers_are_told_and_two_kinds_of_work_are_not() {
    let orders = |number: &str, kind: &str| {
        let row = |(at, car): (usize, &&str)| format!("{number}{at},{car},2013-09-{:02},已结算,{kind}\n", at + 2);
        let rows: String = CARS.iter().enumerate().map(row).collect();
        format!("工单号,车牌号,结算日期,工单状态,维修类型\n{rows}")
    };
    assert!(is_told([("a.csv", &orders("WX2013-", "保养")), ("b.csv", &orders("WX-2013", "保养"))]));
    assert!(!is_told([("a.csv", &orders("WX", "保养")), ("b.csv", &orders("PQ", "钣喷"))]));
    let mixed = orders("WX", "保养").replace("2,已结算,保养", "2,已结算,一般维修");
    assert!(!is_told([("a.csv", &mixed), ("b.csv", &orders("PQ", "钣喷"))]));
    let bare = |list: String| CARS.iter().skip(1).fold(list, |list, car| list.replace(car, ""));
    assert!(!is_told([("a.csv", &bare(orders("WX", "保养"))), ("b.csv", &bare(orders("JS", "保养")))]), "no car named");
}

#[test]
fn cars_of_one_buyer_on_one_day_are_two() {
    let sales = |first: usize| {
        let row = |at: usize| format!("LSVAA49J1300{:05},13800001111,2013-09-05\n", first + at);
        let rows: String = (0..5).map(row).collect();
        format!("车架号,电话,交车日期\n{rows}")
    };
    assert!(!is_told([("a.csv", &sales(1)), ("b.csv", &sales(50))]));
}

#[test]
fn counts_of_months_that_are_nearly_the_same_are_told() {
    let by_model = |months: &[&str]| {
        let rows: String = months.iter().map(|month| format!("{month},速腾,20\n{month},迈腾,11\n")).collect();
        format!("月份,车型,台数\n{rows}")
    };
    let of_store = |months: &[(&str, u32)]| {
        let rows: String = months.iter().map(|(month, cars)| format!("{month},{cars}\n")).collect();
        format!("月份,台数\n{rows}")
    };
    let months = ["2013-06", "2013-07", "2013-08", "2013-09"];
    let four = by_model(&months);
    let of_four = |cars: [u32; 4]| of_store(&[0, 1, 2, 3].map(|at| (months[at], cars[at])));
    assert!(is_told([("a.csv", &four), ("b.csv", &of_four([32, 30, 31, 31]))]), "nearly");
    assert!(is_told([("a.csv", &four), ("b.csv", &of_four([31, 32, 31, 40]))]), "most of them");
    assert!(!is_told([("a.csv", &four), ("b.csv", &of_four([31, 32, 58, 40]))]), "two of them by chance");
    let one = by_model(&["2013-09"]);
    assert!(is_told([("a.csv", &one), ("b.csv", &of_store(&[("2013-09", 31)]))]), "the same in the only month");
    assert!(!is_told([("a.csv", &one), ("b.csv", &of_store(&[("2013-09", 32)]))]), "nearly, by chance");
}

#[test]
fn a_file_that_two_stores_have_is_told() {
    let orders = |number: &str| format!("工单号,结算日期,工单状态\n{number},2013-09-05,已结算\n");
    let check = |second: &str| {
        let workspace = Workspace::new()
            .with("csr-report.toml", "[dealers]\nby = \"folder\"\n")
            .with("input/城东/工单.csv", &orders("R1"))
            .with("input/城西/工单.csv", second);
        workspace.run("check --month 2013-09").stdout
    };
    let same = check(&orders("R1"));
    assert!(same.contains("[counted-twice] 城西/工单.csv：内容与另一家店的“城东/工单.csv”完全相同"), "{same}");
    assert!(!check(&orders("R2")).contains("[counted-twice]"));
}

#[test]
fn an_older_state_of_a_list_on_a_hidden_sheet_is_told() {
    let check = |hidden: bool, day: usize| {
        let mut book = Workbook::new();
        for (name, result, first) in [("9月", "成功", 2), ("旧", "失败", day)] {
            let sheet = book.add_worksheet();
            sheet.set_name(name).unwrap().write_row(0, 0, ["工单号", "车牌号", "回访日期", "回访结果"]).unwrap();
            for (at, car) in CARS.iter().enumerate() {
                let cells =
                    [format!("R{at}"), car.to_string(), format!("2013-09-{:02}", first + at), result.to_owned()];
                sheet.write_row(at as u32 + 1, 0, cells).unwrap();
            }
            sheet.set_hidden(hidden && name == "旧");
        }
        let workspace = Workspace::new().with_bytes("input/回访.xlsx", &book.save_to_buffer().unwrap());
        workspace.run("check --month 2013-09").ends_with(0).stdout.contains("[counted-twice]")
    };
    assert!(check(true, 2));
    assert!(!check(false, 2), "called again on the same day");
    assert!(!check(true, 20), "called again later");
}
