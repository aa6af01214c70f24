//! Why a figure moved: its change as a table of the groups behind it, a bridge of their parts, and a sentence that names the
//! largest.

use crate::base::number::{self, Unit, display};
use crate::base::text::UNSPECIFIED;
use crate::facts::fact::Fact;
use crate::kpi::analyses::bridge::{self, Bridge, Part};
use crate::kpi::model::{Direction, KpiResult};
use crate::report::cells::{aside, change, columns, number, row, text, total, whole};
use crate::report::chart;
use crate::report::chart::model::{Axis, Chart, Form, Mark, Point, Position, Series, TableCell};
use crate::report::draft::Draft;
use crate::report::lights::{Light, moved};
use crate::report::model::{Block, Cell, CellAt, Formula, Row, Tone};
use crate::report::pages::plan::WhyPlan;
use crate::report::{sentences, words};

/// So many parts are shown alone; the others are one.
const SHOWN: usize = 8;
/// At most so many are named in the sentence, none of which moved it less than this part of what the first one did.
const NAMED: usize = 3;
const BESIDE_FIRST: f64 = 0.1;

/// A change while its blocks are built.
struct Why<'w, 'a> {
    draft: &'w Draft<'a>,
    plan: &'w WhyPlan,
    result: &'a KpiResult,
    bridge: Bridge,
    /// Where the words of the groups come from.
    facts: Option<&'a Fact>,
}

/// The table, the bridge and the sentence of a change.
pub(super) fn build(draft: &Draft<'_>, plan: &WhyPlan) -> Option<Vec<Block>> {
    let why = taken_apart(draft, plan)?;
    let lines = why.lines();
    // The sentence stands above the bridge; alone where there is none.
    let last = why.chart(&lines).or_else(|| Some(Block::sentence(why.sentence()?, Tone::Plain)));
    Some(std::iter::once(why.table(&lines)).chain(last).collect())
}

/// `回访成功率的变化主要来自：号码错误（-12.50）。` Nothing while the period lasts.
pub(super) fn cause(draft: &Draft<'_>, plan: &WhyPlan) -> Option<Block> {
    let why = taken_apart(draft, plan).filter(|_| draft.content.period.complete)?;
    let names = why.named()?;
    let text = draft.fill("sentence.cause", &[("name", draft.name(why.result)), ("names", &names)]);
    Some(Block::sentence(text, Tone::Plain))
}

/// Nothing where the figure did not move as it is shown, where it or the one before rests on few rows or on a part of the data,
/// and where one group is all there is.
fn taken_apart<'w, 'a>(draft: &'w Draft<'a>, plan: &'w WhyPlan) -> Option<Why<'w, 'a>> {
    let result = draft.kpi(&plan.of)?;
    let before = &result.previous;
    let few = [&result.measure, &before.measure].iter().any(|one| one.n < draft.small());
    let partial = result.incomplete.is_some() || before.incomplete.is_some() || !result.doubts.is_empty();
    let moved = number::direction(result.change?, result.unit).is_ne();
    let count = plan.reasons.as_ref().and_then(|count| draft.kpi(count));
    let bridge = match &plan.reasons {
        Some(_) => bridge::by_reasons(result, count?, &plan.by),
        None => bridge::by_groups(result, &plan.by),
    };
    let bridge = bridge.filter(|bridge| !few && !partial && moved && bridge.parts.len() > 1)?;
    Some(Why { draft, plan, result, bridge, facts: draft.facts(count.unwrap_or(result)) })
}

/// A line of the table, a step of the bridge.
struct Line {
    name: String,
    part: Part,
}

impl<'a> Why<'_, 'a> {
    /// The parts that are shown alone, and the others together.
    fn lines(&self) -> Vec<Line> {
        let parts = &self.bridge.parts;
        let alone = if parts.len() > SHOWN + 1 { SHOWN } else { parts.len() };
        let line =
            |part: &Part| Line { name: self.draft.said(self.facts, &self.plan.by, &part.group), part: part.clone() };
        let mut lines: Vec<Line> = parts[..alone].iter().map(line).collect();
        let others = &parts[alone..];
        if !others.is_empty() {
            let sum = |of: fn(&Part) -> f64| others.iter().map(of).sum::<f64>();
            let n = [0, 1].map(|at| others.iter().map(|part| part.n[at]).sum());
            let part = Part {
                group: String::new(),
                figures: [None; 2],
                n,
                own: sum(|part| part.own),
                mix: sum(|part| part.mix),
            };
            lines.push(Line { name: self.draft.fill("word.rest_of", &[("n", &others.len().to_string())]), part });
        }
        lines
    }

    /// `麦迪（-2.10）和乔丹（-1.05）`: what moved it most, the way that it moved; also what moved it the other way, where that is
    /// more than any of these or half as much as it moved in all, so that the named ones do not come to another change. Groups
    /// that rest on few rows are not named.
    fn named(&self) -> Option<String> {
        let (draft, change) = (self.draft, self.result.change?);
        let told = |part: &&Part| {
            let few = part.n.iter().all(|n| *n < draft.small()) && self.plan.reasons.is_none();
            part.group != UNSPECIFIED && !few && number::direction(part.whole(), self.result.unit).is_ne()
        };
        let (with, against): (Vec<&Part>, Vec<&Part>) =
            self.bridge.parts.iter().filter(told).partition(|part| part.whole() * change > 0.0);
        let size = |part: &Part| part.whole().abs();
        let first = size(with.first()?);
        let name = |part: &Part| {
            let name = draft.said(self.facts, &self.plan.by, &part.group);
            let size = number::display_change(Some(part.whole()), self.result.unit);
            draft.fill("sentence.why_named", &[("name", &name), ("size", &size)])
        };
        let largest = with.iter().take_while(|part| size(part) >= first * BESIDE_FIRST).take(NAMED);
        let names = largest.map(|part| name(part)).collect::<Vec<_>>().join(draft.say("sentence.and"));
        Some(match against.first().filter(|part| size(part) > first || size(part) * 2.0 >= change.abs()) {
            Some(part) => draft.fill("sentence.why_against", &[("names", &names), ("against", &name(part))]),
            None => names,
        })
    }

    /// `回访成功率下降 4.00 个百分点，主要来自 麦迪（-2.10）和乔丹（-1.05）。`
    fn sentence(&self) -> Option<String> {
        let (draft, names) = (self.draft, self.named()?);
        let (way, size) = sentences::way(draft, self.result.change?, self.result.unit)?;
        let last = words::last_period(draft.texts, draft.content.period.kind);
        let values =
            [("name", draft.name(self.result)), ("last", last), ("way", way), ("size", &size), ("names", &names)];
        Some(draft.fill("sentence.why", &values))
    }

    fn title(&self) -> String {
        let by = self.draft.property(self.facts, &self.plan.by);
        self.draft.fill("title.why", &[("name", self.draft.name(self.result)), ("by", by)])
    }

    /// The figures of a group, or of the whole, then what they rest on.
    fn figures(&self, figures: [Option<f64>; 2], n: [u64; 2]) -> Vec<Cell> {
        let unit = self.result.unit;
        let cells = figures.map(|figure| number(figure, unit));
        let n = n.map(whole);
        let [before, now] = cells;
        let [n_before, n_now] = n;
        vec![before, now, n_before, n_now]
    }

    fn table(&self, lines: &[Line]) -> Block {
        let (draft, unit) = (self.draft, self.result.unit);
        let by_reasons = self.plan.reasons.is_some();
        let last = words::last_period_column(draft.texts, draft.content.period.kind);
        let this = words::this_period(draft.texts, draft.content.period.kind);
        let of_n = |period: &str| draft.fill("column.n_of", &[("period", period)]);
        let (n_before, n_now) = (of_n(last), of_n(this));
        let mut heads = vec![draft.property(self.facts, &self.plan.by), last, this, &n_before, &n_now];
        if !by_reasons {
            heads.extend([draft.say("column.by_itself"), draft.say("column.by_mix")]);
        }
        heads.push(draft.say("column.part_of_change"));
        let width = heads.len();
        let mut rows: Vec<Row> = Vec::new();
        for line in lines {
            let mut cells = vec![text(line.name.as_str())];
            cells.extend(self.figures(line.part.figures, line.part.n));
            if !by_reasons {
                cells.extend([change(Some(line.part.own), unit), change(Some(line.part.mix), unit)]);
            }
            cells.push(change(Some(line.part.whole()), unit));
            rows.push(row(cells));
        }
        let column = |col: usize| Formula::Sum((0..lines.len()).map(|row| CellAt { row, col }).collect());
        let sum = |col: usize, of: &dyn Fn(&Part) -> f64| {
            change(Some(lines.iter().map(|line| of(&line.part)).sum()), unit).by_formula(column(col))
        };
        // Reasons are shares of it: the whole is the figure itself.
        let whole =
            if by_reasons { draft.name(self.result) } else { draft.whole_word(&self.plan.by, unit == Unit::Score) };
        let mut cells = vec![text(whole)];
        let n = [self.result.previous.measure.n, self.result.measure.n];
        cells.extend(self.figures([Some(self.bridge.before), Some(self.bridge.now)], n));
        if !by_reasons {
            cells.extend([sum(width - 3, &|part| part.own), sum(width - 2, &|part| part.mix)]);
        }
        cells.push(sum(width - 1, &Part::whole));
        rows.push(total(cells));
        let note = draft.say(if by_reasons { "note.why_reasons" } else { "note.why_groups" }).to_owned();
        // Paper has the bridge and its sentence; the table behind it is for the screen.
        aside(&self.plan.id, &self.title(), columns(heads), rows, Some(note))
    }

    /// The bridge; none of figures below 0, which columns on the ground cannot show.
    fn chart(&self, lines: &[Line]) -> Option<Block> {
        let (draft, unit) = (self.draft, self.result.unit);
        let cell = |row: usize, col: usize| Some(TableCell { table: self.plan.id.clone(), row, col });
        let last_col = if self.plan.reasons.is_some() { 5 } else { 7 };
        let end = |value: f64, col: usize| Point {
            value: Some(value),
            label: display(Some(value), unit),
            cell: cell(lines.len(), col),
            ..Point::default()
        };
        let mut level = self.bridge.before;
        let mut points = vec![end(level, 1)];
        for (at, line) in lines.iter().enumerate() {
            let step = line.part.whole();
            let good = match self.result.direction {
                Direction::Higher => Some(step > 0.0),
                Direction::Lower => Some(step < 0.0),
                Direction::None => None,
            };
            points.push(Point {
                value: Some(level + step),
                from: level,
                good,
                label: number::display_change(Some(step), unit),
                cell: cell(at, last_col),
                ..Point::default()
            });
            level += step;
        }
        points.push(end(self.bridge.now, 2));
        if points.iter().any(|point| point.value.is_some_and(|value| value < 0.0)) {
            return None;
        }
        let kind = draft.content.period.kind;
        let ends = [words::last_period_column(draft.texts, kind), words::this_period(draft.texts, kind)];
        let position = |name: &str, whole: bool| Position { name: name.to_owned(), tail: None, whole };
        let mut positions = vec![position(ends[0], true)];
        positions.extend(lines.iter().map(|line| position(&line.name, false)));
        positions.push(position(ends[1], true));
        let series =
            Series { name: draft.name(self.result).to_owned(), mark: Mark::Column, axis: Axis::Left, unit, points };
        let mut chart = Chart {
            id: self.plan.id.clone(),
            title: self.title(),
            sentence: self.sentence().unwrap_or_default(),
            form: Form::Bridge,
            positions,
            series: vec![series],
            left: None,
            right: None,
            target: None,
            caveat: None,
            aside: moved(draft, self.result).is_some_and(|moved| moved.light == Light::Level),
        };
        chart::decide(&mut chart, false);
        Some(Block::Chart(chart))
    }
}
