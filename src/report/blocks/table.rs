//! Tables: rows of periods or groups, columns of parts of indicators; with `across` each part has rows of its own.

use crate::base::period::PeriodKind;
use crate::base::text::UNSPECIFIED;
use crate::report::cells::{aside, columns, figures, row, text, total};
use crate::report::draft::{self, Draft};
use crate::report::figure_cells::FigureCells;
use crate::report::figures::Figures;
use crate::report::model::{Block, Cell, CellAt, Formula, Row, Table, Value};
use crate::report::pages::plan::{Axis, ColumnPlan, Part, TablePlan};

/// At most so many periods stand side by side: the months of a year and the year.
const ACROSS: usize = 13;

/// A column of figures.
struct Col<'a> {
    plan: &'a ColumnPlan,
    /// The group that it is about, of those of its `each`.
    key: Option<&'a str>,
    heading: String,
    parts: Figures<'a>,
    whole: Figures<'a>,
    /// Page and list of the rows behind its figure of the report's period.
    behind: Option<(&'a str, &'a str)>,
}

/// A line of groups, of periods or of the whole.
struct Line<'a> {
    /// None for the whole.
    key: Option<&'a str>,
    label: String,
    /// The report's period below the months inside it.
    sums_up: bool,
}

/// The figures of a table before they are laid out: columns × lines × what runs across.
struct Grid<'a> {
    cols: Vec<Col<'a>>,
    lines: Vec<Line<'a>>,
    /// Keys and labels of what runs across; one without a key where nothing does.
    across: Vec<(Option<&'a str>, String)>,
    /// Columns before the figures.
    before: usize,
    is_across: bool,
    /// The whole is the mean of the lines above it.
    averages: bool,
    /// The report's period.
    now: &'a str,
}

/// The table; none of groups that nobody names, which would say the whole once more.
pub(super) fn build<'a>(draft: &Draft<'a>, plan: &'a TablePlan, cells: &mut FigureCells<'a>) -> Option<Block> {
    let rows = labelled(draft, plan, &plan.rows);
    let averages =
        plan.whole && plan.columns.iter().any(|column| column.averages.as_deref() == Some(plan.rows.property()));
    if !averages && plan.whole && matches!(rows.as_slice(), [(UNSPECIFIED, _)]) {
        return None;
    }
    let inside = plan.rows == Axis::Period && draft.content.period.kind != PeriodKind::Month && rows.len() > 1;
    let line = |(key, label)| Line { key: Some(key), label, sums_up: inside && key == draft.now() };
    let mut lines: Vec<Line<'_>> = rows.into_iter().map(line).collect();
    let last = lines.pop_if(|line| averages && line.key == Some(UNSPECIFIED));
    let whole = Line { key: None, label: whole_word(draft, plan).to_owned(), sums_up: true };
    let has_apart = last.is_some();
    lines.extend(plan.whole.then_some(whole).into_iter().chain(last));
    let across = match &plan.across {
        Some(axis) => {
            let labels = labelled(draft, plan, axis);
            // The oldest go, so that the paper is not too wide to be read.
            let most = if *axis == Axis::Period { ACROSS } else { labels.len() };
            let from = labels.len().saturating_sub(most);
            labels.into_iter().skip(from).map(|(key, label)| (Some(key), label)).collect()
        }
        None => vec![(None, String::new())],
    };
    let several = plan.columns.len() > 1;
    let is_across = plan.across.is_some();
    let grid = Grid {
        cols: cols(draft, plan),
        lines,
        across,
        before: 1 + usize::from(is_across && several),
        is_across,
        averages,
        now: draft.now(),
    };
    let mut heads = vec![axis_name(draft, plan, &plan.rows)];
    if is_across {
        heads.extend(several.then(|| draft.say("column.figure")));
        heads.extend(grid.across.iter().map(|(_, label)| label.as_str()));
    } else {
        heads.extend(grid.cols.iter().map(|col| col.heading.as_str()));
    }
    let table = if is_across { grid.stacked() } else { grid.side_by_side() };
    let kind = if plan.printed { figures } else { aside };
    let built = kind(&plan.id, &title(draft, plan), columns(heads), table, note(draft, plan, has_apart));
    if let Block::Table(table) = &built {
        grid.tell_cells(plan, table, cells);
    }
    Some(built)
}

/// Keys and labels of an axis, from the breakdowns of all columns; those of the indicator to sort by come first.
fn labelled<'a>(draft: &Draft<'a>, plan: &'a TablePlan, axis: &'a Axis) -> Vec<(&'a str, String)> {
    let columns = draft::sorted(&plan.columns.iter().collect::<Vec<_>>(), plan.sort.as_ref());
    match axis {
        Axis::Period => draft.periods(&columns).into_iter().map(|period| (period, period.to_owned())).collect(),
        Axis::Groups(property) => {
            let over_periods = [Some(&plan.rows), plan.across.as_ref()].contains(&Some(&Axis::Period));
            draft.groups(&columns, property, over_periods)
        }
    }
}

fn cols<'a>(draft: &Draft<'a>, plan: &'a TablePlan) -> Vec<Col<'a>> {
    let col = |column: &'a ColumnPlan, key: Option<&'a str>, heading: String| {
        let others = plan.across.iter().map(Axis::property).chain(column.each.as_deref());
        let whole: Vec<&str> = others.collect();
        let parts = [plan.rows.property()].into_iter().chain(whole.iter().copied()).collect();
        let figures = |properties| Figures::new(draft, column, properties);
        let behind = draft.rows_of(&column.of, column.part).filter(|_| key.is_none());
        Col { plan: column, key, heading, parts: figures(parts), whole: figures(whole), behind }
    };
    let expanded = plan.columns.iter().flat_map(|column| match &column.each {
        None => vec![col(column, None, draft.heading(column))],
        Some(each) => {
            let keys = draft.groups(&[column], each, plan.rows == Axis::Period);
            keys.into_iter().map(|(key, label)| col(column, Some(key), label)).collect()
        }
    });
    expanded.collect()
}

impl<'a> Grid<'a> {
    fn cell(&self, at: usize, line: usize, across: usize) -> Cell {
        let col = &self.cols[at];
        let others = self.across[across].0.into_iter().chain(col.key);
        let cell = match self.lines[line].key {
            Some(key) => col.parts.cell(&[key].into_iter().chain(others).collect::<Vec<_>>()),
            None => col.whole.cell(&others.collect::<Vec<_>>()),
        };
        let cell = match col.behind.filter(|_| self.is_of_now(line, across)) {
            Some((page, list)) if has_number(&cell) => cell.linked_to_list(page, list),
            _ => cell,
        };
        match self.formula(at, line, across) {
            Some(formula) => cell.by_formula(formula),
            None => cell,
        }
    }

    /// Whether a place is the whole of the report's period: lists hold the rows of no other, and those of all groups.
    fn is_of_now(&self, line: usize, across: usize) -> bool {
        let own = |key: Option<&str>| key.is_none_or(|key| key == self.now);
        own(self.lines[line].key) && own(self.across[across].0)
    }

    /// Every line with the figures of all columns.
    fn side_by_side(&self) -> Vec<Row> {
        let figures = |line: usize| (0..self.cols.len()).map(move |at| self.cell(at, line, 0));
        let lines = (0..self.lines.len()).map(|line| self.row(line, None, figures(line)));
        lines.collect()
    }

    /// The lines of one column below those of the other.
    fn stacked(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for (at, col) in self.cols.iter().enumerate() {
            let heading = (self.before > 1).then_some(&col.heading);
            for line in self.lines_of(at) {
                let figures = (0..self.across.len()).map(|across| self.cell(at, line, across));
                rows.push(self.row(line, heading, figures));
            }
        }
        rows
    }

    /// The lines that a column has below those of the others: the share of the whole is 100 % and says nothing there.
    fn lines_of(&self, at: usize) -> impl Iterator<Item = usize> {
        let shares = self.cols[at].plan.part == Part::Share;
        (0..self.lines.len()).filter(move |line| !shares || self.lines[*line].key.is_some())
    }

    fn row(&self, line: usize, heading: Option<&String>, figures: impl Iterator<Item = Cell>) -> Row {
        let Line { label, sums_up, .. } = &self.lines[line];
        let names = [text(label)].into_iter().chain(heading.map(text));
        let cells = names.chain(figures).collect();
        if *sums_up { total(cells) } else { row(cells) }
    }

    /// Where a figure stands.
    fn place(&self, at: usize, line: usize, across: usize) -> CellAt {
        if !self.is_across {
            return CellAt { row: line, col: self.before + at };
        }
        let above: usize = (0..at).map(|earlier| self.lines_of(earlier).count()).sum();
        CellAt { row: above + line, col: self.before + across }
    }

    /// Tells where each figure stands.
    fn tell_cells(&self, plan: &'a TablePlan, table: &Table, cells: &mut FigureCells<'a>) {
        for (at, col) in self.cols.iter().enumerate() {
            let each = col.plan.each.as_deref().zip(col.key);
            let lines: Vec<usize> =
                if self.is_across { self.lines_of(at).collect() } else { (0..self.lines.len()).collect() };
            for line in lines {
                let rows = self.lines[line].key.map(|key| (plan.rows.property(), key));
                for (across, (key, _)) in self.across.iter().enumerate() {
                    let across_key = plan.across.as_ref().map(Axis::property).zip(*key);
                    let CellAt { row, col: place } = self.place(at, line, across);
                    let keys = rows.into_iter().chain(across_key).chain(each).collect();
                    cells.add(col.plan, keys, table, (row, place));
                }
            }
        }
    }

    /// The columns of a part of an indicator.
    fn find(&self, of: &str, part: Part) -> Option<usize> {
        let is_it = |col: &Col<'_>| (col.plan.of.as_str(), col.plan.part) == (of, part) && col.key.is_none();
        self.cols.iter().position(is_it)
    }

    /// How a figure follows from others of the table: a rate from what is above and below its line, a share from its figure
    /// and the whole, a mean of groups from its `each` or its rows, a whole of counts from its parts.
    fn formula(&self, at: usize, line: usize, across: usize) -> Option<Formula> {
        let plan = self.cols[at].plan;
        let place = |at: usize, line: usize| self.place(at, line, across);
        let whole = self.lines.iter().position(|line| line.key.is_none());
        let is_whole = whole == Some(line);
        let groups = || (0..self.lines.len()).filter(|line| Some(*line) != whole);
        if !plan.sum.is_empty() {
            let parts = plan.sum.iter().map(|(of, part)| Some(place(self.find(of, *part)?, line)));
            return parts.collect::<Option<Vec<_>>>().map(Formula::Sum);
        }
        if plan.averages.is_some() && plan.part == Part::Value {
            if is_whole {
                let averaged = groups().filter(|other| *other < line).map(|line| place(at, line));
                return self.averages.then(|| Formula::Mean(averaged.collect()));
            }
            let each = (0..self.cols.len()).filter(|other| {
                let col = &self.cols[*other];
                col.key.is_some() && col.plan.of == plan.of && self.cols[at].key.is_none()
            });
            let each: Vec<CellAt> = each.map(|at| place(at, line)).collect();
            return (!each.is_empty()).then_some(Formula::Mean(each));
        }
        if plan.part == Part::Share {
            let count = self.find(&plan.of, Part::Value)?;
            return Some(Formula::Ratio { numerator: place(count, line), denominator: place(count, whole?) });
        }
        if plan.is_rate() {
            let above = self.find(&plan.of, Part::Above)?;
            let count = || plan.over.as_ref().and_then(|over| self.find(over, Part::Value));
            let below = self.find(&plan.of, Part::Below).or_else(count)?;
            return Some(Formula::Ratio { numerator: place(above, line), denominator: place(below, line) });
        }
        if !is_whole || !plan.adds() {
            return None;
        }
        let cells: Vec<CellAt> = groups().map(|line| place(at, line)).collect();
        (!cells.is_empty()).then_some(Formula::Sum(cells))
    }
}

fn has_number(cell: &Cell) -> bool {
    matches!(&cell.value, Value::Number(number) if number.value.is_some())
}

/// What the whole is called: the station of people and of scores, else the total.
fn whole_word<'a>(draft: &Draft<'a>, plan: &TablePlan) -> &'a str {
    let scores = plan.columns.iter().any(|column| column.averages.is_some());
    draft.whole_word(plan.rows.property(), scores)
}

fn axis_name<'d>(draft: &'d Draft<'_>, plan: &'d TablePlan, axis: &'d Axis) -> &'d str {
    match axis {
        Axis::Period => draft.say("column.period"),
        Axis::Groups(property) => draft.property(plan.columns.first().map(|column| &*column.facts), property),
    }
}

fn title(draft: &Draft<'_>, plan: &TablePlan) -> String {
    if let Some(title) = &plan.title {
        return title.get(draft.content.lang).to_owned();
    }
    let first = plan.columns.first().map_or("", |column| column.of.as_str());
    let name = draft.kpi(first).map_or(first, |result| draft.name(result));
    let axes: Vec<&str> = [Some(&plan.rows), plan.across.as_ref()]
        .into_iter()
        .flatten()
        .filter(|axis| **axis != Axis::Period)
        .map(|axis| axis_name(draft, plan, axis))
        .collect();
    if axes.is_empty() {
        return draft.fill("title.other_by_period", &[("name", name)]);
    }
    draft.fill("title.other_by", &[("name", name), ("by", &axes.join(draft.say("sentence.and")))])
}

fn note(draft: &Draft<'_>, plan: &TablePlan, has_apart: bool) -> Option<String> {
    let own = plan.note.as_ref().map(|note| note.get(draft.content.lang).to_owned());
    let apart = has_apart.then(|| draft.say("note.unassigned").to_owned());
    let notes: Vec<String> = [own, apart].into_iter().flatten().collect();
    (!notes.is_empty()).then(|| notes.join(draft.say("sentence.gap")))
}
