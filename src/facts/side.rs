//! What a row is of the file that a warehouse hands over (docs/warehouse.md), for who writes it and for who reads it.

/// Between the words of a group.
pub const SEPARATOR: char = '\u{1f}';

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// A period was counted.
    Period,
    /// An indicator was counted, by these columns.
    Indicator,
    /// What an indicator counts.
    Counted,
    /// What is taken off it.
    Taken,
    /// What is below the line, from another fact.
    Base,
    /// What is above the line where no call names an order.
    Unlinked,
    /// Surveys with an answer.
    Surveys,
    /// A month that is left out.
    Missing,
    /// There are rows of a period, whatever they say.
    AnyRow,
    /// An indicator's own rows of a day.
    OwnDay,
    /// Rows of a table that indicators may rest on, of a day.
    Day,
    /// A day with rows of any kind.
    AnyDay,
    /// A day of which the rows of a list tell.
    Told,
    /// The first day on which a thing of a fact began.
    Begun,
    /// From when on a list tells who was there.
    Listed,
    /// A table has answers of surveys.
    Answering,
    /// A table tells something of things of another one.
    Telling,
    /// A table is there.
    Table,
    /// A field that no row of a table fills.
    Blank,
    /// Complaints without a due time.
    Undue,
    /// What is not sure about scores.
    Doubt,
}

/// The words of the file.
const NAMES: [(Side, &str); 21] = [
    (Side::Period, "period"),
    (Side::Indicator, "indicator"),
    (Side::Counted, "counted"),
    (Side::Taken, "taken"),
    (Side::Base, "base"),
    (Side::Unlinked, "unlinked"),
    (Side::Surveys, "surveys"),
    (Side::Missing, "missing"),
    (Side::AnyRow, "any_row"),
    (Side::OwnDay, "own_day"),
    (Side::Day, "day"),
    (Side::AnyDay, "any_day"),
    (Side::Told, "told"),
    (Side::Begun, "begun"),
    (Side::Listed, "listed"),
    (Side::Answering, "answering"),
    (Side::Telling, "telling"),
    (Side::Table, "table"),
    (Side::Blank, "blank"),
    (Side::Undue, "undue"),
    (Side::Doubt, "doubt"),
];

impl Side {
    /// The side of a word.
    pub fn of(word: &str) -> Option<Self> {
        NAMES.iter().find(|(_, name)| *name == word).map(|(side, _)| *side)
    }

    /// The word in the file.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(side, _)| *side == self).map_or("", |(_, name)| name)
    }

    /// Whether a row of it has words of groups.
    pub fn is_grouped(self) -> bool {
        matches!(self, Self::Counted | Self::Taken | Self::Base | Self::Unlinked | Self::Surveys)
    }

    /// Whether it is about an indicator in a period.
    pub fn is_of_period(self) -> bool {
        self.is_grouped() || matches!(self, Self::Missing | Self::AnyRow)
    }

    /// Whether it is about an indicator.
    pub fn is_of_indicator(self) -> bool {
        self.is_of_period() || self == Self::OwnDay
    }
}
