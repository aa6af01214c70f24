//! A declared indicator, checked: its expressions parse, its columns exist and have the right types.

use std::ops::RangeInclusive;
use std::sync::Arc;

use super::model::Direction;
use crate::base::lang::Words;
use crate::base::number::{MOST, Unit, display};
use crate::base::table_id::TableId;
use crate::facts::constants::Constant;
use crate::facts::fact::{ColumnType, Fact};
use crate::facts::term::Term;

/// How rows become a figure. A new shape is Rust with tests; a new indicator is a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Rows, or the sum of the numerator over them.
    Count,
    /// Σ numerator ÷ Σ denominator, pooled over all rows.
    Ratio,
    /// The numerator of the row in the middle: half of the rows have less.
    Median,
    /// Rows in a state at one moment of the period; no date puts them into it.
    Stock,
    /// Mean of the advisors, each the mean of its items, each the mean of its answers.
    MeanOfGroups,
    /// The numerator of the newest row of the period.
    Latest,
    /// Count of the month ÷ mean of the months before, both summed over the months of a longer period.
    TrailingMean,
    /// Count of the twelve months up to the period's end ÷ mean of what was there at their ends.
    RollingYear,
}

impl Shape {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Count,
        Self::Ratio,
        Self::Median,
        Self::Stock,
        Self::MeanOfGroups,
        Self::Latest,
        Self::TrailingMean,
        Self::RollingYear,
    ];

    /// The name in declarations.
    pub fn name(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Ratio => "ratio",
            Self::Median => "median",
            Self::Stock => "stock",
            Self::MeanOfGroups => "mean_of_groups",
            Self::Latest => "latest",
            Self::TrailingMean => "trailing_mean",
            Self::RollingYear => "rolling_year",
        }
    }

    /// Whether its figures have a part above the line and one below it.
    pub fn is_rate(self) -> bool {
        matches!(self, Self::Ratio | Self::TrailingMean | Self::RollingYear)
    }

    /// The targets that its figures can reach. More first services than cars sold before are rare but possible: twice as
    /// many are a slip of the pen.
    pub fn targets(self, unit: Unit) -> RangeInclusive<f64> {
        let least = if unit == Unit::Points { -100.0 } else { 0.0 };
        let most = match self {
            Self::TrailingMean | Self::RollingYear => 200.0,
            // A score that somebody else counts may be one of a thousand points.
            Self::Latest => MOST,
            _ => unit.full().unwrap_or(MOST),
        };
        least..=most
    }

    /// The figures that there can be; what is measured by a mean of other months has no most.
    pub fn figures(self, unit: Unit) -> RangeInclusive<f64> {
        let possible = self.targets(unit);
        let is_open = matches!(self, Self::TrailingMean | Self::RollingYear);
        if is_open { *possible.start()..=MOST } else { possible }
    }

    /// The unit of what is below the line: a mean of months has a decimal, as scores do.
    pub fn unit_below(self) -> Unit {
        if matches!(self, Self::TrailingMean | Self::RollingYear) { Unit::Score } else { Unit::Count }
    }

    /// The units that its figures may have.
    pub fn units(self) -> &'static [Unit] {
        use Unit::{Count, Days, Minutes, Money, PerThousand, Percent, Points, Rank, Score, Seconds, Times};
        match self {
            Self::Count | Self::Stock => &[Count, Money],
            Self::Ratio => &[Percent, PerThousand, Points, Days, Minutes, Seconds, Times],
            Self::Median => &[Days, Minutes, Seconds, Times],
            Self::TrailingMean | Self::RollingYear => &[Percent],
            Self::MeanOfGroups => &[Score],
            Self::Latest => &[Score, Count, Rank],
        }
    }
}

/// The property of breakdowns by store, which no fact has as a column: a store is counted from its own files alone.
pub const DEALER: &str = "dealer";

/// Whether a breakdown is by store.
pub fn is_by_store(by: &[String]) -> bool {
    by == [DEALER]
}

/// Every column that any of these breakdowns needs, once.
pub(super) fn finest(by: &[Vec<String>]) -> Vec<String> {
    let mut columns: Vec<String> = Vec::new();
    for column in by.iter().flatten() {
        if !columns.contains(column) {
            columns.push(column.clone());
        }
    }
    columns
}

/// What the figures of months say about a longer period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OverMonths {
    /// It is their sum, or Σ ÷ Σ of their parts.
    Sum,
    /// It is that of its last month.
    Last,
    /// Nothing: it is a mean of means.
    Never,
}

/// Which rows are counted, and what of them.
#[derive(Clone, Debug)]
pub struct Rows {
    /// The fact.
    pub facts: Arc<Fact>,
    /// The column that puts a row into a period.
    pub date: Option<String>,
    /// Counted where true, or summed; every row where absent.
    pub numerator: Option<Term>,
    /// Counted where true, or summed; every row where absent.
    pub denominator: Option<Term>,
    /// Rows for which it is true take part.
    pub filter: Option<Term>,
}

/// Things that count once, however many rows they have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Distinct {
    /// The column that tells them apart; a row in which it is blank is a thing of its own.
    pub column: String,
    /// The rows are those of so many months up to the end of the period; those of the period itself where absent.
    pub months: Option<i32>,
}

/// Another way to compute an indicator: keys that stand in the place of the file's own.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its name in the file and in the configuration.
    pub id: String,
    /// What people call it; stands under the figure.
    pub name: Words,
    /// Whether the configuration chose it.
    pub chosen: bool,
}

/// A declared indicator.
#[derive(Clone, Debug)]
pub struct Definition {
    /// Stable id: the name of its file.
    pub id: String,
    /// Its place in the catalogue.
    pub order: u32,
    /// Names.
    pub name: Words,
    /// Further names under which lists of history and targets have it.
    pub also: Vec<String>,
    /// The rule in a sentence.
    pub rule: Words,
    /// Where the rule comes from.
    pub source: Words,
    /// Unit of its figures.
    pub unit: Unit,
    /// Which way is better.
    pub direction: Direction,
    /// How rows become a figure.
    pub shape: Shape,
    /// The rows.
    pub rows: Rows,
    /// The rows above the line where no call names an order.
    pub without_order_numbers: Option<Rows>,
    /// The rows below the line where they are those of another fact.
    pub base: Option<Rows>,
    /// Each thing counts once, by its latest row.
    pub distinct: Option<Distinct>,
    /// The rows that are taken off a count.
    pub less: Option<Rows>,
    /// Its rows rest on so many months before their own: without them it has no data.
    pub reaches_back: i32,
    /// The rows below the line of a trailing mean.
    pub trailing: Option<Rows>,
    /// Breakdowns, each by one or more columns.
    pub by: Vec<Vec<String>>,
    /// Id of the page that shows it.
    pub page: String,
    /// The target: that of its source, or the configuration's own in its place.
    pub target: Option<f64>,
    /// What is above the line, as pages call it.
    pub above: Option<Words>,
    /// What is below the line, as pages call it.
    pub below: Option<Words>,
    /// What is below the line and not above it, as pages call it.
    pub rest: Option<Words>,
    /// What to say of rows of which nobody knows whether they count; `{n}` is how many.
    pub unknown: Option<Words>,
    /// What to say where all of whom something is known went well and many are blank; `{n}` is how many.
    pub only_yes: Option<Words>,
    /// The count that is below the line.
    pub over: Option<String>,
    /// The variants that there are: other ways to compute it, of which the configuration may choose one.
    pub variants: Vec<Variant>,
    /// The numbers with names that it, or a column that it names, rests on.
    pub constants: Vec<Constant>,
    /// The tables that it joins: outside the days of any of them it has no data.
    pub tables: Vec<TableId>,
    /// Computed for the pages only: not in report.json, not in the overview.
    pub support: bool,
    /// A workspace declares it, and not the program.
    pub own: bool,
}

impl Definition {
    /// Whether the rows below its line and not above it are rows of one fact that can be listed: each counts once, for yes or no.
    pub fn has_rest(&self) -> bool {
        let own_rows = self.base.is_none() && self.distinct.is_none() && self.less.is_none();
        let plain = self.without_order_numbers.is_none() && self.rows.denominator.is_none();
        let yes_or_no = self.rows.numerator.as_ref().is_some_and(|term| term.kind == Some(ColumnType::Boolean));
        self.shape == Shape::Ratio && own_rows && plain && yes_or_no
    }
}

/// Whether a target out of a hundred may be the fraction of what is meant: 0.8 for 80 %, or for 80 points.
fn may_be_a_fraction(unit: Unit, target: f64) -> bool {
    matches!(unit, Unit::Percent | Unit::Score) && target > 0.0 && target <= 1.0
}

/// What to say of a target that can only be meant as a fraction: nobody wants less than one in a hundred of what should be
/// many.
pub fn fraction(unit: Unit, direction: Direction, target: f64) -> Option<Words> {
    if direction == Direction::Lower || !may_be_a_fraction(unit, target) {
        return None;
    }
    let meant = target * 100.0;
    if unit == Unit::Score {
        return Some(Words {
            chinese: format!("目标 {target} 是满分 100 的 {target} 分；{meant:.0} 分写 {meant:.0}"),
            en: format!("a target of {target} is {target} of 100 points; write {meant:.0} where {meant:.0} are meant"),
        });
    }
    Some(Words {
        chinese: format!("目标 {target} 是百分之 {target}；百分比写百分数，{meant:.0}% 写 {meant:.0}"),
        en: format!("a target of {target} is {target} percent; write {meant:.0} where {meant:.0} % is meant"),
    })
}

impl Definition {
    /// What to say of a target that may be meant as a fraction, where a small one makes sense too.
    pub fn small_target(&self) -> Option<Words> {
        let target = self.target.filter(|target| may_be_a_fraction(self.unit, *target))?;
        let (id, meant) = (&self.id, target * 100.0);
        let written = |target: f64| display(Some(target), self.unit);
        Some(Words {
            chinese: format!(
                "指标 {id} 的目标 {target} 按 {} 计；如果是 {}，请写 {meant:.0}",
                written(target),
                written(meant)
            ),
            en: format!(
                "the target {target} of {id} is taken as {}; write {meant:.0} if {} is meant",
                written(target),
                written(meant)
            ),
        })
    }

    /// Whether its target is that of a month: what is counted adds up over the months of a longer period.
    pub fn aims_at_a_month(&self) -> bool {
        self.shape == Shape::Count && self.over_months() == OverMonths::Sum
    }

    /// The targets that it can reach.
    pub fn targets(&self) -> RangeInclusive<f64> {
        self.below_nought(self.shape.targets(self.unit))
    }

    /// The figures that it can have.
    pub(super) fn figures(&self) -> RangeInclusive<f64> {
        self.below_nought(self.shape.figures(self.unit))
    }

    /// More may be taken off a count than there is.
    fn below_nought(&self, possible: RangeInclusive<f64>) -> RangeInclusive<f64> {
        if self.less.is_some() { -MOST..=*possible.end() } else { possible }
    }

    /// The months before the last one of a period from which on its table must have rows.
    pub fn months_back(&self) -> i32 {
        let window = self.distinct.as_ref().and_then(|distinct| distinct.months);
        window.map_or(0, |months| months - 1).max(self.reaches_back)
    }

    /// What the figures of months say about a longer period.
    pub(super) fn over_months(&self) -> OverMonths {
        let months = self.distinct.as_ref().map(|distinct| distinct.months.is_some());
        match self.shape {
            Shape::Stock | Shape::RollingYear | Shape::Latest => OverMonths::Last,
            Shape::MeanOfGroups | Shape::Median => OverMonths::Never,
            Shape::Count | Shape::Ratio | Shape::TrailingMean => match (months, &self.rows.date) {
                (Some(true), _) | (_, None) => OverMonths::Last,
                // A car that came in two months came once in the quarter.
                (Some(false), _) => OverMonths::Never,
                // What lasts stands in every month in which it does.
                (None, Some(date)) if self.rows.facts.is_of_the_moment(date) => OverMonths::Never,
                (None, Some(_)) => OverMonths::Sum,
            },
        }
    }

    /// A figure of it as pages show it.
    pub(super) fn shown(&self, value: Option<f64>) -> String {
        display(value, self.unit)
    }

    /// The variant that was chosen.
    pub fn variant(&self) -> Option<&Variant> {
        self.variants.iter().find(|variant| variant.chosen)
    }

    /// The property whose groups a mean is taken over: rows without a word stay out of it.
    pub fn averages(&self) -> Option<&str> {
        let answers = self.rows.facts.answers.as_ref().filter(|_| self.shape == Shape::MeanOfGroups);
        answers.map(|answers| answers.about.as_str())
    }
}
