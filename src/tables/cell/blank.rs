//! What stands in a cell and says nothing: marks of nothing, blanks by agreement, what stands for the cell above.

use crate::base::text::{fold, is_ideograph};
use crate::tables::common::null_mark;
use crate::tables::field_kind::FieldKind;

use super::date;
use super::read::Column;

const LONGEST_NULL: usize = 40;

/// A cell that is blank by agreement is short; longer texts need no look at the lists, in bytes.
const LONGEST_BLANK: usize = 12;

const LONGEST_DITTO: usize = 13;

impl Column<'_> {
    /// What databases and programs write for nothing: it is compared as it stands, before any sign is left out of it. A
    /// person may be called Nil, so with names the case counts too.
    pub(super) fn is_null(&self, trimmed: &str) -> bool {
        // Most cells are spared a closer look: no mark has a digit or a Chinese character.
        let is_other = |c: char| c.is_ascii_digit() || ('\u{2e80}'..='\u{9fff}').contains(&c);
        if trimmed.len() > LONGEST_NULL || trimmed.contains(is_other) {
            return false;
        }
        let as_names = matches!(self.field.kind, FieldKind::Person | FieldKind::Text | FieldKind::Line);
        let marks = if as_names { &self.common.null } else { &self.common.null_in_any_case };
        marks.contains(&null_mark(trimmed, !as_names))
    }

    /// Whether it stands for the cell above: such words are short, and only they are folded.
    pub(super) fn is_ditto(&self, trimmed: &str) -> bool {
        trimmed.len() <= LONGEST_DITTO
            && trimmed.starts_with(['同', '如', 'd', 'D', 'a', 'A', 's', 'S'])
            && self.common.ditto.contains(&fold(trimmed))
    }

    /// A blank by agreement: a word for it, or nothing but dashes. Any other sign may be an answer, and is never passed over.
    pub(super) fn is_blank(&self, trimmed: &str) -> bool {
        if self.field.kind == FieldKind::Date && date::is_none(trimmed) {
            return true;
        }
        let is_dash = |c: char| c.is_whitespace() || self.common.dashes.contains(c);
        if !trimmed.starts_with(char::is_alphanumeric) && trimmed.chars().all(is_dash) {
            return true;
        }
        // Names and words are spared the folding, which leaves a Chinese character as it is.
        let is_other = |c: char| c.is_ascii_digit() || is_ideograph(c) && !self.common.blank_starts.contains(&c);
        trimmed.len() <= LONGEST_BLANK && !trimmed.starts_with(is_other) && self.common.blank.contains(&fold(trimmed))
    }
}
