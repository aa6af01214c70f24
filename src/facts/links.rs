//! Which order a call is about (contract, section 3, "Case").

use chrono::{Days, NaiveDate};
use polars::prelude::{PlHashMap, PlHashSet};

use super::calls::Call;
use super::orders::Order;
use crate::base::side_by_side::both;

/// A call without an order number may be about an order of so many days before it.
const DAYS_BEFORE_CALL: u64 = 30;

/// Orders by number and by vehicle. Looked up only, never walked.
pub(super) struct Links<'a> {
    by_number: PlHashMap<&'a str, usize>,
    /// Orders whose number is not known, since its digits were lost.
    unnumbered: PlHashSet<usize>,
    by_vin: PlHashMap<&'a str, Vehicle>,
    by_plate: PlHashMap<&'a str, Vehicle>,
    /// Orders that name no VIN: a call that does may only be about one of them.
    by_bare_plate: PlHashMap<&'a str, Vehicle>,
}

/// The orders of a vehicle, sorted by day and within a day from the earlier to the later one. A list may name a plate
/// for thousands of cars ("none"), so a call must not look at each of them.
#[derive(Default)]
struct Vehicle {
    /// By the day that puts the order into its period.
    by_date: Vec<(NaiveDate, usize)>,
    /// By each of its days: delivery, settlement, opening.
    by_day: Vec<(NaiveDate, usize)>,
}

impl<'a> Links<'a> {
    pub(super) fn new(orders: &[Order<'a>]) -> Self {
        let mut from_early_to_late: Vec<usize> = (0..orders.len()).collect();
        from_early_to_late.sort_by_key(|&at| (orders[at].at, orders[at].order_no, orders[at].advisor));
        let vehicles = |name: fn(&Order<'a>) -> Option<&'a str>| {
            let mut vehicles: PlHashMap<&'a str, Vehicle> = PlHashMap::default();
            for &at in &from_early_to_late {
                if let Some(name) = name(&orders[at]) {
                    vehicles.entry(name).or_default().add(at, &orders[at]);
                }
            }
            vehicles.values_mut().for_each(|vehicle| vehicle.by_day.sort_by_key(|(day, _)| *day));
            vehicles
        };
        let of_plates =
            || (vehicles(|order| order.plate), vehicles(|order| order.plate.filter(|_| order.vin.is_none())));
        let of_numbers = || {
            let all = || orders.iter().enumerate();
            let by_number = all().filter_map(|(at, order)| Some((order.order_no?, at))).collect();
            (by_number, all().filter(|(_, order)| order.order_no.is_none()).map(|(at, _)| at).collect())
        };
        let ((by_plate, by_bare_plate), (by_vin, (by_number, unnumbered))) =
            both(of_plates, || (vehicles(|order| order.vin), of_numbers()));
        Self { by_number, unnumbered, by_vin, by_plate, by_bare_plate }
    }

    /// The order of the number that a call names; where no order has it, that of the vehicle if its number is not known.
    pub(super) fn by_number(&self, number: &str, call: &Call<'_>) -> Option<usize> {
        let of_vehicle = || self.by_vehicle(call).filter(|order| self.unnumbered.contains(order));
        self.by_number.get(number).copied().or_else(of_vehicle)
    }

    /// The order of the vehicle: that of the service date, else the latest of the 30 days before the call.
    pub(super) fn by_vehicle(&self, call: &Call<'_>) -> Option<usize> {
        let vehicle = self.vehicle(call)?;
        let day = call.at.date();
        let earliest = day - Days::new(DAYS_BEFORE_CALL);
        let served = |wanted| last(&vehicle.by_day, wanted).filter(|(found, _)| *found == wanted);
        let recent = || last(&vehicle.by_date, day).filter(|(found, _)| *found >= earliest);
        call.service_date.and_then(served).or_else(recent).map(|(_, order)| order)
    }

    /// The vehicle by VIN; by plate where the VIN leads to none. An order of that plate with another VIN is another
    /// vehicle.
    fn vehicle(&self, call: &Call<'_>) -> Option<&Vehicle> {
        if let Some(vehicle) = call.vin.and_then(|vin| self.by_vin.get(vin)) {
            return Some(vehicle);
        }
        let plates = if call.vin.is_some() { &self.by_bare_plate } else { &self.by_plate };
        call.plate.and_then(|plate| plates.get(plate))
    }
}

impl Vehicle {
    fn add(&mut self, at: usize, order: &Order<'_>) {
        self.by_date.extend(order.date.map(|date| (date, at)));
        self.by_day.extend(order.days.into_iter().flatten().map(|day| (day, at)));
    }
}

/// The last entry of a day or before it.
fn last(entries: &[(NaiveDate, usize)], day: NaiveDate) -> Option<(NaiveDate, usize)> {
    entries[..entries.partition_point(|(found, _)| *found <= day)].last().copied()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::base::table_id::TableId;
    use crate::facts::test_tables::{Row, tables};
    use crate::facts::{calls, orders};

    /// The same, looking at every order.
    fn one_by_one(orders: &[Order<'_>], call: &Call<'_>) -> Option<usize> {
        let all = || 0..orders.len();
        let of_vin: Vec<usize> = all().filter(|&at| call.vin.is_some() && orders[at].vin == call.vin).collect();
        let of_plate = all().filter(|&at| call.plate.is_some() && orders[at].plate == call.plate);
        let of_plate = of_plate.filter(|&at| call.vin.is_none() || orders[at].vin.is_none());
        let candidates = if of_vin.is_empty() { of_plate.collect() } else { of_vin };
        let latest = |fits: &dyn Fn(&Order<'_>) -> bool| {
            let fitting = candidates.iter().copied().filter(|&at| fits(&orders[at]));
            fitting.max_by_key(|&at| (orders[at].at, orders[at].order_no, orders[at].advisor))
        };
        let day = call.at.date();
        let recent = |date: NaiveDate| date <= day && day.signed_duration_since(date).num_days() <= 30;
        let served = call.service_date.and_then(|wanted| latest(&|order| order.days.contains(&Some(wanted))));
        served.or_else(|| latest(&|order| order.date.is_some_and(recent)))
    }

    fn day(day: u32) -> String {
        NaiveDate::from_ymd_opt(2013, 7, 1)
            .expect("a day")
            .checked_add_days(Days::new(day.into()))
            .expect("a day")
            .to_string()
    }

    /// An order or a call about one of two cars, with few plates and VINs so that they meet.
    fn some_row() -> impl Strategy<Value = Row> {
        (any::<bool>(), 0..3_u32, 0..3_u32, 0..70_u32, prop::option::of(0..70_u32), 0..3_u32).prop_map(
            |(call, vin, plate, first, second, advisor)| {
                let (date, other) = if call { ("call_date", "service_date") } else { ("opened_at", "settled_at") };
                let table = if call { TableId::CALLBACKS } else { TableId::WORK_ORDERS };
                let mut cells =
                    vec![(date, day(first).as_str().into()), ("advisor", format!("顾问{advisor}").as_str().into())];
                cells.extend(second.map(|second| (other, day(second).as_str().into())));
                cells.extend((vin > 0).then(|| ("vin", format!("V{vin}").as_str().into())));
                cells.extend((plate > 0).then(|| ("plate", format!("P{plate}").as_str().into())));
                (table, cells)
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn a_call_finds_the_order_that_looking_at_every_one_finds(rows in prop::collection::vec(some_row(), 2..40)) {
            let tables = tables(&rows);
            if tables.frames.len() < 2 {
                return Ok(());
            }
            let orders = orders::read(&tables).expect("orders");
            let links = Links::new(&orders);
            for call in calls::read(&tables).expect("calls") {
                prop_assert_eq!(links.by_vehicle(&call), one_by_one(&orders, &call));
            }
        }
    }
}
