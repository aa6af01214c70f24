//! The statements that count every indicator over an export of tables and facts, for engines in which the rows are too many
//! for one machine. What comes out is the table that `--facts` reads: docs/warehouse.md, docs/warehouse-sql.md.

pub mod dialect;
mod expression;
mod fact;
mod found;
mod look;
mod months;
mod rows;
mod shapes;
mod steps;
pub mod times;
mod trailing;
mod typed;

use std::collections::BTreeMap;
use std::sync::Arc;

use dialect::Dialect;
use expression::Writer;
use fact::FactsMade;

use super::catalogue::Catalogue;
use super::counted::key_columns;
use super::definition::{Definition, Rows};
use crate::base::period::Calendar;
use crate::facts::book::FactBook;
use crate::facts::constants::Constants;
use crate::facts::fact::Fact;
use crate::facts::side::Side;

/// What has to be known of statements that begin at the tables.
const OF_TABLES: &str = "\
-- All other facts are made here of tables/ and of these. The export must be one that masks no names, plates and VINs
-- ([privacy] customers = \"full\"): masked ones stand as running numbers in facts/ and would not be found in tables/.
-- Telephones within texts are masked in tables/ as everywhere: texts that differ in a masked one alone are one text here.
";

/// The statements, and what they lack.
#[derive(Debug)]
pub struct Statements {
    /// What the engine runs.
    pub text: String,
    /// The indicators that could not be stated, each with what was in the way.
    pub lacking: Vec<(String, String)>,
}

/// Where the statements begin.
#[derive(Clone, Copy, Debug)]
pub enum Begin<'a> {
    /// At the exported facts.
    Facts,
    /// At the exported tables: the engine makes the facts that are declared.
    Tables {
        /// The facts.
        book: &'a FactBook,
        /// The dealer's months.
        calendar: Calendar,
    },
}

/// States every indicator of the catalogue for an engine. Each has a statement of its own, so that no engine has to plan more
/// than one at a time.
pub fn statements(catalogue: &Catalogue, constants: &Constants, dialect: Dialect, begin: Begin<'_>) -> Statements {
    let writer = Writer { dialect, constants };
    let (mut named, mut parts, mut lacking) = (Vec::new(), String::new(), Vec::new());
    let mut facts: BTreeMap<&str, &Arc<Fact>> = BTreeMap::new();
    for definition in catalogue.definitions() {
        match writer.sides(definition) {
            Ok(sides) => {
                named.push(writer.named(definition));
                sides.iter().for_each(|(side, select)| parts += &writer.part(&definition.id, *side, select));
                facts.extend(rows_of(definition).map(|rows| (rows.facts.id.name(), &rows.facts)));
            }
            Err(what) => lacking.push((definition.id.clone(), what)),
        }
    }
    let mut text = format!("-- csr-report sql --dialect {}{}\n", dialect.name(), begin.option());
    text += "-- To be run in the folder of csr-report export --parquet; the result is the table parts.\n";
    let rows = match begin {
        Begin::Facts => facts.values().map(|fact| writer.fact_view(fact)).collect(),
        Begin::Tables { book, calendar } => {
            let made = FactsMade::of(book, calendar, writer);
            let (rows, from_export) = made.text(facts.values().map(|fact| fact.id));
            text += &format!("-- FROM THE EXPORT: {}\n{OF_TABLES}", from_export.join(", "));
            rows
        }
    };
    for (id, what) in &lacking {
        text += &format!("-- NOT STATED: {id} ({})\n", what.replace('\n', " "));
    }
    text += &format!("\n{}{}", dialect.begin(), files(&writer));
    text += &rows;
    text += &format!("\n{}INSERT INTO parts VALUES\n{};\n", dialect.table(), named.join(",\n"));
    text += &format!("{}{parts}\n-- The file for --facts:\n-- {};\n", writer.beside(), dialect.file());
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

impl Begin<'_> {
    fn option(self) -> &'static str {
        if let Self::Tables { .. } = self { " --from tables" } else { "" }
    }
}

impl Writer<'_> {
    /// Adds a side of an indicator to the parts.
    fn part(&self, id: &str, side: Side, select: &str) -> String {
        let [id, side] = [id, side.name()].map(|text| self.dialect.text(text));
        format!(
            "INSERT INTO parts SELECT d.name, {id}, {side}, p.csr_period, p.csr_keys, p.csr_value, p.csr_rows, \
             p.csr_up, p.csr_down, p.csr_unknown FROM ({select}) p JOIN dealers d ON d.csr_dealer = p.csr_dealer;\n"
        )
    }

    /// The columns that the keys of an indicator are the words of; it belongs to no dealer.
    fn named(&self, definition: &Definition) -> String {
        let columns = key_columns(definition).iter().map(|column| self.dialect.text(column)).collect();
        let [id, side] = [&definition.id, Side::Indicator.name()].map(|text| self.dialect.text(text));
        format!("(NULL, {id}, {side}, NULL, {}, NULL, NULL, NULL, NULL, NULL)", self.joined(columns))
    }

    /// Adds the periods, and what is known of the tables.
    fn beside(&self) -> String {
        let days = ["start", "end", "as_of"].map(|day| self.dialect.string(&self.dialect.quoted(day)));
        let period = self.dialect.text(Side::Period.name());
        format!(
            "INSERT INTO parts SELECT NULL, NULL, {period}, label, {}, NULL, NULL, NULL, NULL, NULL FROM moments;\n\
             INSERT INTO parts SELECT d.name, k.subject, k.side, k.period, k.words, NULL, k.counted, NULL, NULL, NULL \
             FROM known k JOIN dealers d ON d.csr_dealer = k.csr_dealer;\n",
            self.joined(days.to_vec())
        )
    }
}
