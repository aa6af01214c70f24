//! A new workbook with the cells of grids as they stood: the ground of a marked copy where the original is no .xlsx.

use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use chrono::{Datelike, Duration, NaiveDateTime, Timelike};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Formula, Workbook, Worksheet};

use super::formats::{DATE, FONT};
use crate::base::text;
use crate::input::grid::{CHINA, Grid, GridCell, GridValue, NOT_CALCULATED};
use crate::render::packed;

/// The name of a text file's only sheet.
const ONLY_SHEET: &str = "Sheet1";
/// Characters that Excel allows in no name of a sheet, and how long it may be.
const FORBIDDEN: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];
const LONGEST_NAME: usize = 31;
/// Cells of a column that are looked at for its width, in characters of half a Chinese one.
const LOOKED_AT: u32 = 200;
const NARROWEST: usize = 9;
const WIDEST: usize = 48;
/// Number formats of a day with its time, and of a time alone.
const DATE_TIME: &str = "yyyy-mm-dd hh:mm:ss";
const TIME: &str = "hh:mm:ss";
/// Places of merged cells that a copy holds.
const MERGED_PLACES: u64 = 1_000_000;
/// The number format of a share.
const PERCENTAGE: &str = "0.00%";

/// How dates and shares are shown.
struct Formats {
    date: Format,
    date_time: Format,
    time: Format,
    percentage: Format,
}

/// Writes the sheets in their order, one without a grid blank. What comes back beside the file are their names as the
/// workbook has them. The same sheets give the same bytes.
///
/// # Errors
/// A cell lies outside of what an .xlsx can hold, or holds too long a text.
pub fn workbook(sheets: &[(Option<Arc<str>>, Option<&Grid>)]) -> Result<(Vec<u8>, Vec<String>)> {
    let plain = Format::new().set_font_name(FONT).set_font_size(11);
    let format = |code: &str| plain.clone().set_num_format(code);
    let formats = Formats {
        date: format(DATE),
        date_time: format(DATE_TIME),
        time: format(TIME),
        percentage: format(PERCENTAGE),
    };
    let mut workbook = Workbook::new();
    workbook.set_default_format(&plain, 22, 72)?;
    let saved = sheets.iter().find_map(|(_, grid)| grid.and_then(|grid| grid.saved));
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&saved_at(saved)?));
    let visible = sheets.iter().position(|(_, grid)| !grid.is_some_and(|grid| grid.hidden)).unwrap_or(0);
    let mut names = Vec::new();
    let mut taken = BTreeSet::new();
    for (at, (name, grid)) in sheets.iter().enumerate() {
        let name = allowed_name(name.as_deref().unwrap_or(ONLY_SHEET), &mut taken);
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(&name).with_context(|| name.clone())?;
        if let Some(grid) = grid {
            write(worksheet, grid, &formats).with_context(|| name.clone())?;
        }
        if at == visible {
            worksheet.set_active(true).set_first_tab(true);
        } else {
            worksheet.set_hidden(grid.is_some_and(|grid| grid.hidden));
        }
        names.push(name);
    }
    Ok((packed::made_anywhere(workbook.save_to_buffer()?)?, names))
}

/// When the original was saved: it tells which dates lie in the future, and which of two versions is the later one. Where
/// that is not known it is any fixed day long ago, which says nothing; the wall clock would change the bytes.
fn saved_at(saved: Option<NaiveDateTime>) -> Result<ExcelDateTime> {
    // A workbook tells the time in UTC, a grid by Chinese clocks.
    let known = saved.and_then(|at| at.checked_sub_signed(Duration::hours(CHINA))).and_then(|at| {
        let day = ExcelDateTime::from_ymd(u16::try_from(at.year()).ok()?, at.month() as u8, at.day() as u8).ok()?;
        day.and_hms(at.hour() as u16, at.minute() as u8, at.second()).ok()
    });
    known.map_or_else(|| Ok(ExcelDateTime::from_ymd(2000, 1, 1)?), Ok)
}

/// A name that Excel takes and that no other sheet has, capitals and small letters alike.
fn allowed_name(name: &str, taken: &mut BTreeSet<String>) -> String {
    let clean: String = name.chars().map(|c| if FORBIDDEN.contains(&c) || c.is_control() { '_' } else { c }).collect();
    let clean = clean.trim_matches('\'');
    let clean = if clean.is_empty() { "_" } else { clean };
    let mut number = 1;
    loop {
        let ending = if number == 1 { String::new() } else { format!(" ({number})") };
        let mut allowed = String::new();
        let mut left = LONGEST_NAME - ending.len();
        for c in clean.chars().take_while(|c| {
            left.checked_sub(c.len_utf16()).is_some_and(|rest| {
                left = rest;
                true
            })
        }) {
            allowed.push(c);
        }
        allowed += &ending;
        if taken.insert(allowed.to_lowercase()) {
            return allowed;
        }
        number += 1;
    }
}

fn write(worksheet: &mut Worksheet, grid: &Grid, formats: &Formats) -> Result<()> {
    let mut widths: Vec<usize> = Vec::new();
    // Only what the rows below a merged cell read of it; sideways merged cells could meet.
    let places: u64 = grid.merges.iter().map(|area| u64::from(area.last_row - area.row) + 1).sum();
    ensure!(places <= MERGED_PLACES, "{places} merged places");
    for area in &grid.merges {
        let col = u16::try_from(area.col).with_context(|| format!("column {}", area.col + 1))?;
        worksheet.merge_range(area.row, col, area.last_row, col, "", &Format::new())?;
    }
    for cell in &grid.cells {
        let col = u16::try_from(cell.col).with_context(|| format!("column {}", cell.col + 1))?;
        put(worksheet, cell, col, grid, formats)?;
        if cell.row < LOOKED_AT {
            let at = usize::from(col);
            if widths.len() <= at {
                widths.resize(at + 1, NARROWEST);
            }
            widths[at] = widths[at].max(width(cell, grid)).min(WIDEST);
        }
    }
    for (col, width) in widths.iter().enumerate() {
        worksheet.set_column_width(col as u16, *width as f64 + 2.0)?;
    }
    Ok(())
}

fn put(worksheet: &mut Worksheet, cell: &GridCell, col: u16, grid: &Grid, formats: &Formats) -> Result<()> {
    let row = cell.row;
    match cell.value {
        GridValue::Text(id) => worksheet.write_string(row, col, grid.text(id))?,
        GridValue::Number(number) => worksheet.write_number(row, col, number)?,
        GridValue::Percentage(share) => worksheet.write_number_with_format(row, col, share, &formats.percentage)?,
        GridValue::Bool(value) => worksheet.write_boolean(row, col, value)?,
        GridValue::Date(serial) => worksheet.write_number_with_format(row, col, serial, formats.of(serial))?,
        GridValue::Error(id) => {
            // The reading library calls one of them by another name than the files do.
            let error = grid.text(id).replace("#DATA!", "#GETTING_DATA");
            let formula = Formula::new(error.as_str());
            // Without a result it is one to be calculated on opening.
            let is_calculated = error != NOT_CALCULATED;
            worksheet.write_formula(row, col, if is_calculated { formula.set_result(&error) } else { formula })?
        }
    };
    Ok(())
}

impl Formats {
    fn of(&self, serial: f64) -> &Format {
        match serial {
            _ if serial.fract() == 0.0 => &self.date,
            _ if (0.0..1.0).contains(&serial) => &self.time,
            _ => &self.date_time,
        }
    }
}

fn width(cell: &GridCell, grid: &Grid) -> usize {
    match cell.value {
        GridValue::Text(id) => grid.text(id).lines().map(text::width).max().unwrap_or(0),
        GridValue::Date(serial) if serial.fract() != 0.0 => DATE_TIME.len(),
        GridValue::Number(_) | GridValue::Percentage(_) | GridValue::Date(_) => DATE.len() + 2,
        GridValue::Bool(_) | GridValue::Error(_) => NARROWEST,
    }
}
