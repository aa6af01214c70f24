//! Parts of a fact file that are read the same wherever they stand.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use crate::base::declaration::{Entry, Section, choose};
use crate::base::failure::Failure;
use crate::base::lang::Words;

use super::constants::Constants;
use super::fact::{Column, ColumnType, Settled, Window, Word};
use super::term::Term;

/// Days of a window and until a period is settled: no more than ten years.
const DAYS: RangeInclusive<f64> = -3_660.0..=3_660.0;
const SETTLED: RangeInclusive<f64> = 1.0..=3_660.0;
/// Months of a window.
const MONTHS: RangeInclusive<f64> = -120.0..=120.0;

/// Columns of a thing's state at a moment stand behind those of the thing: they are made anew for every period.
pub(super) fn split(columns: Vec<Entry<'_>>, has_states: bool) -> Result<(Vec<Entry<'_>>, Vec<Entry<'_>>), Failure> {
    let (mut early, mut late, mut ids) = (Vec::new(), Vec::new(), BTreeSet::new());
    for column in columns {
        let mut section = column.section()?;
        if let Some(id) = section.take("id").filter(|id| id.text().is_ok_and(|name| !ids.insert(name))) {
            return Err(id.failure("出现了两次", "stands twice"));
        }
        let at_moment = section.take("at_moment").map(|entry| entry.flag()).transpose()?.unwrap_or(false);
        if let Some(entry) = section.take("look").or_else(|| section.take("made")).filter(|_| at_moment) {
            return Err(entry.failure("不能用于 at_moment 列；请写 is", "cannot make a column at_moment; write is"));
        }
        if at_moment && !has_states {
            return Err(column.failure("只有带 states 的事实表才有 at_moment 列", "at_moment needs states"));
        }
        if at_moment { late.push(column) } else { early.push(column) }
    }
    Ok((early, late))
}

pub(super) fn settled(entry: &Entry<'_>, known: &Constants, columns: &[Column]) -> Result<Settled, Failure> {
    let mut section = entry.section()?;
    let mut constants = BTreeSet::new();
    let days = known.whole(&section.need("days")?, SETTLED, &mut constants)? as u32;
    let mut of = Vec::new();
    for entry in section.take("of").map(|entry| entry.items()).transpose()?.unwrap_or_default() {
        let known: Vec<_> = columns.iter().map(|column| (column.id.as_str(), ())).collect();
        of.push(entry.text()?);
        choose(&of[of.len() - 1], &known).map_err(|wrong| entry.refuse(wrong))?;
    }
    section.finish()?;
    Ok(Settled { days, of, constants })
}

pub(super) fn condition(entry: &Entry<'_>, term: Term) -> Result<Term, Failure> {
    match term.kind {
        Some(ColumnType::Boolean) => Ok(term),
        _ => Err(entry.failure("应为条件", "must be a condition")),
    }
}

/// The window of a look; the constants that it names are noted.
pub(super) fn window(
    entry: &Entry<'_>,
    section: &mut Section<'_>,
    known: &Constants,
    constants: &mut BTreeSet<String>,
) -> Result<Window, Failure> {
    let mut ends = |entry: &Entry<'_>, range: RangeInclusive<f64>| -> Result<(i64, i64), Failure> {
        let ends = entry.items()?;
        let ends = ends.iter().map(|end| known.whole(end, range.clone(), constants));
        match ends.collect::<Result<Vec<_>, _>>()?[..] {
            [from, to] if from <= to => Ok((from, to)),
            _ => Err(entry.failure("应为两个整数，先小后大", "must be two whole numbers, the smaller one first")),
        }
    };
    if let Some(days) = section.take("days") {
        return ends(&days, DAYS).map(|(from, to)| Window::Days(from, to));
    }
    if let Some(months) = section.take("whole_months") {
        return ends(&months, MONTHS).map(|(from, to)| Window::WholeMonths(from as i32, to as i32));
    }
    match section.take("months") {
        Some(months) => ends(&months, MONTHS).map(|(from, to)| Window::Months(from, to)),
        None => Err(entry.failure("要有 days、months 或 whole_months", "needs days, months or whole_months")),
    }
}

/// Months after a month, and the constant that says how many.
pub(super) fn months_after(entry: &Entry<'_>, known: &Constants) -> Result<(i32, BTreeSet<String>), Failure> {
    let mut constants = BTreeSet::new();
    Ok((known.whole(entry, 0.0..=*MONTHS.end(), &mut constants)? as i32, constants))
}

pub(super) fn words(entry: &Entry<'_>) -> Result<Vec<Word>, Failure> {
    let mut words = Vec::new();
    for item in entry.items()? {
        if item.is_text() {
            let is = item.text()?;
            words.push(Word { names: Words { chinese: is.clone(), en: is.clone() }, is });
            continue;
        }
        let mut section = item.section()?;
        words.push(Word { is: section.need("is")?.text()?, names: section.need("names")?.words()? });
        section.finish()?;
    }
    Ok(words)
}
