//! The work orders of both exports, once each, and the order that a call belongs to.

use chrono::{NaiveDate, TimeDelta};

use crate::calendar::{Month, month_of};
use crate::count::finished;
use crate::rows::{Books, CallRow, OrderRow};
use crate::traps::Trap;

/// Orders after duplicates and lines were told apart.
pub struct Orders<'a> {
    pub rows: Vec<&'a OrderRow>,
    off: Option<Trap>,
    by_number: std::collections::BTreeMap<&'a str, usize>,
    by_vin: std::collections::BTreeMap<&'a str, Vec<usize>>,
    by_plate: std::collections::BTreeMap<String, Vec<usize>>,
}

impl<'a> Orders<'a> {
    /// Reads both exports.
    pub fn read(books: &'a Books, off: Option<Trap>) -> Self {
        let mut orders = Self {
            rows: Vec::new(),
            off,
            by_number: Default::default(),
            by_vin: Default::default(),
            by_plate: Default::default(),
        };
        for row in books.orders_old.iter().chain(&books.orders_new) {
            orders.add(row);
        }
        for (index, row) in orders.rows.iter().enumerate() {
            orders.by_vin.entry(row.vehicle.vin.as_str()).or_default().push(index);
            orders.by_plate.entry(plate(&row.vehicle.plate, off)).or_default().push(index);
        }
        orders
    }

    fn add(&mut self, row: &'a OrderRow) {
        let Some(&known) = self.by_number.get(row.no.as_str()) else {
            self.by_number.insert(row.no.as_str(), self.rows.len());
            self.rows.push(row);
            return;
        };
        let other = self.rows[known];
        let same_state = other.status == row.status && other.settled == row.settled && other.delivered == row.delivered;
        let trap = match (same_state, other.item == row.item) {
            (true, true) => Trap::ExportedTwice,
            (true, false) => Trap::OrderLine,
            _ => Trap::LaterState,
        };
        if trap == Trap::LaterState {
            if self.off != Some(trap) && row.settled.or(row.delivered) > other.settled {
                self.rows[known] = row;
            }
        } else if self.off == Some(trap) {
            self.rows.push(row);
        }
    }

    /// Orders of the month that are due for a call.
    pub fn due(&self, month: Month) -> Vec<usize> {
        let due = |row: &OrderRow| {
            is_due(row.status, row.service_type, row.settled.or(row.delivered).is_some(), self.off)
                && self.month(row) == month
        };
        (0..self.rows.len()).filter(|&i| due(self.rows[i])).collect()
    }

    /// Repairs of the month that may carry an answer.
    pub fn repairs(&self, month: Month) -> Vec<usize> {
        self.due(month)
    }

    /// Distinct vehicles with a first service in the month.
    pub fn first_services(&self, month: Month) -> usize {
        let by_flag = self.off != Some(Trap::FirstServiceFlag);
        let vehicles: Vec<&str> = (0..self.rows.len())
            .map(|index| self.rows[index])
            .filter(|row| matches!(row.service_type, "首保" | "强保") || (by_flag && row.first_service == "是"))
            .filter(|row| is_due(row.status, "", row.settled.or(row.delivered).is_some(), self.off))
            .filter(|row| self.month(row) == month)
            .map(|row| row.vehicle.vin.as_str())
            .collect();
        if self.off == Some(Trap::FirstServiceTwice) {
            return vehicles.len();
        }
        vehicles.into_iter().collect::<std::collections::BTreeSet<_>>().len()
    }

    /// The month of an order: settlement, else delivery, else opening.
    fn month(&self, row: &OrderRow) -> Month {
        let by_rule = row.settled.or(row.delivered).unwrap_or(row.opened);
        month_of(match self.off {
            Some(Trap::SettledLate) => row.delivered.or(row.settled).unwrap_or(row.opened),
            Some(Trap::OpenedEarlier) => row.opened,
            Some(Trap::NoSettlement) if row.settled.is_none() => return 0,
            _ => by_rule,
        })
    }

    /// The order that a call belongs to.
    pub fn of_call(&self, call: &CallRow, off: Option<Trap>) -> Option<usize> {
        if !call.order_no.is_empty() {
            return self.by_number.get(call.order_no.as_str()).copied();
        }
        if off == Some(Trap::NoOrderNumber) || off == Some(Trap::SecondWithoutNumber) && call.attempt > 1 {
            return None;
        }
        let by_plate = off == Some(Trap::SamePlate);
        let own = if call.vin.is_empty() || by_plate {
            self.by_plate.get(&plate(&call.plate, off))
        } else {
            self.by_vin.get(call.vin.as_str())
        };
        let own = || own.into_iter().flatten().copied();
        let served = call.service_date.filter(|_| off != Some(Trap::ServiceDateDecides));
        let on_day = served.and_then(|date| own().find(|&i| touches(self.rows[i], date)));
        let recent = |&i: &usize| {
            let day = self.day(i);
            day <= call.date.date() && day >= call.date.date() - TimeDelta::days(30)
        };
        on_day.or_else(|| own().filter(recent).max_by_key(|&i| self.day(i)))
    }

    fn day(&self, index: usize) -> NaiveDate {
        let row = self.rows[index];
        row.settled.or(row.delivered).unwrap_or(row.opened).date()
    }
}

fn touches(row: &OrderRow, date: NaiveDate) -> bool {
    [row.delivered, row.settled, Some(row.opened)].into_iter().flatten().any(|time| time.date() == date)
}

/// Finished, and neither void nor internal nor PDI.
pub fn is_due(status: &str, service_type: &str, dated: bool, off: Option<Trap>) -> bool {
    let void = matches!(status, "作废" | "取消");
    let unfinished = matches!(status, "在修" | "派工");
    if (void && off != Some(Trap::VoidOrder))
        || (unfinished && off != Some(Trap::InRepair))
        || (service_type == "内部车" && off != Some(Trap::InternalOrder))
        || (service_type == "PDI" && off != Some(Trap::PdiOrder))
        || (status.is_empty() && off == Some(Trap::BlankStatus))
    {
        return false;
    }
    void || unfinished || finished(status, dated)
}

/// The plate in one dress.
fn plate(plate: &str, off: Option<Trap>) -> String {
    if off == Some(Trap::MessyPlate) {
        return plate.to_owned();
    }
    let narrow = |letter: char| match letter as u32 {
        0xFF01..=0xFF5E => char::from_u32(letter as u32 - 0xFEE0).unwrap_or(letter),
        _ => letter,
    };
    plate.chars().map(narrow).filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}
