//! The block beside the tables that charts read, outside the print area: formulas on the cells of the tables,
//! so that a chart follows a number that somebody corrects; plain numbers where a figure stands in no table.
//!
//! Charts never read the tables themselves: Excel draws a text as 0. What is text there is #N/A here, which no chart draws
//! as 0 (Excel up to 2016 joins a line over it; others leave a gap).

use rust_xlsxwriter::{ChartRange, Formula};

use super::caches::Held;
use super::canvas::Canvas;
use super::formats::{number_format, point_format};
use crate::base::number::{NO_DATA, Unit};
use crate::report::chart::model::{Chart, Point, Position, TableCell};
use crate::report::model::{CellAt, Number, Value};

/// Excel takes no longer text in a formula than 255 characters.
const LONGEST_LITERAL: usize = 200;

/// The cells of one series.
pub(super) struct SeriesRange {
    /// The cell of its name.
    pub name: ChartRange,
    /// The cells of its points.
    pub values: ChartRange,
}

/// The cells that a chart reads.
pub(super) struct Ranges {
    /// The labels of the positions.
    pub categories: ChartRange,
    /// In the order of the chart's series, the target last.
    pub series: Vec<SeriesRange>,
    /// Of a bridge: the label of each position.
    pub labels: Vec<ChartRange>,
}

/// Writes the data of a chart: title, a row of names, a row a position.
pub(super) fn write(canvas: &mut Canvas<'_>, chart: &Chart) -> anyhow::Result<Ranges> {
    let (top, column) = begin(canvas)?;
    let format = canvas.formats.chart_data();
    canvas.worksheet.write_string_with_format(top, column, &chart.title, &format)?;
    let names = top + 1;
    let first = names + 1;
    // A chart without positions reads one row of empty cells.
    let last = names + chart.positions.len().max(1) as u32;
    for (row, position) in (first..).zip(&chart.positions) {
        name(canvas, (row, column), position)?;
    }
    let labels = chart.positions.iter().map(Position::label).collect();
    canvas.caches.put(canvas.name, (first, last, column), Held::Texts(labels));
    let mut series = Vec::new();
    let mut next = column + 1;
    for one in &chart.series {
        canvas.worksheet.write_string_with_format(names, next, &one.name, &format)?;
        let code = point_format(one.unit, one.unit.decimals());
        for (row, point) in (first..).zip(&one.points) {
            number(canvas, (row, next), point, &code)?;
        }
        let heights = one.points.iter().map(Point::height).collect();
        canvas.caches.put(canvas.name, (first, last, next), Held::Numbers(heights, code));
        series.push(range(canvas.name, names, last, next));
        next += 1;
    }
    if let Some(target) = &chart.target {
        canvas.worksheet.write_string_with_format(names, next, &target.label, &format)?;
        let code =
            chart.scale(target.axis).map_or_else(String::new, |scale| point_format(scale.unit, scale.decimals()));
        let height = Some(target.value).filter(|value| value.is_finite());
        let point = Point { value: height, ..Point::default() };
        for (row, _) in (first..).zip(&chart.positions) {
            number(canvas, (row, next), &point, &code)?;
        }
        let heights = vec![height; chart.positions.len()];
        canvas.caches.put(canvas.name, (first, last, next), Held::Numbers(heights, code));
        series.push(range(canvas.name, names, last, next));
    }
    canvas.data.next_row = last + 2;
    let categories = ChartRange::new_from_range(canvas.name, first, column, last, column);
    Ok(Ranges { categories, series, labels: Vec::new() })
}

/// The cells of a series: its name, and its points below.
pub(super) fn range(sheet: &str, names: u32, last: u32, col: u16) -> SeriesRange {
    SeriesRange {
        name: ChartRange::new_from_range(sheet, names, col, names, col),
        values: ChartRange::new_from_range(sheet, names + 1, col, last, col),
    }
}

/// The name of a position; the number behind it follows the table.
pub(super) fn name(canvas: &mut Canvas<'_>, (row, col): (u32, u16), position: &Position) -> anyhow::Result<()> {
    let format = canvas.formats.chart_data();
    let label = position.label();
    let followed = position.tail.as_ref().and_then(|tail| Some((tail, source(canvas, tail.cell.as_ref()?)?)));
    match followed {
        Some((tail, (address, number))) if position.name.chars().count() < LONGEST_LITERAL => {
            let before = format!("{}{}", position.name, tail.sign).replace('"', "\"\"");
            let code = number_format(number, &tail.text).replace('"', "\"\"");
            let formula = format!("=\"{before}\"&IF(ISNUMBER({address}),TEXT({address},\"{code}\"),\"{NO_DATA}\")");
            let formula = Formula::new(formula).set_result(label);
            canvas.worksheet.write_formula_with_format(row, col, formula, &format)?;
        }
        _ if label.is_empty() => {}
        _ => {
            canvas.worksheet.write_string_with_format(row, col, label, &format)?;
        }
    }
    Ok(())
}

/// A point: percent points stand as 0–100, with the number format `code`.
pub(super) fn number(canvas: &mut Canvas<'_>, (row, col): (u32, u16), point: &Point, code: &str) -> anyhow::Result<()> {
    let format = canvas.formats.chart_data().set_num_format(code);
    match (point.cell.as_ref().and_then(|cell| source(canvas, cell)), point.height()) {
        (Some((address, number)), height) => {
            let times = if number.unit == Unit::Percent && !number.change { "*100" } else { "" };
            let formula = Formula::new(format!("=IF(ISNUMBER({address}),{address}{times},NA())"));
            let formula = formula.set_result(height.map_or_else(|| "#N/A".to_owned(), |height| height.to_string()));
            canvas.worksheet.write_formula_with_format(row, col, formula, &format)?;
        }
        (None, Some(height)) => {
            canvas.worksheet.write_number_with_format(row, col, height, &format)?;
        }
        (None, None) => {}
    }
    Ok(())
}

/// The address and number of a cell of a table above.
fn source<'a>(canvas: &Canvas<'a>, cell: &TableCell) -> Option<(String, &'a Number)> {
    let (origin, table) = canvas.tables.get(cell.table.as_str())?;
    match &table.rows.get(cell.row)?.cells.get(cell.col)?.value {
        Value::Number(number) => Some((origin.name(CellAt { row: cell.row, col: cell.col }), number)),
        _ => None,
    }
}

/// Where the data of the next chart begin.
pub(super) fn begin(canvas: &mut Canvas<'_>) -> anyhow::Result<(u32, u16)> {
    let column = canvas.data.column;
    if canvas.data.next_row == 0 && !canvas.data.heading.is_empty() {
        let format = canvas.formats.chart_data().set_bold();
        canvas.worksheet.write_string_with_format(0, column, canvas.data.heading, &format)?;
        canvas.data.next_row = 2;
    }
    Ok((canvas.data.next_row, column))
}
