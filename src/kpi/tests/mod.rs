//! The sentences of the contract, each with the smallest tables that can break it.
#![allow(clippy::panic, reason = "a test fails by panicking")]

mod callbacks;
mod churn;
mod complaints;
mod contacts;
mod declarations;
mod distinct;
mod laws;
mod many_groups;
mod renewals;
mod retention;
mod satisfaction;
mod shortness;
mod stated;
mod trend;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::behind::{RowBehind, Side, rows_behind};
use super::catalogue::Catalogue;
use super::model::{BreakdownRow, KpiResult};
use super::{Evaluation, evaluate};
use crate::base::period::{Calendar, Period, PeriodKind};
use crate::facts::book::FactBook;
use crate::facts::constants::Constants;
use crate::facts::moments::Moment;
use crate::facts::test_tables::{Row, counting, day, row, tables};
use crate::facts::{self, Facts};
use crate::settings::{Counting, Reading};
use crate::tables::schemas::Schemas;
use crate::templates::Templates;

/// The built-in facts.
fn book() -> &'static FactBook {
    static BOOK: LazyLock<FactBook> = LazyLock::new(|| {
        let templates = Templates::embedded();
        let schemas = Schemas::load(&templates, &Reading::default()).expect("the built-in tables");
        let constants = Constants::load(&templates, &[].into()).expect("the constants");
        FactBook::load(&templates, &schemas, constants).expect("the built-in facts")
    });
    &BOOK
}

fn catalogue() -> Catalogue {
    Catalogue::load(&Templates::embedded(), book(), &BTreeMap::new()).expect("the built-in declarations")
}

fn period(label: &str) -> Period {
    let kinds = [PeriodKind::Month, PeriodKind::Quarter, PeriodKind::Year];
    kinds.into_iter().find_map(|kind| Calendar::default().parse(kind, label)).expect("a period of the test")
}

fn facts_of(rows: &[Row], counting: &Counting) -> Facts {
    facts::build(&tables(rows), book(), counting, Calendar::default()).expect("facts")
}

/// Everything of a period, named `2013-09`, `2013-Q3` or `2013`, seen from its last day.
fn evaluated(rows: &[Row], label: &str) -> Evaluation {
    evaluated_with(rows, label, None, &counting())
}

/// The rows behind a count of a period, each with these columns.
fn behind(rows: &[Row], label: &str, as_of: Option<&str>, id: &str, columns: &[&str]) -> Vec<RowBehind> {
    let (facts, period) = (facts_of(rows, &counting()), period(label));
    let moment = Moment { period, as_of: as_of.map_or(period.end, day) };
    let columns: Vec<String> = columns.iter().map(|column| (*column).to_owned()).collect();
    rows_behind(&facts, catalogue().get(id).expect(id), &moment, &columns, Side::Counted).expect("rows")
}

/// With a target of the configuration.
fn evaluated_for(rows: &[Row], label: &str, (id, target): (&str, f64)) -> Evaluation {
    let (facts, period, mut catalogue) = (facts_of(rows, &counting()), period(label), catalogue());
    catalogue.aim(id, target);
    evaluate(&facts, &catalogue, &period, period.end, &counting()).expect("an evaluation")
}

fn evaluated_with(rows: &[Row], label: &str, as_of: Option<&str>, counting: &Counting) -> Evaluation {
    let (facts, period) = (facts_of(rows, counting), period(label));
    evaluate(&facts, &catalogue(), &period, as_of.map_or(period.end, day), counting).expect("an evaluation")
}

impl Evaluation {
    fn kpi(&self, id: &str) -> &KpiResult {
        self.kpis.iter().chain(&self.support).find(|kpi| kpi.id == id).unwrap_or_else(|| panic!("no {id}"))
    }

    fn value(&self, id: &str) -> Option<f64> {
        self.kpi(id).measure.value
    }

    /// Numerator and denominator.
    fn parts(&self, id: &str) -> Option<(f64, f64)> {
        let measure = self.kpi(id).measure;
        measure.numerator.zip(measure.denominator)
    }

    fn rows(&self, id: &str, by: &[&str]) -> &[BreakdownRow] {
        &self.kpi(id).breakdown(by).unwrap_or_else(|| panic!("{id} by {by:?}")).rows
    }

    /// Keys joined by `/`, with their values.
    fn values(&self, id: &str, by: &[&str]) -> Vec<(String, f64)> {
        let row = |row: &BreakdownRow| (row.key.join("/"), row.measure.value.unwrap_or(f64::NAN));
        self.rows(id, by).iter().map(row).collect()
    }
}

fn pairs(expected: &[(&str, f64)]) -> Vec<(String, f64)> {
    expected.iter().map(|(key, value)| ((*key).to_owned(), *value)).collect()
}

/// A finished order settled on a day.
fn order(order_no: &str, settled: &str) -> Row {
    row![WORK_ORDERS, order_no: order_no, settled_at: settled, status_sense: "finished"]
}

/// A call about an order.
fn call(order_no: &str, date: &str, result: &str) -> Row {
    row![CALLBACKS, order_no: order_no, call_date: date, result: result, result_sense: result]
}

/// A row with one more cell.
fn with(mut row: Row, field: &'static str, value: impl Into<crate::facts::test_tables::Cell>) -> Row {
    row.1.push((field, value.into()));
    row
}
