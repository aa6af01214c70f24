//! Cells that look like something that they are not: each is told at its cell, and none counts or goes in silence.

use std::process::Command;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};

use crate::workspace::Workspace;

/// What `check` says of one list of work orders and another list: at least one row is set aside.
fn told(name: &str, list: &str, cells: &[&str]) {
    told_with_exit(4, name, list, cells);
}

fn told_with_exit(code: i32, name: &str, list: &str, cells: &[&str]) {
    let orders = "工单号,结算日期,维修类型\nR1,2013-09-11,首保\n";
    let workspace = Workspace::new().with("input/工单.csv", orders).with(&format!("input/{name}.csv"), list);
    let run = workspace.run("check --month 2013-09").ends_with(code);
    for cell in cells {
        assert!(run.stdout.contains(&format!("{name}.csv › {cell}：")), "{cell}\n{}", run.stdout);
    }
}

#[test]
fn several_months_and_plans_are_no_month() {
    let months = "月份,台数\n2013年6月,10\n2013年6-8月,60\n2013年8月目标,30\n2013年3季度,90\n2013年8月份,30\n";
    told("销售", months, &["A3", "A4", "A5"]);
}

#[test]
fn from_when_until_when_is_no_zone() {
    let bookings = "预约单号,车牌号,预约进厂时间,实际到店时间\nY1,京A00001,2013-09-30 10:00-11:00,2013-09-30 10:05\n";
    told("预约", bookings, &["C2"]);
    told("投诉", "投诉编号,接诉时间,结案日期\nC1,2013-09-30 9:00-10:00,\nC2,2013-09-30 9:00,\n", &["B2"]);
}

#[test]
fn a_row_in_one_cell_is_no_note() {
    let list =
        "投诉编号,接诉时间,结案日期\nC1,2013-09-03,\nC2;2013-09-04;2013-09-05;\n\"C3，2013-09-05，服务质量\",,\n";
    told("投诉", list, &["B3", "B4"]);
}

#[test]
fn a_figure_of_a_month_without_its_year_is_no_title() {
    told("厂家", "月份,CSI得分\n2013年7月,88\n8月,89\n9月,90\n", &["A3", "A4"]);
}

#[test]
fn a_row_above_the_headings_is_no_title() {
    let list = "投诉清单,2013年9月,制表：王芳\nC0,2013-09-03,2013-09-04\n投诉编号,接诉时间,结案日期\nC1,2013-09-03,\n";
    told_with_exit(0, "投诉", list, &["A2"]);
}

#[test]
fn a_call_of_another_kind_is_told_beside_the_word_of_its_day() {
    let calls = "工单号,回访日期,回访结果,回访类型\nR1,2013-09-14,成功,三日回访+定保提醒\n";
    told_with_exit(0, "回访", calls, &["D2"]);
}

#[test]
fn a_title_with_a_date_above_the_headings_is_no_row() {
    let list = "门店,演示店,2013-09-05\n投诉编号,接诉时间,结案日期\nC1,2013-08-03,2013-08-05\nC2,2013-09-03,\n";
    let workspace = Workspace::new().with("input/投诉.csv", list);
    let run = workspace.run("check --month 2013-09").ends_with(0);
    assert!(!run.stdout.contains("rows-above"), "{}", run.stdout);
}

#[test]
fn details_by_day_beside_their_sums_by_month_are_told() {
    let details = "交车日期,车型,台数\n2013-09-05,夏利,15\n2013-09-12,威志,25\n";
    let sums = "月份,台数\n2013年8月,30\n2013年9月,40\n";
    let workspace = Workspace::new().with("input/销售明细.csv", details).with("input/销售汇总.csv", sums);
    let run = workspace.run("check --month 2013-09").ends_with(0);
    assert!(run.stdout.contains("销售汇总.csv › B3") && run.stdout.contains("counted-twice"), "{}", run.stdout);
}

#[test]
fn lists_whose_rows_have_numbers_of_their_own_are_not_the_same() {
    let head = "工单号,结算日期,维修类型\n";
    let one = format!("{head}R1,2013-09-05,定保\nR2,2013-09-05,定保\nR3,2013-09-05,定保\n");
    let other = one.replace('R', "B");
    let workspace = Workspace::new().with("input/机修.csv", &one).with("input/钣喷.csv", &other);
    let run = workspace.run("check --month 2013-09").ends_with(0);
    assert!(!run.stdout.contains("counted-twice"), "{}", run.stdout);
}

#[test]
fn hours_for_a_level_in_another_spelling_are_refused_and_those_for_an_own_level_are_not() {
    let list = "投诉编号,接诉时间,结案日期,投诉等级\nC0,2013-08-03,2013-08-05,二级\nC1,2013-09-03,2013-09-05,特急\n";
    let with = |level: &str| {
        let configuration = format!("[limits.complaints]\n\"{level}\" = 4\n");
        Workspace::new().with("input/投诉.csv", list).with("csr-report.toml", &configuration)
    };
    let refused = with("二级").run("check --month 2013-09").ends_with(2);
    assert!(refused.stderr.contains("“II”"), "{}", refused.stderr);
    with("特急").run("check --month 2013-09").ends_with(0);
}

/// A workbook with these sheets; rows that begin with `~` are struck through.
pub(crate) fn workbook(sheets: &[(&str, &[&str])]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, rows) in sheets {
        fill(workbook.add_worksheet().set_name(*name).unwrap(), rows);
    }
    workbook.save_to_buffer().unwrap()
}

fn fill<'s>(sheet: &'s mut Worksheet, rows: &[&str]) -> &'s mut Worksheet {
    let struck = Format::new().set_font_strikethrough();
    for (row, line) in rows.iter().enumerate() {
        let (line, format) = line.strip_prefix('~').map_or((*line, Format::new()), |line| (line, struck.clone()));
        for (col, text) in line.split(',').enumerate().filter(|(_, text)| !text.is_empty()) {
            sheet.write_string_with_format(row as u32, col as u16, text, &format).unwrap();
        }
    }
    sheet
}

#[test]
fn rows_that_are_struck_through_are_told() {
    let rows = ["工单号,结算日期,维修类型", "R1,2013-09-11,首保", "~R2,2013-09-12,首保", "~R3,2013-09-12,定保"];
    let workspace = Workspace::new().with_bytes("input/工单.xlsx", &workbook(&[("9月", &rows)]));
    let run = workspace.run("check --month 2013-09").ends_with(0);
    assert!(run.stdout.contains("工单.xlsx › 9月 › A3 等 2 处：从这里起共 2 行画了删除线"), "{}", run.stdout);
    assert!(run.stdout.contains("行数 3 = 采用 3"), "they count: {}", run.stdout);
}

#[test]
fn rows_that_are_hidden_or_struck_through_are_told_in_the_formats_of_other_programs() {
    let rows = ["工单号,结算日期,维修类型", "R1,2013-09-11,首保", "~R2,2013-09-12,首保", "R3,2013-09-12,定保"];
    let mut book = Workbook::new();
    fill(book.add_worksheet().set_name("9月").unwrap(), &rows).set_row_hidden(3).unwrap();
    let folder = tempfile::tempdir().unwrap();
    book.save(folder.path().join("工单.xlsx")).unwrap();
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
    for format in ["xls", "ods", "html"] {
        let convert = ["--headless", "--convert-to", format, "--outdir"];
        let output = Command::new("soffice")
            .arg(&profile)
            .args(convert)
            .arg(folder.path())
            .arg(folder.path().join("工单.xlsx"))
            .output();
        let Ok(output) = output else {
            eprintln!("skipped: soffice (LibreOffice) is not installed");
            return;
        };
        let bytes =
            std::fs::read(folder.path().join(format!("工单.{format}"))).unwrap_or_else(|_| panic!("{output:?}"));
        let run = Workspace::new().with_bytes(&format!("input/工单.{format}"), &bytes).run("check --month 2013-09");
        let run = run.ends_with(0);
        assert!(run.stdout.contains("A3：从这里起共 1 行画了删除线"), "{format}: {}", run.stdout);
        // LibreOffice writes no hidden row into a page.
        assert_eq!(run.stdout.contains("有 1 行是隐藏的，已计入"), format != "html", "{format}: {}", run.stdout);
        assert!(run.stdout.contains("行数 3 = 采用 3") || format == "html", "{format}: {}", run.stdout);
    }
}

#[test]
fn open_complaints_that_stand_on_a_sheet_of_their_own_as_well_are_told() {
    let all = [
        "车牌号,客户,接诉时间,结案日期",
        "京A00001,甲,2013-09-03,2013-09-05",
        "京A00002,乙,2013-09-04,",
        "京A00003,丙,2013-09-04,",
    ];
    let open = ["车牌号,接诉时间,结案日期,未决原因", "京A00002,2013-09-04,,待件", "京A00003,2013-09-04,,待件"];
    let bytes = workbook(&[("投诉", &all), ("未结案", &open)]);
    let workspace = Workspace::new().with_bytes("input/投诉.xlsx", &bytes);
    let run = workspace.run("check --month 2013-09").ends_with(0);
    for cell in ["A2", "A3"] {
        assert!(
            run.stdout.contains(&format!("[counted-twice] 投诉.xlsx › 未结案 › {cell}：")),
            "{cell}\n{}",
            run.stdout
        );
    }
}

#[test]
fn a_list_of_complaints_of_one_sheet_may_have_two_of_a_car_on_a_day() {
    let list = "车牌号,接诉时间,结案日期\n京A00001,2013-09-03,2013-09-05\n京A00001,2013-09-03,\n";
    let run = Workspace::new().with("input/投诉.csv", list).run("check --month 2013-09").ends_with(0);
    assert!(!run.stdout.contains("counted-twice"), "{}", run.stdout);
}

#[test]
fn what_a_call_that_reached_somebody_says_counts_whatever_its_result() {
    let calls = "工单号,回访日期,回访结果,服务态度\nR1,2013-09-14,成功,0\nR2,2013-09-14,成功,10\n";
    let run = Workspace::new().with("input/回访.csv", calls).run("check --month 2013-09").ends_with(0);
    assert!(!run.stdout.contains("contradictory-state"), "{}", run.stdout);
}

#[test]
fn calls_that_went_out_by_their_kind_do_not_count_and_are_told() {
    let calls = "来电时间,来电号码,呼叫类型\n2013-09-02 09:01,13800138001,外呼\n2013-09-02 09:02,13800138002,咨询\n";
    let run = Workspace::new().with("input/来电.csv", calls).run("check --month 2013-09").ends_with(0);
    assert!(run.stdout.contains("提示 [doubtful-row] 来电.csv › C2：呼叫类型“外呼”"), "{}", run.stdout);
    assert!(run.stdout.contains("采用 1、作废 1"), "{}", run.stdout);
}

#[test]
fn dates_whose_day_and_month_a_program_has_swapped_are_told() {
    // Of 1/9/2013 … 12/9/2013 a program that puts the month first has made the 9th of January … of December.
    let row = |day: usize| match day {
        1..=12 => format!("R{day},2013-{day:02}-09,首保\n"),
        _ => format!("R{day},{day}/09/2013,首保\n"),
    };
    let list = |days: std::ops::RangeInclusive<usize>| {
        format!("工单号,结算日期,维修类型\n{}", days.map(row).collect::<String>())
    };
    let run = |list: &str| Workspace::new().with("input/工单.csv", list).run("check --month 2013-09").ends_with(0);
    let told = "B2 等 12 处：“结算日期”列从这里起共 12 个日期像是日与月对调了";
    assert!(run(&list(1..=30)).stdout.contains(told), "{}", run(&list(1..=30)).stdout);
    assert!(!run(&list(13..=30)).stdout.contains("对调"));
    let right: String = (1..=30).map(|day| format!("R{day},2013-09-{day:02},首保\n")).collect();
    assert!(!run(&format!("工单号,结算日期,维修类型\n{right}")).stdout.contains("对调"));
}

#[test]
fn dates_that_are_swapped_in_cells_of_a_workbook_are_told_at_them() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let format = Format::new().set_num_format("yyyy-mm-dd");
    for (col, heading) in ["工单号", "结算日期", "维修类型"].iter().enumerate() {
        sheet.write_string(0, col as u16, *heading).unwrap();
    }
    for day in 1..=30_u8 {
        let row = u32::from(day);
        sheet.write_string(row, 0, format!("R{day}")).unwrap();
        sheet.write_string(row, 2, "首保").unwrap();
        match day {
            1..=12 => sheet.write_with_format(row, 1, ExcelDateTime::from_ymd(2013, day, 9).unwrap(), &format).unwrap(),
            _ => sheet.write_string(row, 1, format!("{day}/09/2013")).unwrap(),
        };
    }
    let workspace = Workspace::new().with_bytes("input/工单.xlsx", &workbook.save_to_buffer().unwrap());
    let run = workspace.run("check --month 2013-09").ends_with(0);
    assert!(run.stdout.contains("B2 等 12 处：“结算日期”列从这里起共 12 个日期像是日与月对调了"), "{}", run.stdout);
}

#[test]
fn a_measure_that_stands_in_the_next_months_form_without_a_number_is_told() {
    let form = |due: &str, done: &str, state: &str| {
        format!("问题,改善措施,责任人,计划完成日期,实际完成日期,状态\n等待长,增加工位,李娜,{due},{done},{state}\n")
    };
    let workspace = Workspace::new()
        .with("input/8月措施.csv", &form("2013-08-31", "", "进行中"))
        .with("input/9月措施.csv", &form("2013-08-31", "2013-09-25", "完成"));
    let run = workspace.run("check --month 2013-09").ends_with(0);
    assert!(run.stdout.contains("[doubtful-row] 8月措施.csv › B2："), "{}", run.stdout);
    assert!(!run.stdout.contains("[doubtful-row] 9月措施.csv"), "{}", run.stdout);
}

#[test]
fn orders_of_which_nothing_says_whether_they_are_finished_are_told() {
    let check = |list: &str| Workspace::new().with("input/工单.csv", list).run("check --month 2013-09").ends_with(0);
    let told = "没有“工单状态”列：是否完工和作废只能按日期判断";
    assert!(check("工单号,车牌号,进厂日期\nR1,京A00001,2013-09-02\n").stdout.contains(told));
    assert!(!check("工单号,车牌号,进厂日期,交车日期\nR1,京A00001,2013-09-02,2013-09-02\n").stdout.contains(told));
}

pub(crate) fn report(workspace: &Workspace) -> serde_json::Value {
    workspace.run("monthly --month 2013-09 --format json").ends_with(0);
    let text = std::fs::read_to_string(workspace.path().join("output/2013-09/report.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[test]
fn what_comes_after_the_day_of_the_report_has_not_happened_to_a_key_account() {
    let list = "月份,客户名称,保有车辆,拜访日期,协议日期,上门服务日期,上门服务车辆\n\
        2013-09,甲,120,2013-10-08,2013-09-08,2013-10-08,60\n2013-09,乙,80,2013-09-09,,,\n";
    let workspace = Workspace::new().with("input/大客户.csv", list);
    let report = report(&workspace);
    let value = |id: &str| {
        let kpi = report["kpis"].as_array().unwrap().iter().find(|kpi| kpi["id"] == id).unwrap();
        kpi["numerator"].clone()
    };
    let rates = [
        "key_account_visit_rate",
        "key_account_agreement_rate",
        "key_account_on_site_rate",
        "key_account_service_rate",
    ];
    assert_eq!(rates.map(value), [1, 1, 0, 0].map(serde_json::Value::from));
}

#[test]
fn a_renewal_that_is_said_to_be_none_is_told() {
    let list =
        "车牌号,保险到期,是否续保,续保日期\n京A00001,2013-09-05,否,2013-09-10\n京A00002,2013-09-06,是,2013-09-01\n";
    let run = Workspace::new().with("input/续保.csv", list).run("check --month 2013-09").ends_with(0);
    assert!(run.stdout.contains("[contradictory-state] 续保.csv › C2：写明未续保"), "{}", run.stdout);
}

#[test]
fn a_booking_that_was_moved_beside_a_later_one_of_the_car_is_told() {
    let list = |other: &str| {
        format!("预约单号,车牌号,预约时间,预约状态\nY1,京A00001,2013-09-05,改期\nY2,{other},2013-09-08,已到店\n")
    };
    let check = |list: &str| Workspace::new().with("input/预约.csv", list).run("check --month 2013-09").ends_with(0);
    assert!(check(&list("京A00001")).stdout.contains("[doubtful-row] 预约.csv › D2：改期而没有新时间"));
    assert!(!check(&list("京A00002")).stdout.contains("doubtful-row"));
}

#[test]
fn a_meeting_whose_topic_is_the_improvement_of_weak_items_is_one_of_them() {
    let list = "会议日期,会议类型,会议主题,参加人数\n2013-09-05,例会,满意度弱项改善会,8\n2013-09-12,例会,安全生产,9\n";
    let workspace = Workspace::new().with("input/会议.csv", list);
    let report = report(&workspace);
    let value =
        |id: &str| report["kpis"].as_array().unwrap().iter().find(|kpi| kpi["id"] == id).unwrap()["value"].clone();
    assert_eq!((value("improvement_meetings"), value("activities_held")), (1.into(), 2.into()));
}

#[test]
fn a_makers_score_that_a_cell_shows_as_a_percentage_is_one_of_a_hundred() {
    let mut workbook = Workbook::new();
    let format = Format::new().set_num_format("0.00%");
    let sheet = workbook.add_worksheet();
    sheet.write_row(0, 0, ["月份", "CSI得分"]).unwrap();
    sheet.write_row(1, 0, ["2013-08", "90.5"]).unwrap();
    sheet.write_string(2, 0, "2013-09").unwrap().write_with_format(2, 1, 0.9012, &format).unwrap();
    let workspace = Workspace::new().with_bytes("input/厂家.xlsx", &workbook.save_to_buffer().unwrap());
    let report = report(&workspace);
    let kpi = report["kpis"].as_array().unwrap().iter().find(|kpi| kpi["id"] == "external_csi").unwrap();
    assert_eq!((&kpi["value"], &kpi["previous"]), (&90.12.into(), &90.5.into()));
}
