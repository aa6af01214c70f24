//! Counts the complaints of a month.

use chrono::{NaiveDateTime, NaiveTime, TimeDelta};

use crate::calendar::{Month, at, day, days_in, month_of};
use crate::count::rate;
use crate::rows::{Books, ComplaintRow};
use crate::traps::Trap;

/// The value of one of the complaint indicators.
pub fn value(books: &Books, off: Option<Trap>, indicator: &str, month: Month, key: &str) -> Option<f64> {
    let keeps = |trap| off != Some(trap);
    let rows = read(books, off);
    let end = at(day(month, days_in(month)), 23, 59);
    let closed = |row: &ComplaintRow| match row.closed {
        None if row.status == "已结案" && !keeps(Trap::ClosedWithoutDate) => Some(row.received),
        closed => closed,
    };
    let received = |row: &&&ComplaintRow| month_of(row.received) == month;
    let carried =
        |row: &&&ComplaintRow| month_of(row.received) < month && closed(row).is_none_or(|time| month_of(time) >= month);
    let closed_now = |row: &&&ComplaintRow| closed(row).is_some_and(|time| month_of(time) == month);
    let count = |n: usize| Some(n as f64);
    match indicator {
        "complaints_received" => {
            count(rows.iter().filter(received).filter(|row| key.is_empty() || level(row, off) == key).count())
        }
        "complaints_carried_in" => count(rows.iter().filter(carried).count()),
        "complaints_closed" => count(rows.iter().filter(closed_now).count()),
        "complaints_open" => {
            let open = |row: &&&ComplaintRow| row.received <= end && closed(row).is_none_or(|time| time > end);
            count(rows.iter().filter(open).count())
        }
        "complaint_timely_closure_rate" => {
            let judged: Vec<bool> = rows.iter().filter(received).filter_map(|row| timely(row, end, off)).collect();
            rate(judged.iter().filter(|timely| **timely).count(), judged.len())
        }
        "complaint_resolution_satisfaction" => {
            let known: Vec<&str> =
                rows.iter().filter(closed_now).map(|row| row.reaction).filter(|word| !word.is_empty()).collect();
            let pleased = |word: &&&str| matches!(**word, "满意" | "非常满意" | "比较满意");
            rate(known.iter().filter(pleased).count(), known.len())
        }
        _ => None,
    }
}

/// The complaints once each, in their last state, without withdrawn ones.
fn read(books: &Books, off: Option<Trap>) -> Vec<&ComplaintRow> {
    let mut rows: Vec<&ComplaintRow> = Vec::new();
    for row in &books.complaints {
        if row.status == "撤销" && off != Some(Trap::Withdrawn) {
            continue;
        }
        match rows.iter_mut().find(|other| other.no == row.no) {
            Some(other) if row.closed > other.closed && off != Some(Trap::Reopened) => *other = row,
            Some(_) => {}
            None => rows.push(row),
        }
    }
    rows
}

/// I, II, III, however it is written.
fn level(row: &ComplaintRow, off: Option<Trap>) -> &'static str {
    if off == Some(Trap::LevelSpelling) {
        return row.level;
    }
    match row.level {
        "I" | "Ⅰ级" | "一级" => "I",
        "II" | "Ⅱ级" | "二级" | "2级" => "II",
        _ => "III",
    }
}

/// Whether it was closed in time; nothing for one still open and not yet due.
fn timely(row: &ComplaintRow, end: NaiveDateTime, off: Option<Trap>) -> Option<bool> {
    let own =
        row.limit.strip_suffix('天').and_then(|days| days.parse::<i64>().ok()).filter(|_| off != Some(Trap::OwnLimit));
    let of_level = if level(row, None) == "I" && off != Some(Trap::LevelLimit) { 24 } else { 72 };
    let due = row.received + TimeDelta::hours(own.map_or(of_level, |days| days * 24));
    let midnight = |time: NaiveDateTime| time.time() == NaiveTime::MIN;
    match row.closed.filter(|time| *time <= end) {
        Some(closed) if off != Some(Trap::NoTimeOfDay) && (midnight(closed) || midnight(row.received)) => {
            Some(closed.date() <= due.date())
        }
        Some(closed) => Some(closed <= due),
        None if due > end => None,
        None => Some(false),
    }
}
