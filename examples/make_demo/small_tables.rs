//! The small tables beside the five large ones, as each department keeps them: rows by rule from the orders and sales that
//! are there, and beside every table its figures, counted here from the same rows in another way than the program does.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use crate::calendar::{Month, at, day, label, later, month_of};
use crate::count::Count;
use crate::golden::{MAY, SEPTEMBER};
use crate::people::{CALLERS, Vehicle};
use crate::rows::{Books, OrderRow, Role};
use crate::sales::month_of_sale;
use crate::traps::Trap;
use crate::written::biff8;
use crate::written::delimited::{self, Encoding};
use crate::written::grid::{Book, Cell, Sheet, texts};
use crate::{small_books, small_contacts, small_people};

/// What an indicator comes to in a month.
pub struct Figure {
    /// The indicator.
    pub id: &'static str,
    /// The month.
    pub month: Month,
    /// The count, or what is above the line.
    pub above: usize,
    /// What is below the line.
    pub below: Option<usize>,
}

/// The tables as files of the `input` folder, and their figures.
#[derive(Default)]
pub struct SmallTables {
    pub files: Vec<(String, Vec<u8>)>,
    pub figures: Vec<Figure>,
}

impl SmallTables {
    /// A count.
    pub fn count(&mut self, id: &'static str, month: Month, above: usize) {
        self.figures.push(Figure { id, month, above, below: None });
    }

    /// A rate.
    pub fn rate(&mut self, id: &'static str, month: Month, above: usize, below: usize) {
        self.figures.push(Figure { id, month, above, below: Some(below) });
    }

    /// The figures as the golden test reads them.
    pub fn toml(&self) -> String {
        let mut text =
            "# What the small tables come to, counted by the generator (examples/make_demo/small_tables.rs).\n"
                .to_owned();
        for Figure { id, month, above, below } in &self.figures {
            let month = label(*month);
            let below = below.map_or(String::new(), |below| format!(", denominator = {below}"));
            text += &format!(
                "\n[[figures]]\nid = \"{id}\"\nmonth = \"{month}\"\nvalue = {{ numerator = {above}{below} }}\n"
            );
        }
        text
    }
}

/// All of them.
pub fn build(dealer: &str, books: &Books, exported: &str) -> Result<SmallTables> {
    let mut small = SmallTables::default();
    let orders = visits(books);
    appointments(&mut small, dealer, books, &orders, exported)?;
    outreach(&mut small, &orders);
    insured(&mut small, books);
    small_contacts::add(&mut small, books, &orders)?;
    small_books::add(&mut small, dealer)?;
    small_people::add(&mut small, dealer)?;
    Ok(small)
}

/// The new cars of each month that were insured here, of those of which the list says it.
fn insured(small: &mut SmallTables, books: &Books) {
    let sold = books.sales.iter().filter(|sale| sale.cancelled.is_none() && !sale.insured.is_empty());
    let cars: BTreeMap<&str, _> = sold.map(|sale| (sale.vehicle.vin.as_str(), sale)).collect();
    for month in MAY..SEPTEMBER {
        let known: Vec<_> = cars.values().filter(|sale| month_of_sale(sale) == month).collect();
        let yes = known.iter().filter(|sale| sale.insured == "已投保").count();
        small.rate("new_car_insurance_rate", month, yes, known.len());
    }
}

/// The finished orders of customers, each in its last state, in the order of their numbers.
fn visits(books: &Books) -> Vec<&OrderRow> {
    let last: BTreeMap<&str, &OrderRow> =
        books.orders_old.iter().chain(&books.orders_new).map(|order| (order.no.as_str(), order)).collect();
    let apart = [Trap::VoidOrder, Trap::InternalOrder, Trap::PdiOrder, Trap::InRepair];
    let is_visit = |order: &&OrderRow| {
        order.settled.or(order.delivered).is_some() && !apart.iter().any(|trap| order.traps.contains(trap))
    };
    last.into_values().filter(is_visit).collect()
}

/// The day by which an order belongs to a month.
fn day_of(order: &OrderRow) -> NaiveDate {
    order.settled.or(order.delivered).unwrap_or(order.opened).date()
}

/// One of `choices`, in turn.
pub fn turn<T: Copy>(choices: &[T], at: usize) -> T {
    choices[at % choices.len()]
}

/// A booking.
struct Booking<'a> {
    vehicle: &'a Vehicle,
    advisor: &'a str,
    appointed: NaiveDateTime,
    arrived: Option<NaiveDateTime>,
    kind: &'static str,
    status: &'static str,
    reason: &'static str,
}

/// Minutes by which customers come after their time, or before it.
const LATE: [i64; 12] = [0, 7, -12, 3, 35, -8, 14, -40, 10, 20, 0, 55];
/// Within so many a booking is on time.
const GRACE: i64 = 15;
const KINDS: [&str; 7] = ["主动", "微信", "主动", "主动", "电话预约", "主动", "被动"];
const MISSED: [(&str, &str); 4] = [("未进厂", ""), ("取消进厂", "临时有事"), ("未进厂", ""), ("取消进厂", "备件未到")];

/// The bookings of the dealer's system: every twelfth order was booked, and some bookings came to nothing.
fn appointments(
    small: &mut SmallTables,
    dealer: &str,
    books: &Books,
    orders: &[&OrderRow],
    exported: &str,
) -> Result<()> {
    let headings = [
        "预约单号",
        "预约生成日期",
        "预约进厂时间",
        "实际进厂时间",
        "车牌号",
        "VIN",
        "车主",
        "联系电话",
        "车型",
        "维修预约类型",
        "指定服务顾问",
        "预约状态",
        "取消原因",
    ];
    let mut lines = vec![
        texts(&[&format!("{dealer}维修预约查询")]),
        texts(&["导出日期:", exported, "导出人:", "孙堃"]),
        Vec::new(),
        texts(&headings),
    ];
    for month in MAY..=SEPTEMBER {
        let mut bookings: Vec<Booking<'_>> = Vec::new();
        let fits = |order: &&&OrderRow| {
            month_of(order.opened) == month
                && order.role == Role::Plain
                && order.traps.is_empty()
                && !order.advisor.is_empty()
        };
        for (index, order) in orders.iter().filter(fits).step_by(12).enumerate() {
            let late = turn(&LATE, index);
            let status = if late.abs() <= GRACE {
                "准时进厂"
            } else if late < 0 {
                "提前进厂"
            } else {
                "延迟进厂"
            };
            let (vehicle, advisor) = (&order.vehicle, order.advisor.as_str());
            let appointed = order.opened - TimeDelta::minutes(late);
            let came = Booking {
                vehicle,
                advisor,
                appointed,
                arrived: Some(order.opened),
                kind: turn(&KINDS, index),
                status,
                reason: "",
            };
            bookings.push(came);
            if index % 5 == 4 {
                let (status, reason) = turn(&MISSED, index / 5);
                let appointed = at(day(month, 2 + index as u32 % 25), 14, 30);
                bookings.push(Booking {
                    vehicle,
                    advisor,
                    appointed,
                    arrived: None,
                    kind: turn(&KINDS, index + 2),
                    status,
                    reason,
                });
            }
        }
        bookings.sort_by_key(|booking| booking.appointed);
        for (index, booking) in bookings.iter().enumerate() {
            let booked = later(booking.appointed.date(), -1 - (index % 5) as i64);
            lines.push(vec![
                Cell::text(format!("YY{}{:03}", booking.appointed.format("%y%m"), index + 1)),
                Cell::Time(at(booked, 9 + index as u32 % 8, 7 * index as u32 % 60)),
                Cell::Time(booking.appointed),
                Cell::time(booking.arrived),
                Cell::text(&booking.vehicle.plate),
                Cell::text(&booking.vehicle.vin),
                Cell::text(&booking.vehicle.owner),
                Cell::text(&booking.vehicle.phone),
                Cell::text(booking.vehicle.model),
                Cell::text(booking.kind),
                Cell::text(booking.advisor),
                Cell::text(booking.status),
                Cell::text(booking.reason),
            ]);
        }
        let number = |such: &dyn Fn(&Booking<'_>) -> bool| bookings.iter().filter(|booking| such(booking)).count();
        let came = number(&|booking| booking.arrived.is_some());
        let missed = number(&|booking| booking.status == "未进厂");
        let by_customer = number(&|booking| booking.reason == "临时有事");
        let on_time = number(&|booking| booking.status == "准时进厂");
        small.count("bookings", month, bookings.len());
        small.count("booking_no_shows", month, missed);
        small.rate("booking_on_time_rate", month, on_time, came);
        small.rate("booking_success_rate", month, on_time, bookings.len());
        small.rate("booking_kept_rate", month, came, came + missed + by_customer);
        let known = number(&|booking| booking.kind != "电话预约");
        small.rate("active_booking_rate", month, number(&|booking| booking.kind == "主动"), known);
        let due = Count { books, off: None }.value("callbacks_due", month, "").unwrap_or_default();
        small.rate("booking_rate", month, came, due as usize);
    }
    small.files.push(("预约/维修预约查询.xls".into(), biff8::write(&Book::new(vec![Sheet::new("预约", lines)]))?));
    Ok(())
}

/// Cars called to come for maintenance from July to September, and of these so many booked.
const CALLED: [(Month, usize); 3] = [(SEPTEMBER - 2, 40), (SEPTEMBER - 1, 45), (SEPTEMBER, 45)];
const BOOKED: usize = 55;
const RESULTS: [&str; 5] = ["已接通", "无人接听", "拒绝", "已接通", "空号"];
const OFFERS: [(&str, &str); 4] =
    [("续保招揽", "成功"), ("续保招揽", "拒绝"), ("会员卡", "考虑中"), ("续保招揽", "无人接听")];
/// A visit comes of a call within so many days.
const DAYS_TO_COME: i64 = 30;

/// The calls to cars that were here two months before, and to some of those a policy or a card is offered.
fn outreach(small: &mut SmallTables, orders: &[&OrderRow]) {
    let mut lines = vec![texts(&[
        "序号",
        "招揽日期",
        "招揽类型",
        "车牌号",
        "VIN",
        "车主",
        "联系电话",
        "招揽人",
        "招揽结果",
        "备注",
    ])];
    let until = orders.iter().map(|order| day_of(order)).max().unwrap_or_default();
    let mut number = 0;
    for (month, called) in CALLED {
        let earlier = |order: &&&OrderRow| {
            month_of(order.opened) == month - 2 && order.role == Role::Plain && order.traps.is_empty()
        };
        let mut known = BTreeSet::new();
        let cars: Vec<&Vehicle> = orders
            .iter()
            .filter(earlier)
            .step_by(7)
            .map(|order| &order.vehicle)
            .filter(|car| known.insert(&car.vin))
            .take(called)
            .collect();
        let (mut booked, mut reached, mut came, mut judged, mut offers, mut sold) = (0, 0, 0, 0, 0, 0);
        for (index, car) in cars.iter().enumerate() {
            let on = day(month, 1 + index as u32 * 28 / called as u32);
            let result =
                if number * BOOKED / 130 < (number + 1) * BOOKED / 130 { "已预约" } else { turn(&RESULTS, index) };
            number += 1;
            booked += usize::from(result == "已预约");
            reached += usize::from(!["无人接听", "空号"].contains(&result));
            // Who came is known once the days in which a visit counts lie within the orders.
            if later(on, DAYS_TO_COME) <= until {
                let span = on..=later(on, DAYS_TO_COME);
                judged += 1;
                came += usize::from(orders.iter().any(|one| one.vehicle.vin == car.vin && span.contains(&day_of(one))));
            }
            let mut call = |kind: &str, result: &str| {
                let line = lines.len();
                lines.push(vec![
                    Cell::Number(line as f64),
                    Cell::text(on.format("%Y/%-m/%-d").to_string()),
                    Cell::text(kind),
                    Cell::text(&car.plate),
                    Cell::text(&car.vin),
                    Cell::text(&car.owner),
                    Cell::text(&car.phone),
                    Cell::text(turn(&CALLERS, index)),
                    Cell::text(result),
                    Cell::Empty,
                ]);
            };
            call("定保招揽", result);
            if index % 6 == 1 {
                let (kind, result) = turn(&OFFERS, index / 6);
                call(kind, result);
                offers += 1;
                sold += usize::from(result == "成功");
                reached += usize::from(result != "无人接听");
            }
        }
        small.count("outreach_contacts", month, cars.len() + offers);
        small.count("outreach_booked", month, booked);
        small.rate("outreach_reached_rate", month, reached, cars.len() + offers);
        if judged > 0 {
            small.rate("outreach_return_rate", month, came, judged);
        }
        small.count("telephone_sales", month, sold);
        small.rate("telephone_sales_rate", month, sold, offers);
    }
    small.files.push((
        "招揽记录.csv".into(),
        Encoding::Utf8WithMark.encode(&delimited::write(&Sheet::new("招揽", lines), ',')),
    ));
}
