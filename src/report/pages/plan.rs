//! What the pages hold, as their files declare it: every name is known, nothing is looked up yet.

use crate::base::lang::{Lang, Words};
use crate::base::number::Unit;
use crate::base::period::PeriodKind;
use std::sync::Arc;

use crate::facts::fact::Fact;
use crate::kpi::behind::Side;
use crate::report::model::Tone;
use crate::report::topic::Agenda;

/// How breakdowns and pages name the periods of the trend.
pub(in crate::report) const PERIOD: &str = "period";

/// One page.
#[derive(Clone, Debug)]
pub struct PagePlan {
    /// Stable id, the name of its file; indicators and links name it.
    pub id: String,
    /// Its place in the meeting.
    pub order: f64,
    /// Short title, also the name of the sheet.
    pub title: Words,
    /// The page on whose sheet it stands, as a section of its own.
    pub with: Option<String>,
    /// The reports that have it: of months, quarters, years; all where it names none.
    pub periods: Vec<PeriodKind>,
    /// The indicators of this page that stand on the overview; all of them where it names none.
    pub overview: Vec<String>,
    /// Its part of the meeting, where it says so itself.
    pub(in crate::report) part: Option<Agenda>,
    /// From top to bottom.
    pub blocks: Vec<BlockPlan>,
}

/// One block of a page.
#[derive(Clone, Debug)]
pub enum BlockPlan {
    /// A sentence, or one for each of several indicators.
    Say(Say),
    /// Figures.
    Table(TablePlan),
    /// Figures of combinations of groups.
    Crossed(CrossedPlan),
    /// A chart.
    Chart(ChartPlan),
    /// The rows behind a count.
    List(ListPlan),
    /// How indicators move together.
    Correlation(CorrelationPlan),
    /// Why an indicator moved.
    Why(WhyPlan),
    /// What the program builds.
    Made(Made),
}

impl BlockPlan {
    /// Whether it shows figures of an indicator, or the rows behind it.
    pub(in crate::report) fn shows(&self, id: &str) -> bool {
        match self {
            Self::Table(table) => table.columns.iter().any(|column| column.of == id),
            Self::Crossed(table) => table.columns.iter().any(|column| column.of == id),
            Self::Chart(chart) => {
                chart.columns.iter().chain(&chart.lines).chain(&chart.pie).any(|column| column.of == id)
            }
            Self::List(list) => list.of == id,
            Self::Correlation(plan) => plan.of.iter().any(|of| of == id),
            Self::Say(_) | Self::Made(_) | Self::Why(_) => false,
        }
    }
}

/// How some indicators move together over the groups of a property.
#[derive(Clone, Debug)]
pub struct CorrelationPlan {
    /// Stable id of its table.
    pub id: String,
    /// The indicators, two or more.
    pub of: Vec<String>,
    /// The property.
    pub by: String,
    /// It stands on paper too.
    pub(in crate::report) printed: bool,
}

/// A change against the period before, taken apart by groups.
#[derive(Clone, Debug)]
pub struct WhyPlan {
    /// Stable id of its table and chart.
    pub id: String,
    /// The rate or score.
    pub of: String,
    /// The property.
    pub by: String,
    /// The count whose groups they are, where they are the reasons above or below the line of the rate.
    pub reasons: Option<String>,
}

/// A block that the program builds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// Every indicator.
    Overview,
    /// The balance of every sheet.
    Inputs,
    /// What was found in the data.
    Findings,
    /// How the indicators are defined.
    Definitions,
    /// What to mend first.
    Gaps,
    /// What is aimed at next.
    Aims,
    /// The months of a quarter or year side by side, against the last one and the targets.
    Review,
    /// The stores at both ends of each indicator.
    Ranking,
}

/// A sentence, when it is said, and its weight.
#[derive(Clone, Debug)]
pub struct Say {
    pub(in crate::report) says: Says,
    pub(in crate::report) when: Option<Condition>,
    pub(in crate::report) tone: Tone,
}

/// What a sentence says.
#[derive(Clone, Debug)]
pub enum Says {
    /// The figure of each, its change and its target.
    Headline(Vec<String>),
    /// The largest group of a count.
    Largest(String, String),
    /// The highest and the lowest group.
    Ends(String, String),
    /// The worst group by several properties.
    Worst(String, Vec<String>),
    /// The best and the worst of the groups that rest on enough.
    StandsOut(String, String),
    /// Which groups or reasons moved a rate most.
    Why(WhyPlan),
    /// What the page says, with figures in it.
    Text(Spoken),
}

/// A text in both languages, taken apart at its figures.
#[derive(Clone, Debug)]
pub struct Spoken {
    pub(in crate::report) chinese: Vec<Piece>,
    pub(in crate::report) en: Vec<Piece>,
}

impl Spoken {
    /// The pieces of a language.
    pub(in crate::report) fn get(&self, lang: Lang) -> &[Piece] {
        match lang {
            Lang::Chinese => &self.chinese,
            Lang::English => &self.en,
        }
    }
}

/// A piece of a text.
#[derive(Clone, Debug)]
pub enum Piece {
    /// As it stands.
    Plain(String),
    /// A figure of the period.
    Figure(ColumnPlan),
    /// Words about a list: they are said where the report has it.
    OfList(String, String),
}

/// A figure compared with a number.
#[derive(Clone, Debug)]
pub struct Condition {
    pub(in crate::report) figure: ColumnPlan,
    /// The orders of the figure to the number for which it holds.
    pub(in crate::report) holds: &'static [std::cmp::Ordering],
    pub(in crate::report) number: f64,
}

/// A part of an indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Its figure.
    Value,
    /// Above the line.
    Above,
    /// Below the line.
    Below,
    /// Below the line and not above it.
    Rest,
    /// What it rests on.
    N,
    /// The share of the whole.
    Share,
    /// Against the period before.
    Change,
    /// The figure of the period before.
    Previous,
    /// The target.
    Target,
}

/// A column of a block: a part of an indicator, and what follows from it.
#[derive(Clone, Debug)]
pub struct ColumnPlan {
    /// The indicator.
    pub of: String,
    /// The facts that it counts.
    pub(in crate::report) facts: Arc<Fact>,
    pub(in crate::report) part: Part,
    /// One column a group of this property.
    pub(in crate::report) each: Option<String>,
    pub(in crate::report) heading: Heading,
    /// The unit of its cells.
    pub(in crate::report) unit: Unit,
    /// The count that is below the line.
    pub(in crate::report) over: Option<String>,
    /// The property whose groups it is a mean of.
    pub(in crate::report) averages: Option<String>,
    /// The columns of the same table that it is the sum of.
    pub(in crate::report) sum: Vec<(String, Part)>,
    /// It stands beside an indicator.
    pub(in crate::report) support: bool,
}

impl ColumnPlan {
    /// Whether the figure of the whole is the sum of the groups'.
    pub(in crate::report) fn adds(&self) -> bool {
        let counts = self.unit.adds_up() && self.averages.is_none();
        counts && matches!(self.part, Part::Value | Part::Above | Part::Below | Part::Rest)
    }

    /// Whether it is a rate or a score, which may rest on few rows.
    pub(in crate::report) fn is_rate(&self) -> bool {
        !self.unit.adds_up() && self.part == Part::Value
    }
}

/// What stands above a column.
#[derive(Clone, Debug)]
pub enum Heading {
    /// A name.
    Words(Words),
    /// A text of the program.
    Key(&'static str),
    /// 上月, 上季度, 上年.
    LastPeriod,
}

/// What the rows of a table, its columns or the positions of a chart are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Axis {
    /// Periods.
    Period,
    /// Groups of a property.
    Groups(String),
}

impl Axis {
    /// Its name in breakdowns.
    pub(in crate::report) fn property(&self) -> &str {
        match self {
            Self::Period => PERIOD,
            Self::Groups(property) => property,
        }
    }
}

/// A table.
#[derive(Clone, Debug)]
pub struct TablePlan {
    /// Stable id.
    pub id: String,
    /// Named after its first indicator where there is none.
    pub(in crate::report) title: Option<Words>,
    pub(in crate::report) rows: Axis,
    pub(in crate::report) across: Option<Axis>,
    pub(in crate::report) columns: Vec<ColumnPlan>,
    /// The indicator whose groups give the order of the rows.
    pub(in crate::report) sort: Option<String>,
    /// The whole stands below the groups.
    pub(in crate::report) whole: bool,
    pub(in crate::report) note: Option<Words>,
    /// It stands on paper too.
    pub(in crate::report) printed: bool,
}

/// A table of combinations of groups: it is to be filtered, and stands on the screen only.
#[derive(Clone, Debug)]
pub struct CrossedPlan {
    /// Stable id.
    pub id: String,
    pub(in crate::report) title: Words,
    /// The properties, two or more: a column each.
    pub(in crate::report) rows: Vec<String>,
    pub(in crate::report) columns: Vec<ColumnPlan>,
}

/// A chart.
#[derive(Clone, Debug)]
pub struct ChartPlan {
    /// Stable id.
    pub id: String,
    pub(in crate::report) title: Option<Words>,
    pub(in crate::report) x: Axis,
    pub(in crate::report) columns: Vec<ColumnPlan>,
    pub(in crate::report) lines: Vec<ColumnPlan>,
    pub(in crate::report) pie: Option<ColumnPlan>,
    /// One series a group of this property.
    pub(in crate::report) series: Option<String>,
    /// The indicator whose groups give the order of the positions.
    pub(in crate::report) sort: Option<String>,
    pub(in crate::report) whole: bool,
    pub(in crate::report) says: Says,
}

/// The rows behind a count.
#[derive(Clone, Debug)]
pub struct ListPlan {
    /// Id of the list.
    pub id: String,
    /// The count, or the rate.
    pub of: String,
    /// Which of its rows.
    pub side: Side,
    /// Rates and scores whose figures lead here too.
    pub(in crate::report) behind: Vec<String>,
    pub(in crate::report) facts: Arc<Fact>,
    pub(in crate::report) title: Words,
    pub(in crate::report) columns: Vec<ListColumn>,
    /// The column whose yes is bad news.
    pub(in crate::report) bad: Option<String>,
    /// The column by which the rows stand, the most first; without one as they are, by the first column.
    pub(in crate::report) most_first: Option<String>,
    /// It stands on paper too.
    pub(in crate::report) printed: bool,
    /// The meeting goes through it.
    pub(in crate::report) deck: bool,
    /// The columns whose people are handed their rows; without any the first, where it is a person.
    pub(in crate::report) people: Vec<String>,
    /// Its rows are about indicators: what became of them stands beside.
    pub follows: Option<Follows>,
}

/// The columns of a list that say which figure a row is about.
#[derive(Clone, Debug)]
pub struct Follows {
    /// The indicator, by id or name.
    pub indicator: String,
    /// The group of which it is the figure; that of the whole where it is blank.
    pub group: String,
    /// A day of the month that the row began with.
    pub since: String,
    /// Who answers for it.
    pub owner: String,
}

impl ListPlan {
    /// What stands above it.
    pub fn title(&self) -> &Words {
        &self.title
    }

    /// The columns of the facts that it shows, then those that it follows.
    pub fn fields(&self) -> Vec<String> {
        let follows = self.follows.iter().flat_map(|it| [&it.indicator, &it.group, &it.since, &it.owner]);
        self.columns.iter().map(|column| &column.field).chain(follows).cloned().collect()
    }
}

/// A column of a list.
#[derive(Clone, Debug)]
pub struct ListColumn {
    pub(in crate::report) field: String,
    /// Its own name where the field's does not fit.
    pub(in crate::report) names: Option<Words>,
    /// Long texts that wrap.
    pub(in crate::report) wide: bool,
}
