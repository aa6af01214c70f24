//! Cases: all attempts to call about one work order.

use anyhow::Result;
use polars::prelude::{DataFrame, PlHashMap};

use super::calls::{Call, Outcome};
use super::links::Links;
use super::orders::{Called, Order};
use super::reader::{boolean_column, date_column, integer_column, origin_columns, text_column};
use crate::tables::model::Source;

/// The reason of a failed case that names none (contract, section 3, "Case").
pub(super) const NO_REASON: &str = "未填原因";

/// What a call is about; a call that leads to no order stands alone.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Subject<'a> {
    Order(usize),
    UnknownNumber(&'a str),
    Alone(usize),
}

/// The calls, brought together.
pub(super) struct Linked {
    /// Indices of the calls of each case, the last attempt at the end.
    cases: Vec<Vec<usize>>,
    /// The order of each call.
    pub(super) order_of_call: Vec<Option<usize>>,
}

/// Brings together the calls about one order, each case in the order of its attempts.
pub(super) fn link<'a>(calls: &[Call<'a>], links: &Links<'a>, sources: &[Source]) -> Linked {
    let mut cases: Vec<Vec<usize>> = Vec::new();
    let mut case_of = PlHashMap::default();
    let mut order_of_call = Vec::with_capacity(calls.len());
    let mut before: Option<(&Call<'a>, Subject<'a>)> = None;
    for (at, call) in calls.iter().enumerate() {
        let subject = match (call.order_no, before) {
            (_, Some((first, subject))) if call.same_row(first) => subject,
            (Some(number), _) => links.by_number(number, call).map_or(Subject::UnknownNumber(number), Subject::Order),
            (None, _) => links.by_vehicle(call).map_or(Subject::Alone(at), Subject::Order),
        };
        before = Some((call, subject));
        order_of_call.push(if let Subject::Order(order) = subject { Some(order) } else { None });
        let case = *case_of.entry(subject).or_insert_with(|| {
            cases.push(Vec::new());
            cases.len() - 1
        });
        cases[case].push(at);
    }
    for case in &mut cases {
        if case.len() > 1 {
            case.sort_by(|&a, &b| calls[a].rank(sources).cmp(&calls[b].rank(sources)));
        }
    }
    Linked { cases, order_of_call }
}

impl Linked {
    /// What the calls know about each order.
    pub(super) fn called(&self, calls: &[Call<'_>], orders: usize) -> Vec<Called> {
        let mut called = vec![Called::default(); orders];
        for case in &self.cases {
            let Some(order) = case.first().and_then(|&call| self.order_of_call[call]) else { continue };
            called[order] = Called {
                first_attempt: case
                    .iter()
                    .find(|&&call| calls[call].outcome != Outcome::Open)
                    .map(|&call| calls[call].at.date()),
                fixed: case.iter().rev().find_map(|&call| calls[call].fixed),
            };
        }
        called
    }

    /// The frame `cases`: every case with at least one attempt.
    pub(super) fn frame(&self, calls: &[Call<'_>], orders: &[Order<'_>]) -> Result<DataFrame> {
        let rows: Vec<Case<'_, '_>> = self.cases.iter().filter_map(|case| self.case(case, calls, orders)).collect();
        let mut columns = vec![
            date_column("last_attempt", rows.iter().map(|row| Some(row.last.at.date()))),
            integer_column("attempts", rows.iter().map(|row| Some(row.attempts))),
            boolean_column("succeeded", rows.iter().map(|row| Some(row.succeeded))),
            boolean_column("first_succeeded", rows.iter().map(|row| Some(row.first_succeeded))),
            text_column("reason", rows.iter().map(Case::reason)),
            text_column("advisor", rows.iter().map(|row| row.filled(|call| call.advisor, |order| order.advisor))),
            text_column("caller", rows.iter().map(|row| row.last.caller)),
            text_column("order_no", rows.iter().map(|row| row.filled(|call| call.order_no, |order| order.order_no))),
            text_column("plate", rows.iter().map(|row| row.filled(|call| call.plate, |order| order.plate))),
            text_column("customer", rows.iter().map(|row| row.filled(|call| call.customer, |order| order.customer))),
            text_column("phone", rows.iter().map(|row| row.filled(|call| call.phone, |order| order.phone))),
            text_column("comment", rows.iter().map(|row| row.last.comment)),
            text_column("model", rows.iter().map(|row| row.filled(|call| call.model, |order| order.model))),
            boolean_column("has_order", rows.iter().map(|row| Some(row.order.is_some()))),
        ];
        columns.extend(origin_columns(rows.iter().map(|row| row.last.origin)));
        Ok(DataFrame::new(rows.len(), columns)?)
    }

    fn case<'c, 'a>(&self, case: &[usize], calls: &'c [Call<'a>], orders: &'c [Order<'a>]) -> Option<Case<'c, 'a>> {
        let attempts: Vec<&Call<'a>> =
            case.iter().map(|&call| &calls[call]).filter(|call| call.outcome != Outcome::Open).collect();
        let order = case.first().and_then(|&call| self.order_of_call[call]);
        Some(Case {
            last: attempts.last()?,
            order: order.map(|order| &orders[order]),
            attempts: attempts.iter().map(|call| call.dialled()).fold(attempts.len() as i64, i64::max),
            // A list that keeps the last call alone tells by its number that there were others before.
            first_succeeded: attempts
                .first()
                .is_some_and(|first| first.outcome == Outcome::Success && first.dialled() <= 1),
            succeeded: attempts.iter().any(|call| call.outcome == Outcome::Success),
        })
    }
}

struct Case<'c, 'a> {
    last: &'c Call<'a>,
    order: Option<&'c Order<'a>>,
    attempts: i64,
    succeeded: bool,
    first_succeeded: bool,
}

impl<'a> Case<'_, 'a> {
    fn reason(&self) -> Option<&'a str> {
        if self.succeeded { None } else { Some(self.last.reason.unwrap_or(NO_REASON)) }
    }

    /// The value of the last attempt, else that of the order.
    fn filled(
        &self,
        of_call: impl Fn(&Call<'a>) -> Option<&'a str>,
        of_order: impl Fn(&Order<'a>) -> Option<&'a str>,
    ) -> Option<&'a str> {
        of_call(self.last).or_else(|| self.order.and_then(of_order))
    }
}
