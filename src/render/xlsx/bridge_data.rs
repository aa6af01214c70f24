//! The block beside the tables that a native bridge reads: levels, what floats over what, and the labels, all by formulas on the
//! cells of its table.

use rust_xlsxwriter::{ChartRange, Formula, utility};

use super::caches::Held;
use super::canvas::Canvas;
use super::chart_data::{self, Ranges, SeriesRange};
use super::formats::point_format;
use crate::report::chart::model::{Chart, Point, Position};

/// The columns behind the names: the step (of the first and the last the level), the level that it leads to, what the column
/// stands on, its height, its upper end, its label. Signs are read in every language.
const COLUMNS: [&str; 6] = ["Δ", "Σ", "min", "|Δ|", "max", "Δ …"];
/// The last four, by their place among them.
const FLOOR: u16 = 2;
const HEIGHT: u16 = 3;
const TOP: u16 = 4;
const LABEL: u16 = 5;

/// A position: a step between its neighbours' levels, or one of the levels at the ends.
struct Step<'c> {
    point: &'c Point,
    value: f64,
    level: f64,
    at_end: bool,
}

/// Writes the data of a bridge: the ranges of floor, height and top, each with its name.
pub(super) fn write(canvas: &mut Canvas<'_>, chart: &Chart) -> anyhow::Result<Ranges> {
    let (top, column) = chart_data::begin(canvas)?;
    let format = canvas.formats.chart_data();
    canvas.worksheet.write_string_with_format(top, column, &chart.title, &format)?;
    for (at, heading) in (1..).zip(COLUMNS) {
        canvas.worksheet.write_string_with_format(top + 1, column + at, heading, &format)?;
    }
    let first = top + 2;
    let steps: Vec<Step<'_>> = steps(chart);
    for (row, (step, position)) in (first..).zip(steps.iter().zip(&chart.positions)) {
        chart_data::name(canvas, (row, column), position)?;
        write_step(canvas, chart, (row, column + 1), step)?;
    }
    let last = top + 1 + steps.len().max(1) as u32;
    let labels = chart.positions.iter().map(Position::label).collect();
    canvas.caches.put(canvas.name, (first, last, column), Held::Texts(labels));
    let code = code(chart);
    let held =
        |of: &dyn Fn(&Step<'_>) -> f64| Held::Numbers(steps.iter().map(|step| Some(of(step))).collect(), code.clone());
    let numbers =
        [(FLOOR, held(&|step| step.floor())), (HEIGHT, held(&|step| step.height())), (TOP, held(&|step| step.top()))];
    let mut ranges: Vec<SeriesRange> = Vec::new();
    for (at, held) in numbers {
        let col = column + 1 + at;
        canvas.caches.put(canvas.name, (first, last, col), held);
        ranges.push(chart_data::range(canvas.name, top + 1, last, col));
    }
    canvas.data.next_row = last + 2;
    let label = |row: u32| ChartRange::new_from_range(canvas.name, row, column + 1 + LABEL, row, column + 1 + LABEL);
    Ok(Ranges {
        categories: ChartRange::new_from_range(canvas.name, first, column, last, column),
        series: ranges,
        labels: (first..=last).map(label).collect(),
    })
}

impl Step<'_> {
    fn floor(&self) -> f64 {
        if self.at_end { 0.0 } else { self.level.min(self.level - self.value) }
    }

    fn height(&self) -> f64 {
        self.value.abs()
    }

    fn top(&self) -> f64 {
        self.floor() + self.height()
    }
}

fn steps(chart: &Chart) -> Vec<Step<'_>> {
    let points = chart.series.first().map_or(&[][..], |series| series.points.as_slice());
    let last = points.len().saturating_sub(1);
    let step = |(at, point)| {
        let point: &Point = point;
        let level = point.height().unwrap_or(point.from);
        let at_end = at == 0 || at == last;
        Step { point, value: if at_end { level } else { level - point.from }, level, at_end }
    };
    points.iter().enumerate().map(step).collect()
}

/// The number format of the levels.
fn code(chart: &Chart) -> String {
    chart.series.first().map_or_else(String::new, |series| point_format(series.unit, series.unit.decimals()))
}

fn write_step(canvas: &mut Canvas<'_>, chart: &Chart, (row, col): (u32, u16), step: &Step<'_>) -> anyhow::Result<()> {
    let cell = |row: u32, at: u16| utility::row_col_to_cell(row, col + at);
    let own = Point { value: Some(step.value), cell: step.point.cell.clone(), ..Point::default() };
    let digits = code(chart);
    chart_data::number(canvas, (row, col), &own, &digits)?;
    let (value, level, above) = (cell(row, 0), cell(row, 1), cell(row.saturating_sub(1), 1));
    let formulas = if step.at_end {
        [format!("={value}"), "=0".to_owned(), format!("={value}")]
    } else {
        [format!("={above}+{value}"), format!("=MIN({above},{level})"), format!("=ABS({value})")]
    };
    let results = [step.level, step.floor(), step.height()];
    let format = canvas.formats.chart_data().set_num_format(&digits);
    for (at, (formula, result)) in (1..).zip(formulas.into_iter().zip(results)) {
        let formula = Formula::new(formula).set_result(result.to_string());
        canvas.worksheet.write_formula_with_format(row, col + at, formula, &format)?;
    }
    let top = Formula::new(format!("={}+{}", cell(row, FLOOR), cell(row, HEIGHT))).set_result(step.top().to_string());
    canvas.worksheet.write_formula_with_format(row, col + TOP, top, &format)?;
    let plain = digits.split('"').next().unwrap_or_default();
    let code = if step.at_end { digits.clone() } else { format!("+{plain};-{plain};{plain}") };
    let label = format!("=TEXT({value},\"{}\")", code.replace('"', "\"\""));
    let label = Formula::new(label).set_result(step.point.label.clone());
    canvas.worksheet.write_formula_with_format(row, col + LABEL, label, &format)?;
    let held = Held::Texts(vec![step.point.label.clone()]);
    canvas.caches.put(canvas.name, (row, row, col + LABEL), held);
    Ok(())
}
