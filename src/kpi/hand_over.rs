//! What the program itself counts, in the form in which a warehouse hands it over (docs/warehouse.md).

use std::collections::BTreeSet;

use anyhow::Result;
use chrono::NaiveDate;

use super::catalogue::Catalogue;
use super::counted::row::{Row, SEPARATOR};
use super::counted::{Side, key_columns};
use super::definition::{Definition, Rows, Shape};
use super::mean_of_groups::counted;
use super::query::{Context, Groups};
use super::shortness::Habits;
use super::times::Times;
use super::{grouped, latest, median, ratio, rolling, trailing};
use crate::base::period::Period;
use crate::base::text::UNSPECIFIED;
use crate::facts::Facts;
use crate::facts::book::FactBook;
use crate::facts::moments::Moments;
use crate::settings::Counting;

/// The rows about the whole file: which periods are counted, and which indicators by which columns.
pub fn of_file(catalogue: &Catalogue, facts: &Facts, when: (&Period, NaiveDate), counting: &Counting) -> Vec<Row> {
    let times = Times::of(when.0, when.1, facts.calendar(), counting);
    let moments = times.moments.all().iter().chain(times.inside.all());
    let period = |moment: &crate::facts::moments::Moment| {
        let days = [moment.period.start, moment.period.end, moment.as_of].map(|day| day.to_string());
        Row { keys: joined(&days), ..row("", Side::Period, &moment.period.label()) }
    };
    let indicator = |one: &Definition| Row { keys: joined(&key_columns(one)), ..row(&one.id, Side::Indicator, "") };
    moments.map(period).chain(catalogue.definitions().iter().map(indicator)).collect()
}

/// What is counted of a store.
///
/// # Errors
/// A query that fails, which is a fault of the program.
pub fn of_store(
    catalogue: &Catalogue,
    facts: &Facts,
    book: &FactBook,
    (period, as_of): (&Period, NaiveDate),
    counting: &Counting,
) -> Result<Vec<Row>> {
    let times = Times::of(period, as_of, facts.calendar(), counting);
    let habits = Habits::of(facts, times.report.until());
    let mut rows = of_tables(facts, book)?;
    let report = Context::new(facts, &times.moments);
    for definition in catalogue.definitions() {
        for moments in [&times.moments, &times.inside] {
            counts(definition, &Context::new(facts, moments), moments, &mut rows)?;
        }
        let dated = definition.rows.date.is_some() || definition.rows.facts.states.is_some();
        if dated && report.has_rows(definition, times.window.report)? {
            rows.push(Row { rows: 1, ..row(&definition.id, Side::AnyRow, &period.label()) });
        } else {
            // Said of another period, it tells that nothing is of this one.
            let other = times.moments.all().first().map_or_else(String::new, |moment| moment.period.label());
            rows.extend((other != period.label()).then(|| row(&definition.id, Side::AnyRow, &other)));
        }
        own_days(definition, &report, &habits, &mut rows)?;
    }
    Ok(rows)
}

fn row(indicator: &str, side: Side, period: &str) -> Row {
    let side = side.name().to_owned();
    Row { indicator: indicator.to_owned(), side, period: period.to_owned(), ..Row::default() }
}

fn joined(words: &[String]) -> String {
    words.join(&SEPARATOR.to_string())
}

/// The rows of an indicator in these moments.
fn counts(definition: &Definition, context: &Context<'_>, moments: &Moments, rows: &mut Vec<Row>) -> Result<()> {
    let columns = grouped::finest(definition);
    let label = |at: usize| moments.all()[at].period.label();
    let mut sums = |side: Side, groups: Groups| {
        rows.extend(groups.into_iter().map(|((at, key), sums)| Row {
            keys: keys(&key),
            rows: sums.rows,
            above: sums.numerator,
            below: sums.denominator,
            unknown: sums.unknown,
            ..row(&definition.id, side, &label(at))
        }));
    };
    match (definition.shape, &definition.less) {
        (Shape::Count | Shape::Ratio | Shape::Stock, Some(less)) => {
            sums(Side::Counted, context.sums(&definition.rows, &columns)?);
            sums(Side::Taken, context.sums(less, &columns)?);
        }
        (Shape::Count | Shape::Ratio | Shape::Stock, None) => {
            sums(Side::Counted, ratio::sums(definition, context)?);
            if ratio::unlinked_rows(definition, context).is_some() && !moments.all().is_empty() {
                let blank = vec![UNSPECIFIED.to_owned(); columns.len()];
                sums(Side::Unlinked, Groups::from([((0, blank), super::query::Sums::default())]));
            }
        }
        (Shape::RollingYear, _) => sums(Side::Counted, rolling::sums(definition, context)?),
        (Shape::TrailingMean, _) => {
            let (groups, missing) = trailing::sums(definition, context)?;
            sums(Side::Counted, groups);
            let missing = missing
                .into_iter()
                .enumerate()
                .flat_map(|(at, months)| months.into_iter().map(move |month| (at, month.label())));
            rows.extend(
                missing.map(|(at, month)| Row { keys: month, ..row(&definition.id, Side::Missing, &label(at)) }),
            );
        }
        (Shape::Median, _) => {
            for ((at, key), known) in median::known(definition, context)? {
                rows.extend(known.values().map(|(value, times)| Row {
                    keys: keys(&key),
                    value: Some(value),
                    rows: i64::try_from(times).unwrap_or(i64::MAX),
                    ..row(&definition.id, Side::Counted, &label(at))
                }));
            }
        }
        (Shape::Latest, _) => {
            for ((at, _), newest) in latest::newest(definition, context)? {
                let said = newest.figures();
                rows.extend(
                    said.map(|value| Row { value: Some(value), ..row(&definition.id, Side::Counted, &label(at)) }),
                );
            }
        }
        (Shape::MeanOfGroups, _) => {
            let told = counted::counted(definition, context, &key_columns(definition))?;
            rows.extend(told.into_iter().map(|(at, is_survey, told)| Row {
                keys: keys(&told.key),
                rows: told.count,
                above: told.points,
                ..row(&definition.id, if is_survey { Side::Surveys } else { Side::Counted }, &label(at))
            }));
        }
    }
    Ok(())
}

/// A blank word is one that nobody wrote.
fn keys(words: &[String]) -> String {
    let words: Vec<String> =
        words.iter().map(|word| if word == UNSPECIFIED { String::new() } else { word.clone() }).collect();
    joined(&words)
}

/// The own days of an indicator over a table whose first months have only a few rows.
fn own_days(definition: &Definition, context: &Context<'_>, habits: &Habits, rows: &mut Vec<Row>) -> Result<()> {
    let all: [(&str, Option<&Rows>); 3] =
        [("", Some(&definition.rows)), ("base", definition.base.as_ref()), ("less", definition.less.as_ref())];
    for (what, of) in all.into_iter().filter_map(|(what, of)| Some((what, of?))) {
        if of.facts.states.is_some() || !of.facts.tables.iter().any(|table| habits.begins_late(*table)) {
            continue;
        }
        rows.extend(context.days_counted(of)?.into_iter().map(|(day, of_day)| Row {
            keys: what.to_owned(),
            rows: i64::try_from(of_day.rows).unwrap_or(i64::MAX),
            ..row(&definition.id, Side::OwnDay, &day.to_string())
        }));
    }
    Ok(())
}

/// What is known of the tables.
fn of_tables(facts: &Facts, book: &FactBook) -> Result<Vec<Row>> {
    let known = facts.counted(book)?;
    let mut rows = Vec::new();
    let whole = |times: &u64| i64::try_from(*times).unwrap_or(i64::MAX);
    for (side, tables) in [(Side::Day, &known.dated), (Side::Told, &known.told)] {
        for (table, days) in tables {
            rows.extend(
                days.iter().map(|(day, times)| Row { rows: whole(times), ..row(table.name(), side, &day.to_string()) }),
            );
        }
    }
    for (table, days) in &known.any {
        let dated = known.dated.get(table);
        let other: BTreeSet<_> = days.iter().filter(|day| dated.is_none_or(|dated| !dated.contains_key(day))).collect();
        rows.extend(other.into_iter().map(|day| row(table.name(), Side::AnyDay, &day.to_string())));
    }
    rows.extend(known.begun.iter().map(|(fact, day)| row(fact.name(), Side::Begun, &day.to_string())));
    rows.extend(known.listed.iter().map(|(table, day)| row(table.name(), Side::Listed, &day.to_string())));
    for (side, tables) in
        [(Side::Answering, &known.answering), (Side::Telling, &known.telling), (Side::Table, &known.present)]
    {
        rows.extend(tables.iter().map(|table| row(table.name(), side, "")));
    }
    for (table, fields) in &known.blank {
        rows.extend(fields.iter().map(|field| Row { keys: field.clone(), ..row(table.name(), Side::Blank, "") }));
    }
    rows.extend(known.undue.iter().map(|((day, year), times)| Row {
        keys: year.to_string(),
        rows: whole(times),
        ..row("complaints", Side::Undue, &day.to_string())
    }));
    rows.extend(known.doubts.iter().map(|words| Row {
        keys: joined(&[words.chinese.clone(), words.en.clone()]),
        ..row("scores", Side::Doubt, "")
    }));
    Ok(rows)
}
