//! Which tables of an indicator cover only a part of a period, and what is said of tables that hold nothing of it.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use chrono::NaiveDate;

use super::definition::Definition;
use super::model::{KpiResult, Short};
use super::query::Context;
use crate::base::address::Place;
use crate::base::finding::{Code, Finding, Severity, WHOLE_INPUT};
use crate::base::lang::{Lang, Words};
use crate::base::period::{Calendar, Period};
use crate::base::table_id::TableId;
use crate::facts::Facts;
use crate::facts::beginning::{begins_fully, begins_with};
use crate::facts::counted::Days;
use crate::facts::coverage::{Covered, DatedRows, DayRows, covered, has_stopped};
use crate::facts::moments::Moment;

/// Months before a month whose sales stand below its line.
const MONTHS_BEFORE: i32 = 3;
/// Periods named in a message before the rest is only counted.
const NAMED: usize = 12;

/// What is known on a day of how tables have their rows.
pub(super) struct Habits {
    /// The day; habits are those of the rows up to it.
    until: NaiveDate,
    /// From when on a table has its usual number of rows, where it begins with a few.
    full_from: BTreeMap<TableId, NaiveDate>,
}

impl Habits {
    pub(super) fn of(facts: &Facts, until: NaiveDate) -> Self {
        let full_from =
            |(table, days): (&TableId, &DatedRows)| Some((*table, begins_fully(days, facts.calendar(), until)?));
        Self { until, full_from: facts.dated.iter().filter_map(full_from).collect() }
    }
}

/// The tables of an indicator that cover only a part of each moment's period.
///
/// # Errors
/// A query that fails, which is a fault of the program.
pub(super) fn of_moments(definition: &Definition, context: &Context<'_>, habits: &Habits) -> Result<Vec<Vec<Short>>> {
    let facts = context.facts;
    let tables = rests_on(definition, facts);
    let begin = beginnings(definition, context, habits)?;
    let of = |moment: &Moment| {
        let label = moment.period.label();
        let short = |table: TableId, start: NaiveDate, until: NaiveDate, before: bool| {
            let covered = covered(facts.dated.get(&table)?, start, until, habits.until)?;
            Some(Short { covered, ..part(&label, table, (start, until), before) })
        };
        let thin = |table: TableId, start: NaiveDate, until: NaiveDate| {
            let full = *habits.full_from.get(&table)?;
            let covered = (full > start).then(|| Covered::all(start, until).begun_fully(full))?;
            Some(Short { covered, ..part(&label, table, (start, until), true) })
        };
        let (start, until) = (moment.period.start, moment.until());
        let of_own = |table: &TableId| {
            let (known, full) = (short(*table, start, until, false), begin.get(table).filter(|full| **full > start));
            let Some(full) = full else { return known };
            let known = known.unwrap_or_else(|| part(&label, *table, (start, until), false));
            Some(Short { covered: known.covered.begun_fully(*full), ..known })
        };
        let mut short_ones: Vec<Short> = tables.iter().filter_map(of_own).collect();
        // The months before are what the figure is measured by, not what the period is about.
        let (months, tables) = match &definition.trailing {
            Some(trailing) => (MONTHS_BEFORE, trailing.facts.tables.as_slice()),
            None => (definition.months_back(), definition.tables.get(..1).unwrap_or_default()),
        };
        if months > 0 && short_ones.is_empty() {
            let (start, end) = months_before(&moment.period, months, facts.calendar());
            let until = end.min(moment.as_of);
            let of_base = |table: &TableId| short(*table, start, until, true).or_else(|| thin(*table, start, until));
            short_ones.extend(tables.iter().filter_map(of_base));
        }
        short_ones
    };
    Ok(context.moments.all().iter().map(of).collect())
}

/// From which day on an indicator counts its usual number of rows, by the table that begins with a few of them. First
/// services are all there, where of that time nothing else was handed in: so its own rows have to begin with the table.
fn beginnings(definition: &Definition, context: &Context<'_>, habits: &Habits) -> Result<BTreeMap<TableId, NaiveDate>> {
    let earliest = context.moments.all().first().map(|moment| moment.period.start);
    let mut begin = BTreeMap::new();
    let all = [("", Some(&definition.rows)), ("base", definition.base.as_ref()), ("less", definition.less.as_ref())];
    for (what, rows) in all.into_iter().filter_map(|(what, rows)| Some((what, rows?))) {
        let thin = rows.facts.tables.iter().filter_map(|table| habits.full_from.get_key_value(table));
        let thin: Vec<_> = thin.filter_map(|pair| Some((pair, context.facts.spans.get(pair.0)?))).collect();
        if thin.is_empty() || rows.facts.states.is_some() {
            continue;
        }
        let own = match context.counted {
            Some(counted) => counted.own_days(definition, what).map(dated).unwrap_or_default(),
            None => context.days_counted(rows)?,
        };
        for ((table, full), span) in thin {
            let first = earliest.map_or(span.first, |earliest| earliest.max(span.first));
            if begins_with(&own, *full, (first, span.last.min(habits.until))) {
                begin.insert(*table, *full);
            }
        }
    }
    Ok(begin)
}

fn dated(days: &Days) -> DatedRows {
    days.iter().map(|(day, rows)| (*day, DayRows { source: 0, rows: *rows })).collect()
}

/// A table that covers all of these days of a period, or of those before it.
pub(super) fn part(period: &str, table: TableId, (start, until): (NaiveDate, NaiveDate), before: bool) -> Short {
    let (period, covered) = (period.to_owned(), Covered::all(start, until));
    let (now, compared) = (false, false);
    Short { period, table, covered, start, until, before, now, compared, stores: Vec::new(), absent: false }
}

/// What all of the tables together cover.
pub(super) fn together(short: &[Short]) -> Option<Covered> {
    let from = short.iter().map(|one| one.covered.from).max()?;
    let to = short.iter().map(|one| one.covered.to).min()?;
    let missing = short.iter().find_map(|one| one.covered.missing);
    Some(Covered { from, to, missing, few_before: short.iter().filter_map(|one| one.covered.few_before).max() })
}

/// The tables that the figures rest on.
fn rests_on(definition: &Definition, facts: &Facts) -> BTreeSet<TableId> {
    let mut tables: BTreeSet<TableId> = definition.tables.iter().copied().collect();
    if tables.is_empty() {
        tables.clone_from(&facts.answering);
    }
    let rows = &definition.rows;
    let terms = [&rows.numerator, &rows.denominator, &rows.filter];
    let named = terms.into_iter().flatten().flat_map(|term| &term.columns);
    let told_by = named.filter_map(|name| rows.facts.column(name)?.told_by);
    tables.extend(told_by.filter(|table| facts.telling.contains(table)));
    tables
}

/// From the first to the last day of so many months before each month of a period.
fn months_before(period: &Period, before: i32, calendar: Calendar) -> (NaiveDate, NaiveDate) {
    let months = calendar.months(period);
    let step = |month: Option<&Period>, steps| month.map(|month| calendar.step(month, steps));
    let start = step(months.first(), -before).map_or(period.start, |month| month.start);
    (start, step(months.last(), -1).map_or(period.end, |month| month.end))
}

/// The findings: of each table that covers only a part of the period, or of one that the period is compared with.
pub(super) fn findings<'a>(results: impl Iterator<Item = &'a KpiResult>, facts: &Facts) -> Vec<Finding> {
    let mut told: BTreeMap<(&str, TableId, bool), &Short> = BTreeMap::new();
    for short in results.flat_map(|result| &result.short).filter(|short| short.now || short.compared) {
        told.entry((&short.period, short.table, short.before)).or_insert(short);
    }
    let place =
        |short: &Short| facts.last_place(short.table, short.covered.from, short.covered.to).unwrap_or_else(whole_input);
    told.into_values().map(|short| incomplete(short, place(short), facts)).collect()
}

fn whole_input() -> Place {
    Place::file(&WHOLE_INPUT.into())
}

fn incomplete(short: &Short, place: Place, facts: &Facts) -> Finding {
    let Short { period, table, covered: Covered { from, to, missing, few_before }, .. } = short;
    let (chinese_what, english_what) = match missing {
        Some(hole) => {
            (format!("缺 {} 至 {} 的行", hole.from, hole.to), format!("has no row from {} to {}", hole.from, hole.to))
        }
        None if *to < short.until => {
            (format!("只有 {from} 至 {to} 的行"), format!("has rows from {from} to {to} only"))
        }
        None if few_before.is_some_and(|full| full > short.until) => {
            ("只有很少的行".to_owned(), "has only a few rows".to_owned())
        }
        None if few_before.is_some() => {
            (format!("在 {from} 以前只有很少的行"), format!("has only a few rows before {from}"))
        }
        None => (format!("自 {from} 起才有行"), format!("has no row before {from}")),
    };
    let [name, english_name] = Lang::ALL.map(|lang| facts.name(*table, lang));
    let (period, english_period) = if short.before {
        let (start, until) = (short.start, short.until);
        (
            format!("计算 {period} 所需的 {start} 至 {until} 期间"),
            format!("{start} to {until}, which {period} is measured by"),
        )
    } else {
        (format!(" {period} "), period.clone())
    };
    let (chinese, english) = if short.now {
        (
            format!("{name}表在{period}{chinese_what}，与平时不符；依据它的数字不是整期的"),
            format!(
                "the table “{english_name}” {english_what} in {english_period}, unlike before; figures from it are not of the whole period"
            ),
        )
    } else {
        (
            format!("{name}表在用来比较的{period}{chinese_what}，与平时不符；与它相比的变化不可靠"),
            format!(
                "the table “{english_name}” {english_what} in {english_period}, which is compared with; such changes cannot be relied on"
            ),
        )
    };
    let value = if short.now { format!("{from} – {to}") } else { format!("{}: {from} – {to}", short.period) };
    Finding::new(Severity::Warning, Code::IncompleteData, place, chinese, english).table(*table).value(&value)
}

/// Of each table with rows in other periods but none in this one. What an indicator needs of the sales lies before the
/// period (`measures`); where nobody complained, the list has no row either, if that is its habit; policies may all fall
/// due later.
pub(super) fn without_rows(
    facts: &Facts,
    report: &Moment,
    by_period: &BTreeMap<String, BTreeSet<TableId>>,
    measures: &BTreeSet<TableId>,
) -> Vec<Finding> {
    let label = report.period.label();
    if !by_period.contains_key(&label) {
        return Vec::new();
    }
    let calendar = facts.calendar();
    let missed = |table: TableId| {
        let rows = &facts.dated[&table];
        let start = match table {
            table if measures.contains(&table) => months_before(&report.period, MONTHS_BEFORE, calendar).0,
            _ => report.period.start,
        };
        let until = if facts.always.contains(&table) { report.period.end } else { report.until() };
        let is_later = facts.ahead.contains(&table) && rows.range(..start).next().is_none();
        !is_later
            && rows.range(start..=until).next().is_none()
            && (!facts.lasting.contains_key(&table) || has_stopped(rows, until))
    };
    let finding = |table: TableId| {
        let kind = report.period.kind;
        let mut periods: Vec<String> =
            facts.dated[&table].keys().map(|day| calendar.containing(kind, *day).label()).collect();
        periods.dedup();
        periods.reverse();
        let rest = periods.len().saturating_sub(NAMED);
        periods.truncate(NAMED);
        let mut named = Words::list(&periods);
        if rest > 0 {
            named.chinese += &format!(" …（另有 {rest} 个）");
            named.en += &format!(" … (+{rest})");
        }
        let [name, english_name] = Lang::ALL.map(|lang| facts.name(table, lang));
        let chinese = format!("{name}表在 {label} 没有行；有行的报告期：{}", named.chinese);
        let english = format!("the table “{english_name}” has no row in {label}; periods with rows: {}", named.en);
        let place = facts.last_place(table, NaiveDate::MIN, NaiveDate::MAX).unwrap_or_else(whole_input);
        Finding::new(Severity::Warning, Code::NoRowsInPeriod, place, chinese, english).table(table)
    };
    let told = facts.dated.keys().copied().filter(|table| missed(*table)).map(finding);
    told.chain(unlisted(facts, report)).collect()
}

/// The lists of those who are there that tell of later days only: of nobody is it known that he left before.
fn unlisted<'f>(facts: &'f Facts, report: &'f Moment) -> impl Iterator<Item = Finding> + 'f {
    let later = facts.listed_since.iter().filter(|(_, since)| report.until() < **since);
    later.map(|(table, since)| {
        let [name, english_name] = Lang::ALL.map(|lang| facts.name(*table, lang));
        let label = report.period.label();
        let chinese = format!("{name}表上没有 {since} 以前离开的人，只能看出这一天以后有谁：{label} 没有数据");
        let english =
            format!("nobody in the table “{english_name}” left before {since}: it tells who is there from then on, and there are no data for {label}");
        let place = facts.last_place(*table, NaiveDate::MIN, NaiveDate::MAX).unwrap_or_else(whole_input);
        Finding::new(Severity::Warning, Code::NoRowsInPeriod, place, chinese, english).table(*table)
    })
}
