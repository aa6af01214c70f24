//! Surveys and their answers, from calls and from the survey lists: one survey a row.

use anyhow::Result;
use chrono::NaiveDate;
use polars::prelude::{Column, DataFrame, IdxCa, IdxSize, NewChunkedArray};

use super::calls::Call;
use super::cases::Linked;
use super::orders::Order;
use super::reader::{Reader, date_column, integer_column, origin_columns, text_column};
use crate::base::table_id::TableId;
use crate::tables::model::{Item, SOURCE, SOURCE_ROW, Tables};
use crate::tables::schema::RECOMMEND;

/// What an answer says of its survey, besides the number of it.
const OF_SURVEY: [&str; 12] = [
    "date", "channel", "advisor", "caller", "model", "order_no", "plate", "customer", "phone", "comment", SOURCE,
    SOURCE_ROW,
];

/// One survey.
pub(super) struct Survey<'a> {
    /// The table it stands in: calls are surveys too.
    pub(super) table: TableId,
    date: NaiveDate,
    channel: Option<&'a str>,
    advisor: Option<&'a str>,
    caller: Option<&'a str>,
    about: About<'a>,
    comment: Option<&'a str>,
    /// Points of each item.
    scores: Vec<Option<i64>>,
    recommend: Option<i64>,
    origin: (u32, u32),
}

/// What a survey is about.
struct About<'a> {
    order_no: Option<&'a str>,
    plate: Option<&'a str>,
    customer: Option<&'a str>,
    phone: Option<&'a str>,
    model: Option<&'a str>,
}

impl<'a> About<'a> {
    /// What the call says, else its order.
    fn of_call(call: &Call<'a>, order: Option<&Order<'a>>) -> Self {
        let filled = |own: Option<&'a str>, of_order: fn(&Order<'a>) -> Option<&'a str>| {
            own.or_else(|| order.and_then(of_order))
        };
        Self {
            order_no: filled(call.order_no, |order| order.order_no),
            plate: filled(call.plate, |order| order.plate),
            customer: filled(call.customer, |order| order.customer),
            phone: filled(call.phone, |order| order.phone),
            model: filled(call.model, |order| order.model),
        }
    }
}

impl Survey<'_> {
    /// Items answered.
    pub(super) fn answers(&self) -> usize {
        self.scores.iter().flatten().count()
    }
}

/// All surveys with an answer. A call is one by phone; what it does not say is that of its order.
pub(super) fn read<'a>(
    tables: &'a Tables,
    items: &[Item],
    calls: &[Call<'a>],
    linked: &Linked,
    orders: &[Order<'a>],
) -> Result<Vec<Survey<'a>>> {
    let of_calls = Reader::new(tables, TableId::CALLBACKS);
    let (scores, recommend) = (scores(&of_calls, items)?, recommending(&of_calls)?);
    // Most calls ask for nothing: of those no survey is made.
    let says =
        |call: &Call<'_>| recommend[call.row].is_some() || scores.iter().any(|column| column[call.row].is_some());
    let asked = calls.iter().zip(&linked.order_of_call).filter(|(call, _)| says(call));
    let by_phone = asked.map(|(call, order)| {
        let order = order.map(|order| &orders[order]);
        Survey {
            table: TableId::CALLBACKS,
            date: call.at.date(),
            channel: Some("phone"),
            advisor: call.advisor.or_else(|| order.and_then(|order| order.advisor)),
            caller: call.caller,
            about: About::of_call(call, order),
            comment: call.comment,
            scores: scores.iter().map(|column| column[call.row]).collect(),
            recommend: recommend[call.row],
            origin: call.origin,
        }
    });
    let mut surveys: Vec<Survey<'a>> = by_phone.collect();
    let reader = Reader::new(tables, TableId::SURVEYS);
    let dates = reader.date_time("survey_date")?;
    let (channels, advisors, models) = (reader.text("channel_sense")?, reader.text("advisor")?, reader.text("model")?);
    let (numbers, plates) = (reader.text("order_no")?, reader.text("plate")?);
    let (customers, phones, comments) =
        (reader.newer_text("customer")?, reader.newer_text("phone")?, reader.text("comment")?);
    let (scores, recommend) = (self::scores(&reader, items)?, recommending(&reader)?);
    let origins = reader.origins()?;
    for row in 0..reader.rows() {
        let Some(date) = dates[row] else { continue };
        surveys.push(Survey {
            table: TableId::SURVEYS,
            date: date.date(),
            channel: channels.at(row),
            advisor: advisors.at(row),
            caller: None,
            about: About {
                order_no: numbers.at(row),
                plate: plates.at(row),
                customer: customers.at(row),
                phone: phones.at(row),
                model: models.at(row),
            },
            comment: comments.at(row),
            scores: scores.iter().map(|column| column[row]).collect(),
            recommend: recommend[row],
            origin: origins[row],
        });
    }
    surveys.retain(|survey| survey.answers() > 0 || survey.recommend.is_some());
    Ok(surveys)
}

/// The scores of a table, one column an item; not every table that asks for scores asks for all items.
fn scores(reader: &Reader<'_>, items: &[Item]) -> Result<Vec<Vec<Option<i64>>>> {
    items.iter().map(|item| answers_to(reader, &format!("score_{}", item.id))).collect()
}

fn recommending(reader: &Reader<'_>) -> Result<Vec<Option<i64>>> {
    answers_to(reader, RECOMMEND)
}

fn answers_to(reader: &Reader<'_>, question: &str) -> Result<Vec<Option<i64>>> {
    if reader.may_have(question) { reader.integer(question) } else { Ok(vec![None; reader.rows()]) }
}

/// The frame `surveys`.
pub(super) fn frame(surveys: &[Survey<'_>]) -> Result<DataFrame> {
    let about = || surveys.iter().map(|survey| &survey.about);
    let mut columns = vec![
        date_column("date", surveys.iter().map(|survey| Some(survey.date))),
        text_column("channel", surveys.iter().map(|survey| survey.channel)),
        text_column("advisor", surveys.iter().map(|survey| survey.advisor)),
        text_column("caller", surveys.iter().map(|survey| survey.caller)),
        text_column("model", about().map(|about| about.model)),
        text_column("order_no", about().map(|about| about.order_no)),
        text_column("plate", about().map(|about| about.plate)),
        text_column("customer", about().map(|about| about.customer)),
        text_column("phone", about().map(|about| about.phone)),
        text_column("comment", surveys.iter().map(|survey| survey.comment)),
        integer_column("answers", surveys.iter().map(|survey| Some(survey.answers() as i64))),
        integer_column("recommend", surveys.iter().map(|survey| survey.recommend)),
    ];
    columns.extend(origin_columns(surveys.iter().map(|survey| survey.origin)));
    Ok(DataFrame::new(surveys.len(), columns)?)
}

/// The frame `answers`: points in millionths, the item by its Chinese name; the answers of a survey stand together. What
/// an answer says of its survey is taken from the frame of these, so that no text is kept a second time.
pub(super) fn answers(surveys: &[Survey<'_>], frame: &DataFrame, items: &[Item]) -> Result<DataFrame> {
    let rows = || {
        surveys.iter().enumerate().flat_map(|(id, survey)| {
            let answers = items.iter().zip(&survey.scores);
            answers.filter_map(move |(item, points)| Some((id, item.name.chinese.as_str(), (*points)?)))
        })
    };
    let survey = IdxCa::from_iter_values("survey".into(), rows().map(|(id, ..)| id as IdxSize));
    let mut columns: Vec<Column> = vec![
        text_column("item", rows().map(|(_, item, _)| Some(item))),
        integer_column("points", rows().map(|(_, _, points)| Some(points))),
        integer_column("survey", rows().map(|(id, ..)| Some(id as i64))),
    ];
    for name in OF_SURVEY {
        columns.push(frame.column(name)?.take(&survey)?);
    }
    Ok(DataFrame::new(survey.len(), columns)?)
}
