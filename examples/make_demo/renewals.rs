//! Policies that fall due: of cars sold a year before, and of cars that come to the workshop.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::calendar::{at, day, days_in, later, month, month_of};
use crate::dice::Dice;
use crate::golden::MAY;
use crate::people::Vehicle;
use crate::rows::{OrderRow, RenewalRow, SaleRow};

const AGENTS: [&str; 3] = ["吴倩", "冯洁", "彭程"];
const INSURERS: [&str; 4] = ["人保", "人保", "平安", "太平洋"];
const REASONS: [&str; 7] = ["价格", "价格", "他店", "4S店外", "卖车", "电话车险", ""];
const OPEN: [&str; 4] = ["跟进中", "跟进中", "已报价", ""];

/// Policies due from May to December, of which the list knows what had happened by `exported`.
pub fn build(dice: &mut Dice, sales: &[SaleRow], orders: &[OrderRow], exported: NaiveDate) -> Vec<RenewalRow> {
    let mut known = BTreeSet::new();
    let mut rows = Vec::new();
    let last_year = month(2012, 5)..=month(2012, 11);
    for sale in sales.iter().filter(|sale| sale.cancelled.is_none()) {
        let Some(delivered) = sale.delivered.filter(|day| last_year.contains(&month_of(at(*day, 0, 0)))) else {
            continue;
        };
        if known.insert(&sale.vehicle.vin) {
            car(dice, &sale.vehicle, later(delivered, 365), exported, &mut rows);
        }
    }
    for order in orders {
        if known.insert(&order.vehicle.vin) && dice.percent(6) {
            let of = MAY + dice.below(8) as u32;
            let due = day(of, dice.between(1, days_in(of)));
            car(dice, &order.vehicle, due, exported, &mut rows);
        }
    }
    rows.sort_by(|a, b| (a.due, &a.vehicle.vin, a.policy).cmp(&(b.due, &b.vehicle.vin, b.policy)));
    rows
}

/// One car: one policy, or two that fall due together or a few days apart.
fn car(dice: &mut Dice, vehicle: &Vehicle, due: NaiveDate, exported: NaiveDate, rows: &mut Vec<RenewalRow>) {
    if !dice.percent(20) {
        rows.push(policy(dice, vehicle, due, "全保", exported));
        return;
    }
    let apart = dice.pick(&[0, 0, 1, 6]);
    rows.push(policy(dice, vehicle, due, "交强险", exported));
    rows.push(policy(dice, vehicle, later(due, apart), "商业险", exported));
}

fn policy(dice: &mut Dice, vehicle: &Vehicle, due: NaiveDate, policy: &'static str, exported: NaiveDate) -> RenewalRow {
    let mut vehicle = vehicle.clone();
    if dice.percent(5) {
        vehicle.vin.clear();
    }
    let mut row = RenewalRow {
        vehicle,
        due,
        policy,
        insurer: dice.pick(&INSURERS),
        renewed: None,
        status: dice.pick(&OPEN),
        reason: "",
        agent: dice.pick(&AGENTS),
        transferred: if dice.percent(3) { "是" } else { "否" },
        comment: "",
    };
    // Days before the policy ends; early and late ones, and some too early or too late to be renewals of it.
    let early = dice.pick(&[0, 1, 3, 7, 12, 20, 28, 35, 50, 75, 90, -2, -8, -30, 95, -31]);
    let chance = dice.below(100);
    let renewed = later(due, -early);
    if chance < 50 && renewed <= exported {
        row.renewed = Some(renewed);
        row.status = dice.pick(&["已续保", "已续保", "续保成功", ""]);
    } else if chance < 54 && due <= exported {
        row.status = "已续保";
        row.comment = "未登记续保日期";
    } else if chance >= 75 && later(due, -20) <= exported {
        row.status = "战败";
        row.reason = dice.pick(&REASONS);
    }
    row
}
