//! The block beside the tables that charts read: plain numbers or empty cells, outside the print area.
//!
//! Charts never read the tables: Excel draws a text as 0, and the writer leaves the stored points of formula cells
//! empty.

use rust_xlsxwriter::ChartRange;

use super::canvas::Canvas;
use crate::report::model::Chart;

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
}

/// Writes the data of a chart: title, a row of names, a row a category.
pub(super) fn write(canvas: &mut Canvas<'_>, chart: &Chart) -> anyhow::Result<Ranges> {
    let (top, column) = begin(canvas)?;
    let format = canvas.formats.chart_data();
    canvas.worksheet.write_string_with_format(top, column, &chart.title, &format)?;
    let names = top + 1;
    let first = names + 1;
    // A chart without categories reads one row of empty cells.
    let last = names + chart.categories.len().max(1) as u32;
    for (row, category) in (first..).zip(&chart.categories) {
        canvas.worksheet.write_string_with_format(row, column, category, &format)?;
    }
    let target = chart.target.as_ref().map(|target| (&target.label, vec![Some(target.value); chart.categories.len()]));
    let all = chart.series.iter().map(|series| (&series.name, series.points.clone())).chain(target);
    let mut series = Vec::new();
    for (col, (name, points)) in (column + 1..).zip(all) {
        canvas.worksheet.write_string_with_format(names, col, name, &format)?;
        for (row, point) in (first..=last).zip(points) {
            if let Some(value) = point.filter(|value| value.is_finite()) {
                canvas.worksheet.write_number_with_format(row, col, value, &format)?;
            }
        }
        series.push(SeriesRange {
            name: ChartRange::new_from_range(canvas.name, names, col, names, col),
            values: ChartRange::new_from_range(canvas.name, first, col, last, col),
        });
    }
    canvas.data.next_row = last + 2;
    Ok(Ranges { categories: ChartRange::new_from_range(canvas.name, first, column, last, column), series })
}

fn begin(canvas: &mut Canvas<'_>) -> anyhow::Result<(u32, u16)> {
    let column = canvas.data.column;
    if canvas.data.next_row == 0 {
        let format = canvas.formats.chart_data().set_bold();
        canvas.worksheet.write_string_with_format(0, column, canvas.data.heading, &format)?;
        canvas.data.next_row = 2;
    }
    Ok((canvas.data.next_row, column))
}
