//! A declared indicator, checked: its expressions parse, its columns exist and have the right types.

use polars::prelude::Expr;
use serde::{Deserialize, Serialize};

use super::model::Direction;
use crate::base::lang::Words;
use crate::base::number::{MOST, Unit};
use crate::base::table_id::TableId;
use crate::facts::frames::{ColumnType, FrameId};

/// How rows become a figure. A new shape is Rust with tests; a new indicator is a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Rows, or the sum of the numerator over them.
    Count,
    /// Σ numerator ÷ Σ denominator, pooled over all rows.
    Ratio,
    /// Rows in a state at one moment of the period; no date puts them into it.
    Stock,
    /// Mean of the advisors, each the mean of its items, each the mean of its answers.
    MeanOfGroups,
    /// Count of the month ÷ mean of the months before, both summed over the months of a longer period.
    TrailingMean,
}

impl Shape {
    /// The name in declarations.
    pub fn name(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Ratio => "ratio",
            Self::Stock => "stock",
            Self::MeanOfGroups => "mean_of_groups",
            Self::TrailingMean => "trailing_mean",
        }
    }

    /// The highest target that its figure can reach. More first services than cars sold before are rare but possible: twice
    /// as many are a slip of the pen.
    pub fn highest(self) -> f64 {
        match self {
            Self::Count | Self::Stock => MOST,
            Self::Ratio | Self::MeanOfGroups => 100.0,
            Self::TrailingMean => 200.0,
        }
    }

    /// The property whose groups a mean is taken over: rows without a word stay out of it.
    pub fn averages(self) -> Option<&'static str> {
        (self == Self::MeanOfGroups).then_some("advisor")
    }

    /// The unit of what is below the line: a mean of months has a decimal, as scores do.
    pub fn unit_below(self) -> Unit {
        if self == Self::TrailingMean { Unit::Score } else { Unit::Count }
    }

    /// The unit that its figures have.
    pub fn unit(self) -> Unit {
        match self {
            Self::Count | Self::Stock => Unit::Count,
            Self::Ratio | Self::TrailingMean => Unit::Percent,
            Self::MeanOfGroups => Unit::Score,
        }
    }
}

/// An expression over one row of a frame.
#[derive(Clone, Debug)]
pub struct Term {
    /// As declared.
    pub text: String,
    /// What it gives; `None` for a bare NULL.
    pub kind: Option<ColumnType>,
    /// What polars runs.
    pub(super) expr: Expr,
    /// Whether it looks at a column: a constant is the same for all rows, however many.
    pub(super) of_row: bool,
    /// The largest number that it gives for a row, its sign aside.
    pub(super) most: f64,
}

/// Which rows are counted, and what of them.
#[derive(Clone, Debug)]
pub struct Rows {
    /// The frame.
    pub facts: FrameId,
    /// The column that puts a row into a period.
    pub date: Option<String>,
    /// Counted where true, or summed; every row where absent.
    pub numerator: Option<Term>,
    /// Counted where true, or summed; every row where absent.
    pub denominator: Option<Term>,
    /// Rows for which it is true take part.
    pub filter: Option<Term>,
}

/// A declared indicator.
#[derive(Clone, Debug)]
pub struct Definition {
    /// Stable id: the name of its file.
    pub id: String,
    /// Its place in the catalogue.
    pub order: f64,
    /// Names.
    pub name: Words,
    /// The rule in a sentence.
    pub rule: Words,
    /// Where the rule comes from.
    pub source: String,
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
    /// The rows below the line of a trailing mean.
    pub trailing: Option<Rows>,
    /// Breakdowns, each by one or more columns.
    pub by: Vec<Vec<String>>,
    /// Id of the page that shows it.
    pub page: String,
    /// The target that its source gives.
    pub target: Option<f64>,
    /// What is above the line, as pages call it.
    pub above: Option<Words>,
    /// What is below the line, as pages call it.
    pub below: Option<Words>,
    /// What is below the line and not above it, as pages call it.
    pub rest: Option<Words>,
    /// The count that is below the line.
    pub over: Option<String>,
    /// The tables that it joins: outside the days of any of them it has no data.
    pub tables: Vec<TableId>,
    /// Computed for the pages only: not in report.json, not in the overview.
    pub support: bool,
}
