//! Charts of the same figures as tables: columns and lines over periods or groups, or the parts of a whole.

use crate::base::number::{Unit, display};
use crate::report::draft::{self, Draft};
use crate::report::figures::Figures;
use crate::report::model::{Axis as Side, Block, Chart, ChartKind, Mark, Series, Target};
use crate::report::pages::plan::{Axis, ChartPlan, ColumnPlan, Part};
use crate::report::sentences;
use crate::report::words::{self, UNASSIGNED};

pub(super) fn build<'a>(draft: &Draft<'a>, plan: &'a ChartPlan) -> Block {
    let marks = || plan.columns.iter().chain(&plan.lines).chain(&plan.pie);
    let all: Vec<&ColumnPlan> = marks().collect();
    let mut places: Vec<(Option<&str>, String)> = match &plan.x {
        Axis::Period => draft.periods(&all).into_iter().map(|period| (Some(period), period.to_owned())).collect(),
        Axis::Groups(property) => {
            let mut groups = draft.groups(&draft::sorted(&all, plan.sort.as_ref()), property, false);
            groups
                .retain(|(key, _)| *key != UNASSIGNED || all.iter().all(|one| one.averages.as_ref() != Some(property)));
            groups.into_iter().map(|(key, label)| (Some(key), label)).collect()
        }
    };
    let has_whole = |column: &ColumnPlan| Figures::new(draft, column, Vec::new()).value(&[]).is_some();
    if plan.whole && marks().any(has_whole) {
        let scores = all.iter().any(|column| column.averages.is_some());
        places.push((None, draft.whole_word(plan.x.property(), scores).to_owned()));
    }
    let left = plan.columns.first().map(|column| column.unit);
    let right = plan.lines.first().filter(|line| left.is_some_and(|unit| unit != line.unit));
    let of_lines = if right.is_some() { Side::Right } else { Side::Left };
    let drawn = plan.columns.iter().chain(&plan.pie).map(|column| (column, Mark::Column, Side::Left));
    let drawn = drawn.chain(plan.lines.iter().map(|column| (column, Mark::Line, of_lines)));
    let mut series = Vec::new();
    let mut target = None;
    for (column, mark, axis) in drawn {
        // What is below a line is drawn as what is above it.
        let unit = if column.part == Part::Below { Unit::Count } else { column.unit };
        let cut = |name: String, key: Option<&str>| {
            let points = points(draft, plan, column, &places, key);
            let labels = points.iter().map(|point| display(*point, unit)).collect();
            Series { name, mark, axis, unit, points, labels }
        };
        match &plan.series {
            None => {
                series.push(cut(draft.heading(column), None));
                target = target.or_else(|| target_of(draft, column, axis));
            }
            Some(property) => {
                let groups = draft.groups(&[column], property, plan.x == Axis::Period);
                series.extend(groups.into_iter().map(|(key, label)| cut(label, Some(key))));
            }
        }
    }
    if let ([one], [column], Axis::Groups(_)) = (series.as_mut_slice(), all.as_slice(), &plan.x) {
        add_shares(draft, plan, column, &places, one);
    }
    let rates = all.iter().filter(|column| column.is_rate()).count();
    let title = plan.title.as_ref().map(|title| title.get(draft.content.lang).to_owned());
    Block::Chart(Chart {
        id: plan.id.clone(),
        title: title.unwrap_or_else(|| all.last().map_or(String::new(), |column| draft.heading(column))),
        sentence: sentences::of_chart(draft, &plan.says, all.last().map_or("", |column| &column.of)),
        kind: if plan.pie.is_some() { ChartKind::Pie } else { ChartKind::Cartesian },
        categories: places.into_iter().map(|(_, label)| label).collect(),
        series,
        target: target.filter(|_| rates == 1),
        caveat: None,
    })
}

fn points<'a>(
    draft: &Draft<'a>,
    plan: &'a ChartPlan,
    column: &'a ColumnPlan,
    places: &[(Option<&str>, String)],
    key: Option<&str>,
) -> Vec<Option<f64>> {
    let others: Vec<&str> = plan.series.as_deref().into_iter().collect();
    let parts = Figures::new(draft, column, [plan.x.property()].into_iter().chain(others.iter().copied()).collect());
    let whole = Figures::new(draft, column, others);
    let point = |(place, _): &(Option<&str>, String)| match place {
        Some(place) => parts.value(&[*place].into_iter().chain(key).collect::<Vec<_>>()),
        None => whole.value(&key.into_iter().collect::<Vec<_>>()),
    };
    places.iter().map(point).collect()
}

/// A single count by group has its shares in its labels: `37 · 38.14%`.
fn add_shares<'a>(
    draft: &Draft<'a>,
    plan: &'a ChartPlan,
    column: &ColumnPlan,
    places: &[(Option<&str>, String)],
    series: &mut Series,
) {
    if !column.unit.adds_up() || column.part != Part::Value {
        return;
    }
    let shares = ColumnPlan { part: Part::Share, unit: Unit::Percent, ..column.clone() };
    let figures = Figures::new(draft, &shares, vec![plan.x.property()]);
    for (label, (place, _)) in series.labels.iter_mut().zip(places) {
        if let Some(share) = place.and_then(|place| figures.value(&[place])) {
            *label = format!("{label} · {}", display(Some(share), Unit::Percent));
        }
    }
}

/// The target line of an indicator, where it has one.
fn target_of(draft: &Draft<'_>, column: &ColumnPlan, axis: Side) -> Option<Target> {
    let result = draft.kpi(&column.of).filter(|_| column.is_rate())?;
    let value = result.target?;
    let label = draft.fill("chart.target", &[("target", &words::target(value, result.unit))]);
    Some(Target { label, value, axis })
}
