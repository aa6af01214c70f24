//! What happened in the twelve months up to the period's end ÷ the mean of what was there at the end of each: turnover.

use anyhow::Result;

use super::assemble::Figures;
use super::definition::{Definition, Rows};
use super::grouped::{self, There};
use super::grouping_sets::{GroupingSets, sets};
use super::model::Measure;
use super::query::{Context, Groups, Sums};
use crate::base::number::{Exact, percent};
use crate::base::period::{PeriodKind, PeriodNumber};
use crate::facts::moments::{Moment, Moments};

/// The months of a year.
const MONTHS: i32 = 12;

/// What happened in the year up to each moment, above what was there at the ends of its months, summed.
pub(super) fn sums(definition: &Definition, context: &Context<'_>) -> Result<GroupingSets<Sums>> {
    let (facts, calendar) = (context.facts, context.calendar);
    let window = |moment: &Moment| {
        let PeriodNumber(last) = calendar.containing(PeriodKind::Month, moment.until()).number;
        last + 1 - MONTHS..=last
    };
    let mut months = Vec::new();
    for moment in context.moments.all() {
        let of_month = |number| calendar.period(PeriodKind::Month, PeriodNumber(number));
        months.extend(
            window(moment).map(of_month).map(|month| Moment { period: month, as_of: month.end.min(moment.until()) }),
        );
    }
    let months = Moments::new(months);
    let by_month = Context::new(facts, &months);
    let sets = sets(definition);
    let above = Rows { denominator: None, ..definition.rows.clone() };
    let there_at_the_end = Rows {
        date: None,
        numerator: definition.rows.denominator.clone(),
        denominator: None,
        ..definition.rows.clone()
    };
    let (happened, there) = (by_month.sums(&above, &sets)?, by_month.sums(&there_at_the_end, &sets)?);
    // Who left before the list was begun does not stand in it: it tells of leavers from the first one on.
    let first = facts.first_ended(&definition.rows.facts)?;
    let of_moment = |(at, moment): (usize, &Moment)| {
        let window = window(moment);
        let start = calendar.period(PeriodKind::Month, PeriodNumber(*window.start()));
        first.is_some_and(|first| first <= start.end).then_some((at, window))
    };
    let windows: Vec<_> = context.moments.all().iter().enumerate().filter_map(of_moment).collect();
    let mut sums = GroupingSets::empty(sets);
    let mut add = |of_months: GroupingSets<Sums>, add: fn(&mut Sums, i64)| {
        sums.bring(of_months, |sums: &mut Groups, of_months| {
            for ((month, key), sum) in of_months {
                let number = months.all()[month].period.number.0;
                for (at, _) in windows.iter().filter(|(_, window)| window.contains(&number)) {
                    add(sums.entry((*at, key.clone())).or_default(), sum.numerator);
                }
            }
        });
    };
    add(happened, |sums, added| sums.numerator += added);
    add(there, |sums, added| sums.denominator += added);
    Ok(sums)
}

/// The figures of a rolling year in every moment; `report` is the index of the report's own.
pub(super) fn figures(definition: &Definition, sums: &GroupingSets<Sums>, there: &There, report: usize) -> Figures {
    grouped::figures(definition, there, report, sums, measure, |_| true)
}

fn measure(sums: &Sums) -> Measure {
    let mean = Exact { units: sums.denominator, per: i64::from(MONTHS) };
    let value = percent(Exact::whole(sums.numerator), mean);
    Measure {
        value,
        numerator: value.map(|_| sums.numerator as f64),
        denominator: value.map(|_| mean.to_f64()),
        n: mean.to_f64().round() as u64,
    }
}
