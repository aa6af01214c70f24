//! Who calls the dealer, and the files of the customers.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::{Datelike, TimeDelta, Weekday};

use crate::calendar::{Month, at, day, days_in, later, month_of};
use crate::count_visits;
use crate::golden::{MAY, SEPTEMBER};
use crate::people::CALLERS;
use crate::rows::{Books, OrderRow, Role};
use crate::small_tables::{SmallTables, turn};
use crate::written::delimited::{self, Encoding};
use crate::written::grid::{Cell, Sheet, texts};
use crate::xlsx;

/// Adds both.
pub fn add(small: &mut SmallTables, books: &Books, orders: &[&OrderRow]) -> Result<()> {
    contacts(small);
    customers(small, books, orders)
}

const CALLS_ABOUT: [&str; 6] = ["预约", "咨询", "价格", "救援", "投诉", "活动"];

/// The calls that came in on the hotline on working days of August and September, as the exchange writes them.
fn contacts(small: &mut SmallTables) {
    let mut lines = vec![texts(&[
        "话单号",
        "来电时间",
        "来电号码",
        "来电类型",
        "接听坐席",
        "接听状态",
        "等待时长",
        "通话时长",
        "是否首次解决",
    ])];
    for month in [SEPTEMBER - 1, SEPTEMBER] {
        let (mut all, mut answered, mut solved) = (0, 0, 0);
        for of_month in 1..=days_in(month) {
            let date = day(month, of_month);
            if date.weekday() == Weekday::Sun {
                continue;
            }
            for call in 0..6 + of_month % 4 {
                let chance = call * 7 + of_month;
                let is_answered = chance % 11 != 0;
                let is_solved = chance % 5 != 0;
                let started = at(date, 8, 30) + TimeDelta::minutes(i64::from(53 * call + chance % 17));
                all += 1;
                answered += usize::from(is_answered);
                solved += usize::from(is_answered && is_solved);
                let talk = 40 + chance * 13 % 400;
                lines.push(vec![
                    Cell::text(format!("T{}{:02}", date.format("%y%m%d"), call + 1)),
                    Cell::text(started.format("%Y-%m-%d %H:%M:%S").to_string()),
                    Cell::text(format!("138****{:04}", 1_000 + chance * 37 % 9_000)),
                    Cell::text(turn(&CALLS_ABOUT, chance as usize)),
                    Cell::text(if is_answered { turn(&CALLERS, chance as usize) } else { "" }),
                    Cell::text(if is_answered { "已接听" } else { "未接听" }),
                    Cell::text(format!("00:00:{:02}", 4 + chance * 3 % 40)),
                    if is_answered { Cell::text(format!("00:{:02}:{:02}", talk / 60, talk % 60)) } else { Cell::Empty },
                    Cell::text(if !is_answered {
                        ""
                    } else if is_solved {
                        "是"
                    } else {
                        "否"
                    }),
                ]);
            }
        }
        small.count("contacts_received", month, all);
        small.rate("contact_answer_rate", month, answered, all);
        small.rate("contact_first_resolution_rate", month, solved, answered);
    }
    small
        .files
        .push(("热线来电.csv".into(), Encoding::Gb18030.encode(&delimited::write(&Sheet::new("来电", lines), ','))));
}

const OCCUPATIONS: [&str; 6] = ["工程师", "教师", "个体经营", "职员", "", "司机"];
const STREETS: [&str; 4] = ["北京市朝阳区望京街", "北京市海淀区学院路", "北京市丰台区马家堡路", "北京市通州区新华大街"];

/// The files of the cars that were sold since October 2012, each opened some days after the sale, and of cars that came from
/// other dealers and are filed at a visit.
fn customers(small: &mut SmallTables, books: &Books, orders: &[&OrderRow]) -> Result<()> {
    let headings = [
        "客户编号",
        "客户姓名",
        "性别",
        "联系电话",
        "地址",
        "职业",
        "出生日期",
        "车牌号",
        "VIN",
        "车型",
        "建档日期",
        "建档人",
        "车辆状态",
    ];
    let mut lines = vec![texts(&["客户档案"]), texts(&headings)];
    let sold = books.sales.iter().filter(|sale| sale.cancelled.is_none()).filter_map(|sale| {
        let sold = sale.delivered.filter(|sold| month_of(at(*sold, 0, 0)) >= SEPTEMBER - 11)?;
        Some((&sale.vehicle, sold))
    });
    let strangers = orders.iter().filter(|order| order.role == Role::Plain).step_by(60);
    let strangers = strangers.map(|order| (&order.vehicle, order.opened.date()));
    let mut filed: BTreeMap<Month, (usize, usize)> = BTreeMap::new();
    let (mut known, mut gone) = (BTreeSet::new(), BTreeSet::new());
    for (car, day) in sold.chain(strangers) {
        let index = known.len();
        if !known.insert(&car.vin) || index % 23 == 7 {
            continue;
        }
        let on = later(day, turn(&[0, 1, 2, 1, 9, 3], index));
        let is_company = car.owner.chars().count() > 4;
        let address =
            if index % 7 == 3 { String::new() } else { format!("{}{}号", turn(&STREETS, index), 10 + index * 3 % 90) };
        let phone = if index % 19 == 5 { "" } else { car.phone.as_str() };
        let is_gone = index % 31 == 30;
        if is_gone {
            gone.insert(car.vin.as_str());
        }
        let (all, complete) = filed.entry(month_of(at(on, 0, 0))).or_default();
        *all += 1;
        *complete += usize::from(!address.is_empty() && !phone.is_empty());
        let born = format!("{}-{:02}-{:02}", 1955 + index * 7 % 40, 1 + index % 12, 1 + index * 5 % 28);
        lines.push(vec![
            Cell::text(format!("KH{:05}", index + 1)),
            Cell::text(&car.owner),
            Cell::text(if is_company { "单位" } else { turn(&["男", "女", "男"], index) }),
            Cell::text(phone),
            Cell::text(address),
            Cell::text(if is_company { "" } else { turn(&OCCUPATIONS, index) }),
            Cell::text(if is_company { String::new() } else { born }),
            Cell::text(&car.plate),
            Cell::text(&car.vin),
            Cell::text(car.model),
            Cell::Day(on),
            Cell::text(turn(&["孙堃", "赵敏"], index)),
            Cell::text(if is_gone { "已过户" } else { "正常" }),
        ]);
    }
    for (month, (all, complete)) in filed.range(MAY..=SEPTEMBER) {
        small.count("customer_files", *month, *all);
        small.rate("customer_file_completeness", *month, *complete, *all);
    }
    count_visits::add(small, books, orders, gone);
    small.files.push(("客户档案.xlsx".into(), xlsx::write(&[Sheet::new("客户档案", lines)], "客户档案")?));
    Ok(())
}
