//! Mean of groups: an advisor is the mean of the item values, an item value the mean of its answers, the station the
//! simple mean of the advisors (contract, section 3, "Satisfaction"). A group of anything else, a channel or a model, is the
//! station of the answers that fall to it.

pub(super) mod counted;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::AddAssign;

use anyhow::{Context as _, Result};
use polars::prelude::{DataFrame, DataType, Expr, col, len};

use super::assemble::{ByGroup, Figures, Rest};
use super::cut::{Cut, Kept};
use super::definition::{DEALER, Definition, Rows};
use super::model::{Measure, rest_word};
use super::query::{Context, filtered, pieces};
use super::row_groups::word;
use crate::base::text::UNSPECIFIED;
use crate::facts::PERIOD;
use crate::facts::fact::{Answers as Columns, Fact};
use crate::facts::term::Term;
use crate::settings::{Counting, StationSatisfaction};

/// Points are millionths in the facts.
const POINT: i128 = 1_000_000;
/// Means are kept in this many parts of a millionth, so that sums of means stay far more exact than a page needs and
/// do not depend on the order in which they are added.
const FINE: i128 = 1_000_000_000_000;

/// A sum of points with the number of answers.
#[derive(Clone, Copy, Debug, Default)]
struct Answers {
    points: i128,
    count: i128,
}

impl Answers {
    fn add(&mut self, other: Self) {
        self.points += other.points;
        self.count += other.count;
    }

    /// The mean in the fine unit.
    fn mean(self) -> Option<i128> {
        divide(self.points * FINE, self.count)
    }

    /// The mean in points, from one division of integers.
    fn value(self) -> Option<f64> {
        (self.count > 0).then(|| self.points as f64 / (self.count * POINT) as f64)
    }
}

/// Divides to the nearest, half away from zero; an indicator of one's own may have points below nought.
fn divide(sum: i128, count: i128) -> Option<i128> {
    (count > 0).then(|| (sum + sum.signum() * (count / 2)) / count)
}

fn mean(values: &[i128]) -> Option<i128> {
    divide(values.iter().sum(), values.len() as i128)
}

/// The points, rounded once: what is divided has more digits than a float.
fn points(fine: Option<i128>) -> Option<f64> {
    let (unit, fine) = ((POINT * FINE).unsigned_abs(), fine?);
    let (sign, fine) = (if fine < 0 { "-" } else { "" }, fine.unsigned_abs());
    format!("{sign}{}.{:018}", fine / unit, fine % unit).parse().ok()
}

/// Item answers and surveys of one advisor in one period.
#[derive(Clone, Debug, Default)]
struct Advisor {
    items: BTreeMap<String, Answers>,
    surveys: u64,
}

impl Advisor {
    fn add(&mut self, other: Self) {
        self.surveys += other.surveys;
        for (item, answers) in other.items {
            self.items.entry(item).or_default().add(answers);
        }
    }

    fn overall(&self) -> Option<i128> {
        let means: Vec<i128> = self.items.values().filter_map(|answers| answers.mean()).collect();
        mean(&means)
    }
}

type Advisors = BTreeMap<String, Advisor>;

/// Who the answers are about, by period and the words of further columns.
type Groups = BTreeMap<(usize, Vec<String>), Advisors>;

/// What was answered in every moment.
#[derive(Clone, Debug, Default)]
pub(super) struct Answered {
    /// About each advisor.
    all: BTreeMap<usize, Advisors>,
    /// The same, for each breakdown by neither who the answers are about nor what was asked.
    apart: BTreeMap<Vec<String>, Groups>,
}

impl Answered {
    /// The same of a store: people are called by what `named` makes of their property and name, and the store is a group.
    pub(super) fn of_store(&self, store: &str, about: &str, named: impl Fn(&str, &str) -> String) -> Self {
        let renamed = |advisors: &Advisors| {
            advisors.iter().map(|(name, advisor)| (named(about, name), advisor.clone())).collect::<Advisors>()
        };
        let all: BTreeMap<usize, Advisors> = self.all.iter().map(|(at, advisors)| (*at, renamed(advisors))).collect();
        let group = |by: &[String], ((at, key), advisors): (&(usize, Vec<String>), &Advisors)| {
            let key = by.iter().zip(key).map(|(property, word)| named(property, word)).collect();
            ((*at, key), renamed(advisors))
        };
        let mut apart: BTreeMap<Vec<String>, Groups> = self
            .apart
            .iter()
            .map(|(by, groups)| (by.clone(), groups.iter().map(|one| group(by, one)).collect()))
            .collect();
        let of_store = all.iter().map(|(at, advisors)| ((*at, vec![store.to_owned()]), advisors.clone())).collect();
        apart.insert(vec![DEALER.to_owned()], of_store);
        Self { all, apart }
    }
}

impl AddAssign<&Self> for Answered {
    fn add_assign(&mut self, other: &Self) {
        for (at, advisors) in &other.all {
            add_all(self.all.entry(*at).or_default(), advisors);
        }
        for (by, groups) in &other.apart {
            let own = self.apart.entry(by.clone()).or_default();
            groups.iter().for_each(|(key, advisors)| add_all(own.entry(key.clone()).or_default(), advisors));
        }
    }
}

fn add_all(to: &mut Advisors, advisors: &Advisors) {
    advisors.iter().for_each(|(name, advisor)| to.entry(name.clone()).or_default().add(advisor.clone()));
}

/// Reads what was answered in every moment.
pub(super) fn answered(definition: &Definition, context: &Context<'_>) -> Result<Answered> {
    let fact = &definition.rows.facts;
    let answers = answers_of(fact)?;
    let frame = context.dated(fact, definition.rows.date.as_deref())?;
    let all = read(&frame, &definition.rows, answers, &[])?;
    let apart = definition.by.iter().filter(|by| answers.is_apart_from(by));
    let apart = apart.map(|by| Ok((by.clone(), read(&frame, &definition.rows, answers, by)?)));
    Ok(Answered {
        all: all.into_iter().map(|((at, _), advisors)| (at, advisors)).collect(),
        apart: apart.collect::<Result<_>>()?,
    })
}

fn answers_of(fact: &Fact) -> Result<&Columns> {
    fact.answers.as_ref().context("a mean of groups over a fact without answers")
}

/// The figures of a mean of groups in so many moments; `report` is the index of the report's own. The station's is that of
/// all advisors, also of those who are not listed.
pub(super) fn figures(
    definition: &Definition,
    answered: &Answered,
    moments: usize,
    counting: &Counting,
    report: usize,
) -> Result<Figures> {
    let fact = &definition.rows.facts;
    let answers = answers_of(fact)?;
    let mut periods = answered.all.clone();
    let mut figures = Figures::default();
    figures.groups.extend(definition.by.iter().map(|by| ByGroup { by: by.clone(), ..ByGroup::default() }));
    for group in figures.groups.iter_mut().filter(|group| answers.is_apart_from(&group.by)) {
        let stations = answered.apart.get(&group.by).cloned().unwrap_or_default();
        figures.cuts.extend(by_station(fact, group, stations, counting.station, report));
    }
    let kept = kept(fact, &periods, report);
    if let Some(kept) = &kept {
        let of_advisors = definition.by.iter().filter(|by| by.contains(&answers.about));
        figures.cuts.extend(of_advisors.map(|_| Cut { by: vec![answers.about.clone()], groups: kept.groups }));
    }
    for at in 0..moments {
        let advisors = periods.remove(&at).unwrap_or_default();
        figures.totals.push(station(&advisors, counting.station));
        let by_item = items(&advisors, counting.station);
        let is_listed =
            |name: &String| kept.as_ref().is_none_or(|kept| kept.has(fact, &[], std::slice::from_ref(name)));
        let (listed, others): (Advisors, Advisors) = advisors.into_iter().partition(|(name, _)| is_listed(name));
        for group in figures.groups.iter_mut().filter(|group| !answers.is_apart_from(&group.by)) {
            let (rows, rest) = match group.by.as_slice() {
                [one] if *one == answers.item => (by_item.clone(), Vec::new()),
                [_] => (by_advisor(&listed), rest_of_advisors(&others)),
                _ => (by_advisor_and_item(&listed), rest_by_item(&others)),
            };
            group.figures.extend(rows.into_iter().map(|(key, measure)| ((at, key), measure)));
            let groups = others.len();
            group.rest.extend(rest.into_iter().map(|(key, measure)| Rest { at, key, groups, measure }));
        }
    }
    Ok(figures)
}

/// The stations of the groups of a breakdown; those without a row of their own are one station.
fn by_station(
    fact: &Fact,
    group: &mut ByGroup,
    stations: Groups,
    counted: StationSatisfaction,
    report: usize,
) -> Option<Cut> {
    let measured: BTreeMap<_, _> = stations.iter().map(|(key, advisors)| (key, station(advisors, counted))).collect();
    let sizes = measured.iter().map(|((at, key), measure)| (*at, key, measure.n));
    let kept = Kept::of(fact, &group.by, sizes, report);
    let mut others: BTreeMap<usize, (usize, Advisors)> = BTreeMap::new();
    for ((at, key), measure) in &measured {
        if kept.as_ref().is_none_or(|kept| kept.has(fact, &group.by, key)) {
            // Answers about nobody enter no station.
            group.figures.extend(measure.value.map(|_| ((*at, key.clone()), *measure)));
        } else {
            let (groups, all) = others.entry(*at).or_default();
            *groups += 1;
            for (name, advisor) in &stations[&(*at, key.clone())] {
                all.entry(name.clone()).or_default().add(advisor.clone());
            }
        }
    }
    group.rest.extend(others.into_iter().map(|(at, (groups, all))| Rest {
        at,
        key: vec![rest_word(groups); group.by.len()],
        groups,
        measure: station(&all, counted),
    }));
    kept.map(|kept| Cut { by: group.by.clone(), groups: kept.groups })
}

/// The advisors that have rows of their own, by the surveys about them; `None` where all have.
fn kept(fact: &Fact, periods: &BTreeMap<usize, Advisors>, report: usize) -> Option<Kept> {
    let keys: Vec<(usize, Vec<String>, u64)> = periods
        .iter()
        .flat_map(|(at, advisors)| {
            advisors.iter().map(move |(name, advisor)| (*at, vec![name.clone()], advisor.surveys))
        })
        .collect();
    Kept::of(fact, &[], keys.iter().map(|(at, key, surveys)| (*at, key, *surveys)), report)
}

/// The advisors without rows of their own as one: the mean of theirs.
fn rest_of_advisors(others: &Advisors) -> Vec<(Vec<String>, Measure)> {
    let rest = station(others, StationSatisfaction::MeanOfAdvisors);
    Vec::from_iter((!others.is_empty()).then(|| (vec![rest_word(others.len())], rest)))
}

/// The same item by item.
fn rest_by_item(others: &Advisors) -> Vec<(Vec<String>, Measure)> {
    let of_item = |(item, measure): (Vec<String>, Measure)| ([vec![rest_word(others.len())], item].concat(), measure);
    items(others, StationSatisfaction::MeanOfAdvisors).into_iter().map(of_item).collect()
}

fn measure(value: Option<f64>, n: u64) -> Measure {
    Measure { value, numerator: None, denominator: None, n }
}

/// Those who enter the station's figure: by default advisors with a name, pooled everybody.
fn entering(advisors: &Advisors, station: StationSatisfaction) -> impl Iterator<Item = &Advisor> {
    let everybody = station == StationSatisfaction::MeanOfAnswers;
    advisors.iter().filter(move |(name, _)| everybody || name.as_str() != UNSPECIFIED).map(|(_, advisor)| advisor)
}

fn station(advisors: &Advisors, station: StationSatisfaction) -> Measure {
    let surveys = entering(advisors, station).map(|advisor| advisor.surveys).sum();
    let value = match station {
        StationSatisfaction::MeanOfAdvisors => {
            let means: Vec<i128> = entering(advisors, station).filter_map(Advisor::overall).collect();
            points(mean(&means))
        }
        StationSatisfaction::MeanOfAnswers => {
            let mut all = Answers::default();
            entering(advisors, station)
                .flat_map(|advisor| advisor.items.values())
                .for_each(|answers| all.add(*answers));
            all.value()
        }
    };
    measure(value, surveys)
}

fn items(advisors: &Advisors, station: StationSatisfaction) -> Vec<(Vec<String>, Measure)> {
    let names: BTreeSet<&String> = entering(advisors, station).flat_map(|advisor| advisor.items.keys()).collect();
    let of_item = |name: &String| {
        let answers = || entering(advisors, station).filter_map(|advisor| advisor.items.get(name)).copied();
        let mut pooled = Answers::default();
        answers().for_each(|answers| pooled.add(answers));
        let value = match station {
            StationSatisfaction::MeanOfAdvisors => {
                let means: Vec<i128> = answers().filter_map(Answers::mean).collect();
                points(mean(&means))
            }
            StationSatisfaction::MeanOfAnswers => pooled.value(),
        };
        (vec![name.clone()], measure(value, pooled.count as u64))
    };
    names.into_iter().map(of_item).collect()
}

fn by_advisor(advisors: &Advisors) -> Vec<(Vec<String>, Measure)> {
    let row = |(name, advisor): (&String, &Advisor)| {
        (vec![name.clone()], measure(points(advisor.overall()), advisor.surveys))
    };
    advisors.iter().map(row).collect()
}

fn by_advisor_and_item(advisors: &Advisors) -> Vec<(Vec<String>, Measure)> {
    let rows = advisors.iter().flat_map(|(name, advisor)| {
        let row = move |(item, answers): (&String, &Answers)| {
            (vec![name.clone(), item.clone()], measure(answers.value(), answers.count as u64))
        };
        advisor.items.iter().map(row)
    });
    rows.collect()
}

/// Answers and surveys by period, the words of `further` columns, advisor and item.
fn read(frame: &DataFrame, rows: &Rows, answers: &Columns, further: &[String]) -> Result<Groups> {
    let numerator = rows.numerator.as_ref().context("a mean of groups without a numerator")?;
    let mut groups = Groups::new();
    // The answers of one survey stand together; it must not be counted in two pieces.
    for piece in pieces(frame, Some(&answers.survey))? {
        add(piece, rows, numerator, answers, further, &mut groups)?;
    }
    Ok(groups)
}

/// Adds the answers of some surveys.
fn add(
    frame: DataFrame,
    rows: &Rows,
    numerator: &Term,
    columns: &Columns,
    further: &[String],
    groups: &mut Groups,
) -> Result<()> {
    let keys: Vec<Expr> =
        [PERIOD, &columns.about].into_iter().chain(further.iter().map(String::as_str)).map(col).collect();
    let of_items: Vec<Expr> = keys.iter().cloned().chain([col(&columns.item)]).collect();
    let answered = filtered(frame, rows).filter(numerator.expr.clone().is_not_null());
    let answers = answered.clone().group_by(of_items).agg([
        numerator.expr.clone().cast(DataType::Int64).sum().alias("points summed"),
        len().cast(DataType::Int64).alias("rows counted"),
    ]);
    let surveys =
        answered.group_by(keys).agg([col(&columns.survey).n_unique().cast(DataType::Int64).alias("rows counted")]);
    let answers = answers.collect()?;
    let summed = answers.column("points summed")?.i64()?;
    let item = answers.column(&columns.item)?.str()?;
    for_each_group(&answers, &columns.about, further, |at, key, advisor, count| {
        let advisor = groups.entry(key).or_default().entry(advisor).or_default();
        let group = Answers { points: i128::from(summed.get(at).unwrap_or(0)), count: i128::from(count) };
        advisor.items.entry(word(item.get(at)).to_owned()).or_default().add(group);
    })?;
    for_each_group(&surveys.collect()?, &columns.about, further, |_, key, advisor, count| {
        let advisor = groups.entry(key).or_default().entry(advisor).or_default();
        advisor.surveys += u64::try_from(count).unwrap_or(0);
    })
}

/// Calls for each row its place, its period and further words, who it is about, and the rows it stands for.
fn for_each_group(
    grouped: &DataFrame,
    about: &str,
    further: &[String],
    mut each: impl FnMut(usize, (usize, Vec<String>), String, i64),
) -> Result<()> {
    let periods = grouped.column(PERIOD)?.i32()?;
    let advisors = grouped.column(about)?.str()?;
    let counts = grouped.column("rows counted")?.i64()?;
    let further = further.iter().map(|name| Ok(grouped.column(name)?.str()?)).collect::<Result<Vec<_>>>()?;
    for at in 0..grouped.height() {
        let Some(period) = periods.get(at).and_then(|period| usize::try_from(period).ok()) else { continue };
        let key = further.iter().map(|column| word(column.get(at)).to_owned()).collect();
        each(at, (period, key), word(advisors.get(at)).to_owned(), counts.get(at).unwrap_or(0));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_is_rounded_once() {
        // 2365 / 32 = 73.90625 has an exact float.
        let fine = divide(2_365 * POINT * FINE, 32);
        assert_eq!(points(fine), Some(73.90625));
        assert_eq!(points(divide(-25 * POINT * FINE, 2)), Some(-12.5), "an indicator of one's own");
        assert_eq!((divide(-7, 2), divide(7, 2), divide(1, 0)), (Some(-4), Some(4), None));
    }
}
