//! What a warehouse has counted, as the parts that an indicator's figures are made of.

use std::collections::BTreeMap;

use super::counted::Counted;
use super::counted::row::Row;
use super::definition::{Definition, Rows, finest};
use super::difference::{self, Sides};
use super::grouping_sets::{ByKey, GroupingSets, sets};
use super::latest::Newest;
use super::mean_of_groups::Answered;
use super::mean_of_groups::counted::Told;
use super::median::Known;
use super::query::{Context, Sums};
use super::ratio::{with_base, with_unlinked};
use crate::base::period::{Period, PeriodKind};
use crate::facts::moments::Moments;
use crate::facts::side::Side;

/// What the file says of one indicator in all moments.
pub(super) struct Telling<'a> {
    definition: &'a Definition,
    counted: &'a Counted,
    moments: &'a Moments,
}

impl<'a> Telling<'a> {
    pub(super) fn of(definition: &'a Definition, counted: &'a Counted, context: &Context<'a>) -> Self {
        Self { definition, counted, moments: context.moments }
    }

    /// Whether each moment was counted at all.
    pub(super) fn covered(&self) -> impl Iterator<Item = bool> {
        let has = self.counted.has(self.definition);
        self.moments.all().iter().map(move |moment| has && self.counted.covers(moment))
    }

    /// What the rows of a side add up to in each group.
    fn gathered<S: Default>(&self, side: Side, add: impl Fn(&mut S, &Row<&str>)) -> GroupingSets<S> {
        let columns = finest(&self.definition.by);
        let mut gathered = GroupingSets::empty(sets(self.definition));
        for (at, moment) in self.moments.all().iter().enumerate() {
            for (words, row) in self.counted.of(self.definition, side, moment) {
                gathered.groups_of(at, &columns, &words).for_each(|group| add(group, &row));
            }
        }
        gathered
    }

    fn side(&self, side: Side) -> GroupingSets<Sums> {
        self.gathered(side, |sums: &mut Sums, row| {
            *sums += &Sums { rows: row.rows, numerator: row.above, denominator: row.below, unknown: row.unknown };
        })
    }

    pub(super) fn sums(&self) -> GroupingSets<Sums> {
        let mut sums = self.side(Side::Counted);
        with_base(&mut sums, self.side(Side::Base));
        with_unlinked(&mut sums, self.side(Side::Unlinked));
        sums
    }

    pub(super) fn sides(&self, less: &Rows) -> (GroupingSets<Sides>, Vec<bool>) {
        let (counted, taken) = (self.side(Side::Counted), self.side(Side::Taken));
        difference::of_sums((counted, &self.definition.rows), (taken, less), self.moments.all().len())
    }

    pub(super) fn known(&self) -> GroupingSets<Known> {
        self.gathered(Side::Counted, |known: &mut Known, row| {
            known.add(row.value.map(|value| (value, u64::try_from(row.rows).unwrap_or(0))));
        })
    }

    pub(super) fn newest(&self) -> GroupingSets<Newest> {
        let mut newest = ByKey::<Newest>::new();
        for (at, moment) in self.moments.all().iter().enumerate() {
            let said: Vec<i64> =
                self.counted.of(self.definition, Side::Counted, moment).filter_map(|(_, row)| row.value).collect();
            if !said.is_empty() {
                newest.insert((at, Vec::new()), Newest::said(said));
            }
        }
        GroupingSets::of_whole(newest)
    }

    pub(super) fn answered(&self, columns: &[String]) -> Answered {
        let mut answered = BTreeMap::new();
        for (at, moment) in self.moments.all().iter().enumerate() {
            let of = |side| self.counted.of(self.definition, side, moment);
            let answers = of(Side::Counted).map(|(key, row)| Told { key, points: row.above, count: row.rows });
            let surveys = of(Side::Surveys).map(|(key, row)| Told { key, points: 0, count: row.rows });
            answered.insert(at, (answers.collect(), surveys.collect()));
        }
        Answered::told(self.definition, columns, answered)
    }

    /// The months of each moment that are left out.
    pub(super) fn missing(&self, context: &Context<'_>) -> Vec<Vec<Period>> {
        let of = |moment| {
            let rows = self.counted.of(self.definition, Side::Missing, moment);
            rows.filter_map(|(_, row)| context.calendar.parse(PeriodKind::Month, row.keys)).collect()
        };
        self.moments.all().iter().map(of).collect()
    }
}
