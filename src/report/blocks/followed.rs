//! What became of the figures that the rows of a list are about: as they were when the row began, as they are now, and whether
//! that is the right way.

use std::cmp::Ordering;

use chrono::NaiveDate;

use crate::base::number;
use crate::base::period::Period;
use crate::base::text::fold;
use crate::kpi::behind::{FactValue, RowBehind};
use crate::kpi::model::{Direction, KpiResult, Measure};
use crate::report::cells::{optional, rate, text};
use crate::report::draft::{Draft, Maybe};
use crate::report::model::{Cell, Tone};
use crate::report::pages::plan::{Follows, ListPlan, PERIOD};

/// The figure that a row is about.
struct Followed<'a> {
    result: &'a KpiResult,
    group: Option<&'a str>,
    /// The period whose figure the row is about.
    since: Option<String>,
}

/// Headings of the columns that a list which follows figures has more.
pub(super) fn headings<'a>(draft: &Draft<'a>) -> [&'a str; 4] {
    ["column.indicator", "column.figure_then", "column.figure_now", "column.moved"].map(|key| draft.say(key))
}

/// Their cells of a row; blank where it names no indicator, the name as it stands where it names none that there is.
pub(super) fn cells(draft: &Draft<'_>, plan: &ListPlan, follows: &Follows, row: &RowBehind) -> Vec<Cell> {
    let Some(named) = word(plan, row, &follows.indicator) else { return vec![optional(None); 4] };
    let Some(one) = followed(draft, plan, follows, row) else {
        return [optional(Some(named))].into_iter().chain(vec![optional(None); 3]).collect();
    };
    let name = match one.group {
        Some(group) => format!("{} · {group}", draft.name(one.result)),
        None => draft.name(one.result).to_owned(),
    };
    let then = one.since.as_deref().and_then(|since| figure(one.result, one.group, Some(since)));
    let now = figure(one.result, one.group, None);
    let shown = |measure: Option<Measure>| rate(&measure.unwrap_or_default(), one.result.unit, draft.small());
    vec![text(name), shown(then), shown(now), moved(draft, one.result, then, now)]
}

/// Who answers for the rows that are about a figure, of the row that stands first.
pub(super) fn owner<'a>(draft: &Draft<'a>, id: &str, group: Option<&str>) -> Option<&'a str> {
    let lists = draft.pages.lists().filter_map(|plan| Some((plan, plan.follows.as_ref()?)));
    let mut rows = lists.flat_map(|(plan, follows)| {
        let rows = draft.content.lists.get(&plan.id).map_or(&[][..], Vec::as_slice);
        rows.iter().map(move |row| (plan, follows, row))
    });
    rows.find_map(|(plan, follows, row)| {
        let one = followed(draft, plan, follows, row)?;
        let same = one.result.id == id && (one.group.is_none() || one.group == group);
        same.then(|| word(plan, row, &follows.owner)).flatten()
    })
}

fn followed<'a>(draft: &Draft<'a>, plan: &ListPlan, follows: &Follows, row: &'a RowBehind) -> Option<Followed<'a>> {
    let result = named(draft, word(plan, row, &follows.indicator)?)?;
    let since = match value(plan, row, &follows.since)? {
        FactValue::Day(day) => Some(about(draft, *day).label()),
        _ => None,
    };
    Some(Followed { result, group: word(plan, row, &follows.group), since })
}

/// The period whose figure a row is about, by a day of it. A quarter holds months about which measures of the same quarter are:
/// its own figure is not held against itself, but against that of the period before.
fn about(draft: &Draft<'_>, day: NaiveDate) -> Period {
    let (calendar, period) = (draft.content.calendar, draft.content.period);
    let of_day = calendar.containing(period.kind, day);
    if of_day.start == period.start { calendar.step(&of_day, -1) } else { of_day }
}

/// The indicator of an id or a name in either language.
fn named<'a>(draft: &Draft<'a>, word: &str) -> Maybe<'a> {
    let word = fold(word);
    let is = |result: &&KpiResult| {
        [&result.id, &result.name.chinese, &result.name.en].into_iter().any(|name| fold(name) == word)
    };
    draft.all().find(is)
}

fn value<'r>(plan: &ListPlan, row: &'r RowBehind, field: &str) -> Option<&'r FactValue> {
    let at = plan.fields().iter().position(|one| one == field)?;
    row.values.get(at)
}

fn word<'r>(plan: &ListPlan, row: &'r RowBehind, field: &str) -> Option<&'r str> {
    match value(plan, row, field)? {
        FactValue::Text(word) => Some(word.as_str()),
        _ => None,
    }
}

/// The figure of the whole or of a group, in the report's period or another.
fn figure(result: &KpiResult, group: Option<&str>, period: Option<&str>) -> Option<Measure> {
    let Some(group) = group else {
        return period.map_or(Some(result.measure), |period| result.at(period).copied());
    };
    let keys: Vec<&str> = period.into_iter().chain([group]).collect();
    let fits =
        |by: &[String]| by.len() == keys.len() && by.first().is_some_and(|by| (by == PERIOD) == period.is_some());
    let mut rows = result.breakdowns.iter().filter(|one| fits(&one.by)).flat_map(|one| &one.rows);
    rows.find(|row| row.key == keys).map(|row| row.measure)
}

/// 好转, 变差 or 持平; nothing of few rows, nor where neither way is better.
fn moved(draft: &Draft<'_>, result: &KpiResult, then: Option<Measure>, now: Option<Measure>) -> Cell {
    let few = |measure: &Measure| !result.unit.adds_up() && measure.known_n().is_some_and(|n| n < draft.small());
    let change = then.zip(now).filter(|(then, now)| !few(then) && !few(now));
    let change = change.and_then(|(then, now)| now.value.zip(then.value)).map(|(now, then)| now - then);
    let Some(change) = change.filter(|_| result.direction != Direction::None) else { return optional(None) };
    let (key, tone) = match (number::direction(change, result.unit), result.direction) {
        (Ordering::Equal, _) => ("word.level", Tone::Muted),
        (Ordering::Greater, Direction::Higher) | (Ordering::Less, Direction::Lower) => ("word.better", Tone::Good),
        _ => ("word.worse", Tone::Bad),
    };
    text(draft.say(key)).toned(tone)
}
