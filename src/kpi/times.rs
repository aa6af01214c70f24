//! The periods that a run shows and compares, each seen at its own end.

use chrono::NaiveDate;

use super::assemble::Window;
use crate::base::period::{Calendar, Period, PeriodKind, PeriodNumber};
use crate::facts::moments::{Moment, Moments};
use crate::settings::Counting;

/// More periods than this no trend has, whatever the configuration asks for.
const MOST_PERIODS: usize = 240;

/// The periods of a run, each seen at its own end.
pub(super) struct Times {
    pub(super) report: Moment,
    pub(super) calendar: Calendar,
    /// The periods of the trend and those compared with.
    pub(super) moments: Moments,
    /// The months inside the report's quarter or year.
    pub(super) inside: Moments,
    pub(super) window: Window,
}

impl Times {
    pub(super) fn of(period: &Period, as_of: NaiveDate, calendar: Calendar, counting: &Counting) -> Self {
        let report = Moment { period: *period, as_of };
        let steps = 1 - i32::try_from(counting.trend.clamp(1, MOST_PERIODS)).unwrap_or(1);
        let first = calendar.step(period, steps);
        let (previous, year_ago) = (calendar.step(period, -1), calendar.year_ago(period));
        let moments = moments(&report, &first, &[previous, year_ago], calendar);
        let window = Window::new(&moments, period, &first, &previous, &year_ago);
        Self { report, calendar, inside: months_inside(&report, calendar), moments, window }
    }

    /// The period after the report's.
    pub(super) fn next(&self) -> Period {
        self.calendar.step(&self.report.period, 1)
    }
}

/// The report's moment, and those of the trend and of the periods it is compared with, each at its own end.
fn moments(report: &Moment, first: &Period, compared: &[Period], calendar: Calendar) -> Moments {
    let mut all = vec![*report];
    let own_end = |period: Period| Moment { period, as_of: period.end };
    let steps = first.number.0..report.period.number.0;
    all.extend(steps.map(|number| own_end(calendar.period(report.period.kind, PeriodNumber(number)))));
    all.extend(compared.iter().copied().map(own_end));
    Moments::new(all)
}

/// The months of a quarter or year that have begun, each seen at its own end; none of a month.
pub(super) fn months_inside(report: &Moment, calendar: Calendar) -> Moments {
    let months = match report.period.kind {
        PeriodKind::Month => Vec::new(),
        PeriodKind::Quarter | PeriodKind::Year => calendar.months(&report.period),
    };
    let begun = months.into_iter().filter(|month| month.start <= report.as_of);
    Moments::new(begun.map(|month| Moment { period: month, as_of: month.end.min(report.as_of) }).collect())
}
