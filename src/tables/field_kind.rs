//! The kinds of fields: how the cells of each are understood.

use crate::recognise::dictionary::Holds;

/// How the cells of a field are understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// The figure of an indicator, which may be written as a percentage: 93 or 93%.
    Figure,
    /// A score, brought to 0–100.
    Score,
    /// The limit of a complaint: a time, or hours or days.
    Limit,
    /// How long something took; kept in seconds.
    Duration,
    /// A column of the lines of an order; known, compared, not kept.
    Line,
}

impl FieldKind {
    /// What the recognising room knows of it.
    pub(super) fn holds(self) -> Holds {
        match self {
            Self::Date => Holds::Date,
            Self::Word | Self::YesNo => Holds::Choice,
            Self::Score => Holds::Score,
            Self::Number | Self::Whole | Self::Figure | Self::Duration => Holds::Figure,
            _ => Holds::Other,
        }
    }

    /// All kinds by the names that declarations have for them.
    pub(super) const ALL: [(&str, Self); 18] = [
        ("text", Self::Text),
        ("code", Self::Code),
        ("plate", Self::Plate),
        ("vin", Self::Vin),
        ("phone", Self::Phone),
        ("person", Self::Person),
        ("word", Self::Word),
        ("date", Self::Date),
        ("month", Self::Month),
        ("year", Self::Year),
        ("yes_no", Self::YesNo),
        ("number", Self::Number),
        ("whole", Self::Whole),
        ("figure", Self::Figure),
        ("score", Self::Score),
        ("limit", Self::Limit),
        ("duration", Self::Duration),
        ("line", Self::Line),
    ];
}
