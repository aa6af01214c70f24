//! The rows of the call list: one a call, with the oddities of real lists.

use chrono::{NaiveDate, NaiveDateTime};

use crate::calendar::{at, day, days_in, later, month_of};
use crate::cases::Case;
use crate::dice::Dice;
use crate::golden::{MAY, REASONS, SEPTEMBER};
use crate::messy;
use crate::people::{ADVISORS, CALLERS, Vehicle};
use crate::rows::{CallRow, OrderRow, Role, SaleRow, Score};
use crate::traps::Trap;

const KINDS: [&str; 4] = ["维修回访", "三日回访", "修后跟踪", ""];
const SUCCESS: [&str; 4] = ["成功", "成功", "已接通", "回访成功"];
const FAILURE: [&str; 3] = ["失败", "失败", "未成功"];
const PRAISE: [&str; 6] =
    ["客户很满意", "服务热情,等待时间略长", "对师傅技术表示认可", "建议增加休息区饮水", "价格能接受", "希望结算再快些"];

/// All rows, by time.
pub fn build(dice: &mut Dice, orders: &[OrderRow], cases: &[Case], sales: &[SaleRow]) -> Vec<CallRow> {
    let mut rows = Vec::new();
    let mut tricks = Tricks::default();
    for case in cases {
        rows.extend(rows_of(dice, case, orders, &mut tricks));
    }
    rows.extend(open_calls(dice, orders, cases));
    rows.extend(sales_calls(dice, sales));
    rows.sort_by(|a, b| (a.date, &a.order_no, &a.vin, a.attempt).cmp(&(b.date, &b.order_no, &b.vin, b.attempt)));
    messy::spoil(&mut rows);
    rows
}

/// How many cases were already written in an odd way, by trap and month.
#[derive(Default)]
struct Tricks(std::collections::BTreeMap<(Trap, u32), usize>);

impl Tricks {
    /// Whether there is room for one more.
    fn take(&mut self, trap: Trap, month: u32, limit: usize) -> bool {
        let count = self.0.entry((trap, month)).or_insert(0);
        let room = *count < limit;
        *count += usize::from(room);
        room
    }
}

fn rows_of(dice: &mut Dice, case: &Case, orders: &[OrderRow], tricks: &mut Tricks) -> Vec<CallRow> {
    let order = case.order.map(|i| &orders[i]);
    let days = attempt_days(dice, case, order);
    let last = days.len() - 1;
    let caller = dice.pick(&CALLERS);
    let mut rows: Vec<CallRow> = Vec::new();
    for (index, &time) in days.iter().enumerate() {
        let mut row = row(dice, case, order, time, caller);
        row.attempt = index as u32 + 1;
        if index > 0 {
            row.traps.push(Trap::FurtherAttempt);
        }
        if case.later {
            row.traps.push(Trap::AttemptNextMonth);
        }
        if index < last {
            row.result = dice.pick(&FAILURE);
            row.reason = dice.pick(&["无法接通", "无人接听", "关机", "占线", "", "号码错误"]);
            if row.reason.is_empty() && case.failure.is_none() && tricks.take(Trap::UnknownReason, case.month, 4) {
                row.reason = "客户正在开会";
                row.traps.push(Trap::UnknownReason);
            }
        } else if let Some(reason) = case.failure {
            row.result = dice.pick(&FAILURE);
            row.reason = reason_word(dice, reason);
            if reason == "无法接通" && case.month >= SEPTEMBER - 1 && tricks.take(Trap::DealerWord, case.month, 6) {
                row.reason = "电话打不通";
                row.traps.push(Trap::DealerWord);
            }
        } else {
            row.result = dice.pick(&SUCCESS);
            row.scores = case.scores;
            row.fixed = case.fixed;
            row.comment = if dice.percent(18) { dice.pick(&PRAISE) } else { "" };
            if !case.fixed.is_empty() {
                row.traps.push(Trap::AnswerOnCall);
            }
        }
        rows.push(row);
    }
    if let Some(order) = order {
        odd_ways(dice, case, order, &mut rows, tricks);
    }
    rows
}

fn row(dice: &mut Dice, case: &Case, order: Option<&OrderRow>, date: NaiveDateTime, caller: &str) -> CallRow {
    let nobody =
        Vehicle { vin: String::new(), plate: String::new(), model: "", owner: String::new(), phone: String::new() };
    let vehicle = order.map(|o| &o.vehicle).or(case.stranger.as_ref()).unwrap_or(&nobody);
    let mut traps = Vec::new();
    if order.is_none() {
        traps.push(Trap::NoSuchOrder);
    }
    let order_no = match order {
        Some(order) => order.no.clone(),
        // Every second stranger names an order that no list holds; the others name none.
        None if date.format("%d").to_string().ends_with(['0', '2', '4', '6', '8']) => {
            date.format("BX%m%d%H%M").to_string()
        }
        None => String::new(),
    };
    let served = order.map_or(later(date.date(), -3), |o| o.delivered.unwrap_or(o.opened).date());
    CallRow {
        date,
        date_text: None,
        order_no,
        vin: vehicle.vin.clone(),
        plate: vehicle.plate.clone(),
        customer: vehicle.owner.clone(),
        phone: vehicle.phone.clone(),
        service_date: if dice.percent(90) { Some(served) } else { None },
        kind: dice.pick(&KINDS),
        attempt: 1,
        result: "",
        reason: "",
        caller: caller.to_owned(),
        advisor: order.map_or_else(String::new, |o| o.advisor.clone()),
        scores: [Score::Blank; 4],
        fixed: "",
        comment: "",
        traps,
    }
}

/// When the attempts of a case took place; the last lies in the case's month.
fn attempt_days(dice: &mut Dice, case: &Case, order: Option<&OrderRow>) -> Vec<NaiveDateTime> {
    let end = day(case.month, days_in(case.month));
    let ready = order.map_or(day(case.month, dice.between(2, 20)), |o| o.delivered.unwrap_or(o.opened).date());
    let attempts = match (case.failure, order) {
        (_, None) => 1,
        (None, _) => dice.pick(&[1, 1, 1, 1, 1, 1, 1, 1, 2, 3]),
        (Some(_), _) => dice.pick(&[1, 1, 2, 2, 3]),
    };
    if case.later {
        let first = day(case.month, dice.between(1, 3));
        let mut times = vec![at(first, dice.between(9, 16), dice.between(0, 59))];
        if attempts > 1 {
            times.insert(0, at(day(case.month - 1, 31), 19, dice.between(0, 59)));
        }
        return times;
    }
    let begin = day(case.month, 1).max(ready);
    let last = later(begin, i64::from(dice.between(1, 5))).min(end);
    (0..attempts)
        .map(|index| {
            let date = later(last, -i64::from(attempts - 1 - index)).max(begin);
            let hour = if date == ready { 17 } else { 9 } + index;
            at(date, hour, dice.between(0, 59))
        })
        .collect()
}

fn reason_word(dice: &mut Dice, reason: &'static str) -> &'static str {
    if dice.percent(65) {
        return reason;
    }
    match reason {
        "号码错误" => dice.pick(&["空号", "错号"]),
        "非本人送修" => dice.pick(&["非本人", "代修"]),
        "无法接通" => dice.pick(&["无人接听", "关机", "占线"]),
        "拒绝回访" => dice.pick(&["拒访", "不接受回访"]),
        _ => dice.pick(&["中途挂断", "通话中断"]),
    }
}

/// Rows without an order number, with a plate in disorder, without an advisor …: at most so many a month.
fn odd_ways(dice: &mut Dice, case: &Case, order: &OrderRow, rows: &mut [CallRow], tricks: &mut Tricks) {
    let served = order.delivered.unwrap_or(order.opened).date();
    let one_day = order.opened.date() == served && order.settled.is_some_and(|time| time.date() == served);
    let last = rows.len() - 1;
    match order.role {
        Role::PairOld => {
            rows[last].date += chrono::TimeDelta::days(10);
            without_number(&mut rows[last], Some(served), Trap::ServiceDateDecides);
        }
        Role::TwinOld => {
            rows[last].date += chrono::TimeDelta::days(7);
            without_number(&mut rows[last], None, Trap::SamePlate);
        }
        _ => {}
    }
    if order.role != Role::Plain || !case.without_answers() || case.later || !one_day {
        return;
    }
    let rested = rows[0].date.date() > served;
    let month = case.month;
    if rows.len() == 1 && rested {
        if tricks.take(Trap::NoOrderNumber, month, 14) {
            let date = if dice.percent(50) { Some(served) } else { None };
            without_number(&mut rows[0], date, Trap::NoOrderNumber);
            return;
        }
        if tricks.take(Trap::MessyPlate, month, 12) {
            without_number(&mut rows[0], None, Trap::MessyPlate);
            rows[0].vin.clear();
            rows[0].plate = messy::plate(dice, &order.vehicle.plate);
            return;
        }
    }
    if rows.len() == 2 && rested && tricks.take(Trap::SecondWithoutNumber, month, 6) {
        without_number(&mut rows[1], None, Trap::SecondWithoutNumber);
        return;
    }
    if !order.advisor.is_empty() && tricks.take(Trap::BlankAdvisor, month, 15) {
        rows[last].advisor.clear();
        rows[last].traps.push(Trap::BlankAdvisor);
    }
}

fn without_number(row: &mut CallRow, served: Option<NaiveDate>, trap: Trap) {
    row.order_no.clear();
    row.service_date = served;
    row.traps.push(trap);
}

/// 待回访 and 继续跟踪: calls still to be made.
fn open_calls(dice: &mut Dice, orders: &[OrderRow], cases: &[Case]) -> Vec<CallRow> {
    let called: std::collections::BTreeSet<usize> = cases.iter().filter_map(|case| case.order).collect();
    let mut rows = Vec::new();
    let mut tricks = Tricks::default();
    for (index, order) in orders.iter().enumerate() {
        let Some(month) = order.due else { continue };
        if month < MAY || called.contains(&index) || !tricks.take(Trap::OpenResult, month, 22) {
            continue;
        }
        let ready = order.delivered.unwrap_or(order.opened).date();
        let date = later(ready, 1).min(day(month, days_in(month)));
        let seed = Case {
            order: Some(index),
            stranger: None,
            month,
            later: false,
            failure: None,
            scores: [Score::Blank; 4],
            fixed: "",
        };
        let caller = dice.pick(&CALLERS);
        let time = at(date, 18, dice.between(0, 59));
        let mut row = row(dice, &seed, Some(order), time, caller);
        row.result = dice.pick(&["待回访", "继续跟踪"]);
        row.traps.push(Trap::OpenResult);
        rows.push(row);
    }
    rows
}

/// 销售回访: calls to buyers of new cars, kept in the same list.
fn sales_calls(dice: &mut Dice, sales: &[SaleRow]) -> Vec<CallRow> {
    let mut rows = Vec::new();
    for sale in sales.iter().filter(|sale| sale.traps.is_empty()) {
        let Some(delivered) = sale.delivered else { continue };
        let date = later(delivered, dice.pick(&[2, 25]));
        let month = month_of(at(date, 9, 0));
        if !(MAY..=SEPTEMBER).contains(&month) || !dice.percent(55) {
            continue;
        }
        let failed = dice.percent(30);
        rows.push(CallRow {
            date: at(date, dice.between(9, 16), dice.between(0, 59)),
            date_text: None,
            order_no: String::new(),
            vin: sale.vehicle.vin.clone(),
            plate: String::new(),
            customer: sale.vehicle.owner.clone(),
            phone: sale.vehicle.phone.clone(),
            service_date: Some(delivered),
            kind: "销售回访",
            attempt: 1,
            result: if failed { "失败" } else { "成功" },
            reason: if failed { dice.pick(&REASONS) } else { "" },
            caller: dice.pick(&CALLERS).to_owned(),
            advisor: if failed { dice.pick(&ADVISORS).to_owned() } else { String::new() },
            scores: [Score::Blank; 4],
            fixed: "",
            comment: if failed { "" } else { "新车使用正常" },
            traps: vec![Trap::SalesCall],
        });
    }
    rows
}
