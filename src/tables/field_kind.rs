//! The kinds of fields: how the cells of each are understood.

use serde::Deserialize;

/// How the cells of a field are understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// Free text.
    Text,
    /// A number of a document: upper case, no spaces.
    Code,
    /// A plate.
    Plate,
    /// A vehicle identification number.
    Vin,
    /// A phone number.
    Phone,
    /// A member of staff.
    Person,
    /// A word of a vocabulary.
    Word,
    /// A date, with or without a time.
    Date,
    /// A month; kept as its first day.
    Month,
    /// The year of the months beside it; read with them, not kept.
    Year,
    /// Yes or no.
    YesNo,
    /// A number.
    Number,
    /// A whole number.
    Whole,
    /// A score, brought to 0–100.
    Score,
    /// The limit of a complaint: a time, or hours or days.
    Limit,
    /// A column of the lines of an order; known, compared, not kept.
    Line,
}
