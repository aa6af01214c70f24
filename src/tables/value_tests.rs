//! What cells mean beside other cells: numbers of cars, years, scales and reasons.

use crate::base::finding::Code;
use crate::base::table_id::TableId;

use super::tests::{cells, codes, days, read, scores, sheet, strings};

#[test]
fn a_month_without_its_number_of_cars_is_no_car() {
    let lines = ["月份|台数", "2013-6|10", "2013-7|20", "2013-8|", "2013-9|5", "2013-10|", "2013-11|十台", "2013-12|"];
    let tables = read(vec![sheet("a.xlsx", "s", &lines)]);
    assert_eq!(scores(&tables, TableId::NEW_SALES, "quantity"), [Some(10), Some(20), Some(5)]);
    assert_eq!(codes(&tables), ["missing-value", "invalid-number"]);
    let counts = tables.inputs[0].rows;
    assert_eq!((counts.used, counts.blank), (3, 4));
}

#[test]
fn a_car_that_is_named_is_one_car_and_a_blank_total_beside_it_is_none() {
    let lines = ["销售日期|客户|台数", "2013-8-1|李喆|", "2013-8-2|某公司|6", "2013-8-3||", "2013-9-2||4"];
    let tables = read(vec![sheet("a.xlsx", "s", &lines)]);
    assert_eq!(scores(&tables, TableId::NEW_SALES, "quantity"), [None, Some(6), Some(4)]);
    assert_eq!((codes(&tables).len(), tables.inputs[0].rows.blank), (0, 1));
    let models = read(vec![sheet("a.xlsx", "s", &["销售日期|车型", "2013-8-1|速腾", "2013-8-2|朗逸"])]);
    assert_eq!(scores(&models, TableId::NEW_SALES, "quantity"), [None, None], "without a number a row is a car");
}

#[test]
fn the_year_beside_a_month_is_its_year() {
    let lines = ["年份|月份|台数", "2012|8月|100", "|9月|100", "2013年|8月|10", "2013|9|11", "去年|10月|12"];
    let tables = read(vec![sheet("2013年新车销售.xlsx", "s", &lines)]);
    let months = ["2012-08-01 00:00", "2012-09-01 00:00", "2013-08-01 00:00", "2013-09-01 00:00", "2013-10-01 00:00"];
    assert_eq!(days(&tables, TableId::NEW_SALES, "month"), months);
    assert_eq!(codes(&tables), ["invalid-date", "assumed-year"]);
    assert_eq!(cells(&tables, Code::AssumedYear), ["B6"]);
}

#[test]
fn shares_are_told_sheet_by_sheet_beside_points_and_under_a_declared_scale() {
    let head = "工单号|回访日期|回访结果|服务态度";
    let shares = [head, "A1|2013-9-1|成功|0.93", "A2|2013-9-1|成功|0.95"];
    let tables = read(vec![
        sheet("a.xls", "s", &shares),
        sheet("a.xls", "t", &[head, "A3|2013-9-1|成功|1"]),
        sheet("b.xlsx", "s", &[head, "B1|2013-9-1|成功|93", "B2|2013-9-1|成功|88"]),
    ]);
    let points = [Some(93_000_000), Some(95_000_000), Some(100_000_000), Some(93_000_000), Some(88_000_000)];
    assert_eq!(scores(&tables, TableId::CALLBACKS, "score_attitude"), points);
    assert_eq!(codes(&tables), ["doubtful-scale", "inferred-scale"]);
    assert_eq!(tables.hints.scales.len(), 1, "only the scale of the points can be declared");
    let of_ten = shares.map(|line| line.replace("服务态度", "服务态度(10分)"));
    let of_ten: Vec<&str> = of_ten.iter().map(String::as_str).collect();
    let nine = sheet("b.xlsx", "s", &["工单号|回访日期|回访结果|服务态度(10分)", "B1|2013-9-1|成功|9"]);
    let tables = read(vec![sheet("a.xls", "s", &of_ten), nine]);
    let points = [Some(93_000_000), Some(95_000_000), Some(90_000_000)];
    assert_eq!(scores(&tables, TableId::CALLBACKS, "score_attitude"), points);
    assert_eq!(codes(&tables), ["doubtful-scale"]);
}

#[test]
fn one_slip_of_five_scores_is_told() {
    let lines = ["工单号|回访日期|回访结果|服务态度", "1|2013-9-1|成功|9", "2|2013-9-1|成功|10", "3|2013-9-1|成功|8"];
    let [more, slip] = ["4|2013-9-1|成功|9.5", "5|2013-9-1|成功|11"];
    let tables = read(vec![sheet("a.xlsx", "s", &[&lines[..], &[more, slip]].concat())]);
    assert_eq!(cells(&tables, Code::DoubtfulScale), ["D6"]);
}

#[test]
fn a_reason_of_failure_is_one_wherever_it_stands() {
    let tables = read(vec![sheet(
        "a.xlsx",
        "s",
        &[
            "工单号|回访日期|回访结果|备注",
            "A1|2013-9-1|成功|无人接听",
            "A2|2013-9-1|无人接听|明天再打",
            "A3|2013-9-1|失败|空号",
            "A4|2013-9-1|失败|客户很忙",
            "A5|2013-9-1|还行|空号",
        ],
    )]);
    assert_eq!(strings(&tables, TableId::CALLBACKS, "result_sense"), ["success", "failure", "failure", "failure", "-"]);
    assert_eq!(strings(&tables, TableId::CALLBACKS, "reason"), ["-", "无法接通", "号码错误", "-", "-"]);
    assert_eq!(strings(&tables, TableId::CALLBACKS, "comment")[1], "明天再打");
    assert_eq!(cells(&tables, Code::UnknownWord), ["C6"]);
}

#[test]
fn a_contradiction_is_told_in_the_words_of_the_cell() {
    let lines = ["投诉编号|接诉时间|结案日期|处理状态", "T1|2013-9-1|2013-9-2|拒绝结案"];
    let tables = read(vec![sheet("a.xlsx", "s", &lines)]);
    assert_eq!(codes(&tables), ["contradictory-state"]);
    assert!(tables.findings[0].message.chinese.contains("“拒绝结案”"), "{:?}", tables.findings[0].message);
}
