//! Things that begin and end, as they stand at the moments of a run: one row a thing and moment.

use anyhow::Result;
use chrono::NaiveDate;
use polars::prelude::{DataFrame, DataType, IdxCa, IdxSize, Int32Chunked, IntoColumn, IntoLazy, NewChunkedArray};

use super::fact::{Column, ColumnType, Fact, Make, States};
use super::moments::{Moment, Moments};
use super::reader::{boolean_column, date_column, dates, integer_column};
use super::term::Term;
use crate::base::lang::Words;

/// Name of the column that says to which moment a row belongs; expressions cannot name it.
pub(crate) const PERIOD: &str = "period";

/// The first of the columns of a state.
pub(super) const FIRST: &str = "moment";

/// Name of the column that holds the day on which a row's period is looked at.
pub(crate) const AS_OF: &str = "as_of";

fn column(id: &str, kind: ColumnType, chinese: &str, en: &str) -> Column {
    Column {
        id: id.to_owned(),
        kind,
        names: Words { chinese: chinese.to_owned(), en: en.to_owned() },
        meaning: None,
        field: None,
        told_by: None,
        looks: Vec::new(),
        fields: Vec::new(),
        words: Vec::new(),
        made: Make::Given,
        private: false,
    }
}

/// The day on which a row's period is looked at: indicators over dated rows may name it.
pub(crate) fn as_of() -> Column {
    column(AS_OF, ColumnType::Date, "统计日", "Day of the report")
}

/// The columns that every thing with a state has, behind its own.
pub(super) fn columns() -> Vec<Column> {
    vec![
        column(
            FIRST,
            ColumnType::Date,
            "期末（或统计日，取较早的一天）",
            "End of the period, or the day of the report where that is earlier",
        ),
        as_of(),
        column("period_start", ColumnType::Date, "期初", "First day of the period"),
        column("carried_in", ColumnType::Boolean, "期初已开始", "Begun before the period"),
        column("open", ColumnType::Boolean, "期末未结束", "Not ended at the moment"),
        column("ended_on", ColumnType::Date, "期末前的结束日", "Day of the end, if it had come by the moment"),
        column("age_days", ColumnType::Integer, "已过天数", "Age in days"),
    ]
}

/// A thing at a moment.
struct State<'a> {
    at: i32,
    moment: &'a Moment,
    row: usize,
    begin: NaiveDate,
    end: Option<NaiveDate>,
}

impl State<'_> {
    /// The day of the end, if it had come by the moment.
    fn ended_on(&self) -> Option<NaiveDate> {
        self.end.filter(|end| *end <= self.moment.until())
    }
}

/// Of every moment the things that had begun and not ended before its period, in their states at that moment.
pub(super) fn panel(things: &DataFrame, states: &States, moments: &Moments) -> Result<DataFrame> {
    let (begins, ends) = (dates(things, &states.begin)?, dates(things, &states.end)?);
    let mut rows: Vec<State<'_>> = Vec::new();
    for (at, moment) in moments.all().iter().enumerate() {
        let known = begins.iter().zip(&ends).enumerate().filter_map(|(row, (begin, end))| {
            let begin = (*begin)?;
            // An end before the beginning is none.
            let end = end.filter(|end| *end >= begin);
            let state = State { at: at as i32, moment, row, begin, end };
            let over = state.ended_on().is_some_and(|ended| ended < moment.period.start);
            (state.begin <= moment.until() && !over).then_some(state)
        });
        rows.extend(known);
    }
    let picked = IdxCa::from_iter_values("row".into(), rows.iter().map(|state| state.row as IdxSize));
    let mut panel = things.take(&picked)?;
    let periods = Int32Chunked::from_iter_values(PERIOD.into(), rows.iter().map(|state| state.at));
    let age = |state: &State<'_>| state.moment.until().signed_duration_since(state.begin).num_days();
    for column in [
        periods.into_column(),
        date_column(FIRST, rows.iter().map(|state| Some(state.moment.until()))),
        date_column(AS_OF, rows.iter().map(|state| Some(state.moment.as_of))),
        date_column("period_start", rows.iter().map(|state| Some(state.moment.period.start))),
        boolean_column("carried_in", rows.iter().map(|state| Some(state.begin < state.moment.period.start))),
        boolean_column("open", rows.iter().map(|state| Some(state.ended_on().is_none()))),
        date_column("ended_on", rows.iter().map(State::ended_on)),
        integer_column("age_days", rows.iter().map(|state| Some(age(state)))),
    ] {
        panel.with_column(column)?;
    }
    Ok(panel)
}

/// The columns of a thing itself: those of its state begin with the first that every state has.
pub(super) fn early(fact: &Fact) -> impl Iterator<Item = &Column> {
    fact.columns.iter().take_while(|column| fact.states.is_none() || column.id != FIRST)
}

/// The same as a part of all of them.
pub(super) fn own(fact: &Fact) -> &[Column] {
    &fact.columns[..early(fact).count()]
}

/// The columns that are made of the state, behind those that every state has.
pub(super) fn with_states(fact: &Fact, mut panel: DataFrame) -> Result<DataFrame> {
    for column in fact.columns.iter().skip(early(fact).count()) {
        if let Make::Sql(term) = &column.made {
            panel = computed(panel, &column.id, term)?;
        }
    }
    Ok(panel)
}

/// The rows with one column more, SQL over one row.
pub(super) fn computed(frame: DataFrame, id: &str, term: &Term) -> Result<DataFrame> {
    // Numbers that stand in the SQL alone would be narrower than those of every other column.
    let expr = match term.kind {
        Some(ColumnType::Integer) => term.expr.clone().cast(DataType::Int64),
        _ => term.expr.clone(),
    };
    Ok(frame.lazy().with_column(expr.alias(id)).collect()?)
}
