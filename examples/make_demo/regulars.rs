//! The vehicles that come to the workshop again and again, those that stay away in time, and the cars that begin to come
//! with their first service.

use std::collections::{BTreeMap, VecDeque};

use crate::calendar::Month;
use crate::dice::Dice;
use crate::people::{Fleet, Vehicle};
use crate::rows::OrderRow;

/// Vehicles that come in every second month: more than the orders of any month.
const EVERY_SECOND_MONTH: usize = 1500;
/// Of a hundred vehicles that may, so many do not come again.
const LEAVING: u32 = 20;
/// The first ones always come: the orders with something special about them are theirs.
const FAITHFUL: usize = 100;

/// The two halves of the regular vehicles: one rests a month between two orders, so a call never meets two of them by accident.
pub struct Regulars {
    halves: [Vec<Vehicle>; 2],
    beginning: [VecDeque<Vehicle>; 2],
    // Chance and vehicles of their own: who comes again changes nothing else of the demo.
    dice: Dice,
    newcomers: Fleet,
}

impl Regulars {
    /// All of them.
    pub fn new(dice: &mut Dice, fleet: &mut Fleet) -> Self {
        let halves = [0, 1].map(|_| (0..EVERY_SECOND_MONTH).map(|_| fleet.next(dice)).collect());
        Self { halves, beginning: Default::default(), dice: Dice::new(20131008), newcomers: Fleet::after(100_000) }
    }

    /// The vehicles of a month, once a month: the place of one that left goes to a car that had its first service before, else
    /// to one from elsewhere.
    pub fn of(&mut self, month: Month) -> Vec<Vehicle> {
        let half = (month % 2) as usize;
        for place in FAITHFUL..EVERY_SECOND_MONTH {
            if self.dice.percent(LEAVING) {
                let next = self.beginning[half].pop_front();
                self.halves[half][place] = next.unwrap_or_else(|| self.newcomers.next(&mut self.dice));
            }
        }
        self.halves[half].clone()
    }

    /// The cars that had their first service in a month: of five one does not come again.
    pub fn begin(&mut self, month: Month, cars: &[Vehicle]) {
        let staying = cars.iter().enumerate().filter(|(index, _)| index % 5 != 3);
        self.beginning[(month % 2) as usize].extend(staying.map(|(_, car)| car.clone()));
    }
}

/// What the odometers show, oldest order first: a vehicle that comes again has driven on since.
pub fn drive(orders: &mut [OrderRow]) {
    let mut seen: BTreeMap<String, (chrono::NaiveDateTime, u32)> = BTreeMap::new();
    for order in orders {
        if let Some((before, mileage)) = seen.get(&order.vehicle.vin) {
            let days = (order.opened - *before).num_days() as u32;
            order.mileage = mileage + days * (20 + mileage % 40);
        }
        seen.insert(order.vehicle.vin.clone(), (order.opened, order.mileage));
    }
}
