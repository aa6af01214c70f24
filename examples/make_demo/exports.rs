//! The two exports of the work orders: what each showed on the day it was made.

use chrono::NaiveDateTime;

use crate::rows::OrderRow;
use crate::traps::Trap;

/// Cuts the orders into the older export, made at `cut`, and the newer one, which begins at `from`: between the two
/// every order stands in both, and one unfinished at `cut` comes again with its later state.
pub fn cut(orders: &[OrderRow], from: NaiveDateTime, cut: NaiveDateTime) -> (Vec<OrderRow>, Vec<OrderRow>) {
    let mut old = Vec::new();
    let mut new = Vec::new();
    for order in orders {
        let finished = order.settled.or(order.delivered).is_none_or(|time| time <= cut);
        if order.opened <= cut {
            old.push(as_of(order, cut, finished));
        }
        if order.opened >= from || !finished {
            let mut row = order.clone();
            if order.opened <= cut {
                row.traps.push(if finished { Trap::ExportedTwice } else { Trap::LaterState });
            }
            new.push(row);
        }
    }
    (old, new)
}

fn as_of(order: &OrderRow, cut: NaiveDateTime, finished: bool) -> OrderRow {
    let mut row = order.clone();
    if !finished {
        row.status = "在修";
        row.delivered = row.delivered.filter(|time| *time <= cut);
        row.settled = None;
        row.fixed = "";
        row.not_fixed_reason = "";
        row.amount = 0;
    }
    row
}

/// Repeats some orders with another repair item, as an export by item does; every `every`-th of those that `fit`.
pub fn split_into_lines(rows: &mut Vec<OrderRow>, every: usize, fit: impl Fn(&OrderRow) -> bool) {
    let mut out = Vec::with_capacity(rows.len());
    let mut seen = 0;
    for row in rows.drain(..) {
        let mut line = None;
        if row.traps.is_empty() && fit(&row) {
            seen += 1;
            if seen % every == 0 {
                let mut further = row.clone();
                further.item = if row.item == "更换空气滤芯" { "更换雨刷片" } else { "更换空气滤芯" };
                further.traps.push(Trap::OrderLine);
                line = Some(further);
            }
        }
        out.push(row);
        out.extend(line);
    }
    *rows = out;
}
