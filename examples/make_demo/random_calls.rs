//! The call list of the dealer made from a seed.

use crate::calendar::{at, day, days_in, later, month_of};
use crate::cases::scale;
use crate::dice::Dice;
use crate::golden::{MAY, SEPTEMBER};
use crate::messy;
use crate::options::RandomDealer;
use crate::people::{Fleet, Vehicle};
use crate::random_dealer::{Staff, name, score};
use crate::rows::{CallRow, OrderRow, Score};

const RESULTS: [&str; 16] = [
    "成功",
    "成功",
    "成功",
    "已接通",
    "回访成功",
    "有效",
    "OK了",
    "失败",
    "失败",
    "未成功",
    "未接通",
    "失败",
    "无效",
    "待回访",
    "继续跟踪",
    "失败",
];
const REASONS: [&str; 18] = [
    "号码错误",
    "空号",
    "错号",
    "非本人送修",
    "非车主",
    "代修",
    "无法接通",
    "无人接听",
    "关机",
    "占线",
    "电话打不通",
    "拒绝回访",
    "拒访",
    "不接受回访",
    "中途中断",
    "通话中断",
    "",
    "客户已搬家",
];
const KINDS: [&str; 8] = ["维修回访", "三日回访", "修后跟踪", "售后回访", "", "维修回访", "三日回访", "销售回访"];
const LAST_DAY_OF_OCTOBER: u32 = 8;

/// All calls from May to the first days of October, by time.
pub fn build(
    dice: &mut Dice,
    fleet: &mut Fleet,
    staff: &Staff,
    orders: &[OrderRow],
    options: &RandomDealer,
) -> Vec<CallRow> {
    let mut rows = Vec::new();
    let usual = (options.calls * 10 / options.orders.max(1)).max(1);
    for order in orders.iter().filter(|order| month_of(order.opened) >= MAY) {
        if dice.percent(8) {
            continue;
        }
        let attempts = dice.below(usual * 2 + 1).div_ceil(10);
        rows.extend(attempts_for(dice, staff, order, attempts.max(1)));
    }
    rows.retain(|row| row.date.date() <= day(SEPTEMBER + 1, LAST_DAY_OF_OCTOBER));
    for month in MAY..=SEPTEMBER {
        for _ in 0..2 + options.orders / 100 {
            rows.push(stranger(dice, fleet, staff, month));
        }
    }
    fit(dice, fleet, staff, options.calls, &mut rows);
    let pasted: Vec<CallRow> = rows.iter().skip(5).step_by(301).cloned().collect();
    rows.extend(pasted);
    rows.sort_by(|a, b| {
        (a.date, &a.order_no, &a.vin, &a.plate, a.attempt).cmp(&(b.date, &b.order_no, &b.vin, &b.plate, b.attempt))
    });
    rows
}

/// Brings the calls of September to the number asked for.
fn fit(dice: &mut Dice, fleet: &mut Fleet, staff: &Staff, wanted: usize, rows: &mut Vec<CallRow>) {
    let of_september = |row: &CallRow| month_of(row.date) == SEPTEMBER;
    while rows.iter().filter(|row| of_september(row)).count() < wanted {
        let missing = wanted - rows.iter().filter(|row| of_september(row)).count();
        for _ in 0..missing {
            rows.push(stranger(dice, fleet, staff, SEPTEMBER));
        }
    }
    let mut surplus = rows.iter().filter(|row| of_september(row)).count() - wanted;
    dice.shuffle(rows);
    rows.retain(|row| {
        let drop = surplus > 0 && of_september(row);
        surplus -= usize::from(drop);
        !drop
    });
}

fn attempts_for(dice: &mut Dice, staff: &Staff, order: &OrderRow, attempts: usize) -> Vec<CallRow> {
    let ready = order.settled.or(order.delivered).unwrap_or(order.opened).date();
    let mut date = ready;
    let mut rows = Vec::new();
    for index in 0..attempts {
        date = later(date, dice.pick(&[1, 1, 1, 2, 3, 7]));
        let time = at(date, dice.between(9, 17), dice.between(0, 59));
        let mut row = call(dice, staff, &order.vehicle, time);
        row.order_no.clone_from(&order.no);
        row.attempt = index as u32 + 1;
        row.service_date = dice.percent(80).then(|| order.delivered.unwrap_or(order.opened).date());
        if dice.percent(70) {
            row.advisor.clone_from(&order.advisor);
        }
        match dice.below(100) {
            0..=7 => row.order_no.clear(),
            8..=10 => {
                row.order_no.clear();
                row.vin.clear();
                row.plate = messy::plate(dice, &row.plate);
            }
            _ => {}
        }
        if dice.percent(3) {
            let style = dice.pick(&["%Y/%m/%d %H:%M", "%Y-%-m-%-d %H:%M", "%Y.%m.%d %H:%M:%S"]);
            row.date_text = Some(row.date.format(style).to_string());
        }
        rows.push(row);
    }
    rows
}

fn call(dice: &mut Dice, staff: &Staff, vehicle: &Vehicle, date: chrono::NaiveDateTime) -> CallRow {
    let result = dice.pick(&RESULTS);
    let success = matches!(result, "成功" | "已接通" | "回访成功" | "有效" | "OK了");
    let failure = !success && !matches!(result, "待回访" | "继续跟踪");
    let kind = dice.pick(&KINDS);
    let answers = success && kind != "销售回访" && dice.percent(60);
    let most = scale(month_of(date));
    CallRow {
        date,
        date_text: None,
        order_no: String::new(),
        vin: vehicle.vin.clone(),
        plate: vehicle.plate.clone(),
        customer: vehicle.owner.clone(),
        phone: vehicle.phone.clone(),
        service_date: None,
        kind,
        attempt: 1,
        result,
        reason: if failure { dice.pick(&REASONS) } else { "" },
        caller: name(dice, &staff.callers, 3),
        advisor: name(dice, &staff.advisors, 45),
        scores: if answers { std::array::from_fn(|_| score(dice, most)) } else { [Score::Blank; 4] },
        fixed: if success { dice.pick(&["", "", "是", "是", "是", "否"]) } else { "" },
        comment: "",
        traps: Vec::new(),
    }
}

/// A call that fits no order.
fn stranger(dice: &mut Dice, fleet: &mut Fleet, staff: &Staff, month: u32) -> CallRow {
    let vehicle = fleet.next(dice);
    let date = at(day(month, dice.between(1, days_in(month))), dice.between(9, 17), dice.between(0, 59));
    let mut row = call(dice, staff, &vehicle, date);
    if dice.percent(60) {
        row.order_no = format!("BX{:07}", dice.below(10_000_000));
    }
    row
}
