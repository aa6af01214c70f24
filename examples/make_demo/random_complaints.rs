//! The complaints book of the dealer made from a seed.

use chrono::TimeDelta;

use crate::calendar::{at, day, days_in, label};
use crate::dice::Dice;
use crate::golden::{MAY, SEPTEMBER};
use crate::people;
use crate::rows::ComplaintRow;

const LEVELS: [&str; 12] = ["I", "Ⅰ级", "一级", "II", "Ⅱ级", "2级", "二级", "III", "Ⅲ", "三级", "重大投诉", ""];
const REACTIONS: [&str; 12] = [
    "满意",
    "满意",
    "非常满意",
    "比较满意",
    "完全满意",
    "保留意见",
    "理解",
    "接受",
    "不满意",
    "非常不满意",
    "",
    "客户未接电话",
];

/// From May to the first days of October.
pub fn build(dice: &mut Dice, orders: usize) -> Vec<ComplaintRow> {
    let mut rows = Vec::new();
    for of in MAY..=SEPTEMBER + 1 {
        let (count, days) = if of > SEPTEMBER { (2, 8) } else { (3 + orders / 60 + dice.below(4), days_in(of)) };
        for index in 0..count {
            let no = format!("TS{}{:03}", label(of).replace('-', ""), index + 1);
            let on = day(of, dice.between(1, days));
            let row = complaint(dice, no, on);
            let again = reopened(dice, &row);
            rows.push(row);
            rows.extend(again);
        }
    }
    rows.sort_by(|a, b| (a.received, &a.no, a.closed).cmp(&(b.received, &b.no, b.closed)));
    rows
}

fn complaint(dice: &mut Dice, no: String, on: chrono::NaiveDate) -> ComplaintRow {
    let whole_day = dice.percent(15);
    let received = if whole_day { at(on, 0, 0) } else { at(on, dice.between(8, 17), dice.between(0, 59)) };
    let hours = dice.pick(&[3, 20, 24, 30, 50, 71, 72, 73, 90, 140, 300, 700]);
    let mut row = ComplaintRow {
        no,
        received,
        plate: format!("京{}{:05}", dice.pick(&["A", "E", "K"]), dice.below(100_000)),
        customer: people::person(dice),
        phone: people::phone(dice),
        level: dice.pick(&LEVELS),
        category: dice.pick(&["维修质量", "服务态度", "等待时间", "配件供应", "价格", ""]),
        source: dice.pick(&["来店", "400", "厂家下发", "电访投诉"]),
        content: dice.pick(&["异响未解决", "等待太久", "费用与报价不符", "缺件"]),
        handler: dice.pick(&["钱敏", "冯堃", ""]),
        limit: dice.pick(&["", "", "", "24小时", "3天", "5天", "48小时"]),
        status: "已结案",
        closed: Some(received + TimeDelta::hours(hours) + TimeDelta::minutes(i64::from(dice.between(0, 59)))),
        closed_time: !dice.percent(30),
        open_reason: "",
        reaction: dice.pick(&REACTIONS),
        traps: Vec::new(),
    };
    match dice.below(20) {
        0 | 1 => row.status = "撤销",
        2 => row.closed = None,
        // A closing before the receiving: a slip of the pen.
        3 => row.closed = Some(received - TimeDelta::days(6)),
        4..=6 => {
            row.status = "处理中";
            row.closed = None;
            row.reaction = "";
            row.open_reason = "等待配件";
        }
        _ => {}
    }
    // On one day only the times tell the order.
    row.closed_time |= row.closed.is_some_and(|time| time.date() == on);
    // A closing in the future of the export has not been written yet.
    if row.closed.is_some_and(|time| time > at(day(SEPTEMBER + 1, 8), 9, 0)) {
        row.status = "处理中";
        row.closed = None;
        row.reaction = "";
    }
    row
}

/// Now and then the same complaint again, closed later.
fn reopened(dice: &mut Dice, row: &ComplaintRow) -> Option<ComplaintRow> {
    let closed = row.closed.filter(|time| *time > row.received + TimeDelta::days(1) && row.status == "已结案")?;
    let later = closed + TimeDelta::days(i64::from(dice.between(2, 40)));
    if !dice.percent(12) || later > at(day(SEPTEMBER + 1, 8), 9, 0) {
        return None;
    }
    Some(ComplaintRow { closed: Some(later), reaction: dice.pick(&REACTIONS), ..row.clone() })
}
