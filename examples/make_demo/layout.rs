//! The files of a dealer: which rows stand in which sheet, under which headings, between which titles and footers.

use anyhow::Result;

use crate::calendar::{Month, month, month_of};
use crate::layout_calls::{self, score};
use crate::rows::{Books, ComplaintRow, OrderRow, RenewalRow, SaleRow, SurveyRow};
use crate::traps::Trap;
use crate::written::delimited::{self, Encoding};
use crate::written::grid::{Book, Cell, Sheet, texts};
use crate::{written::biff8, xlsx};

/// How many lines of a call sheet are no call, by kind.
pub fn junk_rows(trap: Trap, of: Month) -> usize {
    match (trap, of % 12 + 1) {
        (Trap::RepeatedHeading, 8) => 3,
        (Trap::BlankRow, 9) => 4,
        (Trap::FooterRow, 9) => 2,
        (Trap::TotalRow, 5..=9) | (Trap::FooterRow, 5..=8) => 1,
        _ => 0,
    }
}

/// Whether one of `times` lines, spread evenly over `count` rows, comes after this row.
pub fn every(index: usize, count: usize, times: usize) -> bool {
    let step = count / (times + 1);
    times > 0 && step > 0 && index > 0 && index.is_multiple_of(step) && index / step <= times
}

/// File names and bytes of the `input` folder.
pub fn files(dealer: &str, books: &Books, exported: &str) -> Result<Vec<(String, Vec<u8>)>> {
    let mut calls = layout_calls::sheets(dealer, &books.calls, exported);
    calls.push(summary());
    let complaints = [complaints(dealer, &books.complaints), notes()];
    Ok(vec![
        ("回访/回访记录.xlsx".into(), xlsx::write(&calls, "回访记录")?),
        (
            "维修工单/维修工单_导出1.xls".into(),
            biff8::write(&Book::new(orders(dealer, &books.orders_old, OLD_HEADINGS, &books.old_export, 6)))?,
        ),
        (
            "维修工单/维修工单_导出2.xlsx".into(),
            xlsx::write(&orders(dealer, &books.orders_new, NEW_HEADINGS, exported, 1), "维修工单")?,
        ),
        ("投诉台账.xlsx".into(), xlsx::write(&complaints, "投诉台账")?),
        ("新车销售.csv".into(), Encoding::Gb18030.encode(&delimited::write(&sales(dealer, &books.sales), ','))),
        ("满意度面访.xlsx".into(), xlsx::write(&[surveys(dealer, &books.surveys)], "满意度面访")?),
        ("续保跟踪.xlsx".into(), xlsx::write(&[renewals(dealer, &books.renewals)], "续保跟踪")?),
    ])
}

const OLD_HEADINGS: [&str; 18] = [
    "序号",
    "委托书号",
    "车牌号码",
    "车架号",
    "车型",
    "车主姓名",
    "手机",
    "接车日期",
    "出厂日期",
    "结算日期",
    "工单状态",
    "业务类型",
    "是否首次保养",
    "接待员",
    "主修技师",
    "进厂里程",
    "维修金额",
    "维修项目",
];
const NEW_HEADINGS: [&str; 18] = [
    "序号",
    "工单号",
    "车牌号",
    "VIN",
    "车型",
    "车主",
    "联系电话",
    "开单日期",
    "交车日期",
    "结算日期",
    "工单状态",
    "维修类型",
    "是否首次保养",
    "服务顾问",
    "维修技师",
    "行驶里程",
    "维修金额",
    "维修项目",
];

/// Work orders, so many months of opening to a sheet.
fn orders(dealer: &str, rows: &[OrderRow], headings: [&str; 18], exported: &str, months: u32) -> Vec<Sheet> {
    let first = rows.iter().map(|row| month_of(row.opened)).max().unwrap_or(0);
    let from = if months == 1 {
        rows.iter().map(|row| month_of(row.opened)).max().unwrap_or(0).saturating_sub(2)
    } else {
        first / 12 * 12
    };
    let mut groups: std::collections::BTreeMap<Month, Vec<&OrderRow>> = std::collections::BTreeMap::new();
    for row in rows {
        let group = month_of(row.opened).max(from);
        groups.entry(from + (group - from) / months * months).or_default().push(row);
    }
    groups.into_iter().map(|(start, rows)| order_sheet(dealer, start, &rows, headings, exported, months)).collect()
}

fn order_sheet(
    dealer: &str,
    start: Month,
    rows: &[&OrderRow],
    headings: [&str; 18],
    exported: &str,
    months: u32,
) -> Sheet {
    let number = start % 12 + 1;
    let name = if months == 1 { format!("{number}月") } else { format!("{number}月起") };
    let mut lines = vec![
        texts(&[&format!("{dealer}维修工单明细")]),
        texts(&["导出日期:", exported, "导出人:", "孙堃"]),
        Vec::new(),
    ];
    let mut heading = texts(&headings);
    heading.extend(texts(&["是否一次修复", "未修复原因"]));
    lines.push(heading);
    for (index, row) in rows.iter().enumerate() {
        lines.push(order_cells(index, row));
    }
    let sum: u32 = rows.iter().map(|row| row.amount).sum();
    let mut total = texts(&["合计"]);
    total.resize(16, Cell::Empty);
    total.push(Cell::Number(f64::from(sum)));
    lines.push(total);
    Sheet::new(name, lines)
}

fn order_cells(index: usize, row: &OrderRow) -> Vec<Cell> {
    vec![
        Cell::Number((index + 1) as f64),
        Cell::text(&row.no),
        Cell::text(&row.vehicle.plate),
        Cell::text(&row.vehicle.vin),
        Cell::text(row.vehicle.model),
        Cell::text(&row.vehicle.owner),
        Cell::text(&row.vehicle.phone),
        Cell::Time(row.opened),
        Cell::time(row.delivered),
        Cell::time(row.settled),
        Cell::text(row.status),
        Cell::text(row.service_type),
        Cell::text(row.first_service),
        Cell::text(&row.advisor),
        Cell::text(&row.technician),
        Cell::Number(f64::from(row.mileage)),
        Cell::Number(f64::from(row.amount)),
        Cell::text(row.item),
        Cell::text(row.fixed),
        Cell::text(row.not_fixed_reason),
    ]
}

fn complaints(dealer: &str, rows: &[ComplaintRow]) -> Sheet {
    let mut lines = vec![texts(&[&format!("{dealer}客户投诉台账")])];
    lines.push(texts(&[
        "序号",
        "投诉编号",
        "接诉时间",
        "车牌号",
        "投诉人姓名",
        "联系电话",
        "投诉等级",
        "投诉类型",
        "投诉来源",
        "投诉内容",
        "处理人",
        "处理时限",
        "处理状态",
        "结案日期",
        "未决原因",
        "客户反应",
    ]));
    for (index, row) in rows.iter().enumerate() {
        let whole_day = row.received.time() == chrono::NaiveTime::MIN;
        let closed =
            if row.closed_time { Cell::time(row.closed) } else { Cell::day(row.closed.map(|time| time.date())) };
        lines.push(vec![
            Cell::Number((index + 1) as f64),
            Cell::text(&row.no),
            if whole_day { Cell::Day(row.received.date()) } else { Cell::Time(row.received) },
            Cell::text(&row.plate),
            Cell::text(&row.customer),
            Cell::text(&row.phone),
            Cell::text(row.level),
            Cell::text(row.category),
            Cell::text(row.source),
            Cell::text(row.content),
            Cell::text(row.handler),
            Cell::text(row.limit),
            Cell::text(row.status),
            closed,
            Cell::text(row.open_reason),
            Cell::text(row.reaction),
        ]);
    }
    lines.push(texts(&["合计", &format!("{}件", rows.len())]));
    lines.push(texts(&["制表人:包拯"]));
    Sheet::new("投诉", lines)
}

/// A sheet that belongs to no table.
fn notes() -> Sheet {
    let rows = [
        "填写说明",
        "一、接诉当天登记,结案后补结案日期。",
        "二、客户再次投诉时,用原编号另起一行。",
        "三、客户撤回的写“撤销”,不要删行。",
    ];
    Sheet::new("填写说明", rows.iter().map(|row| texts(&[row])).collect())
}

/// Figures typed by hand, partly wrong; nothing may be read from here.
fn summary() -> Sheet {
    let rows = vec![
        texts(&["客服月度小结(手工,供会议口头汇报)"]),
        texts(&["项目", "五月", "六月", "七月", "八月", "九月"]),
        [
            Cell::text("打了多少个"),
            Cell::Number(1200.0),
            Cell::Number(990.0),
            Cell::Number(1010.0),
            Cell::Number(1300.0),
            Cell::Number(1400.0),
        ]
        .to_vec(),
        [
            Cell::text("打通多少个"),
            Cell::Number(1030.0),
            Cell::Number(970.0),
            Cell::Number(970.0),
            Cell::Number(1210.0),
            Cell::Number(1290.0),
        ]
        .to_vec(),
    ];
    Sheet::new("小结", rows)
}

fn sales(dealer: &str, rows: &[SaleRow]) -> Sheet {
    let headings = [
        "序号",
        "车架号",
        "车牌号",
        "车型",
        "客户名称",
        "联系电话",
        "开票日期",
        "交车日期",
        "销售顾问",
        "渠道",
        "单据状态",
        "取消日期",
        "新车投保",
    ];
    let mut lines = vec![texts(&[&format!("{dealer}新车销售明细")]), texts(&headings)];
    let mut in_month = 0;
    for (index, row) in rows.iter().enumerate() {
        in_month += 1;
        lines.push(vec![
            Cell::Number((index + 1) as f64),
            Cell::text(&row.vehicle.vin),
            if index % 3 == 0 { Cell::Empty } else { Cell::text(&row.vehicle.plate) },
            Cell::text(row.vehicle.model),
            Cell::text(&row.vehicle.owner),
            Cell::text(&row.vehicle.phone),
            Cell::Day(row.invoiced),
            Cell::day(row.delivered),
            Cell::text(&row.consultant),
            Cell::text(row.channel),
            Cell::text(row.status),
            Cell::day(row.cancelled),
            Cell::text(row.insured),
        ]);
        let of = |row: &SaleRow| row.invoiced.format("%Y-%m").to_string();
        if rows.get(index + 1).is_none_or(|next| of(next) != of(row)) {
            let mut subtotal = texts(&["小计", &format!("{in_month}台")]);
            subtotal.resize(headings.len(), Cell::Empty);
            lines.push(subtotal);
            in_month = 0;
        }
    }
    Sheet::new("新车销售", lines)
}

fn surveys(dealer: &str, rows: &[SurveyRow]) -> Sheet {
    let headings = [
        "序号",
        "满意度调查时间",
        "满意度调查手段",
        "车牌号",
        "车型",
        "服务顾问",
        "服务态度得分",
        "及时接待得分",
        "预先报价得分",
        "解释账单得分",
        "总结",
    ];
    let mut lines = vec![texts(&[&format!("{dealer}服务满意度面访(百分制)")]), texts(&headings)];
    for (index, row) in rows.iter().enumerate() {
        let mut cells = vec![
            Cell::Number((index + 1) as f64),
            Cell::Day(row.date),
            Cell::text("面访"),
            Cell::text(&row.plate),
            Cell::text(row.model),
            Cell::text(&row.advisor),
        ];
        cells.extend(row.scores.map(score));
        cells.push(Cell::text(row.comment));
        lines.push(cells);
    }
    lines.push(texts(&["调查人:赵敏"]));
    Sheet::new("面访", lines)
}

fn renewals(dealer: &str, rows: &[RenewalRow]) -> Sheet {
    let headings = [
        "序号",
        "车牌号",
        "VIN",
        "车主",
        "联系电话",
        "车型",
        "保险公司",
        "险种",
        "到期日期",
        "续保日期",
        "跟进状态",
        "战败原因",
        "续保专员",
        "是否已过户",
        "备注",
    ];
    let mut lines = vec![texts(&[&format!("{dealer}续保跟踪表")]), texts(&headings)];
    for (index, row) in rows.iter().enumerate() {
        lines.push(vec![
            Cell::Number((index + 1) as f64),
            Cell::text(&row.vehicle.plate),
            Cell::text(&row.vehicle.vin),
            Cell::text(&row.vehicle.owner),
            Cell::text(&row.vehicle.phone),
            Cell::text(row.vehicle.model),
            Cell::text(row.insurer),
            Cell::text(row.policy),
            Cell::Day(row.due),
            Cell::day(row.renewed),
            Cell::text(row.status),
            Cell::text(row.reason),
            Cell::text(row.agent),
            Cell::text(row.transferred),
            Cell::text(row.comment),
        ]);
    }
    lines.push(texts(&["合计", &format!("{}份", rows.len())]));
    Sheet::new("续保", lines)
}

/// The months of the golden demo whose call sheets hold lines that are no call.
pub fn junk_total(trap: Trap) -> usize {
    (month(2013, 5)..=month(2013, 9)).map(|of| junk_rows(trap, of)).sum()
}
