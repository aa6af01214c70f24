//! Typed rows of one block, before they become a frame: small values side by side, texts kept once.

use crate::input::grid::TextId;

use super::vocabulary::Vocabulary;

/// One typed cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Value {
    Nothing,
    /// A number that identified something before its digits were lost: it names the thing, but not which.
    Lost,
    Text(Text),
    /// A word and its entry in the vocabulary.
    Word(Text, Option<u32>),
    Whole(i64),
    Number(f64),
    /// A figure that is written as a percentage: 93 of 93%.
    Percentage(f64),
    Flag(bool),
    /// Milliseconds since 1970, no zone.
    Time(i64),
    Minutes(i64),
    /// Millionths on the scale of the column.
    RawScore(i64),
    /// Millionths of a point of 100.
    Points(i64),
}

/// A text of the sheet as it stands, or a cleaned one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Text {
    Sheet(TextId),
    Cleaned(u32),
}

impl Value {
    /// The same value where its cleaned text stands behind so many others.
    pub(super) fn with_cleaned_behind(self, before: u32) -> Self {
        let behind = |text| if let Text::Cleaned(at) = text { Text::Cleaned(before + at) } else { text };
        match self {
            Self::Text(text) => Self::Text(behind(text)),
            Self::Word(text, entry) => Self::Word(behind(text), entry),
            other => other,
        }
    }

    /// The time, where it is one.
    pub(super) fn time(self) -> Option<i64> {
        if let Self::Time(at) = self { Some(at) } else { None }
    }

    /// The sense of a word.
    pub(super) fn sense(self, vocabulary: &Vocabulary) -> Option<&str> {
        let Self::Word(_, Some(entry)) = self else { return None };
        vocabulary.entries().get(entry as usize)?.sense.as_deref()
    }
}
