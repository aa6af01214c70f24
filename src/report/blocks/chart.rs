//! Charts of the same figures as tables: columns and lines over periods or groups, or the parts of a whole.

use super::chart_places::{self, Place, Role};
use crate::base::number::{Unit, display};
use crate::report::chart;
use crate::report::chart::model::{Axis as Side, Chart, Form, Mark, Point, Position, Series, Tail, Target};
use crate::report::draft::Draft;
use crate::report::figure_cells::{FigureCells, Keys};
use crate::report::figures::Figures;
use crate::report::model::{Block, Cell, Tone, Value};
use crate::report::pages::plan::{Axis, ChartPlan, ColumnPlan, Part};
use crate::report::sentences;
use crate::report::words;

/// A sum this many times the largest of its parts is not drawn beside them: they would not be seen.
const DWARFING: f64 = 2.0;

/// A chart while it is built.
struct Work<'w, 'a> {
    draft: &'w Draft<'a>,
    plan: &'a ChartPlan,
    places: Vec<Place<'a>>,
    cells: &'w FigureCells<'a>,
}

pub(super) fn build<'a>(draft: &Draft<'a>, plan: &'a ChartPlan, cells: &FigureCells<'a>) -> Block {
    let all: Vec<&'a ColumnPlan> = plan.columns.iter().chain(&plan.lines).chain(&plan.pie).collect();
    let (places, left_out) = chart_places::of(draft, plan, &all);
    let mut work = Work { draft, plan, places, cells };
    let over_time = plan.x == Axis::Period;
    let left = plan.columns.first().map(|column| column.unit);
    let right = plan.lines.first().filter(|line| left.is_some_and(|unit| unit != line.unit));
    let of_lines = if right.is_some() { Side::Right } else { Side::Left };
    let drawn = plan.columns.iter().chain(&plan.pie).map(|column| (column, Mark::Column, Side::Left));
    let points = if over_time { Mark::Line } else { Mark::Dot };
    let drawn = drawn.chain(plan.lines.iter().map(|column| (column, points, of_lines)));
    let mut series = Vec::new();
    let mut target = None;
    for (column, mark, axis) in drawn {
        // What is below a line is drawn as what is above it.
        let unit = if column.part == Part::Below { Unit::Count } else { column.unit };
        let cut = |name: String, key: Option<&'a str>| Series {
            name,
            mark,
            axis,
            unit,
            points: work.points(column, unit, key),
        };
        match &plan.series {
            None => {
                let one = cut(draft.heading(column), None);
                if is_known(&one) {
                    target = target.or_else(|| target_of(draft, column, axis));
                }
                series.push(one);
            }
            Some(property) => {
                let groups = draft.groups(&[column], property, over_time);
                series.extend(groups.into_iter().map(|(key, label)| cut(label, Some(key))));
            }
        }
    }
    // A figure that no place has would be a name in the legend and an axis of nothing.
    if series.iter().any(is_known) {
        series.retain(is_known);
    }
    let dwarfing = leave_out_sums(&mut work.places, &mut series).then(|| draft.say("chart.sums").to_owned());
    let rates = all.iter().filter(|column| column.is_rate()).count();
    let title = plan.title.as_ref().map(|title| title.get(draft.content.lang).to_owned());
    let main = all.last().into_iter().chain(&all);
    let sentence = sentences::of_chart(draft, &plan.says, main.map(|column| column.of.as_str()));
    let sentences: Vec<String> = [Some(sentence), left_out, dwarfing].into_iter().flatten().collect();
    let mut chart = Chart {
        id: plan.id.clone(),
        title: title.unwrap_or_else(|| all.last().map_or(String::new(), |column| draft.heading(column))),
        sentence: sentences.join(draft.say("sentence.gap")),
        form: if plan.pie.is_some() { Form::Pie } else { Form::Standing },
        positions: work.positions(&all),
        series,
        left: None,
        right: None,
        target: target.filter(|_| rates == 1),
        caveat: None,
        aside: false,
    };
    chart::decide(&mut chart, over_time);
    Block::Chart(chart)
}

impl<'a> Work<'_, 'a> {
    /// The keys of a place, and of a group that the series is cut by.
    fn keys(&self, place: &Place<'a>, cut: Option<&'a str>) -> Keys<'a> {
        let place = place.key.map(|key| (self.plan.x.property(), key));
        place.into_iter().chain(self.plan.series.as_deref().zip(cut)).collect()
    }

    /// The points of a column, of those of one group where the series is cut.
    fn points(&self, column: &'a ColumnPlan, unit: Unit, cut: Option<&'a str>) -> Vec<Point> {
        let figures = self.figures(column);
        let point = |place: &Place<'a>| {
            if place.role == Role::Space {
                return Point::default();
            }
            let cell = figures.cell(place, cut);
            let value = if let Value::Number(number) = cell.value { number.value } else { None };
            Point {
                value,
                label: display(value, unit),
                shown: false,
                pale: value.is_some() && cell.tone == Tone::Muted,
                cell: self.cells.find(column, self.keys(place, cut), value),
                ..Point::default()
            }
        };
        self.places.iter().map(point).collect()
    }

    fn figures<'p>(&self, column: &'p ColumnPlan) -> PlaceFigures<'p>
    where
        'a: 'p,
    {
        let others: Vec<&str> = self.plan.series.as_deref().into_iter().collect();
        let with = [self.plan.x.property()].into_iter().chain(others.iter().copied()).collect();
        PlaceFigures { parts: Figures::new(self.draft, column, with), whole: Figures::new(self.draft, column, others) }
    }

    /// The positions with the numbers behind their names: the share of a single count, what a rate of a group rests on; in
    /// time only where that is little.
    fn positions(&self, all: &[&'a ColumnPlan]) -> Vec<Position> {
        let mut rates = all.iter().filter(|column| column.is_rate());
        let tailed: Option<(&ColumnPlan, ColumnPlan)> = match (self.plan.series.is_none(), rates.next(), all) {
            (true, Some(rate), _) if rates.next().is_none() => {
                Some((rate, ColumnPlan { part: Part::N, unit: Unit::Count, ..(*rate).clone() }))
            }
            (true, None, [one]) if one.adds() && one.part == Part::Value && self.plan.x != Axis::Period => {
                Some((one, ColumnPlan { part: Part::Share, unit: Unit::Percent, ..(*one).clone() }))
            }
            _ => None,
        };
        let position = |place: &Place<'a>| {
            let tail = tailed.as_ref().and_then(|(main, tail)| self.tail(place, main, tail));
            // Of several lines each keeps its colour to the end.
            let whole = place.role == Role::Whole && self.plan.series.is_none();
            Position { name: place.name.clone(), tail, whole }
        };
        self.places.iter().map(position).collect()
    }

    fn tail(&self, place: &Place<'a>, main: &ColumnPlan, tail: &ColumnPlan) -> Option<Tail> {
        if place.role == Role::Space || (place.role == Role::Whole && tail.part == Part::Share) {
            return None;
        }
        let main = self.figures(main).cell(place, None);
        let is_small = main.tone == Tone::Muted;
        if !matches!(&main.value, Value::Number(number) if number.value.is_some())
            || (self.plan.x == Axis::Period && !is_small)
        {
            return None;
        }
        let cell = self.figures(tail).cell(place, None);
        let value = if let Value::Number(number) = cell.value { number.value } else { None };
        let sign = if tail.part == Part::N { " n=" } else { " " };
        let place = self.cells.find(tail, self.keys(place, None), value);
        Some(Tail { sign, text: display(value, tail.unit), cell: place })
    }
}

/// The figures of a column at the places of a chart.
struct PlaceFigures<'a> {
    parts: Figures<'a>,
    whole: Figures<'a>,
}

impl PlaceFigures<'_> {
    fn cell(&self, place: &Place<'_>, cut: Option<&str>) -> Cell {
        match place.key {
            Some(key) => self.parts.cell(&[key].into_iter().chain(cut).collect::<Vec<_>>()),
            None => self.whole.cell(&cut.into_iter().collect::<Vec<_>>()),
        }
    }
}

/// Whether a place has a figure of the series.
fn is_known(series: &Series) -> bool {
    series.points.iter().any(|point| point.value.is_some())
}

/// Sums are left out where one of them dwarfs its parts, all of them: beside others a missing column would be a nought. Tells
/// whether they are.
fn leave_out_sums(places: &mut Vec<Place<'_>>, series: &mut [Series]) -> bool {
    let Some(whole) = places.iter().position(|place| place.role == Role::Whole) else { return false };
    let is_sum = |series: &&mut Series| series.mark == Mark::Column && series.unit.adds_up();
    let dwarfs = |series: &mut Series| {
        let parts = series.points.iter().enumerate().filter(|(at, _)| *at != whole);
        let largest = parts.filter_map(|(_, point)| point.height()).fold(0.0, f64::max);
        series.points[whole].height().is_some_and(|sum| sum > DWARFING * largest)
    };
    let left_out = series.iter_mut().filter(is_sum).any(dwarfs);
    if left_out {
        let sums = series.iter_mut().filter(is_sum).map(|series| &mut series.points[whole]);
        sums.filter(|sum| sum.value.is_some()).for_each(|sum| *sum = Point::default());
        // Without a line over it the whole would be a name over nothing.
        if series.iter().all(|series| series.points[whole].value.is_none()) {
            let parts = places.iter().take_while(|place| place.role == Role::One).count();
            places.truncate(parts);
            series.iter_mut().for_each(|series| series.points.truncate(parts));
        }
    }
    left_out
}

/// The target line of an indicator, where it has one; none where other periods had other targets.
fn target_of(draft: &Draft<'_>, column: &ColumnPlan, axis: Side) -> Option<Target> {
    let result = draft.kpi(&column.of).filter(|_| column.is_rate())?;
    let value = result.target?;
    if result.points().filter_map(|point| point.target).any(|other| other != value) {
        return None;
    }
    let label = draft.fill("chart.target", &[("target", &words::target(value, result.unit))]);
    Some(Target { label, value, axis })
}
