//! What lists say beside the rows or in another form than one column: it is read or told, and not where it is as it should be.

use rust_xlsxwriter::Workbook;
use serde_json::Value;

use crate::untold::report;
use crate::workspace::Workspace;

fn workspace(lists: &[(&str, &str)]) -> Workspace {
    Workspace::new().with_lists(lists)
}

/// What `check` says of one list.
fn check(name: &str, list: &str) -> String {
    workspace(&[(name, list)]).run("check --month 2013-09").ends_with(0).stdout
}

fn figure(lists: &[(&str, &str)], id: &str) -> Value {
    let report = report(&workspace(lists));
    report["kpis"].as_array().unwrap().iter().find(|kpi| kpi["id"] == id).unwrap()["value"].clone()
}

const ORDERS: &str = "工单号,结算日期,工单状态,服务顾问\nR1,2013-09-05,已结算,李娜\n";

#[test]
fn what_a_line_or_a_title_says_once_for_many_rows_is_told() {
    let second = "R2,2013-09-06,已结算,李娜\n";
    for (line, place) in [("维修类型：内部", "A3"), ("内部车辆（8台）", "A3"), ("以下为作废工单", "A3")]
    {
        let told = check("工单.csv", &format!("{ORDERS}{line},,,\n{second}"));
        assert!(told.contains(&format!("[doubtful-row] 工单.csv › {place}：“{line}”")), "{line}\n{told}");
    }
    for title in ["查询条件：维修类型=首保,,,", "维修类型,PDI,,", "内部车维修明细,,,"] {
        let told = check("工单.csv", &format!("{title}\n{ORDERS}"));
        assert!(told.contains("[doubtful-row] 工单.csv › A1：“"), "{title}\n{told}");
    }
    // Signatures, what was asked for of all, and words of which the list has a column.
    let with_kind =
        "工单号,结算日期,工单状态,维修类型\nR1,2013-09-05,已结算,首保\n维修类型：内部,,,\nR2,2013-09-06,已结算,内部\n";
    let asked = format!("2013年9月维修工单明细,,,\n查询条件：维修类型=全部,,,\n{ORDERS}{second}制表人：王芳,,,\n");
    for list in [with_kind.to_owned(), asked, format!("{ORDERS},,,\n{second}")] {
        let told = check("工单.csv", &list);
        assert!(!told.contains("[doubtful-row]"), "{list}\n{told}");
    }
}

#[test]
fn what_the_name_of_a_file_or_an_unused_heading_says_is_told() {
    let calls = "工单号,回访日期,回访结果,服务顾问\nR1,2013-09-05,成功,李娜\n";
    for (name, list) in [("首保工单.csv", ORDERS), ("2013年9月内部工单.csv", ORDERS), ("销售回访.csv", calls)]
    {
        let told = check(name, list);
        assert!(told.contains(&format!("[doubtful-row] {name}：“")), "{name}\n{told}");
    }
    for (name, list) in [("9月维修工单.csv", ORDERS), ("售后回访记录.csv", calls), ("客户明细.csv", ORDERS)]
    {
        assert!(!check(name, list).contains("[doubtful-row]"), "{name}");
    }
    let ticked = "工单号,结算日期,工单状态,内部\nR1,2013-09-05,已结算,√\n";
    assert!(check("工单.csv", ticked).contains("[doubtful-row] 工单.csv › D1：“内部”"));
}

#[test]
fn what_takes_a_row_back_beside_it_is_told() {
    let list = |word: &str| {
        format!(
            "工单号,回访日期,回访结果,,客户反馈\nR1,2013-09-05,成功,,\nR2,2013-09-06,成功,{word},\nR3,2013-09-07,成功,,{word}\n"
        )
    };
    let told = check("回访.csv", &list("已作废"));
    assert!(told.contains("[doubtful-row] 回访.csv › D3 等 2 处：“已作废”"), "{told}");
    assert!(!check("回访.csv", &list("已回电")).contains("[doubtful-row]"));
    // Its own state has left the row out.
    let void = "工单号,结算日期,工单状态,备注\nR1,2013-09-05,已结算,\nR2,2013-09-06,作废,已作废\n";
    assert!(!check("工单.csv", void).contains("[doubtful-row]"));
    let kind = "工单号,结算日期,工单状态,维修类型\nR1,2013-09-05,已结算,首保（已取消）\nR2,2013-09-06,已结算,首保\n";
    assert!(check("工单.csv", kind).contains("[unknown-word] 工单.csv › D2：维修类型“首保（已取消）”"));
}

#[test]
fn sheets_named_after_levels_are_told() {
    let told = |names: [&str; 2]| {
        let mut book = Workbook::new();
        for name in names {
            let sheet = book.add_worksheet();
            sheet.set_name(name).unwrap().write_row(0, 0, ["投诉编号", "接诉时间", "结案日期"]).unwrap();
            sheet.write_row(1, 0, [&format!("{name}1"), "2013-09-03", "2013-09-04"]).unwrap();
        }
        let workspace = Workspace::new().with_bytes("input/投诉.xlsx", &book.save_to_buffer().unwrap());
        workspace.run("check --month 2013-09").ends_with(0).stdout
    };
    let levels = told(["一级", "二级投诉"]);
    assert!(levels.contains("› 一级：“一级”") && levels.contains("› 二级投诉：“二级投诉”"), "{levels}");
    assert!(!told(["投诉", "9月"]).contains("[doubtful-row]"));
    assert!(!told(["1", "2"]).contains("[doubtful-row]"), "sheets of months");
}

#[test]
fn numbers_that_a_list_hardly_holds_are_told_and_count() {
    let reversed = "工单号,结算日期,工单状态,结算金额\nR1,2013-09-05,已结算,300\nR2,2013-09-06,已结算,-300\n";
    assert!(check("工单.csv", reversed).contains("[doubtful-row] 工单.csv › D3：金额为负"));
    assert_eq!(figure(&[("工单.csv", reversed)], "callbacks_due"), 2);
    let calls = |times: &str| format!("工单号,回访日期,回访结果,回访次数\nR1,2013-09-05,成功,{times}\n");
    assert!(check("回访.csv", &calls("99")).contains("[doubtful-figure] 回访.csv › D2：一个台次很少打这么多次电话"));
    assert!(!check("回访.csv", &calls("9")).contains("[doubtful-figure]"));
}

#[test]
fn a_line_that_numbers_the_columns_is_no_row() {
    for line in
        ["①,②,③,④,⑤", "(1),(2),(3),(4),(5)", "1,2,3,4,5", "A,B,C,D,E", "甲,乙,丙,1,2", "第1栏,第2栏,第3栏,第4栏,第5栏"]
    {
        let list = format!(
            "工单号,回访日期,回访结果,失败原因,服务顾问\n{line}\nR1,2013-09-05,成功,,李娜\nR2,2013-09-06,失败,号码错误,李娜\n"
        );
        assert_eq!(figure(&[("回访.csv", &list)], "callback_success_rate"), 50, "{line}");
        let told = check("回访.csv", &list);
        assert!(!told.contains("invalid") && !told.contains("missing-value"), "{line}\n{told}");
    }
    // Some columns have no number, and the line a name of its own.
    for line in ["(1),(2),(3),(4),", ",(1),(2),(3),(4)", "栏次,(1),(2),(3),(4)"] {
        let list = format!(
            "工单号,回访日期,回访结果,失败原因,服务顾问\n{line}\nR1,2013-09-05,成功,,李娜\nR2,2013-09-06,失败,号码错误,李娜\n"
        );
        assert_eq!(figure(&[("回访.csv", &list)], "callback_success_rate"), 50, "{line}");
        assert!(!check("回访.csv", &list).contains("missing-value"), "{line}");
    }
    // Rows that only begin so are rows.
    let rows = "工单号,结算日期,工单状态,服务顾问,里程\n1,2013-09-05,已结算,李娜,4\n2,2013-09-06,已结算,李娜,5\n";
    assert_eq!(figure(&[("工单.csv", rows)], "callbacks_due"), 2);
}

#[test]
fn a_column_for_each_answer_with_ticks_is_one() {
    let calls = "工单号,回访日期,回访结果,,服务顾问\n,,成功,失败,\nR1,2013-09-05,√,,李娜\nR2,2013-09-06,,√,李娜\nR3,2013-09-07,1,0,李娜\nR4,2013-09-08,,✓,李娜\n";
    assert_eq!(figure(&[("回访.csv", calls)], "callback_success_rate"), 50);
    let told = check("回访.csv", calls);
    assert!(
        told.contains("“回访结果”下 C–D 列是打勾的成功、失败，合为一列读取") && !told.contains("missing-value"),
        "{told}"
    );
    let fixed = "工单号,结算日期,工单状态,一次修复,\n,,,是,否\nR1,2013-09-05,已结算,√,\nR2,2013-09-06,已结算,,√\n";
    assert_eq!(figure(&[("工单.csv", fixed)], "first_time_fix_rate"), 50);
    let scores =
        "工单号,调查日期,服务顾问,服务态度,,,\n,,,10,8,5,0\nR1,2013-09-05,李娜,√,,,\nR2,2013-09-06,李娜,,,√,\n";
    assert_eq!(figure(&[("满意度.csv", scores)], "satisfaction_score"), 75);
    // Two ticks are two answers, and neither counts in silence.
    let twice = "工单号,回访日期,回访结果,,服务顾问\n,,成功,失败,\nR1,2013-09-05,√,√,李娜\nR2,2013-09-06,√,,李娜\n";
    assert!(check("回访.csv", twice).contains("[unknown-word] 回访.csv › C3："));
    // Numbers of answers are no ticks.
    let counts = "工单号,调查日期,服务顾问,服务态度,,\n,,,满意,一般,不满意\nR1,2013-09-05,李娜,12,3,1\n";
    let told = workspace(&[("满意度.csv", counts)]).run("check --month 2013-09").ends_with(4).stdout;
    assert!(!told.contains("合为一列"), "{told}");
}

#[test]
fn the_plain_heading_goes_before_the_qualified_one_and_groups_are_told() {
    let list = "工单号,回访结果（旧）,回访日期,回访结果,服务顾问\nR1,失败,2013-09-05,成功,李娜\n";
    assert_eq!(figure(&[("回访.csv", list)], "callback_success_rate"), 100);
    let dates = "投诉编号,接诉时间,结案日期（厂家）,结案日期\nT1,2013-09-02,2013-10-20,2013-09-03\n";
    assert_eq!(figure(&[("投诉.csv", dates)], "complaints_closed"), 1);
    let groups = "工单号,调查日期,服务顾问,同行店,本店\n,,,服务态度,服务态度\nR1,2013-09-05,李娜,50,90\n";
    let told = check("满意度.csv", groups);
    assert!(told.contains("警告 [duplicate-heading] 满意度.csv"), "{told}");
}

#[test]
fn the_same_calls_under_another_name_of_the_caller_are_told() {
    let list = |caller: &str, plates: [&str; 4]| {
        let row = |(day, plate): (usize, &str)| format!("京A1000{plate},2013-09-0{},成功,{caller},李娜\n", day + 1);
        let rows: String = plates.into_iter().enumerate().map(row).collect();
        format!("车牌号,回访日期,回访结果,回访员,服务顾问\n{rows}")
    };
    let told = |second: &str| {
        let lists = [("a.csv", list("王芳", ["1", "2", "3", "4"])), ("b.csv", second.to_owned())];
        let lists: Vec<(&str, &str)> = lists.iter().map(|(name, list)| (*name, list.as_str())).collect();
        workspace(&lists).run("check --month 2013-09").ends_with(0).stdout.contains("[counted-twice]")
    };
    assert!(told(&list("W001", ["1", "2", "3", "4"])));
    assert!(!told(&list("刘洋", ["5", "6", "7", "8"])));
}
