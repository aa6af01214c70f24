//! The fact frames and their columns: what an expression of an indicator may name. `docs/facts.md` says the same.

use serde::{Deserialize, Serialize};

use crate::base::table_id::TableId;

/// What a column holds; expressions are checked against it when an indicator is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// Yes or no.
    Boolean,
    /// A whole number.
    Integer,
    /// A text.
    Text,
    /// A day.
    Date,
    /// A day and time; shown in lists, never part of an expression.
    Moment,
}

impl ColumnType {
    /// The name used in messages and documents.
    pub fn name(self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Text => "text",
            Self::Date => "date",
            Self::Moment => "day and time",
        }
    }
}

/// A column of a frame.
#[derive(Clone, Copy, Debug)]
pub struct ColumnDoc {
    /// Its name in expressions.
    pub name: &'static str,
    /// What it holds.
    pub kind: ColumnType,
}

/// A fact frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FrameId {
    /// One row a case: all attempts to call about one work order.
    Cases,
    /// One row a finished work order.
    Orders,
    /// One row a survey with at least one answer, by phone or otherwise.
    Surveys,
    /// One row an answer of a survey.
    Answers,
    /// One row a complaint and period, in the state at the period's end.
    Complaints,
    /// One row a vehicle and month with a first service.
    FirstServices,
    /// One row a sale, or a line of sold cars.
    Sales,
}

impl FrameId {
    /// Every frame.
    pub const ALL: [Self; 7] =
        [Self::Cases, Self::Orders, Self::Surveys, Self::Answers, Self::Complaints, Self::FirstServices, Self::Sales];

    /// The name in declarations.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cases => "cases",
            Self::Orders => "orders",
            Self::Surveys => "surveys",
            Self::Answers => "answers",
            Self::Complaints => "complaints",
            Self::FirstServices => "first_services",
            Self::Sales => "sales",
        }
    }

    /// What one row is: Chinese, English.
    pub fn sentence(self) -> [&'static str; 2] {
        match self {
            Self::Cases => [
                "一行 = 一个回访台次(同一张工单的全部回访;仅售后回访)",
                "one row is a case: all after-sales calls about one work order",
            ],
            Self::Orders => ["一行 = 一张已完工、未作废的工单", "one row is a finished work order that is not void"],
            Self::Surveys => [
                "一行 = 一份至少答了一项的满意度调查(电访或面访等)",
                "one row is a survey with at least one answer, by phone or otherwise",
            ],
            Self::Answers => ["一行 = 一份调查中一个项目的得分", "one row is the answer to one item of a survey"],
            Self::Complaints => [
                "一行 = 一起投诉在一个期间期末的状态",
                "one row is a complaint in one period, in its state at the end of the period",
            ],
            Self::FirstServices => {
                ["一行 = 一辆车在一个月内的首保", "one row is a vehicle with a first service in a month"]
            }
            Self::Sales => ["一行 = 一笔新车销售(或一行销售台数)", "one row is a sale, or a line of sold cars"],
        }
    }

    /// The tables whose rows it holds.
    pub fn tables(self) -> &'static [TableId] {
        match self {
            Self::Cases => &[TableId::CALLBACKS],
            Self::Orders | Self::FirstServices => &[TableId::WORK_ORDERS],
            Self::Surveys | Self::Answers => &[TableId::CALLBACKS, TableId::SURVEYS],
            Self::Complaints => &[TableId::COMPLAINTS],
            Self::Sales => &[TableId::NEW_SALES],
        }
    }

    /// The columns that an expression may name.
    pub fn columns(self) -> &'static [ColumnDoc] {
        match self {
            Self::Cases => CASES,
            Self::Orders => ORDERS,
            Self::Surveys => SURVEYS,
            Self::Answers => ANSWERS,
            Self::Complaints => COMPLAINTS,
            Self::FirstServices => FIRST_SERVICES,
            Self::Sales => SALES,
        }
    }

    /// A column by name.
    pub fn column(self, name: &str) -> Option<&'static ColumnDoc> {
        self.columns().iter().find(|column| column.name == name)
    }
}

const fn boolean(name: &'static str) -> ColumnDoc {
    ColumnDoc { name, kind: ColumnType::Boolean }
}

const fn integer(name: &'static str) -> ColumnDoc {
    ColumnDoc { name, kind: ColumnType::Integer }
}

const fn text(name: &'static str) -> ColumnDoc {
    ColumnDoc { name, kind: ColumnType::Text }
}

const fn date(name: &'static str) -> ColumnDoc {
    ColumnDoc { name, kind: ColumnType::Date }
}

const fn moment(name: &'static str) -> ColumnDoc {
    ColumnDoc { name, kind: ColumnType::Moment }
}

const CASES: &[ColumnDoc] = &[
    date("last_attempt"),
    integer("attempts"),
    boolean("succeeded"),
    text("reason"),
    text("advisor"),
    text("caller"),
    text("order_no"),
    text("plate"),
    text("customer"),
    text("phone"),
    text("comment"),
    boolean("has_order"),
];

const ORDERS: &[ColumnDoc] = &[
    date("date"),
    boolean("due"),
    boolean("called"),
    boolean("first_service"),
    boolean("internal"),
    boolean("fixed"),
    text("reason"),
    boolean("booked"),
    boolean("rework"),
    text("advisor"),
    text("technician"),
    text("service_type"),
    text("model"),
    text("order_no"),
    text("plate"),
    text("vehicle"),
];

const SURVEYS: &[ColumnDoc] = &[date("date"), text("channel"), text("advisor"), integer("answers")];

const ANSWERS: &[ColumnDoc] =
    &[date("date"), text("channel"), text("advisor"), text("item"), integer("points"), integer("survey")];

const COMPLAINTS: &[ColumnDoc] = &[
    date("received_on"),
    date("closed_on"),
    boolean("carried_in"),
    boolean("open"),
    boolean("closed_in_time"),
    boolean("satisfied"),
    text("origin"),
    text("level"),
    text("category"),
    text("channel"),
    text("age"),
    text("responsible"),
    text("handler"),
    text("complaint_no"),
    text("plate"),
    moment("received_at"),
    integer("days"),
    boolean("overdue"),
    text("customer"),
    text("content"),
    text("status"),
    text("open_reason"),
];

const FIRST_SERVICES: &[ColumnDoc] = &[date("date"), text("vehicle"), text("advisor"), text("model")];

const SALES: &[ColumnDoc] =
    &[date("date"), integer("quantity"), text("model"), text("consultant"), text("channel"), text("vehicle")];
