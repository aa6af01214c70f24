//! Which vehicles came in a month and not since, counted from the orders.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::{Month, month, month_of};
use crate::golden::SEPTEMBER;
use crate::rows::{Books, OrderRow};
use crate::small_tables::SmallTables;

/// Who has not come for so many months is lost.
const MONTHS: Month = 6;
/// The first month of which orders are there.
const JANUARY: Month = month(2013, 1);

/// Adds the figures; `gone` are the cars that their files call sold on.
pub fn add<'a>(small: &mut SmallTables, books: &'a Books, orders: &[&'a OrderRow], mut gone: BTreeSet<&'a str>) {
    let sold_on = books.renewals.iter().filter(|row| row.transferred == "是");
    gone.extend(sold_on.map(|row| row.vehicle.vin.as_str()));
    let mut came: BTreeMap<Month, BTreeSet<&str>> = BTreeMap::new();
    for order in orders {
        let of = month_of(order.settled.or(order.delivered).unwrap_or(order.opened));
        came.entry(of).or_default().insert(&order.vehicle.vin);
    }
    for (month, cars) in came.range(JANUARY..=SEPTEMBER) {
        small.count("vehicles_serviced", *month, cars.len());
    }
    for month in JANUARY + MONTHS..=SEPTEMBER {
        let before: Vec<&str> = came[&(month - MONTHS)].iter().filter(|car| !gone.contains(*car)).copied().collect();
        let since = |car: &&&str| came.range(month - MONTHS + 1..=month).any(|(_, cars)| cars.contains(**car));
        small.rate("churn_rate", month, before.iter().filter(|car| !since(car)).count(), before.len());
    }
}
