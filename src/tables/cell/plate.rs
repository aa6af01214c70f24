//! Plates: upper case, narrow, without spaces and dots.

use std::borrow::Cow;

use crate::base::text::narrow;

/// The plate as it joins with others: `京a·１２３４５` is `京A12345`.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    let clean = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase() || ('\u{4e00}'..='\u{9fff}').contains(&c);
    if text.chars().all(clean) {
        return Cow::Borrowed(text);
    }
    let kept = |c: &char| !c.is_whitespace() && !matches!(c, '·' | '•' | '.' | '-' | '・' | '‧' | '_');
    Cow::Owned(narrow(text).to_uppercase().chars().filter(kept).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_plate_has_one_spelling() {
        for text in ["京A12345", "京A·12345", "京 A12345", "京a12345", "京Ａ１２３４５", "京A-12345"] {
            assert_eq!(clean(text), "京A12345", "{text}");
        }
    }
}
