//! Headings one character away from a known one: proposed, never taken.

use crate::base::text::fold;

use super::dictionary::TableHeadings;

/// Shorter headings have too many neighbours that are other words.
const LEAST_CHARS: usize = 3;

/// The known heading one character away from `text`, and its field; the field in `taken` need no proposal.
pub(crate) fn nearest<'a>(text: &str, table: &'a TableHeadings, taken: &[usize]) -> Option<(&'a str, &'a str)> {
    let folded = fold(text);
    if folded.chars().count() < LEAST_CHARS {
        return None;
    }
    table
        .fields
        .iter()
        .enumerate()
        .filter(|(index, _)| !taken.contains(index))
        .flat_map(|(_, field)| field.headings.iter().map(move |heading| (heading.as_str(), field.id.as_str())))
        .find(|(heading, _)| strsim::levenshtein(&folded, &fold(heading)) == 1)
}
