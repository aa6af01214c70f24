//! A chart as it is drawn: positions, series, axes and labels, everything decided.

use super::scale::Scale;
use crate::base::number::Unit;

/// A chart: native in the workbook, a picture beside it.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// File name of the picture without its ending; stable.
    pub id: String,
    /// Title.
    pub title: String,
    /// The message of the chart, and what it leaves out; below the title of the picture.
    pub sentence: String,
    /// How it is drawn.
    pub form: Form,
    /// What stands side by side, in order.
    pub positions: Vec<Position>,
    /// The series; those on one axis share a unit.
    pub series: Vec<Series>,
    /// The numbers of the left axis; none where nothing stands on it.
    pub left: Option<Scale>,
    /// The numbers of the right axis: as many steps as on the left, so that one grid serves both.
    pub right: Option<Scale>,
    /// A line at the target, on the axis of its unit.
    pub target: Option<Target>,
    /// What has to be known before it is trusted; in a picture, which stands alone. A sheet says it above.
    pub caveat: Option<String>,
    /// Of a figure that hardly moved: the screen has room for it, paper has not.
    pub aside: bool,
}

impl Chart {
    /// The numbers of an axis.
    pub fn scale(&self, axis: Axis) -> Option<Scale> {
        match axis {
            Axis::Left => self.left,
            Axis::Right => self.right,
        }
    }

    /// The series that are drawn so.
    pub fn drawn_as(&self, mark: Mark) -> impl Iterator<Item = &Series> {
        self.series.iter().filter(move |series| series.mark == mark)
    }
}

/// How a chart is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Columns, lines and dots over positions from left to right.
    Standing,
    /// Bars from top to bottom, for many groups or long names.
    Lying,
    /// Parts of a whole: one series.
    Pie,
    /// From one level to another, step by step: one series of columns, the first and the last from the ground.
    Bridge,
}

/// A position: a period, a group, or the whole of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Position {
    /// Its name; empty for the space in front of the whole.
    pub name: String,
    /// A number behind the name.
    pub tail: Option<Tail>,
    /// The whole of the others (the station, the year), in a colour of its own.
    pub whole: bool,
}

impl Position {
    /// Its name and what stands behind it: `乔丹 n=140`.
    pub fn label(&self) -> String {
        self.name.clone() + &self.behind()
    }

    /// What stands behind its name; empty where nothing does.
    pub fn behind(&self) -> String {
        self.tail.as_ref().map_or(String::new(), |Tail { sign, text, .. }| format!("{sign}{text}"))
    }
}

/// A number behind the name of a position: `n=140`, `38.14%`.
#[derive(Clone, Debug, PartialEq)]
pub struct Tail {
    /// What stands in front of it.
    pub sign: &'static str,
    /// Display text.
    pub text: String,
    /// Where it stands in a table of the page.
    pub cell: Option<TableCell>,
}

/// A cell of a table on the page of the chart, row and column from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableCell {
    /// Id of the table.
    pub table: String,
    /// Index into its rows.
    pub row: usize,
    /// Index into the cells of the row.
    pub col: usize,
}

/// A series of a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Name in the legend.
    pub name: String,
    /// Column, line or dots.
    pub mark: Mark,
    /// Left or right axis.
    pub axis: Axis,
    /// Unit of the points; percent 0–100.
    pub unit: Unit,
    /// One a position.
    pub points: Vec<Point>,
}

/// A point of a series.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Point {
    /// Its height; `None` is a gap, never 0.
    pub value: Option<f64>,
    /// Display text: `—` for a gap, empty in front of the whole.
    pub label: String,
    /// The text is written beside it.
    pub shown: bool,
    /// It rests on few rows.
    pub pale: bool,
    /// Where its column begins: at 0, but for the steps of a bridge.
    pub from: f64,
    /// Of a step where one way is better: whether it is good news. Its sign says it too, never the colour alone.
    pub good: Option<bool>,
    /// Where the same figure stands in a table of the page.
    pub cell: Option<TableCell>,
}

impl Point {
    /// The height, if it can be drawn.
    pub fn height(&self) -> Option<f64> {
        self.value.filter(|value| value.is_finite())
    }
}

/// How a series is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Columns side by side.
    Column,
    /// Points in time, joined by a line.
    Line,
    /// Points of groups, which nothing joins.
    Dot,
}

/// The axis of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// On the left.
    Left,
    /// On the right.
    Right,
}

/// A target line.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// Its name: `目标 95%`.
    pub label: String,
    /// Its height in the unit of its axis.
    pub value: f64,
    /// The axis it belongs to.
    pub axis: Axis,
}
