//! New-car sales of the demo dealer.

use crate::calendar::{at, day, days_in, later};
use crate::dice::Dice;
use crate::golden::{FIRST_SALE, MAY, SALES};
use crate::people::Fleet;
use crate::rows::SaleRow;
use crate::traps::Trap;

const CONSULTANTS: [&str; 5] = ["周涛", "吴喆", "徐丽", "郭明", "林淼"];

/// Whether a new car was insured here, in turn; the list says so since May. Where nobody wrote it, nobody knows.
const INSURED: [&str; 8] = ["已投保", "已投保", "未投保", "已投保", "", "已投保", "未投保", "已投保"];

/// The list, oldest invoice first.
pub fn build(dice: &mut Dice, fleet: &mut Fleet) -> Vec<SaleRow> {
    let mut rows = Vec::new();
    for (index, &count) in SALES.iter().enumerate() {
        let month = FIRST_SALE + index as u32;
        for car in 0..count {
            let delivered = day(month, dice.between(1, days_in(month)));
            let mut row = SaleRow {
                vehicle: fleet.next(dice),
                invoiced: later(delivered, -i64::from(dice.between(0, 3))).max(day(month, 1)),
                delivered: Some(delivered),
                consultant: dice.pick(&CONSULTANTS).to_owned(),
                channel: "展厅",
                status: "已交车",
                cancelled: None,
                insured: if month < MAY { "" } else { INSURED[car % INSURED.len()] },
                traps: Vec::new(),
            };
            if car % 8 == 5 {
                row.channel = "二网";
                row.traps.push(Trap::SecondTier);
            }
            if car < 2 && index > 0 {
                row.delivered = Some(day(month, dice.between(1, 4)));
                row.invoiced = day(month - 1, days_in(month - 1) - dice.between(0, 3));
                row.traps.push(Trap::DeliveredLater);
            }
            if car == 9 {
                row.delivered = None;
                row.invoiced = delivered;
                row.traps.push(Trap::OnlyInvoiced);
            }
            rows.push(row);
        }
        if index % 3 == 1 || index >= SALES.len() - 3 {
            rows.push(cancelled(dice, fleet, month));
        }
    }
    rows.sort_by(|a, b| (a.invoiced, &a.vehicle.vin).cmp(&(b.invoiced, &b.vehicle.vin)));
    sold_twice(&mut rows);
    rows
}

fn cancelled(dice: &mut Dice, fleet: &mut Fleet, month: u32) -> SaleRow {
    let invoiced = day(month, dice.between(5, 25));
    SaleRow {
        vehicle: fleet.next(dice),
        invoiced,
        delivered: None,
        consultant: dice.pick(&CONSULTANTS).to_owned(),
        channel: "展厅",
        status: "取消",
        cancelled: Some(later(invoiced, 2)),
        insured: "",
        traps: vec![Trap::CancelledSale],
    }
}

/// Lines pasted twice.
fn sold_twice(rows: &mut Vec<SaleRow>) {
    let july = |row: &SaleRow| row.traps.is_empty() && row.delivered.is_some_and(|d| d >= day(FIRST_SALE + 17, 5));
    let picked: Vec<usize> = (0..rows.len()).filter(|&i| july(&rows[i])).step_by(20).take(4).collect();
    for index in picked.into_iter().rev() {
        let mut again = rows[index].clone();
        again.traps.push(Trap::SaleTwice);
        rows.insert(index + 1, again);
    }
}

/// The month that a car counts in: delivery, else invoice.
pub fn month_of_sale(row: &SaleRow) -> u32 {
    crate::calendar::month_of(at(row.delivered.unwrap_or(row.invoiced), 0, 0))
}
