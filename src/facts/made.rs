//! The facts and columns that Rust makes: calls brought to their orders, surveys from two tables, due times.

use anyhow::{Result, bail};
use polars::prelude::{Column, DataFrame};

use super::due;
use crate::settings::Counting;

/// The names under which fact files ask for rows.
pub(super) const FACTS: [&str; 4] = ["cases", "orders", "surveys", "answers"];

/// The names under which fact files ask for columns.
pub(super) const COLUMNS: [&str; 1] = ["complaint_due"];

/// A column of this name beside those of `frame`, called `id`.
///
/// # Errors
/// Columns that it needs and that are not there; a fault of the declaration.
pub(super) fn column(made: &str, id: &str, frame: &DataFrame, counting: &Counting) -> Result<Column> {
    match made {
        "complaint_due" => due::column(id, frame, counting),
        other => bail!("no column is made under the name {other}"),
    }
}
