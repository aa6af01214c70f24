//! Random tables: what they mean, before anyone writes them down.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Duration, NaiveDate, NaiveDateTime, NaiveTime};
use csr_report::base::table_id::TableId;
use proptest::prelude::*;

use super::template::{Field, Template, Word};

/// How a column is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Code,
    Plate,
    Phone,
    Person,
    Text,
    Word,
    Time,
    /// A month; the time is its beginning.
    Month,
    /// So many seconds.
    Duration,
    Whole,
    Number,
    YesNo,
    /// Out of 10; the heading says so.
    Score,
}

/// What a cell means.
#[derive(Clone, Debug)]
pub enum Value {
    Nothing,
    Text(String),
    Word(Word),
    Time(NaiveDateTime),
    Whole(i64),
    Number(f64),
    Flag(bool),
}

/// A table: its columns, and rows of as many values.
#[derive(Clone, Debug)]
pub struct Table {
    pub id: TableId,
    pub columns: Vec<(&'static str, Kind)>,
    pub rows: Vec<Vec<Value>>,
}

/// A row as a frame shows it: field → text; nothing is not there.
pub type Shown = BTreeMap<String, String>;

type Fields = Vec<(&'static str, Kind, Value)>;

/// Random choices from which a row is made.
type Choices = [u32; 8];

/// Columns that are always there.
const NEEDED: usize = 3;

/// A table of one to twelve rows; any column may be missing but the first three.
pub fn tables() -> impl Strategy<Value = Table> {
    let rows = prop::collection::vec(any::<Choices>(), 1..12);
    (prop::sample::select(Template::tables()), rows, any::<u64>()).prop_map(|(id, rows, absent)| {
        let template = Template::of(id);
        let mut rows: Vec<Fields> =
            (1..).zip(rows).map(|(number, choices)| fields(id, template, number, choices)).collect();
        for row in &mut rows {
            let mut column = 0;
            row.retain(|_| {
                column += 1;
                column <= NEEDED || absent >> column & 1 == 0
            });
        }
        let columns = rows[0].iter().map(|(field, kind, _)| (*field, *kind)).collect();
        let rows = rows.into_iter().map(|row| row.into_iter().map(|(_, _, value)| value).collect()).collect();
        Table { id, columns, rows }
    })
}

fn fields(id: TableId, template: &'static Template, number: u32, c: Choices) -> Fields {
    let word = |field: &str, senses: &[&str], choice| Value::Word(template.word(field, senses, choice));
    let text = |text: String| Value::Text(text);
    match id {
        TableId::CALLBACKS => vec![
            ("order_no", Kind::Code, text(format!("R{number:04}"))),
            ("call_date", Kind::Time, Value::Time(time(c[0], c[1]))),
            ("result", Kind::Word, word("result", &[], c[2])),
            ("reason", Kind::Word, sometimes(c[3], word("reason", &[], c[3]))),
            ("plate", Kind::Plate, sometimes(c[4], plate(c[4]))),
            ("customer", Kind::Text, sometimes(c[5], customer(c[5]))),
            ("phone", Kind::Phone, sometimes(c[6], phone(c[6]))),
            ("advisor", Kind::Person, sometimes(c[7], person(c[7]))),
            ("caller", Kind::Person, person(c[0])),
            ("attempt", Kind::Whole, Value::Whole(1 + i64::from(c[1] % 3))),
            ("fixed_first_visit", Kind::YesNo, sometimes(c[2], Value::Flag(c[2] & 1 == 0))),
            ("comment", Kind::Text, sometimes(c[3], comment(c[3]))),
        ],
        TableId::WORK_ORDERS => vec![
            ("order_no", Kind::Code, text(format!("W{number:04}"))),
            ("opened_at", Kind::Time, Value::Time(time(c[0], c[1]))),
            ("settled_at", Kind::Time, sometimes(c[2], Value::Time(time(c[0], c[1]) + Duration::days(1)))),
            ("status", Kind::Word, word("status", &["finished", "open"], c[3])),
            ("plate", Kind::Plate, plate(c[4])),
            ("model", Kind::Text, sometimes(c[5], text(["速腾", "迈腾 1.8T", "Polo"][c[5] as usize % 3].into()))),
            ("service_type", Kind::Word, sometimes(c[6], word("service_type", &[], c[6]))),
            ("advisor", Kind::Person, sometimes(c[7], person(c[7]))),
            ("technician", Kind::Person, sometimes(c[0], person(c[0]))),
            ("mileage", Kind::Number, sometimes(c[1], Value::Number(f64::from(c[1] % 200_000)))),
            ("amount", Kind::Number, sometimes(c[2], Value::Number(f64::from(c[2] % 1_000_000) / 100.0))),
            ("fixed_first_visit", Kind::YesNo, sometimes(c[3], Value::Flag(c[3] & 1 == 0))),
            ("rework", Kind::YesNo, sometimes(c[4], Value::Flag(c[4] & 1 == 0))),
            ("booked", Kind::YesNo, sometimes(c[5], Value::Flag(c[5] & 1 == 0))),
            ("vin", Kind::Code, Value::Text(format!("LSVAA49J132{:06}", c[6] % 1_000_000))),
        ],
        TableId::COMPLAINTS => {
            let closed = c[2] & 1 == 0;
            let (sense, closing) = if closed {
                ("closed", Value::Time(time(c[0], c[1]) + Duration::days(2)))
            } else {
                ("open", Value::Nothing)
            };
            vec![
                ("complaint_no", Kind::Code, text(format!("T{number:04}"))),
                ("received_at", Kind::Time, Value::Time(time(c[0], c[1]))),
                ("closed_at", Kind::Time, closing),
                ("status", Kind::Word, word("status", &[sense], c[3])),
                ("plate", Kind::Plate, sometimes(c[4], plate(c[4]))),
                ("level", Kind::Word, sometimes(c[5], word("level", &[], c[5]))),
                ("content", Kind::Text, sometimes(c[6], comment(c[6]))),
                ("handler", Kind::Person, sometimes(c[7], person(c[7]))),
                ("reaction", Kind::Word, sometimes(c[0], word("reaction", &[], c[0]))),
                ("replied_at", Kind::Time, sometimes(c[1], Value::Time(time(c[0], c[1])))),
                ("source", Kind::Text, sometimes(c[2], text(["来店", "400", "12315"][c[2] as usize % 3].into()))),
            ]
        }
        TableId::NEW_SALES => vec![
            ("vin", Kind::Code, text(format!("LSVAA49J132{number:06}"))),
            ("sold_at", Kind::Time, Value::Time(time(c[0], c[1]))),
            ("model", Kind::Text, text(["速腾", "迈腾 1.8T", "Polo"][c[2] as usize % 3].into())),
            ("customer", Kind::Text, sometimes(c[3], customer(c[3]))),
            ("consultant", Kind::Person, sometimes(c[4], person(c[4]))),
            ("status", Kind::Word, sometimes(c[5], word("status", &["sold"], c[5]))),
            ("phone", Kind::Phone, sometimes(c[6], phone(c[6]))),
            ("channel", Kind::Text, sometimes(c[7], text(["展厅", "二网", "网络"][c[7] as usize % 3].into()))),
            ("invoiced_at", Kind::Time, sometimes(c[0], Value::Time(time(c[0], c[1])))),
        ],
        _ if id.name() == "renewals" => vec![
            ("vin", Kind::Code, text(format!("LSVAA49J132{number:06}"))),
            ("due_at", Kind::Time, Value::Time(time(c[0], 0))),
            ("result", Kind::Word, word("result", &[], c[2])),
            ("renewed_at", Kind::Time, sometimes(c[3], Value::Time(time(c[0], c[1])))),
            ("plate", Kind::Plate, sometimes(c[4], plate(c[4]))),
            ("customer", Kind::Text, sometimes(c[5], customer(c[5]))),
            ("phone", Kind::Phone, sometimes(c[6], phone(c[6]))),
            ("lost_reason", Kind::Word, sometimes(c[7], word("lost_reason", &[], c[7]))),
            ("insurer", Kind::Text, sometimes(c[0], text(["人保", "平安", "太平洋"][c[0] as usize % 3].into()))),
            ("policy_type", Kind::Word, sometimes(c[1], word("policy_type", &[], c[1]))),
            ("agent", Kind::Person, sometimes(c[2], person(c[2]))),
            ("is_renewed", Kind::YesNo, sometimes(c[3], Value::Flag(c[3] & 1 == 0))),
            ("transferred", Kind::YesNo, sometimes(c[4], Value::Flag(c[4] & 1 == 0))),
            ("model", Kind::Text, sometimes(c[5], text(["速腾", "迈腾 1.8T", "Polo"][c[5] as usize % 3].into()))),
            ("comment", Kind::Text, sometimes(c[6], comment(c[6]))),
        ],
        TableId::SURVEYS => vec![
            ("order_no", Kind::Code, text(format!("R{number:04}"))),
            ("survey_date", Kind::Time, Value::Time(time(c[0], c[1]))),
            ("score_attitude", Kind::Score, Value::Whole(i64::from(c[2] % 11))),
            ("score_explanation", Kind::Score, sometimes(c[3], Value::Whole(i64::from(c[3] % 11)))),
            ("channel", Kind::Word, sometimes(c[4], word("channel", &[], c[4]))),
            ("advisor", Kind::Person, sometimes(c[5], person(c[5]))),
            ("comment", Kind::Text, sometimes(c[6], comment(c[6]))),
            ("satisfied", Kind::YesNo, sometimes(c[7], Value::Flag(c[7] & 1 == 0))),
        ],
        _ => declared(template, number, c),
    }
}

/// The columns of a table of which nothing more is known than its declaration; the needed ones are always filled. No two
/// rows are of one day or month, as two of one thing would be.
fn declared(template: &'static Template, number: u32, c: Choices) -> Fields {
    let field = |(at, field): (usize, &'static Field)| {
        let choice = c[at % c.len()].rotate_left(at as u32);
        let (kind, value) = match field.kind.as_str() {
            "code" => (Kind::Code, Value::Text(format!("N{number:04}"))),
            "vin" => (Kind::Code, Value::Text(format!("LSVAA49J132{number:06}"))),
            "plate" => (Kind::Plate, plate(choice)),
            "phone" => (Kind::Phone, phone(choice)),
            "person" => (Kind::Person, person(choice)),
            "text" => (Kind::Text, Value::Text(format!("第{number}件事"))),
            "word" => (Kind::Word, Value::Word(template.word(field.id(), &[], choice))),
            "date" => (Kind::Time, Value::Time(time(number * 5 + at as u32 % 3, choice))),
            "month" => (Kind::Month, Value::Time(time(0, 0).with_month(number).unwrap())),
            "duration" => (Kind::Duration, Value::Whole(i64::from(choice % 3600))),
            "number" | "figure" => (Kind::Number, Value::Number(f64::from(choice % 1_000_000) / 100.0)),
            "whole" => (Kind::Whole, Value::Whole(i64::from(choice % 100))),
            "yes_no" => (Kind::YesNo, Value::Flag(choice & 1 == 0)),
            _ => return None,
        };
        Some((field.id(), kind, if at < NEEDED { value } else { sometimes(choice >> 3, value) }))
    };
    template.by_need().into_iter().enumerate().filter_map(field).collect()
}

/// One cell in five is blank.
fn sometimes(choice: u32, value: Value) -> Value {
    if choice % 5 == 4 { Value::Nothing } else { value }
}

/// A moment of August or September 2013; one in three has no time of day.
fn time(day: u32, minute: u32) -> NaiveDateTime {
    let first = NaiveDate::from_ymd_opt(2013, 8, 1).unwrap().and_time(NaiveTime::MIN);
    let minutes = if minute.is_multiple_of(3) { 0 } else { i64::from(minute % 1440) };
    first + Days::new(u64::from(day % 58)) + Duration::minutes(minutes)
}

fn plate(choice: u32) -> Value {
    Value::Text(format!("{}A{:05}", ["京", "沪", "粤", "浙"][choice as usize % 4], choice % 100_000))
}

fn phone(choice: u32) -> Value {
    Value::Text(format!("138{:08}", choice % 100_000_000))
}

fn person(choice: u32) -> Value {
    Value::Text(["李娜", "王强", "张伟", "欧阳静"][choice as usize % 4].to_owned())
}

fn customer(choice: u32) -> Value {
    Value::Text(["王芳", "某某物流有限公司", "Smith & Co <北京>", "陈\"老师\""][choice as usize % 4].to_owned())
}

fn comment(choice: u32) -> Value {
    Value::Text(
        ["客户很满意", "等候太久, 下次预约;谢谢", "说了两件事\n第二件是洗车", "价格|贵"][choice as usize % 4]
            .to_owned(),
    )
}

impl Table {
    /// The rows as a frame shows them, in order.
    pub fn shown(&self) -> Vec<Shown> {
        let mut rows: Vec<Shown> = self.rows.iter().map(|row| self.shown_row(row)).collect();
        rows.sort();
        rows
    }

    fn shown_row(&self, row: &[Value]) -> Shown {
        let mut shown = Shown::new();
        for ((field, kind), value) in self.columns.iter().zip(row) {
            let text = match value {
                Value::Nothing => continue,
                Value::Text(text) => text.replace('\n', " "),
                Value::Word(word) => {
                    shown.extend(word.sense.clone().map(|sense| (format!("{field}_sense"), sense)));
                    word.shown.clone()
                }
                Value::Time(time) => time.to_string(),
                // Out of 10, in millionths of 100 points.
                Value::Whole(whole) if *kind == Kind::Score => (whole * 10_000_000).to_string(),
                Value::Whole(whole) => whole.to_string(),
                Value::Number(number) => number.to_string(),
                Value::Flag(flag) => flag.to_string(),
            };
            shown.insert((*field).to_owned(), text);
        }
        shown
    }
}
