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
    let by_phone = calls.iter().zip(&linked.order_of_call).map(|(call, order)| Survey {
        date: call.at.date(),
        channel: Some("phone"),
        advisor: call.advisor.or_else(|| order.and_then(|order| orders[order].advisor)),
        scores: call.scores.clone(),
    });
    let mut surveys: Vec<Survey<'a>> = by_phone.collect();
    let reader = Reader::new(tables, TableId::Surveys);
    let (dates, channels, advisors) =
        (reader.date_time("survey_date")?, reader.text("channel_sense")?, reader.text("advisor")?);
    let scores = items.iter().map(|item| reader.integer(&format!("score_{}", item.id))).collect::<Result<Vec<_>>>()?;
    for row in 0..reader.rows() {
        let Some(date) = dates[row] else { continue };
        surveys.push(Survey {
            date: date.date(),
            channel: channels[row],
            advisor: advisors[row],
            scores: scores.iter().map(|column| column[row]).collect(),
        });
    }
    surveys.retain(|survey| survey.scores.iter().any(Option::is_some));
    Ok(surveys)
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

/// The frame `answers`: points in millionths, the item by its Chinese name.
pub(super) fn answers(surveys: &[Survey<'_>], items: &[Item]) -> Result<DataFrame> {
    let mut rows = Vec::new();
    for (id, survey) in surveys.iter().enumerate() {
        for (item, points) in items.iter().zip(&survey.scores) {
            if let Some(points) = *points {
                rows.push((id as i64, survey, item.name.chinese.as_str(), points));
            }
        }
    }
    let columns = vec![
        date_column("date", rows.iter().map(|(_, survey, _, _)| Some(survey.date))),
        text_column("channel", rows.iter().map(|(_, survey, _, _)| survey.channel)),
        text_column("advisor", rows.iter().map(|(_, survey, _, _)| survey.advisor)),
        text_column("item", rows.iter().map(|(_, _, item, _)| Some(*item))),
        integer_column("points", rows.iter().map(|(_, _, _, points)| Some(*points))),
        integer_column("survey", rows.iter().map(|(id, _, _, _)| Some(*id))),
    ];
    Ok(DataFrame::new(rows.len(), columns)?)
}
