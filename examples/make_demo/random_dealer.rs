//! A second dealer from a seed: the same tables and traps in other proportions, and no golden figures.
//!
//! Every rule of the contract meets rows here that no one chose with the answer in mind: an independent count of the
//! same files must agree. What the contract leaves open is avoided: no vehicle has two orders on one day, and no case
//! two attempts in one minute.

use chrono::NaiveDate;

use crate::calendar::{Month, at, day, days_in, later, month};
use crate::dice::Dice;
use crate::exports;
use crate::golden::SEPTEMBER;
use crate::options::RandomDealer;
use crate::people::{self, Fleet, Vehicle};
use crate::rows::{Books, OrderRow, Role, SaleRow, Score, SurveyRow};
use crate::traps::Trap;
use crate::{orders, random_calls, random_complaints, renewals};

/// The people of a dealer.
pub struct Staff {
    pub advisors: Vec<String>,
    pub technicians: Vec<String>,
    pub callers: Vec<String>,
}

const STATUSES: [&str; 16] = [
    "已结算",
    "已结算",
    "已结算",
    "已结算",
    "已结算",
    "已结算",
    "已提交结算",
    "结清",
    "竣工",
    "交车",
    "完成",
    "",
    "在修",
    "派工",
    "作废",
    "取消",
];
const TYPES: [&str; 12] =
    ["一般维修", "一般维修", "常规保养", "常规保养", "机电", "事故", "索赔", "首保", "强保", "内部车", "PDI", ""];
const CAUSES: [&str; 6] = ["诊断错误", "配件质量", "维修技术", "配件缺货", "客户描述不清", ""];

/// The books of the dealer.
pub fn books(options: &RandomDealer) -> Books {
    let mut dice = Dice::new(options.seed);
    let mut fleet = Fleet::default();
    let staff = staff(&mut dice);
    let sales = sales(&mut dice, &mut fleet, options.orders);
    let mut orders = all_orders(&mut dice, &mut fleet, &staff, options.orders);
    orders::number(&mut orders);
    let calls = random_calls::build(&mut dice, &mut fleet, &staff, &orders, options);
    let july = SEPTEMBER - 2;
    let (mut orders_old, mut orders_new) = exports::cut(&orders, at(day(july, 1), 0, 0), at(day(july, 9), 18, 0));
    exports::split_into_lines(&mut orders_old, 60, |_| true);
    exports::split_into_lines(&mut orders_new, 40, |_| true);
    let surveys = surveys(&mut dice, &mut fleet, &staff, options.orders);
    let complaints = random_complaints::build(&mut dice, options.orders);
    let renewals = renewals::build(&mut dice, &sales, &orders, day(SEPTEMBER + 1, 8));
    let old_export = "2013-07-09 18:00:21".to_owned();
    Books { orders_old, orders_new, old_export, calls, surveys, complaints, sales, renewals }
}

fn staff(dice: &mut Dice) -> Staff {
    let mut people = |count: usize| {
        let mut names: Vec<String> = Vec::new();
        while names.len() < count {
            let name = people::person(dice);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    };
    Staff { advisors: people(7), technicians: people(9), callers: people(3) }
}

/// One of the names; none in so many cases of a hundred.
pub fn name(dice: &mut Dice, names: &[String], blank: u32) -> String {
    if dice.percent(blank) { String::new() } else { names[dice.below(names.len())].clone() }
}

/// January to September; the months before hold a fifth of its orders, a twentieth at a large dealer, whose older
/// export must fit the 65,536 rows of an .xls sheet.
fn all_orders(dice: &mut Dice, fleet: &mut Fleet, staff: &Staff, september: usize) -> Vec<OrderRow> {
    let mut garage = Garage { cars: (0..september).map(|_| (fleet.next(dice), NaiveDate::MIN)).collect() };
    let mut orders = Vec::new();
    for of in month(2013, 1)..=SEPTEMBER {
        let share = if september > 5_000 { 20 } else { 5 };
        let count = if of == SEPTEMBER { september } else { september / share + dice.below(september / 20 + 1) };
        let mut days: Vec<u32> = (0..count).map(|_| dice.between(1, days_in(of))).collect();
        days.sort_unstable();
        for opening in days {
            orders.push(order(dice, &mut garage, fleet, staff, day(of, opening)));
        }
    }
    orders
}

/// The vehicles and the last day on which each is in the workshop.
struct Garage {
    cars: Vec<(Vehicle, NaiveDate)>,
}

impl Garage {
    /// A vehicle that is free from `from`, taken until `until`.
    fn take(&mut self, dice: &mut Dice, fleet: &mut Fleet, from: NaiveDate, until: NaiveDate) -> Vehicle {
        for _ in 0..4 {
            let place = dice.below(self.cars.len());
            if self.cars[place].1 < from {
                self.cars[place].1 = until;
                return self.cars[place].0.clone();
            }
        }
        let vehicle = fleet.next(dice);
        self.cars.push((vehicle.clone(), until));
        vehicle
    }
}

fn order(dice: &mut Dice, garage: &mut Garage, fleet: &mut Fleet, staff: &Staff, opening: NaiveDate) -> OrderRow {
    let stay = dice.pick(&[0, 0, 0, 0, 0, 1, 1, 2, 5, 14]);
    let wait = dice.pick(&[0, 0, 0, 0, 0, 0, 0, 1, 3, 12]);
    let (ready, paid) = (later(opening, stay), later(opening, stay + wait));
    let vehicle = garage.take(dice, fleet, opening, paid);
    let status = dice.pick(&STATUSES);
    let unfinished = matches!(status, "在修" | "派工");
    let service_type = dice.pick(&TYPES);
    let fixed = dice.pick(&["", "", "", "", "", "是", "是", "是", "是", "否"]);
    OrderRow {
        no: String::new(),
        vehicle,
        opened: at(opening, dice.between(8, 11), dice.between(0, 59)),
        delivered: (!unfinished && dice.percent(92)).then(|| at(ready, dice.between(13, 16), dice.between(0, 59))),
        settled: (!unfinished && dice.percent(88)).then(|| at(paid, 17, dice.between(0, 59))),
        status,
        service_type,
        first_service: if dice.percent(3) { "是" } else { dice.pick(&["否", "", "否"]) },
        advisor: name(dice, &staff.advisors, 25),
        technician: name(dice, &staff.technicians, 30),
        mileage: dice.between(10, 120_000),
        amount: dice.between(0, 9_000),
        item: dice.pick(&["常规保养", "更换机油机滤", "四轮定位", "钣金喷漆"]),
        fixed: if unfinished { "" } else { fixed },
        not_fixed_reason: if fixed == "否" && !unfinished { dice.pick(&CAUSES) } else { "" },
        due: None,
        role: Role::Plain,
        traps: Vec::new(),
    }
}

/// Sales of 2012-05 to 2013-08; one month without any.
fn sales(dice: &mut Dice, fleet: &mut Fleet, orders: usize) -> Vec<SaleRow> {
    let (first, last) = (month(2012, 5), SEPTEMBER - 1);
    let empty = month(2013, 2);
    let mut rows = Vec::new();
    for of in first..=last {
        let count = if of == empty { 0 } else { orders / 30 + 2 + dice.below(orders / 40 + 3) };
        for _ in 0..count {
            rows.push(sale(dice, fleet, of));
        }
    }
    rows.sort_by(|a, b| (a.invoiced, &a.vehicle.vin).cmp(&(b.invoiced, &b.vehicle.vin)));
    let again: Vec<SaleRow> = rows.iter().step_by(37).cloned().collect();
    rows.extend(again);
    rows
}

fn sale(dice: &mut Dice, fleet: &mut Fleet, of: Month) -> SaleRow {
    let cancelled = dice.percent(5);
    let delivered = day(of, dice.between(1, days_in(of)));
    let invoiced = if of == month(2012, 5) || of == month(2013, 3) {
        delivered
    } else {
        later(delivered, -i64::from(dice.pick(&[0, 0, 1, 2, 9])))
    };
    SaleRow {
        vehicle: fleet.next(dice),
        invoiced,
        delivered: (!cancelled && dice.percent(90)).then_some(delivered),
        consultant: dice.pick(&["顾敏", "石磊", "童昊"]).to_owned(),
        channel: dice.pick(&["展厅", "展厅", "二网", ""]),
        status: if cancelled { "取消" } else { dice.pick(&["已交车", ""]) },
        cancelled: cancelled.then(|| later(delivered, 3)),
        insured: "",
        traps: Vec::new(),
    }
}

fn surveys(dice: &mut Dice, fleet: &mut Fleet, staff: &Staff, orders: usize) -> Vec<SurveyRow> {
    let mut rows = Vec::new();
    for of in SEPTEMBER - 4..=SEPTEMBER {
        for _ in 0..orders / 15 + 5 {
            let vehicle = fleet.next(dice);
            rows.push(SurveyRow {
                date: day(of, dice.between(1, days_in(of))),
                plate: vehicle.plate,
                model: vehicle.model,
                advisor: name(dice, &staff.advisors, 8),
                scores: std::array::from_fn(|_| score(dice, 100)),
                comment: "",
                traps: Vec::new(),
            });
        }
    }
    rows.sort_by(|a, b| (a.date, &a.plate).cmp(&(b.date, &b.plate)));
    let again: Vec<SurveyRow> = rows.iter().step_by(41).cloned().collect();
    rows.extend(again.into_iter().map(|row| SurveyRow { traps: vec![Trap::CallTwice], ..row }));
    rows
}

/// An answer out of `most`, or none.
pub fn score(dice: &mut Dice, most: u32) -> Score {
    match dice.below(12) {
        0 => Score::Blank,
        1 => Score::Word("不表态"),
        _ => Score::Points(dice.between(most / 5, most)),
    }
}
