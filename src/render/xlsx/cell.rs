//! One cell of a table.

use chrono::{NaiveDateTime, Timelike};
use rust_xlsxwriter::{FormatAlign, Formula, Url};

use super::canvas::Canvas;
use super::course;
use super::formats::{DATE, DATE_TIME, Style, number_format};
use super::formula::{self, Origin};
use super::properties::excel_day;
use crate::base::number::NO_DATA;
use crate::report::model::{Cell, Number, Table, Tone, Value};

/// Longest text that is written, in characters; Excel refuses more than 32,767 halves of UTF-16.
const LONGEST_TEXT: usize = 16_000;

/// Where a cell stands and what it belongs to.
#[derive(Clone, Copy)]
pub(super) struct Spot<'a> {
    /// Row of the sheet.
    pub row: u32,
    /// Column of the sheet.
    pub col: u16,
    /// Lines that its text takes there.
    pub lines: u32,
    /// In a total or station row.
    pub total: bool,
    /// Its table.
    pub table: &'a Table,
    /// Where the table's rows begin.
    pub origin: Origin,
}

/// Writes `cell` with its value, number format, weight and link.
pub(super) fn write(canvas: &mut Canvas<'_>, spot: Spot<'_>, cell: &Cell) -> anyhow::Result<()> {
    let target = cell.link.as_ref().and_then(|link| canvas.links.address(link));
    let style = Style {
        tone: cell.tone,
        total: spot.total,
        link: target.is_some(),
        top: !spot.table.kind.is_figures(),
        ..Style::default()
    };
    if let Some(address) = target {
        // The link stays when the value is written over the text below.
        canvas.worksheet.write_url(spot.row, spot.col, Url::new(address).set_text(&cell.text))?;
    }
    match &cell.value {
        Value::Empty | Value::Text => text(canvas, spot, &cell.text, style),
        Value::Number(value) => number(canvas, spot, value, &cell.text, style),
        Value::Date(day) => date(canvas, spot, day.and_time(chrono::NaiveTime::MIN), DATE, &cell.text, style),
        Value::DateTime(moment) => date(canvas, spot, *moment, DATE_TIME, &cell.text, style),
        Value::Course(points) => {
            text(canvas, spot, "", style)?;
            course::draw(canvas, (spot.row, spot.col), points, &cell.text)
        }
    }
}

/// Makes room for a text up to column `last`: the cells of figures are joined, those of a list stay blank beside it.
pub(super) fn run_on(canvas: &mut Canvas<'_>, spot: Spot<'_>, last: u16, cell: &Cell) -> anyhow::Result<()> {
    let top = !spot.table.kind.is_figures();
    let style = Style { tone: cell.tone, total: spot.total, top, ..Style::default() };
    if spot.table.kind.is_figures() {
        canvas.worksheet.merge_range(spot.row, spot.col, spot.row, last, "", &canvas.formats.cell(&style))?;
        return Ok(());
    }
    (spot.col + 1..=last).try_for_each(|col| canvas.dress(spot.row, col, style.clone()))
}

/// A text stays a text, whatever it starts with.
fn text(canvas: &mut Canvas<'_>, spot: Spot<'_>, content: &str, style: Style) -> anyhow::Result<()> {
    if content.is_empty() {
        return canvas.dress(spot.row, spot.col, style);
    }
    let is_long = content.len() > LONGEST_TEXT;
    let end = if is_long { content.char_indices().nth(LONGEST_TEXT).map(|(end, _)| end) } else { None };
    let content = end.map_or(content, |end| &content[..end]);
    let no_data = content == NO_DATA;
    let style = Style {
        formula_like: content.starts_with(['=', '+', '-', '@']),
        wrap: spot.lines > 1,
        align: if no_data { FormatAlign::Center } else { FormatAlign::Left },
        indented: !no_data && spot.col > spot.origin.first_col,
        tone: if no_data && style.tone == Tone::Plain { Tone::Muted } else { style.tone },
        ..style
    };
    canvas.worksheet.write_string(spot.row, spot.col, content)?;
    canvas.dress(spot.row, spot.col, style)
}

/// A real number, as a live formula where one is declared, with the value stored as its result.
fn number(canvas: &mut Canvas<'_>, spot: Spot<'_>, number: &Number, shown: &str, style: Style) -> anyhow::Result<()> {
    let formula = number.formula.as_ref().map(|formula| formula::text(formula, spot.origin));
    let value = number.stored();
    let style = match value {
        Some(_) => {
            Style { align: FormatAlign::Right, number_format: Some(number_format(number, shown).into()), ..style }
        }
        None => {
            let tone = if style.tone == Tone::Plain { Tone::Muted } else { style.tone };
            Style { tone, align: FormatAlign::Center, number_format: Some(number_format(number, "").into()), ..style }
        }
    };
    let (row, col) = (spot.row, spot.col);
    match (formula, value) {
        (Some(formula), value) => {
            let result = value.map_or_else(|| NO_DATA.to_owned(), |value| value.to_string());
            let formula = Formula::new(formula).set_result(result);
            canvas.worksheet.write_formula(row, col, formula)?;
        }
        (None, Some(value)) => {
            canvas.worksheet.write_number(row, col, value)?;
        }
        (None, None) => {
            let text = if shown.is_empty() { NO_DATA } else { shown };
            canvas.worksheet.write_string(row, col, text)?;
        }
    }
    canvas.dress(row, col, style)
}

/// A real date; one that Excel cannot hold stays the text that the report shows.
fn date(
    canvas: &mut Canvas<'_>,
    spot: Spot<'_>,
    moment: NaiveDateTime,
    code: &'static str,
    shown: &str,
    style: Style,
) -> anyhow::Result<()> {
    let time = moment.time();
    let stamp = excel_day(moment.date())
        .and_then(|day| day.and_hms(time.hour() as u16, time.minute() as u8, f64::from(time.second())).ok());
    let Some(stamp) = stamp else { return text(canvas, spot, shown, style) };
    let style = Style { align: FormatAlign::Center, number_format: Some(code.into()), ..style };
    canvas.worksheet.write_datetime(spot.row, spot.col, &stamp)?;
    canvas.dress(spot.row, spot.col, style)
}
