//! Periods without raw data get the figures that a list of history states of them; raw data win.

use std::collections::BTreeSet;

use super::assemble::{Figures, FromHistory};
use super::definition::{Definition, OverMonths};
use super::model::{Measure, Origin, Short};
use super::shortness::part;
use super::stated::{Pasts, finding};
use crate::base::finding::{Code, Finding};
use crate::base::lang::Words;
use crate::base::period::{Calendar, Period, PeriodKind, PeriodNumber};
use crate::facts::coverage::{Covered, Hole};
use crate::facts::moments::{Moment, Moments};

/// What the months of some longer periods came to by raw data.
pub(super) struct Months<'m> {
    pub(super) moments: &'m Moments,
    pub(super) figures: Figures,
}

/// Fills the periods of which the raw data say nothing; of a longer one also the months that they leave out.
pub(super) fn fill(
    definition: &Definition,
    past: &Pasts,
    figures: &mut Figures,
    moments: &Moments,
    months: Option<&Months<'_>>,
    calendar: Calendar,
) {
    let filled = moments.all().iter().zip(&figures.totals).map(|(moment, raw)| match months {
        None => of_period(&moment.period, raw, past),
        Some(months) => {
            of_longer(definition, moment, raw, past, months, calendar).or_else(|| of_period(&moment.period, raw, past))
        }
    });
    figures.history = filled.collect();
    let Some(months) = months else { return };
    let still_short = moments.all().iter().zip(&figures.history).map(|(moment, filled)| match filled {
        None => left_out(definition, moment, past, months, calendar),
        Some(_) => None,
    });
    for (short, left_out) in figures.short.iter_mut().zip(still_short.collect::<Vec<_>>()) {
        short.extend(left_out.filter(|_| short.is_empty()));
    }
}

/// What a longer period covers without the months of which only a figure is known that cannot be put together with those of
/// the raw data.
fn left_out(
    definition: &Definition,
    moment: &Moment,
    past: &Pasts,
    months: &Months<'_>,
    calendar: Calendar,
) -> Option<Short> {
    if definition.over_months() == OverMonths::Last {
        return None;
    }
    let (start, until) = (moment.period.start, moment.until());
    let begun = calendar.months(&moment.period).into_iter().filter(|month| month.start <= until);
    let is_there = |month: &Period| {
        let raw = months.moments.index(month).and_then(|at| months.figures.totals.get(at));
        raw.is_some_and(|raw| raw.value.is_some())
    };
    let (kept, missing): (Vec<Period>, Vec<Period>) = begun.partition(is_there);
    let (first, last) = (kept.first()?, kept.last()?);
    if !missing.iter().any(|month| past.contains_key(&(PeriodKind::Month, month.number.0))) {
        return None;
    }
    let between = missing.iter().find(|month| month.start > first.end && month.end < last.start);
    let missing = between.map(|month| Hole { from: month.start, to: month.end });
    let covered = Covered { missing, ..Covered::all(first.start, last.end.min(until)) };
    let table = *definition.tables.first().or(definition.rows.facts.tables.first())?;
    let period = moment.period.label();
    Some(Short { covered, ..part(&period, table, (start, until), false) })
}

/// What a list states of the very period.
fn of_period(period: &Period, raw: &Measure, past: &Pasts) -> Option<FromHistory> {
    let past = past.get(&(period.kind, period.number.0)).filter(|_| raw.value.is_none())?;
    Some(FromHistory {
        measure: past.measure,
        origin: Origin::History,
        months: vec![period.label()],
        place: past.told.place.to_string(),
        is_whole: true,
    })
}

/// The months of a longer period that have begun, each with what is known of it.
fn of_longer(
    definition: &Definition,
    moment: &Moment,
    raw: &Measure,
    past: &Pasts,
    months: &Months<'_>,
    calendar: Calendar,
) -> Option<FromHistory> {
    let begun: Vec<Period> =
        calendar.months(&moment.period).into_iter().filter(|month| month.start <= moment.as_of).collect();
    let at = |month: &Period| months.moments.index(month);
    let has_raw = |month: &Period| {
        at(month).and_then(|at| months.figures.totals.get(at)).is_some_and(|measure| measure.value.is_some())
    };
    let missing: Vec<&Period> = begun.iter().filter(|month| !has_raw(month)).collect();
    let used: Vec<_> = match definition.over_months() {
        OverMonths::Sum => {
            let found: Option<Vec<_>> = missing
                .iter()
                .map(|month| past.get(&(PeriodKind::Month, month.number.0)).filter(|past| past.adds_up))
                .collect();
            found.filter(|found| !found.is_empty())?
        }
        // A state, or a figure that looks back by itself: that of the last month is that of the period.
        OverMonths::Last => {
            let last = begun.last().filter(|last| raw.value.is_none() && !has_raw(last))?;
            let past = past.get(&(PeriodKind::Month, last.number.0))?;
            return Some(FromHistory {
                measure: past.measure,
                origin: Origin::History,
                months: vec![last.label()],
                place: past.told.place.to_string(),
                is_whole: true,
            });
        }
        OverMonths::Never => return None,
    };
    let measure = sum(definition, raw, used.iter().map(|past| &past.measure));
    let short = |month: &Period| {
        at(month).and_then(|at| months.figures.short.get(at)).is_some_and(|short: &Vec<Short>| !short.is_empty())
    };
    Some(FromHistory {
        measure,
        origin: if raw.value.is_some() { Origin::PartlyHistory } else { Origin::History },
        months: missing.iter().map(|month| month.label()).collect(),
        place: used.first().map_or_else(String::new, |past| past.told.place.to_string()),
        is_whole: !begun.iter().any(|month| has_raw(month) && short(month)),
    })
}

/// Σ numerator ÷ Σ denominator, or Σ of what is counted; never a mean of rates.
fn sum<'p>(definition: &Definition, raw: &'p Measure, past: impl Iterator<Item = &'p Measure>) -> Measure {
    let all: Vec<&Measure> = std::iter::once(raw).filter(|raw| raw.value.is_some()).chain(past).collect();
    let of = |part: fn(&Measure) -> Option<f64>| all.iter().filter_map(|measure| part(measure)).sum::<f64>();
    let n = all.iter().map(|measure| measure.n).sum();
    if definition.unit.adds_up() {
        return Measure { value: Some(of(|measure| measure.value)), numerator: None, denominator: None, n };
    }
    let (numerator, denominator) = (of(|measure| measure.numerator), of(|measure| measure.denominator));
    let value = (denominator != 0.0).then(|| definition.unit.factor() as f64 * numerator / denominator);
    Measure { value, numerator: value.map(|_| numerator), denominator: value.map(|_| denominator), n }
}

/// Where raw data and history differ, each period once, at the cell of the history.
pub(super) fn differences(
    definition: &Definition,
    past: &Pasts,
    moments: &Moments,
    totals: &[Measure],
) -> Vec<Finding> {
    let of = |(moment, raw): (&Moment, &Measure)| {
        let past = past.get(&(moment.period.kind, moment.period.number.0))?;
        let (raw, stated) = raw.value.zip(past.measure.value)?;
        if (raw - stated).abs() <= past.rounded_by {
            return None;
        }
        let (label, name) = (moment.period.label(), &definition.name);
        let [stated, raw] = [stated, raw].map(|value| definition.shown(Some(value)));
        Some(finding(
            past.table,
            Code::HistoryDiffers,
            &past.told,
            &stated,
            &format!("{label} 的{}：历史指标是 {stated}，原始数据算出 {raw}；采用原始数据", name.chinese),
            &format!("{} of {label}: the history says {stated}, the raw data give {raw}; these are used", name.en),
        ))
    };
    moments.all().iter().zip(totals).filter_map(of).collect()
}

/// Says of the report's own figure that it rests on history, or why it does not.
pub(super) fn tell(
    definition: &Definition,
    past: &Pasts,
    figures: &mut Figures,
    report: usize,
    period: &Period,
    calendar: Calendar,
) {
    match figures.history.get(report).and_then(Option::as_ref) {
        Some(filled) => {
            // Why there is no raw figure needs no word where there is another.
            if filled.origin == Origin::History {
                figures.notes.clear();
            }
            figures.doubts.push(words(filled));
        }
        None => figures.notes.extend(not_used(definition, period, past, calendar)),
    }
}

fn words(filled: &FromHistory) -> Words {
    let (months, place) = (Words::list(&filled.months), &filled.place);
    match filled.origin {
        Origin::History => Words {
            chinese: format!("取自历史指标（{place}），没有原始数据"),
            en: format!("taken from the history ({place}); there are no raw data"),
        },
        Origin::PartlyHistory => Words {
            chinese: format!("{} 没有原始数据，取自历史指标（{place}）；分组只含有原始数据的月份", months.chinese),
            en: format!(
                "{} without raw data, taken from the history ({place}); groups hold the months with raw data only",
                months.en
            ),
        },
    }
}

/// Why history says something of months of a longer period, and yet cannot be used for it.
fn not_used(definition: &Definition, period: &Period, past: &Pasts, calendar: Calendar) -> Option<Words> {
    if period.kind == PeriodKind::Month {
        return None;
    }
    let known: Vec<String> = calendar
        .months(period)
        .iter()
        .filter(|month| past.contains_key(&(PeriodKind::Month, month.number.0)))
        .map(Period::label)
        .collect();
    if known.is_empty() {
        return None;
    }
    let months = Words::list(&known);
    Some(match definition.over_months() {
        OverMonths::Sum => Words {
            chinese: format!(
                "{} 的历史指标没有用于整期：整期的每个月都要有原始数据，或有分子和分母的历史",
                months.chinese
            ),
            en: format!(
                "the history of {} is not used for the whole: each of its months needs raw data, or a numerator and a denominator",
                months.en
            ),
        },
        OverMonths::Last | OverMonths::Never => Words {
            chinese: format!("{} 的历史指标没有用于整期：这个指标不能由各月相加", months.chinese),
            en: format!(
                "the history of {} is not used for the whole: this figure does not add up over months",
                months.en
            ),
        },
    })
}

/// The periods in which a list of history has a figure, by label.
pub(super) fn labels<'p>(
    history: impl Iterator<Item = &'p Pasts>,
    kind: PeriodKind,
    calendar: Calendar,
) -> impl Iterator<Item = String> {
    let stated = history.flat_map(|past| past.keys().copied()).filter(move |(stated, _)| *stated <= kind);
    let numbers: BTreeSet<i32> =
        stated.map(|(stated, number)| number.div_euclid(kind.months() / stated.months())).collect();
    numbers.into_iter().map(move |number| calendar.period(kind, PeriodNumber(number)).label())
}
