//! Which positions a chart has, in which order, and what it leaves out and says so.

use crate::base::number::display;
use crate::base::period::PeriodKind;
use crate::base::text::UNSPECIFIED;
use crate::kpi::model::REST;
use crate::report::draft::{self, Draft};
use crate::report::figures::Figures;
use crate::report::model::{Tone, Value};
use crate::report::pages::plan::{Axis, ChartPlan, ColumnPlan};

/// More periods than this do not fit side by side: the oldest go, the report's never does.
const MOST_PERIODS: usize = 24;
/// More groups than this nobody compares: of a count the largest stay, else the highest and the lowest, half and half.
const MOST_GROUPS: usize = 20;

/// A position of a chart before its figures are looked up.
pub(super) struct Place<'a> {
    /// Period or group; none for the whole of groups, and for the space in front of a whole.
    pub(super) key: Option<&'a str>,
    pub(super) name: String,
    /// What the position is.
    pub(super) role: Role,
}

/// What a position is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// One of several.
    One,
    /// The space in front of the whole.
    Space,
    /// The whole of the others.
    Whole,
}

/// A group with the figure that gives its place.
struct Group<'a> {
    key: &'a str,
    name: String,
    value: Option<f64>,
    small: bool,
}

impl Group<'_> {
    /// Behind the others, whatever its figure.
    fn is_last(&self) -> bool {
        self.key == UNSPECIFIED || self.key == REST
    }
}

/// The positions of a chart, and a sentence about those that are left out.
pub(super) fn of<'a>(
    draft: &Draft<'a>,
    plan: &'a ChartPlan,
    all: &[&'a ColumnPlan],
) -> (Vec<Place<'a>>, Option<String>) {
    match &plan.x {
        Axis::Period => periods(draft, all),
        Axis::Groups(property) => groups(draft, plan, all, property),
    }
}

fn one<'a>(key: &'a str, name: String) -> Place<'a> {
    Place { key: Some(key), name, role: Role::One }
}

/// The whole of the others, with a space in front of it.
fn apart<'a>(key: Option<&'a str>, name: String) -> [Place<'a>; 2] {
    [Place { key: None, name: String::new(), role: Role::Space }, Place { key, name, role: Role::Whole }]
}

fn periods<'a>(draft: &Draft<'a>, all: &[&'a ColumnPlan]) -> (Vec<Place<'a>>, Option<String>) {
    let periods = draft.periods(all);
    let older = periods.len().saturating_sub(MOST_PERIODS);
    let left_out = (older > 0).then(|| draft.fill("chart.periods", &[("n", &MOST_PERIODS.to_string())]));
    let mut places: Vec<Place<'_>> = periods[older..].iter().map(|period| one(period, (*period).to_owned())).collect();
    if draft.content.period.kind != PeriodKind::Month && places.len() > 1 {
        let now = places.pop().map(|place| place.name).unwrap_or_default();
        places.extend(apart(Some(draft.now()), now));
    }
    (places, left_out)
}

fn groups<'a>(
    draft: &Draft<'a>,
    plan: &'a ChartPlan,
    all: &[&'a ColumnPlan],
    property: &'a str,
) -> (Vec<Place<'a>>, Option<String>) {
    let mut listed = draft.groups(&draft::sorted(all, plan.sort.as_ref()), property, false);
    listed.retain(|(key, _)| *key != UNSPECIFIED || all.iter().all(|one| one.averages.as_deref() != Some(property)));
    let main = main(plan);
    let figures = main.map(|column| Figures::new(draft, column, vec![property]));
    let group = |(key, name): (&'a str, String)| {
        let cell = figures.as_ref().map(|figures| figures.cell(&[key]));
        let number = |value: &Value| if let Value::Number(number) = value { number.value } else { None };
        let value = cell.as_ref().and_then(|cell| number(&cell.value));
        Group { key, name, value, small: value.is_some() && cell.is_some_and(|cell| cell.tone == Tone::Muted) }
    };
    let mut groups: Vec<Group<'_>> = listed.into_iter().map(group).collect();
    if !draft.has_order(all.first().map(|column| &*column.facts), property) {
        let height = |group: &Group<'_>| group.value.unwrap_or(f64::NEG_INFINITY);
        groups.sort_by(|one, other| one.is_last().cmp(&other.is_last()).then(height(other).total_cmp(&height(one))));
    }
    let adds_up = main.is_some_and(ColumnPlan::adds);
    let left_out = cut(&mut groups, adds_up);
    let remark = main.filter(|_| !left_out.is_empty()).map(|main| said(draft, main, &left_out, adds_up));
    let mut places: Vec<Place<'_>> = groups.into_iter().map(|group| one(group.key, group.name)).collect();
    let has_whole = |column: &&ColumnPlan| Figures::new(draft, column, Vec::new()).value(&[]).is_some();
    if plan.whole && plan.pie.is_none() && all.iter().any(has_whole) {
        let scores = all.iter().any(|column| column.averages.is_some());
        places.extend(apart(None, draft.whole_word(property, scores).to_owned()));
    }
    (places, remark)
}

/// The column whose figures give the order.
fn main(plan: &ChartPlan) -> Option<&ColumnPlan> {
    let mut columns = plan.lines.iter().chain(&plan.columns).chain(&plan.pie);
    match &plan.sort {
        Some(of) => columns.find(|column| column.of == *of),
        None => columns.next(),
    }
}

/// Takes out what is too much: of counts the smallest, else the middle. Small samples do not take a place at an end from
/// others.
fn cut<'a>(groups: &mut Vec<Group<'a>>, adds_up: bool) -> Vec<Group<'a>> {
    if groups.len() <= MOST_GROUPS {
        return Vec::new();
    }
    let mut ranked: Vec<usize> = (0..groups.len()).filter(|at| groups[*at].value.is_some()).collect();
    let fair: Vec<usize> = ranked.iter().copied().filter(|at| !groups[*at].small).collect();
    if fair.len() >= MOST_GROUPS {
        ranked = fair;
    }
    ranked.sort_by(|one, other| groups[*other].value.unwrap_or(0.0).total_cmp(&groups[*one].value.unwrap_or(0.0)));
    let half = if adds_up { MOST_GROUPS } else { MOST_GROUPS / 2 };
    let kept: Vec<usize> =
        ranked.iter().take(half).chain(ranked.iter().rev().take(MOST_GROUPS - half)).copied().collect();
    let (mut stay, mut go) = (Vec::new(), Vec::new());
    for (at, group) in groups.drain(..).enumerate() {
        if kept.contains(&at) { stay.push(group) } else { go.push(group) }
    }
    *groups = stay;
    go
}

fn said(draft: &Draft<'_>, main: &ColumnPlan, left_out: &[Group<'_>], adds_up: bool) -> String {
    let rest = left_out.len().to_string();
    let values = || left_out.iter().filter_map(|group| group.value);
    if adds_up {
        let sum = display(Some(values().sum()), main.unit);
        return draft.fill("chart.largest", &[("n", &MOST_GROUPS.to_string()), ("rest", &rest), ("sum", &sum)]);
    }
    let half = (MOST_GROUPS / 2).to_string();
    let (low, high) = (display(values().reduce(f64::min), main.unit), display(values().reduce(f64::max), main.unit));
    draft.fill("chart.ends", &[("n", &half), ("rest", &rest), ("low", &low), ("high", &high)])
}
