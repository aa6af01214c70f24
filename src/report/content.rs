//! What a report is composed from.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::finding::Finding;
use crate::base::lang::{Lang, Words};
use crate::base::number::Unit;
use crate::base::period::Calendar;
use crate::facts::fact::Fact;
use crate::kpi::analyses::correlation::Together;
use crate::kpi::behind::RowBehind;
use crate::kpi::model::{Direction, KpiResult};
use crate::report::door::Door;
use crate::report::model::PeriodInfo;
use crate::tables::model::{InputBlock, Item};
use crate::tables::schema::Schema;

/// Everything that the pages show; nothing else is looked up while composing.
#[derive(Clone, Copy, Debug)]
pub struct Content<'a> {
    /// The dealer's name.
    pub dealer: &'a str,
    /// The period.
    pub period: &'a PeriodInfo,
    /// When months begin.
    pub calendar: Calendar,
    /// The language of every text.
    pub lang: Lang,
    /// The indicators in the order of the overview.
    pub results: &'a [KpiResult],
    /// Figures that stand on a page beside an indicator (`phone_surveys`, `in_person_surveys`, `new_car_sales`), not in report.json.
    pub support: &'a [KpiResult],
    /// The rows behind counts, by the id of their list.
    pub lists: &'a BTreeMap<String, Vec<RowBehind>>,
    /// The lists of a group that have more rows than anybody reads: how many each store has.
    pub long_lists: &'a BTreeMap<String, BTreeMap<String, usize>>,
    /// How indicators move together, by the id of their table.
    pub correlations: &'a BTreeMap<String, Vec<Together>>,
    /// The items of satisfaction, in the order of their columns.
    pub items: &'a [Item],
    /// What the fields of the tables are called.
    pub schemas: &'a [Schema],
    /// The balance of every sheet.
    pub inputs: &'a [InputBlock],
    /// All findings, sorted.
    pub findings: &'a [Finding],
    /// How each indicator is defined, in the order of the overview.
    pub explanations: &'a [Explanation],
    /// How texts leave the program.
    pub door: &'a Door,
    /// Below this n a rate is a small sample.
    pub small_sample: u64,
    /// What the manager wrote on pages of this period.
    pub own_words: &'a OwnWords,
}

/// The manager's own words of a period.
#[derive(Clone, Debug, Default)]
pub struct OwnWords {
    /// SHA-256 of the file; none where there is no such file.
    pub sha256: Option<String>,
    /// By page, a paragraph each.
    pub pages: BTreeMap<String, Vec<String>>,
}

/// How an indicator is defined, for the page 指标说明; taken from its declaration.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// Stable id.
    pub id: String,
    /// Name.
    pub name: Words,
    /// The rule in a sentence.
    pub rule: Words,
    /// How it is computed: shape, expression, fact.
    pub formula: Words,
    /// Where the definition comes from.
    pub source: Words,
    /// The target in the unit of the value, where one is set; of a count that of a month.
    pub target: Option<f64>,
    /// Unit of the value.
    pub unit: Unit,
    /// Which way is better.
    pub direction: Direction,
    /// Id of the page that shows it.
    pub page: String,
    /// A workspace declares it, and not the program.
    pub own: bool,
    /// The facts that it counts.
    pub facts: Arc<Fact>,
}
