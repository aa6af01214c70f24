//! Surveys and their answers, from calls and from the survey lists: one survey a row.

use anyhow::Result;
use chrono::NaiveDate;
use polars::prelude::DataFrame;

use super::calls::Call;
use super::cases::Linked;
use super::orders::Order;
use super::reader::{Reader, date_column, integer_column, text_column};
use crate::base::table_id::TableId;
use crate::tables::model::{Item, Tables};

/// One survey.
pub(super) struct Survey<'a> {
    /// The table it stands in: calls are surveys too.
    pub(super) table: TableId,
    date: NaiveDate,
    channel: Option<&'a str>,
    advisor: Option<&'a str>,
    scores: Vec<Option<i64>>,
}

/// All surveys with at least one answer. A call is one by phone; its blank advisor is that of its order.
pub(super) fn read<'a>(
    tables: &'a Tables,
    items: &[Item],
    calls: &[Call<'a>],
    linked: &Linked,
    orders: &[Order<'a>],
) -> Result<Vec<Survey<'a>>> {
    let scores = scores(&Reader::new(tables, TableId::CALLBACKS), items)?;
    let by_phone = calls.iter().zip(&linked.order_of_call).map(|(call, order)| Survey {
        table: TableId::CALLBACKS,
        date: call.at.date(),
        channel: Some("phone"),
        advisor: call.advisor.or_else(|| order.and_then(|order| orders[order].advisor)),
        scores: scores.iter().map(|column| column[call.row]).collect(),
    });
    let answered = |survey: &Survey<'_>| survey.scores.iter().any(Option::is_some);
    let mut surveys: Vec<Survey<'a>> = by_phone.filter(answered).collect();
    let reader = Reader::new(tables, TableId::SURVEYS);
    let (dates, channels, advisors) =
        (reader.date_time("survey_date")?, reader.text("channel_sense")?, reader.text("advisor")?);
    let scores = self::scores(&reader, items)?;
    for row in 0..reader.rows() {
        let Some(date) = dates[row] else { continue };
        surveys.push(Survey {
            table: TableId::SURVEYS,
            date: date.date(),
            channel: channels.at(row),
            advisor: advisors.at(row),
            scores: scores.iter().map(|column| column[row]).collect(),
        });
    }
    surveys.retain(answered);
    Ok(surveys)
}

/// The scores of a table, one column an item; not every table that asks for scores asks for all items.
fn scores(reader: &Reader<'_>, items: &[Item]) -> Result<Vec<Vec<Option<i64>>>> {
    let column = |item: &Item| {
        let name = format!("score_{}", item.id);
        if reader.may_have(&name) { reader.integer(&name) } else { Ok(vec![None; reader.rows()]) }
    };
    items.iter().map(column).collect()
}

/// The frame `surveys`.
pub(super) fn frame(surveys: &[Survey<'_>]) -> Result<DataFrame> {
    let answers = |survey: &Survey<'_>| survey.scores.iter().flatten().count() as i64;
    let columns = vec![
        date_column("date", surveys.iter().map(|survey| Some(survey.date))),
        text_column("channel", surveys.iter().map(|survey| survey.channel)),
        text_column("advisor", surveys.iter().map(|survey| survey.advisor)),
        integer_column("answers", surveys.iter().map(|survey| Some(answers(survey)))),
    ];
    Ok(DataFrame::new(surveys.len(), columns)?)
}

/// The frame `answers`: points in millionths, the item by its Chinese name; the answers of a survey stand together.
pub(super) fn answers(surveys: &[Survey<'_>], items: &[Item]) -> Result<DataFrame> {
    let rows = || {
        surveys.iter().enumerate().flat_map(|(id, survey)| {
            let answers = items.iter().zip(&survey.scores);
            answers.filter_map(move |(item, points)| Some((id as i64, survey, item.name.chinese.as_str(), (*points)?)))
        })
    };
    let columns = vec![
        date_column("date", rows().map(|(_, survey, _, _)| Some(survey.date))),
        text_column("channel", rows().map(|(_, survey, _, _)| survey.channel)),
        text_column("advisor", rows().map(|(_, survey, _, _)| survey.advisor)),
        text_column("item", rows().map(|(_, _, item, _)| Some(item))),
        integer_column("points", rows().map(|(_, _, _, points)| Some(points))),
        integer_column("survey", rows().map(|(id, _, _, _)| Some(id))),
    ];
    Ok(DataFrame::new(rows().count(), columns)?)
}
