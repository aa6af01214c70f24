//! Years of birth: lists write a birthday in any style, and none of it but the year is looked at.

use anyhow::Result;
use polars::prelude::{Column, DataFrame};

use super::column_type::ColumnType;
use super::reader::integer_column;
use crate::base::digits::decimal;

/// The columns that a year of birth is made of.
pub(super) const NEEDED: [(&str, ColumnType); 1] = [("birthday", ColumnType::Text)];

/// The years in which somebody may be born who has a car.
const YEARS: std::ops::RangeInclusive<i64> = 1900..=2099;

/// The year in each birthday, as a column of this name.
pub(super) fn column(name: &str, frame: &DataFrame) -> Result<Column> {
    let birthdays = frame.column("birthday")?.str()?;
    Ok(integer_column(name, birthdays.iter().map(|text| year(text?))))
}

/// The first run of four or eight figures that begins with a year.
fn year(text: &str) -> Option<i64> {
    let plain: String = text.chars().map(|c| decimal(c).unwrap_or(c)).collect();
    let runs = plain.split(|c: char| !c.is_ascii_digit()).filter(|run| matches!(run.len(), 4 | 8));
    let years = runs.filter_map(|run| run.get(..4)?.parse().ok());
    let mut years = years.filter(|year| YEARS.contains(year));
    years.next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_is_found_however_a_birthday_is_written() {
        for text in ["1980-05-01", "1980年5月1日", "19800501", "5/1/1980", "１９８０.5.1", "1980"] {
            assert_eq!(year(text), Some(1980), "{text}");
        }
        for text in ["5月1日", "80-5-1", "0000-00-00", "不详", "13800138000"] {
            assert_eq!(year(text), None, "{text}");
        }
    }
}
