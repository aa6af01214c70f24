//! The call list as sheets: one a month, each headed as that month's clerk headed it.

use crate::calendar::{Month, month_of};
use crate::layout::{self, junk_rows};
use crate::rows::{CallRow, Score};
use crate::traps::Trap;
use crate::written::grid::{Cell, Sheet, texts};

/// What a column holds.
#[derive(Clone, Copy)]
enum Field {
    Number,
    Date,
    OrderNo,
    Vin,
    Plate,
    Customer,
    Phone,
    Served,
    Kind,
    Attempt,
    Result,
    Reason,
    Caller,
    Advisor,
    Score(usize),
    Fixed,
    Comment,
}

type Columns = Vec<(Field, &'static str)>;

fn columns(month: Month) -> Columns {
    use Field::{
        Advisor, Attempt, Caller, Comment, Customer, Date, Fixed, Kind, Number, OrderNo, Phone, Plate, Reason, Result,
        Served, Vin,
    };
    let items = |names: [&'static str; 4]| names.into_iter().enumerate().map(|(i, name)| (Field::Score(i), name));
    let stars = items(["服务态度星级", "及时接待星级", "预先报价星级", "解释账单星级"]);
    let points = items(["服务态度", "及时接待", "预先报价", "解释账单"]);
    match month % 12 + 1 {
        5 => [
            (Number, "序号"),
            (Date, "回访日期"),
            (OrderNo, "工单号"),
            (Plate, "车牌号"),
            (Vin, "车架号"),
            (Customer, "客户姓名"),
            (Phone, "联系电话"),
            (Served, "交车日期"),
            (Kind, "回访类型"),
            (Attempt, "回访次数"),
            (Result, "回访结果"),
            (Reason, "失败原因"),
            (Caller, "回访人"),
            (Advisor, "服务顾问"),
        ]
        .into_iter()
        .chain(stars)
        .chain([(Fixed, "是否一次修复"), (Comment, "客户反馈")])
        .collect(),
        7 => [
            (Number, "序号"),
            (Date, "跟踪日期"),
            (OrderNo, "委托书号"),
            (Plate, "车牌"),
            (Vin, "VIN码"),
            (Customer, "车主姓名"),
            (Phone, "手机"),
            (Served, "出厂日期"),
            (Kind, "回访类别"),
            (Attempt, "拨打次数"),
            (Result, "跟踪状态"),
            (Reason, "未成功原因"),
            (Caller, "跟踪员"),
            (Advisor, "接待员"),
        ]
        .into_iter()
        .chain(points)
        .chain([(Fixed, "问题是否解决"), (Comment, "反馈信息")])
        .collect(),
        8 => [
            (Number, "序号"),
            (OrderNo, "维修工单号"),
            (Vin, "VIN"),
            (Plate, "车牌号码"),
            (Customer, "客户名称"),
            (Phone, "联系电话"),
            (Advisor, "服务顾问"),
            (Served, "出厂日期"),
            (Kind, "回访类型"),
            (Date, "回访时间"),
            (Attempt, "回访次数"),
            (Caller, "回访员"),
            (Result, "回访结果"),
            (Reason, "失败原因"),
        ]
        .into_iter()
        .chain(points)
        .chain([(Fixed, "故障是否排除"), (Comment, "客户意见")])
        .collect(),
        _ => [
            (Number, "序号"),
            (Date, "回访日期"),
            (OrderNo, "工单号"),
            (Plate, "车牌号"),
            (Vin, "VIN"),
            (Customer, "客户姓名"),
            (Phone, "联系电话"),
            (Served, "出厂日期"),
            (Kind, "回访类型"),
            (Attempt, "回访次数"),
            (Result, "回访结果"),
            (Reason, "失败原因"),
            (Caller, "回访人"),
            (Advisor, "服务顾问"),
        ]
        .into_iter()
        .chain(points)
        .chain([(Fixed, "是否一次修复"), (Comment, "客户反馈")])
        .collect(),
    }
}

/// One sheet a month, in order.
pub fn sheets(dealer: &str, calls: &[CallRow], exported: &str) -> Vec<Sheet> {
    let mut months: Vec<Month> = calls.iter().map(|call| month_of(call.date)).collect();
    months.sort_unstable();
    months.dedup();
    months.iter().map(|&month| sheet(dealer, month, calls, exported)).collect()
}

fn sheet(dealer: &str, month: Month, calls: &[CallRow], exported: &str) -> Sheet {
    let columns = columns(month);
    let headings: Vec<&str> = columns.iter().map(|(_, heading)| *heading).collect();
    let (year, number) = (month / 12, month % 12 + 1);
    let mut rows = vec![texts(&[&format!("{dealer}{year}年{number}月客户回访记录表")])];
    rows.push(texts(&["导出日期:", exported, "导出人:", "李静"]));
    rows.push(Vec::new());
    rows.push(texts(&headings));
    let of_month: Vec<&CallRow> = calls.iter().filter(|call| month_of(call.date) == month).collect();
    let (blanks, repeats) = (junk_rows(Trap::BlankRow, month), junk_rows(Trap::RepeatedHeading, month));
    for (index, call) in of_month.iter().enumerate() {
        rows.push(columns.iter().map(|(field, _)| cell(*field, index, call)).collect());
        if layout::every(index, of_month.len(), repeats) {
            rows.push(texts(&headings));
        }
        if layout::every(index + 3, of_month.len(), blanks) {
            rows.push(Vec::new());
        }
    }
    if junk_rows(Trap::TotalRow, month) > 0 {
        rows.push(texts(&["合计", "", &format!("{}条", of_month.len())]));
    }
    let footers = ["制表人:李静    审核:王珺", "备注:本表由客户关爱部整理,仅供内部使用"];
    for footer in footers.iter().take(junk_rows(Trap::FooterRow, month)) {
        rows.push(texts(&[footer]));
    }
    Sheet::new(format!("{number}月"), rows)
}

fn cell(field: Field, index: usize, call: &CallRow) -> Cell {
    match field {
        Field::Number => Cell::Number((index + 1) as f64),
        Field::Date => call.date_text.clone().map_or(Cell::Time(call.date), Cell::Text),
        Field::OrderNo => Cell::text(&call.order_no),
        Field::Vin => Cell::text(&call.vin),
        Field::Plate => Cell::text(&call.plate),
        Field::Customer => Cell::text(&call.customer),
        Field::Phone => Cell::text(&call.phone),
        Field::Served => Cell::day(call.service_date),
        Field::Kind => Cell::text(call.kind),
        Field::Attempt => Cell::Number(f64::from(call.attempt)),
        Field::Result => Cell::text(call.result),
        Field::Reason => Cell::text(call.reason),
        Field::Caller => Cell::text(&call.caller),
        Field::Advisor => Cell::text(&call.advisor),
        Field::Score(item) => score(call.scores[item]),
        Field::Fixed => Cell::text(call.fixed),
        Field::Comment => Cell::text(call.comment),
    }
}

/// A score as the clerk typed it.
pub fn score(score: Score) -> Cell {
    match score {
        Score::Blank => Cell::Empty,
        Score::Points(points) => Cell::Number(f64::from(points)),
        Score::Word(word) => Cell::text(word),
    }
}
