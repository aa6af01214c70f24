//! What is aimed at in a period: as a list of targets says, else the configuration, else the declaration.

use std::collections::BTreeMap;

use super::definition::Definition;
use crate::base::lang::Words;
use crate::base::period::{Calendar, Period, PeriodKind, PeriodNumber};
use crate::tables::model::Told;

/// The stated targets of an indicator by their period.
type Stated = BTreeMap<(PeriodKind, i32), (f64, Told<()>)>;

/// The stated targets by indicator.
#[derive(Debug, Default)]
pub(super) struct Targets(BTreeMap<String, Stated>);

impl Targets {
    /// Keeps a target; gives back the cell of the one that stands already, where it is another.
    pub(super) fn set(
        &mut self,
        id: &str,
        (kind, number): (PeriodKind, PeriodNumber),
        value: f64,
        told: Told<()>,
    ) -> Option<Told<()>> {
        let stated = self.0.entry(id.to_owned()).or_default();
        let (first, place) = stated.entry((kind, number.0)).or_insert((value, told));
        (*first != value).then(|| place.clone())
    }

    /// The target of a period.
    pub(super) fn of(&self, definition: &Definition, period: &Period, calendar: Calendar) -> Option<f64> {
        let months = period.kind.months();
        match self.0.get(&definition.id) {
            // What is counted adds up over months, and so does what is aimed at.
            None if definition.aims_at_a_month() => definition.target.map(|target| target * f64::from(months)),
            None => definition.target,
            Some(stated) if definition.aims_at_a_month() => counted(stated, definition, period.kind, period.number.0),
            Some(stated) => level(stated, definition, period, calendar),
        }
    }

    /// What to say of a count whose only stated target is that of a longer period.
    pub(super) fn note(&self, definition: &Definition, period: &Period) -> Option<Words> {
        let stated = self.0.get(&definition.id).filter(|_| definition.aims_at_a_month())?;
        if stated.contains_key(&(period.kind, period.number.0)) {
            return None;
        }
        let (label, (target, _)) = longer(period).find_map(|(kind, number)| {
            let target = stated.get(&(kind, number))?;
            Some((Calendar::default().period(kind, PeriodNumber(number)).label(), target))
        })?;
        let target = definition.shown(Some(*target));
        Some(Words {
            chinese: format!("目标表中 {label} 的目标 {target} 是整期的，不作为本期的目标"),
            en: format!("the stated target of {target} is that of the whole of {label}, not of this period"),
        })
    }
}

/// The periods that a period lies in, the shortest first.
fn longer(period: &Period) -> impl Iterator<Item = (PeriodKind, i32)> {
    let (kind, number) = (period.kind, period.number.0);
    let of = move |longer: PeriodKind| (longer, number.div_euclid(longer.months() / kind.months()));
    [PeriodKind::Quarter, PeriodKind::Year].into_iter().filter(move |longer| *longer > kind).map(of)
}

/// The next shorter periods of a period, by number.
fn parts(kind: PeriodKind, number: i32) -> Option<(PeriodKind, std::ops::Range<i32>)> {
    match kind {
        PeriodKind::Month => None,
        PeriodKind::Quarter => Some((PeriodKind::Month, number * 3..number * 3 + 3)),
        PeriodKind::Year => Some((PeriodKind::Quarter, number * 4..number * 4 + 4)),
    }
}

/// The target of a count: that of the period, else the sum of its parts, of which a month has its own or the usual one.
fn counted(stated: &Stated, definition: &Definition, kind: PeriodKind, number: i32) -> Option<f64> {
    if let Some((target, _)) = stated.get(&(kind, number)) {
        return Some(*target);
    }
    let Some((kind, mut numbers)) = parts(kind, number) else { return definition.target };
    numbers.try_fold(0.0, |sum, number| Some(sum + counted(stated, definition, kind, number)?))
}

/// The target of a rate or score: that of the period, else of the closest longer one, else the one that all stated parts
/// agree on. Where they do not, nobody has said what the longer period aims at.
fn level(stated: &Stated, definition: &Definition, period: &Period, calendar: Calendar) -> Option<f64> {
    let own = std::iter::once((period.kind, period.number.0)).chain(longer(period));
    if let Some((target, _)) = own.into_iter().find_map(|key| stated.get(&key)) {
        return Some(*target);
    }
    let inside = |(kind, number): &(PeriodKind, i32)| {
        let part = calendar.period(*kind, PeriodNumber(*number));
        *kind < period.kind && period.contains(part.end)
    };
    let mut within = stated.iter().filter(|(key, _)| inside(key)).map(|(_, (target, _))| *target);
    match within.next() {
        None => definition.target,
        Some(first) => within.all(|other| other == first).then_some(first),
    }
}
