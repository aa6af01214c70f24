//! A checked expression over one row.

use polars::prelude::Expr;

use super::column_type::ColumnType;

/// An expression over one row of a fact.
#[derive(Clone, Debug)]
pub struct Term {
    /// As declared.
    pub text: String,
    /// What it gives; `None` for a bare NULL.
    pub kind: Option<ColumnType>,
    /// The columns that it names.
    pub columns: Vec<String>,
    /// The constants that it names.
    pub constants: Vec<String>,
    /// What polars runs.
    pub(crate) expr: Expr,
    /// The largest number that it gives for a row, its sign aside.
    pub(crate) most: f64,
}
