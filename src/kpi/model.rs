//! The door to the report: what an indicator came to.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Serialize, Serializer};

use crate::base::lang::Words;
use crate::base::number::{Unit, shortest};
use crate::base::table_id::TableId;
use crate::facts::coverage::Covered;

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Neither.
    None,
}

/// How the value stands to its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// As good as the target or better; judged on the exact value.
    Met,
    /// Worse than the target.
    Missed,
    /// No target is set.
    NoTarget,
    /// No value to judge.
    NoData,
}

impl Status {
    /// Judged on the exact value; equal is met.
    pub fn of(value: Option<f64>, target: Option<f64>, direction: Direction) -> Self {
        let Some(value) = value else { return Self::NoData };
        let met = match (target, direction) {
            (Some(target), Direction::Higher) => value >= target,
            (Some(target), Direction::Lower) => value <= target,
            (None, _) | (_, Direction::None) => return Self::NoTarget,
        };
        if met { Self::Met } else { Self::Missed }
    }
}

/// A figure with what it was made of.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measure {
    /// The value in its unit (percent 0–100); `None` is no data.
    pub value: Option<f64>,
    /// Above the line of a rate; `None` for counts and scores.
    pub numerator: Option<f64>,
    /// Below the line of a rate; `None` for counts and scores.
    pub denominator: Option<f64>,
    /// What it rests on: the denominator, the number of answers, the count; 0 where that is not known.
    pub n: u64,
}

impl Measure {
    /// What it rests on. A figure of the past that somebody wrote down without its parts does not tell.
    pub fn known_n(&self) -> Option<u64> {
        self.value.filter(|value| self.n > 0 || *value == 0.0).map(|_| self.n)
    }
}

impl Serialize for Measure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Written {
            #[serde(serialize_with = "shortest")]
            value: Option<f64>,
            #[serde(serialize_with = "shortest")]
            numerator: Option<f64>,
            #[serde(serialize_with = "shortest")]
            denominator: Option<f64>,
            n: Option<u64>,
        }
        let Self { value, numerator, denominator, n } = *self;
        Written { value, numerator, denominator, n: value.map_or(Some(n), |_| self.known_n()) }.serialize(serializer)
    }
}

/// Where a figure comes from that rests not only on raw data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// A list of figures of the past.
    History,
    /// That of some of its months; raw data of the others.
    PartlyHistory,
}

/// A period of a trend.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Point {
    /// Label of the period: `2013-05`, `2013-Q2`, `2013`.
    pub period: String,
    /// Its figure.
    #[serde(flatten)]
    pub measure: Measure,
    /// Where it comes from, if not from raw data alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Origin>,
    /// What was aimed at in that period.
    #[serde(skip)]
    pub target: Option<f64>,
    /// What the data behind it cover of the period, where that is not all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incomplete: Option<Covered>,
}

/// A table behind an indicator whose rows cover only a part of a period.
#[derive(Clone, Debug, PartialEq)]
pub struct Short {
    /// Label of the period.
    pub period: String,
    /// The table.
    pub table: TableId,
    /// What its rows cover of `start` to `until`.
    pub covered: Covered,
    /// The first day that they should cover.
    pub start: NaiveDate,
    /// The last one.
    pub until: NaiveDate,
    /// They are rows of the months before, by which the figure is measured.
    pub before: bool,
    /// The stores of which that is so; in a workspace of one store none is named.
    pub stores: Vec<String>,
    /// These stores have nothing of the period at all, others have.
    pub absent: bool,
    /// It is the report's own period.
    pub now: bool,
    /// The report's own period is compared with it.
    pub compared: bool,
}

/// An indicator by one or more properties.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Breakdown {
    /// The properties: `["advisor"]`, `["period", "reason"]`.
    pub by: Vec<String>,
    /// One row a key, sorted as the contract says (levels, ages, periods in their own order; else by n, then by key).
    pub rows: Vec<BreakdownRow>,
}

/// How pages name the row that sums other groups up, whatever their number: no group is called so.
pub const REST: &str = "\u{0}rest";

/// The word of a group that sums up so many others.
pub fn rest_word(groups: usize) -> String {
    format!("其他（{groups} 种）")
}

/// One key of a breakdown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BreakdownRow {
    /// One word for each property; a blank group is 未指定.
    pub key: Vec<String>,
    /// Its figure.
    #[serde(flatten)]
    pub measure: Measure,
    /// Exact percentage of the whole (of the same period); only for counts.
    #[serde(serialize_with = "shortest", skip_serializing_if = "Option::is_none")]
    pub share: Option<f64>,
    /// How many groups it sums up, where a breakdown has too many to list each; 0 for a group of its own.
    #[serde(skip)]
    pub rest: usize,
}

impl BreakdownRow {
    /// The key by which pages look the row up: its words, [`REST`] for what sums other groups up.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let rest = (self.rest > 0).then(|| rest_word(self.rest));
        self.key.iter().map(move |word| if rest.as_ref() == Some(word) { REST } else { word })
    }
}

/// What is aimed at in the period after the report's.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Aim {
    /// Label of the period.
    pub period: String,
    /// The target, in the unit of the value.
    pub target: Option<f64>,
}

/// An indicator computed for the report's period.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KpiResult {
    /// Stable id.
    pub id: String,
    /// Names in both languages.
    pub name: Words,
    /// Unit of value, target and trend.
    pub unit: Unit,
    /// Which way is better.
    pub direction: Direction,
    /// The figure of the period.
    #[serde(flatten)]
    pub measure: Measure,
    /// n is below the configured minimum; never for counts.
    pub small: bool,
    /// Where the figure comes from, if not from raw data alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Origin>,
    /// What the data behind the figure cover of the period, where that is not all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incomplete: Option<Covered>,
    /// The target in the unit of the value.
    #[serde(serialize_with = "shortest")]
    pub target: Option<f64>,
    /// How the value stands to it.
    pub status: Status,
    /// What is aimed at next; for the pages, not for report.json.
    #[serde(skip)]
    pub next: Aim,
    /// The period before, as of its own end, however few periods the trend has; report.json has the value, and what the
    /// data behind it cover where that is not all.
    #[serde(flatten, serialize_with = "as_previous")]
    pub previous: Point,
    /// Value − previous: percentage points for rates.
    #[serde(serialize_with = "shortest")]
    pub change: Option<f64>,
    /// The value of the same period a year earlier, as of its own end.
    #[serde(serialize_with = "shortest")]
    pub year_ago: Option<f64>,
    /// Where that value comes from, if not from raw data alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year_ago_source: Option<Origin>,
    /// What the data behind that value cover of its period, where that is not all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year_ago_incomplete: Option<Covered>,
    /// From the first period with data to the report's, at most as many as configured.
    pub trend: Vec<Point>,
    /// The months inside a quarter or year, oldest first, as far as they have begun; none of a month.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub months: Vec<Point>,
    /// What was aimed at in every period that a page may show, by label, whether there is a figure of it or not; for the
    /// pages, not for report.json.
    #[serde(skip)]
    pub targets: BTreeMap<String, f64>,
    /// Every declared breakdown twice: for the period, and over the trend with the period in front.
    pub breakdowns: Vec<Breakdown>,
    /// Every declared breakdown over the months inside, with the month in front as the period; for the pages, not for
    /// report.json.
    #[serde(skip)]
    pub by_month: Vec<Breakdown>,
    /// The same over the period before, where the trend does not reach it.
    #[serde(skip)]
    pub by_previous: Vec<Breakdown>,
    /// Why there is no data, or what to know about the figure; for the pages, not for report.json.
    #[serde(skip)]
    pub notes: Vec<Words>,
    /// The tables that cover only a part of a period; for the pages and the findings, not for report.json.
    #[serde(skip)]
    pub short: Vec<Short>,
    /// Its tables are there, but none of their rows counts; for the pages, not for report.json.
    #[serde(skip)]
    pub uncounted: bool,
    /// What is not sure about the figure: it is marked wherever it stands alone.
    #[serde(skip)]
    pub doubts: Vec<Words>,
}

fn as_previous<S: Serializer>(point: &Point, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Previous {
        #[serde(serialize_with = "shortest")]
        previous: Option<f64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        previous_source: Option<Origin>,
        #[serde(skip_serializing_if = "Option::is_none")]
        previous_incomplete: Option<Covered>,
    }
    let Point { measure, source, incomplete, .. } = point;
    Previous { previous: measure.value, previous_source: *source, previous_incomplete: *incomplete }
        .serialize(serializer)
}

impl Direction {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Higher, Self::Lower, Self::None];

    /// The name in declarations.
    pub fn name(self) -> &'static str {
        match self {
            Self::Higher => "higher",
            Self::Lower => "lower",
            Self::None => "none",
        }
    }
}

impl KpiResult {
    /// The breakdown by these properties, if the indicator has it.
    pub fn breakdown(&self, by: &[&str]) -> Option<&Breakdown> {
        self.breakdowns.iter().find(|breakdown| breakdown.by == by)
    }

    /// The points of the trend, of the period before the report's, and of the months inside it.
    pub fn points(&self) -> impl Iterator<Item = &Point> {
        self.trend.iter().chain([&self.previous]).chain(&self.months)
    }

    /// The figure of a period of the trend, of the one before the report's, or of a month inside it.
    pub fn at(&self, period: &str) -> Option<&Measure> {
        self.points().find(|point| point.period == period).map(|point| &point.measure)
    }

    /// The target of a period: that of its own time.
    pub fn target_at(&self, period: &str) -> Option<f64> {
        self.targets.get(period).copied()
    }

    /// The period before one of the trend, or the month before one inside the report's.
    pub fn before(&self, period: &str) -> Option<&str> {
        if self.trend.last().is_some_and(|now| now.period == period) {
            return Some(&self.previous.period);
        }
        let pairs = self.trend.windows(2).chain(self.months.windows(2));
        let mut found = pairs.filter(|pair| pair[1].period == period).map(|pair| pair[0].period.as_str());
        found.next()
    }
}
