//! New-car sales: single cars, or lines with a month and a number of cars.

use anyhow::Result;
use chrono::NaiveDate;
use polars::prelude::DataFrame;

use super::reader::{Reader, date_column, integer_column, origin_columns, text_column};
use crate::base::period::{Calendar, PeriodKind};
use crate::base::table_id::TableId;
use crate::tables::model::Tables;

/// Name of the column with the day of a cancellation; expressions cannot name it.
pub(crate) const CANCELLED_ON: &str = "cancelled_on";

/// The frame `sales`. `cancelled_on` is kept: a sale counts at every moment before its cancellation.
pub(super) fn frame(tables: &Tables, calendar: Calendar) -> Result<DataFrame> {
    let reader = Reader::new(tables, TableId::NEW_SALES);
    let (delivered, invoiced, sold) =
        (reader.date_time("delivered_at")?, reader.date_time("invoiced_at")?, reader.date_time("sold_at")?);
    let cancelled = reader.date_time("cancelled_at")?;
    let months = months(&reader, calendar)?;
    let quantity = reader.integer("quantity")?;
    let (vin, plate, model) = (reader.text("vin")?, reader.text("plate")?, reader.text("model")?);
    let (consultant, channel) = (reader.text("consultant")?, reader.text("channel")?);
    let date_of =
        |row: usize| delivered[row].or(invoiced[row]).or(sold[row]).map(|time| time.date()).or_else(|| months[row]);
    // A row without a number is one car: the table holds no row of a sheet whose number of cars is blank.
    let cars = |row: usize| quantity[row].unwrap_or(1);
    let rows: Vec<(usize, NaiveDate)> =
        (0..reader.rows()).filter_map(|row| date_of(row).map(|date| (row, date))).collect();
    let origins = reader.origins()?;
    let mut columns = vec![
        date_column("date", rows.iter().map(|(_, date)| Some(*date))),
        date_column(CANCELLED_ON, rows.iter().map(|&(row, _)| cancelled[row].map(|time| time.date()))),
        integer_column("quantity", rows.iter().map(|&(row, _)| Some(cars(row)))),
        text_column("model", rows.iter().map(|&(row, _)| model.at(row))),
        text_column("consultant", rows.iter().map(|&(row, _)| consultant.at(row))),
        text_column("channel", rows.iter().map(|&(row, _)| channel.at(row))),
        text_column("vehicle", rows.iter().map(|&(row, _)| vin.at(row).or(plate.at(row)))),
    ];
    columns.extend(origin_columns(rows.iter().map(|&(row, _)| origins[row])));
    Ok(DataFrame::new(rows.len(), columns)?)
}

/// The column `month` as days: a label such as `2013-09`, or any day of that month.
fn months(reader: &Reader<'_>, calendar: Calendar) -> Result<Vec<Option<NaiveDate>>> {
    if reader.is_text("month")? {
        let first_day = |label: &str| calendar.parse(PeriodKind::Month, label).map(|month| month.start);
        let labels = reader.text("month")?;
        return Ok((0..reader.rows()).map(|row| labels.at(row).and_then(first_day)).collect());
    }
    // A month is named after its last day: the 1st lies in the month of that name wherever months begin.
    Ok(reader.date_time("month")?.into_iter().map(|time| time.map(|time| time.date())).collect())
}
