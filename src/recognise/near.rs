//! Headings one character away from a known one: proposed, never taken.

use super::dictionary::TableHeadings;
use super::heading::readings;
use crate::base::text::fold;

/// Shorter headings have too many neighbours that are other words.
const LEAST_CHARS: usize = 3;

/// A known heading that an unknown one may have been meant for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// The field.
    pub field: String,
    /// The known heading.
    pub heading: String,
}

/// Whether two folded texts differ by one character, or by two neighbours that changed places (回日访期).
pub fn one_slip(a: &str, b: &str) -> bool {
    a != b && a.len().abs_diff(b.len()) <= 4 && strsim::osa_distance(a, b) == 1
}

/// The known headings one slip away from `text`, one a field; the fields in `taken` need no proposal.
pub(crate) fn nearest(text: &str, table: &TableHeadings, taken: &[usize]) -> Vec<Near> {
    let forms: Vec<String> = readings(text).into_iter().filter(|form| form.chars().count() >= LEAST_CHARS).collect();
    let is_near = |heading: &&String| {
        let folded = fold(heading);
        forms.iter().any(|form| one_slip(form, &folded))
    };
    let fields = table.fields.iter().enumerate().filter(|(index, _)| !taken.contains(index));
    let near = fields.filter_map(|(_, field)| {
        let heading = field.headings.iter().find(is_near)?;
        Some(Near { field: field.id.clone(), heading: heading.clone() })
    });
    near.collect()
}
