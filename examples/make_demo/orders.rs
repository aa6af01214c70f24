//! Work orders of the demo dealer.

use crate::calendar::{Month, at, day, days_in, later, month};
use crate::dice::Dice;
use crate::golden::{EARLY_FIRST_SERVICES, MAY, MONTHS, MonthFigures, SEPTEMBER};
use crate::people::{ADVISORS, Fleet, TECHNICIANS, Vehicle};
use crate::regulars::{self, Regulars};
use crate::rows::{OrderRow, Role};
use crate::traps::Trap;

const ITEMS: [&str; 8] =
    ["更换机油机滤", "常规保养", "更换前刹车片", "四轮定位", "空调检查", "更换火花塞", "清洗节气门", "底盘异响检查"];
const TYPES: [&str; 6] = ["一般维修", "常规保养", "机电", "事故", "索赔", "钣喷"];
const FINISHED: [&str; 6] = ["已结算", "已结算", "已结算", "已提交结算", "结清", "交车"];

/// All orders, oldest first, numbered. `sold` are the cars that come for their first service, oldest sale first.
pub fn build(dice: &mut Dice, fleet: &mut Fleet, sold: &[(Month, Vehicle)]) -> Vec<OrderRow> {
    let mut orders = Vec::new();
    let mut waiting = sold.iter().filter(|(sale, _)| *sale >= month(2012, 10));
    let mut early = Vec::new();
    for (index, &count) in EARLY_FIRST_SERVICES.iter().enumerate() {
        let month = month(2013, 1) + index as u32;
        let mut cars = Vec::new();
        for _ in 0..count {
            let vehicle = waiting.next().map_or_else(|| fleet.next(dice), |(_, car)| car.clone());
            orders.push(first_service(dice, month, vehicle.clone()));
            cars.push(vehicle);
        }
        early.push((month, cars));
    }
    let mut regulars = Regulars::new(dice, fleet);
    for (month, cars) in early {
        regulars.begin(month, &cars);
    }
    for figures in &MONTHS {
        let cars: Vec<Vehicle> = waiting.by_ref().take(figures.first_services).map(|(_, car)| car.clone()).collect();
        let pool = regulars.of(figures.month);
        regulars.begin(figures.month, &cars);
        orders.extend(due_orders(dice, figures, &pool, cars));
        orders.extend(orders_apart(dice, fleet, figures.month));
    }
    number(&mut orders);
    regulars::drive(&mut orders);
    orders
}

/// Order numbers in the order of opening: WX, year, month, a running number of the month.
pub fn number(orders: &mut [OrderRow]) {
    orders.sort_by(|a, b| (a.opened, &a.vehicle.vin).cmp(&(b.opened, &b.vehicle.vin)));
    let mut running = std::collections::BTreeMap::new();
    for order in orders {
        let prefix = order.opened.format("WX%y%m").to_string();
        let count = running.entry(prefix.clone()).or_insert(0);
        *count += 1;
        order.no = format!("{prefix}{count:04}");
    }
}

fn due_orders(dice: &mut Dice, figures: &MonthFigures, pool: &[Vehicle], cars: Vec<Vehicle>) -> Vec<OrderRow> {
    let month = figures.month;
    let mut orders: Vec<OrderRow> = cars.into_iter().map(|car| first_service(dice, month, car)).collect();
    if month == SEPTEMBER {
        for index in [0, 1] {
            let mut again = first_service(dice, month, orders[index].vehicle.clone());
            again.traps.push(Trap::FirstServiceTwice);
            orders.push(again);
        }
    }
    let mut vehicles = pool.iter().cloned();
    let mut next = |dice: &mut Dice| {
        let vehicle = vehicles.next().unwrap_or_else(|| pool[0].clone());
        plain(dice, month, vehicle)
    };
    if month > MAY {
        for _ in 0..8 {
            let order = next(dice);
            orders.push(opened_earlier(dice, order, month));
        }
        for _ in 0..10 {
            let order = next(dice);
            orders.push(settled_late(dice, order, month));
        }
    }
    if month == SEPTEMBER {
        for _ in 0..6 {
            let order = next(dice);
            let old = same_day(dice, order, month, 3, Role::PairOld);
            let new = same_day(dice, OrderRow { ..old.clone() }, month, 12, Role::PairNew);
            orders.extend([old, new]);
        }
        for _ in 0..3 {
            let [one, other] = [next(dice), next(dice)];
            let mut old = same_day(dice, one, month, 4, Role::TwinOld);
            let mut new = same_day(dice, other, month, 10, Role::TwinNew);
            new.vehicle.plate.clone_from(&old.vehicle.plate);
            old.traps.push(Trap::SamePlate);
            new.traps.push(Trap::SamePlate);
            orders.extend([old, new]);
        }
    }
    for _ in 0..10 {
        let mut order = next(dice);
        order.status = "";
        order.traps.push(Trap::BlankStatus);
        orders.push(order);
    }
    for _ in 0..8 {
        let mut order = next(dice);
        order.settled = None;
        order.status = "交车";
        order.traps.push(Trap::NoSettlement);
        orders.push(order);
    }
    while orders.len() < figures.due {
        orders.push(next(dice));
    }
    give_advisors(dice, figures, &mut orders);
    orders
}

fn plain(dice: &mut Dice, month: Month, vehicle: Vehicle) -> OrderRow {
    let last = days_in(month);
    let opening = dice.between(1, last);
    let stay = if dice.percent(75) { 0 } else { dice.between(1, 2).min(last - opening) };
    let opened = at(day(month, opening), dice.between(8, 11), dice.between(0, 59));
    let delivered = at(day(month, opening + stay), dice.between(13, 16), dice.between(0, 39));
    OrderRow {
        no: String::new(),
        vehicle,
        opened,
        delivered: Some(delivered),
        settled: Some(delivered + chrono::TimeDelta::minutes(i64::from(dice.between(3, 19)))),
        status: dice.pick(&FINISHED),
        service_type: dice.pick(&TYPES),
        first_service: "否",
        advisor: String::new(),
        technician: if dice.percent(50) { dice.pick(&TECHNICIANS).to_owned() } else { String::new() },
        mileage: dice.between(3_000, 96_000),
        amount: dice.between(120, 4_800),
        item: dice.pick(&ITEMS),
        fixed: "",
        not_fixed_reason: "",
        due: Some(month),
        role: Role::Plain,
        traps: Vec::new(),
    }
}

/// A first service is told by its type or by the flag; every fourth only by the flag.
fn first_service(dice: &mut Dice, month: Month, vehicle: Vehicle) -> OrderRow {
    let by_flag = dice.percent(25);
    let mut order = OrderRow {
        service_type: if by_flag { "常规保养" } else { dice.pick(&["首保", "首保", "强保"]) },
        first_service: if by_flag || dice.percent(50) { "是" } else { "" },
        mileage: dice.between(900, 5_200),
        item: "首次保养",
        role: Role::FirstService,
        ..plain(dice, month, vehicle)
    };
    if by_flag {
        order.traps.push(Trap::FirstServiceFlag);
    }
    order
}

fn opened_earlier(dice: &mut Dice, mut order: OrderRow, month: Month) -> OrderRow {
    order.opened = at(day(month - 1, 31 - dice.between(0, 1)), 16, dice.between(0, 59));
    let delivered = at(day(month, dice.between(1, 2)), 15, dice.between(0, 39));
    order.delivered = Some(delivered);
    order.settled = Some(delivered + chrono::TimeDelta::minutes(10));
    order.traps.push(Trap::OpenedEarlier);
    order
}

fn settled_late(dice: &mut Dice, mut order: OrderRow, month: Month) -> OrderRow {
    let opening = day(month - 1, days_in(month - 1) - dice.between(6, 9));
    order.opened = at(opening, 9, dice.between(0, 59));
    order.delivered = Some(at(later(opening, 1), 16, dice.between(0, 39)));
    order.settled = Some(at(day(month, dice.between(2, 5)), 10, dice.between(0, 59)));
    order.status = "已结算";
    order.service_type = "事故";
    order.role = Role::SettledLate;
    order.traps.push(Trap::SettledLate);
    order
}

fn same_day(dice: &mut Dice, mut order: OrderRow, month: Month, on: u32, role: Role) -> OrderRow {
    order.opened = at(day(month, on), 9, dice.between(0, 59));
    order.delivered = Some(at(day(month, on), 15, dice.between(0, 39)));
    order.settled = Some(at(day(month, on), 15, 45));
    order.role = role;
    order
}

fn give_advisors(dice: &mut Dice, figures: &MonthFigures, orders: &mut [OrderRow]) {
    let mut names: Vec<&str> = Vec::new();
    for (advisor, count) in ADVISORS.iter().zip(figures.orders) {
        names.extend(std::iter::repeat_n(*advisor, count));
    }
    names.resize(orders.len(), "");
    dice.shuffle(&mut names);
    for (order, name) in orders.iter_mut().zip(names) {
        order.advisor = name.to_owned();
    }
}

/// Orders that are not due: void, internal, PDI, unfinished.
fn orders_apart(dice: &mut Dice, fleet: &mut Fleet, month: Month) -> Vec<OrderRow> {
    let september = month == SEPTEMBER;
    let groups = [
        (Trap::VoidOrder, if september { 9 } else { 6 }),
        (Trap::InternalOrder, if september { 12 } else { 9 }),
        (Trap::PdiOrder, if september { 21 } else { 17 }),
        (Trap::InRepair, if september { 14 } else { 2 }),
    ];
    let mut orders = Vec::new();
    for (trap, count) in groups {
        for index in 0..count {
            let vehicle = fleet.next(dice);
            let mut order = OrderRow { due: None, role: Role::Apart, ..plain(dice, month, vehicle) };
            order.advisor = dice.pick(&ADVISORS).to_owned();
            mark_apart(dice, &mut order, trap, index, month);
            order.traps.push(trap);
            orders.push(order);
        }
    }
    orders
}

fn mark_apart(dice: &mut Dice, order: &mut OrderRow, trap: Trap, index: usize, month: Month) {
    match trap {
        Trap::VoidOrder => {
            order.status = if index.is_multiple_of(3) { "取消" } else { "作废" };
            if index.is_multiple_of(2) {
                order.settled = None;
            }
            if index < 2 {
                order.service_type = "首保";
            }
        }
        Trap::InternalOrder => {
            order.service_type = "内部车";
            order.vehicle.owner = "本店试驾车".to_owned();
            if index < 5 {
                order.technician = TECHNICIANS[index].to_owned();
                order.fixed = if index < 2 { "否" } else { "是" };
                order.not_fixed_reason = if index < 2 { "诊断错误" } else { "" };
                order.traps.push(Trap::InternalRepair);
            }
        }
        Trap::PdiOrder => {
            order.service_type = "PDI";
            order.mileage = dice.between(8, 60);
            order.amount = 0;
            order.item = "新车交付前检查";
        }
        _ => {
            order.status = dice.pick(&["在修", "在修", "派工"]);
            order.opened = at(day(month, days_in(month) - dice.between(0, 4)), 10, dice.between(0, 59));
            order.delivered = None;
            order.settled = None;
        }
    }
}
