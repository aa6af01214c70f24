//! Which order a call is about (contract, section 3, "Case").

use std::collections::HashMap;

use chrono::{Days, NaiveDate};

use super::calls::Call;
use super::orders::Order;

/// A call without an order number may be about an order of so many days before it.
const DAYS_BEFORE_CALL: u64 = 30;

/// Orders by number and by vehicle. Looked up only, never walked.
pub(super) struct Links<'o, 'a> {
    orders: &'o [Order<'a>],
    by_number: HashMap<&'a str, usize>,
    by_vin: HashMap<&'a str, Vec<usize>>,
    by_plate: HashMap<&'a str, Vec<usize>>,
}

impl<'o, 'a> Links<'o, 'a> {
    pub(super) fn new(orders: &'o [Order<'a>]) -> Self {
        let mut links = Self { orders, by_number: HashMap::new(), by_vin: HashMap::new(), by_plate: HashMap::new() };
        for (at, order) in orders.iter().enumerate() {
            if let Some(number) = order.order_no {
                links.by_number.insert(number, at);
            }
            if let Some(vin) = order.vin {
                links.by_vin.entry(vin).or_default().push(at);
            }
            if let Some(plate) = order.plate {
                links.by_plate.entry(plate).or_default().push(at);
            }
        }
        links
    }

    /// The order of this number.
    pub(super) fn by_number(&self, number: &str) -> Option<usize> {
        self.by_number.get(number).copied()
    }

    /// The order of the vehicle: that of the service date, else the latest of the 30 days before the call.
    pub(super) fn by_vehicle(&self, call: &Call<'_>) -> Option<usize> {
        let day = call.at.date();
        let earliest = day - Days::new(DAYS_BEFORE_CALL);
        let candidates = self.candidates(call);
        let served = |wanted: NaiveDate| {
            let same_day = candidates.iter().copied().filter(|&at| self.orders[at].days.contains(&Some(wanted)));
            self.latest(same_day)
        };
        let recent = || {
            let dated = candidates.iter().copied();
            self.latest(dated.filter(|&at| self.orders[at].date.is_some_and(|date| (earliest..=day).contains(&date))))
        };
        call.service_date.and_then(served).or_else(recent)
    }

    /// Orders of the vehicle by VIN; by plate where the VIN leads to none. An order of that plate with
    /// another VIN is another vehicle.
    fn candidates(&self, call: &Call<'_>) -> Vec<usize> {
        if let Some(orders) = call.vin.and_then(|vin| self.by_vin.get(vin)) {
            return orders.clone();
        }
        let by_plate = call.plate.and_then(|plate| self.by_plate.get(plate));
        let same_vehicle = |at: &usize| call.vin.is_none() || self.orders[*at].vin.is_none();
        by_plate.map_or_else(Vec::new, |orders| orders.iter().copied().filter(same_vehicle).collect())
    }

    fn latest(&self, orders: impl Iterator<Item = usize>) -> Option<usize> {
        orders.max_by_key(|&at| (self.orders[at].at, self.orders[at].order_no, self.orders[at].advisor))
    }
}
