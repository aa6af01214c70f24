//! The block beside the tables that charts and courses read: plain numbers or empty cells, outside the print area.
//!
//! Charts never read the tables: Excel draws a text as 0, and the writer leaves the stored points of formula cells
//! empty.

use rust_xlsxwriter::utility::row_col_to_cell;
use rust_xlsxwriter::{ChartEmptyCells, ChartRange, Color, Sparkline};

use super::sheet::{PAGE_WIDTH, Sheet};
use super::widths::Columns;
use crate::base::lang::Lang;
use crate::report::model::Chart;

/// The block begins at column AA or further right.
const FIRST_COLUMN: u16 = 26;

/// Where the next chart data is written.
pub(super) struct ChartData {
    column: u16,
    next_row: u32,
    heading: &'static str,
}

impl ChartData {
    /// Right of everything that is printed.
    pub(super) fn new(columns: &Columns, lang: Lang) -> Self {
        let tables = columns.set().count() as u16;
        let printed = columns.starting_at(PAGE_WIDTH * 2).max(tables);
        Self { column: FIRST_COLUMN.max(printed + 2), next_row: 0, heading: lang.pick("图表数据", "Chart data") }
    }
}

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
pub(super) fn write(sheet: &mut Sheet<'_>, chart: &Chart) -> anyhow::Result<Ranges> {
    let (top, column) = begin(sheet)?;
    let format = sheet.formats.chart_data();
    sheet.worksheet.write_string_with_format(top, column, &chart.title, &format)?;
    let names = top + 1;
    let first = names + 1;
    // A chart without categories reads one row of empty cells.
    let last = names + chart.categories.len().max(1) as u32;
    for (row, category) in (first..).zip(&chart.categories) {
        sheet.worksheet.write_string_with_format(row, column, category, &format)?;
    }
    let target = chart.target.as_ref().map(|target| (&target.label, vec![Some(target.value); chart.categories.len()]));
    let all = chart.series.iter().map(|series| (&series.name, series.points.clone())).chain(target);
    let mut series = Vec::new();
    for (col, (name, points)) in (column + 1..).zip(all) {
        sheet.worksheet.write_string_with_format(names, col, name, &format)?;
        for (row, point) in (first..=last).zip(points) {
            if let Some(value) = point.filter(|value| value.is_finite()) {
                sheet.worksheet.write_number_with_format(row, col, value, &format)?;
            }
        }
        series.push(SeriesRange {
            name: ChartRange::new_from_range(sheet.name, names, col, names, col),
            values: ChartRange::new_from_range(sheet.name, first, col, last, col),
        });
    }
    sheet.chart_data.next_row = last + 2;
    Ok(Ranges { categories: ChartRange::new_from_range(sheet.name, first, column, last, column), series })
}

fn begin(sheet: &mut Sheet<'_>) -> anyhow::Result<(u32, u16)> {
    let column = sheet.chart_data.column;
    if sheet.chart_data.next_row == 0 {
        let format = sheet.formats.chart_data().set_bold();
        sheet.worksheet.write_string_with_format(0, column, sheet.chart_data.heading, &format)?;
        sheet.chart_data.next_row = 2;
    }
    Ok((sheet.chart_data.next_row, column))
}

impl Sheet<'_> {
    /// Draws the course of an indicator as a small line in a cell; a period without data is a gap.
    pub(super) fn course(&mut self, row: u32, col: u16, points: &[Option<f64>]) -> anyhow::Result<()> {
        let points: Vec<Option<f64>> = points.iter().map(|point| point.filter(|value| value.is_finite())).collect();
        if points.iter().all(Option::is_none) {
            return Ok(());
        }
        let (line, column) = begin(self)?;
        let format = self.formats.chart_data();
        self.worksheet.write_string_with_format(line, column, row_col_to_cell(row, col), &format)?;
        for (at, point) in (column + 1..).zip(&points) {
            if let Some(value) = point {
                self.worksheet.write_number_with_format(line, at, *value, &format)?;
            }
        }
        let palette = &self.formats.palette;
        let sparkline = Sparkline::new()
            .set_range((self.name, line, column + 1, line, column + points.len() as u16))
            .show_empty_cells_as(ChartEmptyCells::Gaps)
            .show_hidden_data(true)
            .show_last_point(true)
            .set_line_weight(1.5)
            .set_sparkline_color(Color::RGB(palette.accent))
            .set_last_point_color(Color::RGB(palette.target));
        self.worksheet.add_sparkline(row, col, &sparkline)?;
        self.chart_data.next_row = line + 1;
        Ok(())
    }
}
