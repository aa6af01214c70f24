//! What a column of a fact holds.

use polars::prelude::{DataType, TimeUnit};

/// What a column holds; expressions are checked against it when a declaration is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// Yes or no.
    Boolean,
    /// A whole number.
    Integer,
    /// A text.
    Text,
    /// A day.
    Date,
    /// A day with a time of day; at midnight where none is known.
    Time,
}

impl ColumnType {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Boolean, Self::Integer, Self::Text, Self::Date, Self::Time];

    /// The name used in declarations, messages and documents.
    pub fn name(self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Text => "text",
            Self::Date => "date",
            Self::Time => "time",
        }
    }

    /// How polars holds it.
    pub(super) fn data_type(self) -> DataType {
        match self {
            Self::Boolean => DataType::Boolean,
            Self::Integer => DataType::Int64,
            Self::Text => DataType::String,
            Self::Date => DataType::Date,
            Self::Time => DataType::Datetime(TimeUnit::Milliseconds, None),
        }
    }
}
