//! The periods of a run, each with the day at whose end its states are taken.

use chrono::NaiveDate;

use crate::base::period::Period;

/// A period and the day it is looked at from: the report's own `as_of`, or the period's end for earlier ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The period.
    pub period: Period,
    /// Nothing that is dated later has happened yet.
    pub as_of: NaiveDate,
}

impl Moment {
    /// The day at whose end the states of the period are taken: its end, or `as_of` where that is earlier.
    pub fn until(&self) -> NaiveDate {
        self.period.end.min(self.as_of)
    }
}

/// Moments of periods of one kind, oldest first.
#[derive(Clone, Debug)]
pub struct Moments {
    all: Vec<Moment>,
}

impl Moments {
    /// Sorts the moments by their periods; of two for one period the first is kept.
    pub fn new(mut all: Vec<Moment>) -> Self {
        all.sort_by_key(|moment| moment.period.start);
        all.dedup_by_key(|moment| moment.period.start);
        Self { all }
    }

    /// All of them, oldest first.
    pub fn all(&self) -> &[Moment] {
        &self.all
    }

    /// The moment of an index, and the index, of the period that a day lies in.
    pub fn of_day(&self, day: NaiveDate) -> Option<(usize, &Moment)> {
        let after = self.all.partition_point(|moment| moment.period.start <= day);
        let at = after.checked_sub(1)?;
        let moment = self.all.get(at)?;
        moment.period.contains(day).then_some((at, moment))
    }

    /// The index of a period.
    pub fn index(&self, period: &Period) -> Option<usize> {
        self.all.iter().position(|moment| moment.period == *period)
    }
}
