//! Typed rows as columns of Parquet, parted by the dealer's months: what a warehouse gets of tables and facts.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use chrono::{Days, NaiveDate};
use polars::prelude::{DataFrame, DataType, SortMultipleOptions, TimeUnit};

use super::field_kind::FieldKind;
use super::model::{SOURCE, SOURCE_ROW, Tables};
use super::schema::Schema;
use super::schemas::Schemas;
use crate::base::parquet::{Kind, TableWriter, Values};
use crate::base::period::{Calendar, PeriodKind};
use crate::base::table_id::TableId;

/// The columns by which the files lie in folders; a column of a table of the same name is written as `own_month`.
pub const PARTED_BY: [&str; 2] = ["dealer", "month"];

/// A value of a field as it may leave; none where nobody may see it.
pub type Shown<'s> = &'s dyn Fn(&str, &str) -> Option<String>;

/// A table as it is written.
#[derive(Debug)]
pub struct Exported {
    /// Where it lies below the folder of the export: `facts/orders`.
    pub name: String,
    columns: Vec<(String, Kind)>,
    values: Vec<Values>,
    /// The places of its rows by month; those without a date under none.
    months: BTreeMap<Option<String>, Vec<usize>>,
}

impl Exported {
    /// A table from its columns; `days` puts its rows into months.
    pub fn of(name: String, columns: Vec<(String, Values)>, days: &[Option<NaiveDate>], calendar: Calendar) -> Self {
        let mut rows: BTreeMap<Option<String>, Vec<usize>> = BTreeMap::new();
        for (row, day) in days.iter().enumerate() {
            let month = day.map(|day| calendar.containing(PeriodKind::Month, day).label());
            rows.entry(month).or_default().push(row);
        }
        // A table without a row is a file without rows: a reader finds its columns there.
        if rows.is_empty() {
            rows.insert(None, Vec::new());
        }
        let (columns, values) =
            columns.into_iter().map(|(name, values)| ((written(&name), kind(&values)), values)).unzip();
        Self { name, columns, values, months: rows }
    }

    /// The bytes of each month's file, one at a time; a fault of the program in their place.
    pub fn files(&self) -> impl Iterator<Item = (Option<&str>, Result<Vec<u8>>)> {
        let bytes = |rows: &[usize]| {
            let part: Vec<Values> = self.values.iter().map(|values| taken(values, rows)).collect();
            let mut writer = TableWriter::new(Vec::new(), &self.columns)?;
            writer.write(&part)?;
            writer.finish()
        };
        self.months.iter().map(move |(month, rows)| (month.as_deref(), bytes(rows)))
    }
}

/// What a column is called in the files.
pub fn written(name: &str) -> String {
    if PARTED_BY.contains(&name) { format!("own_{name}") } else { name.to_owned() }
}

/// The typed tables of a run, one at a time, without what nobody outside may read; a fault of the program in their place.
pub fn tables<'t>(
    tables: &'t Tables,
    schemas: &'t Schemas,
    calendar: Calendar,
    shown: Shown<'t>,
) -> impl Iterator<Item = Result<Exported>> + 't {
    tables.frames.iter().filter_map(move |(table, frame)| {
        let schema = schemas.table(*table)?;
        Some(exported(*table, frame, schema, shown, calendar))
    })
}

fn exported(
    table: TableId,
    frame: &DataFrame,
    schema: &Schema,
    shown: Shown<'_>,
    calendar: Calendar,
) -> Result<Exported> {
    let frame = in_order(frame)?;
    let fields = schema.fields.iter().filter(|field| !field.private && field.kind != FieldKind::Phone);
    let mut columns = Vec::new();
    for field in fields {
        for name in ["", "_sense", "_minutes", "_asked"].map(|behind| format!("{}{behind}", field.id)) {
            if let Ok(column) = frame.column(&name) {
                let values = values(&frame, &name, column.dtype())?;
                columns.push((name, as_shown(values, &field.id, shown)));
            }
        }
    }
    let mut days = vec![None; frame.height()];
    for field in &schema.period {
        let own = days_of(&frame, &schema.fields[*field].id)?;
        days.iter_mut().zip(own).for_each(|(day, own)| *day = day.or(own));
    }
    Ok(Exported::of(format!("tables/{table}"), columns, &days, calendar))
}

/// The rows in the order of the sheets, whatever the order in which they were put together.
///
/// # Errors
/// A frame that does not know where its rows come from.
pub fn in_order(frame: &DataFrame) -> Result<DataFrame> {
    let options = SortMultipleOptions::default().with_maintain_order(true).with_multithreaded(false);
    Ok(frame.sort([SOURCE, SOURCE_ROW], options)?)
}

/// The days of a column of dates or times; of one that is not there none.
///
/// # Errors
/// A column of something else.
pub fn days_of(frame: &DataFrame, name: &str) -> Result<Vec<Option<NaiveDate>>> {
    let Ok(column) = frame.column(name) else { return Ok(vec![None; frame.height()]) };
    let days = column.cast(&DataType::Date)?.cast(&DataType::Int64)?;
    let day = |days: i64| match u64::try_from(days) {
        Ok(days) => NaiveDate::default().checked_add_days(Days::new(days)),
        Err(_) => NaiveDate::default().checked_sub_days(Days::new(days.unsigned_abs())),
    };
    Ok(days.i64()?.iter().map(|days| day(days?)).collect())
}

/// The values of a column in a type.
///
/// # Errors
/// A type that no table holds.
pub fn values(frame: &DataFrame, name: &str, wanted: &DataType) -> Result<Values> {
    let column = frame.column(name)?;
    Ok(match wanted {
        DataType::String | DataType::Null => {
            let column = column.cast(&DataType::String)?;
            Values::Text(column.str()?.iter().map(|text| text.map(str::to_owned)).collect())
        }
        DataType::Boolean => Values::Flag(column.cast(wanted)?.bool()?.iter().collect()),
        DataType::Float64 => Values::Number(column.cast(wanted)?.f64()?.iter().collect()),
        DataType::Date => Values::Day(column.cast(wanted)?.cast(&DataType::Int32)?.i32()?.iter().collect()),
        DataType::Datetime(..) => {
            let times = column.cast(&DataType::Datetime(TimeUnit::Milliseconds, None))?.cast(&DataType::Int64)?;
            Values::Time(times.i64()?.iter().collect())
        }
        number if number.is_integer() => Values::Whole(column.cast(&DataType::Int64)?.i64()?.iter().collect()),
        other => bail!("the column {name} holds {other}"),
    })
}

/// Texts as they may leave. A text that nobody may see is still one: what is counted may ask whether it is there.
pub fn as_shown(values: Values, field: &str, shown: Shown<'_>) -> Values {
    let one = |text: Option<String>| text.map(|text| shown(field, &text).unwrap_or_else(|| "***".to_owned()));
    match values {
        Values::Text(texts) => Values::Text(texts.into_iter().map(one).collect()),
        other => other,
    }
}

/// The values of some rows.
fn taken(values: &Values, rows: &[usize]) -> Values {
    fn of<V: Clone>(values: &[V], rows: &[usize]) -> Vec<V> {
        rows.iter().map(|row| values[*row].clone()).collect()
    }
    match values {
        Values::Text(values) => Values::Text(of(values, rows)),
        Values::Whole(values) => Values::Whole(of(values, rows)),
        Values::Number(values) => Values::Number(of(values, rows)),
        Values::Flag(values) => Values::Flag(of(values, rows)),
        Values::Day(values) => Values::Day(of(values, rows)),
        Values::Time(values) => Values::Time(of(values, rows)),
    }
}

fn kind(values: &Values) -> Kind {
    match values {
        Values::Text(_) => Kind::Text,
        Values::Whole(_) => Kind::Whole,
        Values::Number(_) => Kind::Number,
        Values::Flag(_) => Kind::Flag,
        Values::Day(_) => Kind::Day,
        Values::Time(_) => Kind::Time,
    }
}
