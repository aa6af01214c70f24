//! The part of the meeting that a page says that it is.

use crate::base::declaration::{Entry, choose};
use crate::base::failure::Failure;
use crate::report::topic::Agenda;

const PARTS: [(&str, Agenda); 5] = [
    ("measures", Agenda::Measures),
    ("topic", Agenda::Topic),
    ("next", Agenda::Next),
    ("appendix", Agenda::Appendix),
    ("none", Agenda::Nowhere),
];

/// The part of a word.
///
/// # Errors
/// A word that is no part.
pub(super) fn part(entry: &Entry<'_>) -> Result<Agenda, Failure> {
    choose(&entry.text()?, &PARTS).map_err(|wrong| entry.refuse(wrong))
}
