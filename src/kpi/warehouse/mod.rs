//! The statements that count every indicator over an export of tables and facts, for engines in which the rows are too many
//! for one machine. What comes out is the table that `--facts` reads: docs/warehouse.md, docs/warehouse-sql.md.

pub mod dialect;
mod expression;
mod rows;
mod shapes;
pub mod times;
mod trailing;

use std::collections::BTreeMap;
use std::sync::Arc;

use dialect::Dialect;
use expression::Writer;
use rows::nothing;

use super::catalogue::Catalogue;
use super::definition::{Definition, Rows};
use crate::facts::constants::Constants;
use crate::facts::fact::Fact;

/// The statements, and what they lack.
#[derive(Debug)]
pub struct Statements {
    /// What the engine runs.
    pub text: String,
    /// The indicators that could not be stated, each with what was in the way.
    pub lacking: Vec<(String, String)>,
}

/// States every indicator of the catalogue for an engine.
pub fn statements(catalogue: &Catalogue, constants: &Constants, dialect: Dialect) -> Statements {
    let writer = Writer { dialect, constants };
    let (mut parts, mut lacking) = (Vec::new(), Vec::new());
    let mut facts: BTreeMap<&str, &Arc<Fact>> = BTreeMap::new();
    for definition in catalogue.definitions() {
        match writer.sides(definition) {
            Ok(sides) => {
                parts.push(named(&writer, definition));
                parts.extend(sides.iter().map(|(side, select)| part(&writer, &definition.id, side, select)));
                facts.extend(rows_of(definition).map(|rows| (rows.facts.id.name(), &rows.facts)));
            }
            Err(what) => lacking.push((definition.id.clone(), what)),
        }
    }
    let mut text = format!("-- csr-report sql --dialect {}\n", dialect.name());
    text += "-- To be run in the folder of csr-report export --parquet; the result is the table parts.\n";
    for (id, what) in &lacking {
        text += &format!("-- NOT STATED: {id} ({})\n", what.replace('\n', " "));
    }
    text += &format!("\n{}{}", dialect.begin(), files(&writer));
    facts.values().for_each(|fact| text += &writer.fact_view(fact));
    text += &format!("\n{}", dialect.table(&all(&writer, &parts)));
    Statements { text, lacking }
}

fn rows_of(definition: &Definition) -> impl Iterator<Item = &Rows> {
    let Definition { rows, without_order_numbers, base, less, trailing, .. } = definition;
    std::iter::once(rows).chain(without_order_numbers).chain(base).chain(less).chain(trailing)
}

/// The views over what stands beside the facts.
fn files(writer: &Writer<'_>) -> String {
    let dialect = writer.dialect;
    let dealer = format!("{} AS csr_dealer", dialect.string("dealer"));
    let of_dealers =
        |name: &str, columns: &str| dialect.view_of_files(name, name, &format!("{dealer}, {columns}"), false);
    let [start, stop] = ["start", "end"].map(|name| dialect.quoted(name));
    let years = format!(
        "SELECT m.label AS label, c.{start} AS {start}, c.{stop} AS {stop}, LEAST(c.{stop}, m.until) AS as_of, \
         LEAST(c.{stop}, m.until) AS until FROM moments m CROSS JOIN calendar c \
         WHERE c.number BETWEEN m.until_month - 11 AND m.until_month"
    );
    [
        dialect.view_of_file("moments"),
        dialect.view_of_file("calendar"),
        of_dealers("dealers", "name, calls_name_orders"),
        of_dealers("known", "side, subject, period, words, counted"),
        of_dealers("coverage", "table_name, period, number, there"),
        dialect.view(shapes::YEARS, &years),
    ]
    .concat()
}

/// A side of an indicator.
fn part(writer: &Writer<'_>, id: &str, side: &str, select: &str) -> String {
    let [id, side] = [id, side].map(|text| writer.dialect.text(text));
    format!(
        "SELECT csr_dealer, {id} AS indicator, {side} AS side, csr_period, csr_keys, csr_value, csr_rows, csr_up, \
         csr_down, csr_unknown FROM ({select}) p"
    )
}

/// The columns that the keys of an indicator are the words of; it belongs to no dealer.
fn named(writer: &Writer<'_>, definition: &Definition) -> String {
    let dialect = writer.dialect;
    let columns = shapes::columns(definition).iter().map(|column| dialect.text(column)).collect();
    let [blank, none] = [dialect.string("NULL"), nothing(dialect)];
    format!(
        "SELECT {blank} AS csr_dealer, {} AS indicator, 'indicator' AS side, {blank} AS csr_period, {} AS csr_keys, \
         {none} AS csr_value, {none} AS csr_rows, {none} AS csr_up, {none} AS csr_down, {none} AS csr_unknown",
        dialect.text(&definition.id),
        writer.joined(columns)
    )
}

/// All parts as one table, with the periods and with what is known of the tables.
fn all(writer: &Writer<'_>, parts: &[String]) -> String {
    let dialect = writer.dialect;
    let (blank, none) = (dialect.string("NULL"), nothing(dialect));
    let days = ["start", "end", "as_of"].map(|day| dialect.string(&dialect.quoted(day)));
    let periods = format!(
        "SELECT {blank} AS csr_dealer, {blank} AS indicator, 'period' AS side, label AS csr_period, {} AS csr_keys, \
         {none} AS csr_value, {none} AS csr_rows, {none} AS csr_up, {none} AS csr_down, {none} AS csr_unknown \
         FROM moments",
        writer.joined(days.to_vec())
    );
    let known = format!(
        "SELECT csr_dealer, subject AS indicator, side, period AS csr_period, words AS csr_keys, {none} AS csr_value, \
         counted AS csr_rows, {none} AS csr_up, {none} AS csr_down, {none} AS csr_unknown FROM known"
    );
    let all: Vec<&str> = [&periods, &known].into_iter().chain(parts).map(String::as_str).collect();
    let [value, rows] = ["value", "rows"].map(|name| dialect.quoted(name));
    format!(
        "SELECT d.name AS dealer, a.indicator AS indicator, a.side AS side, a.csr_period AS period, a.csr_keys AS {}, \
         a.csr_value AS {value}, a.csr_rows AS {rows}, a.csr_up AS above, a.csr_down AS below, \
         a.csr_unknown AS unknown\nFROM (\n{}\n) a LEFT JOIN dealers d ON d.csr_dealer = a.csr_dealer",
        dialect.quoted("keys"),
        all.join("\nUNION ALL ")
    )
}
